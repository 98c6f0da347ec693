//! What a rule file and a `sanbu.toml` may say, as JSON Schema: editors complete and check while one types.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::config::{ChainChoice, Organisation, Override, OwnWords, Silence};
use crate::element::ElementKind;
use crate::finding::{Severity, Stage};
use crate::lang::Lang;
use crate::rule::tables::Tables;
use crate::rule::{Day, Severities};
use crate::terms::{Before, Behind, Chain, Pattern};

/// A `sanbu.toml`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is asked for")]
struct Settings {
    /// Stage when the command line names none.
    stage: Option<Stage>,
    /// The language for people; documents are quoted as they are.
    lang: Option<Lang>,
    /// Rule files, relative to this file.
    rules: Option<Vec<String>>,
    /// Rules to run, as globs; all when left out.
    select: Option<Vec<String>>,
    /// Rules not to run, as globs; findings that are known, as tables.
    ignore: Option<Vec<Ignored>>,
    /// Severities by rule glob.
    severity: Option<BTreeMap<String, Severity>>,
    /// What the office says about itself.
    organisation: Option<Organisation>,
    /// Words of the office's own.
    words: Option<OwnWords>,
    /// Chains of the office's own.
    chain: Option<Vec<Chain>>,
    /// Settings for some paths.
    r#override: Option<Vec<Override>>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "only its shape is asked for")]
enum Ignored {
    Rule(String),
    Finding(Silence),
}

/// The schema of rule files.
pub(super) fn of_rules() -> Value {
    of::<Tables>("sanbu 规则文件")
}

/// The schema of `sanbu.toml`.
pub(super) fn of_config() -> Value {
    of::<Settings>("sanbu.toml")
}

fn of<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}

macro_rules! schemas {
    ($($of:ty => $name:literal $schema:expr;)*) => {$(
        impl JsonSchema for $of {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let schema: fn(&mut SchemaGenerator) -> Schema = $schema;
                schema(generator)
            }
        }
    )*};
}

schemas! {
    Pattern => "Pattern" |_| json_schema!({ "type": "string", "format": "regex" });
    Behind => "Behind" |_| json_schema!({ "type": "string", "format": "regex" });
    Before => "Before" |_| json_schema!({ "type": "string", "format": "regex" });
    Day => "Day" |_| json_schema!({ "type": "string", "format": "date" });
    ElementKind => "Element" |_| {
        let words: Vec<&str> = ElementKind::ALL.iter().flat_map(|k| [k.word(), k.id()]).collect();
        json_schema!({ "type": "string", "enum": words })
    };
    Severities => "Severities" |generator| {
        let one = generator.subschema_for::<Severity>();
        let stages: serde_json::Map<String, Value> =
            Stage::ALL.iter().map(|s| (s.id().to_owned(), one.clone().to_value())).collect();
        let by_stage = json_schema!({ "type": "object", "properties": stages, "additionalProperties": false });
        json_schema!({ "anyOf": [one, by_stage] })
    };
    ChainChoice => "ChainChoice" |_| json_schema!({
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
    });
}
