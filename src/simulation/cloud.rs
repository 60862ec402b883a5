//! What the provider runs: isolates, the namespace, its latency, the limits.

mod fleet;
mod isolate;
mod roster;
mod visit;

pub(super) use fleet::Fleet;
pub use fleet::Reached;
pub(super) use visit::{InFlight, Origin, Visit};

use super::ledger::Ledger;
use crate::platform::{
    Drawn, IsolateFate, LatencySampler, Mode, Namespace, NamespaceRules, Naming, Quota, Sizes,
    Warmth,
};
use crate::program::{Call, Deployed, Label, Page, Reply};
use crate::scenario::Scenario;
use crate::words::{Instant, Interned, Layout, Op, Record, Refusal, Span, WorkerId};

/// The provider's part of a world.
pub(super) struct Cloud<'d, D: Deployed> {
    pub(super) fleet: Fleet<'d, D>,
    pub(super) namespace: Namespace,
    pub(super) quota: Quota,
    layout: Layout,
    sizes: Sizes,
    latency: LatencySampler,
    ops_per_invocation: u32,
}

impl<'d, D: Deployed> Cloud<'d, D> {
    pub(super) fn new(
        scenario: &Scenario,
        (run, mode): (u32, Mode),
        (deployed, interned): (&'d D, Interned),
        naming: Naming,
    ) -> Self {
        let rules = &scenario.plan.rules;
        let seed = scenario.seed;
        let namespace_rules = NamespaceRules {
            colos: scenario.isolates.colos.len(),
            cache_ttl: scenario.kv.cache_ttl,
            propagation: scenario.kv.propagation,
            same_key_write_interval: rules.same_key_write_interval.value,
            same_namespace_write_interval: rules
                .same_namespace_write_interval
                .as_ref()
                .map(|it| it.value),
            list_page: rules.list_page.value,
        };
        let fate = IsolateFate::new(&scenario.isolates, seed, run);
        Self {
            fleet: Fleet::new((deployed, interned.clone()), &scenario.isolates, fate),
            namespace: Namespace::new(namespace_rules, interned, naming),
            quota: Quota::new(mode, &scenario.plan, &scenario.account, &scenario.quota),
            layout: deployed.layout(),
            sizes: scenario.kv.sizes.clone(),
            latency: LatencySampler::new(&scenario.kv.latency, seed, run),
            ops_per_invocation: rules.ops_per_invocation.value,
        }
    }

    /// Puts a worker's record in before the simulation begins, where the program looks for it.
    pub(super) fn seed(&mut self, worker: WorkerId, record: Record) {
        self.namespace.seed(worker, record, self.layout);
    }

    /// Looks at what all living isolates hold, and KV.
    pub(super) fn weigh(&self, ledger: &mut Ledger) {
        self.fleet.weigh(&self.sizes, ledger);
        let worker = self.sizes.worker(self.layout);
        let held = self.namespace.bytes(worker, |value| self.sizes.value(value));
        ledger.stored_bytes = ledger.stored_bytes.max(held);
    }

    /// The end of the run.
    pub(super) fn finish(&self, ledger: &mut Ledger) {
        self.fleet.finish(&self.sizes, ledger);
    }

    /// Performs a call: how long it takes, and what is said to it, which is written in place. A wait is
    /// no operation.
    #[inline(always)]
    pub(super) fn perform(
        &mut self,
        request: &mut InFlight,
        (call, cause): (&Call, Label),
        (now, hour): (Instant, usize),
        (ledger, reply): (&mut Ledger, &mut Reply),
    ) -> Span {
        let op = match call {
            Call::Read(_) | Call::Get(..) => Op::Read,
            Call::Write(..) | Call::Put(..) => Op::Write,
            Call::Delete(_) => Op::Delete,
            Call::List(_) => Op::List,
            Call::Wait(span) => {
                *reply = Reply::Done;
                return *span;
            }
        };
        request.operations += 1;
        if request.operations > self.ops_per_invocation {
            return refuse(Refusal::TooManyOps, (ledger, reply));
        }
        if self.quota.refuses(op.meter(), now) {
            return refuse(Refusal::DailyLimit, (ledger, reply));
        }
        let colo = request.visit.colo as usize;
        let warmth = self.do_call(call, (colo, now), reply);
        if warmth == Warmth::Hot {
            ledger.read_hot(colo);
        }
        let (source, number) = (request.visit.drawn_for, request.operations);
        let delay = self.latency.delay(op, warmth, Drawn { source, number, at: now });
        if let Reply::Refused(refusal) = reply {
            // Refused by KV itself, so it takes its time.
            ledger.refuse(*refusal);
            if !self.quota.counts_refused() {
                return delay;
            }
        }
        self.quota.count(op.meter(), now);
        ledger.operate(op, (request.kind, cause), (colo, hour));
        ledger.moved_bytes += self.moved(call, reply);
        delay
    }

    /// How many bytes a call brings or takes away.
    #[inline(always)]
    fn moved(&self, call: &Call, reply: &Reply) -> u64 {
        match (call, reply) {
            (Call::Read(_), Reply::Record(Some(_))) | (Call::Write(..), Reply::Done) => {
                self.sizes.worker(self.layout).into()
            }
            (Call::Get(..), Reply::Value(Some(value))) | (Call::Put(_, value, _), Reply::Done) => {
                self.sizes.value(value)
            }
            _ => 0,
        }
    }

    #[inline(always)]
    fn do_call(&mut self, call: &Call, (colo, now): (usize, Instant), reply: &mut Reply) -> Warmth {
        *reply = match call {
            Call::Read(worker) => {
                let (record, warmth) = self.namespace.read(*worker, (colo, now));
                *reply = Reply::Record(record);
                return warmth;
            }
            Call::Write(worker, record, ttl) => {
                granted(self.namespace.write(*worker, *record, *ttl, (colo, now)))
            }
            Call::Get(key, cache_ttl) => {
                let (value, warmth) = self.namespace.get(*key, *cache_ttl, (colo, now));
                *reply = Reply::Value(value);
                return warmth;
            }
            Call::Put(key, value, ttl) => {
                granted(self.namespace.put(*key, value.clone(), *ttl, (colo, now)))
            }
            Call::Delete(key) => {
                self.namespace.delete(*key, (colo, now));
                Reply::Done
            }
            Call::List(page) => {
                let Page { prefix, limit, cursor } = &**page;
                let (keys, cursor) = self.namespace.list((prefix, cursor.as_deref()), *limit, now);
                Reply::Page { keys, cursor }
            }
            Call::Wait(_) => Reply::Done,
        };
        Warmth::Cold
    }
}

/// What KV says to a write that it takes, or does not.
#[inline(always)]
fn granted(is_granted: bool) -> Reply {
    if is_granted { Reply::Done } else { Reply::Refused(Refusal::SameKeyRate) }
}

/// Refused; what the Worker itself refuses takes no time.
#[cold]
fn refuse(refusal: Refusal, (ledger, reply): (&mut Ledger, &mut Reply)) -> Span {
    ledger.refuse(refusal);
    *reply = Reply::Refused(refusal);
    Span::ZERO
}
