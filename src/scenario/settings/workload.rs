//! The settings of workers, clients and the admin page.

use super::{Listing, time_of_day, times_of_day, yes_no};
use crate::scenario::checked::Scenario;
use crate::scenario::path::Path;
use crate::workload::{
    AdminRefresh, Arrivals, Heartbeat, LoadShape, Phase, Retry, Timing, Traffic, WorkerGroup,
};

pub(super) fn workload(listing: &mut Listing, scenario: &Scenario) {
    let root = Path::default();
    for (place, group) in scenario.workers.iter().enumerate() {
        worker_group(listing, &root.key("workers").index(place), (group, scenario));
    }
    for (place, traffic) in scenario.traffic.iter().enumerate() {
        let section = root.key("traffic").index(place);
        let Traffic { service, requests_per_day, arrivals, colo, retry } = traffic;
        listing.put(&section, "service", scenario.service_name(*service));
        listing.put(&section, "requests_per_day", requests_per_day);
        put_arrivals(listing, &section, arrivals);
        put_colo(listing, &section, (*colo, scenario));
        put_retry(listing, &section, *retry);
    }
    admin(listing, &root.key("admin"), scenario);
}

fn worker_group(
    listing: &mut Listing,
    section: &Path,
    (group, scenario): (&WorkerGroup, &Scenario),
) {
    listing.put(section, "name", &group.name);
    listing.put(section, "count", group.count);
    let services = group.services.iter().map(|&service| scenario.service_name(service));
    let services: Vec<&str> = services.collect();
    listing.put(section, "services", format!("[{}]", services.join(", ")));
    let colo = scenario.isolates.colos.get(group.colo);
    listing.put(section, "colo", colo.map_or("", |colo| &colo.name));
    listing.put(section, "registered", yes_no(group.registered));
    heartbeat(listing, &section.key("heartbeat"), &group.heartbeat);
    load(listing, &section.key("load"), &group.load);
    let models = section.key("models");
    listing.put(&models, "loaded", group.models.loaded);
    listing.put(&models, "changes_per_day", group.models.changes_per_day);
    let outages = section.key("outages");
    listing.put(&outages, "crashes_per_day", group.outages.crashes_per_day);
    listing.put(&outages, "graceful_per_day", group.outages.graceful_per_day);
    listing.put(&outages, "duration", group.outages.duration);
    listing.put(&outages, "restarts_at", times_of_day(&group.outages.restarts_at));
    put_retry(listing, section, group.retry);
}

fn put_colo(listing: &mut Listing, section: &Path, (colo, scenario): (Option<usize>, &Scenario)) {
    let named = colo.and_then(|colo| scenario.isolates.colos.get(colo));
    listing.put(section, "colo", named.map_or("any", |colo| &colo.name));
}

fn put_retry(listing: &mut Listing, section: &Path, retry: Retry) {
    let section = section.key("retry");
    listing.put(&section, "attempts", retry.attempts);
    listing.put(&section, "backoff", retry.backoff);
}

fn heartbeat(listing: &mut Listing, section: &Path, heartbeat: &Heartbeat) {
    let timing = match heartbeat.timing {
        Timing::Grid => "grid",
        Timing::Accumulate => "accumulate",
        Timing::AfterReply => "after_reply",
    };
    listing.put(section, "every", heartbeat.every);
    listing.put(section, "timing", timing);
    listing.put(section, "jitter", heartbeat.jitter);
    match heartbeat.phase {
        Phase::Aligned => listing.put(section, "phase", "aligned"),
        Phase::Random => listing.put(section, "phase", "random"),
        Phase::At(span) => listing.put(section, "phase", span),
    }
    listing.put(section, "network", heartbeat.network);
}

fn load(listing: &mut Listing, section: &Path, load: &LoadShape) {
    match load {
        LoadShape::Constant(load) => listing.put(section, "constant", load),
        LoadShape::Steps(steps) => {
            for (place, (at, load)) in steps.iter().enumerate() {
                let step = section.key("steps").index(place);
                listing.put(&step, "at", time_of_day(*at));
                listing.put(&step, "load", load);
            }
        }
        LoadShape::Walk { start, step } => {
            listing.put(&section.key("walk"), "start", start);
            listing.put(&section.key("walk"), "step", step);
        }
        LoadShape::Diurnal { low, high, peak_hour } => {
            let section = section.key("diurnal");
            listing.put(&section, "low", low);
            listing.put(&section, "high", high);
            listing.put(&section, "peak_hour", peak_hour);
        }
        LoadShape::Flap { low, high, every } => {
            let section = section.key("flap");
            listing.put(&section, "low", low);
            listing.put(&section, "high", high);
            listing.put(&section, "every", every);
        }
    }
}

fn put_arrivals(listing: &mut Listing, section: &Path, arrivals: &Arrivals) {
    let inner = section.key("arrivals");
    match arrivals {
        Arrivals::Even => listing.put(section, "arrivals", "even"),
        Arrivals::Poisson => listing.put(section, "arrivals", "poisson"),
        Arrivals::Bursts { size, spacing } => {
            listing.put(&inner.key("bursts"), "size", size);
            listing.put(&inner.key("bursts"), "spacing", spacing);
        }
        Arrivals::Diurnal { peak_hour, ratio } => {
            listing.put(&inner.key("diurnal"), "peak_hour", peak_hour);
            listing.put(&inner.key("diurnal"), "ratio", ratio);
        }
    }
}

fn admin(listing: &mut Listing, section: &Path, scenario: &Scenario) {
    let admin = &scenario.admin;
    listing.put(section, "loads_per_day", admin.loads_per_day);
    put_arrivals(listing, section, &admin.arrivals);
    put_colo(listing, section, (admin.colo, scenario));
    if let Some(AdminRefresh { every, during }) = &admin.refresh {
        listing.put(&section.key("refresh"), "every", every);
        listing.put(&section.key("refresh"), "during", during);
    }
}
