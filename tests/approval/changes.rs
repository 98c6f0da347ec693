//! One change at a time: clean packets in which one cell is replaced, and what the signing and the re-check gate must say.
//!
//! The table was written from the kinds of fault alone, before any of it was run. Every organ and person is invented.

use std::collections::BTreeMap;

use serde_json::Value;

use super::support::cli::Folder;
use super::support::ooxml::{Docx, centred, control, p, par, r};
use super::verdict;
use Base::{City, County, Firm, Oa, Steps, Univ};
use Medium::{D, T};

/// The clean packet that is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    /// A county bureau.
    County,
    /// A university.
    Univ,
    /// A company.
    Firm,
    /// A city bureau whose papers are reviewed for lawfulness and fair competition.
    City,
    /// An export of an office system: name, clock time, opinion.
    Oa,
    /// A table of steps: 环节, 办理人, 办理意见, 到达时间, 完成时间.
    Steps,
}

/// How the form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Medium {
    /// Labelled lines in .txt.
    T,
    /// A table in .docx.
    D,
}

/// Kind of fault, base, medium, what is changed, what signing may say, what the re-check may say, why.
///
/// A change is `label：value` (that cell is replaced), `+label：value` (one more under the form's name) or `-label` (taken
/// out of the form, and 发文字号 out of the main document too); several are joined by `‖`. In a value `⏎` is a new line,
/// `┃` a new row of the merged cell, `{√}` and `{□}` check box controls, `{x}` and `{o}` check boxes as form fields, `{▼…}`
/// a dropdown control, `{▽n甲|乙}` a dropdown field. Verdicts: p pass, f fail, u undecided; two letters: either.
type Row = (u8, Base, Medium, &'static str, &'static str, &'static str, &'static str);

const BASES: [Base; 6] = [County, Univ, Firm, City, Oa, Steps];

impl Base {
    /// The form, a line a row; cells of a row stand four wide blanks apart.
    fn form(self) -> &'static str {
        match self {
            County => COUNTY,
            Univ => UNIV,
            Firm => FIRM,
            City => CITY,
            Oa => OA,
            Steps => STEPS,
        }
    }

    /// Whether the base is written so.
    fn has(self, medium: Medium) -> bool {
        (self, medium) != (Steps, T)
    }

    /// A faultless document that the form belongs to.
    fn main(self) -> String {
        let cell = |label: &str| {
            let cells = cells(self.form());
            cells.iter().flatten().find(|c| c.0 == label).unwrap().1.clone()
        };
        let (title, number) = (cell("标题"), cell("发文字号"));
        let (organ, about) = title.split_once("关于").unwrap();
        let topic = about.strip_suffix("的通知").unwrap();
        let to = cell("主送");
        let cc = cell("抄送");
        let words = [
            ("[机关]", organ),
            ("[文号]", &number),
            ("[事由]", about),
            ("[事项]", topic),
            ("[主送]", &to),
            ("[抄送]", &cc),
        ];
        words.iter().fold(MAIN.to_owned(), |text, (mark, word)| text.replace(mark, word))
    }
}

const MAIN: &str = "\
[机关]文件

[文号]

[机关]
关于[事由]

[主送]：
　　为[事项]，现将有关事项通知如下：
　　一、落实责任
　　各单位从2026年3月10日起明确专人负责，按照分工逐项落实。
　　二、排查问题
　　各单位逐处排查，建立台账，发现问题当日整改。
　　三、报送情况
　　各单位于2026年3月25日前报送工作情况。

　　　　　　　　　　　　　　　　[机关]
　　　　　　　　　　　　　　　　　　2026年3月5日
　　（此件公开发布）

抄送：[抄送]。
[机关]办公室　　　　　　2026年3月6日印发
";

const COUNTY: &str = "\
云泊县林业局发文稿纸
标题：云泊县林业局关于做好2026年春季森林防火工作的通知
发文字号：云林发〔2026〕12号
密级：无　　　　紧急程度：普通
主送：各乡镇林业站
抄送：云泊县应急管理局
拟稿单位：防火科　　　　拟稿人：林远　2026年3月2日
拟稿单位负责人：同意报审。苏敏　2026年3月2日
核稿：已核。方景行　2026年3月3日
会签：无需
分管领导：同意。李向东　2026年3月4日
签发：同意印发。周启明　2026年3月5日
复核：复核无误。何静宜　2026年3月6日
份数：30
附件：无
";

const UNIV: &str = "\
南屿理工学院发文审批单
标题：南屿理工学院关于做好2026年实验室安全检查工作的通知
发文字号：南屿院发〔2026〕18号
密级：无　　　　紧急程度：普通
主送：各二级学院
抄送：南屿理工学院工会
拟稿部门：设备处　　　　拟稿：安书远　2026年3月2日
部门负责人：同意报审。武卫国　2026年3月2日
会签：教务处：无意见。温婉如　2026年3月3日
党政办核稿：已核。苗玉兰　2026年3月3日
分管校领导：同意。石砚秋　2026年3月4日
校长签发：同意印发。雷鸣远　2026年3月5日
复核：复核无误。贺小川　2026年3月6日
份数：25
附件：无
";

const FIRM: &str = "\
江澜水务有限公司发文审批表
标题：江澜水务有限公司关于做好2026年管网冲洗工作的通知
发文字号：江澜水务〔2026〕9号
密级：无　　　　紧急程度：普通
主送：各部门、各分公司
抄送：江澜水务有限公司工会
起草部门：工程部　　　　起草人：姜禾生　2026年3月2日
部门审核：同意。陆川平　2026年3月2日
会签：无
法务审核：无法律问题。郑远航　2026年3月3日
总经理签发：同意印发。魏然之　2026年3月5日
复核：复核无误。许诺言　2026年3月6日
份数：20
附件：无
";

const CITY: &str = "\
澄川市商务局发文稿纸
标题：澄川市商务局关于做好2026年社区便民网点备案工作的通知
发文字号：澄商发〔2026〕6号
密级：无　　　　紧急程度：普通
主送：各区商务局
抄送：澄川市市场监督管理局
拟稿处室：流通处　　　　拟稿人：柳依然　2026年3月2日
处室负责人：同意报审。秦见山　2026年3月2日
合法性审查：符合法律法规规定。乔安之　2026年3月3日
公平竞争审查：符合公平竞争审查标准，可以实施。钟灵毓　2026年3月3日
核稿：已核。宋知微　2026年3月4日
会签：无
签发：同意印发。欧阳序　2026年3月5日
复核：复核无误。梁晓川　2026年3月6日
份数：40
附件：无
";

const OA: &str = "\
临澜区住房保障局发文处理笺
标题：临澜区住房保障局关于做好2026年房屋安全排查工作的通知
发文字号：临房发〔2026〕15号
密级：无　　　　紧急程度：普通
主送：各街道办事处
抄送：临澜区应急管理局
份数：45　　　　附件：无
拟稿人：叶知秋: 2026-03-02 09:12 提交
科室负责人：罗文澜: 2026-03-02 10:05 同意
核稿：李明远: 2026-03-03 10:21 已核
处室会签：丁若谷: 2026-03-03 15:40 无意见
分管领导：丁岩: 2026-03-04 16:40 同意
签发：程望舒: 2026-03-05 08:55 同意印发
复核：谭雅琴: 2026-03-05 14:30 复核无误
";

const STEPS: &str = "\
汀溪市文化局发文处理单
标题：汀溪市文化局关于做好2026年剧场安全检查工作的通知
发文字号：汀文发〔2026〕11号
密级：无　　　　紧急程度：普通
主送：各区文化局
抄送：汀溪市应急管理局
份数：35　　　　附件：无
环节：办理人|办理意见|到达时间|完成时间
拟稿：柏青|提交|2026-03-02 08:30|2026-03-02 09:12
处室负责人审核：傅云帆|同意|2026-03-02 09:12|2026-03-02 10:05
办公室核稿：谢明轩|已核|2026-03-02 10:05|2026-03-03 10:21
会签：孔令仪|无意见|2026-03-03 10:21|2026-03-03 15:40
分管领导审签：卫南山|同意|2026-03-03 15:40|2026-03-04 16:40
签发：江一鸣|同意印发|2026-03-04 16:40|2026-03-05 08:55
复核：孟晓岚|复核无误|2026-03-05 08:55|2026-03-05 14:30
";

/// Kind 4: several entries in 会签, two checkers in one cell.
#[rustfmt::skip]
const ENTRIES: &[Row] = &[
    (4, County, T, "会签：财务科：同意。罗文澜 2026年3月3日⏎　　法规科：无意见。丁若谷 2026年3月3日", "p", "p", "two 科 by lines, both signed"),
    (4, County, T, "会签：⏎财务科：⏎法规科：无意见。丁若谷 2026年3月3日", "f", "p", "first 科 blank"),
    (4, County, T, "会签：财务科：同意。罗文澜 2026年3月3日⏎　　法规科：", "f", "p", "second 科 blank"),
    (4, County, T, "会签：财务科：同意。罗文澜 2026年3月3日　　　　种苗站：无意见。丁若谷 2026年3月3日", "p", "p", "科 and 站 by blanks, both signed"),
    (4, County, T, "会签：财务科：同意。罗文澜 2026年3月3日　　　　种苗站：无意见。　2026年3月3日", "f", "p", "站 without a name, by blanks"),
    (4, County, T, "会签：财务科：同意。罗文澜　　　　种苗站：无意见。丁若谷 2026年3月3日", "f", "p", "first entry without a date, by blanks"),
    (4, County, D, "会签：财务科：同意。罗文澜 2026年3月3日　　　　种苗站：", "f", "p", "站 blank, by blanks in a table cell"),
    (4, County, T, "会签：1.财务科：同意。罗文澜 2026年3月3日⏎　　2.护林队：同意。丁若谷 2026年3月3日", "p", "p", "numbered, 科 and 队, both signed"),
    (4, County, D, "会签：1.财务科　同意。罗文澜 2026年3月3日⏎2.护林队", "f", "p", "numbered without colons, 队 blank"),
    (4, County, T, "会签：①财务科：同意。罗文澜 2026年3月3日 ②林业工作站：同意。丁若谷", "f", "p", "circled numbers, second without a date"),
    (4, County, D, "会签：①财务科：同意。罗文澜 2026年3月3日⏎②林业工作站：同意。丁若谷 2026年3月3日", "p", "p", "circled numbers, both signed"),
    (4, County, D, "会签：（1）财务科：同意。罗文澜 2026年3月3日⏎（2）森林公安分局：同意。2026年3月3日", "f", "p", "（1）（2）, 分局 without a name"),
    (4, County, T, "会签：财务科：同意。罗文澜 2026年3月3日\t森林公安分局：同意。丁若谷 2026年3月3日", "p", "p", "tab, 分局 signed"),
    (4, County, T, "会签：财务科：同意。罗文澜 2026年3月3日\t森林公安分局：", "f", "p", "tab, 分局 blank"),
    (4, County, D, "会签：财务科：同意。罗文澜 2026年3月3日┃法规科：无意见。丁若谷 2026年3月3日", "p", "p", "merged over two rows, both signed"),
    (4, County, D, "会签：财务科：同意。罗文澜 2026年3月3日┃法规科：", "f", "p", "merged over two rows, second blank"),
    (4, County, D, "会签：财务科：┃法规科：无意见。丁若谷 2026年3月3日┃种苗站：同意。陶安 2026年3月3日", "f", "p", "merged over three rows, first blank"),
    (4, County, T, "会签：规划所：罗文澜 2026年3月3日／林场：丁若谷 2026年3月3日", "p", "p", "slash, names and dates alone are consent"),
    (4, County, T, "会签：规划所：罗文澜 2026年3月3日／林场：", "f", "p", "slash, second blank"),
    (4, County, T, "会签：财务科、法规科：同意。2026年3月3日", "f", "p", "units and opinion, nobody's name"),
    (4, Univ, T, "会签：财务处：同意。谭雅琴 2026年3月3日；工会：同意。傅云帆 2026年3月3日", "p", "p", "处 and 工会 by semicolon, both signed"),
    (4, Univ, T, "会签：财务处：同意。谭雅琴 2026年3月3日；工会：", "f", "p", "工会 blank, by semicolon"),
    (4, Univ, T, "会签：学生工作部：同意。谭雅琴 2026年3月3日⏎　　团委：同意。傅云帆 2026年3月3日⏎　　机电学院：同意。谢明轩 2026年3月4日", "p", "p", "部, 团委, 学院: all signed"),
    (4, Univ, T, "会签：学生工作部：同意。谭雅琴 2026年3月3日⏎　　团委：⏎　　机电学院：同意。谢明轩 2026年3月4日", "f", "p", "团委 in the middle blank"),
    (4, Univ, D, "会签：学生工作部：同意。谭雅琴 2026年3月3日⏎团委：同意。傅云帆 2026年3月3日⏎机电学院：同意。谢明轩", "f", "p", "学院 without a date"),
    (4, Univ, D, "会签：机电学院：同意。谭雅琴 2026年3月3日　　网络中心：同意。傅云帆 2026年3月3日", "p", "p", "学院 and 中心 by blanks, both signed"),
    (4, Univ, D, "会签：机电学院：同意。谭雅琴 2026年3月3日　　网络中心：同意。2026年3月3日", "f", "p", "中心 without a name"),
    (4, Univ, D, "会签：保卫处：同意。谭雅琴 2026年3月3日┃实验室：", "f", "p", "室 blank in a row of its own"),
    (4, Firm, T, "会签：财务部：同意。谭雅琴 2026年3月3日　　　　东城分公司：同意。傅云帆 2026年3月3日", "p", "p", "部 and 公司 by blanks, both signed"),
    (4, Firm, T, "会签：财务部：同意。谭雅琴 2026年3月3日　　　　东城分公司：同意。", "f", "p", "公司 without name and date"),
    (4, Firm, T, "会签：制水所：同意。谭雅琴 2026年3月3日/客服中心：同意。傅云帆", "f", "p", "slash, 中心 without a date"),
    (4, Firm, D, "会签：1．安环部：同意。谭雅琴 2026年3月3日⏎2．检修队：同意。傅云帆 2026年3月3日⏎3．工会：同意。谢明轩 2026年3月3日", "p", "p", "部, 队, 工会 numbered: all signed"),
    (4, Firm, D, "会签：1．安环部：同意。谭雅琴 2026年3月3日⏎2．检修队：⏎3．工会：同意。谢明轩 2026年3月3日", "f", "p", "队 in the middle blank"),
    (4, City, T, "会签：望江街道办：同意。谭雅琴 2026年3月3日⏎　　东城分局：同意。傅云帆 2026年3月4日", "p", "p", "街道办 and 分局, both signed"),
    (4, City, T, "会签：东城分局：同意。傅云帆 2026年3月4日⏎　　望江街道办：", "f", "p", "街道办 blank"),
    (4, City, D, "会签：财务处　谭雅琴　2026年3月3日⏎法规处　　　　　", "f", "p", "columns by blanks, second unit unsigned"),
    (4, City, D, "会签：研究院：同意。谭雅琴 2026年3月3日；消费促进中心：无意见。傅云帆 2026年3月3日。", "p", "p", "院 and 中心 by semicolon, both signed"),
    (4, Oa, T, "处室会签：丁若谷: 2026-03-03 15:40 无意见⏎陶安: 2026-03-03 16:02 同意", "p", "p", "two people with clock times"),
    (4, Oa, T, "处室会签：丁若谷: 2026-03-03 15:40 无意见⏎陶安:", "f", "p", "second person only named"),
    (4, Oa, D, "处室会签：财务科：丁若谷 2026-03-03 15:40 无意见⏎物业科：", "f", "p", "second unit blank in an export"),
    (4, County, T, "核稿：一核：已核。方景行 2026年3月3日　　　　二核：", "f", "p", "second checker blank"),
    (4, County, T, "核稿：已核。方景行 2026年3月3日；已核。唐以宁 2026年3月3日", "p", "p", "two checkers, both signed"),
    (4, County, D, "核稿：已核。方景行 2026年3月3日⏎已核。唐以宁", "f", "p", "second checker without a date"),
    (4, Univ, T, "党政办核稿：秘书：已核。苗玉兰 2026年3月3日⏎　　主任：同意。唐以宁 2026年3月3日", "p", "p", "clerk and head in one cell, both signed"),
    (4, Univ, D, "党政办核稿：秘书：已核。苗玉兰 2026年3月3日⏎主任：", "f", "p", "head of the office blank"),
    (4, Univ, D, "党政办核稿：1.已核。苗玉兰 2026年3月3日⏎2.已核。2026年3月3日", "f", "p", "second checker without a name"),
];

/// Kind 5: what follows a label that nobody knows, inside a signing cell.
#[rustfmt::skip]
const TAILS: &[Row] = &[
    (5, County, T, "签发：同意印发。周启明 2026年3月5日　审批结果：不同意", "fu", "p", "signed, but the result says refused"),
    (5, County, T, "签发：同意印发。周启明 2026年3月5日⏎　　备注：暂缓印发", "fu", "p", "held by a remark"),
    (5, County, D, "签发：同意印发。周启明 2026年3月5日⏎备注：暂缓印发", "fu", "p", "held by a remark in the cell"),
    (5, County, D, "签发：同意印发。周启明 2026年3月5日⏎转办：丁岩", "fu", "p", "passed to somebody who has not signed"),
    (5, County, T, "签发：同意印发。周启明 2026年3月5日⏎　　说明：已按意见修改", "pu", "p", "harmless, if it is understood"),
    (5, County, T, "签发：同意印发。周启明 2026年3月5日　备注：无", "p", "p", "an empty remark"),
    (5, County, D, "签发：同意印发。周启明 2026年3月5日⏎备注：", "p", "p", "a remark left blank"),
    (5, County, D, "核稿：已核。方景行 2026年3月3日⏎审核结果：不通过", "fu", "p", "checked, but the result says no"),
    (5, County, T, "分管领导：同意。李向东 2026年3月4日⏎　　补充意见：先报县政府同意后再发", "fu", "p", "a condition behind a label"),
    (5, County, T, "会签：财务科：同意。罗文澜 2026年3月3日　备注：保留意见", "fu", "p", "reservation of the countersigner"),
    (5, County, T, "复核：复核无误。何静宜 2026年3月6日　处理结果：退回重印", "pu", "fu", "re-checked, then sent back"),
    (5, County, D, "复核：复核无误。何静宜 2026年3月6日⏎复核结论：合格", "p", "p", "the conclusion agrees"),
    (5, Univ, D, "校长签发：同意印发。雷鸣远 2026年3月5日⏎加签：石砚秋", "fu", "p", "an added signer who has not signed"),
    (5, Univ, T, "校长签发：同意印发。雷鸣远 2026年3月5日⏎　　加签：同意。石砚秋 2026年3月5日", "pu", "p", "an added signer who has signed"),
    (5, Univ, T, "校长签发：同意印发。雷鸣远 2026年3月5日⏎　　委托：由石砚秋代为签发", "fu", "p", "who signed is no longer clear"),
    (5, Univ, D, "校长签发：同意印发。雷鸣远 2026年3月5日⏎审批结果：同意", "p", "p", "the result agrees"),
    (5, Univ, T, "部门负责人：同意报审。武卫国 2026年3月2日　处理状态：退回", "fu", "p", "the unit head's step was returned"),
    (5, Univ, D, "复核：复核无误。贺小川 2026年3月6日⏎备注：附件缺一页，暂不付印", "pu", "fu", "a fault in a remark of the re-check"),
    (5, Firm, T, "总经理签发：同意印发。魏然之 2026年3月5日⏎　　流程状态：已终止", "fu", "p", "the flow was stopped"),
    (5, Firm, D, "总经理签发：同意印发。魏然之 2026年3月5日⏎审批结论：否决", "fu", "p", "voted down"),
    (5, Firm, D, "法务审核：无法律问题。郑远航 2026年3月3日⏎风险提示：第二条违约责任须重新起草", "fu", "p", "legal review asks for another draft"),
    (5, Firm, T, "起草人：姜禾生 2026年3月2日　联系电话：6021837", "p", "p", "the drafter's telephone"),
    (5, Firm, T, "总经理签发：同意印发。魏然之 2026年3月5日⏎　　办理要求：尽快印发", "pu", "p", "an instruction that holds nothing up"),
    (5, City, T, "签发：同意印发。欧阳序 2026年3月5日⏎　　附加意见：待市政府批复后再行印发", "fu", "p", "held until another paper comes"),
    (5, City, D, "合法性审查：符合法律法规规定。乔安之 2026年3月3日⏎审查结论：不予通过", "fu", "p", "the conclusion refuses"),
    (5, City, D, "核稿：已核。宋知微 2026年3月4日⏎修改情况：无", "p", "p", "nothing was changed"),
    (5, Oa, T, "签发：程望舒: 2026-03-05 08:55 同意印发⏎处理结果：驳回", "fu", "p", "the system's result refuses"),
    (5, Oa, T, "分管领导：丁岩: 2026-03-04 16:40 同意⏎下一步：转住房科重新办理", "fu", "p", "goes back to a section"),
    (5, Oa, D, "签发：程望舒: 2026-03-05 08:55 同意印发⏎办理状态：已撤回", "fu", "p", "withdrawn"),
    (5, Steps, D, "签发：江一鸣|同意印发　处理结果：退回|2026-03-04 16:40|2026-03-05 08:55", "fu", "p", "the result in the opinion's cell refuses"),
];

/// Kind 6: handing on and work in progress.
#[rustfmt::skip]
const HANDED_ON: &[Row] = &[
    (6, County, T, "签发：请审定。周启明 2026年3月5日", "fu", "p", "asks another to decide"),
    (6, County, D, "签发：送审。周启明 2026年3月5日", "fu", "p", "sent up, not approved"),
    (6, County, T, "签发：呈审。周启明 2026年3月5日", "fu", "p", "submitted, not approved"),
    (6, County, D, "签发：拟办。周启明 2026年3月5日", "fu", "p", "a proposal, no approval"),
    (6, County, T, "签发：转李向东同志阅处。周启明 2026年3月5日", "fu", "p", "passed to another"),
    (6, County, T, "签发：请办公室再核。周启明 2026年3月5日", "fu", "p", "back to be checked"),
    (6, County, T, "复核：请核。何静宜 2026年3月6日", "p", "fu", "asks another to check"),
    (6, County, D, "复核：请复核。何静宜 2026年3月6日", "p", "fu", "asks another to re-check"),
    (6, County, T, "复核：核稿中。何静宜 2026年3月6日", "p", "fu", "still being done"),
    (6, County, D, "复核：转印刷所阅处。何静宜 2026年3月6日", "p", "fu", "passed on"),
    (6, County, T, "拟稿单位负责人：请办公室核稿。苏敏 2026年3月2日", "p", "p", "the unit head hands on to the office"),
    (6, County, D, "拟稿单位负责人：呈分管领导审定。苏敏 2026年3月2日", "p", "p", "the unit head hands on upwards"),
    (6, County, T, "核稿：已核，呈李向东同志审签。方景行 2026年3月3日", "p", "p", "the office has checked and hands on"),
    (6, County, D, "分管领导：同意，请启明同志签发。李向东 2026年3月4日", "p", "p", "the leader in charge hands on to the signer"),
    (6, County, D, "核稿：核稿中。方景行 2026年3月3日", "fu", "p", "the check is not finished"),
    (6, Univ, T, "校长签发：处理中。雷鸣远 2026年3月5日", "fu", "p", "still being done"),
    (6, Univ, D, "校长签发：请复核。雷鸣远 2026年3月5日", "fu", "p", "asks another to re-check"),
    (6, Univ, T, "校长签发：提请校长办公会审定。雷鸣远 2026年3月5日", "fu", "p", "the meeting is to decide"),
    (6, Univ, D, "复核：处理中。贺小川 2026年3月6日", "p", "fu", "still being done"),
    (6, Univ, T, "部门负责人：送审。武卫国 2026年3月2日", "p", "p", "the unit head sends it up"),
    (6, Univ, D, "部门负责人：请党政办审核。武卫国 2026年3月2日", "p", "p", "the unit head hands on"),
    (6, Firm, T, "总经理签发：请核。魏然之 2026年3月5日", "fu", "p", "asks another to check"),
    (6, Firm, D, "总经理签发：审批中。魏然之 2026年3月5日", "fu", "p", "still being decided"),
    (6, Firm, T, "总经理签发：呈董事长阅示。魏然之 2026年3月5日", "fu", "p", "the chairman is to decide"),
    (6, Firm, T, "部门审核：同意，转法务审核。陆川平 2026年3月2日", "p", "p", "handed on with consent"),
    (6, Firm, T, "复核：已提交。许诺言 2026年3月6日", "p", "fu", "submitted, not checked"),
    (6, City, D, "签发：拟同意，请分管市长审定。欧阳序 2026年3月5日", "fu", "p", "proposes, another decides"),
    (6, City, T, "会签：财务处：请法规处先核。谭雅琴 2026年3月3日", "fu", "p", "the countersigner passes it on"),
    (6, City, T, "处室负责人：拟发，请核稿。秦见山 2026年3月2日", "p", "p", "the unit head hands on"),
    (6, Oa, T, "签发：程望舒: 2026-03-05 08:55 已提交", "fu", "p", "submitted, not approved"),
    (6, Oa, T, "签发：程望舒: 2026-03-05 08:55 转丁岩阅处", "fu", "p", "passed to another"),
    (6, Oa, T, "科室负责人：罗文澜: 2026-03-02 10:05 送办公室核稿", "p", "p", "the unit head hands on"),
    (6, Steps, D, "签发：江一鸣|处理中|2026-03-04 16:40|2026-03-05 08:55", "fu", "p", "still being done"),
    (6, Steps, D, "签发：江一鸣|请卫南山同志审定|2026-03-04 16:40|2026-03-05 08:55", "fu", "p", "asks another to decide"),
    (6, Steps, D, "处室负责人审核：傅云帆|请办公室核稿|2026-03-02 09:12|2026-03-02 10:05", "p", "p", "the unit head hands on"),
    (6, Steps, D, "复核：孟晓岚|已提交|2026-03-05 08:55|2026-03-05 14:30", "p", "fu", "submitted, not checked"),
];

/// Kind 7: units are not people, exported nothings, pending steps, a status anywhere.
#[rustfmt::skip]
const NOBODY: &[Row] = &[
    (7, County, T, "签发：同意。党委办　2026年3月5日", "fu", "p", "an office is not a person"),
    (7, County, D, "签发：同意印发。局办公室 2026年3月5日", "fu", "p", "an office is not a person"),
    (7, County, T, "核稿：已核。综合科　2026年3月3日", "fu", "p", "a section is not a person"),
    (7, County, D, "会签：财务科：同意。财务科 2026年3月3日", "fu", "p", "the unit signed for itself"),
    (7, County, T, "复核：复核无误。机要室　2026年3月6日", "p", "fu", "a room is not a person"),
    (7, County, T, "签发：null", "f", "p", "an exported nothing"),
    (7, County, D, "签发：-", "f", "p", "a dash in 签发"),
    (7, County, D, "核稿：N/A", "f", "p", "the check may not be dispensed with"),
    (7, County, T, "签发：同意印发。null 2026年3月5日", "f", "p", "the name is a nothing"),
    (7, County, T, "核稿：无名", "f", "p", "nobody's name"),
    (7, Univ, T, "校长签发：同意印发。党政办公室 2026年3月5日", "fu", "p", "an office is not a person"),
    (7, Univ, D, "校长签发：无名", "f", "p", "nobody's name"),
    (7, Univ, D, "党政办核稿：null", "f", "p", "an exported nothing"),
    (7, Univ, T, "部门负责人：同意报审。设备处 2026年3月2日", "fu", "p", "the unit instead of its head"),
    (7, Firm, D, "总经理签发：同意。董事会办公室 2026年3月5日", "fu", "p", "an office is not a person"),
    (7, Firm, T, "总经理签发：N/A", "f", "p", "signing may not be dispensed with"),
    (7, Firm, D, "法务审核：无法律问题。法务部 2026年3月3日", "fu", "p", "a department is not a person"),
    (7, City, T, "签发：同意。×× 2026年3月5日", "f", "p", "a placeholder for the name"),
    (7, City, D, "复核：null", "p", "f", "an exported nothing in 复核"),
    (7, City, T, "+流程状态：已驳回", "fu", "pfu", "the flow was refused"),
    (7, Oa, T, "+流程状态：已驳回", "fu", "pfu", "the flow was refused"),
    (7, Oa, T, "+当前环节：局长签发（未办理）‖-签发", "f", "p", "signing has not been done"),
    (7, Oa, D, "+当前环节：签发　未办理", "fu", "pfu", "says that signing is open though the cell is signed"),
    (7, Oa, T, "+流程状态：已办结", "p", "p", "the flow is finished"),
    (7, Oa, T, "签发：null: null null", "f", "p", "every part is a nothing"),
    (7, Steps, D, "+流程状态：已撤销", "fu", "pfu", "the flow was called off"),
    (7, Steps, D, "签发：江一鸣||2026-03-04 16:40|", "f", "p", "has arrived, is not done"),
    (7, Steps, D, "办公室核稿：谢明轩||2026-03-02 10:05|", "f", "p", "the check has arrived, is not done"),
    (7, Steps, D, "会签：孔令仪||2026-03-03 10:21|", "f", "p", "the countersignature has arrived, is not done"),
    (7, Steps, D, "会签：孔令仪|无意见|2026-03-03 10:21|2026-03-03 15:40⏎会签：陶安||2026-03-03 10:21|", "f", "p", "second countersigner pending"),
    (7, Steps, D, "会签：孔令仪|无意见|2026-03-03 10:21|2026-03-03 15:40⏎会签：陶安|同意|2026-03-03 10:21|2026-03-03 16:10", "p", "p", "both countersigners done"),
    (7, Steps, D, "复核：孟晓岚||2026-03-05 08:55|", "p", "f", "the re-check has arrived, is not done"),
    (7, Steps, D, "签发：局办公室|同意|2026-03-04 16:40|2026-03-05 08:55", "fu", "p", "an office is not a person"),
    (7, Steps, D, "签发：|同意印发|2026-03-04 16:40|2026-03-05 08:55", "f", "p", "nobody did it"),
    (7, Steps, D, "分管领导审签：卫南山|同意||2026-03-04 16:40", "p", "p", "done; when it arrived does not matter"),
];

/// Kind 8: history is not state.
#[rustfmt::skip]
const HISTORY: &[Row] = &[
    (8, County, T, "签发：退回修改。周启明 2026年3月4日⏎　　同意印发。周启明 2026年3月5日", "p", "p", "returned, then approved by the same person"),
    (8, County, D, "签发：退回修改。周启明 2026年3月4日⏎同意印发。周启明 2026年3月5日", "p", "p", "the same in a table cell"),
    (8, County, T, "签发：同意印发。周启明 2026年3月5日⏎　　撤回，暂不印发。周启明 2026年3月5日", "f", "p", "approved, then called back"),
    (8, County, D, "签发：不同意。周启明 2026年3月4日⏎同意印发。李向东 2026年3月5日", "fu", "p", "refused by the principal, approved by the deputy"),
    (8, County, T, "核稿：请补充依据后再报。方景行 2026年3月2日⏎　　已核。方景行 2026年3月3日", "p", "p", "sent back, then checked"),
    (8, County, D, "核稿：已核。方景行 2026年3月2日⏎退回重拟。方景行 2026年3月3日", "f", "p", "checked, then sent back"),
    (8, County, T, "分管领导：退回修改。李向东 2026年3月3日⏎　　同意。李向东 2026年3月4日", "p", "p", "returned, then agreed"),
    (8, County, D, "分管领导：同意。李向东 2026年3月3日⏎退回修改。李向东 2026年3月4日", "f", "p", "agreed, then returned"),
    (8, County, T, "会签：财务科：不同意，经费无来源。罗文澜 2026年3月3日⏎　　财务科：经费已落实，同意。罗文澜 2026年3月4日", "p", "p", "the same unit agrees in the end"),
    (8, County, D, "会签：财务科：不同意，经费无来源。罗文澜 2026年3月3日⏎法规科：同意。丁若谷 2026年3月4日", "f", "p", "another unit's consent does not lift the refusal"),
    (8, County, T, "复核：第二页有错字，退回改正。何静宜 2026年3月5日⏎　　已改正，复核无误。何静宜 2026年3月6日", "p", "p", "re-check returned, then cleared"),
    (8, County, T, "复核：复核无误。何静宜 2026年3月5日⏎　　发现缺页，退回重排。何静宜 2026年3月6日", "p", "f", "re-check cleared, then returned"),
    (8, Univ, D, "复核：缺印发日期，退回。贺小川 2026年3月5日⏎复核无误。贺小川 2026年3月6日", "p", "p", "re-check returned, then cleared, in a cell"),
    (8, Univ, D, "复核：复核无误。贺小川 2026年3月5日⏎退回拟稿部门。贺小川 2026年3月6日", "p", "f", "re-check cleared, then returned, in a cell"),
    (8, Univ, T, "校长签发：再研究。雷鸣远 2026年3月4日⏎　　已研究，同意印发。雷鸣远 2026年3月5日", "p", "p", "put off, then approved"),
    (8, Univ, D, "部门负责人：同意报审。武卫国 2026年3月2日⏎不同意。武卫国 2026年3月3日", "f", "p", "the unit head changed his mind"),
    (8, Firm, T, "法务审核：退回修改。郑远航 2026年3月3日⏎　　已修改，无法律问题。郑远航 2026年3月4日", "p", "p", "legal review returned, then cleared"),
    (8, Firm, D, "总经理签发：同意印发。魏然之 2026年3月5日⏎缓发。魏然之 2026年3月5日", "f", "p", "approved, then held"),
    (8, Oa, T, "分管领导：丁岩: 2026-03-03 16:40 同意⏎签发：程望舒: 2026-03-03 17:30 退回修改⏎拟稿人：叶知秋: 2026-03-04 08:40 已修改提交⏎科室负责人：罗文澜: 2026-03-04 09:10 同意⏎核稿：李明远: 2026-03-04 10:21 已核⏎处室会签：丁若谷: 2026-03-04 11:40 无意见⏎分管领导：丁岩: 2026-03-04 16:40 同意", "p", "p", "returned at 签发, the whole round redone"),
    (8, Oa, T, "签发：程望舒: 2026-03-05 08:55 退回修改⏎核稿：李明远: 2026-03-05 10:21 已核⏎分管领导：丁岩: 2026-03-05 11:40 同意", "f", "p", "returned at 签发, redone but not signed again"),
    (8, Oa, T, "签发：程望舒: 2026-03-05 08:55 退回修改⏎核稿：李明远: 2026-03-05 09:21 已核⏎分管领导：丁岩: 2026-03-05 10:40 退回修改⏎签发：程望舒: 2026-03-05 11:55 同意印发", "f", "p", "second round refused by the leader in charge"),
    (8, Oa, T, "核稿：李明远: 2026-03-03 10:21 退回修改⏎拟稿人：叶知秋: 2026-03-03 11:00 已修改提交", "f", "p", "returned at the check and never checked again"),
    (8, Oa, T, "核稿：李明远: 2026-03-03 10:21 退回修改⏎拟稿人：叶知秋: 2026-03-03 11:00 已修改提交⏎科室负责人：罗文澜: 2026-03-03 11:20 同意⏎核稿：李明远: 2026-03-03 14:05 已核", "p", "p", "returned at the check, redone from there"),
    (8, Oa, T, "签发：程望舒: 2026-03-04 17:00 退回修改⏎签发：程望舒: 2026-03-05 08:55 同意印发⏎核稿：李明远: 2026-03-05 10:21 已核", "f", "p", "the last check is later than the last signature"),
    (8, Oa, T, "复核：谭雅琴: 2026-03-05 10:30 退回修改⏎复核：谭雅琴: 2026-03-05 14:30 复核无误", "p", "p", "re-check returned, then cleared, with clock times"),
    (8, Oa, T, "复核：谭雅琴: 2026-03-05 14:30 复核无误⏎复核：谭雅琴: 2026-03-05 15:10 退回修改", "p", "f", "re-check cleared, then returned, with clock times"),
    (8, Steps, D, "签发：江一鸣|退回修改|2026-03-04 16:40|2026-03-04 17:20⏎办公室核稿：谢明轩|已核|2026-03-04 17:20|2026-03-04 18:00⏎分管领导审签：卫南山|同意|2026-03-04 18:00|2026-03-04 18:30⏎签发：江一鸣|同意印发|2026-03-04 18:30|2026-03-05 08:55", "p", "p", "two rounds in the table"),
    (8, Steps, D, "签发：江一鸣|退回修改|2026-03-04 16:40|2026-03-04 17:20⏎办公室核稿：谢明轩|已核|2026-03-04 17:20|2026-03-04 18:00⏎签发：江一鸣||2026-03-04 18:00|", "f", "p", "the second signing is pending"),
    (8, Steps, D, "签发：江一鸣|退回修改|2026-03-04 16:40|2026-03-04 17:20⏎办公室核稿：谢明轩||2026-03-04 17:20|⏎签发：江一鸣|同意印发|2026-03-04 17:20|2026-03-05 08:55", "fu", "p", "the second check is pending"),
    (8, Steps, D, "会签：孔令仪|不同意|2026-03-03 10:21|2026-03-03 11:40⏎会签：孔令仪|同意|2026-03-03 14:00|2026-03-03 15:40", "p", "p", "refused, then agreed"),
    (8, Steps, D, "复核：孟晓岚|退回修改|2026-03-05 08:55|2026-03-05 10:00⏎复核：孟晓岚|复核无误|2026-03-05 11:00|2026-03-05 14:30", "p", "p", "re-check returned, then cleared"),
    (8, Steps, D, "复核：孟晓岚|复核无误|2026-03-05 08:55|2026-03-05 10:00⏎复核：孟晓岚|退回修改|2026-03-05 11:00|2026-03-05 14:30", "p", "f", "re-check cleared, then returned"),
];

/// Kind 9: how things are written, and what the re-check gate asks for.
#[rustfmt::skip]
const WRITTEN: &[Row] = &[
    (9, County, T, "会签：⏎（无）", "p", "p", "none, in brackets on the next line"),
    (9, County, D, "会签：⏎（无）", "p", "p", "none, in brackets in the second paragraph"),
    (9, County, T, "签发：同意印发。周启明 20260305", "p", "p", "a date of eight figures"),
    (9, County, D, "核稿：已核。方景行 20260303", "p", "p", "a date of eight figures in a cell"),
    (9, County, T, "复核：复核无误。何静宜 20260306", "p", "p", "a date of eight figures in 复核"),
    (9, County, T, "签发：●同意 ○不同意　周启明 2026年3月5日", "p", "p", "the filled circle is chosen"),
    (9, County, T, "签发：○同意 ●不同意　周启明 2026年3月5日", "f", "p", "the filled circle refuses"),
    (9, County, D, "签发：☑同意 □不同意⏎周启明 2026年3月5日", "p", "p", "the ticked box is chosen"),
    (9, County, D, "签发：□同意 ☑不同意⏎周启明 2026年3月5日", "f", "p", "the ticked box refuses"),
    (9, County, D, "签发：{√}同意 {□}不同意⏎周启明 2026年3月5日", "p", "p", "check box controls"),
    (9, County, D, "签发：{□}同意 {√}不同意⏎周启明 2026年3月5日", "f", "p", "check box controls, refused"),
    (9, County, D, "签发：{o}同意 {x}不同意⏎周启明 2026年3月5日", "f", "p", "check boxes as form fields, refused"),
    (9, County, T, "签发：□同意 □不同意　周启明 2026年3月5日", "pu", "p", "nothing ticked: the signature alone"),
    (9, County, T, "复核：复核无误。何静宜 2026年2月30日", "p", "f", "no such day"),
    (9, County, D, "复核：复核无误。何静宜 2026年13月6日", "p", "f", "no such month"),
    (9, County, T, "份数：份", "p", "f", "only the word that is printed"),
    (9, County, D, "份数：", "p", "f", "blank"),
    (9, County, D, "份数：　　　份", "p", "f", "a blank before the printed word"),
    (9, County, T, "份数：共印30份", "p", "p", "a number among printed words"),
    (9, County, T, "-发文字号", "p", "f", "no number anywhere"),
    (9, County, T, "复核：☑手续 ☑内容 □附件 何静宜 2026年3月6日", "p", "f", "one box left open"),
    (9, County, D, "复核：☑手续 ☑内容 □附件 何静宜 2026年3月6日", "p", "f", "one box left open in a cell"),
    (9, County, D, "复核：☑手续 ☑内容 ☑附件 何静宜 2026年3月6日", "p", "p", "every box ticked"),
    (9, Univ, D, "校长签发：{x}同意 {o}不同意⏎雷鸣远 2026年3月5日", "p", "p", "check boxes as form fields"),
    (9, Univ, D, "校长签发：{▼同意}　雷鸣远 2026年3月5日", "p", "p", "a dropdown control"),
    (9, Univ, D, "校长签发：{▼不同意}　雷鸣远 2026年3月5日", "f", "p", "a dropdown control, refused"),
    (9, Univ, D, "校长签发：{▽1同意|不同意}　雷鸣远 2026年3月5日", "f", "p", "a dropdown field set to its second entry"),
    (9, Univ, D, "-发文字号", "p", "f", "no number anywhere, form as a table"),
    (9, Univ, T, "复核：复核无误。贺小川 2026年3月36日", "p", "f", "no such day"),
    (9, Univ, T, "校长签发：[√]同意 [ ]不同意　雷鸣远 2026年3月5日", "p", "p", "ticks in brackets"),
    (9, Univ, T, "校长签发：[ ]同意 [√]不同意　雷鸣远 2026年3月5日", "f", "p", "ticks in brackets, refused"),
    (9, Firm, T, "会签：（无）", "p", "p", "none, in brackets"),
    (9, Firm, D, "总经理签发：■同意 □不同意　魏然之 2026年3月5日", "p", "p", "the filled square is chosen"),
    (9, Firm, D, "复核：{√}手续 {√}内容 {□}附件⏎许诺言 2026年3月6日", "p", "f", "a control left open"),
    (9, City, T, "份数：四十份", "p", "p", "numerals in words"),
    (9, Steps, D, "份数：", "p", "f", "blank above the table of steps"),
];

/// Kind 10: the words of the statutes.
#[rustfmt::skip]
const STATUTES: &[Row] = &[
    (10, City, T, "公平竞争审查：不具有排除、限制竞争效果，可以实施。钟灵毓 2026年3月3日", "p", "p", "the conclusion of a fair-competition review"),
    (10, City, D, "公平竞争审查：不具有排除、限制竞争效果，可以出台。钟灵毓 2026年3月3日", "p", "p", "the same in a cell"),
    (10, City, T, "公平竞争审查：未违反公平竞争审查标准，可以出台。钟灵毓 2026年3月3日", "p", "p", "does not violate the standards"),
    (10, City, D, "公平竞争审查：具有排除、限制竞争效果，但符合例外规定，可以出台。钟灵毓 2026年3月3日", "pu", "p", "the exception of the regulation"),
    (10, City, T, "公平竞争审查：具有排除限制竞争效果，不得出台。钟灵毓 2026年3月3日", "f", "p", "refused by law"),
    (10, City, D, "公平竞争审查：具有排除、限制竞争效果且不符合例外规定，不得出台。钟灵毓 2026年3月3日", "f", "p", "refused by law, no exception"),
    (10, City, T, "公平竞争审查：违反公平竞争审查标准，应当调整后再报。钟灵毓 2026年3月3日", "f", "p", "violates the standards"),
    (10, City, D, "公平竞争审查：", "f", "p", "a printed review left blank"),
    (10, City, T, "合法性审查：未发现违反上位法。乔安之 2026年3月3日", "p", "p", "nothing against a higher law"),
    (10, City, D, "合法性审查：主体适格，权限合法，内容与上位法不抵触。乔安之 2026年3月3日", "p", "p", "does not conflict"),
    (10, City, D, "合法性审查：合法，同意提请签发。乔安之 2026年3月3日", "p", "p", "lawful"),
    (10, City, T, "合法性审查：符合法定权限和程序。乔安之 2026年3月3日", "p", "p", "within powers, by procedure"),
    (10, City, T, "合法性审查：与上位法抵触。乔安之 2026年3月3日", "f", "p", "conflicts with a higher law"),
    (10, City, D, "合法性审查：第二条与上位法相抵触，应予删除。乔安之 2026年3月3日", "f", "p", "one article conflicts"),
    (10, City, T, "合法性审查：超越法定权限。乔安之 2026年3月3日", "f", "p", "beyond its powers"),
    (10, City, D, "合法性审查：不符合法律法规规定。乔安之 2026年3月3日", "f", "p", "not lawful"),
    (10, City, T, "合法性审查：符合法律法规规定。乔安之 2026年3月6日", "fu", "p", "reviewed after signing"),
    (10, City, D, "公平竞争审查：符合公平竞争审查标准，可以实施。钟灵毓 2026年3月6日", "fu", "p", "competition reviewed after signing"),
    (10, City, T, "合法性审查：符合法律法规规定。乔安之 2026年2月27日", "pu", "p", "reviewed before the form was drafted"),
    (10, City, D, "合法性审查：符合法律法规规定。乔安之 2026年2月27日", "pu", "p", "reviewed before drafting, in a cell"),
    (10, City, T, "核稿：格式已按国标调整。宋知微 2026年3月4日", "p", "p", "done, not asked for"),
    (10, City, T, "签发：请印。欧阳序 2026年3月5日", "p", "p", "orders the printing"),
    (10, City, D, "签发：不予印发。欧阳序 2026年3月5日", "f", "p", "refused"),
    (10, City, T, "复核：不予印制。梁晓川 2026年3月6日", "p", "f", "refused by the re-check"),
    (10, County, T, "签发：请印。周启明 2026年3月5日", "p", "p", "orders the printing"),
    (10, County, D, "核稿：格式已按国标调整。方景行 2026年3月3日", "p", "p", "done, not asked for"),
    (10, County, T, "核稿：回退至拟稿人。方景行 2026年3月3日", "f", "p", "returned in a system's words"),
    (10, County, D, "复核：不予印制。何静宜 2026年3月6日", "p", "f", "refused by the re-check"),
    (10, County, T, "复核：准予印制。何静宜 2026年3月6日", "p", "p", "cleared by the re-check"),
    (10, Univ, D, "校长签发：请印。雷鸣远 2026年3月5日", "p", "p", "orders the printing"),
    (10, Univ, T, "党政办核稿：回退至拟稿人。苗玉兰 2026年3月3日", "f", "p", "returned in a system's words"),
    (10, Firm, T, "法务审核：未发现违反法律法规的内容。郑远航 2026年3月3日", "p", "p", "nothing unlawful found"),
    (10, Firm, D, "法务审核：无法律问题。郑远航 2026年3月6日", "fu", "p", "reviewed after signing"),
    (10, Firm, T, "法务审核：无法律问题。郑远航 2026年2月27日", "pu", "p", "reviewed before the form was drafted"),
    (10, Oa, T, "核稿：李明远: 2026-03-03 10:21 回退至拟稿人", "f", "p", "returned in a system's words"),
    (10, Steps, D, "办公室核稿：谢明轩|回退至拟稿人|2026-03-02 10:05|2026-03-03 10:21", "f", "p", "returned in a system's words"),
];

const ALL: [&[Row]; 7] = [ENTRIES, TAILS, HANDED_ON, NOBODY, HISTORY, WRITTEN, STATUTES];

/// Rows of cells below the name of the form: label and value.
type Cells = Vec<Vec<(String, String)>>;

fn cell(text: &str) -> (String, String) {
    let (label, value) = text.split_once('：').unwrap_or_else(|| panic!("no label: {text}"));
    (label.to_owned(), value.to_owned())
}

fn cells(form: &str) -> Cells {
    form.lines().skip(1).map(|line| line.split("　　　　").map(cell).collect()).collect()
}

/// The cells of a base with a change in them.
fn changed(base: Base, change: &str) -> Cells {
    let mut cells = cells(base.form());
    for edit in change.split('‖').filter(|e| !e.is_empty()) {
        let mut found = true;
        if let Some(line) = edit.strip_prefix('+') {
            cells.insert(0, vec![cell(line)]);
        } else if let Some(label) = edit.strip_prefix('-') {
            let before = cells.iter().flatten().count();
            cells.iter_mut().for_each(|row| row.retain(|c| c.0 != label));
            cells.retain(|row| !row.is_empty());
            found = cells.iter().flatten().count() + 1 == before;
        } else {
            let new = cell(edit);
            let old = cells.iter_mut().flatten().find(|c| c.0 == new.0);
            found = old.map(|old| *old = new).is_some();
        }
        assert!(found, "{base:?} has no such cell: {edit}");
    }
    cells
}

/// Labelled lines.
fn lines(name: &str, cells: &Cells) -> String {
    let row = |row: &Vec<(String, String)>| {
        row.iter().map(|(label, value)| format!("{label}：{value}")).collect::<Vec<_>>().join("　　　　")
    };
    let text = format!("{name}\n\n{}\n", cells.iter().map(row).collect::<Vec<_>>().join("\n"));
    assert!(!text.contains(['{', '┃']), "only a table can hold this: {text}");
    text.replace('⏎', "\n")
}

/// A table: label and value beside each other, a lone value over three columns.
fn grid(name: &str, cells: &Cells) -> Vec<u8> {
    let mut rows = String::new();
    for row in cells {
        if let [(label, value)] = &row[..] {
            let parts: Vec<&str> = value.split('┃').collect();
            for (i, part) in parts.iter().enumerate() {
                let (merge, label) = match (parts.len(), i) {
                    (1, _) => ("", label.as_str()),
                    (_, 0) => (r#"<w:vMerge w:val="restart"/>"#, label.as_str()),
                    _ => ("<w:vMerge/>", ""),
                };
                rows += &tr(&[(merge, label), (r#"<w:gridSpan w:val="3"/>"#, part)]);
            }
        } else {
            rows +=
                &tr(&row.iter().flat_map(|(label, value)| [("", &label[..]), ("", &value[..])]).collect::<Vec<_>>());
        }
    }
    docx(name, "", 4, &rows)
}

/// Labelled lines above a table of steps.
fn steps(name: &str, cells: &Cells) -> Vec<u8> {
    let table = cells.iter().position(|row| row[0].0 == "环节").unwrap();
    let above: String = lines(name, &cells[..table].to_vec()).lines().skip(2).map(p).collect();
    let mut rows = String::new();
    for (label, value) in cells[table..].iter().flatten() {
        for line in format!("{label}：{value}").split('⏎') {
            let (step, rest) = cell(line);
            let columns: Vec<(&str, &str)> = rest.split('|').map(|text| ("", text)).collect();
            assert_eq!(columns.len(), 4, "{line}");
            rows += &tr(&[&[("", &step[..])], &columns[..]].concat());
        }
    }
    docx(name, &above, 5, &rows)
}

fn docx(name: &str, above: &str, columns: usize, rows: &str) -> Vec<u8> {
    let grid = r#"<w:gridCol w:w="2000"/>"#.repeat(columns);
    let table = format!("<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>");
    Docx::new(&format!("{}{above}{table}{}", centred(name), p(""))).bytes()
}

/// A row of cells: properties and text.
fn tr(cells: &[(&str, &str)]) -> String {
    let paragraphs = |text: &str| text.split('⏎').map(|line| par("", &inlines(line))).collect::<String>();
    let cell =
        |(properties, text): &(&str, &str)| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraphs(text));
    format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>())
}

/// Runs of a line, with tabs and the form's own controls.
fn inlines(line: &str) -> String {
    let mut all = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['{', '\t']) {
        all += &r(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\t') {
            all += "<w:r><w:tab/></w:r>";
            rest = after;
        } else {
            let (inner, after) = rest[1..].split_once('}').unwrap();
            all += &filled_in(inner);
            rest = after;
        }
    }
    all + &r(rest)
}

/// A check box or dropdown, as a content control or as a field of a form.
fn filled_in(mark: &str) -> String {
    let field = |data: &str, code: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let entry = |text: &str| format!(r#"<w:listEntry w:val="{text}"/>"#);
    match mark.split_at(mark.chars().next().unwrap().len_utf8()) {
        ("√", "") => control(r#"<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>"#, &r("☒")),
        ("□", "") => control(r#"<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>"#, &r("☐")),
        ("x", "") => field(r#"<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>"#, "FORMCHECKBOX"),
        ("o", "") => field(r#"<w:checkBox><w:default w:val="0"/></w:checkBox>"#, "FORMCHECKBOX"),
        ("▼", chosen) => control(
            r#"<w:dropDownList><w:listItem w:value="同意"/><w:listItem w:value="不同意"/></w:dropDownList>"#,
            &r(chosen),
        ),
        ("▽", list) => {
            let (result, entries) = list.split_at(1);
            let entries: String = entries.split('|').map(entry).collect();
            field(&format!(r#"<w:ddList><w:result w:val="{result}"/>{entries}</w:ddList>"#), "FORMDROPDOWN")
        }
        _ => panic!("{{{mark}}}"),
    }
}

/// The files of a packet: name and bytes.
fn packet(base: Base, medium: Medium, change: &str) -> [(&'static str, Vec<u8>); 2] {
    let cells = changed(base, change);
    let name = base.form().lines().next().unwrap();
    let form = match (medium, base) {
        (T, _) => ("发文稿纸.txt", lines(name, &cells).into_bytes()),
        (D, Steps) => ("发文稿纸.docx", steps(name, &cells)),
        (D, _) => ("发文稿纸.docx", grid(name, &cells)),
    };
    let mut main = base.main();
    if change.contains("-发文字号") {
        let number = main.lines().nth(2).unwrap().to_owned();
        main = main.replacen(&format!("{number}\n\n"), "", 1);
    }
    [("正文.txt", main.into_bytes()), form]
}

/// What the program says of a packet: verdict of signing and of the re-check, and the rules that they rest on.
#[derive(Debug)]
struct Answer {
    verdicts: [char; 2],
    because: String,
}

/// Checks all packets in one run of the program, a folder each.
fn ask(name: &str, packets: &[(Base, Medium, &str)]) -> Vec<Answer> {
    let root = Folder::new(name);
    let paths: Vec<String> = (0..packets.len()).map(|n| format!("{n:04}")).collect();
    for (path, &(base, medium, change)) in paths.iter().zip(packets) {
        packet(base, medium, change)
            .into_iter()
            .for_each(|(file, bytes)| drop(root.put(&format!("{path}/{file}"), bytes)));
    }
    let report = root.check(&paths);
    let of = |path: &String| {
        let found: Vec<&Value> = report.iter().filter(|p| p["path"] == path.as_str()).collect();
        match found[..] {
            [packet] => answer(packet),
            _ => Answer { verdicts: ['?'; 2], because: format!("{} packets", found.len()) },
        }
    };
    paths.iter().map(of).collect()
}

fn answer(packet: &Value) -> Answer {
    let because = |id: &str| {
        let gate = packet["gates"].as_array().and_then(|gates| gates.iter().find(|g| g["id"] == id));
        gate.map_or(Value::Null, |g| g["because"].clone())
    };
    Answer {
        verdicts: ["signing", "recheck"].map(|id| verdict(packet, id).chars().next().unwrap()),
        because: format!("signing {}, re-check {}", because("signing"), because("recheck")),
    }
}

#[test]
fn unchanged_forms_pass() {
    let clean: Vec<(Base, Medium, &str)> =
        BASES.iter().flat_map(|&b| [(b, T, ""), (b, D, "")]).filter(|c| c.0.has(c.1)).collect();
    let answers = ask("clean", &clean);
    let wrong: Vec<_> = clean.iter().zip(&answers).filter(|(_, a)| a.verdicts != ['p', 'p']).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_is_what_was_asked_for() {
    let rows: Vec<&Row> = ALL.into_iter().flatten().collect();
    let count = |test: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count();
    assert!(rows.len() >= 200 && 3 * count(&|row| row.2 == D) >= rows.len());
    for kind in 4..=10 {
        assert!(count(&|row| row.0 == kind) >= 28, "kind {kind}");
        assert!(count(&|row| row.0 == kind && (row.4, row.5) == ("p", "p")) >= 3, "kind {kind}: what must pass");
    }
    for (n, row) in rows.iter().enumerate() {
        let known = |set: &str| !set.is_empty() && set.chars().all(|c| "pfu".contains(c));
        assert!(row.1.has(row.2) && known(row.4) && known(row.5) && !row.6.is_empty(), "{row:?}");
        assert!(!rows[..n].iter().any(|r| (r.1, r.2, r.3) == (row.1, row.2, row.3)), "twice: {row:?}");
    }
}

#[test]
fn every_change_is_judged_right() {
    let rows: Vec<&Row> = ALL.into_iter().flatten().collect();
    let packets: Vec<_> = rows.iter().map(|row| (row.1, row.2, row.3)).collect();
    let answers = ask("changed", &packets);
    let mut wrong = Vec::new();
    let mut by_kind = BTreeMap::<u8, usize>::new();
    let mut false_passes = 0;
    for (&&(kind, base, medium, change, signing, recheck, why), answer) in rows.iter().zip(&answers) {
        let [s, r] = answer.verdicts;
        if signing.contains(s) && recheck.contains(r) {
            continue;
        }
        let passes = (s == 'p' && !signing.contains('p')) || (r == 'p' && !recheck.contains('p'));
        false_passes += usize::from(passes);
        *by_kind.entry(kind).or_default() += 1;
        wrong.push(format!(
            "{}{kind} {base:?} {medium:?} {change}\n    got {s}/{r}, expected {signing}/{recheck}: {why} ({})",
            if passes { "FALSE PASS " } else { "" },
            answer.because
        ));
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} of {} rows wrong, {false_passes} of them false passes; by kind {by_kind:?}",
        wrong.join("\n"),
        wrong.len(),
        rows.len()
    );
}
