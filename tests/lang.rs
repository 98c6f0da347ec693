//! Everything that is said is said in three languages.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at once")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use sanbu::catalogue;
use sanbu::finding::Stage;
use sanbu::lang::{Lang, Words, english, is_chinese};
use sanbu::packet;
use sanbu::rule::{RuleSet, builtin_files};
use sanbu::run::{self, Options};

/// Sources whose Chinese is not shown, and why.
const SILENT: &[(&str, &str)] = &[
    ("src/counts", "characters as they stand side by side"),
    ("src/fold.rs", "numerals and radicals are recognised"),
    ("src/lang", "the tables themselves"),
    ("src/read/docx/equation.rs", "signs of formulas"),
    ("src/read/docx/numerals.rs", "numerals are written in Chinese"),
    ("src/read/docx/symbols.rs", "signs of fonts"),
    ("src/rule/phrase.rs", "the parts of templates that are looked up whole"),
    ("src/rule/replaced.rs", "the same"),
    ("src/rule/schema.rs", "the name of a schema"),
    ("src/skeleton/document.rs", "documents are in Chinese"),
    ("src/skeleton/imprint.rs", "documents are in Chinese"),
    ("src/skeleton/layout.rs", "documents are in Chinese"),
    ("src/skeleton/sheet.rs", "documents are in Chinese"),
    ("src/terms", "the vocabulary is recognised"),
];

/// Texts of other sources that are not shown but recognised or written into documents and file names.
fn is_silent(file: &str, text: &str) -> bool {
    const CHARACTERS: &[&str] = &[
        "src/check/arithmetic/",
        "src/check/finished/",
        "src/element/",
        "src/read/docx/pictures.rs",
        "src/read/printed.rs",
        "src/render/paint.rs",
    ];
    const NAMES: &[&str] = &[
        "正文.docx",
        "发文稿纸.docx",
        "公文",
        "检查报告.html",
        "标准输入.txt",
        "例子.txt",
        "例子",
        "三不",
        "sanbu 问题清单",
        "{LIST}（{}）",
    ];
    const VALUES: &[&str] = &[
        "{own}附件{}",
        "机关",
        "高校",
        "企业",
        "表格",
        "20××年×月×日",
        "（见附件）",
        "（{}）",
        "{}年{}月{}日",
        "一二三四五六七八九十",
        "}、{",
        "—－-–―─",
    ];
    let example = file == "src/cli/help.rs" && text.starts_with("sanbu ");
    let marks = !text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    let recognised = text.chars().count() < 60 && !text.contains('，') || marks;
    example
        || NAMES.contains(&text)
        || VALUES.contains(&text)
        || file == "src/check/finished/texts.rs"
        || text.contains("w:p>")
        || CHARACTERS.iter().any(|known| file.starts_with(known)) && recognised
}

fn files(folder: &Path, ends: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path, ends));
        } else if path.to_string_lossy().ends_with(ends) {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// The string literals of a source, its tests and comments left out; and what its arguments say of themselves.
fn texts(source: &str) -> Vec<String> {
    let source = source.split("\n#[cfg(test)]\nmod ").next().unwrap();
    let token = Regex::new(r#"(?s)//[^\n]*|b?r#*"|'(?:\\.[^']*|[^'\\])'|"((?:[^"\\]|\\.)*)""#).unwrap();
    let (mut all, mut from) = (Vec::new(), 0);
    while let Some(found) = token.captures_at(source, from) {
        let whole = found.get(0).unwrap();
        from = whole.end();
        if let Some(text) = found.get(1) {
            all.push(unescaped(text.as_str()));
        } else if whole.as_str().contains("r") && whole.as_str().ends_with('"') {
            let end = whole.as_str().replace(['b', 'r'], "").chars().rev().collect::<String>();
            from += source[from..].find(&end).map_or(0, |at| at + end.len());
        }
    }
    all
}

fn unescaped(text: &str) -> String {
    let joined = Regex::new(r"\\\n\s*").unwrap().replace_all(text, "").into_owned();
    joined.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"").replace("\\\\", "\\")
}

/// The templates of the sources that need English.
fn shown() -> Vec<(String, String)> {
    chinese().into_iter().filter(|(file, text)| !is_silent(file, text)).collect()
}

/// All Chinese of the sources that show something.
fn chinese() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for path in files(&root.join("src"), ".rs") {
        let file = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if SILENT.iter().any(|(silent, _)| file.starts_with(silent)) {
            continue;
        }
        for text in texts(&fs::read_to_string(&path).unwrap()) {
            let pieces: Vec<String> = match file.contains("render/html") {
                true => text.split(['<', '>', '"', '\n']).map(|piece| piece.trim().to_owned()).collect(),
                false => vec![text],
            };
            let pieces = pieces.into_iter().filter(|piece| is_chinese(piece));
            all.extend(pieces.map(|piece| (file.clone(), piece)));
        }
    }
    all
}

/// The lines of the settings to begin with.
fn presets() -> Vec<String> {
    let all = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("presets"), ".toml");
    all.iter()
        .flat_map(|path| fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn holes(template: &str) -> BTreeSet<String> {
    let hole = Regex::new(r"\{\{|\}\}|\{([^{}]*)\}").unwrap();
    let name = |hole: &str| hole.trim_start_matches('^').split('|').next().unwrap_or_default().to_owned();
    hole.captures_iter(template).filter_map(|found| Some(name(found.get(1)?.as_str()))).collect()
}

/// What a rule says.
fn said(rule: &sanbu::rule::Rule) -> impl Iterator<Item = &String> {
    [&rule.message, &rule.brief, &rule.help].into_iter().filter(|template| !template.is_empty())
}

fn rules() -> RuleSet {
    RuleSet::load(builtin_files()).unwrap()
}

#[test]
fn every_rule_is_said_in_english() {
    let rules = rules();
    let mut missing = Vec::new();
    for rule in &rules.rules {
        // Where a name that was replaced has a remark, the remark is in English.
        assert!(!(rule.id.starts_with("OLD-") && rule.title_en.contains('（')), "{}: {}", rule.id, rule.title_en);
        if rule.title_en.is_empty() {
            missing.push(format!("{} title", rule.id));
        }
        for template in said(rule) {
            match english(template) {
                Some(en) => assert_eq!(holes(template), holes(en), "{}: {en}", rule.id),
                None => missing.push(format!("{} {template}", rule.id)),
            }
        }
    }
    println!("{} rules", rules.rules.len());
    assert!(missing.is_empty(), "{} without English:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn every_reason_for_no_rule_is_said_in_english() {
    let left_out = RuleSet::load(builtin_files()).unwrap().left_out;
    let missing: Vec<&str> =
        left_out.iter().filter(|row| english(&row.reason).is_none()).map(|row| row.id.as_str()).collect();
    println!("{} reasons", left_out.len());
    assert!(!left_out.is_empty() && missing.is_empty(), "{missing:?}");
}

#[test]
fn every_message_is_said_in_english() {
    let shown = shown();
    let missing: BTreeSet<String> = shown
        .iter()
        .filter(|(_, text)| english(text).is_none())
        .map(|(file, text)| format!("{file}: {text}"))
        .collect();
    println!("{} texts", shown.iter().map(|(_, text)| text).collect::<BTreeSet<_>>().len());
    assert!(
        missing.is_empty(),
        "{} without English:\n{}",
        missing.len(),
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn names_of_the_vocabulary_are_said_in_english() {
    let rules = rules();
    let terms = &rules.terms;
    let mut names: Vec<&str> = terms.roles.iter().map(|role| role.title.as_str()).collect();
    names.extend(terms.fields.iter().map(|field| field.title.as_str()));
    names.extend(terms.chains.iter().map(|chain| chain.title.as_str()));
    names.extend(rules.gates.iter().map(|gate| gate.title.as_str()));
    names.extend(rules.maxims.iter().flat_map(|m| m.items.iter().map(|i| i.text.as_str()).chain([m.title.as_str()])));
    names.extend(rules.registers.iter().flat_map(|register| register.columns.iter().map(|c| c.title.as_str())));
    let missing: Vec<&str> = names.into_iter().filter(|name| english(name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn remarks_of_presets_are_said_in_english() {
    let presets = presets();
    let remarks = presets.iter().filter(|line| line.starts_with("# ") && is_chinese(line));
    let missing: BTreeSet<&String> = remarks.filter(|line| english(line).is_none()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_rule_file_says_in_english_what_it_holds() {
    let mut out = Vec::new();
    catalogue::contents(&rules(), Lang::En, &mut out).unwrap();
    let quoted = Regex::new(r"《[^》]*》|\([^()]*\)").unwrap();
    let told = String::from_utf8(out).unwrap();
    let wrong: Vec<&str> =
        told.lines().filter(|line| is_chinese(&quoted.replace_all(line, "")) || line.ends_with("|  |")).collect();
    assert!(told.lines().count() > 20 && wrong.is_empty(), "{wrong:#?}");
}

/// What nobody says any more is no English of anything.
#[test]
fn english_has_the_same_holes_and_nothing_too_much() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources: BTreeSet<String> = chinese().into_iter().map(|(_, text)| text).collect();
    // Holes and blanks alone may have other marks between them.
    for path in files(&root.join("src"), ".rs") {
        sources.extend(texts(&fs::read_to_string(&path).unwrap()).into_iter().filter(|text| text.contains('{')));
    }
    sources.extend(presets());
    let text = fs::read_to_string(root.join("rules/lang/en/program.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let mut idle = Vec::new();
    for (chinese, en) in &table {
        // Braces of a remark in a preset are those of the example in it.
        assert!(chinese.starts_with("# ") || holes(chinese) == holes(en.as_str().unwrap()), "{chinese}");
        let help = fs::read_to_string(root.join("src/cli.rs")).unwrap();
        if !sources.contains(chinese) && !help.contains(chinese) {
            idle.push(chinese.clone());
        }
    }
    // Help of arguments stands in remarks of the sources.
    let remarks: String =
        files(&root.join("src/cli"), ".rs").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    idle.retain(|chinese| !remarks.contains(&format!("/// {chinese}\n")));
    let data: String =
        files(&root.join("rules"), ".toml").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    idle.retain(|chinese| data.matches(&format!("\"{chinese}\"")).count() < 2);
    assert!(idle.is_empty(), "{} that nobody says:\n{}", idle.len(), idle.join("\n"));
}

/// What is quoted in a template.
fn quotations(text: &str) -> Vec<&str> {
    text.split('“').skip(1).filter_map(|t| t.split_once('”')).map(|(quoted, _)| quoted).collect()
}

#[test]
fn traditional_chinese_keeps_holes_and_quotations() {
    let own = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/lang/hant/own.txt")).unwrap();
    let own: BTreeSet<&str> = own.lines().filter(|line| !line.starts_with('#')).collect();
    let (program, presets) = (shown(), presets());
    let rules = rules();
    let templates = rules.rules.iter().flat_map(said).chain(rules.left_out.iter().map(|row| &row.reason));
    let templates = templates.chain(program.iter().map(|(_, text)| text)).chain(&presets);
    let quoted: BTreeSet<&str> = templates.flat_map(|text| quotations(text)).collect();
    let idle: Vec<&&str> = own.iter().filter(|word| !quoted.contains(**word)).collect();
    assert!(idle.is_empty(), "{idle:?} stands in no quotation marks");
    for rule in &rules.rules {
        for template in said(rule) {
            let hant = Lang::Hant.of(template);
            assert_eq!(holes(template), holes(&hant), "{}", rule.id);
            for (here, there) in quotations(template).into_iter().zip(quotations(&hant)) {
                let kept = if own.contains(here) { Lang::Hant.of(here) } else { here.into() };
                assert_eq!(kept, there, "{}", rule.id);
            }
        }
    }
}

/// A word of ours that is quoted would stay Chinese.
#[test]
fn no_word_of_the_program_is_quoted() {
    let rules = rules();
    let mut wrong = BTreeSet::new();
    let mut findings = 0;
    for rule in &rules.rules {
        for text in &rule.fails {
            let packet = packet::single("正文.txt", packet::load("正文.txt", text.as_bytes(), &rules.terms));
            let report = run::check(&packet, &rules, &Options { stage: Stage::Release, ..Options::default() });
            findings += report.findings.len();
            // What stands in the document is quoted, and what is to be written there.
            let theirs =
                |quoted: &str| text.contains(quoted) || quoted.chars().count() < 2 || rule.title.contains(quoted);
            let mut look = |words: &Words| {
                let ours = words.quoted().into_iter().filter(|q| is_chinese(q) && english(q).is_some() && !theirs(q));
                wrong.extend(ours.map(|q| format!("{q} in {}", &**words)));
            };
            for finding in &report.findings {
                [&finding.message, &finding.brief, &finding.help].into_iter().for_each(&mut look);
                finding.at.iter().chain(finding.related.iter().map(|r| &r.at)).for_each(|at| look(&at.place));
            }
            report.gates.iter().flat_map(|gate| gate.reasons.iter().chain(&gate.evidence)).for_each(&mut look);
        }
    }
    println!("{findings} findings");
    assert!(wrong.is_empty(), "{} words:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What a finding says in English and in Traditional Chinese, without what is quoted.
#[test]
fn findings_are_said_whole_in_each_language() {
    let rules = rules();
    let quotations = Regex::new(r"“[^”]*”|「[^」]*」|《[^》]*》|\([\p{Han}、 ]+\)").unwrap();
    let chinese = Regex::new(r"[\p{Han}、，；：。（）]").unwrap();
    let many = Regex::new(r"(?:^|[^\d.,:])1 ([a-z]+[^s\W]s)\b").unwrap();
    let mut wrong = BTreeSet::new();
    for rule in &rules.rules {
        for text in rule.fails.iter().take(2) {
            let packet = packet::single("正文.txt", packet::load("正文.txt", text.as_bytes(), &rules.terms));
            let report = run::check(&packet, &rules, &Options { stage: Stage::Release, ..Options::default() });
            // Marks of pairs are what is found.
            for finding in report.findings.iter().filter(|finding| finding.rule.id != "GBT15834-pair-a") {
                let places = finding.at.iter().chain(finding.related.iter().map(|r| &r.at)).map(|at| &at.place);
                for words in [&finding.message, &finding.brief, &finding.help].into_iter().chain(places) {
                    let told = words.to(Lang::En);
                    let mut bare = told.clone().into_owned();
                    longest_first(words).into_iter().for_each(|q| bare = bare.replace(q, "q"));
                    let bare = quotations.replace_all(&bare, "“”");
                    let plural =
                        many.captures(&bare).is_some_and(|m| !["is", "was", "has", "does", "comes"].contains(&&m[1]));
                    if chinese.is_match(&bare)
                        || bare.contains("  ")
                        || bare.contains(", ,")
                        || bare.contains(" :")
                        || plural
                    {
                        wrong.insert(format!("{}: {told}", finding.rule.id));
                    }
                    let told = words.to(Lang::Hant);
                    let mut bare = told.clone().into_owned();
                    longest_first(words).into_iter().for_each(|q| bare = bare.replace(q, "q"));
                    if Lang::Hant.of(&bare) != *bare {
                        wrong.insert(format!("{}: {told}", finding.rule.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What a rule is based on is said in English too.
#[test]
fn every_basis_is_said_in_english() {
    let rules = rules();
    let sources = rules.rules.iter().map(|rule| &rule.source).chain(rules.maxims.iter().map(|maxim| &maxim.source));
    let missing: BTreeSet<&String> = sources.filter(|source| is_chinese(source) && english(source).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// 隻 counts; where it stands for 只 a word is missing in `rules/lang/hant/office.txt`.
#[test]
fn traditional_chinese_has_the_right_only() {
    let rules = rules();
    let said = rules.rules.iter().flat_map(|rule| said(rule).chain([&rule.title]).cloned());
    let wrong: Vec<String> = said
        .chain(shown().into_iter().map(|(_, text)| text))
        .filter(|text| Lang::Hant.of(text).contains('隻'))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What is Chinese of what is quoted.
fn longest_first(words: &Words) -> Vec<&str> {
    let mut all: Vec<&str> = words.quoted().into_iter().filter(|quoted| is_chinese(quoted)).collect();
    all.sort_by_key(|quoted| std::cmp::Reverse(quoted.len()));
    all
}
