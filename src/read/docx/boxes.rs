//! Text boxes, and where across the page they stand.

use crate::document::Placed;
use crate::read::docx::format::placed;
use crate::read::docx::wrappers::branch;
use crate::read::xml::{Node, attr, child, is_w, on};

/// Text boxes anchored in a paragraph, in order, and where they stand; boxes in boxes belong to their own paragraph.
pub(super) fn of<'a>(paragraph: Node<'a>) -> Vec<(Node<'a>, Placed)> {
    let mut found = Vec::new();
    let mut open: Vec<(Node<'a>, Placed)> = vec![(paragraph, Placed::Elsewhere)];
    while let Some((node, outer)) = open.pop() {
        if is_w(node, "txbxContent") {
            found.push((node, outer));
            continue;
        }
        if matches!(node.name(), "del" | "moveFrom" | "t" | "rPr" | "pPr") && node != paragraph {
            continue;
        }
        // What hangs on a hidden run is hidden.
        if is_w(node, "r") && child(node, "rPr").and_then(|p| child(p, "vanish")).is_some_and(on) {
            continue;
        }
        if node.name() == "AlternateContent" {
            open.extend(branch(node).map(|b| (b, outer)));
            continue;
        }
        let place = across(node).unwrap_or(outer);
        let children: Vec<_> = node.children().map(|n| (n, place)).collect();
        open.extend(children.into_iter().rev());
    }
    found
}

/// Where across the page an anchor or a VML shape stands.
fn across(node: Node<'_>) -> Option<Placed> {
    const VML: &str = "mso-position-horizontal:";
    match node.name() {
        "anchor" => {
            let position = node.children().find(|n| n.name() == "positionH")?;
            let align = position.children().find(|n| n.name() == "align").map(Node::text);
            Some(placed(align.as_deref()))
        }
        "shape" | "rect" | "group" => {
            let (_, rest) = attr(node, "style")?.split_once(VML)?;
            Some(placed(rest.split(';').next()))
        }
        _ => None,
    }
}
