//! Recorded traffic under all four presets gives exactly the counts that stand beside it, which
//! another implementation of the same rules worked out.

use std::collections::BTreeMap;

use crate::coordinator::instant_world::{Counts, InstantKv, run};
use crate::support::random_traffic::interned;
use crate::support::trace_rows::{self, Event, Row};
use kvplan::coordinator::{Coordinator, Policy};
use kvplan::words::RequestKind;

fn replay(rows: &[Row], policy: &Policy) -> (Counts, BTreeMap<RequestKind, u64>) {
    let mut kv = InstantKv::default();
    let mut isolates: BTreeMap<usize, Coordinator> = BTreeMap::new();
    let (mut operations, mut requests) = (Counts::new(), BTreeMap::new());
    for row in rows {
        let isolate = isolates
            .entry(row.isolate)
            .or_insert_with(|| Coordinator::new(policy.clone(), interned()));
        match &row.event {
            Event::Existing(worker, record) => kv.existing(*worker, *record, policy.layout),
            Event::ColdStart => isolate.cold_start(),
            Event::Request(request) => {
                run(isolate, &mut kv, (request, row.now), &mut operations);
                isolate.validate();
                *requests.entry(request.kind()).or_default() += 1;
            }
        }
    }
    (operations, requests)
}

fn check(trace: &str) {
    let (rows, expected) = (trace_rows::read(trace), trace_rows::expected(trace));
    for preset in trace_rows::COUNTED {
        let (operations, requests) = replay(&rows, &Policy::preset(preset));
        println!("under {}:", preset.name());
        trace_rows::check(&expected[preset.name()], &requests, &operations);
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
