//! The way in: bytes and overrides to a checked scenario, or to every mistake at once.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::edits::{Edit, Overrides};
use super::place::{Origin, Parsed};
use super::plan_file::{PLAN, default_plan, embedded_plan, embedded_plan_names, read_plan};
use super::put::apply;
use crate::platform::Plan;
use crate::scenario::caps;
use crate::scenario::checked::Scenario;
use crate::scenario::decode;
use crate::scenario::describe::Known;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::fields::Section;
use crate::scenario::given::Cursor;
use crate::scenario::node::{Node, shorten};
use crate::scenario::path::Path;
use crate::scenario::problem::{Problem, Spot};
use crate::scenario::rewrite;
use crate::scenario::suggestion::suggest;

/// The fields of a scenario file.
pub static SCENARIO: LazyLock<Section> = LazyLock::new(|| {
    let plan = default_plan();
    let known = Known::of(&plan.rules);
    Section::of(&mut Scenario::fresh(plan), &known)
});

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

/// A scenario file, parsed once for all scenarios that are made from it.
pub struct File<'s> {
    source: &'s Source,
    parsed: Parsed<'s>,
    /// The plan files that were named so far, each decoded once, by path.
    plans: RefCell<BTreeMap<String, Result<Plan, Vec<Diagnostic>>>>,
    mistakes: OnceCell<Vec<Diagnostic>>,
    sha256: String,
}

/// The scenario of a file, with overrides; as [`File::parse`] and [`File::load`].
///
/// # Errors
/// Those of both.
pub fn load(
    source: &Source,
    overrides: &Overrides,
    read: &Read<'_>,
) -> Result<Scenario, Vec<Diagnostic>> {
    File::parse(source)?.load(overrides, read)
}

impl<'s> File<'s> {
    /// Parses it.
    ///
    /// # Errors
    /// The first reason why it cannot be read.
    pub fn parse(source: &'s Source) -> Result<Self, Vec<Diagnostic>> {
        let parsed = Parsed::of(&source.path, &source.bytes)?;
        if parsed.tree == Node::Null {
            // Flags alone make no scenario.
            let problem = Problem::new("empty-file", Spot::Whole, "the file is empty");
            let problem = problem.help("`kvplan init` writes a scenario to start from");
            return Err(parsed.origin(&source.path, &[]).diagnostics(vec![problem]));
        }
        let sha256 = fingerprint(&source.bytes);
        let (plans, mistakes) = (RefCell::default(), OnceCell::new());
        Ok(Self { source, parsed, plans, mistakes, sha256 })
    }

    /// Is it a plan? Such a file has fields that only a plan has, and none that only a scenario has.
    pub fn is_plan(&self) -> bool {
        let Node::Map(entries) = &self.parsed.tree else { return false };
        let has = |one: &Section, other: &Section| {
            entries.iter().any(|(key, _)| one.field(key).is_some() && other.field(key).is_none())
        };
        has(&PLAN, &SCENARIO) && !has(&SCENARIO, &PLAN)
    }

    /// The scenario that it holds. `read` is asked for the plan's file where one is named, and for
    /// nothing else.
    ///
    /// # Errors
    /// Every mistake of the file, the overrides and the plan's file, each at its place; in the order
    /// of the file.
    pub fn load(
        &self,
        overrides: &Overrides,
        read: &Read<'_>,
    ) -> Result<Scenario, Vec<Diagnostic>> {
        self.varied(overrides, &[], read)
    }

    /// The same with some values varied after the overrides. What is varied is not among the
    /// scenario's own overrides: the parameters of a report tell it.
    ///
    /// # Errors
    /// As [`Self::load`]; the mistakes of a varied value at its flag.
    pub fn varied(
        &self,
        overrides: &Overrides,
        varied: &[&Edit],
        read: &Read<'_>,
    ) -> Result<Scenario, Vec<Diagnostic>> {
        let origin = |edits| self.parsed.origin(&self.source.path, edits);
        let edits = overrides.edits(varied);
        let edits = edits.map_err(|problem| origin(&[]).diagnostics(vec![problem]))?;
        let own = if edits.is_empty() { &[] } else { self.mistakes(read) };
        let and_own = |mut more: Vec<Diagnostic>| {
            more.retain(|it| !own.contains(it));
            [own, &more].concat()
        };
        let mut tree = self.parsed.tree.clone();
        let problems = apply(&mut tree, &edits, &SCENARIO);
        if !problems.is_empty() {
            return Err(and_own(origin(&[]).diagnostics(problems)));
        }
        let mut scenario = self.decoded(&tree, &origin(&edits), read).map_err(and_own)?;
        if !own.is_empty() {
            return Err(own.to_vec());
        }
        if scenario.name.is_empty() {
            scenario.name = stem(&self.source.path);
        }
        scenario.path.clone_from(&self.source.path);
        scenario.sha256.clone_from(&self.sha256);
        scenario.overrides = overrides.as_paths();
        let budgets = Path::default().key("budgets");
        for (place, budget) in scenario.budgets.iter_mut().enumerate() {
            let line = origin(&edits).line(&budgets.index(place));
            budget.line = line.and_then(|line| u32::try_from(line).ok()).unwrap_or(0);
        }
        Ok(scenario)
    }

    /// The text of the file with the overrides and these values in it, to stand at another path, and
    /// everything else kept, its comments too; `None`: it is written in a way that does not allow that, or
    /// would mean something else there.
    pub fn rewritten(
        &self,
        overrides: &Overrides,
        edits: &[Edit],
        (target, read): (&str, &Read<'_>),
    ) -> Option<String> {
        let mut wanted = self.varied(overrides, &edits.iter().collect::<Vec<_>>(), read).ok()?;
        let typed = overrides.edits(&[]).ok()?;
        let mut text = std::str::from_utf8(&self.source.bytes).ok()?.to_owned();
        for edit in typed.iter().chain(edits) {
            text = rewrite::with_value(&text, &edit.path, &edit.value)?;
        }
        let source = Source { path: target.to_owned(), bytes: text.clone().into_bytes() };
        let mut made = load(&source, &Overrides::default(), read).ok()?;
        // What tells the two files apart, and not what they ask for.
        made.path.clone_from(&wanted.path);
        made.sha256.clone_from(&wanted.sha256);
        made.policy_name.clone_from(&wanted.policy_name);
        made.budgets.clone_from(&wanted.budgets);
        wanted.overrides.clear();
        (made == wanted).then_some(text)
    }

    /// What is wrong with the file as it is written. A value that is set on the command line does not
    /// hide that the file's own is wrong; only a plan's file that is not there may be replaced.
    fn mistakes(&self, read: &Read<'_>) -> &[Diagnostic] {
        self.mistakes.get_or_init(|| {
            let origin = self.parsed.origin(&self.source.path, &[]);
            let found = self.decoded(&self.parsed.tree, &origin, read).err().unwrap_or_default();
            found.into_iter().filter(|it| it.code != "unreadable-plan").collect()
        })
    }

    /// The scenario of a tree, or all that is wrong with it.
    fn decoded(
        &self,
        tree: &Node,
        origin: &Origin<'_>,
        read: &Read<'_>,
    ) -> Result<Scenario, Vec<Diagnostic>> {
        let problems = self.parsed.problems();
        let root = Cursor::root(tree, &problems);
        let mut elsewhere = Vec::new();
        let plan = self.plan(&root, origin, read).unwrap_or_else(|mistakes| {
            elsewhere = mistakes;
            default_plan()
        });
        let scenario = decode::scenario(&root, plan, &SCENARIO);
        if problems.count() == 0 && elsewhere.is_empty() {
            return Ok(scenario);
        }
        let full = problems.is_full();
        let problems = problems.into_vec().into_iter().map(|it| SCENARIO.placed(it));
        let mut all = origin.diagnostics(problems.collect());
        all.append(&mut elsewhere);
        if full {
            let more = Diagnostic::error("too-many-errors", "the file may have more mistakes");
            all.push(more.at(origin.file));
        }
        Err(all)
    }

    /// The plan that the tree names: one that ships with the tool, or a file. Mistakes of the tree
    /// are noted there, those of the file are the error.
    fn plan(
        &self,
        root: &Cursor<'_>,
        origin: &Origin<'_>,
        read: &Read<'_>,
    ) -> Result<Plan, Vec<Diagnostic>> {
        let given = match root.node {
            Node::Map(entries) => entries.iter().find(|(key, _)| key == "plan"),
            _ => None,
        };
        let Some((key, node)) = given else { return Ok(default_plan()) };
        let at = Cursor { node, path: root.path.key(key), problems: root.problems };
        let noted = |problem| {
            at.problems.push(problem);
            Err(Vec::new())
        };
        let Some(name) = at.word() else {
            return noted(at.wrong("the name of a plan, or a path"));
        };
        if let Some(plan) = embedded_plan(name) {
            return Ok(plan);
        }
        if !name.ends_with(".yaml") && !name.ends_with(".yml") {
            let message = format!("there is no plan `{}`", shorten(name));
            let problem = at.problem("unknown-plan", message).maybe_help(suggest_plan(name));
            return noted(problem.note("a path that ends in .yaml or .yml names a file"));
        }
        // A path on the command line is meant from here, one in the file from the file's folder.
        let typed = origin.edits.iter().any(|edit| edit.path.contains(&at.path));
        let file = if typed { name.to_owned() } else { beside(origin.file, name) };
        if !self.plans.borrow().contains_key(&file) {
            let plan = match read(&file) {
                Ok(bytes) => read_plan(&file, &bytes),
                Err(error) => {
                    let message = format!("the plan `{}` cannot be read: {error}", shorten(&file));
                    return noted(at.problem("unreadable-plan", message));
                }
            };
            self.plans.borrow_mut().insert(file.clone(), plan);
        }
        self.plans.borrow()[&file].clone()
    }
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
    crate::scenario::clean(&stem.map_or_else(|| path.into(), |stem| stem.to_string_lossy()))
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
