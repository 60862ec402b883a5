//! Every command that gives an answer, with the formats that it has. What holds for each of them is
//! a law over this list.

use std::fs;

use crate::support::command_line::{Ended, Folder};

/// A command line, and what it can print besides a table.
pub struct Answer {
    /// Its words, with a blank between them.
    pub line: &'static str,
    /// What `-f` takes and what an export ends with.
    pub formats: &'static [(&'static str, &'static str)],
    /// Its exit code.
    pub code: i32,
}

const JSON: (&str, &str) = ("json", "json");
const MARKDOWN: (&str, &str) = ("markdown", "md");
const CSV: (&str, &str) = ("csv", "csv");
const JUNIT: (&str, &str) = ("junit", "xml");

const fn with_rows(line: &'static str) -> Answer {
    Answer { line, formats: &[JSON, MARKDOWN, CSV], code: 0 }
}

const fn without_rows(line: &'static str) -> Answer {
    Answer { line, formats: &[JSON, MARKDOWN], code: 0 }
}

const fn gate(line: &'static str) -> Answer {
    Answer { line, formats: &[JSON, MARKDOWN, CSV, JUNIT], code: 1 }
}

/// All of them, each so that most of its parts show.
pub const ANSWERS: [Answer; 13] = [
    with_rows("simulate f.yaml -v --by day"),
    with_rows("simulate f.yaml -v --worlds"),
    with_rows("compare f.yaml -v"),
    with_rows("sweep f.yaml -v --vary policy.write.max_interval=30s..10m"),
    with_rows("sweep f.yaml -v --vary workers[0].count=1..3 --vary kv.cache_ttl=30s,5m"),
    without_rows("headroom f.yaml -v --vary workers[0].count --vary kv.cache_ttl"),
    without_rows("headroom f.yaml --worlds --vary workers[0].count"),
    without_rows("explain f.yaml -v"),
    without_rows("explain f.yaml writes"),
    gate("gate f.yaml -v"),
    gate("gate f.yaml -v --worlds"),
    with_rows("replay t.csv -v"),
    with_rows("replay t.csv f.yaml -v"),
];

/// Two colos, random everything, a plan that is passed, budgets of every outcome.
const SCENARIO: &str = "
days: 1
runs: 2
isolates: { colos: [ { name: A }, { name: B } ], idle_timeout: 10m }
traffic: [ { service: rag, requests_per_day: 400 }, { service: ocr, requests_per_day: 90, colo: B } ]
workers:
  - { name: cpu, services: [rag, ocr], colo: B, heartbeat: { every: 45s, jitter: 1s } }
  - name: gpu
    count: 2
    colo: A
    services: [rag]
    outages: { crashes_per_day: 3 }
admin: { loads_per_day: 20 }
account: { other: { writes: 300 } }
";

/// Two workers that beat, and a client.
const TRACE: &str = "time_ms,isolate,request,target,status,load,models,services
0,A/1,existing,w,online,0.5,m,rag
1000,A/1,heartbeat,w,online,0.5,m,
2000,A/1,route,rag,,,,
31000,B/1,heartbeat,w,online,0.9,m,
32000,B/1,admin,,,,,
33000,A/1,register,v,online,0.1,m,rag
";

/// A folder with `f.yaml` and `t.csv`, for a scenario and a budget that are described so.
pub fn folder(name: &str) -> Folder {
    let folder = Folder::new();
    let plain = |it: char| it.is_ascii_alphanumeric() || it == ' ';
    let escaped = |it| if plain(it) { it.into() } else { format!("\\u{:04x}", u32::from(it)) };
    let name = format!("\"{}\"", name.chars().map(escaped).collect::<String>());
    let budgets = format!(
        "budgets:\n  - {{ metric: writes, max: 1, reason: {name} }}\n  - {{ metric: reads, max: \
         90%, warn: 1%, reason: {name} }}\n  - {{ metric: hit_ratio, min: 1%, reason: {name} }}\n"
    );
    let text = format!("name: {name}{SCENARIO}{budgets}");
    fs::write(folder.path("f.yaml"), text).expect("a scenario");
    fs::write(folder.path("t.csv"), TRACE).expect("a trace");
    folder
}

impl Answer {
    /// Its words, and more.
    pub fn arguments<'a>(&self, more: &[&'a str]) -> Vec<&'a str> {
        self.line.split(' ').chain(more.iter().copied()).collect()
    }

    /// Runs it where it is as it should be.
    #[track_caller]
    pub fn run(&self, folder: &Folder, more: &[&str]) -> Ended {
        let ended = folder.run(&self.arguments(more));
        assert_eq!(ended.code, Some(self.code), "{} {more:?}: {ended:?}", self.line);
        ended
    }

    /// Its table, and each of its exports with its name; the files are gone again.
    #[track_caller]
    pub fn texts(&self, folder: &Folder, more: &[&str]) -> Vec<(String, String)> {
        let files: Vec<String> = self.formats.iter().map(|(_, end)| format!("x.{end}")).collect();
        let exports = files.iter().flat_map(|file| ["-o", file]);
        let arguments: Vec<&str> = more.iter().copied().chain(exports).collect();
        let mut texts = vec![("the table".to_owned(), self.run(folder, &arguments).stdout)];
        for file in folder.others().into_iter().filter(|name| name.starts_with("x.")) {
            let text = folder.read(&file);
            fs::remove_file(folder.path(&file)).expect("a file");
            texts.push((file, text));
        }
        texts
    }
}
