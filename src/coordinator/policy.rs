//! The coordinator's settings, and the presets with names.
//!
//! A [`Policy`] is plain data. [`Policy::preset`] gives the six that are known by name; a scenario
//! changes single settings of them.

use crate::words::{Layout, Span, named};

/// All settings of the coordinator.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// In which keys the data of workers lie.
    pub layout: Layout,
    /// How long what a worker can do is cached, where that has a key of its own ([`Layout::Tiered`]).
    pub capabilities_ttl: Span,
    /// When a heartbeat writes its record.
    pub write: WritePolicy,
    /// What is kept in the isolate's memory.
    pub cache: CachePolicy,
    /// How reads are issued.
    pub reads: ReadPolicy,
    /// How the admin page learns which workers there are.
    pub enumerate: Enumerate,
    /// A record whose last heartbeat is older than this is not routed to.
    pub health_timeout: Span,
}

/// When a heartbeat writes.
#[derive(Clone, PartialEq, Debug)]
pub struct WritePolicy {
    /// Each time, or on change only.
    pub when: When,
    /// What a new record is compared with.
    pub baseline: Baseline,
    /// How two sets of models are compared.
    pub models_compare: ModelsCompare,
    /// Loads that differ by more than this are a change.
    pub load_delta: f64,
    /// A record older than this is written even unchanged.
    pub max_interval: Span,
    /// Records expire this long after they were written (60 s at least); `None`: never.
    pub record_ttl: Option<Span>,
    /// The most writes of heartbeats that an isolate makes from 00:00 UTC to the next; what lies beyond
    /// is dropped, and tried again with the next heartbeat. `None`: as many as there are.
    pub max_per_day: Option<u32>,
    /// Is a heartbeat well even if its write is refused?
    pub best_effort: bool,
}

/// What is cached, and for how long. A TTL of zero switches that cache off.
#[derive(Clone, PartialEq, Debug)]
pub struct CachePolicy {
    /// How long a worker's record serves, or the key that holds all workers.
    pub worker_ttl: Span,
    /// How long a service's list of healthy workers serves.
    pub service_ttl: Span,
    /// How long a service's ids serve.
    pub index_ttl: Span,
    /// The most entries each cache holds, the least recently used going first; `None`: unbounded.
    pub max_entries: Option<u32>,
    /// What a write drops from the service cache.
    pub invalidate: Invalidate,
    /// Does the admin page use the worker cache?
    pub admin: bool,
    /// Does the first request of a cold isolate read every record first?
    pub prewarm: bool,
}

/// How reads are issued.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadPolicy {
    /// Those of a route: one after another, or several at once. The admin page, and the warming of a
    /// cold isolate, read one after another.
    pub fanout: Fanout,
    /// Do concurrent misses of one key share one read?
    pub coalesce: bool,
    /// Does a route read the service's index, or know it for nothing?
    pub index: RouteIndex,
}

/// When a heartbeat writes its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// Each time.
    Always,
    /// When something changed, or `max_interval` passed.
    Changed,
}
named!(When, Always = "always", Changed = "changed");

/// What a new record is compared with to see whether it changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Baseline {
    /// What this isolate last read from or wrote to KV.
    Persisted,
    /// What the last heartbeat said, written or not.
    Cached,
    /// As `Persisted`, but kept in module memory alone: the heartbeat never reads.
    Memory,
}
named!(Baseline, Persisted = "persisted", Cached = "cached", Memory = "memory");

/// How two sets of models are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ModelsCompare {
    /// By their members.
    Structural,
    /// As the published snippet does: never equal.
    Identity,
}
named!(ModelsCompare, Structural = "structural", Identity = "identity");

/// Which service lists a write drops.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Invalidate {
    /// Every list.
    All,
    /// The lists of the written worker's services.
    Affected,
    /// None: they live out their TTL.
    None,
}
named!(Invalidate, All = "all", Affected = "affected", None = "none");

/// How the reads of one route are issued.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fanout {
    /// Each after the one before has returned.
    Sequential,
    /// At once, at most [`PARALLEL_READS`] in flight.
    Parallel,
}
named!(Fanout, Sequential = "sequential", Parallel = "parallel");

/// Where a route learns the ids of a service's workers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RouteIndex {
    /// From the roster, for nothing.
    Known,
    /// From the key `service:<name>`, one read.
    Read,
}
named!(RouteIndex, Known = "known", Read = "read");

/// How the admin page learns which workers there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Enumerate {
    /// From the roster, for nothing.
    Known,
    /// From one key that holds them all: one read.
    Index,
    /// By listing the namespace: one list operation a page of 1,000.
    List,
}
named!(Enumerate, Known = "known", Index = "index", List = "list");

/// KV calls of one invocation that may wait for their headers at once.
/// Source: <https://developers.cloudflare.com/workers/platform/limits/>, 2026-07-28.
pub const PARALLEL_READS: usize = 6;

/// The policies known by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preset {
    /// Writes each heartbeat, caches nothing.
    Naive,
    /// The published remedy as it was meant.
    Optimized,
    /// The published remedy as it was printed.
    AsPublished,
    /// A throttle that lives in module memory alone.
    ModuleThrottle,
    /// As `Optimized`, with what workers can do and their load in two keys each.
    Tiered,
    /// As `Optimized`, with all workers in one key.
    OneKey,
}
named!(
    Preset,
    Naive = "naive",
    Optimized = "optimized",
    AsPublished = "as-published",
    ModuleThrottle = "module-throttle",
    Tiered = "tiered",
    OneKey = "one-key"
);

impl Preset {
    /// What it does, in one line.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Naive => "writes each heartbeat, caches nothing",
            Self::Optimized => "30 s caches; writes on change or when 5 minutes passed",
            Self::AsPublished => "the published snippet: its comparison of models never matches",
            Self::ModuleThrottle => "throttles in module memory; each cold isolate writes at once",
            Self::Tiered => "two keys a worker: capabilities cached for 5 min, load for 30 s",
            Self::OneKey => "all workers in one key: one read, one write a second, lost updates",
        }
    }
}

impl Policy {
    /// The settings of a preset.
    pub fn preset(preset: Preset) -> Self {
        let thirty_seconds = Span::from_secs(30);
        let optimized = Self {
            layout: Layout::PerWorker,
            capabilities_ttl: Span::from_secs(300),
            write: WritePolicy {
                when: When::Changed,
                baseline: Baseline::Persisted,
                models_compare: ModelsCompare::Structural,
                load_delta: 0.2,
                max_interval: Span::from_secs(300),
                record_ttl: None,
                max_per_day: None,
                best_effort: false,
            },
            cache: CachePolicy {
                worker_ttl: thirty_seconds,
                service_ttl: thirty_seconds,
                index_ttl: Span::ZERO,
                max_entries: None,
                invalidate: Invalidate::All,
                admin: true,
                prewarm: false,
            },
            reads: ReadPolicy {
                fanout: Fanout::Sequential,
                coalesce: false,
                index: RouteIndex::Read,
            },
            enumerate: Enumerate::Known,
            health_timeout: Span::from_secs(600),
        };
        match preset {
            Preset::Optimized => optimized,
            Preset::Naive => Self {
                write: WritePolicy { when: When::Always, ..optimized.write },
                cache: CachePolicy {
                    worker_ttl: Span::ZERO,
                    service_ttl: Span::ZERO,
                    admin: false,
                    ..optimized.cache
                },
                reads: ReadPolicy { index: RouteIndex::Known, ..optimized.reads },
                capabilities_ttl: Span::ZERO,
                ..optimized
            },
            Preset::AsPublished => Self {
                write: WritePolicy {
                    baseline: Baseline::Cached,
                    models_compare: ModelsCompare::Identity,
                    ..optimized.write
                },
                ..optimized
            },
            Preset::ModuleThrottle => Self {
                write: WritePolicy { baseline: Baseline::Memory, ..optimized.write },
                ..optimized
            },
            Preset::Tiered => Self {
                layout: Layout::Tiered,
                cache: CachePolicy { index_ttl: Span::from_secs(120), ..optimized.cache },
                ..optimized
            },
            Preset::OneKey => Self { layout: Layout::OneKey, ..optimized },
        }
    }
}
