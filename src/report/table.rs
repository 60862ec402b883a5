//! How do rows become columns that fit the terminal?
//!
//! The only file that knows comfy-table, which aligns the cells. Which columns go when room is
//! scarce, the rule under the header and the colours are ours; colours are put in after the layout,
//! so that their codes never count as columns. It does not know what the cells say.

use comfy_table::{Cell as LaidOut, CellAlignment, Table, presets};
use unicode_width::UnicodeWidthChar;

use super::Look;
use super::text;
use super::verdict::Tone;

/// Every line of a table begins with so many spaces.
const INDENT: usize = 2;
/// The rule under a header is at least so long, where there is room.
const RULE: usize = 70;

/// Rows under titled columns.
pub(super) struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A column of a [`Grid`].
#[derive(Clone)]
pub(super) struct Column {
    title: String,
    alignment: CellAlignment,
    min: usize,
    gap: usize,
    sheds: Option<u8>,
}

impl Column {
    /// A column of words.
    pub(super) fn words(title: impl Into<String>, min: usize) -> Self {
        let alignment = CellAlignment::Left;
        Self { title: title.into(), alignment, min, gap: 1, sheds: None }
    }

    /// A column of figures.
    pub(super) fn figures(title: impl Into<String>, min: usize) -> Self {
        Self { alignment: CellAlignment::Right, gap: 2, ..Self::words(title, min) }
    }

    /// With so many spaces before it.
    pub(super) fn gap(mut self, gap: usize) -> Self {
        self.gap = gap;
        self
    }

    /// Where room is scarce this column goes, the one with the lowest turn first.
    pub(super) fn sheds(mut self, turn: u8) -> Self {
        self.sheds = Some(turn);
        self
    }
}

/// One cell.
#[derive(Clone, Default)]
pub(super) struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// A cell in a tone.
    pub(super) fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), tone: Tone::Plain }
    }
}

/// A column that made it into the layout.
struct Placed {
    index: usize,
    gap: usize,
    width: usize,
}

fn total(placed: &[Placed]) -> usize {
    placed.iter().map(|column| column.gap + column.width).sum()
}

impl Grid {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; it has a cell for each column.
    pub(super) fn push(&mut self, row: Vec<Cell>) {
        assert_eq!(row.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(row);
    }

    /// The titles of all columns, and whether a column holds figures.
    pub(super) fn titles(&self) -> impl Iterator<Item = (&str, bool)> {
        let is_figures = |column: &Column| column.alignment == CellAlignment::Right;
        self.columns.iter().map(move |column| (column.title.as_str(), is_figures(column)))
    }

    /// The words of all cells, row by row.
    pub(super) fn words(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        self.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()))
    }

    /// The table as lines of at most `look.width` columns.
    pub(super) fn lines(&self, look: Look) -> Vec<String> {
        let room = look.width.saturating_sub(INDENT);
        let placed = self.place(room);
        let rule = "─".repeat(total(&placed).max(RULE).min(room));
        let mut laid_out = self.lay_out(&placed).into_iter();
        let mut lines = vec![finish(laid_out.next().unwrap_or_default(), &[], look)];
        lines.push(finish(rule, &[], look));
        for (row, line) in self.rows.iter().zip(laid_out) {
            let tones: Vec<Tone> = placed.iter().map(|column| row[column.index].tone).collect();
            lines.push(finish(line, &spans(&placed, &tones), look));
        }
        lines
    }

    /// Which columns are shown, and how wide. Where not all have room the first optional one goes,
    /// then the air, then the next optional one, and so on.
    fn place(&self, room: usize) -> Vec<Placed> {
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        loop {
            let roomy = self.measured(&shown, |column| (column.min, column.gap));
            if total(&roomy) <= room {
                return roomy;
            }
            let tight = self.measured(&shown, |column| (0, column.gap));
            if shown.len() < self.columns.len() && total(&tight) <= room {
                return tight;
            }
            let victim = shown.iter().copied().filter(|&index| self.columns[index].sheds.is_some());
            match victim.min_by_key(|&index| self.columns[index].sheds) {
                Some(victim) => shown.retain(|&index| index != victim),
                None => return self.measured(&shown, |_| (0, 1)),
            }
        }
    }

    fn measured(&self, shown: &[usize], sizes: fn(&Column) -> (usize, usize)) -> Vec<Placed> {
        let place = |(at, &index): (usize, &usize)| {
            let column = &self.columns[index];
            let (min, gap) = sizes(column);
            let cells = self.rows.iter().map(|row| text::width(&row[index].text));
            let width = cells.chain([text::width(&column.title), min]).max().unwrap_or(0);
            Placed { index, width, gap: if at == 0 { 0 } else { gap } }
        };
        shown.iter().enumerate().map(place).collect()
    }

    /// The lines of header and rows, without colour.
    fn lay_out(&self, placed: &[Placed]) -> Vec<String> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let cell = |text: String, column: &Placed| {
            LaidOut::new_owned(text).set_alignment(self.columns[column.index].alignment)
        };
        table.set_header(placed.iter().map(|column| {
            let title = &self.columns[column.index].title;
            let air = " ".repeat(column.width - text::width(title));
            match self.columns[column.index].alignment {
                CellAlignment::Right => cell(format!("{air}{title}"), column),
                CellAlignment::Left | CellAlignment::Center => {
                    cell(format!("{title}{air}"), column)
                }
            }
        }));
        for row in &self.rows {
            let cells = placed.iter().map(|column| cell(row[column.index].text.clone(), column));
            table.add_row(cells);
        }
        for (at, column) in placed.iter().enumerate() {
            if let Some(laid_out) = table.column_mut(at) {
                laid_out.set_padding((column.gap.try_into().unwrap_or(u16::MAX), 0));
            }
        }
        table.lines().collect()
    }
}

/// Where each tone begins and ends, in columns.
fn spans(placed: &[Placed], tones: &[Tone]) -> Vec<(usize, usize, Tone)> {
    let mut at = 0;
    let mut spans = Vec::new();
    for (column, &tone) in placed.iter().zip(tones) {
        at += column.gap;
        if tone != Tone::Plain {
            spans.push((at, at + column.width, tone));
        }
        at += column.width;
    }
    spans
}

/// Cuts a line to the width, then colours and indents it.
fn finish(line: String, spans: &[(usize, usize, Tone)], look: Look) -> String {
    let indent = " ".repeat(INDENT.min(look.width));
    let line = text::fit(line.trim_end(), look.width.saturating_sub(INDENT));
    let line = if look.color { paint(&line, spans) } else { line };
    format!("{indent}{line}").trim_end().to_owned()
}

/// Colours parts of a line; the spaces at the edges of a part stay plain.
fn paint(line: &str, spans: &[(usize, usize, Tone)]) -> String {
    let mut painted = String::new();
    let mut rest = line;
    let mut column = 0;
    for &(start, end, tone) in spans {
        let (before, from_start) = split(rest, start - column);
        let (inside, after) = split(from_start, end - start);
        let word = inside.trim();
        let lead = inside.len() - inside.trim_start().len();
        painted.push_str(before);
        painted.push_str(&inside[..lead]);
        if word.is_empty() {
            painted.push_str(&inside[lead..]);
        } else {
            painted.push_str(tone.begin());
            painted.push_str(word);
            painted.push_str(tone.end());
            painted.push_str(&inside[lead + word.len()..]);
        }
        rest = after;
        column = end;
    }
    painted.push_str(rest);
    painted
}

fn split(line: &str, columns: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, character) in line.char_indices() {
        if taken >= columns {
            return line.split_at(at);
        }
        taken += character.width().unwrap_or(0);
    }
    (line, "")
}
