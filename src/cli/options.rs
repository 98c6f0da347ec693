//! Options and values that commands share.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use sanbu::date::Date;
use sanbu::finding::{Conclusion, Severity, Totals};
use sanbu::render::Format;

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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// The exit code that findings lead to, and packets that may not be printed whatever is listed.
    pub(super) fn code(self, totals: &Totals, forbidden: bool) -> u8 {
        let threshold = match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
            FailOn::Never => return 0,
        };
        let known = [Severity::Error, Severity::Warning, Severity::Info];
        u8::from(forbidden || known.iter().any(|s| *s >= threshold && totals.count(*s) > 0))
    }

    /// The exit code of a run that has checked: what could not be read, asked or decided comes before what was found.
    pub(super) fn of_run(self, totals: &Totals, unreadable: bool) -> u8 {
        if unreadable || totals.unasked > 0 || totals.concluded(Conclusion::Undecided) > 0 {
            return 2;
        }
        self.code(totals, totals.concluded(Conclusion::NotPrintable) > 0)
    }
}

/// An argument that is one of these, by their names.
pub(super) fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let names = PossibleValuesParser::new(all.iter().map(|one| name(*one)));
    names.try_map(move |given| all.iter().copied().find(|one| name(*one) == given).ok_or("不认识"))
}

/// The one of these that is called so.
pub(super) fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, given: &str) -> Result<T, String> {
    let known = || all.iter().map(|one| name(*one)).collect::<Vec<_>>().join("、");
    all.iter().copied().find(|one| name(*one) == given).ok_or_else(|| format!("可以写：{}", known()))
}

pub(super) fn iso_date(text: &str) -> Result<Date, String> {
    Date::parse_iso(text).ok_or_else(|| "日期应写成 2026-03-05 的形式".to_owned())
}

pub(super) fn not_blank(text: &str) -> Result<String, String> {
    let text = text.trim();
    match () {
        () if text.is_empty() => Err("不能是空的".to_owned()),
        () if text.chars().any(char::is_control) => Err("要写成一行，不能有换行和控制字符".to_owned()),
        () => Ok(text.to_owned()),
    }
}
