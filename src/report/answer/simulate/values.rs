//! How much KV holds and how much goes to and fro, where a scenario says how large values are.

use crate::platform::Sizes;
use crate::report::Report;
use crate::report::figures::bytes;

/// A sentence and the word that it begins with; none where everything is as it is by default.
pub(super) fn text(report: &Report<'_>) -> Option<(&'static str, String)> {
    let (sizes, summary) = (&report.scenario.kv.sizes, report.summary);
    if *sizes == Sizes::TYPICAL {
        return None;
    }
    let held = bytes(summary.memory_bytes as f64);
    let (stored, moved) = (bytes(summary.stored_bytes), bytes(summary.moved_bytes_per_day));
    let mut text =
        format!("about {stored} in KV, {moved} a day to and fro, {held} in the isolates");
    if sizes.compression > 1.0 {
        text.push_str(&format!(
            "; {} times smaller in KV than in memory: that saves no operation, and none of the \
             memory; the CPU time that it takes is not counted",
            sizes.compression
        ));
    }
    Some(("values", text))
}
