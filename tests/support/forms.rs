//! Approval forms in the thirteen cell layouts and after the twelve kinds seen in offices. All content is invented.

use super::ooxml::{Docx, control, p, par, r};

/// A form and what must be read from its signing cells.
pub struct FormCase {
    /// Layout or kind, and a word.
    pub name: &'static str,
    /// File extension.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// One line a signature: role, name, date, status; `-` for what is not there.
    pub chain: &'static str,
    /// It is the form of an incoming document.
    pub incoming: bool,
}

/// A cell: `2>` spans columns, `v:` begins and `^` continues a vertical merge, a line break starts a paragraph.
fn cell(spec: &str) -> String {
    let (span, rest) = match spec.split_once('>') {
        Some((n, rest)) if n.len() == 1 && n.parse::<usize>().is_ok() => {
            (format!(r#"<w:gridSpan w:val="{n}"/>"#), rest)
        }
        _ => (String::new(), spec),
    };
    let (merge, rest) = match rest {
        "^" => ("<w:vMerge/>", ""),
        _ if rest.starts_with("v:") => (r#"<w:vMerge w:val="restart"/>"#, &rest[2..]),
        _ => ("", rest),
    };
    let paragraph = |line: &str| match line {
        "[图]" => par("", r#"<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>"#),
        "[提示]" => control("<w:showingPlcHdr/>", &p("单击此处签名")),
        "[墨]" => par("", r#"<w:r><w14:contentPart r:id="rId9"/></w:r>"#),
        _ => p(line),
    };
    let paragraphs: String = rest.split('\n').map(paragraph).collect();
    format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>")
}

fn grid(rows: &[&[&str]]) -> String {
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

fn docx(name: &'static str, before: &[&str], rows: &[&[&str]], after: &[&str], chain: &'static str) -> FormCase {
    let lines = |lines: &[&str]| lines.iter().map(|l| p(l)).collect::<String>();
    let body = lines(before) + &grid(rows) + &lines(after);
    FormCase { name, extension: "docx", bytes: Docx::new(&body).bytes(), chain, incoming: false }
}

fn txt(name: &'static str, text: &str, chain: &'static str) -> FormCase {
    FormCase { name, extension: "txt", bytes: text.as_bytes().to_vec(), chain, incoming: false }
}

const HEAD: &str = "青禾县水利局发文处理笺";

/// Sections 4 and 8: how cells are laid out.
pub fn layouts() -> Vec<FormCase> {
    vec![
        docx(
            "A-label-and-value-cells",
            &[HEAD],
            &[
                &["标题", "关于做好防汛工作的通知", "文号", "青水〔2026〕3号"],
                &["拟稿人", "林远 2026年3月1日", "核稿", "已核。苏敏 2026年3月2日"],
                &["签发", "同意印发。周启明 2026年3月5日", "复核", "无误。何静宜 2026年3月6日"],
            ],
            &[],
            "drafter 林远 2026-03-01 signed\noffice_check 苏敏 2026-03-02 signed\nsign 周启明 2026-03-05 signed\nrecheck 何静宜 2026-03-06 signed",
        ),
        docx(
            "B-label-and-value-in-one-cell",
            &[HEAD, "密级：无　　紧急程度：特急　　编号：青水〔2026〕3号"],
            &[
                &["标题：关于做好防汛工作的通知"],
                &["拟稿人：林远 2026.3.1　　核稿人：苏敏 2026.3.2"],
                &["签发：同意 周启明 2026-03-05"],
                &["复核：何静宜 2026/3/6"],
            ],
            &[],
            "drafter 林远 2026-03-01 signed\noffice_check 苏敏 2026-03-02 signed\nsign 周启明 2026-03-05 signed\nrecheck 何静宜 2026-03-06 signed",
        ),
        docx(
            "C-tall-cells",
            &[HEAD],
            &[
                &["签发\n\n同意印发。\n周启明\n2026年3月5日", "会签\n\n无意见\n江一鸣\n2026年3月4日"],
                &["核稿\n已核\n苏敏　2026年3月2日", "拟稿\n林远　2026年3月1日"],
            ],
            &[],
            "sign 周启明 2026-03-05 signed\ncountersign 江一鸣 2026-03-04 signed\noffice_check 苏敏 2026-03-02 signed\ndrafter 林远 2026-03-01 signed",
        ),
        docx(
            "D-spread-labels",
            &[HEAD],
            &[
                &["拟 稿 人\n及联系电话", "林　远　6220011", "标　　题", "关于做好防汛工作的通知"],
                &["核\u{a0}\u{a0}稿", "苏敏 3月2日", "签　发", "同意。周启明 二〇二六年三月五日"],
            ],
            &[],
            "drafter 林远 - incomplete\noffice_check 苏敏 - incomplete\nsign 周启明 2026-03-05 signed",
        ),
        docx(
            "E-vertical-labels",
            &[HEAD],
            &[
                &["签\n发", "同意印发\n周启明\n2026年3月5日"],
                &["领\n导\n批\n示", "请周局长阅示。江一鸣 2026年3月4日"],
                &["复\n核", ""],
            ],
            &[],
            "sign 周启明 2026-03-05 signed\nleader_review 江一鸣 2026-03-04 redirected\nrecheck - - empty",
        ),
        docx(
            "F-line-above",
            &["密级：无　　　紧急程度：加急　　　编号：青水〔2026〕3号", HEAD, "创建日期：2026年3月1日"],
            &[&["标题", "关于做好防汛工作的通知"], &["拟稿", "林远"], &["签发", "同意印发。周启明 2026年3月5日"]],
            &[],
            "drafter 林远 2026-03-01 signed\nsign 周启明 2026-03-05 signed",
        ),
        docx(
            "G-lists-of-opinions",
            &[HEAD],
            &[
                &["处室会签", "李澄: 2026-03-02 10:12 同意\n王砚: 2026-03-02 11:00 无意见"],
                &["办公室审核", "苏敏: 2026-03-03 09:00 同意"],
                &["签发", "周启明: 2026-03-05 09:30 同意印发"],
                &["拟稿人", "林远 2026-03-01 08:00"],
            ],
            &[],
            "related_dept 李澄 2026-03-02 signed\nrelated_dept 王砚 2026-03-02 signed\noffice_check 苏敏 2026-03-03 signed\nsign 周启明 2026-03-05 signed\ndrafter 林远 2026-03-01 signed",
        ),
        docx(
            "H-data-below",
            &[HEAD],
            &[
                &["标题", "关于做好防汛工作的通知"],
                &["签发", "同意。周启明 2026年3月5日"],
                &["核稿", "已核。苏敏 2026年3月2日"],
            ],
            &["密级：无　　紧急程度：普通", "份数：30"],
            "sign 周启明 2026-03-05 signed\noffice_check 苏敏 2026-03-02 signed",
        ),
        docx(
            "I-several-pairs-in-a-row",
            &[HEAD],
            &[
                &["标题", "关于做好防汛工作的通知"],
                &["签发", "同意。周启明 2026年3月5日"],
                &["2>打字：何静宜　　校对：　　份数：20"],
            ],
            &[],
            "sign 周启明 2026-03-05 signed\ntype 何静宜 - incomplete\nproof - - empty",
        ),
        docx(
            "J-label-twice",
            &[HEAD],
            &[
                &["审签", "同意。江一鸣 2026年3月3日"],
                &["审签", "同意。方景行 2026年3月4日"],
                &["签发", "同意。周启明 2026年3月5日"],
                &["核稿", "苏敏 2026年3月2日"],
            ],
            &[],
            "leader_review 江一鸣 2026-03-03 signed\nleader_review 方景行 2026-03-04 signed\nsign 周启明 2026-03-05 signed\noffice_check 苏敏 2026-03-02 signed",
        ),
        docx(
            "K-compound-labels",
            &[HEAD],
            &[
                &["拟稿人及时间", "林远 2026年3月1日", "密级及期限", "无"],
                &["核稿", "已核。苏敏 2026年3月2日", "签发", "同意。周启明 2026年3月5日"],
            ],
            &[],
            "drafter 林远 2026-03-01 signed\noffice_check 苏敏 2026-03-02 signed\nsign 周启明 2026-03-05 signed",
        ),
        docx(
            "L-person-and-opinion-apart",
            &[HEAD],
            &[
                &["拟稿人", "林远", "核稿人", "苏敏"],
                &["签发人", "周启明", "签发意见", "同意印发"],
                &["签发日期", "2026年3月5日", "密级", "无"],
            ],
            &[],
            "drafter 林远 - incomplete\noffice_check 苏敏 - incomplete\nsign 周启明 2026-03-05 signed",
        ),
        txt(
            "M-no-table",
            "青禾机械公司关于做好设备检修的通知\n各车间：\n　　请做好设备检修。\n　　　　青禾机械公司\n　　　　2026年3月5日\n\n拟制：林远  审核：苏敏  复核：何静宜  批准：周启明\n",
            "drafter 林远 - incomplete\noffice_check 苏敏 - incomplete\nrecheck 何静宜 - incomplete\nsign 周启明 - incomplete",
        ),
        docx(
            "8.1-merged-cells",
            &[HEAD],
            &[
                &["v:签发", "3>v:同意印发。周启明"],
                &["^", "3>^"],
                &["标题", "3>关于做好防汛工作的通知"],
                &["核稿", "已核。苏敏 2026年3月2日", "拟稿", "林远 2026年3月1日"],
            ],
            &[],
            "sign 周启明 - incomplete\noffice_check 苏敏 2026-03-02 signed\ndrafter 林远 2026-03-01 signed",
        ),
        txt(
            "8.3-tabs-and-underscores",
            "青禾县水利局文件送审单\n标题：关于做好防汛工作的通知\n拟稿人：__林远__\t核稿人：__苏敏__\t2026年3月2日\n签发：______________　2026年 月 日\n",
            "drafter 林远 - incomplete\noffice_check 苏敏 2026-03-02 signed\nsign - - empty",
        ),
        txt(
            "8.4-template-holes",
            "青禾县水利局发文稿纸\n标题：{{标题}}\n拟稿人：{{拟稿人}}　　年　月　日\n签发：（签名）　　　年　月　日\n",
            "drafter - - empty\nsign - - empty",
        ),
        docx(
            "8.4-prompt-of-a-control",
            &[HEAD],
            &[&["标题", "关于做好防汛工作的通知"], &["核稿", "已核。苏敏 2026年3月2日"], &["签发", "[提示]"]],
            &[],
            "office_check 苏敏 2026-03-02 signed\nsign - - empty",
        ),
        docx(
            "8.5-picture-and-ink",
            &[HEAD],
            &[&["标题", "关于做好防汛工作的通知"], &["核稿", "[墨]"], &["签发", "同意印发\n[图]"]],
            &[],
            "office_check - - picture\nsign - - picture",
        ),
        docx(
            "8.6-verdicts",
            &[HEAD],
            &[
                &["标题", "关于做好防汛工作的通知"],
                &["核稿", "退回修改。苏敏 9.5"],
                &["审签", "请周启明签发。江一鸣 2026年9月5日"],
                &["签发", "不同意。周启明 2026-09-06"],
            ],
            &[],
            "office_check 苏敏 - rejected\nleader_review 江一鸣 2026-09-05 redirected\nsign 周启明 2026-09-06 rejected",
        ),
        docx(
            "8.7-same-days",
            &[HEAD],
            &[
                &["标题", "关于做好防汛工作的通知"],
                &["拟稿", "林远 2026年3月5日"],
                &["核稿", "已核。苏敏 2026年3月5日"],
                &["签发", "同意。周启明 2026年3月5日"],
            ],
            &[],
            "drafter 林远 2026-03-05 signed\noffice_check 苏敏 2026-03-05 signed\nsign 周启明 2026-03-05 signed",
        ),
        FormCase {
            incoming: true,
            ..docx(
                "8.8-incoming",
                &["青禾县水利局收文处理单"],
                &[
                    &["来文机关", "青禾县人民政府", "来文字号", "青政发〔2026〕7号"],
                    &["标题", "青禾县人民政府关于做好防汛工作的通知", "收到日期", "2026年3月9日"],
                    &["拟办意见", "请江局长阅示。苏敏 2026年3月9日", "领导批示", "请防汛科办理。江一鸣 2026年3月10日"],
                ],
                &[],
                "leader_review 江一鸣 2026-03-10 signed",
            )
        },
    ]
}

/// Section 2: the twelve kinds of forms, their cells in the order in which offices print them.
pub fn examples() -> Vec<FormCase> {
    vec![
        docx(
            "F01-national-form",
            &["青禾县水利局发文稿纸", "密级：　　　　缓急：加急"],
            &[
                &["2>签发：\n同意印发。\n　　周启明　2026年3月5日", "2>会签：\n无意见。\n　　江一鸣　2026年3月4日"],
                &["主送", "3>各乡镇水利站"],
                &["抄送", "3>县人民政府办公室"],
                &["发文号", "青水〔2026〕3号", "核稿", "苏敏 2026年3月2日"],
                &["拟稿单位", "防汛科", "拟稿", "林远 2026年3月1日"],
                &["印刷", "", "校对", ""],
                &["份数", "30", "附件", "1.值班表"],
                &["主题词", "3>防汛 通知"],
                &["标题", "3>关于做好防汛工作的通知"],
            ],
            &[],
            "sign 周启明 2026-03-05 signed\ncountersign 江一鸣 2026-03-04 signed\noffice_check 苏敏 2026-03-02 signed\ndrafter 林远 2026-03-01 signed\nprint - - empty\nproof - - empty",
        ),
        docx(
            "F02-four-checks",
            &["青禾县财政局发文审批单"],
            &[
                &["签发", "同意。周启明 2026年3月6日", "会签", "无需"],
                &["标题", "3>关于开展资产清查的通知"],
                &["文号", "青财〔2026〕8号", "密级及期限", "无"],
                &["紧急程度", "普通", "上网选择", "公开"],
                &["主送", "各单位", "抄送", ""],
                &["拟稿部门", "资产科", "拟稿人及时间", "林远 2026年3月1日"],
                &["拟稿部门负责人核稿", "同意。方景行 2026年3月2日", "相关部门意见", "无意见。王砚 2026年3月3日"],
                &["办公室文秘核稿", "已核。苏敏 2026年3月4日", "办公室负责人核稿", "同意。何静宜 2026年3月5日"],
                &["编号", "8", "印刷", ""],
            ],
            &[],
            "sign 周启明 2026-03-06 signed\ncountersign - - not-applicable\ndrafter 林远 2026-03-01 signed\ndraft_head 方景行 2026-03-02 signed\nrelated_dept 王砚 2026-03-03 signed\noffice_check 苏敏 2026-03-04 signed\noffice_head 何静宜 2026-03-05 signed\nprint - - empty",
        ),
        docx(
            "F03-first-page",
            &["青禾省民政厅公文稿首页纸"],
            &[
                &["拟稿处室", "救助处", "v:厅领导批示\n同意。\n周启明\n2026年3月6日"],
                &["拟稿人及联系电话", "林远 6220011", "^"],
                &["处室核签", "方景行 2026年3月2日", "^"],
                &["规范性文件合法性审查", "不涉及", "^"],
                &["办公室核签", "苏敏 2026年3月4日", "^"],
                &["标题", "2>关于做好临时救助工作的通知"],
                &["附件", "2>无"],
                &["发送单位", "2>各市民政局"],
                &["机要室复核", "2>已复核。何静宜 2026年3月7日"],
            ],
            &["密级：普通　　紧急程度：平急"],
            "sign 周启明 2026-03-06 signed\ndrafter 林远 - incomplete\ndraft_head 方景行 2026-03-02 signed\nlegal - - not-applicable\noffice_check 苏敏 2026-03-04 signed\nrecheck 何静宜 2026-03-07 signed",
        ),
        docx(
            "F04-signed-off-twice",
            &["密级：普通　　紧急程度：平急　　编号：青办〔2026〕5号", "中共青禾省委办公厅文电签批单"],
            &[
                &["2>签发：同意。周启明 2026年3月6日"],
                &["审签：同意。江一鸣 2026年3月5日", "审签：同意。方景行 2026年3月4日"],
                &["拟稿单位：秘书处", "拟稿人：林远 2026年3月1日"],
                &["负责人：王砚 2026年3月2日", "核稿人：苏敏 2026年3月3日"],
                &["2>标题：关于召开全省防汛工作会议的通知"],
                &["2>发往单位：各市委"],
            ],
            &[],
            "sign 周启明 2026-03-06 signed\nleader_review 江一鸣 2026-03-05 signed\nleader_review 方景行 2026-03-04 signed\ndrafter 林远 2026-03-01 signed\ndraft_head 王砚 2026-03-02 signed\noffice_check 苏敏 2026-03-03 signed",
        ),
        docx(
            "F05-tall-sign-cell",
            &["青禾省移民局发文稿纸"],
            &[
                &["v:签发\n\n同意印发\n周启明\n2026年3月6日", "领导意见1", "同意。江一鸣 2026年3月5日"],
                &["^", "领导意见2", "同意。方景行 2026年3月4日"],
                &["^", "办公室意见", "已核。苏敏 2026年3月3日"],
                &["主办处室", "2>安置处"],
                &["会签", "2>"],
                &["主办处室负责人", "王砚 2026年3月2日", "拟稿人：林远 2026年3月1日"],
                &["3>发文　青移字（2026）年第　12　号"],
                &["机密程度：无", "快慢等级：普通", "打印份数：40"],
                &["标题", "2>关于做好后期扶持工作的通知"],
                &["打字：", "校对：", "主题词："],
            ],
            &[],
            "sign 周启明 2026-03-06 signed\nleader_review 江一鸣 2026-03-05 signed\nleader_review 方景行 2026-03-04 signed\noffice_check 苏敏 2026-03-03 signed\ncountersign - - empty\ndraft_head 王砚 2026-03-02 signed\ndrafter 林远 2026-03-01 signed\ntype - - empty\nproof - - empty",
        ),
        docx(
            "F06-stacked-lines",
            &["中共青禾市委党史办公室签发文稿纸", "发文号：青史〔2026〕2号　缓急：　密级："],
            &[
                &["签发：\n周启明\n　　　　2026年3月6日", "会签：\n江一鸣\n　　　　2026年3月5日"],
                &["主送：各县（市）委", "抄送：　抄报：市委办公室"],
                &["拟稿单位：编研科", "拟稿：林远"],
                &["核稿：苏敏", "修改："],
                &["打字：　校对：　印刷：", "份数：20"],
                &["2>标题：关于征集史料的通知"],
            ],
            &[],
            "sign 周启明 2026-03-06 signed\ncountersign 江一鸣 2026-03-05 signed\ndrafter 林远 - incomplete\noffice_check 苏敏 - incomplete\ntype - - empty\nproof - - empty\nprint - - empty",
        ),
        docx(
            "F07-six-columns",
            &["青禾市港航局联合发文处理笺"],
            &[
                &["来文字号", "", "紧急程度", "普通", "秘密等级", "无"],
                &["拟稿单位", "港口科", "拟稿人", "林远 2026年3月1日", "核稿", "苏敏 2026年3月2日"],
                &["份数", "15", "发文单位", "港航局", "文种", "请示"],
                &["行文方向", "上行", "是否规范", "否", "是否公开", "否"],
                &["不公开理由", "5>内部事务"],
                &["标题", "5>关于建设石桥码头的请示"],
                &["公文附件", "5>1.建设方案"],
            ],
            &[],
            "drafter 林远 2026-03-01 signed\noffice_check 苏敏 2026-03-02 signed",
        ),
        docx(
            "F08-name-time-comment",
            &["青禾市交通委发文处理笺"],
            &[
                &["标题", "关于做好春运工作的通知"],
                &["处室会签（部门发起）", "李澄: 2026-03-02 10:12 同意\n王砚: 2026-03-02 11:00 无意见"],
                &["办公室审核", "苏敏: 2026-03-03 09:00 已核"],
                &["领导会签", "江一鸣: 2026-03-04 15:20 同意"],
                &["签发", "周启明: 2026-03-05 09:30 同意印发"],
            ],
            &[],
            "related_dept 李澄 2026-03-02 signed\nrelated_dept 王砚 2026-03-02 signed\noffice_check 苏敏 2026-03-03 signed\ncountersign 江一鸣 2026-03-04 signed\nsign 周启明 2026-03-05 signed",
        ),
        docx(
            "F09-not-for-secrets",
            &["青禾市场监管局发文处理笺（非涉密公文专用）"],
            &[
                &["办理等级", "普通", "编号", "青市监　〔2026〕　3号"],
                &["主办单位", "法规科", "拟办人", "林远"],
                &["联系电话", "6220011", "拟办时间", "2026年3月1日"],
                &["公文标题", "3>关于开展价格检查的通知"],
                &["核稿", "苏敏 2026年3月2日", "签发", "同意。周启明 2026年3月5日"],
                &["主送", "各县局", "抄送", ""],
                &["政府信息公开选项", "主动公开", "是否需要公平竞争审查", "否"],
                &["4>打字：　　校对：　　份数：30"],
            ],
            &[],
            "drafter 林远 2026-03-01 signed\noffice_check 苏敏 2026-03-02 signed\nsign 周启明 2026-03-05 signed\ntype - - empty\nproof - - empty",
        ),
        docx(
            "F10-company",
            &["青禾地铁运营发文稿纸"],
            &[
                &["文件分类", "通知", "文件编号", "青运〔2026〕6号"],
                &["文件名称", "3>关于调整行车间隔的通知"],
                &["起草人", "林远", "起草日期", "2026年3月1日"],
                &["审批意见", "3>同意\n　　　　江一鸣 2026-03-02 09:10\n同意发布\n　　　　周启明 2026-03-03 14:00"],
                &["发布日期", "2026年3月5日", "文件状态", "有效"],
            ],
            &["经分管领导审核同意 ____"],
            "drafter 林远 2026-03-01 signed\nsign 江一鸣 2026-03-02 signed\nsign 周启明 2026-03-03 signed",
        ),
        docx(
            "F11-person-and-opinion",
            &["发文处理笺"],
            &[
                &["拟稿单位", "办公室", "编号", "3"],
                &["标题", "3>关于做好档案归档工作的通知"],
                &["拟稿部门", "档案科", "拟稿人", "林远"],
                &["核稿人", "苏敏", "签发人", "周启明"],
                &["文号", "青档〔2026〕3号", "发文日期", "2026年3月6日"],
                &["密级", "无", "密级期限", ""],
                &["签发意见", "3>同意印发"],
                &["部门意见", "3>同意。方景行 2026年3月2日"],
                &["会签意见", "3>"],
                &["领导批示", "3>"],
            ],
            &[],
            "drafter 林远 - incomplete\noffice_check 苏敏 - incomplete\nsign 周启明 - incomplete\ndraft_head 方景行 2026-03-02 signed\ncountersign - - empty\nleader_review - - empty",
        ),
        txt(
            "F12-foot-of-the-page",
            "青禾机械公司设备检修规程\n\n　　第一条　设备每月检修一次。\n　　第二条　检修后填写记录。\n\n拟制：林远 2026.3.1　审核：苏敏 2026.3.2　复核：何静宜 2026.3.3　批准：周启明 2026.3.4\n",
            "drafter 林远 2026-03-01 signed\noffice_check 苏敏 2026-03-02 signed\nrecheck 何静宜 2026-03-03 signed\nsign 周启明 2026-03-04 signed",
        ),
    ]
}

/// A form whose table stands in a text box.
pub fn boxed() -> FormCase {
    let inner = super::ooxml::boxed(&grid(&[
        &["标题", "关于做好防汛工作的通知"],
        &["核稿", "已核。苏敏 2026年3月2日"],
        &["签发", "同意。周启明 2026年3月5日"],
    ]));
    let body = p(HEAD) + &inner + &par("", &r(""));
    FormCase {
        bytes: Docx::new(&body).bytes(),
        ..docx("in-a-text-box", &[], &[], &[], "office_check 苏敏 2026-03-02 signed\nsign 周启明 2026-03-05 signed")
    }
}
