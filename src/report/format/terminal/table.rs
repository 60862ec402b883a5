//! How do the columns of a table fit the terminal?
//!
//! The only file that knows comfy-table, which aligns the cells. Which columns go when room is
//! scarce, the rule under the header and the colours are ours; colours are put in after the layout,
//! so that their codes never count as columns. It does not know what the cells say.

use comfy_table::{Cell as LaidOut, CellAlignment, Table as Aligned, presets};
use unicode_width::UnicodeWidthChar;

use super::gauge::Scale;
use crate::report::Look;
use crate::report::document::{Cell, Column, Kind, Table, Tone, Value};
use crate::report::text::{self, clean};

/// Every line of a table begins with so many spaces.
const INDENT: usize = 2;
/// The rule under a header is at least so long, where there is room.
const RULE: usize = 70;
/// Columns of the longest bar.
const BAR: usize = 40;
/// Columns of the longest title above words.
const TITLE: usize = 20;
/// Words are cut to no fewer columns than this, and to no more than that.
const CUT: (usize, usize) = (4, 24);

/// The table under its caption; nothing where it has no rows.
pub(super) fn captioned(table: &Table, look: Look) -> Vec<String> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    let caption = table.caption.iter().flat_map(|it| text::wrap(&clean(it), "  ", look.width));
    caption.chain(lines(table, look)).collect()
}

/// The table as lines of at most `look.width` columns.
pub(super) fn lines(table: &Table, look: Look) -> Vec<String> {
    let drawn = Drawn::of(table, look);
    let room = look.width.saturating_sub(INDENT);
    let placed = drawn.place(room);
    let rule = "─".repeat(total(&placed).max(RULE).min(room));
    let mut laid_out = drawn.lay_out(&placed).into_iter();
    let mut lines = vec![finish(laid_out.next().unwrap_or_default(), &[], look)];
    lines.push(finish(rule, &[], look));
    for (row, line) in table.rows.iter().zip(laid_out) {
        let tones: Vec<Tone> = placed.iter().map(|column| row[column.index].tone).collect();
        lines.push(finish(line, &spans(&placed, &tones), look));
    }
    lines
}

/// What stands in the cells.
struct Drawn<'t> {
    columns: &'t [Column],
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
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

impl<'t> Drawn<'t> {
    fn of(table: &'t Table, look: Look) -> Self {
        let columns = &table.columns;
        let scales = columns.iter().enumerate().map(|(at, column)| {
            let room = look.width.saturating_sub(column.beside.unwrap_or_default());
            Scale::of(table.rows.iter().map(|row| &row[at].value), room)
        });
        let drawn: Vec<(&Column, Scale)> = columns.iter().zip(scales).collect();
        let row = |row: &Vec<Cell>| {
            row.iter().zip(&drawn).map(|(cell, column)| self::drawn(cell, *column, look)).collect()
        };
        Self {
            columns,
            titles: columns.iter().map(title).collect(),
            rows: table.rows.iter().map(row).collect(),
        }
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
            let (min, gap) = sizes(&self.columns[index]);
            let cells = self.rows.iter().map(|row| text::width(&row[index]));
            let width = cells.chain([text::width(&self.titles[index]), min]).max().unwrap_or(0);
            Placed { index, width, gap: if at == 0 { 0 } else { gap } }
        };
        shown.iter().enumerate().map(place).collect()
    }

    /// The lines of header and rows, without colour.
    fn lay_out(&self, placed: &[Placed]) -> Vec<String> {
        let mut aligned = Aligned::new();
        aligned.load_style(presets::NOTHING);
        let cell = |text: String, column: &Placed| {
            LaidOut::new_owned(text).set_alignment(alignment(&self.columns[column.index]))
        };
        aligned.set_header(placed.iter().map(|column| {
            let title = &self.titles[column.index];
            let air = " ".repeat(column.width - text::width(title));
            match alignment(&self.columns[column.index]) {
                CellAlignment::Right => cell(format!("{air}{title}"), column),
                CellAlignment::Left | CellAlignment::Center => {
                    cell(format!("{title}{air}"), column)
                }
            }
        }));
        for row in &self.rows {
            let cells = placed.iter().map(|column| cell(row[column.index].clone(), column));
            aligned.add_row(cells);
        }
        for (at, column) in placed.iter().enumerate() {
            if let Some(laid_out) = aligned.column_mut(at) {
                laid_out.set_padding((column.gap.try_into().unwrap_or(u16::MAX), 0));
            }
        }
        aligned.lines().collect()
    }
}

/// A long name gives way to the cells.
fn title(column: &Column) -> String {
    let title = clean(&column.title);
    if column.kind == Kind::Words { text::fit(&title, TITLE) } else { title }
}

fn alignment(column: &Column) -> CellAlignment {
    match column.kind {
        Kind::Figures => CellAlignment::Right,
        Kind::Words | Kind::Bars => CellAlignment::Left,
    }
}

/// The text of a cell in a column, with what only a terminal draws.
fn drawn(cell: &Cell, (column, scale): (&Column, Scale), look: Look) -> String {
    let room = column.beside.map(|beside| look.width.saturating_sub(beside));
    match (&cell.value, room) {
        (Value::Branch(name, lasts), _) => format!("{}{}", stem(lasts), clean(name)),
        (Value::Gauge(share, of_longest), _) => scale.drawn(*share, *of_longest),
        (Value::Bar(share), room) => {
            let most = room.unwrap_or(BAR).min(BAR);
            "█".repeat((share * most as f64).round() as usize)
        }
        (value, None) => clean(&value.to_string()),
        (value, Some(room)) => cut(&clean(&value.to_string()), room.clamp(CUT.0, CUT.1)),
    }
}

/// The signs of a tree before a name.
fn stem(lasts: &[bool]) -> String {
    let Some((is_last, above)) = lasts.split_last() else { return String::new() };
    let above = above.iter().map(|is_last| if *is_last { "   " } else { "│  " });
    above.chain([if *is_last { "└─ " } else { "├─ " }]).collect()
}

/// The text in at most so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
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
            painted.push_str(&colored(word, tone));
            painted.push_str(&inside[lead + word.len()..]);
        }
        rest = after;
        column = end;
    }
    painted.push_str(rest);
    painted
}

/// A word in one of the eight ANSI colours that every terminal has.
fn colored(word: &str, tone: Tone) -> String {
    let color = match tone {
        Tone::Plain => return word.to_owned(),
        Tone::Good => 32,
        Tone::Warn => 33,
        Tone::Bad => 31,
    };
    format!("\x1b[{color}m{word}\x1b[0m")
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
