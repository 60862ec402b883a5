//! Operations that are counted in another order than that of their times.
//!
//! Where none of them can pass a limit their order says nothing. Where one may, their times are kept,
//! and looked at in order when all are counted.

use super::Quota;
use crate::words::{Instant, Meter};

/// What is kept while operations of one meter come in any order.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// What was counted before, and from which count on it was looked closer; `None`: nothing is kept.
    before: Option<(u64, u64)>,
    /// When each was, in milliseconds since 00:00 UTC.
    times: Vec<u32>,
}

impl Kept {
    /// Keeps the time of an operation. `false`: nothing is kept.
    pub(super) fn note(&mut self, now: Instant) -> bool {
        if self.before.is_some() {
            self.times.push(now.ms_of_day());
        }
        self.before.is_some()
    }
}

impl Quota {
    /// Could so many more of some meter pass its limit, which is not passed yet?
    pub fn may_pass(&self, more: u64) -> bool {
        Meter::ALL.into_iter().any(|meter| self.may_pass_on(meter.index(), more))
    }

    fn may_pass_on(&self, at: usize, more: u64) -> bool {
        let from = self.look_from[at];
        from != u64::MAX && self.today.counts.counts[at].saturating_add(more) >= from
    }

    /// The operations up to [`Self::end_stretch`] come in any order: of each meter so many at most, of one
    /// day. For [`super::Mode::Measure`] alone.
    pub fn begin_stretch(&mut self, more: u64) {
        for at in 0..Meter::COUNT {
            if self.may_pass_on(at, more) {
                self.kept[at].before = Some((self.today.counts.counts[at], self.look_from[at]));
                self.look_from[at] = 0;
            }
        }
    }

    /// Need the operations of a meter be counted one by one, each at its time?
    #[inline]
    pub fn counts_singly(&self, meter: Meter) -> bool {
        self.look_from[meter.index()] == 0
    }

    /// Counts many on a meter at once, where [`Self::counts_singly`] says that they may.
    #[inline]
    pub fn take_many(&mut self, meter: Meter, many: u64) {
        self.today.counts.counts[meter.index()] += many;
    }

    /// All operations of the stretch are counted: was a limit passed, and when?
    pub fn end_stretch(&mut self) {
        for at in 0..Meter::COUNT {
            let Some((before, from)) = self.kept[at].before.take() else { continue };
            self.look_from[at] = from;
            let mut times = std::mem::take(&mut self.kept[at].times);
            times.sort_unstable();
            let all = self.today.counts.counts[at];
            for (count, &ms) in (before..).zip(&times) {
                if count >= self.look_from[at] {
                    self.today.counts.counts[at] = count;
                    self.note_passing(at, Instant::from_ms(u64::from(ms)));
                }
            }
            self.today.counts.counts[at] = all;
            times.clear();
            self.kept[at].times = times;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::quota;
    use super::*;
    use crate::platform::Mode;
    use crate::words::DAY_MS;

    /// When a limit of writes is passed by writes at these milliseconds.
    fn passed(limit: u64, times: &[u64], in_stretches: bool) -> Option<u32> {
        let mut quota = quota(Mode::Measure, limit, 7);
        for chunk in times.chunks(3) {
            let mut chunk = chunk.to_vec();
            if in_stretches {
                quota.begin_stretch(3);
                chunk.reverse();
            }
            for ms in chunk {
                assert!(quota.take(Meter::Writes, Instant::from_ms(ms)));
            }
            if in_stretches {
                quota.end_stretch();
            }
        }
        let day = quota.close_day(Instant::from_ms(DAY_MS)).expect("a day is over");
        assert_eq!(day.counts.count(Meter::Writes), times.len() as u64);
        day.counts.passed_at(Meter::Writes)
    }

    #[test]
    fn a_limit_is_passed_at_the_same_moment_in_whatever_order_a_stretch_is_counted() {
        let times: Vec<u64> = (0..30).map(|write| write * DAY_MS / 31).collect();
        let moments: Vec<_> = (1..45).map(|limit| passed(limit, &times, false)).collect();
        let in_stretches: Vec<_> = (1..45).map(|limit| passed(limit, &times, true)).collect();
        assert_eq!(moments, in_stretches);
        let different: std::collections::BTreeSet<_> = moments.iter().flatten().collect();
        assert!(different.len() > 20 && moments.last() == Some(&None), "{moments:?}");
    }
}
