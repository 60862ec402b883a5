//! Recorded traffic, as rows of plain requests.

use std::collections::BTreeMap;
use std::path::Path;

use kvplan::coordinator::Preset;
use kvplan::program::Request;
use kvplan::words::{
    Instant, ModelsId, Op, Record, RequestKind, ServiceId, ServiceList, ServicesId, Status,
    WorkerId, WorkerState,
};

use super::random_traffic::interned;
use crate::coordinator::instant_world::Counts;

/// One row of a trace.
pub struct Row {
    pub now: Instant,
    /// The isolate, numbered in the order of first use.
    pub isolate: usize,
    pub event: Event,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Event {
    Existing(WorkerId, Record),
    ColdStart,
    Request(Request),
}

/// Names as small integers, in the order of their first use.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn id(&mut self, name: &str) -> usize {
        self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.into());
            self.0.len() - 1
        })
    }
}

#[derive(Default)]
struct Interner {
    workers: Names,
    services: Names,
    models: Names,
    statuses: Names,
    isolates: Names,
}

impl Interner {
    fn worker(&mut self, name: &str) -> WorkerId {
        WorkerId(self.workers.id(name) as u32)
    }

    fn service(&mut self, name: &str) -> ServiceId {
        ServiceId(self.services.id(name) as u16)
    }

    fn services(&mut self, list: &str) -> ServicesId {
        let names = list.split(';').filter(|name| !name.is_empty());
        interned().services(&ServiceList::new(names.map(|name| self.service(name))))
    }

    fn state(&mut self, row: &csv::StringRecord) -> WorkerState {
        let mut models: Vec<_> = row[6].split(';').filter(|name| !name.is_empty()).collect();
        models.sort_unstable();
        models.dedup();
        WorkerState {
            load: row[5].parse().expect("a load"),
            models: ModelsId(self.models.id(&models.join(";")) as u32),
            status: match &row[4] {
                "online" => Status::Online,
                "offline" => Status::Offline,
                other => Status::Other(self.statuses.id(other) as u16),
            },
        }
    }
}

/// The rows of one of the traces in `tests/traces`.
pub fn read(trace: &str) -> Vec<Row> {
    let file = format!("tests/traces/{trace}.csv");
    read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).0
}

/// The rows of a trace, and the names of its workers.
pub fn read_file(path: &Path) -> (Vec<Row>, Vec<String>) {
    let mut names = Interner::default();
    let mut rows = Vec::new();
    for row in csv::Reader::from_path(path).expect("a trace").records() {
        let row = row.expect("a row");
        let now = Instant::from_ms(row[0].parse().expect("a time"));
        let event = match &row[2] {
            "existing" => {
                let (worker, services) = (names.worker(&row[3]), names.services(&row[7]));
                let record = Record { last_heartbeat: now, services, state: names.state(&row) };
                Event::Existing(worker, record)
            }
            "cold_start" => Event::ColdStart,
            "heartbeat" => Event::Request(Request::Heartbeat {
                worker: names.worker(&row[3]),
                state: names.state(&row),
            }),
            "route" => Event::Request(Request::Route { service: names.service(&row[3]) }),
            "admin" => Event::Request(Request::Admin),
            "stats" => Event::Request(Request::Stats),
            "register" => Event::Request(Request::Register {
                worker: names.worker(&row[3]),
                services: names.services(&row[7]),
                state: names.state(&row),
            }),
            "deregister" => Event::Request(Request::Deregister { worker: names.worker(&row[3]) }),
            other => panic!("what is {other}?"),
        };
        rows.push(Row { now, isolate: names.isolates.id(&row[1]), event });
    }
    (rows, names.workers.0)
}

/// The presets whose counts stand beside the traces.
pub const COUNTED: [Preset; 4] =
    [Preset::Naive, Preset::Optimized, Preset::AsPublished, Preset::ModuleThrottle];

/// How many operations of each kind each kind of request made, as the files beside the traces say.
pub fn expected(trace: &str) -> serde_json::Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces");
    let counts = std::fs::read(folder.join(format!("{trace}.counts.json"))).expect("counts");
    serde_json::from_slice(&counts).expect("JSON")
}

/// Compares counted requests and operations with those beside the trace.
pub fn check(
    expected: &serde_json::Value,
    requests: &BTreeMap<RequestKind, u64>,
    operations: &Counts,
) {
    let expected = expected.as_object().expect("one object a preset");
    assert_eq!(expected.len(), requests.len(), "kinds of request");
    for (kind, count) in requests {
        let found = serde_json::json!({
            "count": count,
            "reads": operations.get(&(*kind, Op::Read)).unwrap_or(&0),
            "writes": operations.get(&(*kind, Op::Write)).unwrap_or(&0),
            "deletes": operations.get(&(*kind, Op::Delete)).unwrap_or(&0),
            "lists": operations.get(&(*kind, Op::List)).unwrap_or(&0),
        });
        assert_eq!(found, expected[kind.name()], "{kind}");
    }
}
