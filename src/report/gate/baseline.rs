//! How is a baseline written, and read back?
//!
//! JSON with a line for each scenario and each figure, sorted, so that the diff of a commit reads
//! as what it is. Figures keep every digit.

use serde::Deserialize;

use super::{BaselineUse, Update};
use crate::report::figures::{change, count};
use crate::report::json::escape;
use crate::report::text::clean;
use crate::scenario::{BudgetMetric, BudgetStat, Diagnostic, Place, Severity, Snippet};
use crate::study::gate::{Baseline, Change, Figure, Recorded};

/// Figures of a baseline file: as many as there can be budgets in fifty scenarios.
const MOST_FIGURES: usize = 10_000;

/// The version of the file's format.
const FORMAT_VERSION: u32 = 1;

/// The file's text; equal baselines give equal bytes.
pub fn render_baseline(baseline: &Baseline) -> String {
    let scenarios: Vec<String> = baseline.scenarios.iter().map(scenario_line).collect();
    let figures: Vec<String> = baseline.figures.iter().map(figure_line).collect();
    let text = format!(
        "{{\n  \"baseline_version\": {FORMAT_VERSION},\n  \"model_version\": {},\n  \
         \"scenarios\": {},\n  \"figures\": {}\n}}\n",
        baseline.model_version,
        lines(&scenarios),
        lines(&figures),
    );
    escape(&text)
}

fn lines(entries: &[String]) -> String {
    if entries.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n    {}\n  ]", entries.join(",\n    "))
}

fn scenario_line(it: &Recorded) -> String {
    let set = if it.overrides.is_empty() {
        String::new()
    } else {
        let set: Vec<String> = it.overrides.iter().map(|edit| string(edit)).collect();
        format!("\"set\": [{}], ", set.join(", "))
    };
    format!(
        "{{ \"scenario\": {}, \"plan\": {}, \"days\": {}, \"runs\": {}, \"seed\": {}, {set}\
         \"sha256\": {} }}",
        string(&it.scenario),
        string(&it.plan),
        it.days,
        it.runs,
        it.seed,
        string(&it.sha256),
    )
}

fn figure_line((figure, value): &(Figure, f64)) -> String {
    let stat = figure.stat.map_or_else(String::new, |it| format!(", \"stat\": \"{}\"", it.name()));
    format!(
        "{{ \"scenario\": {}, \"metric\": \"{}\"{stat}, \"value\": {value} }}",
        string(&figure.scenario),
        figure.metric.name(),
    )
}

fn string(text: &str) -> String {
    serde_json::to_string(text).expect("a string, written to memory")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    baseline_version: u32,
    model_version: u32,
    scenarios: Vec<ScenarioLine>,
    figures: Vec<FigureLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioLine {
    scenario: String,
    plan: String,
    days: u32,
    runs: u32,
    seed: u64,
    #[serde(default)]
    set: Vec<String>,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureLine {
    scenario: String,
    metric: String,
    stat: Option<String>,
    value: f64,
}

/// The baseline of a file's text; `path` is for messages.
///
/// # Errors
/// What is wrong with it, at its place where there is one.
pub fn read_baseline(path: &str, text: &str) -> Result<Baseline, Vec<Diagnostic>> {
    let refused = |message: &str| {
        let diagnostic = Diagnostic::error("bad-baseline", message).at(path);
        vec![diagnostic.help("delete the file and record it anew with --update-baseline")]
    };
    let file: File = serde_json::from_str(text).map_err(|error| vec![at(path, text, &error)])?;
    if file.baseline_version != FORMAT_VERSION {
        let version = file.baseline_version;
        return Err(refused(&format!("the format's version is {version}, not {FORMAT_VERSION}")));
    }
    let scenarios = file.scenarios.into_iter().map(|it| Recorded {
        scenario: it.scenario,
        sha256: it.sha256,
        plan: it.plan,
        days: it.days,
        runs: it.runs,
        seed: it.seed,
        overrides: it.set,
    });
    let mut figures: Vec<(Figure, f64)> = Vec::new();
    if file.figures.len() > MOST_FIGURES {
        return Err(refused(&format!("more than {MOST_FIGURES} figures stand there")));
    }
    for line in file.figures {
        let value = line.value;
        let figure = figure(line).map_err(|message| refused(&message))?;
        if figures.iter().any(|(other, _)| *other == figure) {
            return Err(refused(&format!("a figure stands there twice: {}", title(&figure))));
        }
        figures.push((figure, value));
    }
    let (model_version, scenarios) = (file.model_version, scenarios.collect());
    Ok(Baseline { model_version, scenarios, figures })
}

fn figure(line: FigureLine) -> Result<Figure, String> {
    let metric = BudgetMetric::ALL.into_iter().find(|it| it.name() == line.metric);
    let metric = metric.ok_or_else(|| format!("unknown metric `{}`", line.metric))?;
    let stat = |name: String| {
        let found = BudgetStat::ALL.into_iter().find(|it| it.name() == name);
        found.ok_or_else(|| format!("unknown stat `{name}`"))
    };
    let stat = line.stat.map(stat).transpose()?;
    Ok(Figure { scenario: line.scenario, metric, stat })
}

/// What the parser says, at the line that it names.
fn at(path: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line").map_or(whole.as_str(), |(message, _)| message);
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let line = crate::scenario::clean(line);
    let column = error.column().clamp(1, line.chars().count().max(1));
    let snippet =
        Snippet { line: error.line().max(1), column, length: 1, before: None, text: line };
    Diagnostic {
        code: "bad-baseline",
        severity: Severity::Error,
        message: crate::scenario::clean(message),
        place: Some(Place { file: crate::scenario::clean(path), snippet: Some(snippet) }),
        notes: Vec::new(),
        helps: vec!["delete the file and record it anew with --update-baseline".to_owned()],
    }
}

/// A line for each change: `  LOOSER   two workers  writes worst_day  523 -> 571  (+9.2 %)`.
pub fn render_changes(baseline: &BaselineUse<'_>) -> String {
    let path = clean(baseline.path);
    let changes = match baseline.changes.len() {
        1 => "1 change".to_owned(),
        many => format!("{} changes", count(many as u64)),
    };
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
    format!("  {:<7}  {}  {figures}\n", it.kind.word(), title(&it.figure))
}

fn title(figure: &Figure) -> String {
    let stat = figure.stat.map_or_else(String::new, |stat| format!(" {}", stat.name()));
    format!("{}  {}{stat}", clean(&figure.scenario), figure.metric.name())
}
