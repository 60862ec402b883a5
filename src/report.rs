//! How is it shown?
//!
//! One renderer a format, each a function from data to text. Where the text goes, how wide it may be
//! and whether it may be coloured is decided in [`crate::cli`] and passed in as a [`Look`].

mod diagnostic;
mod look;

pub use diagnostic::{render as render_diagnostics, render_warning};
pub use look::Look;
