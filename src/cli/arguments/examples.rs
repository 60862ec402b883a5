//! What the long helps show: a few lines to copy for each command.

use crate::cli::exit::ExitCode;

pub(super) const SIMULATE: &str = "\
Examples:
  kvplan simulate coordinator.yaml
  kvplan simulate coordinator.yaml --policy naive --set workers[0].count=3
  kvplan simulate coordinator.yaml -f json -o days.csv -o report.md
  kvplan simulate coordinator.yaml --by day --run 3
  kvplan simulate coordinator.yaml --runs auto --target 0.5%
  kvplan simulate coordinator.yaml --days 1 --trace day.csv.gz
  kvplan simulate coordinator.yaml --worlds -o worlds.csv";

pub(super) const COMPARE: &str = "\
Examples:
  kvplan compare coordinator.yaml
  kvplan compare coordinator.yaml --policy optimized --policy module-throttle
  kvplan compare before.yaml after.yaml --threshold 5%
  kvplan compare before.json after.yaml -f markdown -o comment.md";

pub(super) const SWEEP: &str = "\
Examples:
  kvplan sweep coordinator.yaml --vary workers[0].count=1..8
  kvplan sweep coordinator.yaml --vary kv.cache_ttl=30s..1h --scale log
  kvplan sweep coordinator.yaml --vary policy=naive,optimized --vary days=1,7
  kvplan sweep coordinator.yaml --vary workers[0].count=1..8 --dry-run";

pub(super) const HEADROOM: &str = "\
Examples:
  kvplan headroom coordinator.yaml
  kvplan headroom coordinator.yaml --vary workers[0].count --tolerate 1%
  kvplan headroom coordinator.yaml --vary workers[0].heartbeat.every --down
  kvplan headroom coordinator.yaml --vary workers[0].count --worlds
  kvplan headroom coordinator.yaml -f markdown -o headroom.json";

pub(super) const EXPLAIN: &str = "\
Examples:
  kvplan explain coordinator.yaml
  kvplan explain coordinator.yaml writes --runs auto
  kvplan explain coordinator.yaml reads --policy naive -o reads.md";

pub(super) const GATE: &str = "\
Examples:
  kvplan gate coordinator.yaml
  kvplan gate coordinator.yaml -f github -o gate.xml
  kvplan gate a.yaml b.yaml --sum --fail-on-warn
  kvplan gate coordinator.yaml --worlds
  kvplan gate coordinator.yaml --update-baseline";

pub(super) const REPLAY: &str = "\
A trace is CSV, one event a row, in the order of time_ms: whole milliseconds since 00:00 UTC of \
the first day. Lists are separated by `;`. Columns in brackets may be empty; those that a request \
does not use are passed over, with a note.

  request     isolate  target   status    load  models    services
  existing    -        worker   (status)  load  (models)  (services)
  register    isolate  worker   (status)  load  (models)  (services)
  heartbeat   isolate  worker   (status)  load  (models)  -
  deregister  isolate  worker   -         -     -         -
  route       isolate  service  -         -     -         -
  admin       isolate  -        -         -     -         -
  stats       isolate  -        -         -     -         -
  cold_start  isolate  -        -         -     -         -

`existing` is a record in KV before the trace begins; these rows come first. `cold_start`: that \
isolate loses its caches. A heartbeat needs no services: the record keeps its own. With a \
scenario an isolate LHR/0 is in the colo LHR.

Examples:
  kvplan simulate coordinator.yaml --trace day.csv.gz
  kvplan replay day.csv.gz --policy naive
  kvplan replay day.csv.gz --set policy.cache.worker_ttl=60s -f json
  kvplan replay day.csv.gz coordinator.yaml -o day.md
  zcat logs/*.gz | kvplan replay - --skip-bad";

pub(super) const VALIDATE: &str = "\
Examples:
  kvplan validate coordinator.yaml
  kvplan validate scenarios/*.yaml --plan cloudflare-paid@2026-10";

pub(super) const INIT: &str = "\
Examples:
  kvplan init coordinator.yaml
  kvplan init | kvplan simulate -";

/// Where the short help ends.
pub(super) const MORE: &str =
    "`kvplan --help` adds examples and exit codes, `kvplan help simulate` tells of one command.";

const FIRST: &str = "\
Examples:
  kvplan init coordinator.yaml
  kvplan simulate coordinator.yaml
  kvplan simulate coordinator.yaml --policy naive --set workers[0].count=3
  kvplan compare coordinator.yaml
  kvplan sweep coordinator.yaml --vary workers[0].count=1..8
  kvplan headroom coordinator.yaml
  kvplan explain coordinator.yaml writes --runs auto
  kvplan gate coordinator.yaml -f github -o gate.xml
  kvplan replay day.csv.gz --policy naive
";

/// Where the long help ends: examples, and what each exit code means.
pub(super) fn and_exit_codes() -> String {
    let lines = ExitCode::ALL.map(|code| format!("  {:>3}  {}\n", code.number(), code.meaning()));
    format!("{FIRST}\nExit codes:\n{}", lines.concat())
}
