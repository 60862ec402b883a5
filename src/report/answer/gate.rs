//! How is the verdict of a gate shown?
//!
//! A section for what was judged together, a finding a budget. What a check says in words stands in
//! one place, so that a table, a comment and an annotation never differ.

mod baseline;
mod bound;
mod csv;
mod findings;
mod json;
mod repository;
mod units;
mod words;
mod worlds;

use serde::Serialize;

use super::Answer;
use super::worlds::loads;
use crate::report::Depth;
use crate::report::document::{self, Block, Conclusion, Document};
use crate::report::format::{Sheet, markdown};
use crate::report::wording::{self, Remark};
use crate::study::gate::{Baseline, Change, Check, Gate, Member, Suite, Update};
use crate::study::{AllWorlds, Loaded};

pub use baseline::{read_baseline, render_baseline, render_changes};
pub use repository::InRepository;

/// A gate, with what became of its baseline.
#[derive(Clone, Copy, Debug)]
pub struct GateReport<'a> {
    /// What was found.
    pub gate: &'a Gate<'a>,
    /// The baseline; `None`: there is none.
    pub baseline: Option<BaselineUse<'a>>,
    /// What was run beside; `None`: nothing.
    pub worlds: Option<&'a AllWorlds>,
}

/// What became of a baseline.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct BaselineUse<'a> {
    /// Its path as the user typed it.
    pub path: &'a str,
    /// Was it to be written?
    pub update: Update,
    /// How figures differ from it.
    pub changes: &'a [Change],
    /// What it held; `None`: nothing yet.
    #[serde(skip)]
    pub before: Option<&'a Baseline>,
}

/// What was judged together, and what it all comes to.
impl Answer for GateReport<'_> {
    fn document(&self, depth: Depth) -> Document {
        let gate = self.gate;
        let how = (gate.strictness.on_warning, self.baseline.and_then(|it| it.before));
        let mut loaded = self.loaded().into_iter();
        let section = |it: &(Suite<'_>, Vec<Check>)| {
            let mut section = findings::section(it, how, depth);
            for (member, loads) in loaded.by_ref().take(it.0.members.len()) {
                let named = (it.0.members.len() > 1).then(|| member.scenario.name.clone());
                section.blocks.push(Block::Paragraphs(named.into_iter().collect()));
                section.blocks.push(loads::block(member.summary, loads));
            }
            section
        };
        let sections = gate.suites.iter().map(section).collect();
        let mut blocks = vec![Block::Warnings(gate.notes.iter().map(Remark::from).collect())];
        let changes = self.baseline.iter().flat_map(|it| lines(&render_changes(it)));
        blocks.push(Block::Asides(changes.collect()));
        let members = gate.suites.iter().flat_map(|(suite, _)| &suite.members);
        blocks.extend(members.filter(|_| depth.verbose).map(|it| {
            let title = format!("assumptions of {}", it.scenario.name);
            Block::Assumptions(Some(title), wording::assumptions(&it.summary.assumptions))
        }));
        let unjudged = gate.suites.is_empty().then(|| document::Unjudged {
            part: "budgets",
            kind: "nothing-to-check",
            message: "no scenario has budgets".to_owned(),
            lines: Vec::new(),
        });
        let said = words::conclusion(gate);
        Document {
            command: "gate",
            sections,
            conclusion: Some(Conclusion { said, unjudged, blocks }),
        }
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(self)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        (sheet == Sheet::Rows).then(|| csv::render(self))
    }
}

impl<'a> GateReport<'a> {
    /// Each scenario with what was found under other loads, where that was asked for.
    fn loaded(&self) -> Vec<(Member<'a>, &'a [Loaded])> {
        let members = self.gate.suites.iter().flat_map(|(suite, _)| &suite.members);
        let found = members.copied().enumerate();
        let found = found.map(|(at, it)| (it, self.worlds.map_or(&[][..], |all| all.loads(at))));
        found.filter(|(_, loads)| !loads.is_empty()).collect()
    }
}

/// A gate that could not judge, because a file is wrong or cannot be read: what was said on
/// standard error, whole lines. An export of an earlier run left in place would be taken for this
/// one's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unjudged<'a>(pub &'a str);

impl Answer for Unjudged<'_> {
    fn document(&self, _depth: Depth) -> Document {
        let unjudged = document::Unjudged {
            part: "files",
            kind: "could-not-judge",
            message: self.0.lines().next().unwrap_or_default().to_owned(),
            lines: lines(self.0),
        };
        let (said, unjudged) = ("gate could not judge".to_owned(), Some(unjudged));
        let conclusion = Some(Conclusion { said, unjudged, blocks: Vec::new() });
        Document { command: "gate", sections: Vec::new(), conclusion }
    }

    fn json(&self, _depth: Depth) -> String {
        json::render_unjudged(self.0)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        (sheet == Sheet::Rows).then(csv::render_unjudged)
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// The conclusion in Markdown, for where the whole has no room.
pub fn render_brief(report: &GateReport<'_>) -> String {
    markdown::brief(&report.document(Depth::default()))
}
