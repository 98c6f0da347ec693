//! What wraps content and prints nothing itself: content controls, alternatives, elements of other vendors.

use crate::read::xml::{Node, attr, child, on};

/// Prefixes of extensions whose content is understood well enough to read its text.
const UNDERSTOOD: [&str; 16] = [
    "wps",
    "wpg",
    "wpc",
    "wpi",
    "wp14",
    "wp15",
    "w14",
    "w15",
    "w16",
    "w16se",
    "w16cid",
    "w16cex",
    "w16sdtdh",
    "cx",
    "wpsCustomData",
    "am3d",
];

/// What a content control says of the text in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Control {
    /// It still shows its prompt.
    pub(super) prompt: bool,
    /// It is a check box, and whether it is ticked.
    pub(super) tick: Option<bool>,
}

impl Control {
    /// What a content control inside this one says.
    pub(super) fn enter(mut self, node: Node<'_>) -> Self {
        if let Some(properties) = child(node, "sdtPr") {
            self.prompt |= child(properties, "showingPlcHdr").is_some_and(on);
            if let Some(check_box) = properties.children().find(|n| n.name() == "checkbox") {
                self.tick = Some(check_box.children().find(|n| n.name() == "checked").is_some_and(on));
            }
        }
        self
    }
}

/// Names of elements to look through, without prefix; `*` for all that are not Word's own.
#[derive(Debug, Default)]
pub(super) struct Transparent(Vec<String>);

impl Transparent {
    /// What the outermost element of a part states.
    pub(super) fn of(root: Node<'_>) -> Self {
        let names = attr(root, "ProcessContent").unwrap_or_default().split_whitespace();
        Self(names.filter_map(|n| n.rsplit(':').next()).map(str::to_owned).collect())
    }

    pub(super) fn covers(&self, name: &str, word: bool) -> bool {
        !word && self.0.iter().any(|n| n == name || n == "*")
    }
}

/// The branch of an AlternateContent that is read: the first choice that is understood, else the fallback.
pub(super) fn branch<'a>(node: Node<'a>) -> Option<Node<'a>> {
    let named = |name: &'static str| node.children().filter(move |n| n.name() == name);
    let understood = |n: &Node<'_>| {
        attr(*n, "Requires")
            .is_none_or(|r| r.split_whitespace().all(|p| UNDERSTOOD.contains(&p) || p.starts_with("w16")))
    };
    named("Choice").find(understood).or_else(|| named("Fallback").next())
}
