//! Pictures, ink and drawings without text: that they stand there, and what the file says of them.

use crate::document::{Picture, TraceKind};
use crate::read::docx::blocks::Flat;
use crate::read::xml::{Node, attr, is_w};

/// A longer description is cut: it names nobody.
const LONGEST: usize = 200;
/// Endings of picture files.
const FILES: [&str; 10] = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg"];
/// What programs call a picture by themselves, numbers aside.
const GIVEN: [&str; 33] = [
    "image",
    "img",
    "picture",
    "pic",
    "graphic",
    "graphics",
    "object",
    "ink",
    "shape",
    "autoshape",
    "rectangle",
    "group",
    "text box",
    "textbox",
    "clip_image",
    "wps",
    "screenshot",
    "untitled",
    "图片",
    "图像",
    "图形",
    "图",
    "对象",
    "墨迹",
    "形状",
    "矩形",
    "组合",
    "文本框",
    "微信图片",
    "qq图片",
    "截图",
    "屏幕截图",
    "未命名",
];

impl Flat<'_> {
    /// A drawing without text is a picture; one with text was read as a box.
    pub(super) fn picture(&mut self, node: Node<'_>) {
        let unread = |name: &str| node.descendants().any(|n| n.name() == name);
        match () {
            () if unread("chart") => self.trace(TraceKind::Drawing, node, "图表"),
            () if unread("relIds") => self.trace(TraceKind::Drawing, node, "示意图（SmartArt）"),
            () => {}
        }
        for art in node.descendants().filter(|n| n.name() == "textpath").filter_map(|n| attr(n, "string")) {
            self.trace(TraceKind::WordArt, node, art.to_owned());
        }
        // An icon shows that something is embedded, and nothing of what.
        if node.descendants().any(is_icon) {
            self.trace(TraceKind::Embedded, node, "以图标显示的对象");
            return;
        }
        let has_text = node.descendants().any(|n| is_w(n, "txbxContent"));
        let shows = node
            .descendants()
            .any(|n| matches!(n.name(), "blip" | "imagedata" | "contentPart" | "OLEObject" | "inkml"));
        if has_text || !(shows || node.name() == "contentPart") {
            return;
        }
        let words = self.words(node);
        if let Some(line) = &mut self.open {
            line.picture = true;
            self.pictures.push(Picture { line: 0, words });
        }
    }

    /// Names, descriptions and file names of a picture, each once; those that programs give by themselves say nothing.
    fn words(&self, node: Node<'_>) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for part in node.descendants() {
            let (said, file): (&[&str], _) = match part.name() {
                "docPr" | "cNvPr" => (&["name", "descr", "title"], None),
                "blip" | "svgBlip" => (&[], attr(part, "embed")),
                "imagedata" => (&["title"], attr(part, "id")),
                "shape" | "rect" | "group" | "image" => (&["alt", "title"], None),
                _ => continue,
            };
            let target = file.and_then(|id| self.relations?.id(id));
            let all = said.iter().filter_map(|name| attr(part, name)).chain(target);
            for word in all.filter_map(telling) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        words
    }
}

/// An embedded object that is shown as an icon.
fn is_icon(node: Node<'_>) -> bool {
    let aspect = match node.name() {
        "OLEObject" => attr(node, "DrawAspect"),
        "objectEmbed" | "objectLink" => attr(node, "drawAspect"),
        _ => None,
    };
    aspect.is_some_and(|a| a.eq_ignore_ascii_case("icon"))
}

/// What a name or description says; none when a program has given it by itself.
fn telling(text: &str) -> Option<String> {
    let text = text.trim();
    let file = text.rsplit_once('.').filter(|(_, e)| FILES.iter().any(|f| e.eq_ignore_ascii_case(f)));
    // A file is named by its last part: old programs keep the whole path.
    let text = file.map_or(text, |(stem, _)| stem.rsplit(['/', '\\']).next().unwrap_or(stem)).trim();
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "_-()（）".contains(c));
    let given = bare.is_empty() || GIVEN.iter().any(|g| bare.eq_ignore_ascii_case(g)) || bare.starts_with("_x0000_");
    (!given && !text.contains("描述已自动生成")).then(|| text.chars().take(LONGEST).collect())
}
