//! 印发、转发、批转: the texts that a title announces, which must stand behind the main part or beside it.

use std::ops::Range;

use crate::element::Element;
use crate::fold;
use crate::terms::Terms;

/// A text that the title says is issued or forwarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// The verb of the title: 印发, 转发 …
    pub verb: String,
    /// Title of the text, without title marks and layout spaces.
    pub title: String,
    /// Bytes of the title element that announces it.
    pub range: Range<usize>,
}

/// The texts that a title announces.
pub(super) fn forwarded(terms: &Terms, title: &Element) -> Vec<Forwarded> {
    let text = fold::squash(&title.value);
    let words = &terms.words;
    let verbs = words.forward_verbs.iter().chain(&words.publish_verbs);
    let found = verbs.filter_map(|v| text.find(v.as_str()).map(|at| (at, v))).min();
    let Some((at, verb)) = found else { return Vec::new() };
    // `关于做好…印发工作的通知` speaks of something else.
    let before = &text[..at];
    if !before.is_empty()
        && !terms.words.forward_leads.iter().any(|l| before.ends_with(l.as_str()))
        && !terms.is_organ(before)
    {
        return Vec::new();
    }
    let rest = &text[at + verb.len()..];
    // `某某办公厅印发《…》` heads the news of it, with the text itself below.
    if terms.kind_of_title(rest).is_none() || rest.ends_with(['》', '>']) {
        return Vec::new();
    }
    let quoted = quoted(rest);
    // What is made public without title marks may be a list in the text itself.
    let plain = || unquoted(terms, rest).filter(|_| words.forward_verbs.contains(verb));
    let titles = if quoted.is_empty() { plain().into_iter().collect() } else { quoted };
    titles.into_iter().map(|t| Forwarded { verb: verb.clone(), title: t, range: title.range.clone() }).collect()
}

/// `《甲》《乙》的通知`, `《甲》和《乙》的通知`: the titles in marks, outermost ones, with nothing but joints between.
fn quoted(rest: &str) -> Vec<String> {
    const JOINTS: [char; 5] = ['、', '和', '与', '及', ','];
    let (mut titles, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, c) in rest.char_indices() {
        match c {
            '《' | '<' if depth == 0 => (depth, start) = (1, at + c.len_utf8()),
            '《' | '<' => depth += 1,
            '》' | '>' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    titles.push(rest[start..at].to_owned());
                }
            }
            _ if depth == 0 && !JOINTS.contains(&c) => break,
            _ => {}
        }
    }
    titles
}

/// `转发省政府关于…的通知的通知`, `印发某某办法的通知`: what stands between the verb and the kind.
fn unquoted(terms: &Terms, rest: &str) -> Option<String> {
    const SHORTEST: usize = 4;
    let kind = terms.kind_of_title(rest)?;
    let end = kind.ends.iter().filter(|e| rest.ends_with(e.as_str())).max_by_key(|e| e.len())?;
    let title = rest[..rest.len() - end.len()].strip_suffix('的')?;
    // 印发…两个规定 names several texts by none of their titles.
    let several = terms.words.several.iter().any(|w| title.contains(w.as_str()));
    (title.chars().count() >= SHORTEST && !several && !title.contains('《')).then(|| title.to_owned())
}
