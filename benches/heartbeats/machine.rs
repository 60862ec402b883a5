//! The machine and this process, as far as the system tells.

use std::fs;
use std::time::{Duration, Instant as Moment};

/// Cores and model of the processor.
pub(crate) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.and_then(|rest| rest.split_once(':')).map_or("unknown", |(_, name)| name);
    let (system, architecture) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{cores} cores, {}, {system} {architecture}", model.trim())
}

/// The most memory that this process held so far, in bytes; Linux alone tells.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Runs from when it is made, and knows how much of that the process had a core.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch {
    begun: Moment,
    cpu: Option<Duration>,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self { begun: Moment::now(), cpu: cpu_time() }
    }

    /// CPU time since the start, of all threads; wall time where the system does not tell.
    pub(crate) fn elapsed(&self) -> Duration {
        self.without_waiting(self.begun.elapsed())
    }

    /// Wall time that ran within this watch's, without what the process waited for a core meanwhile.
    pub(crate) fn without_waiting(&self, wall: Duration) -> Duration {
        let cpu = self.cpu.zip(cpu_time()).map(|(begun, now)| now.saturating_sub(begun));
        let whole = self.begun.elapsed();
        (wall + cpu.unwrap_or(whole)).saturating_sub(whole)
    }
}

#[cfg(unix)]
fn cpu_time() -> Option<Duration> {
    use nix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).ok().map(Duration::from)
}

#[cfg(not(unix))]
fn cpu_time() -> Option<Duration> {
    None
}
