//! What can stand in a file? Trees of values, paths in them, quantities and how they are spelled.
//!
//! Plain data: nothing here knows of scenarios, or of mistakes.

pub(super) mod node;
pub(super) mod path;
pub(super) mod quantity;
pub(super) mod spelling;
