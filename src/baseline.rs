//! The baseline: findings that were there when an office began, told by their content and number, not by their line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::fold;
use crate::json;
use crate::lang::Words;
use crate::words;

/// What a finding is known by: the name of its folder with that of its file, its rule, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    rule: String,
    element: String,
    excerpt: String,
}

impl Key {
    /// `file` is the file's name behind the name of the packet's folder: a folder that moves keeps its findings.
    fn of(file: &str, finding: &Finding) -> Self {
        Self {
            file: file.to_owned(),
            rule: finding.rule.id.clone(),
            element: finding.element.clone().unwrap_or_default(),
            excerpt: fold::squash(&finding.excerpt),
        }
    }
}

/// Known findings and how often each is still to be met.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

const KIND: &str = "sanbu-baseline";
const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Root {
    kind: String,
    schema: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    rule: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    element: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    excerpt: String,
    count: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn parse(text: &str) -> Result<Self, Words> {
        #[derive(Deserialize)]
        struct Head {
            kind: String,
            schema: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|_| Words::from("不是基线文件"))?;
        if head.kind != KIND {
            return Err(Words::from("不是基线文件"));
        }
        if head.schema != SCHEMA {
            return Err(words!(
                "是第{schema}版的基线，这个程序只认第{schema2}版，请用 --write-baseline 重写",
                schema = head.schema,
                schema2 = SCHEMA
            ));
        }
        let root: Root = serde_json::from_str(text).map_err(|e| {
            words!("第{line}行第{column}列写得不对，请用 --write-baseline 重写", line = e.line(), column = e.column())
        })?;
        let mut counts = BTreeMap::new();
        for entry in root.findings {
            let key = Key { file: entry.file, rule: entry.rule, element: entry.element, excerpt: entry.excerpt };
            *counts.entry(key).or_default() += entry.count;
        }
        Ok(Self { counts })
    }

    /// Takes a finding in.
    pub fn add(&mut self, file: &str, finding: &Finding) {
        *self.counts.entry(Key::of(file, finding)).or_default() += finding.places();
    }

    /// Whether a finding is known, with all the places it tells; each known place is met once.
    pub fn meet(&mut self, file: &str, finding: &Finding) -> bool {
        let places = finding.places();
        let count = self.counts.get_mut(&Key::of(file, finding)).filter(|count| **count >= places);
        count.map(|count| *count -= places).is_some()
    }

    /// Number of places in it, or of those not met yet.
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// The baseline as a file, the same for the same findings in any order.
    ///
    /// # Errors
    /// None in practice: whatever was found can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let entry = |(key, count): (&Key, &usize)| Entry {
            file: key.file.clone(),
            rule: key.rule.clone(),
            element: key.element.clone(),
            excerpt: key.excerpt.clone(),
            count: *count,
        };
        let findings = self.counts.iter().filter(|(_, count)| **count > 0).map(entry).collect();
        let root = Root { kind: KIND.to_owned(), schema: SCHEMA, findings };
        Ok(json::to_string_pretty(&root)? + "\n")
    }
}

/// Whether bytes begin as a baseline does.
pub fn is_baseline(bytes: &[u8]) -> bool {
    bytes.starts_with(format!("{{\n  \"kind\": \"{KIND}\"").as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::finding::{RuleInfo, Severity};

    fn finding(rule: &str, excerpt: &str) -> Finding {
        let info = RuleInfo { id: rule.into(), title: "".into(), title_en: String::new(), source: String::new() };
        Finding {
            rule: Arc::new(info),
            severity: Severity::Error,
            message: "".into(),
            brief: "".into(),
            help: "".into(),
            element: Some("doc_number".into()),
            file: Some("正文.docx".into()),
            span: None,
            at: None,
            excerpt: excerpt.into(),
            snippet: None,
            related: Vec::new(),
            fix: None,
            more: 0,
            same: Vec::new(),
            unlisted: 0,
        }
    }

    #[test]
    fn each_known_finding_is_met_once() {
        let mut written = Baseline::default();
        for excerpt in ["青政〔2026〕第1号", "青政〔2026〕第1号", "乙"] {
            written.add("甲/正文.docx", &finding("B", excerpt));
        }
        let json = written.to_json().unwrap();
        assert!(is_baseline(json.as_bytes()) && json.contains("\"count\": 2"), "{json}");
        let mut known = Baseline::parse(&json).unwrap();
        assert_eq!(known.to_json().unwrap(), json);
        let spread = finding("B", "青政 〔2026〕 第1号");
        assert!(known.meet("甲/正文.docx", &spread) && known.meet("甲/正文.docx", &spread));
        assert!(!known.meet("甲/正文.docx", &spread), "a third one is new");
        assert!(!known.meet("丙/正文.docx", &finding("B", "乙")) && !known.meet("甲/正文.docx", &finding("C", "乙")));
        assert_eq!(known.total(), 1);
    }

    #[test]
    fn what_is_no_baseline_is_told() {
        assert_eq!(Baseline::parse("{}").unwrap_err(), "不是基线文件");
        let newer = Baseline::parse("{\"kind\": \"sanbu-baseline\", \"schema\": 2, \"more\": 1}").unwrap_err();
        assert!(newer.contains("第2版"), "{newer}");
        let odd = "{\n\"kind\": \"sanbu-baseline\", \"schema\": 1,\n\"findings\": 3}";
        assert!(Baseline::parse(odd).unwrap_err().contains("第3行"));
    }
}
