//! What a writer writes a reader reads back, whatever the names and the loads are, compressed too.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use kvplan::scenario::caps;
use kvplan::trace::{
    Event, Input, IsolateId, Reader, Row, RowKind, Sink, TraceError, Words, Writer,
};
use kvplan::words::{Instant, RequestKind, Status, WorkerId, WorkerState};
use proptest::prelude::*;

/// A row in words of its own.
#[derive(Clone, PartialEq, Debug)]
struct Said {
    gap_ms: u64,
    kind: RowKind,
    names: [String; 3],
    load: f64,
    lists: [Vec<String>; 2],
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]", "[ -:<-~]{1,12}", "[\\n\\r\",é]{1,4}"]
}

fn said() -> impl Strategy<Value = Said> {
    let finite = any::<f64>().prop_filter("finite", |load| load.is_finite());
    let list = || prop::collection::vec("[a-zA-Z \",0-9é]{1,6}", 0..4);
    let kind = prop::sample::select(RowKind::ALL[1..].to_vec());
    (0..90_000_u64, kind, [name(), name(), name()], finite, [list(), list()])
        .prop_map(|(gap_ms, kind, names, load, lists)| Said { gap_ms, kind, names, load, lists })
}

/// The row as it was written, from what was read.
fn as_said(reader: &Reader<&[u8]>, row: &Row) -> (RowKind, Vec<String>, Option<u64>) {
    let known = reader.known();
    let text = |name: Option<&str>| name.expect("a known name").to_owned();
    let isolate = |id: IsolateId| text(known.isolates.get(id.0));
    let worker = |id: WorkerId| text(known.workers.get(id.0));
    let state = |it: &WorkerState| match it.status {
        Status::Online => "online".to_owned(),
        Status::Offline => "offline".to_owned(),
        Status::Other(id) => text(known.statuses.get(id.into())),
    };
    let models = |it: &WorkerState| text(known.models.get(it.models.0));
    let request = RowKind::Request;
    match &row.event {
        Event::Existing { .. } => panic!("none was written"),
        Event::ColdStart(at) => (RowKind::ColdStart, vec![isolate(*at)], None),
        Event::Heartbeat(at, id, it) => (
            request(RequestKind::Heartbeat),
            vec![isolate(*at), worker(*id), state(it), models(it)],
            Some(it.load.to_bits()),
        ),
        Event::Register { isolate: at, worker: id, services, state: it } => {
            let services = services.as_slice().iter();
            let services = services.map(|id| text(known.services.get(id.0.into())));
            let mut names = vec![isolate(*at), worker(*id), state(it), models(it)];
            names.extend(services);
            (request(RequestKind::Register), names, Some(it.load.to_bits()))
        }
        Event::Deregister(at, id) => {
            (request(RequestKind::Deregister), vec![isolate(*at), worker(*id)], None)
        }
        Event::Route(at, id) => {
            let service = text(known.services.get(id.0.into()));
            (request(RequestKind::Route), vec![isolate(*at), service], None)
        }
        Event::Admin(at) => (request(RequestKind::Admin), vec![isolate(*at)], None),
        Event::Stats(at) => (request(RequestKind::Stats), vec![isolate(*at)], None),
    }
}

/// What is left of a row once it was read: names, lists without repetition, models in order.
fn expected(said: &Said) -> (RowKind, Vec<String>, Option<u64>) {
    let [isolate, target, status] = said.names.clone();
    let [mut models, services] = said.lists.clone();
    models.sort();
    models.dedup();
    let mut once: Vec<String> = Vec::new();
    for service in services {
        if !once.contains(&service) {
            once.push(service);
        }
    }
    let load = Some(said.load.to_bits());
    let names = match said.kind {
        RowKind::Request(RequestKind::Heartbeat) => {
            return (said.kind, vec![isolate, target, status, models.join(";")], load);
        }
        RowKind::Request(RequestKind::Register) => {
            let mut names = vec![isolate, target, status, models.join(";")];
            names.extend(once);
            return (said.kind, names, load);
        }
        RowKind::Request(RequestKind::Deregister | RequestKind::Route) => vec![isolate, target],
        _ => vec![isolate],
    };
    (said.kind, names, None)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_written_reads_back(all in prop::collection::vec(said(), 0..30), zipped: bool) {
        let path = Path::new(if zipped { "t.csv.GZ" } else { "t.csv" });
        let mut writer = Writer::new(Sink::new(path, Vec::new())).expect("to memory");
        let mut now = 0;
        for said in &all {
            now += said.gap_ms;
            let [isolate, target, status] = &said.names;
            let [models, services] = said.lists.clone().map(|list| list.join(";"));
            let row = Words {
                target,
                status,
                load: Some(said.load),
                models: &models,
                services: &services,
                ..Words::new(Instant::from_ms(now), isolate, said.kind)
            };
            writer.write(&row).expect("to memory");
        }
        let written = writer.finish().and_then(Sink::finish).expect("to memory");
        let mut text = Vec::new();
        Input::new(written.as_slice(), zipped).read_to_end(&mut text).expect("sound");
        let mut reader = Reader::new(text.as_slice(), caps::TRACE).expect("a header");
        let mut now = 0;
        for said in &all {
            now += said.gap_ms;
            let row = reader.read().expect("sound").expect("a row");
            prop_assert_eq!(row.at.ms(), now);
            prop_assert_eq!(as_said(&reader, &row), expected(said));
        }
        prop_assert!(reader.read().expect("sound").is_none());
    }
}

#[test]
fn compressed_input_gives_the_same_rows_in_one_member_or_several() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/random-101.csv");
    let text = std::fs::read(path).expect("a trace");
    let member = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("to memory");
        encoder.finish().expect("to memory")
    };
    let all = |bytes: &[u8], is_compressed| {
        let input = Input::new(bytes, is_compressed);
        let mut reader = Reader::new(input, caps::TRACE).expect("a header");
        let mut rows = Vec::new();
        while let Some(row) = reader.read()? {
            rows.push(row);
        }
        Ok::<_, TraceError>(rows)
    };
    let plain = all(&text, false).expect("sound");
    assert_eq!(plain.len(), 3001);
    assert_eq!(all(&member(&text), true).expect("sound"), plain);
    let several: Vec<u8> = text.chunks(997).flat_map(member).collect();
    assert_eq!(all(&several, true).expect("sound"), plain);
    let mut damaged = member(&text);
    let middle = damaged.len() / 2;
    damaged.truncate(middle);
    match all(&damaged, true) {
        Err(TraceError::Damaged(line, _)) => assert!(line > 100, "line {line}"),
        other => panic!("{other:?}"),
    }
}
