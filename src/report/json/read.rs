//! A saved result, read back as one side of a comparison.
//!
//! Only what a comparison needs is read; the versions come first, so that another format is refused
//! for what it is. What no simulation can find is refused too.

mod sound;

pub(in crate::report) use sound::{most, number};

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::runs::RunRow;
use super::{MODEL_VERSION, SCHEMA_VERSION};
use crate::study::{RunDetail, Side, Summary};
use crate::words::{Figure, Measure};

/// The results of a file, one a scenario.
///
/// # Errors
/// A sentence that says why it cannot be used.
pub fn read_results(path: &str, bytes: &[u8]) -> Result<Vec<Side>, String> {
    #[derive(Deserialize)]
    struct Versions {
        schema_version: Option<u64>,
        model_version: Option<u64>,
    }
    let refused = |error: serde_json::Error| match plain(&error) {
        // A word that this kvplan does not know speaks for itself.
        said if said.starts_with("unknown ") => said,
        said => {
            let (line, column) = (error.line(), error.column());
            format!("not a result of simulate: {said} at line {line} column {column}")
        }
    };
    for found in documents::<Versions>(bytes).map_err(refused)? {
        expect("schema_version", found.schema_version, SCHEMA_VERSION)?;
        expect("model_version", found.model_version, MODEL_VERSION)?;
    }
    match (documents::<Head>(bytes), documents::<Summary>(bytes)) {
        (Ok(heads), Ok(found)) => {
            let fields = documents::<Fields>(bytes).map_err(refused)?;
            let sides = heads.into_iter().zip(found).zip(fields);
            let sides = sides.map(|((mut head, it), fields)| {
                let summary = head.complete(it);
                sound::summary(&summary)?;
                let mut side = head.side(path, &summary);
                side.figures.retain(|it| is_held(&it.figure, &fields));
                sound::figures(&side)?;
                Ok(side)
            });
            let sides: Result<Vec<Side>, String> = sides.collect();
            sides.map_err(|it| format!("not a result of simulate: {it}"))
        }
        (heads, found) => {
            let errors = heads.err().into_iter().chain(found.err());
            let first = errors.min_by_key(|error| (error.line(), error.column()));
            Err(refused(first.expect("one of the two failed")))
        }
    }
}

/// The first byte that says something.
fn first(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// The objects of a file, read straight into what is wanted of them.
fn documents<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<Vec<T>> {
    if first(bytes) == Some(b'[') {
        serde_json::from_slice(bytes)
    } else {
        serde_json::from_slice(bytes).map(|document| vec![document])
    }
}

fn expect(name: &str, found: Option<u64>, expected: u32) -> Result<(), String> {
    match found {
        Some(found) if found == u64::from(expected) => Ok(()),
        Some(found) => Err(format!(
            "its {name} is {found}, that of this kvplan is {expected}: simulate the scenario again"
        )),
        None => Err(format!("it has no {name}: not a result of simulate")),
    }
}

/// The names of what a result holds.
type Fields = BTreeMap<String, IgnoredAny>;

/// Does a result with these fields hold a figure? One of before may not.
fn is_held(figure: &Figure, fields: &Fields) -> bool {
    let field = match figure.measure {
        // All of them came with the colos.
        Measure::ColdStarts | Measure::Failed => "isolates",
        Measure::Retries => "retries_per_day",
        Measure::LostUpdates => "lost_updates_per_day",
        Measure::UnlistedWorkers => "unlisted_workers",
        Measure::Memory => "memory_bytes",
        Measure::Stored => "stored_bytes",
        Measure::Moved => "moved_bytes_per_day",
        _ => return true,
    };
    fields.contains_key(field)
}

/// What the figures were made from, and those of each run.
#[derive(Deserialize)]
struct Head {
    scenario: File,
    plan: String,
    policy: String,
    seed: u64,
    #[serde(default)]
    runs_detail: Vec<RunRow>,
}

#[derive(Deserialize)]
struct File {
    name: String,
    sha256: String,
}

impl Head {
    /// The figures with those of each run.
    fn complete(&mut self, found: Summary) -> Summary {
        let runs = std::mem::take(&mut self.runs_detail);
        Summary { runs_detail: runs.into_iter().map(RunDetail::from).collect(), ..found }
    }

    fn side(self, path: &str, summary: &Summary) -> Side {
        Side {
            name: self.scenario.name,
            path: path.to_owned(),
            sha256: self.scenario.sha256,
            plan: self.plan,
            policy: self.policy,
            seed: self.seed,
            settings: None,
            ..Side::from(summary)
        }
    }
}

/// What the parser says, without the place and without the names that only this program knows.
pub(in crate::report) fn plain(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let said = whole.rsplit_once(" at line").map_or(whole.as_str(), |(said, _)| said);
    let ours = said.starts_with("invalid ").then(|| said.split_once(", expected ")).flatten();
    ours.map_or(said, |(said, _)| said).to_owned()
}
