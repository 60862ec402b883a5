//! What passes between a program and the world around it?
//!
//! A program answers requests in an isolate. It performs nothing itself: it says which [`Call`] it
//! waits for, and is resumed with the [`Reply`]. The coordinator is one program; whoever drives one
//! (a simulation, a test, a real Worker) needs nothing but what stands here.

mod call;
mod contract;
mod label;
mod request;
mod stats;

pub use call::{Ask, AskId, Call, Page, Reply, TaskId};
pub use contract::{Birth, Coupling, Deployed, Program, Roster, Step};
pub use label::{Axes, Label};
pub use request::{Outcome, Pick, Request, Skip};
pub use stats::{CacheStats, Miss, Stats};
