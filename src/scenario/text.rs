//! From the bytes of a file to its tree of values, or to the reason why it has none.
//!
//! The one place that knows the libraries that parse.

pub(super) mod guard;
pub(super) mod places;
pub(super) mod reader;
pub(super) mod rewrite;
pub(super) mod yaml;
