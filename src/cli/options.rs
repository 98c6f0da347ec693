//! Options and values that commands share.

use crate::disk::terminal::lang;
use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Args, Command};
use sanbu::date::Date;
use sanbu::finding::{Conclusion, Severity, Totals};
use sanbu::lang::{Lang, Words, is_same};
use sanbu::render::Format;
use sanbu::words;

/// The help page, in Chinese.
pub(super) const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// `--help`, with its line in Chinese.
#[derive(Debug, Args)]
pub(super) struct Help {
    /// 显示用法
    #[arg(short, long, action = clap::ArgAction::Help)]
    help: Option<bool>,
}

/// Whether files of others may be replaced.
#[derive(Debug, Args)]
pub(super) struct Force {
    /// 已有的文件不是本程序写的也覆盖；要检查的文件、规则、配置、留痕总是不覆盖
    #[arg(long)]
    pub(super) force: bool,
}

/// The formats of what is no report on packets.
pub(super) const PRETTY_OR_JSON: [Format; 2] = [Format::Pretty, Format::Json];

#[derive(Clone, Copy, Debug)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

/// From which findings on the exit code is 1.
#[derive(Debug, Args)]
pub(super) struct Failing {
    /// 有这样的和更重的问题时退出码为1
    #[arg(long, value_name = "轻重", value_parser = one_of(&FailOn::ALL, FailOn::name, FailOn::title), default_value = "error")]
    pub(super) fail_on: FailOn,
}

impl FailOn {
    const ALL: [FailOn; 4] = [FailOn::Error, FailOn::Warning, FailOn::Info, FailOn::Never];

    fn name(self) -> &'static str {
        self.threshold().map_or("never", Severity::id)
    }

    fn title(self) -> &'static str {
        self.threshold().map_or("从不", Severity::word)
    }

    fn threshold(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }

    /// The exit code that findings lead to, and packets that may not be printed whatever is listed.
    pub(super) fn code(self, totals: &Totals, forbidden: bool) -> u8 {
        let Some(threshold) = self.threshold() else { return 0 };
        u8::from(forbidden || Severity::ALL.iter().any(|s| *s >= threshold && totals.count(*s) > 0))
    }

    /// The exit code of a run that has checked: what could not be read, asked or decided comes before what was found.
    pub(super) fn of_run(self, totals: &Totals, unreadable: bool) -> u8 {
        // Whoever prints on 0 would print what nobody has looked at.
        if unreadable || totals.packets == 0 || totals.unasked > 0 || totals.concluded(Conclusion::Undecided) > 0 {
            return 2;
        }
        self.code(totals, totals.concluded(Conclusion::NotPrintable) > 0)
    }
}

/// Reads an argument that is one of these, by their names or by the words for people.
#[derive(Clone, Copy)]
pub(super) struct OneOf<T: 'static> {
    all: &'static [T],
    name: fn(T) -> &'static str,
    title: fn(T) -> &'static str,
    other: fn(&str) -> Option<T>,
}

/// An argument that is one of these.
pub(super) fn one_of<T: Copy>(
    all: &'static [T],
    name: fn(T) -> &'static str,
    title: fn(T) -> &'static str,
) -> OneOf<T> {
    OneOf { all, name, title, other: |_| None }
}

impl<T: Copy> OneOf<T> {
    /// Other ways to write them.
    pub(super) fn or(self, other: fn(&str) -> Option<T>) -> Self {
        Self { other, ..self }
    }

    fn values(&self) -> PossibleValuesParser {
        let value = |one: &T| PossibleValue::new((self.name)(*one)).help((self.title)(*one));
        PossibleValuesParser::new(self.all.iter().map(value))
    }
}

impl<T: Copy + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let meant = |given: &str| found(self.all, self.name, self.title, given).or_else(|| (self.other)(given));
        match value.to_str().and_then(meant) {
            Some(one) => Ok(one),
            None => Err(refused(&self.values(), cmd, arg, value)),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values: Vec<_> = self.values().possible_values()?.collect();
        Some(Box::new(values.into_iter()))
    }
}

/// What clap says of a value that is none of these.
fn refused(values: &PossibleValuesParser, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> clap::Error {
    let invalid = || clap::Error::new(ErrorKind::InvalidValue).with_cmd(cmd);
    values.parse_ref(cmd, arg, value).err().unwrap_or_else(invalid)
}

fn found<T: Copy>(all: &[T], name: fn(T) -> &'static str, title: fn(T) -> &'static str, given: &str) -> Option<T> {
    all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(given) || is_same(given, title(*one)))
}

/// A value as it may be written, for people first: `起草（draft）`.
pub(super) fn told(name: &str, title: &str) -> String {
    if title.is_empty() || title.eq_ignore_ascii_case(name) || lang() == Lang::En {
        return name.to_owned();
    }
    words!("{title}（{name}）", title = Words::from(lang().of(title).into_owned()), name).to(lang()).into_owned()
}

/// The one of these that is called so, by its name or by the word for people.
pub(super) fn named<T: Copy>(
    all: &[T],
    name: fn(T) -> &'static str,
    title: fn(T) -> &'static str,
    given: &str,
) -> Result<T, Words> {
    let known = || all.iter().map(|one| told(name(*one), title(*one)));
    found(all, name, title, given).ok_or_else(|| words!("可以写：{known}", known = Words::list(known())))
}

pub(super) fn iso_date(text: &str) -> Result<Date, Words> {
    Date::parse_iso(text).ok_or_else(|| Words::from("日期应写成 2026-03-05 的形式"))
}

pub(super) fn not_blank(text: &str) -> Result<String, Words> {
    let text = text.trim();
    match () {
        () if text.is_empty() => Err(Words::from("不能是空的")),
        () if text.chars().any(char::is_control) => Err(Words::from("要写成一行，不能有换行和控制字符")),
        () => Ok(text.to_owned()),
    }
}
