//! What is wrong on the command line is said in the user's words, and the help shows how it is
//! written.

use crate::support::command_line::Folder;

/// What is said about a command line that is refused.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let ended = Folder::new().run(arguments);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?} {ended:?}");
    ended.stderr
}

#[test]
fn numbers_are_refused_with_their_range() {
    let cases: [(&[&str], &str); 14] = [
        (&["--days", "1.5"], "days of each run: a whole number from 1 to 3,660"),
        (&["--days", "0"], "days of each run: a whole number from 1 to 3,660"),
        (&["--days", "-1"], "days of each run: a whole number from 1 to 3,660"),
        (&["--runs", "many"], "runs: a whole number from 1 to 10,000, or auto"),
        (&["--runs", "99999999999"], "runs: a whole number from 1 to 10,000, or auto"),
        (&["--seed", "-3"], "a seed: a whole number from 0 to 18,446,744,073,709,551,615"),
        (&["--jobs", "0"], "threads: a whole number from 1 to 4,096"),
        (&["-j", "-2"], "threads: a whole number from 1 to 4,096"),
        (&["--run", "-1"], "the number of a run, counted from 0: a whole number from 0 to 9,999"),
        (&["--run", "first"], "a whole number from 0 to 9,999"),
        (&["--runs", "auto", "--target", "-1"], "a share in percent, from 0% to 100%"),
        (&["--run=-1"], "a whole number from 0 to 9,999"),
        (&["--days", "3", "--set", "days=4"], "`--days 3` and `--set days=4` set one value"),
        (
            &["--policy", "naive", "--set", "policy=optimized"],
            "`--policy naive` and `--set policy=optimized` set one value",
        ),
    ];
    for (flags, said) in cases {
        let text = refused(&[&["simulate", "s.yaml"], flags].concat());
        assert!(text.contains(said), "{flags:?}: {text}");
        for raw in ["tip:", "invalid digit", "non-zero type", "too large to fit"] {
            assert!(!text.contains(raw), "{flags:?}: {text}");
        }
    }
    let points = refused(&["sweep", "s.yaml", "--vary", "days=1..3", "--points", "-1"]);
    assert!(points.contains("values of a range: a whole number from 2 to 10,000"), "{points}");
    let gate = refused(&["gate", "s.yaml", "--tolerate", "60%"]);
    assert!(gate.contains("a share in percent, from 0% to 50%"), "{gate}");
}

#[test]
fn a_dash_is_no_export() {
    for command in ["simulate", "compare", "explain", "headroom", "gate"] {
        let text = refused(&[command, "s.yaml", "-o", "-"]);
        assert!(text.contains("choose its format with -f"), "{command}: {text}");
    }
}

const COMMANDS: [&str; 9] =
    ["simulate", "compare", "sweep", "headroom", "explain", "gate", "validate", "init", "schema"];

#[test]
fn the_help_names_the_commands_in_order_and_is_short_where_asked() {
    let folder = Folder::new();
    let (short, long) = (folder.run(&["-h"]).stdout, folder.run(&["--help"]).stdout);
    for text in [&short, &long] {
        let places: Vec<_> =
            COMMANDS.iter().map(|name| text.find(&format!("\n  {name} ")).expect(name)).collect();
        assert!(places.is_sorted(), "{text}");
    }
    assert!(short.lines().count() < 35, "{short}");
    assert!(!short.contains("Exit codes:") && long.contains("Exit codes:"), "{short}");
}

#[test]
fn each_command_has_examples_that_are_understood() {
    let folder = Folder::new();
    for command in COMMANDS {
        let help = folder.run(&["help", command]);
        assert_eq!(help.code, Some(0), "{help:?}");
        let (_, examples) = help.stdout.split_once("Examples:\n").expect(command);
        assert!(examples.lines().count() >= 2, "{examples}");
        let examples = examples.lines().take_while(|line| !line.is_empty());
        for line in examples.filter(|line| !line.contains(['|', '>', '<'])) {
            assert_eq!(line.contains('['), line.contains('\''), "{line}");
            let words: Vec<String> =
                line.split_whitespace().skip(1).map(|word| word.replace('\'', "")).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let ended = folder.run(&words);
            // The files are not there; only the flags and the words can be right or wrong.
            let missing = ended.stderr.contains("cannot read") || words[0] == "init";
            let missing = missing || words[0] == "schema" && ended.code == Some(0);
            assert!(missing, "{line}: {ended:?}");
        }
        for help in ["-h", "--help"] {
            let text = folder.run(&[command, help]).stdout;
            let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
            assert!(at("Usage:") < at("Examples:") && at("Examples:") < at("Options:"), "{text}");
        }
    }
}

#[test]
fn the_help_of_gate_says_what_is_written_when_and_where() {
    for help in ["-h", "--help"] {
        let text = Folder::new().run(&["gate", help]).stdout;
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for fact in ["$GITHUB_STEP_SUMMARY", "also when a budget is broken", ".xml (JUnit)"] {
            assert!(plain.contains(fact), "{fact}: {text}");
        }
    }
}

#[test]
fn flags_say_what_holds_without_them() {
    let help = Folder::new().run(&["help", "simulate"]).stdout;
    let plain = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for default in [
        "[default: the file's, else 7]",
        "[default: the file's, else 20]",
        "[default: the file's, else 42]",
        "[default: the file's, else cloudflare-free@2026-10]",
        "[default: all cores]",
        "[default: all runs]",
    ] {
        assert!(plain.contains(default), "{default}: {help}");
    }
}

#[test]
fn a_search_stops_at_a_cap_and_says_which() {
    let folder = Folder::new();
    // Bursts of ten that last ten minutes: fewer than 1,600 requests a day.
    let arrivals = "traffic[0].arrivals={ bursts: { size: 10, spacing: 1m } }";
    let ask = ["headroom", "s.yaml", "--runs", "1", "--set", arrivals, "--set"];
    let vary = ["--vary", "traffic[0].requests_per_day"];
    let ended = folder.run(&[&ask[..], &["policy=optimized"], &vary].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let text = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("at most 1,599 a day fit"), "{}", ended.stdout);
}

#[test]
fn what_was_typed_cannot_harm_a_terminal_and_the_colours_are_as_asked() {
    let folder = Folder::new();
    let colored = ["--color", "always", "--days", "1\u{1b}[31m\u{202e}"];
    let text = refused(&[&["simulate", "s.yaml"], &colored[2..]].concat());
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    assert!(text.contains("1\u{fffd}[31m\u{fffd}"), "{text:?}");
    let text = refused(&[&["simulate", "s.yaml"], &colored[..]].concat());
    assert!(text.contains('\u{1b}') && !text.contains("\u{1b}[31m\u{202e}"), "{text:?}");
    let forced = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
        String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8")
    };
    assert!(forced(&["--help"]).contains('\u{1b}'));
    for never in [&["--help", "--color", "never"][..], &["gate", "--color=never", "-h"]] {
        assert!(!forced(never).contains('\u{1b}'), "{never:?}");
    }
}

#[test]
fn a_file_that_is_not_there_names_its_neighbour_and_a_folder_its_files() {
    let folder = Folder::new();
    let said = |path: &str| folder.run(&["validate", path]).stderr;
    assert_eq!(said("ss.yaml"), "error: cannot read ss.yaml: No such file; did you mean s.yaml?\n");
    assert_eq!(said("other.md"), "error: cannot read other.md: No such file\n");
    let nowhere = "error: cannot read a/s.yaml: No such file: there is no folder a\n";
    assert_eq!(said("a/s.yaml"), nowhere);
    let is_folder = "error: cannot read .: it is a folder; name a file in it, such as ./bad.yaml\n";
    assert_eq!(said("."), is_folder);
    let plan = folder.run(&["validate", "s.yaml", "--plan", "s.yml"]);
    assert!(plan.stderr.replace('\n', " ").contains("did you mean s.yaml?"), "{}", plan.stderr);
}
