//! For people who read in a browser: one file that needs nothing from outside and says all without scripts; what they add
//! is filtering, jumping and keys. Of very many packets it is an index with pages beside it.

mod book;
mod findings;
mod index;
mod overview;
mod packet;
mod paper;
mod safe;
mod sheet;

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::finding::{PacketReport, Report};
use crate::lang::{Lang, Words};
use crate::render::Options;

pub use book::{Book, Page, is_page_name, is_page_of};
use index::{Index, order};
use safe::{Html, html};

/// The look of the page.
const STYLE: &str = include_str!("html/style.css");
/// Filtering, jumping and keys.
const SCRIPT: &str = include_str!("html/page.js");

/// How a page of ours begins.
fn begin(lang: Lang) -> Html {
    const BEGIN: &str = "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"generator\" content=\"sanbu\">\n";
    html(BEGIN, &[&lang.id()])
}

/// How it ends.
const END: &str = "</html>\n<!-- sanbu -->\n";

/// Text on a page; beyond that only what stands around findings is shown.
const MOST_TEXT: usize = 9 << 20;

/// The whole report on one page.
pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    whole(report, &report.packets, options, out)
}

/// The whole report on one page, with its packets.
fn whole(report: &Report, packets: &[PacketReport], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut index = Index::of(packets, &report.collection);
    let nothing_else = report.unreadable.is_empty() && report.collection.is_empty() && !report.interrupted;
    index.single = packets.len() == 1 && nothing_else;
    let lang = options.lang;
    let mut put = |piece: &Html| put(piece, lang, out);
    put(&begin(lang))?;
    put(&head(&overview::title(report.stage), lang))?;
    put(&overview::overview(report, packets, &index))?;
    let (order, short) = (order(packets), is_long(packets));
    for &at in &order {
        put(&packet::packet(at, &packets[at], &index, options, short))?;
    }
    put(&overview::rest(report, &index, options))?;
    for &at in &order {
        put(&sheet::sheet(at, &packets[at], &report.digest))?;
    }
    put(&foot(lang))?;
    put(&Html::ours(END))
}

fn put(piece: &Html, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(piece.to(lang).as_bytes())
}

/// Only what was found about several documents together.
pub(super) fn together(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let lang = options.lang;
    let mut put = |piece: &Html| put(piece, lang, out);
    put(&begin(lang))?;
    put(&head(&"公文核对结果".into(), lang))?;
    put(&overview::together(report, options))?;
    put(&foot(lang))?;
    put(&Html::ours(END))
}

/// A page of ours, whole.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    Lang::ALL.iter().any(|lang| start.starts_with(&begin(*lang).to(*lang))) && end.ends_with(END)
}

/// The script; what it says stands in it between such marks.
fn script(lang: Lang) -> String {
    const SAID: [&str; 3] = ["共 ${shown} 件", "${shown} / ${packets.length} 件", "${told}，各份公文之间 ${across} 处"];
    SAID.iter().fold(SCRIPT.to_owned(), |script, said| script.replace(said, &lang.of(said)))
}

/// Whether the texts of all packets are too much for one page.
fn is_long(packets: &[PacketReport]) -> bool {
    let texts = packets.iter().filter_map(|p| p.papers.as_ref()).flat_map(|papers| &papers.texts);
    texts.map(crate::finding::Paper::bytes).sum::<usize>() > MOST_TEXT
}

/// Only this style and this script hold on the page, and nothing is loaded: whatever got into it otherwise would do nothing.
fn head(title: &Words, lang: Lang) -> Html {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(&script(lang))
    );
    html(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n",
        &[&policy, title, &Html::ours(STYLE)],
    )
}

fn foot(lang: Lang) -> Html {
    html("</div>\n<script>{}</script>\n", &[&Html::ours(script(lang))])
}

/// SHA-256 of a text as a policy names it.
fn digest(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let group = |bytes: &[u8]| {
        let at = |n: usize| u32::from(bytes.get(n).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        let sign =
            |n: usize| if n > bytes.len() { '=' } else { char::from(SIGNS[(bits >> (18 - 6 * n) & 63) as usize]) };
        [sign(0), sign(1), sign(2), sign(3)]
    };
    digest.chunks(3).flat_map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_a_digest_in_base64() {
        assert_eq!(digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
