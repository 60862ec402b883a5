//! How many runs are enough? As many as it takes to know the figures within a target.
//!
//! Runs come in batches whose sizes depend on nothing but how many were made, so that the number of
//! threads changes neither the runs nor a digit. Looking at the data and going on makes an interval
//! a little too narrow; the first batch is large enough for that not to matter much.

use super::limit::Nearness;
use super::simulate::{Made, Options, Watched, run_jobs, simulate_all};
use super::summary::{AutoStop, Collected, MeterSummary, StopReason, Summary};
use crate::scenario::Scenario;
use crate::words::Meter;

/// The most runs of a scenario.
pub const AUTO_RUNS_MOST: u32 = 1_000;
/// Half the width of a mean's interval, as a share of the mean, where no target is given.
pub const AUTO_TARGET: f64 = 0.01;
/// Where a limit is near, the 95 % upper bound on the share of days over is at most so far above
/// the share that was seen.
pub const DAYS_OVER_TARGET: f64 = 0.02;
/// Runs of the first batch.
const FIRST_BATCH: u32 = 20;
/// Meters of which a mean day counts less are not looked at.
const LEAST_MEAN: f64 = 1.0;

/// How exactly the figures are to be known, and for which scenarios at once.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Precision {
    /// Half the width of the interval of each meter's mean, as a share of that mean, at most.
    pub target: f64,
    /// Which scenarios get the same number of runs.
    pub scope: Scope,
}

/// Which scenarios get the same number of runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Each has as many as it needs.
    Each,
    /// All have as many as the one that needs most, so that their runs are paired.
    Together,
}

/// The one way from scenarios to what their runs say: as many runs as the scenarios ask for or, for
/// a precision, as many as that takes, which each says afterwards. `None`: stopped.
pub fn summaries(
    scenarios: &mut [Scenario],
    (options, precision): (Options, Option<Precision>),
    (runner, watch): Watched<'_>,
) -> Option<Vec<Summary>> {
    let Some(precision) = precision else {
        watch.expect(options.days_of(&*scenarios));
        let mut made = Vec::new();
        let mut take = |_, summary| made.push(summary);
        return simulate_all(scenarios, options, (runner, watch), &mut take).then_some(made);
    };
    let made = simulate_auto(scenarios, (options, precision), (runner, watch))?;
    for (scenario, summary) in scenarios.iter_mut().zip(&made) {
        scenario.runs = summary.runs;
    }
    Some(made)
}

/// Runs scenarios until their figures are known, whatever `runs` they ask for. `None`: stopped.
pub fn simulate_auto(
    scenarios: &[Scenario],
    (options, precision): (Options, Precision),
    (runner, watch): Watched<'_>,
) -> Option<Vec<Summary>> {
    let mut collected: Vec<Collected> =
        scenarios.iter().map(|scenario| Collected::new(scenario.days)).collect();
    let mut stops: Vec<Option<AutoStop>> = vec![None; scenarios.len()];
    while stops.contains(&None) {
        let open = (0..scenarios.len()).filter(|&place| stops[place].is_none());
        let jobs: Vec<(usize, u32)> = open
            .flat_map(|place| next_batch(collected[place].runs).map(move |run| (place, run)))
            .collect();
        watch.expect(jobs.iter().map(|(place, _)| u64::from(scenarios[*place].days)).sum());
        let mut join = |number: usize, (measured, enforced): Made| {
            let (place, run) = jobs[number];
            collected[place].add(run, measured, enforced.as_ref());
        };
        if !run_jobs(scenarios, &jobs, options, (runner, watch), &mut join) {
            return None;
        }
        let judged = scenarios.iter().zip(&collected);
        let judged: Vec<Option<AutoStop>> = judged
            .map(|(scenario, so_far)| stop(&so_far.meters(scenario), so_far.runs, precision.target))
            .collect();
        match precision.scope {
            Scope::Together if judged.contains(&None) => {}
            Scope::Each | Scope::Together => stops = judged,
        }
    }
    let whole = scenarios.iter().zip(collected).zip(stops);
    Some(
        whole
            .map(|((scenario, collected), auto)| Summary {
                auto,
                ..Summary::of(scenario, collected)
            })
            .collect(),
    )
}

/// The numbers of the next runs: half as many again as there are.
fn next_batch(made: u32) -> std::ops::Range<u32> {
    made..(made + made / 2).clamp(FIRST_BATCH, AUTO_RUNS_MOST)
}

/// Why no more runs are needed; `None` where they are.
fn stop(meters: &[MeterSummary], runs: u32, target: f64) -> Option<AutoStop> {
    let widest = widest(meters);
    let is_known =
        widest.is_none_or(|(_, width)| width <= target) && meters.iter().all(knows_days_over);
    let reason = match (is_known, runs >= AUTO_RUNS_MOST) {
        (true, _) => StopReason::Known,
        (false, true) => StopReason::MostRuns,
        (false, false) => return None,
    };
    Some(AutoStop { reason, target, widest })
}

fn widest(meters: &[MeterSummary]) -> Option<(Meter, f64)> {
    let used = meters.iter().filter(|it| it.mean_per_day >= LEAST_MEAN);
    let widths = used.map(|it| {
        let half_width = it.ci95_half_width.unwrap_or(f64::INFINITY);
        (it.meter, half_width / it.mean_per_day)
    });
    widths.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// True where no limit is near, or the share of days over it is known well enough.
fn knows_days_over(it: &MeterSummary) -> bool {
    let Some(upper) = it.days_over_upper95 else { return true };
    let share = it.days_over as f64 / it.days_tried.max(1) as f64;
    let is_near = matches!(Nearness::of(it.used_ratio), Nearness::Near | Nearness::Over);
    !is_near || upper - share <= DAYS_OVER_TARGET
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::share_upper95;

    #[test]
    fn batches_follow_one_another_up_to_the_most() {
        let mut made = 0;
        let mut ends = Vec::new();
        while made < AUTO_RUNS_MOST {
            let batch = next_batch(made);
            assert_eq!(batch.start, made);
            made = batch.end;
            ends.push(made);
        }
        assert_eq!(ends, [20, 30, 45, 67, 100, 150, 225, 337, 505, 757, 1_000]);
    }

    /// Reads of 100 a day, known within so many; the worst day is so much of the limit.
    fn reads(half_width: f64, used_ratio: f64, days_over: u64) -> MeterSummary {
        MeterSummary {
            meter: Meter::Reads,
            mean_per_day: 100.0,
            ci95_half_width: Some(half_width),
            min_per_day: 90,
            max_per_day: 110,
            max_run: 0,
            max_day: 1,
            limit_per_day: Some(1_000),
            other_per_day: 0,
            used_ratio: Some(used_ratio),
            mean_ratio: Some(used_ratio),
            days_tried: 200,
            days_over,
            days_over_upper95: Some(share_upper95(days_over, 200)),
            limit_passed_at: None,
            first_passed_at: None,
            first_day_mean: 100.0,
            later_days_mean: Some(100.0),
        }
    }

    #[test]
    fn it_stops_where_the_widest_mean_is_known_or_there_are_too_many_runs() {
        let reason = |half_width, runs| {
            let meters = [reads(0.0, 0.1, 0), reads(half_width, 0.1, 0)];
            stop(&meters, runs, 0.01).map(|stop| stop.reason)
        };
        assert_eq!(reason(1.0, 20), Some(StopReason::Known));
        assert_eq!(reason(1.1, 20), None);
        assert_eq!(reason(1.1, 1_000), Some(StopReason::MostRuns));
        assert_eq!(reason(1.0, 1_000), Some(StopReason::Known));
        let widest = stop(&[reads(0.5, 0.1, 0), reads(0.9, 0.1, 0)], 20, 0.01);
        assert_eq!(widest.and_then(|stop| stop.widest), Some((Meter::Reads, 0.9 / 100.0)));
    }

    #[test]
    fn near_a_limit_the_share_of_days_over_must_be_known_too() {
        // 0 of 200 days leaves 1.5 %, 20 of 200 leave 10 % + 4.2 %.
        for (used_ratio, days_over, is_known) in
            [(0.9, 0, true), (0.79, 0, true), (1.2, 20, false), (1.2, 200, true)]
        {
            let known = stop(&[reads(0.5, used_ratio, days_over)], 20, 0.01).is_some();
            assert_eq!(known, is_known, "{used_ratio} {days_over}");
        }
    }

    #[test]
    fn what_is_hardly_used_is_not_waited_for() {
        let rare = MeterSummary { mean_per_day: 0.9, ..reads(0.9, 0.1, 0) };
        let found = stop(&[rare], 20, 0.01).expect("nothing to wait for");
        assert_eq!((found.reason, found.widest), (StopReason::Known, None));
    }
}
