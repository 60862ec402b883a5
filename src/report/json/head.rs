//! With what does a result begin?

use serde::Serialize;

use super::{MODEL_VERSION, SCHEMA_VERSION};
use crate::scenario::Scenario;

/// What a command found, behind the versions that every result begins with.
#[derive(Serialize)]
pub(in crate::report) struct Versioned<T> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    #[serde(flatten)]
    found: T,
}

impl<T> From<T> for Versioned<T> {
    fn from(found: T) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            kvplan_version: env!("CARGO_PKG_VERSION"),
            model_version: MODEL_VERSION,
            found,
        }
    }
}

/// The file of a scenario.
#[derive(Serialize)]
pub(in crate::report) struct File<'a> {
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
}

impl<'a> From<&'a Scenario> for File<'a> {
    fn from(it: &'a Scenario) -> Self {
        Self { name: &it.name, path: &it.path, sha256: &it.sha256 }
    }
}

/// What was run, and how often.
#[derive(Serialize)]
pub(in crate::report) struct Setup<'a> {
    plan: &'a str,
    policy: &'a str,
    seed: u64,
    runs: u32,
    days: u32,
}

impl<'a> Setup<'a> {
    /// So many runs were made of the scenario.
    pub(in crate::report) fn new(it: &'a Scenario, runs: u32) -> Self {
        Self { plan: &it.plan.name, policy: &it.policy_name, seed: it.seed, runs, days: it.days }
    }
}
