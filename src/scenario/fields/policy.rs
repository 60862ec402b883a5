//! The fields of a policy.

use super::{DURATION, Holds, Section, field, section};

/// `policy`, and an entry of `policies`.
pub static POLICY: Section = section(
    "a policy",
    &[
        field("extends", Holds::Name, "the policy whose settings hold where none are given"),
        field("write", Holds::Map(&WRITE), "when a heartbeat writes its record"),
        field("cache", Holds::Map(&CACHE), "what is kept in the isolate's memory"),
        field("reads", Holds::Map(&READS), "how reads are issued"),
        field(
            "enumerate",
            Holds::Choice(&["known", "index", "list"]),
            "how the admin page learns the ids: for nothing, by one read, by listing",
        ),
        field("health_timeout", DURATION, "older records are not routed to"),
    ],
);

/// `policy.write`.
pub static WRITE: Section = section(
    "when to write",
    &[
        field("when", Holds::Choice(&["always", "changed"]), "each time, or on change only"),
        field(
            "baseline",
            Holds::Choice(&["persisted", "cached", "memory"]),
            "what a heartbeat is compared with: the record in KV, the last one, module memory",
        ),
        field(
            "models_compare",
            Holds::Choice(&["structural", "identity"]),
            "models are compared by their members, or never equal",
        ),
        field("load_delta", Holds::Number, "loads that differ by more are a change"),
        field("max_interval", DURATION, "an older record is written even unchanged"),
        field("record_ttl", Holds::Duration(&["none"]), "records expire after so long"),
    ],
);

/// `policy.cache`.
pub static CACHE: Section = section(
    "what to cache",
    &[
        field("worker_ttl", DURATION, "how long a worker's record serves; 0 is off"),
        field("service_ttl", DURATION, "how long a service's list serves; 0 is off"),
        field("index_ttl", DURATION, "how long a service's ids serve; 0 is off"),
        field("max_entries", Holds::CountOr(&["unbounded"]), "the most entries of a cache"),
        field(
            "invalidate",
            Holds::Choice(&["all", "affected", "none"]),
            "which service lists a write drops",
        ),
        field("admin", Holds::YesNo, "does the admin page use the cache?"),
        field("prewarm", Holds::YesNo, "is everything read at a cold start?"),
    ],
);

/// `policy.reads`.
pub static READS: Section = section(
    "how to read",
    &[
        field(
            "fanout",
            Holds::Choice(&["sequential", "parallel"]),
            "the reads of a route: one after another, or six at once",
        ),
        field("coalesce", Holds::YesNo, "do concurrent misses of one key share a read?"),
        field(
            "index",
            Holds::Choice(&["known", "read"]),
            "a route knows a service's ids for nothing, or reads them",
        ),
    ],
);
