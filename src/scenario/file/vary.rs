//! `--vary PATH=SPEC`: one setting with many values, and the scenarios that they make.
//!
//! Each point is the file's tree with one more edit, so that after this nobody knows that anything
//! was varied. A mistake in a value is said at its `--vary`.

use super::edits::{Edit, Overrides};
use super::load::{File, Read};
use crate::scenario::caps;
use crate::scenario::checked::Scenario;
use crate::scenario::diagnostic::{Diagnostic, clean};
use crate::scenario::path::Path;
use crate::scenario::quantity::Quantity;

/// A setting with the values that it takes in turn.
#[derive(Clone, PartialEq, Debug)]
pub struct Axis {
    /// Where it stands.
    pub path: Path,
    /// The flag as typed, `--vary workers[0].count=1..20`.
    pub flag: String,
    /// Its values in order, as a scenario file writes them.
    pub values: Vec<String>,
    /// They, each as a change of the scenario.
    edits: Vec<Edit>,
    /// The ends as typed, where they are a range.
    ends: Option<(String, String)>,
}

/// How the values of a range lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spacing {
    /// How many; `None`: each whole number, or [`caps::SWEEP_POINTS_DEFAULT`].
    pub points: Option<usize>,
    /// Equal differences or equal ratios.
    pub scale: Scale,
}

/// What is equal between neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scale {
    /// Their difference.
    #[default]
    Linear,
    /// Their ratio.
    Log,
}

impl Axis {
    /// Reads `PATH=SPEC`: a list `10s,30s,60s`, or a range `1..20`, `10s..5m`, `0.1..0.5`.
    ///
    /// # Errors
    /// What is wrong with it, placed at the flag.
    pub fn parse(typed: &str, spacing: Spacing) -> Result<Self, Vec<Diagnostic>> {
        let flag = format!("--vary {typed}");
        let refuse = |message: &str| Diagnostic::error("vary", message).at(&flag);
        let Some((path, spec)) = typed.split_once('=') else {
            let help = "for example `--vary 'workers[0].count=1..20'`";
            return Err(vec![refuse("what is varied is spelled `PATH=SPEC`").help(help)]);
        };
        let path = Path::parse(path.trim()).map_err(|message| vec![refuse(&message)])?;
        let ends = ends(spec);
        let values = ends.map_or_else(|| list(spec), |(low, high)| range(low, high, spacing));
        let values = values.map_err(|message| {
            let help = "a list is spelled `10s,30s,60s`, a range `1..20` or `10s..5m`";
            vec![refuse(&message).help(help)]
        })?;
        if values.len() > caps::SWEEP_POINTS {
            let many = format!("at most {} values can be tried", caps::SWEEP_POINTS);
            return Err(vec![refuse(&many).help("try --points 20")]);
        }
        let edit = |value: &String| Edit::typed(path.clone(), value, flag.clone());
        let edits = values.iter().map(edit).collect();
        let ends = ends.map(|(low, high)| (low.trim().to_owned(), high.trim().to_owned()));
        Ok(Self { path, flag, values, edits, ends })
    }

    /// Is that a mistake of what is varied here?
    fn is_at(&self, mistake: &Diagnostic) -> bool {
        mistake.place.as_ref().is_some_and(|place| place.file == clean(&self.flag))
    }

    /// What to do about a mistake of its values, where more is known than of one value alone.
    fn help(&self, mistake: &Diagnostic) -> Option<String> {
        let has_no_unit = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit());
        match (&self.ends, &self.values[..]) {
            (Some((low, high)), _) if mistake.code == "duration" => {
                [low, high].into_iter().all(has_no_unit).then(|| format!("write `{low}s..{high}s`"))
            }
            (None, [only]) => {
                let (low, high) = only.split_once(['-', ':'])?;
                let are_numbers = [low, high].into_iter().all(|it| Quantity::parse(it).is_some());
                are_numbers.then(|| format!("a range is written `{low}..{high}`"))
            }
            _ => None,
        }
    }
}

/// The two ends of a range, where it is one.
fn ends(spec: &str) -> Option<(&str, &str)> {
    let is_one = !spec.contains(|c: char| ",[{\"'".contains(c));
    spec.split_once("..").filter(|_| is_one)
}

/// Splits at the commas outside of brackets and quotes.
fn list(spec: &str) -> Result<Vec<String>, String> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut values = vec![String::new()];
    for character in spec.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                values.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(value) = values.last_mut() {
            value.push(character);
        }
    }
    for value in &mut values {
        *value = value.trim().to_owned();
        if value.is_empty() {
            return Err("a value is missing".to_owned());
        }
    }
    Ok(values)
}

fn range(low: &str, high: &str, spacing: Spacing) -> Result<Vec<String>, String> {
    let end = |text: &str| {
        let message = || format!("`{}` is neither a number nor a duration", text.trim());
        Quantity::parse(text).ok_or_else(message)
    };
    let (low, high) = alike(end(low)?, end(high)?)?;
    if low.number() >= high.number() {
        return Err(format!("a range goes upwards; {low} is not less than {high}"));
    }
    if spacing.scale == Scale::Log && low.number() <= 0.0 {
        return Err("a logarithmic range begins above zero".to_owned());
    }
    let each = high.number() - low.number() + 1.0;
    let count = match (spacing.points, low, spacing.scale) {
        (Some(points), ..) => points,
        (None, Quantity::Whole(_), Scale::Linear) if each > caps::SWEEP_POINTS as f64 => {
            return Err(format!("at most {} values can be tried", caps::SWEEP_POINTS));
        }
        (None, Quantity::Whole(_), Scale::Linear) => each as usize,
        (None, ..) => caps::SWEEP_POINTS_DEFAULT,
    };
    if !(2..=caps::SWEEP_POINTS).contains(&count) {
        return Err(format!("--points is from 2 to {}; found {count}", caps::SWEEP_POINTS));
    }
    let mut values: Vec<String> = Vec::new();
    for step in 0..count {
        let value = match step {
            0 => low,
            _ if step + 1 == count => high,
            _ => at(low, high, step as f64 / (count - 1) as f64, spacing.scale),
        };
        let value = value.to_string();
        // Rounding makes neighbours equal where there are more points than values.
        if values.last() != Some(&value) {
            values.push(value);
        }
    }
    Ok(values)
}

/// Both ends as one kind: `0..5m` are durations, `1..2.5` are real numbers.
fn alike(low: Quantity, high: Quantity) -> Result<(Quantity, Quantity), String> {
    use Quantity::{Lasting, Real, Whole};
    match (low, high) {
        (Whole(_), Whole(_)) | (Lasting(_), Lasting(_)) | (Real(_), Real(_)) => Ok((low, high)),
        (Whole(0), Lasting(_)) => Ok((high.like(0.0), high)),
        (Whole(whole), Real(_)) => Ok((Real(whole as f64), high)),
        (Real(_), Whole(whole)) => Ok((low, Real(whole as f64))),
        _ => Err(format!("{low} and {high} are not of one kind")),
    }
}

fn at(low: Quantity, high: Quantity, share: f64, scale: Scale) -> Quantity {
    let (from, to) = (low.number(), high.number());
    low.like(match scale {
        Scale::Linear => from + (to - from) * share,
        Scale::Log => libm::exp(libm::log(from) + (libm::log(to) - libm::log(from)) * share),
    })
}

/// Can these be varied together?
///
/// # Errors
/// There are too many, or one lies within another.
pub fn check_axes(axes: &[Axis], file_bytes: usize) -> Result<(), Vec<Diagnostic>> {
    let refuse = |axis: &Axis, message: &str| Diagnostic::error("vary", message).at(&axis.flag);
    if let Some(third) = axes.get(caps::SWEEP_AXES) {
        let many = format!("at most {} settings can be varied at once", caps::SWEEP_AXES);
        return Err(vec![refuse(third, &many)]);
    }
    if let [outer, inner] = axes
        && (outer.path.contains(&inner.path) || inner.path.contains(&outer.path))
    {
        return Err(vec![refuse(inner, &format!("{} is varied already", outer.path))]);
    }
    let points: usize = axes.iter().map(|axis| axis.values.len()).product();
    let affordable = (caps::SWEEP_BYTES / file_bytes.max(1)).min(caps::SWEEP_POINTS);
    if points > affordable {
        let many = format!("{points} points; at most {affordable} can be tried");
        return Err(axes.last().map(|axis| refuse(axis, &many)).into_iter().collect());
    }
    Ok(())
}

/// The points of a sweep, the first axis outermost.
pub fn points(axes: &[Axis]) -> Vec<Vec<&Edit>> {
    let mut points = vec![Vec::new()];
    for axis in axes {
        let longer = |point: &Vec<_>| -> Vec<Vec<_>> {
            axis.edits.iter().map(|edit| [point.as_slice(), &[edit]].concat()).collect()
        };
        points = points.iter().flat_map(longer).collect();
    }
    points
}

/// So many points that tell nothing new are enough.
const DULL: usize = 20;

/// The scenario of each point.
///
/// # Errors
/// The mistakes of all points, each once; of a range one of each kind.
pub fn load_points(
    file: &File<'_>,
    overrides: &Overrides,
    axes: &[Axis],
    read: &Read<'_>,
) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    let (mut scenarios, mut wrong, mut dull) = (Vec::new(), Vec::new(), 0);
    for point in points(axes) {
        if wrong.len() >= caps::PROBLEMS || dull >= DULL {
            break;
        }
        match file.varied(overrides, &point, read) {
            Ok(scenario) => scenarios.push(scenario),
            Err(mistakes) => {
                let known = wrong.len();
                mistakes.into_iter().for_each(|it| note(it, axes, &mut wrong));
                dull += usize::from(wrong.len() == known);
            }
        }
    }
    if wrong.is_empty() { Ok(scenarios) } else { Err(wrong) }
}

/// Notes a mistake that is not known yet.
fn note(mut mistake: Diagnostic, axes: &[Axis], wrong: &mut Vec<Diagnostic>) {
    let axis = axes.iter().find(|axis| axis.is_at(&mistake));
    if let Some(help) = axis.and_then(|axis| axis.help(&mistake)) {
        mistake.helps = vec![help];
    }
    let is_of_range = axis.is_some_and(|axis| axis.ends.is_some());
    let is_known = |known: &Diagnostic| {
        let is_alike = is_of_range && known.code == mistake.code && known.place == mistake.place;
        is_alike || *known == mistake
    };
    if wrong.len() < caps::PROBLEMS && !wrong.iter().any(is_known) {
        wrong.push(mistake);
    }
}
