//! Figures as users name them, and what may be said of them.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::caps;
use super::checked::Scenario;
use super::diagnostic::Diagnostic;
use super::node::shorten;
use super::suggestion::{nearest, suggest};
use crate::words::{Cause, Figure, Measure, NoFigure, RequestKind, Scope, Unit};

/// Why a text names none.
pub(super) struct Misnamed {
    /// What is wrong.
    pub(super) message: String,
    /// What helps.
    pub(super) help: Option<String>,
    /// What was probably meant.
    pub(super) meant: Option<Figure>,
}

/// The figure that a text names; of a colo it is one of these.
///
/// # Errors
/// What is wrong with it.
pub(super) fn find(text: &str, colos: &[&str]) -> Result<Figure, Misnamed> {
    let figure = parse(text)?;
    match &figure.scope {
        Scope::Colo(name) if !colos.contains(&name.as_str()) => {
            let message = format!("unknown colo `{}`", shorten(name));
            Err(Misnamed { message, help: suggest("colo", name, colos), meant: Some(figure) })
        }
        _ => Ok(figure),
    }
}

fn parse(text: &str) -> Result<Figure, Misnamed> {
    let misnamed = |message: String, help: Option<String>, meant: Option<Measure>| Misnamed {
        message,
        help,
        meant: meant.map(Measure::of_all),
    };
    Figure::parse(text.trim()).map_err(|wrong| match wrong {
        NoFigure::Measure(name) => {
            let names: Vec<&str> = Measure::all().map(Measure::name).collect();
            // `cost` is short for `cost_per_month` rather than like `cold_starts`.
            let begun: Vec<&str> =
                names.iter().copied().filter(|it| it.starts_with(&name)).collect();
            if !name.is_empty() && !begun.is_empty() {
                let meant = Measure::all().find(|it| it.name() == begun[0]);
                let help = format!("figures that begin so: `{}`", begun.join("`, `"));
                return misnamed(format!("unknown figure `{}`", shorten(&name)), Some(help), meant);
            }
            let near = nearest(&name, names.iter().copied());
            let near = near.and_then(|near| Measure::all().find(|it| it.name() == near));
            let message = format!("unknown figure `{}`", shorten(&name));
            misnamed(message, suggest("figure", &name, &names), near)
        }
        NoFigure::Request(part) => {
            let names = RequestKind::ALL.map(RequestKind::name);
            let message = format!("unknown request `{}`", shorten(&part));
            let help = suggest("request", &part, &names).map(|help| format!("{help}; {FORMS}"));
            misnamed(message, help, None)
        }
        NoFigure::Cause(part) => {
            let names = Cause::ALL.map(Cause::name);
            let message = format!("unknown cause `{}`", shorten(&part));
            misnamed(message, suggest("cause", &part, &names), None)
        }
        NoFigure::Unfit(measure) => {
            let message = format!("{} is not known of such a part", measure.name());
            let help = format!("it is known of {}", parts(measure).join(", "));
            misnamed(message, Some(help), Some(measure))
        }
        NoFigure::Statistic(name) => {
            let message = format!("unknown statistic `{}` of this figure", shorten(&name));
            let help = "a meter as a whole has @worst_day and @mean; others have one alone";
            let meant = text.split('@').next().and_then(|it| Figure::parse(it.trim()).ok());
            Misnamed { message, help: Some(help.to_owned()), meant }
        }
    })
}

const FORMS: &str =
    "a part is written `heartbeat.writes`, `heartbeat.cold.writes`, `colo.LHR.writes`";

/// Of what a measure is known, as names to be typed.
fn parts(measure: Measure) -> Vec<String> {
    let of = |scope: &str| format!("{scope}{}", measure.name());
    let known = ["", "heartbeat.", "heartbeat.cold.", "colo.LHR."].map(of);
    known.into_iter().filter(|it| Figure::parse(it).is_ok()).collect()
}

/// The values that a figure may be bounded by, in its unit.
pub(super) fn range(figure: &Figure) -> RangeInclusive<f64> {
    match figure.measure.unit() {
        Unit::Ratio => caps::UNIT,
        Unit::PerDay | Unit::Ms | Unit::Bytes | Unit::Workers | Unit::Money => caps::AMOUNT,
    }
}

/// The figures of `--metric`, each of what some scenario has.
///
/// # Errors
/// Each name that is none.
pub fn named_figures(
    names: &[String],
    scenarios: &[Scenario],
) -> Result<Vec<Figure>, Vec<Diagnostic>> {
    // A sweep may have many points; without a name nobody asks for their colos.
    let colos = if names.is_empty() { Vec::new() } else { colos(scenarios) };
    let (mut figures, mut wrong) = (Vec::new(), Vec::new());
    for name in names {
        match find(name, &colos) {
            Ok(figure) => figures.push(figure),
            Err(misnamed) => {
                let said = Diagnostic::error("unknown-figure", &misnamed.message);
                let said = said.at(&format!("--metric {name}"));
                wrong.push(misnamed.help.iter().fold(said, |it, help| it.help(help)));
            }
        }
    }
    if wrong.is_empty() { Ok(figures) } else { Err(wrong) }
}

/// The names of the colos of all of them, each once.
pub(super) fn colos(scenarios: &[Scenario]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let all = scenarios.iter().flat_map(|it| &it.isolates.colos).map(|it| it.name.as_str());
    all.filter(|name| seen.insert(*name)).collect()
}
