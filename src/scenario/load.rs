//! The way in: bytes and overrides to a checked scenario, or to every mistake at once.

use std::io;

use sha2::{Digest, Sha256};

use super::caps;
use super::checked::Scenario;
use super::decode::{self, Cursor, preset, suggest_policy};
use super::diagnostic::Diagnostic;
use super::node::{Node, shorten};
use super::overrides::{Overrides, apply};
use super::path::Path;
use super::place::Origin;
use super::plan_file::{embedded_plan, embedded_plan_names, read_plan};
use super::problem::{Part, Problem, Problems, Spot, suggest};
use super::{guard, yaml};
use crate::coordinator::{Policy, Preset};
use crate::platform::Plan;

/// The plan where none is named.
pub const DEFAULT_PLAN: &str = "cloudflare-free@2026-10";

/// A commented scenario to start from; it loads as it stands.
pub const TEMPLATE: &str = include_str!("template.yaml");

/// A scenario file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its path as the user typed it; `-` for standard input.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a file that the scenario names, for a plan: path to bytes.
pub type Read<'r> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'r;

/// The scenario of a file, with overrides. `read` is asked for the plan's file where the scenario
/// names one, and for nothing else.
///
/// # Errors
/// Every mistake of the file, the overrides and the plan's file, each at its place; in the order of
/// the file. A file that cannot be parsed has one.
pub fn load(
    source: &Source,
    overrides: &Overrides,
    read: &Read<'_>,
) -> Result<Scenario, Vec<Diagnostic>> {
    let refused = |text: &str, edits: &[(Path, String)], problems: Vec<Problem>| {
        Err(Origin { file: &source.path, text, edits }.diagnostics(problems))
    };
    let text = match guard::text(&source.bytes) {
        Ok(text) => text,
        Err(problem) => return refused(&guard::lossy(&source.bytes), &[], vec![problem]),
    };
    let mut tree = match yaml::parse(text) {
        Ok(tree) => tree,
        Err(problem) => return refused(text, &[], vec![problem]),
    };
    if tree == Node::Null {
        // Flags alone make no scenario.
        let problem = Problem::new("empty-file", Spot::Whole, "the file is empty");
        let problem = problem.help("`kvplan init` writes a scenario to start from");
        return refused(text, &[], vec![problem]);
    }
    let edits = match apply(&mut tree, overrides) {
        Ok(edits) => edits,
        Err(problems) => return refused(text, &[], problems),
    };
    let problems = Problems::default();
    let mut elsewhere = Vec::new();
    let plan = plan(&tree, &source.path, &edits, read).unwrap_or_else(|mistake| {
        match mistake {
            PlanMistake::Here(problem) => problems.push(problem),
            PlanMistake::There(diagnostics) => elsewhere = diagnostics,
        }
        embedded_plan(DEFAULT_PLAN).expect("it ships with the tool")
    });
    let mut scenario = decode::scenario(&Cursor::root(&tree, &problems), plan);
    let origin = Origin { file: &source.path, text, edits: &edits };
    let full = problems.is_full();
    let problems = problems.into_vec();
    if !problems.is_empty() || !elsewhere.is_empty() {
        let mut all = origin.diagnostics(problems);
        all.append(&mut elsewhere);
        if full {
            let more = Diagnostic::error("too-many-errors", "the file may have more mistakes");
            all.push(more.at(&source.path));
        }
        return Err(all);
    }
    if scenario.name.is_empty() {
        scenario.name = stem(&source.path);
    }
    scenario.path.clone_from(&source.path);
    scenario.sha256 = fingerprint(&source.bytes);
    scenario.overrides = overrides.as_paths();
    budget_lines(&mut scenario, &origin);
    Ok(scenario)
}

enum PlanMistake {
    Here(Problem),
    There(Vec<Diagnostic>),
}

/// The plan that the tree names: one that ships with the tool, or a file.
fn plan(
    tree: &Node,
    scenario: &str,
    edits: &[(Path, String)],
    read: &Read<'_>,
) -> Result<Plan, PlanMistake> {
    let path = Path::default().key("plan");
    let here =
        |code, message: String| Problem::new(code, Spot::At(path.clone(), Part::Value), message);
    let given = match tree {
        Node::Map(entries) => entries.iter().find(|(key, _)| key == "plan").map(|(_, node)| node),
        _ => None,
    };
    let name = match given {
        None => DEFAULT_PLAN,
        Some(Node::Text(name)) => name.as_str(),
        Some(other) => {
            let message =
                format!("plan is the name of a plan, or a path; found {}", other.describe());
            return Err(PlanMistake::Here(here("wrong-type", message)));
        }
    };
    if let Some(plan) = embedded_plan(name) {
        return Ok(plan);
    }
    if !name.ends_with(".yaml") && !name.ends_with(".yml") {
        let problem = here("unknown-plan", format!("there is no plan `{}`", shorten(name)));
        let help = suggest_plan(name);
        let note = "a path that ends in .yaml or .yml names a file";
        return Err(PlanMistake::Here(problem.maybe_help(help).note(note)));
    }
    // A path on the command line is meant from here, one in the file from the file's folder.
    let typed = edits.iter().any(|(edited, _)| edited.contains(&path));
    let file = if typed { name.to_owned() } else { beside(scenario, name) };
    let bytes = read(&file).map_err(|error| {
        let message = format!("the plan `{}` cannot be read: {error}", shorten(&file));
        PlanMistake::Here(here("unreadable-plan", message))
    })?;
    read_plan(&file, &bytes).map_err(PlanMistake::There)
}

/// The help for a misspelt plan: the one that a part of the name tells, as in `paid`.
fn suggest_plan(name: &str) -> Option<String> {
    let (known, lower) = (embedded_plan_names(), name.to_lowercase());
    let words = lower.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| (4..=caps::NAME_CHARS).contains(&word.len())) {
        let mut with = known.iter().filter(|plan| plan.contains(word));
        if let (Some(plan), None) = (with.next(), with.next()) {
            return Some(format!("a similar plan exists: `{plan}`"));
        }
    }
    suggest("plan", name, &known)
}

/// A path as seen from the folder of a file.
fn beside(file: &str, path: &str) -> String {
    std::path::Path::new(file).with_file_name(path).to_string_lossy().into_owned()
}

/// A file's name without its folder and ending.
fn stem(path: &str) -> String {
    if path == "-" {
        return "standard input".to_owned();
    }
    let stem = std::path::Path::new(path).file_stem();
    super::clean(&stem.map_or_else(|| path.into(), |stem| stem.to_string_lossy()))
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn budget_lines(scenario: &mut Scenario, origin: &Origin<'_>) {
    let list = Path::default().key("budgets");
    let affordable = caps::LOCATE_BYTES / origin.text.len().max(1);
    for (place, budget) in scenario.budgets.iter_mut().enumerate().take(affordable) {
        let path = list.index(place);
        if !origin.edits.iter().any(|(edited, _)| edited.contains(&path)) {
            budget.line = origin.line(&path).and_then(|line| u32::try_from(line).ok()).unwrap_or(0);
        }
    }
}

impl Scenario {
    /// The settings of a preset, or of a policy of the file.
    pub fn policy_named(&self, name: &str) -> Option<Policy> {
        if let Some(preset) = preset(name) {
            return Some(Policy::preset(preset));
        }
        let found = self.policies.iter().find(|policy| policy.name == name);
        found.map(|named| named.policy.clone())
    }

    /// The names that [`Self::policy_named`] knows: the presets, then those of the file.
    pub fn policy_names(&self) -> Vec<&str> {
        let presets = Preset::ALL.iter().map(|preset| preset.name());
        presets.chain(self.policies.iter().map(|policy| policy.name.as_str())).collect()
    }

    /// The same scenario under another policy.
    ///
    /// # Errors
    /// There is no preset and no policy of the file with that name.
    pub fn with_policy(&self, name: &str) -> Result<Self, Vec<Diagnostic>> {
        let Some(policy) = self.policy_named(name) else {
            let message = format!("there is no policy `{}`", shorten(name));
            let diagnostic = Diagnostic::error("unknown-policy", &message);
            let diagnostic = diagnostic.at(&format!("--policy {name}"));
            let help = suggest_policy(name, &self.policy_names()).unwrap_or_default();
            return Err(vec![diagnostic.help(&help)]);
        };
        Ok(Self { policy_name: name.to_owned(), policy, ..self.clone() })
    }
}
