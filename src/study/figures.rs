//! What is the value of a figure? One match for every command.

use super::statistics::mean_interval;
use super::summary::{ColoSummary, LatencySummary, RoutingSummary, StalenessSummary, Summary};
use crate::words::{Cause, Figure, Measure, Meter, Op, RequestKind, Scope, Statistic};

/// The value of a figure over all runs, in its unit. `None`: there is no sample, or a saved result
/// does not hold it. What the rest of the account spends is not in it.
pub fn value(summary: &Summary, figure: &Figure) -> Option<f64> {
    let found = match &figure.scope {
        Scope::All => of_all(summary, figure.measure, figure.statistic),
        Scope::Request(kind) => of_request(summary, *kind, figure.measure),
        Scope::Cause(kind, cause) => of_cause(summary, (*kind, *cause), figure.measure),
        Scope::Colo(name) => {
            let colo = summary.colos.iter().find(|it| it.colo == *name)?;
            of_colo(colo, figure.measure)
        }
    };
    found.filter(|value| value.is_finite())
}

/// The mean day of each run; nothing where a figure is not known run by run.
pub(super) fn by_run(summary: &Summary, figure: &Figure) -> Vec<f64> {
    let Measure::Meter(meter) = figure.measure else { return Vec::new() };
    let counted = |is_counted: &dyn Fn(RequestKind, Cause) -> bool| {
        let runs = summary.runs_detail.iter().map(|run| {
            let causes = run.causes.iter();
            let counted =
                causes.filter(|(kind, cause, of, _)| *of == meter && is_counted(*kind, *cause));
            counted.map(|(.., count)| *count).sum::<u64>() as f64 / run.days.len().max(1) as f64
        });
        runs.collect()
    };
    match (&figure.scope, figure.statistic) {
        (Scope::All, Statistic::Mean) => summary.run_means(meter),
        (Scope::Request(_) | Scope::Cause(..), _) if meter == Meter::Requests => Vec::new(),
        (Scope::Request(kind), _) => counted(&|of, _| of == *kind),
        (Scope::Cause(kind, cause), _) => counted(&|of, why| (of, why) == (*kind, *cause)),
        (Scope::All | Scope::Colo(_), _) => Vec::new(),
    }
}

/// Half the width of the 95 % Student interval of a figure over the runs, where it can be known.
pub fn half_width(summary: &Summary, figure: &Figure) -> Option<f64> {
    mean_interval(&by_run(summary, figure)).1
}

/// Every figure of a comparison, in the order of every report: what a summary holds of everything
/// and of each kind of request, and operations by cause. Quantiles are the 99th.
pub fn catalogue() -> Vec<Figure> {
    let meters = Meter::ALL.map(|it| Measure::Meter(it).of_all().mean());
    let of_requests = [Measure::HitRatio, Measure::LatencyP99].into_iter().flat_map(|measure| {
        RequestKind::ALL.map(|kind| Figure::new(Scope::Request(kind), measure))
    });
    let is_row = |it: &Measure| !LEFT_OUT.contains(it) && !matches!(it, Measure::Meter(_));
    let others = Measure::all().filter(is_row).map(Measure::of_all);
    let causes = Op::ALL.into_iter().flat_map(|op| {
        RequestKind::ALL.into_iter().flat_map(move |kind| {
            let scope = move |cause| Scope::Cause(kind, cause);
            Cause::ALL.map(|cause| Figure::new(scope(cause), Measure::Meter(op.meter())))
        })
    });
    meters.into_iter().chain(of_requests).chain(others).chain(causes).collect()
}

/// Measures that a comparison shows of each kind of request, or by another quantile.
const LEFT_OUT: [Measure; 9] = [
    Measure::HitRatio,
    Measure::LatencyP50,
    Measure::LatencyP95,
    Measure::LatencyP99,
    Measure::MisroutedRatio,
    Measure::StalenessP50,
    Measure::StalenessP95,
    Measure::StalenessMax,
    // Told by the cause `cold`.
    Measure::ColdOperations,
];

fn of_all(summary: &Summary, measure: Measure, statistic: Statistic) -> Option<f64> {
    let all = summary.all_requests;
    let latency = || all.map(|it| it.latency_ms);
    match measure {
        Measure::Meter(meter) => {
            let found = &summary.meters[meter.index()];
            Some(match statistic {
                Statistic::WorstDay => found.max_per_day as f64,
                Statistic::Mean | Statistic::AllDays => found.mean_per_day,
            })
        }
        Measure::HitRatio => all.map(|it| it.hit_ratio),
        Measure::LatencyP50 | Measure::LatencyP95 | Measure::LatencyP99 => {
            quantile_of_latency(latency()?, measure)
        }
        Measure::ColdStarts => Some(summary.isolates.births.cold_starts_per_day),
        Measure::ColdOperations => Some(summary.isolates.births.operations()),
        Measure::Refused => summary.refused_per_day,
        Measure::Retries => Some(summary.retries_per_day),
        Measure::LostUpdates => Some(summary.lost_updates_per_day),
        Measure::UnlistedWorkers => summary.unlisted.map(|it| it.mean),
        Measure::Memory => Some(summary.memory_bytes as f64),
        Measure::Stored => Some(summary.stored_bytes),
        Measure::Moved => Some(summary.moved_bytes_per_day),
        Measure::CostPerMonth => Some(summary.cost.per_month),
        Measure::Routed
        | Measure::Misrouted
        | Measure::Unroutable
        | Measure::FalseDead
        | Measure::Failed
        | Measure::MisroutedRatio
        | Measure::StalenessP50
        | Measure::StalenessP95
        | Measure::StalenessP99
        | Measure::StalenessMax => of_routing(&summary.routing, summary.staleness_ms, measure),
    }
}

/// What is known of all colos together, and of each.
pub(super) fn of_routing(
    routing: &RoutingSummary,
    staleness: Option<StalenessSummary>,
    measure: Measure,
) -> Option<f64> {
    let answered = routing.answered_per_day();
    match measure {
        Measure::Routed => Some(routing.ok_per_day),
        Measure::Misrouted => Some(routing.misrouted_per_day),
        Measure::Unroutable => Some(routing.unroutable_per_day),
        Measure::FalseDead => Some(routing.false_dead_per_day),
        Measure::Failed => Some(routing.failed_per_day),
        Measure::MisroutedRatio if answered > 0.0 => Some(routing.misrouted_per_day / answered),
        Measure::StalenessP50 => staleness.map(|it| it.p50),
        Measure::StalenessP95 => staleness.map(|it| it.p95),
        Measure::StalenessP99 => staleness.map(|it| it.p99),
        Measure::StalenessMax => staleness.map(|it| it.max),
        _ => None,
    }
}

fn of_request(summary: &Summary, kind: RequestKind, measure: Measure) -> Option<f64> {
    let found = summary.requests.iter().find(|it| it.request == kind);
    if let Measure::Meter(meter) = measure {
        // A kind that never came used nothing.
        return Some(found.map_or(0.0, |it| match meter {
            Meter::Reads => it.reads_per_day,
            Meter::Writes => it.writes_per_day,
            Meter::Deletes => it.deletes_per_day,
            Meter::Lists => it.lists_per_day,
            Meter::Requests => it.count_per_day,
        }));
    }
    match measure {
        Measure::HitRatio => found.map(|it| it.hit_ratio),
        _ => quantile_of_latency(found?.latency_ms, measure),
    }
}

fn of_cause(
    summary: &Summary,
    (kind, cause): (RequestKind, Cause),
    measure: Measure,
) -> Option<f64> {
    let Measure::Meter(meter) = measure else { return None };
    let is_it =
        |it: &&super::CauseSummary| (it.request, it.cause, it.meter) == (kind, cause, meter);
    Some(summary.causes.iter().find(is_it).map_or(0.0, |it| it.mean_per_day))
}

fn of_colo(colo: &ColoSummary, measure: Measure) -> Option<f64> {
    match measure {
        Measure::Meter(Meter::Requests) => Some(colo.requests_per_day),
        Measure::Meter(meter) => {
            let op = Op::ALL.into_iter().find(|op| op.meter() == meter)?;
            Some(colo.operations(op))
        }
        Measure::ColdStarts => Some(colo.births.cold_starts_per_day),
        Measure::ColdOperations => Some(colo.births.operations()),
        _ => of_routing(&colo.routing, colo.staleness_ms, measure),
    }
}

fn quantile_of_latency(latency: LatencySummary, measure: Measure) -> Option<f64> {
    match measure {
        Measure::LatencyP50 => Some(latency.p50),
        Measure::LatencyP95 => Some(latency.p95),
        Measure::LatencyP99 => Some(latency.p99),
        _ => None,
    }
}
