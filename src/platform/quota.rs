//! The daily limits: a counter a meter, back to zero at 00:00 UTC.
//!
//! Two ways to run: [`Mode::Measure`] refuses nothing and notes when each limit was passed;
//! [`Mode::Enforce`] refuses what lies beyond it. This is the one place that counts by day.

mod stretch;

use self::stretch::Kept;
use super::plan::Plan;
use super::settings::{AccountSettings, QuotaSettings};
use crate::words::{DAY_MS, Instant, Meter};

/// Are the daily limits enforced?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// They refuse nothing: the demand is counted.
    Measure,
    /// Beyond a limit that meter is refused until 00:00 UTC; the others go on.
    Enforce,
}

/// No such moment.
const NEVER: u32 = u32::MAX;

/// One day of one run: 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayCounts {
    counts: [u64; Meter::COUNT],
    passed_at: [u32; Meter::COUNT],
}

impl DayCounts {
    const EMPTY: Self = Self { counts: [0; Meter::COUNT], passed_at: [NEVER; Meter::COUNT] };

    /// A day with these counts; the limits were passed then, in milliseconds since 00:00 UTC.
    pub fn new(counts: [u64; Meter::COUNT], passed_at: [Option<u32>; Meter::COUNT]) -> Self {
        Self { counts, passed_at: passed_at.map(|at| at.unwrap_or(NEVER)) }
    }

    /// What was counted on a meter. Enforced: what was granted.
    pub fn count(&self, meter: Meter) -> u64 {
        self.counts[meter.index()]
    }

    /// When the limit was passed, in milliseconds since 00:00 UTC. Enforced: the first refusal.
    pub fn passed_at(&self, meter: Meter) -> Option<u32> {
        let at = self.passed_at[meter.index()];
        (at != NEVER).then_some(at)
    }
}

/// A day that is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClosedDay {
    /// What was counted.
    pub counts: DayCounts,
    /// What was refused, in the order of [`Meter::ALL`]; all zero where limits are not enforced.
    pub refused: [u64; Meter::COUNT],
}

/// The counters of an account.
#[derive(Clone, Debug)]
pub struct Quota {
    mode: Mode,
    limits: [Option<u64>; Meter::COUNT],
    other: [u64; Meter::COUNT],
    refused_ops_count: bool,
    resets_at: Instant,
    today: ClosedDay,
    /// From this count on a closer look is needed; one comparison on the way of most operations.
    look_from: [u64; Meter::COUNT],
    /// Of each meter, while operations come in any order.
    kept: [Kept; Meter::COUNT],
}

impl Quota {
    /// Fresh counters at the start of day 0.
    pub fn new(
        mode: Mode,
        plan: &Plan,
        account: &AccountSettings,
        settings: &QuotaSettings,
    ) -> Self {
        let limits = Meter::ALL.map(|meter| plan.limit(meter));
        let mut quota = Self {
            mode,
            limits,
            other: account.other,
            refused_ops_count: settings.refused_ops_count,
            resets_at: Instant::from_ms(DAY_MS),
            today: ClosedDay { counts: DayCounts::EMPTY, refused: [0; Meter::COUNT] },
            look_from: [0; Meter::COUNT],
            kept: Default::default(),
        };
        quota.reset();
        quota
    }

    fn reset(&mut self) {
        self.today = ClosedDay { counts: DayCounts::EMPTY, refused: [0; Meter::COUNT] };
        for meter in 0..Meter::COUNT {
            self.look_from[meter] = match self.limits[meter] {
                Some(limit) => limit.saturating_sub(self.other[meter]),
                None => u64::MAX,
            };
        }
    }

    /// The day that ended at or before `now`, if one did; call again until there is none.
    #[inline]
    pub fn close_day(&mut self, now: Instant) -> Option<ClosedDay> {
        if now < self.resets_at {
            return None;
        }
        Some(self.close_today())
    }

    /// Ends the present day, over or not.
    pub fn close_today(&mut self) -> ClosedDay {
        self.resets_at = Instant::from_ms(self.resets_at.ms() + DAY_MS);
        for at in 0..Meter::COUNT {
            if self.mode == Mode::Measure && self.today.counts.passed_at[at] == NEVER {
                // Where none of our own operations came after the rest of the account passed it.
                self.today.counts.passed_at[at] = self.passed_by_others(at).unwrap_or(NEVER);
            }
        }
        let day = self.today;
        self.reset();
        day
    }

    /// Counts one on a meter. `false`: it is refused, which only [`Mode::Enforce`] does.
    #[inline]
    pub fn take(&mut self, meter: Meter, now: Instant) -> bool {
        let count = &mut self.today.counts.counts[meter.index()];
        if *count < self.look_from[meter.index()] {
            *count += 1;
            return true;
        }
        let granted = !self.refuses(meter, now);
        if granted {
            self.count(meter, now);
        }
        granted
    }

    /// Is one more refused? Then it is noted as refused. Only [`Mode::Enforce`] refuses.
    #[inline]
    pub fn refuses(&mut self, meter: Meter, now: Instant) -> bool {
        let at = meter.index();
        if self.today.counts.counts[at] < self.look_from[at]
            || self.mode == Mode::Measure
            || !self.is_used_up(at, now)
        {
            return false;
        }
        let passed_at = &mut self.today.counts.passed_at[at];
        *passed_at = (*passed_at).min(now.ms_of_day());
        self.today.refused[at] += 1;
        true
    }

    /// Counts one on a meter, refused or not; see [`Self::refuses`].
    #[inline]
    pub fn count(&mut self, meter: Meter, now: Instant) {
        let at = meter.index();
        if self.today.counts.counts[at] >= self.look_from[at] && self.mode == Mode::Measure {
            self.note_passing(at, now);
        }
        self.today.counts.counts[at] += 1;
    }

    /// Do refused operations count? Not documented by the provider.
    pub fn counts_refused(&self) -> bool {
        self.refused_ops_count
    }

    #[cold]
    fn note_passing(&mut self, at: usize, now: Instant) {
        if self.kept[at].note(now) {
            return;
        }
        if self.is_used_up(at, now) {
            // The rest of the account may have passed it alone, since our last operation.
            let alone = self.passed_by_others(at).unwrap_or(NEVER);
            self.today.counts.passed_at[at] = now.ms_of_day().min(alone);
            self.look_from[at] = u64::MAX;
        }
    }

    /// Is nothing left for one more?
    fn is_used_up(&self, at: usize, now: Instant) -> bool {
        let ms_of_day = u128::from(now.ms_of_day());
        let other = u128::from(self.other[at]) * ms_of_day / u128::from(DAY_MS);
        let used = u128::from(self.today.counts.counts[at]) + other;
        self.limits[at].is_some_and(|limit| used >= u128::from(limit))
    }

    /// When the rest of the account passes the limit on top of what is counted by now.
    fn passed_by_others(&self, at: usize) -> Option<u32> {
        let left = self.limits[at]?.checked_sub(self.today.counts.counts[at]);
        let needed = u128::from(left.map_or(0, |left| left + 1));
        let other = u128::from(self.other[at]);
        if other == 0 || other < needed {
            return None;
        }
        let ms = (needed * u128::from(DAY_MS)).div_ceil(other);
        Some(ms.min(u128::from(DAY_MS - 1)) as u32)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::platform::plan::{Basis, Charged, Limit, Rule, Rules};
    use crate::words::Span;

    fn basis() -> Basis {
        Basis { as_of: "2026-10-08".into(), source: "a test".into() }
    }

    pub(super) fn quota(mode: Mode, writes: u64, other: u64) -> Quota {
        let rule = |ms| Rule { value: Span::from_ms(ms), basis: basis() };
        let count = |value| Rule { value, basis: basis() };
        let mut limits = [const { None }; Meter::COUNT];
        limits[Meter::Writes.index()] = Some(Limit { per_day: writes, basis: basis() });
        let plan = Plan {
            name: "test".into(),
            title: String::new(),
            currency: "USD".into(),
            base_per_month: 0.0,
            limits,
            prices: [const { None }; Charged::COUNT],
            rules: Rules {
                same_key_write_interval: rule(1_000),
                same_namespace_write_interval: None,
                ops_per_invocation: count(1_000),
                cache_ttl_min: rule(30_000),
                expiration_ttl_min: rule(60_000),
                list_page: count(1_000),
            },
            notes: Vec::new(),
            facts: Vec::new(),
        };
        let mut account = AccountSettings::default();
        account.other[Meter::Writes.index()] = other;
        Quota::new(mode, &plan, &account, &QuotaSettings::default())
    }

    #[test]
    fn the_limit_itself_is_allowed_and_one_more_is_not() {
        for (mode, granted, counted) in [(Mode::Measure, true, 4), (Mode::Enforce, false, 3)] {
            let mut quota = quota(mode, 3, 0);
            for second in 0..3 {
                assert!(quota.take(Meter::Writes, Instant::from_ms(second * 1_000)));
            }
            assert_eq!(quota.take(Meter::Writes, Instant::from_ms(5_000)), granted);
            assert!(quota.take(Meter::Reads, Instant::from_ms(6_000)), "another meter goes on");
            let day = quota.close_day(Instant::from_ms(DAY_MS)).expect("a day is over");
            assert_eq!(day.counts.count(Meter::Writes), counted);
            assert_eq!(day.counts.passed_at(Meter::Writes), Some(5_000));
            assert_eq!(day.refused[Meter::Writes.index()], u64::from(!granted));
            assert!(quota.take(Meter::Writes, Instant::from_ms(DAY_MS)), "the next day is new");
        }
    }

    #[test]
    fn the_rest_of_the_account_spends_evenly() {
        let mut quota = quota(Mode::Enforce, 10, 10);
        assert!(quota.take(Meter::Writes, Instant::from_ms(DAY_MS / 2)), "5 of 10 are spent");
        for _ in 0..4 {
            assert!(quota.take(Meter::Writes, Instant::from_ms(DAY_MS / 2)));
        }
        assert!(!quota.take(Meter::Writes, Instant::from_ms(DAY_MS / 2)), "5 of its own and 5");
    }

    #[test]
    fn a_day_takes_64_bytes() {
        assert_eq!(size_of::<DayCounts>(), 64);
    }
}
