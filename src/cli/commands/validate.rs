//! Is the file sound?

use clap::Args;

use crate::cli::flags::Asked;
use crate::cli::inputs::Inputs;
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{clean, count};
use crate::scenario::Scenario;

/// Flags of `validate`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES)]
pub(crate) struct Validate {
    #[command(flatten)]
    asked: Asked,
}

const EXAMPLES: &str = "\
Examples:
  kvplan validate coordinator.yaml
  kvplan validate scenarios/*.yaml --plan cloudflare-paid@2026-10";

/// A line for each file; if one is not sound the mistakes are said instead.
pub(crate) fn run(flags: &Validate, output: &Output) -> Result<ExitCode, Failure> {
    let scenarios = load::all(&flags.asked, &Inputs::default(), output)?;
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
