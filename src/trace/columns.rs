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

/// What a row makes of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// It must have a value.
    Needed,
    /// It may be empty, which is a value too: the empty list, or the empty word.
    Optional,
    /// Nothing, whatever stands in it.
    Ignored,
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

    /// What it makes of a column.
    #[inline]
    pub const fn uses(self, column: Column) -> Use {
        let tells_a_state = matches!(
            self,
            Self::Existing | Self::Request(RequestKind::Register | RequestKind::Heartbeat)
        );
        match column {
            Column::TimeMs | Column::Request => Use::Needed,
            Column::Isolate if matches!(self, Self::Existing) => Use::Ignored,
            Column::Isolate => Use::Needed,
            Column::Target => match self {
                Self::ColdStart | Self::Request(RequestKind::Admin | RequestKind::Stats) => {
                    Use::Ignored
                }
                _ => Use::Needed,
            },
            Column::Load if tells_a_state => Use::Needed,
            Column::Status | Column::Models if tells_a_state => Use::Optional,
            Column::Services => match self {
                Self::Existing | Self::Request(RequestKind::Register) => Use::Optional,
                // A heartbeat never changes the services: the record keeps its own.
                _ => Use::Ignored,
            },
            Column::Status | Column::Load | Column::Models => Use::Ignored,
        }
    }

    /// The kind that a word stands for.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().as_bytes() == word)
    }
}
