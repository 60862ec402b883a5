//! The programs that do the work, how each is started, and what it tells.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant as Moment};

use crate::kvplan::{Product, output};
use crate::service::{Counts, Work};

pub(crate) const ONE_MODEL: &str = "one-model";
pub(crate) const MANY_MODELS: &str = "many-models";
/// kvplan's whole path, as its bench calls it, and its loop by hand.
const ALONE: &str = "alone";
const BY_HAND: &str = "by-hand";
/// A peer takes too long, and too much memory, with more workers.
const MOST_OF_A_PEER: u32 = 10_000;
const SIMPY_SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/simpy_work.py");

/// The TTL equals the interval, or is so long that each lookup hits; with or without latencies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Setting {
    AllHit,
    TtlEdge,
    Latencies,
}

impl Setting {
    pub(crate) const ALL: [Self; 3] = [Self::AllHit, Self::TtlEdge, Self::Latencies];

    /// As kvplan's bench calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AllHit => "all-hit",
            Self::TtlEdge => "TTL-edge",
            Self::Latencies => "latencies",
        }
    }

    pub(crate) const fn worker_ttl_ms(self) -> u64 {
        match self {
            Self::AllHit => 45_000,
            Self::TtlEdge | Self::Latencies => 30_000,
        }
    }
}

/// What kind of program does the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A kvplan, which does as many beats as its bench.
    Kvplan,
    /// A simulator for which the work was compiled.
    Compiled,
    /// A simulator for which the work is interpreted.
    Interpreted,
}

/// How a program is started.
#[derive(Clone, Debug)]
enum Start {
    /// The bench of a kvplan, with the engine that it shall run.
    Heartbeats(PathBuf, &'static str),
    /// This program, with the engine that it shall run.
    This(&'static str),
    /// The script, by this Python.
    Python(String),
}

/// One of those that are compared, or why it is not there.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    start: Result<Start, String>,
}

/// All, in the order of the table: kvplan, its loop by hand, kvplan before, and the peers.
pub(crate) fn all(before: &str, python: &str) -> [Program; 6] {
    let here = Product::Heartbeats.here();
    let earlier = Product::Heartbeats.of_commit(before);
    [
        ("kvplan", Ok(Start::Heartbeats(here.clone(), ALONE))),
        ("by hand", Ok(Start::Heartbeats(here, BY_HAND))),
        ("before", earlier.map(|path| Start::Heartbeats(path, ALONE))),
        ("nexosim", Ok(Start::This(ONE_MODEL))),
        ("nexosim many", Ok(Start::This(MANY_MODELS))),
        ("SimPy", simpy(python)),
    ]
    .map(|(name, start)| Program { name, start })
}

fn simpy(python: &str) -> Result<Start, String> {
    let mut version = Command::new(python);
    version.args(["-c", "import simpy"]);
    let found = output(version).map(|_| Start::Python(python.to_owned()));
    found.map_err(|error| format!("{error}; `{python} -m pip install simpy` brings it"))
}

/// What a program tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub(crate) ns_per_beat: f64,
    /// An older kvplan tells nothing of them.
    pub(crate) counts: Option<Counts>,
    /// CPU time of its whole process.
    pub(crate) whole: Duration,
}

impl Program {
    /// Why it cannot be run.
    pub(crate) fn why_not(&self) -> Option<&str> {
        self.start.as_ref().err().map(String::as_str)
    }

    /// None where it cannot be run.
    pub(crate) fn kind(&self) -> Option<Kind> {
        self.start.as_ref().ok().map(|start| match start {
            Start::Heartbeats(..) => Kind::Kvplan,
            Start::This(_) => Kind::Compiled,
            Start::Python(_) => Kind::Interpreted,
        })
    }

    /// Whether it is there and knows this work.
    pub(crate) fn does(&self, setting: Setting, workers: u32) -> bool {
        match &self.start {
            Err(_) => false,
            Ok(Start::Heartbeats(_, engine)) => *engine == ALONE || setting != Setting::Latencies,
            Ok(_) => setting != Setting::Latencies && workers <= MOST_OF_A_PEER,
        }
    }

    /// Does the work once, in a process of its own. A kvplan does as many beats as its bench, and
    /// those that are given where `work` names more than none.
    ///
    /// # Panics
    /// Where it fails or tells something else.
    pub(crate) fn run(&self, work: &Work, setting: Setting, flags: &[&str]) -> Told {
        let mut command = self.command(work, setting);
        command.args(flags);
        let (text, whole) = output_and_cpu(command);
        let told = told(&text).unwrap_or_else(|| panic!("{} tells {text:?}", self.name));
        Told { whole, ..told }
    }

    /// How it is called for a work.
    ///
    /// # Panics
    /// Where it cannot be run.
    pub(crate) fn command(&self, work: &Work, setting: Setting) -> Command {
        let Work { workers, worker_ttl_ms, beats } = work;
        match self.start.as_ref().expect("asked before") {
            Start::Heartbeats(path, engine) => {
                let mut command = Command::new(path);
                let some = if *beats > 0 { format!(",{beats}") } else { String::new() };
                command.arg(format!("--child={engine},{workers},{}{some}", setting.name()));
                command
            }
            Start::This(engine) => {
                let mut command = Command::new(env::current_exe().expect("it has a path"));
                command.arg(format!("--child={engine},{workers},{worker_ttl_ms},{beats}"));
                command
            }
            Start::Python(python) => {
                let mut command = Command::new(python);
                command.arg(SIMPY_SCRIPT);
                command.args([u64::from(*workers), *worker_ttl_ms, *beats].map(|n| n.to_string()));
                command
            }
        }
    }
}

/// Reads `39.90 ns a heartbeat: 60 beats, 12 reads, 5 writes, 3 routed`.
pub(crate) fn told(text: &str) -> Option<Told> {
    let mut numbers = text.split([' ', '\n']).filter(|word| word.starts_with(char::is_numeric));
    let ns_per_beat = numbers.next()?.parse().ok()?;
    let mut next = || numbers.next().and_then(|word| word.parse().ok());
    let counts = [(); 4].map(|()| next());
    let counts = match counts {
        [Some(beats), Some(reads), Some(writes), Some(routed)] => {
            Some(Counts { beats, reads, writes, routed })
        }
        _ => None,
    };
    Some(Told { ns_per_beat, counts, whole: Duration::ZERO })
}

/// What a command prints, and the CPU time of its whole process; time on the wall where the system
/// does not tell.
///
/// # Panics
/// Where it fails.
pub(crate) fn output_and_cpu(command: Command) -> (String, Duration) {
    let (begun, cpu) = (Moment::now(), cpu_of_children());
    let text = output(command).unwrap_or_else(|error| panic!("{error}"));
    let (wall, cpu) = (begun.elapsed(), cpu_of_children().zip(cpu));
    (text, cpu.map_or(wall, |(now, begun)| now - begun))
}

#[cfg(unix)]
fn cpu_of_children() -> Option<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let [user, system] = [usage.user_time(), usage.system_time()];
    Some(
        [user, system]
            .map(|time| Duration::new(time.tv_sec().unsigned_abs(), time.tv_usec() as u32 * 1_000))
            .into_iter()
            .sum(),
    )
}

#[cfg(not(unix))]
fn cpu_of_children() -> Option<Duration> {
    None
}
