//! Which colo a request of a client reaches: a fixed one, or any by the colos' shares.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use crate::words::{Purpose, stream_seed};

/// The colos of one source's requests.
#[derive(Clone, Debug)]
pub enum ColoSource {
    /// Always this one.
    Fixed(usize),
    /// Drawn for each request.
    Shared {
        /// For each colo but the last the chance of it and those before it, in units of 2⁻⁶⁴.
        up_to: Vec<u64>,
        /// The draws.
        stream: Xoshiro256PlusPlus,
    },
}

impl ColoSource {
    /// The colos of one source: `fixed`, or by these shares, of which one at least is above zero.
    /// `source` tells its stream from those of other sources.
    pub fn new(fixed: Option<usize>, shares: &[f64], (seed, run, source): (u64, u32, u64)) -> Self {
        if let Some(colo) = fixed.or((shares.len() < 2).then_some(0)) {
            return Self::Fixed(colo);
        }
        let seed = stream_seed(seed, run, Purpose::Colos, source);
        let all: f64 = shares.iter().sum();
        let mut so_far = 0.0;
        let up_to = shares[..shares.len() - 1].iter().map(|share| {
            so_far += share;
            (so_far / all * 18_446_744_073_709_551_616.0) as u64
        });
        Self::Shared { up_to: up_to.collect(), stream: Xoshiro256PlusPlus::from_seed(seed) }
    }

    /// The colo of the next request.
    pub fn next_colo(&mut self) -> usize {
        match self {
            Self::Fixed(colo) => *colo,
            Self::Shared { up_to, stream } => {
                let draw = stream.next_u64();
                up_to.partition_point(|&chance| chance <= draw)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_by_the_shares_and_never_to_a_share_of_zero() {
        let mut source = ColoSource::new(None, &[3.0, 0.0, 1.0], (42, 0, 0));
        let mut counts = [0_i32; 3];
        for _ in 0..40_000 {
            counts[source.next_colo()] += 1;
        }
        // 30,000 expected; five standard deviations are 433.
        assert!((counts[0] - 30_000).abs() < 433, "{counts:?}");
        assert_eq!(counts[1], 0);
    }

    #[test]
    fn a_single_colo_or_a_fixed_one_takes_no_draw() {
        assert!(matches!(ColoSource::new(None, &[1.0], (42, 0, 0)), ColoSource::Fixed(0)));
        assert!(matches!(ColoSource::new(Some(1), &[1.0, 1.0], (42, 0, 0)), ColoSource::Fixed(1)));
    }
}
