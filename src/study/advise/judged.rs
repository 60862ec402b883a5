//! What does a change do beside what it is made for? As written, with a second colo, and there with
//! outages that last longer than the timeout.

use super::Advisor;
use crate::platform::ColoSettings;
use crate::scenario::Scenario;
use crate::study::figures::{of_routing, value};
use crate::study::headroom::Limit;
use crate::study::statistics::mean_interval;
use crate::study::summary::{RunDetail, Summary};
use crate::words::{Figure, Measure, RequestKind, Scope, Span};

/// What a change may not worsen, beyond what the runs differ by chance.
pub const MAY_NOT_WORSEN: [Measure; 3] = [Measure::Unroutable, Measure::Failed, Measure::FalseDead];

/// What it may give up, and says so.
const GIVEN_UP: [Measure; 7] = [
    Measure::Misrouted,
    Measure::StalenessP99,
    Measure::LatencyP99,
    Measure::Refused,
    Measure::LostUpdates,
    Measure::Memory,
    Measure::CostPerMonth,
];

/// Where a change is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// In the scenario as written.
    AsWritten,
    /// With a second colo, which half of the clients reach.
    SecondColo,
    /// With that, or as written where it has several, and crashes that last so long.
    Outages {
        /// How long each lasts.
        lasting: Span,
        /// Is there a second colo beside the scenario's own one?
        with_second: bool,
    },
}

/// Crashes a day of each worker where outages are looked at, unless it has more.
const CRASHES_PER_DAY: f64 = 0.2;
/// They last at least so long.
const OUTAGE: Span = Span::from_secs(2 * 3_600);

impl View {
    /// That view of a scenario; `None`: it has a second colo as it is.
    pub(super) fn of(self, scenario: &Scenario) -> Option<Scenario> {
        let mut seen = scenario.clone();
        let has_one_colo = scenario.isolates.colos.len() == 1;
        match self {
            Self::AsWritten => return Some(seen),
            Self::SecondColo if !has_one_colo => return None,
            Self::SecondColo | Self::Outages { .. } => {}
        }
        if has_one_colo {
            let first = &scenario.isolates.colos[0];
            let name = format!("{}-2", first.name);
            let share = if first.share > 0.0 { first.share } else { 1.0 };
            seen.isolates.colos.push(ColoSettings { name, share, isolates: first.isolates });
        }
        if let Self::Outages { lasting, .. } = self {
            for group in &mut seen.workers {
                group.outages.crashes_per_day = group.outages.crashes_per_day.max(CRASHES_PER_DAY);
                group.outages.duration = group.outages.duration.max(lasting);
            }
        }
        Some(seen)
    }

    /// Outages that last longer than either timeout.
    pub(super) fn outages(before: &Scenario, after: &Scenario) -> Self {
        let timeout = before.policy.health_timeout.max(after.policy.health_timeout);
        let with_second = before.isolates.colos.len() == 1;
        Self::Outages { lasting: OUTAGE.max(timeout.times(2)), with_second }
    }
}

/// What a change does in one view.
#[derive(Clone, PartialEq, Debug)]
pub struct Judged {
    /// Which.
    pub view: View,
    /// The figures of [`MAY_NOT_WORSEN`], and of what may be given up, before and after, where they have a value.
    pub figures: Vec<(Measure, f64, f64)>,
    /// Which of [`MAY_NOT_WORSEN`] get worse, beyond the paired interval.
    pub worse: Vec<Measure>,
    /// What comes nearest to its bound after the change.
    pub nearest: Option<Limit>,
    /// What was to be kept and is not.
    pub not_kept: Vec<Limit>,
}

impl Advisor<'_> {
    /// The change in every view.
    pub(super) fn judge(&self, after: &Scenario) -> Option<Vec<Judged>> {
        let outages = View::outages(self.base(), after);
        let mut all = Vec::new();
        for view in [View::AsWritten, View::SecondColo, outages] {
            all.extend(self.judge_in(view, after)?);
        }
        Some(all)
    }

    /// What the scenario as written says with a second colo; none where it has one.
    fn second_colo(&self) -> Option<Option<&Summary>> {
        if self.second_colo.get().is_none() {
            let made = match View::SecondColo.of(self.base()) {
                Some(scenario) => Some(self.study(&scenario)?),
                None => None,
            };
            // It was empty just before.
            let _ = self.second_colo.set(made);
        }
        Some(self.second_colo.get().and_then(Option::as_ref))
    }

    /// What a scenario makes worse in a view. What never was, and is in its first run, is told by that.
    pub(super) fn worsens(&self, view: View, after: &Scenario) -> Option<Vec<Measure>> {
        let was = match view {
            View::AsWritten => Some(self.case.written),
            View::SecondColo | View::Outages { .. } => self.second_colo()?,
        };
        let (Some(was), Some(after)) = (was, view.of(after)) else { return Some(Vec::new()) };
        if after.runs > 1 {
            let first = self.study_first_run(&after)?;
            let begun: Vec<Measure> = begun(was, &first);
            if !begun.is_empty() {
                return Some(begun);
            }
        }
        Some(worse(was, &self.study(&after)?))
    }

    /// The outer `None`: it was stopped; the inner: there is no such view.
    fn judge_in(&self, view: View, after: &Scenario) -> Option<Option<Judged>> {
        let seen = (view.of(self.base()), view.of(after));
        let (Some(before), Some(after)) = seen else { return Some(None) };
        let was = match view {
            View::AsWritten => self.case.written.clone(),
            View::SecondColo => match self.second_colo()? {
                Some(summary) => summary.clone(),
                None => return Some(None),
            },
            View::Outages { .. } => self.study_few(&before)?,
        };
        let is = match view {
            View::AsWritten | View::SecondColo => self.study(&after)?,
            View::Outages { .. } => self.study_few(&after)?,
        };
        let figures = MAY_NOT_WORSEN.into_iter().chain(GIVEN_UP).filter_map(|measure| {
            let figure = figure(measure);
            Some((measure, value(&was, &figure)?, value(&is, &figure)?))
        });
        let kept = self.case.keep.limits(&after, &is).unwrap_or_default();
        Some(Some(Judged {
            view,
            figures: figures.collect(),
            worse: worse(&was, &is),
            nearest: Limit::nearest(&self.limits(&after, &is)).cloned(),
            not_kept: kept.into_iter().filter(|it| it.passed).collect(),
        }))
    }
}

/// The latency that clients see; everything else as a whole.
fn figure(measure: Measure) -> Figure {
    match measure {
        Measure::LatencyP99 => Figure::new(Scope::Request(RequestKind::Route), measure),
        _ => measure.of_all(),
    }
}

fn a_day(run: &RunDetail, measure: Measure) -> f64 {
    of_routing(&run.routing, None, measure).unwrap_or(0.0)
}

fn never_was(was: &Summary, measure: Measure) -> bool {
    was.runs_detail.iter().all(|run| a_day(run, measure) == 0.0)
}

/// What never was of [`MAY_NOT_WORSEN`], and is in some of these runs.
fn begun(was: &Summary, runs: &Summary) -> Vec<Measure> {
    let is = |measure: &Measure| runs.runs_detail.iter().any(|run| a_day(run, *measure) > 0.0);
    MAY_NOT_WORSEN.into_iter().filter(|it| never_was(was, *it) && is(it)).collect()
}

/// What gets worse of [`MAY_NOT_WORSEN`]: more a day, by more than the paired interval where there are
/// several runs. What never was is worse as soon as it is: no interval excuses it.
fn worse(was: &Summary, is: &Summary) -> Vec<Measure> {
    let is_worse = |measure: &Measure| {
        let pairs = was.runs_detail.iter().zip(&is.runs_detail);
        let changes = pairs.map(|(was, is)| a_day(is, *measure) - a_day(was, *measure));
        let (mean, half_width) = mean_interval(&changes.collect::<Vec<_>>());
        mean > half_width.filter(|_| !never_was(was, *measure)).unwrap_or(0.0)
    };
    MAY_NOT_WORSEN.into_iter().filter(is_worse).collect()
}
