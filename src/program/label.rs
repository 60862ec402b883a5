//! The axes of the ledger, as a program names them.

use crate::words::{Cause, RequestKind};

/// A number on an axis of the ledger: a kind of request, or a cause of operations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Label(pub u8);

impl From<Cause> for Label {
    fn from(cause: Cause) -> Self {
        Self(cause as u8)
    }
}

impl From<RequestKind> for Label {
    fn from(kind: RequestKind) -> Self {
        Self(kind as u8)
    }
}

/// The names of the labels, in the order of their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axes<'a> {
    /// Of kinds of requests.
    pub requests: &'a [&'a str],
    /// Of causes.
    pub causes: &'a [&'a str],
    /// The cause of operations that would not be, had the isolate lived longer.
    pub cold: Option<Label>,
}
