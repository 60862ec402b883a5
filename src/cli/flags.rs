//! Which flags do several commands share?

mod changes;
mod delivery;
pub(crate) mod numbers;
mod offer;
mod worlds;

use std::path::PathBuf;

use clap::Args;

use crate::scenario::Overrides;

pub(crate) use self::changes::{Changes, Exactness};
pub(crate) use self::delivery::{Delivery, Jobs};
pub(crate) use self::offer::Offer;
pub(crate) use self::worlds::{More, beside, joined};

/// Which scenarios, with what changed.
#[derive(Args, Debug)]
pub(crate) struct Asked {
    /// Scenario files; - is standard input
    #[arg(value_name = "SCENARIO", required = true)]
    pub(crate) scenarios: Vec<PathBuf>,
    /// A preset, or a policy of the file [default: the file's own]
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    #[command(flatten)]
    pub(crate) changes: Changes,
}

impl Asked {
    /// The changes, without clap.
    pub(crate) fn overrides(&self) -> Overrides {
        self.changes.overrides(self.policy.as_ref())
    }
}
