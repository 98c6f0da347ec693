//! XML of one part: limits before parsing, and lenient access to names and numbers.

use roxmltree::Node;

use crate::error::{Reason, Unreadable};

/// Elements nested deeper than this are refused; real documents stay under 60.
const DEEPEST: usize = 200;
/// A start tag longer than this is refused: duplicate checks in it are quadratic.
const LONGEST_TAG: usize = 64 << 10;
/// A start tag with more attributes than this is refused.
const MOST_ATTRIBUTES: usize = 256;
/// More lines than this are refused.
pub(super) const MOST_PARAGRAPHS: usize = 200_000;

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// Whether a node is this element of the main namespace, transitional or strict.
pub(super) fn is_w(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name && in_w(node)
}

/// Whether a node is of the main namespace.
pub(super) fn in_w(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().namespace(), Some(TRANSITIONAL | STRICT))
}

/// The first child element of this name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|n| is_w(*n, name))
}

/// An attribute by its local name.
pub(super) fn attr<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == name).map(|a| a.value())
}

/// The `val` attribute of a child.
pub(super) fn val<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|c| attr(c, "val"))
}

/// Whether a switch element is on: `val` absent, `1`, `true` or `on`.
pub(super) fn on(node: Node<'_, '_>) -> bool {
    !matches!(attr(node, "val"), Some("0" | "false" | "off" | "none"))
}

/// A whole number, also from `1.5` or with blanks.
pub(super) fn int(text: &str) -> Option<i32> {
    let number: f64 = text.trim().parse().ok()?;
    (number.abs() < 1e9).then_some(number as i32)
}

/// A length in twips; strict files write units.
pub(super) fn length(text: &str) -> Option<i32> {
    let text = text.trim();
    let units =
        [("pt", 20.0), ("mm", 1440.0 / 25.4), ("cm", 1440.0 / 2.54), ("in", 1440.0), ("pc", 240.0), ("pi", 240.0)];
    for (unit, twips) in units {
        if let Some(number) = text.strip_suffix(unit) {
            let number: f64 = number.trim().parse().ok()?;
            return (number.abs() < 1e5).then_some((number * twips).round() as i32);
        }
    }
    int(text)
}

/// Refuses what would cost too much or what no document needs, in one pass over the bytes.
pub(super) fn guard(part: &str, xml: &str) -> Result<(), Unreadable> {
    let bytes = xml.as_bytes();
    let (mut at, mut depth) = (0, 0usize);
    while let Some(open) = find(bytes, at, b"<") {
        let rest = &bytes[open..];
        at = if rest.starts_with(b"<!--") {
            skip(bytes, open, b"-->")
        } else if rest.starts_with(b"<![CDATA[") {
            skip(bytes, open, b"]]>")
        } else if rest.starts_with(b"<?") {
            skip(bytes, open, b"?>")
        } else if rest.starts_with(b"<!") {
            return Err(Unreadable::new(
                Reason::Corrupt,
                format!(
                    "{part} 含有文档类型声明（DOCTYPE），正常的文档不会有，已拒绝读取；请用 Word 或 WPS 另存后再检查"
                ),
            ));
        } else if rest.starts_with(b"</") {
            depth = depth.saturating_sub(1);
            skip(bytes, open, b">")
        } else {
            let (end, attributes) = tag(bytes, open);
            if end - open > LONGEST_TAG || attributes > MOST_ATTRIBUTES {
                return Err(too_large(part, "有一个标记过长"));
            }
            depth += usize::from(!bytes[open..end].ends_with(b"/>"));
            if depth > DEEPEST {
                return Err(too_large(part, "嵌套过深"));
            }
            end
        };
    }
    Ok(())
}

fn too_large(part: &str, what: &str) -> Unreadable {
    Unreadable::new(Reason::TooLarge, format!("{part} 里{what}，已拒绝读取；请用 Word 或 WPS 另存后再检查"))
}

/// End of a start tag (quotes respected) and the number of its attributes.
fn tag(bytes: &[u8], open: usize) -> (usize, usize) {
    let (mut quote, mut attributes) = (0u8, 0);
    for (at, &b) in bytes.iter().enumerate().skip(open) {
        match (quote, b) {
            (0, b'>') => return (at + 1, attributes),
            (0, b'"' | b'\'') => quote = b,
            (0, b'=') => attributes += 1,
            (q, b) if q == b => quote = 0,
            _ => {}
        }
    }
    (bytes.len(), attributes)
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    if let [one] = what {
        return rest.iter().position(|b| b == one).map(|at| from + at);
    }
    rest.windows(what.len()).position(|w| w == what).map(|at| from + at)
}

fn skip(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    find(bytes, from, end).map_or(bytes.len(), |at| at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_come_with_and_without_units() {
        assert_eq!(length("1440"), Some(1440));
        assert_eq!(length("595.3pt"), Some(11906));
        assert_eq!(length("37mm"), Some(2098));
        assert_eq!(length(""), None);
    }

    #[test]
    fn the_guard_refuses_what_no_document_needs() {
        assert!(guard("a.xml", "<a b='1>2'><!-- <<< --><c/></a>").is_ok());
        assert!(guard("a.xml", "<!DOCTYPE a><a/>").is_err());
        assert!(guard("a.xml", &"<a>".repeat(5000)).is_err());
        let attributes: String = (0..300).map(|i| format!(" a{i}=''")).collect();
        assert!(guard("a.xml", &format!("<a{attributes}/>")).is_err());
    }
}
