//! What an office adds or declares, and where the re-check stands.

use super::support::cli::Folder;
use super::support::ooxml::{self, Docx, p, par, r, table};
use super::verdict;

const LETTER: &str = "青河市水务局文件\n\n青水发〔2026〕12号\n\n青河市水务局关于做好汛前检查的通知\n\n各区水务站：\n　　现就汛前检查有关事项通知如下。\n　　请于4月底前完成检查。\n\n　　　　　　　　　　青河市水务局\n　　　　　　　　　　2026年4月9日\n\n青河市水务局　　　　2026年4月10日印发\n";

const FORM: &str = "青河市水务局发文稿纸\n标题：青河市水务局关于做好汛前检查的通知\n发文字号：青水发〔2026〕12号\n拟稿：孟一帆　2026年4月6日\n核稿：已核。乔木　2026年4月7日\n";
const SIGN: &str = "签发：同意印发。岳明山　2026年4月9日\n";
const RECHECK: &str = "复核：复核无误。齐思远　2026年4月10日\n";
const COPIES: &str = "份数：30\n";

/// A packet whose form is this text.
fn packet(folder: &Folder, name: &str, form: &str) -> String {
    folder.put(&format!("{name}/正文.txt"), LETTER);
    folder.put(&format!("{name}/发文稿纸.txt"), form);
    name.to_owned()
}

/// The verdicts of signing and re-check.
fn verdicts(folder: &Folder, name: &str) -> (String, String) {
    let packets = folder.check(&[name.to_owned()]);
    (verdict(&packets[0], "signing").to_owned(), verdict(&packets[0], "recheck").to_owned())
}

fn both(signing: &str, recheck: &str) -> (String, String) {
    (signing.to_owned(), recheck.to_owned())
}

/// 堂主 and 香堂 are nobody's words until an office adds them.
#[test]
fn a_rank_and_a_unit_word_in_toml_are_enough() {
    let folder = Folder::new("words");
    let ranked = |sign: &str| format!("{FORM}堂主审核：{sign}\n{SIGN}{RECHECK}{COPIES}");
    let entries = |second: &str| {
        format!("{FORM}会签：水文处　同意。韩冬　2026年4月8日　　漕运香堂{second}\n{SIGN}{RECHECK}{COPIES}")
    };
    packet(&folder, "级别", &ranked("同意。许平川　2026年4月8日"));
    packet(&folder, "级别空", &ranked(""));
    packet(&folder, "单位", &entries("　同意。蒋勤　2026年4月8日"));
    packet(&folder, "单位空", &entries("　同意。"));
    let said = |name: &str| {
        let all = folder.inspect(&[format!("{name}/发文稿纸.txt")]);
        let cells = all[0]["chain"].as_array().unwrap().clone();
        let one =
            |c: &serde_json::Value| format!("{} {}", c["role"].as_str().unwrap(), c["name"].as_str().unwrap_or("-"));
        cells.iter().map(one).collect::<Vec<_>>()
    };
    assert!(said("级别").iter().any(|c| c == "other_review 许平川"), "{:?}", said("级别"));
    assert_eq!(verdicts(&folder, "单位空"), both("undecided", "pass"));

    folder.put("本局.toml", "[wording]\ntops = ['堂主']\n\n[words]\nunit_ends = ['香堂']\n");
    folder.put("sanbu.toml", "rules = ['本局.toml']\n");
    assert!(said("级别").iter().any(|c| c == "leader_review 许平川"), "{:?}", said("级别"));
    assert_eq!(verdicts(&folder, "级别"), both("pass", "pass"));
    assert_eq!(verdicts(&folder, "级别空"), both("fail", "pass"));
    assert!(said("单位").iter().any(|c| c == "countersign 蒋勤"), "{:?}", said("单位"));
    assert_eq!(verdicts(&folder, "单位"), both("pass", "pass"));
    assert_eq!(verdicts(&folder, "单位空"), both("fail", "pass"));
}

/// A form on paper: pictures where people have signed.
fn pictured(sign: &str) -> Vec<u8> {
    let cell = |text: &str| p(text);
    let drawn = |properties: &str, date: &str| {
        format!("{}{}", par("", &format!("<w:r>{}</w:r>", ooxml::picture(properties, "", "rId1"))), p(date))
    };
    let rows: Vec<[String; 2]> = vec![
        [cell("标题"), cell("青河市水务局关于做好汛前检查的通知")],
        [cell("发文字号"), cell("青水发〔2026〕12号")],
        [cell("拟稿"), cell("孟一帆　2026年4月6日")],
        [cell("核稿"), drawn("name=\"图片 2\"", "2026年4月7日")],
        [cell("签发"), drawn(sign, "2026年4月9日")],
        [cell("复核"), cell("复核无误。齐思远　2026年4月10日")],
        [cell("份数"), cell("30")],
    ];
    let rows: Vec<&[String]> = rows.iter().map(|r| r.as_slice()).collect();
    let heading = par("", &r("青河市水务局发文稿纸"));
    Docx::new(&format!("{heading}{}", table(&rows))).part("image", "word/media/image1.png", "x", "").bytes()
}

#[test]
fn pictures_are_signatures_where_the_office_says_so_or_a_person_has_looked() {
    let folder = Folder::new("pictures");
    folder.put("甲/正文.txt", LETTER);
    folder.put("甲/发文稿纸.docx", pictured("name=\"图片 3\" descr=\"岳明山签名\""));
    assert_eq!(verdicts(&folder, "甲"), both("undecided", "pass"));

    folder.put("sanbu.toml", "[organisation]\npicture_signatures = true\n");
    assert_eq!(verdicts(&folder, "甲"), both("pass", "pass"));
    // A seal is no signature, nor is a picture without a day.
    folder.put("甲/发文稿纸.docx", pictured("name=\"图片 3\" descr=\"公章\""));
    assert_eq!(verdicts(&folder, "甲"), both("undecided", "pass"));

    folder.put("sanbu.toml", "");
    folder.put("甲/发文稿纸.docx", pictured("name=\"图片 3\""));
    let confirm = ["confirm", "甲", "--gate", "signing", "--by", "齐思远", "--today", "2026-04-10"];
    let output = folder.sanbu(&confirm);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(verdicts(&folder, "甲"), both("pass", "pass"));
    folder.put("甲/发文稿纸.docx", pictured("name=\"图片 4\""));
    assert_eq!(verdicts(&folder, "甲"), both("undecided", "pass"));
}

/// Nobody settles what a rule would have found that the office does not ask.
#[test]
fn a_silenced_rule_cannot_be_settled() {
    let folder = Folder::new("silenced");
    packet(&folder, "甲", &format!("{FORM}签发：不同意。岳明山　2026年4月9日\n{RECHECK}{COPIES}"));
    assert_eq!(verdicts(&folder, "甲"), both("fail", "pass"));
    folder.put("sanbu.toml", "[select]\noff = ['FORM-reject-a']\n");
    let output = folder.sanbu(&["confirm", "甲", "--gate", "signing", "--by", "齐思远"]);
    assert_ne!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!folder.has("甲/packet.toml"));
}

#[test]
fn the_recheck_may_stand_on_a_slip() {
    let folder = Folder::new("slips");
    let bare = format!("{FORM}{SIGN}{COPIES}");
    let slip = |number: &str, sign: &str| format!("青河市水务局复核单\n发文字号：{number}\n复核：{sign}\n");
    let own = "青水发〔2026〕12号";
    let good = "复核无误。齐思远　2026年4月10日";
    packet(&folder, "无", &bare);
    assert_eq!(verdicts(&folder, "无"), both("pass", "undecided"));
    let mut at = 0;
    let mut with = |form: &str, slips: &[(&str, Vec<u8>)]| {
        at += 1;
        let name = packet(&folder, &format!("件{at}"), form);
        slips.iter().for_each(|(file, bytes)| drop(folder.put(&format!("{name}/{file}"), bytes)));
        verdicts(&folder, &name).1
    };
    let text = |number: &str, sign: &str| slip(number, sign).into_bytes();
    assert_eq!(with(&bare, &[("复核单.txt", text(own, good))]), "pass");
    let rows: Vec<[String; 2]> = vec![[p("发文字号"), p(own)], [p("复核"), p(good)]];
    let rows: Vec<&[String]> = rows.iter().map(|r| r.as_slice()).collect();
    let docx = Docx::new(&format!("{}{}", par("", &r("复核记录")), table(&rows))).bytes();
    assert_eq!(with(&bare, &[("复核记录.docx", docx)]), "pass");
    let cells = |row: usize, a: &str, b: &str| {
        let cell =
            |column: &str, text: &str| format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#);
        format!(r#"<row r="{row}">{}{}</row>"#, cell("A", a), cell("B", b))
    };
    let sheet = format!(
        "<sheetData>{}{}{}</sheetData>",
        cells(1, "印前检查表", ""),
        cells(2, "发文字号", own),
        cells(3, "复核人", good)
    );
    assert_eq!(with(&bare, &[("印前检查表.xlsx", ooxml::workbook(&[("name=\"印前检查表\"", sheet)], "", ""))]), "pass");
    // Signed by nobody, refused, of another document, or not understood.
    assert_eq!(with(&bare, &[("复核单.txt", text(own, ""))]), "fail");
    assert_eq!(with(&bare, &[("复核单.txt", text(own, "发现错误，退回。齐思远　2026年4月10日"))]), "fail");
    assert_eq!(with(&bare, &[("复核单.txt", text("青水发〔2026〕31号", good))]), "undecided");
    let faulty = format!("{}附件：不齐全\n", slip(own, good));
    assert_eq!(with(&bare, &[("复核单.txt", faulty.into_bytes())]), "undecided");
    // One good record hides no other; what was cleared later is history.
    let cell = format!("{bare}{RECHECK}");
    assert_eq!(with(&cell, &[("复核单.txt", text(own, "退回。齐思远　2026年4月10日"))]), "fail");
    assert_eq!(with(&cell, &[("复核单.txt", text(own, "退回。齐思远　2026年4月9日"))]), "pass");
    assert_eq!(with(&cell, &[("复核单.txt", text(own, good))]), "pass");
}

/// Sent back and begun again by the drafter: each round is in order, and the rounds are not compared.
#[test]
fn a_chain_that_repeats_some_of_its_steps_passes() {
    let folder = Folder::new("rounds");
    let row =
        |step: &str, who: &str, said: &str, day: u32| [p(step), p(who), p(said), p(&format!("2026-04-{day:02} 09:00"))];
    let form = |sign: &str| {
        let rows = [
            [p("环节"), p("办理人"), p("意见"), p("完成时间")],
            row("拟稿", "孟一帆", "请审核", 1),
            row("科室负责人审核", "苏里", "同意报审", 2),
            row("核稿", "乔木", "退回修改", 3),
            row("拟稿", "孟一帆", "已修改", 4),
            row("核稿", "乔木", "已核", 5),
            row("签发", "岳明山", sign, 9),
            row("复核", "齐思远", "复核无误", 10),
        ];
        let rows: Vec<&[String]> = rows.iter().map(|r| r.as_slice()).collect();
        let lines = [
            p("青河市水务局发文稿纸"),
            p("标题：青河市水务局关于做好汛前检查的通知"),
            p("发文字号：青水发〔2026〕12号"),
            p("份数：30"),
        ];
        Docx::new(&format!("{}{}", lines.concat(), table(&rows))).bytes()
    };
    folder.put("甲/正文.txt", LETTER);
    folder.put("甲/发文稿纸.docx", form("同意印发"));
    assert_eq!(verdicts(&folder, "甲"), both("pass", "pass"));
    folder.put("甲/发文稿纸.docx", form("退回修改"));
    assert_eq!(verdicts(&folder, "甲").0, "fail");
}
