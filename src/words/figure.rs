//! What is measured: a measure, of everything or of a part, on the worst day or over all of them.
//!
//! One catalogue for budgets, sweeps, headroom and comparisons. A measure has its facts here, on one
//! line; its value is found by one match in the study.

use super::names::{Cause, Meter, RequestKind, named};

/// One figure: `writes`, `heartbeat.hit_ratio`, `heartbeat.cold.writes`, `colo.LHR.reads@mean`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Figure {
    /// Of what.
    pub scope: Scope,
    /// What.
    pub measure: Measure,
    /// Which days.
    pub statistic: Statistic,
}

/// Of what is it?
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    /// Everything.
    All,
    /// One kind of request.
    Request(RequestKind),
    /// What one cause led to in one kind of request.
    Cause(RequestKind, Cause),
    /// One colo, by its name.
    Colo(String),
}

/// Which days does a figure look at?
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Statistic {
    /// The worst day of all runs.
    WorstDay,
    /// The mean day.
    Mean,
    /// All days of all runs together.
    AllDays,
}
named!(Statistic, WorstDay = "worst_day", Mean = "mean", AllDays = "all_days");

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
enum Parts {
    /// None.
    Whole,
    /// Each kind of request.
    Requests,
    /// Each colo.
    Colos,
    /// Each kind of request, each cause, each colo.
    Each,
}

struct Facts {
    name: &'static str,
    label: &'static str,
    unit: Unit,
    better: Better,
    parts: Parts,
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

            const fn facts(self) -> Facts {
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

    /// Of all requests, all colos, all days as far as a figure may look at all of them.
    pub fn of_all(self) -> Figure {
        Figure::new(Scope::All, self)
    }

    /// Is it known of such a part?
    fn is_of(self, scope: &Scope) -> bool {
        let parts = self.facts().parts;
        match scope {
            Scope::All => true,
            Scope::Request(_) => matches!(parts, Parts::Requests | Parts::Each),
            Scope::Cause(..) => parts == Parts::Each && self != Self::Meter(Meter::Requests),
            Scope::Colo(_) => matches!(parts, Parts::Colos | Parts::Each),
        }
    }
}

/// Why a text names no figure. The part that is not known comes with each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoFigure {
    /// There is no such measure.
    Measure(String),
    /// There is no such kind of request, or cause.
    Part(String),
    /// The measure is not known of such parts.
    Unfit(Measure),
    /// The figure has no such statistic.
    Statistic(String),
}

impl Figure {
    /// With the statistic that it has where none is named: the worst day of a meter as a whole, the
    /// mean day of other counts a day, all days of everything else.
    pub fn new(scope: Scope, measure: Measure) -> Self {
        let statistic = match (measure, &scope) {
            (Measure::Meter(_), Scope::All) => Statistic::WorstDay,
            _ if measure.unit() == Unit::PerDay => Statistic::Mean,
            _ => Statistic::AllDays,
        };
        Self { scope, measure, statistic }
    }

    /// The mean day, where there is one.
    #[must_use]
    pub fn mean(self) -> Self {
        let is_worst = self.statistic == Statistic::WorstDay;
        Self { statistic: if is_worst { Statistic::Mean } else { self.statistic }, ..self }
    }

    /// The figure that a text names, `[SCOPE.]NAME[@STATISTIC]`.
    ///
    /// # Errors
    /// What is not known of it.
    pub fn parse(text: &str) -> Result<Self, NoFigure> {
        let (path, statistic) = match text.split_once('@') {
            Some((path, statistic)) => (path, Some(statistic)),
            None => (text, None),
        };
        let (scope, name) =
            path.rsplit_once('.').map_or((None, path), |(it, name)| (Some(it), name));
        let measure = Measure::all().find(|it| it.name() == name);
        let measure = measure.ok_or_else(|| NoFigure::Measure(name.to_owned()))?;
        let scope = scope.map_or(Ok(Scope::All), Scope::parse).map_err(NoFigure::Part)?;
        if !measure.is_of(&scope) {
            return Err(NoFigure::Unfit(measure));
        }
        let figure = Self::new(scope, measure);
        let Some(named) = statistic else { return Ok(figure) };
        let known = Statistic::ALL.into_iter().find(|it| it.name() == named);
        let known = known.and_then(|it| figure.clone().with(it));
        known.ok_or_else(|| NoFigure::Statistic(named.to_owned()))
    }

    /// The same with another statistic; `None`: it has no such one.
    #[must_use]
    pub fn with(self, statistic: Statistic) -> Option<Self> {
        let has_days = self.scope == Scope::All && matches!(self.measure, Measure::Meter(_));
        let fits = statistic == self.statistic || (has_days && statistic != Statistic::AllDays);
        fits.then_some(Self { statistic, ..self })
    }

    /// The meter that it counts as a whole: the one whose daily limit it has.
    pub fn meter(&self) -> Option<Meter> {
        match (self.measure, &self.scope) {
            (Measure::Meter(meter), Scope::All) => Some(meter),
            _ => None,
        }
    }

    /// Its name without the statistic: `heartbeat.hit_ratio`.
    pub fn name(&self) -> String {
        let name = self.measure.name();
        match &self.scope {
            Scope::All => name.to_owned(),
            Scope::Request(kind) => format!("{kind}.{name}"),
            Scope::Cause(kind, cause) => format!("{kind}.{cause}.{name}"),
            Scope::Colo(colo) => format!("colo.{colo}.{name}"),
        }
    }

    /// What people call it: `heartbeat hit rate`.
    pub fn label(&self) -> String {
        let label = self.measure.label();
        let short = label.strip_prefix("latency ").unwrap_or(label);
        match &self.scope {
            Scope::All => label.to_owned(),
            Scope::Request(kind) => format!("{kind} {short}"),
            Scope::Cause(kind, cause) => format!("{kind} {cause} {label}"),
            Scope::Colo(colo) => format!("{colo} {label}"),
        }
    }
}

impl Scope {
    /// `heartbeat`, `heartbeat.cold`, `colo.LHR`.
    fn parse(text: &str) -> Result<Self, String> {
        if let Some(colo) = text.strip_prefix("colo.") {
            return Ok(Self::Colo(colo.to_owned()));
        }
        let (request, cause) =
            text.split_once('.').map_or((text, None), |(it, cause)| (it, Some(cause)));
        let kind = RequestKind::ALL.into_iter().find(|it| it.name() == request);
        let kind = kind.ok_or_else(|| request.to_owned())?;
        let Some(named) = cause else { return Ok(Self::Request(kind)) };
        let known = Cause::ALL.into_iter().find(|it| it.name() == named);
        known.map(|cause| Self::Cause(kind, cause)).ok_or_else(|| named.to_owned())
    }
}

/// With its statistic, where that is not the one it has without saying.
impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let usual = Self::new(self.scope.clone(), self.measure).statistic;
        let statistic = Some(self.statistic).filter(|it| *it != usual);
        f.write_str(&self.name())?;
        statistic.map_or(Ok(()), |it| write!(f, "@{it}"))
    }
}
