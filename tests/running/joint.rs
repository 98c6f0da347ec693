//! Joint documents: mark, title, signatures and countersignatures name the same organs. Minutes and double kinds.

use sanbu::finding::Stage;
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

const MARK: &str = "GBT9704-7.2.4-c-organs";
const TITLE: &str = "GBT9704-7.3.1-b-organs";
const FORM: &str = "FORM-joint-a";

/// Mark, organs in the title, signatures, the rules that must find something, and what is lacking.
type Document = (&'static str, &'static str, &'static [&'static str], &'static [&'static str], &'static str);

const DOCUMENTS: &[Document] = &[
    ("青山县教育局\n青山县财政局文件", "青山县教育局　青山县财政局", &["青山县教育局", "青山县财政局"], &[], ""),
    ("青山县教育局文件", "青山县教育局　青山县财政局", &["青山县教育局", "青山县财政局"], &[], ""),
    ("青山县教育局　青山县财政局文件", "县教育局、县财政局", &["县教育局", "县财政局"], &[], ""),
    (
        "青山县人力资源和社会保障局　青山县发展和改革委员会文件",
        "青山县人社局　青山县发展改革委",
        &["青山县人力资源和社会保障局", "青山县发展和改革委员会"],
        &[],
        "",
    ),
    (
        "中共青山县委办公室文件",
        "中共青山县委办公室　青山县人民政府办公室",
        &["中共青山县委办公室", "青山县人民政府办公室"],
        &[],
        "",
    ),
    ("中共青山县委　青山县人民政府文件", "县委、县政府", &["中共青山县委", "青山县人民政府"], &[], ""),
    ("青山县教育局文件", "青山县教育局等三部门", &["青山县教育局", "青山县财政局", "青山县民政局"], &[], ""),
    ("青山县教育局文件", "青山县教育局等部门", &["青山县教育局", "青山县财政局", "青山县民政局"], &[], ""),
    ("青山县教育局文件", "", &["青山县教育局", "青山县财政局"], &[], ""),
    ("青山县人民政府文件", "青山县人民政府", &["青山县人民政府"], &[], ""),
    ("青山县教育局　青山县财政局文件", "", &["青山县教育局", "青山县财政局", "青山县民政局"], &[MARK], "民政局"),
    ("青山县教育局　青山县财政局文件", "青山县教育局　青山县财政局", &["青山县教育局"], &[MARK, TITLE], "财政局"),
    ("青山县教育局文件", "青山县教育局　青山县财政局", &["青山县教育局", "青山县民政局"], &[TITLE], "民政局"),
    ("青山县教育局文件", "青山县教育局", &["青山县教育局", "青山县财政局"], &[TITLE], "财政局"),
    (
        "青山县教育局文件",
        "青山县教育局等四部门",
        &["青山县教育局", "青山县财政局", "青山县民政局"],
        &[TITLE],
        "4个机关",
    ),
    (
        "中共青山县委办公室文件",
        "中共青山县委办公室",
        &["中共青山县委办公室", "青山县人民政府办公室"],
        &[TITLE],
        "政府办公室",
    ),
];

fn document(mark: &str, title: &str, signed: &[&str]) -> String {
    let signed: Vec<String> = signed.iter().map(|organ| format!("　　　　{organ}")).collect();
    format!(
        "{mark}\n\n青教〔2026〕3号\n\n{title}关于做好资助工作的通知\n\n各学校：\n　　请按照规定做好资助工作。\n\n{}\n　　　　2026年3月5日\n",
        signed.join("　")
    )
}

fn found(files: &[(&str, String)]) -> Vec<(String, String)> {
    let rules = RuleSet::builtin().unwrap();
    let files: Vec<_> = files.iter().map(|(name, text)| packet::load(name, text.as_bytes(), &rules.terms)).collect();
    let options = Options { stage: Stage::Print, ..Options::default() };
    let packets = packet::group("", files, &rules.terms);
    assert_eq!(packets.len(), 1);
    let report = run::check(&packets[0], &rules, &options);
    report.findings.into_iter().map(|f| (f.rule.id.clone(), f.message.to_string())).collect()
}

#[test]
fn the_same_organs_are_named_everywhere() {
    let wanted = [MARK, TITLE, "GBT9704-7.2.4-a", "GBT9704-7.2.4-c"];
    for (mark, title, signed, want, lack) in DOCUMENTS {
        let all = found(&[("正文.txt", document(mark, title, signed))]);
        let told: Vec<&(String, String)> = all.iter().filter(|(rule, _)| wanted.contains(&rule.as_str())).collect();
        let mut ids: Vec<&str> = told.iter().map(|(rule, _)| rule.as_str()).collect();
        ids.dedup();
        assert_eq!(&ids, want, "{mark} {title} {signed:?}: {told:#?}");
        assert!(ids.is_empty() || told.iter().any(|(_, message)| message.contains(lack)), "{told:#?}");
    }
}

#[test]
fn every_organ_has_countersigned() {
    let text = document("青山县教育局文件", "青山县教育局　青山县财政局", &["青山县教育局", "青山县财政局"]);
    let form = |countersigned: &str| {
        format!(
            "青山县教育局发文稿纸\n标题：青山县教育局 青山县财政局关于做好资助工作的通知\n拟稿：苏敏　2026年3月1日\n核稿：已核。方景行　2026年3月2日\n{countersigned}\
             签发：同意。林远　2026年3月5日\n复核：无误。何静宜　2026年3月6日\n"
        )
    };
    for (cell, told) in [
        ("会签：县财政局：同意。江鸣　2026年3月4日\n", false),
        ("会签：县民政局：同意。江鸣　2026年3月4日\n", true),
        ("会签：\n", true),
    ] {
        let all = found(&[("正文.txt", text.clone()), ("发文稿纸.txt", form(cell))]);
        assert_eq!(all.iter().any(|(rule, _)| rule == FORM), told, "{cell}: {all:#?}");
    }
}

#[test]
fn a_request_that_calls_itself_a_report_too_is_called_so_once() {
    let text = |kind: &str| {
        format!(
            "青山县水利局文件\n\n青水〔2026〕3号　　　　签发人：林远\n\n青山县水利局关于修建水库的{kind}\n\n县人民政府：\n　　拟在青山镇修建水库一座。\n　　\
             妥否，请批示。\n\n　　　　青山县水利局\n　　　　2026年3月5日\n"
        )
    };
    for kind in ["请示报告", "请示（报告）"] {
        let all = found(&[("正文.txt", text(kind))]);
        let told: Vec<_> =
            all.iter().filter(|(rule, _)| rule.starts_with("TL-15.4") || rule.starts_with("PRAC-title")).collect();
        assert!(told.len() == 1 && told[0].0 == "TL-15.4-b-title" && told[0].1.contains(kind), "{told:#?}");
    }
    let all = found(&[("正文.txt", text("请示"))]);
    assert!(all.iter().all(|(rule, _)| rule != "TL-15.4-b-title"), "{all:#?}");
}

#[test]
fn minutes_number_their_issues_and_say_to_whom_they_go() {
    for number in ["〔2026〕5期", "第5期", "〔2026〕5号"] {
        let text = format!(
            "青山县人民政府常务会议纪要\n\n{number}\n\n青山县人民政府办公室　　　　2026年3月5日\n\n　　2026年3月4日，县长林远主持召开县人民政府常务会议，研究防汛工作。\n　　\
             会议议定，由县水利局牵头，开展水库排查。\n　　出席：林远、苏敏\n\n分送：县委办公室，各乡镇人民政府。\n青山县人民政府办公室　　　　2026年3月6日印发\n"
        );
        let all = found(&[("正文.txt", text)]);
        let of_form = |rule: &str| rule.starts_with("FORM");
        assert!(all.iter().all(|(rule, _)| of_form(rule)), "{number}: {all:#?}");
    }
}
