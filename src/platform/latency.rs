//! How long KV operations take: delays in whole milliseconds.
//!
//! A delay hangs on who waits, since when, and for which of its operations, and on nothing that others
//! do: it is a hash of these, and of the seed and the run. So another policy, which makes other
//! operations, draws the same delays for those that both make.
//!
//! A log-normal delay is turned once into the chances of 0, 1, 2, … ms, and a draw is looked up
//! among them: one random number and a few comparisons, and no logarithm while simulating.

use super::namespace::Warmth;
use super::settings::{Delay, LONGEST, Latency};
use crate::words::{Instant, Op, Purpose, Span, mix, stream_seed};

/// Below, each whole millisecond is told apart.
const EXACT_MS: u64 = 1_000;
/// The top bits of a draw pick the place where the search begins.
const GUIDE_BITS: u32 = 10;

/// Which operation a delay is drawn for.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    /// Names who waits, as no other is named in the same run.
    pub source: u64,
    /// The how many-th operation of its request it is.
    pub number: u32,
    /// When it was issued.
    pub at: Instant,
}

/// The three delays of a namespace.
#[derive(Clone, Debug)]
pub struct LatencySampler {
    hot: DelaySampler,
    cold: DelaySampler,
    write: DelaySampler,
    salt: u64,
}

impl LatencySampler {
    /// The delays of one run.
    pub fn new(latency: &Latency, seed: u64, run: u32) -> Self {
        let seed = stream_seed(seed, run, Purpose::Latency, 0);
        Self {
            hot: DelaySampler::new(latency.hot),
            cold: DelaySampler::new(latency.cold),
            write: DelaySampler::new(latency.write),
            salt: seed.iter().fold(0, |salt, byte| mix(salt ^ u64::from(*byte))),
        }
    }

    /// How long an operation takes; a list takes as long as a cold read, a delete as a write.
    #[inline(always)]
    pub fn delay(&self, op: Op, warmth: Warmth, drawn: Drawn) -> Span {
        let sampler = match (op, warmth) {
            (Op::Read, Warmth::Hot) => &self.hot,
            (Op::Read | Op::List, _) => &self.cold,
            (Op::Write | Op::Delete, _) => &self.write,
        };
        match sampler {
            DelaySampler::Constant(span) => *span,
            DelaySampler::Table(table) => Span::from_ms(table.at(self.draw(op, drawn))),
        }
    }

    /// Uniform over all numbers of 64 bits.
    #[inline(always)]
    fn draw(&self, op: Op, Drawn { source, number, at }: Drawn) -> u64 {
        let which = at.ms() << 20 ^ u64::from(number) << 2 ^ op.index() as u64;
        mix((self.salt ^ source).wrapping_add(which.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }
}

#[derive(Clone, Debug)]
enum DelaySampler {
    Constant(Span),
    Table(Table),
}

impl DelaySampler {
    fn new(delay: Delay) -> Self {
        match delay {
            Delay::Constant(span) => Self::Constant(span),
            Delay::LogNormal { median, p99 } => {
                Self::Table(Table::new(median.ms() as f64, p99.ms() as f64))
            }
        }
    }
}

/// A distribution of delays: every whole millisecond below [`EXACT_MS`], then steps of 1 %.
#[derive(Clone, Debug)]
struct Table {
    /// The delays, ascending, in milliseconds.
    delays_ms: Vec<u64>,
    /// The chance of at most that delay, in units of 2⁻⁶⁴.
    at_most: Vec<u64>,
    /// Where to begin for each value of a draw's top bits.
    guide: Vec<u32>,
}

impl Table {
    fn new(median_ms: f64, p99_ms: f64) -> Self {
        // The 99th percentile of the standard normal distribution.
        const Z99: f64 = 2.326_347_874_040_840_8;
        let mu = libm::log(median_ms);
        let sigma = (libm::log(p99_ms) - mu) / Z99;
        let (mut delays_ms, mut at_most) = (Vec::new(), Vec::new());
        let mut ms = 0;
        while ms <= LONGEST.ms() {
            let next = if ms < EXACT_MS { ms + 1 } else { ms + ms / 100 };
            // A delay stands for everything that is nearer to it than to the next one.
            let z = (libm::log((ms + next) as f64 / 2.0) - mu) / sigma;
            let chance = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            delays_ms.push(ms);
            at_most.push((chance * 18_446_744_073_709_551_616.0) as u64);
            ms = next;
        }
        if let Some(last) = at_most.last_mut() {
            *last = u64::MAX;
        }
        let guide = (0..1_u64 << GUIDE_BITS)
            .map(|top| at_most.partition_point(|&chance| chance < top << (64 - GUIDE_BITS)) as u32)
            .collect();
        Self { delays_ms, at_most, guide }
    }

    /// The least delay with a chance of at least the draw, in milliseconds.
    #[inline(always)]
    fn at(&self, draw: u64) -> u64 {
        let mut place = self.guide[(draw >> (64 - GUIDE_BITS)) as usize] as usize;
        while self.at_most[place] < draw {
            place += 1;
        }
        self.delays_ms[place]
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::Xoshiro256PlusPlus;
    use rand::{Rng, SeedableRng};

    use super::*;

    /// The share of draws that are at most `ms`, by the table itself.
    fn share(table: &Table, ms: usize) -> f64 {
        table.at_most[ms] as f64 / 18_446_744_073_709_551_616.0
    }

    #[test]
    fn median_and_99th_percentile_are_those_asked_for() {
        let table = Table::new(5.0, 160.0);
        // k ms stand for everything that rounds to k: half of all lies below 5, 99 of 100 below 160.
        assert!(share(&table, 4) < 0.5 && share(&table, 5) > 0.5);
        assert!(share(&table, 159) < 0.99 && share(&table, 160) > 0.99);
    }

    #[test]
    fn the_guide_changes_no_draw() {
        let table = Table::new(50.0, 287.0);
        let mut stream = Xoshiro256PlusPlus::seed_from_u64(1);
        for _ in 0..20_000 {
            let draw = stream.next_u64();
            let plain = table.at_most.iter().position(|&chance| chance >= draw);
            assert_eq!(Some(table.at(draw)), plain.map(|place| table.delays_ms[place]));
        }
        assert_eq!(table.at(0), 0);
        // One draw in 2⁶⁴ is the longest.
        assert!((10_000..=LONGEST.ms()).contains(&table.at(u64::MAX)));
    }
}
