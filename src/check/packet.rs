//! The files of a packet: a form, a main document, nothing unreadable.

use serde::Deserialize;

use crate::check::{Ctx, outcome};
use crate::finding::{Hit, Outcome, Skip};
use crate::packet::FileRole;

pub(super) const KEYS: &[&str] = &["file", "reason", "n", "state"];

/// What can be wrong with the files of a packet.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacketFault {
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// There is not exactly one approval form.
    Form,
    /// There is no main document.
    Main,
    /// An attachment is empty or cannot be read.
    Unreadable,
}

impl PacketFault {
    pub(super) fn eval(self, ctx: &Ctx<'_>) -> Outcome {
        let packet = ctx.packet;
        let broken = packet.files.iter().any(|f| f.content.is_err() && f.role == FileRole::Other);
        match self.fault {
            Fault::Form if packet.forms() == 1 => Outcome::Pass,
            Fault::Form if packet.forms() == 0 && (packet.unreadable_form() || broken) => {
                Outcome::Skipped(Skip::Unreadable)
            }
            Fault::Form => {
                let state = if packet.forms() == 0 { "未见" } else { "不止一份" };
                Outcome::Fail(vec![
                    Hit::default().of("form").with("n", packet.forms().to_string()).with("state", state),
                ])
            }
            Fault::Main if packet.main.is_some() => Outcome::Pass,
            Fault::Main if broken => Outcome::Skipped(Skip::Unreadable),
            Fault::Main => Outcome::Fail(vec![Hit::default().of("body")]),
            Fault::Unreadable => unreadable(ctx),
        }
    }
}

fn unreadable(ctx: &Ctx<'_>) -> Outcome {
    let files: Vec<_> = ctx.packet.files.iter().filter(|f| f.role == FileRole::Attachment).collect();
    if files.is_empty() {
        return Outcome::NotApplicable;
    }
    let reason = |f: &crate::packet::File| {
        f.content.as_ref().err().filter(|_| f.must_be_read || f.size == 0).map(|e| e.message.clone())
    };
    let broken = files.iter().filter_map(|f| {
        Some(Hit::default().of("attachments_found").with("file", f.name.clone()).with("reason", reason(f)?))
    });
    outcome(broken.collect())
}
