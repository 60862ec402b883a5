//! The settings of a policy.

use crate::coordinator::{Baseline, CachePolicy, Policy, ReadPolicy, When, WritePolicy};
use crate::scenario::caps::{LOAD, MAX_ENTRIES, MAX_WRITES, TTL, WHILE};
use crate::words::Layout;

settings!(Policy, it, _ => {
    layout: Word(), "the keys of workers: one each, two each, or one that holds all";
    capabilities_ttl: Duration(TTL),
        "how long what a worker can do is cached, where it has a key of its own; 0 is off"
        if it.layout == Layout::Tiered;
    write: Below(), "when a heartbeat writes its record";
    cache: Below(), "what is kept in the isolate's memory";
    reads: Below(), "how reads are issued";
    enumerate: Word(), "how the admin page learns the ids: for nothing, by one read, by listing";
    health_timeout: Duration(WHILE), "older records are not routed to";
});

// A policy that writes each heartbeat compares nothing; what it holds in memory takes its room.
settings!(WritePolicy, it, rules => {
    when: Word(), "each time, or on change only";
    baseline: Word(),
        "what a heartbeat is compared with: the record in KV, the last one, module memory"
        if it.when == When::Changed || it.baseline == Baseline::Memory;
    models_compare: Word(), "models are compared by their members, or never equal"
        if it.when == When::Changed;
    load_delta: Load(LOAD), "loads that differ by more are a change"
        if it.when == When::Changed;
    max_interval: Duration(TTL), "an older record is written even unchanged"
        if it.when == When::Changed;
    record_ttl: DurationOr(rules.expiration_ttl_min.value..=*TTL.end(), "none"),
        "records expire after so long";
    max_per_day: CountOr(MAX_WRITES, "unbounded"),
        "the most writes of heartbeats a day of an isolate; the others are dropped";
    best_effort: YesNo(), "a heartbeat is well even if its write is refused";
});

settings!(CachePolicy, it, _ => {
    worker_ttl: Duration(TTL), "how long a worker's record serves; 0 is off";
    service_ttl: Duration(TTL), "how long a service's list serves; 0 is off";
    index_ttl: Duration(TTL), "how long a service's ids serve; 0 is off";
    max_entries: CountOr(MAX_ENTRIES, "unbounded"), "the most entries of a cache";
    invalidate: Word(), "which service lists a write drops";
    admin: YesNo(), "does the admin page use the cache?";
    prewarm: YesNo(), "is everything read at a cold start?";
});

settings!(ReadPolicy, it, _ => {
    fanout: Word(), "the reads of a route: one after another, or six at once";
    coalesce: YesNo(), "do concurrent misses of one key share a read?";
    index: Word(), "a route knows a service's ids for nothing, or reads them";
});
