//! The table of every field that a file may hold.
//!
//! The decoder reads only fields that stand here, an unknown field is compared with these, and the
//! schema for editors is made from them. It says nothing of defaults that depend on other fields.

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A name: letters, digits, `._/-` and blanks.
    Name,
    /// Any text.
    Text,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// `true` or `false`, `yes` or `no`.
    YesNo,
    /// A share such as `5%`.
    Percent,
    /// A number, or a share such as `80%`.
    NumberOrPercent,
    /// A duration such as `30s`, or one of these words.
    Duration(&'static [&'static str]),
    /// A whole number, or one of these words.
    CountOr(&'static [&'static str]),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of names.
    Names,
    /// A list of times of day such as `09:00`.
    Times,
    /// A time of day such as `09:00`, or a duration since midnight.
    Time,
    /// A map.
    Map(&'static Section),
    /// One of these words, or a map.
    WordOrMap(&'static [&'static str], &'static Section),
    /// The name of a policy, or a map.
    PolicyOrMap(&'static Section),
    /// A duration, one of these words, or a map.
    DurationOrMap(&'static [&'static str], &'static Section),
    /// A list of maps.
    List(&'static Section),
    /// A map from names that the user chooses to maps.
    Named(&'static Section),
}

/// A field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it means, with its default, in a line.
    pub doc: &'static str,
}

/// A map with fields.
#[derive(Debug)]
pub struct Section {
    /// What it is called in messages where its path does not say it.
    pub name: &'static str,
    /// Its fields, in the order of the documentation.
    pub fields: &'static [Field],
    /// Exactly one field is given: it says which shape is meant.
    pub one_of: bool,
}

impl Section {
    /// A field by its key.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// The section of the maps below it, where there are any.
    pub fn section(&self) -> Option<&'static Section> {
        self.holds.section()
    }
}

impl Holds {
    /// The section of the maps that it holds, where there are any.
    pub fn section(self) -> Option<&'static Section> {
        match self {
            Self::Map(section)
            | Self::WordOrMap(_, section)
            | Self::PolicyOrMap(section)
            | Self::DurationOrMap(_, section)
            | Self::List(section)
            | Self::Named(section) => Some(section),
            _ => None,
        }
    }

    /// May a map stand there?
    pub fn takes_map(self) -> bool {
        self.section().is_some() && !matches!(self, Self::List(_))
    }
}

const fn field(name: &'static str, holds: Holds, doc: &'static str) -> Field {
    Field { name, holds, doc }
}

const fn section(name: &'static str, fields: &'static [Field]) -> Section {
    Section { name, fields, one_of: false }
}

const fn one_of(name: &'static str, fields: &'static [Field]) -> Section {
    Section { name, fields, one_of: true }
}

const DURATION: Holds = Holds::Duration(&[]);

/// A scenario file.
pub static SCENARIO: Section = section(
    "the scenario",
    &[
        field("name", Holds::Text, "its name, for people; the file's name by default"),
        field("plan", Holds::Text, "limits and prices: a plan's name or a YAML file"),
        field("policy", Holds::PolicyOrMap(&POLICY), "the coordinator's settings; optimized"),
        field("days", Holds::Count, "simulated days of each run; 7"),
        field("runs", Holds::Count, "replications with different random draws; 20"),
        field("seed", Holds::Count, "the seed of all random draws; 42"),
        field("workers", Holds::List(&WORKERS), "groups of workers that send heartbeats"),
        field("traffic", Holds::List(&TRAFFIC), "client requests, by service"),
        field("admin", Holds::Map(&ADMIN), "loads of the admin page; none"),
        field("kv", Holds::Map(&KV), "the namespace"),
        field("isolates", Holds::Map(&ISOLATES), "where the coordinator runs"),
        field("policies", Holds::Named(&POLICY), "more policies, by name"),
        field("account", Holds::Map(&ACCOUNT), "what else spends of the same limits"),
        field("quota", Holds::Map(&QUOTA), "how the daily limits are counted"),
        field("budgets", Holds::List(&BUDGET), "bounds that `gate` checks"),
    ],
);

/// An entry of `workers`.
pub static WORKERS: Section = section(
    "a group of workers",
    &[
        field("name", Holds::Name, "the group's name; group-1, group-2, …"),
        field("count", Holds::Count, "how many workers; 1"),
        field("services", Holds::Names, "the services that each of them offers; none"),
        field("colo", Holds::Name, "the colo that their heartbeats reach; the first"),
        field("registered", Holds::YesNo, "are their records in KV at the start? yes"),
        field("heartbeat", Holds::Map(&HEARTBEAT), "when they send heartbeats"),
        field("load", Holds::Map(&LOAD), "the load that they report; constant 0.5"),
        field("models", Holds::Map(&MODELS), "the models that they report"),
        field("outages", Holds::Map(&OUTAGES), "when they are down; never"),
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
        field("constant", Holds::Number, "always the same load"),
        field("steps", Holds::List(&STEP), "a load from each time of day on"),
        field("walk", Holds::Map(&WALK), "a bounded random walk"),
        field("diurnal", Holds::Map(&DIURNAL_LOAD), "a cosine over the day"),
        field("flap", Holds::Map(&FLAP), "low and high in turns"),
    ],
);

/// An entry of `workers[].load.steps`.
pub static STEP: Section = section(
    "a step",
    &[
        field("at", Holds::Time, "the time of day"),
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
    ],
);

/// An entry of `traffic`.
pub static TRAFFIC: Section = section(
    "traffic",
    &[
        field("service", Holds::Name, "the service that clients ask for"),
        field("requests_per_day", Holds::Number, "requests a day, on average"),
        field("arrivals", Holds::WordOrMap(&["even", "poisson"], &ARRIVALS), "when; poisson"),
    ],
);

/// `traffic[].arrivals` and `admin.arrivals`.
pub static ARRIVALS: Section = one_of(
    "arrivals",
    &[
        field("bursts", Holds::Map(&BURSTS), "several at once, at random times"),
        field("diurnal", Holds::Map(&DIURNAL_ARRIVALS), "at a rate that follows the day"),
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

/// `kv`.
pub static KV: Section = section(
    "the namespace",
    &[
        field(
            "latency",
            Holds::WordOrMap(&["typical", "none"], &LATENCY),
            "how long operations take; typical",
        ),
        field("cache_ttl", DURATION, "how long a colo's edge cache keeps what it read; 60s"),
    ],
);

/// `kv.latency`.
pub static LATENCY: Section = section(
    "latencies",
    &[
        field("hot", Holds::DurationOrMap(&[], &DELAY), "a read from the edge cache"),
        field("cold", Holds::DurationOrMap(&[], &DELAY), "a read from the central store"),
        field("write", Holds::DurationOrMap(&[], &DELAY), "a write or delete"),
    ],
);

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
            "which of a colo's isolates a source reaches: always the same, or any; sticky",
        ),
        field("idle_timeout", Holds::Duration(&["none"]), "gone after so long unused; none"),
        field(
            "lifetime",
            Holds::DurationOrMap(&["none"], &LIFETIME),
            "how long an isolate lives at most; none",
        ),
        field("deploys_per_day", Holds::Number, "deploys at random times; 0"),
        field("deploys_at", Holds::Times, "deploys at these times of each day; none"),
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

/// `account`.
pub static ACCOUNT: Section =
    section("the account", &[field("other", Holds::Map(&OTHER), "a day's other use")]);

/// `account.other`.
pub static OTHER: Section = section(
    "other use",
    &[
        field("reads", Holds::Count, "KV reads a day; 0"),
        field("writes", Holds::Count, "KV writes a day; 0"),
        field("deletes", Holds::Count, "KV deletes a day; 0"),
        field("lists", Holds::Count, "KV lists a day; 0"),
        field("requests", Holds::Count, "Worker requests a day; 0"),
    ],
);

/// `quota`.
pub static QUOTA: Section = section(
    "the quota",
    &[field("refused_ops_count", Holds::YesNo, "does a refused operation count as one? no")],
);

/// An entry of `budgets`.
pub static BUDGET: Section = section(
    "a budget",
    &[
        field(
            "metric",
            Holds::Choice(&[
                "reads",
                "writes",
                "deletes",
                "lists",
                "requests",
                "hit_ratio",
                "latency_p99",
                "misrouted_ratio",
                "cost_per_month",
            ]),
            "what is bounded",
        ),
        field("max", Holds::NumberOrPercent, "the most that passes; a share is of the limit"),
        field("min", Holds::NumberOrPercent, "the least hit ratio that passes"),
        field("warn", Holds::NumberOrPercent, "from here on it warns"),
        field("growth", Holds::Percent, "the growth against the baseline that passes"),
        field("growth_floor", Holds::Number, "growth by so many a day passes in any case"),
        field("stat", Holds::Choice(&["worst_day", "mean"]), "which day is judged; worst_day"),
        field("reason", Holds::Text, "why it was set"),
    ],
);
