//! Why a run ends before its work is done.

use std::io;

/// Something stopped the run; its message is already complete, in one line.
pub(crate) struct Stop(pub(crate) String);

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self(format!("写出结果失败：{error}"))
    }
}
