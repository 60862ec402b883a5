//! What is a finding called in words?
//!
//! A study finds facts; each is said here, in one place for all formats.

use super::text::clean;
use crate::study::{Asked, Reason, Skipped};

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
        Reason::NoLimit(plan) => format!("the plan {plan} has no daily limit"),
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
