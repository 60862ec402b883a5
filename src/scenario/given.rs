//! What a file gives: a value or a map with its path, and the questions that a decoder asks of it.

mod cursor;
pub mod fields;
mod values;
mod words;

pub(super) use cursor::{Cursor, Fields, unknown_field};
pub(super) use words::Or;
