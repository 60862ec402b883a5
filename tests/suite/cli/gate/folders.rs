//! Folders: what the gate finds in them, what it leaves out, and what it refuses.

use std::fs;

use crate::support::command_line::{Folder, SCENARIO};
use kvplan::platform::EMBEDDED_PLANS;
use kvplan::scenario::caps;

/// A folder with these scenarios, each named as its file and with a budget.
fn folder(files: &[&str]) -> Folder {
    let folder = Folder::new();
    files.iter().for_each(|file| put(&folder, file));
    folder
}

fn put(folder: &Folder, file: &str) {
    let path = folder.path(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let text = SCENARIO.replace("two workers", file);
    fs::write(path, text + "budgets:\n  - { metric: writes, max: 80% }\n").expect("a scenario");
}

/// The scenarios that are judged, in order.
fn judged(folder: &Folder, arguments: &[&str]) -> (Vec<String>, String) {
    let ended = folder.run(&[&["gate", "-f", "csv"], arguments].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut names: Vec<String> = ended
        .stdout
        .lines()
        .skip(1)
        .filter_map(|it| it.split(',').next())
        .map(Into::into)
        .collect();
    names.dedup();
    (names, ended.stderr)
}

#[test]
fn a_folder_is_walked_and_what_is_left_out_is_said() {
    let files = ["d/b.yml", "d/a/z.yaml", "d/c.YAML", "d/.hidden.yaml", "d/.git/x.yaml"];
    let folder = folder(&files);
    fs::write(folder.path("d/plan.yaml"), EMBEDDED_PLANS[0].1).expect("a plan");
    fs::write(folder.path("d/notes.txt"), "no scenario").expect("a file");
    fs::write(folder.path("d/no-budgets.yaml"), SCENARIO).expect("a scenario");
    let (names, said) = judged(&folder, &["d"]);
    assert_eq!(names, ["d/a/z.yaml", "d/b.yml", "d/c.YAML"]);
    assert!(said.contains("note: left out, hidden: d/.git, d/.hidden.yaml\n"), "{said}");
    assert!(said.contains("note: left out, a plan: d/plan.yaml\n"), "{said}");
    assert_eq!(said.matches("left out").count(), 2, "{said}");
    // A file may stand beside a folder, and the folder `scenarios` is the one that is not named.
    put(&folder, "e.yaml");
    assert_eq!(judged(&folder, &["e.yaml", "d"]).0[0], "e.yaml");
    fs::rename(folder.path("d"), folder.path("scenarios")).expect("another name");
    assert_eq!(judged(&folder, &[]).0, names);
    let quiet = folder.run(&["gate", "-q"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_plan_that_is_wrong_is_still_a_plan_and_a_wrong_scenario_is_none() {
    let folder = folder(&["d/a.yaml"]);
    let text = EMBEDDED_PLANS[0].1.replace("per_day: 1000\n", "per_day: many\n");
    fs::write(folder.path("d/plan.yaml"), text).expect("a plan");
    assert_eq!(judged(&folder, &["d"]).0, ["d/a.yaml"]);
    fs::write(folder.path("d/b.yaml"), "name: b\ntitle: no workers\ndays: 1\n").expect("a file");
    let ended = folder.run(&["gate", "d"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("unknown field `title`"), "{ended:?}");
}

#[test]
fn an_empty_folder_gives_nothing_to_check_and_a_deep_one_is_refused() {
    let folder = folder(&[]);
    fs::create_dir(folder.path("empty")).expect("a folder");
    assert_eq!(folder.run(&["gate", "empty"]).code, Some(4));
    let deep = |levels: usize| format!("d{}/x.yaml", "/d".repeat(levels - 1));
    put(&folder, &deep(caps::FOLDER_DEPTH));
    assert_eq!(judged(&folder, &["d"]).0, [deep(caps::FOLDER_DEPTH)]);
    put(&folder, &deep(caps::FOLDER_DEPTH + 1));
    let ended = folder.run(&["gate", "d"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""), "{ended:?}");
    let most = format!("walked to a depth of {}", caps::FOLDER_DEPTH);
    assert!(ended.stderr.contains(&most), "{ended:?}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn what_is_no_file_is_refused_wherever_it_is_found() {
        let folder = folder(&["scenarios/a.yaml"]);
        fs::create_dir(folder.path("dir")).expect("a folder");
        let made = Command::new("mkfifo").arg(folder.path("fifo")).status().expect("mkfifo");
        assert!(made.success());
        for place in ["nowhere", "../dir", "../fifo", "/dev/null", "/dev/ptmx"] {
            symlink(place, folder.path("scenarios/b.yaml")).expect("a link");
            let ended = folder.run_at_once(&["gate"]);
            assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""), "{place} {ended:?}");
            assert!(ended.stderr.contains("cannot read scenarios/b.yaml: "), "{place} {ended:?}");
            fs::remove_file(folder.path("scenarios/b.yaml")).expect("the link");
        }
        assert_eq!(folder.run(&["gate"]).code, Some(0));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn nothing_of_the_process_reaches_the_log() {
        let folder = folder(&["scenarios/a.yaml"]);
        symlink("/proc/self/environ", folder.path("scenarios/b.yaml")).expect("a link");
        let ended = folder.run(&["gate"]);
        assert_eq!(ended.code, Some(3), "{ended:?}");
        assert!(!ended.stderr.contains("PATH="), "{ended:?}");
    }

    #[test]
    fn links_are_followed_once() {
        let folder = folder(&["d/a.yaml", "other/o.yaml"]);
        fs::remove_file(folder.path("bad.yaml")).expect("a file");
        symlink("..", folder.path("d/up")).expect("a link");
        symlink("../other", folder.path("d/more")).expect("a link");
        symlink("../other", folder.path("d/once-more")).expect("a link");
        symlink("a.yaml", folder.path("d/z.yaml")).expect("a link");
        let (names, said) = judged(&folder, &["d"]);
        assert_eq!(names, ["d/a.yaml", "other/o.yaml"]);
        assert!(said.contains("note: left out, the same file as another: d/z.yaml\n"), "{said}");
    }
}
