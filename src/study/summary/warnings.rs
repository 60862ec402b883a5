//! What a user should look at: settings that work against each other, and figures to mistrust.

mod advice;
mod colos;

use self::advice::advice;
use self::colos::{health_timeout, lost_updates, retry_storm, unlisted};
use super::assumptions::{has_constant_loads, has_one_colo};
use super::{Collected, MeterSummary, UnlistedSummary};
use crate::coordinator::{Baseline, When};
use crate::platform::VALUE_BYTES_MAX;
use crate::scenario::Scenario;
use crate::study::limit::Nearness;
use crate::words::{Cause, Layout, Meter, Op, Refusal, RequestKind, Span};
use crate::workload::{Heartbeat, Phase, Timing};

pub use self::advice::{Advice, Patience};
pub use self::colos::{Kept, OldRecord};

/// Something the user should look at; what is said of it stands in the report.
#[derive(Clone, PartialEq, Debug)]
pub enum Warning {
    /// A limit is passed, or near; and what to try first.
    Limit(Box<MeterSummary>, Option<Advice>),
    /// A limit is near in the mildest case: do loads never change, and is there but one colo? One of
    /// them at least.
    MildestCase {
        /// They never change.
        loads: bool,
        /// There is one.
        colo: bool,
    },
    /// The worker cache expires just as the next heartbeat comes: after so long; this share of all
    /// heartbeats reads KV again. Would a longer time do nothing but good?
    TtlEqualsInterval(Span, f64, bool),
    /// A live worker looks dead by design.
    HealthTimeoutTooShort(OldRecord),
    /// Records expire after the first span, before an unchanged worker writes after the second.
    RecordExpiresFirst(Span, Span),
    /// No heartbeat ever writes; is it compared with what the cache holds?
    NeverWritten(bool),
    /// A heartbeat is compared with the last one, written or not.
    StaleBaseline,
    /// This share of the heartbeats' writes comes from isolates that know nothing yet, of which so
    /// many are born a day.
    ColdStartWrites(f64, f64),
    /// So many writes a day are refused for coming sooner than this after another one to their key;
    /// what brings them together, where their workload is not given.
    PerKeyRate(f64, Span, Option<Together>),
    /// So many requests a day fail, for more operations than this.
    TooManyOps(f64, u32),
    /// So many index entries a day, or records of the key that holds all workers, are undone.
    LostUpdates(f64, Layout),
    /// The key that holds all workers would be so large, and KV takes no more than this; in bytes.
    ValueTooLarge(f64, u32),
    /// Live workers are in no index.
    UnlistedWorkers(UnlistedSummary, Layout),
    /// So many requests a day, this share of all, are sent again, each so many times at most; is it
    /// where the limits are enforced?
    RetryStorm {
        /// Requests.
        per_day: f64,
        /// Of all requests, 0 to 1.
        share: f64,
        /// Under enforcement.
        is_enforced: bool,
        /// Of one request, the first among them.
        attempts: u32,
    },
    /// Nobody opens the page that refreshes.
    UnusedRefresh,
    /// Models of this group change, and none is loaded.
    UnusedModels(String),
    /// One day alone.
    ShortRun,
    /// A mean is known within this share of it alone.
    WideSpread(Meter, f64),
}

/// What brings writes of one key together.
#[derive(Clone, PartialEq, Debug)]
pub enum Together {
    /// All workers write one key.
    OneKey,
    /// These groups of workers beat at the same time.
    Groups(Vec<usize>),
    /// Two heartbeats of one worker may come that close.
    Beats,
    /// Many workers write one index.
    Indexes,
}

/// All warnings, in a fixed order.
pub(super) fn warnings(
    scenario: &Scenario,
    collected: &Collected,
    meters: &[MeterSummary],
) -> Vec<Warning> {
    let near = |meter| limit(meter, advice(meter, scenario, collected));
    let mut all: Vec<Warning> = meters.iter().filter_map(near).collect();
    all.extend(mildest_case(scenario, meters));
    all.extend(ttl_equals_interval(scenario, collected));
    all.extend(health_timeout(scenario));
    all.extend(record_ttl(scenario));
    all.extend(baseline(scenario, collected));
    all.extend(cold_writes(collected));
    all.extend(key_rate(scenario, collected, Some(together(scenario))));
    all.extend(invocation(collected, scenario));
    all.extend(value_size(scenario));
    all.extend(lost_updates(scenario, collected));
    all.extend(unlisted(scenario, collected));
    all.extend(retry_storm(scenario, collected));
    all.extend(unused(scenario));
    all.extend(trust(scenario, meters));
    all
}

/// What a replay can warn of. Its workload is given, so that nothing is advised about it.
pub(in crate::study) fn replay_warnings(
    scenario: &Scenario,
    collected: &Collected,
) -> Vec<Warning> {
    let meters = collected.meters(scenario);
    let near = meters.iter().filter_map(|meter| limit(meter, None));
    near.chain(key_rate(scenario, collected, None)).chain(invocation(collected, scenario)).collect()
}

fn limit(meter: &MeterSummary, advice: Option<Advice>) -> Option<Warning> {
    let is_near = matches!(Nearness::of(meter.used_ratio), Nearness::Near | Nearness::Over);
    (meter.days_over > 0 || is_near).then(|| Warning::Limit(Box::new(meter.clone()), advice))
}

/// Where a limit is passed already, that is what there is to say.
fn mildest_case(scenario: &Scenario, meters: &[MeterSummary]) -> Option<Warning> {
    let is_near =
        |it: &MeterSummary| it.days_over == 0 && Nearness::of(it.used_ratio) == Nearness::Near;
    let (loads, colo) = (has_constant_loads(scenario), has_one_colo(scenario));
    let is_told = (loads || colo) && meters.iter().any(is_near);
    is_told.then_some(Warning::MildestCase { loads, colo })
}

fn ttl_equals_interval(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let policy = &scenario.policy;
    let ttl = policy.cache.worker_ttl;
    let reads_back =
        policy.write.when == When::Changed && policy.write.baseline != Baseline::Memory;
    let equal = scenario.workers.iter().any(|group| group.heartbeat.every == ttl);
    let beats = collected.count(RequestKind::Heartbeat);
    if ttl.is_zero() || !reads_back || !equal || beats == 0 {
        return None;
    }
    let reads = collected.operations_of(RequestKind::Heartbeat, Op::Read);
    // Who keeps one key for longer puts back more of what others write.
    let is_harmless = policy.layout != Layout::OneKey;
    Some(Warning::TtlEqualsInterval(ttl, reads as f64 / beats as f64, is_harmless))
}

fn record_ttl(scenario: &Scenario) -> Option<Warning> {
    let write = &scenario.policy.write;
    let ttl = write.record_ttl?;
    let expires = write.when != When::Always && write.max_interval >= ttl;
    expires.then_some(Warning::RecordExpiresFirst(ttl, write.max_interval))
}

fn baseline(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let write = &scenario.policy.write;
    if write.when == When::Always {
        return None;
    }
    let is_cached = write.baseline == Baseline::Cached;
    let beats = collected.count(RequestKind::Heartbeat);
    if beats > 0 && collected.operations_of(RequestKind::Heartbeat, Op::Write) == 0 {
        return Some(Warning::NeverWritten(is_cached));
    }
    is_cached.then_some(Warning::StaleBaseline)
}

fn cold_writes(collected: &Collected) -> Option<Warning> {
    let cold = collected.operations(RequestKind::Heartbeat, Cause::Cold, Op::Write);
    let writes = collected.operations_of(RequestKind::Heartbeat, Op::Write);
    let births = collected.per_day(collected.cold_starts());
    let is_many = cold > 0 && cold * 10 >= writes;
    is_many.then(|| Warning::ColdStartWrites(cold as f64 / writes as f64, births))
}

/// The groups whose workers beat at the same moments.
fn together(scenario: &Scenario) -> Together {
    let groups = scenario.workers.iter().enumerate();
    let together = groups.filter(|(_, group)| group.heartbeat.phase != Phase::Random);
    let together: Vec<usize> = together.map(|(place, _)| place).collect();
    let interval = scenario.plan.rules.same_key_write_interval.value;
    let may_overtake = |beat: &Heartbeat| {
        beat.timing == Timing::Grid && beat.every.ms() < beat.jitter.ms() + interval.ms()
    };
    if scenario.policy.layout == Layout::OneKey {
        Together::OneKey
    } else if !together.is_empty() {
        Together::Groups(together)
    } else if scenario.workers.iter().any(|group| may_overtake(&group.heartbeat)) {
        Together::Beats
    } else {
        Together::Indexes
    }
}

fn key_rate(
    scenario: &Scenario,
    collected: &Collected,
    together: Option<Together>,
) -> Option<Warning> {
    let refused = collected.refused(Refusal::SameKeyRate);
    let interval = scenario.plan.rules.same_key_write_interval.value;
    (refused > 0).then(|| Warning::PerKeyRate(collected.per_day(refused), interval, together))
}

fn value_size(scenario: &Scenario) -> Option<Warning> {
    let too_large = scenario.too_large_a_value()?;
    Some(Warning::ValueTooLarge(too_large, VALUE_BYTES_MAX))
}

fn invocation(collected: &Collected, scenario: &Scenario) -> Option<Warning> {
    let refused = collected.refused(Refusal::TooManyOps);
    let most = scenario.plan.rules.ops_per_invocation.value;
    (refused > 0).then(|| Warning::TooManyOps(collected.per_day(refused), most))
}

fn unused(scenario: &Scenario) -> Option<Warning> {
    if scenario.admin.refresh.is_some() && scenario.admin.loads_per_day <= 0.0 {
        return Some(Warning::UnusedRefresh);
    }
    let mut groups = scenario.workers.iter();
    let group =
        groups.find(|group| group.models.changes_per_day > 0.0 && group.models.loaded == 0)?;
    Some(Warning::UnusedModels(group.name.clone()))
}

fn trust(scenario: &Scenario, meters: &[MeterSummary]) -> Option<Warning> {
    if scenario.days < 2 {
        return Some(Warning::ShortRun);
    }
    meters.iter().find_map(|meter| {
        let half_width = meter.ci95_half_width?;
        let is_wide = meter.mean_per_day >= 50.0 && half_width > 0.1 * meter.mean_per_day;
        is_wide.then(|| Warning::WideSpread(meter.meter, half_width / meter.mean_per_day))
    })
}
