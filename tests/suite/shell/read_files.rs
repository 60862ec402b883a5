//! What a command reads it never writes, and what is no file it does not wait for.

use std::fs;

use crate::support::command_line::{Ended, Folder, SCENARIO};
use kvplan::platform::EMBEDDED_PLANS;

const BUDGETS: &str = "budgets:\n  - { metric: writes, max: 80% }\n";

/// A folder with `p.yaml`, a scenario on a plan of its own, `plan.yaml`.
fn folder() -> Folder {
    let folder = Folder::new();
    let text = SCENARIO.replace("cloudflare-free@2026-10", "plan.yaml") + BUDGETS;
    fs::write(folder.path("p.yaml"), text).expect("a scenario");
    fs::write(folder.path("plan.yaml"), EMBEDDED_PLANS[0].1).expect("a plan");
    folder
}

/// Runs it, with `GITHUB_STEP_SUMMARY` where there is one, and says whether it left `file` alone.
fn leaves_alone(folder: &Folder, file: &str, arguments: &[&str], summary: Option<&str>) -> Ended {
    let before = (fs::read(folder.path(file)).expect(file), folder.others());
    let mut command = folder.command(arguments);
    command.envs(summary.map(|path| ("GITHUB_STEP_SUMMARY", path)));
    let ended = Ended::from(command.output().expect("the binary runs"));
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?} {ended:?}");
    assert!(ended.stderr.contains("reads it cannot write too"), "{arguments:?} {ended:?}");
    let after = (fs::read(folder.path(file)).expect(file), folder.others());
    assert!(after == before, "{arguments:?} changed {file} or left something");
    ended
}

#[test]
fn no_flag_and_no_variable_names_a_file_that_is_read() {
    let folder = folder();
    let saved = folder.run(&["simulate", "p.yaml", "-o", "saved.json"]);
    assert_eq!(saved.code, Some(0), "{saved:?}");
    let trace = folder.run(&["simulate", "p.yaml", "--trace", "trace.json"]);
    assert_eq!(trace.code, Some(0), "{trace:?}");
    let github = ["gate", "p.yaml", "-f", "github"];
    let commands: [(&str, &[&str], Option<&str>); 9] = [
        ("plan.yaml", &["simulate", "p.yaml", "--trace", "plan.yaml"], None),
        ("plan.yaml", &["simulate", "s.yaml", "--plan", "plan.yaml", "--trace", "plan.yaml"], None),
        ("p.yaml", &["simulate", "p.yaml", "--trace", "./p.yaml"], None),
        ("saved.json", &["compare", "saved.json", "p.yaml", "-o", "saved.json"], None),
        ("trace.json", &["replay", "trace.json", "-o", "trace.json"], None),
        ("plan.yaml", &github, Some("plan.yaml")),
        ("p.yaml", &github, Some("p.yaml")),
        ("p.yaml", &["gate", "p.yaml", "--update-baseline", "--baseline", "p.yaml"], None),
        ("plan.yaml", &["gate", "p.yaml", "--update-baseline", "--baseline", "plan.yaml"], None),
    ];
    for (file, arguments, summary) in commands {
        leaves_alone(&folder, file, arguments, summary);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_link_to_a_file_that_is_read_is_that_file() {
        let folder = folder();
        symlink("plan.yaml", folder.path("soft.md")).expect("a link");
        fs::hard_link(folder.path("plan.yaml"), folder.path("hard.md")).expect("a link");
        for link in ["soft.md", "hard.md"] {
            let export = ["simulate", "p.yaml", "-o", link];
            let said = leaves_alone(&folder, "plan.yaml", &export, None).stderr;
            assert!(said.contains(&format!("-o {link}: it is plan.yaml, and ")), "{said}");
            leaves_alone(
                &folder,
                "plan.yaml",
                &["sweep", "p.yaml", "--vary", "days=1,2", "-o", link],
                None,
            );
            leaves_alone(&folder, "plan.yaml", &["gate", "p.yaml", "-f", "github"], Some(link));
        }
        // The baseline is read and written; nothing else is written into it.
        let recorded = folder.run(&["gate", "p.yaml", "--update-baseline"]);
        assert_eq!(recorded.code, Some(0), "{recorded:?}");
        fs::hard_link(folder.path("kvplan.baseline.json"), folder.path("b.md")).expect("a link");
        let mut command = folder.command(&["gate", "p.yaml", "-f", "github"]);
        command.env("GITHUB_STEP_SUMMARY", "b.md");
        let ended = Ended::from(command.output().expect("the binary runs"));
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        // Where standard input comes from is read as well.
        fs::hard_link(folder.path("s.yaml"), folder.path("in.md")).expect("a link");
        let mut command = folder.command(&["simulate", "-", "-o", "in.md"]);
        command.stdin(fs::File::open(folder.path("s.yaml")).expect("a file"));
        let ended = Ended::from(command.output().expect("the binary runs"));
        assert_eq!((ended.code, folder.read("in.md").as_str()), (Some(2), SCENARIO), "{ended:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_plan_that_is_no_file_is_refused_and_not_quoted() {
        let folder = folder();
        let places = ["/dev/ptmx", "/dev/zero", "/proc/self/environ", "/tmp", "fifo"];
        let made = Command::new("mkfifo").arg(folder.path("fifo")).status().expect("mkfifo");
        assert!(made.success());
        for place in places {
            fs::remove_file(folder.path("plan.yaml")).expect("a plan");
            symlink(place, folder.path("plan.yaml")).expect("a link");
            let told = folder.run_at_once(&["validate", "s.yaml", "--plan", "plan.yaml"]);
            for ended in [folder.run_at_once(&["gate", "p.yaml"]), told] {
                let why = if place == "/tmp" { "it is a folder" } else { "it is not a regular" };
                assert_eq!(ended.code, Some(2), "{place} {ended:?}");
                assert!(ended.stderr.contains("error[unreadable-plan]"), "{place} {ended:?}");
                assert!(ended.stderr.contains(why), "{place} {ended:?}");
                // Every environment has it; none of this may reach a log.
                assert!(!ended.stderr.contains("PATH="), "{place} {ended:?}");
            }
        }
    }

    #[test]
    fn pipes_on_the_command_line_are_read() {
        let folder = Folder::new();
        let expected = folder.run(&["simulate", "s.yaml", "-q"]).stdout;
        let program = env!("CARGO_BIN_EXE_kvplan");
        let lines = ["{} simulate <(cat s.yaml) -q", "cat s.yaml | {} simulate /dev/stdin -q"];
        for line in lines.map(|it| it.replace("{}", program)) {
            let mut bash = Command::new("bash");
            let output = bash.args(["-c", &line]).current_dir(folder.root()).output();
            let ended = Ended::from(output.expect("bash"));
            assert_eq!((ended.code, &ended.stdout), (Some(0), &expected), "{line} {ended:?}");
        }
    }
}
