//! The finished product (成品) held against what was signed: every difference of the texts, under the rule of its kind.
//!
//! Both texts become characters one after another (`side`), which are aligned (`align`, `texts`); what is only drawn in
//! another order is no difference (`order`, `table`); the rest gets its kind (`pages`, `kind`).

mod align;
mod kind;
mod margin;
mod order;
mod pages;
mod side;
mod table;
mod texts;

use std::ops::Range;

use serde::Deserialize;

use crate::check::{Ctx, outcome};
use crate::document::{Document, Format, Line, TraceKind};
use crate::finding::{Hit, Outcome, Product, Skip};
use crate::fold;
use crate::lang::Words;
use crate::packet::{File, FileRole, Packet};
use crate::shown::few;
use crate::sort;
use crate::words;

use align::Edit;
use kind::{Difference, Kinds};
use side::{Part, Side};
use texts::Texts;

/// What differs between what was signed and what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Finished {
    /// Most of the text: it is another document, or another version.
    Another,
    /// Text that stands instead of other text.
    Text,
    /// Text that is not printed.
    Missing,
    /// Text that nobody has signed.
    Added,
    /// The text of a table.
    Table,
    /// Text that stands elsewhere.
    Order,
    /// The document number.
    DocNumber,
    /// The date.
    Date,
    /// The title.
    Title,
    /// The recipients.
    Recipients,
    /// The number of the copy.
    CopyNumber,
    /// An attachment that is not printed.
    Attachment,
    /// Attachments in another order.
    AttachmentOrder,
    /// Blanks that somebody should have filled in: 〔2026〕××号.
    Placeholder,
    /// Deleted text that is printed all the same, and changes that nobody accepted.
    Revision,
    /// Comments.
    Comment,
    /// Lines in the margins of the page that nobody has signed.
    Header,
    /// A page that is left out.
    PageMissing,
    /// A page that is there twice.
    PageTwice,
    /// Pages in another order.
    PageOrder,
    /// A page with nothing on it.
    PageBlank,
}

/// What came of comparing the finished products of a packet.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What was compared, for the report; none where there is no finished product.
    pub product: Option<Product>,
    hits: Vec<(Finished, Hit)>,
    /// An attachment was not read.
    unread: bool,
    /// Why nothing, or not everything, was compared.
    skip: Option<Skip>,
}

impl Finished {
    /// What its hits fill: what is only missing, and what is only added, has no other side.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Another | Self::Added | Self::Header | Self::Placeholder | Self::Revision | Self::Comment => {
                &["found", "where"]
            }
            Self::PageTwice => &["found", "where"],
            Self::PageBlank => &["where"],
            Self::Missing | Self::Attachment | Self::PageMissing => &["other", "where"],
            _ => &["found", "other", "where", "printed"],
        }
    }

    /// It cannot be shown in plain texts, which have no pages, no tables and no margins.
    pub(super) fn needs_file(self) -> bool {
        match self {
            Self::Table | Self::Revision | Self::Header => true,
            _ => self.is_of_pages(),
        }
    }

    fn is_of_parts(self) -> bool {
        self.is_of_pages() || matches!(self, Self::Attachment | Self::AttachmentOrder | Self::Order)
    }

    fn is_of_pages(self) -> bool {
        matches!(self, Self::PageMissing | Self::PageTwice | Self::PageOrder | Self::PageBlank)
    }

    pub(super) fn eval(self, ctx: &Ctx<'_>) -> Outcome {
        let comparison = ctx.finished();
        if comparison.product.is_none() {
            return Outcome::NotApplicable;
        }
        let paged = comparison.product.as_ref().is_some_and(|product| product.pages.is_some());
        let is = |kind: Self| comparison.hits.iter().any(|(own, _)| *own == kind);
        // Of another document, and of one without pages, there is nothing more to say.
        if self.is_of_pages() && !paged || self != Self::Another && is(Self::Another) {
            return Outcome::NotApplicable;
        }
        let own = comparison.hits.iter().filter(|(kind, _)| *kind == self).map(|(_, hit)| hit.clone());
        match (outcome(own.collect()), comparison.skip) {
            (Outcome::Pass, Some(skip)) => Outcome::Skipped(skip),
            (outcome, _) => outcome,
        }
    }
}

/// Less of a text in a hundred than this is another text.
const ALIKE: usize = 40;
/// A quoted text is cut behind so many characters.
const LONGEST: usize = 60;
/// What begins a page or an attachment tells which one it is.
const SHORT: usize = 24;

/// The finished product of a packet, before it is compared.
pub fn present(packet: &Packet) -> Option<Product> {
    let products: Vec<&File> = packet.files.iter().filter(|file| file.role == FileRole::Finished).collect();
    let names: Vec<&str> = products.iter().map(|file| file.name.as_str()).collect();
    let first = products.first()?;
    let of_format = |file: &&&File| format(file) == format(first);
    let pages = products.iter().filter(of_format).filter_map(|file| Some(file.read()?.0.pages.len())).sum();
    Some(Product { file: names.join("、"), pages: Some(pages).filter(|pages| *pages > 0), ..Product::default() })
}

fn format(file: &File) -> Option<Format> {
    Some(file.read()?.0.format)
}

impl Comparison {
    pub(super) fn of(ctx: &Ctx<'_>) -> Self {
        let is_product = |(_, file): &(usize, &File)| file.role == FileRole::Finished;
        let products: Vec<(usize, &File)> = ctx.packet.files.iter().enumerate().filter(is_product).collect();
        if products.is_empty() {
            return Self::default();
        }
        let product = Product { compared: true, ..present(ctx.packet).unwrap_or_default() };
        let not = |skip: Skip, reason: Words| Self {
            product: Some(Product { compared: false, reason: Some(reason), ..product.clone() }),
            skip: Some(skip),
            ..Self::default()
        };
        if let Some((name, failure)) = products.iter().find_map(|(_, f)| Some((&f.name, f.content.as_ref().err()?))) {
            return not(Skip::Unreadable, words!("{name}：{why}", name, why = failure.message));
        }
        let Some((main, document, elements)) = ctx.main() else {
            return not(Skip::NoMain, Skip::NoMain.text());
        };
        let mut signed: Vec<Part<'_>> = vec![(main, document, elements)];
        let mut attachments: Vec<(usize, &File)> = ctx.packet.files.iter().enumerate().collect();
        attachments.retain(|(at, file)| file.role == FileRole::Attachment && *at != main);
        sort::by_key(&mut attachments, |(at, file)| (file.n, *at));
        let unread: Vec<&str> =
            attachments.iter().filter(|(_, f)| f.read().is_none()).map(|(_, f)| f.name.as_str()).collect();
        signed.extend(attachments.iter().filter_map(|(at, file)| {
            let (document, elements) = file.read()?;
            Some((*at, document, elements))
        }));
        let signed = Side::signed(signed);
        if signed.marks.is_empty() {
            return not(Skip::NoMain, "签发稿里没有可以比对的文字".into());
        }
        let mut all = Self { product: Some(product.clone()), unread: !unread.is_empty(), ..Self::default() };
        let mut formats: Vec<Vec<Part<'_>>> = Vec::new();
        for (at, file) in &products {
            // Of a text of which only its fonts know the letters nothing is told but that.
            let Some((document, elements)) = file.read().filter(|(document, _)| coded(document) == 0) else { continue };
            let part = (*at, document, elements);
            match formats.iter_mut().find(|parts| parts[0].1.format == document.format) {
                Some(parts) => parts.push(part),
                None => formats.push(vec![part]),
            }
        }
        for parts in formats {
            all.add(ctx, &signed, parts);
        }
        let unseen = |document: &Document| {
            document.traces.iter().any(|trace| matches!(trace.kind, TraceKind::Embedded | TraceKind::Drawing))
        };
        let unknown: usize = products
            .iter()
            .filter_map(|(_, file)| file.read())
            .map(|(document, _)| document.text.as_str().matches(UNKNOWN).count() + coded(document))
            .sum();
        let printed = || products.iter().filter_map(|(_, file)| file.read()).any(|(document, _)| unseen(document));
        let part = match unread.as_slice() {
            [] if signed.documents.iter().any(|(_, document, _)| unseen(document)) => {
                Some("签发稿里有嵌入的内容或图形没有读，这部分没有比对".into())
            }
            [] if printed() => Some("成品有的页是图片或曲线，没有读，这些页没有比对".into()),
            [] if unknown > 0 => Some(words!("成品有{n}个字在文件里没有编码，读不出是什么字，没有比对", n = unknown)),
            [] => None,
            names => Some(words!("附件没有读，没有比对：{names}", names = few(names))),
        };
        if let (Some(reason), Some(product)) = (part, &mut all.product) {
            (product.compared, product.reason) = (false, Some(reason));
            all.skip = Some(Skip::NotRead);
        }
        all
    }

    /// What was held against what.
    pub(super) fn proof(&self, ctx: &Ctx<'_>) -> Option<Words> {
        let product = self.product.as_ref()?;
        let printed =
            |file: &&File| matches!(file.role, FileRole::Main | FileRole::Attachment) && file.read().is_some();
        let main = ctx.packet.main.map(|main| ctx.packet.files[main].name.as_str());
        let others = ctx.packet.files.iter().filter(printed).map(|file| file.name.as_str());
        let signed: Vec<&str> = main.into_iter().chain(others.filter(|name| Some(*name) != main)).collect();
        let (file, n, signed) = (&product.file, product.characters, few(&signed));
        Some(match product.pages {
            Some(pages) => words!("{file}（{pages}页{n}字）与{signed}逐字比对", file, pages, n, signed),
            None => words!("{file}（{n}字）与{signed}逐字比对", file, n, signed),
        })
    }

    /// Compares one product, which may be in several files.
    fn add(&mut self, ctx: &Ctx<'_>, signed: &Side<'_>, parts: Vec<Part<'_>>) {
        let mut printed = Side::printed(parts, signed);
        let heads = table::heads_again(signed, &printed, &pages::ranges(&printed));
        printed.retain(|at| !heads.iter().any(|head| head.contains(&at)));
        let pages = pages::ranges(&printed);
        if let Some(product) = &mut self.product {
            product.characters += printed.marks.len();
        }
        for (document, range) in &printed.margins {
            self.margin(&printed, *document, range.clone());
        }
        let twice = pages::twice(signed, &printed, &pages);
        for (page, range) in &twice {
            let hit = told(&printed, Finished::PageTwice, signed, &whole(Finished::PageTwice, range.clone(), *page));
            self.hits.push((Finished::PageTwice, hit));
        }
        printed.retain(|at| !twice.iter().any(|(_, range)| range.contains(&at)));
        let pages = pages::ranges(&printed);
        let texts = Texts::new(signed, &printed);
        let differences = table::without_heads(&texts, &pages, texts.differences());
        // Whole pages before the rows of tables on them, and those before single lines.
        let (edits, leaves_moved) = order::leaves(&texts, &pages, differences);
        let (edits, pages_moved) = order::settle(&texts, edits, pages::MUCH);
        let (edits, lines_moved) = order::settle(&texts, table::settle(&texts, edits), 1);
        // Boxes, notes and pages stand elsewhere in the file, and are the same all the same.
        let same = printed.marks.len() - edits.iter().map(|edit| edit.b.len()).sum::<usize>();
        let whole_of = printed.marks.len().min(signed.marks.len());
        if same * 100 < whole_of * ALIKE {
            let all = whole(Finished::Another, 0..printed.marks.len(), 0);
            let share = same * 100 / whole_of.max(1);
            let hit = told(&printed, Finished::Another, signed, &all).whole();
            let values = hit.values.iter().map(|(key, value)| match *key {
                "found" => (*key, format!("{share}%").into()),
                _ => (*key, value.clone()),
            });
            self.hits.push((Finished::Another, Hit { values: values.collect(), ..hit }));
            return;
        }
        let again = |page: &usize| twice.iter().any(|(number, _)| number == page);
        for number in pages::blank(&texts, &pages).into_iter().filter(|page| !again(page)) {
            let difference = whole(Finished::PageBlank, pages[number].start..pages[number].start, number);
            self.hits.push((Finished::PageBlank, told(&printed, Finished::PageBlank, signed, &difference)));
        }
        let moved = leaves_moved.into_iter().chain(pages_moved).chain(lines_moved).collect();
        let hidden = pages::hidden(&printed);
        let mut edits = texts.with_floats(align::joined(texts.that_count(edits)));
        edits.retain(|edit| !self.is_unseen(&texts, edit, &hidden, ctx) && !is_coded(&texts, edit));
        for difference in Kinds::new(&texts, &pages, ctx.terms).all(edits, moved) {
            self.hits.push((difference.kind, told(&printed, difference.kind, signed, &difference)));
        }
        self.traces(&printed);
    }

    /// Whether a difference is of something that nobody has read: an attachment, or a page of the product.
    fn is_unseen(&self, texts: &Texts<'_, '_>, edit: &Edit, hidden: &[usize], ctx: &Ctx<'_>) -> bool {
        let few = |range: &Range<usize>| range.len() <= pages::SLACK;
        let near = |place: &usize| place.abs_diff(edit.b.start) <= pages::SLACK;
        let attachment = self.unread && few(&edit.a) && edit.b.len() >= pages::MUCH;
        // 附件1 stands above an attachment that is a file of its own, and not in it.
        let part = |at: usize| texts.signed.marks.get(at).map(|mark| mark.document);
        let between = edit.a.is_empty() && edit.a.start.checked_sub(1).and_then(part) != part(edit.a.start);
        let mark = ctx.terms.patterns.attachment_mark.as_ref();
        let label = || mark.is_some_and(|mark| mark.is_match(&texts.printed.text(edit.b.clone())));
        attachment || few(&edit.b) && hidden.iter().any(near) || between && label()
    }

    /// Lines in the margins of a product that is no file of pages.
    fn margin(&mut self, printed: &Side<'_>, document: usize, range: Range<usize>) {
        let (file, text, _) = printed.documents[document];
        let found = cut(text.text.slice(range.clone()).trim(), LONGEST);
        let place = text.lines.get(text.line_at(range.start)).map(|line| line.zone.title());
        let hit = Hit::at(file, range).with("found", found.clone()).with("other", "").with("where", place);
        self.hits.push((Finished::Header, hit.with("printed", words!("印的是“{found}”", found))));
    }

    /// Changes and comments that a product which can still be written on holds.
    fn traces(&mut self, printed: &Side<'_>) {
        for (file, document, _) in &printed.documents {
            for (kind, of) in [(Finished::Revision, CHANGES), (Finished::Comment, COMMENTS)] {
                let mut own = document.traces.iter().filter(|trace| of.contains(&trace.kind));
                let Some(first) = own.next() else { continue };
                let at = first.at.min(document.text.as_str().len());
                let found = match first.text.is_empty() {
                    true => first.kind.title(),
                    false => cut(&first.text, LONGEST).into(),
                };
                let place = place_in(document, at);
                let hit = Hit::at(*file, at..at).with("found", found.clone()).with("other", "").with("where", place);
                let more = own.count();
                self.hits.push((kind, Hit { more, ..hit.with("printed", words!("里有“{found}”", found)) }));
            }
        }
    }
}

/// What stands for a character that the file of a product does not name.
const UNKNOWN: char = '\u{fffd}';

/// Characters of a product that only its fonts know. One alone in a line is a sign that stands before it.
fn coded(document: &Document) -> usize {
    let of = |line: &Line| document.text.slice(line.range.clone()).chars().filter(|c| fold::is_private_use(*c)).count();
    document.lines.iter().map(of).filter(|own| *own > 1).sum()
}

/// Characters are printed that nobody can name, and nothing else differs.
fn is_coded(texts: &Texts<'_, '_>, edit: &Edit) -> bool {
    let printed = &texts.printed.letters[edit.b.clone()];
    let mut signed = texts.signed.letters[edit.a.clone()].iter();
    let mut known = printed.iter().filter(|c| **c != UNKNOWN);
    printed.contains(&UNKNOWN) && known.all(|c| signed.any(|own| own == c))
}

const CHANGES: &[TraceKind] = &[TraceKind::Inserted, TraceKind::Deleted];
const COMMENTS: &[TraceKind] = &[TraceKind::Comment];

/// A difference that is about a page or all.
fn whole(kind: Finished, b: Range<usize>, page: usize) -> Difference {
    Difference { kind, a: 0..0, at: b.clone(), b, page: Some(page), more: 0 }
}

/// A difference as a hit in the file of the product.
fn told(printed: &Side<'_>, kind: Finished, signed: &Side<'_>, difference: &Difference) -> Hit {
    let most = if kind.is_of_parts() { SHORT } else { LONGEST };
    let (found, other) =
        (cut(&printed.text(difference.b.clone()), most), cut(&signed.text(difference.a.clone()), most));
    // What is missing is missing behind what stands before it.
    let at = match difference.at.is_empty() && difference.page.is_none() {
        true => difference.at.start.saturating_sub(1)..difference.at.start.max(1),
        false => difference.at.clone(),
    };
    let Some(span) = printed.span(&at) else { return Hit::default() };
    let page = difference.page.or_else(|| Some(printed.page(at.start)?.0));
    let place = match (page, printed.place(at.start).filter(|_| difference.page.is_none())) {
        (Some(page), Some((left, base))) => {
            let (top, left) = (format!("{base:.0}"), format!("{left:.0}"));
            words!("第{n}页（距上边{top}毫米、距左边{left}毫米）", n = page + 1, top, left)
        }
        (Some(page), None) => words!("第{page}页", page = page + 1),
        (None, _) => {
            let document = printed.marks.get(at.start).and_then(|mark| printed.documents.get(mark.document));
            document.map_or_else(Words::default, |(_, document, _)| place_in(document, span.range.start))
        }
    };
    let said = if found.is_empty() { Words::from("没有印") } else { words!("印的是“{found}”", found) };
    let mut hit = Hit { at: Some(span), more: difference.more, ..Hit::default() };
    hit.excerpt = printed.span(&difference.b).filter(|_| !difference.b.is_empty()).map(|span| span.range);
    hit.page = difference.page.map(|page| page + 1);
    hit.element = element(kind).map(str::to_owned);
    if let Some(span) = signed.span(&difference.a).filter(|_| !difference.a.is_empty()) {
        hit.related.push(span);
    }
    hit.with("found", found).with("other", other).with("where", place).with("printed", said)
}

/// The element that a kind is about.
fn element(kind: Finished) -> Option<&'static str> {
    Some(match kind {
        Finished::DocNumber => "doc_number",
        Finished::Date => "date",
        Finished::Title => "title",
        Finished::Recipients => "main_recipients",
        Finished::CopyNumber => "copy_number",
        Finished::Attachment | Finished::AttachmentOrder => "attachments_found",
        _ => return None,
    })
}

/// A place in a document without pages.
fn place_in(document: &Document, at: usize) -> Words {
    let line = document.lines.get(document.line_at(at));
    line.map_or_else(Words::default, |line| match (line.zone.title(), line.paragraph) {
        (zone, n) if zone.is_empty() => words!("第{n}段", n),
        (zone, n) => words!("{zone}第{n}段", zone, n),
    })
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
