//! The flags of `sweep` and `headroom`.

use clap::{Args, ValueEnum};

use super::{Asked, Delivery, Jobs, Offer, numbers};
use crate::report::{Format, Sheet};
use crate::scenario::{Scale, Spacing};
use crate::words::Meter;

/// Flags of `sweep`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
pub(in crate::cli) struct Sweep {
    #[command(flatten)]
    pub(in crate::cli) asked: Asked,
    /// What is varied: 10s,30s,60s or 1..20 or 10s..5m; given twice it makes a grid
    #[arg(long, value_name = "PATH=SPEC", required = true)]
    pub(in crate::cli) vary: Vec<String>,
    /// Values of a range [default: each whole number, 10 of others]
    #[arg(long, value_name = "N", value_parser = numbers::points, allow_negative_numbers = true)]
    points: Option<usize>,
    /// How the values of a range lie
    #[arg(long, value_enum, value_name = "SCALE", default_value_t)]
    scale: ScaleName,
    /// Whose limit is looked at [default: the one that comes nearest]
    #[arg(long, value_name = "METER", value_parser = meter)]
    pub(in crate::cli) meter: Option<Meter>,
    /// List the points, and simulate nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) delivery: Delivery,
    #[command(flatten)]
    pub(in crate::cli) jobs: Jobs,
}

impl Sweep {
    pub(in crate::cli) const OFFER: Offer = Offer {
        command: "sweep",
        formats: Format::WITH_ROWS,
        sheets: &[Sheet::Rows, Sheet::Causes, Sheet::Colos],
    };
}

impl Sweep {
    /// How the values of ranges lie, without clap.
    pub(in crate::cli) fn spacing(&self) -> Spacing {
        let scale = match self.scale {
            ScaleName::Linear => Scale::Linear,
            ScaleName::Log => Scale::Log,
        };
        Spacing { points: self.points, scale }
    }
}

/// What is equal between the values of a range.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum ScaleName {
    /// Their difference
    #[default]
    Linear,
    /// Their ratio
    Log,
}

/// Flags of `headroom`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
pub(in crate::cli) struct Headroom {
    #[command(flatten)]
    pub(in crate::cli) asked: Asked,
    /// What is made harder [default: workers, requests a day, heartbeat and write interval]
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) vary: Vec<String>,
    /// Less is harder, as for an interval [default: that way in which the use grows]
    #[arg(long)]
    pub(in crate::cli) down: bool,
    /// The share of days on which a limit may be passed, such as 1%
    #[arg(long, value_name = "PCT", default_value = "0%", value_parser = numbers::percent, allow_negative_numbers = true)]
    pub(in crate::cli) tolerate: f64,
    /// Also the answer under every combination of three things that nobody can know: beat timing,
    /// affinity, latency
    #[arg(long)]
    pub(in crate::cli) worlds: bool,
    /// List the questions, and simulate nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) delivery: Delivery,
    #[command(flatten)]
    pub(in crate::cli) jobs: Jobs,
}

impl Headroom {
    pub(in crate::cli) const OFFER: Offer =
        Offer { command: "headroom", formats: Format::PLAIN, sheets: &[] };
}

fn meter(text: &str) -> Result<Meter, String> {
    let found = Meter::ALL.into_iter().find(|meter| meter.name() == text);
    found.ok_or_else(|| format!("the meters are {}", Meter::ALL.map(Meter::name).join(", ")))
}
