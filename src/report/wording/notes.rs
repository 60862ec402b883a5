//! What is said of the notes of a gate and of a trace, and of what they miss?

use serde::{Serialize, Serializer};

use super::Remark;
use crate::study::gate::{Key, Missing, NoSum, Note, Recorded};
use crate::study::{Seen, TraceNote};
use crate::words::count;

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
            Note::NoBaseline(path, command) => Self::new(
                "no-baseline",
                format!("the baseline {path} is missing, so that no growth is judged"),
            )
            .note("was it committed?")
            .help(format!("record it: {command}")),
            Note::Unused(all) => Self::new(
                "baseline-unused",
                format!("the baseline holds figures that no budget has: {}", figures(all)),
            )
            .help("once the budget is gone for good, record it: --update-baseline"),
            Note::Unrecorded(all) => Self::new(
                "baseline-incomplete",
                format!("the baseline lacks figures of budgets: {}", figures(all)),
            )
            .help("record it: --update-baseline"),
            Note::NoBudgets(paths) => {
                let has = if paths.len() == 1 { "has" } else { "have" };
                Self::new("no-budgets", format!("{} {has} no budgets", paths.join(", ")))
                    .help("add `budgets` to be checked")
            }
            Note::NoScenarios(folder) => Self::new(
                "no-scenarios",
                format!("the folder ./{folder} is missing, and no file is named"),
            )
            .help("name scenario files: kvplan gate FILE"),
        }
    }
}

/// What keeps scenarios from being added.
pub fn no_sum(why: &NoSum) -> String {
    match why {
        NoSum::Differs(what, [(one, first), (other, second)]) => {
            format!("{what}: {one} in {first}, {other} in {second}")
        }
        NoSum::Rest(meter, [one, other]) => format!(
            "account.other.{meter} is {one} in one scenario and {other} in another; state once \
             what none of them simulates"
        ),
    }
}

/// `two workers  reads worst_day, …`.
fn figures(figures: &[Key]) -> String {
    listed(&figures.iter().map(Key::to_string).collect::<Vec<_>>())
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

impl Missing {
    /// What is missing, in words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Requests => "no request came",
            Self::Latency => "the scenario has no latencies (kv.latency: none)",
            Self::Routed => "no client request was routed",
            Self::Registered => "no worker ever registered",
            Self::Colo => "the scenario has no such colo",
            Self::Limit => "the plan has no daily limit to take a share of",
            Self::Baseline => "there is no baseline",
            Self::Figure => "the baseline has no such figure; --update-baseline records it",
        }
    }
}

/// Names that are listed at most.
const LISTED: usize = 5;

/// As JSON writes it.
impl Serialize for TraceNote {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&trace_note(self))
    }
}

/// A sentence. It may hold any character of the trace.
pub fn trace_note(note: &TraceNote) -> String {
    match note {
        TraceNote::Unused(Seen { rows, line, what }) => format!(
            "{} columns that the request does not use, first on line {line}: {what}; kvplan help \
             replay says which uses what",
            counted(*rows, ["row fills", "rows fill"])
        ),
        TraceNote::Unnamed(Seen { rows, line, what }) => format!(
            "{} for a service that no `existing` or `register` named before, first on line {line}: \
             `{what}`; nobody offers it then",
            counted(*rows, ["row asks", "rows ask"])
        ),
        TraceNote::Statuses(words) => format!(
            "status is neither `online` nor `offline`: {}; any word but `offline` counts as healthy",
            listed(words)
        ),
        TraceNote::Elsewhere(lost, all, first) => {
            let (number, all, names) = (count(lost.len() as u64), count(*all), listed(lost));
            let [verb, counts] =
                if lost.len() == 1 { ["names", "counts"] } else { ["name", "count"] };
            format!(
                "{number} of {all} isolates {verb} no colo of the scenario and {counts} as in \
                 {first}: {names}; `{first}/0` would be in {first}"
            )
        }
    }
}

fn counted(rows: u64, [one, many]: [&str; 2]) -> String {
    format!("{} {}", count(rows), if rows == 1 { one } else { many })
}

/// The first few, in quotes, and how many more there are.
fn listed(names: &[String]) -> String {
    let mut listed: Vec<String> =
        names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if names.len() > LISTED {
        listed.push(format!("and {} more", count((names.len() - LISTED) as u64)));
    }
    listed.join(", ")
}
