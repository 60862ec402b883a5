//! Events a second of a recorded trace: read, parsed, replayed, each on one thread.
//!
//! `cargo bench --bench replay` writes a trace of ten million events to a temporary file, with
//! `-- --quick` one of a few hundred thousand. Each figure comes from processes of its own, which
//! take turns; the least CPU time counts. See `../README.md`.

#[path = "../heartbeats/machine.rs"]
mod machine;

use std::env;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use kvplan::coordinator::{Policy, Preset};
use kvplan::platform::Mode;
use kvplan::scenario::{Overrides, Scenario, Source, caps, load};
use kvplan::simulation::{self, Recorder, RunId, Watch, ideal};
use kvplan::trace::{Input, Reader};

const RUN_0: RunId = RunId { run: 0, mode: Mode::Measure };
const BUFFER: usize = 1 << 16;

/// What is measured, in the order of the table.
const PARTS: [(&str, &str); 4] = [
    ("bytes", "reading the file alone"),
    ("parse", "parsing"),
    ("optimized", "replaying under optimized"),
    ("naive", "replaying under naive"),
];

/// A hundred workers, four isolates, clients and an admin page; `days` of it.
fn recorded(days: u32) -> Scenario {
    let yaml = format!(
        "name: bench\npolicy: optimized\ndays: {days}\nruns: 1\nkv: {{ latency: none }}\nworkers:\n  \
         - name: gpu\n    count: 100\n    services: [rag, img]\n    heartbeat: {{ every: 30s, \
         jitter: 500ms, phase: random }}\n    load: {{ walk: {{ start: 0.4, step: 0.02 }} }}\n    \
         models: {{ loaded: 3, changes_per_day: 4 }}\ntraffic:\n  - {{ service: rag, \
         requests_per_day: 1000, arrivals: poisson }}\nadmin: {{ loads_per_day: 20 }}\nisolates: \
         {{ colos: [{{ name: LHR, isolates: 4 }}], deploys_per_day: 1 }}\n"
    );
    let source = Source { path: "bench.yaml".into(), bytes: yaml.into_bytes() };
    load(&source, &Overrides::default(), &|path| panic!("reads {path}"))
        .unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// Days for about so many events.
const FULL_DAYS: u32 = 35;
const QUICK_DAYS: u32 = 1;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    match arguments.iter().find_map(|argument| argument.strip_prefix("--child=")) {
        None if is_quick => table(QUICK_DAYS, 2),
        None => table(FULL_DAYS, 4),
        Some(part) => {
            let (part, path) = part.split_once(',').expect("a part and a path");
            if part == "write" {
                let days = arguments.iter().find_map(|argument| argument.strip_prefix("--days="));
                let days = days.and_then(|days| days.parse().ok()).expect("a number of days");
                write(days, &File::create(path).expect("a place for the trace"));
            } else {
                measure(part, Path::new(path));
            }
        }
    }
}

struct Nobody;

impl Watch for Nobody {
    fn day_is_done(&self) {}

    fn goes_on(&self) -> bool {
        true
    }
}

/// Records, for other programs too: `--child=write,PATH --days=N`.
fn write(days: u32, file: &File) {
    let scenario = recorded(days);
    let mut recorder = Recorder::new(&scenario, 0, file).expect("a temporary file");
    let policy = &scenario.policy;
    simulation::run_observed(&scenario, RUN_0, (policy, &mut recorder), &Nobody);
    recorder.finish().expect("a temporary file");
}

fn table(days: u32, rounds: usize) {
    println!("{}", machine::describe());
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    write(days, file.as_file());
    let bytes = file.as_file().metadata().map_or(0, |found| found.len());
    let path = file.path().to_str().expect("a plain path");
    let mut least = PARTS.map(|_| Figures { seconds: f64::INFINITY, events: 0, peak: None });
    for _ in 0..rounds {
        for (least, (part, _)) in least.iter_mut().zip(PARTS) {
            let figures = child(part, path);
            least.seconds = least.seconds.min(figures.seconds);
            (least.events, least.peak) = (figures.events, figures.peak);
        }
    }
    let events = least[1].events as f64;
    println!(
        "{events} events, {:.0} MB, {:.0} bytes each; least of {rounds} rounds",
        bytes as f64 / 1e6,
        bytes as f64 / events
    );
    println!();
    println!(
        "{:<26}  {:>9}  {:>13}  {:>17}  {:>11}",
        "", "ns/event", "million a s", "by reading alone", "peak memory"
    );
    for (figures, (_, name)) in least.iter().zip(PARTS) {
        let ratio = figures.seconds / least[0].seconds;
        let peak = figures.peak.map_or_else(String::new, |peak| format!("{:.1} MB", peak / 1e6));
        println!(
            "{name:<26}  {:>9.0}  {:>13.2}  {ratio:>17.1}  {peak:>11}",
            figures.seconds / events * 1e9,
            events / figures.seconds / 1e6
        );
    }
}

struct Figures {
    seconds: f64,
    events: u64,
    peak: Option<f64>,
}

/// What this program measures when it is called for one part.
fn child(part: &str, path: &str) -> Figures {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.arg(format!("--child={part},{path}")).stderr(Stdio::inherit());
    let output = command.output().expect("this program starts");
    assert!(output.status.success(), "{part} failed");
    let text = String::from_utf8(output.stdout).expect("text");
    let mut words = text.split_whitespace();
    let seconds = words.next().and_then(|word| word.parse().ok()).expect("seconds");
    let events = words.next().and_then(|word| word.parse().ok()).expect("events");
    Figures { seconds, events, peak: words.next().and_then(|word| word.parse().ok()) }
}

fn measure(part: &str, path: &Path) {
    let watch = machine::Stopwatch::start();
    let events = match part {
        "bytes" => read_alone(path),
        "parse" => parse(path),
        policy => replay(policy, path),
    };
    let seconds = watch.elapsed().as_secs_f64();
    let peak = machine::peak_memory().map_or_else(String::new, |bytes| bytes.to_string());
    println!("{seconds} {events} {peak}");
}

/// Takes every byte and looks at none; how many line ends that are is not asked.
fn read_alone(path: &Path) -> u64 {
    let mut file = File::open(path).expect("the trace");
    let mut room = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        match file.read(&mut room).expect("the trace") {
            0 => return bytes,
            read => bytes += read as u64,
        }
    }
}

fn open(path: &Path) -> Reader<Input<BufReader<File>>> {
    let file = File::open(path).expect("the trace");
    let input = Input::new(BufReader::with_capacity(BUFFER, file), false);
    Reader::new(input, caps::TRACE).unwrap_or_else(|error| panic!("{error:?}"))
}

fn parse(path: &Path) -> u64 {
    let mut reader = open(path);
    let mut events = 0;
    while reader.read().unwrap_or_else(|error| panic!("{error:?}")).is_some() {
        events += 1;
    }
    events
}

fn replay(policy: &str, path: &Path) -> u64 {
    let preset = Preset::ALL.into_iter().find(|preset| preset.name() == policy);
    let policy = Policy::preset(preset.unwrap_or_else(|| panic!("there is no policy {policy}")));
    let scenario = ideal(&Scenario { policy, ..recorded(1) });
    let made = simulation::replay(&scenario, RUN_0, (&scenario.policy, open(path)), &Nobody);
    let ledger = made.unwrap_or_else(|error| panic!("{error:?}")).expect("nobody stops it");
    ledger.requests.iter().map(|kind| kind.count).sum()
}
