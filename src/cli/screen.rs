//! What a run shows: how much, in which colours, and whether it says how far it is.

use std::io::{IsTerminal, stderr};

use clap::Args;
use sanbu::finding::Severity;
use sanbu::render;

use super::options::one_of;
use crate::disk::output::Output;
use crate::disk::terminal;

#[derive(Debug, Args)]
pub(super) struct Screen {
    /// 只列出这样的和更重的问题；计数、结论和退出码不变
    #[arg(long, value_name = "轻重", value_parser = one_of(&Severity::ALL, Severity::id, Severity::word))]
    show: Option<Severity>,
    /// 最后列出各条规则查出多少处
    #[arg(long)]
    statistics: bool,
    /// 颜色
    #[arg(long, value_name = "何时", value_parser = one_of(&Color::ALL, Color::name, Color::title), default_value = "auto")]
    color: Color,
    /// 只输出结论：管屏幕和 short，别的形式不变
    #[arg(short, long)]
    quiet: bool,
    /// 合格的也列出签批过程，并写明通过、未检查的规则各有多少
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
    /// 不显示进度
    #[arg(long)]
    no_progress: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    const ALL: [Color; 3] = [Color::Auto, Color::Always, Color::Never];

    fn name(self) -> &'static str {
        match self {
            Color::Auto => "auto",
            Color::Always => "always",
            Color::Never => "never",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Color::Auto => "自动",
            Color::Always => "总是",
            Color::Never => "从不",
        }
    }
}

impl Screen {
    pub(super) fn options(&self, output: &Output) -> render::Options {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => output.is_terminal() && terminal::likes_color(),
        };
        render::Options {
            color,
            width: if output.is_terminal() { terminal::columns() } else { None },
            quiet: self.quiet,
            verbose: self.verbose,
            show: self.show.unwrap_or(Severity::Info),
            statistics: self.statistics,
            lang: terminal::lang(),
        }
    }

    /// Whether somebody looks who would like to know how far the run is.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && !self.no_progress && stderr().is_terminal() && terminal::is_able()
    }
}
