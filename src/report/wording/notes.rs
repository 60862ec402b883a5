//! What is said of a gate's notes?

use serde::{Serialize, Serializer};

use super::Remark;
use crate::study::gate::{Note, Recorded};

/// As JSON writes it.
impl Serialize for Note {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Remark::from(self).serialize(to)
    }
}

impl From<&Note> for Remark {
    fn from(note: &Note) -> Self {
        match note {
            Note::Outdated(both) => outdated(&both[0], &both[1]),
            Note::NoScenarios(folder) => Self::new(
                "no-scenarios",
                format!("the folder ./{folder} is missing, and no file is named"),
            )
            .help("name scenario files: kvplan gate FILE"),
        }
    }
}

fn outdated(then: &Recorded, now: &Recorded) -> Remark {
    let mut differs = Vec::new();
    if then.sha256 != now.sha256 {
        differs.push("the file has changed".to_owned());
    }
    let set = |it: &Recorded| {
        if it.overrides.is_empty() { "nothing".to_owned() } else { it.overrides.join(", ") }
    };
    let both = [
        ("days", then.days.to_string(), now.days.to_string()),
        ("runs", then.runs.to_string(), now.runs.to_string()),
        ("seed", then.seed.to_string(), now.seed.to_string()),
        ("plan", then.plan.clone(), now.plan.clone()),
        ("set", set(then), set(now)),
    ];
    let changed = both.iter().filter(|(_, then, now)| then != now);
    differs.extend(changed.map(|(name, then, now)| format!("{name}: {then} then, {now} now")));
    let said = format!("the baseline of {} was recorded from something else", now.scenario);
    Remark::new("baseline-outdated", said)
        .note(differs.join("; "))
        .help("once the change is wanted, record it: --update-baseline")
}
