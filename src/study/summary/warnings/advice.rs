//! What to try first where a limit is passed or near: the setting behind most of the operations.

use super::colos::OldRecord;
use crate::coordinator::{ModelsCompare, When};
use crate::scenario::Scenario;
use crate::study::summary::{Collected, MeterSummary};
use crate::words::{Cause, Meter, Op, RequestKind, Span};
use crate::workload::LoadShape;

/// The share of a limit that the advice aims at: the rest is room for a bad day.
const AIM: f64 = 0.75;

/// What to try.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Advice {
    /// To write on change only.
    WriteOnChange,
    /// To write less often.
    WriteLessOften(Patience),
    /// Nothing: the rest of the account leaves no room.
    NoRoom,
    /// To bear larger swings of the load, up to this delta.
    LargerDelta(f64),
    /// To compare the models by their members.
    CompareMembers,
    /// To compare with what KV holds.
    ComparePersisted,
    /// To cache what was read.
    Cache,
    /// To cache workers for so long.
    CacheWorkers(Span),
    /// To cache services for so long.
    CacheServices(Span),
    /// To drop fewer lists.
    DropFewerLists,
    /// To learn the ids from a key.
    KeepIds,
    /// To send heartbeats as seldom as this.
    FewerBeats(Span),
}

/// How to write less often, and what has to grow with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// The longest that an unchanged worker does not write.
    pub max_interval: Span,
    /// After how long a worker looks dead.
    pub health_timeout: Option<Span>,
    /// After how long a record expires.
    pub record_ttl: Option<Span>,
}

/// What to try; `None` where no one setting is behind it.
pub(super) fn advice(
    meter: &MeterSummary,
    scenario: &Scenario,
    collected: &Collected,
) -> Option<Advice> {
    let cache = &scenario.policy.cache;
    match meter.meter {
        Meter::Writes => match most_frequent(Op::Write, collected)? {
            Cause::EveryHeartbeat => Some(Advice::WriteOnChange),
            Cause::Interval => Some(longer_interval(meter, scenario)),
            Cause::Load => Some(Advice::LargerDelta(larger_delta(scenario))),
            Cause::Models => compares_badly(scenario).then_some(Advice::CompareMembers),
            Cause::Cold => Some(Advice::ComparePersisted),
            _ => None,
        },
        Meter::Reads => match most_frequent(Op::Read, collected)? {
            Cause::Uncached => Some(Advice::Cache),
            Cause::Expired => Some(Advice::CacheWorkers(cache.worker_ttl.times(3))),
            Cause::Index => Some(Advice::CacheServices(cache.service_ttl.times(3))),
            Cause::Invalidated => Some(Advice::DropFewerLists),
            _ => None,
        },
        Meter::Requests => fewer_beats(scenario, collected),
        Meter::Lists => Some(Advice::KeepIds),
        Meter::Deletes => None,
    }
}

/// The cause of most operations, the first of equals.
fn most_frequent(op: Op, collected: &Collected) -> Option<Cause> {
    let count = |cause: Cause| -> u64 {
        RequestKind::ALL.into_iter().map(|kind| collected.operations(kind, cause, op)).sum()
    };
    let mut most = None;
    for cause in Cause::ALL {
        if count(cause) > most.map_or(0, count) {
            most = Some(cause);
        }
    }
    most
}

/// The interval at which the worst day would come to the share aimed at, in whole minutes.
fn longer_interval(meter: &MeterSummary, scenario: &Scenario) -> Advice {
    let policy = &scenario.policy;
    let room = meter.limit_per_day.unwrap_or(0).saturating_sub(meter.other_per_day) as f64 * AIM;
    if room < 1.0 {
        return Advice::NoRoom;
    }
    let factor = meter.max_per_day as f64 / room;
    let needed = (policy.write.max_interval.ms() as f64 * factor) as u64;
    // At the interval of before it would be no change.
    let longer = policy.write.max_interval.ms() + 1;
    let max_interval = Span::from_ms(needed.max(longer)).whole_minutes();
    let mut patient = scenario.clone();
    patient.policy.write.max_interval = max_interval;
    let oldest = OldRecord::of(&patient).map(|it| it.oldest()).unwrap_or_default();
    let judges_too_soon = policy.health_timeout < oldest;
    let expires_first = policy.write.record_ttl.is_some_and(|ttl| ttl <= max_interval);
    Advice::WriteLessOften(Patience {
        max_interval,
        health_timeout: judges_too_soon.then(|| oldest.whole_minutes()),
        record_ttl: expires_first.then(|| max_interval.times(2)),
    })
}

/// A delta above the swing of loads that flap, or twice the present one.
fn larger_delta(scenario: &Scenario) -> f64 {
    let swings = scenario.workers.iter().filter_map(|group| match group.load {
        LoadShape::Flap { low, high, .. } => Some((high - low).abs()),
        _ => None,
    });
    let widest = swings.fold(0.0, f64::max);
    let present = scenario.policy.write.load_delta;
    let tenths = if widest > present { (widest * 10.0).floor() + 1.0 } else { present * 20.0 };
    tenths.ceil() / 10.0
}

fn compares_badly(scenario: &Scenario) -> bool {
    let write = &scenario.policy.write;
    write.when == When::Changed && write.models_compare == ModelsCompare::Identity
}

/// Twice the interval of the first group, where heartbeats are most of the requests.
fn fewer_beats(scenario: &Scenario, collected: &Collected) -> Option<Advice> {
    let is_most = collected.count(RequestKind::Heartbeat) * 2 >= collected.all_counts();
    let group = scenario.workers.first().filter(|_| is_most)?;
    Some(Advice::FewerBeats(group.heartbeat.every.times(2)))
}
