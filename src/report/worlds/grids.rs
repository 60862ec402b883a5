//! The tables of all worlds.

use super::words;
use crate::report::Depth;
use crate::report::figures::{self, NONE, amount, count};
use crate::report::table::{Cell, Column, Grid};
use crate::report::verdict::{Tone, Verdict};
use crate::study::{Explored, MeterRange, RoutingFigure, RoutingRange, Spread};
use crate::words::Meter;

/// The ranges of the meters and of routing; what each unknown does on its own; with `depth.verbose` every world.
pub(super) fn all(explored: &Explored<'_>, depth: Depth) -> Vec<Grid> {
    let ranges = explored.ranges();
    let used: Vec<Meter> =
        ranges.iter().filter(|it| it.mean_per_day.most > 0.0).map(|it| it.meter).collect();
    let mut grids = vec![range_grid(&ranges)];
    grids.extend(routing(explored));
    grids.extend(alone(explored, &used));
    grids.extend(depth.verbose.then(|| every(explored, &used)));
    grids
}

/// A row for each meter: from the least to the most of all worlds.
fn range_grid(ranges: &[MeterRange]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::words("operation", 10),
        Column::figures("a day", 9),
        Column::figures("worst day", 9).sheds(2),
        Column::figures("limit", 7).sheds(1),
        Column::figures("used", 7),
        Column::words("", 4),
    ]);
    for range in ranges {
        let (word, tone) = range.used_ratio.map_or((String::new(), Tone::Plain), verdicts);
        grid.push(vec![
            range.meter.name().into(),
            words::range(range.mean_per_day, amount).into(),
            words::range(range.max_per_day, |it| count(it as u64)).into(),
            range.limit_per_day.map_or_else(|| NONE.to_owned(), count).into(),
            Cell::toned(range.used_ratio.map_or_else(|| NONE.to_owned(), words::shares), tone),
            Cell::toned(word, tone),
        ]);
    }
    grid
}

/// A row for each figure of routing; nothing where no world has a client request that a worker got.
fn routing(explored: &Explored<'_>) -> Option<Grid> {
    let ranges = explored.routing();
    let is_told = |it: &RoutingRange| it.range.is_some_and(|range| range.most > 0.0);
    if !ranges.iter().any(is_told) {
        return None;
    }
    let mut grid = Grid::new(vec![
        Column::words("routing", 16),
        Column::figures("in all worlds", 9),
        Column::figures("as written", 10).sheds(1),
        Column::words("most in", 8).gap(2).sheds(2),
    ]);
    for RoutingRange { figure, written, range } in ranges {
        let said = |value: f64| figures::routing(figure, value);
        let most = range.filter(|it| it.least < it.most);
        let most = most.map(|it| explored.worlds.worlds[it.most_in].name.clone());
        grid.push(vec![
            label(figure).into(),
            range.map_or_else(|| NONE.to_owned(), |it| words::range(it, said)).into(),
            written.map_or_else(|| NONE.to_owned(), said).into(),
            most.unwrap_or_default().into(),
        ]);
    }
    Some(grid)
}

/// `false dead a day`.
fn label(figure: RoutingFigure) -> String {
    match figure {
        RoutingFigure::StalenessP99 => figure.label().to_owned(),
        RoutingFigure::Misrouted | RoutingFigure::Unroutable | RoutingFigure::FalseDead => {
            format!("{} a day", figure.label())
        }
    }
}

/// `OK .. OVER`; one word, or none where all is well, if it is the same in all worlds.
fn verdicts(used: Spread) -> (String, Tone) {
    let (least, most) = (Verdict::of(Some(used.least)), Verdict::of(Some(used.most)));
    if least == most {
        return (most.word().to_owned(), most.tone());
    }
    let said = if least == Verdict::Fine { "OK" } else { least.word() };
    (format!("{said} .. {}", most.word()), most.tone())
}

/// A row for each choice of an unknown, all others as written: the mean day of each meter.
fn alone(explored: &Explored<'_>, used: &[Meter]) -> Option<Grid> {
    let worlds = explored.worlds;
    let mut grid = means("on its own", used);
    let mut is_empty = true;
    for (at, unknown) in worlds.unknowns.iter().enumerate() {
        if worlds.is_without_effect(at) {
            continue;
        }
        for place in worlds.alone(at) {
            let choice = unknown.choices[worlds.worlds[place].choices[at]].name;
            grid.push(row(explored, (format!("{} {choice}", unknown.name), place), used));
            is_empty = false;
        }
    }
    (!is_empty).then_some(grid)
}

/// A row for each world.
fn every(explored: &Explored<'_>, used: &[Meter]) -> Grid {
    let mut grid = means("world", used);
    for (place, world) in explored.worlds.worlds.iter().enumerate() {
        grid.push(row(explored, (world.name.clone(), place), used));
    }
    grid
}

fn means(title: &str, used: &[Meter]) -> Grid {
    let mut columns = vec![Column::words(title, 18)];
    columns.extend(used.iter().map(|meter| Column::figures(meter.name(), 7)));
    columns.push(Column::words("", 4).gap(2));
    Grid::new(columns)
}

fn row(explored: &Explored<'_>, (name, place): (String, usize), used: &[Meter]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![name.into()];
    let mean = |meter: &Meter| amount(explored.meter(place, *meter).mean_per_day);
    cells.extend(used.iter().map(|meter| mean(meter).into()));
    let over = explored.passed(place);
    let is_own = place == explored.worlds.own;
    let own = is_own.then(|| "as written".to_owned());
    let passed = (!over.is_empty()).then(|| format!("OVER {}", words::meters(&over)));
    let tone = if over.is_empty() { Tone::Plain } else { Tone::Bad };
    let said: Vec<String> = passed.into_iter().chain(own).collect();
    cells.push(Cell::toned(said.join(", "), tone));
    cells
}
