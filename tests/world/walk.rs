//! What is opened: pipes, sockets and loops of links, folders deep and many.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::support::cli::{Folder, program};
use super::{check, conclusions, ended};

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_is_no_file_is_said_and_not_opened() {
    // Where it lies, whether it could be a paper, what becomes of the packet.
    let rows: [(&str, bool, &str, i32); 6] = [
        ("公文/附件3.docx", true, "not-printable", 2),
        ("公文/正文2.docx", true, "undecided", 2),
        ("公文/稿纸.doc", true, "undecided", 2),
        ("公文/pipe", false, "printable", 0),
        ("公文/.pipe", false, "printable", 0),
        ("pipe", false, "printable", 0),
    ];
    for (place, paper, conclusion, code) in rows {
        for socket in [false, true] {
            let folder = Folder::new("odd");
            folder.packet("公文");
            let path = folder.0.join(place);
            let kept = if socket { Some(UnixListener::bind(&path).unwrap()) } else { None };
            if !socket {
                pipe(&path);
            }
            let (report, ended, said) = check(&folder.0);
            assert_eq!((conclusions(&report), ended), (vec![conclusion], code), "{place}: {said}");
            let what = if socket { "套接字" } else { "管道" };
            let told = if paper { report["unreadable"].to_string() } else { said };
            assert!(told.contains(&format!("是{what}，不是文件，没有打开")), "{place}: {told}");
            drop(kept);
        }
    }
}

#[test]
fn what_is_named_and_no_file_is_not_opened_either() {
    let folder = Folder::new("odd-named");
    let (fifo, socket) = (folder.0.join("正文.docx"), folder.0.join("正文.txt"));
    pipe(&fifo);
    let _kept = UnixListener::bind(&socket).unwrap();
    for (path, what) in [(fifo, "管道"), (socket, "套接字")] {
        let (report, code, _) = check(&path);
        let told = report["unreadable"].to_string();
        assert!(code == 2 && told.contains(&format!("是{what}，不是文件，没有打开")), "{told}");
        for command in ["inspect", "inspect --text", "register"] {
            let output = ended(program(command).arg(&path));
            assert_eq!(output.status.code(), Some(2), "{command} {what}");
        }
    }
}

#[test]
fn a_pipe_in_the_place_of_settings_stops_nothing() {
    let folder = Folder::new("settings");
    let packet = folder.packet("公文");
    pipe(&folder.0.join("sanbu.toml"));
    let output = super::ended(program(&["check"]).arg(&folder.0));
    assert_eq!(output.status.code(), Some(2), "by which settings nobody knows");
    assert!(String::from_utf8_lossy(&output.stderr).contains("sanbu.toml：是管道"));
    fs::remove_file(folder.0.join("sanbu.toml")).unwrap();
    pipe(&packet.join("packet.toml"));
    let (report, code, _) = check(&folder.0);
    assert_eq!((conclusions(&report).len(), code), (0, 2), "whose file it is nobody knows");
    assert!(report["unreadable"].to_string().contains("是管道，不是文件"), "{report}");
}

#[test]
fn no_loop_of_links_repeats_a_packet() {
    // Links (name, target), whether something of the packet was left unread.
    type Links = &'static [(&'static str, &'static str)];
    let rows: [(Links, bool); 12] = [
        (&[("公文/上", "..")], false),
        (&[("公文/己", ".")], false),
        (&[("又一份", "公文")], false),
        (&[("又一份", "公文"), ("再一份", "又一份")], false),
        (&[("公文/甲", "../公文/乙"), ("公文/乙", "../公文/甲")], true),
        (&[("公文/甲", "甲")], true),
        (&[("甲", "甲")], true),
        (&[("夹/上", "..")], false),
        (&[("夹/上", "../夹"), ("公文/夹", "../夹")], false),
        (&[("公文/夹/上", "..")], false),
        (&[("公文/夹/根", "../.."), ("公文/夹/己", ".")], false),
        (&[("公文/断", "没有这个文件")], true),
    ];
    for (links, unread) in rows {
        let folder = Folder::new("loop");
        folder.packet("公文");
        for (name, target) in links {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            symlink(target, path).unwrap();
        }
        let (report, code, said) = check(&folder.0);
        assert_eq!(conclusions(&report).len(), 1, "{links:?}: {report:#}");
        assert_eq!((code == 2, report["unreadable"] != serde_json::json!([])), (unread, unread), "{links:?}: {said}");
        assert!(unread || said.contains("是链接"), "{links:?} is passed by in silence");
    }
}

#[test]
fn a_link_is_followed_where_it_stays_in_the_folder() {
    let folder = Folder::new("link");
    let packet = folder.copy("demo/03-附件2缺失", "发文/公文");
    assert_eq!(conclusions(&check(&packet).0), ["not-printable"]);
    let title = "乡镇防汛物资储备清单";
    let paper = |at: &str| {
        fs::create_dir_all(folder.0.join(at)).unwrap();
        fs::write(folder.0.join(at).join("附件2.txt"), format!("附件2\n\n{title}\n\n编织袋五百条。\n")).unwrap();
    };
    paper("发文/共用");
    paper("别处");
    // Inside: the attachment is there, by a link to the file or to its folder.
    for (name, target) in [("附件2.txt", "../共用/附件2.txt"), ("附件", "../共用")] {
        symlink(target, packet.join(name)).unwrap();
        let (report, _, said) = check(folder.0.join("发文"));
        assert_eq!(conclusions(&report)[0], "printable", "{name}: {said} {report:#}");
        fs::remove_file(packet.join(name)).unwrap();
    }
    // Outside: it is said, and neither there nor missing.
    for (name, target) in [("附件2.txt", "../../别处/附件2.txt"), ("附件", "../../别处")] {
        symlink(target, packet.join(name)).unwrap();
        let (report, code, _) = check(folder.0.join("发文"));
        assert_eq!(code, 2);
        assert!(report["unreadable"].to_string().contains("指向检查的文件夹之外"), "{name}: {report:#}");
        assert!(!report["packets"][0]["gates"][1]["reasons"].to_string().contains("未找到"), "{name}: {report:#}");
        fs::remove_file(packet.join(name)).unwrap();
    }
    // Named on the command line it is followed.
    symlink("发文/公文", folder.0.join("链接")).unwrap();
    assert_eq!(conclusions(&check(folder.0.join("链接")).0).len(), 1);
}

#[test]
fn a_folder_is_read_once() {
    const LEVELS: usize = 40;
    for mains in [1, 4, LEVELS] {
        let folder = Folder::new("deep");
        let mut path = folder.0.clone();
        for level in 0..LEVELS {
            // What is skipped by its name is counted each time that it is met.
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join(".DS_Store"), "x").unwrap();
            if level % (LEVELS / mains) == 0 {
                folder.packet(&path);
            }
            path.push("下");
        }
        let (report, ..) = check(&folder.0);
        assert_eq!(conclusions(&report).len(), mains);
        assert_eq!(report["summary"]["skipped_files"], LEVELS, "{mains}");
    }
}

#[test]
fn what_lies_in_the_folder_itself_is_not_called_by_a_link() {
    let folder = Folder::new("link-name");
    let packet = folder.packet("公文");
    fs::create_dir_all(packet.join("材料/共用")).unwrap();
    fs::write(packet.join("材料/共用/附件9.docx"), "PK").unwrap();
    symlink("共用", packet.join("材料/甲")).unwrap();
    let (report, _, said) = check(&folder.0);
    let unread = report["unreadable"].as_array().unwrap();
    assert!(
        unread.len() == 1 && unread[0]["path"].as_str().unwrap().ends_with("材料/共用/附件9.docx"),
        "{unread:#?} {said}"
    );
}

#[test]
fn folders_too_deep_are_named() {
    let folder = Folder::new("deeper");
    folder.packet("公文");
    // Beside a packet, and in it: then it belongs to what was handed in.
    for (place, conclusion) in [("深", "printable"), ("公文/深", "undecided")] {
        let mut path = folder.0.join(place);
        (0..1030).for_each(|_| path.push("d"));
        fs::create_dir_all(&path).unwrap();
        let (report, code, _) = check(&folder.0);
        assert_eq!((conclusions(&report), code), (vec![conclusion], 2), "{place}");
        assert_eq!(report["unreadable"][0]["reason"], "too-large");
        assert!(report["unreadable"].to_string().contains("文件夹套了1024层以上"), "{report:#}");
        fs::remove_dir_all(folder.0.join(place)).unwrap();
    }
}

#[test]
fn a_file_that_may_not_be_read_is_part_of_its_packet() {
    let folder = Folder::new("forbidden");
    let packet = folder.packet("公文");
    fs::write(packet.join("附件9.txt"), "附件9").unwrap();
    fs::set_permissions(packet.join("附件9.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    let Some((report, code)) = closed(&folder) else { return };
    assert_eq!(code, 2);
    assert!(report["packets"][0]["unreadable"].to_string().contains("没有权限"), "{report:#}");
}

/// The report about a folder for somebody who may not read everything, and the exit code.
fn closed(folder: &Folder) -> Option<(Value, i32)> {
    let output = folder.as_nobody("check . --format json")?.output().unwrap();
    Some((serde_json::from_slice(&output.stdout).unwrap(), output.status.code().unwrap()))
}

#[test]
fn a_manifest_that_may_not_be_read_is_no_faulty_one() {
    let folder = Folder::new("manifest");
    let packet = folder.packet("公文");
    fs::write(packet.join("packet.toml"), "main = '正文.txt'\n").unwrap();
    fs::set_permissions(packet.join("packet.toml"), fs::Permissions::from_mode(0o000)).unwrap();
    let Some((report, code)) = closed(&folder) else { return };
    let told = &report["unreadable"][0];
    assert_eq!((code, &told["path"], &told["reason"]), (2, &"公文/packet.toml".into(), &"io".into()), "{report:#}");
}

#[test]
fn a_folder_that_may_not_be_opened_is_told_and_not_what_may_lie_in_it() {
    let folder = Folder::new("closed");
    folder.packet("公文");
    fs::create_dir(folder.0.join("别的")).unwrap();
    fs::set_permissions(folder.0.join("别的"), fs::Permissions::from_mode(0o000)).unwrap();
    let told = closed(&folder);
    fs::set_permissions(folder.0.join("别的"), fs::Permissions::from_mode(0o755)).unwrap();
    let Some((report, code)) = told else { return };
    let unread = report["unreadable"].as_array().unwrap();
    assert!(code == 2 && unread.len() == 1, "{report:#}");
    assert_eq!(unread[0]["path"], "别的");
    assert!(unread[0]["message"].as_str().unwrap().contains("没有权限"), "{unread:#?}");
}

#[test]
fn a_loop_named_on_the_command_line_is_told_as_one() {
    let folder = Folder::new("loop-named");
    for (name, target, said) in [("圈", "圈", "绕成了圈"), ("断", "没有", "指向的文件或文件夹不存在")]
    {
        symlink(target, folder.0.join(name)).unwrap();
        let (report, code, _) = check(folder.0.join(name));
        assert_eq!(code, 2);
        let told = report["unreadable"].to_string();
        assert!(told.contains(said) && !told.contains("os error"), "{told}");
    }
}

#[test]
fn settings_further_down_are_not_used_and_that_is_said_once() {
    let folder = Folder::new("settings-below");
    folder.packet("收/甲");
    for at in ["sanbu.toml", "收/甲/sanbu.toml", "收/乙/丙/sanbu.toml"] {
        folder.put(at, "stage = 'draft'\n");
    }
    let unused = |paths: &[&str], more: &[&str]| {
        let paths = paths.iter().map(|path| folder.0.join(path));
        let output = ended(program(&["check", "--format", "json"]).args(more).args(paths));
        let said = String::from_utf8(output.stderr).unwrap();
        let lines: Vec<String> = said.lines().filter(|l| l.starts_with("没有使用：")).map(str::to_owned).collect();
        assert!(lines.len() <= 1, "{said}");
        let line = lines.concat();
        ["/sanbu.toml", "收/甲/sanbu.toml", "收/乙/丙/sanbu.toml"]
            .map(|name| line.contains(&format!("{}{name}", if name.starts_with('/') { folder.path() } else { "" })))
    };
    assert_eq!(unused(&["收"], &[]), [false, true, true]);
    assert_eq!(unused(&["收", "收/甲"], &[]), [false, true, true], "it is in the folder that is named as well");
    assert_eq!(unused(&["收/甲"], &[]), [false; 3]);
    let other = folder.put("别的.toml", "stage = 'draft'\n");
    assert_eq!(unused(&[""], &["--config", &other]), [true, true, true]);
}

#[test]
fn a_manifest_names_nothing_outside_its_folder() {
    let folder = Folder::new("outside");
    folder.put("外.txt", "正文\n");
    let packet = folder.packet("件");
    let (there, away) = ("在这个文件夹之外", "不存在，请核对文件名");
    for (name, said) in [("/etc/passwd", there), ("../外.txt", there), ("C:\\\\甲.docx", there), ("没有.docx", away)]
    {
        fs::write(packet.join("packet.toml"), format!("main = '正文.docx'\nattachments = [\"{name}\"]\n")).unwrap();
        let (report, code, _) = check(&folder.0);
        assert_eq!(code, 2);
        let told = report["unreadable"].to_string();
        assert!(told.contains(said) && !told.contains("root:"), "{name}: {told}");
    }
}
