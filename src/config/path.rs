//! Globs of paths: `*` and `?` inside a name, `**` over folders.

use crate::steps;

/// Whether a path, or a folder it lies in, matches a glob. Both are written with `/`.
pub fn path_glob(glob: &str, path: &str) -> bool {
    let parts: Vec<&str> = split(glob).collect();
    // Whether each part may come next. How it came to that is forgotten, so that many `**` cost no more than one each.
    let mut open = vec![false; parts.len() + 1];
    open[0] = true;
    over_folders(&parts, &mut open);
    let mut names = split(path);
    // What holds for a folder holds for all in it.
    while !open[parts.len()] {
        let Some(name) = names.next() else { return false };
        for at in (0..parts.len()).rev() {
            steps::add(1);
            let here = open[at];
            open[at] = here && parts[at] == FOLDERS;
            open[at + 1] |= here && parts[at] != FOLDERS && name_fits(parts[at], name);
        }
        over_folders(&parts, &mut open);
    }
    true
}

/// Any number of folders, or none.
const FOLDERS: &str = "**";

/// What may stand for no folder at all lets the next part come at once.
fn over_folders(parts: &[&str], open: &mut [bool]) {
    for (at, _) in parts.iter().enumerate().filter(|(_, part)| **part == FOLDERS) {
        open[at + 1] |= open[at];
    }
}

/// The folders that a glob names before its first wildcard; the whole of it without one.
pub(super) fn fixed_part(glob: &str) -> String {
    split(glob).take_while(|p| !p.contains(['*', '?'])).collect::<Vec<_>>().join("/")
}

fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|p| !p.is_empty() && *p != ".")
}

/// One name against one part; as far back as the last `*`, no further.
fn name_fits(part: &str, name: &str) -> bool {
    let (part, name): (Vec<char>, Vec<char>) = (part.chars().collect(), name.chars().collect());
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        match part.get(p) {
            Some('*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => (p, n) = (p + 1, n + 1),
            _ => match star {
                Some((after, from)) => {
                    star = Some((after, from + 1));
                    (p, n) = (after, from + 1);
                }
                None => return false,
            },
        }
    }
    part[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::{fixed_part, path_glob};

    #[test]
    fn globs_match_paths_and_the_folders_they_lie_in() {
        let yes = [
            ("信函/**", "信函/正文.docx"),
            ("信函/**", "信函/2026-011/正文.docx"),
            ("信函", "信函/2026-011/正文.docx"),
            ("./信函/", "信函/正文.docx"),
            ("*/起草", "发文/起草/正文.txt"),
            ("**/起草/*.txt", "起草/正文.txt"),
            ("**/起草/*.txt", "发文/甲/起草/正文.txt"),
            ("2026-0?1", "2026-011/正文.docx"),
            ("**", "正文.docx"),
            (".", "正文.docx"),
            ("*-*-*.docx", "函-2026-011.docx"),
        ];
        for (glob, path) in yes {
            assert!(path_glob(glob, path), "{glob} {path}");
        }
        let no = [
            ("信函/**", "来信函/正文.docx"),
            ("信函", "发文/信函/正文.docx"),
            ("*.docx", "信函.doc"),
            ("信函/*.txt", "信函/甲/正文.txt"),
        ];
        for (glob, path) in no {
            assert!(!path_glob(glob, path), "{glob} {path}");
        }
        assert_eq!((fixed_part("信函/2026-*/正文.docx").as_str(), fixed_part("**").as_str()), ("信函", ""));
    }
}
