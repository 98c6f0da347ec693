//! What the rule of a wrong word says, from its note, and a name that was replaced; the build looks up the English of it.

/// What is wrong; `only_info`: it only may be.
#[allow(dead_code, reason = "the build needs only the advice")]
pub(crate) fn message(only_info: bool) -> String {
    format!("“{{sentence}}”中的“{{found}}”{}“{{fixed}}”", verb(only_info))
}

/// The title.
#[allow(dead_code, reason = "the build needs only the advice")]
pub(crate) fn title(only_info: bool, wrong: &str, right: &str) -> String {
    format!("“{wrong}”{}“{right}”", verb(only_info))
}

#[allow(dead_code, reason = "the build needs only the advice")]
fn verb(only_info: bool) -> &'static str {
    if only_info { "一般写作" } else { "应为" }
}

/// What to do.
pub(crate) fn advice(only_info: bool, note: &str) -> String {
    let advice = if only_info { "核对后改为" } else { "改为" };
    let note = if note.is_empty() { String::new() } else { format!("（{note}）") };
    format!("{advice}“{{fixed}}”{note}")
}

/// A name as English has it, which is `english` where that says more.
pub(crate) fn name(name: &str, english: &str) -> String {
    match english {
        "" if name.starts_with('《') && name.ends_with('》') => name.to_owned(),
        "" => format!("“{name}”"),
        english => english.to_owned(),
    }
}

/// A day as messages have it; written `2026-03-05`.
#[allow(dead_code, reason = "the program has dates of its own")]
pub(crate) fn day(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').map(|part| part.trim_start_matches('0')).collect();
    match parts.as_slice() {
        [year, month, day] => format!("{year}年{month}月{day}日"),
        _ => iso.to_owned(),
    }
}
