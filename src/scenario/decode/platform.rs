//! `kv`, `isolates`, `account`, `quota`.

use super::cursor::{Cursor, Fields};
use super::words::Or;
use super::workload::ANY_COLO;
use crate::platform::{
    AccountSettings, Affinity, ColoSettings, Delay, IsolateSettings, KvSettings, Latency, Lifetime,
    QuotaSettings, Rules,
};
use crate::scenario::caps;
use crate::scenario::fields;
use crate::scenario::node::Node;
use crate::words::{Meter, Span};

/// How long a colo keeps what it read, where nothing is said. Source:
/// <https://developers.cloudflare.com/kv/api/read-key-value-pairs/>, checked 2026-10-01.
const CACHE_TTL: Span = Span::from_secs(60);

/// How long a write takes until other colos can read it, where nothing is said: not documented. In
/// half and in 95 of 100 cases a write has reached the storage backends within a second, by
/// <https://blog.cloudflare.com/workers-kv-instant/>, 2026-10-01.
const PROPAGATION: Span = Span::from_secs(1);

pub(super) fn kv(root: &Fields<'_>, rules: &Rules) -> KvSettings {
    let fields = root.below("kv");
    let range = rules.cache_ttl_min.value..=*caps::TTL.end();
    let cache_ttl = fields.duration("cache_ttl", range, CACHE_TTL);
    let latency =
        fields.get("latency").map_or(Latency::TYPICAL, |at| latency(&at, fields.form("latency")));
    let propagation = fields.duration("propagation", caps::PROPAGATION, PROPAGATION);
    KvSettings { latency, cache_ttl, propagation }
}

fn latency(at: &Cursor<'_>, form: &str) -> Latency {
    if let Node::Map(_) = at.node {
        let fields = Fields::open(at, &fields::LATENCY);
        let delay = |name: &str, default| {
            fields.get(name).map_or(default, |at| delay(&at, fields.form(name)))
        };
        return Latency {
            hot: delay("hot", Latency::TYPICAL.hot),
            cold: delay("cold", Latency::TYPICAL.cold),
            write: delay("write", Latency::TYPICAL.write),
        };
    }
    let none = at.choice_or(&[("typical", false), ("none", true)], Or::Map(form));
    if none == Some(true) { Latency::NONE } else { Latency::TYPICAL }
}

fn delay(at: &Cursor<'_>, form: &str) -> Delay {
    let Node::Map(_) = at.node else {
        let span = at.duration_or_map(caps::LATENCY, form);
        return Delay::Constant(span.unwrap_or_default());
    };
    let fields = Fields::open(at, &fields::DELAY);
    let (median, p99) = (fields.need("median"), fields.need("p99"));
    let median = median.and_then(|at| at.duration(caps::MEDIAN));
    let quantile = p99.as_ref().and_then(|at| at.duration(caps::MEDIAN));
    if let (Some(median), Some(quantile), Some(at)) = (median, quantile, p99) {
        if quantile < median {
            let message = format!("{} is below the median, {median}; found {quantile}", at.path());
            at.refuse("out-of-range", message);
        }
        return Delay::LogNormal { median_ms: median.ms() as f64, p99_ms: quantile.ms() as f64 };
    }
    Delay::Constant(Span::ZERO)
}

/// The colo of a file that names none.
pub(in crate::scenario) const DEFAULT_COLO: &str = "LHR";

pub(super) fn isolates(root: &Fields<'_>) -> IsolateSettings {
    let fields = root.below("isolates");
    let affinity = fields.choice(
        "affinity",
        &[("sticky", Affinity::Sticky), ("random", Affinity::Random)],
        Affinity::Sticky,
    );
    let idle_timeout = fields.get("idle_timeout");
    let idle_timeout =
        idle_timeout.and_then(|at| at.duration_or((&[("none", None)], None), caps::WHILE, Some));
    let deploys_at = fields.get("deploys_at").map(|at| times_of_day(&at)).unwrap_or_default();
    IsolateSettings {
        colos: colos(&fields),
        affinity,
        idle_timeout: idle_timeout.flatten(),
        lifetime: fields.get("lifetime").and_then(|at| lifetime(&at, fields.form("lifetime"))),
        deploys_per_day: fields.number("deploys_per_day", caps::HAPPENINGS_PER_DAY, 0.0),
        deploys_at,
        runtime_updates_per_day: fields.number(
            "runtime_updates_per_day",
            caps::HAPPENINGS_PER_DAY,
            0.0,
        ),
    }
}

fn colos(fields: &Fields<'_>) -> Vec<ColoSettings> {
    let mut colos: Vec<ColoSettings> = Vec::new();
    let Some(list) = fields.get("colos") else {
        return vec![ColoSettings { name: DEFAULT_COLO.to_owned(), share: 1.0, isolates: 1 }];
    };
    let entries = list.list(caps::COLOS);
    if entries.is_empty() && matches!(list.node, Node::Null | Node::List(_)) {
        list.refuse("no-colo", "isolates.colos needs one entry at least");
    }
    for at in &entries {
        let fields = Fields::open(at, &fields::COLO);
        let name_at = fields.need("name");
        let name = name_at.as_ref().and_then(Cursor::name).unwrap_or_default().to_owned();
        if let Some(name_at) = &name_at
            && name == ANY_COLO
        {
            name_at.refuse("bad-name", "`any` stands for all colos; no colo can have this name");
        }
        if let Some(name_at) = name_at
            && colos.iter().any(|colo| colo.name == name)
        {
            name_at.refuse("repeated-name", format!("the colo `{name}` is given twice"));
        }
        let share = fields.number("share", caps::SHARE, 1.0);
        let isolates = fields.count("isolates", caps::ISOLATES, 1) as u32;
        colos.push(ColoSettings { name, share, isolates });
    }
    if !colos.is_empty() && colos.iter().all(|colo| colo.share == 0.0) {
        list.refuse("no-share", "one colo at least needs a share above 0");
    }
    colos
}

fn lifetime(at: &Cursor<'_>, form: &str) -> Option<Lifetime> {
    if let Node::Map(_) = at.node {
        let fields = Fields::open(at, &fields::LIFETIME);
        let mean = fields.need("mean")?.duration(caps::WHILE)?;
        return Some(Lifetime::Exponential(mean));
    }
    let fixed = |span| Some(Lifetime::Fixed(span));
    at.duration_or((&[("none", None)], Some(form)), caps::WHILE, fixed).flatten()
}

/// Times of day, ascending, each once.
pub(super) fn times_of_day(at: &Cursor<'_>) -> Vec<Span> {
    let mut times: Vec<Span> = Vec::new();
    for entry in at.words(caps::TIMES_OF_DAY) {
        let Some(time) = entry.time_of_day() else { continue };
        if times.contains(&time) {
            entry.refuse("repeated-time", "the same time is given twice");
        }
        times.push(time);
    }
    times.sort_unstable();
    times
}

pub(super) fn account(root: &Fields<'_>) -> AccountSettings {
    let fields = root.below("account").below("other");
    AccountSettings { other: Meter::ALL.map(|meter| fields.count(meter.name(), caps::OTHER, 0)) }
}

pub(super) fn quota(root: &Fields<'_>) -> QuotaSettings {
    let fields = root.below("quota");
    QuotaSettings { refused_ops_count: fields.yes_no("refused_ops_count", false) }
}
