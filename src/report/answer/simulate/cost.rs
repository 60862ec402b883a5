//! What does a month cost, and how much of what the plan includes does it use?

use crate::report::Report;
use crate::report::document::{Column, Table, Value};
use crate::report::figures::used;
use crate::study::{CostLine, CostSummary};

/// A row of the table.
enum Part<'c> {
    Base(f64),
    Line(&'c CostLine),
    Whole(f64),
}

use Part::{Base, Line, Whole};

/// The base price, what is used of each thing that has a price, and the whole; no row where the plan
/// has no price.
pub(super) fn table(cost: &CostSummary) -> Table {
    let used = cost.lines.iter().filter(|it| is_told(it));
    let (base, whole) = (Base(cost.base_per_month), Whole(cost.per_month));
    let rows: Vec<_> = [base].into_iter().chain(used.map(Line)).chain([whole]).collect();
    let rows = if cost.is_priced() { rows } else { Vec::new() };
    let of_line = |it: &Part<'_>, of: fn(&CostLine) -> Value| match it {
        Line(line) => of(line),
        Base(_) | Whole(_) => Value::from(""),
    };
    Table::of(&rows)
        .column(Column::words("cost", 10), |it| match it {
            Base(_) => "base",
            Line(line) => line.item,
            Whole(_) => "a month",
        })
        .column(Column::figures("a month", 13), |it| {
            of_line(it, |line| Value::Mean(line.used_per_month))
        })
        .column(Column::figures("included", 13).sheds(1), |it| {
            of_line(it, |line| Value::Mean(line.included_per_month))
        })
        .column(Column::figures("of it", 8).sheds(2), |it| of_line(it, share))
        .column(Column::figures("a million", 10).sheds(3), |it| {
            of_line(it, |line| Value::Money(line.per_million))
        })
        .column(Column::figures(cost.currency.clone(), 9), |it| match it {
            Base(money) | Whole(money) => Value::Money(*money),
            Line(line) => Value::Money(line.per_month),
        })
        .table
}

/// Is anything of it used? What costs nothing and is next to nothing of what is included is not told.
fn is_told(line: &CostLine) -> bool {
    line.used_per_month > 0.0
        && (line.per_month > 0.0 || line.used_per_month * 1e3 >= line.included_per_month)
}

fn share(line: &CostLine) -> Value {
    if line.included_per_month > 0.0 {
        Value::Words(used(Some(line.used_per_month / line.included_per_month)))
    } else {
        Value::Missing
    }
}

/// What the price rests on, what is not in it, and what whoever pays should know.
pub(super) fn texts(Report { scenario, summary, .. }: &Report<'_>) -> Vec<String> {
    let cost = &summary.cost;
    if !cost.is_priced() {
        return Vec::new();
    }
    let cpu = cost.leaves_out_cpu.then(|| {
        "CPU time is not in the cost: nobody says how much a request takes \
         (cpu_ms_per_request; a published mean is 2.2)"
            .to_owned()
    });
    let notes = scenario.plan.notes.iter().map(|it| format!("{} ({})", it.text, it.basis.as_of));
    cpu.into_iter().chain(notes).collect()
}
