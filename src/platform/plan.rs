//! A provider's dated limits and prices, each with the source it was taken from.
//!
//! The plan files are data: `plans/*.yaml`, embedded in the binary and parsed by
//! [`crate::scenario`]; a user may give a file of the same shape.

use crate::words::{Meter, Span};

/// The text of the plans that ship with the tool: (name, YAML).
pub const EMBEDDED_PLANS: [(&str, &str); 3] = [
    ("cloudflare-free@2026-10", include_str!("plans/cloudflare-free@2026-10.yaml")),
    ("cloudflare-paid@2026-10", include_str!("plans/cloudflare-paid@2026-10.yaml")),
    ("cloudflare-kv-instant@2026-10", include_str!("plans/cloudflare-kv-instant@2026-10.yaml")),
];

/// What a plan may put a price on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charged {
    /// What a meter counts.
    Meter(Meter),
    /// Milliseconds of CPU time.
    CpuMs,
    /// Bytes that KV holds for a month.
    StoredBytes,
}

impl Charged {
    /// How many there are.
    pub const COUNT: usize = Meter::COUNT + 2;

    /// All of them, in the order of every report.
    pub fn all() -> impl Iterator<Item = Self> {
        Meter::ALL.into_iter().map(Self::Meter).chain([Self::CpuMs, Self::StoredBytes])
    }

    /// The one name used in files, tables, CSV and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meter(meter) => meter.name(),
            Self::CpuMs => "cpu_ms",
            Self::StoredBytes => "stored_bytes",
        }
    }

    /// Its place among all of them.
    pub const fn index(self) -> usize {
        match self {
            Self::Meter(meter) => meter.index(),
            Self::CpuMs => Meter::COUNT,
            Self::StoredBytes => Meter::COUNT + 1,
        }
    }
}

/// A provider's plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Its dated name, `cloudflare-free@2026-10`.
    pub name: String,
    /// A line for people.
    pub title: String,
    /// Three letters, `USD`.
    pub currency: String,
    /// What the plan costs a month before any use.
    pub base_per_month: f64,
    /// The daily limit of each meter, in the order of [`Meter::ALL`]; `None`: no daily limit.
    pub limits: [Option<Limit>; Meter::COUNT],
    /// The price of each, in the order of [`Charged::all`]; `None`: nothing is charged.
    pub prices: [Option<Price>; Charged::COUNT],
    /// The rules that hold beside the daily limits.
    pub rules: Rules,
    /// What whoever pays should know.
    pub notes: Vec<Note>,
    /// Every other published figure, kept with its source.
    pub facts: Vec<Fact>,
}

impl Plan {
    /// Operations a day that the plan allows on a meter; `None`: as many as one likes.
    pub fn limit(&self, meter: Meter) -> Option<u64> {
        self.limits[meter.index()].as_ref().map(|limit| limit.per_day)
    }

    /// What it asks for something; `None`: nothing is charged.
    pub fn price(&self, charged: Charged) -> Option<&Price> {
        self.prices[charged.index()].as_ref()
    }
}

/// Where a figure comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Basis {
    /// The date for which it was read, `2026-10-08`.
    pub as_of: String,
    /// The page it was read on.
    pub source: String,
}

/// A daily limit, from 00:00 UTC.
#[derive(Clone, PartialEq, Debug)]
pub struct Limit {
    /// The most that is allowed in a day.
    pub per_day: u64,
    /// Where that is written.
    pub basis: Basis,
}

/// A price with an included amount.
#[derive(Clone, PartialEq, Debug)]
pub struct Price {
    /// Included in the base price each month.
    pub included_per_month: u64,
    /// Price of each further million, in the plan's currency.
    pub per_million: f64,
    /// Where that is written.
    pub basis: Basis,
}

/// A figure of the model with its source.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule<T> {
    /// The figure.
    pub value: T,
    /// Where it is written.
    pub basis: Basis,
}

/// The platform rules that hold on every day.
#[derive(Clone, PartialEq, Debug)]
pub struct Rules {
    /// Two writes of one key must be at least this far apart; sooner ones are refused (429).
    pub same_key_write_interval: Rule<Span>,
    /// Two writes of the namespace must be at least this far apart, whatever their keys; `None`: keys
    /// alone count.
    pub same_namespace_write_interval: Option<Rule<Span>>,
    /// KV operations in one invocation of the Worker.
    pub ops_per_invocation: Rule<u32>,
    /// The shortest `cacheTtl` of a read.
    pub cache_ttl_min: Rule<Span>,
    /// The shortest `expirationTtl` of a write.
    pub expiration_ttl_min: Rule<Span>,
    /// Keys in one page of a list.
    pub list_page: Rule<u32>,
}

/// Something published that no figure says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// A sentence for people, without its full stop.
    pub text: String,
    /// Where it is written.
    pub basis: Basis,
}

/// A published figure that the simulation does not use itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// Its name, `kv.storage_bytes`.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Where it is written.
    pub basis: Basis,
}
