//! What is said of a scenario under other loads: a range that judges nothing.

use serde_json::{Value as Json, json};

use super::words;
use crate::report::document::{Block, Column, Table, Value};
use crate::study::{Loaded, MeterSummary, Spread, Summary};
use crate::words::Meter;

/// What is above the table.
const TITLE: &str = "mean days under other loads, which nothing is judged by";

/// A row for each meter that is used under some load: the mean day of each, and the worst days as
/// shares of the limit. Nothing without other loads.
pub(in crate::report::answer) fn block(own: &Summary, others: &[Loaded]) -> Block {
    let all: Vec<&Summary> = [own].into_iter().chain(others.iter().map(|(_, it)| it)).collect();
    let row = |it: &&Summary, meter: Meter| it.meters[meter.index()].clone();
    let rows = Meter::ALL.map(|meter| all.iter().map(|it| row(it, meter)).collect());
    let is_used = |row: &Vec<MeterSummary>| row.iter().any(|it| it.max_per_day > 0);
    let rows: Vec<Vec<MeterSummary>> = rows.into_iter().filter(is_used).collect();
    let rows = if others.is_empty() { Vec::new() } else { rows };
    let mut table = Table::of(&rows).column(Column::words("load", 10), |it| it[0].meter.name());
    let names = ["as written"].into_iter().chain(others.iter().map(|(load, _)| load.name));
    for (at, name) in names.enumerate() {
        table = table.column(Column::figures(name, 10), |row| Value::Mean(row[at].mean_per_day));
    }
    let table = table.column(Column::figures("used, worst day", 15).sheds(1), |row| used(row));
    Block::Table(table.table.caption(TITLE.to_owned()))
}

/// `54.8 .. 288.0 %`.
fn used(row: &[MeterSummary]) -> Value {
    let shares: Option<Vec<f64>> = row.iter().map(|it| it.used_ratio).collect();
    shares.map_or(Value::Missing, |shares| {
        let (least, most) = shares
            .iter()
            .fold((f64::INFINITY, 0.0_f64), |(least, most), &it| (least.min(it), most.max(it)));
        words::shares(Spread { least, least_in: 0, most, most_in: 0 }).into()
    })
}

/// For programs: each load with what leads to it, and its meters.
pub(in crate::report::answer) fn json(others: &[Loaded]) -> Json {
    let row = |(load, found): &Loaded| json!({ "load": load.name, "settings": load.settings, "meters": found.meters });
    others.iter().map(row).collect()
}
