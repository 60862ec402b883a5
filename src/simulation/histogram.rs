//! A histogram of latencies in whole milliseconds: exact below a second, then within one percent.

use std::collections::BTreeMap;

/// Below so many milliseconds each has a bucket of its own.
const EXACT: u64 = 1_024;
/// Above, the buckets of an octave.
const PER_OCTAVE: u64 = 128;

/// Counts by latency.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Histogram {
    exact: Vec<u64>,
    /// By the least latency of the bucket.
    beyond: BTreeMap<u64, u64>,
    count: u64,
}

impl Histogram {
    /// Counts one.
    #[inline]
    pub fn add(&mut self, ms: u64) {
        self.count += 1;
        if ms < EXACT {
            if self.exact.is_empty() {
                self.exact = vec![0; EXACT as usize];
            }
            self.exact[ms as usize] += 1;
        } else {
            *self.beyond.entry(bucket(ms)).or_default() += 1;
        }
    }

    /// Adds what another one holds.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        if self.exact.is_empty() {
            self.exact.clone_from(&other.exact);
        } else {
            for (mine, theirs) in self.exact.iter_mut().zip(&other.exact) {
                *mine += theirs;
            }
        }
        for (&ms, count) in &other.beyond {
            *self.beyond.entry(ms).or_default() += count;
        }
    }

    /// How many were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The least latency such that `share` of all are within it, where `zeros` more took no time.
    /// Zero where there are none at all.
    pub fn quantile(&self, share: f64, zeros: u64) -> u64 {
        let all = self.count + zeros;
        let rank = ((all as f64 * share).ceil() as u64).clamp(1, all.max(1));
        let mut passed = zeros;
        if rank <= passed {
            return 0;
        }
        let exact = self.exact.iter().enumerate().map(|(ms, &count)| (ms as u64, count));
        for (ms, count) in exact.chain(self.beyond.iter().map(|(&ms, &count)| (ms, count))) {
            passed += count;
            if rank <= passed {
                return ms;
            }
        }
        0
    }
}

/// The least latency of the bucket that `ms` falls into.
fn bucket(ms: u64) -> u64 {
    let width = (1_u64 << ms.ilog2()) / PER_OCTAVE;
    ms - ms % width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_one_to_a_hundred() {
        let mut histogram = Histogram::default();
        (1..=100).for_each(|ms| histogram.add(ms));
        assert_eq!(histogram.quantile(0.5, 0), 50);
        assert_eq!(histogram.quantile(0.99, 0), 99);
        assert_eq!(histogram.quantile(0.5, 100), 0, "half took no time");
        assert_eq!(histogram.quantile(0.75, 100), 50);
    }

    #[test]
    fn long_latencies_are_within_one_percent_and_merging_adds() {
        let (mut one, mut two) = (Histogram::default(), Histogram::default());
        one.add(5_000);
        two.add(20);
        one.merge(&two);
        assert_eq!(one.count(), 2);
        assert_eq!(one.quantile(0.5, 0), 20);
        let long = one.quantile(1.0, 0) as f64;
        assert!((long - 5_000.0).abs() <= 50.0, "{long}");
    }

    #[test]
    fn nothing_has_a_quantile_of_zero() {
        assert_eq!(Histogram::default().quantile(0.99, 0), 0);
    }
}
