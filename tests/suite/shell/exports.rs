//! Files come into place all at once, or not at all.

use std::fs;

use crate::support::command_line::Folder;

#[test]
fn each_export_holds_what_stdout_would_show() {
    let folder = Folder::new();
    let exports = ["-o", "a.csv", "-o", "a.json", "-o", "A.MD"];
    let ended = folder.run(&[&["simulate", "s.yaml"], &exports[..]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(folder.others(), ["A.MD", "a.causes.csv", "a.csv", "a.json"]);
    for (file, format) in [("a.csv", "csv"), ("a.json", "json"), ("A.MD", "markdown")] {
        let printed = folder.run(&["simulate", "s.yaml", "-f", format]).stdout;
        assert_eq!(folder.read(file), printed, "{file}");
    }
    let header = "scenario,policy,run,request,cause,meter,count";
    assert_eq!(folder.read("a.causes.csv").lines().next(), Some(header));
}

#[test]
fn a_name_that_cannot_be_meant_is_refused_before_anything_is_read() {
    let folder = Folder::new();
    fs::copy(folder.path("s.yaml"), folder.path("scenario.json")).expect("a copy");
    let refused: [&[&str]; 7] = [
        &["-o", "a.html"],
        &["-o", "a"],
        &["-o", "-"],
        &["-o", "a.csv", "-o", "./a.csv"],
        &["-o", "a.causes.csv", "-o", "a.csv"],
        &["-o", "a.csv", "-o", "a.causes.csv"],
        &["scenario.json", "-o", "scenario.json"],
    ];
    for exports in refused {
        let ended = folder.run(&[&["simulate", "s.yaml"], exports].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{exports:?} {ended:?}");
        assert_eq!(folder.others(), ["scenario.json"], "{exports:?}");
    }
    let html = folder.run(&["simulate", "s.yaml", "-o", "a.html"]);
    assert!(html.stderr.contains("simulate writes .csv, .json and .md"), "{html:?}");
}

#[test]
fn where_one_cannot_be_written_none_is_and_old_files_stay() {
    let folder = Folder::new();
    fs::write(folder.path("old.csv"), "old").expect("a file");
    fs::create_dir(folder.path("dir.json")).expect("a folder");
    for target in ["missing/x.json", "dir.json", "s.yaml/x.json"] {
        let ended = folder.run(&["simulate", "s.yaml", "-o", "old.csv", "-o", target]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""), "{target} {ended:?}");
        assert!(ended.stderr.contains(&format!("cannot write {target}: ")), "{ended:?}");
        assert!(!ended.stderr.contains(".kvplan-"), "{ended:?}");
        assert_eq!(folder.others(), ["dir.json", "old.csv"], "{target}");
        assert_eq!(folder.read("old.csv"), "old");
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::Folder;

    fn mode(folder: &Folder, name: &str) -> u32 {
        fs::metadata(folder.path(name)).expect(name).permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_new_file_and_an_old_one_keeps_its_own() {
        let folder = Folder::new();
        File::create(folder.path("usual")).expect("a file");
        fs::write(folder.path("old.md"), "old").expect("a file");
        fs::set_permissions(folder.path("old.md"), Permissions::from_mode(0o640)).expect("a mode");
        let ended = folder.run(&["simulate", "s.yaml", "-o", "new.json", "-o", "old.md"]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(mode(&folder, "new.json"), mode(&folder, "usual"));
        assert_eq!(mode(&folder, "old.md"), 0o640);
        assert_ne!(folder.read("old.md"), "old");
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = Folder::new();
        fs::write(folder.path("old.md"), "old").expect("a file");
        fs::set_permissions(folder.path("old.md"), Permissions::from_mode(0o444)).expect("a mode");
        let ended = folder.run(&["simulate", "s.yaml", "-o", "old.md"]);
        assert_eq!((ended.code, folder.read("old.md").as_str()), (Some(3), "old"), "{ended:?}");
    }

    #[test]
    fn a_link_is_followed_and_stays_a_link() {
        let folder = Folder::new();
        fs::create_dir(folder.path("kept")).expect("a folder");
        fs::write(folder.path("kept/real.json"), "old").expect("a file");
        symlink("kept/real.json", folder.path("link.json")).expect("a link");
        let ended = folder.run(&["simulate", "s.yaml", "-o", "link.json"]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(folder.path("link.json").is_symlink());
        assert!(folder.read("kept/real.json").starts_with('{'));
        let twice = ["simulate", "s.yaml", "-o", "link.json", "-o", "kept/real.json"];
        assert_eq!(folder.run(&twice).code, Some(2));
    }

    #[test]
    fn a_link_that_leads_nowhere_is_refused() {
        let folder = Folder::new();
        symlink("nowhere.json", folder.path("link.json")).expect("a link");
        let ended = folder.run(&["simulate", "s.yaml", "-o", "link.json"]);
        assert_eq!((ended.code, folder.others()), (Some(3), vec!["link.json".to_owned()]));
        assert!(ended.stderr.contains("a link that leads nowhere"), "{ended:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_directly() {
        let folder = Folder::new();
        for (device, code) in [("/dev/null", 0), ("/dev/full", 3), ("/dev/stdout", 0)] {
            let link = folder.path("device.json");
            symlink(device, &link).expect("a link");
            let ended = folder.run(&["simulate", "s.yaml", "-o", "device.json"]);
            assert_eq!(ended.code, Some(code), "{device} {ended:?}");
            assert_eq!(folder.others(), ["device.json"], "{device}");
            assert_eq!(ended.stdout.starts_with('{'), device == "/dev/stdout", "{ended:?}");
            fs::remove_file(link).expect("the link");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_message_names_the_users_file_alone() {
    let ended = Folder::new().run(&["simulate", "s.yaml", "--days", "1", "-o", "/proc/x.json"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    let said = ended.stderr.lines().next().unwrap_or_default();
    assert!(said.starts_with("error: cannot write /proc/x.json: "), "{said}");
    assert!(!said.contains(".tmp"), "{said}");
}
