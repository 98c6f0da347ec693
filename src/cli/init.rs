//! `sanbu init`: writes a `sanbu.toml` to begin with.

use sanbu::lang::Lang;
use sanbu::words;
use std::path::PathBuf;

use clap::Args;

use super::options::{Force, HELP, Help, one_of};
use crate::disk::output::{Kind, Outputs};
use crate::disk::terminal::{lang, tell};
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Init {
    /// 哪一类单位
    #[arg(long, value_name = "类别", value_parser = one_of(&Preset::ALL, Preset::name, Preset::title), default_value = "county")]
    preset: Preset,
    /// 写到哪个文件
    #[arg(short, long, value_name = "文件", default_value = "sanbu.toml")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    help: Help,
}

#[derive(Clone, Copy, Debug)]
enum Preset {
    County,
    University,
    Company,
}

impl Preset {
    const ALL: [Preset; 3] = [Preset::County, Preset::University, Preset::Company];

    fn name(self) -> &'static str {
        match self {
            Preset::County => "county",
            Preset::University => "university",
            Preset::Company => "company",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Preset::County => "机关",
            Preset::University => "高校",
            Preset::Company => "企业",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Preset::County => include_str!("../../presets/county.toml"),
            Preset::University => include_str!("../../presets/university.toml"),
            Preset::Company => include_str!("../../presets/company.toml"),
        }
    }
}

impl Init {
    /// A file that is there is left as it is.
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let output = Outputs::new(self.force.force).claim(&self.output, Kind::Settings)?;
        output.write(said(self.preset.text()).as_bytes())?;
        let name = output.shown();
        tell(words!("写好了 {name}。带 # 的行是例子：把名称、代字、人员改成本单位的，去掉 #", name));
        Ok(0)
    }
}

/// A preset in the language of the run: its remarks. What is set in it, and the examples of that, are the office's own.
fn said(preset: &str) -> String {
    let line = |line: &str| match line.starts_with("# ") && lang() != Lang::Hans {
        true => lang().of(line).into_owned() + "\n",
        false => line.to_owned() + "\n",
    };
    preset.lines().map(line).collect()
}
