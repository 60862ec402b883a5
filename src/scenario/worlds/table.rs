//! The table of unknowns: a row more is a row here, and nothing else.

use super::{Choice, Unknown};
use crate::platform::{Affinity, ColoSettings, Latency};
use crate::scenario::Scenario;
use crate::scenario::describe::DEFAULT_COLO;
use crate::words::Span;
use crate::workload::Timing;

/// The jitter of `accumulate` where the scenario has none: without one it would be an exact clock
/// that only starts elsewhere.
const JITTER: Span = Span::from_ms(500);
/// The one-way delay of `after_reply` where the scenario has none: without one, and without
/// latencies, it would be an exact clock too.
const NETWORK: Span = Span::from_ms(20);

/// A row.
pub(super) struct Row {
    name: &'static str,
    why: &'static str,
    /// Why it makes no difference to a scenario to which it makes none.
    idle: fn(&Scenario) -> String,
    alternatives: &'static [Alternative],
    /// The place of the alternative nearest to a scenario, and what the scenario has there.
    own: fn(&Scenario) -> Own,
}

/// A value that an unknown may have, as an edit of a scenario.
#[derive(Debug)]
pub(super) struct Alternative {
    name: &'static str,
    means: &'static str,
    pub(super) apply: Edit,
}

/// An edit that keeps a checked scenario within its bounds.
pub(super) type Edit = fn(&mut Scenario);

struct Own {
    place: usize,
    /// What it is called instead of the alternative; `None`: by the same name.
    name: Option<&'static str>,
}

/// What users cannot know.
pub(super) static UNKNOWNS: [Row; 3] = [
    Row {
        name: "timing",
        why: "how a worker's loop waits is that worker's affair, and loops drift",
        idle: |_| "no worker sends heartbeats".to_owned(),
        alternatives: &[
            Alternative {
                name: "grid",
                means: "beats at k × every, an exact clock without jitter",
                apply: |scenario| time(scenario, Timing::Grid),
            },
            Alternative {
                name: "accumulate",
                means: "the last send + every, with the scenario's jitter, or 500ms",
                apply: |scenario| time(scenario, Timing::Accumulate),
            },
            Alternative {
                name: "after_reply",
                means: "every after each reply, with the scenario's network delay, or 20ms",
                apply: |scenario| time(scenario, Timing::AfterReply),
            },
        ],
        own: own_timing,
    },
    Row {
        name: "affinity",
        why: "the provider does not say which isolate of a data centre a request reaches",
        idle: one_isolate,
        alternatives: &[
            Alternative {
                name: "sticky",
                means: "a source always reaches the same isolate",
                apply: |scenario| scenario.isolates.affinity = Affinity::Sticky,
            },
            Alternative {
                name: "random",
                means: "each request reaches any isolate",
                apply: |scenario| scenario.isolates.affinity = Affinity::Random,
            },
        ],
        own: own_affinity,
    },
    Row {
        name: "latency",
        why: "of KV's latencies only the 99th percentiles of reads are published",
        idle: |_| "its choices are the same latencies".to_owned(),
        alternatives: &[
            Alternative {
                name: "none",
                means: "every operation is instantaneous",
                apply: |scenario| scenario.kv.latency = Latency::NONE,
            },
            Alternative {
                name: "typical",
                means: "the published percentiles, with assumed medians",
                apply: |scenario| scenario.kv.latency = Latency::TYPICAL,
            },
        ],
        own: own_latency,
    },
];

impl Row {
    /// The unknown as it is for a scenario.
    pub(super) fn of(&'static self, scenario: &Scenario) -> Unknown {
        let Own { place, name } = (self.own)(scenario);
        let choices = self.alternatives.iter().enumerate().map(|(at, alternative)| {
            let own_name = name.filter(|_| at == place);
            let means = if at == place { "as written" } else { alternative.means };
            Choice { name: own_name.unwrap_or(alternative.name), means, alternative }
        });
        let (choices, idle) = (choices.collect(), (self.idle)(scenario));
        Unknown { name: self.name, why: self.why, idle, choices, own: place }
    }
}

fn time(scenario: &mut Scenario, timing: Timing) {
    for heartbeat in scenario.workers.iter_mut().map(|group| &mut group.heartbeat) {
        heartbeat.timing = timing;
        match timing {
            Timing::Grid => heartbeat.jitter = Span::ZERO,
            Timing::Accumulate if heartbeat.jitter == Span::ZERO => heartbeat.jitter = JITTER,
            Timing::AfterReply if heartbeat.network == Span::ZERO => heartbeat.network = NETWORK,
            Timing::Accumulate | Timing::AfterReply => {}
        }
    }
}

/// The timing of most workers; of equally many the first of the table.
fn own_timing(scenario: &Scenario) -> Own {
    let mut workers = [0_u64; Timing::COUNT];
    for group in &scenario.workers {
        workers[group.heartbeat.timing.index()] += u64::from(group.count);
    }
    let place = (0..workers.len()).rev().max_by_key(|&place| workers[place]).unwrap_or(0);
    let is_mixed = workers.iter().filter(|&&workers| workers > 0).count() > 1;
    Own { place, name: is_mixed.then_some("mixed") }
}

/// A file that leaves the colos out has no entry to be changed: the one of the defaults is set whole.
fn one_isolate(scenario: &Scenario) -> String {
    let is_default = |colos: &[ColoSettings]| matches!(colos, [only] if only.name == DEFAULT_COLO);
    let set = if is_default(&scenario.isolates.colos) {
        format!("'isolates.colos=[{{ name: {DEFAULT_COLO}, isolates: 4 }}]'")
    } else {
        "'isolates.colos[0].isolates=4'".to_owned()
    };
    format!("each colo has one isolate; with --set {set} it may")
}

fn own_affinity(scenario: &Scenario) -> Own {
    Own { place: scenario.isolates.affinity.index(), name: None }
}

/// Latencies by hand are somebody's better guess: they stand where the typical ones would.
fn own_latency(scenario: &Scenario) -> Own {
    let latency = &scenario.kv.latency;
    let is_typical = *latency == Latency::TYPICAL;
    let is_by_hand = !latency.is_none() && !is_typical;
    Own { place: usize::from(!latency.is_none()), name: is_by_hand.then_some("by hand") }
}
