//! A histogram of latencies in whole milliseconds: exact below a second, then within one percent.

/// Below so many milliseconds each has a bucket of its own.
const EXACT: u64 = 1_024;
/// Above, the buckets of an octave.
const PER_OCTAVE: u64 = 128;

/// Counts by latency.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Histogram {
    /// By bucket, up to the highest one that was used.
    buckets: Vec<u64>,
    count: u64,
}

impl Histogram {
    /// Counts one.
    #[inline]
    pub fn add(&mut self, ms: u64) {
        self.count += 1;
        let bucket = bucket(ms);
        match self.buckets.get_mut(bucket) {
            Some(count) => *count += 1,
            None => self.open(bucket),
        }
    }

    /// Counts the first one of a bucket above all others.
    #[cold]
    fn open(&mut self, bucket: usize) {
        self.buckets.resize(bucket, 0);
        self.buckets.push(1);
    }

    /// Adds what another one holds.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
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
        let reached = self.buckets.iter().position(|count| {
            passed += count;
            rank <= passed
        });
        reached.map_or(0, least)
    }
}

/// The bucket that `ms` falls into.
#[inline]
fn bucket(ms: u64) -> usize {
    if ms < EXACT {
        return ms as usize;
    }
    let octave = u64::from(ms.ilog2() - EXACT.ilog2());
    // The leading bits of the number, of which the first is always one.
    let within = (ms >> (octave + u64::from((EXACT / PER_OCTAVE).ilog2()))) - PER_OCTAVE;
    (EXACT + octave * PER_OCTAVE + within) as usize
}

/// The least latency of a bucket.
fn least(bucket: usize) -> u64 {
    let Some(above) = (bucket as u64).checked_sub(EXACT) else { return bucket as u64 };
    let (octave, within) = (above / PER_OCTAVE, above % PER_OCTAVE);
    ((PER_OCTAVE + within) * (EXACT / PER_OCTAVE)) << octave
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bucket_begins_where_the_one_before_ends() {
        for number in 0..6_000 {
            let (from, to) = (least(number), least(number + 1));
            assert!(from < to, "{number}");
            assert_eq!((bucket(from), bucket(to - 1)), (number, number));
            assert!(to - from == 1 || (to - from) as f64 <= from as f64 / 100.0, "{number}");
        }
        assert!(bucket(u64::MAX) < 10_000);
    }

    /// What a sorted list of all latencies says, each as the least of its bucket.
    fn of_list(list: &[u64], share: f64) -> u64 {
        let mut sorted = list.to_vec();
        sorted.sort_unstable();
        let rank = (list.len() as f64 * share).ceil().max(1.0) as usize;
        sorted.get(rank - 1).map_or(0, |&ms| least(bucket(ms)))
    }

    /// Few and many digits alike.
    fn latencies() -> impl Strategy<Value = Vec<u64>> {
        let one = (0..40_u32, any::<u64>()).prop_map(|(bits, ms)| 1 + ms % (1 << bits));
        prop::collection::vec(one, 0..200)
    }

    fn of(list: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        list.iter().for_each(|&ms| histogram.add(ms));
        histogram
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_sorted_list(
            one in latencies(), two in latencies(), zeros in 0..100_usize,
        ) {
            let (mut all, mut turned) = (of(&one), of(&two));
            all.merge(&of(&two));
            turned.merge(&of(&one));
            prop_assert_eq!(&turned, &all, "merging has no order");
            prop_assert_eq!(all.count(), (one.len() + two.len()) as u64);
            let list = [one.as_slice(), &two, &vec![0; zeros]].concat();
            for share in [0.0, 0.001, 0.3, 0.5, 0.95, 0.99, 1.0] {
                prop_assert_eq!(all.quantile(share, zeros as u64), of_list(&list, share));
            }
        }
    }

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
    fn nothing_has_a_quantile_of_zero() {
        assert_eq!(Histogram::default().quantile(0.99, 0), 0);
    }
}
