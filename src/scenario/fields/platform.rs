//! The fields of `kv` and `isolates`.

use super::{DURATION, Field, Holds, Section, field, section, shown};

/// `kv`.
pub static KV: Section = section(
    "the namespace",
    &[
        shown(
            field(
                "latency",
                Holds::WordOrMap(&["typical", "none"], &LATENCY),
                "how long operations take; typical",
            ),
            "{ hot: 5ms, cold: { median: 50ms, p99: 287ms }, write: 40ms }",
        ),
        field("cache_ttl", DURATION, "how long a colo's edge cache keeps what it read; 60s"),
        field("propagation", DURATION, "how long a write takes to be readable in other colos; 1s"),
    ],
);

/// `kv.latency`.
pub static LATENCY: Section = section(
    "latencies",
    &[
        delay("hot", "a read from the edge cache"),
        delay("cold", "a read from the central store"),
        delay("write", "a write or delete"),
    ],
);

const fn delay(name: &'static str, doc: &'static str) -> Field {
    shown(field(name, Holds::DurationOrMap(&[], &DELAY), doc), "{ median: 50ms, p99: 287ms }")
}

/// `kv.latency.hot` and the others.
pub static DELAY: Section = section(
    "a delay",
    &[
        field("median", DURATION, "half of all operations are quicker"),
        field("p99", DURATION, "one in a hundred is slower"),
    ],
);

/// `isolates`.
pub static ISOLATES: Section = section(
    "isolates",
    &[
        field("colos", Holds::List(&COLO), "data centres; one, LHR, with one isolate"),
        field(
            "affinity",
            Holds::Choice(&["sticky", "random"]),
            "which of a colo's isolates a worker or client reaches: its own, or any; sticky",
        ),
        field("idle_timeout", Holds::Duration(&["none"]), "gone after so long unused; none"),
        shown(
            field(
                "lifetime",
                Holds::DurationOrMap(&["none"], &LIFETIME),
                "how long an isolate lives at most; none",
            ),
            "{ mean: 6h }",
        ),
        field(
            "deploys_per_day",
            Holds::Number,
            "deploys at random times, beside those of deploys_at; 0",
        ),
        field("deploys_at", Holds::Times, "deploys at these times of each day, UTC; none"),
        field(
            "runtime_updates_per_day",
            Holds::Number,
            "updates of the provider's runtime, in each colo by itself; 0",
        ),
    ],
);

/// An entry of `isolates.colos`.
pub static COLO: Section = section(
    "a colo",
    &[
        field("name", Holds::Name, "its name"),
        field("share", Holds::Number, "its share of the clients' traffic; 1"),
        field("isolates", Holds::Count, "isolates that run there; 1"),
    ],
);

/// `isolates.lifetime`.
pub static LIFETIME: Section =
    section("a lifetime", &[field("mean", DURATION, "drawn at random with this mean")]);
