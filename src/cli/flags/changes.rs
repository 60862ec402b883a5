//! The flags that change a scenario, for every command that reads one.

use clap::Args;

use super::numbers::{self, percent};
use crate::cli::process::Failure;
use crate::scenario::Overrides;
use crate::study::{AUTO_TARGET, Precision, Scope};

/// What the command line changes in a scenario.
#[derive(Args, Debug)]
pub(crate) struct Changes {
    /// Change one value, as in --set 'workers[0].heartbeat.every=45s'; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// The limits and prices: a plan's name or a YAML file [default: the file's, else
    /// cloudflare-free@2026-10]
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// Days of each run [default: the file's, else 7]
    #[arg(long, value_name = "N", value_parser = numbers::days, allow_negative_numbers = true)]
    days: Option<u32>,
    /// Runs, each with its own random streams; auto (simulate, compare, explain): as many as it
    /// takes to know the figures, 1,000 at most [default: the file's, else 20]
    #[arg(long, value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    runs: Option<Runs>,
    /// The seed of all random streams [default: the file's, else 42]
    #[arg(long, value_name = "N", value_parser = numbers::seed, allow_negative_numbers = true)]
    seed: Option<u64>,
}

/// How many runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Runs {
    /// So many.
    Count(u32),
    /// As many as it takes.
    Auto,
}

impl Changes {
    /// The changes, with that of `--policy`, without clap.
    pub(crate) fn overrides(&self, policy: Option<&String>) -> Overrides {
        let runs = match self.runs {
            Some(Runs::Count(runs)) => Some(runs),
            Some(Runs::Auto) | None => None,
        };
        Overrides {
            set: self.set.clone(),
            policy: policy.cloned(),
            plan: self.plan.clone(),
            days: self.days,
            runs,
            seed: self.seed,
        }
    }

    /// Was `--set` given?
    pub(crate) fn has_set(&self) -> bool {
        !self.set.is_empty()
    }

    /// Was `--runs auto` given?
    pub(crate) fn has_auto_runs(&self) -> bool {
        self.runs == Some(Runs::Auto)
    }
}

/// How exact `--runs auto` is.
#[derive(Args, Debug)]
pub(crate) struct Exactness {
    /// --runs auto: half the width of each mean's 95 % interval, in percent of the mean [default:
    /// 1%]
    #[arg(long, value_name = "PCT", value_parser = target, allow_negative_numbers = true)]
    target: Option<f64>,
}

impl Exactness {
    /// What `--runs auto` is to reach; `None` where it was not given.
    ///
    /// # Errors
    /// `--target` without it.
    pub(crate) fn precision(
        &self,
        changes: &Changes,
        scope: Scope,
    ) -> Result<Option<Precision>, Failure> {
        match (changes.has_auto_runs(), self.target) {
            (false, None) => Ok(None),
            (false, Some(_)) => Err(Failure::wrong("--target is for --runs auto")),
            (true, target) => Ok(Some(Precision { target: target.unwrap_or(AUTO_TARGET), scope })),
        }
    }
}

fn runs(text: &str) -> Result<Runs, String> {
    if text == "auto" {
        return Ok(Runs::Auto);
    }
    numbers::runs(text).map(Runs::Count)
}

fn target(text: &str) -> Result<f64, String> {
    let share = percent(text)?;
    if share == 0.0 { Err("nothing is known exactly: above 0%".to_owned()) } else { Ok(share) }
}
