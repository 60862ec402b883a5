//! What decides how long isolates live and which one a request reaches.
//!
//! How long an idle isolate stays is not documented by the provider, nor how many a colo runs: both
//! are settings. Lifetimes, deploys, random affinity and each colo's updates have a stream each.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::Exp1;

use super::settings::{Affinity, IsolateSettings, Lifetime};
use crate::words::{DAY_MS, Instant, Purpose, Span, source_of, stream_seed};

/// The draws about isolates of one run.
#[derive(Clone, Debug)]
pub struct IsolateFate {
    lifetime: Option<Lifetime>,
    deploys_per_day: f64,
    deploys_at: Vec<Span>,
    affinity: Affinity,
    lifetimes: Xoshiro256PlusPlus,
    deploys: Xoshiro256PlusPlus,
    picks: Xoshiro256PlusPlus,
    random_deploy: Instant,
    runtime_updates_per_day: f64,
    /// By colo.
    updates: Vec<Xoshiro256PlusPlus>,
}

impl IsolateFate {
    /// The draws of one run.
    pub fn new(settings: &IsolateSettings, seed: u64, run: u32) -> Self {
        let stream = |purpose, source| {
            Xoshiro256PlusPlus::from_seed(stream_seed(seed, run, purpose, source))
        };
        let updates =
            settings.colos.iter().map(|colo| stream(Purpose::Updates, source_of(&colo.name, 0)));
        let mut deploys_at = settings.deploys_at.clone();
        deploys_at.sort_unstable();
        let mut fate = Self {
            lifetime: settings.lifetime,
            deploys_per_day: settings.deploys_per_day,
            deploys_at,
            affinity: settings.affinity,
            lifetimes: stream(Purpose::Isolates, 0),
            deploys: stream(Purpose::Isolates, 1),
            picks: stream(Purpose::Affinity, 0),
            random_deploy: Instant::START,
            runtime_updates_per_day: settings.runtime_updates_per_day,
            updates: updates.collect(),
        };
        fate.draw_deploy();
        fate
    }

    /// When an isolate that is born now has lived its time.
    pub fn end_of_life(&mut self, born: Instant) -> Instant {
        match self.lifetime {
            None => Instant::NEVER,
            Some(Lifetime::Fixed(span)) => born.plus(span),
            Some(Lifetime::Exponential(mean)) => {
                let ms = self.lifetimes.sample::<f64, _>(Exp1) * mean.ms() as f64;
                born.plus(Span::from_ms(ms as u64))
            }
        }
    }

    /// The first deploy after `now`; never asked for an earlier time than before.
    pub fn deploy_after(&mut self, now: Instant) -> Instant {
        while self.random_deploy <= now {
            self.draw_deploy();
        }
        let of_day = Span::from_ms(u64::from(now.ms_of_day()));
        let next = match self.deploys_at.iter().find(|at| **at > of_day) {
            Some(at) => Instant::of_day(now.day()).plus(*at),
            None => match self.deploys_at.first() {
                Some(at) => Instant::of_day(now.day() + 1).plus(*at),
                None => Instant::NEVER,
            },
        };
        next.min(self.random_deploy)
    }

    fn draw_deploy(&mut self) {
        self.random_deploy = after(&mut self.deploys, self.deploys_per_day, self.random_deploy);
    }

    /// The update of a colo's runtime after the one at `last`.
    pub fn update_after(&mut self, colo: usize, last: Instant) -> Instant {
        after(&mut self.updates[colo], self.runtime_updates_per_day, last)
    }

    /// Which of `isolates` a request of this source reaches.
    #[inline]
    pub fn isolate_of(&mut self, source: usize, isolates: usize) -> usize {
        if isolates == 1 {
            return 0;
        }
        match self.affinity {
            Affinity::Sticky => source % isolates,
            Affinity::Random => (((self.picks.next_u64() >> 32) * isolates as u64) >> 32) as usize,
        }
    }
}

/// When a thing that happens so often a day at random happens next; two in one millisecond are one.
fn after(stream: &mut Xoshiro256PlusPlus, per_day: f64, last: Instant) -> Instant {
    if per_day <= 0.0 {
        return Instant::NEVER;
    }
    let gap = stream.sample::<f64, _>(Exp1) * (DAY_MS as f64 / per_day);
    last.plus(Span::from_ms((gap as u64).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> IsolateSettings {
        IsolateSettings {
            colos: Vec::new(),
            affinity: Affinity::Sticky,
            idle_timeout: None,
            lifetime: None,
            deploys_per_day: 0.0,
            runtime_updates_per_day: 0.0,
            deploys_at: Vec::new(),
        }
    }

    #[test]
    fn deploys_at_fixed_times_come_each_day() {
        let nine = Span::from_ms(9 * 3_600_000);
        let mut fate =
            IsolateFate::new(&IsolateSettings { deploys_at: vec![nine], ..settings() }, 1, 0);
        let first = fate.deploy_after(Instant::START);
        assert_eq!(first, Instant::START.plus(nine));
        assert_eq!(fate.deploy_after(first), Instant::of_day(1).plus(nine));
    }

    #[test]
    fn random_deploys_keep_their_rate() {
        let mut fate =
            IsolateFate::new(&IsolateSettings { deploys_per_day: 2.0, ..settings() }, 1, 0);
        let end = Instant::of_day(2_000);
        let mut now = Instant::START;
        let mut deploys = 0_i32;
        while now < end {
            now = fate.deploy_after(now);
            deploys += 1;
        }
        assert!((deploys - 4_000).abs() < 250, "{deploys}; four standard deviations are 253");
    }
}
