//! Forty layouts of approval forms, all of invented offices: blank, signed, and with one cell left blank.
//!
//! A form is written as it is seen. A line that begins with `|` is a row of a table, `|` opens a cell; before its text a
//! cell may say `%3` (spans three columns), `v` (begins a vertical merge), `^` (continues it). In a cell `¶` ends a
//! paragraph, `⏎` breaks a line, `⇥` is a tab, and `[[a¦b‖c¦d]]` is a table of two rows. A form without a row is a .txt.
//!
//! `{签发}` is where that cell is signed: opinion, name and day; `{签发.人}` takes one part of it. `<题>` is a field, taken
//! from the document; `<:甲>` is written when the form is filled in. What follows `~` is printed there while it is blank.

use std::collections::BTreeMap;

use serde_json::Value;

use super::support::cli::Folder;
use super::support::ooxml::{Docx, escape, p, par};
use super::{bare, verdict};

/// A form, and what a person sees on it.
struct Layout {
    /// What is special about it.
    name: &'static str,
    /// The document: office, number, matter, recipients, copies to, unit that drafts, name of the form's file.
    of: &'static str,
    form: &'static str,
    /// The signing cells in the order in which they are signed: label, or several by which the cell may be called, and
    /// role, or several that a reasonable person could see. `#2` tells equal labels apart.
    cells: &'static str,
    /// The form prints a checking step; without one the signing gate is undecided.
    checked: bool,
}

/// Roles of signing cells.
const ROLES: [&str; 17] = [
    "drafter",
    "draft_head",
    "office_check",
    "office_head",
    "related_dept",
    "countersign",
    "legal",
    "fair_review",
    "leader_review",
    "sign",
    "recheck",
    "proof",
    "print",
    "type",
    "numbering",
    "release",
    "seal",
];

/// Days in March 2026 on which what comes before 签发 is signed, in turn; 签发 is on the 12th, what follows on the 13th.
const DAYS: [u32; 8] = [2, 3, 4, 5, 6, 9, 10, 11];

const PEOPLE: &str = "高牧云 宋怀瑾 邵青岚 罗守诚 杜衡 梁维桢 戴若水 冯以沫 袁书航 谢安澜 邓鸿儒 曹见微 彭思远 \
    曾令仪 严朗 田润禾 董知行 潘若晴 蒋牧野 余清和 韩嘉树 贺长风 吕明夷 蔡砚农 龚望舒";

/// What is written in a cell of a role; they are taken in turn.
fn opinions(role: &str) -> &'static [&'static str] {
    match role {
        "draft_head" => &["同意报审", "同意", "已审，同意"],
        "related_dept" | "countersign" => &["无意见", "同意"],
        "legal" => &["审查通过", "同意", "合法合规，同意"],
        "office_check" => &["已核", "已核，同意", "已审核"],
        "office_head" | "leader_review" => &["同意", "已审，同意"],
        "sign" => &["同意印发", "同意", "同意发布"],
        "recheck" => &["复核无误", "已复核"],
        _ => &[""],
    }
}

/// A signing cell.
struct Cell {
    key: &'static str,
    names: Vec<&'static str>,
    roles: Vec<&'static str>,
    day: u32,
}

impl Cell {
    /// It must be signed before printing.
    fn needed(&self) -> bool {
        !["proof", "print", "type", "numbering", "release", "seal"].contains(&self.roles[0])
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Blank,
    Signed,
    /// Signed but for one cell.
    Without(usize),
}

/// What a layout is about.
struct Matter {
    office: &'static str,
    number: &'static str,
    matter: &'static str,
    to: &'static str,
    copies: &'static str,
    unit: &'static str,
    file: &'static str,
}

impl Layout {
    fn matter(&self) -> Matter {
        let parts: Vec<_> = self.of.split('|').collect();
        let &[office, number, matter, to, copies, unit, file] = parts.as_slice() else { panic!("{}", self.of) };
        Matter { office, number, matter, to, copies, unit, file }
    }

    fn cells(&self) -> Vec<Cell> {
        let mut before = DAYS.iter();
        let mut signed = false;
        let cell = |spec: &'static str| {
            let (names, roles) = spec.split_once('=').unwrap();
            let roles: Vec<_> = roles.split('|').collect();
            let day = match roles[0] {
                "sign" => 12,
                _ if signed => 13,
                _ => *before.next().unwrap(),
            };
            signed |= roles[0] == "sign";
            let names: Vec<_> = names.split('/').collect();
            let label = |name: &'static str| name.split('#').next().unwrap();
            Cell { key: names[0], names: names.iter().map(|n| label(n)).collect(), roles, day }
        };
        self.cells.split_whitespace().map(cell).collect()
    }

    /// The document beside the form.
    fn document(&self) -> String {
        let Matter { office, number, matter, to, copies, .. } = self.matter();
        let right = "　".repeat(16);
        let lines = [
            &format!("{office}文件\n\n{number}\n\n{office}\n关于{matter}的通知\n\n{to}："),
            &format!("　　现就{matter}有关事项通知如下："),
            "　　一、明确责任分工",
            "　　各单位要确定责任人和完成时限，逐项落实，发现问题及时整改。",
            "　　二、按时报送情况",
            "　　工作情况请于2026年4月30日前书面报送。\n",
            &format!("{right}{office}\n{right}2026年3月12日\n"),
            &format!("抄送：{copies}。\n{office}　　　　　　2026年3月13日印发\n"),
        ];
        lines.join("\n")
    }

    fn is_docx(&self) -> bool {
        self.form.contains("\n|")
    }

    fn file(&self) -> String {
        format!("{}.{}", self.matter().file, if self.is_docx() { "docx" } else { "txt" })
    }

    /// The form in a state, as bytes.
    fn bytes(&self, index: usize, state: State) -> Vec<u8> {
        let text = self.fill(index, state);
        if self.is_docx() { docx(self.name, &text) } else { text.replace('¶', "\n").replace('⇥', "\t").into_bytes() }
    }

    /// The form with its blanks filled in.
    fn fill(&self, index: usize, state: State) -> String {
        let cells = self.cells();
        let mut text = String::new();
        let mut rest = self.form.trim_start_matches('\n');
        while let Some(at) = rest.find(['{', '<']) {
            text += &rest[..at];
            let signing = rest[at..].starts_with('{');
            let (inner, tail) = rest[at + 1..].split_once(if signing { '}' } else { '>' }).unwrap();
            let (what, printed) = inner.split_once('~').unwrap_or((inner, ""));
            let value = match signing {
                true => self.signature(index, &cells, state, what, printed),
                false => (state != State::Blank).then(|| self.field(what)),
            };
            text += value.as_deref().unwrap_or(printed);
            rest = tail;
        }
        text + rest
    }

    fn field(&self, what: &str) -> String {
        let Matter { office, number, matter, to, copies, unit, .. } = self.matter();
        match what {
            "题" => format!("{office}关于{matter}的通知"),
            "号" => number.to_owned(),
            "主送" => to.to_owned(),
            "抄送" => copies.to_owned(),
            "单位" => unit.to_owned(),
            "密级" | "附件" => "无".to_owned(),
            "缓急" => "普通".to_owned(),
            "份数" => "20".to_owned(),
            _ => what.strip_prefix(':').unwrap_or_else(|| panic!("{}: no field {what}", self.name)).to_owned(),
        }
    }

    /// What stands at `{what}`, or nothing while it is blank.
    fn signature(&self, index: usize, cells: &[Cell], state: State, what: &str, printed: &str) -> Option<String> {
        let (key, part) = what.split_once('.').unwrap_or((what, ""));
        let at = cells.iter().position(|c| c.key == key).unwrap_or_else(|| panic!("{}: no cell {key}", self.name));
        let cell = &cells[at];
        // Steps after the re-check may not have been taken yet.
        let later = !cell.needed() && cell.roles[0] != "numbering" && index.is_multiple_of(2);
        if state == State::Blank || state == State::Without(at) || later {
            return None;
        }
        let people: Vec<_> = PEOPLE.split_whitespace().collect();
        let person = |n: usize| people[(index * 7 + n) % people.len()];
        let (name, other) = (person(at), person(at + cells.len()));
        let choice = opinions(cell.roles[0]);
        let opinion = choice[(index + at) % choice.len()];
        let day = cell.day;
        let date = match index % 4 {
            _ if printed.contains('年') => format!("2026年3月{day}日"),
            1 => format!("2026-03-{day:02}"),
            2 => format!("2026.3.{day}"),
            3 => format!("2026/3/{day}"),
            _ => format!("2026年3月{day}日"),
        };
        let stop = if opinion.is_empty() { "" } else { "。" };
        Some(match part {
            "" => format!("{opinion}{stop}{name}　{date}"),
            "叠" => format!("{opinion}¶{name}¶　　　　{date}").trim_start_matches('¶').to_owned(),
            "记" => format!("{name}: 2026-03-{day:02} 10:2{} {opinion}", at % 10),
            "二记" => format!("{other}: 2026-03-{day:02} 15:0{} {opinion}", at % 10),
            "意见" => opinion.to_owned(),
            "人" => name.to_owned(),
            "日" => date,
            "人日" => format!("{name}　{date}"),
            "二人" => other.to_owned(),
            "二" => format!("{other}　{date}"),
            _ => panic!("{}: no part {part}", self.name),
        })
    }
}

/// A .docx of lines and rows.
fn docx(name: &str, text: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut rows: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        match line.strip_prefix('|') {
            Some(row) => rows.push(row),
            None => {
                if !rows.is_empty() {
                    body += &table(name, &rows, '|');
                    rows.clear();
                }
                body += &paragraph(line);
            }
        }
    }
    Docx::new(&body).bytes()
}

/// A table; every row has the same number of columns.
fn table(name: &str, rows: &[&str], between: char) -> String {
    let mut width = None;
    let mut xml = String::new();
    for row in rows {
        let cells: Vec<_> = row.split(between).map(Attributes::of).collect();
        let columns = cells.iter().map(|(a, _)| a.span).sum::<usize>();
        assert_eq!(*width.get_or_insert(columns), columns, "{name}: {row}");
        xml += "<w:tr>";
        for (attributes, text) in &cells {
            xml += &format!("<w:tc>{}{}</w:tc>", attributes.xml(9000 / columns), blocks(name, text));
        }
        xml += "</w:tr>";
    }
    let columns = width.unwrap();
    let grid = format!(r#"<w:gridCol w:w="{}"/>"#, 9000 / columns).repeat(columns);
    format!(r#"<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{xml}</w:tbl>"#)
}

/// How a cell is merged.
struct Attributes {
    span: usize,
    begins: bool,
    continues: bool,
}

impl Attributes {
    fn of(cell: &str) -> (Self, &str) {
        let (head, text) = match cell.split_once(' ') {
            Some(parts) if parts.0.starts_with(['%', 'v', '^']) => parts,
            _ if cell.starts_with(['%', 'v', '^']) => (cell, ""),
            _ => ("", cell),
        };
        let digits: String = head.chars().filter(char::is_ascii_digit).collect();
        let attributes =
            Self { span: digits.parse().unwrap_or(1), begins: head.contains('v'), continues: head.contains('^') };
        (attributes, text)
    }

    fn xml(&self, column: usize) -> String {
        let span = match self.span {
            1 => String::new(),
            span => format!(r#"<w:gridSpan w:val="{span}"/>"#),
        };
        let merge = match (self.begins, self.continues) {
            (true, _) => r#"<w:vMerge w:val="restart"/>"#,
            (_, true) => "<w:vMerge/>",
            _ => "",
        };
        format!(r#"<w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{span}{merge}</w:tcPr>"#, self.span * column)
    }
}

/// What stands in a cell.
fn blocks(name: &str, text: &str) -> String {
    let Some((before, (inner, after))) = text.split_once("[[").map(|(b, t)| (b, t.split_once("]]").unwrap())) else {
        return text.split('¶').map(paragraph).collect();
    };
    let rows: Vec<_> = inner.split('‖').collect();
    let before = if before.is_empty() { String::new() } else { blocks(name, before.trim_end_matches('¶')) };
    format!("{before}{}{}", table(name, &rows, '¦'), blocks(name, after.trim_start_matches('¶')))
}

fn paragraph(line: &str) -> String {
    if !line.contains(['⏎', '⇥']) {
        return p(line);
    }
    let text = escape(line).replace('⏎', "</w:t><w:br/><w:t>").replace('⇥', "</w:t><w:tab/><w:t>");
    par("", &format!("<w:r><w:t>{text}</w:t></w:r>"))
}

/// The states in which a layout is tried, each with the name of its folder.
fn states(cells: &[Cell]) -> Vec<(String, State)> {
    let blank = |n: usize| (format!("without-{n}"), State::Without(n));
    let needed = (0..cells.len()).filter(|n| cells[*n].needed());
    let whole = [("blank".to_owned(), State::Blank), ("signed".to_owned(), State::Signed)];
    whole.into_iter().chain(needed.map(blank)).collect()
}

/// What is wrong with the cells that are shown of a blank form.
fn cells_shown(cells: &[Cell], shown: &[(String, String)]) -> Vec<String> {
    let mut left = shown.to_vec();
    let mut wrong = Vec::new();
    for cell in cells {
        let called = |label: &str| cell.names.iter().any(|n| bare(n) == label);
        let right = left.iter().position(|(l, r)| called(l) && cell.roles.contains(&r.as_str()));
        match right.or_else(|| left.iter().position(|(l, _)| called(l))) {
            Some(at) if right.is_none() => {
                wrong.push(format!("“{}” is {}, not {}", cell.names[0], left.remove(at).1, cell.roles.join(" or ")));
            }
            Some(at) => drop(left.remove(at)),
            None => wrong.push(format!("“{}” is not shown", cell.names[0])),
        }
    }
    // A cell that has several names may be shown under each of them.
    let again = |label: &str, role: &str| {
        cells.iter().any(|c| c.names.len() > 1 && c.names.iter().any(|n| bare(n) == label) && c.roles.contains(&role))
    };
    let extra = left.iter().filter(|(label, role)| ROLES.contains(&role.as_str()) && !again(label, role));
    wrong.extend(extra.map(|(label, role)| format!("“{label}” ({role}) is no signing cell")));
    wrong
}

/// The packets of one layout, by folder.
type Packets<'v> = BTreeMap<String, Vec<&'v Value>>;

/// A gate of the packet in a folder.
fn gate<'v>(packets: &Packets<'v>, folder: &str, id: &str) -> &'v str {
    match packets.get(folder).map(Vec::as_slice) {
        Some(&[packet]) if packet["form"].is_null() => "no form",
        Some(&[packet]) => verdict(packet, id),
        Some(_) => "several packets",
        None => "no packet",
    }
}

/// What is wrong with the gates when all is signed.
fn all_signed(layout: &Layout, cells: &[Cell], packets: &Packets<'_>) -> Vec<String> {
    let printed = cells.iter().any(|c| c.roles[0] == "recheck");
    let answer = |sure| if sure { "pass" } else { "undecided" };
    let wanted = [("signing", answer(layout.checked)), ("recheck", answer(printed))];
    let wrong = |(id, want): (&str, &str)| {
        let got = gate(packets, "signed", id);
        let because = packets.get("signed").and_then(|p| p.first()).map(|p| {
            let gates = p["gates"].as_array().unwrap();
            gates.iter().find(|g| g["id"] == id).map_or(String::new(), |g| g["because"].to_string())
        });
        (got != want).then(|| format!("all signed: {id} is {got}, not {want} {}", because.unwrap_or_default()))
    };
    wanted.into_iter().filter_map(wrong).collect()
}

/// What is wrong when one cell is left blank.
fn one_blank(cell: &Cell, folder: &str, packets: &Packets<'_>) -> Option<String> {
    let label = cell.names[0];
    if cell.roles[0] == "recheck" {
        let got = gate(packets, folder, "recheck");
        return (got != "fail").then(|| format!("“{label}” blank: recheck is {got}, not fail"));
    }
    let got = gate(packets, folder, "signing");
    if !["fail", "undecided"].contains(&got) {
        return Some(format!("“{label}” blank: signing is {got}"));
    }
    let quotes: Vec<_> = cell.names.iter().map(|n| format!("“{}”", bare(n))).collect();
    let messages = packets[folder].iter().flat_map(|p| p["findings"].as_array().unwrap());
    let named = messages.filter_map(|f| f["message"].as_str()).any(|m| quotes.iter().any(|q| bare(m).contains(q)));
    (!named).then(|| format!("“{label}” blank: no finding says so ({got})"))
}

#[test]
fn forms_of_forty_offices() {
    let folder = Folder::new("layouts");
    let layouts = layouts();
    assert_eq!(layouts.len(), 40);
    let mut paths = Vec::new();
    for (index, layout) in layouts.iter().enumerate() {
        let cells = layout.cells();
        let signed = layout.fill(index, State::Signed);
        for (name, state) in states(&cells) {
            assert!(state == State::Signed || layout.fill(index, state) != signed, "{}: {name}", layout.name);
            let path = format!("{:02}/{name}", index + 1);
            folder.put(&format!("{path}/正文.txt"), layout.document());
            folder.put(&format!("{path}/{}", layout.file()), layout.bytes(index, state));
            paths.push(path);
        }
    }
    let blank = |(n, l): (usize, &Layout)| format!("{:02}/blank/{}", n + 1, l.file());
    let blanks: Vec<_> = layouts.iter().enumerate().map(blank).collect();
    let inspected = folder.inspect(&blanks);
    let checked = folder.check(&paths);
    let place = |value: &Value| value["path"].as_str().unwrap().replace('\\', "/");

    let (mut all, mut broken) = (Vec::new(), 0);
    let mut counts = BTreeMap::from([("cells", (0, 0)), ("signed", (0, 0)), ("one blank", (0, 0))]);
    let mut count = |what, good: usize, of: usize| {
        let (right, total) = counts.get_mut(what).unwrap();
        (*right, *total) = (*right + good, *total + of);
    };
    for (index, layout) in layouts.iter().enumerate() {
        let cells = layout.cells();
        let shown = inspected.iter().find(|v| place(v).ends_with(&blanks[index])).map_or_else(Vec::new, |value| {
            let chain = value["chain"].as_array().into_iter().flatten();
            chain.map(|c| (bare(c["label"].as_str().unwrap()), c["role"].as_str().unwrap().to_owned())).collect()
        });
        let mut packets = Packets::new();
        for (name, _) in states(&cells) {
            let path = format!("{:02}/{name}", index + 1);
            let inside = format!("{path}/");
            let own = checked.iter().filter(|v| format!("{}/", place(v)).starts_with(&inside));
            packets.insert(name, own.collect());
        }

        let mut wrong = cells_shown(&cells, &shown);
        count("cells", cells.len().saturating_sub(wrong.len()), cells.len());
        if gate(&packets, "blank", "signing") == "pass" {
            wrong.push("blank: signing is pass".to_owned());
        }
        let of_signed = all_signed(layout, &cells, &packets);
        count("signed", usize::from(of_signed.is_empty()), 1);
        wrong.extend(of_signed);
        for (name, state) in states(&cells) {
            let State::Without(at) = state else { continue };
            let of_blank = one_blank(&cells[at], &name, &packets);
            count("one blank", usize::from(of_blank.is_none()), 1);
            wrong.extend(of_blank);
        }
        if !wrong.is_empty() {
            broken += 1;
            all.push(format!("{:02} {} ({})\n     {}", index + 1, layout.name, layout.file(), wrong.join("\n     ")));
        }
    }
    assert!(all.is_empty(), "{broken} of 40 layouts are wrong; right are {counts:?}\n{}", all.join("\n"));
}

fn layouts() -> Vec<Layout> {
    vec![
        Layout {
            name: "labels and values side by side, letters spread",
            of: "白鹭县林业局|白林发〔2026〕7号|做好春季植树造林工作|各乡镇林业站|白鹭县自然资源局|造林股|发文稿纸",
            form: "
白鹭县林业局发文稿纸
|发文字号|<号>|缓　　急|<缓急>
|密　　级|<密级>|份　　数|<份数>
|签　　发|%3 {签发.叠}
|分管领导意见|%3 {分管领导意见}
|会　　签|{会签}|办公室核稿|{办公室核稿}
|标　　题|%3 <题>
|主　　送|%3 <主送>
|抄　　送|%3 <抄送>
|附　　件|%3 <附件>
|拟稿单位|<单位>|拟 稿 人|{拟稿人}
|股室负责人核稿|{股室负责人核稿}|复　　核|{复核}
",
            cells: "拟稿人=drafter 股室负责人核稿=draft_head 会签=countersign 办公室核稿=office_check 分管领导意见=leader_review 签发=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "tall cells, label above and day printed at the foot of each",
            of: "霜河市统计局|霜统发〔2026〕15号|开展一季度数据质量核查|各区县统计局|霜河市发展和改革委员会|综合科|发文处理笺",
            form: "
霜河市统计局发文处理笺
缓急：<缓急>　　　　密级：<密级>　　　　发文号：<号>
|%2v 签发：¶{签发.意见}¶{签发.人}¶{签发.日~　　　　年　　月　　日}|%2 分管局长审核：¶{分管局长审核.意见}¶{分管局长审核.人}¶{分管局长审核.日~　　　　年　　月　　日}
|%2^|%2 会签：¶{会签.意见}¶{会签.人}¶{会签.日~　　　　年　　月　　日}
|办公室核稿：¶{办公室核稿.意见}¶{办公室核稿.人}¶{办公室核稿.日~　　年　　月　　日}|科室负责人：¶{科室负责人.意见}¶{科室负责人.人}¶{科室负责人.日~　　年　　月　　日}|%2 拟稿人：¶{拟稿人.人}¶{拟稿人.日~　　年　　月　　日}
|%4 标题：<题>
|%4 主送：<主送>
|%2 抄送：<抄送>|%2 附件：<附件>
|%4 打字：{打字.人日}　　　　校对：{校对.人日}　　　　份数：<份数>
",
            cells: "拟稿人=drafter 科室负责人=draft_head 会签=countersign 办公室核稿=office_check 分管局长审核=leader_review 签发=sign 打字=type|print 校对=proof",
            checked: true,
        },
        Layout {
            name: "vertical labels, one character a paragraph; 领导批示 signs",
            of: "石澜县人民政府办公室|石政办发〔2026〕21号|加强农村道路冬春养护|各乡镇人民政府|中共石澜县委办公室|秘书二科|文件审批单",
            form: "
石澜县人民政府办公室文件审批单
|标题|%5 <题>
|文号|<号>|密级|<密级>|紧急程度|<缓急>
|拟稿科室|%2 <单位>|拟稿人|%2 {拟稿人}
|科¶室¶意¶见|%2 {科室意见.叠}|办¶公¶室¶意¶见|%2 {办公室意见.叠}
|会¶¶签|%5 {会签}
|领¶导¶批¶示|%5 {领导批示.叠}
|主送|%5 <主送>
|抄送|%5 <抄送>
|机要室复核|%3 {机要室复核}|份数|<份数>
",
            cells: "拟稿人=drafter 科室意见=draft_head 会签=countersign 办公室意见=office_check|office_head 领导批示=sign 机要室复核=recheck",
            checked: true,
        },
        Layout {
            name: "labels in a row above their values, one above two values",
            of: "南漪市教育局|南教发〔2026〕33号|规范校外实践活动|各区教育局|南漪市文化和旅游局|基础教育处|公文会签审批表",
            form: "
南漪市教育局公文会签审批表
|题名|%5 <题>
|发文编号|%2 <号>|印数|%2 <份数>
|%2 拟稿人|%2 处室负责人意见|%2 文秘核稿
|%2 {拟稿人}|%2 {处室负责人意见}|%2 {文秘核稿}
|%3 相关处室会签|%3 分管局长意见
|%3 {相关处室会签}|%3 {分管局长意见}
|%4 局长签发|%2 校对
|%3 {局长签发.意见}　{局长签发.人}|{局长签发.日}|%2 {校对.人日}
|主送机关|%5 <主送>
|抄送机关|%5 <抄送>
",
            cells: "拟稿人=drafter 处室负责人意见=draft_head 相关处室会签=related_dept|countersign 文秘核稿=office_check 分管局长意见=leader_review 局长签发=sign 校对=proof",
            checked: true,
        },
        Layout {
            name: "a university: composed labels on two lines, composed fields",
            of: "霜河大学|霜大发〔2026〕18号|做好毕业论文质量抽检工作|各学院、各部门|霜河大学校友会|教务处|发文审批单",
            form: "
霜河大学发文审批单
|发文标题|%3 <题>
|文件字号|<号>|缓急时限|<缓急>
|密级期限|<密级>|印　　数|<份数>
|拟稿单位|<单位>|拟稿人|{拟稿人}
|拟稿单位⏎负责人审核|%3 {拟稿单位负责人审核}
|相关单位会签|%3 {相关单位会签}
|保密审查意见|%3 {保密审查意见}
|法律事务室¶合法性审查|%3 {法律事务室合法性审查}
|党政办⏎审核|{党政办审核}|党政办主任⏎核签|{党政办主任核签}
|分管校领导¶审签|%3 {分管校领导审签}
|校长签发|%3 {校长签发.叠}
|主送单位|%3 <主送>
|抄送单位|%3 <抄送>
|印前复核|%3 {印前复核}
",
            cells: "拟稿人=drafter 拟稿单位负责人审核=draft_head 相关单位会签=related_dept|countersign 保密审查意见=other_review|legal|related_dept|countersign|office_check 法律事务室合法性审查=legal 党政办审核=office_check 党政办主任核签=office_head|office_check 分管校领导审签=leader_review 校长签发=sign 印前复核=recheck",
            checked: true,
        },
        Layout {
            name: "a company: 总裁批示 signs, 综合部复审 is a check before it",
            of: "岚海控股集团有限公司|岚海集团〔2026〕9号|开展安全生产自查|各子公司、各事业部|岚海控股集团有限公司工会|安全管理部|发文呈批笺",
            form: "
岚海控股集团有限公司发文呈批笺
|公文标题|%3 <题>
|发文字号|<号>|缓急程度|<缓急>
|主送单位|<主送>|抄送单位|<抄送>
|经办部门|<单位>|经办人|{经办人}
|部门经理审批|%3 {部门经理审批}
|法务合规部审核|%3 {法务合规部审核}
|综合部复审|%3 {综合部复审}
|集团分管领导审签|%3 {集团分管领导审签}
|总裁批示|%3 {总裁批示.叠}
|附件|%3 <附件>
",
            cells: "经办人=drafter 部门经理审批=draft_head 法务合规部审核=legal|related_dept 综合部复审=office_check|office_head 集团分管领导审签=leader_review 总裁批示=sign",
            checked: true,
        },
        Layout {
            name: "a hospital: drafter and telephone in one cell",
            of: "暮山县人民医院|暮医发〔2026〕26号|规范门诊病历书写|各临床科室、医技科室|暮山县卫生健康局|医务科|发文审批表",
            form: "
暮山县人民医院发文审批表
|文件标题|%5 <题>
|文　　号|<号>|秘密等级|<密级>|急缓程度|<缓急>
|拟稿科室|%2 <单位>|拟稿人及电话|%2 {拟稿人及电话.人}　<:5530876>　{拟稿人及电话.日}
|科室负责人意见|%5 {科室负责人意见}
|院办核稿|%2 {院办核稿}|纪检监察室会签|%2 {纪检监察室会签}
|分管院长意见|%5 {分管院长意见}
|院长签发|%5 {院长签发.叠}
|发送范围|%5 <主送>
|印前复核|%2 {印前复核}|印制份数|%2 <份数>份
",
            cells: "拟稿人及电话/拟稿人=drafter 科室负责人意见=draft_head 纪检监察室会签=countersign|related_dept 院办核稿=office_check 分管院长意见=leader_review 院长签发=sign 印前复核=recheck",
            checked: true,
        },
        Layout {
            name: "an association: the drafter's day in a cell of its own",
            of: "南漪市青年企业家协会|南青企协〔2026〕4号|组织会员参加消费帮扶活动|各会员单位|南漪市工商业联合会|会员服务部|文件审批单",
            form: "
南漪市青年企业家协会文件审批单
|文件名称|%3 <题>
|文件编号|<号>|份　　数|<份数>
|起 草 人|{起草人.人}|起草日期|{起草人.日}
|秘书处审核|%3 {秘书处审核}
|副会长意见|%3 {副会长意见}
|会长签批|%3 {会长签批.叠}
|发放范围|%3 <主送>
",
            cells: "起草人=drafter 秘书处审核=office_check 副会长意见=leader_review 会长签批=sign",
            checked: true,
        },
        Layout {
            name: "a party school: label and value in each cell, stars before the fields",
            of: "中共临岚县委党校|临校发〔2026〕11号|举办基层干部读书班|各乡镇党委|中共临岚县委组织部|教务处|发文办理签",
            form: "
中共临岚县委党校发文办理签
|%2 ※ 题名：<题>|文号：<号>
|主办处室：<单位>|拟稿：{拟稿}|处室领导核稿：{处室领导核稿}
|%3 会　稿：¶{会稿}
|%2 办公室主任核签：¶{办公室主任核签}|副校长审阅：¶{副校长审阅}
|%3 常务副校长签发：¶{常务副校长签发.意见}¶{常务副校长签发.人}¶{常务副校长签发.日~　　　　年　　月　　日}
|%3 ※ 主送：<主送>
|%3 ※ 抄送：<抄送>
",
            cells: "拟稿=drafter 处室领导核稿=draft_head 会稿=countersign|related_dept 办公室主任核签=office_head|office_check 副校长审阅=leader_review 常务副校长签发=sign",
            checked: true,
        },
        Layout {
            name: "a court: 承办人 drafts, two offices check side by side",
            of: "石澜县人民法院|石法发〔2026〕6号|规范诉讼费用退还工作|各业务庭室|石澜县司法局|立案庭|发文呈批笺",
            form: "
石澜县人民法院发文呈批笺
|文件标题|%3 <题>
|文　号|<号>|密　级|<密级>
|承办部门|<单位>|承办人|{承办人}
|庭室负责人审核|{庭室负责人审核}|研究室审稿|{研究室审稿}
|办公室核稿|{办公室核稿}|分管副院长审核|{分管副院长审核}
|院长签发|%3 {院长签发}
|主送|<主送>|抄送|<抄送>
|复核|%3 {复核}
",
            cells: "承办人=drafter 庭室负责人审核=draft_head 研究室审稿=other_review|related_dept|legal|countersign|office_check 办公室核稿=office_check 分管副院长审核=leader_review 院长签发=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "a log table under its heading",
            of: "岚海海洋资源研究所|岚海所发〔2026〕5号|开放共享大型仪器设备|各研究室|岚海市科学技术局|科研管理处|发文单",
            form: "
岚海海洋资源研究所发文单
|发文题目|%5 <题>
|文号|%2 <号>|密级|%2 <密级>
|起草部门|%2 <单位>|起草人|%2 {起草人}
|%6 审核情况
|序号|审核结果|%2 处理意见|审核人|审核时间
|1|{审核情况.意见}|%2|{审核情况.人}|{审核情况.日}
|2|{审核情况.意见}|%2|{审核情况.二人}|{审核情况.日}
|所长批准|%5 {所长批准}
|发放范围|%5 <主送>
|复核|%5 {复核}
",
            cells: "起草人=drafter 审核情况/审核人=office_check|draft_head 所长批准=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "each step with columns of its own: 姓名, 日期, 意见",
            of: "碧泉区民政局|碧民发〔2026〕14号|规范临时救助台账管理|各街道办事处|碧泉区财政局|社会救助科|发文稿笺",
            form: "
碧泉区民政局发文稿笺
|标题|%3 <题>
|文号|<号>|缓急|<缓急>
|拟稿|%3 {拟稿}
|v 科室审核|姓名|日期|意见
|^|{科室审核.人}|{科室审核.日}|{科室审核.意见}
|v 会签|姓名|日期|意见
|^|{会签.人}|{会签.日}|{会签.意见}
|^|{会签.二人}|{会签.日}|{会签.意见}
|v 办公室核稿|姓名|日期|意见
|^|{办公室核稿.人}|{办公室核稿.日}|{办公室核稿.意见}
|v 局长签发|姓名|日期|意见
|^|{局长签发.人}|{局长签发.日}|{局长签发.意见}
|主送|%3 <主送>
|抄送|%3 <抄送>
|文印室复核|%3 {文印室复核}
",
            cells: "拟稿=drafter 科室审核=draft_head 会签=countersign 办公室核稿=office_check 局长签发=sign 文印室复核=recheck",
            checked: true,
        },
        Layout {
            name: "merged side headings: 部门审核 and 领导批示 are groups",
            of: "云栖市商务局|云商发〔2026〕12号|做好汛前商场安全检查|各区商务局|云栖市应急管理局|市场运行科|行文审批笺",
            form: "
云栖市商务局行文审批笺
|发文标题|%3 <题>
|发文字号|<号>|缓急|<缓急>
|承办科室|<单位>|拟稿人|{拟稿人}
|v 部门审核|科室负责人|%2 {科室负责人}
|^|办公室主任|%2 {办公室主任}
|v 领导批示|分管副局长|%2 {分管副局长}
|^|局长|%2 {局长}
|主送|%3 <主送>
|抄送|%3 <抄送>
|复核人|{复核人}|份数|<份数>
",
            cells: "拟稿人=drafter 科室负责人=draft_head 办公室主任=office_head|office_check 分管副局长=leader_review 局长=sign 复核人=recheck",
            checked: true,
        },
        Layout {
            name: "two drafters in one cell",
            of: "望岳区城市更新中心|望更发〔2026〕8号|开展老旧小区管线摸底|各街道更新工作站|望岳区住房和城乡建设局|规划部|发文审批单",
            form: "
望岳区城市更新中心发文审批单
|文件标题|%3 <题>
|文号|<号>|急缓程度|<缓急>
|发行范围|%3 <主送>（印<份数~　　>份）
|拟稿人员|%3 第一拟稿人：{拟稿人员.人日}　　　　　　第二拟稿人：{拟稿人员.二}
|部室核稿|%3 {部室核稿}
|综合部审核|%3 {综合部审核}
|分管副主任¶审阅|%3 {分管副主任审阅}
|主任¶签发|%3 {主任签发.叠}
",
            cells: "拟稿人员/第一拟稿人/第二拟稿人=drafter 部室核稿=draft_head 综合部审核=office_check 分管副主任审阅=leader_review 主任签发=sign",
            checked: true,
        },
        Layout {
            name: "the day left of the name and above it",
            of: "霜河市气象局|霜气发〔2026〕10号|做好强对流天气监测|各区县气象站|霜河市水务局|观测科|发文稿",
            form: "
霜河市气象局发文稿
|标题|%3 <题>
|文号|<号>|缓急|<缓急>
|拟稿日期|{拟稿人.日}|拟稿人|{拟稿人.人}
|%4 科室负责人意见：{科室负责人意见}
|核稿日期|{核稿人.日}|核稿人|{核稿人.人}
|签发日期|%3 {签发人.日~　　　　年　　月　　日}
|签 发 人|%3 {签发人.意见}　{签发人.人}
|主送|%3 <主送>
|抄送|%3 <抄送>
|复核日期|{复核人.日}|复核人|{复核人.人}
",
            cells: "拟稿人=drafter 科室负责人意见=draft_head 核稿人=office_check 签发人=sign 复核人=recheck",
            checked: true,
        },
        Layout {
            name: "opinion, person and day in three cells",
            of: "临岚县融媒体中心|临融发〔2026〕3号|做好农技节目征集工作|各乡镇文化站|中共临岚县委宣传部|总编室|发文处理单",
            form: "
临岚县融媒体中心发文处理单
|题名|%5 <题>
|文号|%2 <号>|密级|%2 <密级>
|拟稿部门|%2 <单位>|拟稿人|{拟稿人.人}|{拟稿人.日}
|核稿意见|{核稿人.意见}|核稿人|{核稿人.人}|核稿日期|{核稿人.日}
|会签意见|{会签人.意见}|会签人|{会签人.人}|会签日期|{会签人.日}
|签发意见|{签发人.意见}|签发人|{签发人.人}|签发日期|{签发人.日}
|主送单位|%2 <主送>|抄送单位|%2 <抄送>
",
            cells: "拟稿人=drafter 核稿人/核稿意见=office_check 会签人/会签意见=countersign 签发人/签发意见=sign",
            checked: true,
        },
        Layout {
            name: "tables of the matter below the signing cells",
            of: "碧泉区水务工程管理处|碧水管发〔2026〕17号|下达管网改造项目概算|各管理所|碧泉区财政局|工程科|工程类发文审批表",
            form: "
碧泉区水务工程管理处工程类发文审批表
|文件标题|%5 <题>
|文件字号|%2 <号>|缓急程度|%2 <缓急>
|经办科室|%2 <单位>|经办人|%2 {经办人}
|科长核稿意见|%5 {科长核稿意见}
|分管副处长意见|%5 {分管副处长意见}
|处长签发|%5 {处长签发.叠}
|发行范围|%5 <主送>
|v 资金¶情况|项目|申报|审定|核减|备注
|^|工程费（万元）|<:120>|<:112>|<:8>|
|^|监理费（万元）|<:6>|<:6>|<:0>|
|v 预算¶执行|年度|%2 预算数|%2 审核数
|^|2026|%2 <:118>|%2 <:118>
|审定规模|%5 <:改造管线3.2千米>
",
            cells: "经办人=drafter 科长核稿意见=draft_head|office_check 分管副处长意见=leader_review 处长签发=sign",
            checked: true,
        },
        Layout {
            name: "labels with qualifiers in brackets",
            of: "南漪市园林绿化局|南园发〔2026〕20号|开展行道树修剪|各区园林所|南漪市城市管理局|绿化科|发文处理笺",
            form: "
南漪市园林绿化局发文处理笺
|【标题】|%3 <题>
|【文号】|<号>|【密级】|<密级>
|【拟稿】|{拟稿}|【科室核稿】|{科室核稿}
|会签（科室发起）|%3 {会签（科室发起）.记}¶{会签（科室发起）.二记}
|会签（局办发起）|%3 {会签（局办发起）.记}
|局办公室审核|%3 {局办公室审核}
|【签发】|%3 {签发}
|【主送】|<主送>|【抄送】|<抄送>
|【复核】|%3 {复核}
",
            cells: "拟稿=drafter 科室核稿=draft_head 会签（科室发起）/会签=countersign|related_dept 会签（局办发起）/会签=countersign|related_dept 局办公室审核=office_check 签发=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "three ranks sign, only the highest is 签发",
            of: "临岚职业技术学院|临职院发〔2026〕22号|组织学生技能竞赛|各系部|临岚县教育局|实训中心|发文签批单",
            form: "
临岚职业技术学院发文签批单
|文件题名|%3 <题>
|发文字号|<号>|缓急|<缓急>
|拟稿部门|<单位>|拟稿人|{拟稿人}
|部门领导签发|%3 {部门领导签发}
|学院办公室核稿|%3 {学院办公室核稿}
|分管院领导签发|%3 {分管院领导签发}
|院主要领导签发|%3 {院主要领导签发.叠}
|主送|<主送>|抄送|<抄送>
|打印份数|<份数>|校对人|{校对人.人日}
",
            cells: "拟稿人=drafter 部门领导签发=draft_head|leader_review 学院办公室核稿=office_check 分管院领导签发=leader_review 院主要领导签发=sign 校对人=proof",
            checked: true,
        },
        Layout {
            name: "no checking step: 起草 and 审批",
            of: "石澜建工有限公司|石建工〔2026〕13号|做好工地防风加固|各项目部|石澜县住房和城乡建设局|工程部|发文审批单",
            form: "
石澜建工有限公司发文审批单
|标题|%3 <题>
|文件编号|<号>|密级|<密级>
|起草|%3 {起草}
|审批|%3 {审批.叠}
|发送单位|%3 <主送>
|抄送单位|%3 <抄送>
",
            cells: "起草=drafter 审批=sign",
            checked: false,
        },
        Layout {
            name: "no checking step, but a re-check",
            of: "霜河市摄影家协会|霜影协〔2026〕2号|征集乡村影像作品|各会员小组|霜河市文学艺术界联合会|展览部|文件印发单",
            form: "
霜河市摄影家协会文件印发单
|%2 标题：<题>
|文号：<号>|份数：<份数>
|起草人：{起草人}|主席审批：{主席审批}
|%2 主送：<主送>
|%2 印前复核：{印前复核}
",
            cells: "起草人=drafter 主席审批=sign 印前复核=recheck",
            checked: false,
        },
        Layout {
            name: "tables in cells",
            of: "云栖市卫生监督所|云卫监发〔2026〕6号|开展泳池水质抽检|各监督分所|云栖市体育局|公共场所科|发文拟稿单",
            form: "
云栖市卫生监督所发文拟稿单
|%2 [[密级：<密级>¦缓急：<缓急>¦文号：<号>]]
|%2 标题：<题>
|%2 签发：¶[[意见¦{签发.意见}‖签名¦{签发.人}‖日期¦{签发.日~　年　月　日}]]
|分管所长：¶[[意见¦{分管所长.意见}‖签名¦{分管所长.人}‖日期¦{分管所长.日~　年　月　日}]]|办公室核稿：¶[[意见¦{办公室核稿.意见}‖签名¦{办公室核稿.人}‖日期¦{办公室核稿.日~　年　月　日}]]
|科室负责人：¶{科室负责人}|拟稿人：¶{拟稿人}
|主送：<主送>|抄送：<抄送>
",
            cells: "拟稿人=drafter 科室负责人=draft_head 办公室核稿=office_check 分管所长=leader_review 签发=sign",
            checked: true,
        },
        Layout {
            name: "one label for unit and drafter, over two rows of values",
            of: "白鹭县水文站|白水文〔2026〕9号|校核雨量观测设备|各观测点|白鹭县水利局|测验股|发文审批表",
            form: "
白鹭县水文站发文审批表
|文件标题|%5 <题>
|文件字号|<号>|缓急程度|<缓急>|打印份数|<份数>
|%2v 主办股室　拟稿人|%2 <单位>|v 时间|v {主办股室拟稿人.日~　年　月　日}
|%2^|%2 {主办股室拟稿人.人}|^|^
|站长签发|%5 {站长签发.叠}
|副站长审阅|%2 {副站长审阅}|股长审查意见|%2 {股长审查意见}
|发送单位|%5 <主送>
|校　　对|%5 {校对.人日}
",
            cells: "主办股室拟稿人/拟稿人=drafter 股长审查意见=draft_head|office_check 副站长审阅=leader_review 站长签发=sign 校对=proof",
            checked: true,
        },
        Layout {
            name: "label right of label, values in the next row",
            of: "石澜县农业农村局|石农发〔2026〕30号|做好秧苗病虫防控|各乡镇农技站|石澜县供销合作社|植保股|发文稿纸",
            form: "
石澜县农业农村局发文稿纸
|标题|%3 <题>
|文号|<号>|密级|<密级>
|%2 拟　稿|%2 股室审核
|%2 {拟稿.叠}|%2 {股室审核.叠}
|%2 核　稿|%2 会　签
|%2 {核稿.叠}|%2 {会签.叠}
|%2 签　发|%2 复　核
|%2 {签发.叠}|%2 {复核.叠}
|主送|<主送>|抄送|<抄送>
",
            cells: "拟稿=drafter 股室审核=draft_head 核稿=office_check 会签=countersign 签发=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "the name of the form in the table's first row",
            of: "暮山县供销合作社联合社|暮供发〔2026〕16号|做好化肥储备供应|各基层供销社|暮山县农业农村局|业务科|发文呈批单",
            form: "
|%6 暮山县供销合作社联合社¶发　文　呈　批　单
|%2 密级：<密级>|%2 缓急：<缓急>|%2 文号：<号>
|拟稿人|%2 {拟稿人}|拟稿科室|%2 <单位>
|科室意见|%2 {科室意见}|办公室核稿|%2 {办公室核稿}
|主管副主任审签|%5 {主管副主任审签}
|主任审批|%5 {主任审批.叠}
|标题|%5 <题>
|主送|%2 <主送>|抄送|%2 <抄送>
|机要复核|%2 {机要复核}|份数|%2 <份数>
",
            cells: "拟稿人=drafter 科室意见=draft_head 办公室核稿=office_check 主管副主任审签=leader_review 主任审批=sign 机要复核=recheck",
            checked: true,
        },
        Layout {
            name: "unit and drafter on two lines of one cell, composed fields",
            of: "云栖市档案馆|云档发〔2026〕5号|开展实物档案普查|各科室|云栖市国家保密局|收集科|公文用笺",
            form: "
云栖市档案馆公文用笺
|馆长签发|%3 {馆长签发.叠}
|会签意见|{会签意见}|审核意见|{审核意见}
|题　　名|%3 <题>
|文件字号|<号~〔20　　〕　　号>|缓急时限|<缓急>
|发行范围|<主送>¶（印<份数~　　　　>份）|密级期限|<密级>
|主办科室¶拟稿人|<单位>¶{主办科室拟稿人.人}|拟稿时间|{主办科室拟稿人.日~　　　年　　月　　日}
",
            cells: "主办科室拟稿人/拟稿人=drafter 审核意见=office_check 会签意见=countersign 馆长签发=sign",
            checked: true,
        },
        Layout {
            name: "a group: counsel, board office, number and seal",
            of: "望岳能源集团有限公司|望能发〔2026〕27号|加强用电负荷管理|所属各单位|望岳区发展和改革局|生产技术部|公文签批单",
            form: "
望岳能源集团有限公司公文签批单
|公文标题|%3 <题>
|公文编号|<号>|紧急程度|<缓急>
|主办部门|<单位>|主办部门拟稿人|{主办部门拟稿人}
|主办部门负责人意见|%3 {主办部门负责人意见}
|协办部门会签|%3 {协办部门会签}
|总法律顾问审核|{总法律顾问审核}|董事会办公室核稿|{董事会办公室核稿}
|分管副总裁意见|%3 {分管副总裁意见}
|董事长签批|%3 {董事长签批.叠}
|主送单位|<主送>|抄送单位|<抄送>
|发文登记|{发文登记.人日}|用　　印|{用印.人日}
",
            cells: "主办部门拟稿人/拟稿人=drafter 主办部门负责人意见=draft_head 协办部门会签=countersign|related_dept 总法律顾问审核=legal 董事会办公室核稿=office_check 分管副总裁意见=leader_review 董事长签批=sign 发文登记=numbering 用印=seal",
            checked: true,
        },
        Layout {
            name: "a court's office: broken lines, label and value in each cell, spread rows",
            of: "碧泉区人民法院办公室|碧法办〔2026〕4号|做好庭审录像归档|各审判团队|碧泉区档案馆|信息科|文件流转审批笺",
            form: "
碧泉区人民法院办公室文件流转审批笺
|%2 标　题：<题>|文　号：<号>
|拟 稿 人：⏎{拟稿人}|部门负责人意见：⏎{部门负责人意见}|文秘核稿：⏎{文秘核稿}
|分管主任审核：⏎{分管主任审核}|%2 主要领导签发：⏎{主要领导签发.意见}⏎{主要领导签发.人}⇥{主要领导签发.日~　　年　　月　　日}
|主　送：<主送>|抄　送：<抄送>|印　数：<份数>
|%3 文印室复核：{文印室复核}　　　　　　印制：{印制.人日}
",
            cells: "拟稿人=drafter 部门负责人意见=draft_head 文秘核稿=office_check 分管主任审核=leader_review|office_head 主要领导签发=sign 文印室复核=recheck 印制=print",
            checked: true,
        },
        Layout {
            name: "a second table for what follows 签发",
            of: "霜河市住房公积金管理中心|霜公积金〔2026〕19号|调整提取业务办理时间|各管理部|霜河市财政局|归集科|发文处理单",
            form: "
霜河市住房公积金管理中心发文处理单
|文件标题|%3 <题>
|文号|<号>|密级|<密级>
|拟稿人|{拟稿人}|科室负责人核稿|{科室负责人核稿}
|会签|%3 {会签}
|办公室核稿|{办公室核稿}|办公室主任核签|{办公室主任核签}
|分管副主任审批|%3 {分管副主任审批}
|主任签发|%3 {主任签发}
|主送|<主送>|抄送|<抄送>
以下由文印室填写
|文印室复核|{文印室复核}|登记|{登记.人日}
|印制|{印制.人日}|核发|{核发.人日}
",
            cells: "拟稿人=drafter 科室负责人核稿=draft_head 会签=countersign 办公室核稿=office_check 办公室主任核签=office_head|office_check 分管副主任审批=leader_review 主任签发=sign 文印室复核=recheck 登记=numbering 印制=print 核发=release",
            checked: true,
        },
        Layout {
            name: "lists as an office system prints them: name, time, opinion",
            of: "南漪市政务服务局|南政服发〔2026〕24号|开展窗口延时服务|各区政务中心|南漪市大数据中心|督查科|发文流转单",
            form: "
南漪市政务服务局发文流转单
|标题|%5 <题>
|文号|<号>|缓急|<缓急>|密级|<密级>
|拟稿|%5 {拟稿.记}
|科室审核|%5 {科室审核.记}
|部门会签|%5 {部门会签.记}¶{部门会签.二记}
|办公室审核|%5 {办公室审核.记}
|领导审签|%5 {领导审签.记}¶{领导审签.二记}
|签发|%5 {签发.记}
|主送|%5 <主送>
",
            cells: "拟稿=drafter 科室审核=draft_head 部门会签=countersign|related_dept 办公室审核=office_check 领导审签=leader_review 签发=sign",
            checked: true,
        },
        Layout {
            name: "局领导批示 signs, 分管领导批示 does not; cells over the whole width",
            of: "临岚县应急管理局|临应急发〔2026〕28号|做好危房避险转移准备|各乡镇应急站|临岚县消防救援大队|减灾股|办文单",
            form: "
临岚县应急管理局办文单（发文）
文号：<号>　　　　缓急：<缓急>　　　　份数：<份数>
|主办股室|<单位>|拟稿人|{拟稿人}
|%4 主办股室负责人意见
|%4 {主办股室负责人意见}
|%4 秘书股核稿
|%4 {秘书股核稿}
|%4 分管领导批示
|%4 {分管领导批示}
|%4 局长批示
|%4 {局长批示}
|标题|%3 <题>
|主送|%3 <主送>
|复核|%3 {复核}
",
            cells: "拟稿人=drafter 主办股室负责人意见=draft_head 秘书股核稿=office_check 分管领导批示=leader_review 局长批示=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "a vertical side heading beside all steps; 审签 printed twice",
            of: "云栖市体育局|云体发〔2026〕8号|做好健身路径检修|各区文体局|云栖市园林中心|群体科|公文审批表",
            form: "
云栖市体育局公文审批表
|标题|%4 <题>
|文号|%2 <号>|缓急|<缓急>
|v 审¶批¶栏|拟稿人|{拟稿人}|科室核稿|{科室核稿}
|^|办公室核稿|{办公室核稿}|会签|{会签}
|^|审签|{审签#1}|审签|{审签#2}
|^|签发|%3 {签发.叠}
|v 印¶制¶栏|复核|{复核}|校对|{校对.人日}
|^|打印|{打印.人日}|份数|<份数>
|主送|%4 <主送>
|抄送|%4 <抄送>
",
            cells: "拟稿人=drafter 科室核稿=draft_head 会签=countersign|related_dept 办公室核稿=office_check 审签#1=leader_review 审签#2=leader_review 签发=sign 复核=recheck 校对=proof 打印=print|type",
            checked: true,
        },
        Layout {
            name: "lines: label and colon",
            of: "白鹭县卫生健康局|白卫健发〔2026〕23号|开展春季疫苗查漏补种|各乡镇卫生院|白鹭县教育局|疾控股|发文稿纸",
            form: "
白鹭县卫生健康局发文稿纸

标题：<题>
发文字号：<号>
密级：<密级>　　　　缓急程度：<缓急>
主送机关：<主送>
抄送机关：<抄送>
拟稿单位：<单位>　　　　拟稿：{拟稿}
股室审核：{股室审核}
会签：{会签}
办公室核稿：{办公室核稿}
分管领导审批：{分管领导审批}
局长签发：{局长签发}
机要室复核：{机要室复核}
份数：<份数>
附件：<附件>
",
            cells: "拟稿=drafter 股室审核=draft_head 会签=countersign 办公室核稿=office_check 分管领导审批=leader_review 局长签发=sign 机要室复核=recheck",
            checked: true,
        },
        Layout {
            name: "lines: cells by tabs, no colons",
            of: "南漪市图书馆|南图发〔2026〕7号|延长夏季开放时间|各分馆|南漪市教育局|读者服务部|公文审批单",
            form: "
南漪市图书馆公文审批单

题名⇥<题>
文号⇥<号>⇥缓急⇥<缓急>
拟稿人⇥{拟稿人}⇥部门主任审核⇥{部门主任审核}
馆办核稿⇥{馆办核稿}⇥分管馆长意见⇥{分管馆长意见}
馆长签发⇥{馆长签发}
主送⇥<主送>
抄送⇥<抄送>
",
            cells: "拟稿人=drafter 部门主任审核=draft_head 馆办核稿=office_check 分管馆长意见=leader_review 馆长签发=sign",
            checked: true,
        },
        Layout {
            name: "lines: several fields each, unknown ones between",
            of: "霜河市粮食和物资储备局|霜粮发〔2026〕11号|做好储备粮轮换出库|各储备库|霜河市财政局|仓储科|行文处理单",
            form: "
霜河市粮食和物资储备局行文处理单

标题：<题>
发文编号：<号>　　　归口：<:仓储>　　　密级：<密级>
拟稿人：{拟稿人}　　　室号：<:402>　　　科室负责人核稿：{科室负责人核稿}
会签：{会签}　　　归口：<:仓储>　　　办公室审核：{办公室审核}
分管局长审签：{分管局长审签}　　　版次：<:1>　　　局长签发：{局长签发}
主送：<主送>　　　抄送：<抄送>
复核：{复核}　　　份数：<份数>
",
            cells: "拟稿人=drafter 科室负责人核稿=draft_head 会签=countersign 办公室审核=office_check 分管局长审签=leader_review 局长签发=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "lines: spread labels, name and day on the lines below",
            of: "临岚县供水服务中心|临供水〔2026〕6号|公布管网检修计划|各供水站|临岚县水利局|管网科|发文稿",
            form: "
临岚县供水服务中心发文稿

题　　目：<题>
文　　号：<号>
密　　级：<密级>
主　　送：<主送>
抄　　送：<抄送>
拟 稿 人：{拟稿人.人}
　　　　　{拟稿人.日~　　　　年　　月　　日}
科室负责人核稿：{科室负责人核稿.意见}
　　　　　{科室负责人核稿.人}
　　　　　{科室负责人核稿.日~　　　　年　　月　　日}
综合科审核：{综合科审核.意见}
　　　　　{综合科审核.人}
　　　　　{综合科审核.日~　　　　年　　月　　日}
主任签发：{主任签发.意见}
　　　　　{主任签发.人}
　　　　　{主任签发.日~　　　　年　　月　　日}
复　　核：{复核.意见}
　　　　　{复核.人}
　　　　　{复核.日~　　　　年　　月　　日}
",
            cells: "拟稿人=drafter 科室负责人核稿=draft_head 综合科审核=office_check 主任签发=sign 复核=recheck",
            checked: true,
        },
        Layout {
            name: "lines: opinion, person and day under labels of their own; 复审 is a check",
            of: "云栖市公共资源交易中心|云资交〔2026〕14号|更新评标专家名录|各交易分中心|云栖市财政局|受理科|发文单",
            form: "
云栖市公共资源交易中心发文单

文件标题：<题>
文件编号：<号>
起草人：{起草人.人}　　　　起草日期：{起草人.日}
初审意见：{初审人.意见}　　　　初审人：{初审人.人}　　　　初审日期：{初审人.日}
复审意见：{复审人.意见}　　　　复审人：{复审人.人}　　　　复审日期：{复审人.日}
签发意见：{签发人.意见}　　　　签发人：{签发人.人}　　　　签发日期：{签发人.日}
主送：<主送>
抄送：<抄送>
",
            cells: "起草人=drafter 初审人/初审意见=draft_head|office_check 复审人/复审意见=office_check|office_head 签发人/签发意见=sign",
            checked: true,
        },
        Layout {
            name: "lines: no checking step",
            of: "石澜旅游发展有限公司|石旅发〔2026〕5号|规范景区票务公示|各景区管理部|石澜县文化和旅游局|运营部|发文审批笺",
            form: "
石澜旅游发展有限公司发文审批笺

标题：<题>
发文编号：<号>
起草人：{起草人}
审批人：{审批人}
发放范围：<主送>
",
            cells: "起草人=drafter 审批人=sign",
            checked: false,
        },
        Layout {
            name: "lines: labels in brackets, no colons",
            of: "碧泉区机关事务服务中心|碧机服〔2026〕3号|做好办公用房清理登记|区直各单位|碧泉区财政局|房产科|公文办理笺",
            form: "
碧泉区机关事务服务中心公文办理笺（发文）

【题名】<题>
【文号】<号>
【主送】<主送>
【抄送】<抄送>
【拟稿】{拟稿}
【科室核稿】{科室核稿}
【综合科审核】{综合科审核}
【主任签发】{主任签发}
【文印室复核】{文印室复核}
【份数】<份数>
",
            cells: "拟稿=drafter 科室核稿=draft_head 综合科审核=office_check 主任签发=sign 文印室复核=recheck",
            checked: true,
        },
        Layout {
            name: "lines: 编制, 审核, 批准 of a company",
            of: "暮山机床制造有限公司|暮机发〔2026〕31号|更新设备点检周期|各车间|暮山机床制造有限公司工会|设备部|技术文件审批单",
            form: "
暮山机床制造有限公司技术文件审批单

文件名称：<题>
文件编号：<号>　　　　　密级：<密级>
编制：{编制}
部门审核：{部门审核}
标准化审查：{标准化审查}
会签：{会签}
总经理批准：{总经理批准}
发放范围：<主送>
",
            cells: "编制=drafter 部门审核=draft_head|office_check 标准化审查=other_review|office_check|legal|related_dept|draft_head 会签=countersign 总经理批准=sign",
            checked: true,
        },
    ]
}
