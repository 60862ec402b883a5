//! Another program than the coordinator, in the same world: it counts under keys with names of its own,
//! and shows what it has counted page by page. All figures are worked out by hand.

use std::cell::RefCell;
use std::rc::Rc;

use kvplan::platform::Mode;
use kvplan::program::{
    Axes, Birth, Call, Coupling, Deployed, Label, Outcome, Page, Program, Reply, Request, Roster,
    Step,
};
use kvplan::simulation::{self, Ledger, RunId};
use kvplan::words::{Instant, Key, Layout, Op, RequestKind, Span, Value};

use crate::support::simulated::{Unwatched, scenario};

/// A day of three clients an hour, a worker each ten minutes, and three loads of the page.
const YAML: &str = "
days: 1
runs: 1
workers:
  - { name: w, services: [c, a, b], heartbeat: { every: 10m, timing: grid, jitter: 0s, phase: aligned } }
traffic:
  - { service: c, requests_per_day: 24, arrivals: even }
  - { service: a, requests_per_day: 24, arrivals: even }
  - { service: b, requests_per_day: 24, arrivals: even }
admin: { loads_per_day: 4, arrivals: even }
kv: { latency: none, cache_ttl: 60s }
";
const NAMES: [&str; 3] = ["count:c", "count:a", "count:b"];
/// The page is never full: two names at a time, of three.
const PAGE: u32 = 2;
const BETWEEN_PAGES: Span = Span::from_secs(1);
const TWO_HOURS: Span = Span::from_secs(7_200);

const ASKED: Label = Label(0);
const COUNTED: Label = Label(1);
const BORN: Label = Label(2);

/// What the programs of all isolates tell.
#[derive(Default, Debug)]
struct Told {
    births: Vec<(u32, u32)>,
    pages: Vec<Vec<String>>,
}

/// What is deployed here.
#[derive(Default)]
pub struct Counters {
    told: Rc<RefCell<Told>>,
}

/// One isolate's program. It could not leave its thread.
pub struct Counter {
    birth: Birth,
    requests: u32,
    told: Rc<RefCell<Told>>,
    /// Where the last page ended.
    cursor: Option<Rc<str>>,
}

/// The isolate that waits, and for what.
type Token = (u32, Waits);

#[derive(Clone, Copy)]
pub enum Waits {
    Born(Request),
    Peeked,
    Read(Key),
    Written,
    Page,
    Waited,
}

impl Deployed for Counters {
    type Program = Counter;

    fn born(&self, birth: Birth) -> Counter {
        self.told.borrow_mut().births.push((birth.number, birth.colo));
        Counter { birth, requests: 0, told: self.told.clone(), cursor: None }
    }

    fn axes(&self) -> Axes<'_> {
        let requests = &["peek", "count", "show", "-", "-", "-"];
        Axes { requests, causes: &["asked", "counted", "born"], cold: Some(BORN) }
    }

    fn coupling(&self) -> Option<Coupling> {
        Some(Coupling::Program)
    }

    fn layout(&self) -> Layout {
        Layout::PerWorker
    }
}

impl Counter {
    fn key(&self, name: &str) -> Key {
        Key::Named(self.birth.interned.name(name))
    }

    fn call(&self, call: Call, cause: Label, waits: Waits) -> Step<Token> {
        Step::Call(call, cause, (self.birth.number, waits))
    }

    fn start(&mut self, request: Request) -> Step<Token> {
        match request {
            Request::Heartbeat { .. } => {
                let call = Call::Get(self.key("count:a"), Some(TWO_HOURS));
                self.call(call, ASKED, Waits::Peeked)
            }
            Request::Route { service } => {
                let key = self.key(NAMES[usize::from(service.0)]);
                self.call(Call::Get(key, Some(TWO_HOURS)), ASKED, Waits::Read(key))
            }
            _ => self.list(),
        }
    }

    fn list(&mut self) -> Step<Token> {
        let cursor = self.cursor.take();
        let page = Page { prefix: "count:".into(), limit: Some(PAGE), cursor };
        self.call(Call::List(Box::new(page)), ASKED, Waits::Page)
    }

    fn show(&mut self, keys: Vec<Key>, cursor: Option<Rc<str>>) -> Step<Token> {
        let name = |key| match key {
            Key::Named(name) => self.birth.interned.text(name).to_string(),
            key => panic!("{key:?} begins otherwise"),
        };
        self.told.borrow_mut().pages.push(keys.into_iter().map(name).collect());
        self.cursor = cursor;
        if self.cursor.is_none() {
            return Step::Done(Outcome::Answered);
        }
        self.call(Call::Wait(BETWEEN_PAGES), ASKED, Waits::Waited)
    }
}

impl Program for Counter {
    type Token = Token;

    fn begin(&mut self, request: &Request, _: Instant, _: &impl Roster) -> Step<Token> {
        self.requests += 1;
        if self.requests > 1 {
            return self.start(*request);
        }
        let key = self.key(&format!("born:{}", self.birth.number));
        self.call(Call::Put(key, Value::Bytes([].into()), None), BORN, Waits::Born(*request))
    }

    fn resume(
        &mut self,
        (isolate, waits): Token,
        reply: Reply,
        _: (Instant, &impl Roster),
    ) -> Step<Token> {
        assert_eq!(isolate, self.birth.number, "the reply to a call of another isolate");
        match (waits, reply) {
            (Waits::Born(request), Reply::Done) => self.start(request),
            (Waits::Read(key), Reply::Value(value)) => {
                let count = match value {
                    Some(Value::Bytes(bytes)) => bytes[0] + 1,
                    _ => 1,
                };
                let value = Value::Bytes([count].into());
                self.call(Call::Put(key, value, None), COUNTED, Waits::Written)
            }
            (Waits::Page, Reply::Page { keys, cursor }) => self.show(keys, cursor),
            (Waits::Waited, Reply::Done) => self.list(),
            (Waits::Peeked, Reply::Value(_)) | (Waits::Written, Reply::Done) => {
                Step::Done(Outcome::Answered)
            }
            (_, reply) => panic!("{reply:?} was not asked for"),
        }
    }

    /// The first one dies of its 97th request, the first of three that come at eleven o'clock.
    fn is_dead(&self) -> bool {
        self.birth.number == 0 && self.requests == 97
    }
}

fn simulated() -> (Ledger, Told) {
    simulated_with(&[])
}

fn simulated_with(set: &[&str]) -> (Ledger, Told) {
    let counters = Counters::default();
    let id = RunId { run: 0, mode: Mode::Measure };
    let ledger = simulation::run(&scenario(YAML, set), id, &counters, &Unwatched);
    let told = counters.told.take();
    (ledger.expect("nobody stops it"), told)
}

#[test]
fn another_program_is_counted_by_its_own_labels() {
    let (ledger, _) = simulated();
    // A heartbeat each ten minutes but at midnight; 23 hours at which each client comes.
    let labels = |kind: RequestKind, cause| ledger.causes.of(kind.into(), cause);
    let [read, write, list] = [Op::Read, Op::Write, Op::List].map(Op::index);
    assert_eq!(labels(RequestKind::Heartbeat, ASKED)[read], 143);
    assert_eq!(labels(RequestKind::Route, ASKED)[read], 3 * 23);
    assert_eq!(labels(RequestKind::Route, COUNTED)[write], 3 * 23);
    // Loads at 6, 12 and 18 o'clock, of two pages each; the timer between them is no operation.
    assert_eq!(labels(RequestKind::Admin, ASKED)[list], 3 * 2);
    assert_eq!(
        [Op::Read, Op::Write, Op::Delete, Op::List].map(|op| ledger.operations(op)),
        [143 + 69, 69 + 2, 0, 6]
    );
    assert_eq!(ledger.causes.names((RequestKind::Route.into(), COUNTED)), ("count", "counted"));
    assert_eq!(ledger.colos[0].cold_start_operations[write], 2, "what each birth wrote");
}

#[test]
fn a_read_says_for_how_long_its_colo_keeps_the_copy() {
    let (ledger, _) = simulated();
    // The copy of `count:a` that each write leaves serves a minute; the heartbeat ten minutes later
    // fetches one for two hours, which serves the next five and the client's read at the full hour.
    // Before the first write, when no such key is there, it is the same. The last hour has one
    // heartbeat less, and no client. `b` and `c` are read an hour after they were written.
    assert_eq!(ledger.colos[0].hot_reads, 24 * 5 - 1 + 23);
}

#[test]
fn lists_come_by_the_bytes_of_the_names_page_by_page() {
    let (ledger, told) = simulated();
    let load = [vec!["count:a", "count:b"], vec!["count:c"]];
    assert_eq!(told.pages, [load.clone(), load.clone(), load].concat());
    let page = &ledger.requests[RequestKind::Admin.index()];
    assert_eq!((page.count, page.latency.count()), (3, 3));
    assert_eq!(page.latency.quantile(1.0, 0), BETWEEN_PAGES.ms(), "the timer's second");
}

#[test]
fn a_program_that_dies_is_followed_by_another_one() {
    let (ledger, told) = simulated();
    assert_eq!(told.births, [(0, 0), (1, 0)], "number and colo");
    assert_eq!(ledger.cold_starts(), 2);
    let requests: u64 = ledger.requests.iter().map(|kind| kind.count).sum();
    assert_eq!(requests, 143 + 69 + 3, "and none is lost");
}

/// Two more requests come to its place while what it died of still waits for KV.
#[test]
fn who_waits_when_its_program_dies_gets_its_reply_all_the_same() {
    let delays = ["kv.latency={ hot: 5ms, cold: 50ms, write: 40ms }"];
    let (ledger, told) = simulated_with(&delays);
    assert_eq!(told.births, [(0, 0), (1, 0)]);
    let counted = ledger.causes.of(RequestKind::Route.into(), COUNTED);
    assert_eq!(counted[Op::Write.index()], 3 * 23, "the one that it died of among them");
    let routes = &ledger.requests[RequestKind::Route.index()];
    assert_eq!((routes.latency.count(), routes.failed), (3 * 23, 0), "each has ended");
}
