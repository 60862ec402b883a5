//! What a user should look at: settings that work against each other, and figures to mistrust.

mod colos;

pub(super) use self::colos::{HEALTH_TIMEOUT, oldest_by_design};

use self::colos::{health_timeout, lost_updates, retry_storm, unlisted};
use super::advice::advice;
use super::collect::Collected;
use super::summary::{MeterSummary, Warning};
use crate::coordinator::{Baseline, When};
use crate::scenario::Scenario;
use crate::words::{self, Cause, Op, Refusal, RequestKind, Span};
use crate::workload::Phase;

/// From this share of a limit on, its use is near.
pub const NEAR_RATIO: f64 = 0.8;

/// All warnings, in a fixed order.
pub(super) fn warnings(
    scenario: &Scenario,
    collected: &Collected,
    meters: &[MeterSummary],
) -> Vec<Warning> {
    let near = |meter| limit(meter, scenario, collected);
    let mut all: Vec<Warning> = meters.iter().filter_map(near).collect();
    all.extend(ttl_equals_interval(scenario, collected));
    all.extend(health_timeout(scenario));
    all.extend(record_ttl(scenario));
    all.extend(baseline(scenario, collected));
    all.extend(cold_writes(collected));
    all.extend(key_rate(scenario, collected));
    all.extend(invocation(collected, scenario));
    all.extend(lost_updates(collected));
    all.extend(unlisted(collected));
    all.extend(retry_storm(scenario, collected));
    all.extend(unused(scenario));
    all.extend(trust(scenario, meters));
    all
}

/// What a replay can warn of. Its workload is given, so that nothing is advised about it.
pub(super) fn replay_warnings(scenario: &Scenario, collected: &Collected) -> Vec<Warning> {
    let meters = collected.meters(scenario);
    let near = meters.iter().filter_map(|meter| limit(meter, scenario, collected));
    let all = near.chain(key_rate(scenario, collected)).chain(invocation(collected, scenario));
    all.map(|warning| Warning { help: None, ..warning }).collect()
}

fn warning(code: &'static str, message: String) -> Warning {
    Warning { code, message, note: None, help: None }
}

impl Warning {
    fn note(self, note: String) -> Self {
        Self { note: Some(note), ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

fn limit(meter: &MeterSummary, scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let (used, limit) = (meter.used_ratio?, meter.limit_per_day?);
    let name = meter.meter;
    if meter.days_over > 0 {
        let days = words::of(meter.days_over, meter.days_tried, "day");
        let limit = words::count(limit);
        let message = format!("{name} pass the limit of {limit} a day on {days}");
        let help = advice(meter, scenario, collected);
        return Some(Warning { help, ..warning("over-limit", message) });
    }
    if used < NEAR_RATIO {
        return None;
    }
    let (used, limit) = (used * 100.0, words::count(limit));
    let message = format!("{name} come to {used:.1} % of the limit of {limit} on the worst day");
    let bound = meter.days_over_upper95? * 100.0;
    let note = format!(
        "no day of {} passed it; the 95 % upper bound on the share of such days is {bound:.1} %",
        words::count(meter.days_tried)
    );
    let help = advice(meter, scenario, collected);
    Some(Warning { help, ..warning("near-limit", message).note(note) })
}

fn ttl_equals_interval(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let policy = &scenario.policy;
    let ttl = policy.cache.worker_ttl;
    let reads_back =
        policy.write.when == When::Changed && policy.write.baseline != Baseline::Memory;
    let equal = scenario.workers.iter().any(|group| group.heartbeat.every == ttl);
    if ttl.is_zero() || !reads_back || !equal {
        return None;
    }
    let beats = Some(collected.count(RequestKind::Heartbeat)).filter(|beats| *beats > 0)? as f64;
    let reads = collected.operations_of(RequestKind::Heartbeat, Op::Read) as f64;
    let message = format!("the worker cache ({ttl}) expires just as the next heartbeat comes");
    let longer = Span::from_ms(ttl.ms() + ttl.ms() / 2);
    Some(
        warning("ttl-equals-interval", message)
            .note(format!("{:.0} % of all heartbeats read KV again", reads / beats * 100.0))
            .help(format!("try --set policy.cache.worker_ttl={longer}")),
    )
}

fn record_ttl(scenario: &Scenario) -> Option<Warning> {
    let write = &scenario.policy.write;
    let ttl = write.record_ttl?;
    if write.when == When::Always || write.max_interval < ttl {
        return None;
    }
    let message = format!(
        "records expire after {ttl}, before an unchanged worker writes again ({})",
        write.max_interval
    );
    Some(
        warning("record-expires-first", message)
            .note("its heartbeats are then refused as unknown".to_owned())
            .help(format!("try --set policy.write.record_ttl={}", write.max_interval.times(2))),
    )
}

fn baseline(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let write = &scenario.policy.write;
    if write.when == When::Always {
        return None;
    }
    let beats = collected.count(RequestKind::Heartbeat);
    if beats > 0 && collected.operations_of(RequestKind::Heartbeat, Op::Write) == 0 {
        let message = "no heartbeat ever writes its record".to_owned();
        let warning = warning("never-written", message).note(
            "KV keeps the record of the start: another isolate sees a dead worker".to_owned(),
        );
        return Some(match write.baseline {
            Baseline::Cached => warning.help("try --set policy.write.baseline=persisted"),
            Baseline::Persisted | Baseline::Memory => warning,
        });
    }
    if write.baseline != Baseline::Cached {
        return None;
    }
    let message = "a heartbeat is compared with the last one, written or not".to_owned();
    Some(
        warning("stale-baseline", message)
            .note("a load that drifts slowly is never written while the cache is warm".to_owned())
            .help("try --set policy.write.baseline=persisted"),
    )
}

fn cold_writes(collected: &Collected) -> Option<Warning> {
    let cold = collected.operations(RequestKind::Heartbeat, Cause::Cold, Op::Write);
    let writes = collected.operations_of(RequestKind::Heartbeat, Op::Write);
    if cold * 10 < writes || cold == 0 {
        return None;
    }
    let message = format!(
        "{:.0} % of the heartbeats' writes come from isolates that know nothing yet",
        cold as f64 / writes as f64 * 100.0
    );
    Some(
        warning("cold-start-writes", message)
            .note(format!(
                "births of isolates: {} a day",
                words::amount(collected.per_day(collected.cold_starts()))
            ))
            .help("compare with what KV holds: try --set policy.write.baseline=persisted"),
    )
}

fn key_rate(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let refused = collected.refused(Refusal::SameKeyRate);
    if refused == 0 {
        return None;
    }
    let per_day = words::amount_of(collected.per_day(refused), "write");
    let message = format!("refused: {per_day} a day, one key twice within a second");
    let together = scenario.workers.iter().enumerate();
    let together = together.filter(|(_, group)| group.heartbeat.phase != Phase::Random);
    let apart = together
        .map(|(place, _)| format!(" --set workers[{place}].heartbeat.phase=random"))
        .collect::<String>();
    let help = if apart.is_empty() {
        "many workers write one index: let them come one after another, or keep several indexes"
            .to_owned()
    } else {
        format!("spread the workers: try{apart}")
    };
    Some(warning("per-key-rate", message).help(help))
}

fn invocation(collected: &Collected, scenario: &Scenario) -> Option<Warning> {
    let refused = collected.refused(Refusal::TooManyOps);
    if refused == 0 {
        return None;
    }
    let most = words::count(scenario.plan.rules.ops_per_invocation.value.into());
    let per_day = words::amount_of(collected.per_day(refused), "request");
    let message = format!("failed: {per_day} a day, for more than {most} operations each");
    Some(warning("too-many-ops", message))
}

fn unused(scenario: &Scenario) -> Option<Warning> {
    let idle_refresh = scenario.admin.refresh.is_some() && scenario.admin.loads_per_day <= 0.0;
    if idle_refresh {
        let message = "admin.refresh has no effect: nobody opens the page".to_owned();
        return Some(warning("unused", message).help("set admin.loads_per_day"));
    }
    let group = scenario
        .workers
        .iter()
        .find(|group| group.models.changes_per_day > 0.0 && group.models.loaded == 0)?;
    let message = format!("models.changes_per_day of {} has no effect: none is loaded", group.name);
    Some(warning("unused", message))
}

fn trust(scenario: &Scenario, meters: &[MeterSummary]) -> Option<Warning> {
    if scenario.days < 2 {
        let message = "one day alone, which begins with cold caches".to_owned();
        return Some(warning("short-run", message).help("try --days 7"));
    }
    let wide = meters.iter().find(|meter| {
        let half_width = meter.ci95_half_width.unwrap_or(0.0);
        meter.mean_per_day >= 50.0 && half_width > 0.1 * meter.mean_per_day
    })?;
    let message = format!(
        "the mean of {} is known to ± {:.0} % only",
        wide.meter,
        wide.ci95_half_width? / wide.mean_per_day * 100.0
    );
    Some(warning("wide-spread", message).help("try more --runs"))
}
