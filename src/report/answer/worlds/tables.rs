//! The tables of all worlds.

use super::words;
use crate::report::Depth;
use crate::report::document::{Cell, Column, Table, Tone, Value};
use crate::report::figures::{self, amount, count};
use crate::study::{Explored, MeterRange, Nearness, RoutingRange, Spread};
use crate::words::{Measure, Meter, Unit};

/// The ranges of the meters and of routing; what each unknown does on its own; with `depth.verbose`
/// every world.
pub(super) fn all(explored: &Explored<'_>, depth: Depth) -> Vec<Table> {
    let ranges = explored.ranges();
    let used: Vec<Meter> =
        ranges.iter().filter(|it| it.mean_per_day.most > 0.0).map(|it| it.meter).collect();
    let mut tables = vec![meters(&ranges), routing(explored), alone(explored, &used)];
    tables.extend(depth.verbose.then(|| every(explored, &used)));
    tables
}

/// A row for each meter: from the least to the most of all worlds.
fn meters(ranges: &[MeterRange]) -> Table {
    let counts = |it: &MeterRange| words::range(it.max_per_day, |it| count(it as u64));
    Table::of(ranges)
        .column(Column::words("operation", 10), |it| it.meter.name())
        .column(Column::figures("a day", 9), |it| words::range(it.mean_per_day, amount))
        .column(Column::figures("worst day", 9).sheds(2), counts)
        .column(Column::figures("limit", 7).sheds(1), |it| it.limit_per_day)
        .column(Column::figures("used", 7), used)
        .column(Column::words("", 4), |it| {
            let (word, tone) = it.used_ratio.map_or((String::new(), Tone::Plain), verdicts);
            Cell::toned(word, tone)
        })
        .table
}

fn used(range: &MeterRange) -> Cell {
    let Some(ratio) = range.used_ratio else { return Value::Missing.into() };
    Cell::toned(words::shares(ratio), verdicts(ratio).1)
}

/// A row for each figure of routing; nothing where no world has a client request that a worker got.
fn routing(explored: &Explored<'_>) -> Table {
    let mut ranges = explored.routing();
    if !ranges.iter().any(|it| it.range.is_some_and(|range| range.most > 0.0)) {
        ranges.clear();
    }
    let most_in = |it: &RoutingRange| {
        let apart = it.range.filter(|it| it.least < it.most);
        apart.map_or_else(String::new, |it| explored.worlds.worlds[it.most_in].name.clone())
    };
    Table::of(&ranges)
        .column(Column::words("routing", 16), |it| label(it.figure))
        .column(Column::figures("in all worlds", 9), |it| {
            let said = |value: f64| figures::figure(it.figure, value);
            it.range.map_or(Value::Missing, |range| words::range(range, said).into())
        })
        .column(Column::figures("as written", 10).sheds(1), |it| {
            it.written.map_or(Value::Missing, |it_is| figures::figure(it.figure, it_is).into())
        })
        .column(Column::words("most in", 8).gap(2).sheds(2), most_in)
        .table
}

/// `false dead a day`.
fn label(figure: Measure) -> String {
    let a_day = if figure.unit() == Unit::PerDay { " a day" } else { "" };
    format!("{}{a_day}", figure.label())
}

/// `OK .. OVER`; one word, or none where all is well, if it is the same in all worlds.
fn verdicts(used: Spread) -> (String, Tone) {
    let (least, most) = (Nearness::of(Some(used.least)), Nearness::of(Some(used.most)));
    if least == most {
        return (most.word().to_owned(), most.tone());
    }
    let said = if least == Nearness::Fine { "OK" } else { least.word() };
    (format!("{said} .. {}", most.word()), most.tone())
}

/// A row for each choice of an unknown, all others as written: the mean day of each meter.
fn alone(explored: &Explored<'_>, used: &[Meter]) -> Table {
    let worlds = explored.worlds;
    let unknowns = worlds.unknowns.iter().enumerate();
    let choices = unknowns.filter(|(at, _)| !worlds.is_without_effect(*at)).flat_map(|(at, it)| {
        worlds.alone(at).into_iter().map(move |place| {
            let choice = it.choices[worlds.worlds[place].choices[at]].name;
            (format!("{} {choice}", it.name), place)
        })
    });
    means("on its own", &choices.collect::<Vec<_>>(), (explored, used))
}

/// A row for each world.
fn every(explored: &Explored<'_>, used: &[Meter]) -> Table {
    let worlds = explored.worlds.worlds.iter().enumerate();
    let worlds: Vec<_> = worlds.map(|(place, it)| (it.name.clone(), place)).collect();
    means("world", &worlds, (explored, used))
}

/// A row for each of these worlds, with the name that it has there.
fn means(
    title: &str,
    worlds: &[(String, usize)],
    (explored, used): (&Explored<'_>, &[Meter]),
) -> Table {
    let mut rows = Table::of(worlds).column(Column::words(title, 18), |(name, _)| name.clone());
    for &meter in used {
        let mean = |place| explored.meter(place, meter).mean_per_day;
        rows = rows.column(Column::figures(meter.name(), 7), |(_, place)| mean(*place));
    }
    rows.column(Column::words("", 4).gap(2), |(_, place)| remark(explored, *place)).table
}

/// `OVER reads, as written`.
fn remark(explored: &Explored<'_>, place: usize) -> Cell {
    let over = explored.passed(place);
    let own = (place == explored.worlds.own).then(|| "as written".to_owned());
    let passed =
        (!over.is_empty()).then(|| format!("{} {}", Nearness::Over.word(), words::meters(&over)));
    let tone = if over.is_empty() { Tone::Plain } else { Tone::Bad };
    let said: Vec<String> = passed.into_iter().chain(own).collect();
    Cell::toned(said.join(", "), tone)
}
