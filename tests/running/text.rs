//! Words that only look wrong: Chinese does not part its words, and two right ones side by side may spell a wrong one.

use sanbu::finding::{Finding, Severity, Stage};
use sanbu::packet;
use sanbu::rule::{RuleFile, RuleSet};
use sanbu::run::{self, Options};

/// Sentences with nothing wrong in them, each with an accident.
const TRAPS: &[&str] = &[
    "本报公布署名文章，并颁布署名规则。",
    "宣布署理主任人选后散会。",
    "请进一步署名确认，双方同步署名。",
    "加强社会工作部属地管理。",
    "部属高校由统一部属单位目录确定。",
    "费用按装机容量分摊，按装置类型登记。",
    "按装卸量、按装配工序和按装箱单分别核对。",
    "奖金按排名发放，收费按排放量计算。",
    "按排水分区施工，按排查清单整改，按排期上线。",
    "请及时上报消息，举报消费欺诈，通报消防隐患。",
    "开展预报消雹作业，申报消毒产品。",
    "推进标签定制和标签定位。",
    "他们围坐谈心，静坐谈判桌前。",
    "究竟争议焦点何在，毕竟争取过。",
    "几家单位竟争相仿效。",
    "究竟聘请何人，毕竟选择权在单位。",
    "加强研究竞争政策，完毕竞赛开始。",
    "画面全幅射出光芒。",
    "避免增辐射风险，热源有强大辐射能力。",
    "方案经过多重迭代，现场高潮迭起。",
    "不得重复盖章，答复盖有公章，修复盖板。",
    "春秋时期诸侯选贤任能。",
    "同时侯某到会，当时侯主任在场。",
    "对人参予以重点扶持，对海参予以检疫。",
    "物资发给于都县，张教授于3月到任，资源交给于洪区。",
    "天赋于人各有不同。",
    "要一贯切实抓好安全，浇灌彻底。",
    "企业一贯输出优质产品。",
    "庄严历史不容篡改，从严励行节约。",
    "不得对方针贬低歪曲。",
    "建设山脉博物馆，聘请人脉博士。",
    "青松驰援武汉，奔驰缓冲装置已更换。",
    "面对严峻工作形势，险峻工段要巡查，陡峻工地要加固。",
    "人们感慨念旧之情。",
    "明确质感概念，统计体感概率。",
    "建筑不得对国防碍事。",
    "过渡假设已经验证，引渡假释人员。",
    "大家深沉缅怀先烈。",
    "开发韧性城市评价标准。",
    "提高消费卷入程度，查阅国库卷宗。",
    "展现多姿意境和雄姿意象。",
    "陶治理主任到会。",
    "调整冶炼产能，财政冶金补贴，来自冶炼企业。",
    "陶冶理想情操，研究选冶理论。",
    "抓好前沿续建项目。",
    "江水汹涌跃上堤岸。",
    "破解攻坚难题，加大攻坚难度。",
    "大地震兴修了避难场所。",
    "针对突出问题纲举目张，细化专题纲要。",
    "完成桥涵接长工程，更换箱涵接头。",
    "公函盖章后发出，校内函授教学点招生，国内函件已寄出。",
    "其中包含概念和方法，费用含概算编制费。",
    "不得掩盖念头，覆盖念青地区。",
    "帮助遭受不幸苦难的群众。",
    "检查院内消防设施，检查长效机制，检查官方网站。",
    "协调察看现场，抽调察访人员。",
    "法院判决对不动产作了处理，坚决对违法行为说不，表决对多数人有利。",
    "由本人自己经手，严格律己经受考验，双方各自己经营。",
    "先登记，立即然后办理。",
    "他那怕事的性格要改，刹那怕来不及。",
    "办法既便于操作，又便于监督；服务既便民也利企。",
    "安祥镇安祥村负责，王安祥同志出席。",
    "考虑地震作用，计算抗震作用效应。",
    "建设一批露天停车场，整治首批露营地。",
    "杜绝东拼西凑和弄虚作假，共同凑和谐之音。",
    "申办者监查委托合同。",
    "尤其它们的安全状况。",
    "各部份额已经确定，完成份额认购，1月份内完成，一份内容完整的材料。",
    "要从自身分析原因，公司本身分为三级，终身分期享受待遇。",
    "发放蚊帐单价较低的物资，群众转入帐篷安置，检查帐篷数量。",
    "今年三座落成的桥梁，讲座落在实处，插座落后于标准。",
    "他的思想像春雨一样，我想像他一样工作。",
    "他有爱好象棋的习惯，这幅图象征团结，保护好象群栖息地。",
    "不得给予外交待遇，材料提交待审，移交待办事项，上交待处理物品。",
    "多做为民服务的实事，做为期三天的调研。",
    "由宏扬公司承建。",
    "继续精简炼油产能。",
    "由书记念名单，登记念佛堂。",
    "规定单位应当报告，明确规定货物种类，指定购买渠道，一定单独存放。",
    "收回覆盖物。",
    "保持供给与需求平衡，材料发给与会人员，退给与其相关的单位。",
    "队伍紧急待命，应急待援。",
    "报名截止3月10日，截止时间另行通知。",
    "办法既使群众受益，又使企业减负。",
    "制订条例草案，制订规章制度，制订法律援助计划。",
    "依法制社会保障规划，县政府法制机构审核。",
    "产品必须品质优良。",
    "报告不良反应情况，通报应急反应情况，评估化学反应问题。",
    "各科室一起用系统办理。",
    "扩大到全县以至全市。",
    "甚至使工程停工，计至使用完毕，送至使馆，直至使命完成。",
    "供参考查干部档案。",
    "系统误报导致停机，数据由填报导出，申报导师信息。",
    "后撤消防车辆。",
    "借故推托，按预定计划进行，共同渡过难关。",
    "标签属性要完整。",
    "坚持以经济建设为中心，可以经审核后发放，以经验为基础，予以经费保障。",
    "明确项目地点，落实项目目地块，条目地位相同。",
    "如今已后来居上，任务已后续跟进。",
    "提出扎实的推进措施。",
    "保持坚苦卓绝的精神，形成三足鼎立之势，种植高粱。",
];

/// Right punctuation and numerals that look wrong.
const RIGHT: &[&str] = &[
    "会议于2026年3月5日（星期四）上午10:30召开，比例尺为1:2000。",
    "联系电话0919-3101234，手机139-0000-1234，邮箱wenyin@example.cn，网址https://example.cn/a?b=1,2。",
    "执行GB/T 9704—2012、GB/T 15834-2011和ISO 9001:2015标准。",
    "依据青政发〔2026〕3号文件，合同编号2026-03-05-12，资金4号科目2.5万元。",
    "于2024-03-05至2024-03-08集中办理，行政区划代码610000-610999。",
    "PM2.5浓度为35微克/立方米，CO2排放下降0.5%，采用H2O2（双氧水）消毒。",
    "系统采用Client, Server结构（Linux, Windows均可），口令为\"abc\"。",
    "第二、三产业增加值增长5.2%，第三、四季度继续推进。",
    "第一、第二产业协调发展，三、四线城市有序推进，一、二年级学生不测评。",
    "一、二级响应由县级启动，三、四级响应由镇级启动，二、三等奖各5名。",
    "三四天内办结，十几个乡镇，几十户群众，二十多人。",
    "每袋100～150千克，完成15%～30%，投资9亿～16亿元，补助5000～1万元。",
    "2021—2025年为“十四五”时期，“5·12”全国防灾减灾日、“一二·九”运动。",
    "升级到“2.0”版，实现“1.5”度目标，落实“1+3”方案。",
    "3、4月份的报表于5月10日前报送。",
    "5年期贷款利率为3.6%，工作满20年的，10年内有效，近10年初步形成。",
    "判处有期徒刑10年6个月，为期15年度过难关，2023—24年度预算。",
    "学校位于100号楼，按5月3号公告执行，乘坐3月1号线列车。",
    "《甲办法》（青政发〔2025〕1号）、《乙办法》同时废止；“甲”和“乙”两类。",
    "按类别、等级、等次登记，平等、等价、等距，不得招呼停车、等车。",
    "要回答“为什么改？”。他说：“安全是底线。”大家都同意。",
    "请逐项核对。（清单见附件1。）",
    "（一）、（二）两项由县级办理。",
    "（一）加强值守。各镇要落实责任。",
    "1.5倍以上的，另行报告。",
    "1.加强值守，2.落实责任。",
    "三：二的比例不变。",
    "首先，要查清底数；其次，要立行立改。",
    "“首先”“其次”都是连接词，首先是责任，其次是措施。",
    "任务之一是，查清底数；唯一是：不留死角。",
    "第三条规定的期限届满，第十条所称单位是指乡镇。",
    "紧盯一个目标——农民增收；吐鲁番-哈密盆地，北京—上海高速。",
    "包括供水、供电……后来又增加供气。",
    "签约3年以上的企业，节约5万元左右，近10余年来稳步增长，约20人。",
    "产量增加2倍，缩小10倍率镜头，降低3个百分点。",
    "会议室50平方米，每户5公斤，行走3千米，种植小麦20亩，50度以下。",
    "农历2026年八月十五，2026年三月三活动，二〇二六年三月五日。",
    "装机5千瓦，长3千米，投资5千万元，用去3百分点的余地。",
    "选出3个代表，4个自然村，2个维护班组，有1律师到场，第19届。",
    "图3几何尺寸，到2026年几乎全部完成。",
    "约翰.史密斯先生（John Smith）到访。",
    "参加人员：张　三、李　四、王五六。",
    "第一条　为规范公文办理，制定本办法。",
    "二、三个突出特点",
    "十二、三个坚持",
    "A、B、C三类企业分别管理。",
    "连续10年度考核优秀，累计12年度预算。",
    "任务完成率分别为1.2、3.4、5.6。",
    "2008、9、10年连续三年，1001、12、15号房间。",
    "凭居民身份证办理，阅读《系统工程》《软件工程》，印发《关于开展安全生产专项行动的通知》。",
    "会议要求：查清底数，立行立改。时间：3月5日；地点：县政府。",
    "联系人：林远，电话：3101234，邮箱：wenyin@example.cn。",
];

fn rules() -> RuleSet {
    RuleSet::builtin().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// What is found in a document with these paragraphs.
fn findings(paragraphs: &[&str], rules: &RuleSet) -> Vec<Finding> {
    let body: String = paragraphs.iter().map(|p| format!("　　{p}\n")).collect();
    let text =
        format!("青禾县教育局关于做好文字工作的通知\n\n各学校：\n{body}\n　　　　青禾县教育局\n　　　　2026年3月5日\n");
    let packet = packet::single("通知.txt", packet::load("通知.txt", text.as_bytes(), &rules.terms));
    run::check(&packet, rules, &Options { stage: Stage::Draft, ..Options::default() }).findings
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}", f.rule.id, f.message)).collect()
}

#[test]
fn accidents_are_not_wrong_words() {
    let mut rules = rules();
    rules.adjust(&["T0*".to_owned(), "T1*".to_owned()], &[], &[], "");
    assert_eq!(rules.rules.len(), 196);
    let found = told(&findings(TRAPS, &rules));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn right_punctuation_and_numerals_are_left_alone() {
    let mut rules = rules();
    rules.adjust(&["GBT1583*".to_owned(), "PRAC-*".to_owned()], &[], &[], "");
    let found = told(&findings(RIGHT, &rules));
    assert!(found.is_empty(), "{found:#?}");
}

/// The paragraphs of the first test are looked at: a wrong word among them is found.
#[test]
fn a_wrong_word_among_accidents_is_found() {
    let mut rules = rules();
    rules.adjust(&["T0*".to_owned(), "T1*".to_owned()], &[], &[], "");
    let paragraphs: Vec<&str> = TRAPS.iter().copied().chain(["会议布署了防汛工作。"]).collect();
    assert_eq!(findings(&paragraphs, &rules).len(), 1);
}

/// The rows of the digest about words, punctuation and numerals: each is a rule, or left out with a reason.
#[test]
fn no_row_about_the_text_is_forgotten() {
    const ROWS: &[(&str, &str)] = &[
        ("GBT15834-", "B.3.4-a B.3.3-a B.3.3-b B.3.2-a B.3.1-a B.3.7-a B.3.6-a 4.5.3.5-a 4.5.3.4-a 4.5.3.4-b B.1.2-a"),
        (
            "GBT15834-",
            "A.9.2-a 4.11-a 4.10-a 4.13-a half-a half-b period-a dup-a quote-end-a paren-end-a 5.1.1-a 4.14-a",
        ),
        ("GBT15834-", "A.4.2-a A.13-a 4.7-a"),
        ("GBT15835-", "year-a mix-a zero-a pct-a wan-a unit-b dec-a approx-a approx-b mixnum-a fixed-a width-a"),
        ("PRAC-", "head-run-in space-a endmark-a hao-a pad-a double-approx-a times-a unit-a"),
    ];
    let set = RuleSet::load(sanbu::rule::builtin_files()).unwrap();
    let rows = ROWS.iter().flat_map(|(family, rows)| rows.split(' ').map(move |row| format!("{family}{row}")));
    for id in rows.chain((1..=148).map(|n| format!("T{n:03}"))) {
        let rule = set.rules.iter().any(|r| r.id == id);
        let left_out = set.left_out.iter().any(|l| l.id == id && !l.reason.is_empty());
        assert!(rule != left_out, "{id}: a rule {rule}, left out {left_out}");
    }
}

/// What one text rule answers about a paragraph: its findings with what to write instead.
fn of_rule(check: &str, paragraphs: &[&str]) -> Vec<(String, Option<String>)> {
    let text = format!(
        "[[rule]]\nid = \"X\"\ntitle = \"t\"\ntitle_en = \"t\"\nsource = \"惯例\"\nseverity = \"info\"\n\
         check.text = {check}\nmessage = \"{{found}}\"\nhelp = \"h\"\nfails = [\"x\"]\npasses = [\"y\"]\n"
    );
    let mut files = sanbu::rule::builtin_files();
    files.push(RuleFile { name: "x.toml".to_owned(), text: text.into() });
    let mut rules = RuleSet::load(files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    rules.adjust(&["X".to_owned()], &[], &[], "");
    let found = findings(paragraphs, &rules);
    // What stands there when it is put right.
    let fixed = |f: &Finding| Some(f.fix.as_ref()?.edits.iter().map(|change| change.edit.text.clone()).collect());
    found.into_iter().map(|f| (f.message.to_string(), fixed(&f))).collect()
}

#[test]
fn swap_exchanges_the_longest_piece() {
    let found =
        of_rule("{ pattern = '甲+', swap = { \"甲\" = \"乙\", \"甲甲\" = \"丙\" } }", &["子甲甲甲丑。", "子丑。"]);
    assert_eq!(found, [("甲甲甲".to_owned(), Some("丙乙".to_owned()))]);
}

#[test]
fn a_rule_may_look_at_some_paragraphs_only() {
    let check = "{ pattern = '甲', paragraph = '。$', not_in_paragraph = '^附' }";
    assert_eq!(of_rule(check, &["甲一。", "甲二", "附甲三。"]), [("甲".to_owned(), None)]);
}

#[test]
fn more_hits_than_allowed_are_taken_for_a_layout() {
    let check = "{ pattern = '^，', most = 2 }";
    assert_eq!(of_rule(check, &["，一。", "，二。"]).len(), 2);
    assert!(of_rule(check, &["，一。", "，二。", "，三。"]).is_empty());
}

/// What a finding in a paragraph is: of which severity, and whether it is put right without asking.
fn of_paragraph(rule: &str, paragraph: &str) -> Option<(Severity, Option<bool>)> {
    let mut rules = rules();
    rules.adjust(&[rule.to_owned()], &[], &[], "");
    let found = findings(&[paragraph], &rules);
    found.first().map(|f| (f.severity, f.fix.as_ref().map(|fix| fix.safe)))
}

#[test]
fn what_two_words_may_be_is_never_put_right_without_asking() {
    assert_eq!(of_paragraph("T087", "堤坝己经加固。"), Some((Severity::Warning, Some(false))));
    assert_eq!(of_paragraph("T001", "会议布署了值守。"), Some((Severity::Warning, Some(true))));
    assert_eq!(of_paragraph("T042", "骏马弛骋。"), Some((Severity::Warning, Some(true))));
}

#[test]
fn a_lone_character_of_names_is_only_told() {
    let found = |paragraph: &str| of_paragraph("CHAR-traditional-a", paragraph).map(|(severity, _)| severity);
    let around = "认真做好学校安全工作，建立责任台账，抓紧整改问题，确保师生平安，";
    assert_eq!(found(&format!("{around}由何崑负责。")), Some(Severity::Info));
    assert_eq!(found(&format!("{around}登上崑崙。")), Some(Severity::Warning));
    assert_eq!(found(&format!("{around}作出總的安排，由何崑负责。")), Some(Severity::Warning));
}
