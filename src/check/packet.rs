//! The files of a packet: a form, a main document, nothing unreadable.

mod stop;

use serde::Deserialize;

use crate::check::{Ctx, outcome};
use crate::element::{Element, ElementKind, Form, Official};
use crate::finding::{Hit, Outcome, Skip, Stage};
use crate::fold;
use crate::lang::Words;
use crate::packet::{File, FileRole, is_final};
use crate::words;

/// What can be wrong with the files of a packet.
#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PacketFault {
    /// There is not exactly one approval form.
    Form,
    /// The approval form names another document, by number and by title.
    OtherForm,
    /// A record of the re-check names another document.
    OtherSlip,
    /// There is not exactly one main document.
    Main,
    /// Beside the main document lies the same one under the name of a final text.
    Final,
    /// An attachment is empty or cannot be read.
    Unreadable,
    /// An attachment bears a higher secrecy level than the document.
    MoreSecret,
    /// A paper that lies in the packet keeps the document from being printed: 此件暂不印发.
    Stopped,
}

impl PacketFault {
    /// What its hits fill.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Form | Self::Main => &["n", "state"],
            Self::OtherForm => &["found", "other"],
            Self::OtherSlip => &["file", "found"],
            Self::Final => &["file"],
            Self::Unreadable => &["file", "reason"],
            Self::MoreSecret => &["file", "found", "other"],
            Self::Stopped => &["file", "found"],
        }
    }

    pub(super) fn eval(self, ctx: &Ctx<'_>) -> Outcome {
        let packet = ctx.packet;
        let broken = packet.files.iter().any(|f| !f.is_text() && f.role == FileRole::Other);
        let printed = || packet.files.iter().any(|f| f.role == FileRole::Finished);
        let mains = packet.files.iter().filter(|f| f.role == FileRole::Main && f.read().is_some()).count();
        match self {
            Self::OtherForm => other_form(ctx),
            Self::OtherSlip if packet.slips.is_empty() => Outcome::NotApplicable,
            Self::OtherSlip => outcome(ctx.other_slips().map(|(file, _, form)| other_slip(ctx, file, form)).collect()),
            Self::Form if packet.forms() == 1 => Outcome::Pass,
            Self::Form if packet.forms() == 0 && (packet.unreadable_form() || broken) => {
                Outcome::Skipped(if packet.blank_form() { Skip::NotUnderstood } else { Skip::Unreadable })
            }
            // Whether a paper that is no official document, or an attachment by itself, needs a form, nobody can say.
            Self::Form
                if packet.forms() == 0
                    && ctx
                        .main()
                        .is_some_and(|(_, _, e)| matches!(e.official, Official::No | Official::Attachment)) =>
            {
                Outcome::Skipped(Skip::NotOfficial)
            }
            Self::Form => {
                let state =
                    if packet.forms() == 0 { Words::from("未见") } else { words!("有{n}份", n = packet.forms()) };
                Outcome::Fail(vec![
                    Hit::default().of("form").with("n", packet.forms().to_string()).with("state", state),
                ])
            }
            Self::Main if mains > 1 => Outcome::Fail(vec![
                Hit::default().of("body").with("n", mains.to_string()).with("state", words!("有{n}份", n = mains)),
            ]),
            Self::Main if packet.main.is_some() => Outcome::Pass,
            Self::Main if broken || printed() => Outcome::Skipped(Skip::Unreadable),
            Self::Main => Outcome::Fail(vec![Hit::default().of("body").with("n", "0").with("state", words!("缺"))]),
            Self::Final => last(ctx),
            Self::Unreadable => unreadable(ctx),
            Self::MoreSecret => more_secret(ctx),
            Self::Stopped => stop::stopped(ctx),
        }
    }
}

/// Which of the two is to be printed, nobody can say before it is.
fn last(ctx: &Ctx<'_>) -> Outcome {
    let is_final = |f: &&File| f.role == FileRole::Finished && is_final(&f.meant, ctx.terms);
    let hit = |f: &File| Hit::default().of("body").with("file", f.name.clone());
    let hits: Vec<Hit> = ctx.packet.files.iter().filter(is_final).map(hit).collect();
    let printed = ctx.stage == Stage::Release;
    if printed || ctx.main().is_none() { Outcome::NotApplicable } else { outcome(hits) }
}

fn unreadable(ctx: &Ctx<'_>) -> Outcome {
    let files: Vec<_> = ctx.packet.files.iter().filter(|f| f.role == FileRole::Attachment).collect();
    if files.is_empty() {
        return Outcome::NotApplicable;
    }
    let reason =
        |f: &File| f.content.as_ref().err().filter(|_| f.must_be_read || f.size == 0).map(|e| e.message.clone());
    let blank = |f: &File| {
        let (document, _) = f.read()?;
        let empty =
            !document.text.as_str().chars().any(char::is_alphanumeric) && !document.lines.iter().any(|l| l.picture);
        empty.then(|| Words::from("文件里没有内容"))
    };
    let reason = |f: &File| reason(f).or_else(|| blank(f));
    let broken = files.iter().filter_map(|f| {
        Some(Hit::default().of("attachments_found").with("file", f.name.clone()).with("reason", reason(f)?))
    });
    outcome(broken.collect())
}

/// The levels are listed from the highest down; a document without one stands below them all.
fn more_secret(ctx: &Ctx<'_>) -> Outcome {
    let Ok((_, _, main)) = ctx.judged_main() else { return Outcome::NotApplicable };
    let levels = &ctx.terms.words.secrecy;
    let rank = |e: &Element| levels.iter().position(|l| fold::squash(&e.value).starts_with(l.as_str()));
    let own = main.get(ElementKind::Secrecy).and_then(rank).unwrap_or(levels.len());
    let marked = |(at, file): (usize, &File)| {
        let (_, elements) = file.read().filter(|_| file.role == FileRole::Attachment)?;
        let secrecy = elements.get(ElementKind::Secrecy)?;
        let hit = Hit::at(at, secrecy.range.clone()).of(ElementKind::Secrecy.id());
        Some((rank(secrecy)?, hit.with("file", file.name.clone()).with("found", secrecy.value.clone())))
    };
    let marked: Vec<(usize, Hit)> = ctx.packet.files.iter().enumerate().filter_map(marked).collect();
    if marked.is_empty() {
        return Outcome::NotApplicable;
    }
    let stated = main
        .get(ElementKind::Secrecy)
        .map_or(Words::from("没有标密级"), |e| words!("标的是“{value}”", value = e.value));
    let above = marked.into_iter().filter(|(level, _)| *level < own);
    outcome(above.map(|(_, hit)| hit.with("other", stated.clone())).collect())
}

fn other_slip(ctx: &Ctx<'_>, file: usize, form: &Form) -> Hit {
    let stated = |id: &str| form.field(id).map(|f| f.value.clone()).filter(|v| !v.is_empty());
    let found = stated("doc_number").or_else(|| stated("title")).unwrap_or_default();
    let hit = Hit::at(file, form.heading.clone()).of("form").with("found", found);
    hit.with("file", ctx.packet.files[file].name.clone())
}

/// Number and title on the form are both those of something else.
fn other_form(ctx: &Ctx<'_>) -> Outcome {
    let (Some((file, _, form)), Some((_, _, elements))) = (ctx.form(), ctx.main()) else {
        return Outcome::NotApplicable;
    };
    let letters = |text: &str| fold::squash(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let field = |id: &str| form.field(id).map(|f| letters(&f.value)).filter(|v| !v.is_empty());
    let own = |kind| elements.get(kind).map(|e| letters(&e.value)).filter(|v| !v.is_empty());
    let pairs = [(field("doc_number"), own(ElementKind::DocNumber)), (field("title"), own(ElementKind::Title))];
    let differ = |(a, b): &(Option<String>, Option<String>)| match (a, b) {
        (Some(a), Some(b)) => Some(!a.contains(b.as_str()) && !b.contains(a.as_str())),
        _ => None,
    };
    let told: Vec<bool> = pairs.iter().filter_map(differ).collect();
    match told.as_slice() {
        [true, true] => {
            let stated = |id: &str| form.field(id).map_or(String::new(), |f| f.value.clone());
            let hit = Hit::at(file, form.heading.clone()).of("form");
            Outcome::Fail(vec![hit.with("found", stated("doc_number")).with("other", stated("title"))])
        }
        [] => Outcome::NotApplicable,
        _ => Outcome::Pass,
    }
}
