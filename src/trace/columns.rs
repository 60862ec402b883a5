//! The columns of a trace, and the words of its `request` column.

use crate::words::RequestKind;

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Column {
    /// Milliseconds since 00:00 UTC of day 0; never less than in the row before.
    TimeMs,
    /// The isolate that the request reached: any name.
    Isolate,
    /// What happened: see [`RowKind`].
    Request,
    /// The worker, or for `route` the service.
    Target,
    /// `online`, `offline` or any other word.
    Status,
    /// An IEEE double.
    Load,
    /// Models separated by `;`. A set: neither order nor repetition counts.
    Models,
    /// Services separated by `;`, in their order; one that is named twice counts once.
    Services,
}

impl Column {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 8] = [
        Self::TimeMs,
        Self::Isolate,
        Self::Request,
        Self::Target,
        Self::Status,
        Self::Load,
        Self::Models,
        Self::Services,
    ];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Its name in the header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeMs => "time_ms",
            Self::Isolate => "isolate",
            Self::Request => "request",
            Self::Target => "target",
            Self::Status => "status",
            Self::Load => "load",
            Self::Models => "models",
            Self::Services => "services",
        }
    }

    /// Its place in [`Self::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The whole header.
    pub fn header() -> String {
        Self::ALL.map(Self::name).join(",")
    }
}

/// What a row tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    /// A record and its index entries are in KV before the trace begins: neither a request nor an
    /// operation. These rows come first, one a worker.
    Existing,
    /// An isolate loses its caches. Not a request.
    ColdStart,
    /// A request.
    Request(RequestKind),
}

impl RowKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Existing,
        Self::ColdStart,
        Self::Request(RequestKind::Heartbeat),
        Self::Request(RequestKind::Route),
        Self::Request(RequestKind::Admin),
        Self::Request(RequestKind::Register),
        Self::Request(RequestKind::Deregister),
        Self::Request(RequestKind::Stats),
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Existing => "existing",
            Self::ColdStart => "cold_start",
            Self::Request(kind) => kind.name(),
        }
    }

    /// The kind that a word stands for.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().as_bytes() == word)
    }
}
