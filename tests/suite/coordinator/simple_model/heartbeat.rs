//! A heartbeat in the second model, of a worker with one key.

use kvplan::coordinator::{Baseline, ModelsCompare, When};
use kvplan::program::{Outcome, Skip};
use kvplan::words::{Cause, Key, Op, WorkerId, WorkerState};

use super::{Held, Rec, SimpleModel};

impl SimpleModel {
    pub(super) fn heartbeat(&mut self, id: u32, state: WorkerState) -> Outcome {
        let write = self.policy.write.clone();
        let overwritten = self.kv.records.get(&id).map_or(Vec::new(), |old| old.services.clone());
        if write.when == When::Always {
            self.rule(if self.kv.records.contains_key(&id) {
                "a naive heartbeat keeps the services it overwrites"
            } else {
                "a naive heartbeat of an unknown worker"
            });
            let record = Rec { beat: self.now, services: overwritten, state };
            return self.replace_and_write(id, &record, None, Some(Cause::EveryHeartbeat));
        }
        let held = if write.baseline == Baseline::Memory {
            let now = self.now;
            match self.here().workers.peek(id, now) {
                None => {
                    let record = Rec { beat: self.now, services: overwritten, state };
                    return self.replace_and_write(id, &record, None, Some(Cause::Cold));
                }
                Some((held, age)) => {
                    let ttl = self.policy.cache.worker_ttl.ms();
                    if ttl == 0 {
                        self.rule("memory keeps entries though the worker cache is off");
                    } else if age >= ttl {
                        self.rule("memory keeps an entry of any age");
                    }
                    held
                }
            }
        } else {
            match self.look(id) {
                Ok(held) => held,
                Err(cause) => match self.fetch(id, cause, true) {
                    None => {
                        self.rule("unknown");
                        return Outcome::Unknown;
                    }
                    Some(record) => Held { persisted: Some(record.clone()), record },
                },
            }
        };
        let baseline = match write.baseline {
            Baseline::Cached => Some(&held.record),
            Baseline::Persisted | Baseline::Memory => held.persisted.as_ref(),
        };
        let reason = match baseline {
            Some(baseline) => self.reason(baseline, &state, true),
            None => {
                self.rule("a dropped first write is tried again");
                Some(Cause::Cold)
            }
        };
        let small = baseline.is_some_and(|baseline| state.load != baseline.state.load);
        let record = Rec { beat: self.now, services: held.record.services.clone(), state };
        if reason.is_some() && record.services != overwritten {
            self.rule("a stale entry revives services");
        }
        match self.replace_and_write(id, &record, held.persisted, reason) {
            Outcome::Skipped(Skip::Unchanged) if small => {
                self.rule("small load change");
                Outcome::Skipped(Skip::SmallLoadChange)
            }
            outcome => outcome,
        }
    }

    /// The first reason to write, in the order in which they are counted.
    pub(super) fn reason(
        &mut self,
        baseline: &Rec,
        state: &WorkerState,
        models: bool,
    ) -> Option<Cause> {
        let moved = (state.load - baseline.state.load).abs();
        let quiet = self.now - baseline.beat;
        let (delta, interval) = (self.policy.write.load_delta, self.policy.write.max_interval.ms());
        if moved == delta && moved > 0.0 {
            self.rule("a load moved by exactly load_delta is no change");
        }
        if quiet == interval {
            self.rule("max_interval itself has not passed yet");
        }
        let identity = self.policy.write.models_compare == ModelsCompare::Identity;
        let reasons = [
            (state.status != baseline.state.status, Cause::Status),
            (moved > delta, Cause::Load),
            (models && (identity || state.models != baseline.state.models), Cause::Models),
            (quiet > interval, Cause::Interval),
        ];
        if reasons.iter().filter(|(holds, _)| *holds).count() > 1 {
            self.rule("several reasons at once");
        }
        reasons.into_iter().find(|(holds, _)| *holds).map(|(_, cause)| cause)
    }

    fn replace_and_write(
        &mut self,
        id: u32,
        record: &Rec,
        persisted: Option<Rec>,
        reason: Option<Cause>,
    ) -> Outcome {
        self.keep(id, record.clone(), persisted);
        let Some(cause) = reason else {
            self.rule("skipped");
            return Outcome::Skipped(Skip::Unchanged);
        };
        if !self.spends() {
            return Outcome::Skipped(Skip::Dropped);
        }
        self.operation(Op::Write, Some(Key::Worker(WorkerId(id))), cause);
        self.kv.put(id, record.clone());
        self.here().workers.amend(id, |held| held.persisted = Some(record.clone()));
        self.invalidate(&record.services);
        Outcome::Written(cause)
    }
}
