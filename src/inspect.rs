//! What was recognised, for people and machines: elements, chain, attachments, with place and evidence.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::date::Written;
use crate::document::Document;
use crate::element::{Element, ElementKind, Elements};
use crate::packet::File;

/// The JSON object of one file.
pub fn json(path: &str, file: &File) -> Value {
    let Some((document, elements)) = file.read() else {
        let failure = file.content.as_ref().err();
        return json!({
            "path": path,
            "unreadable": { "reason": failure.map(|f| f.reason.id()), "message": failure.map(|f| f.message.clone()) },
        });
    };
    let mut all = Map::new();
    for kind in ElementKind::ALL.iter().filter(|k| **k != ElementKind::Body) {
        all.insert(kind.id().to_owned(), value(*kind, elements));
        if *kind == ElementKind::Title {
            all.insert("kind".to_owned(), json!(elements.kind_name()));
        }
    }
    json!({ "path": path, "official": official(elements), "elements": all, "chain": chain(elements), "at": places(document, elements) })
}

/// What the document is taken for.
fn official(elements: &Elements) -> &str {
    elements.foreign.as_ref().map_or(elements.official.id(), |(id, _)| id)
}

fn value(kind: ElementKind, elements: &Elements) -> Value {
    match kind {
        ElementKind::AttachmentList => elements.listed.iter().map(|i| json!({ "n": i.n, "name": i.name })).collect(),
        ElementKind::AttachmentPage => {
            elements.pages.iter().map(|p| json!({ "n": p.n, "title": p.title, "where": "document" })).collect()
        }
        _ => elements.get(kind).map_or(Value::Null, |e| element_value(kind, e)),
    }
}

fn element_value(kind: ElementKind, element: &Element) -> Value {
    match kind {
        ElementKind::Signer
        | ElementKind::Recipients
        | ElementKind::Issuer
        | ElementKind::Cc
        | ElementKind::ImprintTo => element.items.iter().map(|i| Value::from(i.text.as_str())).collect(),
        ElementKind::Date | ElementKind::PrintingDate => match element.date.as_ref().and_then(Written::date) {
            Some(date) => json!(date.to_string()),
            None => json!(element.value),
        },
        _ => json!(element.value),
    }
}

fn chain(elements: &Elements) -> Vec<Value> {
    let signatures = elements.form.iter().flat_map(|f| &f.signatures);
    let entry = |s: &crate::element::Signature| {
        json!({
            "role": s.role,
            "label": s.label,
            "name": s.name.as_ref().map(|n| &n.text),
            "date": s.date.as_ref().and_then(Written::date).map(|d| d.to_string()),
            "opinion": s.opinion.as_ref().map(|o| &o.text),
            "status": s.status.id(),
        })
    };
    signatures.map(entry).collect()
}

fn places(document: &Document, elements: &Elements) -> Value {
    let mut all = Map::new();
    for element in &elements.list {
        let place = place(document, element);
        all.entry(element.kind.id()).or_insert(json!({
            "part": place.0, "paragraph": place.1, "line": place.2, "column": place.3,
            "sure": element.sure.id(), "why": element.why,
        }));
    }
    Value::Object(all)
}

fn place(document: &Document, element: &Element) -> (&'static str, usize, usize, usize) {
    let line = document.lines.get(document.line_at(element.range.start));
    let position = document.text.position(element.range.start);
    (line.map_or("body", |l| l.zone.id()), line.map_or(1, |l| l.paragraph), position.line, position.column)
}

/// Writes what was recognised in one file for people.
///
/// # Errors
/// Only what the writer reports.
pub fn text(path: &str, file: &File, out: &mut dyn Write) -> io::Result<()> {
    let Some((document, elements)) = file.read() else {
        let message = file.content.as_ref().err().map_or("", |f| f.message.as_str());
        return writeln!(out, "{path}\n  无法读取：{message}\n");
    };
    writeln!(out, "{path}")?;
    let kind = elements.kind_name().unwrap_or("未识别");
    let official = match elements.official {
        crate::element::Official::Yes => "公文",
        crate::element::Official::Attachment => "单独的附件",
        crate::element::Official::Foreign => elements.foreign.as_ref().map_or("", |(_, title)| title),
        crate::element::Official::No if elements.form.is_some() => "发文稿纸",
        crate::element::Official::No => "未识别为公文",
    };
    match elements.official {
        crate::element::Official::Yes => writeln!(out, "  {official}，文种：{kind}")?,
        _ if elements.kind.is_some() => writeln!(out, "  {official}（标题的文种：{kind}）")?,
        _ => writeln!(out, "  {official}")?,
    }
    for element in elements.list.iter().filter(|e| e.kind != ElementKind::Body) {
        let (part, paragraph, line, column) = place(document, element);
        let shown = match (&element.date, element.items.is_empty()) {
            (Some(date), _) => date.date().map_or(element.value.clone(), |d| d.to_string()),
            (None, false) => element.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join(" | "),
            _ => element.value.clone(),
        };
        writeln!(out, "  {}：{shown}", element.kind.title())?;
        writeln!(out, "      {part} 第{paragraph}段 {line}:{column}  {}  {}", element.sure.id(), element.why)?;
    }
    if let Some(form) = &elements.form {
        writeln!(out, "  发文稿纸：{}", form.name.as_deref().unwrap_or("（没有名称）"))?;
        for field in &form.fields {
            writeln!(out, "    {}：{}", field.label, field.value)?;
        }
        for signature in &form.signatures {
            let text = |item: &Option<crate::element::Item>| item.as_ref().map_or("—".to_owned(), |i| i.text.clone());
            let date =
                signature.date.as_ref().map_or("—".to_owned(), |d| document.text.slice(d.range.clone()).to_owned());
            writeln!(
                out,
                "    {}（{}）：{} | {} | {}  [{}]",
                signature.label,
                signature.role,
                text(&signature.name),
                date,
                text(&signature.opinion),
                signature.status.id()
            )?;
        }
    }
    for reference in &elements.references {
        let position = document.text.position(reference.range.start);
        writeln!(
            out,
            "  正文提到：{} {}:{}",
            document.text.slice(reference.range.clone()),
            position.line,
            position.column
        )?;
    }
    writeln!(out)
}
