#!/usr/bin/env python3
"""Makes rules/words/counts.bin and the weights of rules/doubt.toml from text, one paragraph a line.

    python3 -P words.py LAWS DOCUMENTS SHAPES STROKES OUT

LAWS, DOCUMENTS  official writing without copyright (Copyright Law, article 5): laws and regulations; documents of organs.
                 The sources are named in rules/words/README.md
SHAPES           shapeConfusion.json of ECSpell (MIT): characters that look alike
STROKES          same_stroke.txt of pycorrector (Apache-2.0): characters of the same strokes
OUT              the table, of both; the weights are printed

Needs numpy, scikit-learn, jieba (its dictionary, MIT) and pypinyin (MIT). -P: html.py beside this is not the module that they
mean. The weights are learnt on documents with a table of nothing but laws: what is written next is of another kind than what
was counted, too, and a table finds fewer strange places in writing of its own kind. Every other paragraph is learnt from, with
characters exchanged at random; on the others what is found is printed, to be read by hand.
src/counts.rs reads the table; what both must agree on has the same name there.
"""
import collections
import json
import os
import random
import re
import struct
import sys

import jieba
import numpy as np
from pypinyin import Style, lazy_pinyin, pinyin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

STEP = 20.5 / 31 * np.log10(2)
LEAST = {1: 1, 2: 3, 3: 3, 4: 40}  # what stands less often is not kept
GRAMS = [(1, 3), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 0), (4, 1), (4, 2), (4, 3)]
BACK_OFF = np.log10(0.3)
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
        near = sorted(near - same - stroke - shape, key=lambda x: -counts.raw[ord(x)])[:60]
        all_[c] = {x: NEAR_SOUND for x in near} | {x: SHAPE for x in shape} | {x: STROKES for x in stroke}
        all_[c] |= {x: SOUND for x in same}
        all_[c].pop(c, None)
    return all_


def words(counts):
    """Words of two to four characters, and whether they are names."""
    seen = {n: set(counts.keys[n].tolist()) for n in range(1, 5)}
    all_ = {}
    for line in open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf8"):
        word, times, kind = line.split()
        if not (2 <= len(word) <= 4 and int(times) > 0 and re.fullmatch("[\u4e00-\u9fff]+", word)):
            continue
        key = int(gram([np.array([ord(c)]) for c in word])[0])
        if all(ord(c) in seen[1] for c in word) and (int(times) >= 5 or key in seen[len(word)]):
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
    keys = np.array([int(gram([np.array([ord(c)]) for c in w])[0]) for w in known], U)
    entries, word_cells = cells(keys, np.array(list(known.values()), int), 1)
    chars = sorted(alike)
    starts = np.cumsum([0] + [len(alike[c]) for c in chars])
    body = [ord(x) for c in chars for x in alike[c]]
    kinds = [kind for c in chars for kind in alike[c].values()]
    with open(out, "wb") as file:
        file.write(b"SANBUCT1" + struct.pack("<4I", grams, entries, len(chars), len(body)) + gram_cells + word_cells)
        file.write(struct.pack(f"<{len(chars)}H{len(starts)}I", *map(ord, chars), *starts))
        file.write(struct.pack(f"<{len(body)}H", *body) + bytes(kinds))


def doubtful(counts, alike, known, lines):
    """The best candidate of each strange place, with what is known of both."""
    for line in lines:
        text = np.r_[[10] * 3, codes(line), [10] * 3]
        windows = np.lib.stride_tricks.sliding_window_view(text, 7)
        strange = is_han(windows[:, 3]) & (counts.level(windows[:, 2:5].T) < 0)
        for at in np.flatnonzero(strange):
            candidates = alike.get(chr(windows[at, 3]), {})
            if not candidates:
                continue
            with_ = np.repeat(windows[at : at + 1], len(candidates), 0).copy()
            with_[:, 3] = [ord(c) for c in candidates]
            common = round(np.log10(10) / STEP)
            fits = (counts.level(with_[:, 2:4].T) >= common) | (counts.level(with_[:, 3:5].T) >= common)
            gains = counts.likelihood(with_) - counts.likelihood(windows[at : at + 1])
            best = int(np.argmax(np.where(fits, gains, -99)))
            if not fits[best] or gains[best] < 1.5:
                continue
            kind = list(candidates.values())[best]
            pair = np.stack([windows[at], with_[best]])
            values = [log(counts.level(pair[:, a : a + n].T)) for n, a in GRAMS]
            covers = [cover(counts, known, row, text, at + 3) for row in pair]
            values = [v[0] for v in values] + [v[1] for v in values] + [gains[best]]
            values += [kind == SOUND, kind == STROKES, kind == NEAR_SOUND] + covers[0] + covers[1]
            yield line, int(at), chr(with_[best, 3]), np.array(values, float)


def cover(counts, known, window, text, place):
    text = text.copy()
    text[place] = window[3]
    best = [-1, 0]
    for n in (4, 3, 2):
        for from_ in range(max(0, place + 1 - n), place + 1):
            part = text[from_ : from_ + n]
            if len(part) == n and "".join(map(chr, part)) in known:
                often = int(counts.level([np.array([c]) for c in part])[0]) + 1
                best = [often, n] if often > best[0] else best
    return best


def exchanged(counts, alike, lines):
    """Each line with a character exchanged, where, and what stood there."""
    for line in lines:
        places = [i for i, c in enumerate(line) if alike.get(c)]
        if len(line) < 15 or not places:
            continue
        at = random.choice(places)
        kinds = random.choices([{SOUND}, {NEAR_SOUND}, {STROKES, SHAPE}], [60, 15, 25])[0]
        fitting = [x for x, kind in alike[line[at]].items() if kind in kinds]
        if fitting:
            new = random.choices(fitting, [counts.raw.get(ord(x), 1) ** 0.75 for x in fitting])[0]
            yield line[:at] + new + line[at + 1 :], at, line[at]


def windows_of(line, width):
    text = np.r_[[10] * 3, codes(line), [10] * (width - 4)]
    return np.lib.stride_tricks.sliding_window_view(text, width)


def chars(row, from_, n=2):
    return "".join(map(chr, row[from_ : from_ + n]))


def doubtful_pairs(counts, alike, known, lines):
    """Strange pairs of characters: the other way round, and the best word that sounds alike, with what is known of both."""
    ten, thirty = round(np.log10(10) / STEP), round(np.log10(30) / STEP)
    for line in lines:
        rows = windows_of(line, 9)
        strange = (counts.level(rows[:, 2:5].T) < 0) & (counts.level(rows[:, 3:6].T) < 0)
        strange &= is_han(rows[:, 3]) & is_han(rows[:, 4]) & (rows[:, 3] != rows[:, 4])
        for at in np.flatnonzero(strange):
            row = rows[at]
            new = row[[4, 3]][None]
            word = chars(row, 3)
            apart = chars(row, 2) in known and chars(row, 4) in known
            if word not in known and not apart and counts.level(new.T)[0] >= ten:
                yield from best_pair(counts, known, "swapped", line, at, row, new)
            if known.get(word, True) or counts.level(row[3:5][:, None])[0] > thirty:
                continue
            sound = [[c] + [x for x, kind in alike.get(c, {}).items() if kind == SOUND] for c in word]
            new = [(a, b) for a in sound[0] for b in sound[1] if a + b in known and a + b != word]
            if not new:
                continue
            new = np.array([[ord(a), ord(b)] for a, b in new])
            here = np.repeat(row[None], len(new), 0)
            fits = counts.level(np.c_[here[:, 2], new].T) >= 0
            fits |= counts.level(np.c_[new, here[:, 5]].T) >= 0
            new = new[fits & (counts.level(new.T) >= thirty)]
            if len(new):
                yield from best_pair(counts, known, "word", line, at, row, new)


def best_pair(counts, known, kind, line, at, row, new):
    here = np.repeat(row[None], len(new), 0)
    with_ = here.copy()
    with_[:, 3:5] = new
    gains = counts.likelihood(with_[:, :8]) - counts.likelihood(here[:, :8])
    best = int(np.argmax(gains))
    if gains[best] < 1.5:
        return
    both, of_new = [(1, 3), (1, 4), (2, 2), (2, 3), (2, 4)], [(3, 1), (3, 2), (3, 3), (3, 4), (4, 1), (4, 2), (4, 3)]
    level = lambda rows, n, a: float(log(counts.level(rows[best, a : a + n][:, None]))[0])
    values = [gains[best]] + [level(here, n, a) for n, a in both] + [level(with_, n, a) for n, a in both + of_new]
    values += [chars(row, 2) in known, chars(row, 4) in known]
    yield kind, line, int(at), chars(with_[best], 3), np.array(values, float)


def exchanged_pairs(known, lines):
    """Each line with two characters swapped, and with a word that sounds alike; where, and what stood there."""
    by_sound = collections.defaultdict(list)
    for word, is_name in known.items():
        if len(word) == 2 and not is_name:
            by_sound[" ".join(lazy_pinyin(word))].append(word)
    for line in lines:
        places = [i for i in range(len(line) - 1) if line[i : i + 2] in known]
        if len(line) < 15 or not places:
            continue
        at = random.choice(places)
        if line[at] != line[at + 1]:
            yield "swapped", line[:at] + line[at + 1] + line[at] + line[at + 2 :], at, line[at : at + 2]
        for at in random.sample(places, min(6, len(places))):
            others_ = [w for w in by_sound[" ".join(lazy_pinyin(line[at : at + 2]))] if w != line[at : at + 2]]
            if others_:
                yield "word", line[:at] + random.choice(others_) + line[at + 2 :], at, line[at : at + 2]
                break


def learn(name, right, wrong, strength):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000, C=strength))
    model.fit(np.array(right + wrong), [0] * len(right) + [1] * len(wrong))
    weights = model[1].coef_[0] / model[0].scale_
    bias = model[1].intercept_[0] - (weights * model[0].mean_).sum()
    print(f"[doubt.{name}]\nbias = {bias:.4f}\nweights = {[round(float(w), 4) for w in weights]}")
    return lambda values: float(bias + weights @ values)


def paragraphs(path):
    return [line.strip() for line in open(path, encoding="utf8") if line.strip()]


def main(laws, documents, shapes, strokes, out):
    random.seed(9)
    laws, documents = paragraphs(laws), paragraphs(documents)
    counts = Counts(laws + documents)
    print(f"ALL = {counts.all:.5f}")
    write(out, counts, others(counts, shapes, strokes), words(counts))
    counts = Counts(laws)
    alike, known = others(counts, shapes, strokes), words(counts)
    learnt, judged = documents[::2], documents[1::2]
    right = [values for *_, values in doubtful(counts, alike, known, learnt)]
    wrong = []
    for line, place, meant in exchanged(counts, alike, learnt):
        found = doubtful(counts, alike, known, [line])
        wrong += [values for _, at, new, values in found if (at, new) == (place, meant)]
    score = learn("character", right, wrong, 0.3)
    found = [(score(v), line[max(0, at - 9) : at + 9], new) for line, at, new, v in doubtful(counts, alike, known, judged)]
    pairs = {"swapped": ([], []), "word": ([], [])}
    for kind, *_, values in doubtful_pairs(counts, alike, known, learnt):
        pairs[kind][0].append(values)
    for made, line, place, meant in exchanged_pairs(known, learnt):
        for kind, _, at, new, values in doubtful_pairs(counts, alike, known, [line]):
            if (kind, at, new) == (made, place, meant):
                pairs[kind][1].append(values)
    scores = {kind: learn(kind, *values, 0.3) for kind, values in pairs.items()}
    for kind, line, at, new, values in doubtful_pairs(counts, alike, known, judged):
        found.append((scores[kind](values), line[max(0, at - 9) : at + 9], new))
    for score, around, new in sorted(found, reverse=True)[:50]:
        print(f"{score:.1f} {around} {new}")


if __name__ == "__main__":
    main(*sys.argv[1:])
