//! The elements of an official document: what each part is, where, and how sure that is.

mod attachment;
mod body;
mod broken;
mod citation;
mod foreign;
mod form;
mod forward;
mod head;
mod heading;
mod imprint;
mod note;
mod number;
mod organ;
mod page;
mod recipients;
mod rows;
mod signature;
mod title;

use std::collections::HashMap;
use std::ops::Range;

use crate::date::Written;
use crate::document::Document;
use crate::lang::Words;
use crate::sort;
use crate::steps;
use crate::terms::{DocKind, Terms};
use crate::words;

pub use attachment::{AttachmentPage, Front, ListItem, Reference};
pub(crate) use attachment::{numbers_in, settle};
pub use citation::Citation;
pub use form::{Form, FormField, FormKind};
pub use forward::Forwarded;
pub(crate) use heading::ordinal;
pub(crate) use rows::fold_lines;
pub use signature::{Signature, Status};
pub(crate) use signature::{heard, is_tick, objects, valid_text};

macro_rules! element_kinds {
    ($($kind:ident $id:literal $title:literal),* $(,)?) => {
        /// Elements by the words of GB/T 9704-2012; rule files use the Chinese word, reports the ASCII id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ElementKind { $(#[doc = $title] $kind),* }

        impl ElementKind {
            /// All kinds, in the order of a page.
            pub const ALL: &'static [ElementKind] = &[$(ElementKind::$kind),*];

            /// ASCII id, as reports name it.
            pub fn id(self) -> &'static str {
                match self { $(ElementKind::$kind => $id),* }
            }

            /// The standard's word, as rule files and messages name it.
            pub fn word(self) -> &'static str {
                match self { $(ElementKind::$kind => $title),* }
            }

            /// The same for people, in any language.
            pub fn title(self) -> Words {
                self.word().into()
            }
        }
    };
}

element_kinds! {
    CopyNumber "copy_number" "份号",
    Secrecy "secrecy" "密级和保密期限",
    Urgency "urgency" "紧急程度",
    AgencyMark "agency_mark" "发文机关标志",
    DocNumber "doc_number" "发文字号",
    Signer "signer" "签发人",
    Title "title" "标题",
    Recipients "main_recipients" "主送机关",
    Body "body" "正文",
    AttachmentList "attachments_listed" "附件说明",
    Issuer "issuer_signature" "发文机关署名",
    Date "date" "成文日期",
    Annotation "annotation" "附注",
    AttachmentPage "attachments_found" "附件",
    Keywords "keywords" "主题词",
    ImprintTo "imprint_to" "版记主送",
    Cc "cc" "抄送机关",
    PrintingOffice "printing_office" "印发机关",
    PrintingDate "printing_date" "印发日期",
}

impl ElementKind {
    /// The kind that a rule file calls so: by the standard's word or the ASCII id.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|k| k.word() == word || k.id() == word).copied()
    }
}

impl<'de> serde::Deserialize<'de> for ElementKind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::named(&word).ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.iter().map(|k| k.word()).collect();
            serde::de::Error::custom(words!("没有叫“{word}”的要素，可以写：{known}", word, known = all.join("、")))
        })
    }
}

/// How sure a recognition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Could be something else.
    Guess,
    /// Place and form agree, with known exceptions.
    Likely,
    /// Cannot be anything else here.
    Certain,
}

impl Sure {
    /// The word used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Sure::Guess => "guess",
            Sure::Likely => "likely",
            Sure::Certain => "certain",
        }
    }

    /// The word for people.
    pub fn title(self) -> Words {
        Words::from(match self {
            Sure::Guess => "猜测",
            Sure::Likely => "较有把握",
            Sure::Certain => "确定",
        })
    }
}

/// A recognised element.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Its bytes in the document text, label included.
    pub range: Range<usize>,
    /// The bytes of its label, when it has one (`抄送：`).
    pub label: Option<Range<usize>>,
    /// Its value: lines joined, layout spaces dropped.
    pub value: String,
    /// Parts of a list (recipients, organs, signers), each with its place.
    pub items: Vec<Item>,
    /// The date it states.
    pub date: Option<Written>,
    /// The parts of a document number.
    pub number: Option<Number>,
    /// How sure.
    pub sure: Sure,
    /// What it was recognised by.
    pub why: &'static str,
}

/// One part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Bytes in the document text.
    pub range: Range<usize>,
    /// Its text without layout spaces.
    pub text: String,
}

/// A document number taken apart, normalised for comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// Organ code.
    pub code: String,
    /// Year as a number, also when written short or in Han digits.
    pub year: Option<u32>,
    /// Serial, when filled in.
    pub serial: Option<u32>,
}

/// Whether a document is an official one, so that missing elements mean something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Official {
    /// It has the marks of one.
    Yes,
    /// A detached attachment.
    Attachment,
    /// A document of another system of official writing, which other rules govern.
    Foreign,
    /// Nothing in it says so.
    #[default]
    No,
}

impl Official {
    /// The word used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Official::Yes => "yes",
            Official::Attachment => "attachment",
            Official::Foreign => "foreign",
            Official::No => "no",
        }
    }
}

/// Everything recognised in one document.
#[derive(Clone, Debug, Default)]
pub struct Elements {
    /// The elements in order of the text.
    pub list: Vec<Element>,
    /// The document kind (文种), when the title states one.
    pub kind: Option<DocKind>,
    /// Is it in letter format (信函格式): told by the mark, else by the kind; none where the mark leaves it open.
    pub letter: Option<bool>,
    /// Is it an official document.
    pub official: Official,
    /// Blocks of lines that were read and are part of nothing.
    pub unknown: Vec<Range<usize>>,
    /// The title says what it is about, as titles of official documents do.
    pub is_about: bool,
    /// The other system it belongs to: id and name.
    pub foreign: Option<(String, String)>,
    /// The approval form in the document.
    pub form: Option<Form>,
    /// Items of the attachment lists, in order.
    pub listed: Vec<ListItem>,
    /// Attachment pages in the document.
    pub pages: Vec<AttachmentPage>,
    /// Attachments that the body refers to.
    pub references: Vec<Reference>,
    /// Documents that the body quotes by title and number.
    pub citations: Vec<Citation>,
    /// Texts that the title says are issued or forwarded.
    pub forwarded: Vec<Forwarded>,
}

impl Elements {
    /// The first element of a kind.
    pub fn get(&self, kind: ElementKind) -> Option<&Element> {
        self.list.iter().inspect(|_| steps::add(1)).find(|e| e.kind == kind)
    }

    /// All elements of a kind.
    pub fn all(&self, kind: ElementKind) -> impl Iterator<Item = &Element> {
        self.list.iter().filter(move |e| e.kind == kind)
    }

    /// Several organs issue it together (联合行文).
    pub fn is_joint(&self) -> bool {
        self.get(ElementKind::Issuer).is_some_and(|e| e.items.len() > 1)
    }

    /// Name of the document kind.
    pub fn kind_name(&self) -> Option<&str> {
        self.kind.as_ref().map(|k| k.name.as_str())
    }
}

/// Recognises the elements of a document. It cannot fail: it returns what it found.
pub fn recognise(document: &Document, terms: &Terms) -> Elements {
    let (form, rows) = form::take(document, terms);
    let mut scan = rows::Scan::new(document, terms, rows);
    if let Some((system, mut list)) = foreign::recognise(&scan) {
        let (mark, kind) = foreign::head(&scan, system, &list).unzip();
        list.extend(mark);
        sort::by_key(&mut list, |e| e.range.start);
        let foreign = Some((system.id.clone(), system.title.clone()));
        return Elements {
            list,
            kind: kind.flatten(),
            official: Official::Foreign,
            foreign,
            form,
            ..Elements::default()
        };
    }
    let head = head::recognise(&mut scan);
    let main_end = body::recognise(&mut scan, head);
    imprint::recognise(&mut scan, main_end.after_date);
    attachment::recognise_pages(&mut scan, &main_end);
    attachment::recognise_lists(&mut scan);
    attachment::settle_titles(&mut scan);
    let references = attachment::references(&scan);
    let citations = citation::citations(&scan);
    let titled = scan.list.iter().find(|e| e.kind == ElementKind::Title);
    let is_about = titled.is_some_and(|e| title::is_about(&scan, &e.value));
    let unknown = scan.unknown();
    let rows::Scan { mut list, listed, pages, detached, .. } = scan;
    sort::by_key(&mut list, |e| (e.range.start, e.kind));
    // A page label above may repeat the number: the one of the document itself counts.
    let mut last: HashMap<String, usize> = HashMap::new();
    for number in list.iter().filter(|e| e.kind == ElementKind::DocNumber) {
        last.insert(number.value.clone(), number.range.start);
    }
    list.retain(|e| e.kind != ElementKind::DocNumber || last.get(&e.value).is_none_or(|last| *last <= e.range.start));
    let mut elements =
        Elements { list, form, listed, pages, references, citations, unknown, is_about, ..Elements::default() };
    // Orders and minutes state their kind in the mark and may have no title.
    let stated = |kind| elements.get(kind).and_then(|e: &Element| terms.kind_of_title(&e.value));
    let by_mark = stated(ElementKind::AgencyMark).filter(|k| !k.to_whom);
    elements.kind = stated(ElementKind::Title).or(by_mark).cloned();
    elements.letter = is_letter(&elements, terms);
    elements.forwarded = elements.get(ElementKind::Title).map_or(Vec::new(), |t| forward::forwarded(terms, t));
    elements.official = official(&elements, detached);
    let other = elements.get(ElementKind::Title).is_some_and(|t| terms.is_kind_in_name(&t.value));
    if other && elements.get(ElementKind::DocNumber).is_none() {
        elements.official = Official::No;
    }
    if elements.official == Official::No && elements.form.is_some() {
        // Letterhead and foot of a form are no title and no signature.
        elements.list.clear();
        elements.kind = None;
    }
    elements
}

/// `…文件` stands above documents; a bare name stands above letters, and above documents of some offices.
fn is_letter(elements: &Elements, terms: &Terms) -> Option<bool> {
    let kind = elements.kind.as_ref().map(|k| k.letter);
    let Some(mark) = elements.get(ElementKind::AgencyMark) else { return kind };
    let document = terms.words.mark_ends.iter().any(|e| mark.value.ends_with(e.as_str()));
    match (document || terms.kind_of_title(&mark.value).is_some(), kind) {
        (true, _) => Some(false),
        (false, Some(true)) => Some(true),
        (false, _) => None,
    }
}

fn official(elements: &Elements, detached: bool) -> Official {
    let has = |kind| elements.get(kind).is_some();
    // Who wrote a paper, and when, may stand under any title: only behind the text they are a signature.
    let dated = elements.get(ElementKind::Date).is_some_and(|e| e.sure > Sure::Guess);
    let signed = dated && has(ElementKind::Issuer);
    let addressed = has(ElementKind::Recipients);
    let named = elements.kind.is_some() && has(ElementKind::Title);
    let headed = has(ElementKind::DocNumber) || has(ElementKind::AgencyMark) && named;
    let imprinted = has(ElementKind::Cc) || has(ElementKind::ImprintTo) || has(ElementKind::PrintingDate);
    let stated = elements.kind.as_ref().is_some_and(|k| k.alone) && elements.get(ElementKind::Title).is_some();
    // What a meeting adopts is published with the day under its title, to nobody in particular.
    let adopted = elements.kind.as_ref().is_some_and(|k| !k.to_whom) && named && has(ElementKind::Date);
    let by_kind =
        elements.kind.is_some() && (addressed || signed || imprinted) || stated && elements.is_about || adopted;
    if detached {
        Official::Attachment
    } else if headed || by_kind || addressed && signed {
        Official::Yes
    } else {
        Official::No
    }
}
