//! Titles and what stands beside them, in columns.

/// Columns of a terminal that a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// What stands between a title and the next column, so that all of these titles have room: blanks as wide as the letters.
pub(super) fn gap(title: &str, titles: &[&str]) -> String {
    let widest = titles.iter().map(|title| columns(title)).max().unwrap_or(0);
    let left = widest.saturating_sub(columns(title)) + 2;
    match title.is_ascii() || left % 2 == 1 {
        true => " ".repeat(left),
        false => "　".repeat(left / 2),
    }
}
