//! What was recognised, for people and machines: elements, chain, attachments, with place and evidence.

use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::date::Written;
use crate::document::{Document, Sealing, Zone};
use crate::element::{
    Element, ElementKind, Elements, Form, FormField, FormKind, Item, Official, Signature, fold_lines,
};
use crate::fold;
use crate::lang::{Lang, Words};
use crate::packet::File;
use crate::say;
use crate::shown::few_of;
use crate::terms::{Duty, Role, Terms};
use crate::words;

/// The JSON object of one file.
pub fn json(path: &str, file: &File, terms: &Terms, lang: Lang) -> Value {
    let Some((document, elements)) = file.read() else {
        let failure = file.content.as_ref().err();
        return json!({
            "path": path,
            "unreadable": { "reason": failure.map(|f| f.reason.id()), "message": failure.map(|f| f.message.to(lang)) },
        });
    };
    let mut all = Map::new();
    for kind in ElementKind::ALL.iter().filter(|k| **k != ElementKind::Body) {
        all.insert(kind.id().to_owned(), value(*kind, elements));
        if *kind == ElementKind::Title {
            all.insert("kind".to_owned(), json!(elements.kind_name()));
        }
    }
    json!({
        "path": path, "official": official(elements), "elements": all, "chain": chain(elements),
        "form": elements.form.as_ref().map(|f| form(document, f, terms)), "at": places(document, elements, lang), "unknown": unknown(document, elements),
    })
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
            // A blank left for the date is none.
            None if !element.value.contains(char::is_numeric) => Value::Null,
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

/// The form as a person would check it: its fields, what the default asks of it, and what was understood as neither.
fn form(document: &Document, form: &Form, terms: &Terms) -> Value {
    let known = |id: &str| terms.fields.iter().any(|f| f.id == id && f.id != "other");
    let fields = form.fields.iter().filter(|f| !f.label.is_empty());
    let field = |f: &crate::element::FormField| json!({ "label": f.label, "element": Some(&f.id).filter(|id| known(id)), "value": f.value });
    let unread = |range: &Range<usize>| {
        let position = document.text.position(range.start);
        let line = document.lines.get(document.line_at(range.start));
        json!({
            "text": document.text.slice(range.clone()).trim(),
            "at": {
                "part": line.map_or("form", |l| l.zone.id()), "paragraph": line.map_or(1, |l| l.paragraph),
                "line": position.line, "column": position.column,
            },
        })
    };
    let asked = |(role, by): (&Role, Option<&Signature>)| json!({ "role": role.id, "label": by.map(|s| &s.label) });
    json!({
        "name": form.name,
        "fields": fields.map(field).collect::<Vec<_>>(),
        "asks": asks(form, terms).into_iter().map(asked).collect::<Vec<_>>(),
        "unread": form.unread.iter().map(unread).collect::<Vec<_>>(),
    })
}

/// The steps that a document goes through where the office names no chain, and the cell of the form that stands for each.
fn asks<'f>(form: &'f Form, terms: &'f Terms) -> Vec<(&'f Role, Option<&'f Signature>)> {
    let due = terms.roles.iter().filter(|r| matches!(r.duty, Duty::Required | Duty::Expected));
    let own = |role: &'f Role| {
        let ids = std::iter::once(&role.id).chain(&role.stand_ins);
        ids.flat_map(|id| form.signatures.iter().filter(move |s| s.role == *id)).next()
    };
    due.filter(|_| terms.chain.is_none() && form.kind == FormKind::Outgoing).map(|r| (r, own(r))).collect()
}

/// Blocks of lines that are part of nothing: where, how many lines, and the first of them.
fn unknown(document: &Document, elements: &Elements) -> Vec<Value> {
    let entry = |range: &Range<usize>| {
        let position = document.text.position(range.start);
        let text = document.text.slice(range.clone());
        let first = text.lines().next().unwrap_or_default();
        json!({ "line": position.line, "column": position.column, "lines": text.lines().count(), "text": first })
    };
    elements.unknown.iter().map(entry).collect()
}

fn places(document: &Document, elements: &Elements, lang: Lang) -> Value {
    let mut all = Map::new();
    for element in &elements.list {
        let place = place(document, element);
        all.entry(element.kind.id()).or_insert(json!({
            "part": place.0, "paragraph": place.1, "line": place.2, "column": place.3,
            "sure": element.sure.id(), "why": lang.of(element.why),
        }));
    }
    Value::Object(all)
}

fn place(document: &Document, element: &Element) -> (&'static str, usize, usize, usize) {
    let line = document.lines.get(document.line_at(element.range.start));
    let position = document.text.position(element.range.start);
    (line.map_or("body", |l| l.zone.id()), line.map_or(1, |l| l.paragraph), position.line, position.column)
}

/// Writes what was recognised in one file for people, as a tree: what, where, how sure and why; and what was read and
/// not understood.
///
/// # Errors
/// Only what the writer reports.
pub fn text(path: &str, file: &File, terms: &Terms, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Some((document, elements)) = file.read() else {
        let message = file.content.as_ref().err().map(|f| f.message.clone()).unwrap_or_default();
        say!(out, "{path}")?;
        say!(out, "└─ {}", words!("无法读取：{message}", message).to(lang))?;
        return say!(out, "");
    };
    let mut root = Branch::new(words!("{path}　{what}", path, what = taken_for(elements)));
    let parts: [(&str, &[ElementKind]); 4] =
        [("版头", &HEAD), ("主体", &BODY), ("附件", &[ElementKind::AttachmentPage]), ("版记", &IMPRINT)];
    for (name, kinds) in parts {
        let found = elements.list.iter().filter(|e| kinds.contains(&e.kind));
        root.add(Branch { children: found.map(|e| of_element(document, elements, e)).collect(), ..Branch::new(name) });
    }
    root.add(of_form(document, elements, terms));
    root.add(of_rest(document, elements));
    root.write(lang, out)?;
    say!(out, "")
}

/// Writes the whole text of a document as it was read, line by line, with a mark before each page where there are pages.
///
/// # Errors
/// Only what the writer reports.
pub fn as_read(document: &Document, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if document.pages.is_empty() {
        return lines(document, 0..document.lines.len(), out);
    }
    for (number, page) in document.pages.iter().enumerate() {
        say!(out, "{}", words!("—— 第{n}页 ——", n = number + 1).to(lang))?;
        lines(document, page.lines.clone(), out)?;
    }
    Ok(())
}

fn lines(document: &Document, range: Range<usize>, out: &mut dyn Write) -> io::Result<()> {
    range.into_iter().try_for_each(|line| say!(out, "{}", document.line_text(line)))
}

const HEAD: [ElementKind; 6] = [
    ElementKind::CopyNumber,
    ElementKind::Secrecy,
    ElementKind::Urgency,
    ElementKind::AgencyMark,
    ElementKind::DocNumber,
    ElementKind::Signer,
];
const BODY: [ElementKind; 7] = [
    ElementKind::Title,
    ElementKind::Recipients,
    ElementKind::Body,
    ElementKind::AttachmentList,
    ElementKind::Issuer,
    ElementKind::Date,
    ElementKind::Annotation,
];
const IMPRINT: [ElementKind; 5] = [
    ElementKind::Keywords,
    ElementKind::ImprintTo,
    ElementKind::Cc,
    ElementKind::PrintingOffice,
    ElementKind::PrintingDate,
];

/// A line of the tree with what hangs on it.
struct Branch {
    text: Words,
    children: Vec<Branch>,
}

impl Branch {
    fn new(text: impl Into<Words>) -> Self {
        Self { text: text.into(), children: Vec::new() }
    }

    /// Hangs on a branch that holds something.
    fn add(&mut self, branch: Branch) {
        if !branch.children.is_empty() {
            self.children.push(branch);
        }
    }

    /// Writes the branch and all below it; `before` stands in front of every line.
    fn write(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        say!(out, "{}", self.text.to(lang))?;
        let mut open: Vec<(&Branch, String, bool)> = self.hanging("");
        while let Some((branch, before, last)) = open.pop() {
            say!(out, "{before}{} {}", if last { "└─" } else { "├─" }, branch.text.to(lang))?;
            open.extend(branch.hanging(&format!("{before}{}", if last { "   " } else { "│  " })));
        }
        Ok(())
    }

    /// The children with what stands before them, last one first.
    fn hanging(&self, before: &str) -> Vec<(&Branch, String, bool)> {
        let count = self.children.len();
        self.children.iter().enumerate().rev().map(|(i, c)| (c, before.to_owned(), i + 1 == count)).collect()
    }
}

/// What the document is taken for, in words.
fn taken_for(elements: &Elements) -> Words {
    let kind = elements.kind_name();
    let official = match (elements.official, &elements.foreign) {
        (_, Some((_, title))) => Words::template(title),
        (Official::Attachment, _) => "单独的附件".into(),
        (Official::No, _) if elements.form.is_some() => "发文稿纸".into(),
        (Official::No | Official::Foreign, _) => "未识别为公文".into(),
        (Official::Yes, _) => {
            let kind = kind.map_or_else(|| words!("未识别"), |kind| kind.to_owned().into());
            return words!("公文，文种：{kind}", kind);
        }
    };
    match kind {
        Some(kind) => words!("{official}（标题的文种：{kind}）", official, kind),
        None => official,
    }
}

fn of_element(document: &Document, elements: &Elements, element: &Element) -> Branch {
    let shown = match (&element.date, element.items.is_empty()) {
        _ if element.kind == ElementKind::Body => words_of_body(document, elements, element),
        (Some(date), _) => date.date().map_or(element.value.clone(), |d| d.to_string()).into(),
        (None, false) => element.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join(" | ").into(),
        _ => Words::from(&element.value),
    };
    let mut branch = Branch::new(words!("{kind}：{shown}", kind = element.kind.title(), shown));
    let sure = element.sure.title();
    branch.children.push(Branch::new(words!(
        "{at}　{sure}：{why}",
        at = spot(document, element.range.start),
        sure,
        why = Words::from(element.why)
    )));
    branch
}

/// How long the body is, and what it says of attachments.
fn words_of_body(document: &Document, elements: &Elements, body: &Element) -> Words {
    let count = document.text.slice(body.range.clone()).chars().filter(|c| !c.is_whitespace()).count();
    let named: Vec<&str> = elements.references.iter().map(|r| document.text.slice(r.range.clone())).collect();
    match named.as_slice() {
        [] => words!("{count}字", count),
        named => words!("{count}字，提到 {places}", count, places = few_of(named, "处")),
    }
}

fn of_form(document: &Document, elements: &Elements, terms: &Terms) -> Branch {
    let Some(form) = &elements.form else { return Branch::new("") };
    let kind = form.kind.title();
    let mut branch = Branch::new(words!(
        "{kind}：{name}",
        kind,
        name = form.name.as_ref().map_or_else(|| words!("（没有名称）"), Words::from)
    ));
    let fields = form.fields.iter().filter(|f| !f.label.is_empty());
    let value = |f: &FormField| match f.id.as_str() {
        "attachments" => fold_lines(document.text.slice(f.range.clone())),
        _ => f.value.clone(),
    };
    branch.children.extend(fields.map(|f| Branch::new(words!("{label}：{value}", label = f.label, value = value(f)))));
    for signature in &form.signatures {
        let text = |item: &Option<Item>| item.as_ref().map_or("—", |i| i.text.as_str()).to_owned();
        let date = signature.date.as_ref().map_or("—", |d| document.text.slice(d.range.clone()));
        let (name, opinion) = (text(&signature.name), text(&signature.opinion));
        let past = if signature.past { words!("（退回之前的一轮）") } else { Words::default() };
        let status = signature.status.title().and(past);
        let at = spot(document, signature.label_range.start);
        let role = terms.role(&signature.role);
        let role = role.map_or_else(|| Words::from(&signature.role), |role| Words::template(&role.title));
        // A label that says the same as the role says it once.
        let label = match *role == *signature.label {
            true => role,
            false => words!("{label}（{role}）", label = signature.label, role),
        };
        branch.children.push(Branch {
            children: vec![Branch::new(words!("{at}　{status}", at, status))],
            ..Branch::new(words!("{label}：{name} | {date} | {opinion}", label, name, date, opinion))
        });
    }
    let mut rest = Branch::new("没有看懂的，不算签过，请人工核对");
    rest.children = form
        .unread
        .iter()
        .map(|r| {
            let text = document.text.slice(r.clone()).trim().replace('\n', " ");
            Branch::new(words!("{at}　{text}", at = spot(document, r.start), text = visible(&text)))
        })
        .collect();
    branch.add(rest);
    let asked = asks(form, terms).into_iter().map(|(role, by)| match by {
        Some(cell) if cell.role == role.id => {
            words!("{role} 看“{label}”", role = Words::template(&role.title), label = cell.label)
        }
        Some(cell) => words!("{role} 由“{label}”代替", role = Words::template(&role.title), label = cell.label),
        None if role.duty == Duty::Required => {
            words!("{role} 没有这一栏，不能没有", role = Words::template(&role.title))
        }
        None => words!("{role} 没有这一栏，无法判定", role = Words::template(&role.title)),
    });
    let asked = Words::joined(asked, "；");
    if !asked.is_empty() {
        branch.children.push(Branch::new(words!("要查的环节（以稿纸上印的栏为准）：{asked}", asked)));
    }
    branch
}

/// What was read and is no part of anything, and what was not read.
fn of_rest(document: &Document, elements: &Elements) -> Branch {
    const SHOWN: usize = 20;
    let mut branch = Branch::new("读到了、没有认出是什么");
    for range in elements.unknown.iter().take(SHOWN) {
        let text = document.text.slice(range.clone());
        let first: String = text.lines().next().unwrap_or_default().chars().take(30).collect();
        let count = text.lines().filter(|l| !l.trim().is_empty()).count();
        let more = if count > 1 { words!(" ……（共{count}行）", count) } else { Words::default() };
        branch.children.push(Branch::new(words!(
            "{at}　{text}{more}",
            at = spot(document, range.start),
            text = visible(&first),
            more
        )));
    }
    if elements.unknown.len() > SHOWN {
        branch.children.push(Branch::new(words!("另有{n}处", n = elements.unknown.len() - SHOWN)));
    }
    branch.children.extend(document.sealing.as_ref().map(|sealing| Branch::new(of_sealing(sealing))));
    for trace in &document.traces {
        let what = trace.kind.title();
        let who = if trace.who.is_empty() { Words::default() } else { words!("（{who}）", who = trace.who) };
        let text = if trace.text.is_empty() {
            Words::default()
        } else {
            match visible(trace.text.trim()) {
                text if trace.text == *text => words!("：{text}", text = trace.text),
                text => words!("：{text}", text),
            }
        };
        branch.children.push(Branch::new(words!(
            "{spot}　{what}{who}{text}",
            spot = spot(document, trace.at),
            what,
            who,
            text
        )));
    }
    branch
}

/// What became of what was sealed.
fn of_sealing(sealing: &Sealing) -> Words {
    let part = |names: &[String], told: &'static str| match names {
        [] => Words::default(),
        names => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            words!("；{told}：{parts}", told = Words::from(told), parts = few_of(&names, "个"))
        }
    };
    let (other, unknown) = (part(&sealing.other, "与盖章时的摘要不同"), part(&sealing.unknown, "摘要不会算，没有核对"));
    words!("电子印章（没有验签）：{n}个部分盖章以后没有改动{other}{unknown}", n = sealing.same.len(), other, unknown)
}

/// Characters that nobody sees, by their code.
fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        c if !c.is_ascii() && (fold::is_zero_width(c) || fold::is_private_use(c)) => format!("[U+{:04X}]", c as u32),
        c if c.is_control() => " ".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(shown).collect()
}

/// A place in words.
fn spot(document: &Document, at: usize) -> Words {
    let line = document.lines.get(document.line_at(at));
    let (zone, paragraph) = line.map_or((Zone::Body, 1), |l| (l.zone, l.paragraph));
    match zone {
        Zone::Body => words!("第{paragraph}段", paragraph),
        zone => words!("{zone}第{paragraph}段", zone = zone.title(), paragraph),
    }
}
