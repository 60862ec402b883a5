//! What was judged, and how it went.

use super::{Block, Document, Note, Section, Tone};
use crate::study::gate::GateVerdict;

/// What was judged together.
pub(crate) struct Findings {
    /// Whose they are.
    pub(crate) about: String,
    /// How that was run, by name.
    pub(crate) properties: Vec<(&'static str, String)>,
    /// In the order of the file, one at least.
    pub(crate) all: Vec<Finding>,
}

/// One demand, and what was found of it.
pub(crate) struct Finding {
    /// Does it hold?
    pub(crate) verdict: GateVerdict,
    /// Does it keep the whole from passing?
    pub(crate) fails: bool,
    /// `writes growth`.
    pub(crate) label: String,
    /// The whole demand, told from every other one: `writes worst_day: max 80% (line 7)`.
    pub(crate) demand: String,
    /// `1,221 of 800`.
    pub(crate) figures: String,
    /// ` (was 770)`: what they were in the baseline, where it has them.
    pub(crate) was: String,
    /// `152.6 %`.
    pub(crate) share: String,
    /// `421 over`.
    pub(crate) margin: String,
    /// The file and the line that it stands in; line 0: none.
    pub(crate) place: (String, u32),
    /// Place, reason and day, a sentence each.
    pub(crate) details: Vec<Note>,
    /// What could be better where it holds.
    pub(crate) hint: Option<Note>,
    /// Do people read no more of it than the hint?
    pub(crate) is_brief: bool,
}

impl Findings {
    /// Failures first, then in the order of the file.
    pub(crate) fn failures_first(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = self.all.iter().collect();
        all.sort_by_key(|it| it.verdict);
        all
    }
}

impl Finding {
    /// `1,221 of 800, 152.6 %, 421 over`.
    pub(crate) fn sentence(&self) -> String {
        let figures = format!("{}{}", self.figures, self.was);
        let parts = [&figures, &self.share, &self.margin];
        let said: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        said.join(", ")
    }

    /// Everything that is said of it.
    pub(crate) fn said(&self) -> impl Iterator<Item = &Note> {
        self.details.iter().chain(&self.hint)
    }

    /// What is said of it to people.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Note> {
        self.said().skip(if self.is_brief { self.details.len() } else { 0 })
    }

    /// What its colour says.
    pub(crate) fn tone(&self) -> Tone {
        match self.verdict {
            GateVerdict::Broken | GateVerdict::NoSample => Tone::Bad,
            GateVerdict::Warned => Tone::Warn,
            GateVerdict::Passed => Tone::Good,
        }
    }
}

/// What all findings come to.
pub(crate) struct Conclusion {
    /// In a sentence.
    pub(crate) said: String,
    /// Why there is no finding at all.
    pub(crate) unjudged: Option<Unjudged>,
    /// What belongs to no section.
    pub(crate) blocks: Vec<Block>,
}

/// Why nothing could be judged.
pub(crate) struct Unjudged {
    /// What there is something wrong with: `files`.
    pub(crate) part: &'static str,
    /// The kind of mistake: `could-not-judge`.
    pub(crate) kind: &'static str,
    /// In short.
    pub(crate) message: String,
    /// In full, a line each.
    pub(crate) lines: Vec<String>,
}

impl Section {
    /// What was judged in it.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Findings> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Findings(found) => Some(found),
            _ => None,
        })
    }
}

impl Document {
    /// The findings of its sections, in their order.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Findings> {
        self.sections.iter().flat_map(Section::findings)
    }

    /// Its sections, those with failures first.
    pub(crate) fn sections_failures_first(&self) -> Vec<&Section> {
        let mut sections: Vec<&Section> = self.sections.iter().collect();
        let worst = |it: &Findings| it.all.iter().map(|it| it.verdict).min();
        sections.sort_by_key(|section| section.findings().filter_map(worst).min());
        sections
    }

    /// Where the demands of all findings stand.
    pub(crate) fn places_mut(&mut self) -> impl Iterator<Item = &mut (String, u32)> {
        let blocks = self.sections.iter_mut().flat_map(|section| &mut section.blocks);
        let findings = blocks.filter_map(|block| match block {
            Block::Findings(found) => Some(&mut found.all),
            _ => None,
        });
        findings.flatten().map(|it| &mut it.place)
    }

    /// All findings, each with whose it is, failures first.
    pub(crate) fn failures_first(&self) -> Vec<(&str, &Finding)> {
        let each = self
            .findings()
            .flat_map(|found| found.all.iter().map(|finding| (found.about.as_str(), finding)));
        let mut all: Vec<_> = each.collect();
        all.sort_by_key(|(_, it)| it.verdict);
        all
    }
}
