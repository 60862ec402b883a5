//! What goes wrong between isolates and colos that each know a part: live workers that look dead,
//! index entries that get lost, senders that try again and again.

use super::Warning;
use crate::coordinator::{When, WritePolicy};
use crate::scenario::Scenario;
use crate::study::summary::Collected;
use crate::words::Span;
use crate::workload::{Heartbeat, Retry, Timing, WorkerGroup};

/// From this share of all requests on, those that are sent again are told.
const STORM_RATIO: f64 = 0.1;

/// How old the record of a quiet live worker may be by which a router judges it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldRecord {
    /// From this age on it looks dead.
    pub timeout: Span,
    /// In KV.
    pub written: Span,
    /// How much older it may be elsewhere, and where; nothing of zero.
    pub kept: Vec<(Span, Kept)>,
}

/// Where a record grows older than in KV.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// In an isolate's cache.
    InIsolate,
    /// In another colo's edge cache.
    AtEdge,
    /// On the way to another colo.
    OnTheWay,
}

impl OldRecord {
    /// By design; `None` without workers.
    pub(in crate::study) fn of(scenario: &Scenario) -> Option<Self> {
        let (timeout, written) = (scenario.policy.health_timeout, written_every(scenario)?);
        Some(Self { timeout, written, kept: kept_elsewhere(scenario) })
    }

    /// The oldest that it may be.
    pub fn oldest(&self) -> Span {
        let kept: u64 = self.kept.iter().map(|(span, _)| span.ms()).sum();
        Span::from_ms(self.written.ms().saturating_add(kept))
    }
}

pub(super) fn health_timeout(scenario: &Scenario) -> Option<Warning> {
    let record = OldRecord::of(scenario)?;
    (record.timeout < record.oldest()).then_some(Warning::HealthTimeoutTooShort(record))
}

/// The longest that a quiet worker's record in KV stays as it is.
fn written_every(scenario: &Scenario) -> Option<Span> {
    let write = &scenario.policy.write;
    scenario.workers.iter().map(|group| written_by(&group.heartbeat, write)).max()
}

/// The same of a group: up to the first beat that is later than the interval.
fn written_by(beat: &Heartbeat, write: &WritePolicy) -> Span {
    let (every, jitter) = (beat.every.ms(), beat.jitter.ms());
    let interval = match write.when {
        When::Always => return Span::from_ms(every + jitter),
        When::Changed => write.max_interval.ms(),
    };
    // Beats of a grid come at whole intervals, each shifted by less than the jitter.
    let on_grid = ((interval + jitter) / every + 1) * every + jitter;
    let at_most = interval + every + jitter;
    let is_on_grid = beat.timing == Timing::Grid;
    Span::from_ms(if is_on_grid { on_grid.min(at_most) } else { at_most })
}

/// How much older than in KV a record may be where a worker's own heartbeats do not refresh it: the
/// coordinator's cache in another isolate, and the edge cache and propagation in another colo. A
/// list that was cached is not judged anew, so its age does not count.
fn kept_elsewhere(scenario: &Scenario) -> Vec<(Span, Kept)> {
    let colos = &scenario.isolates.colos;
    let isolates: u32 = colos.iter().map(|colo| colo.isolates).sum();
    if isolates < 2 {
        return Vec::new();
    }
    let mut kept = vec![(scenario.policy.cache.worker_ttl, Kept::InIsolate)];
    if scenario.workers.iter().any(|group| is_routed_to_from_elsewhere(group, scenario)) {
        kept.push((scenario.kv.cache_ttl, Kept::AtEdge));
        kept.push((scenario.kv.propagation, Kept::OnTheWay));
    }
    kept.retain(|(span, _)| !span.is_zero());
    kept
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

pub(super) fn lost_updates(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let (lost, layout) = (collected.lost_updates(), scenario.policy.layout);
    (lost > 0).then(|| Warning::LostUpdates(collected.per_day(lost), layout))
}

pub(super) fn unlisted(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let found = collected.unlisted().filter(|it| it.max > 0)?;
    Some(Warning::UnlistedWorkers(found, scenario.policy.layout))
}

pub(super) fn retry_storm(scenario: &Scenario, collected: &Collected) -> Option<Warning> {
    let measured = (collected.retries(), collected.all_counts());
    let enforced = collected.enforced_retries();
    let ratio = |(retries, requests): (u64, u64)| retries as f64 / requests.max(1) as f64;
    let is_enforced = ratio(enforced) > ratio(measured);
    let worst = if is_enforced { enforced } else { measured };
    let workers = scenario.workers.iter().map(|group| group.retry);
    let clients = scenario.traffic.iter().map(|traffic| traffic.retry);
    let attempts = workers.chain(clients).map(|retry: Retry| retry.attempts).max()?;
    let (per_day, share) = (collected.per_day(worst.0), ratio(worst));
    let warning = Warning::RetryStorm { per_day, share, is_enforced, attempts };
    (share > STORM_RATIO).then_some(warning)
}
