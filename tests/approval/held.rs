//! What a person in the print room would stop at: remarks on the form, papers in the packet, cells that nobody has filled
//! in, texts that are not final. One change to a clean packet, and what each gate may say.
//!
//! The table was written from the kinds alone. Everything in it is invented.

use serde_json::Value;

use super::enclosures::{Base, packet};
use super::support::cli::Folder;
use super::verdict;
use Base::{Beside, Bound, Issue, Plain};

/// Base, changes as in `enclosures`, and what signing, enclosures and re-check may say.
type Row = (Base, &'static str, [&'static str; 3]);

const PASS: [&str; 3] = ["p", "p", "p"];
const SIGNING: [&str; 3] = ["fu", "p", "p"];
const TEXT: [&str; 3] = ["p", "fu", "p"];
const OPEN: [&str; 3] = ["p", "u", "p"];
const RECHECK: [&str; 3] = ["p", "p", "fu"];

const ROWS: &[Row] = &[
    (Plain, "", PASS),
    (Issue, "", PASS),
    // ── the form itself says so ──
    (Plain, "稿纸:附件：无=>附件：无\n备注：本件暂不付印，候主任通知", SIGNING),
    (Plain, "稿纸:附件：无=>附件：无\n备注：附件随后补", SIGNING),
    (Plain, "稿纸:附件：无=>附件：无\n备注：附件1待核", SIGNING),
    (Plain, "稿纸:附件：无=>附件：无\n备注：缺县公安局会签", SIGNING),
    (Plain, "稿纸:附件：无=>附件：无\n说明：此件先不发", SIGNING),
    (Plain, "稿纸:附件：无=>附件：无\n备注：请双面印制，附件另装订", PASS),
    (Plain, "稿纸:附件：无=>附件：无\n备注：未经签发不得印制", PASS),
    (Plain, "稿纸:附件：无=>附件：无\n备注：印后送公路科2份", PASS),
    (Plain, "稿纸:附件：无=>附件：无\n拟办意见：拟请郑局长签发。温婉如 2026年3月4日", PASS),
    (Plain, "稿纸:附件：无=>附件：无\n校对：待校", RECHECK),
    (Plain, "稿纸:附件：无=>附件：无\n校对：发现错误3处，未改。姜禾生 2026年3月5日", RECHECK),
    (Plain, "稿纸:附件：无=>附件：无\n校对：发现错误3处，已改正。姜禾生 2026年3月5日", PASS),
    // ── printed cells of names that no list has ──
    (Plain, "稿纸:签发：同意=>专家论证：\n签发：同意", SIGNING),
    (Plain, "稿纸:签发：同意=>审计意见：\n签发：同意", SIGNING),
    (Plain, "稿纸:签发：同意=>局党组审议：____\n签发：同意", SIGNING),
    (Plain, "稿纸:签发：同意=>县长办公会：\n签发：同意", SIGNING),
    (Plain, "稿纸:签发：同意=>稳定风险评估：　　年　月　日\n签发：同意", SIGNING),
    (Plain, "稿纸:签发：同意=>专家论证：2026年3月4日论证通过\n签发：同意", PASS),
    (Plain, "稿纸:签发：同意=>局党组审议：经3月4日局党组会审议同意\n签发：同意", PASS),
    (Plain, "稿纸:签发：同意=>专家论证：无需\n签发：同意", PASS),
    (Plain, "稿纸:附件：无=>附件：无\n协审单位：", PASS),
    (Plain, "稿纸:附件：无=>附件：无\n归档编号：", PASS),
    (Plain, "稿纸:会签：无需=>会签：见会签单", SIGNING),
    // ── a paper that lies beside it ──
    (Plain, "+退文告知单.txt=退文告知单\n文号：青交函〔2026〕7号\n退文原因：没有征求县公安局意见。\n", SIGNING),
    (Plain, "+领导批示.txt=此件暂缓印发。郑远航 2026年3月6日\n", SIGNING),
    (Plain, "+批示.txt=该函请再征求县公安局意见。郑远航 2026年3月6日\n", SIGNING),
    (Plain, "+撤稿说明.txt=撤稿说明\n因情况变化，申请撤稿。\n公路科 2026年3月6日\n", SIGNING),
    (Plain, "+合法性审查意见书.txt=合法性审查意见书\n审查意见：不通过。乔安之 2026年3月4日\n", SIGNING),
    (Plain, "+会签单.txt=会签单\n县公安局：不同意。丁若谷 2026年3月4日\n", SIGNING),
    (Plain, "+印制要求.txt=待郑局长确认后再付印。\n", SIGNING),
    (Plain, "+核稿意见单.txt=核稿意见单\n核稿意见：第二段依据不足，请补充后重新送核。\n", SIGNING),
    (Plain, "+合法性审查意见书.txt=合法性审查意见书\n审查意见：未发现违法情形。乔安之 2026年3月4日\n", PASS),
    (Plain, "+征求意见情况.txt=征求意见情况\n县公安局不同意第二条，已采纳修改。\n", PASS),
    (Plain, "+领导批示.txt=同意印发，请抓紧。郑远航 2026年3月5日\n", PASS),
    // Another document's slip says nothing of this one.
    (Plain, "+退文告知单.txt=退文告知单\n文号：青交函〔2026〕2号\n退文原因：没有会签。\n", ["p", "pu", "p"]),
    // ── nothing below the head ──
    (Plain, "两局采用同一技术标准修补路面、更换标志标牌。\n　　二、共享巡查信息=>二、共享巡查信息", ["p", "u", "p"]),
    (Plain, "　　以上意见是否妥当，请予函复。\n=>　　以上意见请按下列材料函复：\n", ["p", "f", "p"]),
    (Plain, "　　以上意见是否妥当，请予函复。\n=>　　以上意见如无不妥，请予函复并将联络员\n", OPEN),
    (Plain, "　　以上意见是否妥当，请予函复。\n=>　　为尽快修复，商请贵局\n", OPEN),
    (Plain, "　　以上意见是否妥当，请予函复。\n=>　　特此函商\n", PASS),
    (Plain, "修补路面、更换标志标牌。=>修补路面、", OPEN),
    (Bound, "雨情、水情和尚未办结的事项。=>雨情、水情和尚未", OPEN),
    (Issue, "　　第二条　本办法自2026年4月1日起施行。=>　　第二条　用水单位应当安装计量设施，并", OPEN),
    // ── left open, notes, and what machines leave ──
    (Plain, "32.6千米=>____千米", ["p", "f", "p"]),
    (Plain, "两局每月交换一次=>两局于2026年4月　日前交换一次", ["p", "f", "p"]),
    (Plain, "两局每月交换一次=>两局共□人每月交换一次", ["p", "f", "p"]),
    (Plain, "请予函复。=>请予函复。联系人：○○○。", ["p", "f", "p"]),
    (Plain, "请予函复。=>请予函复，见错误!未找到引用源。", ["p", "f", "p"]),
    (Plain, "请予函复。=>请予函复。锟斤拷", ["p", "f", "p"]),
    (Plain, "请予函复。\n=>请予函复。\n　　以上内容仅供参考，您可以根据实际情况修改。\n", ["p", "f", "p"]),
    (Plain, "请予函复。\n=>请予函复。\n　　（此处加一段经费来源）\n", ["p", "f", "p"]),
    (Plain, "请予函复。\n=>请予函复。\n　　（郑局长：这一条要不要留，请定。）\n", OPEN),
    (Plain, "请予函复。\n=>请予函复。\n　　待公路科补充。\n", OPEN),
    (Plain, "请予函复。\n=>请予函复。\n　　……\n", OPEN),
    (
        Plain,
        "　　以上意见=>　　一、统一养护标准\n　　两局采用同一技术标准修补路面、更换标志标牌。\n　　二、共享巡查信息\n　　两局每月交换一次巡查记录，紧急情况随时通报。\n　　以上意见",
        OPEN,
    ),
    // ── marks of a draft ──
    (Plain, "青禾县交通运输局\n\n　=>初稿\n青禾县交通运输局\n\n　", OPEN),
    (Plain, "公路的函\n\n=>公路的函\n（讨论稿）\n\n", TEXT),
    (Issue, "\n青禾县用水管理办法\n=>\n青禾县用水管理办法（征求意见稿）\n", TEXT),
    (Issue, "\n青禾县用水管理办法\n=>\n青禾县节水奖励办法\n", ["p", "f", "p"]),
    (Issue, "第二条　本办法=>第二条　用水申请表见附件1。本办法", OPEN),
    (Issue, "起施行。\n=>起施行。\n　　附件：用水申请表\n", OPEN),
    // ── what the body says goes with it ──
    (Plain, "请予函复。=>请予函复。后附路段明细表。", ["p", "f", "p"]),
    (Plain, "请予函复。=>请予函复。附路段清单一份。", ["p", "f", "p"]),
    (Plain, "请予函复。=>请予函复。路段位置如下图所示。", ["p", "f", "p"]),
    (Plain, "请予函复。=>请予函复，有关附近路段一并养护。", PASS),
    (Bound, "于2026年3月27日前完成。=>于2026年3月27日前完成。随文附送《抢险队伍登记表》。", OPEN),
    (Bound, "于2026年3月27日前完成。=>于2026年3月27日前完成。按照青政发〔2025〕3号文件附件1执行。", PASS),
    // ── enclosures that only point elsewhere ──
    (Bound, "under:　　（以最终稿为准）", ["p", "f", "p"]),
    (Bound, "under:　　见OA系统附件", ["p", "f", "p"]),
    (Bound, "under:　　具体内容见压缩包", ["p", "f", "p"]),
    (Bound, "under:　　（各乡镇上报后汇总）", ["p", "f", "p"]),
    (Bound, "under:　　TBD", ["p", "f", "p"]),
    (Bound, "under:　　请到县政府网站下载", ["p", "f", "p"]),
    (Bound, "under:https://pan.example.cn/s/1abcd 提取码：8899", ["p", "f", "p"]),
    // ── two texts of one attachment ──
    (Beside, "+附件2.尚未完成整改问题清单（定稿）.txt=附件2\n\n尚未完成整改问题清单\n\n　　另外一种内容。\n", TEXT),
    // ── the number ──
    (Plain, "　　　　　　　　　　　　　　　　　　青交函〔2026〕7号\n\n=>", ["p", "p", "fu"]),
    // ── what was said of it and is settled ──
    (Plain, "稿纸:签发：同意印发。=>签发：不同意见已协商一致，同意印发。", PASS),
    (Plain, "稿纸:签发：同意印发。=>签发：同意，不得迟于3月8日。", PASS),
    (Plain, "稿纸:签发：同意印发。=>签发：同意，与春运通知合并印发。", SIGNING),
];

#[test]
fn what_a_person_would_stop_at_is_not_passed() {
    let folder = Folder::new("held");
    let mut paths = Vec::new();
    for (at, (base, change, _)) in ROWS.iter().enumerate() {
        let path = format!("{at:03}");
        for (name, bytes) in packet(*base, change) {
            folder.put(&format!("{path}/{name}"), bytes);
        }
        paths.push(path);
    }
    let mut wrong = Vec::new();
    for (packet, (base, change, want)) in folder.check(&paths).iter().zip(ROWS) {
        let got = ["signing", "enclosures", "recheck"].map(|gate| verdict(packet, gate));
        if !got.iter().zip(want).all(|(got, want)| want.contains(&got[..1])) {
            let found: Vec<&Value> = packet["findings"].as_array().unwrap().iter().map(|f| &f["message"]).collect();
            wrong.push(format!("{base:?} {change}\n   {got:?}, want {want:?}\n   {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}
