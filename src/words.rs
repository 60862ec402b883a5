//! The vocabulary that every other module shares: time, identities, operations, causes, records.
//!
//! One thing has one word here, and that word stands in the code, the YAML, the tables and the
//! documents. This module knows nothing else of the crate and uses the standard library alone, so
//! that it can travel with [`crate::coordinator`] into a real Worker.

mod figure;
mod kept;
mod measure;
mod names;
mod numbers;
mod stream;
mod time;
mod visible;

pub use figure::{Figure, NoFigure, Scope, Statistic};
pub use kept::{
    Fleet, IdList, Interned, Key, Layout, ModelsId, NameId, Record, ServiceId, ServiceList,
    ServicesId, Status, Value, WorkerId, WorkerState,
};
pub use measure::{Better, Measure, Unit};
pub(crate) use names::named;
pub use names::{CacheName, Cause, Meter, Op, Refusal, RequestKind, Word};
pub use numbers::{NONE, amount, amount_of, count, many, of, separated};
pub use stream::{Purpose, mix, source_of, stream_seed};
pub use time::{DAY_MS, HOUR_MS, Instant, Span};
pub use visible::is_invisible;
