//! Recorded traffic: what reached which isolate, and when, as CSV with one event a row.
//!
//! A [`Reader`] turns rows into [`Row`]s of plain data whose names are small integers; memory grows
//! with the names alone, never with the rows, and no row is larger than a cap. A [`Writer`] writes
//! what a reader reads. A file that ends in `.gz` is compressed.
//!
//! The columns are `time_ms,isolate,request,target,status,load,models,services`; see [`Column`] and
//! [`RowKind`]. What the events mean is no concern of this module.

mod columns;
mod decode;
mod dictionary;
mod event;
mod fields;
mod file;
mod mistake;
mod names;
mod notes;
mod reader;
mod window;
mod writer;

pub use columns::{Column, RowKind, Use};
pub use dictionary::Caps;
pub use event::{Event, IsolateId, Row};
pub use file::{Input, Sink, is_compressed};
pub use mistake::{Mistake, TraceError};
pub use names::{Known, Names};
pub use notes::{Noted, Notes};
pub use reader::Reader;
pub use writer::{Words, Writer};
