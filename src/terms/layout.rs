//! Names of faces and sizes: files name the same face in many ways, the standard and people say 三号 for 16 pt.

use serde::Deserialize;

use crate::lang::Words;
use crate::words;

/// A face of type as standards name it, with the names that files use for it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Font {
    /// Its name in rules.
    pub name: String,
    /// Names in files, whole; case does not count.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whatever holds one of these is this face.
    #[serde(default)]
    pub holds: Vec<String>,
    /// What is written into a file that is to have this face; its own name when left out.
    #[serde(default)]
    pub typeface: Option<String>,
}

impl Font {
    fn is(&self, face: &str) -> bool {
        let face = face.to_lowercase();
        let whole = std::iter::once(&self.name).chain(&self.aliases).any(|a| a.to_lowercase() == face);
        whole || self.holds.iter().any(|part| face.contains(&part.to_lowercase()))
    }
}

/// A size by its Chinese name.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Its name.
    pub name: String,
    /// Points.
    pub pt: f64,
}

/// What a face that a file names is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face<'t> {
    /// A face of this name in rules.
    Known(&'t str),
    /// A face for Han characters that no rule knows.
    Other,
    /// The name of a Latin face or of none: which face Han characters get is up to the program.
    Unclear,
}

/// The face behind a name that a file uses for Han characters; of a list (`甲;乙`) the first counts.
pub(super) fn face<'t>(fonts: &'t [Font], named: &str) -> Face<'t> {
    let first = named.split(';').next().unwrap_or_default().trim();
    match fonts.iter().find(|f| f.is(first)) {
        Some(font) => Face::Known(&font.name),
        None if first.chars().any(crate::fold::is_han) && !first.starts_with('+') => Face::Other,
        None => Face::Unclear,
    }
}

/// A size in words: by its name where it has one.
pub(super) fn size_name(sizes: &[Size], half_points: u32) -> Words {
    let pt = f64::from(half_points) / 2.0;
    match sizes.iter().find(|s| (s.pt - pt).abs() < 0.01) {
        Some(size) => Words::template(&size.name),
        None => words!("{pt}磅", pt),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_known_by_any_of_its_names() {
        let font = |name: &str, aliases: &[&str], holds: &[&str]| Font {
            name: name.into(),
            aliases: aliases.iter().map(|a| (*a).into()).collect(),
            holds: holds.iter().map(|a| (*a).into()).collect(),
            typeface: None,
        };
        let fonts = [font("小标宋", &[], &["小标宋", "XiaoBiaoSong"]), font("宋体", &["SimSun"], &[])];
        for name in ["方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "小标宋"] {
            assert_eq!(face(&fonts, name), Face::Known("小标宋"), "{name}");
        }
        assert_eq!(face(&fonts, "simsun"), Face::Known("宋体"));
        assert_eq!(face(&fonts, "宋体;SimSun"), Face::Known("宋体"));
        assert_eq!(face(&fonts, "华文中宋"), Face::Other);
        assert_eq!(face(&fonts, "Times New Roman"), Face::Unclear);
        assert_eq!(face(&fonts, "+中文正文"), Face::Unclear);
    }

    #[test]
    fn sizes_are_called_by_name() {
        let sizes = [Size { name: "五号".into(), pt: 10.5 }];
        assert_eq!(size_name(&sizes, 21), "五号");
        assert_eq!(size_name(&sizes, 33), "16.5磅");
    }
}
