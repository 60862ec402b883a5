//! What is said of a warning?

use serde::{Serialize, Serializer};

use super::Remark;
use super::advice::advice;
use crate::study::{Kept, MeterSummary, OldRecord, Warning};
use crate::words::{Span, amount, amount_of, count, of};

/// As JSON writes it, wherever a study's findings are derived.
impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Remark::from(self).serialize(to)
    }
}

impl From<&Warning> for Remark {
    fn from(it: &Warning) -> Self {
        Self { code: code(it), message: message(it), note: note(it), help: help(it) }
    }
}

fn code(warning: &Warning) -> &'static str {
    match warning {
        Warning::Limit(row, _) if row.days_over > 0 => "over-limit",
        Warning::Limit(..) => "near-limit",
        Warning::TtlEqualsInterval(..) => "ttl-equals-interval",
        Warning::HealthTimeoutTooShort(_) => "health-timeout-too-short",
        Warning::RecordExpiresFirst(..) => "record-expires-first",
        Warning::NeverWritten(_) => "never-written",
        Warning::StaleBaseline => "stale-baseline",
        Warning::ColdStartWrites(..) => "cold-start-writes",
        Warning::PerKeyRate(..) => "per-key-rate",
        Warning::TooManyOps(..) => "too-many-ops",
        Warning::LostUpdates(_) => "lost-updates",
        Warning::UnlistedWorkers(_) => "unlisted-workers",
        Warning::RetryStorm { .. } => "retry-storm",
        Warning::UnusedRefresh | Warning::UnusedModels(_) => "unused",
        Warning::ShortRun => "short-run",
        Warning::WideSpread(..) => "wide-spread",
    }
}

/// What is the matter.
fn message(warning: &Warning) -> String {
    match warning {
        Warning::Limit(row, _) => limit(row),
        Warning::TtlEqualsInterval(ttl, _) => {
            format!("the worker cache ({ttl}) expires just as the next heartbeat comes")
        }
        Warning::HealthTimeoutTooShort(OldRecord { timeout, .. }) => {
            format!("a quiet worker that lives looks dead after {timeout} (health_timeout)")
        }
        Warning::RecordExpiresFirst(ttl, interval) => format!(
            "records expire after {ttl}, before an unchanged worker writes again ({interval})"
        ),
        Warning::NeverWritten(_) => "no heartbeat ever writes its record".to_owned(),
        Warning::StaleBaseline => {
            "a heartbeat is compared with the last one, written or not".to_owned()
        }
        Warning::ColdStartWrites(share, _) => format!(
            "{:.0} % of the heartbeats' writes come from isolates that know nothing yet",
            share * 100.0
        ),
        Warning::PerKeyRate(per_day, _) => {
            let writes = amount_of(*per_day, "write");
            format!("refused: {writes} a day, one key twice within a second")
        }
        Warning::TooManyOps(per_day, most) => {
            let (requests, most) = (amount_of(*per_day, "request"), count((*most).into()));
            format!("failed: {requests} a day, for more than {most} operations each")
        }
        Warning::LostUpdates(per_day) => {
            let entries = amount(*per_day);
            format!("index entries undone by a write from an older list: {entries} a day")
        }
        Warning::UnlistedWorkers(it) => {
            let (mean, max) = (amount(it.mean), count(it.max));
            format!("{mean} live workers at a time are missing from an index ({max} at most)")
        }
        Warning::RetryStorm { per_day, share, is_enforced, .. } => {
            let when = if *is_enforced { " where the limits are enforced" } else { "" };
            let (requests, share) = (amount(*per_day), share * 100.0);
            format!("{requests} requests a day, {share:.0} % of all, are sent again{when}")
        }
        Warning::UnusedRefresh => "admin.refresh has no effect: nobody opens the page".to_owned(),
        Warning::UnusedModels(group) => {
            format!("models.changes_per_day of {group} has no effect: none is loaded")
        }
        Warning::ShortRun => "one day alone, which begins with cold caches".to_owned(),
        Warning::WideSpread(meter, share) => {
            format!("the mean of {meter} is known to ± {:.0} % only", share * 100.0)
        }
    }
}

fn limit(row: &MeterSummary) -> String {
    let (meter, limit) = (row.meter, count(row.limit_per_day.unwrap_or(0)));
    if row.days_over > 0 {
        let days = of(row.days_over, row.days_tried, "day");
        return format!("{meter} pass the limit of {limit} a day on {days}");
    }
    let used = row.used_ratio.unwrap_or(0.0) * 100.0;
    format!("{meter} come to {used:.1} % of the limit of {limit} on the worst day")
}

/// What it leads to.
fn note(warning: &Warning) -> Option<String> {
    Some(match warning {
        Warning::Limit(row, _) if row.days_over == 0 => {
            let (days, bound) = (count(row.days_tried), row.days_over_upper95? * 100.0);
            format!(
                "no day of {days} passed it; the 95 % upper bound on the share of such days is \
                 {bound:.1} %"
            )
        }
        Warning::TtlEqualsInterval(_, share) => {
            format!("{:.0} % of all heartbeats read KV again", share * 100.0)
        }
        Warning::HealthTimeoutTooShort(record) => old_record(record),
        Warning::RecordExpiresFirst(..) => "its heartbeats are then refused as unknown".to_owned(),
        Warning::NeverWritten(_) => {
            "KV keeps the record of the start: another isolate sees a dead worker".to_owned()
        }
        Warning::StaleBaseline => {
            "a load that drifts slowly is never written while the cache is warm".to_owned()
        }
        Warning::ColdStartWrites(_, births) => {
            format!("births of isolates: {} a day", amount(*births))
        }
        Warning::LostUpdates(_) => {
            "registrations read a service's list and write it back; the last writer wins, and a \
             worker that it left out gets no requests until it registers again"
                .to_owned()
        }
        Warning::UnlistedWorkers(_) => {
            "a registration whose index write was refused, or undone, leaves its worker with a \
             record and without requests; fewer reads are no saving then"
                .to_owned()
        }
        Warning::RetryStorm { attempts, .. } => format!(
            "a failed request is sent up to {attempts} times; each that reaches the Worker counts \
             against its limit"
        ),
        _ => return None,
    })
}

fn old_record(record: &OldRecord) -> String {
    let (written, oldest) = (record.written.whole_seconds(), record.oldest().whole_seconds());
    let kept = record.kept.iter().map(|(span, kept)| match kept {
        Kept::InIsolate => format!("{span} in an isolate's cache"),
        Kept::AtEdge => format!("{span} in another colo's edge cache"),
        Kept::OnTheWay => format!("{span} on the way there"),
    });
    let kept: Vec<String> = kept.collect();
    if kept.is_empty() {
        return format!("its record in KV is up to {written} old by design");
    }
    let kept = kept.join(", ");
    format!("its record is up to {oldest} old by design: {written} in KV, and {kept}")
}

/// What to try.
fn help(warning: &Warning) -> Option<String> {
    Some(match warning {
        Warning::Limit(_, tried) => return tried.as_ref().map(advice),
        Warning::TtlEqualsInterval(ttl, _) => {
            let longer = Span::from_ms(ttl.ms() + ttl.ms() / 2);
            format!("try --set policy.cache.worker_ttl={longer}")
        }
        Warning::HealthTimeoutTooShort(record) => format!(
            "try --set policy.health_timeout={}; a worker that crashes gets requests for as long",
            record.oldest().whole_minutes()
        ),
        Warning::RecordExpiresFirst(_, interval) => {
            format!("try --set policy.write.record_ttl={}", interval.times(2))
        }
        Warning::NeverWritten(true) | Warning::StaleBaseline => PERSISTED.to_owned(),
        Warning::ColdStartWrites(..) => format!("compare with what KV holds: {PERSISTED}"),
        Warning::PerKeyRate(_, together) => match together.as_deref()? {
            [] => SEVERAL_INDEXES.to_owned(),
            groups => {
                let set = |at: &usize| format!(" --set workers[{at}].heartbeat.phase=random");
                let set: String = groups.iter().map(set).collect();
                format!("spread the workers: try{set}")
            }
        },
        Warning::LostUpdates(_) => {
            format!("{APART}, or keep no list that several write")
        }
        Warning::UnlistedWorkers(_) => format!("{APART}, and try a failed one again (retry)"),
        Warning::RetryStorm { .. } => {
            "fewer attempts, or a longer backoff: what a limit refuses stays refused all day".into()
        }
        Warning::UnusedRefresh => "set admin.loads_per_day".to_owned(),
        Warning::ShortRun => "try --days 7".to_owned(),
        Warning::WideSpread(..) => "try more --runs".to_owned(),
        Warning::NeverWritten(false) | Warning::TooManyOps(..) | Warning::UnusedModels(_) => {
            return None;
        }
    })
}

const PERSISTED: &str = "try --set policy.write.baseline=persisted";
const APART: &str = "let the workers register at different times";
const SEVERAL_INDEXES: &str =
    "many workers write one index: let them come one after another, or keep several indexes";
