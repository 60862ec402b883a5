//! What the figures rest on that is not published, or not measured.

use crate::coordinator::{Enumerate, RouteIndex, When};
use crate::platform::{Affinity, Charged, Latency};
use crate::scenario::Scenario;
use crate::words::{Layout, Span};
use crate::workload::{LoadShape, Phase, Timing, WorkerGroup};

/// One thing that figures rest on; what is said of it, and its source, stands in the report.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Assumption {
    /// A replay without a scenario has an instantaneous, consistent store without limits.
    IdealPlatform,
    /// Isolates of a replay end where the trace says so.
    IsolatesEndAsTraced,
    /// Nobody in a trace answers to what becomes of its requests.
    NobodyAnswersBack,
    /// A trace does not say who was up.
    NobodyIsKnownToBeUp,
    /// What is on its way at the end of a replay is dropped.
    LastIsDropped,
    /// Reads that the edge cache answers are billed.
    CachedReadsAreBilled,
    /// Each write counts, whatever its key.
    EachWriteCounts,
    /// A write is seen at once in its own data centre.
    WritesAreSeenAtOnce,
    /// Refused operations count against the limit.
    RefusalsCount,
    /// Refused operations do not count against it.
    RefusalsDoNotCount,
    /// Some latencies are the typical ones.
    TypicalLatencies,
    /// How many data centres there are, and how many isolates in all.
    Isolates(u64, u64),
    /// All is in one data centre, the mildest case for routing.
    OneColo,
    /// Whoever reaches a colo reaches the same isolate of it.
    StickyAffinity,
    /// Each request reaches any isolate.
    RandomAffinity,
    /// Isolates do not die of age; do deploys end them, and updates of the runtime?
    IsolatesNeverDie {
        /// Deploys do.
        deploys: bool,
        /// Updates do.
        updates: bool,
    },
    /// Updates of the runtime come to each colo by itself.
    UpdatesHitEachColo,
    /// How long a colo keeps its copy of a key, and how long a write is on its way to others.
    Propagation(Span, Span),
    /// List operations see the newest state.
    ListsAreFresh,
    /// Clients are spread over the colos request by request.
    ClientsAreSpread,
    /// Who sends again waits twice as long each time.
    BackoffDoubles,
    /// No worker's load ever changes, the mildest case for writes.
    ConstantLoads,
    /// Heartbeats keep to a grid.
    BeatsOnGrid,
    /// The workers of a group beat at the same time.
    BeatsTogether,
    /// Heartbeats follow the last one.
    BeatsAfterBeat,
    /// Heartbeats follow the last reply.
    BeatsAfterReply,
    /// The admin page knows the ids.
    IdsAreKnown,
    /// The key that holds all ids is kept up to date.
    IdsAreKept,
    /// A route knows the ids of its service.
    IndexIsKnown,
    /// A heartbeat keeps the services of the record that it overwrites.
    ServicesAreKept,
    /// The rest of the account spends evenly.
    RestSpendsEvenly,
    /// A month has 30 mean days.
    MeanMonth,
    /// Each request takes so many milliseconds of CPU time.
    CpuTime(f64),
}

/// Where the rules of the platform come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Platform {
    /// From a scenario.
    Given,
    /// From nowhere: instantaneous and consistent, and nothing is refused or expires.
    Ideal,
}

/// An assumption, where figures rest on it.
type Rule = (bool, Assumption);

/// The assumptions behind a scenario's figures, those that it rests on and no others.
pub(super) fn assumptions(scenario: &Scenario) -> Vec<Assumption> {
    let is_cpu_priced =
        scenario.plan.price(Charged::CpuMs).is_some() && scenario.cpu_ms_per_request.is_some();
    let rules = [
        &billing(scenario)[..],
        &isolates(scenario),
        &colos(scenario),
        &workload(scenario),
        &roster(scenario),
        &[
            (scenario.account.other.iter().any(|&other| other > 0), Assumption::RestSpendsEvenly),
            (scenario.plan.prices.iter().any(Option::is_some), Assumption::MeanMonth),
            (is_cpu_priced, Assumption::CpuTime(scenario.cpu_ms_per_request.unwrap_or_default())),
        ],
    ];
    those(&rules.concat())
}

/// The assumptions behind the figures of a replay.
pub(in crate::study) fn of_replay(scenario: &Scenario, platform: Platform) -> Vec<Assumption> {
    let given = billing(scenario).map(|(holds, it)| (holds && platform == Platform::Given, it));
    let rules = [
        &[(platform == Platform::Ideal, Assumption::IdealPlatform)][..],
        &given,
        &[
            (true, Assumption::IsolatesEndAsTraced),
            (true, Assumption::NobodyAnswersBack),
            (true, Assumption::NobodyIsKnownToBeUp),
            (true, Assumption::LastIsDropped),
        ],
        &known_for_nothing(scenario),
    ];
    those(&rules.concat())
}

fn those(rules: &[Rule]) -> Vec<Assumption> {
    rules.iter().filter(|(holds, _)| *holds).map(|(_, assumption)| *assumption).collect()
}

fn billing(scenario: &Scenario) -> [Rule; 6] {
    let (latency, typical) = (&scenario.kv.latency, Latency::TYPICAL);
    let is_typical = latency.hot == typical.hot
        || latency.cold == typical.cold
        || latency.write == typical.write;
    [
        (true, Assumption::CachedReadsAreBilled),
        (true, Assumption::EachWriteCounts),
        (true, Assumption::WritesAreSeenAtOnce),
        (scenario.quota.refused_ops_count, Assumption::RefusalsCount),
        (!scenario.quota.refused_ops_count, Assumption::RefusalsDoNotCount),
        (is_typical, Assumption::TypicalLatencies),
    ]
}

fn isolates(scenario: &Scenario) -> [Rule; 6] {
    let isolates = &scenario.isolates;
    let count = isolates.colos.iter().map(|colo| u64::from(colo.isolates)).sum();
    let several = isolates.colos.iter().any(|colo| colo.isolates > 1);
    let is_sticky = isolates.affinity == Affinity::Sticky;
    let deploys = isolates.deploys_per_day > 0.0 || !isolates.deploys_at.is_empty();
    let updates = isolates.runtime_updates_per_day > 0.0;
    let never_die = isolates.idle_timeout.is_none() && isolates.lifetime.is_none();
    [
        (true, Assumption::Isolates(isolates.colos.len() as u64, count)),
        (has_one_colo(scenario), Assumption::OneColo),
        (several && is_sticky, Assumption::StickyAffinity),
        (several && !is_sticky, Assumption::RandomAffinity),
        (never_die, Assumption::IsolatesNeverDie { deploys, updates }),
        (updates, Assumption::UpdatesHitEachColo),
    ]
}

/// Nobody reads a copy that another colo keeps.
pub(super) fn has_one_colo(scenario: &Scenario) -> bool {
    scenario.isolates.colos.len() == 1
}

/// No heartbeat writes for its load, where that is what it would write for.
pub(super) fn has_constant_loads(scenario: &Scenario) -> bool {
    let is_constant = |group: &WorkerGroup| matches!(group.load, LoadShape::Constant(_));
    let workers = &scenario.workers;
    let writes_on_change = scenario.policy.write.when == When::Changed;
    writes_on_change && !workers.is_empty() && workers.iter().all(is_constant)
}

/// What becomes visible where, with several colos.
fn colos(scenario: &Scenario) -> [Rule; 3] {
    let (policy, admin) = (&scenario.policy, &scenario.admin);
    let several = scenario.isolates.colos.len() > 1;
    let has_admin = admin.loads_per_day > 0.0;
    let lists = policy.enumerate == Enumerate::List && (has_admin || policy.cache.prewarm);
    let shared = scenario.traffic.iter().any(|traffic| traffic.colo.is_none());
    let shared = shared || (has_admin && admin.colo.is_none());
    let spans = (scenario.kv.cache_ttl, scenario.kv.propagation);
    [
        (several, Assumption::Propagation(spans.0, spans.1)),
        (several && lists, Assumption::ListsAreFresh),
        (several && shared, Assumption::ClientsAreSpread),
    ]
}

fn workload(scenario: &Scenario) -> [Rule; 6] {
    let workers = scenario.workers.iter().map(|group| group.retry);
    let mut retries = workers.chain(scenario.traffic.iter().map(|traffic| traffic.retry));
    let is_together = |it: &WorkerGroup| it.count > 1 && it.heartbeat.phase == Phase::Aligned;
    let together = scenario.workers.iter().any(is_together);
    let has = |timing| scenario.workers.iter().any(|group| group.heartbeat.timing == timing);
    [
        (retries.any(|retry| retry.attempts > 1), Assumption::BackoffDoubles),
        (has_constant_loads(scenario), Assumption::ConstantLoads),
        (has(Timing::Grid), Assumption::BeatsOnGrid),
        (together, Assumption::BeatsTogether),
        (has(Timing::Accumulate), Assumption::BeatsAfterBeat),
        (has(Timing::AfterReply), Assumption::BeatsAfterReply),
    ]
}

fn roster(scenario: &Scenario) -> [Rule; 4] {
    let enumerates = scenario.admin.loads_per_day > 0.0 || scenario.policy.cache.prewarm;
    let routes = !scenario.traffic.is_empty();
    let [known, kept, index, services] = known_for_nothing(scenario);
    [
        (known.0 && enumerates, known.1),
        (kept.0 && enumerates, kept.1),
        (index.0 && routes, index.1),
        services,
    ]
}

/// What a policy may be told by the roster, whether somebody asks for it or not.
fn known_for_nothing(scenario: &Scenario) -> [Rule; 4] {
    let policy = &scenario.policy;
    // The one key tells all of it.
    let asks = policy.layout != Layout::OneKey;
    [
        (asks && policy.enumerate == Enumerate::Known, Assumption::IdsAreKnown),
        (asks && policy.enumerate == Enumerate::Index, Assumption::IdsAreKept),
        (asks && policy.reads.index == RouteIndex::Known, Assumption::IndexIsKnown),
        (asks && policy.write.when == When::Always, Assumption::ServicesAreKept),
    ]
}
