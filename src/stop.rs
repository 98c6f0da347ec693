//! Why a run ends before its work is done, and what the system says in words.

use sanbu::lang::Words;
use sanbu::words;
use std::io::{self, ErrorKind};

/// Something stopped the run; its message is already complete, in one line.
#[derive(Debug)]
pub(crate) struct Stop(pub(crate) Words);

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self(words!("写出结果失败：{why}", why = io_words(&error)))
    }
}

/// A failure of the system in words; what nobody has words for is named by its number.
pub(crate) fn io_words(error: &io::Error) -> Words {
    // What a part of the program has said is in words already.
    if let Some(own) = error.get_ref() {
        return own.downcast_ref::<Words>().cloned().unwrap_or_else(|| own.to_string().into());
    }
    let words = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经有同名的文件",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹",
        ErrorKind::StorageFull => "磁盘满了",
        ErrorKind::QuotaExceeded => "磁盘配额用完了",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的",
        ErrorKind::InvalidFilename => "文件名不能这样写，或者太长",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被别的程序占用",
        ErrorKind::WouldBlock => "要等别的程序才有内容，没有等",
        ErrorKind::TimedOut => "等了太久没有回应",
        ErrorKind::BrokenPipe => "接收的程序已经退出",
        ErrorKind::UnexpectedEof => "没有读到末尾就断了",
        ErrorKind::OutOfMemory => "内存不够",
        ErrorKind::StaleNetworkFileHandle | ErrorKind::NetworkDown | ErrorKind::HostUnreachable => "网络上的磁盘断开了",
        _ => {
            return error.raw_os_error().map_or_else(|| Words::from("系统没有说明原因"), |n| words!("系统错误 {n}", n));
        }
    };
    words.into()
}
