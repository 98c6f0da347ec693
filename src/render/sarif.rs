//! SARIF 2.1.0, for programs that gather the findings of many tools.
//!
//! Lines and columns are those of the text as it is read. Changes are told only for plain text, where that is the file
//! itself: whoever made them in the bytes of a .docx would destroy it.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::{At, Finding, PacketReport, Report, Severity};
use crate::fold;
use crate::json;
use crate::lang::{Lang, Words};
use crate::log::sha256;
use crate::render::{INTERRUPTED, Options, conclusion_line, gravity, left_out, not_looked_at};
use crate::words;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What the program says itself: what packets have come to, and what could not be read.
const CONCLUSION: (&str, &str) = ("sanbu/conclusion", "三不印制的结论");
const UNREADABLE: (&str, &str) = ("sanbu/unreadable", "送来的文件无法读取");

/// The name under which a run is compared with those before; the first that a file says of itself.
const RUN: &str = "sanbu/";

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    json::write_pretty(out, &log(report, options))?;
    out.write_all(b"\n")
}

/// Our run, and the end of its file.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let begin = format!(
        "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"runs\": [\n    {{\n      \"automationDetails\": {{\n        \"id\": \"{RUN}\""
    );
    start.starts_with(&begin) && end.ends_with("],\n  \"version\": \"2.1.0\"\n}\n")
}

fn log(report: &Report, options: &Options) -> Value {
    let lang = options.lang;
    let mut results = Results { lang, ..Results::default() };
    report.packets.iter().for_each(|packet| results.packet(packet, options));
    options.listed(&report.collection).for_each(|f| results.finding(f, &|file| file.map(str::to_owned), None));
    for file in &report.unreadable {
        let locations = json!([{ "physicalLocation": place(&file.path, None) }]);
        results.own(UNREADABLE, Severity::Error, (&file.message, &file.path), &locations);
    }
    let packets = report.packets.iter().map(|packet| {
        let open = packet.not_checked.len();
        json!({ "path": packet.path, "conclusion": packet.conclusion, "line": conclusion_line(packet).to(lang), "notChecked": open })
    });
    let run = json!({
        "automationDetails": { "id": RUN },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation(report, lang)],
        "language": language(lang),
        "properties": {
            "stage": report.stage,
            "digest": report.digest,
            "packs": report.packs,
            "config": report.config.iter().map(|file| &file.path).collect::<Vec<_>>(),
            "packets": packets.collect::<Vec<_>>(),
        },
        "tool": { "driver": {
            "name": "sanbu",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": results.rules.into_values().collect::<Vec<_>>(),
        } },
        "results": results.told,
    });
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
}

/// How the run went: what was not checked is told here too, where other programs look for it.
fn invocation(report: &Report, lang: Lang) -> Value {
    let told = |level: &str, text: &Words, path: &str| {
        let locations = json!([{ "physicalLocation": place(path, None) }]);
        json!({ "level": level, "message": { "text": text.to(lang) }, "locations": locations })
    };
    let unread = report.unreadable.iter().map(|file| told("error", &file.message, &file.path));
    let not_named = report.packets.iter().filter_map(|packet| Some((packet, left_out(packet)?)));
    let not_named = not_named.map(|(packet, text)| told("warning", &text, &packet.path));
    let not_looked_at = not_looked_at(report).into_iter();
    let not_looked_at = not_looked_at.map(|text| json!({ "level": "note", "message": { "text": text.to(lang) } }));
    let stopped = report.interrupted.then(|| json!({ "level": "error", "message": { "text": lang.of(INTERRUPTED) } }));
    json!({
        "executionSuccessful": !report.interrupted && report.unreadable.is_empty(),
        "toolExecutionNotifications": unread.chain(not_named).chain(not_looked_at).chain(stopped).collect::<Vec<_>>(),
    })
}

/// The results, with the rules that they name.
#[derive(Default)]
struct Results<'r> {
    lang: Lang,
    told: Vec<Value>,
    rules: BTreeMap<&'r str, Value>,
    /// How often the same was found already.
    met: HashMap<String, usize>,
}

impl<'r> Results<'r> {
    fn packet(&mut self, packet: &'r PacketReport, options: &Options) {
        let path = |file: Option<&str>| Some(packet.path_of(file));
        options.listed(&packet.findings).for_each(|finding| self.finding(finding, &path, Some(packet)));
        if let Some(severity) = gravity(packet) {
            let location = json!({
                "physicalLocation": place(&packet.path_of(None), None),
                "logicalLocations": [{ "fullyQualifiedName": packet.path }],
            });
            self.own(CONCLUSION, severity, (&conclusion_line(packet), &packet.path), &json!([location]));
        }
    }

    fn finding(
        &mut self,
        finding: &'r Finding,
        path: &dyn Fn(Option<&str>) -> Option<String>,
        of: Option<&PacketReport>,
    ) {
        let (rule, lang) = (&finding.rule, self.lang);
        self.rules.entry(&rule.id).or_insert_with(|| {
            let help = words!("依据：{source}\n说明：sanbu explain {rule}", source = rule.basis(), rule = rule.id);
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title.to(lang) },
                "help": { "text": help.to(lang) },
                "defaultConfiguration": { "level": level(finding.severity) },
                "properties": { "titleEn": rule.title_en, "source": rule.source },
            })
        });
        let own = path(finding.file.as_deref());
        let fingerprint = self.fingerprint(finding, own.as_deref());
        let location = |file: &str, at: Option<&At>| {
            let words = at.map(|at| json!([{ "fullyQualifiedName": at.place.to(lang), "kind": at.part }]));
            without_null(json!({ "physicalLocation": place(file, at), "logicalLocations": words }))
        };
        let related = finding.beside().zip(1..).map(|(other, id)| {
            let file = path(Some(&other.file)).unwrap_or_default();
            let mut told = location(&file, Some(&other.at));
            told["id"] = json!(id);
            told["message"] = json!({ "text": other.excerpt });
            told
        });
        let message = words!("{message}\n建议：{help}", message = finding.message, help = finding.help);
        self.told.push(without_null(json!({
            "ruleId": rule.id,
            "level": level(finding.severity),
            "message": { "text": message.to(lang) },
            "locations": own.iter().map(|file| location(file, finding.at.as_ref())).collect::<Vec<_>>(),
            "relatedLocations": related.collect::<Vec<_>>(),
            "partialFingerprints": { "sanbu/v1": fingerprint },
            "fixes": own.as_deref().and_then(|file| fixes(finding, file, lang)),
            "properties": without_null(json!({
                "packet": of.map(|packet| &packet.path),
                "element": finding.element,
                "excerpt": finding.excerpt,
            })),
        })));
    }

    /// What the program says itself.
    fn own(
        &mut self,
        (id, title): (&'static str, &'static str),
        severity: Severity,
        (text, path): (&Words, &str),
        locations: &Value,
    ) {
        let lang = self.lang;
        self.rules.entry(id).or_insert_with(
            || json!({ "id": id, "shortDescription": { "text": lang.of(title) }, "defaultConfiguration": { "level": "error" } }),
        );
        let known = json!([id, path]).to_string();
        self.told.push(json!({
            "ruleId": id, "level": level(severity), "message": { "text": text.to(lang) }, "locations": locations,
            "partialFingerprints": { "sanbu/v1": sha256(known.as_bytes()) },
        }));
    }

    /// What a finding is known by wherever its line moves: its rule, its file in its folder, what was found, and the
    /// how manieth such finding it is.
    fn fingerprint(&mut self, finding: &Finding, path: Option<&str>) -> String {
        let file = path.unwrap_or_default().rsplitn(3, '/').take(2).collect::<Vec<_>>();
        let (rule, element) = (&finding.rule.id, finding.element.as_deref().unwrap_or_default());
        let known = json!([rule, file, element, fold::squash(&finding.excerpt)]).to_string();
        let met = self.met.entry(known.clone()).or_default();
        *met += 1;
        sha256(format!("{known}{met}").as_bytes())
    }
}

/// The name that it has there.
fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Hans => "zh-CN",
        Lang::Hant => "zh-TW",
        Lang::En => "en",
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn place(path: &str, at: Option<&At>) -> Value {
    without_null(json!({ "artifactLocation": { "uri": uri(path) }, "region": at.map(region) }))
}

fn region(at: &At) -> Value {
    json!({ "startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column })
}

/// The changes of a plain text.
fn fixes(finding: &Finding, path: &str, lang: Lang) -> Option<Value> {
    let fix = finding.fix.as_ref().filter(|_| path.to_ascii_lowercase().ends_with(".txt"))?;
    let replaced = fix.edits.iter().map(|change| {
        let region = region(change.at.as_ref()?);
        Some(json!({ "deletedRegion": region, "insertedContent": { "text": change.edit.text } }))
    });
    let replaced = replaced.collect::<Option<Vec<_>>>()?;
    Some(json!([{
        "description": { "text": finding.help.to(lang) },
        "artifactChanges": [{ "artifactLocation": { "uri": uri(path) }, "replacements": replaced }],
        "properties": { "safe": fix.safe },
    }]))
}

/// An object without what it does not say.
fn without_null(mut value: Value) -> Value {
    if let Value::Object(entries) = &mut value {
        entries.retain(|_, entry| !entry.is_null());
    }
    value
}

/// A path as a URI: relative ones stay so, all but plain characters are written by their bytes.
fn uri(path: &str) -> String {
    let is_drive = matches!(path.as_bytes(), [drive, b':', b'/', ..] if drive.is_ascii_alphabetic());
    let begin = match path {
        _ if path.starts_with("//") => "file:",
        _ if path.starts_with('/') => "file://",
        _ if is_drive => "file:///",
        _ => "",
    };
    let mut uri = begin.to_owned();
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b':' if is_drive && at == 1 => uri.push(':'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("发/a b#1?%.txt"), "%E5%8F%91/a%20b%231%3F%25.txt");
        assert_eq!(uri("/甲/x"), "file:///%E7%94%B2/x");
        assert_eq!(uri("C:/x:y"), "file:///C:/x%3Ay");
        assert_eq!(uri("a:b"), "a%3Ab");
        assert_eq!(uri("//服/x"), "file://%E6%9C%8D/x");
    }
}
