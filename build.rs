//! Turns the shipped rule files into what is quick to load: JSON in place of TOML, and with each pattern the words that
//! it cannot do without. Every start of the program would have to work both out again. The examples of rules
//! and the list of what is no rule are left out: no check needs them.

#[path = "src/rule/keys.rs"]
mod keys;
#[path = "src/terms/literals.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod literals;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rule/keys.rs");
    println!("cargo::rerun-if-changed=src/terms/literals.rs");
    let out = env::var("OUT_DIR")?;
    for entry in fs::read_dir("rules")? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| n.ends_with(".toml")) else { continue };
        let text = fs::read_to_string(&path)?;
        let tables: Value = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        fs::write(Path::new(&out).join(format!("{name}.json")), known(tables, false, false).to_string())?;
        fs::write(Path::new(&out).join(format!("{name}.sha256")), Sha256::digest(&text))?;
    }
    Ok(())
}

/// The same value, its patterns with what they need. `inside` the table `patterns` every string is one.
fn known(value: Value, inside: bool, is_pattern: bool) -> Value {
    match value {
        Value::String(source) if is_pattern || inside => {
            json!({ "needs": literals::Needs::of(&source), "source": source })
        }
        Value::Array(items) => items.into_iter().map(|v| known(v, inside, is_pattern)).collect(),
        Value::Object(table) => {
            let of = |(key, value): (String, Value)| {
                let is_pattern = keys::PATTERNS.contains(&key.as_str());
                let inside = inside || key == "patterns" && value.is_object();
                (key, known(value, inside, is_pattern))
            };
            let is_rule = table.contains_key("id") || table.contains_key("entries");
            let unused = |key: &str| match key {
                "fails" | "passes" => is_rule,
                _ => matches!(key, "rows" | "left_out"),
            };
            Value::Object(table.into_iter().filter(|(key, _)| !unused(key)).map(of).collect())
        }
        other => other,
    }
}
