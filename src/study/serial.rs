//! How are words and times of day written in a result, and names read back?
//!
//! The words know nothing of serde; everything else that a study finds derives from this.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scenario::Quantity;
use crate::words::{CacheName, Cause, Meter, Op, Refusal, RequestKind, Statistic};

/// A word is its name, and a name that is none of them is told.
macro_rules! by_name {
    ($($word:ident: $what:literal),+) => {$(
        impl Serialize for $word {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }

        impl<'de> Deserialize<'de> for $word {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let name = String::deserialize(from)?;
                let word = Self::ALL.into_iter().find(|word| word.name() == name);
                word.ok_or_else(|| D::Error::custom(format!(concat!("unknown ", $what, " `{}`"), name)))
            }
        }
    )+};
}

by_name!(Meter: "meter", RequestKind: "request", Cause: "cause", CacheName: "cache");
by_name!(Refusal: "reason", Statistic: "stat");

/// As a scenario file writes it.
impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Operations of a day under the names of their meters: `reads_per_day`.
pub(super) fn operations_per_day<S: Serializer>(
    counts: &[f64; Op::COUNT],
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_map(Op::ALL.map(|op| (format!("{}_per_day", op.meter()), counts[op.index()])))
}

/// Operations that cold starts cause; they only read and write.
pub(super) fn cold_operations<S: Serializer>(
    counts: &[f64; Op::COUNT],
    to: S,
) -> Result<S::Ok, S::Error> {
    let name = |op: Op| format!("cold_start_{}_per_day", op.meter());
    to.collect_map([Op::Read, Op::Write].map(|op| (name(op), counts[op.index()])))
}

/// Operations of a whole trace: `reads_total`.
pub(super) fn operations_total<S: Serializer>(
    counts: &[u64; Op::COUNT],
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_map(Op::ALL.map(|op| (format!("{}_total", op.meter()), counts[op.index()])))
}

/// Milliseconds since 00:00 as a time of day to the second: `19:52:07`.
pub fn time_of_day(ms: u32) -> String {
    let seconds = ms / 1_000;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// [`time_of_day`], for a derive.
pub(super) fn as_time<S: Serializer>(ms: &u32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&time_of_day(*ms))
}
