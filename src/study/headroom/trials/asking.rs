//! Making runs of a value: those of a witness, those up to the first that misses the goal, all of them.

use std::mem;

use super::{Purpose, Trials, WELL_BELOW};
use crate::platform::DayCounts;
use crate::scenario::{Quantity, Scenario, runs_alike};
use crate::simulation::Ledger;
use crate::study::headroom::Standing;
use crate::study::headroom::paired::Held;
use crate::study::headroom::runs::{Beginning, Missed, Runs};
use crate::study::headroom::trial::Told;
use crate::study::search::Barred;
use crate::study::simulate::measured;
use crate::study::summary::{Collected, Summary};

impl Trials<'_> {
    /// Makes the runs of a value of which none has missed the goal so far, in order, until one does.
    pub(super) fn look_for_a_miss(&mut self, at: usize) -> Option<()> {
        let (trial, how) = (&mut self.done[at], self.how);
        let shares = self.goal.shares(&trial.scenario);
        let misses = |day: &DayCounts| shares.iter().any(|it| it.is_passed_on(day));
        let mut missed = None;
        if let Purpose::Answer(known) = self.purpose
            && let Some(few) = known.iter().find_map(|it| it.few(&trial.scenario))
        {
            missed = trial.runs.make((&trial.scenario, few), &misses, how)?;
            let made = (&trial.scenario, trial.runs.detail());
            if missed.is_none() && known.iter().any(|it| it.tells(self.goal, made)) {
                trial.told = Told::ByPaired;
                return Some(());
            }
        }
        if missed.is_none() {
            let all = trial.scenario.runs;
            missed = trial.runs.make((&trial.scenario, all), &misses, how)?;
        }
        let Some(Missed { days, ledger }) = missed else { return self.complete(at) };
        self.well_below = self.well_below.min(WELL_BELOW * trial.nearness());
        let whole = trial.scenario.clone();
        self.see(at, &whole, (days.run, ledger));
        self.ask_also(days);
        Some(())
    }

    /// Asks a witness about a value. Where it has nothing to say the others are asked.
    pub(in crate::study::headroom) fn ask(&mut self, at: usize, witness: Beginning) -> Option<()> {
        let watch = self.watch();
        let trial = &mut self.done[at];
        let Some(beginning) = trial.beginning(witness) else { return Some(()) };
        watch.expect(beginning.days.into());
        let ledger = measured(&beginning, witness.run, self.how.1)?;
        if beginning.days == trial.scenario.days {
            if witness.run == 0 {
                trial.first_run = Some(self.goal.mean_shares(&beginning, &ledger.days));
            }
            trial.runs.take(witness.run, ledger.clone());
        }
        self.see(at, &beginning, (witness.run, ledger));
        Some(())
    }

    /// Makes the whole of the run that is known to break a value, unless more than its beginning is made.
    pub(super) fn finish_run(&mut self, value: Quantity) -> Option<()> {
        let Ok(at) = self.open(value) else { return Some(()) };
        let days = u64::from(self.done[at].scenario.days);
        let standing = self.done[at].standing.as_ref().filter(|it| it.days_tried < days);
        let over = standing.and_then(|it| it.meters.iter().find(|it| it.days_over > 0));
        let run = over.map(|it| it.max_run);
        run.map_or(Some(()), |run| self.ask(at, Beginning { run, days: u32::MAX }))
    }

    /// Notes what one run says.
    fn see(&mut self, at: usize, scenario: &Scenario, (run, ledger): (u32, Ledger)) {
        let mut one = Collected::new(scenario.days);
        one.add(run, ledger, None);
        let trial = &mut self.done[at];
        let summary = Summary::of(scenario, one);
        if let Ok(seen) = Standing::new(trial.value, (scenario, &summary), self.goal) {
            trial.note(seen);
        }
    }

    /// Makes all runs of a value that are not made yet, and says how it goes in them.
    pub(super) fn complete(&mut self, at: usize) -> Option<()> {
        if matches!(self.done[at].told, Told::ByAll | Told::Barred(_)) {
            return Some(());
        }
        let trial = &mut self.done[at];
        let known = match self.purpose {
            Purpose::Figures(Some((scenario, summary)))
                if runs_alike(scenario, &trial.scenario) =>
            {
                Some(summary)
            }
            _ => None,
        };
        let made = match known {
            Some(_) => None,
            None => {
                let all = (&trial.scenario, trial.scenario.runs);
                trial.runs.make(all, &|_| false, self.how)?;
                let runs = mem::replace(&mut trial.runs, Runs::none(trial.scenario.days));
                Some(Summary::of(&trial.scenario, runs.into_collected()))
            }
        };
        let Some(summary) = known.or(made.as_ref()) else { return Some(()) };
        let first = summary.runs_detail.first();
        trial.first_run = first.map(|it| self.goal.mean_shares(&trial.scenario, &it.days));
        match Standing::new(trial.value, (&trial.scenario, summary), self.goal) {
            Ok(standing) => {
                if standing.holds && self.goal.is_told_by_days() {
                    let (scenario, runs) = (trial.scenario.clone(), summary.runs_detail.clone());
                    self.held = Some(Box::new(Held { scenario, runs }));
                }
                trial.standing = Some(standing);
                trial.told = Told::ByAll;
            }
            Err((figure, missing)) => {
                self.missing = Some((figure.clone(), missing));
                trial.standing = None;
                trial.told = Told::Barred(Barred::NoSample(figure, missing));
            }
        }
        Some(())
    }
}
