//! A list gives names in the order of their bytes, and costs may hang on it.

use kvplan::platform::Mode;
use kvplan::scenario::caps;
use kvplan::simulation::{self, RunId, ideal};
use kvplan::trace::Reader;
use kvplan::words::Meter;

use crate::support::simulated::{Unwatched, scenario};

const HEADER: &str = "time_ms,isolate,request,target,status,load,models,services\n";

/// The reads of an admin page that learns the ids so, and of a beat after it, in a cache of one entry;
/// the workers were there before, in this order.
fn reads(enumerate: &str, workers: [&str; 2], beats: &str) -> u64 {
    let yaml = format!(
        "workers: [{{ count: 1 }}]\npolicy: {{ extends: optimized, enumerate: {enumerate}, \
         cache: {{ max_entries: 1 }} }}\n"
    );
    let scenario = scenario(&yaml, &[]);
    let existing = workers.map(|it| format!("0,LHR/0,existing,{it},online,0.5,,\n")).concat();
    let after = format!("1,LHR/0,admin,,,,,\n2,LHR/0,heartbeat,{beats},online,0.5,,\n");
    let trace = format!("{HEADER}{existing}{after}");
    let reader = Reader::new(trace.as_bytes(), caps::TRACE).expect("a trace");
    let id = RunId { run: 0, mode: Mode::Measure };
    let replayed =
        simulation::replay(&ideal(&scenario), id, (&scenario.policy, reader), &Unwatched);
    replayed.expect("sound rows").expect("nobody stops it").total(Meter::Reads)
}

/// The page reads both; who comes last on it is the one whose beat is a hit.
#[test]
fn of_two_workers_the_one_whose_name_comes_last_is_still_cached_after_a_list() {
    for names in [["a", "b"], ["w10", "w9"], ["Z", "a"], ["z", "é"]] {
        let [first, last] = names;
        for order in [[first, last], [last, first]] {
            assert_eq!(reads("list", order, first), 3, "{first} of {order:?} was pushed out");
            assert_eq!(reads("list", order, last), 2, "{last} of {order:?} is there");
        }
    }
}

/// A naive heartbeat writes a record of whoever sends it.
#[test]
fn a_worker_that_never_registered_is_listed_too() {
    let yaml = "workers: [{ count: 1 }]\npolicy: { extends: naive, enumerate: list }\n";
    let scenario = scenario(yaml, &[]);
    let trace = format!("{HEADER}0,LHR/0,heartbeat,a,online,0.5,,\n1,LHR/0,admin,,,,,\n");
    let reader = Reader::new(trace.as_bytes(), caps::TRACE).expect("a trace");
    let id = RunId { run: 0, mode: Mode::Measure };
    let replayed =
        simulation::replay(&ideal(&scenario), id, (&scenario.policy, reader), &Unwatched);
    let ledger = replayed.expect("sound rows").expect("nobody stops it");
    let counts = [Meter::Writes, Meter::Lists, Meter::Reads].map(|meter| ledger.total(meter));
    assert_eq!(counts, [1, 1, 1], "written, listed, and looked up");
}

#[test]
fn those_that_are_known_come_in_the_order_in_which_they_came() {
    assert_eq!(reads("known", ["b", "a"], "a"), 2);
    assert_eq!(reads("known", ["b", "a"], "b"), 3);
}
