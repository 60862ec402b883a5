//! What goes wrong between isolates and colos that each know a part: live workers that look dead,
//! index entries that get lost, senders that try again and again.

use super::warning;
use crate::coordinator::When;
use crate::scenario::Scenario;
use crate::study::collect::Collected;
use crate::study::summary::Warning;
use crate::words::{self, Span};
use crate::workload::{Retry, WorkerGroup};

/// From this share of all requests on, those that are sent again are told.
const STORM_RATIO: f64 = 0.1;

/// The code of [`health_timeout`].
pub(in crate::study) const HEALTH_TIMEOUT: &str = "health-timeout-too-short";

/// The oldest record of a live worker by which a router may judge it, and whether a part of that
/// age comes from other isolates or colos.
pub(super) fn health_timeout(scenario: &Scenario) -> Option<Warning> {
    let policy = &scenario.policy;
    let written = written_every(scenario)?;
    let (kept, because) = kept_elsewhere(scenario);
    let oldest = oldest_by_design(scenario)?;
    let timeout = policy.health_timeout;
    if timeout >= oldest {
        return None;
    }
    let (record, oldest_seconds) = (written.whole_seconds(), oldest.whole_seconds());
    let note = if kept.is_zero() {
        format!("its record in KV is up to {record} old by design")
    } else {
        format!("its record is up to {oldest_seconds} old by design: {record} in KV, and {because}")
    };
    let message = format!("a quiet worker that lives looks dead after {timeout} (health_timeout)");
    let longer = oldest.whole_minutes();
    let help = format!(
        "try --set policy.health_timeout={longer}; a worker that crashes gets requests for as long"
    );
    Some(warning(HEALTH_TIMEOUT, message).note(note).help(help))
}

/// The oldest record of a live worker by which a router may judge it; `None` without workers.
pub(in crate::study) fn oldest_by_design(scenario: &Scenario) -> Option<Span> {
    let (kept, _) = kept_elsewhere(scenario);
    Some(Span::from_ms(written_every(scenario)?.ms().saturating_add(kept.ms())))
}

/// The longest that a quiet worker's record in KV stays as it is.
fn written_every(scenario: &Scenario) -> Option<Span> {
    let policy = &scenario.policy;
    let slowest = scenario
        .workers
        .iter()
        .map(|group| Span::from_ms(group.heartbeat.every.ms() + group.heartbeat.jitter.ms()));
    let slowest = slowest.max()?;
    Some(match policy.write.when {
        When::Always => slowest,
        When::Changed => Span::from_ms(policy.write.max_interval.ms() + slowest.ms()),
    })
}

/// How much older than in KV a record may be where a worker's own heartbeats do not refresh it: the
/// coordinator's cache in another isolate, and the edge cache and propagation in another colo. A
/// list that was cached is not judged anew, so its age does not count. Second: the same in words.
fn kept_elsewhere(scenario: &Scenario) -> (Span, String) {
    let colos = &scenario.isolates.colos;
    let isolates: u32 = colos.iter().map(|colo| colo.isolates).sum();
    if isolates < 2 {
        return (Span::ZERO, String::new());
    }
    let worker_ttl = scenario.policy.cache.worker_ttl;
    let mut parts = vec![(worker_ttl, "in an isolate's cache")];
    if scenario.workers.iter().any(|group| is_routed_to_from_elsewhere(group, scenario)) {
        parts.push((scenario.kv.cache_ttl, "in another colo's edge cache"));
        parts.push((scenario.kv.propagation, "on the way there"));
    }
    parts.retain(|(span, _)| !span.is_zero());
    let all = parts.iter().map(|(span, _)| span.ms()).sum();
    let said: Vec<String> = parts.iter().map(|(span, place)| format!("{span} {place}")).collect();
    (Span::from_ms(all), said.join(", "))
}

/// Do clients of its services reach another colo than the group's own?
fn is_routed_to_from_elsewhere(group: &WorkerGroup, scenario: &Scenario) -> bool {
    let colos = &scenario.isolates.colos;
    let mut clients = scenario.traffic.iter();
    clients.any(|traffic| {
        let is_reached = |place: usize| match traffic.colo {
            Some(colo) => colo == place,
            None => colos[place].share > 0.0,
        };
        group.services.contains(&traffic.service)
            && (0..colos.len()).any(|place| place != group.colo && is_reached(place))
    })
}

pub(super) fn lost_updates(collected: &Collected) -> Option<Warning> {
    let lost = collected.lost_updates();
    if lost == 0 {
        return None;
    }
    let per_day = words::amount(collected.per_day(lost));
    let message = format!("index entries undone by a write from an older list: {per_day} a day");
    Some(
        warning("lost-updates", message)
            .note(
                "registrations read a service's list and write it back; the last writer wins, and \
                 a worker that it left out gets no requests until it registers again"
                    .to_owned(),
            )
            .help(
                "let the workers register at different times, or keep no list that several write",
            ),
    )
}

pub(super) fn retry_storm(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let measured = (collected.retries(), collected.all_counts());
    let enforced = collected.enforced_retries();
    let ratio = |(retries, requests): (u64, u64)| retries as f64 / requests.max(1) as f64;
    let (worst, when) = if ratio(enforced) > ratio(measured) {
        (enforced, " where the limits are enforced")
    } else {
        (measured, "")
    };
    if ratio(worst) <= STORM_RATIO {
        return None;
    }
    let per_day = words::amount(collected.per_day(worst.0));
    let share = ratio(worst) * 100.0;
    let message = format!("{per_day} requests a day, {share:.0} % of all, are sent again{when}");
    let workers = scenario.workers.iter().map(|group| group.retry);
    let clients = scenario.traffic.iter().map(|traffic| traffic.retry);
    let most = workers.chain(clients).map(|retry: Retry| retry.attempts).max()?;
    Some(
        warning("retry-storm", message)
            .note(format!(
                "a failed request is sent up to {most} times; each that reaches the Worker counts \
                 against its limit"
            ))
            .help(
                "fewer attempts, or a longer backoff: what a limit refuses stays refused all day",
            ),
    )
}

pub(super) fn unlisted(collected: &Collected) -> Option<Warning> {
    let unlisted = collected.unlisted().filter(|it| it.max > 0)?;
    let (mean, max) = (words::amount(unlisted.mean), words::count(unlisted.max));
    let message =
        format!("{mean} live workers at a time are missing from an index ({max} at most)");
    Some(
        warning("unlisted-workers", message)
            .note(
                "a registration whose index write was refused, or undone, leaves its worker with a \
                 record and without requests; fewer reads are no saving then"
                    .to_owned(),
            )
            .help("let the workers register at different times, and try a failed one again (retry)"),
    )
}
