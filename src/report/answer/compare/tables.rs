//! The tables of a comparison: each figure in its own unit.

use super::few;
use crate::report::document::{Cell, Column, Table, Tone, Value};
use crate::report::figures::{amount, percent};
use crate::study::{Nearness, Pairing, Row, Verdict};
use crate::words::{Measure, Unit};

/// Half an interval of less than this is not shown beside a change.
const LEAST_SPREAD: f64 = 0.05;
/// From tenfold on a change is shown without decimals.
const SHOWN_WHOLE_FROM: f64 = 10.0;

/// A row for each meter, with its limit.
pub(super) fn meters(rows: &[&Row], pairing: Pairing) -> Table {
    let has_interval = matches!(pairing, Pairing::Paired | Pairing::Unpaired(_));
    Table::of(rows)
        .column(Column::words("a day", 8), |row| row.figure.label())
        .column(Column::figures("before", 6), |row| row.before.map(unit(row)))
        .column(Column::figures("after", 6), |row| row.after.map(unit(row)))
        .column(Column::figures("change", 6).sheds(5), |row| change(row))
        .column(Column::figures("± 95 %", 6).sheds(3).only_if(has_interval), |row| spread(row))
        .column(Column::figures("", 8).sheds(2), |row| relative(row))
        .column(Column::figures("limit", 7).sheds(1), |row| row.limit)
        .column(Column::figures("used", 6), |row| {
            Cell::toned(row.used_ratio.map(Value::Used), word(row.verdict).1)
        })
        .column(Column::words("", 5), |row| {
            let (word, tone) = word(row.verdict);
            Cell::toned(word, tone)
        })
        .table
}

/// A row for each other figure.
pub(super) fn others(rows: &[&Row]) -> Table {
    Table::of(rows)
        .column(Column::words("also", 18), |row| row.figure.label() + few(row))
        .column(Column::figures("before", 9), |row| row.before.map(unit(row)))
        .column(Column::figures("after", 9), |row| row.after.map(unit(row)))
        .column(Column::figures("change", 12).sheds(1), |row| change(row))
        .table
}

/// A row for each cause: operations a day.
pub(super) fn causes(rows: &[&Row], pairing: Pairing) -> Table {
    let has_interval = matches!(pairing, Pairing::Paired | Pairing::Unpaired(_));
    Table::of(rows)
        .column(Column::words("cause", 18), |row| row.figure.label())
        .column(Column::figures("before", 9), |row| row.before.map(unit(row)))
        .column(Column::figures("after", 9), |row| row.after.map(unit(row)))
        .column(Column::figures("change", 12).sheds(2), |row| change(row))
        .column(Column::figures("± 95 %", 6).sheds(1).only_if(has_interval), |row| spread(row))
        .table
}

/// In what the figures of a row are counted.
fn unit(row: &Row) -> impl Fn(f64) -> Value {
    let measure = row.figure.measure;
    move |value| match measure {
        Measure::LatencyP99 => Value::Latency(value),
        _ => Value::of(measure, value),
    }
}

/// With its sign, also where it is rounded to nothing.
fn change(row: &Row) -> Value {
    let Some(change) = row.change() else { return Value::Missing };
    let size = match row.figure.measure.unit() {
        Unit::Ratio => format!("{:.1} points", change.abs() * 100.0),
        _ => unit(row)(change.abs()).to_string(),
    };
    // `+< 0.1` would be no number at all.
    let size = if size.starts_with('<') { format!("{:.2}", change.abs()) } else { size };
    format!("{}{size}", sign(change)).into()
}

/// The interval of a change; nothing where there is none, or none worth showing.
fn spread(row: &Row) -> Value {
    let half = row.ci95_half_width.filter(|half| *half >= LEAST_SPREAD);
    let change = row.change().unwrap_or(0.0).abs();
    half.map_or_else(|| "".into(), |half| Value::Spread(Some(half), change))
}

fn relative(row: &Row) -> Value {
    let Some(share) = row.relative() else { return Value::Missing };
    let size = if share.abs() < SHOWN_WHOLE_FROM {
        percent(share.abs())
    } else {
        format!("{} %", amount((share.abs() * 100.0).round()))
    };
    format!("{}{size}", sign(share)).into()
}

fn sign(value: f64) -> &'static str {
    if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "-"
    } else {
        ""
    }
}

/// The word of a verdict, and its tone.
fn word(verdict: Verdict) -> (&'static str, Tone) {
    let of = |nearness: Nearness| (nearness.word(), nearness.tone());
    match verdict {
        Verdict::Unlimited => of(Nearness::Unlimited),
        Verdict::Fine => of(Nearness::Fine),
        Verdict::Near => of(Nearness::Near),
        Verdict::Over => of(Nearness::Over),
        Verdict::Fixed => ("FIXED", Tone::Good),
        Verdict::Broken => ("BROKEN", Tone::Bad),
    }
}
