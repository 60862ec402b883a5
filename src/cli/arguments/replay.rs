//! The flags of `replay`.

use std::path::PathBuf;

use clap::Args;

use super::{Delivery, Offer, numbers};
use crate::report::{Format, Sheet};
use crate::scenario::Overrides;

/// Flags of `replay`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
pub(in crate::cli) struct Replay {
    /// A trace, CSV as `simulate --trace` writes it, .gz too; - is standard input
    #[arg(value_name = "TRACE")]
    pub(in crate::cli) trace: PathBuf,
    /// The policy, plan, latencies, limits, expiry and caches of this scenario; its own workload
    /// stays out. Without it every operation is instantaneous and nothing is refused
    #[arg(value_name = "SCENARIO")]
    pub(in crate::cli) scenario: Option<PathBuf>,
    /// A preset, or a policy of the scenario [default: the scenario's own, else optimized]
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Change one value, as in --set policy.cache.worker_ttl=60s; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    pub(in crate::cli) set: Vec<String>,
    /// The limits: a plan's name or a YAML file [default: the scenario's, else
    /// cloudflare-free@2026-10]
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// The seed of the latencies [default: the scenario's, else 42]
    #[arg(long, value_name = "N", value_parser = numbers::seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Count bad rows and go on, instead of ending with the first
    #[arg(long)]
    pub(in crate::cli) skip_bad: bool,
    #[command(flatten)]
    pub(in crate::cli) delivery: Delivery,
}

impl Replay {
    pub(in crate::cli) const OFFER: Offer = Offer {
        command: "replay",
        formats: Format::WITH_ROWS,
        sheets: &[Sheet::Rows, Sheet::Causes],
    };
}

impl Replay {
    /// The changes, without clap.
    pub(in crate::cli) fn overrides(&self) -> Overrides {
        Overrides {
            set: self.set.clone(),
            policy: self.policy.clone(),
            plan: self.plan.clone(),
            days: None,
            runs: None,
            seed: self.seed,
        }
    }
}
