//! How far can a setting go, which limit binds first, and which next?
//!
//! Each value that the search asks for is a scenario, simulated as any other is.

mod direction;
mod limits;
mod next;
mod paired;
mod runs;
mod trial;
mod trials;

pub use self::limits::{Goal, Limit};
pub use self::next::NextLimit;

use serde::Serialize;

use self::paired::Held;
use self::runs::Beginning;
use self::trials::{Purpose, Trials};
use super::routed::{Routed, Worse, worse};
use super::search::{Direction, Outcome};
use super::simulate::{Options, Watched};
use super::statistics::share_upper95;
use super::summary::{MeterSummary, Summary, Warning};
use crate::scenario::{Quantity, Scenario};
use crate::study::suite::Missing;
use crate::words::{Figure, Meter};

/// What is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// The path of the setting.
    pub path: String,
    /// Its value now.
    pub start: Quantity,
    /// Which way it is harder; `None`: that way in which the use grows.
    pub direction: Option<Direction>,
    /// Until when.
    pub goal: Goal,
}

/// How a value went in the runs that were made of it: of the answer and of the value as written all.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Standing {
    /// The value.
    pub value: Quantity,
    /// Does it hold?
    pub holds: bool,
    /// Days tried: days × runs.
    pub days_tried: u64,
    /// Days on which some limit was passed.
    pub days_bad: u64,
    /// The 95 % upper bound on the share of such days.
    pub days_bad_upper95: f64,
    /// Runs that were made.
    pub runs: u32,
    /// Runs with such a day.
    pub runs_bad: u32,
    /// Each meter, in the order of [`Meter::ALL`].
    pub meters: Vec<MeterSummary>,
    /// What may not be passed, in the order in which it was asked for.
    pub limits: Vec<Limit>,
    /// What became of client requests.
    #[serde(flatten)]
    pub routed: Routed,
    /// That a live worker looks dead by design, where it does.
    #[serde(skip)]
    pub health_timeout: Option<Warning>,
}

/// The answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Headroom {
    /// The path of the setting.
    pub path: String,
    /// Its value now.
    pub start: Quantity,
    /// Which way it was made harder; `None`: neither way changes anything.
    pub direction: Option<Direction>,
    /// What was found; `None`: neither way changes anything.
    pub outcome: Option<Outcome>,
    /// The place of what is passed first beyond the answer among the limits of each value.
    pub binding: Option<usize>,
    /// The other limits of which something is used, the nearest first.
    pub next: Vec<NextLimit>,
    /// Every value that was tried, ascending.
    pub tried: Vec<Standing>,
    /// A figure that had no value at some value, and why.
    pub missing: Option<(Figure, Missing)>,
    /// All runs of the answer, where days alone tell it.
    held: Option<Box<Held>>,
}

impl Headroom {
    /// How a value went that was tried.
    pub fn standing(&self, value: Quantity) -> Option<&Standing> {
        self.tried.iter().find(|it| it.value == value)
    }

    /// The last value that holds, where there is one.
    pub fn answer(&self) -> Option<&Standing> {
        match self.outcome.as_ref()? {
            Outcome::Found { holds, .. } | Outcome::Unbroken { holds, .. } => self.standing(*holds),
            Outcome::NeverHolds { .. } | Outcome::NotMonotonic => None,
        }
    }

    /// The figure of what is passed first beyond the answer.
    pub fn binding_figure(&self) -> Option<&Figure> {
        self.tried.first()?.limit(self.binding?).map(|it| &it.figure)
    }

    /// The worst day of the answer's runs: where the same days come again, that one shows first that a
    /// harder value breaks.
    fn worst_day(&self) -> Option<Beginning> {
        let meter = self.binding_figure()?.meter()?;
        let row = self.answer()?.meters.iter().find(|it| it.meter == meter)?;
        Some(Beginning { run: row.max_run, days: row.max_day })
    }

    /// Where routing is worse at the answer than as written.
    pub fn worse(&self) -> Vec<Worse> {
        match (self.standing(self.start), self.answer()) {
            (Some(start), Some(answer)) => worse(&start.routed, &answer.routed),
            _ => Vec::new(),
        }
    }
}

/// The scenario with a value of the setting, or why there is none.
pub type Vary<'v> = dyn Fn(Quantity) -> Result<Scenario, String> + 'v;

/// What the values of a question are made of, and how they are tried.
#[derive(Clone, Copy)]
pub struct Trying<'t> {
    /// The scenario with a value.
    pub vary: &'t Vary<'t>,
    /// On how many threads.
    pub options: Options,
    /// Who makes the runs, and who is told.
    pub watched: Watched<'t>,
}

/// Answers a question; `known` is a scenario, the one as written say, with what its runs say. `None`:
/// it was stopped.
pub fn headroom(
    question: &Question,
    known: Option<(&Scenario, &Summary)>,
    trying: Trying<'_>,
) -> Option<Headroom> {
    let mut trials = Trials::new(question, trying, Purpose::Figures(known));
    trials.try_fully(question.start)?;
    search(question, question.direction, trials)
}

/// The answer to a question in a scenario much like the one as written: where the two values beside
/// `known`, the answer there, or beside the last of `alike` go the same way, it is the same; else it
/// is searched for. `alike` are answers in scenarios of the same workload, whose runs lie to one
/// another as here. `None`: it was stopped.
pub(super) fn headroom_like(
    question: &Question,
    known: &Headroom,
    alike: &[&Headroom],
    trying: Trying<'_>,
) -> Option<Headroom> {
    let all: Vec<&Held> = alike.iter().filter_map(|it| it.held.as_deref()).collect();
    let mut trials = Trials::new(question, trying, Purpose::Answer(&all));
    let worst = known.worst_day();
    worst.into_iter().for_each(|it| trials.ask_also(it));
    let mut refuted = None;
    for near in alike.last().copied().into_iter().chain([known]) {
        if refuted.replace(&near.outcome) != Some(&near.outcome) && trials.bear_out(near)? {
            return Some(answer(question, (near.direction, near.outcome.clone()), trials));
        }
    }
    // It speaks for values beside that answer, and takes longer than a first day.
    worst.into_iter().for_each(|it| trials.ask_no_longer(it));
    search(question, question.direction.or(known.direction), trials)
}

/// Searches that way, or where none is given that way in which the use grows.
fn search(
    question: &Question,
    direction: Option<Direction>,
    mut trials: Trials<'_>,
) -> Option<Headroom> {
    let direction = match direction {
        Some(direction) => Some(direction),
        None => trials.direction(question.start)?,
    };
    let outcome = match direction {
        Some(direction) => Some(trials.search(question.start, direction)?),
        None => None,
    };
    Some(answer(question, (direction, outcome), trials))
}

fn answer(
    question: &Question,
    (direction, outcome): (Option<Direction>, Option<Outcome>),
    trials: Trials<'_>,
) -> Headroom {
    let (path, start, missing) = (question.path.clone(), question.start, trials.missing.clone());
    let (tried, held) = trials.into_standings();
    let (binding, next) = (None, Vec::new());
    let mut answer =
        Headroom { path, start, direction, outcome, binding, next, tried, missing, held };
    answer.binding = self::binding(&answer);
    answer.next = next::next(&answer);
    answer
}

impl Standing {
    pub(super) fn new(
        value: Quantity,
        (scenario, summary): (&Scenario, &Summary),
        goal: &Goal,
    ) -> Result<Self, (Figure, Missing)> {
        let limits = goal.limits(scenario, summary)?;
        let is_health_timeout = |it: &&Warning| matches!(it, Warning::HealthTimeoutTooShort(_));
        let days_tried = u64::from(summary.days) * u64::from(summary.runs);
        let (mut days_bad, mut runs_bad) = (0, 0);
        for run in &summary.runs_detail {
            let bad = run
                .days
                .iter()
                .filter(|day| Meter::ALL.into_iter().any(|meter| day.passed_at(meter).is_some()));
            let bad = bad.count() as u64;
            days_bad += bad;
            runs_bad += u32::from(bad > 0);
        }
        let keeps_limits =
            !goal.asks_limits() || days_bad as f64 <= goal.tolerated * days_tried as f64;
        Ok(Self {
            value,
            holds: keeps_limits && !limits.iter().any(|it| it.passed && !it.is_of_plan),
            limits,
            meters: summary.meters.clone(),
            days_tried,
            days_bad,
            days_bad_upper95: share_upper95(days_bad, days_tried),
            runs: summary.runs,
            runs_bad,
            routed: Routed::of(summary, scenario.worker_count()),
            health_timeout: summary.warnings.iter().find(is_health_timeout).cloned(),
        })
    }

    /// A limit by its place: one figure may be bounded twice.
    pub fn limit(&self, place: usize) -> Option<&Limit> {
        self.limits.get(place)
    }

    /// The limit that is nearest.
    pub fn nearest(&self) -> Option<&Limit> {
        Limit::nearest(&self.limits)
    }
}

/// The values on either side of the answer, the one that holds first.
fn sides(answer: &Headroom) -> (Option<&Standing>, Option<&Standing>) {
    match &answer.outcome {
        Some(Outcome::Found { holds, breaks }) => {
            (answer.standing(*holds), answer.standing(*breaks))
        }
        Some(Outcome::Unbroken { holds, .. }) => (answer.standing(*holds), None),
        Some(Outcome::NeverHolds { breaks }) => (None, answer.standing(*breaks)),
        Some(Outcome::NotMonotonic) | None => (answer.standing(answer.start), None),
    }
}

/// The limit that is passed furthest beyond the answer.
fn binding(answer: &Headroom) -> Option<usize> {
    let (_, breaks) = sides(answer);
    let passed = breaks?.limits.iter().enumerate().filter(|(_, it)| it.passed);
    let furthest = passed.max_by(|a, b| a.1.used_ratio.total_cmp(&b.1.used_ratio));
    furthest.map(|(place, _)| place)
}
