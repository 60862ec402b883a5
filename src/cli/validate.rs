//! Is the file sound?

use super::arguments::Validate;
use super::exit::ExitCode;
use super::failure::Failure;
use super::load;
use super::output::Output;
use crate::report::{clean, count};
use crate::scenario::Scenario;

/// A line for each file; if one is not sound the mistakes are said instead.
pub(super) fn run(flags: &Validate, output: &Output) -> Result<ExitCode, Failure> {
    let scenarios = load::all(&flags.asked, output)?;
    let lines: Vec<String> = scenarios.iter().map(line).collect();
    output.print(&lines.concat())?;
    Ok(ExitCode::Done)
}

fn line(scenario: &Scenario) -> String {
    let workers = match scenario.worker_count() {
        1 => "1 worker".to_owned(),
        many => format!("{} workers", count(many)),
    };
    let (policy, plan) = (&scenario.policy_name, &scenario.plan.name);
    let text = format!("{}: sound: {}, {workers}, {policy}, {plan}", scenario.path, scenario.name);
    clean(&text) + "\n"
}
