//! What the reader of a trace says: messages of bad rows, and notes of rows that are sound and yet
//! probably not meant.

use std::fs;
use std::path::Path;
use std::process::Command;

use kvplan::scenario::caps;
use kvplan::trace::{Column, Notes, Reader, Row, RowKind, TraceError, Use};

const HEADER: &str = "time_ms,isolate,request,target,status,load,models,services\n";

/// The first mistake, as it is shown.
fn mistake(text: &str) -> String {
    let found = Reader::new(text.as_bytes(), caps::TRACE).and_then(|mut reader| {
        while reader.read()?.is_some() {}
        Ok(())
    });
    match found {
        Err(TraceError::Row(it) | TraceError::Header(it)) => it.to_string(),
        other => panic!("{other:?} of {text}"),
    }
}

#[test]
fn a_message_says_what_is_wrong_in_numbers() {
    for (text, expected) in [
        ("HEADERx\n", "line 2: there is 1 column instead of 8"),
        ("HEADER0,a,admin\n", "line 2: there are 3 columns instead of 8"),
        ("x\n", "line 1: there is 1 column; a trace begins with"),
        ("x,y\n", "line 1: there are 2 columns; a trace begins with"),
        // 3,660 days of 86,400,000 ms, of which the last one is 1 ms before the end.
        (
            "HEADER99999999999999999999,a,admin,,,,,\n",
            "`99999999999999999999` is too large: a trace has at most 3,660 days, up to \
             316,223,999,999 ms",
        ),
        ("HEADER9999999999999999999x,a,admin,,,,,\n", "is no whole number of milliseconds"),
    ] {
        let text = text.replace("HEADER", HEADER);
        let found = mistake(&text);
        assert!(found.contains(expected), "{found}");
    }
    let last = format!("{HEADER}316223999999,a,admin,,,,,\n");
    let mut reader = Reader::new(last.as_bytes(), caps::TRACE).expect("a header");
    assert!(reader.read().is_ok(), "the last millisecond that the message names is sound");
}

/// The rows of a sound trace, and what is to be said of them.
fn noted(body: &str) -> (Vec<Row>, Notes) {
    let text = format!("{HEADER}{body}");
    let mut reader = Reader::new(text.as_bytes(), caps::TRACE).expect("a header");
    let mut rows = Vec::new();
    while let Some(row) = reader.read().unwrap_or_else(|error| panic!("{error:?} in {body}")) {
        rows.push(row);
    }
    (rows, reader.notes().clone())
}

/// What of each column, tried: is a row without it refused, and does another value change the event?
fn tried(kind: RowKind) -> [Use; Column::COUNT] {
    let full = ["5", "a", kind.name(), "w", "online", "0.5", "m", "s"];
    let other = ["6", "b", "stats", "v", "offline", "0.6", "n", "t"];
    let row = |fields: [&str; 8]| format!("{}\n", fields.join(","));
    Column::ALL.map(|column| {
        let place = column.index();
        let with = |value| {
            let mut fields = full;
            fields[place] = value;
            let text = format!("{HEADER}{}", row(fields));
            let mut reader = Reader::new(text.as_bytes(), caps::TRACE).expect("a header");
            // Names are numbered in the order of their first use: what they are shows which is meant.
            let found = reader.read().ok()?;
            let known = reader.known();
            let names = [&known.isolates, &known.workers, &known.services, &known.models];
            let names = names.map(|names| names.iter().map(str::to_owned).collect::<Vec<_>>());
            Some((found, names))
        };
        let (sound, changed) = (with(full[place]), with(other[place]));
        assert!(sound.is_some() && changed.is_some(), "{} {}", kind.name(), column.name());
        match with("") {
            None => Use::Needed,
            Some(_) if changed == sound => Use::Ignored,
            Some(_) => Use::Optional,
        }
    })
}

#[test]
fn each_request_uses_the_columns_that_are_told_and_ignored_ones_are_noted() {
    for kind in RowKind::ALL {
        let tried = tried(kind);
        assert_eq!(Column::ALL.map(|column| kind.uses(column)), tried, "{}", kind.name());
        let (_, notes) = noted(&format!("0,a,{},w,online,0.5,m,s\n", kind.name()));
        let idle = Column::ALL[3..].iter().filter(|column| tried[column.index()] == Use::Ignored);
        let idle: Vec<&str> = idle.map(|column| column.name()).collect();
        let what = notes.unused.map(|noted| noted.what);
        let expected = format!("{} with {}", kind.name(), idle.join(", "));
        assert_eq!(what, (!idle.is_empty()).then_some(expected));
    }
}

#[test]
fn notes_count_their_rows_and_know_the_first_line() {
    let (rows, notes) = noted(
        "0,,existing,w,online,0.5,m,rag\n\n1,a,route,rag,,,,\n2,a,route,rga,,0.5,m,\n\
         3,a,admin,w,,,,\n4,a,route,img,,,,\n5,a,register,v,online,0.5,,img;rag\n\
         6,a,route,img,,,,\n7,a,heartbeat,w,online,0.5,,other\n8,a,route,other,,,,\n",
    );
    assert_eq!(rows.len(), 9);
    let unused = notes.unused.expect("three rows");
    let unused = (unused.rows, unused.line, unused.what.as_str());
    assert_eq!(unused, (3, 5, "route with load, models"));
    // `img` before it is registered, and `other`, which a heartbeat cannot add.
    let unnamed = notes.unnamed.expect("three rows");
    assert_eq!((unnamed.rows, unnamed.line, unnamed.what.as_str()), (3, 5, "rga"));
}

#[test]
fn recorded_traces_need_no_notes() {
    for name in ["random-101.csv", "random-102.csv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces").join(name);
        let text = fs::read_to_string(path).expect("a trace");
        let (_, notes) = noted(text.strip_prefix(HEADER).expect("the header"));
        assert_eq!(notes.unused, None, "{name}");
    }
}

/// Each request with what a table makes of the columns after `time_ms` and but `request`: cells
/// without a value say that the column is ignored, those in brackets that it may be empty.
fn check(what: &str, rows: &[Vec<String>]) {
    for kind in RowKind::ALL {
        let name = kind.name();
        let row = rows.iter().find(|row| row[0].trim_matches('`') == name);
        let row = row.unwrap_or_else(|| panic!("{what} lacks {name}"));
        let told = row[1..7].iter().map(|cell| match cell.as_str() {
            "–" | "-" => Use::Ignored,
            cell if cell.starts_with('(') => Use::Optional,
            _ => Use::Needed,
        });
        let columns = Column::ALL.into_iter();
        let columns = columns.filter(|it| !matches!(it, Column::TimeMs | Column::Request));
        let expected: Vec<Use> = columns.map(|column| kind.uses(column)).collect();
        assert_eq!(told.collect::<Vec<_>>(), expected, "{what}, {name}");
    }
}

#[test]
fn the_readme_and_the_help_tell_what_each_request_uses() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    let cells = |row: &str| row.trim_matches('|').split('|').map(|it| it.trim().into()).collect();
    let rows: Vec<Vec<String>> = rows.map(cells).filter(|row: &Vec<_>| row.len() == 8).collect();
    check("README.md", &rows);
    let help = Command::new(env!("CARGO_BIN_EXE_kvplan")).args(["replay", "--help"]).output();
    let help = String::from_utf8(help.expect("the binary runs").stdout).expect("UTF-8");
    let words = help.lines().map(|line| line.split_whitespace().map(str::to_owned).collect());
    let rows: Vec<Vec<String>> = words.filter(|row: &Vec<_>| row.len() == 7).collect();
    check("the help", &rows);
}
