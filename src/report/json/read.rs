//! A saved result, read back as one side of a comparison.
//!
//! Only what a comparison needs is read; the versions come first, so that another format is refused
//! for what it is.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::runs::RunRow;
use super::{MODEL_VERSION, SCHEMA_VERSION};
use crate::study::{RunDetail, Side, Summary};
use crate::words::{Figure, Measure};

/// True for bytes that can be nothing but JSON that a kvplan wrote: an object, or an array of
/// objects, with `schema_version`.
pub fn is_result(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        schema_version: Option<IgnoredAny>,
    }
    matches!(first(bytes), Some(b'{' | b'['))
        && documents::<Head>(bytes)
            .is_ok_and(|heads| heads.first().is_some_and(|head| head.schema_version.is_some()))
}

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
    let refused = |error: serde_json::Error| match error.to_string().split_once(" at line") {
        // A word that this kvplan does not know speaks for itself.
        Some((said, _)) if said.starts_with("unknown ") => said.to_owned(),
        _ => format!("not a result of simulate: {error}"),
    };
    for found in documents::<Versions>(bytes).map_err(refused)? {
        expect("schema_version", found.schema_version, SCHEMA_VERSION)?;
        expect("model_version", found.model_version, MODEL_VERSION)?;
    }
    match (documents::<Head>(bytes), documents::<Summary>(bytes)) {
        (Ok(heads), Ok(found)) => {
            let fields = documents::<Fields>(bytes).map_err(refused)?;
            let sides = heads.into_iter().zip(found).zip(fields);
            let sides = sides.map(|((head, it), fields)| {
                let mut side = head.into_side(path, it);
                side.figures.retain(|it| is_held(&it.figure, &fields));
                side
            });
            Ok(sides.collect())
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
    fn into_side(self, path: &str, found: Summary) -> Side {
        let runs_detail = self.runs_detail.into_iter().map(RunDetail::from).collect();
        let summary = Summary { runs_detail, ..found };
        Side {
            name: self.scenario.name,
            path: path.to_owned(),
            sha256: self.scenario.sha256,
            plan: self.plan,
            policy: self.policy,
            seed: self.seed,
            settings: None,
            ..Side::from(&summary)
        }
    }
}
