//! How is a baseline written, and read back?
//!
//! JSON with a line for each scenario and each figure, sorted, so that the diff of a commit reads
//! as what it is. Figures keep every digit.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::BaselineUse;
use super::units::figure as shown;
use crate::report::MODEL_VERSION;
use crate::report::figures::{change, many};
use crate::report::json::{escape, most, number, plain};
use crate::report::text::clean;
use crate::scenario::{Diagnostic, Place, Snippet};
use crate::study::gate::{Baseline, Bound, Change, Check, Key, Recorded, Suite, Update};
use crate::words::{Figure, Statistic};

/// Figures of a baseline file: as many as there can be budgets in fifty scenarios.
const MOST_FIGURES: usize = 10_000;

/// What a merge leaves where it found two sides.
const CONFLICT: &str = "<<<<<<< ";

/// The version of the file's format.
const FORMAT_VERSION: u32 = 1;

const ANEW: &str = "delete the file and record it anew with --update-baseline";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    baseline_version: u32,
    model_version: u32,
    scenarios: Vec<Recorded>,
    figures: Vec<FigureLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureLine {
    scenario: String,
    metric: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stat: Option<String>,
    value: f64,
}

/// The file's text; equal baselines give equal bytes.
pub fn render_baseline(baseline: &Baseline) -> String {
    let figures = baseline.figures.iter().map(|(figure, value)| FigureLine {
        scenario: figure.scenario.clone(),
        metric: figure.metric.name(),
        stat: figure.stat().map(|it| it.name().to_owned()),
        value: *value,
    });
    let text = format!(
        "{{\n  \"baseline_version\": {FORMAT_VERSION},\n  \"model_version\": {},\n  \
         \"scenarios\": {},\n  \"figures\": {}\n}}\n",
        baseline.model_version,
        lines(baseline.scenarios.iter()),
        lines(figures),
    );
    escape(&text)
}

fn lines<T: Serialize>(entries: impl Iterator<Item = T>) -> String {
    let entry = |it: T| in_line(&serde_json::to_value(it).expect("names as keys"));
    let entries: Vec<String> = entries.map(entry).collect();
    if entries.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n    {}\n  ]", entries.join(",\n    "))
}

/// A value within one line; a figure as Rust writes it.
fn in_line(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, it)| format!("\"{key}\": {}", in_line(it)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(all) => {
            format!("[{}]", all.iter().map(in_line).collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or(f64::NAN).to_string(),
        other => other.to_string(),
    }
}

/// The baseline of a file's text; `path` is for messages.
///
/// # Errors
/// What is wrong with it, at its place where there is one.
pub fn read_baseline(path: &str, text: &str) -> Result<Baseline, Vec<Diagnostic>> {
    let refused = |message: &str| {
        let diagnostic = Diagnostic::error("bad-baseline", message).at(path);
        vec![diagnostic.help(ANEW)]
    };
    if let Some(line) = text.lines().position(|line| line.starts_with(CONFLICT)) {
        let message = "a merge has left both sides of a conflict here";
        let help = "keep the lines that are right, or take one side whole and record it anew with \
                    --update-baseline";
        return Err(vec![placed((path, text), (line + 1, 1), message).help(help)]);
    }
    let file: File = serde_json::from_str(text).map_err(|error| {
        let place = (error.line().max(1), error.column());
        vec![placed((path, text), place, &plain(&error)).help(ANEW)]
    })?;
    if file.baseline_version != FORMAT_VERSION {
        let version = file.baseline_version;
        return Err(refused(&format!("the format's version is {version}, not {FORMAT_VERSION}")));
    }
    let mut figures: Vec<(Key, f64)> = Vec::new();
    if file.figures.len() > MOST_FIGURES {
        return Err(refused(&format!("more than {MOST_FIGURES} figures stand there")));
    }
    for line in file.figures {
        let value = line.value;
        let figure = figure(line).map_err(|message| refused(&message))?;
        if figures.iter().any(|(other, _)| *other == figure) {
            return Err(refused(&format!("a figure stands there twice: {}", figure)));
        }
        let most = most(&figure.metric);
        if !(0.0..=most).contains(&value) {
            let range = format!("from {} to {}", number(0.0), number(most));
            return Err(refused(&format!("{figure} is {}; figures are {range}", number(value))));
        }
        figures.push((figure, value));
    }
    Ok(Baseline { model_version: file.model_version, scenarios: file.scenarios, figures })
}

fn figure(line: FigureLine) -> Result<Key, String> {
    let figure = Figure::parse(&line.metric);
    let figure = figure.map_err(|_| format!("unknown metric `{}`", line.metric))?;
    let metric = match line.stat {
        None => figure,
        Some(name) => {
            let found = Statistic::ALL.into_iter().find(|it| it.name() == name);
            found.and_then(|it| figure.with(it)).ok_or_else(|| format!("unknown stat `{name}`"))?
        }
    };
    Ok(Key { scenario: line.scenario, metric })
}

/// A mistake at a line and a column of the file, both from 1.
fn placed((path, text): (&str, &str), (line, column): (usize, usize), said: &str) -> Diagnostic {
    let shown = crate::scenario::clean(text.lines().nth(line - 1).unwrap_or_default());
    let column = column.clamp(1, shown.chars().count().max(1));
    let (length, skipped, before) = (1, 0, None);
    let snippet = Snippet { line, column, length, skipped, before, text: shown };
    let place = Place { file: crate::scenario::clean(path), snippet: Some(snippet) };
    Diagnostic { place: Some(place), ..Diagnostic::error("bad-baseline", said) }
}

/// ` (was 1,180)`: what a figure was when it was recorded, where the baseline has it. Of a growth
/// the details say it.
pub(super) fn was(suite: &Suite<'_>, check: &Check, before: Option<&Baseline>) -> String {
    let before = before.filter(|it| it.model_version == MODEL_VERSION);
    let is_said = check.deciding().bound == Bound::Growth;
    let key = suite.key(suite.members[check.member], &check.budget.metric);
    let was = before.and_then(|it| it.value(&key)).filter(|_| !is_said);
    let written = |was| shown(&check.budget.metric, was, &suite.members[0].scenario.plan.currency);
    was.map_or_else(String::new, |was| format!(" (was {})", written(was)))
}

/// A line for each change: `  LOOSER   two workers  writes worst_day  523 -> 571  (+9.2 %)`.
pub fn render_changes(baseline: &BaselineUse<'_>) -> String {
    let path = clean(baseline.path);
    let changes = many(baseline.changes.len() as u64, "change");
    let mut text = match (baseline.update, baseline.changes.is_empty()) {
        (Update::NotAsked, _) => return String::new(),
        (Update::Recorded, true) => format!("baseline {path}: nothing changed\n"),
        (Update::Recorded, false) => format!("baseline {path}: {changes} recorded\n"),
        (Update::Refused, _) => format!(
            "baseline {path}: left as it is, {changes} not recorded: a growth is above its \
             budget; --accept-growth records it\n"
        ),
    };
    for it in baseline.changes {
        text.push_str(&line(it));
    }
    text
}

fn line(it: &Change) -> String {
    let figures = match (it.before, it.after) {
        (Some(before), Some(after)) if before > 0.0 => {
            format!("{before} -> {after}  ({})", change(after / before - 1.0))
        }
        (Some(before), Some(after)) => format!("{before} -> {after}"),
        (None, Some(after)) => format!("{after}"),
        (Some(before), None) => format!("was {before}"),
        (None, None) => String::new(),
    };
    format!("  {:<7}  {}  {figures}\n", it.kind.word(), clean(&it.figure.to_string()))
}
