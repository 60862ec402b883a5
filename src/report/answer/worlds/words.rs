//! What is said of all worlds, a sentence each.

use crate::report::figures::used;
use crate::report::wording;
use crate::scenario::Worlds;
use crate::study::{Explored, MeterRange, Region, Spread};
use crate::words::Meter;

/// `12 worlds: timing (grid, accumulate, after_reply), …; as written: grid, sticky, typical`.
pub(super) fn title(worlds: &Worlds) -> String {
    let each = worlds.unknowns.iter().map(|unknown| {
        let names: Vec<&str> = unknown.choices.iter().map(|it| it.name).collect();
        format!("{} ({})", unknown.name, names.join(", "))
    });
    let (number, each) = (worlds.worlds.len(), each.collect::<Vec<_>>().join(", "));
    format!("{number} worlds: {each}; as written: {}", worlds.worlds[worlds.own].name)
}

/// The limits that are passed somewhere, then the unknowns that change nothing.
pub(super) fn texts(explored: &Explored<'_>) -> Vec<String> {
    let ranges = explored.ranges();
    let mut texts: Vec<String> =
        ranges.iter().filter_map(|range| verdict(range, explored.worlds)).collect();
    let worlds = explored.worlds;
    if texts.is_empty() && ranges.iter().any(|it| it.limit_per_day.is_some()) {
        texts.push(format!("no limit is passed in any of the {} worlds", worlds.worlds.len()));
    }
    let idle = worlds.unknowns.iter().enumerate().filter(|(at, _)| worlds.is_without_effect(*at));
    texts.extend(idle.map(|(_, it)| format!("{} makes no difference here: {}", it.name, it.idle)));
    texts
}

/// `reads: over only with timing after_reply (4 of 12 worlds)`; `None` where it is never over.
pub(in crate::report) fn verdict(range: &MeterRange, worlds: &Worlds) -> Option<String> {
    let (over, all) = (range.over.len(), worlds.worlds.len());
    let region = Region::of(worlds, &range.over);
    let said = match &region {
        Region::Nowhere | Region::AsWritten => return None,
        Region::Everywhere => format!("over in all {all} worlds"),
        Region::With(with) => {
            format!("over only with {} ({over} of {all} worlds)", wording::choices(with))
        }
        Region::Without(_) | Region::Scattered(_) => {
            format!("over in {over} of {all} worlds: {}", region.words())
        }
    };
    Some(format!("{}: {said}", range.meter))
}

/// What each unknown is, and what its alternatives stand for.
pub(super) fn unknowns(worlds: &Worlds) -> Vec<String> {
    let each = worlds.unknowns.iter().map(|unknown| {
        let means: Vec<String> =
            unknown.choices.iter().map(|it| format!("{}: {}", it.name, it.means)).collect();
        format!("{}: {}; {}", unknown.name, unknown.why, means.join("; "))
    });
    each.collect()
}

/// `2,964 .. 5,861`; one figure where both are written alike.
pub(super) fn range(spread: Spread, written: impl Fn(f64) -> String) -> String {
    let (least, most) = (written(spread.least), written(spread.most));
    if least == most { most } else { format!("{least} .. {most}") }
}

/// `53.1 .. 60.2 %`.
pub(super) fn shares(spread: Spread) -> String {
    let (least, most) = (used(Some(spread.least)), used(Some(spread.most)));
    if least == most { most } else { format!("{} .. {most}", least.trim_end_matches(" %")) }
}

/// `reads, writes`.
pub(super) fn meters(meters: &[Meter]) -> String {
    meters.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ")
}
