//! A comparison in a terminal.

use super::cells::Cells;
use super::{Compared, Folded, facts, is_meter, labels, named, pairing};
use crate::report::Look;
use crate::report::document::{Cell, Column, Table};
use crate::report::format::terminal;
use crate::report::text::{clean, fit, width, wrap};
use crate::study::{Comparison, Difference, Pairing, Row, Side};

/// What each side changes, one below the other, every line within `look.width` columns. With
/// `verbose` nothing is folded, and the assumptions follow.
pub fn render_compared_table(compared: Compared<'_>, verbose: bool, look: Look) -> String {
    let threshold = if verbose { 0.0 } else { compared.threshold };
    let mut blocks: Vec<String> = compared
        .pairs()
        .map(|(before, after, found)| {
            let folded = if verbose { unfolded(found) } else { Folded::of(found, threshold) };
            one((before, after), found, &folded, (threshold, look))
        })
        .collect();
    if verbose && !compared.assumptions.is_empty() {
        let lines = compared.assumptions.iter();
        let lines = lines.flat_map(|it| wrap(&clean(it), "  - ", look.width));
        let all = std::iter::once("  assumptions".to_owned()).chain(lines);
        blocks.push(all.map(|line| line + "\n").collect());
    }
    blocks.join("\n")
}

fn unfolded(found: &Comparison) -> Folded<'_> {
    Folded { shown: found.rows.iter().collect(), small: Vec::new(), unchanged: Vec::new() }
}

fn one(
    (before, after): (&Side, &Side),
    found: &Comparison,
    folded: &Folded<'_>,
    (threshold, look): (f64, Look),
) -> String {
    let (meters, others): (Vec<&Row>, Vec<&Row>) =
        folded.shown.iter().partition(|row| is_meter(row));
    let mut notes: Vec<String> = folded.notes(threshold);
    if !meters.is_empty() {
        notes.push(pairing(found.pairing).to_owned());
    }
    let mut parts = vec![title(before, after, look)];
    parts.push(settings(found.settings.as_deref(), look));
    parts.push(meter_lines(&meters, found.pairing, look));
    parts.push(other_lines(&others, look));
    parts.push(notes.iter().flat_map(|note| wrap(note, "  ", look.width)).collect());
    parts.retain(|part| !part.is_empty());
    let blocks: Vec<String> = parts
        .iter()
        .map(|part| part.iter().map(|line| fit_plain(line, look) + "\n").collect())
        .collect();
    blocks.join("\n")
}

/// Coloured lines have been cut before they were coloured.
fn fit_plain(line: &str, look: Look) -> String {
    if line.contains('\x1b') { line.to_owned() } else { fit(line, look.width) }
}

fn title(before: &Side, after: &Side, look: Look) -> Vec<String> {
    let (from, to) = labels(before, after);
    let change = format!("{from} → {to}");
    let facts = facts(before, after);
    let mut lines = if width(&change) + 3 + width(&facts) <= look.width {
        vec![format!("{change}   {facts}")]
    } else {
        let mut lines = wrap(&change, "", look.width);
        lines.extend(wrap(&facts, "  ", look.width));
        lines
    };
    let paths = [before, after].map(|side| clean(&side.path));
    let named = match (before.path == after.path, before.name == after.name) {
        (true, true) => format!("{}: {}", paths[0], clean(&after.name)),
        (true, false) => paths[0].clone(),
        (false, _) => format!("{} → {}", paths[0], paths[1]),
    };
    if named != change {
        lines.extend(wrap(&named, "  ", look.width));
    }
    lines
}

/// `~ policy.write.when: always → changed`.
fn settings(differences: Option<&[Difference]>, look: Look) -> Vec<String> {
    let Some(differences) = differences else {
        let text = "a saved result does not hold its settings: what differs is not known";
        return wrap(text, "  ", look.width);
    };
    if differences.is_empty() {
        return vec!["  no setting differs".to_owned()];
    }
    let lines = differences.iter().map(setting);
    lines.flat_map(|(sign, text)| wrap(&text, &format!("  {sign} "), look.width)).collect()
}

/// The sign and the line of a setting.
pub(super) fn setting(it: &Difference) -> (char, String) {
    let (sign, values) = match (&it.before, &it.after) {
        (Some(before), Some(after)) => ('~', format!("{before} → {after}")),
        (None, Some(after)) => ('+', after.clone()),
        (Some(before), None) => ('-', before.clone()),
        (None, None) => (' ', String::new()),
    };
    (sign, clean(&format!("{}: {values}", it.path)))
}

fn meter_lines(rows: &[&Row], pairing: Pairing, look: Look) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let has_interval = matches!(pairing, Pairing::Paired | Pairing::Unpaired(_));
    let mut columns = vec![
        Column::words("a day", 8),
        Column::figures("before", 6),
        Column::figures("after", 6),
        Column::figures("change", 6).sheds(5),
    ];
    if has_interval {
        columns.push(Column::figures("± 95 %", 6).sheds(3));
    }
    columns.push(Column::figures("", 8).sheds(2));
    columns.push(Column::figures("limit", 7).sheds(1));
    columns.push(Column::figures("used", 6));
    columns.push(Column::words("", 5));
    let mut grid = Table::new(columns);
    for row in rows {
        let cells = Cells::of(row);
        let mut line: Vec<Cell> =
            vec![row.metric.name().into(), cells.before.into(), cells.after.into()];
        line.push(cells.change.into());
        if has_interval {
            line.push(cells.spread.into());
        }
        line.push(cells.relative.into());
        line.push(cells.limit.into());
        line.push(Cell::toned(cells.used, cells.tone));
        line.push(Cell::toned(cells.word, cells.tone));
        grid.push(line);
    }
    terminal::table(&grid, look)
}

fn other_lines(rows: &[&Row], look: Look) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut grid = Table::new(vec![
        Column::words("also", 18),
        Column::figures("before", 9),
        Column::figures("after", 9),
        Column::figures("change", 12).sheds(1),
    ]);
    for row in rows {
        let Cells { before, after, change, .. } = Cells::of(row);
        grid.push(vec![named(row).into(), before.into(), after.into(), change.into()]);
    }
    terminal::table(&grid, look)
}
