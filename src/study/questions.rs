//! What is asked of a scenario by `headroom`, and what is answered?
//!
//! A question is a path of the scenario whose value is a number; each value that is tried is the
//! file with that number in its place.

use super::headroom::{Goal, Headroom, Question, Trying, headroom};
use super::search::Direction;
use super::simulate::{Options, Watched};
use super::suite::Missing;
use super::summary::Summary;
use super::worlds::{Beside, HeadroomInWorld, headroom_in_worlds, headroom_under_loads};
use crate::coordinator::When;
use crate::scenario::{
    Diagnostic, Edit, File, Overrides, Path, Quantity, Read, Scenario, Until, Worlds, caps,
};
use crate::words::Figure;

/// The questions of the published "Scaling Headroom".
const PUBLISHED: [(&str, Direction); 4] = [
    ("workers[0].count", Direction::Up),
    ("traffic[0].requests_per_day", Direction::Up),
    ("workers[0].heartbeat.every", Direction::Down),
    ("policy.write.max_interval", Direction::Down),
];

/// How all questions are asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Asking {
    /// Which way is harder, whatever the question; `None`: as published, or as the use grows.
    pub direction: Option<Direction>,
    /// Until when.
    pub goal: Goal,
}

/// A question, or why it is not asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// It is asked.
    Question(Path, Question),
    /// It makes no sense here.
    Skipped(Skipped),
}

/// A question that is not asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// The path of the setting.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// Why a question is not asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The scenario has no traffic.
    NoTraffic,
    /// The policy writes at each heartbeat, so that no interval matters.
    WritesAlways,
    /// The scenario has no such number.
    NoNumber,
    /// A figure that is asked about has no value as things stand.
    NoSample(Figure, Missing),
}

/// What became of a question.
#[derive(Clone, PartialEq, Debug)]
pub enum Answered {
    /// It was looked for.
    Searched(Headroom),
    /// It was not asked.
    Skipped(Skipped),
}

impl Answered {
    /// What was found, where it was looked for.
    pub fn searched(&self) -> Option<&Headroom> {
        match self {
            Self::Searched(found) => Some(found),
            Self::Skipped(_) => None,
        }
    }
}

/// One answer under each other load, by its name.
pub type UnderLoads = Vec<(&'static str, Headroom)>;

/// What is asked beside the answer as written.
#[derive(Clone, Copy, Debug)]
pub struct AskedBeside<'w> {
    /// The answers in these worlds.
    pub worlds: Option<&'w Worlds>,
    /// Those under other loads too?
    pub loads: Beside,
}

/// What was found of a question.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// As written.
    pub answered: Answered,
    /// In each world; none where that was not asked.
    pub in_worlds: Vec<HeadroomInWorld>,
    /// Under each other load; none where that was not asked.
    pub under_loads: UnderLoads,
}

impl Found {
    fn skipped(skipped: Skipped) -> Self {
        let answered = Answered::Skipped(skipped);
        Self { answered, in_worlds: Vec::new(), under_loads: Vec::new() }
    }
}

/// A scenario, with what it was made from.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The file.
    pub file: &'a File<'a>,
    /// What was changed in it.
    pub overrides: &'a Overrides,
    /// What both make.
    pub base: &'a Scenario,
    /// Reads what the file names.
    pub read: &'a Read<'a>,
}

impl Subject<'_> {
    /// The questions about these paths; without any, the published ones.
    ///
    /// # Errors
    /// Every path that is no number, and too many of them.
    pub fn questions(
        &self,
        paths: &[String],
        asking: &Asking,
    ) -> Result<Vec<Asked>, Vec<Diagnostic>> {
        if paths.is_empty() {
            return Ok(PUBLISHED.map(|published| self.published(published, asking)).to_vec());
        }
        let (mut asked, mut wrong) = (Vec::new(), Vec::new());
        for typed in paths.iter().take(caps::QUESTIONS) {
            match self.typed(typed) {
                Ok(found) => asked.push(self.question(found, asking)),
                Err(diagnostics) => wrong.extend(diagnostics),
            }
        }
        if let Some(typed) = paths.get(caps::QUESTIONS) {
            let message = format!("at most {} paths can be asked about", caps::QUESTIONS);
            let flag = format!("--vary {typed}");
            wrong.push(Diagnostic::error("too-many", &message).at(&flag));
        }
        if wrong.is_empty() { Ok(asked) } else { Err(wrong) }
    }

    fn published(&self, (path, direction): (&str, Direction), asking: &Asking) -> Asked {
        let parsed = Path::parse(path).expect("a path of our own");
        match (self.why_not(path), self.value(&parsed)) {
            (None, Some(start)) => {
                // Bounds may be met the other way: a figure that gets worse with less.
                let published = Some(direction).filter(|_| asking.goal.until == [Until::Limits]);
                let direction = asking.direction.or(published);
                self.question((parsed, start), &Asking { direction, ..asking.clone() })
            }
            (reason, _) => {
                let reason = reason.unwrap_or(Reason::NoNumber);
                Asked::Skipped(Skipped { path: path.to_owned(), reason })
            }
        }
    }

    fn why_not(&self, path: &str) -> Option<Reason> {
        if path.starts_with("traffic") && self.base.traffic.is_empty() {
            return Some(Reason::NoTraffic);
        }
        let writes_always = self.base.policy.write.when == When::Always;
        (path.starts_with("policy.write") && writes_always).then_some(Reason::WritesAlways)
    }

    fn question(&self, (path, start): (Path, Quantity), asking: &Asking) -> Asked {
        let Asking { direction, goal } = asking.clone();
        let question = Question { path: path.to_string(), start, direction, goal };
        Asked::Question(path, question)
    }

    fn value(&self, path: &Path) -> Option<Quantity> {
        self.base.value_at(path)
    }

    /// A path with its number now.
    fn typed(&self, typed: &str) -> Result<(Path, Quantity), Vec<Diagnostic>> {
        let flag = format!("--vary {typed}");
        let refuse = |message: &str| Diagnostic::error("vary", message).at(&flag);
        if typed.contains('=') {
            let help = "headroom finds the values: `--vary 'workers[0].count'`";
            return Err(vec![refuse("here a path alone is given").help(help)]);
        }
        let path = Path::parse(typed.trim()).map_err(|message| vec![refuse(&message)])?;
        if let Some(start) = self.value(&path) {
            return Ok((path, start));
        }
        // A misspelt name says so, as it does in the file.
        let edit = Edit::typed(path.clone(), "1", flag.clone());
        let tried = self.file.varied(self.overrides, &[&edit], self.read);
        let mut wrong = tried.err().unwrap_or_default();
        wrong.retain(|it| matches!(it.code, "unknown-field" | "override"));
        if wrong.is_empty() {
            let help = self.instead(&path).map_or_else(
                || format!("where it has no value yet, give it one: --set '{path}=…'"),
                |number| format!("a number is varied; try --vary '{number}'"),
            );
            wrong.push(refuse(&format!("{path} is not a number in this scenario")).help(&help));
        }
        Err(wrong)
    }

    /// The first number within a list or a section.
    fn instead(&self, outer: &Path) -> Option<String> {
        let mut paths = self.base.settings().into_iter().map(|it| it.path);
        paths.find(|text| {
            let path = Path::parse(text).ok();
            path.is_some_and(|it| outer.contains(&it) && self.value(&it).is_some())
        })
    }

    /// The answer to a question, and what is asked for beside it; `written` is what the runs of the
    /// scenario say. `None`: it was stopped.
    pub fn answer(
        &self,
        asked: &Asked,
        (written, beside): (&Summary, AskedBeside<'_>),
        (options, watched): (Options, Watched<'_>),
    ) -> Option<Found> {
        let (path, question) = match asked {
            Asked::Question(path, question) => (path, question),
            Asked::Skipped(skipped) => return Some(Found::skipped(skipped.clone())),
        };
        let vary = |value| self.with(path, value);
        let trying = Trying { vary: &vary, options, watched };
        let found = headroom(question, Some((self.base, written)), trying)?;
        if let (None, Some((figure, missing))) = (found.standing(found.start), &found.missing) {
            let reason = Reason::NoSample(figure.clone(), *missing);
            return Some(Found::skipped(Skipped { path: question.path.clone(), reason }));
        }
        let known = (question, &found);
        let in_worlds = match beside.worlds {
            Some(worlds) => headroom_in_worlds(known, worlds, trying)?,
            None => Vec::new(),
        };
        let under_loads = match beside.loads {
            Beside::WorldsAndLoads => headroom_under_loads(known, trying)?,
            Beside::Worlds => Vec::new(),
        };
        Some(Found { answered: Answered::Searched(found), in_worlds, under_loads })
    }

    /// The scenario with another value, or the first reason why there is none.
    fn with(&self, path: &Path, value: Quantity) -> Result<Scenario, String> {
        self.varied(&[Edit::to(path.clone(), value, format!("--vary {path}"))])
    }

    /// The scenario with these edits, or the first reason why there is none.
    pub(super) fn varied(&self, edits: &[Edit]) -> Result<Scenario, String> {
        let edits: Vec<&Edit> = edits.iter().collect();
        let loaded = self.file.varied(self.overrides, &edits, self.read);
        let first = |wrong: Vec<Diagnostic>| wrong.into_iter().next();
        loaded.map_err(|wrong| first(wrong).map_or_else(String::new, |it| it.message))
    }
}
