//! The trees in a terminal.

use super::Explained;
use super::saved::saved;
use crate::report::figures::{amount, percent};
use crate::report::table::{Cell, Column, Grid};
use crate::report::terminal::{assumptions, cold_lines, fit_plain, title};
use crate::report::text::wrap;
use crate::report::{Look, count};
use crate::words::Meter;

/// Columns of the longest bar of the day.
const BAR: usize = 40;

/// The trees, what was saved, and the day, every line within `look.width` columns.
pub fn render_explained_table(explained: Explained<'_>, look: Look) -> String {
    let report = &explained.report;
    let mut parts = vec![title(report, look)];
    for meter in explained.meters() {
        parts.push(tree(explained, meter, look));
    }
    parts.push(explained.rest().map_or_else(Vec::new, |it| wrap(&it, "  ", look.width)));
    parts.push(saved_lines(explained, look));
    parts.push(hours(explained, look));
    parts.push(cold_lines(report.summary, look));
    if explained.verbose {
        parts.push(assumptions(report, look));
    }
    parts.retain(|part| !part.is_empty());
    let blocks: Vec<String> = parts
        .iter()
        .map(|part| part.iter().map(|line| fit_plain(line, look) + "\n").collect())
        .collect();
    blocks.join("\n")
}

fn tree(explained: Explained<'_>, meter: Meter, look: Look) -> Vec<String> {
    let mut grid = Grid::new(vec![
        Column::words(meter.name(), 30),
        Column::figures("a day", 10),
        Column::figures("share", 8).sheds(1),
        Column::figures("in all", 12).sheds(2),
    ]);
    for line in explained.tree(meter) {
        let name = match line.stem.as_str() {
            "" => "all".to_owned(),
            stem => format!("{stem}{}", line.what.name()),
        };
        let row = [name, line.a_day(), line.share(), count(line.count)];
        grid.push(row.map(Cell::from).to_vec());
    }
    grid.lines(look)
}

fn saved_lines(explained: Explained<'_>, look: Look) -> Vec<String> {
    let rows = saved(&explained.report.summary.totals);
    if rows.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::new(vec![
        Column::words("saved", 30),
        Column::figures("a day", 8),
        Column::figures("", 8).sheds(1),
    ]);
    for row in rows {
        grid.push([row.name, row.a_day, row.share].map(Cell::from).to_vec());
    }
    grid.lines(look)
}

/// A row for each hour.
fn hours(explained: Explained<'_>, look: Look) -> Vec<String> {
    let Some(meter) = explained.profiled() else { return Vec::new() };
    let hours = &explained.report.summary.hours;
    let counts: Vec<f64> = hours.iter().map(|hour| hour.counts[meter.index()]).collect();
    let (peak, sum) = (counts.iter().copied().fold(0.0, f64::max), counts.iter().sum::<f64>());
    if peak <= 0.0 {
        return Vec::new();
    }
    let mut grid = Grid::new(vec![
        Column::words("hour", 5),
        Column::figures(meter.name(), 8),
        Column::figures("share", 7).sheds(2),
        Column::words("", 0).sheds(1),
    ]);
    let room = look.width.saturating_sub(28).min(BAR);
    for (hour, counted) in hours.iter().zip(counts) {
        let bar = "█".repeat((counted / peak * room as f64).round() as usize);
        let row = [format!("{:02}:00", hour.hour), amount(counted), percent(counted / sum), bar];
        grid.push(row.map(Cell::from).to_vec());
    }
    grid.lines(look)
}
