//! What is said of a budget in all worlds.

use crate::study::gate::{Bound, BoundCheck, Gate, GateVerdict, InWorlds};

/// ` in each of 12 worlds: …`, behind the days that were tried.
pub(super) fn each_world(gate: &Gate<'_>) -> String {
    gate.worlds.map_or_else(String::new, |worlds| {
        format!(" in each of {worlds} worlds: a budget passes only where it holds in all of them")
    })
}

/// `breaks in 4 of 12 worlds, those with timing after_reply; worst: after_reply, sticky, none`.
pub(super) fn in_worlds(check: &BoundCheck) -> Option<String> {
    let InWorlds { world, all, judged, alike, which, .. } = check.in_worlds.as_ref()?;
    let verb = match check.verdict() {
        GateVerdict::Broken => "breaks",
        GateVerdict::NoSample => "has no sample",
        GateVerdict::Warned => "warns",
        GateVerdict::Passed => "holds",
    };
    if check.bound == Bound::Growth {
        return Some(format!("growth is judged as written alone, not in all {all} worlds"));
    }
    let of = if judged == all {
        format!("{all} worlds")
    } else {
        format!("{judged} worlds (the other {} have no latencies)", all - judged)
    };
    if alike == judged {
        return Some(format!("{verb} in all {of}; worst: {world}"));
    }
    Some(format!("{verb} in {alike} of {of}: {}; worst: {world}", which.words()))
}
