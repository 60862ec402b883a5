//! Where is the baseline, may it be used, and what becomes of it?

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::cli::arguments::Gate as Flags;
use crate::cli::exit::ExitCode;
use crate::cli::export::Stream;
use crate::cli::failure::{Failure, shown};
use crate::cli::output::Output;
use crate::report::gate::{BaselineUse, Update, read_baseline, render_baseline};
use crate::report::{MODEL_VERSION, command, render_diagnostics};
use crate::scenario::{Diagnostic, Scenario};
use crate::study::gate::{self, Baseline, Change, Gate, Strictness, Suite};

/// Used where it exists.
const DEFAULT: &str = "kvplan.baseline.json";
/// No baseline is longer: 200 budgets a scenario take some 30 KiB.
const READ_AT_MOST: u64 = 16 << 20;

/// The file of the baseline.
pub(super) struct BaselineFile {
    pub(super) path: String,
    file: PathBuf,
    is_named: bool,
    is_updated: bool,
    /// The scenarios that the user named.
    scenarios: Vec<PathBuf>,
    is_sum: bool,
}

impl BaselineFile {
    /// The one that is named, or the default. Asked before scenarios are looked for: a remedy names
    /// those alone that the user named.
    pub(super) fn of(flags: &Flags) -> Self {
        let file = flags.baseline.clone().unwrap_or_else(|| DEFAULT.into());
        let path = file.to_string_lossy().into_owned();
        let (is_named, is_updated) = (flags.baseline.is_some(), flags.update_baseline);
        let (scenarios, is_sum) = (flags.asked.scenarios.clone(), flags.sum);
        Self { path, file, is_named, is_updated, scenarios, is_sum }
    }

    /// The path that no export may have.
    pub(super) fn written(&self) -> &Path {
        &self.file
    }

    /// What it holds; `None` where it need not exist and does not. What another model made can only
    /// be replaced.
    pub(super) fn read(
        &self,
        scenarios: &[Scenario],
        output: &Output,
    ) -> Result<Option<Baseline>, Failure> {
        let found = self.text()?;
        if found.is_some() || self.is_updated {
            distinct_names(scenarios)?;
        }
        let Some(text) = found else { return Ok(None) };
        let refused = |diagnostics: Vec<Diagnostic>| Failure {
            code: ExitCode::Wrong,
            text: render_diagnostics(&diagnostics, output.message_look()),
        };
        let baseline = read_baseline(&self.path, &text).map_err(refused)?;
        let version = baseline.model_version;
        if version == MODEL_VERSION || self.is_updated {
            return Ok(Some(baseline));
        }
        let message = format!(
            "the baseline was recorded with version {version} of the model, this is version \
             {MODEL_VERSION}: their figures cannot be compared"
        );
        let command = self.renewal(scenarios);
        let diagnostic = Diagnostic::error("baseline-model", &message).at(&self.path);
        Err(refused(vec![diagnostic.help(&format!("record it anew: {command}"))]))
    }

    fn text(&self) -> Result<Option<String>, Failure> {
        let cannot = |error| {
            let path = shown(&self.file);
            Err(Failure::could_not(format!("cannot read {path}: {error}")))
        };
        let file = match File::open(&self.file) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let may_miss = !self.is_named || self.is_updated;
                return if may_miss { Ok(None) } else { cannot(error) };
            }
            Err(error) => return cannot(error),
        };
        let mut bytes = Vec::new();
        match file.take(READ_AT_MOST).read_to_end(&mut bytes) {
            // What is not UTF-8 is no JSON either; the parser says where.
            Ok(_) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => cannot(error),
        }
    }

    /// The command that replaces it, with the scenarios that were named and every change to them.
    fn renewal(&self, loaded: &[Scenario]) -> String {
        let path = |path: &PathBuf| command::path(&path.to_string_lossy());
        let mut words = vec!["kvplan gate".to_owned()];
        words.extend(self.scenarios.iter().map(path));
        let edits = loaded.first().map_or(&[][..], |it| &it.overrides);
        words.extend(edits.iter().map(|edit| format!("--set {}", command::quoted(edit))));
        words.extend(self.is_sum.then(|| "--sum".to_owned()));
        words.extend(self.is_named.then(|| format!("--baseline {}", path(&self.file))));
        words.push("--update-baseline".to_owned());
        words.join(" ")
    }

    /// Opens the file that will replace it, where it is to be replaced.
    pub(super) fn open(&self) -> Result<Option<Stream>, Failure> {
        self.is_updated.then(|| Stream::create(&self.file)).transpose()
    }
}

/// A baseline knows scenarios by their names.
fn distinct_names(scenarios: &[Scenario]) -> Result<(), Failure> {
    for (place, scenario) in scenarios.iter().enumerate() {
        let other = scenarios[..place].iter().find(|other| other.name == scenario.name);
        if let Some(other) = other {
            let [one, two] = [&other.path, &scenario.path].map(|path| shown(Path::new(path)));
            let name = shown(Path::new(&scenario.name));
            return Err(Failure::wrong(format!(
                "{one} and {two} have the same name ({name}); a baseline tells them apart by it"
            )));
        }
    }
    Ok(())
}

/// A gate, with what becomes of its baseline.
pub(super) struct Judged<'a> {
    pub(super) gate: Gate<'a>,
    /// What the file would hold with the figures of now.
    whole: Baseline,
    changes: Vec<Change>,
    update: Option<Update>,
}

/// Judges against the baseline. Where it is updated, growth is still judged against the old
/// figures, and one that is broken keeps all of them, unless it is accepted.
pub(super) fn judge<'a>(
    flags: &Flags,
    suites: Vec<Suite<'a>>,
    (old, strictness): (Option<Baseline>, Strictness),
) -> Judged<'a> {
    let mut gate = gate::judge(suites.clone(), old.as_ref(), strictness);
    let fresh = gate.record(MODEL_VERSION);
    let comparable = old.as_ref().filter(|it| it.model_version == MODEL_VERSION);
    let whole = match comparable {
        Some(old) => fresh.clone().keeping_others(old, &gate.names()),
        None => fresh.clone(),
    };
    let empty = Baseline { model_version: MODEL_VERSION, scenarios: vec![], figures: vec![] };
    let changes = whole.changes(old.as_ref().unwrap_or(&empty));
    let mut update = old.is_some().then_some(Update::NotAsked);
    if flags.update_baseline {
        let against = match comparable {
            Some(old) if !flags.accept_growth => fresh.with_values_of(old),
            Some(_) | None => fresh,
        };
        gate = gate::judge(suites, Some(&against), strictness);
        let is_refused = gate.growth_is_broken();
        update = Some(if is_refused { Update::Refused } else { Update::Recorded });
    }
    Judged { gate, whole, changes, update }
}

impl Judged<'_> {
    /// For the report; `None` where there is no baseline.
    pub(super) fn baseline_use<'p>(&'p self, path: &'p str) -> Option<BaselineUse<'p>> {
        self.update.map(|update| BaselineUse { path, changes: &self.changes, update })
    }
}

/// Puts the new baseline into place, unless it is refused: then the old one stays.
pub(super) fn write(opened: Option<Stream>, judged: &Judged<'_>) -> Result<(), Failure> {
    let is_recorded = judged.update == Some(Update::Recorded);
    let Some(mut file) = opened.filter(|_| is_recorded) else { return Ok(()) };
    file.put(&render_baseline(&judged.whole))?;
    file.finish()
}
