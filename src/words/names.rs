//! What is counted, and why: operations, meters, request kinds, causes, caches.
//!
//! Each enum keeps all facts of its members: the order in which every report shows them (`ALL`) and
//! the one name (`name`) that files, tables, CSV columns and JSON share.

/// A value that is one of a closed set of words.
pub trait Word {
    /// All words, in order.
    fn words(&self) -> Vec<&'static str>;
    /// The place of its own among them.
    fn place(&self) -> usize;
    /// Becomes the one at a place.
    fn set(&mut self, place: usize);
}

/// Gives an enum the one name of each member, and all that follows from it.
macro_rules! named {
    ($type:ident, $($member:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// All members, in the order of every report.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$member),+];
            /// Their names, in the same order.
            pub const NAMES: [&'static str; Self::COUNT] = [$($name),+];
            /// How many members there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The one name used in files, tables, CSV and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$member => $name),+ }
            }

            /// Its place in [`Self::ALL`].
            pub const fn index(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl $crate::words::Word for $type {
            fn words(&self) -> Vec<&'static str> {
                Self::ALL.iter().map(|it| it.name()).collect()
            }

            fn place(&self) -> usize {
                self.index()
            }

            fn set(&mut self, place: usize) {
                *self = Self::ALL[place];
            }
        }
    };
}
pub(crate) use named;

/// One billed KV operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// A key looked up. Billed whether it is there or not.
    Read,
    /// A key written.
    Write,
    /// A key deleted.
    Delete,
    /// One page of at most 1,000 keys listed.
    List,
}
named!(Op, Read = "read", Write = "write", Delete = "delete", List = "list");

impl Op {
    /// The meter on which it is counted.
    pub const fn meter(self) -> Meter {
        match self {
            Self::Read => Meter::Reads,
            Self::Write => Meter::Writes,
            Self::Delete => Meter::Deletes,
            Self::List => Meter::Lists,
        }
    }
}

/// Anything that is counted against a limit or a price.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Meter {
    /// KV keys read.
    Reads,
    /// KV keys written.
    Writes,
    /// KV keys deleted.
    Deletes,
    /// KV list requests.
    Lists,
    /// Requests that reach the Cloudflare Worker; each heartbeat is one.
    Requests,
}
named!(
    Meter,
    Reads = "reads",
    Writes = "writes",
    Deletes = "deletes",
    Lists = "lists",
    Requests = "requests"
);

/// What reaches the coordinator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RequestKind {
    /// A worker says that it lives.
    Heartbeat,
    /// A client asks for a service.
    Route,
    /// The admin page lists the workers.
    Admin,
    /// A worker joins.
    Register,
    /// A worker leaves.
    Deregister,
    /// The coordinator's own figures.
    Stats,
}
named!(
    RequestKind,
    Heartbeat = "heartbeat",
    Route = "route",
    Admin = "admin",
    Register = "register",
    Deregister = "deregister",
    Stats = "stats"
);

/// Why an operation happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cause {
    /// Read or write: this isolate had never held the entry.
    Cold,
    /// Read: the entry was older than its TTL.
    Expired,
    /// Read: the entry had been dropped because something changed.
    Invalidated,
    /// Read: the entry had been pushed out of a full cache.
    Evicted,
    /// Read or list: the ids had to be learnt.
    Index,
    /// Read: the policy does not cache this.
    Uncached,
    /// Write: the status changed.
    Status,
    /// Write: the load moved by more than `load_delta`.
    Load,
    /// Write: the set of models changed.
    Models,
    /// Write: `max_interval` passed.
    Interval,
    /// Write or delete: a worker joined or left.
    Registration,
    /// Write: the policy writes each heartbeat.
    EveryHeartbeat,
}
named!(
    Cause,
    Cold = "cold",
    Expired = "expired",
    Invalidated = "invalidated",
    Evicted = "evicted",
    Index = "index",
    Uncached = "uncached",
    Status = "status",
    Load = "load",
    Models = "models",
    Interval = "interval",
    Registration = "registration",
    EveryHeartbeat = "every-heartbeat"
);

/// The coordinator's caches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CacheName {
    /// Worker id to record.
    Worker,
    /// Service to the list of its healthy workers.
    Service,
    /// Service to the ids of its workers.
    Index,
    /// Worker id to what it can do, where that has a key of its own.
    Capabilities,
}
named!(
    CacheName,
    Worker = "worker",
    Service = "service",
    Index = "index",
    Capabilities = "capabilities"
);

/// Why the platform refused an operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Refusal {
    /// The day's limit for this type of operation is used up.
    DailyLimit,
    /// The same key was written less than a second before.
    SameKeyRate,
    /// The invocation has made as many operations as one may.
    TooManyOps,
}
named!(
    Refusal,
    DailyLimit = "daily-limit",
    SameKeyRate = "same-key-rate",
    TooManyOps = "too-many-ops"
);
