//! One change at a time to what is enclosed: clean packets with attachments, and what the gate of main document and
//! attachments must say.
//!
//! The table was written from the kinds of fault alone, before any of it was run. Everything in it is invented.

use std::collections::BTreeMap;

use serde_json::Value;

use super::support::good::good;
use super::support::ooxml::{Docx, p, par, table};
use super::support::{docx, ooxml};
use super::{Folder, verdict};
use Base::{Beside, Bound, Issue, Plain};

/// The clean packet that is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    /// Two attachments behind the main part.
    Bound,
    /// Two attachments in files of their own.
    Beside,
    /// A notice that issues a text.
    Issue,
    /// No attachment at all.
    Plain,
}

/// Base, changes, verdicts the gate may have (p pass, f fail, u undecided), and words a finding of it must hold.
///
/// Changes are joined by `‖`: `甲=>乙` in the main document, `稿纸:甲=>乙` in the form, `under:文` instead of what stands
/// under the second title, `2:名` a file of this name in place of the second attachment, `2:名=文` with this text,
/// `+名` and `+名=文` one more file, `-名` one less. Files of a kind that is not text have bytes of their kind.
type Row = (Base, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    // ── the packets as they are ──
    (Bound, "", "p", ""),
    (Beside, "", "p", ""),
    (Issue, "", "p", ""),
    (Plain, "", "p", ""),
    // ── a heading is not an attachment ──
    (Bound, "under:", "f", "只有标题"),
    (Bound, "under:　　另附", "f", "另附"),
    (Bound, "under:　　（另附）", "f", "另附"),
    (Bound, "under:　　待补", "f", "待补"),
    (Bound, "under:　　待补充。", "f", "待补充"),
    (Bound, "under:　　暂缺", "f", "暂缺"),
    (Bound, "under:见下页", "f", "见下页"),
    (Bound, "under:（此处插入清单）", "f", "此处插入清单"),
    (Bound, "under:【此处插入表格】", "f", "此处插入表格"),
    (Bound, "under:（请在此处粘贴清单）", "fp", ""),
    (Bound, "under:（略）", "f", "略"),
    (Bound, "under:　　待定", "f", "待定"),
    (Bound, "under:　　另行印发", "f", "另行印发"),
    (Bound, "under:　　见电子版", "f", "见电子版"),
    (Bound, "under:……", "f", "只有标题"),
    (Bound, "under:———", "f", "只有标题"),
    (Bound, "under:（后补）", "f", "后补"),
    (Bound, "under:　　暂无", "f", "暂无"),
    (Bound, "under:　　另纸附后", "f", "另纸附后"),
    (Bound, "under:　　清单另附", "f", "清单另附"),
    (Bound, "under:　　编织袋5000条。", "p", ""),
    (Bound, "under:　　县水利局\n　　县气象局\n　　县应急管理局", "p", ""),
    (Bound, "under:　　林远　苏敏\n　　方景行", "p", ""),
    // A short sentence with words of a promise may be either.
    (Bound, "under:　　暂缺人员由各乡镇补齐。", "pu", ""),
    (Bound, "under:　　略有增加的，按实际数上报。", "p", ""),
    (Bound, "under:　　见下页所列标准执行的，从其规定。", "p", ""),
    (Bound, "under:　　待补充物资：编织袋5000条。", "p", ""),
    (Bound, "under:稍后补充", "fu", ""),
    (Bound, "under:待审定后补充", "fu", ""),
    (Bound, "under:内容待领导审定", "fu", ""),
    (Bound, "under:表格待财务科提供后补", "fu", ""),
    (Bound, "under:（待办公室补）", "fu", ""),
    (Bound, "under:（由财务科补）", "fu", ""),
    (Bound, "under:3月10日前补齐", "fu", ""),
    (Bound, "under:（等县委办反馈后补上）", "fu", ""),
    (Bound, "under:会后补充", "fu", ""),
    (Bound, "under:整理中，下周补齐", "fu", ""),
    (Bound, "under:正在制作", "fu", ""),
    (Bound, "under:制作中", "fu", ""),
    (Bound, "under:编辑中", "fu", ""),
    (Bound, "under:待插入", "fu", ""),
    (Bound, "under:待录入", "fu", ""),
    (Bound, "under:待附图", "fu", ""),
    (Bound, "under:未完待续", "fu", ""),
    (Bound, "under:后附", "fu", ""),
    (Bound, "under:（后附）", "fu", ""),
    (Bound, "under:见附件", "fu", ""),
    (Bound, "under:详见附件", "fu", ""),
    (Bound, "under:见附表", "fu", ""),
    (Bound, "under:同上", "fu", ""),
    (Bound, "under:同附件1", "fu", ""),
    (Bound, "under:（同附件1）", "fu", ""),
    (Bound, "under:见U盘", "fu", ""),
    (Bound, "under:见Excel表", "fu", ""),
    (Bound, "under:（见Excel文件）", "fu", ""),
    (Bound, "under:（详见乡镇防汛物资储备清单.xlsx）", "fu", ""),
    (Bound, "under:见OA附件", "fu", ""),
    (Bound, "under:见微信群", "fu", ""),
    (Bound, "under:已发邮箱", "fu", ""),
    (Bound, "under:请查收邮件", "fu", ""),
    (Bound, "under:已另发", "fu", ""),
    (Bound, "under:另送", "fu", ""),
    (Bound, "under:（纸质版另送）", "fu", ""),
    (Bound, "under:请见电子版", "fu", ""),
    (Bound, "under:另附光盘", "fu", ""),
    (Bound, "under:（扫描件另附）", "fu", ""),
    (Bound, "under:见另册", "fu", ""),
    (Bound, "under:另册", "fu", ""),
    (Bound, "under:（另册印发）", "fu", ""),
    (Bound, "under:（密件另发）", "fu", ""),
    (Bound, "under:涉密，另行印发", "fu", ""),
    (Bound, "under:空", "fu", ""),
    (Bound, "under:缺", "fu", ""),
    (Bound, "under:（缺）", "fu", ""),
    (Bound, "under:具体内容略", "fu", ""),
    (Bound, "under:省略", "fu", ""),
    (Bound, "under:（此处省略）", "fu", ""),
    (Bound, "under:（此页无正文）", "fu", ""),
    (Bound, "under:（本页无正文）", "fu", ""),
    (Bound, "under:以下空白", "fu", ""),
    (Bound, "under:目　录", "fu", ""),
    (Bound, "under:（试行）", "fu", ""),
    (Bound, "under:（2026年版）", "fu", ""),
    (Bound, "under:（2026年3月）", "fu", ""),
    (Bound, "under:2026年3月5日", "fu", ""),
    (Bound, "under:（盖章）", "fu", ""),
    (Bound, "under:青禾县人民政府办公室", "fu", ""),
    (Bound, "under:（单位：条）", "fu", ""),
    (Bound, "under:单位：万元", "fu", ""),
    (Bound, "under:第3页", "fu", ""),
    (Bound, "under:- 3 -", "fu", ""),
    (Bound, "under:—3—", "fu", ""),
    (Bound, "under:第 1 页 共 1 页", "fu", ""),
    (Bound, "under:1.", "fu", ""),
    (Bound, "under:一、", "fu", ""),
    (Bound, "under:（一）", "fu", ""),
    (Bound, "under:如下：", "fu", ""),
    (Bound, "under:具体如下：", "fu", ""),
    (Bound, "under:清单如下：", "fu", ""),
    (Bound, "under:情况如下", "fu", ""),
    (Bound, "under:见下表：", "fu", ""),
    (Bound, "under:详见下表", "fu", ""),
    (Bound, "under:（请在此处粘贴表格）", "fu", ""),
    (Bound, "under:点击此处输入文字", "fu", ""),
    (Bound, "under:单击或点击此处输入文字。", "fu", ""),
    (Bound, "under:请自行添加", "fu", ""),
    (Bound, "under:（图片）", "fu", ""),
    (Bound, "under:[图片]", "fu", ""),
    (Bound, "under:[表格]", "fu", ""),
    (Bound, "under:（插图）", "fu", ""),
    (Bound, "under:（扫描件）", "fu", ""),
    (Bound, "under:乡镇防汛物资储备清单", "fu", ""),
    (Bound, "under:乡镇防汛物资储备清单另附", "fu", ""),
    (Bound, "under:乡镇防汛物资储备清单（待补）", "fu", ""),
    (Bound, "under:（乡镇防汛物资储备清单待补）", "fu", ""),
    (Bound, "under:XXX", "fu", ""),
    (Bound, "under:«名称»", "fu", ""),
    (Bound, "under:另附\n（见电子版）", "fu", ""),
    (Bound, "under:待补\n待补", "fu", ""),
    (Bound, "under:另附\n青禾县人民政府办公室", "fu", ""),
    (Bound, "under:（2026年版）\n另附", "fu", ""),
    (Bound, "under:（单位：条）\n（此处插入表格）", "fu", ""),
    (Bound, "under:表1　物资储备表\n（待补）", "fu", ""),
    (Bound, "under:见下页\n- 5 -", "fu", ""),
    (Bound, "under:乡镇防汛物资储备清单\n另附", "fu", ""),
    (Bound, "under:一、编织袋\n（待补）\n二、铁锹\n（待补）", "fu", ""),
    (Bound, "under:另附。请各乡镇自行下载。", "fu", ""),
    (Bound, "under:本清单另附。", "fu", ""),
    (Bound, "under:本附件另行印发", "fu", ""),
    (Bound, "under:该清单正在编制中，待完成后另行下发。", "fu", ""),
    (Bound, "under:说明：本清单另附。", "fu", ""),
    (Bound, "under:注：待补。", "fu", ""),
    (Bound, "under:表格见Excel附件。", "fu", ""),
    (Bound, "under:校对：林远", "fu", ""),
    (Bound, "under:拟稿：林远　核稿：方景行", "fu", ""),
    (Bound, "under:信息公开选项：主动公开", "fu", ""),
    (Bound, "under:青政办发〔2026〕12号", "fu", ""),
    (Bound, "under:序号　名称　数量　备注", "fu", ""),
    (Bound, "under:错误!未找到引用源。", "fu", ""),
    (Bound, "under:扫一扫在手机打开当前页", "fu", ""),
    (Bound, "under:乡镇防汛物资储备清单.xls\n扫一扫在手机打开当前页\n网站地图\n主办单位：青禾县人民政府", "fu", ""),
    (Bound, "under:乡镇防汛物资储备清单\n相关政策与解读\n《防汛条例》政策解读\n排行榜", "fu", ""),
    (Bound, "under:　　编织袋　5000条\n　　铁锹　200把", "p", ""),
    (Bound, "under:　　一、编织袋\n　　二、铁锹\n　　三、救生衣", "p", ""),
    (Bound, "under:　　请各乡镇对照本清单补充物资，编织袋不少于5000条。", "p", ""),
    (Bound, "under:序号　名称　数量\n1　编织袋　5000", "p", ""),
    (Bound, "under:　　物资名称：编织袋\n　　数量：待定", "pu", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单\n", "f", "只有标题"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单\n", "f", "只有标题"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单\n\n　　待补\n", "f", "待补"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单\n（此处插入清单）\n", "f", "此处插入清单"),
    (Beside, "2:附件2.尚未完成整改问题清单.docx=青教〔2026〕8号附件2\n\n尚未完成整改问题清单\n", "f", "只有标题"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单\n　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=", "f", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.pdf=", "f", ""),
    // ── the issued text ──
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>", "f", "用水管理办法"),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>　　待补\n",
        "f",
        "用水管理办法",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>（此处插入全文）\n",
        "f",
        "用水管理办法",
    ),
    (
        Issue,
        "青禾县用水管理办法\n\n　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>",
        "f",
        "用水管理办法",
    ),
    (
        Issue,
        "青禾县用水管理办法\n\n　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>‖+青禾县用水管理办法.txt=青禾县用水管理办法\n　　第一条　为规范用水，制定本办法。\n",
        "p",
        "",
    ),
    (
        Issue,
        "青禾县用水管理办法\n\n　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>‖+青禾县用水管理办法.txt=青禾县用水管理办法\n",
        "f",
        "用水管理办法",
    ),
    (
        Issue,
        "青禾县用水管理办法\n\n　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>‖+青禾县用水管理办法.pdf",
        "p",
        "",
    ),
    (
        Issue,
        "青禾县用水管理办法\n\n　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>‖+材料.zip",
        "u",
        "用水管理办法",
    ),
    (
        Issue,
        "\n　　　　　　　　　　　　　　　　　　青禾县水利局\n=>\n　　附件：青禾县用水管理办法\n\n　　　　　　　　　　　　　　　　　　青禾县水利局\n‖稿纸:附件：无=>附件：青禾县用水管理办法",
        "p",
        "",
    ),
    (
        Issue,
        "\n　　　　　　　　　　　　　　　　　　青禾县水利局\n=>\n　　附件：青禾县用水管理办法\n\n　　　　　　　　　　　　　　　　　　青禾县水利局\n‖稿纸:附件：无=>附件：青禾县用水管理办法‖青禾县用水管理办法\n\n　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。\n=>",
        "f",
        "没有找到",
    ),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>见附件", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（内容见附件）", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>正文另发", "fu", ""),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（办法文本另发）",
        "fu",
        "",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（正文待法制审核后补充）",
        "fu",
        "",
    ),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（见另册）", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>全文如下：", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>第一条", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>第一章　总则", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>一、总则", "fu", ""),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>目　录", "fu", ""),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（2026年3月5日青禾县人民政府办公室印发）",
        "fu",
        "",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（经2026年3月1日县政府常务会议通过）",
        "fu",
        "",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（本办法由县应急管理局另行印发）",
        "fu",
        "",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>《青禾县用水管理办法》见附件",
        "fu",
        "",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>（略）\n（待补）",
        "fu",
        "",
    ),
    (Issue, "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>XXX", "fu", ""),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>青禾县用水管理办法.pdf\n扫一扫在手机打开当前页",
        "fu",
        "",
    ),
    (
        Issue,
        "　　第一条　为规范用水，制定本办法。\n　　第二条　本办法自2026年4月1日起施行。=>相关附件\n青禾县用水管理办法\n分享\n打印本页",
        "fu",
        "",
    ),
    // ── a table that the body sends to ──
    (Plain, "两局采用同一技术标准修补路面=>两局采用同一技术标准（详见附表）修补路面", "f", "详见附表"),
    (Plain, "两局采用同一技术标准修补路面=>两局按附表所列标准修补路面", "f", "附表"),
    (
        Plain,
        "两局采用同一技术标准修补路面=>两局采用同一技术标准（详见附表）修补路面‖抄送：=>附表\n\n养护标准\n　　平整度、强度按同一标准。\n\n抄送：",
        "p",
        "",
    ),
    (
        Plain,
        "两局采用同一技术标准修补路面、更换标志标牌。=>两局采用同一技术标准（见下表）修补路面。\n路段    长度    标准\n东段    12    一级\n西段    20    一级",
        "p",
        "",
    ),
    // ── names that are the listed title ──
    (Beside, "2:附件2.尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件2 尚未完成整改问题清单.xlsx", "p", ""),
    (Beside, "2:附件2：尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件２　尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件02 尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件二 尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:（附件2）尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（附件2）.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单-附件2.pdf", "p", ""),
    (Beside, "2:2.尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:2-尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件/2.尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件2.pdf", "p", ""),
    (Beside, "2:正文-附件2.pdf", "p", ""),
    (Beside, "2:青教〔2026〕8号附件2.pdf", "p", ""),
    (Beside, "2:青教〔2026〕8号 附件2.pdf", "p", ""),
    (Beside, "2:青教(2026)8号附件2尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件2 尚未完成整改问题清单（青教〔2026〕8号）.pdf", "p", ""),
    (Beside, "2:青禾县教育局关于2025年校园安全检查情况的报告-附件2.pdf", "p", ""),
    (Beside, "2:青教〔2026〕8号青禾县教育局关于2025年校园安全检查情况的报告附件2.pdf", "p", ""),
    (Beside, "2:附件2-尚未完成整改问题清单（定稿）.pdf", "p", ""),
    (Beside, "2:附件2_尚未完成整改问题清单_v2.pdf", "p", ""),
    (Beside, "2:附件2 尚未完成整改问题清单20260305.pdf", "p", ""),
    (Beside, "2:附件2 尚未完成整改问题清单(1).pdf", "p", ""),
    (Beside, "2:附件2 尚未完成整改问题清单（扫描件）.pdf", "p", ""),
    (Beside, "2:附件2 青禾县教育局尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件2 《尚未完成整改问题清单》.pdf", "p", ""),
    // ── names that are something else ──
    (Beside, "2:附件2 填写说明.pdf", "f", "填写说明"),
    (Beside, "2:附件2 尚未完成整改问题清单填写说明.pdf", "f", "填写说明"),
    (Beside, "2:附件2 尚未完成整改问题清单（作废）.pdf", "f", "作废"),
    (Beside, "2:（作废）附件2 尚未完成整改问题清单.pdf", "f", "作废"),
    (Beside, "2:附件2 尚未完成整改问题清单（征求意见稿）.pdf", "f", "征求意见"),
    (
        Beside,
        "2:附件2 尚未完成整改问题清单征求意见稿.docx=附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "征求意见",
    ),
    (Beside, "2:附件2 尚未完成整改问题清单（样表）.xlsx", "f", "样表"),
    (Beside, "2:附件2 尚未完成整改问题清单模板.xlsx", "f", "模板"),
    (Beside, "2:附件2 尚未完成整改问题清单.pdf.tmp", "f", "临时"),
    (Beside, "2:附件2 尚未完成整改问题清单.xlsx.bak", "f", "备份"),
    (Beside, "2:附件2 尚未完成整改问题清单.pdf.crdownload", "f", "临时"),
    (Beside, "2:~附件2 尚未完成整改问题清单.pdf", "f", ""),
    (Beside, "2:青教〔2025〕8号附件2.pdf", "f", "青教〔2025〕8号"),
    (Beside, "2:青教〔2026〕7号附件2 尚未完成整改问题清单.pdf", "f", "青教〔2026〕7号"),
    (Beside, "2:附件2 尚未完成整改问题清单（青教〔2025〕8号）.pdf", "f", "2025"),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=青教〔2026〕7号附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "青教〔2026〕7号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.docx=青教〔2025〕8号附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "青教〔2025〕8号",
    ),
    (Bound, "\n附件2\n=>\n青政办发〔2026〕7号附件2\n", "f", "青政办发〔2026〕7号"),
    (Bound, "\n附件2\n=>\n青政办发〔2026〕12号附件2\n", "p", ""),
    (Beside, "2:附件2 教师名册.pdf", "f", "教师名册"),
    (Beside, "2:附件3 教师名册.pdf", "f", "没有找到"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=附件2\n\n教师名册\n\n　　共12人。\n", "f", "教师名册"),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.docx=附件2\n\n2024年尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "2024年",
    ),
    (Beside, "-附件2.尚未完成整改问题清单.txt", "f", "没有找到"),
    (Beside, "2:尚未完成整改问题清单.lnk", "fu", ""),
    // ── what stands in the file tells ──
    (Beside, "2:附件2.docx=附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:清单.docx=尚未完成整改问题清单\n\n　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:清单.txt=附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n", "p", ""),
    (
        Beside,
        "-附件1.校园安全问题整改情况表.txt‖2:附件1-2.txt=附件1\n\n校园安全问题整改情况表\n\n　　消防设施问题51个，已整改49个。\n\n附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "p",
        "",
    ),
    (
        Beside,
        "-附件1.校园安全问题整改情况表.txt‖2:附件.txt=附件1\n\n校园安全问题整改情况表\n\n　　消防设施问题51个，已整改49个。\n\n附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "p",
        "",
    ),
    (
        Beside,
        "-附件1.校园安全问题整改情况表.txt‖2:附件1-2.txt=附件1\n\n校园安全问题整改情况表\n\n　　消防设施问题51个，已整改49个。\n\n附件2\n\n尚未完成整改问题清单\n",
        "f",
        "只有标题",
    ),
    (
        Beside,
        "-附件1.校园安全问题整改情况表.txt‖2:附件1-2.txt=附件1\n\n校园安全问题整改情况表\n\n　　消防设施问题51个，已整改49个。\n",
        "f",
        "没有找到",
    ),
    // ── titles over lines, and what stands right below ──
    (Bound, "\n乡镇防汛物资储备清单\n=>\n乡镇防汛\n物资储备清单\n", "p", ""),
    (Bound, "\n乡镇防汛物资储备清单\n\n=>\n乡镇防汛物资储备清单\n物资　数量\n", "p", ""),
    (Bound, "\n\n乡镇防汛物资储备清单\n\n=>\n乡镇防汛物\n资储备\n清单\n", "p", ""),
    (Bound, "附件2\n\n乡镇防汛物资储备清单\n=>附件2　乡镇防汛\n物资储备清单\n", "p", ""),
    (Beside, "2:附件2.docx=附件2\n\n尚未完成\n整改问题清单\n\n　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件2.txt=附件2\n尚未完成\n整改问题清单\n　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件2.txt=附件2\n尚未完成整改问题清单\n序号 问题 个数\n1 消防设施 2\n", "p", ""),
    // ── nearly the same ──
    (
        Beside,
        "2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖稿纸:2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）",
        "f",
        "差“（试行）”",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖稿纸:2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖2:附件2 尚未完成整改问题清单.pdf",
        "u",
        "差“（试行）”",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖稿纸:2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖2:尚未完成整改问题清单.pdf",
        "u",
        "差“（试行）”",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖稿纸:2.尚未完成整改问题清单=>2.尚未完成整改问题清单（试行）‖2:附件2 尚未完成整改问题清单(试行).pdf",
        "p",
        "",
    ),
    (Beside, "2:附件2 尚未完成整改问题清单（第一批）.pdf", "u", "第一批"),
    (Beside, "2:附件2 尚未完成整改问题清单汇总.pdf", "u", "汇总"),
    (Beside, "2.尚未完成整改问题清单=>2.尚未完成整改问题清单.xlsx‖2:附件2 尚未完成整改问题清单.xlsx", "p", ""),
    (Beside, "2.尚未完成整改问题清单=>2.尚未完成整改问题清单.xlsx‖2:尚未完成整改问题清单.xlsx", "p", ""),
    // ── what was handed in and not read ──
    (Beside, "2:附件.zip", "u", "附件.zip"),
    (Beside, "2:材料.rar", "u", "材料.rar"),
    (Beside, "2:送印材料.7z", "u", "送印材料.7z"),
    (Beside, "2:扫描件001.pdf", "u", "扫描件001.pdf"),
    (Beside, "2:IMG_2031.jpg", "u", "IMG_2031.jpg"),
    (Beside, "2:新建工作表.xlsx", "u", "新建工作表.xlsx"),
    (Beside, "2:╕╜╝■2.xlsx", "u", "2.xlsx"),
    (Beside, "-附件1.校园安全问题整改情况表.txt‖2:附件1-2.pdf", "u", "附件1-2.pdf"),
    (Beside, "-附件1.校园安全问题整改情况表.txt‖2:附件1、2.pdf", "u", "附件1、2.pdf"),
    (Beside, "-附件1.校园安全问题整改情况表.txt‖2:附件.pdf", "u", "附件.pdf"),
    (Beside, "2:附件2.docx=@inside:<w:altChunk r:id=\"rId9\"/>", "u", "嵌入"),
    (Beside, "2:附件2.docx=@inside:@icon", "u", "嵌入"),
    (Beside, "2:附件2.docx=@inside:@picture", "p", ""),
    (Beside, "2:附件2.docx=@inside:@table", "p", ""),
    (Beside, "2:附件2.docx=@inside:", "f", "只有标题"),
    // ── what the form says ──
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>汛期值班安排表、乡镇防汛物资储备清单", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>《汛期值班安排表》《乡镇防汛物资储备清单》", "p", ""),
    (
        Bound,
        "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>《汛期值班安排表》和《乡镇防汛物资储备清单》",
        "p",
        "",
    ),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>汛期值班安排表，乡镇防汛物资储备清单", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>1.汛期值班安排表；2.乡镇防汛物资储备清单", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>2个", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>共2件", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>两份", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>附件2个", "p", ""),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>3个", "f", "3个"),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>汛期值班安排表", "f", "汛期值班安排表"),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>《汛期值班安排表》《教师名册》", "f", "教师名册"),
    (Bound, "稿纸:1.汛期值班安排表\n　　　2.乡镇防汛物资储备清单=>无", "f", "无"),
    // ── items of the list ──
    (Bound, "附件：1.汛=>附件：1．汛‖　2.乡=>　2．乡", "p", ""),
    (Bound, "附件：1.汛=>附件：1 汛‖　2.乡=>　2 乡", "p", ""),
    (Bound, "附件：1.汛=>附件：1、汛‖　2.乡=>　2、乡", "p", ""),
    (Bound, "附件：1.汛=>附件：（1）汛‖　2.乡=>　（2）乡", "p", ""),
    (Bound, "附件：1.汛=>附件：①汛‖　2.乡=>　②乡", "p", ""),
    (Bound, "附件：1.汛=>附件：一、汛‖　2.乡=>　二、乡", "p", ""),
    (Bound, "附件：1.汛=>附件：1-1.汛‖　2.乡=>　1-2.乡", "p", ""),
    (Bound, "　　　　　2.乡=>　　附件：2.乡", "p", ""),
    (Bound, "附件：1.汛=>附件1：汛‖　　　　　2.乡=>　　附件2：乡", "p", ""),
    (Bound, "附件：1.汛=>附件：3.汛", "f", "第1个"),
    (Bound, "　2.乡=>　3.乡", "f", "第2个"),
    (
        Bound,
        "汛期值班安排表=>12345热线工单情况表‖乡镇防汛物资储备清单=>20个重点村名单‖稿纸:汛期值班安排表=>12345热线工单情况表‖稿纸:乡镇防汛物资储备清单=>20个重点村名单",
        "p",
        "",
    ),
    (
        Bound,
        "汛期值班安排表=>3.15活动安排表‖乡镇防汛物资储备清单=>2.5万亩灌区名单‖稿纸:汛期值班安排表=>3.15活动安排表‖稿纸:乡镇防汛物资储备清单=>2.5万亩灌区名单",
        "p",
        "",
    ),
    (
        Bound,
        "汛期值班安排表=>“1+N”预案清单‖乡镇防汛物资储备清单=>2026年任务表‖稿纸:汛期值班安排表=>“1+N”预案清单‖稿纸:乡镇防汛物资储备清单=>2026年任务表",
        "p",
        "",
    ),
    // ── another document's number, in whatever way it is written ──
    (Beside, "2:青教2026-9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教2026年9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教2026 9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教2026_9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教20269号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教发2026 9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教2025-8号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教2025年8号附件2.pdf", "f", "号的附件"),
    (Beside, "2:2026-9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教〔2026〕九号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教〔二〇二六〕9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教〔26〕9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教「2026」9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:青教2026〕9号附件2.pdf", "f", "号的附件"),
    (Beside, "2:附件2（青教2026年9号）.pdf", "f", "号的附件"),
    (Beside, "2:QJ2026-9附件2.pdf", "u", "QJ2026-9"),
    (Beside, "2:青教2026-9附件2.pdf", "u", "2026-9"),
    (Beside, "2:青教2026-8附件2.pdf", "p", ""),
    (Beside, "2:青教2026-8号附件2.pdf", "p", ""),
    (Beside, "2:青教2026年8号附件2.pdf", "p", ""),
    (Beside, "2:青教〔26〕8号附件2.pdf", "p", ""),
    (Beside, "2:青教〔二〇二六〕8号附件2.pdf", "p", ""),
    (Beside, "2:青教8号附件2.pdf", "p", ""),
    (Beside, "2:青教〔2026〕8号附2.pdf", "p", ""),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=青教〔2026〕9号\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "9号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=青教〔2026〕9号文件附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "9号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=青教2026年9号附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "9号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=青教2026-9号附件2\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "9号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=附件2\n青教〔2026〕9号\n\n尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "9号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=青教〔2026〕9号附件2尚未完成整改问题清单\n\n　　消防设施问题2个。\n",
        "f",
        "9号",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单\n\n　　根据青教〔2026〕7号文件，消防设施问题2个。\n",
        "p",
        "",
    ),
    (Bound, "\n附件2\n=>\n青政办发2026年13号附件2\n", "f", "13号"),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.青教〔2025〕9号文件落实清单‖稿纸:2.尚未完成整改问题清单=>2.青教〔2025〕9号文件落实清单‖2:附件2 青教〔2025〕9号文件落实清单.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.2026年1号台风统计表‖稿纸:2.尚未完成整改问题清单=>2.2026年1号台风统计表‖2:附件2 2026年1号台风统计表.pdf",
        "p",
        "",
    ),
    // ── copies that are dead ──
    (Beside, "2:废附件2.pdf", "f", "废"),
    (Beside, "2:废-附件2.pdf", "f", "废"),
    (Beside, "2:旧附件2.pdf", "f", "旧"),
    (Beside, "2:去年附件2.pdf", "f", "去年"),
    (Beside, "2:尚未完成整改问题清单（旧）.pdf", "f", "旧"),
    (Beside, "2:作废/附件2.尚未完成整改问题清单.pdf", "f", "作废"),
    (Beside, "2:附件（作废）/附件2.尚未完成整改问题清单.pdf", "f", "作废"),
    (Beside, "2:征求意见稿/附件2.尚未完成整改问题清单.pdf", "f", "征求意见"),
    (Beside, "2:青教〔2026〕9号/附件2.尚未完成整改问题清单.pdf", "f", "9号"),
    (Beside, "2:2024年附件2.pdf", "u", "2024年"),
    (Beside, "2:卫生附件2.pdf", "u", "卫生附件2"),
    (Beside, "2:尚未完成整改问题清单（旧）.txt=尚未完成整改问题清单\n\n　　消防设施问题2个。\n", "f", "旧"),
    (Beside, "2:尚未完成整改问题清单（旧）.docx=尚未完成整改问题清单\n\n　　消防设施问题2个。\n", "f", "旧"),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单（作废）\n\n　　消防设施问题2个。\n",
        "f",
        "作废",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单（样表）\n\n　　消防设施问题2个。\n",
        "f",
        "样表",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单（旧）\n\n　　消防设施问题2个。\n",
        "f",
        "旧",
    ),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单填写说明\n\n　　消防设施问题2个。\n",
        "f",
        "填写说明",
    ),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单（作废）\n\n　　消防设施问题2个。\n", "f", "作废"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单（草稿）\n\n　　消防设施问题2个。\n", "f", "草稿"),
    (Beside, "2:附件2.尚未完成整改问题清单.txt=尚未完成整改问题清单（旧）\n\n　　消防设施问题2个。\n", "f", "旧"),
    (Bound, "\n乡镇防汛物资储备清单\n=>\n乡镇防汛物资储备清单（作废）\n", "f", "作废"),
    (Bound, "\n乡镇防汛物资储备清单\n=>\n乡镇防汛物资储备清单（样表）\n", "f", "样表"),
    (
        Beside,
        "2:附件2.尚未完成整改问题清单.txt=附件2\n\n尚未完成整改问题清单\n\n　　旧设备不用更换，作废的票据另行登记，可参考上年。\n",
        "p",
        "",
    ),
    // ── files that are not finished, and what is no paper ──
    (Beside, "2:附件2.尚未完成整改问题清单.old", "f", "临时"),
    (Beside, "2:附件2.尚未完成整改问题清单.pdf.old", "f", "临时"),
    (Beside, "2:附件2.尚未完成整改问题清单.xltd", "f", "临时"),
    (Beside, "2:附件2.尚未完成整改问题清单.aria2", "f", "临时"),
    (Beside, "2:附件2.尚未完成整改问题清单.!ut", "f", "临时"),
    (Beside, "2:附件2.尚未完成整改问题清单.exe", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.bat", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.py", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.log", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.db", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.eml", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.iso", "u", "附件2"),
    (Beside, "2:附件2.尚未完成整改问题清单.ini", "u", "附件2"),
    (Beside, "2:附件2.exe", "u", "附件2.exe"),
    (Beside, "2:附件2.尚未完成整改问题清单.rtf", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.ofd", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.dwg", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.csv", "p", ""),
    // ── archives, whatever they are called ──
    (Beside, "2:附件2.zip", "u", "附件2.zip"),
    (Beside, "2:附件2.rar", "u", "附件2.rar"),
    (Beside, "2:附件2.7z", "u", "附件2.7z"),
    (Beside, "2:附件2.尚未完成整改问题清单.zip", "u", "附件2.尚未完成整改问题清单.zip"),
    (Beside, "2:尚未完成整改问题清单.zip", "u", "尚未完成整改问题清单.zip"),
    // ── papers that go with it ──
    (Beside, "2:尚未完成整改问题清单（征求意见稿）.pdf", "f", "尚未完成整改问题清单（征求意见稿）.pdf"),
    (Beside, "2:尚未完成整改问题清单征求意见稿.pdf", "f", "尚未完成整改问题清单征求意见稿.pdf"),
    (Beside, "2:尚未完成整改问题清单征求意见情况.pdf", "f", "尚未完成整改问题清单征求意见情况.pdf"),
    (Beside, "2:尚未完成整改问题清单起草说明.pdf", "f", "尚未完成整改问题清单起草说明.pdf"),
    (Beside, "2:尚未完成整改问题清单公平竞争审查表.pdf", "f", "尚未完成整改问题清单公平竞争审查表.pdf"),
    (Beside, "+尚未完成整改问题清单（征求意见稿）.pdf", "p", ""),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.整改办法（征求意见稿）‖稿纸:2.尚未完成整改问题清单=>2.整改办法（征求意见稿）‖2:整改办法（征求意见稿）.pdf",
        "p",
        "",
    ),
    // ── names of every day ──
    (Beside, "2:附2.尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附2尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件（2）尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件(2)尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件（二）尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件【2】尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附件[2]尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:2尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:（2）尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:(2)尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:二、尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:附2.pdf", "p", ""),
    (Beside, "2:附件（2）.pdf", "p", ""),
    (Beside, "2:附件-2.pdf", "p", ""),
    (Beside, "2:附件_2.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单2026.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单0305.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单2026.3.5.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（2026年3月5日）.pdf", "p", ""),
    (Beside, "2:20260305尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:2026-03-05 尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:[20260305]尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单终版.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（最终）.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单-final.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（打印）.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单-打印.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单【定】.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（盖章）.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（已盖章）.pdf", "p", ""),
    (Beside, "2:安全管理科-尚未完成整改问题清单.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（安全管理科).pdf", "p", ""),
    (Beside, "2:附件2 尚未完成整改问题清单【定稿】20260305.pdf", "p", ""),
    (Beside, "2:附件2（定稿）.pdf", "p", ""),
    (Beside, "2:附件2_终版.pdf", "p", ""),
    (Beside, "2:附件2 (1).pdf", "p", ""),
    (Beside, "2:安全检查报告附件2.pdf", "p", ""),
    (Beside, "2:20260305附件2.pdf", "p", ""),
    (Beside, "2:安全管理科附件2.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单2024.pdf", "u", "2024"),
    (Beside, "2:附件2 尚未完成整改问题清单（2024年）.pdf", "u", "2024"),
    (Beside, "2:附件_2.txt=　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件2（定稿）.txt=　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件-2.txt=　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附2.txt=　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:附件2 20260305.txt=　　消防设施问题2个。\n", "p", ""),
    (Beside, "2:3尚未完成整改问题清单.pdf", "f", "附件3"),
    (Beside, "-附件1.校园安全问题整改情况表.txt‖2:校园安全问题整改情况表和尚未完成整改问题清单.pdf", "u", "没有读"),
    (Beside, "2.尚未完成整改问题清单=>2.图纸.dwg‖稿纸:2.尚未完成整改问题清单=>2.图纸.dwg‖2:图纸.dwg", "p", ""),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.问题B表.xlsx‖稿纸:2.尚未完成整改问题清单=>2.问题B表.xlsx‖2:问题b表.xlsx",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.24小时值班表‖稿纸:2.尚未完成整改问题清单=>2.24小时值班表‖2:附件24小时值班表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.24小时值班表‖稿纸:2.尚未完成整改问题清单=>2.24小时值班表‖2:附件224小时值班表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.24小时值班表‖稿纸:2.尚未完成整改问题清单=>2.24小时值班表‖2:24小时值班表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.20个重点项目表‖稿纸:2.尚未完成整改问题清单=>2.20个重点项目表‖2:附件20个重点项目表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.20个重点项目表‖稿纸:2.尚未完成整改问题清单=>2.20个重点项目表‖2:附件220个重点项目表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.20个重点项目表‖稿纸:2.尚未完成整改问题清单=>2.20个重点项目表‖2:20个重点项目表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.一季度统计表‖稿纸:2.尚未完成整改问题清单=>2.一季度统计表‖2:附件一季度统计表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.一季度统计表‖稿纸:2.尚未完成整改问题清单=>2.一季度统计表‖2:附件2一季度统计表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.一季度统计表‖稿纸:2.尚未完成整改问题清单=>2.一季度统计表‖2:一季度统计表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.二级公路表‖稿纸:2.尚未完成整改问题清单=>2.二级公路表‖2:附件二级公路表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.二级公路表‖稿纸:2.尚未完成整改问题清单=>2.二级公路表‖2:附件2二级公路表.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.二级公路表‖稿纸:2.尚未完成整改问题清单=>2.二级公路表‖2:二级公路表.pdf",
        "p",
        "",
    ),
    (Beside, "2:尚未完成整改问题清单.doc", "p", ""),
    (Beside, "2:尚未完成整改问题清单.wps", "p", ""),
    (Beside, "2:尚未完成整改问题清单（盖章）.doc", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.doc", "p", ""),
    (Beside, "2:附件2.doc", "p", ""),
    (Beside, "2:尚未完成整改问题清单.rtf={\\rtf1 清单}", "p", ""),
    // ── tables without a cell ──
    (Beside, "2:附件2.尚未完成整改问题清单.xlsx=@sheet:", "f", "没有内容"),
    (Beside, "2:附件2.尚未完成整改问题清单.xlsx=@sheet:<row r=\"1\"><c r=\"A1\"/></row>", "f", "没有内容"),
    (Beside, "2:附件2.尚未完成整改问题清单.xlsx=@sheet:<row r=\"1\"><c r=\"A1\"><v>3</v></c></row>", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.xlsx=@sheet:</sheetData><drawing r:id=\"d1\"/><sheetData>", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单.csv= ,,\n,,", "f", "没有内容"),
    (Beside, "2:附件2.尚未完成整改问题清单.csv=部位,个数\n消防设施,2", "p", ""),
    // ── version, date and unit together ──
    (Beside, "2:附件2.尚未完成整改问题清单(2026.3.5定稿).pdf", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单-20260305定稿.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（最终版2026.3.5）.pdf", "p", ""),
    (Beside, "2:最新附件2.pdf", "p", ""),
    (Beside, "2:20260305安全管理科-尚未完成整改问题清单（定稿）.pdf", "p", ""),
    (Beside, "2:尚未完成整改问题清单（安全管理科）20260305.pdf", "p", ""),
    (Beside, "2:附件2.尚未完成整改问题清单（2025.3.5定稿）.pdf", "u", "2025"),
    (Beside, "2:附件2.尚未完成整改问题清单（第二批）.pdf", "u", "第二批"),
    (Beside, "2:附件2.尚未完成整改问题清单（补充）.pdf", "u", "补充"),
    (Beside, "2:教师名册-附件2.pdf", "u", "教师名册"),
    (Beside, "2:上级附件2.pdf", "u", "上级附件2"),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.1号文件任务清单‖稿纸:2.尚未完成整改问题清单=>2.1号文件任务清单‖2:附件2 青禾县1号文件任务清单.pdf",
        "p",
        "",
    ),
    (
        Beside,
        "2.尚未完成整改问题清单=>2.1号文件任务清单‖稿纸:2.尚未完成整改问题清单=>2.1号文件任务清单‖2:附件2 青禾县1号文件任务清单.pdf",
        "p",
        "",
    ),
];

#[test]
fn one_change_to_what_is_enclosed() {
    assert!(ROWS.len() >= 150, "{}", ROWS.len());
    let folder = Folder::new("enclosures");
    let mut paths = Vec::new();
    for (at, (base, change, ..)) in ROWS.iter().enumerate() {
        let path = format!("{at:03}");
        for (name, bytes) in packet(*base, change) {
            folder.put(&format!("{path}/{name}"), bytes);
        }
        paths.push(path);
    }
    let mut wrong = Vec::new();
    for (packet, (base, change, want, says)) in folder.check(&paths).iter().zip(ROWS) {
        let said = |f: &Value| f["message"].as_str().is_some_and(|m| m.contains(says));
        let got = verdict(packet, "enclosures");
        let others = ["signing", "recheck"].map(|gate| verdict(packet, gate));
        let heard = says.is_empty() || packet["findings"].as_array().unwrap().iter().any(said);
        let right = want.contains(&got[..1]) && others == ["pass", "pass"] && heard;
        if !right {
            let found: Vec<&Value> = packet["findings"].as_array().unwrap().iter().map(|f| &f["message"]).collect();
            wrong.push(format!("{base:?} {change}\n   {got} {others:?}, want {want} {says}\n   {found:?}"));
        }
    }
    assert_eq!(folder.check(&paths).len(), ROWS.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}

/// The files of a changed packet.
fn packet(base: Base, change: &str) -> BTreeMap<String, Vec<u8>> {
    const SECOND: &str = "附件2.尚未完成整改问题清单.txt";
    const UNDER: &str = "　　每个乡镇储备编织袋5000条，铁锹200把，救生衣100件，应急照明灯30盏，发电机2台。";
    let of = |kind: &str| good().into_iter().find(|p| p.kind == kind).unwrap();
    let (main, form, files) = match base {
        Bound => (of("通知").main, of("通知").form, of("通知").files),
        Beside => (of("报告").main, of("报告").form, of("报告").files),
        Plain => (of("函").main, of("函").form, of("函").files),
        Issue => (ISSUE, ISSUE_FORM, &[][..]),
    };
    let (mut main, mut form) = (main.to_owned(), form.to_owned());
    let mut all: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    for change in change.split('‖').filter(|c| !c.is_empty()) {
        if let Some(file) = change.strip_prefix("2:") {
            all.remove(SECOND).unwrap();
            all.extend([file_of(file)]);
        } else if let Some(file) = change.strip_prefix('+') {
            all.extend([file_of(file)]);
        } else if let Some(name) = change.strip_prefix('-') {
            all.remove(name).unwrap();
        } else if let Some(text) = change.strip_prefix("under:") {
            assert!(main.contains(UNDER));
            main = main.replace(UNDER, text);
        } else {
            let (text, pair) = change.strip_prefix("稿纸:").map_or((&mut main, change), |c| (&mut form, c));
            let (from, to) = pair.split_once("=>").unwrap();
            assert!(text.contains(from), "{from}");
            *text = text.replace(from, to);
        }
    }
    all.extend([("正文.txt".to_owned(), main.into_bytes()), ("发文稿纸.txt".to_owned(), form.into_bytes())]);
    all
}

/// A file as a row names it.
fn file_of(spec: &str) -> (String, Vec<u8>) {
    let (name, text) = spec.split_once('=').map_or((spec, None), |(name, text)| (name, Some(text)));
    let bytes = match (text, name.rsplit_once('.').unwrap().1) {
        (Some(text), _) if text.starts_with("@inside:") => inside(&text["@inside:".len()..]),
        (Some(text), _) if text.starts_with("@sheet:") => workbook(&text["@sheet:".len()..]),
        (Some(""), _) => Vec::new(),
        (Some(text), "docx") => docx::attachment(text),
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, "pdf") => b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".to_vec(),
        (None, "jpg") => vec![0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 0xff, 0xd9],
        (None, "doc" | "wps" | "xls") => b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(64),
        (None, "rar") => b"Rar!\x1a\x07\x01\x00".to_vec(),
        (None, "7z") => b"7z\xbc\xaf\x27\x1c\x00\x04".to_vec(),
        (None, "xlsx" | "zip") => ooxml::zip(&[("a.xml".to_owned(), b"<a/>".to_vec())], ooxml::Habit::Plain),
        (None, _) => b"part of a file".to_vec(),
    };
    (name.to_owned(), bytes)
}

/// A workbook of one sheet with these rows.
fn workbook(rows: &str) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData></worksheet>"#);
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let parts: Vec<(String, Vec<u8>)> = parts.into_iter().map(|(n, t)| (n.to_owned(), t.into_bytes())).collect();
    ooxml::zip(&parts, ooxml::Habit::Plain)
}

/// The second attachment as a .docx with this under its title.
fn inside(what: &str) -> Vec<u8> {
    let object = |aspect: &str| {
        format!(
            r#"<w:r><w:object><v:shape><v:imagedata r:id="rId9"/></v:shape><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" DrawAspect="{aspect}"/></w:object></w:r>"#
        )
    };
    let under = match what {
        "@icon" => par("", &object("Icon")),
        "@picture" => par("", &object("Content")),
        "@table" => table(&[&[p("部位"), p("个数")], &[p("消防设施"), p("2")]]),
        xml => xml.to_owned(),
    };
    Docx::new(&(p("附件2") + &p("尚未完成整改问题清单") + &under)).bytes()
}

const ISSUE: &str = "\
青禾县水利局文件

青水发〔2026〕11号

青禾县水利局
关于印发《青禾县用水管理办法》的通知

各乡镇人民政府：
　　现将《青禾县用水管理办法》印发给你们，请认真遵照执行。

　　　　　　　　　　　　　　　　　　青禾县水利局
　　　　　　　　　　　　　　　　　　2026年3月5日
　　（此件公开发布）

青禾县用水管理办法

　　第一条　为规范用水，制定本办法。
　　第二条　本办法自2026年4月1日起施行。

抄送：青禾县财政局。
青禾县水利局办公室　　　　　　2026年3月6日印发
";

const ISSUE_FORM: &str = "\
青禾县水利局发文稿纸

标题：青禾县水利局关于印发《青禾县用水管理办法》的通知
发文字号：青水发〔2026〕11号
密级：无　　　　紧急程度：普通
主送：各乡镇人民政府
抄送：青禾县财政局
拟稿单位：水政科　　　　拟稿人：白若溪　2026年3月2日
拟稿单位负责人：同意报审。石砚秋　2026年3月3日
核稿：已核。唐以宁　2026年3月4日
会签：无需
签发：同意印发。江一鸣　2026年3月5日
复核：复核无误。孟晓岚　2026年3月6日
份数：30
附件：无
";
