//! How long is a bar, and where in it stands the limit?

use crate::report::document::Value;

/// An eighth to eight eighths of a column.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
/// The limit.
const LIMIT: char = '│';
/// The bar goes on beyond its room.
const BEYOND: char = '▶';
/// More than so many limits are not drawn to scale.
const MOST: f64 = 3.0;
/// Columns of the bars of a table.
const WIDTH: (usize, usize) = (12, 40);

/// How the bars of one column are drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Scale {
    /// Columns.
    width: usize,
    /// The share of the limit that fills them, 1 at least.
    full: f64,
}

impl Scale {
    /// For the bars among these values, where there is so much room.
    pub(super) fn of<'v>(values: impl Iterator<Item = &'v Value>, room: usize) -> Self {
        let shares = values.filter_map(|it| match it {
            Value::Gauge(share, _) => *share,
            _ => None,
        });
        Self::new(shares, room.clamp(WIDTH.0, WIDTH.1))
    }

    fn new(shares: impl Iterator<Item = f64>, width: usize) -> Self {
        Self { width, full: shares.fold(1.0, f64::max).min(MOST) }
    }

    /// The bar of a share of the limit; where there is none, of a share of the longest.
    pub(super) fn drawn(self, share: Option<f64>, of_longest: f64) -> String {
        share.map_or_else(|| blocks(of_longest * self.width as f64, self.width), |it| self.bar(it))
    }

    /// The bar of a share, with the limit drawn: left of it is what is allowed, drawn to the same
    /// scale as what is right of it.
    fn bar(self, share: f64) -> String {
        let room = self.width - 1;
        let left = if self.full > 1.0 { ((room as f64 / self.full) as usize).max(1) } else { room };
        let right = room - left;
        let mut text = blocks(share.min(1.0) * left as f64, left);
        text.push_str(&" ".repeat(left - text.chars().count()));
        text.push(LIMIT);
        if share > 1.0 && right > 0 {
            let length = (share - 1.0) / (self.full - 1.0) * right as f64;
            text.push_str(&blocks(length.min(right as f64), right));
            if share > self.full {
                text.pop();
                text.push(BEYOND);
            }
        }
        text
    }
}

/// Blocks of that length; the least block is for what is little, nothing for nothing.
fn blocks(length: f64, most: usize) -> String {
    if length <= 0.0 {
        return String::new();
    }
    let eighths = ((length * 8.0).round() as usize).clamp(1, most * 8);
    let mut text = EIGHTHS[7].to_string().repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        text.push(EIGHTHS[eighths % 8 - 1]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_stands_at_the_end_where_no_bar_passes_it() {
        let scale = Scale::new([0.25, 0.5].into_iter(), 9);
        assert_eq!(scale.bar(0.5), "████    │");
        assert_eq!(scale.bar(0.0), "        │");
        assert_eq!(scale.bar(0.001), "▏       │");
        assert_eq!(scale.bar(1.0), "████████│");
    }

    #[test]
    fn a_bar_goes_on_beyond_the_limit_to_the_same_scale() {
        let scale = Scale::new([0.5, 2.0].into_iter(), 9);
        assert_eq!(scale.bar(2.0), "████│████");
        assert_eq!(scale.bar(1.5), "████│██");
        assert_eq!(scale.bar(1.000_01), "████│▏");
        assert_eq!(scale.bar(0.5), "██  │");
    }

    #[test]
    fn what_is_far_beyond_is_cut_with_an_arrow() {
        let scale = Scale::new([57.6].into_iter(), 10);
        assert_eq!(scale.bar(57.6), "███│█████▶");
        assert_eq!(scale.bar(3.0), "███│██████");
    }
}
