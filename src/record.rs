//! What is kept of a document when rules about several documents are asked: a few words and numbers, never its text.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::date::{Date, Written};
use crate::element::{Element, ElementKind, Elements, Number, Official};
use crate::fold;
use crate::packet::Packet;
use crate::place::{Place, Places};
use crate::terms::Terms;

/// A document of a batch.
#[derive(Clone, Debug)]
pub struct Record {
    /// Path of its main document as handed in.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Where its number or, without one, its title stands.
    pub place: Option<Box<Place>>,
    /// Its number as printed.
    pub number_text: String,
    /// Its number.
    pub number: Option<Number>,
    /// Its date (成文日期).
    pub date: Option<Date>,
    /// Stands for the letters of its text; none for a text too short to tell.
    pub fingerprint: Option<u64>,
    /// Documents that it quotes.
    pub citations: Vec<Cited>,
    /// What the register says of it; empty when no register is made.
    pub row: Vec<String>,
}

/// A document quoted by another.
#[derive(Clone, Debug)]
pub struct Cited {
    /// Title as quoted.
    pub title: String,
    /// Number as quoted.
    pub number: Number,
    /// Where.
    pub place: Option<Box<Place>>,
}

/// A text with fewer letters says too little to call two documents the same.
const SHORTEST: usize = 60;

impl Record {
    /// The record of a packet; one without a readable official document is known by its form alone.
    pub fn of(packet: &Packet, terms: &Terms) -> Self {
        let mut record = Self {
            path: packet.path.clone(),
            title: String::new(),
            place: None,
            number_text: String::new(),
            number: None,
            date: None,
            fingerprint: None,
            citations: Vec::new(),
            row: Vec::new(),
        };
        let Some((main, file)) = packet.main.and_then(|m| Some((m, packet.files.get(m)?))) else { return record };
        let Some((document, elements)) = file.read() else { return record };
        if !packet.path.ends_with(&file.name) {
            record.path = format!("{}/{}", packet.path, file.name);
        }
        if elements.official != Official::Yes {
            return record;
        }
        let places = Places::new(packet, terms);
        let locate = |range: &Range<usize>| {
            let mut place = Box::new(places.locate(main, range, None)?);
            place.snippet.text.shrink_to_fit();
            Some(place)
        };
        let (title, number) = (elements.get(ElementKind::Title), elements.get(ElementKind::DocNumber));
        record.title = title.map_or(String::new(), |e| e.value.clone());
        record.place = number.or(title).and_then(|e| locate(&e.range));
        record.number_text = number.map_or(String::new(), |e| e.value.clone());
        record.number = number.and_then(|e| e.number.clone()).filter(|n| n.serial.is_some());
        record.date = elements.get(ElementKind::Date).and_then(day);
        record.fingerprint = fingerprint(document.text.slice(printed(elements)));
        let cited = |c: &crate::element::Citation| Cited {
            title: c.title.clone(),
            number: c.number.clone(),
            place: locate(&c.range),
        };
        record.citations = elements.citations.iter().map(cited).collect();
        // There may be very many records, all kept to the end.
        [&mut record.path, &mut record.title, &mut record.number_text].into_iter().for_each(String::shrink_to_fit);
        record
    }
}

fn day(element: &Element) -> Option<Date> {
    element.date.as_ref().and_then(Written::date)
}

/// From the title to the end of the main part: what two copies of a document share.
fn printed(elements: &Elements) -> Range<usize> {
    let start = elements.get(ElementKind::Title).or(elements.get(ElementKind::Body)).map_or(0, |e| e.range.start);
    let end = elements.get(ElementKind::Body).map_or(start, |e| e.range.end);
    start..end.max(start)
}

fn fingerprint(text: &str) -> Option<u64> {
    let mut letters = String::with_capacity(text.len());
    letters.extend(text.chars().filter(|c| fold::is_han(*c) || c.is_alphanumeric()));
    let mut hasher = DefaultHasher::new();
    letters.hash(&mut hasher);
    (letters.chars().count() >= SHORTEST).then(|| hasher.finish())
}
