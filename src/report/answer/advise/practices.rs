//! The published do's and don'ts, and the published checks, as they come out here.

use super::fixes::command;
use crate::report::Report;
use crate::report::document::{Block, Column, Note, Table, Value};
use crate::report::figures::{amount, length, percent};
use crate::study::{Check, Claim, Practice};

/// A row each, without and with it.
pub(super) fn table(practices: &[Practice]) -> Block {
    let side = |it: &Practice, at: usize, is_with: bool| {
        let (without, with) = it.figures[at];
        if is_with { with } else { without }
    };
    let mean = |at: usize, is_with: bool| {
        move |it: &Practice| side(it, at, is_with).map_or(Value::Missing, Value::Mean)
    };
    let share = |is_with: bool| {
        move |it: &Practice| side(it, 2, is_with).map_or(Value::Missing, Value::Share)
    };
    let age = |is_with: bool| {
        move |it: &Practice| side(it, 3, is_with).map_or(Value::Missing, Value::Age)
    };
    let table = Table::of(practices)
        .column(Column::words("", 5), |it| if it.is_advised { "do" } else { "don't" })
        .column(Column::words("published", 21), |it| it.name)
        .column(Column::figures("reads", 6), mean(0, false))
        .column(Column::figures("with it", 7), mean(0, true))
        .column(Column::figures("writes", 6).sheds(5), mean(1, false))
        .column(Column::figures("with it", 7).sheds(4), mean(1, true))
        .column(Column::figures("view", 6).sheds(3), age(false))
        .column(Column::figures("with it", 7).sheds(3), age(true))
        .column(Column::figures("hits", 6).sheds(1), share(false))
        .column(Column::figures("with it", 7).sheds(2), share(true))
        .table;
    let caption = "the published do's and don'ts here, a day: without it, and with it; the view is how \
                   old 99 of 100 choices are at most, hits are those of client requests";
    Block::Table(table.caption(caption.to_owned()))
}

/// What the lists say of themselves and is not so.
pub(super) fn contradictions(practices: &[Practice]) -> Vec<String> {
    let admin = practices.iter().find(|it| it.name.contains("admin"));
    let saved = admin.and_then(|it| Some(it.figures[0].0? - it.figures[0].1?));
    let said = saved.map(|reads| {
        let reads = amount(reads);
        format!(
            "the notes advise against caching the admin page, and count on its hit rate of 95 %: \
             here its cache saves {reads} reads a day"
        )
    });
    said.into_iter().collect()
}

/// A sentence for each check, with the command that shows it.
pub(super) fn checks(checks: &[Check], report: &Report<'_>) -> Block {
    Block::Notes(checks.iter().map(|it| note(it, report)).collect())
}

fn note(check: &Check, report: &Report<'_>) -> Note {
    let (claim, name) = match check.claim {
        Claim::WritesDrop => ("writes drop by 90 % against the naive policy", "compare"),
        Claim::HitRate => ("a hit rate above 90 %", "simulate"),
        Claim::TenInARow => ("of ten rapid requests the first alone reaches KV", "simulate"),
        Claim::MostSkipped => ("most heartbeats write nothing", "explain"),
    };
    let found = match (check.claim, check.found) {
        (_, None) => "cannot be seen here".to_owned(),
        (Claim::TenInARow, Some(reach)) => format!("here {} of ten do", amount(reach)),
        (Claim::WritesDrop, Some(share)) => format!("here by {}", percent(share)),
        (_, Some(share)) => format!("here {}", percent(share)),
    };
    let so = match (check.found, check.holds) {
        (None, _) => "",
        (_, true) => "so it is; ",
        (_, false) => "not so; ",
    };
    let why = check.between.filter(|_| !check.holds).map_or_else(String::new, |(gap, serves)| {
        let (gap, serves) = (length(gap), length(serves));
        format!(", as {gap} between two requests outlast a list that serves for {serves}")
    });
    let command = command(name, "--set", check.changes.iter(), report);
    Note { said: format!("published: {claim}: {so}{found}{why}:"), command }
}
