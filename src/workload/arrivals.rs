//! When requests of clients and loads of the admin page arrive.
//!
//! One source, one stream: each call gives the next arrival, never earlier than the one before.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;

use super::load::day_wave;
use super::settings::Arrivals;
use crate::words::{DAY_MS, Instant, Purpose, stream_seed};

/// The arrivals of one source.
#[derive(Clone, Debug)]
pub struct ArrivalSource {
    arrivals: Arrivals,
    stream: Xoshiro256PlusPlus,
    per_day: f64,
    /// Arrivals so far.
    count: u64,
    /// The last arrival of a random process, in milliseconds, not rounded.
    last_ms: f64,
}

impl ArrivalSource {
    /// The arrivals of a run; `source` tells its stream from those of other sources.
    pub fn new(arrivals: &Arrivals, per_day: f64, (seed, run, source): (u64, u32, u64)) -> Self {
        let seed = stream_seed(seed, run, Purpose::Arrivals, source);
        let stream = Xoshiro256PlusPlus::from_seed(seed);
        Self { arrivals: arrivals.clone(), stream, per_day, count: 0, last_ms: 0.0 }
    }

    /// The next arrival; [`Instant::NEVER`] where the rate is zero.
    pub fn next_arrival(&mut self) -> Instant {
        if self.per_day <= 0.0 {
            return Instant::NEVER;
        }
        self.count += 1;
        let day = DAY_MS as f64;
        match self.arrivals {
            // Whole numbers of requests a day give exact times: both factors are exact doubles, and
            // a quotient that is a whole number is not rounded.
            Arrivals::Even => self.last_ms = self.count as f64 * day / self.per_day,
            Arrivals::Poisson => self.last_ms += self.gap(day / self.per_day),
            Arrivals::Bursts { size, spacing } => {
                let (size, spacing) = (u64::from(size.max(1)), spacing.ms() as f64);
                if (self.count - 1).is_multiple_of(size) {
                    // From the end of one burst to the start of the next, so that the rate holds.
                    let burst_lasts = (size - 1) as f64 * spacing;
                    let mean = (day * size as f64 / self.per_day - burst_lasts).max(0.0);
                    self.last_ms += self.gap(mean);
                } else {
                    self.last_ms = self.last_ms.floor() + spacing;
                }
            }
            Arrivals::Diurnal { peak_hour, ratio } => self.thin(peak_hour, ratio),
        }
        Instant::from_ms(self.last_ms as u64)
    }

    /// Draws at the peak rate and keeps each with the chance that the present rate has of it.
    fn thin(&mut self, peak_hour: f64, ratio: f64) {
        let swing = (ratio - 1.0) / (ratio + 1.0);
        let peak_per_day = self.per_day * (1.0 + swing);
        loop {
            self.last_ms += self.gap(DAY_MS as f64 / peak_per_day);
            let now = Instant::from_ms(self.last_ms as u64);
            let rate = (1.0 + swing * day_wave(now, peak_hour)) / (1.0 + swing);
            if self.stream.random::<f64>() < rate {
                return;
            }
        }
    }

    fn gap(&mut self, mean_ms: f64) -> f64 {
        self.stream.sample::<f64, _>(Exp1) * mean_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Span;

    fn arrivals(arrivals: &Arrivals, per_day: f64, days: u32) -> Vec<u64> {
        let mut source = ArrivalSource::new(arrivals, per_day, (42, 0, 0));
        let end = Instant::of_day(days);
        std::iter::from_fn(|| Some(source.next_arrival()))
            .take_while(|at| *at < end)
            .map(Instant::ms)
            .collect()
    }

    #[test]
    fn even_arrivals_come_at_exact_shares_of_the_day() {
        let times = arrivals(&Arrivals::Even, 100.0, 10);
        assert_eq!(times.len(), 999, "the thousandth would come at the very end");
        assert!(times.iter().zip(1..).all(|(&at, k)| at == k * 864_000));
        let thirds = arrivals(&Arrivals::Even, 7.0, 1);
        assert!(thirds.iter().zip(1..).all(|(&at, k)| at == k * DAY_MS / 7));
    }

    #[test]
    fn every_process_keeps_its_rate() {
        let bursts = Arrivals::Bursts { size: 10, spacing: Span::from_secs(1) };
        let diurnal = Arrivals::Diurnal { peak_hour: 14.0, ratio: 4.0 };
        for process in [Arrivals::Poisson, bursts, diurnal] {
            let count = arrivals(&process, 1_000.0, 400).len() as f64;
            // 400,000 expected; bursts of ten have the widest spread, about 10 × √40,000 = 2,000.
            assert!((count - 400_000.0).abs() < 8_000.0, "{process:?}: {count}");
        }
    }

    #[test]
    fn a_burst_keeps_its_spacing() {
        let bursts = Arrivals::Bursts { size: 10, spacing: Span::from_secs(1) };
        let times = arrivals(&bursts, 100.0, 50);
        for burst in times.chunks_exact(10) {
            assert!(burst.windows(2).all(|pair| pair[1] - pair[0] == 1_000), "{burst:?}");
        }
    }

    #[test]
    fn the_peak_hour_has_the_most_arrivals() {
        let diurnal = Arrivals::Diurnal { peak_hour: 14.0, ratio: 4.0 };
        let mut hours = [0_u32; 24];
        for at in arrivals(&diurnal, 1_000.0, 400) {
            hours[Instant::from_ms(at).hour_of_day()] += 1;
        }
        let around = |hour: usize| f64::from(hours[hour - 1] + hours[hour]);
        let ratio = around(14) / around(2);
        assert!((3.5..4.5).contains(&ratio), "{ratio}");
    }
}
