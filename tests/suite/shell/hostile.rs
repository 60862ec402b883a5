//! Names that mean something to a terminal, to a spreadsheet, to a browser or to CI: no command
//! prints or exports them so that they do.

use super::commands::{ANSWERS, Answer, folder};

const HARMLESS: &str = "two colos";

const HOSTILE: [&str; 7] = [
    "\x1b[31mred\x07\u{9b}2J ##[error]x \u{202e}\u{200b}\t\u{0}\u{fffe}\u{ffff}",
    "::error file=x::y\n::error::x",
    "a%0A::error::x\r\n| c |",
    "=1+1 <script>alert(1)</script>",
    "@SUM(A1) ]]><x a=\"'&amp;",
    "-2+3 a|b",
    "`x` [l](http://e) @all #1",
];

/// The rows of a text that has them.
fn rows(file: &str, text: &str) -> Option<usize> {
    match file.rsplit('.').next() {
        Some("csv") => Some(csv::Reader::from_reader(text.as_bytes()).records().count()),
        Some("md") => Some(text.lines().filter(|line| line.starts_with('|')).count()),
        Some("xml") => Some(text.matches('<').count()),
        _ => None,
    }
}

#[track_caller]
fn is_harmless(file: &str, text: &str) {
    assert!(!text.chars().any(|it| it.is_control() && it != '\n'), "{text}");
    assert!(!text.contains(['\u{202e}', '\u{200b}']), "{text}");
    assert!(!text.contains("##["), "{text}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
    match file.rsplit('.').next() {
        Some("json") => assert!(!text.contains('<'), "{text}"),
        Some("md") => assert!(!text.contains("<script") && !text.contains("<x"), "{text}"),
        Some("xml") => assert!(!text.contains(['\u{fffe}', '\u{ffff}']), "{text}"),
        Some("csv") => {
            for row in csv::Reader::from_reader(text.as_bytes()).records() {
                let row = row.expect("cells of one length");
                let formula = |cell: &&str| {
                    cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err()
                };
                assert_eq!(row.iter().find(formula), None, "{row:?}");
            }
        }
        _ => {}
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
                is_harmless(file, text);
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
