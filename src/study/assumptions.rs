//! What the figures rest on that is not published, or not measured: said with each result.

use super::replay::Platform;
use crate::coordinator::{Enumerate, RouteIndex, When};
use crate::platform::{Affinity, Latency};
use crate::scenario::Scenario;
use crate::words::Meter;
use crate::workload::Timing;

/// The assumptions behind a scenario's figures, those that it rests on and no others.
pub(super) fn assumptions(scenario: &Scenario) -> Vec<String> {
    let mut all = Vec::new();
    let mut say = |text: &str| all.push(text.to_owned());
    billing(scenario, &mut say);
    latencies(scenario, &mut say);
    isolates(scenario, &mut say);
    timing(scenario, &mut say);
    roster(scenario, &mut say);
    if scenario.account.other.iter().any(|&other| other > 0) {
        say("the rest of the account spends evenly over the day");
    }
    if Meter::ALL.into_iter().any(|meter| scenario.plan.prices[meter.index()].is_some()) {
        say("a month has 30 mean days; CPU time, storage and monthly renewal dates are left out");
    }
    all
}

/// The assumptions behind the figures of a replay.
pub(super) fn of_replay(scenario: &Scenario, platform: Platform) -> Vec<String> {
    let mut all = Vec::new();
    let mut say = |text: &str| all.push(text.to_owned());
    match platform {
        Platform::Ideal => {
            say("without a scenario every operation is instantaneous and all isolates share one \
             consistent store; no limit refuses anything, no key has a rate, no record expires")
        }
        Platform::Given => {
            billing(scenario, &mut say);
            latencies(scenario, &mut say);
        }
    }
    say("isolates end where the trace says cold_start, and nowhere else");
    say(
        "nobody answers back: a worker that is refused as unknown registers where the trace says so",
    );
    say("who was up is not in a trace, so misrouted requests and false deaths are not counted");
    say("what is on its way at the end of the last day is dropped");
    known_for_nothing(scenario, &mut say);
    all
}

fn billing(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    say(
        "a read is billed even where the edge cache answers it: the price page names no exemption \
         (developers.cloudflare.com/kv/platform/pricing, 2026-04-21)",
    );
    say(
        "each write counts, whatever its key: the price page counts keys written, the limits page \
         speaks of different keys (developers.cloudflare.com/kv/platform/limits, 2026-10-08)",
    );
    say("a write is seen at once in its own data centre, usual but not guaranteed \
         (developers.cloudflare.com/kv/concepts/how-kv-works)");
    if scenario.quota.refused_ops_count {
        say("refused operations count against the limit (not documented; chosen in the scenario)");
    } else {
        say("refused operations do not count against the limit (not documented)");
    }
}

fn latencies(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let latency = &scenario.kv.latency;
    let typical = Latency::TYPICAL;
    if latency.hot == typical.hot || latency.cold == typical.cold || latency.write == typical.write
    {
        say("latencies are log-normal: the 99th percentiles of reads, 160 ms cached and 287 ms \
             in all, are published (blog.cloudflare.com/workers-kv-instant, 2026-10-01); the \
             medians of 5 and 50 ms, and 40 ms (99th percentile 300) for a write, are assumed");
    }
}

fn isolates(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let isolates = &scenario.isolates;
    let count: u32 = isolates.colos.iter().map(|colo| colo.isolates).sum();
    say(&format!(
        "one data centre with {} isolate{}; the provider does not say how many it runs",
        crate::words::count(count.into()),
        if count == 1 { "" } else { "s" },
    ));
    if count > 1 {
        say(match isolates.affinity {
            Affinity::Sticky => {
                "each worker and each service's clients always reach the same isolate \
                 (affinity: sticky); with random, each isolate reads for itself"
            }
            Affinity::Random => "each request reaches any isolate (affinity: random)",
        });
    }
    if isolates.idle_timeout.is_none() && isolates.lifetime.is_none() {
        let but = if isolates.deploys_per_day > 0.0 || !isolates.deploys_at.is_empty() {
            " but for deploys"
        } else {
            ""
        };
        say(&format!("isolates never die{but}; how long idle ones stay is not documented"));
    }
}

fn timing(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let has = |timing| scenario.workers.iter().any(|group| group.heartbeat.timing == timing);
    if has(Timing::Grid) {
        say("heartbeats keep to a grid (timing: grid); a loop that sleeps after each reply \
             (timing: after_reply) drifts, and reads and writes differ");
    }
    if has(Timing::Accumulate) {
        say("heartbeats are one interval after the last one was sent (timing: accumulate)");
    }
    if has(Timing::AfterReply) {
        say("heartbeats are one interval after the last reply (timing: after_reply)");
    }
}

/// What the policy of a replay may be told by the roster, whether the trace asks for it or not.
fn known_for_nothing(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let policy = &scenario.policy;
    match policy.enumerate {
        Enumerate::Known => say(KNOWN_IDS),
        Enumerate::Index => say(KEPT_IDS),
        Enumerate::List => {}
    }
    if policy.reads.index == RouteIndex::Known {
        say(KNOWN_INDEX);
    }
    if policy.write.when == When::Always {
        say(KEPT_SERVICES);
    }
}

const KNOWN_IDS: &str = "the admin page knows the workers' ids for nothing (enumerate: known)";
const KEPT_IDS: &str =
    "the key that holds all ids is kept up to date for nothing (enumerate: index)";
const KNOWN_INDEX: &str = "a route knows the ids of its service for nothing (reads.index: known)";
const KEPT_SERVICES: &str = "a heartbeat keeps the services of the record it overwrites without \
                             reading it (write.when: always)";

fn roster(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let policy = &scenario.policy;
    let has_admin = scenario.admin.loads_per_day > 0.0;
    if policy.enumerate == Enumerate::Known && (has_admin || policy.cache.prewarm) {
        say(KNOWN_IDS);
    }
    if policy.enumerate == Enumerate::Index && (has_admin || policy.cache.prewarm) {
        say(KEPT_IDS);
    }
    if policy.reads.index == RouteIndex::Known && !scenario.traffic.is_empty() {
        say(KNOWN_INDEX);
    }
    if policy.write.when == When::Always {
        say(KEPT_SERVICES);
    }
}
