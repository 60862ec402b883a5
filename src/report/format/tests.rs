//! Laws of every format, on a document with a hostile string in each place where one may stand.

use super::{github, junit, markdown, terminal};
use crate::report::Look;
use crate::report::document::{
    Block, Cell, Change, Column, Conclusion, Document, Finding, Findings, Heading, Matrix, Note,
    Place, Profile, Section, Table, Tone, Unjudged, Value,
};
use crate::report::text::width;
use crate::report::wording::Remark;
use crate::study::gate::GateVerdict;
use crate::words::Meter;

const HOSTILE: &str = "|a|\r\n# 日本語 <b>`c`\u{1b}[31m::error::x ##[group] @you [l](u) _\u{202e} \
                       -- https://e.org averyveryverylongwordwithoutanyspaceinit";

fn table() -> Table {
    let things = [0.5, 1.5];
    let word = |_: &f64| Cell::toned(HOSTILE, Tone::Bad);
    Table::of(&things)
        .column(Column::words(HOSTILE, 10), word)
        .column(Column::words("cut", 4).gives_way(20).sheds(3), word)
        .column(Column::words("", 4).sheds(2), |_| Value::Branch(HOSTILE.into(), vec![true, false]))
        .column(Column::figures("used", 7), |it| Value::Used(*it))
        .column(Column::bars("", 20).sheds(1), |it| Value::Bar(it / 1.5))
        .column(Column::bars("", 20).sheds(0), |it| Value::Gauge(Some(*it), 1.0))
        .table
        .caption(HOSTILE.to_owned())
}

fn said() -> Vec<String> {
    vec![HOSTILE.to_owned(); 2]
}

fn warning() -> Remark {
    Remark { code: "unused", message: HOSTILE.to_owned(), note: None, help: said().pop() }
}

/// One of each verdict, in the order of a file.
fn findings() -> Findings {
    let finding = |verdict| Finding {
        verdict,
        fails: verdict < GateVerdict::Warned,
        label: HOSTILE.into(),
        demand: HOSTILE.into(),
        was: String::new(),
        figures: HOSTILE.into(),
        share: HOSTILE.into(),
        margin: HOSTILE.into(),
        place: (HOSTILE.into(), 7),
        details: vec![Note { said: HOSTILE.into(), command: said() }],
        hint: Some(HOSTILE.to_owned().into()),
        is_brief: verdict == GateVerdict::Passed,
    };
    let properties = vec![("path", HOSTILE.to_owned())];
    let all = GateVerdict::ALL.into_iter().rev().map(finding).collect();
    Findings { about: HOSTILE.into(), properties, all }
}

/// Near the limit, far over it, without one, and a pair that is not known.
fn matrix() -> Matrix {
    let used = |share| Cell::toned(Value::Used(share), Tone::Bad);
    let rows = vec![
        (HOSTILE.to_owned(), vec![used(0.9), used(57.6), Value::Mean(0.5).into()]),
        (HOSTILE.to_owned(), vec![used(1.000_1)]),
    ];
    let (corner, across) = (HOSTILE.to_owned(), vec![HOSTILE.to_owned(); 3]);
    Matrix { corner, across, rows, pairs: table() }
}

fn conclusion() -> Conclusion {
    let blocks = vec![
        Block::Warnings(vec![warning()]),
        Block::Asides(said()),
        Block::Assumptions(Some(HOSTILE.to_owned()), said()),
    ];
    let unjudged =
        Unjudged { part: "files", kind: "could-not-judge", message: HOSTILE.into(), lines: said() };
    Conclusion { said: HOSTILE.into(), unjudged: Some(unjudged), blocks }
}

fn document() -> Document {
    let section = |place| Section {
        heading: Heading { title: HOSTILE.into(), facts: HOSTILE.into(), place, below: said() },
        blocks: vec![
            Block::Table(table()),
            Block::Table(Table::of(&[] as &[f64]).table),
            Block::Paragraphs(said()),
            Block::Labelled(7, vec![("routing", HOSTILE.to_owned())]),
            Block::Profile(Profile {
                meter: Meter::Reads,
                hours: (0..24).map(f64::from).collect(),
            }),
            Block::notes(said()),
            Block::Notes(vec![Note { said: HOSTILE.to_owned(), command: said() }]),
            Block::Warnings(vec![warning()]),
            Block::Findings(findings()),
            Block::Changes(vec![Change { sign: '+', said: HOSTILE.to_owned() }]),
            Block::Matrix(matrix()),
            Block::Answer(HOSTILE.to_owned(), said()),
            Block::Assumptions(Some(HOSTILE.to_owned()), said()),
        ],
    };
    let sections = vec![section(Place::Beside), section(Place::Below)];
    Document { command: "simulate", sections, conclusion: Some(conclusion()) }
}

/// What a terminal or a CI log would obey.
fn is_obeyed(text: &str) -> bool {
    text.chars().any(|it| it != '\n' && (it.is_control() || it == '\u{202e}'))
        || text.contains("::")
        || text.contains("##[")
}

#[test]
fn no_line_of_a_terminal_is_wider_than_it_and_nothing_in_it_is_obeyed() {
    for columns in 20..130 {
        let plain = terminal::render(&document(), Look { width: columns, color: false });
        let wide = plain.lines().find(|line| width(line) > columns);
        assert_eq!(wide, None, "{columns}");
        assert!(!is_obeyed(&plain), "{plain}");
        let painted = terminal::render(&document(), Look { width: columns, color: true });
        let tones = ["\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"];
        assert_eq!(tones.iter().fold(painted, |text, tone| text.replace(tone, "")), plain);
    }
}

#[test]
fn no_name_breaks_out_of_its_place_in_markdown() {
    let text = markdown::render(&document());
    assert!(!is_obeyed(&text), "{text}");
    assert_eq!(text.lines().next(), Some("<!-- kvplan:simulate -->"));
    let body = text.lines().skip(1).filter(|line| !line.is_empty());
    for line in body.clone() {
        let escaped = line.replace("\\|", "").replace("\\`", "").replace("\\[", "");
        assert!(!escaped.contains(['<', '>', '[']), "{line}");
        assert!(!escaped.contains("@y") && !escaped.contains("://"), "{line}");
        assert!(!line.starts_with("# "), "{line}");
        // Four columns, as bars are not shown; five of findings.
        assert!([0, 5, 6].contains(&escaped.matches('|').count()), "{line}");
    }
    let rows = 2 * (2 + GateVerdict::ALL.len()) + 2 * 2 * (2 + 2);
    assert_eq!(body.filter(|line| line.starts_with('|')).count(), rows);
    // Behind the conclusion's: what a heading heads stands below it.
    let sections: Vec<&str> = text.split("\n### ").skip(2).collect();
    assert!(sections.len() == 2 && sections.iter().all(|it| it.contains("| verdict |")), "{text}");
}

#[test]
fn github_obeys_one_command_a_line_and_nothing_that_stands_in_it() {
    let text = github::render(&document()).expect("findings");
    assert!(!text.contains("##["), "{text}");
    let commands = text.lines().filter_map(|line| line.strip_prefix("::"));
    let parts = commands.map(|line| line.split_once("::").expect("two parts"));
    let kinds = parts.map(|(properties, message)| {
        assert!(!is_obeyed(properties) && !is_obeyed(message), "{properties} {message}");
        properties.split(' ').next().expect("a command")
    });
    let counted = |all: &[&str], kind| all.iter().filter(|it| **it == kind).count();
    let kinds: Vec<&str> = kinds.collect();
    assert_eq!(["error", "warning", "notice"].map(|kind| counted(&kinds, kind)), [5, 3, 2]);
    assert_eq!(text.lines().count(), 5 + 3 + 2 + 1, "the conclusion is no command");
}

#[test]
fn no_name_breaks_out_of_an_attribute_or_an_element_of_junit() {
    let text = junit::render(&document()).expect("findings");
    assert!(!is_obeyed(&text) && !text.contains("<b>"), "{text}");
    let counts = "tests=\"9\" failures=\"2\" errors=\"3\"";
    assert!(text.contains(&format!("<testsuites name=\"kvplan simulate\" {counts}")), "{text}");
    let counted = |tag| text.matches(tag).count();
    assert_eq!(["<failure ", "<error ", "<testcase "].map(counted), [2, 3, 9]);
}

#[test]
fn lists_that_follow_one_another_are_one() {
    let text = markdown::render(&document());
    let list = text.split("\n\n").filter(|part| part.contains("**unused**")).nth(1);
    let list = list.expect("the warning of the last section");
    assert_eq!(list.lines().filter(|line| line.starts_with("- ")).count(), 4, "{list}");
}

#[test]
fn a_tree_is_drawn_with_lines_or_indented() {
    let branch = |lasts: &[bool]| Value::Branch("x".to_owned(), lasts.to_vec());
    let rows = [branch(&[]), branch(&[false]), branch(&[false, true]), branch(&[true, false])];
    let table = Table::of(&rows).column(Column::words("of", 0), Value::clone).table;
    let heading =
        Heading { title: "s".into(), facts: "f".into(), place: Place::Beside, below: Vec::new() };
    let sections = vec![Section { heading, blocks: vec![Block::Table(table)] }];
    let look = Look { width: 80, color: false };
    let drawn = terminal::render(&Document::new("simulate", sections), look);
    let rows: Vec<&str> = drawn.lines().skip(4).collect();
    assert_eq!(rows, ["  x", "  ├─ x", "  │  └─ x", "     ├─ x"]);
}
