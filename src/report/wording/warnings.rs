//! What is said of a warning?

use serde::{Serialize, Serializer};

use super::Remark;
use super::advice::advice;
use crate::report::figures::{bytes, joined, percent, used};
use crate::study::{Advice, Kept, MeterSummary, OldRecord, Together, UnlistedSummary, Warning};
use crate::words::{Layout, Span, amount, amount_of, count, of};

/// As JSON writes it, wherever a study's findings are derived.
impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Remark::from(self).serialize(to)
    }
}

impl From<&Warning> for Remark {
    fn from(warning: &Warning) -> Self {
        match warning {
            Warning::Limit(row, tried) => limit(row, tried.as_ref()),
            Warning::MildestCase { loads, colo } => mildest_case(*loads, *colo),
            Warning::TtlEqualsInterval(ttl, share, is_harmless) => {
                ttl_equals_interval(*ttl, *share, *is_harmless)
            }
            Warning::HealthTimeoutTooShort(record) => health_timeout(record),
            Warning::RecordExpiresFirst(ttl, interval) => expires_first(*ttl, *interval),
            Warning::NeverWritten(is_cached) => {
                let message = "no heartbeat ever writes its record";
                let note = "KV keeps the record of the start: another isolate sees a dead worker";
                let help = is_cached.then(|| PERSISTED.to_owned());
                Self { help, ..Self::new("never-written", message).note(note) }
            }
            Warning::StaleBaseline => {
                let message = "a heartbeat is compared with the last one, written or not";
                let note = "a load that drifts slowly is never written while the cache is warm";
                Self::new("stale-baseline", message).note(note).help(PERSISTED)
            }
            Warning::ColdStartWrites(share, births) => cold_start_writes(*share, *births),
            Warning::PerKeyRate(per_day, interval, together) => {
                per_key_rate(*per_day, *interval, together.as_ref())
            }
            Warning::TooManyOps(per_day, most) => {
                let (requests, most) = (amount_of(*per_day, "request"), count((*most).into()));
                let message =
                    format!("failed: {requests} a day, for more than {most} operations each");
                Self::new("too-many-ops", message)
            }
            Warning::LostUpdates(per_day, layout) => lost_updates(*per_day, *layout),
            Warning::ValueTooLarge(size, most) => {
                let (size, most) = (bytes(*size), bytes(f64::from(*most)));
                let message =
                    format!("the one key would hold about {size}; KV takes {most} at most");
                let note = "each write of it would be refused, which is not simulated";
                Self::new("value-too-large", message).note(note)
            }
            Warning::UnlistedWorkers(it, layout) => unlisted(it, *layout),
            Warning::RetryStorm { per_day, share, is_enforced, attempts } => {
                retry_storm((*per_day, *share), *is_enforced, *attempts)
            }
            Warning::UnusedRefresh => {
                Self::new("unused", "admin.refresh has no effect: nobody opens the page")
                    .help("set admin.loads_per_day")
            }
            Warning::UnusedModels(group) => {
                let what = "models.changes_per_day of";
                Self::new("unused", format!("{what} {group} has no effect: none is loaded"))
            }
            Warning::ShortRun => {
                Self::new("short-run", "one day alone, which begins with cold caches")
                    .help("try --days 7")
            }
            Warning::WideSpread(meter, share) => {
                let percent = share * 100.0;
                Self::new(
                    "wide-spread",
                    format!("the mean of {meter} is known to ± {percent:.0} % only"),
                )
                .help("try more --runs")
            }
        }
    }
}

fn limit(row: &MeterSummary, tried: Option<&Advice>) -> Remark {
    let (meter, limit) = (row.meter, count(row.limit_per_day.unwrap_or(0)));
    let said = if row.days_over > 0 {
        let days = of(row.days_over, row.days_tried, "day");
        Remark::new("over-limit", format!("{meter} pass the limit of {limit} a day on {days}"))
    } else {
        let used = used(row.used_ratio);
        let message = format!("{meter} come to {used} of the limit of {limit} on the worst day");
        let days = count(row.days_tried);
        let note = row.days_over_upper95.map(|bound| {
            let bound = percent(bound);
            format!(
                "no day of {days} passed it; the 95 % upper bound on the share of such days is \
                 {bound}"
            )
        });
        Remark { note, ..Remark::new("near-limit", message) }
    };
    Remark { help: tried.map(advice), ..said }
}

fn mildest_case(loads: bool, colo: bool) -> Remark {
    let parts = [(loads, "no load changes"), (colo, "all is in one colo")];
    let said = parts.into_iter().filter(|(holds, _)| *holds).map(|(_, said)| said.to_owned());
    let said = joined(said, ", and ").unwrap_or_default();
    let note = "a load that changes is written, and each colo has caches of its own";
    let help = if loads { "look at other loads: try --worlds load" } else { "try several colos" };
    Remark::new("mildest-case", format!("a limit is near, and this is the mildest case: {said}"))
        .note(note)
        .help(help)
}

fn ttl_equals_interval(ttl: Span, share: f64, is_harmless: bool) -> Remark {
    let message = format!("the worker cache ({ttl}) expires just as the next heartbeat comes");
    let longer = Span::from_ms(ttl.ms() + ttl.ms() / 2);
    let note = format!("{:.0} % of all heartbeats read KV again", share * 100.0);
    let help = is_harmless.then(|| format!("try --set policy.cache.worker_ttl={longer}"));
    Remark { help, ..Remark::new("ttl-equals-interval", message).note(note) }
}

fn health_timeout(record: &OldRecord) -> Remark {
    let (timeout, needed) = (record.timeout, record.oldest().whole_minutes());
    let (written, oldest) = (record.written.whole_seconds(), record.oldest().whole_seconds());
    let kept = record.kept.iter().map(|(span, kept)| match kept {
        Kept::InIsolate => format!("{span} in an isolate's cache"),
        Kept::AtEdge => format!("{span} in another colo's edge cache"),
        Kept::OnTheWay => format!("{span} on the way there"),
    });
    let kept: Vec<String> = kept.collect();
    let note = if kept.is_empty() {
        format!("its record in KV is up to {written} old by design")
    } else {
        let kept = kept.join(", ");
        format!("its record is up to {oldest} old by design: {written} in KV, and {kept}")
    };
    let message = format!("a quiet worker that lives looks dead after {timeout} (health_timeout)");
    Remark::new("health-timeout-too-short", message).note(note).help(format!(
        "try --set policy.health_timeout={needed}; a worker that crashes gets requests for as long"
    ))
}

fn expires_first(ttl: Span, interval: Span) -> Remark {
    let message =
        format!("records expire after {ttl}, before an unchanged worker writes again ({interval})");
    Remark::new("record-expires-first", message)
        .note("its heartbeats are then refused as unknown")
        .help(format!("try --set policy.write.record_ttl={}", interval.times(2)))
}

fn cold_start_writes(share: f64, births: f64) -> Remark {
    let share = share * 100.0;
    let message =
        format!("{share:.0} % of the heartbeats' writes come from isolates that know nothing yet");
    Remark::new("cold-start-writes", message)
        .note(format!("births of isolates: {} a day", amount(births)))
        .help(format!("compare with what KV holds: {PERSISTED}"))
}

fn per_key_rate(per_day: f64, interval: Span, together: Option<&Together>) -> Remark {
    let writes = amount_of(per_day, "write");
    let message = format!("refused: {writes} a day, one key twice within {interval}");
    let help = together.map(|groups| match groups {
        Together::Indexes => "many workers write one index: let them come one after another, or \
                              keep several indexes"
            .to_owned(),
        Together::Beats => "two heartbeats of one worker come that close: a smaller jitter, or a \
                            throttle for each key (--policy module-throttle)"
            .to_owned(),
        Together::OneKey => "all workers write one key: let fewer be due at once \
                             (workers[].heartbeat.phase: random), or give each a key (--set \
                             policy.layout=per-worker)"
            .to_owned(),
        Together::Groups(groups) => {
            let set = |at: &usize| format!(" --set 'workers[{at}].heartbeat.phase=random'");
            format!("spread the workers: try{}", groups.iter().map(set).collect::<String>())
        }
    });
    Remark { help, ..Remark::new("per-key-rate", message) }
}

fn lost_updates(per_day: f64, layout: Layout) -> Remark {
    let entries = amount(per_day);
    if layout == Layout::OneKey {
        let message = format!("records put back by a write from an older view: {entries} a day");
        let note = "whoever writes the one key writes all workers as it has read them; what others have \
                    written since then is older again, gone, or back";
        let help = "give each worker a key: try --set policy.layout=per-worker";
        return Remark::new("lost-updates", message).note(note).help(help);
    }
    let message = format!("index entries undone by a write from an older list: {entries} a day");
    let note = "registrations read a service's list and write it back; the last writer wins, and a \
                worker that it left out gets no requests until it registers again";
    let help = format!("{APART}, or keep no list that several write");
    Remark::new("lost-updates", message).note(note).help(help)
}

fn unlisted(it: &UnlistedSummary, layout: Layout) -> Remark {
    let (mean, max) = (amount(it.mean), count(it.max));
    if layout == Layout::OneKey {
        let message =
            format!("{mean} live workers at a time are missing from the one key ({max} at most)");
        let note = "the key has expired, or a registration was refused or put back: no request reaches \
                    them until they register again";
        let help = "let records live longer (policy.write.record_ttl), or give each worker a key: try \
                    --set policy.layout=per-worker";
        return Remark::new("unlisted-workers", message).note(note).help(help);
    }
    let message =
        format!("{mean} live workers at a time are missing from an index ({max} at most)");
    let note = "a registration whose index write was refused, or undone, leaves its worker with a \
                record and without requests; fewer reads are no saving then";
    let help = format!("{APART}, and try a failed one again (retry)");
    Remark::new("unlisted-workers", message).note(note).help(help)
}

fn retry_storm((per_day, share): (f64, f64), is_enforced: bool, attempts: u32) -> Remark {
    let when = if is_enforced { " where the limits are enforced" } else { "" };
    let (requests, share) = (amount(per_day), share * 100.0);
    let message = format!("{requests} requests a day, {share:.0} % of all, are sent again{when}");
    let note = format!(
        "a failed request is sent up to {attempts} times; each that reaches the Worker counts \
         against its limit"
    );
    let help = "fewer attempts, or a longer backoff: what a limit refuses stays refused all day";
    Remark::new("retry-storm", message).note(note).help(help)
}

const PERSISTED: &str = "try --set policy.write.baseline=persisted";
const APART: &str = "let the workers register at different times";
