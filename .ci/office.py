"""Layout rules judge what a file says, whoever wrote it: the same findings before and after an office suite saved it."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

SANBU, OUT, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
LAYOUT = {rule["id"] for rule in tomllib.loads(pathlib.Path("rules/layout.toml").read_text())["rule"]}
SLIPS = ["GBT9704-5.2.1-a", "GBT9704-5.2.2-a", "GBT9704-7.3.1-a", "GBT9704-7.5-a"]


def findings(file):
    run = subprocess.run([SANBU, "check", file, "--stage", "draft", "--format", "json"], capture_output=True, check=False)
    packets = json.loads(run.stdout)["packets"]
    # The number of a page, as the file shows it, is what the suite last made of it.
    words = lambda message: re.sub(r"“\D*\d+\D*”", "“#”", message)
    return sorted((f["rule"], words(f["message"])) for p in packets for f in p["findings"] if f["rule"] in LAYOUT)


def converted(file, to, folder):
    command = ["soffice", "--headless", "--convert-to", to, "--outdir", folder, file]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{file.stem}.{to}"


good = sorted((FIXTURES / "good-docx").glob("*/正文.docx"))
bad = [next((FIXTURES / rule).glob("fail-*/正文.docx")) for rule in SLIPS]
differ = 0
shutil.rmtree(OUT, ignore_errors=True)
for number, file in enumerate(good + bad):
    folder = OUT / str(number)
    folder.mkdir(parents=True)
    shutil.copy(file, folder / "a.docx")
    again = converted(converted(folder / "a.docx", "odt", folder), "docx", folder / "b")
    before, after = findings(file), findings(again)
    expected = not before if file in good else bool(before)
    if before != after or not expected:
        print(f"{file}\n  before {before}\n  after  {after}")
        differ += 1
print(f"{len(good + bad)} files, {differ} differ")
sys.exit(1 if differ else 0)
