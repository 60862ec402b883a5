//! What the reader of a trace says: messages of bad rows, and notes of rows that are sound and yet
//! probably not meant.

use kvplan::scenario::caps;
use kvplan::trace::{Reader, TraceError};

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
