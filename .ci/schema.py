"""The published JSON Schemas, by an independent validator: they are schemas, and every shipped file keeps to them."""

import json
import pathlib
import sys
import tomllib

from jsonschema import Draft7Validator

wrong = 0
for name, files in [
    ("rules.schema.json", sorted(pathlib.Path("rules").glob("*.toml"))),
    ("sanbu.schema.json", map(pathlib.Path, sys.argv[1:])),
]:
    schema = json.loads(pathlib.Path("rules", name).read_text())
    Draft7Validator.check_schema(schema)
    for file in files:
        for error in Draft7Validator(schema).iter_errors(tomllib.loads(file.read_text())):
            print(f"{file}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
            wrong += 1
sys.exit(1 if wrong else 0)
