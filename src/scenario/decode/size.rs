//! Is it more than a machine can simulate?

use crate::scenario::caps;
use crate::scenario::checked::Scenario;
use crate::scenario::given::Fields;
use crate::words::count;
use crate::workload::WorkerGroup;

/// Notes the mistake of asking for too much; the first of them says enough.
pub(super) fn check(root: &Fields<'_>, scenario: &Scenario) {
    if let Some((name, message)) = too_large(scenario)
        && let Some(at) = root.get(name).or_else(|| root.get("workers"))
    {
        at.problems.push(at.problem("too-large", message));
    }
}

/// What is too large, and the field that says so.
fn too_large(scenario: &Scenario) -> Option<(&'static str, String)> {
    let workers = scenario.worker_count();
    let isolates: u64 = scenario.isolates.colos.iter().map(|colo| u64::from(colo.isolates)).sum();
    let offers = |group: &WorkerGroup| u64::from(group.count) * group.services.len() as u64;
    let offers: u64 = scenario.workers.iter().map(offers).sum();
    let day_runs = u64::from(scenario.days) * u64::from(scenario.runs);
    let most = |cap: u64| format!("at most {} may be", count(cap));
    if workers > caps::WORKERS {
        return Some(("workers", format!("{} workers; {}", count(workers), most(caps::WORKERS))));
    }
    if workers * isolates > caps::WORKERS_TIMES_ISOLATES {
        let (product, most) = (workers * isolates, most(caps::WORKERS_TIMES_ISOLATES));
        let (workers, isolates, product) = (count(workers), count(isolates), count(product));
        let message = format!("{workers} workers times {isolates} isolates are {product}; {most}");
        return Some(("workers", message));
    }
    if offers > caps::OFFERS {
        let message = format!("workers times services are {}", count(offers));
        return Some(("workers", format!("{message}; {}", most(caps::OFFERS))));
    }
    let events = scenario.expected_events();
    if events > caps::EVENTS {
        let (runs, days) = (count(scenario.runs.into()), count(scenario.days.into()));
        let events = format!("about {} heartbeats and requests", count(rounded(events)));
        let message = format!("{runs} runs of {days} days have {events}");
        return Some(("workers", format!("{message}; {}", most(caps::EVENTS as u64))));
    }
    if day_runs > caps::DAY_RUNS {
        let (runs, days) = (count(scenario.runs.into()), count(scenario.days.into()));
        let message = format!("{runs} runs of {days} days are {} days", count(day_runs));
        return Some(("runs", format!("{message}; {}", most(caps::DAY_RUNS))));
    }
    None
}

/// Two digits that count, the rest zeros.
fn rounded(events: f64) -> u64 {
    format!("{events:.1e}").parse::<f64>().unwrap_or(events) as u64
}
