//! The figures that growth is judged against, and how they change.
//!
//! A figure belongs to a scenario's name (the sum's, for what is summed), a metric and a day. It is
//! recorded as it was found: nothing is rounded, so that one operation more is a change.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::check::Check;
use super::{Gate, Member, Suite};
use crate::study::suite::sample;
use crate::words::{Better, Figure, Measure, Statistic};

/// What was recorded.
#[derive(Clone, PartialEq, Debug)]
pub struct Baseline {
    /// The version of the model that made the figures.
    pub model_version: u32,
    /// What the figures were made from, by name.
    pub scenarios: Vec<Recorded>,
    /// The figures, in the order of their keys.
    pub figures: Vec<(Key, f64)>,
}

/// A figure, and of what scenario it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// The scenario's name; of a sum, all names.
    pub scenario: String,
    /// The figure.
    pub metric: Figure,
}

/// `two workers  reads worst_day`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scenario, metric, stat) = self.order();
        let gap = if stat.is_empty() { "" } else { " " };
        write!(f, "{scenario}  {metric}{gap}{stat}")
    }
}

impl Key {
    /// The day, for meters as a whole; the others have one statistic alone.
    pub fn stat(&self) -> Option<Statistic> {
        self.metric.meter().map(|_| self.metric.statistic)
    }

    /// By which figures are sorted: names as a file shows them.
    pub(super) fn order(&self) -> (&str, String, &'static str) {
        (&self.scenario, self.metric.name(), self.stat().map_or("", Statistic::name))
    }
}

/// As the file has it.
impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            scenario: &'a str,
            metric: String,
            stat: Option<Statistic>,
        }
        let metric = self.metric.name();
        Row { scenario: &self.scenario, metric, stat: self.stat() }.serialize(to)
    }
}

/// What a scenario was when its figures were recorded; an entry of the baseline file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Its name; of a sum, all names.
    pub scenario: String,
    /// The plan's name.
    pub plan: String,
    /// Days of each run.
    pub days: u32,
    /// Runs.
    pub runs: u32,
    /// The seed.
    pub seed: u64,
    /// What the command line changed beside these, as `PATH=VALUE`.
    #[serde(rename = "set", default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
    /// SHA-256 of the file, in hex; of a sum, all of them with `+` between them.
    pub sha256: String,
}

/// Overrides that have a field of their own.
const NAMED: [&str; 4] = ["plan=", "days=", "runs=", "seed="];

impl Recorded {
    fn of(name: String, members: &[Member<'_>]) -> Self {
        let scenario = members[0].scenario;
        let is_other = |edit: &&String| !NAMED.iter().any(|name| edit.starts_with(name));
        let overrides = scenario.overrides.iter().filter(is_other).cloned().collect();
        let hashes: Vec<&str> = members.iter().map(|it| it.scenario.sha256.as_str()).collect();
        Self {
            scenario: name,
            sha256: hashes.join("+"),
            plan: scenario.plan.name.clone(),
            days: scenario.days,
            runs: scenario.runs,
            seed: scenario.seed,
            overrides,
        }
    }
}

/// How a figure changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It grew (where more is better: it fell): from now on more passes.
    Looser,
    /// It fell (where more is better: it grew).
    Tighter,
    /// It was not recorded before.
    New,
    /// No budget asks for it any more.
    Removed,
}

impl ChangeKind {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Looser => "LOOSER",
            Self::Tighter => "TIGHTER",
            Self::New => "NEW",
            Self::Removed => "REMOVED",
        }
    }
}

/// A figure that is not what it was.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Change {
    /// How it changed.
    #[serde(rename = "change")]
    pub kind: ChangeKind,
    /// Which.
    #[serde(flatten)]
    pub figure: Key,
    /// What was recorded.
    pub before: Option<f64>,
    /// What is now.
    pub after: Option<f64>,
}

impl Suite<'_> {
    /// The key of a budget's figure. Meters as a whole and cost are the suite's, the rest is the
    /// scenario's.
    pub fn key(&self, member: Member<'_>, metric: &Figure) -> Key {
        let is_summed = metric.meter().is_some() || metric.measure == Measure::CostPerMonth;
        let scenario = if is_summed { self.name() } else { member.scenario.name.clone() };
        Key { scenario, metric: metric.clone() }
    }

    /// What its figures are made from: the whole, and where it is a sum each member.
    pub(super) fn recorded(&self) -> Vec<Recorded> {
        let mut all = vec![Recorded::of(self.name(), &self.members)];
        if self.members.len() > 1 {
            let each = self.members.iter();
            all.extend(each.map(|it| Recorded::of(it.scenario.name.clone(), &[*it])));
        }
        all
    }
}

impl Gate<'_> {
    /// The figures of all budgets as they are now. What has no sample has no figure.
    pub fn record(&self, model_version: u32) -> Baseline {
        let mut baseline = Baseline { model_version, scenarios: Vec::new(), figures: Vec::new() };
        for (suite, checks) in &self.suites {
            for Check { member, budget, .. } in checks {
                let member = suite.members[*member];
                if let Ok(found) = sample(suite, member, &budget.metric, 0) {
                    baseline.figures.push((suite.key(member, &budget.metric), found.value));
                }
            }
            let mut recorded = suite.recorded();
            recorded.retain(|it| baseline.has_figures_of(&it.scenario));
            baseline.scenarios.extend(recorded);
        }
        baseline.sort();
        baseline
    }

    /// The names whose figures this gate decides on.
    pub fn names(&self) -> Vec<String> {
        let recorded = self.suites.iter().flat_map(|(suite, _)| suite.recorded());
        recorded.map(|it| it.scenario).collect()
    }
}

impl Baseline {
    fn sort(&mut self) {
        self.figures.sort_by(|(one, _), (other, _)| one.order().cmp(&other.order()));
        self.figures.dedup_by(|(one, _), (other, _)| one == other);
        self.scenarios.sort_by(|one, other| one.scenario.cmp(&other.scenario));
        self.scenarios.dedup_by(|one, other| one.scenario == other.scenario);
    }

    fn has_figures_of(&self, name: &str) -> bool {
        self.figures.iter().any(|(figure, _)| figure.scenario == name)
    }

    /// The value of a figure.
    pub fn value(&self, figure: &Key) -> Option<f64> {
        self.figures.iter().find(|(key, _)| key == figure).map(|(_, value)| *value)
    }

    /// With what `older` holds of names other than `judged`: a gate on one scenario leaves the
    /// figures of the others alone.
    #[must_use]
    pub fn keeping_others(mut self, older: &Self, judged: &[String]) -> Self {
        let is_other = |name: &String| !judged.contains(name);
        self.figures.retain(|(figure, _)| !is_other(&figure.scenario));
        self.scenarios.retain(|it| !is_other(&it.scenario));
        let figures = older.figures.iter().filter(|(figure, _)| is_other(&figure.scenario));
        self.figures.extend(figures.cloned());
        let scenarios = older.scenarios.iter().filter(|it| is_other(&it.scenario));
        self.scenarios.extend(scenarios.cloned());
        self.sort();
        self
    }

    /// Does it hold the same figures of these names?
    pub fn agrees_on(&self, names: &[String], other: &Self) -> bool {
        let own = |it: &Self| -> Vec<(Key, f64)> {
            let own = it.figures.iter().filter(|(figure, _)| names.contains(&figure.scenario));
            own.cloned().collect()
        };
        own(self) == own(other)
    }

    /// With the values that `older` has: figures that are new keep their own.
    #[must_use]
    pub fn with_values_of(mut self, older: &Self) -> Self {
        for (figure, value) in &mut self.figures {
            *value = older.value(figure).unwrap_or(*value);
        }
        self
    }

    /// Each figure that differs from `before`, in the order of the keys.
    pub fn changes(&self, before: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (figure, after) in &self.figures {
            let (old, figure) = (before.value(figure), figure.clone());
            let kind = match old {
                None => ChangeKind::New,
                Some(old) if old == *after => continue,
                Some(old) if (*after > old) == less_is_better(&figure) => ChangeKind::Looser,
                Some(_) => ChangeKind::Tighter,
            };
            changes.push(Change { kind, figure, before: old, after: Some(*after) });
        }
        for (figure, old) in &before.figures {
            if self.value(figure).is_none() {
                let (kind, figure) = (ChangeKind::Removed, figure.clone());
                changes.push(Change { kind, figure, before: Some(*old), after: None });
            }
        }
        changes.sort_by(|one, other| one.figure.order().cmp(&other.figure.order()));
        changes
    }
}

fn less_is_better(key: &Key) -> bool {
    key.metric.measure.better() == Better::Less
}
