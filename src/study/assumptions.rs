//! What the figures rest on that is not published, or not measured: said with each result.

use super::replay::Platform;
use crate::coordinator::{Enumerate, RouteIndex, When};
use crate::platform::{Affinity, Latency};
use crate::scenario::Scenario;
use crate::words::{self, Meter};
use crate::workload::Timing;

/// The assumptions behind a scenario's figures, those that it rests on and no others.
pub(super) fn assumptions(scenario: &Scenario) -> Vec<String> {
    let mut all = Vec::new();
    let mut say = |text: &str| all.push(text.to_owned());
    billing(scenario, &mut say);
    latencies(scenario, &mut say);
    isolates(scenario, &mut say);
    colos(scenario, &mut say);
    retries(scenario, &mut say);
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
    let count: u64 = isolates.colos.iter().map(|colo| u64::from(colo.isolates)).sum();
    let colos = isolates.colos.len() as u64;
    say(&format!(
        "{} with {} isolate{}{}; the provider does not say how many it runs",
        if colos == 1 {
            "one data centre".into()
        } else {
            format!("{} colos", words::count(colos))
        },
        words::count(count),
        if count == 1 { "" } else { "s" },
        if colos == 1 { "" } else { " in all" },
    ));
    if isolates.colos.iter().any(|colo| colo.isolates > 1) {
        say(match isolates.affinity {
            Affinity::Sticky => {
                "each worker and each service's clients always reach the same isolate of a \
                 colo (affinity: sticky); with random, each isolate reads for itself"
            }
            Affinity::Random => "each request reaches any isolate (affinity: random)",
        });
    }
    if isolates.idle_timeout.is_none() && isolates.lifetime.is_none() {
        let deploys = isolates.deploys_per_day > 0.0 || !isolates.deploys_at.is_empty();
        let but = match (deploys, isolates.runtime_updates_per_day > 0.0) {
            (true, true) => " but for deploys and updates of the runtime",
            (true, false) => " but for deploys",
            (false, true) => " but for updates of the runtime",
            (false, false) => "",
        };
        say(&format!("isolates never die{but}; how long idle ones stay is not documented"));
    }
}

/// What becomes visible where, with several colos; and what hits each of them by itself.
fn colos(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let isolates = &scenario.isolates;
    if isolates.runtime_updates_per_day > 0.0 {
        say("updates of the runtime hit each colo by itself, at random times; how often they \
             come is not documented");
    }
    if isolates.colos.len() < 2 {
        return;
    }
    let (cache_ttl, propagation) = (scenario.kv.cache_ttl, scenario.kv.propagation);
    say(&format!(
        "each colo keeps its copy of a key for {cache_ttl} and then reads what it wrote itself or \
         what was written at least {propagation} ago (kv.propagation): published is that half and 95 % of \
         all writes reach the storage backends within 1 s and 99 % within 4.38 s \
         (blog.cloudflare.com/workers-kv-instant, 2026-10-01); no upper bound is documented"
    ));
    let enumerates = scenario.admin.loads_per_day > 0.0 || scenario.policy.cache.prewarm;
    if scenario.policy.enumerate == Enumerate::List && enumerates {
        say(
            "list operations see the newest state from everywhere; documented is that they may be \
             up to 60 s behind (developers.cloudflare.com/kv/api/list-keys)",
        );
    }
    let shared = scenario.traffic.iter().any(|traffic| traffic.colo.is_none());
    if shared || (scenario.admin.loads_per_day > 0.0 && scenario.admin.colo.is_none()) {
        say("each client request reaches a colo drawn by the shares, whichever the one \
             before it reached; a real client keeps to one that is near");
    }
}

fn retries(scenario: &Scenario, say: &mut impl FnMut(&str)) {
    let workers = scenario.workers.iter().map(|group| group.retry);
    let clients = scenario.traffic.iter().map(|traffic| traffic.retry);
    if workers.chain(clients).any(|retry| retry.attempts > 1) {
        say("who sends a failed request again waits twice as long each time, without jitter, so \
             that those who failed together come back together");
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
