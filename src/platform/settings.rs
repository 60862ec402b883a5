//! What a scenario says about the platform: latencies, colos, isolates, the rest of the account.

use crate::words::{CacheName, Layout, Meter, Span, Value, named};

/// The namespace as a Worker sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct KvSettings {
    /// How long operations take.
    pub latency: Latency,
    /// How long a colo's edge cache keeps what it read (30 s at least).
    pub cache_ttl: Span,
    /// How long a write takes until other colos can read it, beside what their edge caches keep.
    pub propagation: Span,
    /// How large values are.
    pub sizes: Sizes,
}

/// How large values are, in bytes as an isolate keeps them: estimates.
#[derive(Clone, PartialEq, Debug)]
pub struct Sizes {
    /// A worker's record; what a worker can do, where its load has a key of its own.
    pub record: u32,
    /// A load that has a key of its own.
    pub load: u32,
    /// A list of a service, and its index.
    pub list: u32,
    /// How many times smaller a value is in KV than in memory; 1: it is not compressed.
    pub compression: f64,
}

/// The largest value that KV takes, in bytes (25 MiB).
/// Source: <https://developers.cloudflare.com/kv/platform/limits/>, 2026-10-08.
pub const VALUE_BYTES_MAX: u32 = 26_214_400;

impl Sizes {
    /// The default. About 5 KB a worker and 10 KB a list are published for this design; a load, a
    /// status and a time as JSON, with their names, are an assumption.
    pub const TYPICAL: Self = Self { record: 5_000, load: 100, list: 10_000, compression: 1.0 };

    /// An entry of a cache, in memory.
    pub const fn entry(&self, cache: CacheName, layout: Layout) -> u32 {
        match (cache, layout) {
            (CacheName::Worker, Layout::Tiered) => self.load,
            (CacheName::Worker | CacheName::Capabilities, _) => self.record,
            (CacheName::Service | CacheName::Index, _) => self.list,
        }
    }

    /// The value of a worker's key, before it is compressed.
    pub const fn worker(&self, layout: Layout) -> u32 {
        self.entry(CacheName::Worker, layout)
    }

    /// The value of any other key, before it is compressed.
    pub fn value(&self, value: &Value) -> u64 {
        match value {
            Value::Record(_) => self.record.into(),
            Value::Ids(_) => self.list.into(),
            Value::Fleet(fleet) => u64::from(self.record) * fleet.len() as u64,
            Value::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

/// How long each kind of operation takes.
#[derive(Clone, PartialEq, Debug)]
pub struct Latency {
    /// A read that the colo's edge cache answers.
    pub hot: Delay,
    /// A read that goes to the central store; a list too.
    pub cold: Delay,
    /// A write or delete.
    pub write: Delay,
}

/// A delay in whole milliseconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Delay {
    /// Always the same; zero is instantaneous.
    Constant(Span),
    /// Log-normal, given by its median and its 99th percentile, rounded to whole milliseconds.
    LogNormal {
        /// Half of all operations are quicker.
        median: Span,
        /// One in a hundred is slower.
        p99: Span,
    },
}

/// No operation takes longer by chance: what lies beyond is counted here.
pub(super) const LONGEST: Span = Span::from_secs(30);

impl Delay {
    /// The longest that it may be.
    fn longest(self) -> Span {
        match self {
            Self::Constant(span) => span,
            Self::LogNormal { .. } => LONGEST,
        }
    }

    /// The log-normal one of a median and a 99th percentile in milliseconds.
    pub const fn log_normal(median_ms: u64, p99_ms: u64) -> Self {
        Self::LogNormal { median: Span::from_ms(median_ms), p99: Span::from_ms(p99_ms) }
    }
}

impl Latency {
    /// Every operation is instantaneous.
    pub const NONE: Self = Self {
        hot: Delay::Constant(Span::ZERO),
        cold: Delay::Constant(Span::ZERO),
        write: Delay::Constant(Span::ZERO),
    };

    /// The default. The 99th percentiles of reads are published (160 ms cached, 287 ms all reads:
    /// <https://blog.cloudflare.com/workers-kv-instant/>, 2026-10-01); the medians, and everything
    /// about writes, are not published and are assumptions.
    pub const TYPICAL: Self = Self {
        hot: Delay::log_normal(5, 160),
        cold: Delay::log_normal(50, 287),
        write: Delay::log_normal(40, 300),
    };

    /// The longest that an operation may take.
    pub fn longest(&self) -> Span {
        [self.hot, self.cold, self.write]
            .map(Delay::longest)
            .into_iter()
            .max()
            .unwrap_or(Span::ZERO)
    }

    /// True where no operation takes any time.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

/// Where the Worker runs, and how long its isolates live.
#[derive(Clone, PartialEq, Debug)]
pub struct IsolateSettings {
    /// The data centres, one at least.
    pub colos: Vec<ColoSettings>,
    /// Which of a colo's isolates a source reaches.
    pub affinity: Affinity,
    /// An isolate that saw no request for longer than this is gone; `None`: it stays.
    pub idle_timeout: Option<Span>,
    /// How long an isolate lives at most; `None`: for ever.
    pub lifetime: Option<Lifetime>,
    /// Deploys a day at random times; each ends all isolates at once.
    pub deploys_per_day: f64,
    /// Deploys at fixed times of each day, as spans from 00:00 UTC.
    pub deploys_at: Vec<Span>,
    /// Updates of the provider's runtime a day, at random times in each colo by itself; each ends all
    /// isolates of its colo.
    pub runtime_updates_per_day: f64,
}

impl IsolateSettings {
    /// May an isolate ever die?
    pub fn may_die(&self) -> bool {
        self.are_ended() || self.idle_timeout.is_some() || self.lifetime.is_some()
    }

    /// Does a deploy or an update of the runtime ever end them?
    pub fn are_ended(&self) -> bool {
        self.deploys_per_day + self.runtime_updates_per_day > 0.0 || !self.deploys_at.is_empty()
    }
}

/// One data centre.
#[derive(Clone, PartialEq, Debug)]
pub struct ColoSettings {
    /// Its name, `LHR`.
    pub name: String,
    /// Its share of the clients' traffic, relative to the other colos' shares.
    pub share: f64,
    /// Isolates that run there.
    pub isolates: u32,
}

/// Which of a colo's isolates a source reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Affinity {
    /// Always the same one.
    Sticky,
    /// Any, for each request anew.
    Random,
}
named!(Affinity, Sticky = "sticky", Random = "random");

/// How long an isolate lives at most.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Lifetime {
    /// Exactly so long.
    Fixed(Span),
    /// Exponential with this mean.
    Exponential(Span),
}

/// What else on the account spends of the same limits, spread evenly over each day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountSettings {
    /// Operations a day, in the order of [`Meter::ALL`].
    pub other: [u64; Meter::COUNT],
}

/// How the daily limits are counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuotaSettings {
    /// Does a refused operation count as one? Not documented; `false` is the default.
    pub refused_ops_count: bool,
}
