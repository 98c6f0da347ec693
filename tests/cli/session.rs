//! Which rules hold where, worked out from texts alone.

use std::sync::Arc;

use sanbu::finding::{Severity, Stage};
use sanbu::session::{CommandLine, InForce, Refused, Rules, Session, SettingsFile, rule_file};
use sanbu::tree::{Found, Memory};

const OWN: &str = r#"
[[word]]
id = "OWN-word-a"
wrong = "稍侯"
right = "稍候"
severity = "warning"
source = "惯例"
fails = ["请稍侯再来。"]
passes = ["请稍候再来。"]
"#;

const SETTINGS: &str = r#"
rules = ["own.toml"]
ignore = ["DRAFT-*"]
[severity]
"OWN-word-a" = "info"
[[override]]
paths = ["急件/**"]
stage = "draft"
ignore = []
"#;

fn read(text: &str) -> SettingsFile {
    SettingsFile::read("sanbu.toml".to_owned(), text.to_owned()).unwrap()
}

fn rules() -> Rules {
    let own = vec![rule_file("own.toml".to_owned(), OWN.to_owned()).unwrap()];
    Rules { shipped: true, own }
}

/// What holds for the one packet of a tree.
fn of_packet(session: &Session<'_>, path: &str) -> Arc<InForce> {
    let files = vec![(path.to_owned(), Ok("关于试行的通知\n".as_bytes().to_vec()))];
    let mut found = Memory::new("", files).packets(&session.base(false).rules.terms);
    let Some(Found::Packet(mut packet)) = found.pop() else { panic!("no packet") };
    session.of_packet(&mut packet, str::to_owned, false)
}

fn severity(by: &InForce, id: &str) -> Option<Severity> {
    by.rules.rules.iter().find(|rule| rule.id == id)?.severity.at(by.options.stage)
}

#[test]
fn overrides_and_the_command_line_change_what_the_settings_say() {
    let settings = read(SETTINGS);
    let session = Session::new(&settings, rules().for_checking(&settings).unwrap(), CommandLine::default(), |_| false);
    let (plain, urgent) = (of_packet(&session, "发文/正文.txt"), of_packet(&session, "急件/甲/正文.txt"));
    assert_eq!((plain.options.stage, urgent.options.stage), (Stage::Print, Stage::Draft));
    assert_eq!(severity(&plain, "OWN-word-a"), Some(Severity::Info));
    let drafts = |by: &InForce| by.rules.rules.iter().filter(|rule| rule.id.starts_with("DRAFT-")).count();
    assert!(drafts(&plain) == 0 && drafts(&urgent) > 0);
    assert!(Arc::ptr_eq(&plain, &session.base(false)), "worked out once");
    let files: Vec<&str> = session.files().iter().map(|file| file.path.as_str()).collect();
    assert_eq!(files, ["sanbu.toml", "own.toml"]);

    let severities = [("OWN-*".to_owned(), Severity::Error)];
    let line = CommandLine { stage: Some(Stage::Release), severity: &severities, ..CommandLine::default() };
    let session = Session::new(&settings, rules().for_checking(&settings).unwrap(), line, |_| false);
    let urgent = of_packet(&session, "急件/甲/正文.txt");
    assert_eq!((urgent.options.stage, severity(&urgent, "OWN-word-a")), (Stage::Release, Some(Severity::Error)));
    assert!(session.unknown("OWN-word-a").is_none() && session.unknown("OWN-word-z").is_some());
}

#[test]
fn settings_that_were_handed_in_are_named_and_let_nothing_pass() {
    let mut settings = read(SETTINGS);
    settings.handed_in = true;
    let loaded = rules().for_checking(&settings).unwrap();
    let session = Session::new(&settings, loaded, CommandLine::default(), |name| name == "own.toml");
    assert_eq!(session.base(true).options.inside, ["sanbu.toml", "own.toml"]);
    assert_eq!(session.base(true).options.stage_by.as_deref(), Some("sanbu.toml"));
    assert!(session.base(false).options.inside.is_empty() && session.base(false).options.stage_by.is_none());
}

#[test]
fn mistakes_are_told_with_the_text_that_they_stand_in() {
    let settings = read("ignore = ['NO-such-rule']\n");
    let refused = Rules { shipped: true, own: Vec::new() }.for_checking(&settings).unwrap_err();
    let Refused::Mistakes { files, problems } = refused else { panic!("{refused:?}") };
    assert_eq!(files[0].1.slice(problems[0].range.clone()), "'NO-such-rule'");
    // Shipped rules may be named although only their vocabulary is in force.
    let settings = read("ignore = ['GBT9704-*']\n");
    let loaded = Rules { shipped: false, own: Vec::new() }.for_checking(&settings).unwrap();
    let session = Session::new(&settings, loaded, CommandLine::default(), |_| false);
    assert!(session.base(false).rules.rules.is_empty());
    let other = rule_file("letter.toml".to_owned(), "name = 'x'\n".to_owned()).unwrap_err();
    assert!(matches!(other, Refused::Told(told) if told.contains("letter.toml") && !told.contains("'x'")));
}
