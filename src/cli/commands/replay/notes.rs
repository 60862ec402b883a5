//! What is legal in a trace and yet probably a slip: said, and never in the way.

use std::io::BufRead;

use crate::report::count;
use crate::scenario::Scenario;
use crate::simulation::colo_in;
use crate::trace::{Noted, Reader};

/// Names that are listed at most.
const LISTED: usize = 5;

/// A sentence each, in a fixed order. Colos matter where a scenario with several was given.
pub(crate) fn of<R: BufRead>(reader: &Reader<R>, given: Option<&Scenario>) -> Vec<String> {
    let (notes, known) = (reader.notes(), reader.known());
    let statuses = words(known.statuses.iter());
    let isolates: Vec<&str> = known.isolates.iter().collect();
    let said = [
        notes.unused.as_ref().map(unused),
        notes.unnamed.as_ref().map(unnamed),
        statuses.map(|words| {
            format!(
                "status is neither `online` nor `offline`: {words}; any word but `offline` counts \
                 as healthy"
            )
        }),
        given.and_then(|scenario| elsewhere(&isolates, scenario)),
    ];
    said.into_iter().flatten().collect()
}

fn unused(Noted { rows, line, what }: &Noted) -> String {
    let (rows, verb) = counted(*rows, "fills", "fill");
    format!(
        "{rows} {verb} columns that the request does not use, first on line {line}: {what}; kvplan \
         help replay says which uses what"
    )
}

fn unnamed(Noted { rows, line, what }: &Noted) -> String {
    let (rows, verb) = counted(*rows, "asks", "ask");
    format!(
        "{rows} {verb} for a service that no `existing` or `register` named before, first on line \
         {line}: `{what}`; nobody offers it then"
    )
}

/// Isolates that are taken to be in the first colo, since their names say no colo of the scenario.
fn elsewhere(isolates: &[&str], scenario: &Scenario) -> Option<String> {
    let colos: Vec<&str> = scenario.isolates.colos.iter().map(|colo| colo.name.as_str()).collect();
    let [first, _, ..] = colos.as_slice() else { return None };
    let is_placed = |name: &str| colo_in(name).is_some_and(|colo| colos.contains(&colo));
    let lost: Vec<&str> = isolates.iter().copied().filter(|name| !is_placed(name)).collect();
    let words = words(lost.iter().copied())?;
    let (number, all) = (count(lost.len() as u64), count(isolates.len() as u64));
    let (verb, counts) = if lost.len() == 1 { ("names", "counts") } else { ("name", "count") };
    Some(format!(
        "{number} of {all} isolates {verb} no colo of the scenario and {counts} as in {first}: \
         {words}; `{first}/0` would be in {first}"
    ))
}

fn counted(rows: u64, one: &'static str, many: &'static str) -> (String, &'static str) {
    if rows == 1 { ("1 row".to_owned(), one) } else { (format!("{} rows", count(rows)), many) }
}

/// The first few, in quotes, and how many more there are; `None` where there are none.
fn words<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    let listed = names.iter().take(LISTED).map(|name| format!("`{name}`"));
    let mut listed: Vec<String> = listed.collect();
    if names.len() > LISTED {
        listed.push(format!("and {} more", count((names.len() - LISTED) as u64)));
    }
    (!listed.is_empty()).then(|| listed.join(", "))
}
