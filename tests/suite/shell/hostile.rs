//! Names that mean something to a terminal, to a spreadsheet, to a browser or to CI: no command
//! prints or exports them so that they do.

use kvplan::words::is_invisible;
use regex_syntax::hir::{Class, HirKind};

use super::commands::{ANSWERS, Answer, folder};
use crate::support::hostile::{HOSTILE, does_no_harm, does_no_harm_in};

const HARMLESS: &str = "two colos";

/// The rows of a text that has them.
fn rows(file: &str, text: &str) -> Option<usize> {
    match file.rsplit('.').next() {
        Some("csv") => Some(csv::Reader::from_reader(text.as_bytes()).records().count()),
        Some("md") => Some(text.lines().filter(|line| line.starts_with('|')).count()),
        Some("xml") => Some(text.matches('<').count()),
        _ => None,
    }
}

#[test]
fn they_stay_harmless_in_every_format_of_every_command() {
    let texts = |name: &str, answer: &Answer| answer.texts(&folder(name), &["-q"]);
    for answer in ANSWERS.iter().filter(|it| it.line.contains("f.yaml")) {
        let known = texts(HARMLESS, answer);
        for name in HOSTILE {
            let found = texts(name, answer);
            assert_eq!(found.len(), known.len(), "{}", answer.line);
            for ((file, text), (_, harmless)) in found.iter().zip(&known) {
                match file.rsplit_once('.') {
                    Some((_, end)) => does_no_harm_in(end, name, text),
                    None => does_no_harm(name, text),
                }
                let (found, known) = (rows(file, text), rows(file, harmless));
                assert_eq!(found, known, "{} {file} {name:?}: {text}", answer.line);
            }
        }
    }
}

#[test]
fn annotations_keep_one_line_and_two_parts() {
    let lines = |name: &str| {
        let text = folder(name).run(&["gate", "f.yaml", "-f", "github"]).stdout;
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let known = lines(HARMLESS).len();
    for name in HOSTILE {
        let lines = lines(name);
        assert_eq!(lines.len(), known, "{name:?}: {lines:#?}");
        let commands = lines.iter().filter_map(|line| line.strip_prefix("::"));
        for command in commands {
            let (_, message) = command.split_once("::").expect("two parts");
            assert!(!message.contains("::") && !command.contains('\x1b'), "{command}");
        }
    }
}

#[test]
fn what_nobody_sees_is_what_unicode_ignores_by_default_and_no_letter() {
    let parsed = regex_syntax::parse(r"\p{Default_Ignorable_Code_Point}").expect("a property");
    let HirKind::Class(Class::Unicode(ignored)) = parsed.kind() else { panic!("{parsed:?}") };
    let mut ignored = ignored.iter().flat_map(|range| range.start()..=range.end());
    assert_eq!(ignored.find(|it| !is_invisible(*it)), None);
    let seen = "aé中日ｱ\u{301}\u{93f}\u{600} \u{a0}";
    assert_eq!(seen.chars().find(|it| is_invisible(*it)), None);
}
