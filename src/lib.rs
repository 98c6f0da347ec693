//! 公文合规检查：一份公文，能不能印。
//!
//! Names and bytes go in, a report comes out; nothing here touches files, network, clock or terminal.
//!
//! - [`read`] turns bytes into a [`document::Document`]: flattened text with the way back to the file.
//! - [`packet`] sorts documents into main document, approval form and attachments.
//! - [`tree`] finds the packets in a tree of folders, whatever holds it.
//! - [`element`] recognises what each part is; it cannot fail.
//! - [`rule`] loads rules, gates and the vocabulary ([`terms`]) from TOML.
//! - [`problem`] says what is wrong in a rule or configuration file, at its place.
//! - [`counts`] knows how often characters stand side by side, and what is doubtful for that.
//! - [`check`] holds the kinds of checks, [`gate`] folds outcomes into verdicts.
//! - [`run`] asks every rule about a packet and makes the report ([`finding`]).
//! - [`record`] keeps what rules about several documents need; [`register`] makes and reads registers.
//! - [`log`] keeps the sealed record of what was checked.
//! - [`lang`] holds what is said to people, and says it in three languages.
//! - [`limits`] says how much of an input is taken.
//! - [`session`] works out which rules and settings hold for which path.
//! - [`config`] reads what an office sets for itself; [`baseline`] knows the findings that were there before.
//! - [`catalogue`] says what the rules are.
//! - [`edit`] holds changes of texts; [`mod@write`] makes them, and comments, in the files; [`mend`] makes those that findings
//!   ask for.
//! - [`annotate`] puts what was found beside the text, as comments.
//! - [`skeleton`] makes documents to begin with, and approval forms.
//! - [`render`] writes reports for people and machines; [`shown`] and [`json`] see that nothing in them is a command.

pub mod annotate;
pub mod baseline;
pub mod catalogue;
pub mod check;
pub mod config;
pub mod counts;
pub mod date;
pub mod document;
pub mod edit;
pub mod element;
pub mod error;
pub mod finding;
pub mod fold;
pub mod gate;
pub mod inspect;
pub mod json;
pub(crate) mod keyed;
pub mod lang;
pub(crate) mod letters;
pub mod limits;
pub mod log;
pub mod mend;
pub(crate) mod packed;
pub mod packet;
pub mod place;
pub mod problem;
pub mod read;
pub mod record;
pub mod register;
pub mod render;
pub mod rule;
pub mod run;
pub mod session;
pub(crate) mod sheet;
pub mod shown;
pub mod skeleton;
pub(crate) mod sort;
#[doc(hidden)]
pub mod steps;
pub mod terms;
pub mod text;
pub mod tree;
pub mod write;
