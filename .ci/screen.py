"""What a terminal shows, looked at through a pseudo-terminal of 80 and of 120 columns, in every language: no line is
wider, none begins with a mark that closes or ends with one that opens, and there is colour only where it is wanted.

usage: screen.py PROGRAM FOLDER   (what is checked is laid out in the folder)
"""

import fcntl
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import unicodedata

PROGRAM, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
DEMO = pathlib.Path("fixtures/demo").resolve()
PACKETS, WIDTHS, LANGUAGES = 30, (80, 120), ("zh-Hans", "zh-Hant", "en")
LAST_SCREEN = 25

HELP = [
    "", "check", "confirm", "fix", "inspect", "annotate", "register", "rules", "rules list", "rules test", "rules page",
    "explain", "config", "init", "new", "log", "log verify", "completions", "man",
]
COMMANDS = ["", *(f"{command} --help".strip() for command in HELP)] + [
    "check demo", "check demo --verbose --statistics", "check demo --stage release", "check demo --list-files",
    "check demo/01-可以印制", "check thirty", "check thirty --quiet", "check nowhere", "check demo --format foo",
    "check demo --severity FORM-node-a", "check demo --config wrong.toml", "check demo --rules rule.toml", "chek",
    "check --stge", "explain FORM-node-a", "explain TL-22-a", "rules list", "rules list layout", "inspect demo",
    "config demo", "fix demo --diff", "register demo", "new", "new 通告通", "confirm demo --gate foo --by 周宁",
    "log verify nowhere.jsonl",
]
CODE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CLOSES, OPENS = "，。；：？！、）》」』”’】〕", "（《「『“‘【〔"


def shown(arguments, columns, **environment):
    """What the program writes to a terminal of so many columns, and its exit code."""
    pid, terminal = pty.fork()
    size = struct.pack("HHHH", LAST_SCREEN, columns, 0, 0)
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.chdir(FOLDER)
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
        os.execve(PROGRAM, [str(PROGRAM), *arguments], {**kept, "TERM": "xterm-256color", **environment})
    said = b""
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        said += part
    os.close(terminal)
    return said.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def lines(said):
    """The lines that stay: what progress has written over is gone."""
    return [line.split("\r")[-1] for line in CODE.sub("", said).replace("\r\n", "\n").rstrip("\n").split("\n")]


def width(line):
    wide = (2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line if not unicodedata.combining(char))
    return sum(wide)


def wrong(line, columns):
    text = line.strip(" │├└─")
    return width(line) > columns or text[:1] in CLOSES and text != "" or text[-1:] in OPENS and text != ""


def lay_out():
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(DEMO, FOLDER / "demo")
    packets = sorted(DEMO.iterdir())
    good, bad = packets[0], packets[1:] + packets[1:2]
    for number in range(1, PACKETS + 1):
        packet = bad.pop() if number % 5 == 3 else good
        shutil.copytree(packet, FOLDER / "thirty" / f"2026-{number:03}")
    (FOLDER / "wrong.toml").write_text('stage = "foo"\nselct = ["A"]\n[organisation]\nnames = "x"\nfoo = 1\n')
    (FOLDER / "rule.toml").write_text('[[rule]]\nid = "WO-1"\nmesage = "x"\ncheck.text = { pattern = "(" }\n')


def every_line_fits():
    looked = 0
    for language in LANGUAGES:
        for columns in WIDTHS:
            for command in COMMANDS:
                said, code = shown([*command.split(), "--lang", language], columns)
                assert code in (0, 1, 2), f"{command}: {code}"
                bad = [line for line in lines(said) if wrong(line, columns)]
                assert not bad, f"{language}, {columns} columns, {command}:\n" + "\n".join(bad[:5])
                looked += 1
    print(f"{looked} screens: no line too wide, no mark cut off")


def the_last_screen_tells_the_bad_ones():
    for language in LANGUAGES:
        for columns in WIDTHS:
            last = lines(shown(["check", "thirty", "--lang", language], columns)[0])[-LAST_SCREEN:]
            for number in range(3, PACKETS, 5):
                assert any(f"2026-{number:03}" in line and "✗" in line for line in last), f"{language}: {number}"
    clean = lines(shown(["check", "demo/01-可以印制"], WIDTHS[0])[0])
    assert len(clean) == 1, clean
    print(f"{PACKETS} packets: the bad ones are on the last screen; a clean packet is one line")


def colour_only_where_it_is_wanted():
    check = ["check", "demo"]
    assert CODE.search(shown(check, 80)[0].split("印制")[0]), "a terminal has colour"
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert not CODE.search(shown(check, 80, **environment)[0]), environment
    assert not CODE.search(shown([*check, "--color", "never", "--no-progress"], 80)[0])
    piped = subprocess.run([PROGRAM, *check], cwd=FOLDER, capture_output=True)
    assert b"\x1b" not in piped.stdout + piped.stderr
    print("colour on a terminal only, and not where NO_COLOR is set")


lay_out()
every_line_fits()
the_last_screen_tells_the_bad_ones()
colour_only_where_it_is_wanted()
