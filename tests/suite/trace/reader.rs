//! What the reader takes, what it refuses and on which line, and that it keeps nothing of the rows.

use std::io::{self, BufRead, BufReader, Read, Write};

use kvplan::scenario::caps;
use kvplan::trace::{Caps, Column, Event, IsolateId, Reader, Row, TraceError};
use kvplan::words::{Instant, ModelsId, ServiceId, Status, WorkerId, WorkerState};

const HEADER: &str = "time_ms,isolate,request,target,status,load,models,services\n";

fn reader(text: &str) -> Reader<&[u8]> {
    Reader::new(text.as_bytes(), caps::TRACE).expect("a header")
}

/// All rows, up to the first mistake.
fn rows<R: BufRead>(mut reader: Reader<R>) -> Result<Vec<Row>, TraceError> {
    let mut rows = Vec::new();
    while let Some(row) = reader.read()? {
        rows.push(row);
    }
    Ok(rows)
}

fn sound(body: &str) -> Vec<Row> {
    rows(reader(&format!("{HEADER}{body}"))).unwrap_or_else(|error| panic!("{error:?}\n{body}"))
}

/// The line and the column of the first mistake.
fn mistake(bytes: &[u8], caps: Caps) -> (u64, Option<Column>, String) {
    let reader = Reader::new(bytes, caps);
    match reader.and_then(rows) {
        Err(TraceError::Row(it) | TraceError::Header(it)) => (it.line, it.column, it.to_string()),
        other => panic!("{other:?} of {}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)])),
    }
}

#[test]
fn every_kind_of_row_is_an_event() {
    let found = sound(
        "0,a,existing,w,online,0.5,m2;m1;m2,img;rag;img\n\
         0,a,heartbeat,w,offline,-1e-3,m1;m2,\n\
         5,b,register,v,busy,1,,rag\n\
         5,b,route,img,,,,\n\
         6,a,cold_start,,,,,\n\
         6,a,admin,,,,,\n\
         7,a,stats,,,,,\n\
         7,b,deregister,w,,,,\n",
    );
    let (a, b, w, v) = (IsolateId(0), IsolateId(1), WorkerId(0), WorkerId(1));
    let (img, rag) = (ServiceId(0), ServiceId(1));
    let state = |load, models, status| WorkerState { load, models: ModelsId(models), status };
    let services = |ids: &[ServiceId]| kvplan::words::ServiceList::new(ids.iter().copied());
    let at = |ms, event| Row { at: Instant::from_ms(ms), event };
    let expected = [
        at(
            0,
            Event::Existing {
                worker: w,
                services: services(&[img, rag]),
                state: state(0.5, 0, Status::Online),
            },
        ),
        at(0, Event::Heartbeat(a, w, state(-1e-3, 0, Status::Offline))),
        at(
            5,
            Event::Register {
                isolate: b,
                worker: v,
                services: services(&[rag]),
                state: state(1.0, 1, Status::Other(0)),
            },
        ),
        at(5, Event::Route(b, img)),
        at(6, Event::ColdStart(a)),
        at(6, Event::Admin(a)),
        at(7, Event::Stats(a)),
        at(7, Event::Deregister(b, w)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_bad_row_is_told_by_its_line_and_column() {
    let beat = "10,a,heartbeat,w,online,0.5,,\n";
    let long = "n".repeat(256);
    let cases: [(&str, u64, Option<Column>); 22] = [
        ("x,a,admin,,,,,\n", 2, Some(Column::TimeMs)),
        ("-1,a,admin,,,,,\n", 2, Some(Column::TimeMs)),
        (",a,admin,,,,,\n", 2, Some(Column::TimeMs)),
        ("99999999999999999999,a,admin,,,,,\n", 2, Some(Column::TimeMs)),
        ("316224000000,a,admin,,,,,\n", 2, Some(Column::TimeMs)),
        ("BEAT9,a,admin,,,,,\n", 3, Some(Column::TimeMs)),
        ("BEAT10,a,restart,,,,,\n", 3, Some(Column::Request)),
        ("BEAT10,,admin,,,,,\n", 3, Some(Column::Isolate)),
        ("BEAT10,a,heartbeat,w,online,,,\n", 3, Some(Column::Load)),
        ("BEAT10,a,heartbeat,w,online,high,,\n", 3, Some(Column::Load)),
        ("BEAT10,a,heartbeat,w,online,NaN,,\n", 3, Some(Column::Load)),
        ("BEAT10,a,register,w,online,inf,,\n", 3, Some(Column::Load)),
        ("BEAT10,a,register,w,online,1e999,,\n", 3, Some(Column::Load)),
        ("BEAT10,a,heartbeat,,online,0.5,,\n", 3, Some(Column::Target)),
        ("BEAT10,a,route,,,,,\n", 3, Some(Column::Target)),
        ("BEAT10,a,existing,v,online,0.5,,\n", 3, Some(Column::Request)),
        ("0,a,existing,w,online,0.5,,\n0,b,existing,w,online,0.5,,\n", 3, Some(Column::Target)),
        ("BEAT10,a,admin\n", 3, None),
        ("BEAT10,a,admin,,,,,,\n", 3, None),
        ("BEAT10,a,admin,,,,,,,,,,,,\n", 3, None),
        ("BEAT10,a,route,LONG,,,,\n", 3, Some(Column::Target)),
        ("BEAT10,a,heartbeat,w,online,0.5,m;LONG,\n", 3, Some(Column::Models)),
    ];
    for (body, line, column) in cases {
        let body = body.replace("BEAT", beat).replace("LONG", &long);
        let found = mistake(format!("{HEADER}{body}").as_bytes(), caps::TRACE);
        assert_eq!((found.0, found.1), (line, column), "{body}: {}", found.2);
        assert!(found.2.contains(&format!("line {line}")), "{}", found.2);
        assert!(found.2.contains(column.map_or("", Column::name)), "{}", found.2);
    }
}

#[test]
fn lines_are_counted_through_empty_ones_quotes_and_both_kinds_of_line_ends() {
    let end = "0,a,jump,,,,,\n";
    for (before, line) in [
        ("\n\n\n", 5),
        ("0,a,admin,,,,,\r\n\r\n0,a,admin,,,,,\r\n", 5),
        ("0,\"two\nlines\",admin,,,,,\n", 4),
        ("0,\"a,b\",admin,,,,,\n0,\"say \"\"hi\"\"\",admin,,,,,\n", 4),
    ] {
        let text = format!("{HEADER}{before}{end}");
        assert_eq!(mistake(text.as_bytes(), caps::TRACE).0, line, "{before:?}");
        let text = text.replace(HEADER, &HEADER.replace('\n', "\r\n"));
        assert_eq!(mistake(text.as_bytes(), caps::TRACE).0, line, "{before:?} after CRLF");
    }
    let text = format!("{HEADER}0,\"say \"\"hi\"\"\",admin,,,,,");
    let mut reader = reader(&text);
    assert!(reader.read().expect("sound").is_some(), "no line end at the end");
    assert!(reader.read().expect("sound").is_none());
    assert_eq!(reader.known().isolates.get(0), Some("say \"hi\""));
}

#[test]
fn text_that_is_not_utf8_is_told_wherever_it_stands() {
    for (row, column) in [
        (&b"0,\xff,admin,,,,,\n"[..], Column::Isolate),
        (b"0,a,heartbeat,\xc3\x28,online,0.5,,\n", Column::Target),
        (b"0,a,heartbeat,w,\xff,0.5,,\n", Column::Status),
        (b"0,a,heartbeat,w,online,0.5,\xe2\x82,\n", Column::Models),
        (b"0,a,admin,,,,,\xf0\n", Column::Services),
    ] {
        let found = mistake(&[HEADER.as_bytes(), row].concat(), caps::TRACE);
        assert_eq!((found.0, found.1), (2, Some(column)), "{}", found.2);
    }
    assert_eq!(sound("0,Zürich,route,日本語,,,,\n").len(), 1, "other letters are welcome");
}

#[test]
fn another_header_is_refused() {
    for header in ["", "\n\n", "time_ms,isolate\n", "a,b,c,d,e,f,g,h\n", "0,a,admin,,,,,\n"] {
        let found = mistake(header.as_bytes(), caps::TRACE);
        assert!(found.2.contains(HEADER.trim_end()), "{header:?}: {}", found.2);
    }
    let swapped = HEADER.replace("status,load", "load,status");
    assert!(mistake(swapped.as_bytes(), caps::TRACE).2.contains("column 5 is `load`, not status"));
    let with_bom = format!("\u{feff}{HEADER}0,a,admin,,,,,\n");
    assert_eq!(rows(reader(&with_bom)).expect("sound").len(), 1);
}

#[test]
fn sets_of_models_are_equal_whatever_their_order() {
    let beats = ["m1;m2;m3", "m3;m1;m2", "m2;;m3;m1;m2;", "m1;m2", "", ";", "m12;m3", "m1;m2;m3"];
    let body: String =
        beats.iter().map(|models| format!("0,a,heartbeat,w,online,0,{models},\n")).collect();
    let sets: Vec<u32> = sound(&body)
        .into_iter()
        .map(|row| match row.event {
            Event::Heartbeat(_, _, state) => state.models.0,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sets, [0, 0, 0, 1, 2, 2, 3, 0]);
}

#[test]
fn too_many_names_are_refused_and_the_known_ones_go_on() {
    let caps = Caps { workers: 3, isolates: 2, model_sets: 2, ..caps::TRACE };
    let told = |body: &str, caps: Caps| mistake(format!("{HEADER}{body}").as_bytes(), caps);
    let beat = |isolate: &str, worker: u32, models: &str| {
        format!("0,{isolate},heartbeat,w{worker},online,0,{models},\n")
    };
    let workers: String = (0..4).map(|n| beat("a", n, "")).collect();
    assert_eq!((told(&workers, caps).0, told(&workers, caps).1), (5, Some(Column::Target)));
    let isolates: String = ["a", "b", "a", "c"].iter().map(|name| beat(name, 0, "")).collect();
    assert_eq!(told(&isolates, caps).1, Some(Column::Isolate));
    let models: String = ["m", "n", "m", "o"].iter().map(|name| beat("a", 0, name)).collect();
    assert_eq!((told(&models, caps).0, told(&models, caps).1), (5, Some(Column::Models)));
    let few_bytes = Caps { names_bytes: 6, ..caps };
    assert!(told(&workers, few_bytes).2.contains("6 bytes"));
    let product = Caps { workers_times_isolates: 3, ..caps };
    let both = format!("{}{}{}", beat("a", 0, ""), beat("a", 1, ""), beat("b", 0, ""));
    assert_eq!(told(&both, product).0, 4);
    let services: String = (0..=65_536).map(|n| format!("0,a,route,s{n},,,,\n")).collect();
    assert_eq!(told(&services, caps).0, 65_538, "services are numbered with 16 bits");
    let words: String = (0..=65_536).map(|n| format!("0,a,heartbeat,w,s{n},0,,\n")).collect();
    assert_eq!(told(&words, caps).1, Some(Column::Status));
}

/// A trace of any length that repeats itself, made on the fly.
struct Endless {
    row: u64,
    rows: u64,
    text: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() && self.row < self.rows {
            self.text.clear();
            self.at = 0;
            let (time, worker) = (self.row, self.row % 7);
            let models = if self.row.is_multiple_of(3) { "b;a;c" } else { "c;b" };
            writeln!(self.text, "{time},i,heartbeat,w{worker},online,0.{worker},{models},")?;
            self.row += 1;
        }
        let read = (&self.text[self.at..]).read(room)?;
        self.at += read;
        Ok(read)
    }
}

#[test]
fn what_is_kept_does_not_grow_with_the_rows() {
    let input = Endless { row: 0, rows: 300_000, text: HEADER.into(), at: 0 };
    let mut reader = Reader::new(BufReader::new(input), caps::TRACE).expect("a header");
    let mut kept = Vec::new();
    let mut read = 0_u64;
    while reader.read().expect("sound").is_some() {
        read += 1;
        if read.is_multiple_of(50_000) {
            let known = reader.known();
            let names = known.workers.len() + known.models.len() + known.isolates.len();
            kept.push((reader.kept_bytes(), names));
        }
    }
    assert_eq!(read, 300_000);
    assert!(kept.iter().all(|it| *it == kept[0]), "{kept:?}");
    assert_eq!(kept[0].1, 7 + 2 + 1);
}
