//! Every rule meets every fixture: one fault raises its own rule and nothing that is not said beside it.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sanbu::catalogue::{self, Digest};
use sanbu::check::Check;
use sanbu::element::ElementKind;
use sanbu::finding::{PacketReport, Severity, Skip, Stage, Verdict};
use sanbu::lang::Lang;
use sanbu::packet::{self, Packet};
use sanbu::rule::{Applies, RuleFile, RuleSet};
use sanbu::run::{self, Options};
use support::faults::{self, FAULTS};
use support::{as_docx, docx, folder, good, kinds};

fn rules() -> RuleSet {
    RuleSet::load(sanbu::rule::builtin_files()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn packet_of(files: &[(String, Vec<u8>)], rules: &RuleSet) -> Packet {
    let files = files.iter().map(|(name, bytes)| packet::load(name, bytes, &rules.terms)).collect();
    let mut packets = packet::group("", files, &rules.terms);
    assert_eq!(packets.len(), 1);
    packets.remove(0)
}

fn check(files: &[(String, Vec<u8>)], rules: &RuleSet, stage: Stage) -> PacketReport {
    run::check(&packet_of(files, rules), rules, &Options { stage, ..Options::default() })
}

fn bytes(files: Vec<(String, String)>) -> Vec<(String, Vec<u8>)> {
    files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

fn gates(report: &PacketReport) -> String {
    let letter = |v: Verdict| match v {
        Verdict::Pass => 'p',
        Verdict::Fail => 'f',
        Verdict::Undecided => 'u',
    };
    report.gates.iter().map(|g| letter(g.verdict)).collect()
}

#[test]
fn examples_of_every_rule_hold() {
    let wrong: Vec<_> = rules().examples().into_iter().filter(|e| !e.ok).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn good_packets_have_no_finding_at_any_stage() {
    let rules = rules();
    for packet in good::good() {
        for files in [bytes(folder(&packet)), as_docx(folder(&packet))] {
            for stage in Stage::ALL {
                let report = check(&files, &rules, stage);
                let findings: Vec<_> = report.findings.iter().map(|f| (&f.rule.id, &f.message)).collect();
                assert!(findings.is_empty(), "{} {stage:?} {findings:#?}", packet.kind);
            }
            assert_eq!(gates(&check(&files, &rules, Stage::Print)), "ppp", "{}", packet.kind);
        }
    }
}

/// Documents of every kind, at the stage where no form is needed, and their layout where the writer knows it.
#[test]
fn good_documents_of_every_kind_have_no_error_and_no_warning() {
    let rules = rules();
    for (name, text) in kinds::KINDS {
        let plain = (format!("{name}.txt"), text.as_bytes().to_vec());
        let laid = text.contains("号\n\n青").then(|| (format!("{name}.docx"), docx::main_document(text)));
        for file in [Some(plain), laid].into_iter().flatten() {
            for stage in [Stage::Draft, Stage::Review] {
                let report = check(std::slice::from_ref(&file), &rules, stage);
                assert!(report.not_checked.iter().all(|(_, skip)| *skip != Skip::NotOfficial), "{}", file.0);
                let grave = report.findings.iter().filter(|f| f.severity > Severity::Info);
                let findings: Vec<_> = grave.map(|f| (&f.rule.id, &f.message)).collect();
                assert!(
                    findings.is_empty() || stage == Stage::Review && findings.iter().all(|f| f.0.starts_with("FORM")),
                    "{} {findings:#?}",
                    file.0
                );
            }
        }
    }
}

/// A paragraph with one fault in a good document raises the rule it is the example of, and no other.
#[test]
fn a_wrong_sentence_raises_its_own_rule_only() {
    let rules = rules();
    let mut wrong = String::new();
    let notice = support::packet("通知").main;
    let place = "　　二、排查风险隐患\n";
    let with = |sentence: &str| notice.replace(place, &format!("　　{sentence}\n{place}"));
    for rule in rules.rules.iter().filter(|r| {
        r.check.example_element() == Some(ElementKind::Body)
            && matches!(*r.check, Check::Text(_) | Check::Lexicon(_) | Check::Near(_))
            && r.applies == Applies::default()
    }) {
        let all = rule.fails.iter().map(|t| (t, true)).chain(rule.passes.iter().map(|t| (t, false)));
        // Not what stands in files of its own, with settings beside it.
        for (sentence, fails) in all.filter(|(text, _)| !text.contains("=== ")) {
            let report = check(&[("正文.txt".to_owned(), with(sentence.trim()).into_bytes())], &rules, Stage::Draft);
            let fired: BTreeSet<&str> = report.findings.iter().map(|f| f.rule.id.as_str()).collect();
            let want: BTreeSet<&str> = fails.then_some(rule.id.as_str()).into_iter().collect();
            if fired != want {
                writeln!(wrong, "{} {sentence}: {fired:?}", rule.id).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What each fault leads to, one line a finding; the gates of signing, enclosures and re-check.
#[test]
fn faults_lead_to_exactly_what_is_written_down() {
    let rules = rules();
    let mut all = String::new();
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let files = fault.folder(&support::packet(fault.base));
        let plain = check(&bytes(files.clone()), &rules, Stage::Print);
        let docx = check(&as_docx(files), &rules, Stage::Print);
        writeln!(all, "{} {} {}", fault.rule, fault.name, gates(&plain)).unwrap();
        for f in &plain.findings {
            let at =
                f.at.as_ref()
                    .map_or(String::new(), |a| format!(" {}:{}:{}", f.file.as_deref().unwrap_or(""), a.line, a.column));
            writeln!(all, "  {} {}{at} {}", f.severity.id(), f.rule.id, f.message).unwrap();
        }
        wrong.extend(judge(fault, &plain, "txt"));
        wrong.extend(judge(fault, &docx, "docx"));
    }
    golden("faults.txt", &all);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn judge(fault: &faults::Fault, report: &PacketReport, format: &str) -> Option<String> {
    let fired: BTreeSet<&str> = report.findings.iter().map(|f| f.rule.id.as_str()).collect();
    let must: BTreeSet<&str> = fault.others.iter().copied().chain([fault.rule]).collect();
    let known: BTreeSet<&str> = must.iter().copied().chain(fault.may.iter().copied()).collect();
    let letter = |v: &faults::Verdict| match v {
        faults::Verdict::Pass => 'p',
        faults::Verdict::Fail => 'f',
        faults::Verdict::Undecided => 'u',
    };
    let want: String = fault.gates.iter().map(letter).collect();
    let lost: Vec<_> = must.difference(&fired).collect();
    let extra: Vec<_> = fired.difference(&known).collect();
    (!lost.is_empty() || !extra.is_empty() || gates(report) != want).then(|| {
        format!(
            "{} {} {format}: lost {lost:?} extra {extra:?} gates {} for {want}",
            fault.rule,
            fault.name,
            gates(report)
        )
    })
}

fn golden(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run with UPDATE_GOLDEN=1, then read what it wrote", path.display()));
    assert!(expected == actual, "{} differs: run with UPDATE_GOLDEN=1 and read the change", path.display());
}

/// No rule is an error for practice that no source prescribes.
#[test]
fn practice_is_never_an_error() {
    for rule in rules().rules.iter().filter(|r| r.source.starts_with("惯例")) {
        let worst = Stage::ALL.iter().filter_map(|s| rule.severity.at(*s)).max();
        assert!(worst < Some(Severity::Error), "{}", rule.id);
    }
}

/// What no public source confirms is advice at most; wrong words are told by dictionaries, and the five rows about files
/// are what the three don't-print conditions ask.
#[test]
fn what_nobody_confirms_is_only_advice() {
    const ASKED: [&str; 5] = ["ATT-fwd-c", "ATT-dir-c", "ATT-dir-d", "ATT-dir-e", "ATT-dir-f"];
    let set = rules();
    for id in include_str!("golden/unverified-rows.txt").lines().filter(|id| !ASKED.contains(id)) {
        let worst = |rule: &sanbu::rule::Rule| Stage::ALL.iter().filter_map(|s| rule.severity.at(*s)).max();
        let severity = set.rules.iter().find(|r| r.id == id).and_then(worst);
        assert!(severity <= Some(Severity::Info), "{id} {severity:?}");
    }
}

/// Every row of the digest is a rule, or left out with a reason, and never both.
/// A title says what is right: as the reason why a gate is closed it would say the opposite.
#[test]
fn a_rule_of_a_gate_says_in_a_few_words_what_is_wrong() {
    let set = rules();
    let titled = |rule: &&sanbu::rule::Rule| {
        set.gates.iter().any(|gate| gate.names(&rule.id)) && (rule.brief.is_empty() || rule.brief == rule.title)
    };
    let titled: Vec<&str> = set.rules.iter().filter(titled).map(|rule| rule.id.as_str()).collect();
    assert!(titled.is_empty(), "{titled:#?}");
    let text = "[[gate]]\nid = 'own'\ntitle = '本单位'\nsource = '试'\nshows = 'enclosures'\nrules = ['OWN-a']\n\
                [[rule]]\nid = 'OWN-a'\ntitle = '正文没有“试行”'\nsource = '试'\nseverity = 'error'\n\
                check.forbid = { element = '正文', pattern = '试行' }\nmessage = '有“{found}”'\nhelp = '改'\n\
                fails = ['关于做好防汛工作的通知\\n各单位：\\n　　试行一年。\\n']\npasses = ['各单位：']\n";
    let own = RuleFile { name: "own.toml".to_owned(), text: text.into() };
    let set = RuleSet::load(sanbu::rule::builtin_files().into_iter().chain([own]).collect()).unwrap();
    let main = "关于做好防汛工作的通知\n各单位：\n　　试行一年。\n　　某某市人民政府\n　　2026年3月5日\n".as_bytes();
    let report = check(&[("正文.txt".to_owned(), main.to_vec())], &set, Stage::Print);
    let own = report.gates.iter().find(|gate| gate.id == "own").unwrap();
    assert_eq!(own.reasons, ["不符合“正文没有‘试行’”"]);
}

#[test]
fn no_row_of_the_digest_is_forgotten() {
    let rows: Vec<&str> = include_str!("golden/digest-rows.txt").lines().collect();
    let set = rules();
    assert_eq!(set.rows, rows, "rules/digest.toml");
    let rule = |id: &str| set.rules.iter().any(|r| r.id == id);
    let left_out = |id: &str| set.left_out.iter().any(|l| l.id == id && !l.reason.is_empty());
    let wrong: Vec<&&str> = rows.iter().filter(|id| rule(id) == left_out(id)).collect();
    assert!(wrong.is_empty(), "neither a rule nor left out, or both: {wrong:?}");
    let lost: Vec<&str> = set.left_out.iter().map(|l| l.id.as_str()).filter(|id| !rows.contains(id)).collect();
    assert!(lost.is_empty(), "left out, and no row of the digest: {lost:?}");
}

#[test]
fn the_count_of_the_rows_is_right() {
    let set = rules();
    let digest = Digest::of(&set);
    assert_eq!(digest.rows, digest.rules + digest.covered + digest.unchecked + digest.pending);
    assert_eq!(digest.rules + digest.own, set.rules.len());
    assert_eq!(digest.covered + digest.unchecked, set.left_out.len());
}

/// The form may stand in the file of the document, before or behind it, with or without the mark of the organ.
#[test]
fn a_form_in_the_file_of_the_document_is_the_same_form() {
    let rules = rules();
    for packet in good::good().into_iter().filter(|p| p.files.is_empty()) {
        let markless = packet.main.split_once("\n\n").map_or(packet.main, |(_, rest)| rest);
        let mains = [packet.main, markless].into_iter().filter(|m| m.contains('〔'));
        for text in mains.flat_map(|m| [format!("{}\n\n{m}", packet.form), format!("{m}\n\n{}", packet.form)]) {
            let report = check(&[("公文.txt".to_owned(), text.clone().into_bytes())], &rules, Stage::Print);
            let grave = report.findings.iter().filter(|f| f.severity > Severity::Info);
            let findings: Vec<_> = grave.map(|f| (&f.rule.id, &f.message)).collect();
            assert!(findings.is_empty() && gates(&report) == "ppp", "{} {findings:#?}\n{text}", packet.kind);
        }
    }
}

/// Without its pattern, or without its guards, a rule no longer does what its examples say: each is there for a reason.
#[test]
fn an_example_misses_every_pattern_that_is_taken_away() {
    let mut mutants = String::new();
    for file in sanbu::rule::builtin_files() {
        for block in file.text.split("\n[[").filter(|b| b.starts_with("rule]]") || b.starts_with("word]]")) {
            let block: Vec<&str> = block.lines().filter(|l| !l.starts_with("yields") && !l.starts_with('#')).collect();
            // How it mends is shown where its examples are mended.
            let block = unmended(&block.join("\n"));
            // What only a file can show has its fixtures, and no examples.
            if !block.contains("\nfails = ") {
                continue;
            }
            let patterns = places(&block, &["pattern"]).into_iter().map(|place| vec![place]);
            for (n, taken) in
                patterns.chain([places(&block, &["not_after", "not_before", "not_in", "unless"])]).enumerate()
            {
                if !taken.is_empty() {
                    writeln!(mutants, "[[{}\n", mutant(&block, taken, n)).unwrap();
                }
            }
        }
    }
    mutants.extend(replaced());
    let only = |key: &str, text: &str| !text.contains(&format!("\n[[{key}]]"));
    let vocabulary = sanbu::rule::builtin_files().into_iter();
    let vocabulary = vocabulary
        .filter(|f| ["rule", "word", "replaced", "gate", "left_out", "weight"].iter().all(|key| only(key, &f.text)));
    let files = vocabulary.chain([RuleFile { name: "mutants.toml".to_owned(), text: mutants.into() }]);
    let set = RuleSet::load(files.collect()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let noticed: BTreeSet<String> = set.examples().into_iter().filter(|e| !e.ok).map(|e| e.rule).collect();
    let alive: Vec<&str> = set.rules.iter().map(|r| r.id.as_str()).filter(|id| !noticed.contains(*id)).collect();
    assert!(!set.rules.is_empty() && alive.is_empty(), "of {} mutants nobody notices {alive:#?}", set.rules.len());
}

/// Every name that was replaced, alone in its table: without its pattern, and without the guards.
fn replaced() -> Vec<String> {
    let mut all = Vec::new();
    for file in sanbu::rule::builtin_files() {
        for block in file.text.split("\n[[").filter(|b| b.starts_with("replaced]]")) {
            let (head, entries) = block.split_once("\nentries = [\n").unwrap();
            for entry in entries.lines().take_while(|line| line.starts_with("  {")) {
                let alone = format!("{head}\nentries = [\n{entry}\n]\n");
                let pattern = places(&alone, &["pattern"]);
                let guards = places(&alone, &["not_after", "not_before", "not_in"]);
                let taken = [pattern, guards].into_iter().enumerate().filter(|(_, taken)| !taken.is_empty());
                all.extend(taken.map(|(n, taken)| format!("[[{}\n", mutant(&alone, taken, n))));
            }
        }
    }
    assert!(all.len() > 150, "{}", all.len());
    all
}

/// A rule without its `mend`.
fn unmended(block: &str) -> String {
    let Some((before, mend)) = block.split_once("\nmend = [") else { return block.to_owned() };
    let end = if mend.starts_with('\n') { "\n]\n" } else { "]\n" };
    format!("{before}\n{}", mend.split_once(end).unwrap().1)
}

/// Where the literal strings of some keys stand in a rule.
fn places(block: &str, keys: &[&str]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for key in keys {
        let start = format!("{key} = '");
        for (at, _) in block.match_indices(&start).filter(|(at, _)| block[..*at].ends_with([' ', '{', '\n'])) {
            let from = at + start.len();
            found.push(from..from + block[from..].find('\'').unwrap());
        }
    }
    found.sort_by_key(|r| r.start);
    found
}

/// The rule under another id, with strings that match nothing.
fn mutant(block: &str, taken: Vec<std::ops::Range<usize>>, n: usize) -> String {
    let id = block.split("id = \"").nth(1).unwrap().split('"').next().unwrap();
    let mut text = block.to_owned();
    taken.into_iter().rev().for_each(|place| text.replace_range(place, r"[^\s\S]"));
    text.replacen(&format!("id = \"{id}\""), &format!("id = \"{id} {n}\""), 1)
}

/// Every rule file has its page in docs/rules, as the rules say it now.
#[test]
fn every_rule_has_its_place_on_a_page() {
    let (rules, folder) = (rules(), Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules"));
    let mut pages = BTreeMap::from([("README.md".to_owned(), Vec::new())]);
    catalogue::contents(&rules, Lang::Hans, pages.get_mut("README.md").unwrap()).unwrap();
    for pack in &rules.packs {
        let mut page = Vec::new();
        if catalogue::page(&rules, pack, Lang::Hans, &mut page).unwrap() {
            pages.insert(format!("{pack}.md"), page);
        }
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        pages.iter().for_each(|(name, page)| fs::write(folder.join(name), page).unwrap());
    }
    let there = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(there.collect::<BTreeSet<_>>(), pages.keys().cloned().collect());
    for (name, page) in &pages {
        let old = "run with UPDATE_GOLDEN=1 and read the change";
        assert!(fs::read(folder.join(name)).unwrap() == *page, "docs/rules/{name} is old: {old}");
    }
    let all = String::from_utf8(pages.into_values().collect::<Vec<_>>().concat()).unwrap();
    for rule in &rules.rules {
        assert_eq!(all.matches(&format!("<a id=\"{}\"></a>", rule.id)).count(), 1, "{}", rule.id);
    }
    assert_eq!(all.matches("\n```").count() % 2, 0, "a block is not closed");
}
