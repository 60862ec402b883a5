//! What is measured: each measure with its name, label, unit and direction, on one line.
//!
//! The value of each is found by one match in the study; of what it is measured, and on which days,
//! [`super::Figure`] says.

use super::names::Meter;

/// In what a figure is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Counts a day.
    PerDay,
    /// A share, from 0 to 1.
    Ratio,
    /// Milliseconds.
    Ms,
    /// Bytes.
    Bytes,
    /// Workers.
    Workers,
    /// The plan's currency.
    Money,
}

/// Which values are better?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    /// Smaller ones.
    Less,
    /// Larger ones.
    More,
}

/// The parts of which a measure is known, beside everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Parts {
    /// None.
    Whole,
    /// Each kind of request.
    Requests,
    /// Each colo.
    Colos,
    /// Each kind of request, each cause, each colo.
    Each,
}

pub(super) struct Facts {
    name: &'static str,
    label: &'static str,
    unit: Unit,
    better: Better,
    pub(super) parts: Parts,
}

/// A measure a line: its name in files, tables, CSV and JSON, its label for people, its unit, which
/// values are better, and of which parts it is known.
macro_rules! measures {
    ($($(#[$doc:meta])+ $member:ident: $name:literal, $label:literal, $unit:ident, $better:ident, $parts:ident;)+) => {
        /// What is measured.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Measure {
            /// What a meter counts.
            Meter(Meter),
            $($(#[$doc])+ $member,)+
        }

        impl Measure {
            /// All of them but for the meters, in the order of every report.
            const OTHERS: [Self; [$($name),+].len()] = [$(Self::$member),+];

            pub(super) const fn facts(self) -> Facts {
                match self {
                    Self::Meter(meter) => Facts {
                        name: meter.name(),
                        label: meter.name(),
                        unit: Unit::PerDay,
                        better: Better::Less,
                        parts: Parts::Each,
                    },
                    $(Self::$member => Facts {
                        name: $name,
                        label: $label,
                        unit: Unit::$unit,
                        better: Better::$better,
                        parts: Parts::$parts,
                    },)+
                }
            }
        }
    };
}

measures! {
    /// The share of requests that needed no KV operation.
    HitRatio: "hit_ratio", "hit rate", Ratio, More, Requests;
    /// Half of the requests took no longer inside the Worker.
    LatencyP50: "latency_p50", "latency p50", Ms, Less, Requests;
    /// 95 of 100 took no longer.
    LatencyP95: "latency_p95", "latency p95", Ms, Less, Requests;
    /// 99 of 100 took no longer.
    LatencyP99: "latency_p99", "latency p99", Ms, Less, Requests;
    /// Client requests sent to a worker that was up.
    Routed: "routed", "routed ok", PerDay, More, Colos;
    /// Client requests sent to a worker that was down.
    Misrouted: "misrouted", "misrouted", PerDay, Less, Colos;
    /// Client requests for which no healthy worker was known.
    Unroutable: "unroutable", "unroutable", PerDay, Less, Colos;
    /// Live workers left out as dead, counted each time a list was made.
    FalseDead: "false_dead", "false dead", PerDay, Less, Colos;
    /// Client requests that failed, because an operation or the request itself was refused.
    Failed: "failed", "failed", PerDay, Less, Colos;
    /// The share of routed requests that went to a worker that was down.
    MisroutedRatio: "misrouted_ratio", "misrouted share", Ratio, Less, Colos;
    /// The age of the heartbeat on which half of the choices rest at most.
    StalenessP50: "staleness_p50", "staleness p50", Ms, Less, Colos;
    /// The same of 95 of 100 choices.
    StalenessP95: "staleness_p95", "staleness p95", Ms, Less, Colos;
    /// The same of 99 of 100 choices.
    StalenessP99: "staleness_p99", "staleness p99", Ms, Less, Colos;
    /// The same of all choices.
    StalenessMax: "staleness_max", "oldest known", Ms, Less, Colos;
    /// Isolates that were born.
    ColdStarts: "cold_starts", "cold starts", PerDay, Less, Colos;
    /// Operations because an isolate knew nothing of the key yet.
    ColdOperations: "cold_operations", "cold operations", PerDay, Less, Colos;
    /// Operations refused because of their key's rate, or as too many of one invocation. The daily
    /// limits refuse nothing where the demand is measured.
    Refused: "refused", "refused", PerDay, Less, Whole;
    /// Requests that were sent because one had failed.
    Retries: "retries", "retries", PerDay, Less, Whole;
    /// Index entries that a write undid, because it was made from an older list.
    LostUpdates: "lost_updates", "lost updates", PerDay, Less, Whole;
    /// Live workers that no route can find, the mean over all hours.
    UnlistedWorkers: "unlisted_workers", "unlisted workers", Workers, Less, Whole;
    /// The most memory that the caches of all isolates held at once, estimated.
    Memory: "memory", "memory", Bytes, Less, Whole;
    /// The most that KV held, looked at each hour, estimated.
    Stored: "stored", "stored", Bytes, Less, Whole;
    /// What was read from KV and written to it, a day, estimated.
    Moved: "moved", "moved a day", Bytes, Less, Whole;
    /// What a month of 30 days costs.
    CostPerMonth: "cost_per_month", "cost a month", Money, Less, Whole;
}

impl Measure {
    /// All of them, in the order of every report.
    pub fn all() -> impl Iterator<Item = Self> {
        Meter::ALL.into_iter().map(Self::Meter).chain(Self::OTHERS)
    }

    /// The one name used in files, tables, CSV and JSON.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        self.facts().label
    }

    /// In what it is counted.
    pub const fn unit(self) -> Unit {
        self.facts().unit
    }

    /// Which values are better.
    pub const fn better(self) -> Better {
        self.facts().better
    }

    /// Its name with its unit: `misrouted_per_day`, `staleness_p99_ms`.
    pub fn key(self) -> String {
        let unit = match self.unit() {
            Unit::PerDay => "_per_day",
            Unit::Ms => "_ms",
            Unit::Bytes => "_bytes",
            Unit::Ratio | Unit::Workers | Unit::Money => "",
        };
        format!("{}{unit}", self.name())
    }
}
