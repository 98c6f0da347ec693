//! Two hundred packets of eight organs in one year, with nothing to find in them. Everything in them is invented;
//! no chance and no clock: packet 7 is always the same.

use std::collections::BTreeMap;

use regex::Regex;

use super::faults::Part;
use super::{FORM, MAIN};

/// What is handed in for printing, and what a register says of it.
#[derive(Clone, Debug)]
pub struct Packet {
    /// Name of its folder: number in the batch, subject and kind.
    pub folder: String,
    /// 文种.
    pub kind: &'static str,
    /// 发文字号.
    pub number: String,
    /// File names and texts, the main document first, then the form.
    pub files: Vec<(String, String)>,
    /// Handed in as .docx.
    docx: bool,
}

impl Packet {
    /// The files as they lie in the folder.
    pub fn bytes(self) -> Vec<(String, Vec<u8>)> {
        match self.docx {
            true => super::as_docx(self.files),
            false => self.files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect(),
        }
    }

    /// Makes one change. Files are named by how their names start; `from` is a pattern that matches once, or names
    /// the file that an added one replaces.
    pub fn change(&mut self, part: Part, from: &str, to: &str) {
        match part {
            Part::Main => self.replace(MAIN, from, to),
            Part::Form => self.replace(FORM, from, to),
            Part::Both => [MAIN, FORM].into_iter().for_each(|name| self.replace(name, from, to)),
            Part::File(name) => self.replace(name, from, to),
            Part::Drop(name) => drop(self.files.remove(self.at(name))),
            Part::Add(name) => {
                self.files.retain(|(n, _)| from.is_empty() || !n.starts_with(from));
                self.files.push((name.to_owned(), to.to_owned()));
            }
            Part::Rename(name) => {
                let file = self.at(name);
                self.files[file].0 = self.files[file].0.replacen(name, to, 1);
            }
        }
    }

    fn at(&self, name: &str) -> usize {
        let found = self.files.iter().position(|(n, _)| n.starts_with(name));
        found.unwrap_or_else(|| panic!("no file {name} in {}", self.folder))
    }

    fn replace(&mut self, name: &str, from: &str, to: &str) {
        let pattern = Regex::new(from).expect("a pattern");
        let file = self.at(name);
        let text = &mut self.files[file].1;
        assert_eq!(pattern.find_iter(text).count(), 1, "{}: {from:?} in {name}:\n{text}", self.folder);
        *text = pattern.replace(text, to).into_owned();
    }
}

/// All two hundred, in order of number and date.
pub fn packets() -> Vec<Packet> {
    let mut serials = BTreeMap::new();
    (1..=200).map(|n| packet(n, &mut serials)).collect()
}

/// Eight kinds and 25 topics have no common factor: no pair comes twice in two hundred.
fn packet(n: usize, serials: &mut BTreeMap<String, usize>) -> Packet {
    let place = n * 7 % 25;
    let (kind, topic, organ) = (KINDS[n % 8], TOPICS[place], ORGANS[place % 8]);
    let series = format!("{}{}", organ[1], kind[1]);
    let serial = serials.entry(series.clone()).and_modify(|s| *s += 1).or_insert(1);
    let number = format!("{series}〔2026〕{serial}号");

    let count = if matches!(kind[0], "纪要" | "批复") { 0 } else { n / 8 % 4 };
    let mark = |i: usize| if count > 1 { format!("附件{}", i + 1) } else { "附件".to_owned() };
    let (mut list, mut pages, mut files) = (Vec::new(), String::new(), Vec::new());
    for i in 0..count {
        let (end, text) = ENCLOSURES[(n + i) % 5];
        let name = format!("{}{end}", topic[0]);
        list.push(if count > 1 { format!("{}.{name}", i + 1) } else { name.clone() });
        match (n / 32).is_multiple_of(2) {
            true => pages += &format!("{}\n\n{name}\n\n{text}\n", mark(i)),
            false => {
                files.push((format!("{}.{name}.txt", mark(i)), format!("{number}{}\n\n{name}\n\n{text}", mark(i))))
            }
        }
    }

    let day = 4 + n * 6 / 5;
    let (all, money, own_money) = (20 + n * 37 % 160, 30 + n % 90, 10 + n % 17);
    let found = all / 5 + 3;
    let pick = |words: [&str; 3]| words[n % 3].to_owned();
    let when = |condition: bool, yes: &str, no: &str| if condition { yes } else { no }.to_owned();
    let facts = [
        ("{number}", number.clone()),
        ("{urgency}", when(n.is_multiple_of(17), "特急", "普通")),
        ("{cc}", when(n.is_multiple_of(5), organ[8], &organ[8..].join("，"))),
        ("{see}", ["", "（见附件）", "（附件1、2）", "（附件1—3）"][count].to_owned()),
        ("{signer}", person(place % 8)),
        ("{checker}", person(20 + place % 8)),
        ("{rechecker}", person(30 + place % 8)),
        ("{drafter}", person(40 + n)),
        ("{head_of_division}", person(300 + place)),
        ("{partner}", person(350 + place)),
        ("{guest}", person(400 + n)),
        ("{contact}", person(600 + n)),
        ("{agreed}", pick(["同意报审", "同意", "送审"])),
        ("{checked}", pick(["已核", "核稿无误", "已审核"])),
        ("{signed}", pick(["同意印发", "同意", "同意签发"])),
        ("{rechecked}", pick(["复核无误", "已复核", "手续齐全"])),
        ("{three_days_before}", workday(day - 3)),
        ("{two_days_before}", workday(day - 2)),
        ("{day_before}", workday(day - 1)),
        ("{date}", workday(day)),
        ("{recheck_day}", workday(day + usize::from(n.is_multiple_of(2)))),
        ("{day_after}", workday(day + 1)),
        ("{begin}", workday(day.saturating_sub(20))),
        ("{end}", workday((day + 25).min(256))),
        ("{all}", all.to_string()),
        ("{fit}", (all - all / 6).to_string()),
        ("{found}", found.to_string()),
        ("{done}", (found - 2 - n % 4).to_string()),
        ("{money}", money.to_string()),
        ("{asked}", (money - own_money).to_string()),
        ("{own_money}", own_money.to_string()),
        ("{rate}", (85 + n % 15).to_string()),
        ("{times}", (6 + n % 5).to_string()),
        ("{few}", (11 + n * 13 % 47).to_string()),
        ("{cited}", (3 + n % 37).to_string()),
        ("{copies}", (6 + n * 7 % 60).to_string()),
        ("{phone}", (6_020_000 + n * 37).to_string()),
    ];
    let parts = [
        ("{first}", when(n.is_multiple_of(17), "特急\n", "")),
        ("{line_end}", when((n / 3).is_multiple_of(2), "\n", "")),
        ("{recipient_line}", when(kind[3] != "无", "{to}：\n", "")),
        ("{list}", when(count > 0, &format!("\n　　附件：{}\n", list.join("\n　　　　　")), "")),
        ("{form_list}", when(count > 0, &list.join("\n　　　"), "无")),
        ("{pages}", pages),
        ("{imprint}", when(kind[0] == "函", "", "{organ}办公室　　　　　　{day_after}印发\n")),
        ("{countersign}", when(n.is_multiple_of(4), "无意见。{partner}　{day_before}", "无需")),
    ];
    // What holds other names in braces comes first.
    let own = |keys: &[&'static str], row: &[&str]| -> Vec<_> {
        keys.iter().copied().zip(row.iter().map(|&cell| cell.to_owned())).collect()
    };
    let rows = [own(&KIND, &kind), own(&TOPIC, &topic), own(&ORGAN, &organ)].concat();
    let values: Vec<_> = parts.into_iter().chain(rows).chain(facts).collect();
    let fill = |text: &str| values.iter().fold(text.to_owned(), |text, (key, value)| text.replace(key, value));
    let all =
        [(MAIN.to_owned(), MAIN_TEXT.to_owned()), (FORM.to_owned(), FORM_TEXT.to_owned())].into_iter().chain(files);
    let files = all.map(|(name, text)| (name, fill(&text))).collect();
    Packet {
        folder: format!("{n:03}-{}{}", topic[0], kind[0]),
        kind: kind[0],
        number,
        files,
        docx: n.is_multiple_of(3),
    }
}

/// 29 and 31 have no common factor: a person for each of 899 numbers.
fn person(k: usize) -> String {
    let pick = |names: &str, count: usize| names.split(' ').nth(k % count).map(str::to_owned);
    pick(SURNAMES, 29).unwrap_or_default() + &pick(GIVEN, 31).unwrap_or_default()
}

/// Working days of 2026 from Monday, 5 January, as `2026年1月5日`; the year holds 258 of them.
fn workday(count: usize) -> String {
    const MONTHS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut day = 5 + count / 5 * 7 + count % 5;
    let mut month = 0;
    while day > MONTHS[month] {
        day -= MONTHS[month];
        month += 1;
    }
    format!("2026年{}月{day}日", month + 1)
}

const MAIN_TEXT: &str = "\
{first}{head}

{organ}{line_end}{title}

{recipient_line}{body}{list}
　　　　　　　　　　　　　　　　{organ}
　　　　　　　　　　　　　　　　　　{date}
{note}
{pages}抄送：{cc}。
{imprint}";

const FORM_TEXT: &str = "\
{organ}发文稿纸

标题：{organ}{title}
发文字号：{number}
密级：无　　　　紧急程度：{urgency}
主送：{to}
抄送：{cc}
拟稿单位：{division}　　　　拟稿人：{drafter}　{three_days_before}
拟稿单位负责人：{agreed}。{head_of_division}　{two_days_before}
核稿：{checked}。{checker}　{day_before}
会签：{countersign}
签发：{signed}。{signer}　{date}
复核：{rechecked}。{rechecker}　{recheck_day}
份数：{copies}
附件：{form_list}
";

const DOWN: &str = "{organ}文件\n\n{number}";
const UP: &str = "{organ}文件\n\n{number}　　　　　　　　　签发人：{signer}";
const LETTER: &str = "{organ}\n\n　　　　　　　　　　　　　　　　　　{number}";
const MINUTES: &str = "{organ}专题会议纪要\n\n{number}";
const PUBLIC: &str = "　　（此件公开发布）\n";
const CONTACT: &str = "　　（联系人：{drafter}，电话{phone}）\n";

const KIND: [&str; 7] = ["{kind}", "{series}", "{head}", "{to}", "{note}", "{title}", "{body}"];

const KINDS: [[&str; 7]; 8] = [
    ["意见", "发", DOWN, "{lower}", PUBLIC, "关于加强{subject}工作的意见", OPINION],
    ["通知", "发", DOWN, "{lower}", PUBLIC, "关于做好{subject}工作的通知", NOTICE],
    ["请示", "发", UP, "{upper}", CONTACT, "关于安排{subject}专项经费的请示", REQUEST],
    ["报告", "发", UP, "{upper}", "", "关于{subject}工作情况的报告", REPORT],
    ["函", "函", LETTER, "{peer}", "", "关于商请支持{subject}工作的函", QUERY],
    ["纪要", "纪", MINUTES, "无", "", "关于研究{subject}工作的会议纪要", RECORD],
    ["通报", "发", DOWN, "{lower}", PUBLIC, "关于{subject}工作检查情况的通报", CIRCULAR],
    ["批复", "发", DOWN, "{one}", "", "关于{subject}实施方案的批复", REPLY],
];

const OPINION: &str = "　　为加强{subject}工作，现提出以下意见：
　　一、总体目标
　　{end}前，{things}{all}{unit}全部纳入管理台账，问题整改率不低于{rate}%。
　　二、重点任务
　　（一）{a}。
　　（二）{b}。
　　三、保障措施
　　各单位要明确责任人和联络员{see}。{c}。
";

const NOTICE: &str = "　　为做好{subject}工作，现将有关事项通知如下：
　　一、明确工作任务
　　请于{end}前完成{all}{unit}{things}的检查{see}。
　　二、抓好工作落实
　　（一）压实责任。{a}。
　　（二）突出重点。{b}。
　　三、加强跟踪问效
　　{c}。落实情况请于{end}前报送{organ}办公室。
";

const REQUEST: &str = "　　我{own}共有{things}{all}{unit}，其中{flaw}。为做好{subject}工作，拟安排专项经费{money}万元。现将有关情况请示如下：
　　一、工作内容
　　{a}；{b}。
　　二、经费安排
　　所需经费{money}万元，申请安排{asked}万元，其余{own_money}万元由我{own}自行解决{see}。
　　三、完成时限
　　相关工作拟于{end}前完成。
　　妥否，请批示。
";

const REPORT: &str = "　　{begin}至{three_days_before}，我{own}集中开展了{subject}工作。现将有关情况报告如下：
　　一、基本情况
　　共检查{things}{all}{unit}，发现问题{found}个，已整改{done}个{see}。
　　二、主要做法
　　（一）健全工作制度。{a}。
　　（二）抓住关键环节。{b}。
　　三、后续安排
　　针对{flaw}的问题，我{own}将于{end}前整改到位，并安排专人跟踪。
　　特此报告。
";

const QUERY: &str =
    "　　我{own}正在开展{subject}工作，涉及{things}{all}{unit}{see}。检查发现{flaw}，现就有关事项函商如下：
　　一、共享工作信息
　　双方每月交换一次{things}的检查情况，全年不少于{times}次。
　　二、共同推进整改
　　{a}。
　　以上意见是否妥当，请予函复。
";

const RECORD: &str = "　　{two_days_before}，{signer}主持召开专题会议，研究{subject}工作。现将会议议定事项纪要如下：
　　一、总体安排
　　会议议定，{end}前完成{things}{all}{unit}的检查。
　　二、重点工作
　　会议议定，{a}；{b}。
　　三、有关要求
　　会议要求，{c}。

　　出席：{signer}、{head_of_division}、{guest}
　　列席：{drafter}
";

const CIRCULAR: &str = "　　{begin}至{three_days_before}，我{own}检查了{subject}工作。现将有关情况通报如下：
　　一、总体情况
　　共抽查{things}{all}{unit}，其中{fit}{unit}符合要求{see}。
　　二、存在问题
　　{flaw}，共有{found}个问题需要整改，其中{done}个已当场整改。
　　三、工作要求
　　{b}；{c}。整改结果请于{end}前报送{organ}办公室。
";

const REPLY: &str =
    "　　《{one}关于报送{subject}实施方案的请示》（{one_code}〔2026〕{cited}号）收悉。经研究，现批复如下：
　　一、原则同意{subject}实施方案，请认真组织实施。
　　二、实施范围为{things}{all}{unit}，完成时限为{end}。
　　三、{a}；{b}。
　　四、针对{flaw}的问题，请制定整改措施。
　　此复。
";

/// Ends of names of attachments, and what stands in them.
const ENCLOSURES: [(&str, &str); 5] = [
    ("任务分工表", "　　{division}负责{things}的检查和汇总，联系人{contact}；每月检查不少于{few}{unit}。\n"),
    ("进度安排表", "　　{end}前完成动员部署，其后每周完成{few}{unit}，全部工作按时收尾并归档。\n"),
    ("检查要点", "　　检查分为查阅资料和实地查看。实地查看{things}时应当核对：{b}。每组每日检查不超过{few}{unit}。\n"),
    ("联络人员名单", "　　{division}联络人员{contact}，各单位联络人员共{few}名，有变动的应当于3日内告知。\n"),
    ("经费测算表", "　　人工费用{few}万元，材料费用2万元，检测费用1万元，均按照{date}的市场价格测算。\n"),
];

const SURNAMES: &str = "林 苏 方 周 何 江 沈 白 石 唐 魏 孟 程 叶 罗 丁 谭 姜 陆 温 郑 许 顾 田 韩 宋 梁 柳 欧阳";
const GIVEN: &str = "知远 若水 景行 书瑶 以安 清和 云帆 思齐 望舒 砚秋 牧之 亦舟 晓川 映雪 安之 见山 依然 灵毓 禾生 川平 婉如 远航 雅琴 文澜 若谷 一鸣 然之 晓岚 致和 静宜 敏";

/// What an organ is called, before which word its numbers stand, what it says after 我; above, below, one of those
/// below and the code of its numbers, beside; and who gets copies.
const ORGAN: [&str; 10] =
    ["{organ}", "{code}", "{own}", "{upper}", "{lower}", "{one}", "{one_code}", "{peer}", "{cc_1}", "{cc_2}"];

#[rustfmt::skip]
const ORGANS: [[&str; 10]; 8] = [
    ["麦原县人民政府", "麦政", "县", "杉岭市人民政府", "各乡镇人民政府、县直各单位", "石渡镇人民政府", "石政", "蓼汀县人民政府", "中共麦原县委办公室", "麦原县人民武装部"],
    ["麦原县教育局", "麦教", "局", "麦原县人民政府", "各中小学校、各幼儿园", "麦原县第三中学", "麦三中", "麦原县市场监督管理局", "麦原县财政局", "麦原县卫生健康局"],
    ["麦原县水利局", "麦水", "局", "麦原县人民政府", "各水利管理站", "东渠水利管理站", "东水", "蓼汀县水利局", "麦原县财政局", "麦原县农业农村局"],
    ["蓼汀县卫生健康局", "蓼卫", "局", "蓼汀县人民政府", "各乡镇卫生院、县直各医疗机构", "柳浦镇卫生院", "柳卫", "蓼汀县教育局", "蓼汀县财政局", "蓼汀县医疗保障局"],
    ["蓼汀县交通运输局", "蓼交", "局", "蓼汀县人民政府", "各公路管理站、各运输企业", "柳浦公路管理站", "柳路", "麦原县交通运输局", "蓼汀县公安局", "蓼汀县应急管理局"],
    ["杉岭大学", "杉大", "校", "杉岭市人民政府", "各学院、各部门", "杉岭大学水利工程学院", "杉大水利", "杉岭市科学技术局", "杉岭市教育局", "杉岭市人力资源和社会保障局"],
    ["麦原供水集团有限公司", "麦供", "公司", "麦原县人民政府", "各分公司、各部门", "石渡供水有限公司", "石供", "麦原县城市管理局", "麦原县水利局", "麦原县住房和城乡建设局"],
    ["杉岭市林业局", "杉林", "局", "杉岭市人民政府", "各县林业局、各国有林场", "云坪林业工作站", "云林", "杉岭市应急管理局", "杉岭市财政局", "杉岭市气象局"],
];

const TOPIC: [&str; 8] = ["{subject}", "{division}", "{things}", "{unit}", "{flaw}", "{a}", "{b}", "{c}"];

/// The organ of a topic is that of its place, counted by eights.
#[rustfmt::skip]
const TOPICS: [[&str; 8]; 25] = [
    ["秋粮收购", "粮食科", "收购网点", "个", "部分网点烘干能力不足", "收购前检修清理、烘干和计量设备", "按质论价，当场结清售粮款", "在收购现场公布价格和监督电话"],
    ["校园食品安全", "安全管理科", "学校食堂", "个", "部分食堂留样登记不完整", "对食堂原料逐批查验，留存供货票证", "学校负责人每周陪餐不少于1次", "每学期组织1次从业人员健康检查"],
    ["水库除险加固", "工程建设科", "小型水库", "座", "部分水库溢洪道存在裂缝", "施工期间降低水位运行，安排专人看护", "对坝体、溢洪道和放水设施分别验收", "完工后及时移交管护单位"],
    ["乡村医生培训", "基层卫生科", "村卫生室", "个", "部分村卫生室病历书写不规范", "集中授课与跟班实习相结合", "培训结束后统一考核，合格的发给证书", "把培训情况纳入年度考核"],
    ["农村公路养护", "公路科", "养护路段", "段", "部分路段边沟堵塞", "雨后及时清理边沟和塌方", "修补坑槽应当当日完成", "每月公布路况检查结果"],
    ["毕业生就业指导", "学生工作处", "毕业班级", "个", "部分班级就业信息更新较慢", "为每名毕业生建立就业档案", "每月举办1场专场招聘活动", "对就业有困难的学生实行一对一帮扶"],
    ["供水管网检漏", "管网运行部", "供水片区", "个", "部分片区夜间流量偏大", "夜间分片区监测流量和压力", "发现漏点后24小时内修复", "每季度核算1次管网漏损率"],
    ["春季森林防火", "防火科", "防火检查站", "处", "部分检查站灭火工具配备不足", "进山路口设岗检查，严禁携带火种", "护林员每日巡山并如实记录", "发现火情立即报告，同时组织扑救"],
    ["农村生活垃圾治理", "城乡建设科", "垃圾收集点", "处", "部分收集点清运不及时", "村庄主要道路和公共场所每日清扫", "垃圾日产日清，严禁露天焚烧", "每季度评选1次整洁村庄"],
    ["中小学课后服务", "基础教育科", "课后服务班级", "个", "部分班级课程安排单一", "课后服务由学生自愿参加", "开设体育、美术和科技类课程", "定期听取家长意见，改进课程安排"],
    ["灌区节水改造", "农村水利科", "支渠", "条", "部分支渠渗漏严重", "优先衬砌渗漏严重的渠段", "安装计量设施，按方计费", "停灌期间集中施工，不误农时"],
    ["适龄儿童疫苗接种", "疾病预防科", "接种门诊", "个", "部分门诊预约通知不及时", "逐村核对儿童接种记录", "冷链设备每日测温2次并登记", "接种后留观30分钟"],
    ["公交线路优化", "客运科", "公交线路", "条", "部分线路早高峰间隔过长", "根据客流调整首末班时间", "线路调整前公示7日，听取乘客意见", "站牌信息与线路同步更新"],
    ["实验室安全管理", "实验室管理处", "教学实验室", "间", "部分实验室药品标签脱落", "危险化学品实行双人双锁管理", "进入实验室的学生先培训、后上岗", "每月检查1次通风和消防设施"],
    ["水质检测能力建设", "水质检测中心", "检测点", "个", "部分检测点仪器超过检定期限", "检测仪器按期送检", "出厂水每日检测，管网水每周检测", "检测结果每月向用户公布"],
    ["古树名木保护", "资源保护科", "挂牌古树", "株", "部分古树树洞没有及时修补", "逐株登记树种、树龄和生长状况", "在古树周围设置围栏和标牌", "每年春季和秋季各巡查1次"],
    ["老旧小区改造", "住房保障科", "小区", "个", "部分小区停车位不足", "先改地下管线，再改路面和绿化", "施工前征求住户意见，公示改造内容", "竣工后邀请住户代表参加验收"],
    ["农村学校取暖设施改造", "后勤管理科", "供暖教室", "间", "部分教室窗户密封不严", "改造工程安排在假期施工", "取暖设备安装后逐间测试温度", "落实值班制度，严防一氧化碳中毒"],
    ["河道清淤疏浚", "河湖管理科", "河段", "段", "部分河段淤积较深", "清出的淤泥集中堆放，不得侵占农田", "汛期前完成主要河段施工", "施工结束后恢复两岸植被"],
    ["基层卫生院设备更新", "规划财务科", "乡镇卫生院", "所", "部分卫生院设备使用率偏低", "统一采购，集中验收", "设备到位前完成操作人员培训", "建立设备使用和维护记录"],
    ["渡口安全管理", "水上交通科", "渡口", "处", "部分渡口救生设备老化", "渡船按核定人数载客", "遇大风、大雾天气立即停渡", "每年更换1次到期的救生衣"],
    ["校史资料整理", "档案馆", "资料目录", "份", "部分照片缺少拍摄年份", "向校友征集照片、书信和教案", "珍贵资料先行扫描，再装盒入库", "整理成果每年展出1次"],
    ["二次供水设施移交", "客户服务部", "加压泵房", "处", "部分泵房图纸缺失", "移交前对泵房逐处检测", "设备和图纸同时移交，双方签字确认", "移交后每半年清洗1次水箱"],
    ["林木种苗繁育", "种苗科", "苗圃", "处", "部分苗圃灌溉设施损坏", "选用本地优良树种", "出圃苗木附有检疫证书和标签", "按照造林计划安排育苗数量"],
    ["城乡公共厕所建设", "市政管理科", "公共厕所", "座", "部分公共厕所无障碍设施缺失", "选址方便群众，避开水源", "建成后落实专人保洁", "夜间照明和指示标牌一并安装"],
];
