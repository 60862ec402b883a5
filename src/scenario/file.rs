//! From a file and the command line to a checked scenario, or to every mistake at once.

pub(super) mod edits;
pub(super) mod load;
pub(super) mod place;
pub mod plan_file;
mod policies;
pub(super) mod put;
pub(super) mod vary;
