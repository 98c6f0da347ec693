//! The published JSON Schemas are those of the code, and every shipped file keeps to them.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::path::{Path, PathBuf};

use sanbu::{render, rule};
use serde_json::{Map, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn published(name: &str, schema: &Value) {
    let path = root().join("rules").join(name);
    let text = format!("{schema:#}\n");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == text,
        "rules/{name} is old: UPDATE_GOLDEN=1 cargo test --test schema"
    );
}

#[test]
fn the_published_schemas_are_those_of_the_code() {
    published("rules.schema.json", &rule::schema());
    published("sanbu.schema.json", &rule::config_schema());
    published("report.schema.json", &render::schema());
}

#[test]
fn every_shipped_rule_file_keeps_to_the_schema() {
    let schema = rule::schema();
    for file in rule::builtin_files() {
        let value: toml::Value = toml::from_str(&file.text).unwrap();
        let wrong = mistakes(&schema, &serde_json::to_value(value).unwrap());
        assert!(wrong.is_empty(), "{} {wrong:#?}", file.name);
    }
}

#[test]
fn what_the_loader_refuses_the_schema_refuses() {
    let good = r#"
        [[rule]]
        id = "WO-a"
        title = "甲"
        title_en = "a"
        source = "本单位规定"
        severity = { draft = "info", print = "error" }
        check.forbid = { element = "标题", pattern = '甲' }
        message = "甲"
        help = "乙"
        fails = ["甲"]
        passes = ["乙"]
    "#;
    let schema = rule::schema();
    let of =
        |text: &str| mistakes(&schema, &serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap());
    assert!(of(good).is_empty(), "{:#?}", of(good));
    for (from, to) in [
        ("severity", "severety"),
        ("\"error\"", "\"fatal\""),
        ("print =", "printing ="),
        ("check.forbid", "check.forbidden"),
        ("element = \"标题\"", "element = \"题目\""),
        ("pattern =", "patern ="),
        ("[\"甲\"]", "\"甲\""),
        ("source = \"本单位规定\"", ""),
        ("[[rule]]", "[[rules]]"),
    ] {
        assert!(good.contains(from), "{from}");
        assert!(!of(&good.replacen(from, to, 1)).is_empty(), "{from} -> {to}");
    }
}

#[test]
fn reports_keep_to_their_schema() {
    let schema = render::schema();
    let golden = |name: &str| fs::read_to_string(root().join("tests/golden").join(name)).unwrap();
    let report: Value = serde_json::from_str(&golden("report.json")).unwrap();
    assert!(mistakes(&schema, &report).is_empty(), "{:#?}", mistakes(&schema, &report));
    for (pointer, wrong) in [
        ("/packets/0/conclusion", Value::from("maybe")),
        ("/packets/0/findings/0/at/line", Value::from("4")),
        ("/packets/0/findings/0/severity", Value::Null),
        ("/summary/errors", Value::from("2")),
    ] {
        let mut report = report.clone();
        *report.pointer_mut(pointer).unwrap() = wrong;
        assert!(!mistakes(&schema, &report).is_empty(), "{pointer}");
    }
}

/// What is wrong with a value, by the keywords that the published schemas use; another keyword stops the test.
fn mistakes(root: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    judge(root, root, value, "", &mut found);
    found
}

fn judge(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let schema = match schema {
        Value::Bool(true) => return,
        Value::Object(schema) => schema,
        _ => return found.push(format!("{at}: not allowed")),
    };
    for (keyword, wanted) in schema {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" | "format" => {}
            "properties" | "additionalProperties" => {}
            "$ref" => {
                let name = wanted.as_str().unwrap().trim_start_matches('#');
                judge(root, root.pointer(name).unwrap(), value, at, found);
            }
            "type" if !is_type(wanted, value) => found.push(format!("{at}: {value} is not {wanted}")),
            "type" => {}
            "enum" if !wanted.as_array().unwrap().contains(value) => {
                found.push(format!("{at}: {value} not in {wanted}"))
            }
            "enum" => {}
            "const" if wanted != value => found.push(format!("{at}: {value} is not {wanted}")),
            "const" => {}
            "minimum" => assert!(value.as_f64().is_none_or(|n| n >= wanted.as_f64().unwrap()), "{at}"),
            "maximum" => assert!(value.as_f64().is_none_or(|n| n <= wanted.as_f64().unwrap()), "{at}"),
            "required" => {
                let missing = wanted.as_array().unwrap().iter().map(|k| k.as_str().unwrap());
                let missing = missing.filter(|k| value.is_object() && value.get(k).is_none());
                found.extend(missing.map(|k| format!("{at}: {k} is missing")));
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.for_each(|(n, item)| judge(root, wanted, item, &format!("{at}[{n}]"), found));
            }
            "minItems" | "maxItems" => {
                let (n, limit) = (value.as_array().map_or(0, Vec::len) as u64, wanted.as_u64().unwrap());
                assert!(if keyword == "minItems" { n >= limit } else { n <= limit }, "{at}");
            }
            "minLength" | "maxLength" => {
                let (n, limit) = (value.as_str().map_or(0, |s| s.chars().count()) as u64, wanted.as_u64().unwrap());
                assert!(if keyword == "minLength" { n >= limit } else { n <= limit }, "{at}");
            }
            "allOf" => wanted.as_array().unwrap().iter().for_each(|s| judge(root, s, value, at, found)),
            "anyOf" | "oneOf" => {
                let of = |s: &Value| {
                    let mut wrong = Vec::new();
                    judge(root, s, value, at, &mut wrong);
                    wrong
                };
                let branches: Vec<Vec<String>> = wanted.as_array().unwrap().iter().map(of).collect();
                if branches.iter().all(|b| !b.is_empty()) {
                    found.extend(branches.concat());
                }
            }
            other => panic!("{at}: the schema uses {other}, which this test does not know"),
        }
    }
    if let Value::Object(entries) = value {
        properties(root, schema, entries, at, found);
    }
}

fn properties(
    root: &Value,
    schema: &Map<String, Value>,
    entries: &Map<String, Value>,
    at: &str,
    found: &mut Vec<String>,
) {
    for (key, value) in entries {
        let at = format!("{at}.{key}");
        match (schema.get("properties").and_then(|p| p.get(key)), schema.get("additionalProperties")) {
            (Some(known), _) | (None, Some(known)) => judge(root, known, value, &at, found),
            (None, None) => {}
        }
    }
}

fn is_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    match wanted {
        Value::Array(names) => names.iter().any(|n| is(n.as_str().unwrap())),
        name => is(name.as_str().unwrap()),
    }
}
