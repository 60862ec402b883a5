//! Where is the baseline, may it be used, and what becomes of it?

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Gate, lock};
use crate::cli::delivery::Stream;
use crate::cli::load;
use crate::cli::process::{Failure, Output, shown};
use crate::report::gate::{read_baseline, render_baseline};
use crate::report::{MODEL_VERSION, quoted, quoted_path};
use crate::scenario::{Diagnostic, Scenario};
use crate::study::gate::{Baseline, Note, Update, Updated, same_name};

/// Used where it exists.
const DEFAULT: &str = "kvplan.baseline.json";
/// No baseline is longer: 200 budgets a scenario take some 30 KiB.
const READ_AT_MOST: u64 = 16 << 20;

/// The file of the baseline.
pub(crate) struct BaselineFile {
    pub(crate) path: String,
    file: PathBuf,
    is_named: bool,
    is_updated: bool,
    is_checked: bool,
    /// The scenarios that the user named.
    scenarios: Vec<PathBuf>,
    is_sum: bool,
}

impl BaselineFile {
    /// The one that is named, or the default. Asked before scenarios are looked for: a remedy names
    /// those alone that the user named.
    pub(crate) fn of(flags: &Gate) -> Self {
        let file = flags.baseline.clone().unwrap_or_else(|| DEFAULT.into());
        let path = file.to_string_lossy().into_owned();
        let (is_named, is_updated) = (flags.baseline.is_some(), flags.update_baseline);
        let is_checked = flags.check;
        let (scenarios, is_sum) = (flags.asked.scenarios.clone(), flags.sum);
        Self { path, file, is_named, is_updated, is_checked, scenarios, is_sum }
    }

    /// The path that no export may have.
    pub(crate) fn written(&self) -> &Path {
        &self.file
    }

    /// What it holds; `None` where it need not exist and does not. What another model made can only
    /// be replaced.
    pub(crate) fn read(
        &self,
        scenarios: &[Scenario],
        output: &Output,
    ) -> Result<Option<Baseline>, Failure> {
        let found = self.text()?;
        if found.is_some() || self.is_updated {
            distinct_names(scenarios)?;
        }
        let Some(text) = found else { return Ok(None) };
        let baseline = read_baseline(&self.path, &text);
        let baseline = baseline.map_err(|wrong| load::wrong(&wrong, output))?;
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
        let diagnostic = diagnostic.help(&format!("record it anew: {command}"));
        Err(load::wrong(&[diagnostic], output))
    }

    /// That it is missing, where growth is judged or it has to be in order.
    pub(crate) fn missing(&self, scenarios: &[Scenario], found: Option<&Baseline>) -> Option<Note> {
        let mut budgets = scenarios.iter().flat_map(|it| &it.budgets);
        let is_needed = budgets.any(|it| self.is_checked || it.growth.is_some());
        let is_missing = found.is_none() && is_needed && !self.is_updated;
        is_missing.then(|| Note::NoBaseline(self.path.clone(), self.renewal(scenarios)))
    }

    fn text(&self) -> Result<Option<String>, Failure> {
        let cannot = |error| {
            let path = shown(&self.file);
            Err(Failure::could_not(format!("cannot read {path}: {error}")))
        };
        let file = match File::open(&self.file) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let may_miss = !self.is_named || self.is_updated || self.is_checked;
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
        let path = |path: &PathBuf| quoted_path(&path.to_string_lossy());
        let mut words = vec!["kvplan gate".to_owned()];
        words.extend(self.scenarios.iter().map(path));
        let edits = loaded.first().map_or(&[][..], |it| &it.overrides);
        words.extend(edits.iter().map(|edit| format!("--set {}", quoted(edit))));
        words.extend(self.is_sum.then(|| "--sum".to_owned()));
        words.extend(self.is_named.then(|| format!("--baseline {}", path(&self.file))));
        words.push("--update-baseline".to_owned());
        words.join(" ")
    }

    /// Opens the file that will replace it, where it is to be replaced.
    pub(crate) fn open(&self) -> Result<Option<Stream>, Failure> {
        self.is_updated.then(|| Stream::create(&self.file)).transpose()
    }

    /// Puts the new baseline into place, unless it is refused: then the old one stays. What others
    /// recorded of other scenarios since it was read is kept; of the same ones, nothing is replaced.
    pub(crate) fn write(
        &self,
        opened: Option<Stream>,
        judged: &Updated<'_>,
        read: Option<&Baseline>,
    ) -> Result<(), Failure> {
        let is_recorded = judged.update == Some(Update::Recorded);
        let Some(mut file) = opened.filter(|_| is_recorded) else { return Ok(()) };
        let _lock = lock::of(&self.file)?;
        let now = self.text()?.map(|text| read_baseline(&self.path, &text));
        let (now, names) = (now.transpose().ok().flatten(), judged.gate.names());
        let (whole, now) = (&judged.whole, now.as_ref());
        let merged = match now {
            _ if now == read => whole.clone(),
            Some(now) if is_as_read(now, read, &names) || now.agrees_on(&names, whole) => {
                whole.clone().keeping_others(now, &names)
            }
            _ => {
                let path = shown(&self.file);
                let message =
                    format!("{path} has changed meanwhile and is left as it is: try again");
                return Err(Failure::could_not(message));
            }
        };
        file.put(&render_baseline(&merged))?;
        file.finish()
    }
}

/// Are the figures of these names those that were read, by this model?
fn is_as_read(now: &Baseline, read: Option<&Baseline>, names: &[String]) -> bool {
    let none = Baseline { model_version: MODEL_VERSION, scenarios: vec![], figures: vec![] };
    now.model_version == MODEL_VERSION && now.agrees_on(names, read.unwrap_or(&none))
}

/// A baseline knows scenarios by their names.
fn distinct_names(scenarios: &[Scenario]) -> Result<(), Failure> {
    let Some([one, two]) = same_name(scenarios) else { return Ok(()) };
    let [one, two, name] = [&one.path, &two.path, &one.name].map(|it| shown(Path::new(it)));
    Err(Failure::wrong(format!(
        "{one} and {two} have the same name ({name}); a baseline tells them apart by it"
    )))
}
