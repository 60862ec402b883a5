//! How wide and how colourful a text may be.

/// Decided once, at the edge, and passed to every renderer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Columns of the terminal, or 80 where there is none.
    pub width: usize,
    /// May ANSI colours be used?
    pub color: bool,
}
