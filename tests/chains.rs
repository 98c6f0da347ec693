//! Signing: every kind of cell, every chain that comes with the program, chains of an office's own, and the desk behind them.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::BTreeSet;

use sanbu::config::{Config, Organisation};
use sanbu::finding::{PacketReport, Severity, Stage, Verdict};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use sanbu::terms::Chain;
use sanbu::text::Text;
use support::chains::{CHANGES, DESK, Document, FIELDS, OFFICES, ROWS, SAID, STEPS};
use support::ooxml::{Docx, par, r};
use support::{FORM, MAIN};

/// Names and bytes.
type Files = Vec<(String, Vec<u8>)>;

/// The rules of an office: the shipped ones under its own chain.
struct Office {
    rules: RuleSet,
    organisation: Organisation,
}

impl Office {
    fn of(config: &str) -> Self {
        let config = Config::parse(&Text::new(config.to_owned())).unwrap_or_else(|p| panic!("{p:#?}"));
        let mut rules = RuleSet::builtin().unwrap_or_else(|p| panic!("{p:#?}"));
        rules.terms.chains.extend(config.chain);
        if let Some(chain) = config.organisation.chosen_chain(&rules.terms).unwrap() {
            rules.terms.follow(chain);
        }
        Self { rules, organisation: config.organisation }
    }

    fn check(&self, files: &[(String, Vec<u8>)], stage: Stage) -> PacketReport {
        let load = |(name, bytes): &(String, Vec<u8>)| packet::load(name, bytes, &self.rules.terms);
        let mut packets = packet::group("", files.iter().map(load).collect(), &self.rules.terms);
        assert_eq!(packets.len(), 1);
        let options = Options { stage, organisation: self.organisation.clone(), ..Options::default() };
        run::check(&packets.remove(0), &self.rules, &options)
    }
}

/// The good 通知 with another form.
fn notice(form: &str) -> Files {
    packet_of(support::packet("通知").main, form)
}

fn packet_of(main: &str, form: &str) -> Files {
    const PICTURE: &str = r#"<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>"#;
    let form = match form.contains(MARK) {
        true => (FORM.replace("txt", "docx"), marked(form, PICTURE).bytes()),
        false => (FORM.to_owned(), form.as_bytes().to_vec()),
    };
    vec![(MAIN.to_owned(), main.as_bytes().to_vec()), form]
}

/// Stands for an inline that plain text cannot hold.
const MARK: &str = "[图]";

/// Lines as paragraphs, with an inline in place of each mark.
fn marked(text: &str, inline: &str) -> Docx {
    let line = |line: &str| par("", &line.split(MARK).map(r).collect::<Vec<_>>().join(inline));
    Docx::new(&text.lines().map(line).collect::<String>())
}

/// The lines put in place of those with the same label, or before 签发; a line without label goes on with the one above.
fn edited(form: &str, lines: &str) -> String {
    let mut form: Vec<String> = form.lines().map(str::to_owned).collect();
    let mut last = 0;
    for line in lines.lines() {
        let label = line.split_once('：').map(|(label, _)| label);
        let at = |label: &str| form.iter().position(|l| l.starts_with(&format!("{label}：")));
        match label.map(at) {
            Some(Some(there)) => (last, form[there]) = (there, line.to_owned()),
            new => {
                last = if new.is_some() { at("签发").unwrap() } else { last + 1 };
                form.insert(last, line.to_owned());
            }
        }
    }
    form.join("\n") + "\n"
}

/// Rule and severity of every finding, in order.
fn findings(report: &PacketReport) -> String {
    let all: Vec<_> = report.findings.iter().map(|f| format!("{} {}", f.rule.id, f.severity.id())).collect();
    all.join(", ")
}

/// The verdicts of signing, enclosures and re-check.
fn gates(report: &PacketReport) -> String {
    let letter = |v: Verdict| match v {
        Verdict::Pass => 'p',
        Verdict::Fail => 'f',
        Verdict::Undecided => 'u',
    };
    report.gates.iter().map(|g| letter(g.verdict)).collect()
}

/// Status of the cells that the lines stand for, in the order of the form.
fn statuses(office: &Office, files: &[(String, Vec<u8>)], lines: &str) -> String {
    let (name, bytes) = files.last().unwrap();
    let file = packet::load(name, bytes, &office.rules.terms);
    let form = file.read().unwrap().1.form.as_ref().unwrap();
    let labels: Vec<&str> = lines.lines().filter_map(|l| Some(l.split_once('：')?.0)).collect();
    let named = form.signatures.iter().filter(|s| labels.contains(&s.label.as_str()));
    named.map(|s| s.status.id()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_row_of_the_decision_table() {
    let mut office = Office::of("");
    let mut wrong = Vec::new();
    for (row, cells) in ROWS {
        for &(lines, settings, status, fires, gate) in *cells {
            office.organisation =
                Config::parse(&Text::new(format!("[organisation]\n{settings}"))).unwrap().organisation;
            let files = notice(&edited(support::packet("通知").form, lines));
            let report = office.check(&files, Stage::Print);
            let read = (statuses(&office, &files, lines), findings(&report), gates(&report));
            if read != (status.to_owned(), fires.to_owned(), format!("{gate}pp")) {
                wrong.push(format!("{row}: {lines:?} {settings}\n    {read:?}\n    {:?}", (status, fires, gate)));
            }
        }
        assert!(cells.iter().any(|c| c.3.is_empty() && c.4 == 'p'), "{row}: nothing passes");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Errors as the table of chains writes them.
fn errors(report: &PacketReport) -> String {
    let known = [('n', "FORM-node-a"), ('o', "FORM-order-a"), ('c', "FORM-order-c")];
    let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
    let fired: BTreeSet<&str> = errors.map(|f| f.rule.id.as_str()).collect();
    let letter = |id: &&str| known.iter().find(|(_, rule)| rule == id).map_or('?', |(letter, _)| *letter);
    fired.iter().map(letter).collect()
}

/// Whether a form that went through one chain has all that another asks for, in its order.
/// 会签 and 会办 stand where each office puts them, which is never an error.
fn satisfies(own: &Chain, other: &Chain) -> bool {
    let place = |chain: &Chain, role: &str| chain.nodes.iter().position(|n| n.role == role);
    let asked = other.nodes.iter().filter(|n| !n.optional && n.when.is_empty());
    let both = other.nodes.iter().filter(|n| !matches!(n.role.as_str(), "countersign" | "related_dept"));
    asked.into_iter().all(|n| place(own, &n.role).is_some()) && both.filter_map(|n| place(own, &n.role)).is_sorted()
}

#[test]
fn the_same_form_passes_under_its_own_chain_and_fails_under_another() {
    let rules = Office::of("").rules;
    let known: Vec<&str> = rules.terms.chains.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(known, OFFICES.map(|o| o.chain), "a chain without a form");
    let chain = |id: &str| rules.terms.chains.iter().find(|c| c.id == id).unwrap();
    let mut wrong = Vec::new();
    for (column, judge) in OFFICES.iter().enumerate() {
        let office = Office::of(&format!("[organisation]\nchain = '{}'", judge.chain));
        for form in OFFICES.iter().filter(|f| f.under[column] != "?") {
            let report = office.check(&notice(&format!("{FIELDS}{}", form.cells)), Stage::Print);
            if errors(&report) != form.under[column] {
                wrong.push(format!("{} under {}: {}", form.chain, judge.chain, findings(&report)));
            }
            if form.chain == judge.chain {
                assert_eq!((findings(&report), gates(&report)), (String::new(), "ppp".into()), "{}", form.chain);
            }
            let fits = satisfies(chain(form.chain), chain(judge.chain));
            assert!(fits || !errors(&report).is_empty(), "{} under {}", form.chain, judge.chain);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A chain of an office's own with a step between 核稿 and 签发.
fn own_chain(step: &str) -> Office {
    Office::of(&format!(
        "[organisation]
        chain = 'own'
        people.vice = ['李亮']
        [[chain]]
        id = 'own'
        title = '本单位'
        node = [{{ role = 'drafter' }}, {{ role = 'draft_head' }}, {{ role = 'office_check' }}, {step},
            {{ role = 'sign', needs = ['name', 'date', 'opinion'] }}, {{ role = 'recheck' }}]"
    ))
}

fn document(document: Document, lines: &str) -> Files {
    let packet = support::packet(if matches!(document, Document::Request) { "请示" } else { "通知" });
    let (main, form) = (packet.main, packet.form);
    let (main, form) = match document {
        Document::Notice | Document::Request => (main.to_owned(), form.to_owned()),
        Document::Joint => (
            main.replace("　青禾县人民政府办公室\n", "　青禾县人民政府办公室　　青禾县水利局\n")
                .replace("\n青禾县人民政府办公室\n关于", "\n青禾县人民政府办公室　青禾县水利局\n关于"),
            form.replace("标题：青禾县人民政府办公室", "标题：青禾县人民政府办公室　青禾县水利局"),
        ),
        Document::Classified => {
            (format!("000012\n秘密★1年\n{}", main.replace("（此件公开发布）", "（此件发至乡镇）")), form.to_owned())
        }
    };
    packet_of(&main, &edited(&form, lines))
}

#[test]
fn an_office_can_write_its_own_chain() {
    let mut wrong = Vec::new();
    for (key, steps) in STEPS {
        for &(step, which, lines, fires) in *steps {
            let report = own_chain(step).check(&document(which, lines), Stage::Print);
            if findings(&report) != fires {
                wrong.push(format!("{key}: {step} {which:?} {lines}\n    {}\n    {fires}", findings(&report)));
            }
        }
        let fired = |yes: bool| steps.iter().any(|s| s.3.is_empty() != yes);
        assert!(fired(true) && fired(false), "{key}: only one side");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_desk_signs_in_its_order() {
    let mut wrong = Vec::new();
    for (rule, cases) in DESK {
        for &(settings, lines, fires, verdicts) in *cases {
            let office = Office::of(&format!("[organisation]\n{settings}"));
            let report = office.check(&notice(&edited(support::packet("通知").form, lines)), Stage::Release);
            if (findings(&report).as_str(), gates(&report).as_str()) != (fires, verdicts) {
                wrong.push(format!("{rule}: {settings} {lines}\n    {} {}", findings(&report), gates(&report)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_gates_say_what_is_missing() {
    let mut wrong = Vec::new();
    for (rule, cases) in SAID {
        for &(settings, lines, cut, gate, reasons, evidence) in *cases {
            let packet = support::packet("通知");
            let mut files = packet_of(packet.main, &edited(packet.form, lines));
            match cut {
                Some([from, to]) => {
                    let [from, to] = [from, to].map(|mark| packet.main.find(mark).unwrap());
                    files[0].1.drain(from..to);
                }
                None => drop(files.remove(0)),
            }
            let report = Office::of(&format!("[organisation]\n{settings}")).check(&files, Stage::Print);
            let said = report.gates.iter().find(|g| g.id == gate).unwrap();
            let verdict = if reasons.is_empty() { Verdict::Pass } else { Verdict::Fail };
            // What is skipped is missing too; it has been named before.
            let named: Vec<_> = said.reasons.iter().filter(|r| !r.ends_with("被越过")).collect();
            if said.verdict != verdict || named != reasons || said.evidence != evidence {
                wrong.push(format!("{rule}: {settings} {lines}\n    {:?}\n    {:?}", said.reasons, said.evidence));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn changes_after_signing_are_found() {
    let office = Office::of("");
    let packet = support::packet("通知");
    let mut wrong = Vec::new();
    for &(change, saved, lines, fires) in CHANGES {
        let mut main = marked(&packet.main.replace("逐处排查", &format!("{MARK}逐处排查")), change);
        let core = format!("<cp:coreProperties><dcterms:modified>{saved}</dcterms:modified></cp:coreProperties>");
        main.extra.push(("docProps/core.xml".to_owned(), core.into_bytes()));
        let form = (FORM.to_owned(), edited(packet.form, lines).into_bytes());
        let mut report = office.check(&[(MAIN.replace("txt", "docx"), main.bytes()), form], Stage::Print);
        report.findings.retain(|f| f.rule.id.starts_with("TL-25.1-b"));
        if findings(&report) != fires {
            wrong.push(format!("{change} {saved} {lines}: {}", findings(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
