//! How long KV operations take: delays in whole milliseconds, from one named stream a run.
//!
//! A log-normal delay is turned once into the exact chances of 0, 1, 2, … ms, and a draw is looked
//! up among them: one random number and a few comparisons, and no logarithm while simulating.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use super::settings::{Delay, Latency};
use crate::words::{Purpose, Span, stream_seed};

/// No operation takes longer: what lies beyond is counted here, in milliseconds.
const LONGEST_MS: usize = 30_000;
/// The top bits of a draw pick the place where the search begins.
const GUIDE_BITS: u32 = 10;

/// The three delays of a namespace.
#[derive(Clone, Debug)]
pub struct LatencySampler {
    hot: DelaySampler,
    cold: DelaySampler,
    write: DelaySampler,
    stream: Xoshiro256PlusPlus,
}

impl LatencySampler {
    /// The delays of one run.
    pub fn new(latency: &Latency, seed: u64, run: u32) -> Self {
        Self {
            hot: DelaySampler::new(latency.hot),
            cold: DelaySampler::new(latency.cold),
            write: DelaySampler::new(latency.write),
            stream: Xoshiro256PlusPlus::from_seed(stream_seed(seed, run, Purpose::Latency, 0)),
        }
    }

    /// A read that the edge cache answers.
    #[inline]
    pub fn hot(&mut self) -> Span {
        self.hot.draw(&mut self.stream)
    }

    /// A read or list that goes to the central store.
    #[inline]
    pub fn cold(&mut self) -> Span {
        self.cold.draw(&mut self.stream)
    }

    /// A write or delete.
    #[inline]
    pub fn write(&mut self) -> Span {
        self.write.draw(&mut self.stream)
    }
}

#[derive(Clone, Debug)]
enum DelaySampler {
    Constant(Span),
    Table(Arc<Table>),
}

impl DelaySampler {
    fn new(delay: Delay) -> Self {
        match delay {
            Delay::Constant(span) => Self::Constant(span),
            Delay::LogNormal { median_ms, p99_ms } => Self::Table(Table::shared(median_ms, p99_ms)),
        }
    }

    #[inline]
    fn draw(&self, stream: &mut Xoshiro256PlusPlus) -> Span {
        match self {
            Self::Constant(span) => *span,
            Self::Table(table) => Span::from_ms(table.at(stream.next_u64())),
        }
    }
}

/// Tables made so far: a sweep makes the same ones for each of its runs, and making one costs as much
/// as simulating half a day.
static TABLES: Mutex<Vec<([u64; 2], Arc<Table>)>> = Mutex::new(Vec::new());
/// So many are kept at most.
const KEPT_TABLES: usize = 64;

/// A distribution of whole milliseconds.
#[derive(Clone, Debug)]
struct Table {
    /// The chance of at most k ms, in units of 2⁻⁶⁴.
    at_most: Vec<u64>,
    /// Where to begin for each value of a draw's top bits.
    guide: Vec<u32>,
}

impl Table {
    /// The table of these two, made once.
    fn shared(median_ms: f64, p99_ms: f64) -> Arc<Self> {
        let key = [median_ms.to_bits(), p99_ms.to_bits()];
        // A table is put in whole, so that a panic elsewhere leaves nothing half done.
        let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, table)) = tables.iter().find(|(known, _)| *known == key) {
            return Arc::clone(table);
        }
        let table = Arc::new(Self::new(median_ms, p99_ms));
        if tables.len() == KEPT_TABLES {
            tables.clear();
        }
        tables.push((key, Arc::clone(&table)));
        table
    }

    fn new(median_ms: f64, p99_ms: f64) -> Self {
        // The 99th percentile of the standard normal distribution.
        const Z99: f64 = 2.326_347_874_040_840_8;
        let mu = libm::log(median_ms);
        let sigma = (libm::log(p99_ms) - mu) / Z99;
        let mut at_most = Vec::new();
        for ms in 0..=LONGEST_MS {
            let z = (libm::log(ms as f64 + 0.5) - mu) / sigma;
            let chance = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            let scaled = (chance * 18_446_744_073_709_551_616.0) as u64;
            at_most.push(scaled);
            if scaled == u64::MAX {
                break;
            }
        }
        if let Some(last) = at_most.last_mut() {
            *last = u64::MAX;
        }
        let guide = (0..1_u64 << GUIDE_BITS)
            .map(|top| at_most.partition_point(|&chance| chance < top << (64 - GUIDE_BITS)) as u32)
            .collect();
        Self { at_most, guide }
    }

    /// The least k with a chance of at least the draw.
    #[inline]
    fn at(&self, draw: u64) -> u64 {
        let mut ms = self.guide[(draw >> (64 - GUIDE_BITS)) as usize] as usize;
        while self.at_most[ms] < draw {
            ms += 1;
        }
        ms as u64
    }
}

#[cfg(test)]
mod tests {
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
            assert_eq!(Some(table.at(draw) as usize), plain);
        }
        assert_eq!(table.at(0), 0);
        assert_eq!(table.at(u64::MAX) as usize, table.at_most.len() - 1);
    }
}
