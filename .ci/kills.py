"""Kills every writing command at any moment: kills.py PROGRAM [KILLS [SEED [COMMAND,COMMAND…]]]; only those commands, if named.

After each kill every output is the old file or the new one, whole; the folder is judged as before, whatever was left in
it; the log verifies and has lost no line. When a command runs to its end, nothing is left. An interrupt ends it with the
figures so far.
"""
import os, random, re, shutil, signal, subprocess, sys, tempfile, time, zipfile
from collections import Counter
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
RANDOM = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
ONLY = sys.argv[4].split(",") if len(sys.argv) > 4 else [""]
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "good"
WORK = Path(tempfile.mkdtemp(prefix="sanbu-kills-"))
BOTH = ["甲", "乙"]
SKIPPED = re.compile(rb'"skipped_files": ?\d+')
TODAY = ["--today", "2026-03-06"]


def run(args):
    done = subprocess.run([PROGRAM, *args], cwd=WORK, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode not in (0, 1, 2) or "写不了".encode() in done.stderr or b"thread" in done.stderr:
        sys.exit(f"{args}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def read(name):
    """A file without the number of files that were skipped: what is left of killed runs is counted there."""
    path = WORK / name
    return SKIPPED.sub(b"", path.read_bytes()) if path.exists() else None


def state():
    return {path: path.read_bytes() for path in WORK.rglob("*") if path.is_file()}


def left():
    return [p for p in WORK.rglob("*.sanbu-tmp")]


class Writer:
    """Commands that write the same files in turn, and what each file may hold."""

    def __init__(self, name, outputs, runs, start=None):
        self.name, self.outputs, self.runs, self.start = name, outputs, runs, start
        self.known = {output: set() for output in outputs}

    def learn(self):
        """Whole runs: how long they take, what they write, and that they leave nothing."""
        times = []
        for _ in range(2):
            if self.start:
                self.start()
            for output in self.outputs:
                self.known[output].add(read(output))
            for args in self.runs:
                begun = time.monotonic()
                run(args)
                times.append(time.monotonic() - begun)
                for output in self.outputs:
                    self.known[output].add(read(output))
        self.time = sorted(times)[len(times) // 2]
        if self.start:
            self.start()

    def fits(self):
        for output in self.outputs:
            self.fits_one(output)

    def fits_one(self, output):
        if read(output) not in self.known[output]:
            (WORK / "wrong").write_bytes(read(output) or b"")
            sys.exit(f"{self.name}: {output} is neither the old file nor a new one, see {WORK}/wrong")


class Grown(Writer):
    """A file that every run adds to, the first of the outputs; the last two are written anew."""

    def learn(self):
        begun = time.monotonic()
        for _ in range(3):
            run(self.runs[0])
            for output in self.outputs[2:]:
                self.known[output].add(read(output))
        self.time = (time.monotonic() - begun) / 3
        self.kept = self.count()

    def fits(self):
        for output in self.outputs[2:]:
            self.fits_one(output)
        now = self.count()
        if now < self.kept:
            sys.exit(f"{self.name}: {now} where {self.kept} were")
        self.kept = now
        if self.kept > 60:
            for output in self.outputs[:2]:
                (WORK / output).unlink(missing_ok=True)
            run(self.runs[0])
            self.kept = self.count()


class Log(Grown):
    def count(self):
        said = run(["log", "verify", self.outputs[0]]).decode()
        whole = [line for line in said.splitlines() if line.startswith("完好")]
        if not whole:
            sys.exit(f"the log is damaged: {said}")
        return int(whole[0].split("共")[1].split("行")[0])


class Mended(Writer):
    """A paper that is mended in its place: every run begins with the faulty one."""

    def learn(self):
        begun = time.monotonic()
        for _ in range(2):
            self.start()
            self.known[self.outputs[0]].add(read(self.outputs[0]))
            run(self.runs[0])
            self.known[self.outputs[0]].add(read(self.outputs[0]))
        self.time = (time.monotonic() - begun) / 2
        self.start()


class Confirmed(Grown):
    def count(self):
        number = (read(self.outputs[0]) or b"").count(b"[[confirm]]")
        if number and "  可以印制（".encode() not in run(["check", "丙", "--quiet", *TODAY]):
            sys.exit("what was confirmed does not hold any more")
        return number


def prepare():
    for name, kind in (("甲", "函"), ("乙", "通知"), ("丙", "请示")):
        shutil.copytree(FIXTURES / kind, WORK / name)
    form = WORK / "丙" / "发文稿纸.txt"
    form.write_text("".join(line for line in form.read_text().splitlines(True) if "复核" not in line))
    (WORK / "出").mkdir()
    shutil.copytree(FIXTURES.parent / "demo" / "01-可以印制", WORK / "丁")
    shutil.copytree(FIXTURES.parent / "demo" / "02-缺签发", WORK / "戊")
    shutil.copytree(FIXTURES.parent / "demo" / "01-可以印制", WORK / "己")
    faulty("丁")
    faulty("己")


def faulty(name):
    """A paper with something to mend: its number in the wrong brackets, its binding margin too narrow."""
    right, wrong = FIXTURES.parent / "demo" / "01-可以印制" / "正文.docx", WORK / name / "正文.docx"
    with zipfile.ZipFile(right) as old, zipfile.ZipFile(wrong, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry).replace("〔2026〕12号".encode(), "[2026]第12号".encode()).replace(b'w:left="1587"', b'w:left="1287"')
            new.writestr(zipfile.ZipInfo(entry.filename), part)


def writers():
    check = ["check", *TODAY, "--format", "json"]
    gone = lambda name: lambda: (WORK / name).unlink(missing_ok=True)
    one = lambda name: lambda: (gone(name)(), run(["register", "乙", "-o", name]))
    return [
        Writer("check -o", ["甲/果.json"], [[*check, "-o", "甲/果.json", *p] for p in (BOTH, ["甲"])]),
        Writer("check --write-baseline", ["甲/基.json"],
               [[*check, "--write-baseline", "甲/基.json", *p] for p in (["丙", "甲"], ["甲"])]),
        Log("check --log", ["甲/痕.jsonl", "甲/痕.jsonl.tip"], [[*check, "--log", "甲/痕.jsonl", *BOTH]]),
        Log("check, all three", ["乙/痕.jsonl", "乙/痕.jsonl.tip", "乙/果.json", "乙/基.json"],
            [[*check, "--log", "乙/痕.jsonl", "-o", "乙/果.json", "--write-baseline", "乙/基.json", *BOTH]]),
        Writer("register --force .csv", ["甲/簿.csv"],
               [["register", *p, "--force", "-o", "甲/簿.csv"] for p in (BOTH, ["乙"])]),
        Writer("register --force .xlsx", ["甲/簿.xlsx"],
               [["register", *p, "--force", "-o", "甲/簿.xlsx"] for p in (BOTH, ["乙"])]),
        Writer("register --extend .csv", ["甲/接.csv"], [["register", *BOTH, "--extend", "-o", "甲/接.csv"]],
               one("甲/接.csv")),
        Writer("register --extend .jsonl", ["甲/簿.jsonl"], [["register", *BOTH, "--extend", "-o", "甲/簿.jsonl"]],
               one("甲/簿.jsonl")),
        Writer("init", ["出/新.toml"], [["init", "-o", "出/新.toml"]], gone("出/新.toml")),
        Writer("init --force", ["出/sanbu.toml"],
               [["init", "--force", "--preset", p, "-o", "出/sanbu.toml"] for p in ("company", "county")]),
        Writer("new --form --force", ["新/正文.docx", "新/发文稿纸.docx"],
               [["new", kind, "--form", "--force", "-o", "新"] for kind in ("通知", "函")]),
        Mended("fix", ["丁/正文.docx"], [["fix", "丁", *TODAY]], lambda: faulty("丁")),
        Mended("fix --layout", ["己/正文.docx"], [["fix", "己", "--layout", *TODAY]], lambda: faulty("己")),
        Writer("annotate", ["批/正文.docx", "批/发文稿纸.docx"],
               [["annotate", "戊", "-o", "批", *TODAY], ["annotate", "戊", "-o", "批", "--ignore", "FORM-*", *TODAY]]),
        Confirmed("confirm", ["丙/packet.toml"],
                  [["confirm", "丙", "--gate", "recheck", "--by", "周宁", *TODAY]]),
    ]


def answer():
    """All that is said of the folders."""
    return SKIPPED.sub(b"", run(["check", *BOTH, *TODAY, "--format", "jsonl"]))


def kill(args, longest):
    child = subprocess.Popen([PROGRAM, *args], cwd=WORK, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    # Most of the moments near the end, where files are written.
    low = RANDOM.choice((0, 0.6, 0.9))
    time.sleep(RANDOM.uniform(low, 1.05) * longest)
    child.send_signal(signal.SIGKILL)
    return child.wait()


def main():
    prepare()
    all_writers = [writer for writer in writers() if any(writer.name.startswith(name) for name in ONLY)]
    # What one writes beside a packet another may name: known is what is written when all is there.
    for writer in [*all_writers, *all_writers]:
        writer.known = {output: set() for output in writer.outputs}
        writer.learn()
    before = answer()
    kills, seen, rest = Counter(), Counter(), 0
    begun = time.monotonic()
    stopped = []
    signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    while sum(kills.values()) < KILLS and not stopped:
        for writer in all_writers:
            was = state()
            code = kill(RANDOM.choice(writer.runs), writer.time)
            if code not in (0, 1, 2, -9):
                sys.exit(f"{writer.name} ended with {code}")
            known = len(left())
            seen["left behind"] += known > rest
            # Where no file has changed, come or gone there is nothing to judge anew.
            if state() != was:
                seen["killed in writing"] += code == -9
                writer.fits()
                if answer() != before:
                    sys.exit(f"after {writer.name} the folder is judged otherwise, see {WORK}")
            # The moment follows the load of the machine.
            if code == -9:
                kills[writer.name] += 1
                writer.time *= 1.01
            else:
                seen["ended before"] += 1
                writer.time *= 0.97
            # A register or a configuration that was written is taken back, so that the next run has something to do.
            if writer.start and read(writer.outputs[0]) not in (None, b"") and RANDOM.random() < 0.9:
                writer.start()
            rest = len(left())
    for writer in all_writers:
        if writer.start:
            writer.start()
        for args in writer.runs:
            run(args)
    if left():
        sys.exit(f"left behind after whole runs: {left()}")
    for name, number in kills.items():
        print(f"{number:6} {name}")
    print(f"{sum(kills.values()):6} kills in {time.monotonic() - begun:.0f} s; {dict(seen)}; nothing lost, nothing left")
    shutil.rmtree(WORK)


main()
