//! What stands in signing cells, forms of eight kinds of offices, and chains that an office writes itself. All invented.

/// A row of the decision table of signing cells: its words, and what must come of each cell.
pub type Row = (&'static str, &'static [Cell]);
/// Lines of the form, what the office has set, status of the cells, findings with severity, the gate of signing.
pub type Cell = (&'static str, &'static str, &'static str, &'static str, char);

/// Section 5 of the approval form, row by row. A line replaces the one with its label, or goes before 签发.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("opinion, name, date", &[
        ("签发：同意。周启明　2026年3月5日", "", "signed", "", 'p'),
        ("签发：同意印发。周启明　2026年3月5日", "", "signed", "", 'p'),
        ("签发：同意发。周启明　2026年3月5日", "", "signed", "", 'p'),
        ("签发：发　周启明　2026年3月5日", "", "signed", "", 'p'),
        ("签发：速发。周启明　2026年3月5日", "", "signed", "", 'p'),
        ("签发：请印发。周启明　2026-03-05", "", "signed", "", 'p'),
        ("签发：同意呈报。周启明　2026.3.5", "", "signed", "", 'p'),
        ("签发：照发。周启明　二〇二六年三月五日", "", "signed", "", 'p'),
        ("核稿：同意。方景行　2026年3月4日", "", "signed", "", 'p'),
    ]),
    ("opinion and name, date missing or incomplete", &[
        ("签发：同意印发。周启明", "", "incomplete", "FORM-node-b error", 'f'),
        ("签发：同意。周启明　3.5", "", "incomplete", "FORM-node-b error", 'f'),
        ("签发：照发。周启明　3月5日", "", "incomplete", "FORM-node-b error", 'f'),
        ("核稿：已核。方景行　3月4日", "", "incomplete", "FORM-node-b error", 'f'),
        ("拟稿单位负责人：同意报审。苏敏", "", "incomplete", "FORM-node-b warning", 'p'),
        ("签发：同意印发。周启明　2026/3/5", "", "signed", "", 'p'),
    ]),
    ("name and date, no opinion", &[
        ("签发：周启明　2026年3月5日", "", "signed", "FORM-node-c info", 'p'),
        ("核稿：方景行　2026年3月4日", "", "signed", "FORM-node-c info", 'p'),
        ("会签：江一鸣　2026年3月4日", "", "signed", "", 'p'),
        ("签发：周启明　同意　2026年3月5日", "", "signed", "", 'p'),
    ]),
    ("name only", &[
        ("签发：周启明", "", "incomplete", "FORM-node-b error", 'f'),
        ("会签：江一鸣", "", "incomplete", "FORM-node-b warning", 'p'),
        ("会签：江一鸣　2026年3月4日", "", "signed", "", 'p'),
    ]),
    ("tick, circle, 圈阅, 阅", &[
        ("签发：√　周启明　2026年3月5日", "", "signed", "TL-22-d warning", 'p'),
        ("签发：○　周启明　2026年3月5日", "", "signed", "TL-22-d warning", 'p'),
        ("签发：圈阅　周启明　2026年3月5日", "", "signed", "TL-22-d warning", 'p'),
        ("签发：阅　周启明　2026年3月5日", "", "signed", "TL-22-d warning", 'p'),
        ("签发：圈阅　周启明", "", "incomplete", "FORM-node-b error, TL-22-d warning", 'f'),
        ("会签：阅　江一鸣　2026年3月4日", "", "signed", "TL-22-d warning", 'p'),
        ("会签：阅，同意。江一鸣　2026年3月4日", "", "signed", "", 'p'),
    ]),
    ("已阅", &[
        ("签发：已阅。周启明　2026年3月5日", "", "signed", "TL-22-d warning", 'p'),
        ("核稿：已阅。方景行　2026年3月4日", "", "signed", "TL-22-d warning", 'p'),
        ("签发：已阅，同意印发。周启明　2026年3月5日", "", "signed", "", 'p'),
    ]),
    ("opinion, no name", &[
        ("签发：同意印发", "", "incomplete", "FORM-node-a error", 'f'),
        ("签发：同意印发　2026年3月5日", "", "incomplete", "FORM-node-a error", 'f'),
        ("会签：无意见", "", "incomplete", "FORM-node-a error", 'f'),
        ("签发：同意印发　周　启　明　2026年3月5日", "", "signed", "", 'p'),
    ]),
    ("date only", &[
        ("签发：2026年3月5日", "", "incomplete", "FORM-node-a error", 'f'),
        ("会签：2026年3月4日", "", "incomplete", "FORM-node-a error", 'f'),
        ("会签：江一鸣　无意见　2026年3月4日", "", "signed", "", 'p'),
    ]),
    ("picture", &[
        ("签发：[图]", "", "picture", "FORM-picture-a warning", 'u'),
        ("签发：同意印发。[图]　2026年3月5日", "", "picture", "FORM-picture-a warning", 'u'),
        ("签发：同意印发。[图]周启明　2026年3月5日", "", "signed", "", 'p'),
    ]),
    ("passed on", &[
        ("签发：请李亮签发。周启明　2026年3月5日", "", "redirected", "FORM-redirect-a error", 'f'),
        ("签发：请李亮同志阅示。周启明　2026年3月5日", "", "redirected", "FORM-redirect-a error", 'f'),
        ("签发：请李县长审定。周启明　2026年3月5日", "", "redirected", "FORM-redirect-a error", 'f'),
        ("签发：同意，请李亮签发。周启明　2026年3月5日", "", "redirected", "FORM-redirect-a error", 'f'),
        ("审签：请李亮签发。江一鸣　2026年3月4日", "", "redirected", "FORM-redirect-a warning", 'p'),
        ("审签：请周启明签发。江一鸣　2026年3月4日", "", "redirected", "", 'p'),
        ("签发：请李亮签发。周启明　2026年3月4日\n同意印发。李亮　2026年3月5日", "", "redirected signed", "", 'p'),
    ]),
    ("approved once somebody has signed", &[
        ("签发：请江一鸣阅后发。周启明　2026年3月5日", "", "redirected", "FORM-redirect-a-conditional error", 'f'),
        ("签发：请江一鸣会签后发。周启明　2026年3月5日\n会签：同意。江一鸣　2026年3月4日", "", "signed redirected", "FORM-redirect-a-conditional error", 'f'),
        ("签发：请江一鸣会签后发。周启明　2026年3月5日\n会签：同意。江一鸣　2026年3月6日", "", "signed redirected", "", 'p'),
    ]),
    ("approved with changes", &[
        ("签发：按修改意见修改后发。周启明　2026年3月5日", "", "signed", "FORM-reserved-a warning", 'p'),
        ("签发：改后印发。周启明　2026年3月5日", "", "signed", "FORM-reserved-a warning", 'p'),
        ("签发：印发。周启明　2026年3月5日", "", "signed", "", 'p'),
    ]),
    ("refused or held", &[
        ("签发：修改后重报。周启明　2026年3月5日", "", "rejected", "FORM-reject-a error", 'f'),
        ("签发：缓发。周启明　2026年3月5日", "", "rejected", "FORM-reject-a error", 'f'),
        ("签发：不发　周启明　2026年3月5日", "", "rejected", "FORM-reject-a error", 'f'),
        ("签发：不同意印发。周启明　2026年3月5日", "", "rejected", "FORM-reject-a error", 'f'),
        ("签发：不同意周启明　2026年3月5日", "", "rejected", "FORM-reject-a error", 'f'),
        ("签发：再研究。周启明　2026年3月5日", "", "rejected", "FORM-reject-a error", 'f'),
        ("核稿：退回。方景行　2026年3月4日", "", "rejected", "FORM-reject-a error", 'f'),
        ("会签：不同意。江一鸣　2026年3月4日", "", "rejected", "FORM-reject-a error", 'f'),
        ("签发：再研究。周启明　2026年3月4日\n同意印发。周启明　2026年3月5日", "", "rejected signed", "", 'p'),
    ]),
    ("approved in principle", &[
        ("签发：原则同意。周启明　2026年3月5日", "", "signed", "FORM-reserved-a warning", 'p'),
        ("签发：同意。周启明　2026年3月5日", "", "signed", "", 'p'),
    ]),
    ("nothing to say, signed", &[
        ("会签：无意见。江一鸣　2026年3月4日", "", "signed", "", 'p'),
        ("会签：无。江一鸣　2026年3月4日", "", "signed", "", 'p'),
        ("相关部门意见：无意见。江一鸣　2026年3月4日", "", "signed", "", 'p'),
        ("相关部门意见：无　江一鸣　2026年3月4日", "", "signed", "", 'p'),
    ]),
    ("not needed", &[
        ("会签：不需会签", "", "not-applicable", "", 'p'),
        ("会签：无需", "", "not-applicable", "", 'p'),
        ("会签：/", "", "not-applicable", "", 'p'),
        ("会签：——", "", "not-applicable", "", 'p'),
        ("核稿：无需", "", "not-applicable", "FORM-node-a error", 'f'),
        ("签发：——", "", "not-applicable", "FORM-node-a error", 'f'),
    ]),
    ("on behalf of somebody", &[
        ("签发：同意印发。江一鸣（代）　2026年3月5日", "", "signed", "PRAC-22-g warning", 'p'),
        ("签发：同意印发。江一鸣　代　2026年3月5日", "", "signed", "PRAC-22-g warning", 'p'),
        ("签发：同意印发。江一鸣（代签）　2026年3月5日", "", "signed", "PRAC-22-g warning", 'p'),
        ("签发：同意印发。江一鸣（代签）　2026年3月5日", "delegates = ['江一鸣']", "signed", "", 'p'),
    ]),
    ("a name that the blank form carries", &[
        ("签发：同意印发。周启明　2026年3月5日", "printed_names = ['周启明']", "signed", "FORM-printed-a warning", 'p'),
        ("签发：同意印发。周启明　2026-03-05 09:30", "printed_names = ['周启明']", "signed", "", 'p'),
        ("签发：同意印发。周启明　2026年3月5日", "printed_names = ['周明启']", "signed", "", 'p'),
    ]),
    ("placeholder", &[
        ("签发：待签", "", "empty", "FORM-node-a error", 'f'),
        ("签发：（签名）", "", "empty", "FORM-node-a error", 'f'),
        ("签发：×××", "", "empty", "FORM-node-a error", 'f'),
        ("签发：XXX", "", "empty", "FORM-node-a error", 'f'),
        ("签发：某某", "", "empty", "FORM-node-a error", 'f'),
        ("签发：　　年　月　日", "", "empty", "FORM-node-a error", 'f'),
        ("签发：____", "", "empty", "FORM-node-a error", 'f'),
        ("签发：同意印发。×××　2026年3月5日", "", "incomplete", "FORM-node-a error", 'f'),
        ("核稿：（签名）　　年　月　日", "", "empty", "FORM-node-a error, FORM-skip-a error", 'f'),
        ("签发：（签名）同意印发　周启明　2026年3月5日", "", "signed", "", 'p'),
    ]),
];

/// The fields that every form of these offices prints; the signing cells follow.
pub const FIELDS: &str = "\
青禾县人民政府办公室发文稿纸
标题：青禾县人民政府办公室关于做好2026年防汛准备工作的通知
发文字号：青政办发〔2026〕12号
密级：无　　　　紧急程度：普通
主送：各乡镇人民政府
抄送：中共青禾县委办公室，青禾县人民武装部
份数：30
附件：1.汛期值班安排表
　　　2.乡镇防汛物资储备清单
";

/// A chain, and the signing cells of a form that went through it as such offices print them, in chain order.
pub struct Office {
    pub chain: &'static str,
    /// The errors that the form leads to under each chain, in the order of these offices: `n` FORM-node-a,
    /// `o` FORM-order-a, `c` FORM-order-c, `?` not settled.
    pub under: [&'static str; 8],
    pub cells: &'static str,
}

/// One for each chain that comes with the program. Every day is later than the one above, where that can be.
pub const OFFICES: [Office; 8] = [
    Office {
        chain: "organ",
        under: ["", "n", "n", "o", "n", "o", "", "o"],
        cells: "\
拟稿人：林远　2026年2月24日
拟稿单位负责人：同意报审。苏敏　2026年2月25日
对口科室意见：无意见。石砚秋　2026年2月26日
秘书一科核稿：已核。方景行　2026年2月27日
会签：无需
领导审签：同意。江一鸣　2026年3月4日
签发：同意印发。周启明　2026年3月5日
复核：复核无误。何静宜　2026年3月6日
登记：何静宜　2026年3月6日
印制：沈一舟　2026年3月6日
核发：文字√　格式√　印刷√　何静宜　2026年3月7日
",
    },
    Office {
        chain: "bureau",
        under: ["c", "", "n", "n", "n", "n", "n", "o"],
        cells: "\
拟稿人及时间：林远　2026年2月24日
拟稿部门负责人核稿：同意。苏敏　2026年2月25日
相关部门意见：无意见。石砚秋　2026年2月26日
办公室文秘核稿：已核。方景行　2026年2月27日
办公室负责人核稿：同意报审。唐以宁　2026年3月4日
签发：同意印发。周启明　2026年3月5日
登记：何静宜　2026年3月5日
会签：无意见。江一鸣　2026年3月6日
复核：复核无误。何静宜　2026年3月6日
印刷：沈一舟　2026年3月6日
",
    },
    Office {
        chain: "university-a",
        under: ["", "", "", "n", "n", "n", "n", "o"],
        cells: "\
拟稿人：林远　2026年2月24日
拟稿单位负责人：同意报审。苏敏　2026年2月25日
会签：无意见。石砚秋　2026年2月26日
文秘科审核：已审核。方景行　2026年2月27日
办公室副主任审核：同意。唐以宁　2026年3月3日
拟稿人校对：林远　2026年3月4日
校领导签发：同意印发。周启明　2026年3月5日
复核：复核无误。何静宜　2026年3月6日
",
    },
    Office {
        chain: "college-b",
        under: ["o", "n", "n", "", "no", "n", "o", "o"],
        cells: "\
拟稿人：林远　2026年2月24日
部门负责人：同意报审。苏敏　2026年2月25日
会签：无意见。石砚秋　2026年2月26日
分管领导审核：同意。江一鸣　2026年2月27日
办公室核稿：已核。方景行　2026年3月4日
签发：同意印发。周启明　2026年3月5日
复核：复核无误。何静宜　2026年3月6日
",
    },
    Office {
        chain: "university-c",
        under: ["", "n", "n", "o", "", "n", "", ""],
        cells: "\
拟稿人：林远　2026年2月24日
拟稿部门负责人：同意报审。苏敏　2026年2月25日
会签：无意见。石砚秋　2026年2月26日
办公室初核：已核。方景行　2026年2月27日
办公室复核：已复核。唐以宁　2026年3月2日
分管校领导审核：同意。江一鸣　2026年3月4日
校长签发：同意印发。周启明　2026年3月5日
印前复核：复核无误。何静宜　2026年3月6日
",
    },
    Office {
        chain: "university-d",
        under: ["nc", "n", "n", "n", "n", "", "n", "o"],
        cells: "\
拟稿人：林远　2026年2月24日
拟稿单位负责人：同意报审。苏敏　2026年2月25日
分管校领导审核：同意。江一鸣　2026年2月27日
办公室编号：何静宜　2026年3月4日
签发：同意印发。周启明　2026年3月5日
复核：复核无误。方景行　2026年3月6日
印制：沈一舟　2026年3月6日
",
    },
    Office {
        chain: "union",
        under: ["", "n", "n", "o", "n", "n", "", "o"],
        cells: "\
拟稿人：林远　2026年2月24日
部室负责人：同意报审。苏敏　2026年2月25日
会签：无意见。石砚秋　2026年2月26日
办公室核稿：已核。方景行　2026年2月27日
分管主席：同意。江一鸣　2026年3月4日
主席：同意印发。周启明　2026年3月5日
复核：复核无误。何静宜　2026年3月6日
",
    },
    Office {
        chain: "company",
        under: ["nc", "nc", "nc", "nc", "nc", "nc", "nc", ""],
        cells: "\
拟制：林远　2026年2月24日
审核：同意。苏敏　2026年2月25日
复核：已复核。方景行　2026年3月4日
批准：同意印发。周启明　2026年3月5日
",
    },
];

/// Steps that an office writes between 核稿 and 签发, the document, lines of the form, and the findings about the form.
pub type Step = (&'static str, Document, &'static str, &'static str);

/// The good document that a form goes with, or what is made of the 通知.
#[derive(Clone, Copy, Debug)]
pub enum Document {
    Notice,
    Request,
    Joint,
    Classified,
}
use Document::{Classified, Joint, Notice, Request};

/// What each key of a step does: with it and without it.
#[rustfmt::skip]
pub const STEPS: &[(&str, &[Step])] = &[
    ("labels", &[
        ("{ role = 'leader_review' }", Notice, "党组审定：同意。江一鸣　2026年3月4日", "FORM-node-a error"),
        ("{ role = 'leader_review', labels = ['党组审定'] }", Notice, "党组审定：同意。江一鸣　2026年3月4日", ""),
        ("{ role = 'leader_review', labels = ['党组审定'] }", Notice, "党组审定：", "FORM-node-a error, FORM-skip-a error"),
        ("{ role = 'office_head' }", Notice, "校对：唐以宁　2026年3月4日", "FORM-node-a error"),
        ("{ role = 'office_head', labels = ['校对'] }", Notice, "校对：唐以宁　2026年3月4日", ""),
    ]),
    ("who, a list", &[
        ("{ role = 'leader_review' }", Notice, "审签：同意。江一鸣　2026年3月4日", ""),
        ("{ role = 'leader_review', who = 'vice' }", Notice, "审签：同意。江一鸣　2026年3月4日", "FORM-role-b-chain warning"),
        ("{ role = 'leader_review', who = 'vice' }", Notice, "审签：同意。李亮　2026年3月4日", ""),
        ("{ role = 'leader_review', who = 'nobody' }", Notice, "审签：同意。江一鸣　2026年3月4日", ""),
    ]),
    ("who, a role", &[
        ("{ role = 'proof' }", Notice, "校对：江一鸣　2026年3月4日", ""),
        ("{ role = 'proof', who = 'drafter' }", Notice, "校对：江一鸣　2026年3月4日", "FORM-role-b-chain warning"),
        ("{ role = 'proof', who = 'drafter' }", Notice, "校对：林远　2026年3月4日", ""),
    ]),
    ("needs a date", &[
        ("{ role = 'leader_review' }", Notice, "审签：同意。江一鸣", "FORM-node-b warning"),
        ("{ role = 'leader_review', needs = ['name'] }", Notice, "审签：同意。江一鸣", ""),
    ]),
    ("needs an opinion", &[
        ("{ role = 'leader_review', needs = ['name', 'date', 'opinion'] }", Notice, "审签：江一鸣　2026年3月4日", "FORM-node-c info"),
        ("{ role = 'leader_review' }", Notice, "审签：江一鸣　2026年3月4日", ""),
    ]),
    ("optional", &[
        ("{ role = 'leader_review' }", Notice, "", "FORM-node-a error"),
        ("{ role = 'leader_review', optional = true }", Notice, "", ""),
        ("{ role = 'leader_review' }", Notice, "审签：", "FORM-node-a error, FORM-skip-a error"),
        ("{ role = 'leader_review', optional = true }", Notice, "审签：", ""),
        ("{ role = 'leader_review' }", Notice, "审签：无需", "FORM-node-a error"),
        ("{ role = 'leader_review', optional = true }", Notice, "审签：无需", ""),
        ("{ role = 'leader_review', optional = true }", Notice, "审签：同意", "FORM-node-a error"),
    ]),
    ("when upward", &[
        ("{ role = 'leader_review' }", Notice, "", "FORM-node-a error"),
        ("{ role = 'leader_review', when = ['upward'] }", Notice, "", ""),
        ("{ role = 'leader_review', when = ['upward'] }", Request, "", "FORM-node-a error"),
        ("{ role = 'leader_review', when = ['upward'] }", Request, "审签：同意。李亮　2026年3月4日", ""),
    ]),
    ("when joint", &[
        ("{ role = 'leader_review', when = ['joint'] }", Notice, "审签：", ""),
        ("{ role = 'leader_review', when = ['joint'] }", Joint, "会签：县水利局：同意。江一鸣　2026年3月5日", "FORM-node-a error"),
        ("{ role = 'leader_review', when = ['joint'] }", Joint, "会签：县水利局：同意。江一鸣　2026年3月5日\n审签：同意。李亮　2026年3月4日", ""),
    ]),
    ("when normative", &[
        ("{ role = 'leader_review', when = ['normative'] }", Notice, "规范性文件：否", ""),
        ("{ role = 'leader_review', when = ['normative'] }", Notice, "规范性文件：是\n合法性审查：已审。江一鸣　2026年3月4日", "FORM-node-a error"),
        ("{ role = 'leader_review', when = ['normative'] }", Notice, "规范性文件：是\n合法性审查：已审。江一鸣　2026年3月4日\n审签：同意。李亮　2026年3月4日", ""),
        ("{ role = 'legal', when = ['normative'] }", Notice, "规范性文件：是", "FORM-node-a error, FORM-legal-a error"),
    ]),
    ("when classified", &[
        ("{ role = 'leader_review', when = ['classified'] }", Notice, "", ""),
        ("{ role = 'leader_review', when = ['classified'] }", Classified, "密级：秘密★1年", "TL-26-a info, FORM-node-a error"),
        ("{ role = 'leader_review', when = ['classified'] }", Classified, "密级：秘密★1年\n审签：同意。李亮　2026年3月4日", "TL-26-a info"),
    ]),
    ("when one of several", &[
        ("{ role = 'leader_review', when = ['joint', 'upward'] }", Notice, "", ""),
        ("{ role = 'leader_review', when = ['joint', 'upward'] }", Request, "", "FORM-node-a error"),
        ("{ role = 'leader_review', when = ['joint', 'upward'] }", Joint, "会签：县水利局：同意。江一鸣　2026年3月5日", "FORM-node-a error"),
    ]),
    ("least", &[
        ("{ role = 'leader_review' }", Notice, "审签：同意。江一鸣　2026年3月4日", ""),
        ("{ role = 'leader_review', least = 2 }", Notice, "审签：同意。江一鸣　2026年3月4日", "FORM-node-a error"),
        ("{ role = 'leader_review', least = 2 }", Notice, "审签：同意。江一鸣　2026年3月4日\n同意。李亮　2026年3月4日", ""),
    ]),
    ("place in the chain", &[
        ("{ role = 'leader_review' }", Notice, "审签：同意。江一鸣　2026年3月3日", "FORM-order-a error"),
        ("{ role = 'leader_review', when = ['upward'] }", Notice, "审签：同意。江一鸣　2026年3月3日", "FORM-order-a error"),
        ("{ role = 'leader_review' }", Notice, "审签：同意。江一鸣　2026年3月4日", ""),
        ("{ role = 'countersign' }", Notice, "会签：同意。江一鸣　2026年3月3日", "FORM-order-b warning"),
        ("{ role = 'numbering' }", Notice, "登记：何静宜　2026年3月4日", ""),
        ("{ role = 'numbering' }", Notice, "登记：何静宜　2026年3月6日", "FORM-order-a error"),
    ]),
];

/// What the office has set, lines of the form, the findings, and the three gates, at the stage of release.
pub type Desk = (&'static str, &'static str, &'static str, &'static str);

/// Who signs for the desk, in which order, and what is noted at release.
#[rustfmt::skip]
pub const DESK: &[(&str, &[Desk])] = &[
    ("DESK-1: signed by the desk", &[
        ("people.desk = ['何静宜']", "", "", "ppp"),
        ("people.desk = ['孟晓岚', '何静宜']", "登记：孟晓岚　2026年3月6日", "", "ppp"),
        ("people.desk = ['孟晓岚']", "", "DESK-1 warning", "ppp"),
        ("people.desk = ['何静宜']", "登记：林远　2026年3月6日", "DESK-1 warning", "ppp"),
        ("people.desk = ['何静宜']", "核发：文字√　格式√　印刷√　林远　2026年3月7日", "DESK-1 warning", "ppp"),
        ("people.desk = []", "登记：林远　2026年3月6日", "", "ppp"),
    ]),
    ("DESK-3: re-check, register, print, release", &[
        ("", "登记：何静宜　2026年3月6日\n印制：沈一舟　2026年3月7日\n核发：文字√　格式√　印刷√　何静宜　2026年3月8日", "", "ppp"),
        ("", "登记：何静宜　2026年3月6日\n印制：沈一舟　2026年3月6日\n核发：文字√　格式√　印刷√　何静宜　2026年3月6日", "", "ppp"),
        ("", "复核：无误。何静宜　2026年3月4日", "FORM-order-c error", "ppf"),
        ("", "复核：无误。何静宜　2026年3月5日", "", "ppp"),
        ("", "复核：无误。何静宜　2026-03-05 09:00\n签发：同意。周启明　2026-03-05 10:00", "FORM-order-c error", "ppf"),
        ("", "复核：无误。何静宜　2026-03-05 11:00\n签发：同意。周启明　2026-03-05 10:00", "", "ppp"),
        ("", "复核：无误。何静宜　2026年3月7日", "FORM-order-c error", "ppf"),
        ("", "印制：沈一舟　2026年3月5日", "FORM-order-c error", "ppf"),
        ("", "印制：沈一舟　2026年3月7日\n核发：文字√　格式√　印刷√　何静宜　2026年3月6日", "FORM-order-c error", "ppf"),
        ("", "核发：文字√　格式√　印刷√　何静宜　2026年3月5日", "FORM-order-c error", "ppf"),
        ("", "登记：何静宜　2026年3月4日", "TL-25.2-b warning", "ppp"),
        ("", "编号人：何静宜　2026年3月5日", "", "ppp"),
    ]),
    ("DESK-4: wording, format and print looked at", &[
        ("", "核发：", "DESK-4 warning", "ppp"),
        ("", "核发：文字√　格式√　孙宁　2026年3月7日", "DESK-4 warning", "ppp"),
        ("", "核发：文字√　格式√　印刷√　2026年3月7日", "DESK-4 warning", "ppp"),
        ("", "核发：文字√　格式√　印刷√　孙宁", "DESK-4 warning", "ppp"),
        ("", "核发：文字无误，格式正确，印制清晰。孙宁　2026年3月7日", "", "ppp"),
        ("chain = ['drafter', 'draft_head', 'office_check', 'sign', 'recheck', 'release']", "", "DESK-4 warning", "ppp"),
        ("chain = ['drafter', 'draft_head', 'office_check', 'sign', 'recheck']", "", "", "ppp"),
    ]),
];

/// What the office has set, lines of the form, what is cut from the main document (from one mark up to another,
/// or all of it), the gate, its reasons, its evidence.
pub type Said = (
    &'static str,
    &'static str,
    Option<[&'static str; 2]>,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const WHOLE: Option<[&str; 2]> = Some(["", ""]);

/// What the gates say: every missing signature in chain order, every missing file, the re-check.
#[rustfmt::skip]
pub const SAID: &[(&str, &[Said])] = &[
    ("DESK-5: nothing missing", &[
        ("", "", WHOLE, "signing", &[],
            &["拟稿人 林远 2026年3月2日", "拟稿单位负责人 苏敏 2026年3月2日", "核稿 方景行 2026年3月4日", "会签 不需要", "签发 周启明 2026年3月5日"]),
        ("chain = 'university-c'", "审签：同意。江一鸣　2026年3月4日\n办公室复核：已核。唐以宁　2026年3月4日", WHOLE, "signing", &[],
            &["拟稿人 林远 2026年3月2日", "拟稿单位负责人 苏敏 2026年3月2日", "会签 不需要", "核稿 方景行 2026年3月4日", "办公室复核 唐以宁 2026年3月4日", "审签 江一鸣 2026年3月4日", "签发 周启明 2026年3月5日"]),
    ]),
    ("DESK-5: cells left blank", &[
        ("", "会签：\n签发：", WHOLE, "signing", &["会签未签", "签发未签"],
            &["拟稿人 林远 2026年3月2日", "拟稿单位负责人 苏敏 2026年3月2日", "核稿 方景行 2026年3月4日", "会签 空着", "签发 空着"]),
        ("", "签发：\n核稿：\n拟稿单位负责人：\n拟稿单位：应急值守科　拟稿人：", WHOLE, "signing", &["拟稿人未签", "拟稿单位负责人未签", "核稿未签", "签发未签"],
            &["拟稿人 空着", "拟稿单位负责人 空着", "核稿 空着", "会签 不需要", "签发 空着"]),
        ("", "核稿：已核。方景行\n签发：", WHOLE, "signing", &["签发未签", "核稿缺日期"],
            &["拟稿人 林远 2026年3月2日", "拟稿单位负责人 苏敏 2026年3月2日", "核稿 方景行 签得不全", "会签 不需要", "签发 空着"]),
    ]),
    ("DESK-5: cells not printed", &[
        ("chain = 'university-a'", "签发：", WHOLE, "signing", &["办公室负责人未签", "校对未签", "签发未签"],
            &["拟稿人 林远 2026年3月2日", "拟稿单位负责人 苏敏 2026年3月2日", "会签 不需要", "核稿 方景行 2026年3月4日", "办公室负责人 没有这一栏", "校对 没有这一栏", "签发 空着"]),
        ("chain = 'university-d'", "", WHOLE, "signing", &["审签未签", "登记编号未签"],
            &["拟稿人 林远 2026年3月2日", "拟稿单位负责人 苏敏 2026年3月2日", "审签 没有这一栏", "登记编号 没有这一栏", "签发 周启明 2026年3月5日", "核稿 方景行 2026年3月4日", "会签 不需要"]),
    ]),
    ("DESK-6: main document and attachments", &[
        ("", "", WHOLE, "enclosures", &[], &["正件 正文.txt", "附件1 汛期值班安排表（在正文之后）", "附件2 乡镇防汛物资储备清单（在正文之后）"]),
        ("", "", Some(["附件2\n", "抄送："]), "enclosures", &["附件2未找到"], &["正件 正文.txt", "附件1 汛期值班安排表（在正文之后）", "附件2 乡镇防汛物资储备清单（未找到）"]),
        ("", "", Some(["附件1\n", "抄送："]), "enclosures", &["附件1未找到", "附件2未找到"], &["正件 正文.txt", "附件1 汛期值班安排表（未找到）", "附件2 乡镇防汛物资储备清单（未找到）"]),
        ("", "", None, "enclosures", &["缺正件"], &[]),
    ]),
    ("DESK-7: re-check", &[
        ("", "", WHOLE, "recheck", &[], &["复核 何静宜 2026年3月6日", "发文字号 青政办发〔2026〕12号", "份数 30"]),
        ("", "复核：", WHOLE, "recheck", &["复核缺签名"], &["复核 空着", "发文字号 青政办发〔2026〕12号", "份数 30"]),
        ("", "复核：无误。何静宜　3月6日", WHOLE, "recheck", &["复核缺日期"], &["复核 何静宜 签得不全", "发文字号 青政办发〔2026〕12号", "份数 30"]),
        ("", "复核：无误。何静宜　2026年3月4日", WHOLE, "recheck", &["复核早于签发"], &["复核 何静宜 2026年3月4日", "发文字号 青政办发〔2026〕12号", "份数 30"]),
        ("", "复核：退回。何静宜　2026年3月6日", WHOLE, "recheck", &["复核缺通过的意见"], &["复核 何静宜 2026年3月6日 不同意或退回", "发文字号 青政办发〔2026〕12号", "份数 30"]),
        ("", "复核：\n份数：", WHOLE, "recheck", &["复核缺签名", "份数未定"], &["复核 空着", "发文字号 青政办发〔2026〕12号"]),
        ("chain = 'company'", "审核：同意。唐以宁　2026年3月3日", WHOLE, "recheck", &[], &["发文字号 青政办发〔2026〕12号", "份数 30"]),
    ]),
];

/// A tracked change in the main document, the time at which the file was saved, lines of the form, the findings.
/// 签发 is of 5 March 2026, 复核 of 6 March.
#[rustfmt::skip]
pub const CHANGES: &[(&str, &str, &str, &str)] = &[
    ("", "", "", ""),
    (r#"<w:ins w:id="1" w:author="林远" w:date="2026-03-06T09:00:00Z"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "", "", "TL-25.1-b warning"),
    (r#"<w:ins w:id="1" w:author="林远" w:date="2026-03-05T18:00:00Z"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "", "", ""),
    (r#"<w:ins w:id="1" w:author="林远" w:date="2026-03-03T09:00:00Z"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "", "", ""),
    (r#"<w:ins w:id="1" w:author="林远"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "", "", ""),
    (r#"<w:ins w:id="1" w:author="林远" w:date="2026-03-06T09:00:00Z"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "", "签发：同意。周启明　2026年3月6日", ""),
    (r#"<w:ins w:id="1" w:author="林远" w:date="2026-03-06T09:00:00Z"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "", "签发：", ""),
    (r#"<w:del w:id="1" w:author="林远" w:date="2026-03-06T09:00:00Z"><w:r><w:delText>尽快</w:delText></w:r></w:del>"#, "", "", "TL-25.1-b warning"),
    (r#"<w:del w:id="1" w:author="林远" w:date="2026-03-05T09:00:00Z"><w:r><w:delText>尽快</w:delText></w:r></w:del>"#, "", "", ""),
    ("", "2026-03-06T01:00:00Z", "", ""),
    ("", "2026-03-07T01:00:00Z", "", "TL-25.1-b-saved info"),
    ("", "2026-03-06T01:00:00Z", "复核：", "TL-25.1-b-saved info"),
    ("", "2026-03-05T01:00:00Z", "复核：", ""),
    ("", "2026-03-07T01:00:00Z", "复核：\n签发：", ""),
    (r#"<w:ins w:id="1" w:author="林远" w:date="2026-03-06T09:00:00Z"><w:r><w:t>全部</w:t></w:r></w:ins>"#, "2026-03-07T01:00:00Z", "", "TL-25.1-b-saved info, TL-25.1-b warning"),
];
