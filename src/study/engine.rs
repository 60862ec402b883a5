//! Running many jobs on many threads, and taking their results in order.
//!
//! Results are handed over in the order of the jobs, however the threads finish, so that sums of
//! doubles and everything else come out the same with one thread and with eight.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Runs the jobs `0..count` on `threads` threads, or as many as can be had, and gives each result to `take`, in order.
/// `None` from a job stops all and is returned as `false`.
pub fn in_order<T: Send>(
    count: usize,
    threads: usize,
    job: &(dyn Fn(usize) -> Option<T> + Sync),
    take: &mut (dyn FnMut(usize, T) + Send),
) -> bool {
    let next_job = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let handed = Mutex::new((0, BTreeMap::new(), take));
    let work = || {
        while !stopped.load(Ordering::Relaxed) {
            let number = next_job.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return;
            }
            let Some(result) = job(number) else {
                stopped.store(true, Ordering::Relaxed);
                return;
            };
            // A panic while taking poisons the lock; it is passed on by the scope anyway.
            let Ok(mut handed) = handed.lock() else { return };
            let (next, waiting, take) = &mut *handed;
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(next) {
                take(*next, result);
                *next += 1;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(count) {
            // Where no further thread is to be had, those that there are do all of it.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    !stopped.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_each_once() {
        for threads in [1, 2, 8] {
            let mut seen = Vec::new();
            let job = |number: usize| {
                // The first ones take longest.
                (number..20).for_each(|_| thread::yield_now());
                Some(number * number)
            };
            assert!(in_order(20, threads, &job, &mut |number, square| seen.push((number, square))));
            let expected: Vec<_> = (0..20).map(|number| (number, number * number)).collect();
            assert_eq!(seen, expected, "{threads} threads");
        }
    }

    #[test]
    fn a_job_that_stops_stops_all() {
        let mut taken = Vec::new();
        let job = |number: usize| (number < 5).then_some(number);
        assert!(!in_order(1_000, 2, &job, &mut |number, _| taken.push(number)));
        assert!(taken.len() <= 5);
    }
}
