//! The binary, in a folder of its own, away from the environment of whoever runs the tests.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Two workers for a day, two runs.
pub const SCENARIO: &str = "\
name: two workers
plan: cloudflare-free@2026-10
policy: optimized
days: 1
runs: 2
seed: 42
workers:
  - name: gpu
    count: 2
    services: [rag]
    heartbeat: { every: 30s }
traffic:
  - service: rag
    requests_per_day: 100
";

/// What a command may be told by the environment.
const OUTSIDE: [&str; 8] = [
    "COLUMNS",
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "CI",
    "GITHUB_ACTIONS",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_WORKSPACE",
    "RUST_BACKTRACE",
];

/// A folder with `s.yaml`, and `bad.yaml`, which has a mistake.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        let folder = Self(TempDir::new().expect("a temporary folder"));
        fs::write(folder.path("s.yaml"), SCENARIO).expect("a scenario");
        let bad = SCENARIO.replace("seed: 42", "bad_seed: 42");
        fs::write(folder.path("bad.yaml"), bad).expect("a scenario");
        folder
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// The names in it, sorted, without the two scenarios.
    pub fn others(&self) -> Vec<String> {
        let entries = fs::read_dir(self.root()).expect("the folder");
        let names = entries.map(|it| it.expect("an entry").file_name().into_string());
        let mut names: Vec<String> = names.map(|it| it.expect("UTF-8")).collect();
        names.retain(|name| name != "s.yaml" && name != "bad.yaml");
        names.sort();
        names
    }

    /// The command, to be run in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kvplan"));
        for name in OUTSIDE {
            command.env_remove(name);
        }
        command.env("TERM", "xterm").current_dir(self.root()).args(arguments);
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(arguments).output().expect("the binary runs"))
    }

    /// As [`Self::run`]; it ends within some seconds.
    pub fn run_at_once(&self, arguments: &[&str]) -> Ended {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let began = Instant::now();
        while child.try_wait().expect("a child").is_none() {
            if began.elapsed() > Duration::from_secs(20) {
                child.kill().expect("it can be ended");
                panic!("{arguments:?} waits");
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ended::from(child.wait_with_output().expect("it has ended"))
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may stop reading before the end.
        let _ = stdin.write_all(input);
        drop(stdin);
        Ended::from(child.wait_with_output().expect("the binary ends"))
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}
