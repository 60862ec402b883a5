//! `workers`, `traffic`, `admin`.

use super::cursor::{Cursor, Fields};
use super::load_shape::load_shape;
use super::platform::times_of_day;
use super::spelling::{grouped, grouped_number};
use super::words::Or;
use crate::platform::ColoSettings;
use crate::scenario::caps;
use crate::scenario::fields;
use crate::scenario::node::{Node, shorten};
use crate::scenario::problem::suggest;
use crate::words::{ServiceId, Span};
use crate::workload::{
    AdminLoads, AdminRefresh, Arrivals, Heartbeat, LoadShape, Models, Outages, Phase, Retry,
    Timing, Traffic, WorkerGroup,
};

/// No colo can have this name: it stands for any of them.
pub(super) const ANY_COLO: &str = "any";

/// The names of the services, in the order in which workers offer them.
#[derive(Default)]
pub(super) struct Services(pub(super) Vec<String>);

impl Services {
    fn id(&self, name: &str) -> Option<ServiceId> {
        self.0.iter().position(|known| known == name).map(|place| ServiceId(place as u16))
    }

    fn intern(&mut self, at: &Cursor<'_>) -> Option<ServiceId> {
        let name = at.name()?;
        if let Some(id) = self.id(name) {
            return Some(id);
        }
        if self.0.len() == caps::SERVICES {
            at.refuse("too-many", format!("at most {} services are allowed", caps::SERVICES));
            return None;
        }
        self.0.push(name.to_owned());
        self.id(name)
    }
}

pub(super) fn workers(
    root: &Fields<'_>,
    colos: &[ColoSettings],
    services: &mut Services,
) -> Vec<WorkerGroup> {
    let Some(list) = root.need("workers") else { return Vec::new() };
    let entries = list.list(caps::GROUPS);
    if entries.is_empty() && matches!(list.node, Node::Null | Node::List(_)) {
        list.refuse("no-workers", "workers needs one entry at least");
    }
    let mut groups: Vec<WorkerGroup> = Vec::new();
    for (place, at) in entries.iter().enumerate() {
        let fields = Fields::open(at, &fields::WORKERS);
        let group = group(&fields, place, colos, services);
        if groups.iter().any(|known| known.name == group.name) {
            let name = fields.get("name").unwrap_or_else(|| at.clone());
            name.refuse("repeated-name", format!("the group `{}` is given twice", group.name));
        }
        groups.push(group);
    }
    groups
}

fn group(
    fields: &Fields<'_>,
    place: usize,
    colos: &[ColoSettings],
    services: &mut Services,
) -> WorkerGroup {
    let name = fields.get("name");
    let name = name.as_ref().and_then(Cursor::name).map(str::to_owned);
    let models = fields.below("models");
    let outages = fields.below("outages");
    WorkerGroup {
        name: name.unwrap_or_else(|| format!("group-{}", place + 1)),
        count: fields.count("count", caps::COUNT, 1) as u32,
        services: fields.get("services").map(|at| offered(&at, services)).unwrap_or_default(),
        colo: fields.get("colo").map_or(0, |at| colo(&at, colos)),
        heartbeat: heartbeat(&fields.below("heartbeat")),
        load: fields.get("load").map_or(LoadShape::Constant(0.5), |at| load_shape(&at)),
        models: Models {
            loaded: models.count("loaded", caps::MODELS, 1) as u32,
            changes_per_day: models.number("changes_per_day", caps::HAPPENINGS_PER_DAY, 0.0),
        },
        outages: Outages {
            crashes_per_day: outages.number("crashes_per_day", caps::HAPPENINGS_PER_DAY, 0.0),
            graceful_per_day: outages.number("graceful_per_day", caps::HAPPENINGS_PER_DAY, 0.0),
            duration: outages.duration("duration", caps::OUTAGE, Span::from_secs(600)),
            restarts_at: outages.get("restarts_at").map(|at| times_of_day(&at)).unwrap_or_default(),
        },
        registered: fields.yes_no("registered", true),
        reregisters: fields.yes_no("reregisters", true),
        retry: retry(fields),
    }
}

fn retry(fields: &Fields<'_>) -> Retry {
    if fields.get("retry").is_none_or(|at| *at.node == Node::Null) {
        return Retry::NONE;
    }
    let fields = fields.below("retry");
    Retry {
        attempts: fields.count("attempts", caps::ATTEMPTS, 5) as u32,
        backoff: fields.duration("backoff", caps::BACKOFF, Span::from_secs(1)),
    }
}

fn offered(at: &Cursor<'_>, services: &mut Services) -> Vec<ServiceId> {
    let mut offered = Vec::new();
    for entry in at.words(caps::SERVICES) {
        let Some(id) = services.intern(&entry) else { continue };
        if offered.contains(&id) {
            let name = &services.0[usize::from(id.0)];
            entry.refuse("repeated-name", format!("the service `{name}` is given twice"));
        }
        offered.push(id);
    }
    offered
}

fn colo(at: &Cursor<'_>, colos: &[ColoSettings]) -> usize {
    let Some(name) = at.name() else { return 0 };
    let found = colos.iter().position(|colo| colo.name == name);
    if found.is_none() {
        let known: Vec<&str> = colos.iter().map(|colo| colo.name.as_str()).collect();
        let problem = at.problem("unknown-colo", format!("there is no colo `{name}`"));
        at.problems.push(problem.maybe_help(suggest("colo", name, &known)));
    }
    found.unwrap_or(0)
}

/// `None`: any, by the colos' shares.
fn any_or_colo(fields: &Fields<'_>, colos: &[ColoSettings]) -> Option<usize> {
    let at = fields.get("colo")?;
    if matches!(at.node, Node::Text(text) if text == ANY_COLO) {
        None
    } else {
        Some(colo(&at, colos))
    }
}

fn heartbeat(fields: &Fields<'_>) -> Heartbeat {
    let timing = [
        ("grid", Timing::Grid),
        ("accumulate", Timing::Accumulate),
        ("after_reply", Timing::AfterReply),
    ];
    let every = match fields.get("every") {
        Some(at) => at.duration(caps::EVERY),
        None => Some(Span::from_secs(30)),
    };
    let phase = fields.get("phase").and_then(|at| {
        let words = [("aligned", Phase::Aligned), ("random", Phase::Random)];
        at.duration_or((&words, None), caps::PHASE, Phase::At)
    });
    let heartbeat = Heartbeat {
        every: every.unwrap_or(*caps::EVERY.end()),
        timing: fields.choice("timing", &timing, Timing::Grid),
        jitter: fields.duration("jitter", caps::JITTER, Span::ZERO),
        phase: phase.unwrap_or(Phase::Aligned),
        network: fields.duration("network", caps::NETWORK, Span::ZERO),
    };
    if let Some(at) = fields.get("jitter")
        && heartbeat.jitter >= heartbeat.every
    {
        let (jitter, every) = (heartbeat.jitter, heartbeat.every);
        let message = format!("{} must be shorter than every, {every}; found {jitter}", at.path());
        at.refuse("out-of-range", message);
    }
    heartbeat
}

pub(super) fn traffic(
    root: &Fields<'_>,
    colos: &[ColoSettings],
    services: &Services,
) -> Vec<Traffic> {
    let entries = root.get("traffic").map(|at| at.list(caps::TRAFFIC)).unwrap_or_default();
    let one = |at: &Cursor<'_>| {
        let fields = Fields::open(at, &fields::TRAFFIC);
        let service = fields.need("service").and_then(|at| service(&at, services));
        let requests = fields.need("requests_per_day").and_then(|at| at.number(caps::PER_DAY));
        let arrivals = arrivals(&fields, Arrivals::Poisson);
        keeps_its_rate(&fields, "requests_per_day", (requests, &arrivals));
        Traffic {
            service: service.unwrap_or(ServiceId(0)),
            requests_per_day: requests.unwrap_or_default(),
            arrivals,
            colo: any_or_colo(&fields, colos),
            retry: retry(&fields),
        }
    };
    entries.iter().map(one).collect()
}

fn service(at: &Cursor<'_>, services: &Services) -> Option<ServiceId> {
    let name = at.name()?;
    let found = services.id(name);
    if found.is_none() {
        let known: Vec<&str> = services.0.iter().map(String::as_str).collect();
        let message = format!("no group of workers offers the service `{}`", shorten(name));
        let problem = at.problem("unknown-service", message);
        let help = suggest("service", name, &known);
        let none = || Some("add it to `services` of a group of workers".to_owned());
        at.problems.push(problem.maybe_help(help.or_else(none)));
    }
    found
}

pub(super) fn admin(root: &Fields<'_>, colos: &[ColoSettings]) -> AdminLoads {
    let fields = root.below("admin");
    let refresh = fields.get("refresh").filter(|at| *at.node != Node::Null).map(|at| {
        let fields = Fields::open(&at, &fields::REFRESH);
        let every = fields.need("every").and_then(|at| at.duration(caps::PAGE_OPEN));
        let during = fields.need("during").and_then(|at| at.duration(caps::PAGE_OPEN));
        AdminRefresh { every: every.unwrap_or(Span::DAY), during: during.unwrap_or(Span::DAY) }
    });
    let loads_per_day = fields.number("loads_per_day", caps::PER_DAY, 0.0);
    let arrivals = arrivals(&fields, Arrivals::Even);
    keeps_its_rate(&fields, "loads_per_day", (Some(loads_per_day), &arrivals));
    let colo = any_or_colo(&fields, colos);
    AdminLoads { loads_per_day, arrivals, refresh, colo }
}

/// Notes that bursts, which never overlap, are too long for so many a day.
fn keeps_its_rate(fields: &Fields<'_>, name: &str, (per_day, arrivals): (Option<f64>, &Arrivals)) {
    let (Some(at), Some(per_day)) = (fields.get(name), per_day) else { return };
    let Arrivals::Bursts { size, spacing } = *arrivals else { return };
    let lasts = spacing.times(u64::from(size.max(1)) - 1);
    let fits = Span::DAY.ms() as f64 * f64::from(size) / lasts.ms() as f64;
    if per_day < fits {
        return;
    }
    let most = grouped((fits.ceil() - 1.0).max(0.0) as u64);
    let (path, found) = (at.path(), grouped_number(per_day));
    let message = format!(
        "{path}: bursts of {size}, {spacing} apart, last {lasts} each and never overlap: at most \
         {most} a day fit; found {found}"
    );
    at.problems.push(at.problem("burst-rate", message).help("make `spacing` shorter, or ask less"));
}

fn arrivals(fields: &Fields<'_>, default: Arrivals) -> Arrivals {
    let Some(at) = fields.get("arrivals") else { return default };
    let Node::Map(_) = at.node else {
        let words = [("even", true), ("poisson", false)];
        let even = at.choice_or(&words, Or::Shape(&fields::ARRIVALS));
        return even.map_or(default, |even| if even { Arrivals::Even } else { Arrivals::Poisson });
    };
    let shape = Fields::open(&at, &fields::ARRIVALS);
    match shape.only().map(|(name, _)| name) {
        Some("bursts") => {
            let fields = shape.below("bursts");
            Arrivals::Bursts {
                size: fields.count("size", caps::BURST, 10) as u32,
                spacing: fields.duration("spacing", caps::SPACING, Span::from_secs(1)),
            }
        }
        Some("diurnal") => {
            let fields = shape.below("diurnal");
            Arrivals::Diurnal {
                peak_hour: fields.number("peak_hour", caps::HOUR, 14.0),
                ratio: fields.number("ratio", caps::RATIO, 4.0),
            }
        }
        _ => default,
    }
}
