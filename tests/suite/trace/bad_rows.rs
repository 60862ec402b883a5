//! Rows that are bad because of where they end: what is read of them, and what is read next.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use kvplan::scenario::caps;
use kvplan::trace::{Reader, TraceError};
use kvplan::words::Instant;

const HEADER: &str = "time_ms,isolate,request,target,status,load,models,services\n";

/// A row of so many bytes, made on the fly, and what comes after it.
struct Long<'a> {
    before: &'a [u8],
    bytes: u64,
    after: &'a [u8],
}

impl Read for Long<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if !self.before.is_empty() {
            return self.before.read(room);
        }
        if self.bytes > 0 {
            let read = room.len().min(usize::try_from(self.bytes).unwrap_or(usize::MAX));
            room[..read].fill(b'x');
            self.bytes -= read as u64;
            return Ok(read);
        }
        self.after.read(room)
    }
}

#[test]
fn a_line_of_60_megabytes_is_refused_and_kept_nowhere() {
    for quote in ["", "\""] {
        let before = format!("{HEADER}0,{quote}");
        let after = format!("{quote},admin,,,,,\n5,b,admin,,,,,\n");
        let input = Long { before: before.as_bytes(), bytes: 60_000_000, after: after.as_bytes() };
        let mut reader = Reader::new(BufReader::new(input), caps::TRACE).expect("a header");
        match reader.read() {
            Err(TraceError::Row(it)) => assert_eq!(it.line, 2, "{it}"),
            other => panic!("{other:?}"),
        }
        // The fields, and the row as it stands.
        assert!(reader.kept_bytes() <= 3 * caps::TRACE.row_bytes, "{}", reader.kept_bytes());
        let next = reader.read().expect("the next row is sound").expect("there is one");
        assert_eq!(next.at, Instant::from_ms(5), "and it begins where it should");
        assert!(reader.read().expect("sound").is_none());
    }
}

/// Counts the bytes that were taken from what never ends.
struct Counted<R>(R, Rc<Cell<usize>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(room)?;
        self.1.set(self.1.get() + read);
        Ok(read)
    }
}

#[test]
fn a_line_without_an_end_is_not_read_to_its_end() {
    let cap = caps::TRACE.row_bytes;
    let taken = Rc::new(Cell::new(0));
    let endless = |before: &'static [u8]| {
        taken.set(0);
        let input = Counted(before.chain(io::repeat(b'0')), taken.clone());
        Reader::new(BufReader::with_capacity(1000, input), caps::TRACE)
    };
    assert!(matches!(endless(b""), Err(TraceError::Header(_))));
    assert!((cap..cap + 3_000).contains(&taken.get()), "{} for a header", taken.get());
    for row in ["1,", "1,\"", "1\r\n"] {
        let text = format!("{HEADER}{row}").leak().as_bytes();
        let mut reader = endless(text).expect("a header");
        let lines = if row.ends_with('\n') { 2 } else { 1 };
        for line in 2..2 + lines {
            let told = reader.read().expect_err("it is bad");
            assert!(matches!(&told, TraceError::Row(it) if it.line == line), "{told:?}");
        }
        assert!((cap..cap + 3_000).contains(&taken.get()), "{} for {row:?}", taken.get());
        let told = reader.read().expect_err("it has no end");
        assert!(matches!(&told, TraceError::Endless(it) if it.line == 1 + lines), "{told:?}");
        assert!(taken.get() < 65 << 20, "{} for {row:?}", taken.get());
    }
}

/// The times of the sound rows, the lines of the bad ones, and what is said of the first of these.
fn skipping(text: &[u8], buffer: usize) -> (Vec<u64>, Vec<u64>, String) {
    let input = BufReader::with_capacity(buffer, text);
    let mut reader = Reader::new(input, caps::TRACE).expect("a header");
    let (mut times, mut lines, mut said) = (Vec::new(), Vec::new(), String::new());
    loop {
        match reader.read() {
            Ok(Some(row)) => times.push(row.at.ms()),
            Ok(None) => return (times, lines, said),
            Err(TraceError::Row(it)) => {
                if lines.is_empty() {
                    said = it.to_string();
                }
                lines.push(it.line);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn after_a_bad_row_the_next_line_is_read() {
    let good = |from: u64, to: u64| -> String {
        (from..to).map(|ms| format!("{ms},a,heartbeat,w,online,0.5,,\n")).collect()
    };
    let stray = "1000,\"a,heartbeat,w,online,0.5,,\n";
    // The bad lines, the lines of them on which a bad row begins, and whether the first is open.
    let cases: [(&str, &[u64], bool); 9] = [
        (stray, &[4], true),
        (&format!("{stray}{stray}"), &[4, 5], false),
        ("1000,\"two\nlines\",jump,,,,,\n", &[4, 5], false),
        ("1000,\"a\r\n", &[4], true),
        ("1000,a,admin,\",,,,\n", &[4], true),
        (",,,,,,,,,\"\n", &[4], false),
        ("\u{feff}1000,a,admin,,,,,\n", &[4], false),
        ("\"\"\"\n\n\"\n", &[4, 6], false),
        ("1,\"a\"b\"\n", &[4], false),
    ];
    for (bad, lines, is_open) in cases {
        // With as many rows behind it as a cap of bytes takes, more of them, few, and none.
        for behind in [4_996_u64, 1_000, 1, 0] {
            let text = format!("{HEADER}{}{bad}{}", good(1000, 1002), good(1002, 1002 + behind));
            for buffer in [1 << 16, 7] {
                let (times, found, said) = skipping(text.as_bytes(), buffer);
                let expected: Vec<u64> = (1000..1002 + behind).collect();
                assert_eq!((found.as_slice(), &times), (lines, &expected), "{bad:?} {behind}");
                assert_eq!(said.contains("a quote is never closed"), is_open, "{said}");
            }
        }
    }
    let (times, lines, _) = skipping(format!("{HEADER}0,\"a\r0,a,admin,,,,,\r").as_bytes(), 9);
    assert_eq!((times, lines), (vec![0], vec![2]), "old ends of lines");
}
