//! What to try first where a limit is passed or near: the setting behind most of the operations.

use super::collect::Collected;
use super::summary::MeterSummary;
use super::warnings::oldest_by_design;
use crate::coordinator::{ModelsCompare, When};
use crate::scenario::Scenario;
use crate::words::{Cause, Meter, Op, RequestKind, Span};
use crate::workload::LoadShape;

/// The share of a limit that the advice aims at: the rest is room for a bad day.
const AIM: f64 = 0.75;

/// What to try; `None` where no one setting is behind it.
pub(super) fn advice(
    meter: &MeterSummary,
    scenario: &Scenario,
    collected: &Collected,
) -> Option<String> {
    match meter.meter {
        Meter::Writes => match most_frequent(Op::Write, collected)? {
            Cause::EveryHeartbeat => Some("write on change only: try --policy optimized".into()),
            Cause::Interval => Some(longer_interval(meter, scenario)),
            Cause::Load => Some(larger_delta(scenario)),
            Cause::Models => mended_comparison(scenario),
            Cause::Cold => {
                Some("compare with what KV holds: try --set policy.write.baseline=persisted".into())
            }
            _ => None,
        },
        Meter::Reads => match most_frequent(Op::Read, collected)? {
            Cause::Uncached => Some("cache what was read: try --policy optimized".into()),
            Cause::Expired => {
                let longer = scenario.policy.cache.worker_ttl.times(3);
                Some(format!("cache for longer: try --set policy.cache.worker_ttl={longer}"))
            }
            Cause::Index => {
                let longer = scenario.policy.cache.service_ttl.times(3);
                Some(format!("cache for longer: try --set policy.cache.service_ttl={longer}"))
            }
            Cause::Invalidated => {
                Some("drop fewer lists: try --set policy.cache.invalidate=affected".into())
            }
            _ => None,
        },
        Meter::Requests => fewer_beats(scenario, collected),
        Meter::Lists => Some("learn the ids from a key: try --set policy.enumerate=index".into()),
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

/// The interval at which the worst day would come to the share aimed at, in whole minutes, and what
/// has to grow with it.
fn longer_interval(meter: &MeterSummary, scenario: &Scenario) -> String {
    let policy = &scenario.policy;
    let room = meter.limit_per_day.unwrap_or(0).saturating_sub(meter.other_per_day) as f64 * AIM;
    if room < 1.0 {
        return "the rest of the account leaves no room".into();
    }
    let factor = meter.max_per_day as f64 / room;
    let needed = (policy.write.max_interval.ms() as f64 * factor) as u64;
    let interval = Span::from_ms(needed).whole_minutes();
    let mut help = format!("write less often: try --set policy.write.max_interval={interval}");
    let mut patient = scenario.clone();
    patient.policy.write.max_interval = interval;
    let oldest = oldest_by_design(&patient).unwrap_or_default();
    let timeout = oldest.whole_minutes();
    let judges_too_soon = policy.health_timeout < oldest;
    if judges_too_soon {
        help.push_str(&format!(" --set policy.health_timeout={timeout}"));
    }
    if policy.write.record_ttl.is_some_and(|ttl| ttl <= interval) {
        let ttl = interval.times(2);
        help.push_str(&format!(" --set policy.write.record_ttl={ttl}"));
    }
    if judges_too_soon {
        help.push_str(&format!("; a worker that crashes then gets requests for up to {timeout}"));
    }
    help
}

/// A delta above the swing of loads that flap, or twice the present one.
fn larger_delta(scenario: &Scenario) -> String {
    let swings = scenario.workers.iter().filter_map(|group| match group.load {
        LoadShape::Flap { low, high, .. } => Some((high - low).abs()),
        _ => None,
    });
    let widest = swings.fold(0.0, f64::max);
    let present = scenario.policy.write.load_delta;
    let tenths = if widest > present { (widest * 10.0).floor() + 1.0 } else { present * 20.0 };
    let delta = tenths.ceil() / 10.0;
    format!("bear larger swings of the load: try --set policy.write.load_delta={delta}")
}

fn mended_comparison(scenario: &Scenario) -> Option<String> {
    let write = &scenario.policy.write;
    let is_broken = write.when == When::Changed && write.models_compare == ModelsCompare::Identity;
    is_broken.then(|| {
        "compare the models by their members: try --set policy.write.models_compare=structural"
            .into()
    })
}

/// Twice the interval of the first group, where heartbeats are most of the requests.
fn fewer_beats(scenario: &Scenario, collected: &Collected) -> Option<String> {
    let all: u64 = RequestKind::ALL.into_iter().map(|kind| collected.count(kind)).sum();
    if collected.count(RequestKind::Heartbeat) * 2 < all {
        return None;
    }
    let every = scenario.workers.first()?.heartbeat.every.times(2);
    Some(format!("send fewer heartbeats: try --set workers[0].heartbeat.every={every}"))
}
