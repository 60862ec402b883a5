//! Which change is enough, what does it force, and what does it give up?

use super::AdviseReport;
use crate::report::Report;
use crate::report::answer::headroom::{told, written};
use crate::report::document::{Block, Note};
use crate::report::figures::{figure, joined};
use crate::report::text::file;
use crate::study::{Change, FallsShort, Fix, Fixes, Judged, MAY_NOT_WORSEN, View};
use crate::words::{Measure, Unit};

/// Each that is enough, then what alone is not, then the commands to paste.
pub(super) fn blocks(fixes: &Fixes, advice: &AdviseReport<'_>) -> Vec<Block> {
    let sound: Vec<&Fix> = fixes.proposed().collect();
    let harmful = fixes.enough.iter().chain(&fixes.pairs).filter(|it| !it.is_sound());
    let mut blocks: Vec<Block> =
        sound.iter().enumerate().map(|(at, it)| answer(at + 1, it)).collect();
    if sound.is_empty() {
        blocks.push(Block::Paragraphs(vec![nothing(fixes)]));
    }
    blocks.push(Block::notes(harmful.map(harm)));
    blocks.push(Block::notes(short(&fixes.short)));
    blocks.push(Block::Notes(
        sound.iter().enumerate().map(|(at, it)| paste(at + 1, it, advice)).collect(),
    ));
    blocks
}

/// `1. write interval: policy.write.max_interval=1620s, and with it policy.health_timeout=1741s`.
fn answer(place: usize, fix: &Fix) -> Block {
    let mut head = format!("{place}. {}: {}", fix.name, all(&fix.changes));
    if !fix.forced.is_empty() {
        head.push_str(&format!(", and with it {}", all(&fix.forced)));
    }
    let mut lines = vec![format!("then {}", told(&fix.nearest))];
    lines.extend(fix.milder.as_ref().map(|(value, limit)| {
        format!("the next milder value, {}, is not enough: {}", written(*value), told(limit))
    }));
    lines.extend(fix.judged.iter().filter_map(judged));
    let flips = fix.unknowns.iter().flat_map(|it| it.flips());
    let flips = flips.map(|it| format!("{}: {}", it.name, told(&it.nearest)));
    lines
        .extend(joined(flips, "; ").map(|it| format!("not enough with one thing otherwise: {it}")));
    Block::Answer(head, lines)
}

pub(super) fn all(changes: &[Change]) -> String {
    joined(changes.iter().map(Change::to_string), ", ").unwrap_or_default()
}

/// `with a second colo: staleness p99 1 m 31 s → 29 m`: what changes there, of what may not and of what
/// is given up.
fn judged(it: &Judged) -> Option<String> {
    let moved = it.figures.iter().filter(|(measure, was, is)| is_told(*measure, *was, *is));
    let moved = joined(moved.map(|(measure, was, is)| moved_to(*measure, *was, *is)), ", ");
    let over = it.nearest.as_ref().filter(|limit| limit.passed && it.view != View::AsWritten);
    let over = over.map(|limit| format!("not enough there: {}", told(limit)));
    let not_kept = it.not_kept.iter().filter(|_| it.view != View::AsWritten).map(told);
    let not_kept = joined(not_kept, ", ").map(|it| format!("not kept there: {it}"));
    let said = joined([moved, over, not_kept].into_iter().flatten(), "; ");
    let view = view(it.view);
    match (said, it.view) {
        (Some(said), _) => Some(format!("{view}: {said}")),
        (None, View::AsWritten) => None,
        (None, _) => Some(format!("{view}: nothing else changes")),
    }
}

fn view(view: View) -> String {
    match view {
        View::AsWritten => "as written".to_owned(),
        View::SecondColo => "with a second colo".to_owned(),
        View::Outages { lasting, with_second: true } => {
            format!("with a second colo and crashes of {lasting}")
        }
        View::Outages { lasting, with_second: false } => format!("with crashes of {lasting}"),
    }
}

/// Changes by less than this share are not told.
const LEAST_SHARE: f64 = 0.05;

fn is_told(measure: Measure, was: f64, is: f64) -> bool {
    let least = match measure.unit() {
        Unit::Ms => 1_000.0,
        Unit::Bytes => 10_000.0,
        Unit::PerDay | Unit::Workers => 0.05,
        Unit::Money | Unit::Ratio => 0.005,
    };
    (is - was).abs() >= least && (is - was).abs() > LEAST_SHARE * was.abs().max(is.abs())
}

fn moved_to(measure: Measure, was: f64, is: f64) -> String {
    let unit = if measure.unit() == Unit::PerDay { " a day" } else { "" };
    format!("{} {} → {}{unit}", measure.label(), figure(measure, was), figure(measure, is))
}

fn nothing(fixes: &Fixes) -> String {
    let nearest =
        fixes.short.first().filter(|it| it.gain > LEAST_SHARE).map_or_else(String::new, |it| {
            format!(" Nearest comes {} with {}: {}.", it.name, all(&it.changes), told(&it.nearest))
        });
    let all = fixes.enough.iter().chain(&fixes.pairs);
    match all.count() {
        0 => format!("No single change and no two of those tried are enough.{nearest}"),
        _ => "What would be enough is not proposed:".to_owned(),
    }
}

/// `index cache would be enough, but …`.
fn harm(fix: &Fix) -> String {
    let worse = fix.judged.iter().find_map(|it| {
        let of = |measure: &Measure| {
            let found = it.figures.iter().find(|(known, ..)| known == measure);
            found.map(|(measure, was, is)| moved_to(*measure, *was, *is))
        };
        let parts = MAY_NOT_WORSEN.iter().filter(|known| it.worse.contains(known)).filter_map(of);
        joined(parts, ", ").map(|parts| format!("{}: {parts}", view(it.view)))
    });
    let spoilt = joined(fix.not_kept.iter().map(told), "; ").map(|it| format!("not kept: {it}"));
    let worse = joined([spoilt, worse].into_iter().flatten(), "; ").unwrap_or_default();
    format!("{} ({}) would be enough and is not proposed; {worse}", fix.name, all(&fix.changes))
}

/// `alone not enough: worker cache (policy.cache.worker_ttl=45s leaves writes, 3,930 of 800)`.
fn short(all_short: &[FallsShort]) -> Option<String> {
    let (help, idle): (Vec<_>, Vec<_>) = all_short.iter().partition(|it| it.gain > LEAST_SHARE);
    let help = joined(
        help.iter()
            .map(|it| format!("{} ({} leaves {})", it.name, all(&it.changes), told(&it.nearest))),
        "; ",
    );
    let idle = joined(idle.iter().map(|it| it.name.clone()), ", ");
    let help = help.map(|it| format!("alone not enough: {it}"));
    let idle = idle.map(|it| format!("no help here: {it}"));
    joined([help, idle].into_iter().flatten(), "; ")
}

/// The command that shows it.
fn paste(place: usize, fix: &Fix, advice: &AdviseReport<'_>) -> Note {
    let command = command("compare", "--with", fix.all_changes(), &advice.report);
    Note { said: format!("{place} against the file as it is:"), command }
}

/// A command about the file, with every change that was made to it and these.
pub(super) fn command<'c>(
    name: &str,
    flag: &str,
    changes: impl Iterator<Item = &'c Change>,
    report: &Report<'_>,
) -> Vec<String> {
    let mut words = vec!["kvplan".to_owned(), name.to_owned(), file(&report.scenario.path)];
    words.extend(report.changes().flat_map(|it| ["--set".to_owned(), it]));
    words.extend(changes.flat_map(|it| [flag.to_owned(), it.to_string()]));
    words
}
