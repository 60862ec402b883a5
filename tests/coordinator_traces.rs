//! Recorded traffic under all four presets gives exactly the counts that stand beside it, which
//! another implementation of the same rules worked out.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use kvplan::coordinator::{Coordinator, Policy, Preset, Request};
use kvplan::words::{
    Instant, ModelsId, Op, Record, RequestKind, ServiceId, ServiceList, Status, WorkerId,
    WorkerState,
};
use support::instant_world::{Counts, InstantKv, run};

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
}

impl Interner {
    fn worker(&mut self, name: &str) -> WorkerId {
        WorkerId(self.workers.id(name) as u32)
    }

    fn service(&mut self, name: &str) -> ServiceId {
        ServiceId(self.services.id(name) as u16)
    }

    fn services(&mut self, list: &str) -> ServiceList {
        ServiceList::new(list.split(';').filter(|name| !name.is_empty()).map(|n| self.service(n)))
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

fn replay(path: &Path, policy: &Policy) -> (Counts, BTreeMap<RequestKind, u64>) {
    let mut names = Interner::default();
    let mut kv = InstantKv::default();
    let mut isolates: BTreeMap<String, Coordinator> = BTreeMap::new();
    let (mut operations, mut requests) = (Counts::new(), BTreeMap::new());
    for row in csv::Reader::from_path(path).expect("a trace").records() {
        let row = row.expect("a row");
        let now = Instant::from_ms(row[0].parse().expect("a time"));
        let isolate =
            isolates.entry(row[1].into()).or_insert_with(|| Coordinator::new(policy.clone()));
        let request = match &row[2] {
            "existing" => {
                let (worker, services) = (names.worker(&row[3]), names.services(&row[7]));
                for &service in services.as_slice() {
                    kv.join(worker, service);
                }
                kv.put(worker, Record { last_heartbeat: now, services, state: names.state(&row) });
                continue;
            }
            "cold_start" => {
                isolate.cold_start();
                continue;
            }
            "heartbeat" => {
                Request::Heartbeat { worker: names.worker(&row[3]), state: names.state(&row) }
            }
            "route" => Request::Route { service: names.service(&row[3]) },
            "admin" => Request::Admin,
            "register" => Request::Register {
                worker: names.worker(&row[3]),
                services: names.services(&row[7]),
                state: names.state(&row),
            },
            "deregister" => Request::Deregister { worker: names.worker(&row[3]) },
            other => panic!("what is {other}?"),
        };
        run(isolate, &mut kv, (&request, now), &mut operations);
        isolate.validate();
        *requests.entry(request.kind()).or_default() += 1;
    }
    (operations, requests)
}

fn check(trace: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces");
    let expected = std::fs::read(folder.join(format!("{trace}.counts.json"))).expect("counts");
    let expected: serde_json::Value = serde_json::from_slice(&expected).expect("JSON");
    for preset in Preset::ALL {
        let path = folder.join(format!("{trace}.csv"));
        let (operations, requests) = replay(&path, &Policy::preset(preset));
        let expected = expected[preset.name()].as_object().expect("one object a preset");
        assert_eq!(expected.len(), requests.len(), "kinds of request under {}", preset.name());
        for kind in RequestKind::ALL.into_iter().filter(|kind| requests.contains_key(kind)) {
            let found = serde_json::json!({
                "count": requests[&kind],
                "reads": operations.get(&(kind, Op::Read)).unwrap_or(&0),
                "writes": operations.get(&(kind, Op::Write)).unwrap_or(&0),
                "deletes": operations.get(&(kind, Op::Delete)).unwrap_or(&0),
                "lists": operations.get(&(kind, Op::List)).unwrap_or(&0),
            });
            assert_eq!(found, expected[kind.name()], "{kind} under {}", preset.name());
        }
    }
}

#[test]
fn the_first_trace_gives_the_counts_beside_it() {
    check("random-101");
}

#[test]
fn the_second_trace_gives_the_counts_beside_it() {
    check("random-102");
}
