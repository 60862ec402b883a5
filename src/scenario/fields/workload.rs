//! The fields of `workers`, `traffic` and `admin`.

use super::{DURATION, Holds, Section, field, one_of, section, shown};

/// An entry of `workers`.
pub static WORKERS: Section = section(
    "a group of workers",
    &[
        field("name", Holds::Name, "the group's name; group-1, group-2, …"),
        field("count", Holds::Count, "how many workers; 1"),
        field("services", Holds::Names, "the services that each of them offers; none"),
        field("colo", Holds::Name, "the colo that their heartbeats reach; the first"),
        field("registered", Holds::YesNo, "are their records in KV at the start? yes"),
        field("reregisters", Holds::YesNo, "does an unknown one register anew? yes"),
        field("heartbeat", Holds::Map(&HEARTBEAT), "when they send heartbeats"),
        field("load", Holds::Map(&LOAD), "the load that they report; { constant: 0.5 }"),
        field("models", Holds::Map(&MODELS), "the models that they report"),
        field("outages", Holds::Map(&OUTAGES), "when they are down; never"),
        field("retry", Holds::Map(&RETRY), "what they do about a request that fails; nothing"),
    ],
);

/// `workers[].retry` and `traffic[].retry`.
pub static RETRY: Section = section(
    "retries",
    &[
        field("attempts", Holds::Count, "how often it is sent in all; 5"),
        field("backoff", DURATION, "before the second attempt, then twice as long each time; 1s"),
    ],
);

/// `workers[].heartbeat`.
pub static HEARTBEAT: Section = section(
    "a heartbeat",
    &[
        field("every", DURATION, "the interval; 30s"),
        field(
            "timing",
            Holds::Choice(&["grid", "accumulate", "after_reply"]),
            "what the interval is counted from: a steady grid, the last beat, its reply; grid",
        ),
        field("jitter", DURATION, "at most so much is added to each beat, at random; 0s"),
        field(
            "phase",
            Holds::Duration(&["aligned", "random"]),
            "the first beat: after one interval, at random in it, or after so long; aligned",
        ),
        field("network", DURATION, "one-way delay to the coordinator; 0s"),
    ],
);

/// `workers[].load`.
pub static LOAD: Section = one_of(
    "a load",
    &[
        shown(field("constant", Holds::Number, "always the same load"), "0.5"),
        shown(
            field("steps", Holds::List(&STEP), "a load from each time of day on"),
            "[ { at: \"09:00\", load: 0.9 }, { at: \"18:00\", load: 0.2 } ]",
        ),
        shown(
            field("walk", Holds::Map(&WALK), "a bounded random walk"),
            "{ start: 0.5, step: 0.02 }",
        ),
        shown(
            field("diurnal", Holds::Map(&DIURNAL_LOAD), "a cosine over the day"),
            "{ low: 0.1, high: 0.9, peak_hour: 14 }",
        ),
        shown(
            field("flap", Holds::Map(&FLAP), "low and high in turns"),
            "{ low: 0.2, high: 0.6, every: 1m }",
        ),
    ],
);

/// An entry of `workers[].load.steps`.
pub static STEP: Section = section(
    "a step",
    &[
        field("at", Holds::Time, "the time of day, UTC"),
        field("load", Holds::Number, "the load from then on"),
    ],
);

/// `workers[].load.walk`.
pub static WALK: Section = section(
    "a walk",
    &[
        field("start", Holds::Number, "the load of the first beat, 0 to 1; 0.5"),
        field("step", Holds::Number, "the largest move of a beat, 0 to 1; 0.02"),
    ],
);

/// `workers[].load.diurnal`.
pub static DIURNAL_LOAD: Section = section(
    "a daily curve",
    &[
        field("low", Holds::Number, "the least load; 0.1"),
        field("high", Holds::Number, "the load at the peak; 0.9"),
        field("peak_hour", Holds::Number, "the hour of the peak, UTC; 14"),
    ],
);

/// `workers[].load.flap`.
pub static FLAP: Section = section(
    "a flapping load",
    &[
        field("low", Holds::Number, "the load of the even turns; 0.2"),
        field("high", Holds::Number, "the load of the odd turns; 0.6"),
        field("every", DURATION, "how long a turn lasts; 1m"),
    ],
);

/// `workers[].models`.
pub static MODELS: Section = section(
    "models",
    &[
        field("loaded", Holds::Count, "how many are loaded at once; 1"),
        field("changes_per_day", Holds::Number, "how often a day one is exchanged; 0"),
    ],
);

/// `workers[].outages`.
pub static OUTAGES: Section = section(
    "outages",
    &[
        field("crashes_per_day", Holds::Number, "silent ends, a day; 0"),
        field("graceful_per_day", Holds::Number, "announced ends, a day; 0"),
        field("duration", DURATION, "how long the worker is down; 10m"),
        field("restarts_at", Holds::Times, "all go down at these times of each day, UTC; none"),
    ],
);

/// An entry of `traffic`.
pub static TRAFFIC: Section = section(
    "traffic",
    &[
        field("service", Holds::Name, "the service that clients ask for"),
        field("requests_per_day", Holds::Number, "requests a day, on average"),
        field("arrivals", Holds::WordOrMap(&["even", "poisson"], &ARRIVALS), "when; poisson"),
        field("colo", Holds::Name, "the colo that they reach, or `any`, by the colos' shares; any"),
        field("retry", Holds::Map(&RETRY), "what a client does about a failed request; nothing"),
    ],
);

/// `traffic[].arrivals` and `admin.arrivals`.
pub static ARRIVALS: Section = one_of(
    "arrivals",
    &[
        shown(
            field("bursts", Holds::Map(&BURSTS), "several at once, at random times"),
            "{ size: 10, spacing: 1s }",
        ),
        shown(
            field("diurnal", Holds::Map(&DIURNAL_ARRIVALS), "at a rate that follows the day"),
            "{ peak_hour: 14, ratio: 4 }",
        ),
    ],
);

/// `arrivals.bursts`.
pub static BURSTS: Section = section(
    "bursts",
    &[
        field("size", Holds::Count, "requests in a burst; 10"),
        field("spacing", DURATION, "from one to the next; 1s"),
    ],
);

/// `arrivals.diurnal`.
pub static DIURNAL_ARRIVALS: Section = section(
    "a daily curve",
    &[
        field("peak_hour", Holds::Number, "the hour of the peak, UTC; 14"),
        field("ratio", Holds::Number, "the peak rate over the least rate; 4"),
    ],
);

/// `admin`.
pub static ADMIN: Section = section(
    "the admin page",
    &[
        field("loads_per_day", Holds::Number, "how often a day it is opened; 0"),
        field("arrivals", Holds::WordOrMap(&["even", "poisson"], &ARRIVALS), "when; even"),
        field("refresh", Holds::Map(&REFRESH), "what an open page does by itself; nothing"),
        field("colo", Holds::Name, "the colo that it reaches, or `any`, by the colos' shares; any"),
    ],
);

/// `admin.refresh`.
pub static REFRESH: Section = section(
    "a refresh",
    &[
        field("every", DURATION, "how often the open page loads itself again"),
        field("during", DURATION, "how long it stays open"),
    ],
);
