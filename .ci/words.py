#!/usr/bin/env python3
"""Makes rules/words/counts.bin and the weights of rules/doubt.toml from text, one paragraph a line.

    python3 -P .ci/words.py LAWS DOCUMENTS SHAPES STROKES OUT

LAWS, DOCUMENTS  official writing without copyright (Copyright Law, article 5): laws and regulations; documents of organs.
                 The sources are named in rules/words/README.md
SHAPES           shapeConfusion.json of ECSpell (MIT): characters that look alike
STROKES          same_stroke.txt of pycorrector (Apache-2.0): characters of the same strokes
OUT              the table, of both; the weights are printed

Needs numpy, scikit-learn, jieba (its dictionary, MIT) and pypinyin (MIT). -P: html.py beside this is not the module that they
mean. The weights are learnt on documents with a table of nothing but laws: what is written next is of another kind than what
was counted, too, and a table finds fewer strange places in writing of its own kind. What is right are the strange places of
the documents as they are; what is wrong, characters and words that are exchanged in them at random. The same text makes the
same table and the same weights. The weights of [doubt.character] that are shipped measure better than those it prints: where they
are from is told in rules/words/README.md.
src/counts.rs reads the table; what both must agree on has the same name there, and the properties of a place are those of
src/counts/doubt.rs.
"""
import collections
import json
import os
import random
import re
import struct
import sys
import tomllib

import jieba
import numpy as np
from pypinyin import Style, pinyin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

STEP = 20.5 / 31 * np.log10(2)
LEAST = {1: 1, 2: 3, 3: 3, 4: 40}  # what stands less often is not kept
GRAMS = [(1, 3), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 0), (4, 1), (4, 2), (4, 3)]
OF_BOTH = [(1, 3), (1, 4), (2, 2), (2, 3), (2, 4)]
OF_NEW = [(3, 1), (3, 2), (3, 3), (3, 4), (4, 1), (4, 2), (4, 3)]
BACK_OFF = np.log10(0.3)
COMMON_PAIR, COMMON_WORD = round(np.log10(10) / STEP), round(np.log10(30) / STEP)
GAIN = 1.5
DOCUMENT = 8000  # characters that are read as one document
SOUND, STROKES, NEAR_SOUND, SHAPE = range(4)
U = np.uint64


def folded(text):
    text = re.sub("[0-9０-９]", "0", text)
    text = re.sub("[A-Za-zＡ-Ｚａ-ｚ]", "a", text)
    return text.translate(str.maketrans(",;:()?!", "，；：（）？！"))


def codes(text):
    all_ = np.frombuffer(folded(text).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    return np.where(all_ > 0xFFFF, 0xFFFD, all_)


def gram(columns):
    key = np.zeros(len(columns[0]), U)
    for column in columns:
        key = (key << U(16)) | column.astype(U)
    return key


def key_of(word):
    key = 0
    for c in word:
        key = key << 16 | ord(c)
    return key


def is_han(code):
    return (code >= 0x4E00) & (code <= 0x9FFF)


class Counts:
    def __init__(self, lines):
        text = codes("\n".join(lines))
        self.all = np.log10(len(text))
        self.keys, self.levels, self.raw = {}, {}, {}
        for n in range(1, 5):
            keys = np.sort(gram([text[i : len(text) - n + 1 + i] for i in range(n)]))
            first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
            times = np.diff(np.r_[first, len(keys)])
            keys = keys[first]
            kept = times >= LEAST[n]
            if n > 1:  # nothing goes on over the end of a paragraph
                for i in range(n):
                    kept &= ((keys >> U(16 * i)) & U(0xFFFF)) != 10
            self.keys[n] = keys[kept]
            self.levels[n] = np.clip(np.round(np.log10(times[kept]) / STEP), 0, 31).astype(np.int16)
            if n == 1:
                self.raw = dict(zip(keys.tolist(), times.tolist()))

    def level(self, columns):
        """Minus one for what is not in the table."""
        keys, n = gram(columns), len(columns)
        at = np.searchsorted(self.keys[n], keys)
        at[at == len(self.keys[n])] = 0
        return np.where(self.keys[n][at] == keys, self.levels[n][at], -1)

    def likelihood(self, window):
        total = 0
        for t in range(3, window.shape[1]):
            part = [window[:, t - i : t + 1].T for i in range(4)]
            term = log(self.level(part[0])) - self.all + 3 * BACK_OFF
            for i in (1, 2, 3):
                whole, context = self.level(part[i]), self.level(window[:, t - i : t].T)
                better = (3 - i) * BACK_OFF + STEP * (whole - np.maximum(context, whole))
                term = np.where(whole >= 0, better, term)
            total = total + term
        return total


def log(level):
    return np.where(level >= 0, level * STEP, np.log10(0.5))


def near_syllables(syllable):
    starts = {syllable}
    for a, b in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(a):
            starts.add(b + syllable[2:])
        elif syllable.startswith(b):
            starts.add(a + syllable[1:])
    for a, b in (("n", "l"), ("l", "n"), ("f", "h"), ("h", "f"), ("r", "l")):
        if syllable.startswith(a):
            starts.add(b + syllable[1:])
    ends = {s[:-1] if s.endswith("ng") else s + "g" for s in starts if s.endswith(("n", "ng"))}
    return starts | ends


def others(counts, shapes, strokes):
    """By character, those that it can be taken for, and how."""
    known = [chr(c) for c, n in counts.raw.items() if 0x4E00 <= c <= 0x9FFF and n >= 20]
    sounds = {c: set(pinyin(c, style=Style.NORMAL, heteronym=True)[0]) for c in known}
    by_sound, by_strokes = collections.defaultdict(set), collections.defaultdict(set)
    for c in known:
        for sound in sounds[c]:
            by_sound[sound].add(c)
    for line in open(strokes, encoding="utf8"):
        group = [x for x in re.split(r"[\s,]+", line.strip()) if len(x) == 1 and not line.startswith("#")]
        for c in group:
            by_strokes[c].update(group)
    looks, known_set, all_ = json.load(open(shapes, encoding="utf8")), set(known), {}
    for c in known:
        same = set().union(*(by_sound[s] for s in sounds[c]))
        near = set().union(*(by_sound.get(n, set()) for s in sounds[c] for n in near_syllables(s)))
        stroke, shape = by_strokes[c] & known_set, set(looks.get(c, ())) & known_set
        near = sorted(near - same - stroke - shape, key=lambda x: (-counts.raw[ord(x)], x))[:60]
        kinds = {x: NEAR_SOUND for x in near} | {x: SHAPE for x in shape} | {x: STROKES for x in stroke}
        kinds |= {x: SOUND for x in same}
        all_[c] = {x: kinds[x] for x in sorted(kinds) if x != c}
    return all_


def words(counts):
    """Words of two to four characters, and whether they are names."""
    seen = {n: set(counts.keys[n].tolist()) for n in range(1, 5)}
    all_ = {}
    for line in open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf8"):
        word, times, kind = line.split()
        if not (2 <= len(word) <= 4 and int(times) > 0 and re.fullmatch("[\u4e00-\u9fff]+", word)):
            continue
        if all(ord(c) in seen[1] for c in word) and (int(times) >= 5 or key_of(word) in seen[len(word)]):
            all_[word] = kind[:2] in ("nr", "ns", "nt", "nz")
    return all_


def mixed(key):
    with np.errstate(over="ignore"):
        key = key + U(0x9E3779B97F4A7C15)
        key = (key ^ (key >> U(30))) * U(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> U(27))) * U(0x94D049BB133111EB)
        return key ^ (key >> U(31))


def cells(keys, values, below):
    """Buckets of four cells of 16 bits: a fingerprint, and the value in the bits below it."""
    buckets = int(len(keys) / 4 / 0.94) + 1
    first, second = mixed(keys), mixed(mixed(keys))
    bucket = [((h >> U(32)) * U(buckets) >> U(32)).tolist() for h in (first, second)]
    prints = (first & U(0xFFFFFFFF)) % U((1 << (16 - below)) - 1) + U(1)
    cell = ((prints << U(below)) | values.astype(U)).tolist()
    filled = [[] for _ in range(buckets)]
    pick = random.Random(1)
    for i in range(len(keys)):
        at = min(bucket[0][i], bucket[1][i], key=lambda b: len(filled[b]))
        for _ in range(500):  # where both are full, one that is there moves on to its other bucket
            if len(filled[at]) < 4:
                filled[at].append(i)
                break
            j = pick.randrange(4)
            i, filled[at][j] = filled[at][j], i
            at = bucket[1][i] if at == bucket[0][i] else bucket[0][i]
        else:
            sys.exit("the table is too full")
    table = np.zeros((buckets, 4), "<u2")
    for b, there in enumerate(filled):
        table[b, : len(there)] = [cell[i] for i in there]
    return buckets, table.tobytes()


def write(out, counts, alike, known):
    keys = np.concatenate([counts.keys[n] for n in range(1, 5)])
    grams, gram_cells = cells(keys, np.concatenate([counts.levels[n] for n in range(1, 5)]), 5)
    keys = np.array([key_of(word) for word in known], U)
    entries, word_cells = cells(keys, np.array(list(known.values()), int), 1)
    chars = sorted(alike)
    starts = np.cumsum([0] + [len(alike[c]) for c in chars])
    body = [ord(x) for c in chars for x in alike[c]]
    kinds = [kind for c in chars for kind in alike[c].values()]
    with open(out, "wb") as file:
        file.write(b"SANBUCT1" + struct.pack("<4I", grams, entries, len(chars), len(body)) + gram_cells + word_cells)
        file.write(struct.pack(f"<{len(chars)}H{len(starts)}I", *map(ord, chars), *starts))
        file.write(struct.pack(f"<{len(body)}H", *body) + bytes(kinds))


class Words:
    """The words, what they sound like, and the characters that are never doubtful."""

    def __init__(self, known, alike, common):
        self.names, self.alike, self.common = known, alike, common
        self.keys = np.sort(np.array([key_of(word) for word in known], U))
        self.seconds = collections.defaultdict(set)
        for word in known:
            if len(word) == 2:
                self.seconds[word[0]].add(word[1])

    def known(self, columns):
        return np.isin(gram(columns), self.keys)

    def sounding(self, word):
        """Other words of two characters that sound like this one."""
        first, second = ([c] + [x for x, kind in self.alike.get(c, {}).items() if kind == SOUND] for c in word)
        return [a + b for a in first for b in second if b in self.seconds.get(a, ()) and a + b != word]

    def cover(self, counts, windows):
        """The best word that the fourth character lies in: how often it stands, and its length."""
        often, length = np.full(len(windows), -1), np.zeros(len(windows), int)
        for n in (4, 3, 2):
            for from_ in range(4 - n, 4):
                part = windows[:, from_ : from_ + n].T
                level = np.where(self.known(part), counts.level(part) + 1, -1)
                often, length = np.maximum(often, level), np.where(level > often, n, length)
        return [often, length]


class Text:
    """Paragraphs, with nothing around each of them."""

    def __init__(self, counts, lines):
        self.codes = codes("\n\n\n" + "\n\n\n".join(lines) + "\n\n\n\n")
        self.starts = np.cumsum([3] + [len(line) + 3 for line in lines])
        self.strange = np.zeros(len(self.codes), bool)
        self.strange[1:-1] = is_han(self.codes[1:-1]) & (counts.level([self.codes[:-2], self.codes[1:-1], self.codes[2:]]) < 0)
        pairs = np.arange(len(self.codes) - 1) // DOCUMENT << 32 | self.codes[:-1] << 16 | self.codes[1:]
        _, which, times = np.unique(pairs, return_inverse=True, return_counts=True)
        self.again = np.r_[times[which] > 1, False]  # what is said again is meant

    def windows(self, places, n):
        return np.lib.stride_tricks.sliding_window_view(self.codes, n)[places - 3]


def best(counts, here, of, with_):
    """Of the candidates, each of a place, the one of each place that makes it the most likely; and how much so."""
    gains = counts.likelihood(with_) - counts.likelihood(here)[of]
    order = np.lexsort((-gains, of))
    first = order[np.diff(of[order], prepend=-1) > 0]
    first = first[gains[first] >= GAIN]
    return first, gains[first]


def logs(counts, windows, grams):
    return [log(counts.level(windows[:, a : a + n].T)) for n, a in grams]


def characters(counts, words, text, places):
    """Of these places the doubtful ones, what may be meant, and what is known of both."""
    before, c, behind = (text.codes[places + i] for i in (-1, 0, 1))
    asked = text.strange[places] & ~text.again[places - 1] & ~text.again[places] & (is_han(before) | is_han(behind))
    places = places[asked & ~np.isin(c, words.common)]
    all_ = []
    for some in np.array_split(places, len(places) // 5000 + 1):
        here = text.windows(some, 7)
        alike = [words.alike.get(chr(c), {}) for c in here[:, 3]]
        of = np.repeat(np.arange(len(some)), [len(a) for a in alike])
        new = np.array([ord(x) for a in alike for x in a], int)
        kind = np.array([kind for a in alike for kind in a.values()], int)
        fits = counts.level([here[of, 2], new]) >= COMMON_PAIR
        fits |= counts.level([new, here[of, 4]]) >= COMMON_PAIR
        of, new, kind = of[fits], new[fits], kind[fits]
        with_ = here[of]
        with_[:, 3] = new
        first, gains = best(counts, here, of, with_)
        here, with_, kind = here[of[first]], with_[first], kind[first]
        values = logs(counts, here, GRAMS) + logs(counts, with_, GRAMS) + [gains]
        values += [kind == SOUND, kind == STROKES, kind == NEAR_SOUND]
        values += words.cover(counts, here) + words.cover(counts, with_)
        all_ += zip(some[of[first]].tolist(), map(chr, new[first]), np.column_stack(values).astype(float))
    return all_


def pairs(counts, words, text, places, candidates):
    """The same of two characters; the candidates of those that are asked about are by place."""
    places = places[text.strange[places] & text.strange[places + 1] & ~text.again[places]]
    places = places[text.codes[places] != text.codes[places + 1]]
    here = text.windows(places, 8)
    new = candidates(here)
    of = np.repeat(np.arange(len(places)), [len(n) for n in new])
    new = np.array([[ord(c) for c in pair] for n in new for pair in n], int).reshape(-1, 2)
    with_ = here[of]
    with_[:, 3:5] = new
    first, gains = best(counts, here, of, with_)
    here, with_ = here[of[first]], with_[first]
    values = [gains] + logs(counts, here, OF_BOTH) + logs(counts, with_, OF_BOTH + OF_NEW)
    values += [words.known(here[:, 2:4].T), words.known(here[:, 4:6].T)]
    meant = ["".join(map(chr, pair)) for pair in new[first]]
    return list(zip(places[of[first]].tolist(), meant, np.column_stack(values).astype(float)))


def swapped(counts, words, text, places):
    def candidates(here):
        apart = words.known(here[:, 2:4].T) & words.known(here[:, 4:6].T)
        asked = ~words.known(here[:, 3:5].T) & ~apart & (is_han(here[:, 2]) | is_han(here[:, 5]))
        asked &= counts.level(here[:, [4, 3]].T) >= COMMON_PAIR
        return [[chr(row[4]) + chr(row[3])] if ask else [] for row, ask in zip(here, asked)]

    return pairs(counts, words, text, places, candidates)


def word(counts, words, text, places):
    def candidates(here):
        asked = counts.level(here[:, 3:5].T) <= COMMON_WORD
        asked &= ~np.isin(here[:, 3:5], words.common).any(1)
        found = ["".join(map(chr, row[3:5])) for row in here]
        new = [words.sounding(f) if ask and not words.names.get(f, True) else [] for f, ask in zip(found, asked)]
        return [[n for n in all_ if fits(row, *map(ord, n))] for row, all_ in zip(here, new)]

    def fits(row, *new):
        level = lambda *codes: int(counts.level([np.array([c]) for c in codes])[0])
        return level(*new) >= COMMON_WORD and max(level(row[2], *new), level(*new, row[5])) >= 0

    return pairs(counts, words, text, places, candidates)


def exchanged_character(counts, words, line):
    """Where a character is exchanged, for what."""
    at = random.choice([i for i, c in enumerate(line) if words.alike.get(c)] or [None])
    kinds = random.choices([{SOUND}, {NEAR_SOUND}, {STROKES, SHAPE}], [60, 15, 25])[0]
    fitting = [x for x, kind in words.alike[line[at]].items() if kind in kinds] if at is not None else []
    if fitting:
        return at, random.choices(fitting, [counts.raw.get(ord(x), 1) ** 0.75 for x in fitting])[0]


def exchanged_order(_, words, line):
    places = [i for i in range(len(line) - 1) if line[i : i + 2] in words.names and line[i] != line[i + 1]]
    if places:
        at = random.choice(places)
        return at, line[at + 1] + line[at]


def exchanged_word(_, words, line):
    places = [i for i in range(len(line) - 1) if line[i : i + 2] in words.names]
    for at in random.sample(places, min(6, len(places))):
        new = [n for n in words.sounding(line[at : at + 2]) if not words.names[n]]
        if new:
            return at, random.choice(new)


def learn(name, doubtful, exchanged, counts, words, lines):
    text = Text(counts, lines)
    right = [values for *_, values in doubtful(counts, words, text, np.flatnonzero(text.strange))]
    with_, meant = list(lines), {}
    for i, line in enumerate(lines):
        new = exchanged(counts, words, line) if len(line) >= 15 else None
        if new:
            end = new[0] + len(new[1])
            with_[i] = line[: new[0]] + new[1] + line[end:]
            meant[int(text.starts[i]) + new[0]] = line[new[0] : end]
    found = doubtful(counts, words, Text(counts, with_), np.array(list(meant)))
    wrong = [values for place, new, values in found if meant[place] == new]
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000, C=0.3))
    model.fit(np.array(right + wrong), [0] * len(right) + [1] * len(wrong))
    weights = model[1].coef_[0] / model[0].scale_
    bias = model[1].intercept_[0] - (weights * model[0].mean_).sum()
    print(f"# {len(right)} right, {len(wrong)} wrong")
    print(f"[doubt.{name}]\nbias = {bias:.4f}\nweights = {[round(float(w), 4) for w in weights]}\n", flush=True)


def paragraphs(path):
    return [line.strip() for line in open(path, encoding="utf8") if line.strip()]


def main(laws, documents, shapes, strokes, out):
    random.seed(9)
    laws, documents = paragraphs(laws), paragraphs(documents)
    counts = Counts(laws + documents)
    alike, known = others(counts, shapes, strokes), words(counts)
    write(out, counts, alike, known)
    print(f"ALL = {counts.all:.5f}\n", flush=True)
    rules = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../rules/doubt.toml")
    common = tomllib.load(open(rules, "rb"))["doubt"]["common"]
    known = Words(known, alike, [ord(c) for c in common])
    counts = Counts(laws)
    learn("character", characters, exchanged_character, counts, known, documents)
    learn("swapped", swapped, exchanged_order, counts, known, documents)
    learn("word", word, exchanged_word, counts, known, documents)


if __name__ == "__main__":
    main(*sys.argv[1:])
