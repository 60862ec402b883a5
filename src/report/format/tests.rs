//! Laws of every format, on a document with a hostile string in each place where one may stand.

use super::{markdown, terminal};
use crate::report::Look;
use crate::report::document::{
    Block, Cell, Column, Document, Heading, Note, Place, Profile, Section, Table, Tone, Value,
};
use crate::report::text::width;
use crate::study::Warning;
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
        .table
        .caption(HOSTILE.to_owned())
}

fn document() -> Document {
    let said = || vec![HOSTILE.to_owned(); 2];
    let command = said();
    let warning =
        Warning { code: "unused", message: HOSTILE.to_owned(), note: None, help: said().pop() };
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
            Block::Notes(vec![Note { said: HOSTILE.to_owned(), command }]),
            Block::Warnings(vec![warning]),
            Block::Assumptions(said()),
        ],
    };
    Document { command: "simulate", sections: vec![section(Place::Beside)] }
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
        assert_eq!(painted.replace("\x1b[31m", "").replace("\x1b[0m", ""), plain);
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
        // Four columns: bars are not shown.
        let bars = escaped.matches('|').count();
        assert!(bars == 0 || bars == 5, "{line}");
    }
    assert_eq!(body.filter(|line| line.starts_with('|')).count(), 4);
}

#[test]
fn lists_that_follow_one_another_are_one() {
    let text = markdown::render(&document());
    let list = text.split("\n\n").find(|part| part.contains("**unused**")).expect("the warning");
    assert_eq!(list.lines().filter(|line| line.starts_with("- ")).count(), 4, "{list}");
}

#[test]
fn a_tree_is_drawn_with_lines_or_indented() {
    let branch = |lasts: &[bool]| Value::Branch("x".to_owned(), lasts.to_vec());
    let rows = [branch(&[]), branch(&[false]), branch(&[false, true]), branch(&[true, false])];
    let table = Table::of(&rows).column(Column::words("of", 0), Value::clone).table;
    let drawn = terminal::table(&table, Look { width: 80, color: false });
    assert_eq!(drawn[2..], ["  x", "  ├─ x", "  │  └─ x", "     ├─ x"]);
}
