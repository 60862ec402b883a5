//! What a program is: it begins requests and goes on with them, and says what it waits for.

use super::call::{Ask, AskId, Call, Reply, TaskId};
use super::label::{Axes, Label};
use super::request::{Outcome, Request};
use super::stats::Stats;
use crate::words::{IdList, Instant, Interned, Layout, ServiceId, ServicesId, WorkerId};

/// What a program is told when its isolate is born.
#[derive(Clone, Debug)]
pub struct Birth {
    /// The how many-th isolate of the run it is, from 0.
    pub number: u32,
    /// The colo that it is in, in the order of the scenario.
    pub colo: u32,
    /// The tables of names, which all isolates of the run share.
    pub interned: Interned,
}

/// Where a request stands after a step.
#[derive(Clone, PartialEq, Debug)]
pub enum Step<T> {
    /// It is over.
    Done(Outcome),
    /// It waits for this call, which was made for that reason, and goes on with the token.
    Call(Call, Label, T),
    /// It waits for several replies, or shares one: its calls come from [`Program::next_ask`].
    Task(TaskId),
}

impl<T> Step<T> {
    /// What stands where a step is to be written.
    pub const NOTHING: Self = Self::Done(Outcome::Answered);
}

/// What is deployed: it makes the program of each isolate that is born.
pub trait Deployed {
    /// The program.
    type Program: Program;

    /// The program of an isolate that is born now.
    fn born(&self, birth: Birth) -> Self::Program;

    /// The names of its labels.
    fn axes(&self) -> Axes<'_>;

    /// Why a heartbeat of one worker may change what becomes of another one's, as far as the program
    /// goes; `None`: each worker's heartbeats touch that worker's key and entry alone, but for
    /// what they drop from caches that no heartbeat looks at, and no program dies.
    fn coupling(&self) -> Option<Coupling>;

    /// In which keys the records lie that stand in KV before anything happens.
    fn layout(&self) -> Layout;
}

/// Why workers do not leave one another alone: a heartbeat of one may change what becomes of another
/// one's, or the order in which both come is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Coupling {
    /// Limits are enforced: who comes first is served.
    Enforced,
    /// Somebody is told of each request, in order.
    Observed,
    /// The program is not known to keep workers apart.
    Program,
    /// Two writes of the namespace stand apart, whatever their keys.
    Namespace,
    /// All workers lie in one key (`layout: one-key`).
    OneKey,
    /// A registration takes two writes, and who beats between them is unknown (`layout: tiered`).
    TwoWrites,
    /// A full cache pushes out whom it has not seen for longest (`cache.max_entries`).
    MaxEntries,
    /// An isolate makes so many writes a day, whoever comes first (`write.max_per_day`).
    MaxPerDay,
    /// Concurrent misses share a read (`reads.coalesce`).
    Coalesce,
    /// Records vanish, and who is unknown then registers (`write.record_ttl`).
    RecordTtl,
    /// The first request of a cold isolate reads all records (`cache.prewarm`).
    Prewarm,
    /// The isolate that a request reaches is drawn (`isolates.affinity: random`).
    Affinity,
    /// How long an isolate lives is drawn when it is born (`isolates.lifetime`).
    Lifetime,
    /// So much looks at several workers that none would go far alone.
    Crowded,
}

impl Coupling {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Self; 14] = [
        Self::Enforced,
        Self::Observed,
        Self::Program,
        Self::Namespace,
        Self::OneKey,
        Self::TwoWrites,
        Self::MaxEntries,
        Self::MaxPerDay,
        Self::Coalesce,
        Self::RecordTtl,
        Self::Prewarm,
        Self::Affinity,
        Self::Lifetime,
        Self::Crowded,
    ];

    /// Why, as the model's description says it.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Enforced => "limits are enforced",
            Self::Observed => "a trace is written",
            Self::Program => "the program is another one than the coordinator",
            Self::Namespace => "the plan keeps writes of the whole namespace apart",
            Self::OneKey => "all workers lie in one key",
            Self::TwoWrites => "a registration takes two writes",
            Self::MaxEntries => "a bounded cache pushes out",
            Self::MaxPerDay => "an isolate makes so many writes a day",
            Self::Coalesce => "concurrent misses share a read",
            Self::RecordTtl => "records vanish",
            Self::Prewarm => "the first request of a cold isolate reads all records",
            Self::Affinity => "the isolate that a request reaches is drawn",
            Self::Lifetime => "how long an isolate lives is drawn",
            Self::Crowded => "so much looks at several workers",
        }
    }
}

/// A program, as it runs in one isolate. Neither it nor what it holds need be able to leave its
/// thread.
pub trait Program {
    /// All there is to a request that waits for one reply. It belongs to the caller while it waits.
    type Token: Copy;

    /// Takes a request that arrives at `now`. What needs nothing of the world is over at once.
    fn begin(&mut self, request: &Request, now: Instant, roster: &impl Roster)
    -> Step<Self::Token>;

    /// Goes on with a request that waited for one reply.
    fn resume(
        &mut self,
        token: Self::Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Self::Token>;

    /// The next call of a task.
    fn next_ask(&mut self) -> Option<Ask> {
        None
    }

    /// Goes on with the task that asked.
    fn answer(&mut self, ask: AskId, _: Reply, _: (Instant, &impl Roster)) {
        panic!("{ask:?} was never asked");
    }

    /// The next task that has ended.
    fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        None
    }

    /// Is it dead, so that the next request finds a new isolate? Asked after each step.
    fn is_dead(&self) -> bool {
        false
    }

    /// Its figures since it was born.
    fn stats(&self) -> Stats {
        Stats::default()
    }
}

/// What a policy assumes to be known for nothing.
///
/// The world that drives the program implements it; what is taken from it costs no operation and
/// is listed among the assumptions of a result.
pub trait Roster {
    /// Every worker that has a record by now, in the order in which they came.
    fn everyone(&self, now: Instant) -> IdList;
    /// The ids in a service's index by now, in index order.
    fn members(&self, service: ServiceId, now: Instant) -> IdList;
    /// The services of a worker's record by now; none where it has no record.
    fn services(&self, worker: WorkerId, now: Instant) -> ServicesId;
}
