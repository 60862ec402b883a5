//! What does `compare` say? A section for each side that is held against the first.
//!
//! Rows that did not change fold into one line, and rows below the threshold into another; with
//! every detail, in JSON and in CSV, every row is shown.

mod csv;
mod json;
mod tables;

use super::Answer;
use super::simulate::setup;
use crate::report::Depth;
use crate::report::document::{Block, Change, Document, Heading, Place, Section};
use crate::report::figures::{joined, many, percent};
use crate::report::format::Sheet;
use crate::study::{Assumption, Comparison, Difference, Mismatch, Pairing, Row, Side, Verdict};
use crate::words::Scope;

/// Several sides, each held against the first.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Compared<'a> {
    /// The first is the baseline.
    pub sides: &'a [Side],
    /// One for each other side, in their order.
    pub comparisons: &'a [Comparison],
    /// Changes by a smaller share than this are hidden.
    pub threshold: f64,
    /// What the figures rest on.
    pub assumptions: &'a [Assumption],
}

impl<'a> Compared<'a> {
    /// Each side with what it changes, and the baseline before it.
    fn pairs(self) -> impl Iterator<Item = (&'a Side, &'a Side, &'a Comparison)> {
        let (baseline, others) = self.sides.split_first().expect("a baseline");
        others.iter().zip(self.comparisons).map(move |(after, found)| (baseline, after, found))
    }
}

/// What each side changes. With `depth.verbose` nothing is folded, and the assumptions follow.
impl Answer for Compared<'_> {
    fn document(&self, depth: Depth) -> Document {
        let mut sections: Vec<Section> = self
            .pairs()
            .map(|(before, after, found)| {
                let folded = Folded::of(found, self.threshold, depth);
                let mut blocks = vec![settings(found.settings.as_deref(), (before, after))];
                blocks.extend(figures(found, &folded, self.threshold));
                Section { heading: heading(before, after), blocks }
            })
            .collect();
        if let (true, Some(last)) = (depth.verbose, sections.last_mut()) {
            last.blocks.push(Block::assumptions(self.assumptions));
        }
        Document::new("compare", sections)
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(*self)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        (sheet == Sheet::Rows).then(|| csv::render(*self))
    }
}

fn heading(before: &Side, after: &Side) -> Heading {
    let (from, to) = labels(before, after);
    let (title, facts) = (format!("{from} → {to}"), facts(before, after));
    let named = match (before.path == after.path, before.name == after.name) {
        (true, true) => format!("{}: {}", before.path, after.name),
        (true, false) => before.path.clone(),
        (false, _) => format!("{} → {}", before.path, after.path),
    };
    let below = if named == title { Vec::new() } else { vec![named] };
    Heading { title, facts, place: Place::Beside, below }
}

fn figures(found: &Comparison, folded: &Folded<'_>, threshold: f64) -> [Block; 4] {
    let (meters, others): (Vec<&Row>, Vec<&Row>) =
        folded.shown.iter().partition(|row| row.figure.meter().is_some());
    let (causes, others): (Vec<&Row>, Vec<&Row>) = others.into_iter().partition(|it| is_cause(it));
    let mut notes = folded.notes(threshold);
    if !meters.is_empty() {
        notes.push(pairing(found.pairing).to_owned());
    }
    [
        Block::Table(tables::meters(&meters, found.pairing)),
        Block::Table(tables::others(&others)),
        Block::Table(tables::causes(&causes, found.pairing)),
        Block::notes(notes),
    ]
}

/// `~ policy.write.when: always → changed`.
fn settings(differences: Option<&[Difference]>, (before, after): (&Side, &Side)) -> Block {
    let said = match differences {
        None => "a saved result does not hold its settings: what differs is not known",
        Some([]) if before.budgets != after.budgets => "no setting differs, only the budgets",
        Some([]) => "no setting differs",
        Some(some) => return Block::Changes(some.iter().map(setting).collect()),
    };
    Block::Paragraphs(vec![said.to_owned()])
}

fn setting(it: &Difference) -> Change {
    let (sign, values) = match (&it.before, &it.after) {
        (Some(before), Some(after)) => ('~', format!("{before} → {after}")),
        (None, Some(after)) => ('+', after.clone()),
        (Some(before), None) => ('-', before.clone()),
        (None, None) => (' ', String::new()),
    };
    Change { sign, said: format!("{}: {values}", it.path) }
}

/// The rows of a comparison, by what becomes of them.
#[derive(Default)]
struct Folded<'a> {
    shown: Vec<&'a Row>,
    small: Vec<&'a Row>,
    unchanged: Vec<&'a Row>,
}

impl<'a> Folded<'a> {
    fn of(found: &'a Comparison, threshold: f64, depth: Depth) -> Self {
        let mut folded = Self::default();
        for row in &found.rows {
            let is_small = row.relative().is_some_and(|share| share.abs() < threshold);
            let must_show = matches!(row.verdict, Verdict::Fixed | Verdict::Broken | Verdict::Over);
            let place = match (depth.verbose || must_show, row.is_unchanged()) {
                (false, true) => &mut folded.unchanged,
                (false, false) if is_small => &mut folded.small,
                _ => &mut folded.shown,
            };
            place.push(row);
        }
        folded
    }

    /// `unchanged: deletes, lists`.
    fn notes(&self, threshold: f64) -> Vec<String> {
        let named = |what: &str, rows: &[&Row]| {
            let (causes, others): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|it| is_cause(it));
            let causes = (!causes.is_empty()).then(|| many(causes.len() as u64, "cause"));
            let names = others.iter().map(|row| row.figure.label()).chain(causes);
            joined(names, ", ").map(|names| format!("{what}: {names}"))
        };
        let few = self.shown.iter().any(|row| row.is_few);
        let few = few.then(|| "few: fewer than 1,000 requests on a side, mostly noise".to_owned());
        // What neither side ever does is left out, but for the meters.
        let told = |row: &&&Row| {
            row.figure.meter().is_some() || row.before.is_some_and(|value| value != 0.0)
        };
        let unchanged: Vec<&Row> = self.unchanged.iter().filter(told).copied().collect();
        let small = named(&format!("changed by less than {}", percent(threshold)), &self.small);
        [small, few, named("unchanged", &unchanged)].into_iter().flatten().collect()
    }
}

/// ` (few)` behind the name of a row where little stands behind it.
fn few(row: &Row) -> &'static str {
    if row.is_few { " (few)" } else { "" }
}

/// What a side is called beside the other: what was changed, or else the policy, where the file is the
/// same.
fn labels(before: &Side, after: &Side) -> (String, String) {
    let changed = after.changes.strip_prefix(&before.changes[..]).filter(|it| !it.is_empty());
    if let Some(changed) = changed.filter(|_| before.path == after.path) {
        return ("as written".to_owned(), format!("with {}", changed.join(", ")));
    }
    let of: fn(&Side) -> String = if before.path == after.path && before.policy != after.policy {
        |side| side.policy.clone()
    } else if before.name != after.name {
        |side| side.name.clone()
    } else {
        |side| side.path.clone()
    };
    (of(before), of(after))
}

/// `7 days, 20 runs, seed 42, cloudflare-free@2026-10`; `7 → 3 days` where the sides differ.
fn facts(before: &Side, after: &Side) -> String {
    let facts = |side: &Side| setup((side.days, side.runs), side.seed, &side.plan);
    let both = facts(before).into_iter().zip(facts(after));
    let said = both.map(
        |(before, after)| if before == after { before } else { format!("{before} → {after}") },
    );
    joined(said, ", ").unwrap_or_default()
}

/// What the intervals rest on.
fn pairing(pairing: Pairing) -> &'static str {
    match pairing {
        Pairing::Paired => {
            "± is the 95 % interval of the change, paired: run k draws the same numbers on both sides"
        }
        Pairing::Unpaired(Mismatch::Seeds) => {
            "± is the 95 % interval of the change, not paired: the seeds differ"
        }
        Pairing::Unpaired(Mismatch::Days) => {
            "± is the 95 % interval of the change, not paired: the days of a run differ, and with \
             them the share of cold starts"
        }
        Pairing::Unpaired(Mismatch::Runs) => {
            "± is the 95 % interval of the change, not paired: the runs differ"
        }
        Pairing::Unknown => {
            "no interval: a saved result has no figures of single runs (simulate -v saves them)"
        }
        Pairing::OneRun => "no interval: it takes two runs",
    }
}

/// True for the rows of what one cause led to.
fn is_cause(row: &Row) -> bool {
    matches!(row.figure.scope, Scope::Cause(..))
}
