//! When in the day is the busiest meter busiest?

use crate::report::text::{width, wrap};
use crate::report::{Look, Report, amount};
use crate::study::{MeterSummary, Summary};
use crate::words::Meter;

/// A column of the least to the greatest height.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const SCALE: &str = "  hour   0     6     12    18    24";
const INDENT: &str = "         ";

/// The day in 24 columns, an hour each, as shares of the peak; peak and least are told, so that a
/// flat day is known for one. Nothing where nothing was used.
pub(in crate::report) fn lines(report: &Report<'_>, look: Look) -> Vec<String> {
    let summary = report.summary;
    let Some(meter) = busiest(summary) else { return Vec::new() };
    let counts: Vec<f64> = summary.hours.iter().map(|hour| hour.counts[meter.index()]).collect();
    let peak = counts.iter().copied().fold(0.0, f64::max);
    let Some(hour) = counts.iter().position(|&count| count == peak && peak > 0.0) else {
        return Vec::new();
    };
    let bars: String = counts.iter().map(|&count| block(count / peak)).collect();
    let least = amount(counts.iter().copied().fold(peak, f64::min));
    let peak = amount(peak);
    let said = format!("{meter}, peak {peak} an hour at {hour:02}:00, least {least}");
    let bars = format!("{INDENT}{bars}");
    let mut lines = vec![SCALE.to_owned()];
    if width(&bars) + 4 + width(&said) <= look.width {
        lines.push(format!("{bars}    {said}"));
    } else {
        lines.push(bars.trim_end().to_owned());
        lines.extend(wrap(&said, INDENT, look.width));
    }
    lines
}

/// A block of that height; the least block is for what is little, a blank for nothing.
fn block(height: f64) -> char {
    if height <= 0.0 {
        return ' ';
    }
    let step = (height * BLOCKS.len() as f64).ceil() as usize;
    BLOCKS[step.clamp(1, BLOCKS.len()) - 1]
}

/// The meter that uses most of its limit; where nothing is limited, the one that counts most.
pub(in crate::report) fn busiest(summary: &Summary) -> Option<Meter> {
    let rank = |it: &MeterSummary| (it.mean_ratio.unwrap_or(-1.0), it.mean_per_day);
    let used = summary.meters.iter().filter(|it| it.mean_per_day > 0.0);
    used.max_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
    .map(|it| it.meter)
}
