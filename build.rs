//! Turns the shipped rule files into what is quick to load: JSON in place of TOML, and with each pattern the words that
//! it cannot do without. Every start of the program would have to work both out again. The examples of rules
//! and the list of what is no rule are left out: no check needs them. What is said in English is gathered by its Chinese.
//! Texts that few runs ask for are packed as small as they get, the rules so that they are quick to unpack.

#[path = "src/rule/keys.rs"]
mod keys;
#[path = "src/terms/literals.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod literals;
#[path = "src/rule/phrase.rs"]
mod phrase;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::{env, fs};

use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression};
use lz4_flex::block::compress_prepend_size;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rule/keys.rs");
    println!("cargo::rerun-if-changed=src/rule/phrase.rs");
    println!("cargo::rerun-if-changed=src/terms/literals.rs");
    let out = env::var("OUT_DIR")?;
    let mut rules = Said::default();
    for entry in fs::read_dir("rules")? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| n.ends_with(".toml")) else { continue };
        let text = fs::read_to_string(&path)?;
        let tables: Value = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        templates(&tables, &mut rules);
        let json = known(tables, false, false).to_string();
        fs::write(Path::new(&out).join(format!("{name}.json.lz4")), compress_prepend_size(json.as_bytes()))?;
        fs::write(Path::new(&out).join(format!("{name}.sha256")), Sha256::digest(&text))?;
        pack(&out, name, &text, &json)?;
    }
    pack(&out, "en.json", &english(&rules)?.to_string(), "")?;
    for path in [
        "rules/rules.schema.json",
        "rules/sanbu.schema.json",
        "rules/lang/hant/characters.txt",
        "rules/lang/hant/phrases.txt",
        "rules/lang/hant/office.txt",
        "rules/lang/hant/own.txt",
    ] {
        let name = path.rsplit('/').next().unwrap_or(path);
        pack(&out, name, &fs::read_to_string(path)?, "")?;
    }
    Ok(())
}

/// A text that few runs ask for, as small as it gets; what is `known` already is not said again.
fn pack(out: &str, name: &str, text: &str, known: &str) -> Result<(), Box<dyn Error>> {
    let file = fs::File::create(Path::new(out).join(format!("{name}.deflate")))?;
    let mut packing = Compress::new(Compression::best(), false);
    packing.set_dictionary(known.as_bytes())?;
    let mut packed = ZlibEncoder::new_with_compress(file, packing);
    packed.write_all(text.as_bytes())?;
    packed.finish()?;
    Ok(())
}

/// What the rules say.
#[derive(Default)]
struct Said {
    /// By the id of a rule and the name of the part.
    parts: BTreeMap<(String, &'static str), String>,
    /// Of names that were replaced: a template, the new name in Chinese and for English, and the day.
    replaced: Vec<(String, [String; 2], String)>,
}

/// What the rules of a file say.
fn templates(tables: &Value, rules: &mut Said) {
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    let of = |key: &str| tables.get(key).and_then(Value::as_array).into_iter().flatten();
    for rule in of("rule") {
        let Some(id) = text(rule, "id") else { continue };
        for part in ["title", "title_en", "message", "brief", "help"] {
            rules.parts.extend(text(rule, part).map(|said| ((id.clone(), part), said)));
        }
    }
    for word in of("word") {
        let (Some(id), Some(note)) = (text(word, "id"), text(word, "note")) else { continue };
        let only_info = text(word, "severity").is_some_and(|severity| severity == "info");
        rules.parts.insert((id, "help"), phrase::advice(only_info, &note));
    }
    for row in of("left_out") {
        let (Some(id), Some(reason)) = (text(row, "id"), text(row, "reason")) else { continue };
        rules.parts.insert((id, "reason"), reason);
    }
    for group in of("replaced") {
        for entry in group.get("entries").and_then(Value::as_array).into_iter().flatten() {
            let (Some(new), Some(since)) = (text(entry, "new"), text(entry, "since")) else { continue };
            let new_en = phrase::name(&new, &text(entry, "new_en").unwrap_or_default());
            let said = ["message", "help"].into_iter().filter_map(|part| text(group, part));
            rules.replaced.extend(said.map(|said| (said, [new.clone(), new_en.clone()], since.clone())));
        }
    }
}

/// The English of every template: that of rules stands in their files or by their id, the rest by its Chinese.
fn english(rules: &Said) -> Result<Value, Box<dyn Error>> {
    let titles = rules.parts.iter().filter(|((_, part), _)| *part == "title_en");
    let mut pairs = BTreeMap::new();
    for ((id, _), en) in titles {
        pairs.extend(rules.parts.get(&(id.clone(), "title")).map(|zh| (zh.clone(), en.clone())));
    }
    let mut paths =
        fs::read_dir("rules/lang/en")?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    for path in paths {
        let tables: BTreeMap<String, Value> =
            toml::from_str(&fs::read_to_string(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        for (key, value) in tables {
            let Some(parts) = value.as_object() else {
                let en = value.as_str().unwrap_or_default().to_owned();
                if let Some(other) = pairs.insert(key.clone(), en.clone()).filter(|other| *other != en) {
                    return Err(format!("{}: {key} is “{other}” elsewhere", path.display()).into());
                }
                continue;
            };
            for part in ["message", "brief", "help", "reason"] {
                let Some(en) = parts.get(part).and_then(Value::as_str) else { continue };
                let zh = rules.parts.get(&(key.clone(), part));
                let zh = zh.ok_or_else(|| format!("{}: {key} says no {part}", path.display()))?;
                pairs.insert(zh.clone(), en.to_owned());
            }
        }
    }
    for (template, [new, new_en], since) in &rules.replaced {
        let Some(en) = pairs.get(template) else { continue };
        let filled = |text: &str, new: &str, day: &str| text.replace("{new}", new).replace("{since}", day);
        let en = filled(en, new_en, since);
        pairs.insert(filled(template, new, &phrase::day(since)), en);
    }
    Ok(json!(pairs))
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
