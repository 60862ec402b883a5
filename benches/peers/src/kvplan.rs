//! kvplan and its benches, as they are here and as they were.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of kvplan.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What Cargo makes of kvplan's sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Product {
    /// The program that users run.
    Program,
    /// The bench of heartbeats.
    Heartbeats,
    /// The bench that replays a trace.
    Replay,
}

impl Product {
    const fn name(self) -> &'static str {
        match self {
            Self::Program => "kvplan",
            Self::Heartbeats => "heartbeats",
            Self::Replay => "replay",
        }
    }

    /// Builds it from the sources here.
    ///
    /// # Panics
    /// Where it cannot be built.
    pub(crate) fn here(self) -> PathBuf {
        let built = self.build(&root(), &[]);
        built.unwrap_or_else(|error| panic!("{} cannot be built: {error}", self.name()))
    }

    /// Builds it from a commit, in the target folder.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub(crate) fn of_commit(self, commit: &str) -> Result<PathBuf, String> {
        if commit == "none" {
            return Err("nobody asked for it".to_owned());
        }
        let root = root();
        let mut parse = git(&root);
        parse.args(["rev-parse", "--quiet", "--verify", &format!("{commit}^{{commit}}")]);
        let hash = output(parse).map_err(|_| {
            format!("this repository has no commit {commit}; a shallow clone lacks the older ones")
        })?;
        let hash = hash.trim();
        let before = root.join("target/before");
        let sources = before.join(hash);
        fs::create_dir_all(&sources).map_err(|error| format!("{}: {error}", sources.display()))?;
        let archive = before.join(format!("{hash}.tar"));
        let mut write = git(&root);
        write.args(["archive", "--format=tar", "--output"]).args([&archive]).arg(hash);
        output(write)?;
        let mut extract = Command::new("tar");
        extract.arg("-xf").arg(&archive).arg("-C").arg(&sources);
        output(extract)?;
        let target = before.join("build");
        self.build(&sources, &["--target-dir", target.to_str().ok_or("a path that is no text")?])
    }

    fn build(self, folder: &Path, more: &[&str]) -> Result<PathBuf, String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        match self {
            Self::Program => build.args(["build", "--release", "--bin", self.name()]),
            Self::Heartbeats | Self::Replay => {
                build.args(["bench", "--no-run", "--bench", self.name()])
            }
        };
        build.args(["--locked", "--quiet"]);
        build.args(["--message-format", "json-render-diagnostics"]).args(more).current_dir(folder);
        let messages = output(build)?;
        let built = messages.lines().find_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            let is_it = message["target"]["name"] == self.name();
            message["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
        });
        built.ok_or_else(|| "Cargo names no program".to_owned())
    }
}

fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root);
    git
}

/// What a command says.
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command.
///
/// # Errors
/// The last line that it complains in, or why it does not start.
pub(crate) fn run_command(command: &mut Command) -> Result<Said, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if !output.status.success() {
        let line = stderr.lines().rfind(|line| !line.trim().is_empty());
        return Err(format!("{name}: {}", line.unwrap_or("it failed").trim()));
    }
    Ok(Said { stdout, stderr })
}

/// What a command prints.
///
/// # Errors
/// As [`run_command`].
pub(crate) fn output(mut command: Command) -> Result<String, String> {
    run_command(&mut command).map(|said| said.stdout)
}
