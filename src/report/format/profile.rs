//! The day in 24 columns, an hour each.

use crate::report::amount;
use crate::report::document::Profile;
use crate::report::text::{width, wrap};

/// A column of the least to the greatest height.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const SCALE: &str = "  hour   0     6     12    18    24";
const INDENT: &str = "         ";

/// As shares of the peak; peak and least are told, so that a flat day is known for one. Nothing
/// where nothing was used. No name of a user's stands in it.
pub(super) fn lines(Profile { meter, hours }: &Profile, columns: usize) -> Vec<String> {
    let peak = hours.iter().copied().fold(0.0, f64::max);
    let Some(hour) = hours.iter().position(|&count| count == peak && peak > 0.0) else {
        return Vec::new();
    };
    let bars: String = hours.iter().map(|&count| block(count / peak)).collect();
    let (peak, least) = (amount(peak), amount(hours.iter().copied().fold(peak, f64::min)));
    let said = format!("{meter}, peak {peak} an hour at {hour:02}:00, least {least}");
    let bars = format!("{INDENT}{bars}");
    let mut lines = vec![SCALE.to_owned()];
    if width(&bars) + 4 + width(&said) <= columns {
        lines.push(format!("{bars}    {said}"));
    } else {
        lines.push(bars.trim_end().to_owned());
        lines.extend(wrap(&said, INDENT, columns));
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
