//! Single changes to the good packets, and what each must lead to.

use super::good::Packet;
use Part::{Add, Both, Drop, File, Form, Main, Rename};

/// Where the change is made. Names are those of the files in the packet folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// In the main document.
    Main,
    /// On the approval form.
    Form,
    /// In both, so that they still agree.
    Both,
    /// In an attachment file.
    File(&'static str),
    /// The file is taken away.
    Drop(&'static str),
    /// A file with the text `to` is put there, in place of one of that name.
    Add(&'static str),
    /// The file is renamed to `to`.
    Rename(&'static str),
}

/// What a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    Fail,
    Undecided,
}

/// One change.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The rule that must fire.
    pub rule: &'static str,
    /// ASCII, for paths and messages.
    pub name: &'static str,
    /// Kind of the good packet it starts from.
    pub base: &'static str,
    pub part: Part,
    /// Stands exactly once in the part; empty where the whole file is meant.
    pub from: &'static str,
    pub to: &'static str,
    /// Signing, enclosures, re-check.
    pub gates: [Verdict; 3],
    /// Other rules that rightly fire too.
    pub others: &'static [&'static str],
    /// Rules that may fire or not: the same clause under another id, or a reading both ways.
    pub may: &'static [&'static str],
}

#[allow(clippy::too_many_arguments)]
const fn f(
    rule: &'static str,
    name: &'static str,
    base: &'static str,
    part: Part,
    from: &'static str,
    to: &'static str,
    gates: &str,
    others: &'static [&'static str],
) -> Fault {
    let [a, b, c] = *gates.as_bytes() else { panic!("three gates") };
    let gates = [verdict(a), verdict(b), verdict(c)];
    Fault { rule, name, base, part, from, to, gates, others, may: &[] }
}

const fn verdict(letter: u8) -> Verdict {
    match letter {
        b'p' => Verdict::Pass,
        b'f' => Verdict::Fail,
        b'u' => Verdict::Undecided,
        _ => panic!("p, f or u"),
    }
}

impl Fault {
    const fn may(mut self, rules: &'static [&'static str]) -> Self {
        self.may = rules;
        self
    }

    /// The packet folder after the change: file names and texts, in order.
    pub fn folder(&self, packet: &Packet) -> Vec<(String, String)> {
        let mut files = super::folder(packet);
        match self.part {
            Main => self.replace(&mut files, super::MAIN),
            Form => self.replace(&mut files, super::FORM),
            Both => {
                self.replace(&mut files, super::MAIN);
                self.replace(&mut files, super::FORM);
            }
            File(name) => self.replace(&mut files, name),
            Drop(name) => {
                at(&files, name);
                files.retain(|(n, _)| n != name);
            }
            Add(name) => {
                files.retain(|(n, _)| n != name);
                files.push((name.to_owned(), self.to.to_owned()));
            }
            Rename(name) => {
                let file = at(&files, name);
                files[file].0 = self.to.to_owned();
            }
        }
        files
    }

    fn replace(&self, files: &mut [(String, String)], name: &str) {
        let text = &mut files[at(files, name)].1;
        let times = text.matches(self.from).count();
        assert_eq!(times, 1, "{}/{}: {:?} in {name}", self.rule, self.name, self.from);
        *text = text.replacen(self.from, self.to, 1);
    }
}

fn at(files: &[(String, String)], name: &str) -> usize {
    let found = files.iter().position(|(n, _)| n == name);
    found.unwrap_or_else(|| panic!("no file {name}"))
}

/// All changes.
#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    // ── approval form ──
    f("FORM-exist-a", "no-form", "函", Drop("发文稿纸.txt"), "", "", "fpu", &[]).may(&["FORM-recheck-a", "FORM-node-a"]),
    f("FORM-node-a", "sign-empty", "通知", Form, "签发：同意印发。周启明　2026年3月5日", "签发：", "fpp", &[]).may(&["FORM-skip-a"]),
    f("FORM-node-a", "drafter-empty", "通知", Form, "拟稿人：林远　2026年3月2日", "拟稿人：", "fpp", &["FORM-skip-a"]),
    f("FORM-node-a", "sign-placeholder", "函", Form, "同意印发。郑远航　2026年3月5日", "（签名）　　年　月　日", "fpp", &[]).may(&["FORM-skip-a", "DRAFT-place-a"]),
    f("FORM-node-b", "sign-no-date", "通知", Form, "同意印发。周启明　2026年3月5日", "同意印发。周启明", "fpp", &[]),
    f("FORM-node-b", "check-no-date", "请示", Form, "已核。唐以宁　2026年3月4日", "已核。唐以宁", "fpp", &[]),
    f("FORM-skip-a", "check-empty", "通知", Form, "核稿：已核。方景行　2026年3月4日", "核稿：", "fpp", &["FORM-node-a"]),
    f("FORM-skip-a", "check-empty-minutes", "纪要", Form, "核稿：已核。乔安之　2026年3月4日", "核稿：", "fpp", &["FORM-node-a"]),
    f("FORM-order-a", "check-after-sign", "通知", Form, "已核。方景行　2026年3月4日", "已核。方景行　2026年3月6日", "fpp", &[]),
    f("FORM-redirect-a", "please-other-sign", "通知", Form, "同意印发。周启明　2026年3月5日", "请宋致和签发。周启明　2026年3月5日", "fpp", &[]).may(&["FORM-node-a"]),
    f("FORM-redirect-a", "please-other-sign-report", "报告", Form, "同意印发。程望舒　2026年3月5日", "请宋致和同志签发。程望舒　2026年3月5日", "fpp", &[]).may(&["FORM-node-a"]),
    f("FORM-reject-a", "not-agreed", "通知", Form, "同意印发。周启明　2026年3月5日", "不同意。周启明　2026年3月5日", "fpp", &[]),
    f("FORM-reject-a", "revise-and-resubmit", "请示", Form, "同意印发。江一鸣　2026年3月5日", "修改后重报。江一鸣　2026年3月5日", "fpp", &[]),
    f("FORM-reject-a", "held", "函", Form, "同意印发。郑远航　2026年3月5日", "缓发。郑远航　2026年3月5日", "fpp", &[]),
    f("FORM-recheck-a", "recheck-empty", "通知", Form, "复核：复核无误。何静宜　2026年3月6日", "复核：", "ppf", &[]),
    f("FORM-recheck-a", "recheck-no-date", "请示", Form, "复核无误。孟晓岚　2026年3月6日", "复核无误。孟晓岚", "ppf", &[]),
    f("FORM-recheck-a", "recheck-no-name", "报告", Form, "复核无误。谭雅琴　2026年3月5日", "复核无误。　2026年3月5日", "ppf", &[]),
    f("FORM-order-c", "recheck-before-sign", "通知", Form, "复核无误。何静宜　2026年3月6日", "复核无误。何静宜　2026年3月4日", "ppf", &[]),
    f("FORM-order-c", "printed-before-recheck", "通知", Main, "2026年3月6日印发", "2026年3月5日印发", "ppf", &[]),
    f("FORM-date-a", "impossible", "通知", Form, "已核。方景行　2026年3月4日", "已核。方景行　2026年2月30日", "fpp", &[]).may(&["FORM-node-b", "FORM-order-a"]),
    f("FORM-node-b", "no-year", "通知", Form, "已核。方景行　2026年3月4日", "已核。方景行　3月4日", "fpp", &[]),
    f("FORM-date-c", "document-dated-earlier", "通知", Main, "　2026年3月5日\n", "　2026年3月4日\n", "ppp", &[]),
    f("FORM-date-c", "document-dated-later", "请示", Main, "　2026年3月5日\n", "　2026年3月6日\n", "ppp", &[]),
    f("FORM-match-a", "other-kind", "通知", Form, "准备工作的通知", "准备工作的通报", "ppp", &[]),
    f("FORM-match-a", "other-subject", "函", Form, "联合养护界河公路", "联合养护界河大桥", "ppp", &[]),
    f("FORM-match-b", "other-number", "通知", Form, "〔2026〕12号", "〔2026〕13号", "ppp", &[]),
    f("FORM-match-b", "secret-on-form-only", "通知", Form, "密级：无", "密级：秘密", "ppp", &[]).may(&["TL-30-a"]),
    f("FORM-match-b", "other-recipient", "函", Form, "主送：白苇县交通运输局", "主送：白苇县公安局", "ppp", &[]),
    f("FORM-match-b", "other-copies", "报告", Form, "抄送：青禾县公安局，青禾县市场监督管理局", "抄送：青禾县公安局", "ppp", &[]),
    f("FORM-match-c", "other-signer", "请示", Main, "签发人：江一鸣", "签发人：江鹤年", "ppp", &[]),
    f("FORM-match-d", "one-of-two", "通知", Form, "附件：1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单", "附件：1.汛期值班安排表", "pfp", &[]).may(&["ATT-dir-g"]),
    f("FORM-match-d", "none-on-form", "请示", Form, "附件：石桥河水文监测站建设方案", "附件：无", "pfp", &[]).may(&["ATT-dir-g"]),
    f("FORM-node-c", "sign-no-opinion", "通知", Form, "同意印发。周启明", "周启明", "ppp", &[]),
    f("FORM-recheck-b", "drafter-rechecks", "通知", Form, "何静宜", "林远", "ppp", &[]).may(&["FORM-role-a"]),
    f("FORM-role-a", "drafter-checks", "通知", Form, "方景行", "林远", "ppp", &[]),
    // ── main document and attachments ──
    f("ATT-dir-a", "no-main", "函", Drop("正文.txt"), "", "", "pfu", &[]),
    f("ATT-dir-b", "page-removed", "通知", Main, "附件2\n\n乡镇防汛物资储备清单\n\n　　每个乡镇储备编织袋5000条，铁锹200把，救生衣100件，应急照明灯30盏，发电机2台。\n\n", "", "pfp", &[]),
    f("ATT-dir-b", "file-removed", "报告", Drop("附件2.尚未完成整改问题清单.txt"), "", "", "pfp", &[]),
    f("ATT-dir-c", "file-not-listed", "报告", Add("附件3.校车驾驶人名单.txt"), "", "青教〔2026〕8号附件3\n\n校车驾驶人名单\n\n　　全县共有校车驾驶人26名，均已完成年度培训。\n", "ppp", &[]),
    f("ATT-dir-e", "file-empty", "报告", Add("附件2.尚未完成整改问题清单.txt"), "", "", "pfp", &[]).may(&["ATT-dir-b"]),
    f("ATT-dir-f", "file-name-other-number", "报告", Rename("附件2.尚未完成整改问题清单.txt"), "", "附件3.尚未完成整改问题清单.txt", "ppp", &[]),
    f("ATT-list-a", "after-date", "请示", Main, "　　附件：石桥河水文监测站建设方案\n\n　　　　　　　　　　　　　　　　　　青禾县水利局\n　　　　　　　　　　　　　　　　　　2026年3月5日\n", "　　　　　　　　　　　　　　　　　　青禾县水利局\n　　　　　　　　　　　　　　　　　　2026年3月5日\n\n　　附件：石桥河水文监测站建设方案\n\n", "ppp", &[]),
    f("ATT-list-b", "name-on-next-line", "请示", Main, "附件：石桥河", "附件：\n　　石桥河", "ppp", &[]),
    f("ATT-list-c", "gap", "通知", Main, "2.乡镇防汛物资储备清单", "3.乡镇防汛物资储备清单", "pfp", &[]).may(&["ATT-dir-b", "ATT-page-e", "ATT-dir-c", "ATT-ref-c", "FORM-match-d"]),
    f("ATT-list-c", "repeat", "报告", Main, "2.尚未完成整改问题清单", "1.尚未完成整改问题清单", "pfp", &[]).may(&["ATT-dir-b", "ATT-page-e", "ATT-dir-c", "ATT-dir-f", "FORM-match-d"]),
    f("ATT-list-d", "single-numbered", "请示", Main, "附件：石桥河", "附件：1.石桥河", "ppp", &[]),
    f("ATT-list-e", "semicolon", "通知", Main, "1.汛期值班安排表", "1.汛期值班安排表；", "ppp", &[]).may(&["GBT9704-7.3.4-c"]),
    f("ATT-list-e", "full-stop", "请示", Main, "附件：石桥河水文监测站建设方案", "附件：石桥河水文监测站建设方案。", "ppp", &[]).may(&["GBT9704-7.3.4-c"]),
    f("ATT-list-f", "title-marks", "请示", Main, "附件：石桥河水文监测站建设方案", "附件：《石桥河水文监测站建设方案》", "ppp", &[]),
    f("ATT-list-g", "only-a-count", "请示", Both, "附件：石桥河水文监测站建设方案", "附件：方案1份", "ppp", &[]).may(&["ATT-dir-b", "FORM-match-d"]),
    f("ATT-list-h", "han-numbers", "通知", Main, "附件：1.汛期值班安排表\n　　　　　2.", "附件：一、汛期值班安排表\n　　　　　二、", "ppp", &[]).may(&["GBT9704-7.3.4-b"]),
    f("ATT-list-h", "enumeration-comma", "报告", Main, "附件：1.校园安全问题整改情况表\n　　　　　2.", "附件：1、校园安全问题整改情况表\n　　　　　2、", "ppp", &[]).may(&["GBT9704-7.3.4-b", "GBT15834-B.3.3-a"]),
    f("ATT-page-a", "after-imprint", "请示", Main, "附件\n\n石桥河水文监测站建设方案\n\n　　监测站设在石桥河中游右岸，管理用房建筑面积60平方米，按照无人值守、有人看护的要求建设。\n\n抄送：青禾县财政局，青禾县自然资源局。\n青禾县水利局办公室　　　　　　2026年3月6日印发\n", "抄送：青禾县财政局，青禾县自然资源局。\n青禾县水利局办公室　　　　　　2026年3月6日印发\n\n附件\n\n石桥河水文监测站建设方案\n\n　　监测站设在石桥河中游右岸，管理用房建筑面积60平方米，按照无人值守、有人看护的要求建设。\n", "ppp", &[]),
    f("ATT-page-b", "colon", "通知", Main, "附件1\n", "附件1：\n", "ppp", &[]),
    f("ATT-page-b", "colon-single", "请示", Main, "附件\n", "附件：\n", "ppp", &[]).may(&["ATT-list-i"]),
    f("ATT-page-c", "both-bare", "通知", Main, "附件1\n\n汛期值班安排表\n\n　　每日由1名负责人带班、2名工作人员值班，每班24小时。\n　　每日上午8时交接班，交班人员应当面说明雨情、水情和尚未办结的事项。\n\n附件2\n", "附件\n\n汛期值班安排表\n\n　　每日由1名负责人带班、2名工作人员值班，每班24小时。\n　　每日上午8时交接班，交班人员应当面说明雨情、水情和尚未办结的事项。\n\n附件\n", "pfp", &[]).may(&["ATT-dir-b"]),
    f("ATT-page-c", "second-bare", "通知", Main, "附件2\n", "附件\n", "pfp", &[]).may(&["ATT-dir-b"]),
    f("ATT-page-e", "other-title", "通知", Main, "附件2\n\n乡镇防汛物资储备清单", "附件2\n\n乡镇防汛物资清单", "pfp", &[]),
    f("ATT-page-e", "other-title-in-file", "报告", File("附件2.尚未完成整改问题清单.txt"), "\n尚未完成整改问题清单", "\n尚未整改问题清单", "pfp", &[]),
    f("ATT-page-h", "no-document-number", "报告", File("附件1.校园安全问题整改情况表.txt"), "青教〔2026〕8号附件1", "附件1", "ppp", &[]),
    f("ATT-page-j", "han-number", "通知", Main, "附件1\n", "附件一\n", "ppp", &[]).may(&["ATT-page-b"]),
    f("ATT-ref-a", "no-such-number", "通知", Main, "建立台账。", "建立台账（附件4）。", "pfp", &[]),
    f("ATT-ref-b", "no-list", "函", Main, "两局采用同一技术标准", "两局采用同一技术标准（详见附件）", "pfp", &[]),
    // ── head ──
    f("GBT9704-7.2.1-a", "four-digits", "通知", Main, "青禾县人民政府办公室文件\n", "0012\n青禾县人民政府办公室文件\n", "ppp", &[]),
    f("TL-9.1-a", "no-copy-number", "通知", Main, "青禾县人民政府办公室文件\n", "秘密★1年\n青禾县人民政府办公室文件\n", "ppp", &["FORM-match-b", "PUB-c"]).may(&["TL-26-a", "TL-30-a"]),
    f("TL-9.2-a", "no-period", "通知", Main, "青禾县人民政府办公室文件\n", "000012\n秘密\n青禾县人民政府办公室文件\n", "ppp", &["PUB-c"]).may(&["FORM-match-b", "TL-26-a", "TL-30-a", "GBT9704-7.2.2-a"]),
    f("GBT9704-7.2.2-a", "asterisk", "通知", Main, "青禾县人民政府办公室文件\n", "000012\n秘密*1年\n青禾县人民政府办公室文件\n", "ppp", &["PUB-c"]).may(&["FORM-match-b", "TL-26-a", "TL-30-a", "TL-9.2-a"]),
    f("GBT9704-7.2.3-a", "old-word", "通知", Main, "青禾县人民政府办公室文件\n", "急件\n青禾县人民政府办公室文件\n", "ppp", &[]).may(&["FORM-match-b"]),
    f("GBT9704-7.2.3-b", "above-secrecy", "通知", Main, "青禾县人民政府办公室文件\n", "000012\n特急\n秘密★1年\n青禾县人民政府办公室文件\n", "ppp", &["FORM-match-b", "PUB-c"]).may(&["TL-26-a", "TL-30-a"]),
    f("PUB-c", "secret-and-public", "通知", Main, "青禾县人民政府办公室文件\n", "000012\n机密★1年\n青禾县人民政府办公室文件\n", "ppp", &["FORM-match-b"]).may(&["TL-26-a", "TL-30-a"]),
    f("GBT9704-7.2.4-a", "other-organ", "通知", Main, "青禾县人民政府办公室文件\n", "青禾县水利局文件\n", "ppp", &[]),
    f("GBT9704-7.2.5-a", "square", "通知", Both, "〔2026〕12号", "[2026]12号", "ppp", &[]),
    f("GBT9704-7.2.5-a", "round", "通知", Both, "〔2026〕12号", "（2026）12号", "ppp", &[]),
    f("GBT9704-7.2.5-a", "lenticular", "通知", Both, "〔2026〕12号", "【2026】12号", "ppp", &[]),
    f("GBT9704-7.2.5-b", "di", "通知", Both, "〔2026〕12号", "〔2026〕第12号", "ppp", &[]),
    f("GBT9704-7.2.5-c", "leading-zero", "通知", Both, "〔2026〕12号", "〔2026〕012号", "ppp", &[]),
    f("GBT9704-7.2.5-d", "no-hao", "通知", Both, "〔2026〕12号", "〔2026〕12", "ppp", &[]),
    f("GBT9704-7.2.5-e", "two-digit-year", "通知", Both, "〔2026〕12号", "〔26〕12号", "ppp", &[]).may(&["GBT9704-7.2.5-h"]),
    f("GBT9704-7.2.5-f", "serial-blank", "通知", Both, "〔2026〕12号", "〔2026〕   号", "ppf", &[]).may(&["DRAFT-place-a"]),
    f("GBT9704-7.2.5-f", "serial-blank-letter", "函", Both, "〔2026〕7号", "〔2026〕　号", "ppf", &[]).may(&["DRAFT-place-a"]),
    f("GBT9704-7.2.5-g", "two-numbers", "通知", Main, "〔2026〕12号\n", "〔2026〕12号\n青水发〔2026〕9号\n", "ppp", &[]).may(&["FORM-match-b", "TL-9.5-a"]),
    f("GBT9704-7.2.5-h", "last-year", "通知", Both, "〔2026〕12号", "〔2025〕12号", "ppp", &[]),
    f("GBT9704-7.2.6-a", "no-signer", "请示", Main, "            签发人：江一鸣", "", "ppp", &[]).may(&["TL-9.6-a", "FORM-match-c"]),
    f("GBT9704-7.2.6-a", "no-signer-report", "报告", Main, "                        签发人：程望舒", "", "ppp", &[]).may(&["TL-9.6-a", "FORM-match-c"]),
    f("GBT9704-7.2.6-b", "half-width-colon", "请示", Main, "签发人：江一鸣", "签发人:江一鸣", "ppp", &[]).may(&["GBT15834-half-a"]),
    // ── title, recipients, signature ──
    f("GBT9704-7.3.1-b", "no-kind", "通知", Both, "防汛准备工作的通知", "防汛准备工作", "ppp", &[]).may(&["TL-8-a"]),
    f("PRAC-title-d", "full-stop", "通知", Both, "防汛准备工作的通知", "防汛准备工作的通知。", "ppp", &[]).may(&["GBT15834-B.4-a"]),
    f("PRAC-title-e", "kind-twice", "通知", Both, "防汛准备工作的通知", "防汛准备工作的通知的通知", "ppp", &[]).may(&["DRAFT-dup-a"]),
    f("GBT9704-7.3.2-b", "comma", "通知", Main, "各乡镇人民政府：", "各乡镇人民政府，", "ppp", &[]).may(&["TL-9-a", "FORM-match-b"]),
    f("GBT9704-7.3.2-b", "half-width", "函", Main, "白苇县交通运输局：", "白苇县交通运输局:", "ppp", &[]).may(&["GBT15834-half-a"]),
    f("TL-9-a", "no-recipient", "通知", Main, "各乡镇人民政府：\n", "", "ppp", &[]).may(&["FORM-match-b"]),
    f("TL-9-a", "no-title", "请示", Main, "青禾县水利局\n关于建设石桥河水文监测站的请示\n\n", "", "pfp", &[]).may(&["FORM-match-a"]),
    f("TL-9-a", "no-date", "通知", Main, "　　　　　　　　　　　　　　　　　　2026年3月5日\n", "", "pfp", &[]).may(&["FORM-date-c"]),
    f("TL-9-a", "no-signature", "通知", Main, "青禾县人民政府办公室\n　　　　　　　　　　　　　　　　　　2026年3月5日\n", "2026年3月5日\n", "ppp", &[]).may(&["GBT9704-7.3.5-a"]),
    f("TL-15.1-a", "two-recipients", "请示", Main, "青禾县人民政府：", "青禾县人民政府、青禾县发展和改革委员会：", "ppp", &["FORM-match-b"]),
    f("GBT9704-7.3.5.4-a", "han-digits", "通知", Main, "　2026年3月5日\n", "　二〇二六年三月五日\n", "ppp", &[]),
    f("GBT9704-7.3.5.4-a", "no-day", "通知", Main, "　2026年3月5日\n", "　2026年3月\n", "ppp", &[]).may(&["FORM-date-c"]),
    f("GBT9704-7.3.5.4-b", "padded", "通知", Main, "　2026年3月5日\n", "　2026年03月05日\n", "ppp", &[]).may(&["PRAC-pad-a"]),
    f("GBT9704-7.3.5.4-c", "impossible", "通知", Main, "　2026年3月5日\n", "　2026年2月30日\n", "ppp", &[]).may(&["FORM-date-c"]),
    f("GBT9704-7.3.5.4-c", "dots", "通知", Main, "　2026年3月5日\n", "　2026.3.5\n", "ppp", &[]).may(&["GBT9704-7.3.5.4-a"]),
    f("GBT9704-7.3.6-a", "no-brackets", "通知", Main, "（此件公开发布）", "此件公开发布", "ppp", &[]),
    // ── imprint ──
    f("GBT9704-7.4.2-a", "old-word", "通知", Main, "抄送：", "抄报：", "ppp", &[]).may(&["FORM-match-b"]),
    f("GBT9704-7.4.2-a", "half-width", "报告", Main, "抄送：", "抄送:", "ppp", &[]).may(&["GBT15834-half-a"]),
    f("GBT9704-7.4.2-b", "no-full-stop", "通知", Main, "青禾县人民武装部。", "青禾县人民武装部", "ppp", &[]),
    f("GBT9704-7.4.2-e", "recipient-again", "请示", Both, "抄送：青禾县财政局", "抄送：青禾县人民政府", "ppp", &[]),
    f("GBT9704-7.4.3-b", "padded", "通知", Main, "2026年3月6日印发", "2026年03月06日印发", "ppp", &[]).may(&["PRAC-pad-a"]),
    f("GBT9704-7.4.3-b", "only-yin", "请示", Main, "2026年3月6日印发", "2026年3月6日印", "ppp", &[]),
    f("GBT9704-7.4.3-c", "printed-before-dated", "通知", Main, "　2026年3月5日\n", "　2026年3月9日\n", "ppp", &["FORM-date-c"]),
    f("GBT9704-7.4.3-c", "printed-before-all", "请示", Main, "2026年3月6日印发", "2026年3月4日印发", "ppp", &[]),
    f("GBT9704-7.4-x", "keywords", "通知", Main, "抄送：", "主题词：防汛　通知\n抄送：", "ppp", &[]),
    f("GBT9704-10.1-f", "printed-line", "函", Main, "抄送：青禾县公安局。\n", "抄送：青禾县公安局。\n青禾县交通运输局办公室　　　　　　2026年3月6日印发\n", "ppp", &[]),
];
