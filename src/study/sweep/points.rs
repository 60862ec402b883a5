//! Which points does a sweep have, and can they all be tried?

use crate::scenario::{
    Axis, Diagnostic, Edit, File, Overrides, Read, Scenario, Source, Spacing, caps, check_axes,
    load_points, points,
};
use crate::study::simulate::Options;
use crate::words::count;

/// What is varied, as typed.
///
/// # Errors
/// What is wrong with an axis, with their number, or with one that something else sets too.
pub fn sweep_axes(
    typed: &[String],
    spacing: Spacing,
    (source, overrides): (&Source, &Overrides),
) -> Result<Vec<Axis>, Vec<Diagnostic>> {
    let (mut axes, mut wrong) = (Vec::new(), Vec::new());
    for typed in typed {
        match Axis::parse(typed, spacing) {
            Ok(axis) => axes.push(axis),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    if wrong.is_empty() {
        wrong.extend(check_axes(&axes, source.bytes.len()).err().unwrap_or_default());
    }
    for axis in &axes {
        if let Some(flag) = overrides.flag_of(&axis.path) {
            let message = format!("`{flag}` and `{}` set one value", axis.flag);
            wrong.push(Diagnostic::error("override", &message).at(&axis.flag));
        }
    }
    if wrong.is_empty() { Ok(axes) } else { Err(wrong) }
}

/// The points in order, the first axis outermost.
pub struct Points<'a> {
    /// What is set at each.
    pub settings: Vec<Vec<&'a Edit>>,
    /// The scenario of each.
    pub scenarios: Vec<Scenario>,
    /// The days of all runs of all of them.
    pub days: u64,
}

impl<'a> Points<'a> {
    /// Loads them.
    ///
    /// # Errors
    /// The mistakes of all points, each once; or more days than can be simulated.
    pub fn load(
        axes: &'a [Axis],
        (source, overrides): (&Source, &Overrides),
        read: &Read<'_>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let settings = points(axes);
        let scenarios = load_points(&File::parse(source)?, overrides, axes, read)?;
        let days = Options::demand(1).days_of(&scenarios);
        if days <= caps::SWEEP_DAYS {
            return Ok(Self { settings, scenarios, days });
        }
        let (asked, most) = (count(days), count(caps::SWEEP_DAYS));
        let message =
            format!("{asked} days of all runs of all points; at most {most} are simulated");
        let flag = axes.first().map_or("--vary", |axis| &axis.flag);
        let help = "try fewer --runs, --days or --points";
        Err(vec![Diagnostic::error("too-many", &message).at(flag).help(help)])
    }
}
