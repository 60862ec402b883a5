//! Rows under titled columns, and which of them matter where room is scarce.

use super::Value;

/// Rows under titled columns.
pub(crate) struct Table {
    /// A sentence above it.
    pub(crate) caption: Option<String>,
    /// From left to right.
    pub(crate) columns: Vec<Column>,
    /// A cell for each column.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A row for each of these things; its columns follow.
    pub(crate) fn of<R>(things: &[R]) -> Rows<'_, R> {
        let rows = things.iter().map(|_| Vec::new()).collect();
        Rows { things, table: Self { caption: None, columns: Vec::new(), rows } }
    }

    /// With a sentence above it.
    pub(crate) fn caption(self, caption: String) -> Self {
        Self { caption: Some(caption), ..self }
    }
}

/// A column, with hints for formats of a fixed width.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) kind: Kind,
    /// Signs that it takes at least, where there is room.
    pub(crate) min: usize,
    /// Spaces before it.
    pub(crate) gap: usize,
    /// Its turn to go where room is scarce.
    pub(crate) sheds: Option<u8>,
    /// What the other columns take: its own cells are cut to what is left.
    pub(crate) beside: Option<usize>,
    is_shown: bool,
}

/// What the cells of a column are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// They begin where the column begins.
    Words,
    /// They end where the column ends.
    Figures,
    /// Drawn from figures that stand beside them.
    Bars,
}

impl Column {
    /// A column of words.
    pub(crate) fn words(title: impl Into<String>, min: usize) -> Self {
        let (title, kind) = (title.into(), Kind::Words);
        Self { title, kind, min, gap: 1, sheds: None, beside: None, is_shown: true }
    }

    /// A column of figures.
    pub(crate) fn figures(title: impl Into<String>, min: usize) -> Self {
        Self { kind: Kind::Figures, gap: 2, ..Self::words(title, min) }
    }

    /// A column of bars, beside others that take so many signs.
    pub(crate) fn bars(title: impl Into<String>, beside: usize) -> Self {
        Self { kind: Kind::Bars, ..Self::words(title, 1).gives_way(beside) }
    }

    /// Left out where that is false.
    pub(crate) fn only_if(self, is_shown: bool) -> Self {
        Self { is_shown, ..self }
    }

    /// With so many spaces before it.
    pub(crate) fn gap(self, gap: usize) -> Self {
        Self { gap, ..self }
    }

    /// Where room is scarce this column goes, the one with the lowest turn first.
    pub(crate) fn sheds(self, turn: u8) -> Self {
        Self { sheds: Some(turn), ..self }
    }

    /// Its words are cut so that the others have so many signs.
    pub(crate) fn gives_way(self, beside: usize) -> Self {
        Self { beside: Some(beside), ..self }
    }
}

/// A table in the making: a row for each thing.
pub(crate) struct Rows<'r, R> {
    things: &'r [R],
    /// What it is so far.
    pub(crate) table: Table,
}

impl<R> Rows<'_, R> {
    /// One column more, if it is shown, with the cell that it has for each thing.
    pub(crate) fn column<C: Into<Cell>>(mut self, column: Column, cell: impl Fn(&R) -> C) -> Self {
        if !column.is_shown {
            return self;
        }
        self.table.columns.push(column);
        for (thing, row) in self.things.iter().zip(&mut self.table.rows) {
            row.push(cell(thing).into());
        }
        self
    }
}

/// What stands in a row under a column.
#[derive(Clone)]
pub(crate) struct Cell {
    /// With its unit.
    pub(crate) value: Value,
    /// What its colour says.
    pub(crate) tone: Tone,
}

impl Cell {
    /// The same in a tone.
    pub(crate) fn toned(value: impl Into<Value>, tone: Tone) -> Self {
        Self { value: value.into(), tone }
    }
}

impl<T: Into<Value>> From<T> for Cell {
    fn from(value: T) -> Self {
        Self::toned(value, Tone::Plain)
    }
}

/// What a colour says. A word always says it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// Look at it.
    Warn,
    /// Broken.
    Bad,
}
