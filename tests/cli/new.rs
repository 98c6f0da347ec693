//! Documents to begin with: blank they are clean drafts, filled in they may be printed.

use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use crate::support::cli::{Folder, err, out, sanbu};
use crate::support::ooxml::{Habit, zip};

/// The fifteen kinds of the Regulations, in their order.
const KINDS: [&str; 15] = [
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函",
    "纪要",
];

/// What a person types: the options, and in order what takes the place of each run with a hole in it.
struct Filled {
    kind: &'static str,
    options: &'static [&'static str],
    runs: &'static [&'static str],
}

impl Filled {
    /// The title as a form names it, in one line.
    fn title(&self) -> String {
        let organ = self.options[1];
        let Some(at) = self.runs.iter().position(|run| run.ends_with(self.kind)) else { return String::new() };
        let above = if at > 0 && self.runs[at - 1].starts_with(organ) { self.runs[at - 1] } else { organ };
        if self.runs[at].starts_with("关于") { format!("{above}{}", self.runs[at]) } else { self.runs[at].to_owned() }
    }

    fn copies(&self) -> &str {
        let copies = self.runs.iter().find_map(|run| run.strip_prefix("抄送：")?.strip_suffix('。'));
        copies.unwrap_or("无")
    }
}

const FILLED: [Filled; 15] = [
    Filled {
        kind: "决议",
        options: &["--organ", "青禾县农业合作委员会", "--number", "青农合发〔2026〕3号"],
        runs: &[
            "青禾县农业合作委员会第3次会议",
            "关于2025年度工作报告的决议",
            "（2026年3月5日青禾县农业合作委员会第3次会议通过）",
            "青禾县农业合作委员会第3次会议审议了2025年度工作报告。",
            "会议认为，报告实事求是，安排切实可行。",
            "会议决定，批准这个报告。",
            "会议号召，各成员单位扎实工作，完成2026年各项任务。",
            "抄送：县委办公室，县人大常委会办公室。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "决定",
        options: &["--organ", "青禾县水利局", "--number", "青水发〔2026〕6号", "--to", "局属各单位"],
        runs: &[
            "关于表扬2025年度防汛工作先进集体的决定",
            "为鼓励先进，根据2025年度考核结果，决定对水文站等3个先进集体予以表扬。",
            "一、表扬的集体",
            "水文站、石桥水库管理所、防汛物资站。",
            "二、有关要求",
            "（一）珍惜荣誉。",
            "受到表扬的集体要再接再厉。",
            "（二）学习先进。",
            "各单位要以先进为榜样。",
            "（三）做好防汛。",
            "各单位要认真做好今年的防汛工作。",
            "三、奖励办法",
            "按照有关规定执行。",
            "抄送：县应急管理局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "命令",
        options: &["--organ", "青禾县人民政府", "--number", "第5号"],
        runs: &[
            "《青禾县水库管理办法》已经2026年2月20日县人民政府第30次常务会议通过，现予公布，自2026年4月1日起施行。",
            "县　长　　李明远",
        ],
    },
    Filled {
        kind: "公报",
        options: &["--organ", "青禾县农业合作委员会", "--number", "青农合发〔2026〕4号"],
        runs: &[
            "青禾县农业合作委员会第4次会议公报",
            "（2026年3月5日青禾县农业合作委员会第4次会议通过）",
            "青禾县农业合作委员会第4次会议，于2026年3月5日在青禾县举行。",
            "会议听取和讨论了2025年度工作报告。",
            "会议指出，过去一年各项任务如期完成。",
            "会议号召，各成员单位扎实工作。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "公告",
        options: &["--organ", "青禾县人民政府", "--number", "〔2026〕第2号"],
        runs: &[
            "关于石桥水库蓄水的公告",
            "根据《中华人民共和国水法》，现将石桥水库蓄水事项公告如下：",
            "一、蓄水时间",
            "2026年4月1日至4月30日。",
            "二、蓄水范围",
            "石桥水库坝址以上库区。",
        ],
    },
    Filled {
        kind: "通告",
        options: &["--organ", "青禾县公安局", "--number", "青公告〔2026〕2号"],
        runs: &[
            "关于县城部分路段临时交通管制的通告",
            "为保障春季长跑活动安全有序进行，根据《中华人民共和国道路交通安全法》，现将有关事项通告如下：",
            "一、管制时间",
            "2026年3月14日8时至12时。",
            "二、管制路段",
            "（一）青禾大道。",
            "人民路口至河滨路口。",
            "（二）河滨路。",
            "全段禁止车辆通行。",
            "（三）滨河步道。",
            "全段禁止非机动车通行。",
            "三、注意事项",
            "请过往车辆和行人服从现场民警指挥。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "意见",
        options: &["--organ", "青禾县水利局", "--number", "青水发〔2026〕8号", "--to", "各乡镇水利站"],
        runs: &[
            "关于加强农村饮用水安全工作的意见",
            "为提高农村供水保障水平，现提出以下意见：",
            "坚持建管并重，落实主体责任，健全长效机制。",
            "（一）加强水源保护。",
            "划定水源保护范围，设置标志，定期巡查。",
            "（二）完善供水设施。",
            "对使用15年以上的管网逐步更新改造。",
            "（三）强化水质检测。",
            "每季度检测1次，结果向社会公布。",
            "各乡镇水利站加强指导和监督。",
            "抄送：县卫生健康局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "通知",
        options: &["--organ", "青禾县水利局", "--number", "青水发〔2026〕12号", "--to", "各乡镇水利站"],
        runs: &[
            "关于做好2026年防汛准备工作的通知",
            "为做好2026年防汛准备工作，现将有关事项通知如下：",
            "一、落实值守责任",
            "各站要从2026年4月1日起实行24小时值班，值班人员不得擅自离岗。",
            "二、排查风险隐患",
            "（一）查清重点部位。",
            "对辖区内的水库、山塘逐处排查，建立台账。",
            "（二）及时整改问题。",
            "明确责任人和完成期限，并设置警示标志。",
            "（三）落实应急预案。",
            "每站组织1次演练。",
            "三、备足物资队伍",
            "各站组建不少于30人的抢险队伍，于2026年3月27日前完成。",
            "抄送：县应急管理局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "通报",
        options: &["--organ", "青禾县水利局", "--number", "青水发〔2026〕9号", "--to", "各乡镇水利站"],
        runs: &[
            "关于2025年度值班检查情况的通报",
            "2025年，我局对18个乡镇水利站的值班情况进行了检查。现将有关情况通报如下：",
            "一、总体情况",
            "16个站做到了24小时在岗值班。",
            "二、存在问题",
            "（一）无人接听电话。",
            "2个站在检查中无人接听值班电话。",
            "（二）记录不全。",
            "1个站的值班记录不全。",
            "（三）交接不清。",
            "1个站没有交接记录。",
            "三、工作要求",
            "各站要严格执行值班制度。",
            "抄送：县应急管理局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "报告",
        options: &["--organ", "青禾县教育局", "--number", "青教报〔2026〕8号", "--to", "青禾县人民政府"],
        runs: &[
            "江一鸣",
            "关于2025年校园安全检查情况的报告",
            "2025年9月至12月，我局对全县42所中小学校开展了校园安全检查。现将有关情况报告如下：",
            "一、基本情况",
            "检查共发现问题136个，已完成整改128个。",
            "二、主要做法",
            "（一）压实工作责任。",
            "各学校主要负责人逐项签字确认。",
            "（二）突出检查重点。",
            "重点检查消防设施、食堂卫生和校车。",
            "三、后续安排",
            "我局将于2026年6月30日前组织一次复查。",
            "抄送：青禾县公安局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "请示",
        options: &["--organ", "青禾县水利局", "--number", "青水请〔2026〕9号", "--to", "青禾县人民政府"],
        runs: &[
            "江一鸣",
            "关于建设石桥河水文监测站的请示",
            "为提高监测预警能力，我局拟建设石桥河水文监测站。现将有关情况请示如下：",
            "一、建设内容",
            "新建水位、雨量自动监测点各3处。",
            "二、资金安排",
            "（一）项目投资。",
            "估算投资120万元。",
            "（二）资金来源。",
            "从县级财政安排。",
            "三、实施时间",
            "项目拟于2026年4月15日开工，于2026年8月31日前完工。",
            "（联系人：沈一舟，电话6021837）",
            "抄送：青禾县财政局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "批复",
        options: &["--organ", "青禾县文化局", "--number", "青文复〔2026〕3号", "--to", "白石镇人民政府"],
        runs: &[
            "关于同意设立白石镇综合文化站的批复",
            "你镇《关于设立综合文化站的请示》（白政〔2026〕5号）收悉。经研究，同意设立白石镇综合文化站。",
            "抄送：县财政局。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "议案",
        options: &["--organ", "青禾县人民政府", "--number", "青政案〔2026〕1号", "--to", "县人大常委会"],
        runs: &[
            "关于提请审议2026年县级预算调整方案的议案",
            "根据《中华人民共和国预算法》的规定，县人民政府编制了2026年县级预算调整方案。",
            "2026年3月6日印发",
        ],
    },
    Filled {
        kind: "函",
        options: &["--organ", "青禾县交通运输局", "--number", "青交函〔2026〕7号", "--to", "白苇县交通运输局"],
        runs: &[
            "关于联合养护界河公路的函",
            "界河公路全长32.6千米，由贵我两局分段养护。现就有关事项函商如下：",
            "一、两局采用同一技术标准修补路面。",
            "二、两局每月交换一次巡查记录。",
            "抄送：青禾县公安局。",
        ],
    },
    Filled {
        kind: "纪要",
        options: &["--organ", "青禾县水利局", "--number", "青水纪〔2026〕5号"],
        runs: &[
            "关于研究春耕用水调度工作的会议纪要",
            "2026年3月3日，局长江一鸣主持召开会议，研究2026年春耕用水调度工作。现将会议议定事项纪要如下：",
            "一、调度原则",
            "会议议定，坚持生活用水优先。",
            "二、供水安排",
            "会议议定，2026年3月15日至5月20日每日供水8万立方米。",
            "江一鸣、田牧之",
            "宋知微",
            "梁晓川、沈映雪",
            "抄送：青禾县农业农村局。",
            "2026年3月6日印发",
        ],
    },
];

/// The parts of a package.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let read = |at: usize| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().to_owned(), text)
    };
    (0..count).map(read).filter(|(name, _)| !name.ends_with('/')).collect()
}

/// The document of a package as its people change it.
fn changed(folder: &Folder, name: &str, change: impl Fn(&str) -> String) {
    let change = |(part, text): (String, String)| {
        let text = if part == "word/document.xml" { change(&text) } else { text };
        (part, text.into_bytes())
    };
    let entries: Vec<_> = parts(folder.bytes(name)).into_iter().map(change).collect();
    folder.put(name, zip(&entries, Habit::Plain));
}

/// The texts of runs that hold a placeholder, replaced in order.
fn filled(xml: &str, runs: &[&str]) -> String {
    let mut runs = runs.iter();
    let filled = with_runs(xml, |text| (*runs.next().unwrap_or_else(|| panic!("nothing for “{text}”"))).to_owned());
    assert_eq!(runs.next(), None);
    filled
}

/// The texts of runs that hold a placeholder, each as it is to be.
fn with_runs(xml: &str, mut new: impl FnMut(&str) -> String) -> String {
    let (mut done, mut rest) = (String::new(), xml);
    while let Some((before, after)) = rest.split_once("<w:t ") {
        let (attributes, after) = after.split_once('>').unwrap();
        let (text, after) = after.split_once("</w:t>").unwrap();
        let text = if text.contains('×') { new(text) } else { text.to_owned() };
        done += &format!("{before}<w:t {attributes}>{text}</w:t>");
        rest = after;
    }
    done + rest
}

/// The form as it comes back: what is written in the cells that stay open.
fn signed(xml: &str, title: &str, copies: &str) -> String {
    let holes: Vec<&str> = xml.match_indices('×').take(1).map(|_| title).collect();
    let xml = filled(xml, &holes);
    let entries = [
        ("抄送", "", copies),
        ("份数", "", "12"),
        ("密级", "", "无"),
        ("紧急程度", "", "普通"),
        ("附件", "", "无"),
        ("拟稿单位", "", "综合科"),
        ("联系电话", "", "6021837"),
        ("拟稿", "2026年3月2日", "林远"),
        ("拟稿单位负责人", "2026年3月3日", "同意报审。苏敏"),
        ("会办", "", "无需"),
        ("核稿", "2026年3月4日", "已核。方景行"),
        ("会签", "", "无需"),
        ("合法性审查", "", "无需"),
        ("审签", "2026年3月4日", "同意。石砚秋"),
        ("签发", "2026年3月5日", "同意印发。江一鸣"),
        ("复核", "2026年3月6日", "复核无误。何静宜"),
        ("登记编号", "2026年3月6日", "何静宜"),
        ("印制", "2026年3月6日", "孟晓岚"),
        ("核发", "2026年3月6日", "何静宜"),
    ];
    entries.into_iter().fold(xml, |xml, (label, day, words)| {
        let mut chars = label.chars();
        let label = match (chars.next(), chars.next(), chars.next()) {
            (Some(a), Some(b), None) => format!("{a}　{b}"),
            _ => label.to_owned(),
        };
        let Some((before, after)) = xml.split_once(&format!(">{label}</w:t>")) else { return xml };
        let (own, rest) = after.split_once("</w:tc>").unwrap();
        let (cell, rest) = rest.split_once("</w:tc>").unwrap();
        let run = format!("<w:r><w:t>{words}</w:t></w:r></w:p>");
        let cell = if cell.contains("<w:t ") && !cell.contains("年　　月") {
            cell.to_owned()
        } else {
            cell.replacen("</w:p>", &run, 1).replace("年　　月　　日", day)
        };
        format!("{before}>{label}</w:t>{own}</w:tc>{cell}</w:tc>{rest}")
    })
}

fn findings(report: &Value) -> Vec<String> {
    let packets = report["packets"].as_array().unwrap().iter();
    let all = packets.flat_map(|p| p["findings"].as_array().unwrap());
    all.map(|f| {
        format!(
            "{} {} {}",
            f["severity"].as_str().unwrap(),
            f["rule"].as_str().unwrap(),
            f["message"].as_str().unwrap()
        )
    })
    .collect()
}

#[test]
fn blank_documents_are_clean_drafts() {
    let folder = Folder::new("new-draft");
    let list = out(&sanbu("new"));
    let listed: Vec<&str> = list.lines().map_while(|line| Some(line.split_once('　')?.0)).collect();
    assert_eq!(listed, KINDS);
    for kind in KINDS {
        for extra in [&[][..], &["--letter"], &["--attachments", "1"], &["--attachments", "2", "--form"]] {
            let name = format!("{kind}{}", extra.concat());
            let output = folder.sanbu(&[&["new", kind, "-o", &name], extra].concat());
            if extra.contains(&"--letter") && output.status.code() == Some(2) {
                assert!(err(&output).contains("不用信函格式"), "{}", err(&output));
                continue;
            }
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
            let (report, code) = folder.report(&[&name, "--stage", "draft"]);
            let found = findings(&report);
            let holes = found.iter().filter(|f| f.contains("DRAFT-place-a")).count();
            let info = found.iter().all(|f| f.starts_with("info "));
            assert!(code == 0 && info && holes == 1, "{name} {found:#?}");
        }
    }
}

#[test]
fn documents_that_are_filled_in_may_be_printed() {
    for chain in ["", "[organisation]\nchain = 'organ'\n"] {
        for case in FILLED {
            let Filled { kind, options, runs } = case;
            let folder = Folder::new("new-print");
            folder.put("sanbu.toml", chain);
            let args = [&["new", kind, "--form", "--date", "2026-03-05"], options].concat();
            let output = folder.sanbu(&args);
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
            changed(&folder, &format!("{kind}/正文.docx"), |xml| filled(xml, runs));
            changed(&folder, &format!("{kind}/发文稿纸.docx"), |xml| signed(xml, &case.title(), case.copies()));
            let (report, code) = folder.report(&[kind, "--today", "2026-03-07"]);
            let packet = &report["packets"][0];
            assert_eq!(findings(&report), [""; 0], "{kind} {chain}");
            assert_eq!((packet["conclusion"].as_str(), code), (Some("printable"), 0), "{kind} {packet:#}");
        }
    }
}

#[test]
fn a_document_with_attachments_says_in_its_text_where_they_come_in() {
    let case = FILLED.iter().find(|case| case.kind == "通知").unwrap();
    let folder = Folder::new("new-attached");
    for (n, place, pages) in [
        (1, "（见附件）。", &["附件：值班表", "值班表", "3月由李水生带班。"][..]),
        (2, "（附件1、附件2）。", &["附件：1.值班表", "2.报表", "值班表", "3月由李水生带班。", "报表", "水位1.2米。"]),
    ] {
        let name = format!("通知{n}");
        let count = n.to_string();
        let options = ["--form", "--date", "2026-03-05", "--attachments", &count, "-o", &name];
        let output = folder.sanbu(&[&["new", "通知"], &options[..], case.options].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let (text, imprint) = case.runs.split_at(case.runs.len() - 2);
        let last = text[text.len() - 1].replace("。", place);
        let runs = [&text[..text.len() - 1], &[&*last], pages, imprint].concat();
        changed(&folder, &format!("{name}/正文.docx"), |xml| filled(xml, &runs));
        changed(&folder, &format!("{name}/发文稿纸.docx"), |xml| {
            let named = [("1.××××", "1.值班表"), ("2.××××", "2.报表"), (">××××<", ">值班表<")];
            let xml = named.iter().fold(xml.to_owned(), |xml, (open, name)| xml.replacen(open, name, 1));
            signed(&xml, &case.title(), case.copies())
        });
        let (report, code) = folder.report(&[&name, "--today", "2026-03-07"]);
        assert_eq!((findings(&report), code), (Vec::new(), 0), "{name}");
    }
}

/// What a person overlooks: the whole run, or in it the signs that stand alone.
fn overlooked(text: &str) -> Vec<String> {
    let mut words = text.to_owned();
    while let Some(at) = words.find("××") {
        let end = at + words[at..].chars().take_while(|c| *c == '×').map(char::len_utf8).sum::<usize>();
        words.replace_range(at..end, "防汛工作");
    }
    let alone = words.contains('×').then_some(words);
    std::iter::once(text.to_owned()).chain(alone).collect()
}

#[test]
fn whatever_a_skeleton_leaves_open_keeps_it_from_being_printed() {
    let folder = Folder::new("new-overlooked");
    for case in FILLED {
        let Filled { kind, options, runs } = case;
        let blank = format!("blank/{kind}");
        let args = [&["new", kind, "--form", "--date", "2026-03-05", "-o", &blank], options].concat();
        assert_eq!(folder.sanbu(&args).status.code(), Some(0));
        let main = folder.bytes(&format!("{blank}/正文.docx"));
        changed(&folder, &format!("{blank}/发文稿纸.docx"), |xml| signed(xml, &case.title(), case.copies()));
        let form = folder.bytes(&format!("{blank}/发文稿纸.docx"));
        let xml = parts(main.clone()).into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        let mut texts = Vec::new();
        with_runs(&xml, |text| {
            texts.push(text.to_owned());
            String::new()
        });
        for (left, text) in texts.iter().enumerate() {
            for (form_of, words) in overlooked(text).iter().enumerate() {
                let packet = format!("packets/{kind}-{left}-{form_of}");
                folder.put(&format!("{packet}/正文.docx"), &main);
                folder.put(&format!("{packet}/发文稿纸.docx"), &form);
                let mut typed = runs.to_vec();
                typed[left] = words;
                changed(&folder, &format!("{packet}/正文.docx"), |xml| filled(xml, &typed));
            }
        }
    }
    let (report, _) = folder.report(&["packets", "--today", "2026-03-07"]);
    let packets = report["packets"].as_array().unwrap();
    let printed: Vec<_> = packets.iter().filter(|p| p["conclusion"] != "not-printable").map(|p| &p["path"]).collect();
    assert!(packets.len() > 150 && printed.is_empty(), "{} {printed:#?}", packets.len());
}

#[test]
fn what_is_known_is_filled_in_and_what_is_wrong_is_told() {
    let folder = Folder::new("new-words");
    folder.put("sanbu.toml", "[organisation]\nnames = ['青禾县人民政府办公室']\ncodes = ['青政办函', '青政办发']\n");
    let text = |kind: &str, extra: &[&str]| {
        let output = folder.sanbu(&[&["new", kind, "-o", "-"], extra].concat());
        let main = parts(output.stdout).into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        assert!(!main.contains('{'), "{main}");
        main
    };
    let notice = text("通知", &["--date", "2026-03-05", "--to", "各乡镇："]);
    for words in
        ["青禾县人民政府办公室文件", "青政办发〔2026〕×号", ">各乡镇：<", ">青禾县人民政府办公室<", ">2026年3月5日<"]
    {
        assert!(notice.contains(words), "{words}");
    }
    assert!(text("通知", &["--letter"]).contains("青政办函〔20××〕×号"));
    assert_eq!(text("令", &[]), text("命令", &[]));
    let refused = |args: &[&str], why: &str| {
        let output = folder.sanbu(&[&["new"], args].concat());
        assert!(output.status.code() == Some(2) && err(&output).contains(why), "{args:?} {}", err(&output));
    };
    refused(&["通之"], "没有叫“通之”的文种。是不是想写“通告”？全部文种见 sanbu new");
    refused(&["请示", "--letter"], "请示不用信函格式");
    refused(&["通知", "--attachments", "100"], "应当是0到99的数");
    refused(&["通知", "--date", "3月5日"], "日期应写成");
    let own = "[[skeleton]]\nkind = \"便函\"\nuse = \"试\"\norgan = \"甲\"\ncode = \"甲\"\nmark = \"{organ}\"\nnumber = \"\"\ntext = [\"{orgn}\"]\n";
    folder.put("own.toml", own);
    refused(&["便函", "--rules", "own.toml"], "没有叫“{orgn}”的变量");
}
