//! What has changed in a text, as programs that patch read it.

use std::ops::Range;

use crate::shown::shown;

/// The lines that differ between two texts of as many lines, with lines around, as programs that patch read them.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    const AROUND: usize = 3;
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let changed: Vec<usize> = (0..old.len().min(new.len())).filter(|&line| old[line] != new[line]).collect();
    let path = shown(path);
    let mut out = if changed.is_empty() { String::new() } else { format!("--- {path}\n+++ {path}\n") };
    let near = |a: &usize, b: &usize| b - a <= 2 * AROUND;
    let say = |sign: char, line: &str, out: &mut String| {
        out.push_str(&shown(&format!("{sign}{line}")));
        out.push('\n');
    };
    for hunk in changed.chunk_by(near) {
        let (first, last) = (hunk[0], hunk[hunk.len() - 1]);
        let around: Range<usize> = first.saturating_sub(AROUND)..(last + AROUND + 1).min(old.len());
        out.push_str(&format!("@@ -{0},{1} +{0},{1} @@\n", around.start + 1, around.len()));
        // Lines that change one after the other are shown together, old before new.
        let mut line = around.start;
        while line < around.end {
            let same = (line..around.end).take_while(|&l| old[l] == new[l]).count();
            (line..line + same).for_each(|l| say(' ', old[l], &mut out));
            line += same;
            let other = (line..around.end).take_while(|&l| old[l] != new[l]).count();
            (line..line + other).for_each(|l| say('-', old[l], &mut out));
            (line..line + other).for_each(|l| say('+', new[l], &mut out));
            line += other;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_what_changes_with_what_stands_around() {
        let before = "一\n二\n三\n四\n五\n六\n七\n八\n九\n十";
        let after = before.replace("二", "贰").replace("三", "叁");
        assert_eq!(
            diff("甲.txt", before, &after),
            "--- 甲.txt\n+++ 甲.txt\n@@ -1,6 +1,6 @@\n 一\n-二\n-三\n+贰\n+叁\n 四\n 五\n 六\n"
        );
        assert_eq!(diff("甲.txt", before, before), "");
    }
}
