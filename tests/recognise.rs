//! Recognition on documents of many kinds: what each part is, and what is not there. All of them are invented.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use sanbu::element::ElementKind;
use sanbu::finding::Stage;
use sanbu::lang::Lang;
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use sanbu::terms::{Pattern, Terms};
use serde_json::{Value, json};
use support::shapes::shapes;

struct Case {
    name: &'static str,
    text: &'static str,
    /// The elements that must be found, by their ids; `official` says what the document is taken for.
    want: Value,
    /// Elements that must not be found.
    not: &'static [&'static str],
}

fn cases() -> Vec<Case> {
    let mut all = kinds();
    all.extend(parts());
    all.extend(around());
    all.extend(copied());
    all.extend(not_official());
    all
}

fn kinds() -> Vec<Case> {
    vec![
        Case {
            name: "joint, several organs and signers",
            text: "青禾县教育局\n青禾县财政局文件\n\n青教发〔2026〕8号　　　　签发人：江一鸣　方景行\n\n青禾县教育局　青禾县财政局\n关于建设寄宿制学校的请示\n\n青禾县人民政府：\n　　拟建设寄宿制学校2所。\n　　妥否，请批示。\n\n　　　　青禾县教育局　　　青禾县财政局\n　　　　　　　　2026年3月5日\n",
            want: json!({"agency_mark": "青禾县教育局青禾县财政局文件", "doc_number": "青教发〔2026〕8号", "signer": ["江一鸣", "方景行"], "title": "青禾县教育局 青禾县财政局关于建设寄宿制学校的请示", "kind": "请示", "main_recipients": ["青禾县人民政府"], "issuer_signature": ["青禾县教育局", "青禾县财政局"], "date": "2026-03-05"}),
            not: &["annotation", "cc"],
        },
        Case {
            name: "letter, number at the right, no imprint line",
            text: "青禾县水利局\n\n　　　　　　　　　　　　　　　　青水函〔2026〕7号\n\n青禾县水利局关于商请提供水文资料的函\n\n白苇县水利局：\n　　因工作需要，商请提供石桥河水文资料。\n　　专此函达，请予支持。\n\n　　　　　　　　　　　　　青禾县水利局\n　　　　　　　　　　　　　2026年3月5日\n\n（联系人：林远，电话：6220011）\n",
            want: json!({"agency_mark": "青禾县水利局", "doc_number": "青水函〔2026〕7号", "title": "青禾县水利局关于商请提供水文资料的函", "kind": "函", "main_recipients": ["白苇县水利局"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05", "annotation": "联系人：林远，电话：6220011"}),
            not: &["cc", "printing_date"],
        },
        Case {
            name: "order",
            text: "青禾县人民政府令\n\n第5号\n\n　　《青禾县河道管理办法》已经2026年3月3日县人民政府第10次常务会议通过，现予公布，自2026年5月1日起施行。\n\n　　　　　　　　　　县　长　顾清源\n　　　　　　　　　　2026年3月5日\n\n青禾县河道管理办法\n\n　　第一条　为加强河道管理，制定本办法。\n",
            want: json!({"agency_mark": "青禾县人民政府令", "doc_number": "第5号", "kind": "命令", "date": "2026-03-05", "issuer_signature": ["县长顾清源"]}),
            not: &["main_recipients"],
        },
        Case {
            name: "minutes",
            text: "青禾县人民政府\n常务会议纪要\n\n〔2026〕5号\n\n青禾县人民政府办公室　　　　　2026年3月5日\n\n县人民政府第10次常务会议纪要\n\n　　2026年3月3日，县长顾清源主持召开县人民政府第10次常务会议。现纪要如下：\n　　一、会议听取了防汛工作汇报。\n　　会议强调，要压实责任。\n\n　　出席：顾清源、江一鸣。\n　　列席：苏敏。\n\n分送：县委办公室，县人大常委会办公室。\n",
            want: json!({"kind": "纪要", "date": "2026-03-05", "cc": ["县委办公室", "县人大常委会办公室"]}),
            not: &["main_recipients", "attachments_listed"],
        },
        Case {
            name: "announcement",
            text: "青禾县水利局公告\n\n2026年第3号\n\n关于禁止河道采砂的公告\n\n　　根据有关规定，现将有关事项公告如下：\n　　一、自2026年4月1日起禁止采砂。\n　　特此公告。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"kind": "公告", "title": "关于禁止河道采砂的公告", "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["main_recipients"],
        },
        Case {
            name: "resolution with the day of adoption",
            text: "青禾县第十八届人民代表大会第六次会议\n关于政府工作报告的决议\n（2026年1月15日青禾县第十八届人民代表大会第六次会议通过）\n\n　　青禾县第十八届人民代表大会第六次会议听取和审议了县长顾清源所作的政府工作报告。会议决定批准这个报告。\n",
            want: json!({"kind": "决议", "title": "青禾县第十八届人民代表大会第六次会议关于政府工作报告的决议", "date": "2026-01-15"}),
            not: &["main_recipients", "doc_number"],
        },
        Case {
            name: "forwarding with the enclosed text behind",
            text: "青政办发〔2026〕3号\n\n青禾县人民政府办公室转发县水利局\n关于做好防汛工作意见的通知\n\n各乡镇人民政府：\n　　县水利局《关于做好防汛工作的意见》已经县人民政府同意，现转发给你们，请认真贯彻执行。\n\n　　　　青禾县人民政府办公室\n　　　　2026年3月5日\n\n关于做好防汛工作的意见\n县水利局\n（2026年2月20日）\n\n　　一、落实责任\n　　各级各部门：要高度重视。\n　　附件：值班表\n",
            want: json!({"doc_number": "青政办发〔2026〕3号", "title": "青禾县人民政府办公室转发县水利局关于做好防汛工作意见的通知", "kind": "通知", "main_recipients": ["各乡镇人民政府"], "issuer_signature": ["青禾县人民政府办公室"], "date": "2026-03-05"}),
            not: &["cc"],
        },
        Case {
            name: "university notice",
            text: "青禾大学文件\n\n校发〔2026〕12号\n\n关于印发《青禾大学采购管理办法》的通知\n\n各学院、各部门、各直属单位：\n　　《青禾大学采购管理办法》已经校长办公会议审议通过，现予印发，请遵照执行。\n\n　　　　　　　　　青禾大学\n　　　　　　　　　2026年3月5日\n\n青禾大学党政办公室　　　　　　2026年3月6日印发\n",
            want: json!({"agency_mark": "青禾大学文件", "doc_number": "校发〔2026〕12号", "title": "关于印发《青禾大学采购管理办法》的通知", "kind": "通知", "main_recipients": ["各学院", "各部门", "各直属单位"], "issuer_signature": ["青禾大学"], "date": "2026-03-05", "printing_office": "青禾大学党政办公室", "printing_date": "2026-03-06"}),
            not: &["cc"],
        },
        Case {
            name: "company notice without a number",
            text: "关于调整作息时间的通知\n\n公司各部门、各项目部：\n　　自2026年5月1日起，上午上班时间调整为8时30分。\n　　特此通知。\n\n　　　　青禾建设集团有限公司综合管理部\n　　　　二〇二六年四月二十日\n",
            want: json!({"title": "关于调整作息时间的通知", "kind": "通知", "main_recipients": ["公司各部门", "各项目部"], "issuer_signature": ["青禾建设集团有限公司综合管理部"], "date": "2026-04-20"}),
            not: &["doc_number", "agency_mark"],
        },
        Case {
            name: "Taiwan letter",
            text: "檔　　號：\n保存年限：\n\n青禾市政府　函\n\n地址：青禾市中山路1號\n承辦人：林遠\n電話：02-1234-5678\n\n受文者：青禾市立圖書館\n\n發文日期：中華民國115年3月5日\n發文字號：青府教字第1150001234號\n速別：普通件\n密等及解密條件或保密期限：\n附件：如說明三\n\n主旨：檢送閱讀推廣計畫1份，請查照。\n\n說明：\n　一、依據本府115年度施政計畫辦理。\n　二、請於115年4月1日前函復。\n\n正本：青禾市立圖書館\n副本：本府教育局\n\n市長　顧清源\n",
            want: json!({"official": "taiwan", "doc_number": "青府教字第1150001234號", "title": "檢送閱讀推廣計畫1份，請查照。", "kind": "函", "main_recipients": ["青禾市立圖書館"], "date": "2026-03-05", "cc": ["本府教育局"], "urgency": "普通件"}),
            not: &["signer", "printing_date"],
        },
    ]
}

/// One thing that is easily taken for another.
fn parts() -> Vec<Case> {
    vec![
        Case {
            name: "a number quoted in the body is not the document's",
            text: "关于落实值班制度的通知\n\n各科室：\n　　根据青政发〔2026〕2号文件要求，现就有关事项通知如下。\n青政办发〔2025〕30号\n　　文件同时废止。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "关于落实值班制度的通知", "main_recipients": ["各科室"], "date": "2026-03-05"}),
            not: &["doc_number"],
        },
        Case {
            name: "a lead-in that ends in a colon is no recipient",
            text: "青水发〔2026〕9号\n\n青禾县水利局关于防汛工作情况的通报\n\n　　2026年汛期，全县防汛工作总体平稳，现将有关情况通报如下：\n　　一、总体情况\n　　全县累计降雨500毫米。\n\n　　　　青禾县水利局\n　　　　2026年10月8日\n",
            want: json!({"doc_number": "青水发〔2026〕9号", "kind": "通报", "issuer_signature": ["青禾县水利局"], "date": "2026-10-08"}),
            not: &["main_recipients"],
        },
        Case {
            name: "organ and date in one paragraph",
            text: "青水发〔2026〕9号\n关于做好防汛工作的通知\n各乡镇：\n　　请做好防汛工作。\n　　　　　　　　　　青禾县水利局 2026年3月5日\n",
            want: json!({"main_recipients": ["各乡镇"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "two organs on one line",
            text: "青教发〔2026〕9号\n关于做好学生资助工作的通知\n各乡镇：\n　　请做好学生资助工作。\n\n　　青禾县教育局　　　　　　青禾县财政局\n　　　　　　　　2026年3月5日\n",
            want: json!({"issuer_signature": ["青禾县教育局", "青禾县财政局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "recipients over several lines, title over several lines, layout by spaces",
            text: "　　　　　　青水发〔2026〕9号\n\n　　　　　青禾县水利局关于做好\n　　　　　2026年防汛物资储备\n　　　　　　工作的通知\n\n各乡镇人民政府，县直各部门，\n各直属事业单位，各有关\n企业：\n　　请做好防汛物资储备工作。\n　　　　　　　　　　青禾县水利局\n　　　　　　　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好2026年防汛物资储备工作的通知", "main_recipients": ["各乡镇人民政府", "县直各部门", "各直属事业单位", "各有关企业"]}),
            not: &[],
        },
        Case {
            name: "wrong and unusual forms are still found",
            text: "000012\n秘密★1年\n特急\n青禾县水利局文件\n青水发[2026]第009号\n关于做好防汛工作的通知\n各乡镇:\n　　请做好防汛工作。\n　　附件1：值班表\n　　附件2：物资表\n青禾县水利局\n二○二六年三月五日\n主题词：防汛　通知\n抄报：县政府办公室\n抄送：县应急局\n青禾县水利局办公室　　二○二六年三月六日印\n",
            want: json!({"copy_number": "000012", "secrecy": "秘密★1年", "urgency": "特急", "agency_mark": "青禾县水利局文件", "doc_number": "青水发[2026]第009号", "main_recipients": ["各乡镇"], "date": "2026-03-05", "keywords": "防汛通知", "printing_office": "青禾县水利局办公室", "printing_date": "2026-03-06"}),
            not: &["signer"],
        },
        Case {
            name: "organs joined by a mark, a weekday behind the date, contact lines without brackets",
            text: "关于召开防汛工作会议的通知（征求意见稿）\n\n各位科长：\n　　定于2026年3月9日召开会议。\n\n　　　　　　县防汛办、县水利局、县应急局\n　　　　　　2026年3月5日（星期四）\n联系人：林远\n电话：6220011\n",
            want: json!({"kind": "通知", "main_recipients": ["各位科长"], "issuer_signature": ["县防汛办", "县水利局", "县应急局"], "date": "2026-03-05", "annotation": "联系人：林远电话：6220011"}),
            not: &[],
        },
        Case {
            name: "a dateline above, label lines below the title, the number further down",
            text: "新华社青禾3月5日电\n青禾县人民政府关于加强河道管理的意见\n发布日期：2026-03-06\n来源：青禾县人民政府网\n---\n青政发〔2026〕4号\n各乡镇人民政府：\n　　现提出如下意见。\n　　青禾县人民政府\n　　2026年3月5日\n",
            want: json!({"title": "青禾县人民政府关于加强河道管理的意见", "kind": "意见", "doc_number": "青政发〔2026〕4号", "main_recipients": ["各乡镇人民政府"], "date": "2026-03-05"}),
            not: &["agency_mark"],
        },
        Case {
            name: "page labels above, a title that a blank line cuts, a day left open, a mark for the seal",
            text: "索 引 号：QH-2026-1\n发文机关：青禾县人民政府办公室\n发文字号：青政办发〔2026〕3号\n主 题 词：\n\n青禾县人民政府办公室关于做好\n\n2026年防汛准备工作的通知\n\n青政办发〔2026〕3号\n\n主送：各乡镇人民政府；县直各部门\n　　请做好防汛准备工作。\n\n　　　　青禾县人民政府办公室（印章）\n　　　　2026年3月　　日\n（此件公开发布）\n",
            want: json!({"title": "青禾县人民政府办公室关于做好2026年防汛准备工作的通知", "doc_number": "青政办发〔2026〕3号", "main_recipients": ["各乡镇人民政府", "县直各部门"], "issuer_signature": ["青禾县人民政府办公室"], "annotation": "此件公开发布"}),
            not: &["agency_mark", "keywords"],
        },
        Case {
            name: "a draft mark above, a line that ends in a kind by chance, offices with a space between, a labelled date",
            text: "（征求意见稿）\n青禾县人民政府关于全面推行重大执法决定\n法制审核制度的指导意见\n各乡镇人民政府：\n　　现提出如下意见。\n　　　　县水利局 县防汛办\n　　　　日期：2026年3月5日（公章）\n",
            want: json!({"title": "青禾县人民政府关于全面推行重大执法决定法制审核制度的指导意见", "kind": "意见", "main_recipients": ["各乡镇人民政府"], "issuer_signature": ["县水利局", "县防汛办"], "date": "2026-03-05"}),
            not: &["agency_mark"],
        },
        Case {
            name: "a mark without a number, two signers one below the other",
            text: "青禾县教育局文件\n　　　　　　　　　　　　签发人：江一鸣\n　　　　　　　　　　　　　　　　方景行\n青禾县教育局关于建设寄宿制学校的请示\n青禾县人民政府：\n　　妥否，请批示。\n　　　　青禾县教育局\n　　　　二0二六年三月五日\n",
            want: json!({"agency_mark": "青禾县教育局文件", "signer": ["江一鸣", "方景行"], "title": "青禾县教育局关于建设寄宿制学校的请示", "date": "2026-03-05"}),
            not: &["doc_number"],
        },
        Case {
            name: "the organ and day on a cover are no signature",
            text: "青禾县农村供水工程可行性研究报告\n\n青禾县水利局\n2026年3月\n\n目　录\n\n第一章　概述\n　　本工程位于青禾县东部，受益人口2万人。\n　　工程总投资3000万元，建设期2年。\n　　项目建成后，供水保证率达到95%。\n　　其他情况，见后文。\n",
            want: json!({"official": "no"}),
            not: &["date", "issuer_signature", "main_recipients"],
        },
        Case {
            name: "a letter of responsibility opens with its ground, not with recipients",
            text: "安全生产责任书\n\n　　根据《中华人民共和国安全生产法》的规定，为落实安全生产责任，签订如下责任书：\n　　一、责任目标\n　　全年不发生责任事故。\n",
            want: json!({"official": "no", "title": "安全生产责任书"}),
            not: &["main_recipients"],
        },
        Case {
            name: "labels and chapters end the title",
            text: "青禾县河道清淤项目招标文件\n项目编号：QH-2026-01\n第一章　招标公告\n　　本项目已批准建设。\n",
            want: json!({"title": "青禾县河道清淤项目招标文件"}),
            not: &["kind", "main_recipients"],
        },
        Case {
            name: "back matter under other names, and a contents line that is no attachment",
            text: "关于开展数据普查的通知\n目录\n附件一：普查表\t9\n各乡镇：\n　　请按附录开展普查。\n\n　　青禾县统计局、青禾县水利局\n　　2026年3月5日\n附录1　数据格式说明\n　　每条数据一行。\n",
            want: json!({"issuer_signature": ["青禾县统计局", "青禾县水利局"], "date": "2026-03-05", "attachments_found": []}),
            not: &[],
        },
        Case {
            name: "attachments in the same file, with a table as lines",
            text: "青水发〔2026〕9号\n关于做好防汛工作的通知\n各乡镇：\n　　请按附件1、附件2做好防汛工作。\n\n　　附件：1.值班表\n　　　　　2.物资表\n\n　　青禾县水利局\n　　2026年3月5日\n\n附件1\n\n值班表\n\n日期：3月5日　带班：江一鸣\n填表人：　　　　　2026年3月5日\n\n附件2\n\n物资表\n\n编织袋　5000条\n",
            want: json!({"date": "2026-03-05", "attachments_listed": [{"n": 1, "name": "值班表"}, {"n": 2, "name": "物资表"}], "attachments_found": [{"n": 1, "title": "值班表", "where": "document"}, {"n": 2, "title": "物资表", "where": "document"}]}),
            not: &["annotation"],
        },
    ]
}

/// Around title and signature.
fn around() -> Vec<Case> {
    vec![
        Case {
            name: "a name over two lines",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县人民政府防汛抗旱\n　　　　指挥部办公室\n　　　　2026年3月5日\n",
            want: json!({"issuer_signature": ["青禾县人民政府防汛抗旱指挥部办公室"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "an organ, and a name over two lines below it",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　中国共产党青禾县委员会宣传部\n　　　　精神文明建设\n　　　　指导委员会办公室\n　　　　2026年3月5日\n",
            want: json!({"issuer_signature": ["中国共产党青禾县委员会宣传部", "精神文明建设指导委员会办公室"]}),
            not: &[],
        },
        Case {
            name: "the seal of another organ on a line of its own",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县防汛抗旱指挥部\n　　　　（青禾县应急管理局代章）\n　　　　2026年3月5日\n",
            want: json!({"issuer_signature": ["青禾县防汛抗旱指挥部"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "the seal of another organ behind the name",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县防汛抗旱指挥部（县水利局代章）\n　　　　2026年3月5日\n",
            want: json!({"issuer_signature": ["青禾县防汛抗旱指挥部"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "contacts in brackets over three lines",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n\n　　（联系人：林远，电话：6220011；\n　　　苏敏，电话：6220012；\n　　　邮箱：qh@example.cn）\n\n抄送：县应急局。\n青禾县水利局办公室　　　　2026年3月6日印发\n",
            want: json!({"annotation": "联系人：林远，电话：6220011；苏敏，电话：6220012；邮箱：qh@example.cn", "date": "2026-03-05", "cc": ["县应急局"]}),
            not: &[],
        },
        Case {
            name: "a date in brackets below the organ",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　（2026年3月5日）\n",
            want: json!({"issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["annotation"],
        },
        Case {
            name: "organ and date in brackets on one line",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局（2026年3月5日）\n",
            want: json!({"issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["annotation"],
        },
        Case {
            name: "a note of adoption over two lines",
            text: "青禾县人民代表大会议事规则\n（2026年1月18日\n青禾县第十八届人民代表大会第五次会议通过）\n\n　　第一条　为了规范议事程序，制定本规则。\n",
            want: json!({"title": "青禾县人民代表大会议事规则", "date": "2026-01-18"}),
            not: &[],
        },
        Case {
            name: "a note of adoption over three lines",
            text: "青禾县人民代表大会常务委员会\n关于加强河道管理的决定\n\n（2026年1月18日\n青禾县第十八届人民代表大会常务委员会\n第十二次会议通过）\n\n　　为加强河道管理，会议决定如下：\n　　一、加强巡查。\n",
            want: json!({"title": "青禾县人民代表大会常务委员会关于加强河道管理的决定", "date": "2026-01-18"}),
            not: &[],
        },
        Case {
            name: "a note of adoption over two lines without brackets",
            text: "青禾县人民代表大会关于批准预算的决定\n2026年1月18日青禾县第十八届人民代表大会\n第五次会议通过\n\n　　青禾县第十八届人民代表大会第五次会议听取了报告。会议决定，批准预算。\n",
            want: json!({"title": "青禾县人民代表大会关于批准预算的决定", "date": "2026-01-18"}),
            not: &[],
        },
        Case {
            name: "organ and day under the title",
            text: "青禾县人民代表大会\n关于批准青禾县2025年预算执行情况和2026年预算的决定\n\n青禾县人民代表大会\n（2026年1月18日）\n\n　　青禾县第十八届人民代表大会第五次会议听取和审议了报告。会议同意审查结果报告。\n　　会议决定，批准预算。\n",
            want: json!({"date": "2026-01-18", "issuer_signature": ["青禾县人民代表大会"]}),
            not: &[],
        },
        Case {
            name: "organ and day under the title of an announcement",
            text: "青禾县水利局关于河道采砂的公告\n\n青禾县水利局\n2026年3月5日\n\n　　根据有关规定，现将有关事项公告如下：\n　　一、自2026年4月1日起禁止采砂。\n　　特此公告。\n",
            want: json!({"date": "2026-03-05", "issuer_signature": ["青禾县水利局"]}),
            not: &[],
        },
        Case {
            name: "a heading that ends as an organ does",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n　　三、开创工作\n　　推动防汛工作建设新格局\n　　2026年3月5日\n",
            want: json!({"date": "2026-03-05"}),
            not: &["issuer_signature"],
        },
        Case {
            name: "a heading at the end of the text",
            text: "青禾县关于防汛的意见\n\n各乡镇：\n　　现提出如下意见。\n\n　　一、加强领导\n\n　　　　构建防汛新格局\n",
            want: json!({"kind": "意见"}),
            not: &["issuer_signature"],
        },
        Case {
            name: "people addressed by what they are",
            text: "关于小区停水的通知\n\n全体业主：\n　　因管道检修，定于3月5日停水，请提前做好准备。\n\n　　　　青禾物业服务中心\n　　　　2026年3月5日\n",
            want: json!({"main_recipients": ["全体业主"], "kind": "通知"}),
            not: &[],
        },
        Case {
            name: "the number of a form above the title",
            text: "QR-4.1-07-A1\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark", "doc_number"],
        },
        Case {
            name: "the number of a form with its version",
            text: "QR-4.1-07-A1　　　　　　版本：A/0\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark", "doc_number"],
        },
        Case {
            name: "the number of a form under its owner",
            text: "青禾建设集团有限公司\nQR-4.1-07-A1\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark", "doc_number"],
        },
        Case {
            name: "the number of a form before the title",
            text: "QR-4.1-07-A1　　青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark", "doc_number"],
        },
        Case {
            name: "a caption above the title",
            text: "图1　河道巡查\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "a caption that is a sentence",
            text: "图为县水利局干部查看河道。林远摄\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "a source of a picture",
            text: "（图片来源：青禾县水利局）\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "twenty lines of a web page between title and number",
            text: "青禾县水利局关于做好防汛工作的通知\n发布时间：2026-03-06 10:23\n来源：青禾县水利局\n作者：办公室\n责任编辑：林远\n浏览次数：123次\n字号：大 中 小\n【打印】【关闭】\n分享到：\n微信\n微博\nQQ空间\n收藏\n视力保护色：\n索引号：QH-01\n主题分类：水利\n发布机构：青禾县水利局\n成文日期：2026年3月5日\n有效性：有效\n公开方式：主动公开\n公开范围：面向社会\n青水发〔2026〕12号\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"doc_number": "青水发〔2026〕12号", "title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark"],
        },
        Case {
            name: "a path and a stamp of a web page",
            text: "首页 > 政务公开 > 通知公告\n青禾县水利局关于做好防汛工作的通知\n2026-03-06 10:23\n来源：青禾县水利局\n浏览：123\n字体：【大】【中】【小】\n打印\n分享到：\n微信\n微博\nQQ空间\n扫一扫在手机打开当前页\n\n青水发〔2026〕12号\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"doc_number": "青水发〔2026〕12号", "title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark"],
        },
        Case {
            name: "one line of a web page",
            text: "青禾县水利局关于做好防汛工作的通知\n2026-03-06 来源：青禾县水利局 浏览次数：123 字号：[大 中 小]\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark"],
        },
        Case {
            name: "labels of a web page above their values",
            text: "青禾县水利局关于做好防汛工作的通知\n索 引 号\nQH-01\n主题分类\n水利\n发布机构\n青禾县水利局\n发文日期\n2026年3月5日\n文　　号\n青水发〔2026〕12号\n时　　效\n有效\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n",
            want: json!({"doc_number": "青水发〔2026〕12号", "title": "青禾县水利局关于做好防汛工作的通知", "main_recipients": ["各股室"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &["agency_mark"],
        },
        Case {
            name: "parts of an attachment",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　附件：1.值班表\n　　　　　2.物资表\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n\n附件1\n\n值班表\n\n　　每日有人。\n\n附件2-1\n\n物资表（一）\n\n　　编织袋。\n\n附件2-2\n\n物资表（二）\n\n　　编织袋。\n",
            want: json!({"attachments_found": [{"n": 1, "title": "值班表", "where": "document"}, {"n": 2, "title": "物资表（一）", "where": "document"}, {"n": 2, "title": "物资表（二）", "where": "document"}]}),
            not: &[],
        },
        Case {
            name: "attachments by letters",
            text: "青禾县水利局文件\n\n青水发〔2026〕12号\n\n青禾县水利局关于做好防汛工作的通知\n\n各股室：\n　　请按照要求做好防汛工作，落实各项责任。\n\n　　附件：A.值班表\n　　　　　B.物资表\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n\n附件A\n\n值班表\n\n　　每日有人。\n\n附件B\n\n物资表\n\n　　编织袋。\n",
            want: json!({"attachments_listed": [{"n": 1, "name": "值班表"}, {"n": 2, "name": "物资表"}], "attachments_found": [{"n": 1, "title": "值班表", "where": "document"}, {"n": 2, "title": "物资表", "where": "document"}]}),
            not: &[],
        },
        Case {
            name: "a promise is no letter of an organ",
            text: "青禾建设公司安全生产承诺函\n\n青禾县水利局：\n　　我公司承诺按期完工。\n\n　　　　青禾建设公司\n　　　　2026年3月5日\n",
            want: json!({"official": "no"}),
            not: &["kind"],
        },
        Case {
            name: "a sentence that ends as an organ does",
            text: "林远\n\n　　近年来，工作取得成效。\n\n　　他毕业后来到县水利局\n",
            want: json!({"official": "no"}),
            not: &["issuer_signature"],
        },
        Case {
            name: "a sentence above a date",
            text: "基层水利人\n\n　　他一干就是三十年。\n\n这个电话打给了青禾县水利局\n\n2026年3月5日\n",
            want: json!({"official": "no"}),
            not: &["issuer_signature"],
        },
        Case {
            name: "who wrote a report, and when, is no signature",
            text: "青禾县水利局2026年防汛工作情况报告\n\n青禾县水利局\n（2026年3月5日）\n\n　　2026年以来，全县防汛工作总体平稳，各项任务有序推进。\n　　一、总体情况\n　　全县累计降雨500毫米。\n",
            want: json!({"official": "no"}),
            not: &["main_recipients"],
        },
    ]
}

/// Copies of web pages: what the page printed around the text, and where copying broke its lines.
fn copied() -> Vec<Case> {
    vec![
        Case {
            name: "the name of the site behind the title, which stands again below",
            text: "关于做好防汛工作的通知_青禾县水利局\n设为首页\n首页\n机构概览\n信息公开\n防汛专栏\n关于做好防汛工作的通知\n2026-03-06 09:12\n来源：办公室\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "关于做好防汛工作的通知", "kind": "通知", "doc_number": "青水发〔2026〕12号", "main_recipients": ["各乡镇水利站"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "a title in marks before the site, which stands again with its number, and with its organs",
            text: "【关于做好防汛工作的通知(青水发〔2026〕12号)】-青禾县人民政府\n首页\n>\n政策\n关于做好防汛工作的通知(青水发〔2026〕12号)\n发布时间：2026/03/06\n来源：\n办公室\n青禾县水利局 青禾县应急局关于做好\n防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局 青禾县应急局\n2026年3月5日\n",
            want: json!({"title": "青禾县水利局 青禾县应急局关于做好防汛工作的通知", "doc_number": "青水发〔2026〕12号", "issuer_signature": ["青禾县水利局", "青禾县应急局"]}),
            not: &[],
        },
        Case {
            name: "the name of the site behind the title and nothing else",
            text: "关于做好防汛工作的通知-青禾县水利局\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "关于做好防汛工作的通知", "kind": "通知", "doc_number": "青水发〔2026〕12号"}),
            not: &[],
        },
        Case {
            name: "a dash in a title is no site",
            text: "青禾县水利局关于印发2026-2030年规划的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于印发2026-2030年规划的通知", "kind": "通知"}),
            not: &[],
        },
        Case {
            name: "an index table that names the title above it",
            text: "青禾县水利局关于印发防汛细则的通知_政策文件_青禾政务网\n2026年3月9日星期一\n名 称 ：\n青禾县水利局关于印发防汛细则的通知\n发 布 机 构 ：\n青禾县水利局\n发 文 字 号 ：\n青水发〔2026〕12号\n青禾县水利局关于印发\n2026\n年防汛\n细则的通知\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于印发2026年防汛细则的通知", "doc_number": "青水发〔2026〕12号", "main_recipients": ["各乡镇水利站"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "who put it on a page, and when",
            text: "青禾县水利局关于做好防汛工作的通知\n王小川\n2026-03-06 13:20:15\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"main_recipients": ["各乡镇水利站"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "a number, a date and a colon over several lines",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发\n﹝\n2026\n﹞\n12\n号\n青禾建设公司，各乡镇水利站\n：\n请按照要求做好防汛工作。\n青禾县水利局\n2026\n年\n3\n月\n5\n日\n",
            want: json!({"title": "青禾县水利局关于做好防汛工作的通知", "doc_number": "青水发﹝2026﹞12号", "main_recipients": ["青禾建设公司", "各乡镇水利站"], "issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "a date over two lines",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026\n年3月5日\n",
            want: json!({"issuer_signature": ["青禾县水利局"], "date": "2026-03-05"}),
            not: &[],
        },
        Case {
            name: "figures one below the other are no date",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n序号\n2026\n3\n5\n以上为编号。\n",
            want: json!({"doc_number": "青水发〔2026〕12号"}),
            not: &["date", "issuer_signature"],
        },
        Case {
            name: "a name that the head knows over two lines, under a list",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n附件：值班表\n青禾县\n水利局\n青 禾 县 应 急 局\n2026年3月5日\n",
            want: json!({"issuer_signature": ["青禾县水利局", "青禾县应急局"], "attachments_listed": [{"n": null, "name": "值班表"}]}),
            not: &[],
        },
        Case {
            name: "an order with the issued text right below",
            text: "青禾县人民政府令\n第5号\n《青禾县河道管理办法》已经县人民政府常务会议通过，现予公布，自2026年5月1日起施行。\n县长　　顾清源\n2026年3月5日\n青禾县河道管理办法\n第一章　总　　则\n第一条　为加强河道管理，制定本办法。\n第二条　本办法自2026年5月1日起施行。\n",
            want: json!({"agency_mark": "青禾县人民政府令", "date": "2026-03-05", "issuer_signature": ["县长顾清源"]}),
            not: &[],
        },
        Case {
            name: "an announcement with nothing but its number under the title",
            text: "青禾县水利局公告\n2026年第3号\n现将2026年第一季度巡查结果予以公示。\n特此公告。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "青禾县水利局公告", "doc_number": "2026年第3号", "kind": "公告"}),
            not: &["agency_mark"],
        },
        Case {
            name: "an announcement that says what it is about above its number",
            text: "青禾县水利局关于河道封闭施工的公告\n2026年第3号\n因施工需要，石桥河自5月1日起封闭。\n特此公告。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于河道封闭施工的公告", "doc_number": "2026年第3号"}),
            not: &["agency_mark"],
        },
        Case {
            name: "contacts in brackets over many lines, and a note",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n（联系人：防汛科 林远\n联系电话：\n6220011\n；\n应急科 方景行\n联系电话：\n6220012\n；\n办公室 江一鸣\n联系电话：\n6220013\n）\n（此件主动公开）\n",
            want: json!({"annotation": "联系人：防汛科林远联系电话：6220011；应急科方景行联系电话：6220012；办公室江一鸣联系电话：6220013"}),
            not: &[],
        },
        Case {
            name: "two contacts without brackets",
            text: "青禾县水利局关于做好防汛工作的通知\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n\n联系人：林远（水利局）  电话：6220011\n方景行（应急局）电话：6220012\n",
            want: json!({"annotation": "联系人：林远（水利局）电话：6220011方景行（应急局）电话：6220012"}),
            not: &[],
        },
        Case {
            name: "a title broken at the marks of another",
            text: "关于转发《县水利局关于印发\n<\n防汛值班办法> 的通知》的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "关于转发《县水利局关于印发<防汛值班办法>的通知》的通知", "kind": "通知", "doc_number": "青水发〔2026〕12号"}),
            not: &[],
        },
        Case {
            name: "the number in brackets behind the title",
            text: "关于征求《防汛值班规则(试行)》意见的函（青水函〔2026〕48号）\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "关于征求《防汛值班规则(试行)》意见的函", "kind": "函", "doc_number": "青水函〔2026〕48号"}),
            not: &[],
        },
        Case {
            name: "a page without text between list and signature",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n附件：防汛值班细则\n（此页无正文）\n青禾县水利局\n2026年3月5日\n",
            want: json!({"attachments_listed": [{"n": null, "name": "防汛值班细则"}], "issuer_signature": ["青禾县水利局"]}),
            not: &[],
        },
        Case {
            name: "the day of a meeting",
            text: "会议纪要\n2026.03.05\n确定了人员分工。\n小组成员参加了会议。\n",
            want: json!({"official": "no"}),
            not: &["date"],
        },
        Case {
            name: "a day to be filled in signs nothing",
            text: "附件2\n青禾县课题推荐汇总表\n单位名称：\n课题名称\n填报人签名：                    领导签字：\n年　　月　　日                （加盖公章）\n                                        年　　月　　日\n",
            want: json!({"title": "青禾县课题推荐汇总表"}),
            not: &["issuer_signature"],
        },
        Case {
            name: "a heading is no title of an attachment",
            text: "附件1\n一、整体情况\n全县共有水库30座。\n二、主要做法\n落实巡查责任。\n",
            want: json!({"official": "attachment"}),
            not: &["title"],
        },
        Case {
            name: "a table in an enclosed text under its caption",
            text: "青禾县水利局关于做好防汛工作的通知\n青水发〔2026〕12号\n各乡镇水利站：\n请按照要求做好防汛工作。\n青禾县水利局\n2026年3月5日\n附件\n防汛要点\n一、总体情况\n全县共有水库30座。\n附表：\n序号\n石桥水库\n",
            want: json!({"date": "2026-03-05"}),
            not: &["attachments_listed"],
        },
        Case {
            name: "a title without the site, which stands again below what no list knows",
            text: "青禾县水利局关于公示巡查结果的公告\n设为首页\n工作邮箱\n动态要闻\n青禾县水利局关于公示巡查结果的公告\n2026-03-06 00:00\n来源：\nAa\n字体：\n小\n|\n中\n|\n大\n青禾县水利局\n公 告\n各养护单位：\n现将巡查结果予以公示。\n青禾县水利局\n2026年3月5日\n",
            want: json!({"title": "青禾县水利局关于公示巡查结果的公告", "date": "2026-03-05", "issuer_signature": ["青禾县水利局"]}),
            not: &[],
        },
        Case {
            name: "a specimen of an order",
            text: "□□□人民政府令\n第  号\n[此处输入正文内容]\n[市长]  □□□\n2026年3月5日\n",
            want: json!({"agency_mark": "□□□人民政府令", "doc_number": "第号", "kind": "命令", "date": "2026-03-05"}),
            not: &["title"],
        },
        Case {
            name: "a list above the foot of a web page",
            text: "青禾县水利局关于做好防汛工作的通知\n各乡镇水利站：\n请按照要求做好防汛工作。\n附件：\n值班表.pdf\n扫一扫在手机打开当前页\n网站地图\n",
            want: json!({"attachments_listed": [{"n": null, "name": "值班表.pdf"}]}),
            not: &[],
        },
        Case {
            name: "an order that waits for its number",
            text: "青禾县人民政府令\n第  号\n《青禾县河道管理办法》已经通过，现予公布，自2026年5月1日起施行。\n县长　　顾清源\n2026年3月5日\n",
            want: json!({"agency_mark": "青禾县人民政府令", "doc_number": "第号", "kind": "命令"}),
            not: &[],
        },
    ]
}

/// Texts that are no official documents, so that nothing is missing in them.
fn not_official() -> Vec<Case> {
    vec![
        Case {
            name: "speech",
            text: "在全县防汛工作会议上的讲话\n\n县长　顾清源\n（2026年3月5日）\n\n同志们：\n　　今天召开全县防汛工作会议，主要任务是部署防汛工作。下面讲三点意见：\n　　一、提高认识\n　　要认清形势。\n",
            want: json!({"official": "no"}),
            not: &["main_recipients", "doc_number", "issuer_signature"],
        },
        Case {
            name: "regulation",
            text: "青禾县河道管理办法\n\n第一章　总则\n第一条　为加强河道管理，保障防洪安全，制定本办法。\n第二条　本县行政区域内河道的管理，适用本办法。\n",
            want: json!({"official": "no", "title": "青禾县河道管理办法"}),
            not: &["main_recipients", "date"],
        },
        Case {
            name: "work plan",
            text: "青禾县2026年防汛工作方案\n\n　　为做好防汛工作，制定本方案。\n　　一、工作目标\n　　确保安全度汛。\n　　二、责任分工\n　　县水利局：负责河道巡查。\n　　县应急局：负责物资调配。\n",
            want: json!({"official": "no"}),
            not: &["main_recipients"],
        },
        Case {
            name: "detached attachment",
            text: "附件3\n\n青禾县防汛物资申领表\n\n申领单位：\n申领日期：　　年　　月　　日\n",
            want: json!({"official": "attachment", "title": "青禾县防汛物资申领表"}),
            not: &["main_recipients", "date"],
        },
        Case {
            name: "paper for a study meeting",
            text: "关于基层治理的几点思考\n林远\n\n　　近年来，基层治理取得明显成效，但也存在一些问题，主要有：\n　　一是力量不足。\n",
            want: json!({"official": "no"}),
            not: &["main_recipients", "issuer_signature"],
        },
    ]
}

#[test]
fn each_part_is_recognised_for_what_it_is() {
    let rules = RuleSet::builtin().unwrap();
    let mut wrong = Vec::new();
    for case in cases() {
        let file = packet::load("a.txt", case.text.as_bytes(), &rules.terms);
        let json = sanbu::inspect::json("a.txt", &file, &rules.terms, Lang::Hans);
        let mut found = json["elements"].clone();
        found["official"] = json["official"].clone();
        for (id, want) in case.want.as_object().unwrap() {
            if found[id] != *want {
                wrong.push(format!("{}: {id} {} instead of {want}", case.name, found[id]));
            }
        }
        for id in case.not {
            if !(found[id].is_null() || found[id] == json!([])) {
                wrong.push(format!("{}: {id} {}", case.name, found[id]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A good document with a place for each element.
const PAGE: &str = "{copy_number}\n{secrecy}\n{urgency}\n青禾县水利局文件\n\n{doc_number}{signer}\n\n青禾县水利局关于做好防汛工作的通知\n\n各乡镇人民政府：\n　　请按照要求做好防汛工作。\n\n{attachments_listed}\n\n　　　　青禾县水利局\n　　　　{date}\n\n{attachments_found}\n\n{cc}\n青禾县水利局办公室　　　　{printing_date}\n";

/// One element: what it looks like where nothing is wrong, and all that its recogniser takes for it.
struct Shapes {
    id: &'static str,
    good: &'static str,
    /// The lines that it stands in, where there is more than itself; `{}` is its place.
    lines: &'static str,
    /// What needs no finding.
    strict: &'static str,
    all: Vec<String>,
}

fn all_shapes(terms: &Terms) -> Vec<Shapes> {
    let (patterns, words, labels) = (&terms.patterns, &terms.words, &terms.labels);
    let of = |pattern: &Option<Pattern>, good: &str| shapes(pattern.as_ref().unwrap().as_str(), good);
    let labelled = |lists: [&[String]; 2], value: &str| -> Vec<String> {
        let labels = lists.into_iter().flatten();
        labels.flat_map(|l| ["：", ":"].map(|colon| format!("{l}{colon}{value}"))).collect()
    };
    let number = "青水发〔2026〕12号";
    let numbers = [
        &patterns.doc_number,
        &patterns.doc_number_plain,
        &patterns.doc_number_part,
        &patterns.doc_number_blank,
        &patterns.doc_number_odd,
        &patterns.doc_number_turned,
    ];
    let dates: Vec<String> =
        patterns.dates.iter().chain(&patterns.partial_dates).flat_map(|p| shapes(p.as_str(), "2026年3月5日")).collect();
    let printed: Vec<String> = dates.iter().map(|d| format!("{d}印发")).collect();
    let ends = labels.printed.iter().chain(&labels.printed_like).map(|l| format!("2026年3月6日{l}"));
    let signer = labelled([&labels.signer, &labels.signer_like], "林远");
    vec![
        Shapes {
            id: "doc_number",
            good: number,
            lines: "{}",
            strict: r"^[\p{Han}A-Za-z]+〔[0-9]{4}〕[1-9][0-9]*号$|^[（(][\p{Han}A-Za-z]+〔[0-9]{4}〕[1-9][0-9]*号[）)]$|^第[1-9][0-9]*期$",
            all: numbers.into_iter().flat_map(|p| of(p, number)).chain(of(&patterns.order_number, "第5期")).collect(),
        },
        Shapes {
            id: "copy_number",
            good: "000012",
            lines: "{}",
            strict: "^[0-9]{6}$",
            all: of(&patterns.copy_number, "000012"),
        },
        Shapes {
            id: "secrecy",
            good: "秘密★1年",
            lines: "{}",
            strict: r"^(?:绝\s?密|机\s?密|秘\s?密)(?:★(?:[1-9][0-9]?(?:年|个月)|长期))?$|^(?:内部|内部资料)$|^(?:工作秘密|商业秘密|商密)(?:★(?:[1-9][0-9]?(?:年|个月)|长期))?$",
            all: [&patterns.secrecy, &patterns.secrecy_odd].into_iter().flat_map(|p| of(p, "秘密★1年")).collect(),
        },
        Shapes {
            id: "urgency",
            good: "特急",
            lines: "{}",
            strict: "^(?:特急|加急)$",
            all: {
                let words = words.urgency.iter().chain(&words.urgency_like).cloned();
                words.chain(of(&patterns.urgency_odd, "特急")).collect()
            },
        },
        Shapes {
            id: "date",
            good: "2026年3月5日",
            lines: "{}",
            strict: r"^[0-9]{4}\s*年\s*[1-9][0-9]?\s*月\s*[1-9][0-9]?\s*日$",
            all: dates,
        },
        Shapes {
            id: "printing_date",
            good: "2026年3月6日印发",
            lines: "{}",
            strict: "^[0-9]{4}年[1-9][0-9]?月[1-9][0-9]?日印发$",
            all: printed.into_iter().chain(ends).collect(),
        },
        Shapes {
            id: "attachments_listed",
            good: "1.",
            lines: "　　附件：{}值班表\n　　　　　2.物资表",
            strict: r"^1\.$",
            all: of(&patterns.list_item, "1."),
        },
        Shapes {
            id: "attachments_found",
            good: "附件1",
            lines: "{}\n\n值班表\n\n　　每日有人值班。\n\n附件2\n\n物资表\n\n　　编织袋5000条。",
            strict: "^(?:.*号 ?[(（]?)?附 ?件 ?(?:[0-9０-９]{0,2}|[1-9][0-9]{2}|[A-Z])(?:[—–-][0-9]{1,2})? ?$",
            all: of(&patterns.attachment_mark, "附件1"),
        },
        Shapes { id: "signer", good: "", lines: "　　　　{}", strict: "^签发人：", all: signer },
        Shapes {
            id: "cc",
            good: "抄送：县应急局。",
            lines: "{}",
            strict: "^抄 ?送：",
            all: labelled([&labels.cc, &labels.cc_like], "县应急局。"),
        },
    ]
}

/// Whatever a recogniser takes for its element is what the standard asks for, or some rule says that it is not.
#[test]
fn every_shape_that_is_recognised_is_accepted_or_judged() {
    let rules = RuleSet::builtin().unwrap();
    let groups = all_shapes(&rules.terms);
    let mut wrong = Vec::new();
    for group in &groups {
        let strict = regex::Regex::new(group.strict).unwrap();
        for shape in &group.all {
            let put = |page: String, g: &Shapes| {
                let own = if g.id == group.id { shape.as_str() } else { g.good };
                page.replace(&format!("{{{}}}", g.id), &g.lines.replace("{}", own))
            };
            let page = groups.iter().fold(PAGE.to_owned(), put);
            let file = packet::load("a.txt", page.as_bytes(), &rules.terms);
            let (document, elements) = file.read().unwrap();
            let kind = ElementKind::named(group.id).unwrap();
            let at = elements.all(kind).find(|e| {
                let line = document.lines[document.line_at(e.range.start)].range.clone();
                document.text.slice(line).contains(shape.trim())
            });
            // Whatever stands around it stays what it is.
            let value = |kind| elements.get(kind).map_or("", |e| e.value.as_str());
            let around = (value(ElementKind::AgencyMark), value(ElementKind::Title));
            if around != ("青禾县水利局文件", "青禾县水利局关于做好防汛工作的通知") {
                wrong.push(format!("{} “{shape}” swallows {around:?}", group.id));
            }
            let Some(element) = at.cloned() else {
                wrong.push(format!("{} “{shape}” is not recognised", group.id));
                continue;
            };
            // Dates were written in other ways before the standard.
            if element.date.as_ref().and_then(|d| d.year).is_some_and(|y| (1949..2012).contains(&y)) {
                continue;
            }
            let line = document.text.position(element.range.start).line;
            let report = run::check(
                &packet::single("a.txt", file),
                &rules,
                &Options { stage: Stage::Draft, ..Options::default() },
            );
            let mut at = report.findings.iter().filter_map(|f| f.at.as_ref());
            if !strict.is_match(shape.trim()) && !at.any(|a| a.line == line) {
                wrong.push(format!("{} “{shape}” is neither right nor judged", group.id));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} of {}",
        wrong.join("\n"),
        wrong.len(),
        groups.iter().map(|g| g.all.len()).sum::<usize>()
    );
}

/// What a draft or a specimen leaves open stands for its element: it is there, and one rule says that it is not filled in.
#[test]
fn what_is_left_open_is_the_element_that_it_stands_for() {
    const SPECIMEN: &str = "{agency_mark}\n\n{doc_number}\n\n{title}\n\n{main_recipients}\n　　请按照要求做好防汛工作。\n\n　　　　{issuer_signature}\n　　　　{date}\n";
    const GOOD: [(&str, &str); 6] = [
        ("agency_mark", "青禾县人民政府办公室文件"),
        ("doc_number", "青水发〔2026〕12号"),
        ("title", "青禾县人民政府办公室关于做好防汛工作的通知"),
        ("main_recipients", "各乡镇人民政府："),
        ("issuer_signature", "青禾县人民政府办公室"),
        ("date", "2026年3月5日"),
    ];
    let open: [(&str, &str, &[&str]); 6] = [
        (
            "doc_number",
            "GBT9704-7.2.5-f",
            &[
                "机关代字〔20××〕×号",
                "青水发〔2026〕　　号",
                "〔 〕号",
                "〔　　〕　　号",
                "XX发〔20XX〕X号",
                "××〔××××〕××号",
                "□□发〔□□□□〕□号",
                "青水发〔2026〕___号",
                "青水发〔2026〕×号",
                "[发文字号]",
                "{{文号}}",
            ],
        ),
        (
            "date",
            "GBT9704-7.3.5.4-a-blank",
            &[
                "20ＸＸ年Ｘ月Ｘ日",
                "□□□□年□月□日",
                "××××年××月××日",
                "　年　月　日",
                "2026年3月　日",
                "20××年×月×日",
                "[成文日期]",
                "{{成文日期}}",
                "某年某月某日",
                "____年__月__日",
                "2026年3月XX日",
            ],
        ),
        (
            "main_recipients",
            "DRAFT-place-a",
            &[
                "[此处输入主送机关]：",
                "×××：",
                "【主送机关】：",
                "XX局：",
                "×××、×××：",
                "{{主送机关}}：",
                "□□□：",
                "（主送机关）：",
            ],
        ),
        (
            "title",
            "DRAFT-place-a",
            &[
                "[此处输入标题]",
                "××局关于××的通知",
                "XX局关于XXX的通知",
                "关于□□□的通知",
                "【标题】",
                "{{标题}}",
                "（此处输入标题）",
                "（公文标题）",
            ],
        ),
        ("agency_mark", "DRAFT-place-a", &["XX局文件", "×××文件", "[发文机关]文件", "□□□文件", "×××"]),
        ("issuer_signature", "DRAFT-place-a", &["XX办公室", "×××", "[发文机关署名]", "□□□"]),
    ];
    let rules = RuleSet::builtin().unwrap();
    let mut wrong = Vec::new();
    for (id, rule, texts) in open {
        for text in texts {
            let own = |known: &str, good: &'static str| if known == id { *text } else { good };
            let page = GOOD.iter().fold(SPECIMEN.to_owned(), |page, (known, good)| {
                page.replace(&format!("{{{known}}}"), own(known, good))
            });
            let file = packet::load("a.txt", page.as_bytes(), &rules.terms);
            let missing: Vec<&str> = {
                let (_, elements) = file.read().unwrap();
                let there = |id: &&str| elements.get(ElementKind::named(id).unwrap()).is_some();
                GOOD.iter().map(|(id, _)| *id).filter(|id| !there(id)).collect()
            };
            let report = run::check(
                &packet::single("a.txt", file),
                &rules,
                &Options { stage: Stage::Draft, ..Options::default() },
            );
            // That mark and signature differ is true as long as one of them is open.
            let fired: Vec<&str> =
                report.findings.iter().map(|f| f.rule.id.as_str()).filter(|id| *id != "GBT9704-7.2.4-a").collect();
            if !missing.is_empty() || fired != [rule] {
                wrong.push(format!("{id} “{text}”: missing {missing:?}, said {fired:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A line of a title, a sentence, a citation, an address or a code is no number of the document.
#[test]
fn ordinary_lines_are_no_numbers() {
    let rules = RuleSet::builtin().unwrap();
    let lines = [
        "关于做好2026年12号台风防御工作的通知",
        "关于印发《青禾县2026年工作要点》的通知",
        "青禾县人民政府办公室关于转发青政发〔2026〕12号文件的通知",
        "青禾县防汛工作要点（2026）",
        "青禾县国民经济规划（2021—2025年）",
        "学习贯彻中央2026年1号文件精神",
        "建设路12号",
        "联系电话：2026123号",
        "序号（　）号",
        "2026年3月12号",
        "三月十二号",
        "根据青政发〔2026〕12号文件",
        "依据《青禾县防汛预案》（青政发〔2026〕12号）",
        "QR-4.1-07-A1",
        "编号：2019---001",
        "第二十届（2026）",
        "工程建设[2026]招标",
        "合同编号〔2026〕",
        "防汛值班室电话20261234号",
    ];
    for line in lines {
        for page in [
            "{}\n\n各乡镇人民政府：\n　　请做好防汛工作。\n",
            "关于做好工作的通知\n{}\n\n各乡镇人民政府：\n　　请做好防汛工作。\n",
        ] {
            let file = packet::load("a.txt", page.replace("{}", line).as_bytes(), &rules.terms);
            let number = file.read().unwrap().1.get(ElementKind::DocNumber).map(|e| e.value.clone());
            assert_eq!(number, None, "{line}");
        }
    }
}
