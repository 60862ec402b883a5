//! What does `advise` say? The verdict, which unknown changes it, what to change and what that gives
//! up, and when to pay: each part as soon as it is known.

mod diagnosis;
mod fixes;
mod json;
mod pay;
mod practices;

use super::Answer;
use super::headroom::told;
use super::simulate::verdict::Hint;
use super::simulate::{asked, planned, verdict};
use crate::report::document::{Block, Document, Section};
use crate::report::figures::{count, figure, joined, percent};
use crate::report::text::file;
use crate::report::{Depth, Report};
use crate::study::{Check, Diagnosis, Fixes, Limit, Pay, Practice, Unknown, Unknowns};
use crate::words::Better;

/// The advice about one scenario, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct AdviseReport<'a> {
    /// The scenario as written.
    pub report: Report<'a>,
    /// The share of each daily limit that a change is to stay below.
    pub under: f64,
    /// How near the scenario comes to what is to be brought about.
    pub as_written: &'a [Limit],
    /// How near it comes to what is to be kept.
    pub kept: &'a [Limit],
    /// What nobody can know.
    pub unknowns: Option<&'a Unknowns>,
    /// What can be changed; none where nothing need be.
    pub fixes: Option<&'a Fixes>,
    /// When to pay.
    pub pay: Option<&'a Pay>,
    /// The published lists, where all is asked for.
    pub practices: Option<&'a [Practice]>,
    /// The published checks, where all is asked for.
    pub checks: Option<&'a [Check]>,
    /// What is behind a symptom, where that is asked about: then nothing else is.
    pub diagnosis: Option<&'a Diagnosis>,
}

impl<'a> AdviseReport<'a> {
    /// Nothing is known but what the runs of the scenario say.
    pub fn begun(report: Report<'a>, under: f64, [as_written, kept]: [&'a [Limit]; 2]) -> Self {
        let (unknowns, fixes, pay) = (None, None, None);
        let (practices, checks, diagnosis) = (None, None, None);
        Self { report, under, as_written, kept, unknowns, fixes, pay, practices, checks, diagnosis }
    }
}

impl Answer for AdviseReport<'_> {
    fn document(&self, depth: Depth) -> Document {
        let mut blocks =
            vec![Block::Paragraphs(vec![verdict::verdict(&self.report, Hint::Follows).sentence])];
        match self.diagnosis {
            Some(found) => blocks.extend(diagnosis::blocks(found, &self.report)),
            None => blocks.push(Block::Paragraphs(vec![stand(self)])),
        }
        blocks.extend(self.unknowns.map(|it| Block::Paragraphs(flips(it, depth))));
        blocks.extend(self.fixes.into_iter().flat_map(|it| fixes::blocks(it, self)));
        blocks.extend(self.pay.into_iter().flat_map(pay::blocks));
        if let Some(all) = self.practices {
            blocks.extend([practices::table(all), Block::notes(practices::contradictions(all))]);
        }
        blocks.extend(self.checks.map(|it| practices::checks(it, &self.report)));
        let scenario = self.report.scenario;
        let heading = planned(scenario, &asked(scenario));
        Document::new("advise", vec![Section { heading, blocks }])
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(self)
    }
}

/// Is anything to be changed? `Wanted: at most 80 % of each daily limit on the worst day. …`
fn stand(advice: &AdviseReport<'_>) -> String {
    let under = percent(advice.under);
    let wanted = format!("Wanted: at most {under} of each daily limit on the worst day");
    // The share of each limit stands in the words before.
    let limit = |it: &Limit| {
        let row =
            advice.report.summary.meters.iter().find(|row| it.figure.meter() == Some(row.meter));
        row.and_then(|row| row.limit_per_day).map(|limit| limit as f64 * advice.under)
    };
    let is_own = |it: &&Limit| limit(it).is_none_or(|limit| (limit - it.allowed).abs() > 1e-9);
    let bounds = advice.as_written.iter().filter(is_own);
    let bounds = joined(bounds.map(bound), ", ").map(|it| format!(", and {it}"));
    let kept = joined(advice.kept.iter().map(bound), ", ").map(|it| format!("; kept: {it}"));
    let wanted = wanted + &bounds.unwrap_or_default() + &kept.unwrap_or_default();
    let passed = advice.as_written.iter().filter(|it| it.passed);
    // What others use nothing here can change.
    let rest = advice.report.summary.meters.iter().filter_map(|it| {
        let limit = passed.clone().find(|limit| limit.figure.meter() == Some(it.meter))?;
        let alone = it.other_per_day as f64 > limit.allowed;
        let others = count(it.other_per_day);
        alone.then(|| format!("the rest of the account alone takes {others} {}", it.meter))
    });
    let rest = joined(rest, "; ").map_or_else(String::new, |it| format!("; {it}"));
    match joined(passed.map(told), "; ") {
        Some(passed) => format!("{wanted}. Now: {passed}{rest}."),
        None if advice.as_written.is_empty() => {
            format!("{wanted}: the plan has none, and no other bound is asked for (--until).")
        }
        None if verdict::is_served(advice.report.summary) => {
            format!("{wanted}. It holds: nothing needs to be changed.")
        }
        None => format!(
            "{wanted}. It holds; but clients are not served all the same: try kvplan advise {} --symptom \
             unroutable.",
            file(&advice.report.scenario.path)
        ),
    }
}

/// `staleness_p99 of 6 m`.
fn bound(limit: &Limit) -> String {
    let sign = if limit.figure.measure.better() == Better::More { "at least" } else { "at most" };
    format!("{} {sign} {}", limit.figure, figure(limit.figure.measure, limit.allowed))
}

/// Which single unknown changes the verdict; all of them where all is shown.
fn flips(unknowns: &Unknowns, depth: Depth) -> Vec<String> {
    let said = |it: &Unknown| format!("{}: {}", it.name, told(&it.nearest));
    let to = if unknowns.held { "no longer holds" } else { "holds" };
    let all = joined(unknowns.flips().map(said), "; ");
    if unknowns.all.is_empty() {
        return Vec::new();
    }
    let told_of = match all {
        Some(all) => format!("With one thing otherwise it {to}: {all}."),
        None => {
            let names = unknowns.all.iter().map(|it| it.name.clone());
            let names = joined(names, ", ").unwrap_or_default();
            format!("No single other assumption changes that. Tried: {names}.")
        }
    };
    let each = unknowns.all.iter().filter(|_| depth.verbose).map(said);
    [told_of].into_iter().chain(each).collect()
}
