//! Rule files that are refused at their place when they are loaded: messages with a hole, idle parameters, patterns too
//! large to compile. Each is asked of every kind of check.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::{BTreeMap, BTreeSet};

use sanbu::problem::Problem;
use sanbu::rule::{RuleFile, RuleSet, builtin_files};

/// Every shipped rule as it is written, by its id, with the name of its kind of check.
fn blocks() -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    for file in builtin_files() {
        for block in file.text.split("\n[[").filter(|b| b.starts_with("rule]]")) {
            let lines = block.lines().take_while(|l| !l.starts_with("# ──"));
            let block: Vec<&str> = lines.filter(|l| !l.starts_with("yields") && !l.starts_with('#')).collect();
            let block = block.join("\n");
            let id = block.split("id = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let kind = block.split("check.").nth(1).or(block.split("[rule.check.").nth(1)).unwrap();
            let kind = kind.split([' ', ']', '.']).next().unwrap().to_owned();
            all.insert(id, (kind, block));
        }
    }
    all
}

/// What is said of rules that somebody has written beside the shipped vocabulary.
fn problems(text: &str) -> Vec<Problem> {
    let only = |key: &str, text: &str| !text.contains(&format!("\n[[{key}]]"));
    let vocabulary = builtin_files().into_iter();
    let vocabulary =
        vocabulary.filter(|f| ["rule", "word", "gate", "left_out", "weight"].iter().all(|key| only(key, &f.text)));
    let own = RuleFile { name: "own.toml".to_owned(), text: text.to_owned().into() };
    RuleSet::load(vocabulary.chain([own]).collect()).err().unwrap_or_default()
}

/// A rule with something behind its message.
fn saying(block: &str, more: &str) -> String {
    let at = block.find("\nmessage = \"").unwrap() + 1;
    let end = at + block[at..].find('\n').unwrap_or(block.len() - at);
    let last = block[..end].rfind('"').unwrap();
    format!("[[{}{more}{}\n", &block[..last], &block[last..])
}

/// A rule with a check as it may be written.
fn rule(n: usize, check: &str) -> String {
    format!(
        "[[rule]]\nid = 'X-{n}'\ntitle = '例'\nsource = '本局'\nseverity = 'info'\nmessage = '例'\nhelp = '例'\n\
         fails = ['例']\npasses = ['例']\ncheck.{check}\n"
    )
}

/// The kinds of checks, as rule files name them.
fn kinds() -> BTreeSet<String> {
    let schema = sanbu::rule::schema();
    let all = schema["definitions"]["Check"]["oneOf"].as_array().unwrap();
    all.iter().map(|kind| kind["required"][0].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_message_asks_for_nothing_that_its_check_does_not_give() {
    let blocks = blocks();
    let asked: BTreeSet<String> = blocks.values().map(|(kind, _)| kind.clone()).collect();
    assert_eq!(asked, kinds());
    let set = RuleSet::load(builtin_files()).unwrap();
    let keys = |id: &str| set.rules.iter().find(|r| r.id == *id).unwrap().check.keys();
    let all: BTreeSet<&str> = set.rules.iter().flat_map(|r| r.check.keys()).copied().chain(["绝无的值"]).collect();
    let more: String = all.iter().map(|key| format!("{{{key}}}")).collect();
    let text: String = blocks.values().map(|(_, block)| saying(block, &more)).collect();
    let mut refused: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for problem in problems(&text) {
        assert!(text[problem.range.clone()].contains("绝无的值"), "not at the message: {problem:?}");
        let before = &text[..problem.range.start];
        let id = before[before.rfind("\nid = \"").unwrap()..].split('"').nth(1).unwrap();
        let key = problem.message.split(['{', '}']).nth(1).unwrap().to_owned();
        refused.entry(id).or_default().insert(key);
    }
    for id in blocks.keys() {
        let wanted: BTreeSet<String> =
            all.iter().filter(|key| !keys(id).contains(key)).map(|k| (*k).to_owned()).collect();
        assert_eq!(refused[id.as_str()], wanted, "{id}");
    }
}

/// The sub-kinds of checks, with the kind before them; those that are no list.
fn sub_kinds() -> BTreeSet<String> {
    let schema = sanbu::rule::schema();
    let definition = |of: &serde_json::Value| {
        let name = of["$ref"].as_str().unwrap_or_default().trim_start_matches('#');
        schema.pointer(name).cloned().unwrap_or_default()
    };
    let mut all = BTreeSet::new();
    for kind in kinds() {
        let checks = schema["definitions"]["Check"]["oneOf"].as_array().unwrap().iter();
        let check = checks.map(|c| &c["properties"][&kind]).find(|c| !c.is_null()).unwrap();
        for sub in definition(check)["oneOf"].as_array().into_iter().flatten() {
            let listed = sub["enum"].as_array().into_iter().flatten().chain(sub.get("const"));
            let fields = sub["properties"].as_object().into_iter().flatten().filter(|(_, f)| f["type"] != "array");
            let names = listed.map(|name| name.as_str().unwrap()).chain(fields.map(|(name, _)| name.as_str()));
            all.extend(names.map(|name| format!("{kind}.{name}")));
        }
    }
    all
}

#[test]
fn a_field_that_a_sub_kind_does_not_have_is_refused_at_its_place() {
    let all = sub_kinds();
    let of = |kind: &str| all.iter().filter(|name| name.starts_with(kind)).count();
    let counts =
        ["chain.", "attachment.", "collection.", "sheet.", "packet.", "outline.", "forward.", "pairs.", "whole."]
            .map(of);
    assert_eq!(counts, [26, 25, 18, 6, 8, 6, 3, 3, 4], "{all:#?}");
    let text: String =
        all.iter().enumerate().map(|(n, name)| rule(n, &format!("{name} = {{ nothing = 1 }}"))).collect();
    let problems = problems(&text);
    let mut lines = BTreeSet::new();
    for problem in &problems {
        assert_eq!((&text[problem.range.clone()], problem.message.as_str()), ("nothing", "没有叫“nothing”的项"));
        lines.insert(text[..problem.range.start].matches('\n').count());
    }
    assert_eq!((problems.len(), lines.len()), (all.len(), all.len()));
}

#[test]
fn a_field_of_another_sub_kind_is_refused() {
    const OTHERS: [(&str, &str); 22] = [
        ("attachment.numbering = { pattern = '甲' }", "pattern"),
        ("attachment.not-found.pattern = '甲'", "pattern"),
        ("attachment.item-name = { pattern = '甲', verb = '印发' }", "verb"),
        ("forward.missing = { verb = '印发' }", "verb"),
        ("leftover = { what = ['comments'], pattern = '甲' }", "pattern"),
        ("outline.skip = { pattern = '甲' }", "pattern"),
        ("outline.point = { pattern = '甲', begins = '乙' }", "begins"),
        ("pairs.lone = { pairs = ['《》'], inner = ['〈〉'] }", "inner"),
        ("pairs.mixed = { pairs = ['《》'], inner = ['〈〉'] }", "inner"),
        ("pairs.lone = { pairs = ['《》'], not_after = '甲' }", "not_after"),
        ("sheet.open-form = { field = 'secrecy' }", "field"),
        ("sheet.blank = { field = 'copies', other = 'secrecy' }", "other"),
        ("sheet.unmet = { field = 'legal', other = 'legal', number = true }", "number"),
        ("sheet.copies = { field = 'copies', not_kinds = ['函'] }", "not_kinds"),
        ("chain.state = { fields = ['state'], firm = ['sign'] }", "firm"),
        ("chain.no-opinion = { roles = ['sign'], except = ['check'] }", "except"),
        ("chain.unsigned.firm = ['sign']", "firm"),
        ("chain.unsigned = { apart = [['sign', 'check']] }", "apart"),
        ("chain.rejected = { signers = true }", "signers"),
        ("chain.out-of-order = { days = 3 }", "days"),
        ("chain.unclear = { remarks = ['state'] }", "remarks"),
        ("chain.not-rechecked = { each = [['甲']] }", "each"),
    ];
    let text: String = OTHERS.iter().enumerate().map(|(n, (check, _))| rule(n, check)).collect();
    let problems = problems(&text);
    let found: Vec<(&str, &str)> = problems.iter().map(|p| (&text[p.range.clone()], p.message.as_str())).collect();
    let wanted: Vec<(&str, String)> =
        OTHERS.iter().map(|(_, field)| (*field, format!("没有叫“{field}”的项"))).collect();
    assert_eq!(found, wanted.iter().map(|(at, said)| (*at, said.as_str())).collect::<Vec<_>>());
}

#[test]
fn a_sub_kind_that_is_not_written_as_a_key_is_told_how() {
    for (check, place, told) in [
        ("attachment = { fault = 'numbering' }", "fault = 'numbering'", "请写成 check.attachment = \"numbering\""),
        (
            "attachment = { pattern = '甲', fault = 'hollow' }",
            "fault = 'hollow'",
            "请写成 check.attachment = \"hollow\"",
        ),
        ("outline.fault = 'number'", "fault = 'number'", "请写成 check.outline = \"number\""),
        ("chain = { fault = 'unsigned' }", "fault = 'unsigned'", "请写成 check.chain.unsigned = {}"),
        (
            "attachment = { fault = 'item-name', pattern = '甲' }",
            "fault = 'item-name'",
            "请写成 check.attachment.item-name = { … }",
        ),
        ("changed = { what = 'saved', after = ['sign'] }", "what = 'saved'", "请写成 check.changed.saved = { … }"),
        (
            "attachment = 'item-name'",
            "'item-name'",
            "请写成 { item-name = { … } }；没有要写的项，写 { item-name = {} }",
        ),
        ("chain.unsinged = {}", "unsinged", "是不是想写“unsigned”？可以写的有：unsigned、undated、"),
        ("packet = 'mian'", "'mian'", "是不是想写“main”？可以写的有：form、other-form、other-slip、main、"),
    ] {
        let text = rule(0, check);
        let [one] = &problems(&text)[..] else { panic!("{text}: {:#?}", problems(&text)) };
        let help = one.help.clone().unwrap_or_default();
        assert_eq!((&text[one.range.clone()], help.starts_with(told)), (place, true), "{help}");
    }
    let text = rule(0, "chain = { unsigned = {}, undated = {} }");
    let [one] = &problems(&text)[..] else { panic!() };
    assert!(one.message.contains("只写一种"), "{}", one.message);
}

#[test]
fn a_parameter_that_the_check_does_not_use_is_refused() {
    // A check as it may be written, and the parameter that it has no use for.
    const IDLE: [(&str, &str); 12] = [
        ("form = { element = '标题', pattern = '通知', of_items = true, label = true }", "label"),
        ("forbid = { element = '标题', pattern = '通知', safe = true }", "safe"),
        ("text = { pattern = '甲', safe = true }", "safe"),
        ("text = { pattern = '甲', must = true, replace = '乙' }", "replace"),
        ("text = { pattern = '甲', must = true, once = true }", "once"),
        ("text = { pattern = '甲', must = true, most = 3 }", "most"),
        ("text = { pattern = '甲', must = true, mild = '甲' }", "mild"),
        ("text = { pattern = '甲', replace = '乙', swap = { '甲' = '乙' } }", "swap"),
        ("chain.not-among = { people = 'principals' }", "people"),
        ("chain.not-among = { roles = ['sign'], signers = true, people = 'principals' }", "people"),
        ("layout = { text = [{ of = ['标题'], size = ['二号'], instead = ['宋体'] }] }", "instead"),
        ("layout = { text = [{ of = ['标题'], stands = ['center'], share = 0.5 }] }", "share"),
    ];
    let text: String = IDLE.iter().enumerate().map(|(n, (check, _))| rule(n, check)).collect();
    let problems = problems(&text);
    let found: Vec<(&str, &str)> = problems.iter().map(|p| (&text[p.range.clone()], p.message.as_str())).collect();
    let wanted: Vec<(&str, String)> = IDLE.iter().map(|(_, idle)| (*idle, format!("这项检查用不到“{idle}”"))).collect();
    assert_eq!(found, wanted.iter().map(|(at, said)| (*at, said.as_str())).collect::<Vec<_>>());
    // The kinds that stand here, and those that use whatever they are given.
    let listed: BTreeSet<String> =
        IDLE.iter().map(|(check, _)| check.split([' ', '.']).next().unwrap().to_owned()).collect();
    let used = ["required", "kind", "order", "count", "agree", "packet", "changed", "own", "arithmetic", "closing"];
    let used = used.into_iter().chain(["repeat", "collection", "joint", "lexicon", "near", "doubt", "whole"]);
    let used = used.chain(["doubled", "consistent", "length", "edition", "finished", "measured"]);
    let used = used.chain(["sheet", "attachment", "forward", "leftover", "outline", "pairs"]).map(str::to_owned);
    assert_eq!(listed.into_iter().chain(used).collect::<BTreeSet<_>>(), kinds());
    // What is shipped has none.
    assert!(RuleSet::load(builtin_files()).unwrap().rules.iter().all(|r| r.check.idle().is_empty()));
    // Of a wrong word as well.
    let word = "[[word]]\nid = 'X'\nwrong = '甲'\nright = '乙'\nreplace = '乙'\nswap = { '甲' = '乙' }\nseverity = 'info'\n\
                source = '本局'\nfails = ['甲']\npasses = ['乙']\n";
    let [one] = &self::problems(word)[..] else { panic!() };
    assert_eq!((&word[one.range.clone()], one.message.contains("swap")), ("swap", true));
}

#[test]
fn a_pattern_too_large_to_compile_is_refused_at_loading() {
    const KEYS: [&str; 12] = [
        "pattern",
        "mild",
        "not_after",
        "not_before",
        "not_in",
        "paragraph",
        "not_in_paragraph",
        "part_pattern",
        "year_pattern",
        "not_pattern",
        "column_pattern",
        "not_issuer_pattern",
    ];
    const LARGE: &str = r"(?:\w{99}){99}";
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    for (kind, block) in blocks().values() {
        for key in KEYS {
            let start = format!("{key} = '");
            let Some((at, _)) = block.match_indices(&start).find(|(at, _)| block[..*at].ends_with([' ', '{', '\n']))
            else {
                continue;
            };
            if seen.insert((kind.clone(), key)) {
                let from = at + start.len();
                let end = from + block[from..].find('\'').unwrap();
                let id = format!("id = \"{kind} {key} ");
                text += &format!("[[{}{LARGE}{}\n", block[..from].replacen("id = \"", &id, 1), &block[end..]);
            }
        }
    }
    // Vocabulary and lists of patterns as well.
    text += &format!("[patterns]\nlist_item = '{LARGE}'\n");
    text += &format!(
        "[[rule]]\nid = 'X'\ntitle = '例'\nsource = '本局'\nseverity = 'info'\nmessage = '例'\nhelp = '例'\nfails = ['例']\n\
         passes = ['例']\ncheck.arithmetic = {{ descent = {{ patterns = ['甲', '{LARGE}'] }} }}\n"
    );
    let problems = problems(&text);
    let kinds: BTreeSet<&str> = seen.iter().map(|(kind, _)| kind.as_str()).collect();
    assert!(kinds.len() >= 9, "{kinds:?}");
    assert_eq!(problems.len(), seen.len() + 2, "{problems:#?}");
    for problem in problems {
        assert_eq!(&text[problem.range.clone()], format!("'{LARGE}'"));
        assert!(problem.message.starts_with("正则表达式太大，展开后超过10兆字节"), "{}", problem.message);
    }
}

#[test]
fn what_says_nothing_is_refused_at_its_place() {
    let rule = |id: &str, change: (&str, &str)| {
        let text = format!(
            "[[rule]]\nid = '{id}'\ntitle = '例'\nsource = '本局'\nseverity = 'info'\nmessage = '例'\nhelp = '例'\n\
             fails = ['甲']\npasses = ['乙']\ncheck.text = {{ pattern = '(甲)', replace = '乙' }}\n"
        );
        text.replacen(change.0, change.1, 1)
    };
    for (change, place, told) in [
        (("message = '例'", "message = '例 {found'"), "'例 {found'", "没有合上"),
        (("source = '本局'", "source = ' '"), "' '", "没有写出处"),
        (("'(甲)'", "''"), "''", "是空的"),
        (("replace = '乙'", "replace = '$3'"), "[[rule]]", "$3"),
        (("replace = '乙'", "replace = '${甲}'"), "[[rule]]", "没有对应的组"),
    ] {
        let text = rule("X", change);
        let [one] = &problems(&text)[..] else { panic!("{text}: {:#?}", problems(&text)) };
        assert_eq!((&text[one.range.clone()], one.message.contains(told)), (place, true), "{}", one.message);
    }
    assert!(problems(&rule("X", ("replace = '乙'", "replace = '${1}$1x$$'"))).len() == 1);
    assert_eq!(problems(&rule("X", ("replace = '乙'", "replace = '${1}乙$1'"))), []);
}

#[test]
fn a_mistake_in_a_pattern_with_escapes_is_told_at_the_whole_string() {
    // Six signs stand for three here: places in the pattern are no places in the file.
    let text = "[patterns]\nno_attachment = \"\\n\\n\\n无))\"\n";
    let files = vec![sanbu::rule::RuleFile { name: "x.toml".to_owned(), text: text.into() }];
    let problems = sanbu::rule::RuleSet::load(files).unwrap_err();
    let told = problems.iter().find(|p| p.message.contains("右圆括号")).unwrap();
    assert_eq!(&text[told.range.clone()], "\"\\n\\n\\n无))\"");
}

#[test]
fn a_mistake_at_the_end_of_a_string_that_is_not_closed_lies_in_the_file() {
    let text = "[[ordinal]]\nname = \"1.\"\npattern =$1^(?P<m";
    let files = vec![sanbu::rule::RuleFile { name: "x.toml".to_owned(), text: text.into() }];
    let problems = sanbu::rule::RuleSet::load(files).unwrap_err();
    assert!(problems.iter().all(|p| text.get(p.range.clone()).is_some()), "{problems:?}");
}
