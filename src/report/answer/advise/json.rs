//! Advice as JSON.

use serde::Serialize;

use super::AdviseReport;
use crate::report::answer::simulate::verdict::{Hint, Verdict, verdict};
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::scenario::Quantity;
use crate::study::{
    Change, Check, Claim, Diagnosis, FallsShort, Fix, Judged, Limit, LivingSummary, PRACTICED,
    Practice, Rung, Unknown, Unknowns, View,
};

#[derive(Serialize)]
struct Document<'a> {
    scenario: File<'a>,
    #[serde(flatten)]
    setup: Setup<'a>,
    verdict: Verdict,
    under_ratio: f64,
    holds: bool,
    limits: &'a [Limit],
    kept: &'a [Limit],
    unknowns: Vec<UnknownRow<'a>>,
    fixes: Vec<FixRow<'a>>,
    pairs: Vec<FixRow<'a>>,
    not_enough: Vec<ShortRow<'a>>,
    pay: Vec<RungRow<'a>>,
    pay_advised: Vec<RungRow<'a>>,
    practices: Vec<PracticeRow<'a>>,
    checks: Vec<CheckRow<'a>>,
    diagnosis: Option<DiagnosisRow<'a>>,
}

/// A published practice, without and with it.
#[derive(Serialize)]
struct PracticeRow<'a> {
    name: &'a str,
    advised: bool,
    without: &'a [Change],
    with: &'a [Change],
    figures: Vec<SidesRow>,
}

#[derive(Serialize)]
struct SidesRow {
    figure: String,
    without: Option<f64>,
    with: Option<f64>,
}

/// `claim`: `writes-drop`, `hit-rate`, `ten-in-a-row`, `most-skipped`.
#[derive(Serialize)]
struct CheckRow<'a> {
    claim: &'static str,
    found: Option<f64>,
    holds: bool,
    set: &'a [Change],
}

#[derive(Serialize)]
struct DiagnosisRow<'a> {
    symptom: &'static str,
    figure: String,
    now: Option<f64>,
    stats: Option<&'a LivingSummary>,
    steps: Vec<StepRow<'a>>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    suspected: &'static str,
    set: &'a [Change],
    without: Option<f64>,
}

#[derive(Serialize)]
struct UnknownRow<'a> {
    name: &'a str,
    holds: bool,
    flips: bool,
    nearest: &'a Limit,
}

#[derive(Serialize)]
struct FixRow<'a> {
    name: &'a str,
    /// May it be proposed? Where not, what it makes worse stands in `judged`.
    proposed: bool,
    set: &'a [Change],
    forced: &'a [Change],
    gain_ratio: f64,
    nearest: &'a Limit,
    next_milder: Option<Quantity>,
    not_kept: &'a [Limit],
    judged: Vec<JudgedRow<'a>>,
    /// Of the first that is proposed.
    unknowns: Vec<UnknownRow<'a>>,
}

/// `view`: `as-written`, `second-colo`, `outages`.
#[derive(Serialize)]
struct JudgedRow<'a> {
    view: &'static str,
    nearest: Option<&'a Limit>,
    figures: Vec<FigureRow>,
}

#[derive(Serialize)]
struct FigureRow {
    figure: String,
    before: f64,
    after: f64,
    worse: bool,
}

#[derive(Serialize)]
struct ShortRow<'a> {
    name: &'a str,
    set: &'a [Change],
    gain_ratio: f64,
    nearest: &'a Limit,
}

#[derive(Serialize)]
struct RungRow<'a> {
    workers: u64,
    times: u32,
    days: Option<u32>,
    runs: Option<u32>,
    limits: &'a [Limit],
    costs: Vec<CostRow<'a>>,
}

#[derive(Serialize)]
struct CostRow<'a> {
    plan: &'a str,
    currency: &'a str,
    per_month: f64,
}

/// One object; a line feed ends the text.
pub(super) fn render(advice: &AdviseReport<'_>) -> String {
    let scenario = advice.report.scenario;
    let (mut fixes, mut pairs, mut not_enough) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(found) = advice.fixes {
        fixes = found.enough.iter().map(FixRow::from).collect();
        pairs = found.pairs.iter().map(FixRow::from).collect();
        not_enough = found.short.iter().map(ShortRow::from).collect();
    }
    written(Document {
        scenario: File::from(scenario),
        setup: Setup::new(scenario, scenario.runs),
        verdict: verdict(&advice.report, Hint::Follows),
        under_ratio: advice.under,
        holds: !Limit::any_passed(advice.as_written),
        limits: advice.as_written,
        kept: advice.kept,
        unknowns: advice.unknowns.map_or_else(Vec::new, unknown_rows),
        fixes,
        pairs,
        not_enough,
        pay: advice.pay.map_or_else(Vec::new, |it| it.rungs.iter().map(RungRow::from).collect()),
        pay_advised: advice
            .pay
            .map_or_else(Vec::new, |it| it.advised.iter().map(RungRow::from).collect()),
        practices: advice.practices.unwrap_or_default().iter().map(PracticeRow::from).collect(),
        checks: advice.checks.unwrap_or_default().iter().map(CheckRow::from).collect(),
        diagnosis: advice
            .diagnosis
            .map(|it| diagnosis_row(it, advice.report.summary.living.as_ref())),
    })
}

impl<'a> From<&'a Practice> for PracticeRow<'a> {
    fn from(it: &'a Practice) -> Self {
        let figures = PRACTICED.iter().zip(it.figures).map(|(measure, (without, with))| SidesRow {
            figure: measure.key(),
            without,
            with,
        });
        let (name, advised) = (it.name, it.is_advised);
        Self { name, advised, without: &it.without, with: &it.with, figures: figures.collect() }
    }
}

impl<'a> From<&'a Check> for CheckRow<'a> {
    fn from(it: &'a Check) -> Self {
        let claim = match it.claim {
            Claim::WritesDrop => "writes-drop",
            Claim::HitRate => "hit-rate",
            Claim::TenInARow => "ten-in-a-row",
            Claim::MostSkipped => "most-skipped",
        };
        Self { claim, found: it.found, holds: it.holds, set: &it.changes }
    }
}

fn diagnosis_row<'a>(it: &'a Diagnosis, stats: Option<&'a LivingSummary>) -> DiagnosisRow<'a> {
    let steps = it.steps.iter().map(|step| StepRow {
        suspected: step.suspected,
        set: &step.changes,
        without: step.without,
    });
    let (symptom, figure) = (it.symptom.name(), it.symptom.measure().key());
    DiagnosisRow { symptom, figure, now: it.now, stats, steps: steps.collect() }
}

fn unknown_rows(unknowns: &Unknowns) -> Vec<UnknownRow<'_>> {
    let rows = unknowns.all.iter().map(|Unknown { name, holds, nearest }| UnknownRow {
        name,
        holds: *holds,
        flips: *holds != unknowns.held,
        nearest,
    });
    rows.collect()
}

impl<'a> From<&'a Fix> for FixRow<'a> {
    fn from(it: &'a Fix) -> Self {
        Self {
            name: &it.name,
            proposed: it.is_sound(),
            set: &it.changes,
            forced: &it.forced,
            gain_ratio: it.gain,
            nearest: &it.nearest,
            next_milder: it.milder.as_ref().map(|(value, _)| *value),
            not_kept: &it.not_kept,
            judged: it.judged.iter().map(JudgedRow::from).collect(),
            unknowns: it.unknowns.as_ref().map_or_else(Vec::new, unknown_rows),
        }
    }
}

impl<'a> From<&'a Judged> for JudgedRow<'a> {
    fn from(it: &'a Judged) -> Self {
        let view = match it.view {
            View::AsWritten => "as-written",
            View::SecondColo => "second-colo",
            View::Outages { .. } => "outages",
        };
        let figures = it.figures.iter().map(|(measure, before, after)| FigureRow {
            figure: measure.key(),
            before: *before,
            after: *after,
            worse: it.worse.contains(measure),
        });
        Self { view, nearest: it.nearest.as_ref(), figures: figures.collect() }
    }
}

impl<'a> From<&'a FallsShort> for ShortRow<'a> {
    fn from(it: &'a FallsShort) -> Self {
        Self { name: &it.name, set: &it.changes, gain_ratio: it.gain, nearest: &it.nearest }
    }
}

impl<'a> From<&'a Rung> for RungRow<'a> {
    fn from(it: &'a Rung) -> Self {
        let costs = it.costs.iter().map(|cost| CostRow {
            plan: &cost.plan,
            currency: &cost.currency,
            per_month: cost.per_month,
        });
        Self {
            workers: it.workers,
            times: it.times,
            days: it.made.map(|(days, _)| days),
            runs: it.made.map(|(_, runs)| runs),
            limits: &it.limits,
            costs: costs.collect(),
        }
    }
}
