//! What is wrong with a file, and what was probably meant?

pub(super) mod diagnostic;
pub(super) mod problem;
pub(super) mod suggestion;
