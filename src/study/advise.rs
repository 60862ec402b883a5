//! What should be changed first, what does that force, and when is it time to pay?
//!
//! Each answer is a scenario, simulated as any other is. A change is proposed with all that it forces
//! and with what it gives up; what nobody can know is tried one thing at a time.

mod checks;
mod fixes;
mod judged;
mod levers;
mod pairs;
mod pay;
mod practices;
mod pulled;
mod raise;
mod symptoms;
mod timeout;
mod unknowns;

pub use self::checks::{Check, Claim};
pub use self::fixes::{Fix, Fixes};
pub use self::judged::{Judged, MAY_NOT_WORSEN, View};
pub use self::levers::Change;
pub use self::pay::{Pay, Priced, Rung};
pub use self::practices::{PRACTICED, Practice};
pub use self::pulled::FallsShort;
pub use self::symptoms::{Diagnosis, Step, Symptom};
pub use self::unknowns::{Unknown, Unknowns};

use std::cell::OnceCell;

use super::headroom::{Goal, Limit};
use super::questions::Subject;
use super::simulate::{Options, Watched, simulate};
use super::summary::Summary;
use crate::scenario::{BudgetMax, Edit, Scenario, Until};
use crate::words::{Measure, Meter};

/// The share of each daily limit that a change is to stay below where nothing else is asked for.
pub const UNDER: f64 = 0.8;

/// What is looked at in passing takes about as many heartbeats and requests at most.
const FEW_EVENTS: f64 = 1e7;

/// A scenario that is to be advised on.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The scenario, and what it was made from.
    pub subject: Subject<'a>,
    /// What its runs say.
    pub written: &'a Summary,
    /// What is to be brought about.
    pub goal: &'a Goal,
    /// What no change may spoil.
    pub keep: &'a Goal,
    /// On how many threads it is tried.
    pub options: Options,
}

impl<'a> Case<'a> {
    /// How near it comes to what is to be brought about; nothing where a figure has no value.
    pub fn limits(&self) -> Vec<Limit> {
        self.goal.limits(self.subject.base, self.written).unwrap_or_default()
    }

    /// How near it comes to what is to be kept.
    pub fn kept(&self) -> Vec<Limit> {
        self.keep.limits(self.subject.base, self.written).unwrap_or_default()
    }

    /// To be advised on by what these make.
    pub fn watched<'w>(self, watched: Watched<'w>) -> Advisor<'w>
    where
        'a: 'w,
    {
        Advisor { case: self, watched, second_colo: OnceCell::new() }
    }
}

/// Who advises on it.
pub struct Advisor<'a> {
    case: Case<'a>,
    watched: Watched<'a>,
    /// What the scenario's runs say with a second colo, once that is asked for; none where it has one.
    second_colo: OnceCell<Option<Summary>>,
}

/// Each daily limit of the plan is to be used by no more than this share, and these bounds are to be
/// kept too.
pub fn wanted(scenario: &Scenario, under: f64, also: Vec<Until>) -> Goal {
    let limited = Meter::ALL.into_iter().filter(|it| scenario.plan.limit(*it).is_some());
    let figure = |meter: Meter| Measure::Meter(meter).of_all();
    let bound = |meter| Until::Passes(figure(meter), BudgetMax::OfLimit(under));
    Goal { until: limited.map(bound).chain(also).collect(), tolerated: 0.0 }
}

impl Advisor<'_> {
    fn base(&self) -> &Scenario {
        self.case.subject.base
    }

    /// How near a scenario comes to everything that is to hold; nothing where a figure has no value.
    fn limits(&self, scenario: &Scenario, summary: &Summary) -> Vec<Limit> {
        self.case.goal.limits(scenario, summary).unwrap_or_default()
    }

    /// The scenario with these changes, or why there is none.
    fn with(&self, changes: &[Change]) -> Result<Scenario, String> {
        let edits: Vec<Edit> = changes.iter().map(Change::edit).collect::<Result<_, _>>()?;
        self.case.subject.varied(&edits)
    }

    /// All runs of a scenario. `None`: it was stopped.
    fn study(&self, scenario: &Scenario) -> Option<Summary> {
        self.study_as(scenario, self.case.options)
    }

    /// Its first run.
    fn study_first_run(&self, scenario: &Scenario) -> Option<Summary> {
        self.study_as(scenario, Options { only_run: Some(0), ..self.case.options })
    }

    fn study_as(&self, scenario: &Scenario, options: Options) -> Option<Summary> {
        self.watched.1.expect(options.days_of([scenario]));
        simulate(scenario, options, self.watched.0, self.watched.1)
    }

    /// As many of its runs, one at least, as have not many more heartbeats and requests than
    /// [`FEW_EVENTS`]: for what is looked at in passing.
    fn study_few(&self, scenario: &Scenario) -> Option<Summary> {
        let a_run = scenario.expected_events() / f64::from(scenario.runs);
        let runs = ((FEW_EVENTS / a_run.max(1.0)) as u32).clamp(1, scenario.runs);
        self.study(&Scenario { runs, ..scenario.clone() })
    }

    fn tries(&self, what: &str) {
        self.watched.1.tries(what);
    }
}
