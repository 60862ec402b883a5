//! What is a finding called in words?
//!
//! A study finds facts; each is said here, in one place for all formats.

mod advice;
mod assumptions;
mod notes;
mod warnings;
mod worlds;

use serde::Serialize;

pub(super) use self::advice::advice;
pub use self::notes::{no_sum, trace_note};
pub(super) use self::worlds::choices;
use super::text::clean;
use crate::study::{Asked, Assumption, Barred, Reason, Skipped, Warning};

/// Something the user should look at, in words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Remark {
    /// A kebab-case code, `ttl-equals-interval`.
    pub code: &'static str,
    /// What is the matter.
    pub message: String,
    /// What it leads to.
    pub note: Option<String>,
    /// What to try.
    pub help: Option<String>,
}

impl Remark {
    /// Of a code and what is the matter.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), note: None, help: None }
    }

    /// With what it leads to.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// With what to try.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// All that is said, in order.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        [Some(&self.message), self.note.as_ref(), self.help.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

/// A search or a sweep without one answer.
pub(super) fn not_monotonic(message: String) -> Remark {
    Remark::new("not-monotonic", message)
}

/// What is said of these.
pub fn remarks(warnings: &[Warning]) -> Vec<Remark> {
    warnings.iter().map(Remark::from).collect()
}

/// What is said of these.
pub fn assumptions(assumptions: &[Assumption]) -> Vec<String> {
    assumptions.iter().map(self::assumptions::assumption).collect()
}

/// `traffic[0].requests_per_day: skipped: the scenario has no traffic`.
pub fn skipped(Skipped { path, reason }: &Skipped) -> String {
    clean(&format!("{path}: skipped: {}", self::reason(reason)))
}

/// Why a question is not asked.
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::NoTraffic => "the scenario has no traffic".to_owned(),
        Reason::WritesAlways => {
            "the policy writes at each heartbeat (policy.write.when: always)".to_owned()
        }
        Reason::NoNumber => "the scenario has no such number".to_owned(),
        Reason::NoSample(figure, missing) => format!("{figure}: {}", missing.reason()),
    }
}

/// Why a value cannot be tried.
pub(super) fn barred(barred: &Barred) -> String {
    match barred {
        Barred::Wrong(said) => said.clone(),
        Barred::TooLong => {
            "more would take too long to simulate in all runs; with fewer `--runs` it goes further"
                .to_owned()
        }
        Barred::ValueTooLarge => "the one key would hold more than KV takes".to_owned(),
        Barred::NoSample(figure, missing) => format!("{figure}: {}", missing.reason()),
    }
}

/// A line for each question, and in how many worlds each would be asked.
pub fn questions(asked: &[Asked], worlds: Option<usize>) -> String {
    let line = |asked: &Asked| match asked {
        Asked::Question(_, it) => clean(&format!("{}: from {}", it.path, it.start)) + "\n",
        Asked::Skipped(it) => skipped(it) + "\n",
    };
    let worlds = worlds.map_or_else(String::new, |it| format!("each in {it} worlds\n"));
    asked.iter().map(line).collect::<String>() + &worlds
}
