//! Figures that depend on two settings.

use super::{Cell, Table};

/// Down the first setting, across the second.
pub(crate) struct Matrix {
    /// The name of the first.
    pub(crate) corner: String,
    /// The values of the second.
    pub(crate) across: Vec<String>,
    /// Each value of the first with a figure for each of the second: a share of the limit, or a
    /// mean where there is none. The last row ends where no more is known.
    pub(crate) rows: Vec<(String, Vec<Cell>)>,
    /// All that is known, a row for each pair.
    pub(crate) pairs: Table,
}
