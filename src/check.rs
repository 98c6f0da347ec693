//! The kinds of checks: one enum, one match. A check does not know its rule's name or severity.

mod agree;
mod arithmetic;
mod attachment;
mod chain;
mod changed;
mod closing;
mod collection;
mod consistent;
mod ctx;
mod doubled;
mod doubt;
mod edition;
mod enclosures;
mod finished;
mod form;
mod forward;
mod index;
mod joint;
mod layout;
mod leftover;
mod length;
mod lexicon;
mod measured;
mod near;
mod order;
mod outline;
mod own;
mod packet;
mod pairs;
mod passage;
mod repeat;
mod required;
mod sheet;
mod text;
mod whole;

use serde::Deserialize;

use crate::document::Document;
use crate::element::{Element, ElementKind};
use crate::finding::{Hit, Outcome, Step};
use crate::fold;
use crate::gate::Shows;
use crate::lang::Words;
use crate::terms::{Phase, Terms};
use crate::words;

pub use agree::Agree;
pub use arithmetic::Arithmetic;
pub use attachment::Attachment;
pub use chain::Chain;
pub use changed::Changed;
pub use closing::Closing;
pub use collection::{Batch, Collection, Spot};
pub use consistent::Consistent;
pub use ctx::Ctx;
pub use doubled::Doubled;
pub use doubt::Doubt;
pub use edition::Edition;
pub use enclosures::{Enclosures, Found};
pub use finished::{Comparison, Finished, present};
pub use form::{Forbid, Shape};
pub use forward::Forward;
pub use index::Index;
pub use joint::Joint;
pub use layout::Layout;
pub use leftover::Leftover;
pub use length::Length;
pub use lexicon::Lexicon;
pub use measured::Measured;
pub use near::Near;
pub use order::{Count, Order};
pub use outline::Outline;
pub use own::Own;
pub use packet::PacketFault;
pub use pairs::Pairs;
pub use passage::{Passage, Place};
pub use repeat::Repeat;
pub use required::{KindOfTitle, Required};
pub use sheet::Sheet;
pub use text::Text;
pub use whole::Whole;

/// What a rule checks; the key in the rule file chooses the kind.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::large_enum_variant, reason = "it is kept behind a pointer")]
pub enum Check {
    /// Elements that must be there.
    Required(Required),
    /// The form an element must have.
    Form(Shape),
    /// What must not stand in an element.
    Forbid(Forbid),
    /// The order of elements.
    Order(Order),
    /// How often an element may occur.
    Count(Count),
    /// Agreement between elements, form fields and signatures.
    Agree(Agree),
    /// The title states a document kind.
    Kind(KindOfTitle),
    /// The signing chain.
    Chain(Chain),
    /// The fields of the approval form.
    Sheet(Sheet),
    /// Attachment list, pages, files and references.
    Attachment(Attachment),
    /// Texts that the document issues or forwards.
    Forward(Forward),
    /// The files of the packet.
    Packet(PacketFault),
    /// What a draft leaves behind.
    Leftover(Leftover),
    /// What was changed after signing.
    Changed(Changed),
    /// The finished product against what was signed.
    Finished(Finished),
    /// The finished product as measured on paper.
    Measured(Measured),
    /// Running text.
    Text(Text),
    /// The name of the office.
    Own(Own),
    /// The organs of a joint document.
    Joint(Joint),
    /// Headings and numbered items.
    Outline(Outline),
    /// Brackets and quotation marks.
    Pairs(Pairs),
    /// Numbers and dates that must fit each other.
    Arithmetic(Arithmetic),
    /// Phrases that only documents of some kinds close with.
    Closing(Closing),
    /// Paragraphs that stand twice.
    Repeat(Repeat),
    /// Words that are always wrong.
    Lexicon(Lexicon),
    /// Phrases in which a character is wrong.
    Near(Near),
    /// What official writing hardly ever says.
    Doubt(Doubt),
    /// Words and clauses that are typed twice.
    Doubled(Doubled),
    /// What is said twice and not in the same way.
    Consistent(Consistent),
    /// How long it is.
    Length(Length),
    /// Laws cited by an edition that is no longer in force.
    Edition(Edition),
    /// Several documents together, and the register.
    Collection(Collection),
    /// Whether the text is whole.
    Whole(Whole),
    /// How it is set: page, margins, faces, sizes, places.
    Layout(Layout),
}

/// What a rule about wording says of a place; the first says most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wording {
    /// A character is wrong in a name.
    Name,
    /// A word is wrong.
    Word,
    /// A name is nearly another one of the document.
    Twice,
    /// Something may be wrong.
    Doubt,
}

impl Wording {
    /// All, from the first on.
    pub(crate) const ALL: [Self; 4] = [Self::Name, Self::Word, Self::Twice, Self::Doubt];
}

impl Check {
    /// Judges a packet.
    pub fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        match self {
            Check::Required(check) => check.eval(ctx),
            Check::Form(check) => check.eval(ctx),
            Check::Forbid(check) => check.eval(ctx),
            Check::Order(check) => check.eval(ctx),
            Check::Count(check) => check.eval(ctx),
            Check::Agree(check) => check.eval(ctx),
            Check::Kind(check) => check.eval(ctx),
            Check::Chain(check) => check.eval(ctx),
            Check::Sheet(check) => check.eval(ctx),
            Check::Attachment(check) => check.eval(ctx),
            Check::Forward(check) => check.eval(ctx),
            Check::Packet(check) => check.eval(ctx),
            Check::Leftover(check) => check.eval(ctx),
            Check::Changed(check) => check.eval(ctx),
            Check::Finished(check) => check.eval(ctx),
            Check::Measured(check) => check.eval(ctx),
            Check::Text(check) => check.eval(ctx),
            Check::Own(check) => check.eval(ctx),
            Check::Joint(check) => check.eval(ctx),
            Check::Outline(check) => check.eval(ctx),
            Check::Pairs(check) => check.eval(ctx),
            Check::Arithmetic(check) => check.eval(ctx),
            Check::Closing(check) => check.eval(ctx),
            Check::Repeat(check) => check.eval(ctx),
            Check::Lexicon(check) => check.eval(ctx),
            Check::Near(check) => check.eval(ctx),
            Check::Doubt(check) => check.eval(ctx),
            Check::Doubled(check) => check.eval(ctx),
            Check::Consistent(check) => check.eval(ctx),
            Check::Length(check) => check.eval(ctx),
            Check::Edition(check) => check.eval(ctx),
            Check::Layout(check) => check.eval(ctx),
            Check::Whole(check) => check.eval(ctx),
            // Asked of the whole batch, not of a packet.
            Check::Collection(_) => Outcome::NotApplicable,
        }
    }

    /// The placeholders that its hits fill, whatever they find.
    pub fn keys(&self) -> &'static [&'static str] {
        match self {
            Check::Required(_) => required::KEYS,
            Check::Kind(_) => required::KIND_KEYS,
            Check::Form(check) => check.keys(),
            Check::Forbid(check) => check.keys(),
            Check::Order(_) => order::KEYS,
            Check::Count(_) => order::COUNT_KEYS,
            Check::Agree(check) => check.keys(),
            Check::Chain(check) => check.keys(),
            Check::Sheet(check) => check.keys(),
            Check::Attachment(check) => check.keys(),
            Check::Forward(check) => check.keys(),
            Check::Packet(check) => check.keys(),
            Check::Leftover(check) => check.keys(),
            Check::Changed(check) => check.keys(),
            Check::Finished(check) => check.keys(),
            Check::Measured(check) => check.keys(),
            Check::Text(check) => check.keys(),
            Check::Own(_) => own::KEYS,
            Check::Joint(_) => joint::KEYS,
            Check::Outline(check) => check.keys(),
            Check::Pairs(check) => check.keys(),
            Check::Arithmetic(check) => check.keys(),
            Check::Closing(_) => closing::KEYS,
            Check::Repeat(_) => repeat::KEYS,
            Check::Lexicon(_) => lexicon::KEYS,
            Check::Near(_) => near::KEYS,
            Check::Doubt(_) => doubt::KEYS,
            Check::Doubled(_) => doubled::KEYS,
            Check::Consistent(check) => check.keys(),
            Check::Length(_) => length::KEYS,
            Check::Edition(_) => edition::KEYS,
            Check::Collection(check) => check.keys(),
            Check::Layout(check) => check.keys(),
            Check::Whole(_) => whole::KEYS,
        }
    }

    /// The parameters that are given and that it does not use.
    pub fn idle(&self) -> Vec<&'static str> {
        match self {
            Check::Form(check) => check.idle(),
            Check::Forbid(check) => check.idle(),
            Check::Chain(check) => check.idle(),
            Check::Text(check) => check.idle(),
            Check::Layout(check) => check.idle(),
            // All their parameters are used, whatever is asked.
            Check::Required(_) | Check::Kind(_) | Check::Order(_) | Check::Count(_) | Check::Agree(_) => Vec::new(),
            Check::Sheet(_) | Check::Attachment(_) | Check::Forward(_) | Check::Leftover(_) => Vec::new(),
            Check::Outline(_) | Check::Pairs(_) | Check::Lexicon(_) | Check::Near(_) | Check::Doubt(_) => Vec::new(),
            Check::Packet(_)
            | Check::Changed(_)
            | Check::Finished(_)
            | Check::Measured(_)
            | Check::Own(_)
            | Check::Arithmetic(_) => Vec::new(),
            Check::Closing(_) | Check::Repeat(_) | Check::Collection(_) | Check::Joint(_) => Vec::new(),
            Check::Doubled(_) | Check::Consistent(_) | Check::Length(_) | Check::Edition(_) => Vec::new(),
            Check::Whole(_) => Vec::new(),
        }
    }

    /// It compares the document with the form.
    pub(crate) fn is_with_form(&self) -> bool {
        match self {
            Check::Agree(check) => check.needs_form(),
            Check::Attachment(check) => check.is_with_form(),
            _ => false,
        }
    }

    /// How it tells wrong wording, if it does.
    pub(crate) fn wording(&self) -> Option<Wording> {
        match self {
            Check::Near(_) => Some(Wording::Name),
            Check::Lexicon(_) => Some(Wording::Word),
            Check::Text(check) if check.is_of_words() => Some(Wording::Word),
            Check::Consistent(check) if check.is_of_names() => Some(Wording::Twice),
            Check::Doubt(_) => Some(Wording::Doubt),
            _ => None,
        }
    }

    /// What it has compared with the form, as ids of fields and elements.
    pub(crate) fn compared(&self, ctx: &Ctx<'_>) -> Vec<String> {
        match self {
            Check::Agree(check) => check.compared(ctx),
            _ => Vec::new(),
        }
    }

    /// What it has held against what, in words; of these fields and elements alone where any are named.
    pub(crate) fn proof(&self, ctx: &Ctx<'_>, of: &[String]) -> Option<Words> {
        match self {
            Check::Agree(check) => check.proof(ctx, of),
            Check::Finished(_) => ctx.finished().proof(ctx),
            _ => None,
        }
    }

    /// Words of which one must stand in a paragraph that it can find anything in; none when it can do without, or does
    /// not look at paragraphs.
    fn words(&self) -> Option<Vec<&str>> {
        match self {
            Check::Text(check) => check.words(),
            Check::Lexicon(check) => Some(check.words()),
            Check::Pairs(check) => Some(check.marks()),
            Check::Arithmetic(check) => check.words(),
            Check::Closing(check) => check.words(),
            Check::Outline(check) => check.words(),
            Check::Consistent(check) => check.words(),
            Check::Edition(check) => check.words(),
            _ => None,
        }
    }

    /// Where it looks, if it finds nothing but what its words tell: where none of them stands it answers the same.
    fn answers_by_words(&self) -> Option<passage::Ground> {
        match self {
            Check::Text(check) => check.answers_by_words(),
            Check::Lexicon(check) => Some(check.ground()),
            Check::Pairs(check) => Some(check.ground()),
            Check::Arithmetic(check) => check.answers_by_words(),
            _ => None,
        }
    }

    /// The single element whose text an example of this check stands for.
    pub fn example_element(&self) -> Option<ElementKind> {
        match self {
            Check::Form(check) if !check.of_items => Some(check.element),
            Check::Forbid(check) if check.stands_alone() => Some(check.element),
            Check::Text(check) if check.is_of_title() => Some(ElementKind::Title),
            Check::Text(_) | Check::Outline(_) | Check::Pairs(_) | Check::Repeat(_) => Some(ElementKind::Body),
            Check::Lexicon(_) | Check::Near(_) | Check::Doubt(_) => Some(ElementKind::Body),
            Check::Doubled(_) | Check::Edition(_) => Some(ElementKind::Body),
            Check::Consistent(check) if !check.needs_document() => Some(ElementKind::Body),
            Check::Arithmetic(check) if !check.needs_document() => Some(ElementKind::Body),
            _ => None,
        }
    }

    /// What it looks for cannot stand in a plain text, so that it has no examples in its rule file.
    pub fn needs_file(&self) -> bool {
        match self {
            Check::Leftover(check) => check.needs_file(),
            Check::Chain(check) => check.needs_file(),
            Check::Changed(_) | Check::Layout(_) | Check::Measured(_) => true,
            Check::Finished(check) => check.needs_file(),
            Check::Collection(check) => check.needs_file(),
            Check::Arithmetic(check) => check.needs_file(),
            _ => false,
        }
    }

    /// The list of `[organisation.people]` that it names.
    pub fn people(&self) -> Option<&str> {
        match self {
            Check::Chain(check) => check.people(),
            _ => None,
        }
    }

    /// Whether it knows what to write instead, and if so, whether that may be written without asking.
    pub fn mends(&self) -> Option<bool> {
        match self {
            Check::Text(check) => check.mends(),
            Check::Forbid(check) => check.mends(),
            Check::Lexicon(_) | Check::Near(_) | Check::Doubt(_) => Some(false),
            // Which of the two is too much, a person sees.
            Check::Doubled(_) => Some(false),
            _ => None,
        }
    }

    /// Mistakes in its parameters that only the vocabulary can show.
    pub fn problems(&self, terms: &Terms) -> Vec<Words> {
        match self {
            Check::Chain(check) => check.problems(terms),
            Check::Text(check) => check.problems(),
            Check::Arithmetic(check) => check.problems(),
            Check::Sheet(check) => check.problems(terms),
            Check::Changed(check) => check.problems(terms),
            Check::Agree(check) => check.problems(terms),
            Check::Layout(check) => check.problems(terms),
            Check::Lexicon(check) => check.problems(),
            Check::Near(check) => check.problems(terms),
            _ => Vec::new(),
        }
    }
}

/// The signing chain up to printing, in order.
pub fn signing_chain(ctx: &Ctx<'_>) -> Vec<Step> {
    [Phase::Approval, Phase::Recheck].into_iter().flat_map(|phase| chain::signed(ctx, phase)).collect()
}

/// Characters of the running text of a packet, blanks left out.
pub fn characters(ctx: &Ctx<'_>) -> usize {
    ctx.passages().iter().map(|passage| ctx.chars(passage).iter().filter(|c| is_printed(c)).count()).sum()
}

/// Whether a character is no blank. Of a text nearly all are beyond them.
#[inline]
fn is_printed(c: &char) -> bool {
    *c > '\u{3000}' || !c.is_whitespace()
}

/// What a gate shows: signatures in chain order, or files with their place.
pub fn evidence(ctx: &Ctx<'_>, shows: Shows) -> Vec<Words> {
    let field = |id: &str| {
        let field = ctx.form().and_then(|(_, _, form)| form.field(id)).filter(|f| !f.value.is_empty());
        field.map(|f| words!("{label} {value}", label = f.label, value = f.value))
    };
    let signed = |phase| chain::signed(ctx, phase).iter().map(Step::words).collect::<Vec<_>>();
    match shows {
        Shows::Approval => signed(Phase::Approval),
        Shows::Enclosures => enclosures::evidence(ctx),
        Shows::Recheck => {
            let number = ctx.main().and_then(|(_, _, e)| e.get(ElementKind::DocNumber));
            let number = number.map(|n| words!("{what} {number}", what = n.kind.title(), number = n.value));
            signed(Phase::Recheck).into_iter().chain(number).chain(field("copies")).collect()
        }
    }
}

/// Of parameters, with whether they are given and whether they are used, those that are idle.
fn idle(parameters: &[(&'static str, bool, bool)]) -> Vec<&'static str> {
    parameters.iter().filter(|(_, given, used)| *given && !used).map(|(name, ..)| *name).collect()
}

/// `Fail` with the hits, or `Pass` when there are none.
fn outcome(hits: Vec<Hit>) -> Outcome {
    if hits.is_empty() { Outcome::Pass } else { Outcome::Fail(hits) }
}

/// A hit on a whole element, quoting it.
fn on_element(file: usize, document: &Document, element: &Element) -> Hit {
    let mut hit = Hit::at(file, element.range.clone()).of(element.kind.id());
    hit.excerpt = Some(element.range.clone());
    hit.with("element", name_of(document, element)).with("found", printed(document, element.range.clone()))
}

/// What an element is called: by its label where the label stands before it, as in other systems, else by its kind.
fn name_of(document: &Document, element: &Element) -> Words {
    match element.label.as_ref().filter(|label| label.end <= element.range.start) {
        Some(label) => fold::squash(document.text.slice(label.clone()).trim_end_matches(['：', ':'])).into(),
        None => element.kind.title(),
    }
}

/// Text of a range in one line, for messages; long texts are cut.
fn printed(document: &Document, range: std::ops::Range<usize>) -> String {
    const LONGEST: usize = 60;
    let text: String = document.text.slice(range).trim().replace('\n', " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(std::iter::once('…')).collect()
}
