//! What is said of an assumption, and where is published what little is?

use serde::{Serialize, Serializer};

use crate::study::Assumption;
use crate::words::count;

/// As JSON writes it, wherever a study's findings are derived.
impl Serialize for Assumption {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&assumption(self))
    }
}

/// A sentence.
pub(super) fn assumption(assumption: &Assumption) -> String {
    let said = match assumption {
        Assumption::IdealPlatform => IDEAL_PLATFORM,
        Assumption::IsolatesEndAsTraced => ISOLATES_END_AS_TRACED,
        Assumption::NobodyAnswersBack => NOBODY_ANSWERS_BACK,
        Assumption::NobodyIsKnownToBeUp => NOBODY_IS_KNOWN_TO_BE_UP,
        Assumption::LastIsDropped => "what is on its way at the end of the last day is dropped",
        Assumption::CachedReadsAreBilled => CACHED_READS_ARE_BILLED,
        Assumption::EachWriteCounts => EACH_WRITE_COUNTS,
        Assumption::WritesAreSeenAtOnce => WRITES_ARE_SEEN_AT_ONCE,
        Assumption::RefusalsCount => REFUSALS_COUNT,
        Assumption::RefusalsDoNotCount => REFUSALS_DO_NOT_COUNT,
        Assumption::TypicalLatencies => TYPICAL_LATENCIES,
        Assumption::Isolates(colos, isolates) => return self::isolates(*colos, *isolates),
        Assumption::OneColo => ONE_COLO,
        Assumption::StickyAffinity => STICKY_AFFINITY,
        Assumption::RandomAffinity => "each request reaches any isolate (affinity: random)",
        Assumption::IsolatesNeverDie { deploys, updates } => return never_die(*deploys, *updates),
        Assumption::UpdatesHitEachColo => UPDATES_HIT_EACH_COLO,
        Assumption::Propagation(ttl, propagation) => {
            return format!(
                "each colo keeps its copy of a key for {ttl} and then reads what it wrote itself or \
                 what was written at least {propagation} ago (kv.propagation): {PROPAGATION}"
            );
        }
        Assumption::ListsAreFresh => LISTS_ARE_FRESH,
        Assumption::ClientsAreSpread => CLIENTS_ARE_SPREAD,
        Assumption::BackoffDoubles => BACKOFF_DOUBLES,
        Assumption::ConstantLoads => CONSTANT_LOADS,
        Assumption::BeatsOnGrid => BEATS_ON_GRID,
        Assumption::BeatsTogether => BEATS_TOGETHER,
        Assumption::BeatsAfterBeat => BEATS_AFTER_BEAT,
        Assumption::BeatsAfterReply => BEATS_AFTER_REPLY,
        Assumption::IdsAreKnown => IDS_ARE_KNOWN,
        Assumption::IdsAreKept => IDS_ARE_KEPT,
        Assumption::IndexIsKnown => INDEX_IS_KNOWN,
        Assumption::ServicesAreKept => SERVICES_ARE_KEPT,
        Assumption::RestSpendsEvenly => "the rest of the account spends evenly over the day",
        Assumption::MeanMonth => MEAN_MONTH,
        Assumption::CpuTime(ms) => {
            return format!("each request takes {ms} ms of CPU time (cpu_ms_per_request)");
        }
    };
    said.to_owned()
}

fn isolates(colos: u64, isolates: u64) -> String {
    let is_one_each = colos == isolates;
    let (colos, all) = if colos == 1 {
        ("one data centre".to_owned(), "")
    } else {
        (format!("{} colos", count(colos)), " in all")
    };
    let ending = if isolates == 1 { "" } else { "s" };
    let more = if is_one_each { ALONE } else { "" };
    let isolates = count(isolates);
    format!(
        "{colos} with {isolates} isolate{ending}{all}; the provider does not say how many it runs{more}"
    )
}

fn never_die(deploys: bool, updates: bool) -> String {
    let but = match (deploys, updates) {
        (true, true) => " but for deploys and updates of the runtime",
        (true, false) => " but for deploys",
        (false, true) => " but for updates of the runtime",
        (false, false) => "",
    };
    format!("isolates never die{but}; how long idle ones stay is not documented")
}

const ISOLATES_END_AS_TRACED: &str =
    "isolates end where the trace says cold_start, and nowhere else";
const REFUSALS_DO_NOT_COUNT: &str =
    "refused operations do not count against the limit (not documented)";
const BEATS_AFTER_BEAT: &str =
    "heartbeats are one interval after the last one was sent (timing: accumulate)";
const BEATS_AFTER_REPLY: &str =
    "heartbeats are one interval after the last reply (timing: after_reply)";
const IDS_ARE_KNOWN: &str = "the admin page knows the workers' ids for nothing (enumerate: known)";
const IDS_ARE_KEPT: &str =
    "the key that holds all ids is kept up to date for nothing (enumerate: index)";
const INDEX_IS_KNOWN: &str =
    "a route knows the ids of its service for nothing (reads.index: known)";
const IDEAL_PLATFORM: &str = "\
    without a scenario every operation is instantaneous and all isolates share one consistent \
    store; no limit refuses anything, no key has a rate, no record expires";
const NOBODY_ANSWERS_BACK: &str = "\
    nobody answers back: a worker that is refused as unknown registers where the trace says so";
const NOBODY_IS_KNOWN_TO_BE_UP: &str = "\
    who was up is not in a trace, so misrouted requests and false deaths are not counted";
const CACHED_READS_ARE_BILLED: &str = "\
    a read is billed even where the edge cache answers it: the price page names no exemption \
    (developers.cloudflare.com/kv/platform/pricing, 2026-04-21)";
const EACH_WRITE_COUNTS: &str = "\
    each write counts, whatever its key: the price page counts keys written, the limits page \
    speaks of different keys (developers.cloudflare.com/kv/platform/limits, 2026-10-08)";
const WRITES_ARE_SEEN_AT_ONCE: &str = "\
    a write is seen at once in its own data centre, usual but not guaranteed \
    (developers.cloudflare.com/kv/concepts/how-kv-works)";
const REFUSALS_COUNT: &str = "\
    refused operations count against the limit (not documented; chosen in the scenario)";
const TYPICAL_LATENCIES: &str = "\
    latencies are log-normal: the 99th percentiles of reads, 160 ms cached and 287 ms in all, are \
    published (blog.cloudflare.com/workers-kv-instant, 2026-10-01); the medians of 5 and 50 ms, \
    and 40 ms (99th percentile 300) for a write, are assumed";
const ONE_COLO: &str = "\
    every request reaches the one colo, the mildest case for routing: with more of them a router \
    may read the copy that its own colo keeps, older than what KV holds";
const ALONE: &str = ", and with several in a colo each knows at once the heartbeats alone that reach \
    it: of the others it knows what was written, as old as the write interval lets it become";
const CONSTANT_LOADS: &str = "\
    no worker's load ever changes (load: constant), the mildest case for writes: each change by \
    more than write.load_delta is one; --worlds load shows what others come to";
const STICKY_AFFINITY: &str = "\
    each worker and each service's clients always reach the same isolate of a colo (affinity: \
    sticky); with random, each isolate reads for itself";
const UPDATES_HIT_EACH_COLO: &str = "\
    updates of the runtime hit each colo by itself, at random times; how often they come is not \
    documented";
const PROPAGATION: &str = "\
    published is that half and 95 % of all writes reach the storage backends within 1 s and 99 % \
    within 4.38 s (blog.cloudflare.com/workers-kv-instant, 2026-10-01); no upper bound is \
    documented";
const LISTS_ARE_FRESH: &str = "\
    list operations see the newest state from everywhere; documented is that they may be up to 60 \
    s behind (developers.cloudflare.com/kv/api/list-keys)";
const CLIENTS_ARE_SPREAD: &str = "\
    each client request reaches a colo drawn by the shares, whichever the one before it reached; a \
    real client keeps to one that is near";
const BACKOFF_DOUBLES: &str = "\
    who sends a failed request again waits twice as long each time, without jitter, so that those \
    who failed together come back together";
const BEATS_ON_GRID: &str = "\
    heartbeats keep to a grid (timing: grid); a loop that sleeps after each reply (timing: \
    after_reply) drifts, and reads and writes differ";
const BEATS_TOGETHER: &str = "\
    the workers of a group beat at the same time (phase: aligned), as if all had been started together; \
    phase: random spreads them";
const SERVICES_ARE_KEPT: &str = "\
    a heartbeat keeps the services of the record it overwrites without reading it (write.when: \
    always)";
const MEAN_MONTH: &str = "\
    a month has 30 of the simulated mean days; storage, and the day of the month on which a \
    subscription renews, are left out";
