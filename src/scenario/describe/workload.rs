//! The settings of `workers`, `traffic` and `admin`.

use std::mem::discriminant;

use super::Slot::{
    AnyColo, Below, Colo, Count, Duration, List, Load, Name, Number, Service, Services, Time,
    Times, Word, YesNo,
};
use super::{Entry, Example, Form, See, Settings, Shape, Slot, item};
use crate::platform::Rules;
use crate::scenario::caps;
use crate::scenario::decode::{Cursor, Fields, keeps_its_rate};
use crate::words::{ServiceId, Span};
use crate::workload::{
    AdminLoads, AdminRefresh, Arrivals, Heartbeat, LoadShape, Models, Outages, Phase, Retry,
    Timing, Traffic, WorkerGroup,
};

impl Settings for WorkerGroup {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("name", "the group's name; group-1, group-2, … by default", Name(&mut self.name)));
        see(item("count", "how many workers", Count(&mut self.count, caps::COUNT)));
        let doc = "the services that each of them offers";
        see(item("services", doc, Services(&mut self.services)));
        let doc = "the colo that their heartbeats reach; the first by default";
        see(item("colo", doc, Colo(&mut self.colo)));
        let doc = "are their records in KV at the start?";
        see(item("registered", doc, YesNo(&mut self.registered)));
        let doc = "does an unknown one register anew?";
        see(item("reregisters", doc, YesNo(&mut self.reregisters)));
        see(item("heartbeat", "when they send heartbeats", Below(&mut self.heartbeat)));
        see(item("load", "the load that they report", Slot::Forms(&mut self.load)));
        see(item("models", "the models that they report", Below(&mut self.models)));
        see(item("outages", "when they are down", Below(&mut self.outages)));
        let doc = "what they do about a request that fails";
        see(item("retry", doc, Below(&mut self.retry)));
    }
}

impl Entry for WorkerGroup {
    const CAP: usize = caps::GROUPS;
    const NONE: Option<&'static str> = Some("no-workers");

    fn fresh(place: usize) -> Self {
        Self {
            name: format!("group-{}", place + 1),
            count: 1,
            services: Vec::new(),
            colo: 0,
            heartbeat: Heartbeat {
                every: Span::from_secs(30),
                timing: Timing::Grid,
                jitter: Span::ZERO,
                phase: Phase::Aligned,
                network: Span::ZERO,
            },
            load: LoadShape::Constant(0.5),
            models: Models { loaded: 1, changes_per_day: 0.0 },
            outages: Outages {
                crashes_per_day: 0.0,
                graceful_per_day: 0.0,
                duration: Span::from_secs(600),
                restarts_at: Vec::new(),
            },
            registered: true,
            reregisters: true,
            retry: Retry::NONE,
        }
    }

    fn check_among(&self, before: &[Self], given: &Fields<'_>, at: &Cursor<'_>) {
        if before.iter().any(|known| known.name == self.name) {
            let name = given.get("name").unwrap_or_else(|| at.clone());
            name.refuse("repeated-name", format!("the group `{}` is given twice", self.name));
        }
    }
}

impl Settings for Retry {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let attempts = Count(&mut self.attempts, caps::ATTEMPTS);
        see(item("attempts", "how often it is sent in all; 5 where this map is given", attempts));
        let doc = "before the second attempt, then twice as long each time";
        see(item("backoff", doc, Duration(&mut self.backoff, caps::BACKOFF)));
    }

    fn open(&mut self) {
        self.attempts = 5;
    }
}

impl Settings for Heartbeat {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("every", "the interval", Duration(&mut self.every, caps::EVERY)));
        let doc = "what the interval is counted from: a steady grid, the last beat, its reply";
        see(item("timing", doc, Word(&mut self.timing)));
        let doc = "at most so much is added to each beat, at random";
        see(item("jitter", doc, Duration(&mut self.jitter, caps::JITTER)));
        let doc = "the first beat: after one interval, at random in it, or after so long";
        see(item("phase", doc, Slot::Forms(&mut self.phase)));
        let doc = "one-way delay to the coordinator";
        see(item("network", doc, Duration(&mut self.network, caps::NETWORK)));
    }

    fn check(&self, given: &Fields<'_>) {
        let (jitter, every) = (self.jitter, self.every);
        if let Some(at) = given.get("jitter").filter(|_| given.are_sound() && jitter >= every) {
            let message =
                format!("{} must be shorter than every, {every}; found {jitter}", at.path());
            at.refuse("out-of-range", message);
        }
    }
}

impl Shape for Phase {
    fn all() -> Vec<(Form, Self)> {
        vec![
            (Form::Word("aligned"), Self::Aligned),
            (Form::Word("random"), Self::Random),
            (Form::Duration, Self::At(Span::ZERO)),
        ]
    }

    fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        match self {
            Self::Aligned | Self::Random => None,
            Self::At(span) => Some(Duration(span, caps::PHASE)),
        }
    }
}

impl Settings for LoadShape {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        match self {
            Self::Constant(_) | Self::Steps(_) => {}
            Self::Walk { start, step } => {
                see(item("start", "the load of the first beat, 0 to 1", Load(start, caps::UNIT)));
                let doc = "the largest move of a beat, 0 to 1";
                see(item("step", doc, Load(step, caps::UNIT)));
            }
            Self::Diurnal { low, high, peak_hour } => {
                see(item("low", "the least load", Load(low, caps::LOAD)));
                see(item("high", "the load at the peak", Load(high, caps::LOAD)));
                let doc = "the hour of the peak, UTC";
                see(item("peak_hour", doc, Number(peak_hour, caps::HOUR)));
            }
            Self::Flap { low, high, every } => {
                see(item("low", "the load of the even turns", Load(low, caps::LOAD)));
                see(item("high", "the load of the odd turns", Load(high, caps::LOAD)));
                see(item("every", "how long a turn lasts", Duration(every, caps::WHILE)));
            }
        }
    }

    fn check(&self, given: &Fields<'_>) {
        let Self::Diurnal { low, high, .. } = self else { return };
        let at = given.get("high").or_else(|| given.get("low"));
        if let Some(at) = at.filter(|_| low > high) {
            let message = format!("{}: low, {low}, is above high, {high}", given.path());
            at.refuse("out-of-range", message);
        }
    }
}

impl Shape for LoadShape {
    fn all() -> Vec<(Form, Self)> {
        let hour = |hour: u64| Span::from_secs(hour * 3_600);
        let steps = vec![(hour(9), 0.9), (hour(18), 0.2)];
        let every = Span::from_secs(60);
        vec![
            (Form::Key("constant", "always the same load"), Self::Constant(0.5)),
            (Form::Key("steps", "a load from each time of day on"), Self::Steps(steps)),
            (Form::Key("walk", "a bounded random walk"), Self::Walk { start: 0.5, step: 0.02 }),
            (
                Form::Key("diurnal", "a cosine over the day"),
                Self::Diurnal { low: 0.1, high: 0.9, peak_hour: 14.0 },
            ),
            (Form::Key("flap", "low and high in turns"), Self::Flap { low: 0.2, high: 0.6, every }),
        ]
    }

    fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        Some(match self {
            Self::Constant(load) => Load(load, caps::LOAD),
            Self::Steps(steps) => List(steps),
            Self::Walk { .. } | Self::Diurnal { .. } | Self::Flap { .. } => Below(self),
        })
    }
}

/// A step of a load.
impl Settings for (Span, f64) {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("at", "the time of day, UTC", Time(&mut self.0)).needed());
        see(item("load", "the load from then on", Load(&mut self.1, caps::LOAD)).needed());
    }
}

impl Entry for (Span, f64) {
    const CAP: usize = caps::TIMES_OF_DAY;
    const NONE: Option<&'static str> = Some("no-steps");

    fn fresh(_: usize) -> Self {
        (Span::ZERO, 0.0)
    }

    fn check_among(&self, before: &[Self], given: &Fields<'_>, _: &Cursor<'_>) {
        let is_after = before.last().is_none_or(|(time, _)| *time < self.0);
        if let Some(at) = given.get("at").filter(|_| given.are_sound() && !is_after) {
            let message = format!("{} is not after the step before it", at.path());
            at.problems.push(at.problem("order", message).help("put the steps in order"));
        }
    }
}

impl Settings for Models {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let loaded = Count(&mut self.loaded, caps::MODELS);
        see(item("loaded", "how many are loaded at once", loaded));
        let changes = Number(&mut self.changes_per_day, caps::HAPPENINGS_PER_DAY);
        see(item("changes_per_day", "how often a day one is exchanged", changes));
    }
}

impl Settings for Outages {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let crashes = Number(&mut self.crashes_per_day, caps::HAPPENINGS_PER_DAY);
        see(item("crashes_per_day", "silent ends, a day", crashes));
        let graceful = Number(&mut self.graceful_per_day, caps::HAPPENINGS_PER_DAY);
        see(item("graceful_per_day", "announced ends, a day", graceful));
        let lasts = Duration(&mut self.duration, caps::OUTAGE);
        see(item("duration", "how long the worker is down", lasts));
        let doc = "all go down at these times of each day, UTC";
        see(item("restarts_at", doc, Times(&mut self.restarts_at)));
    }
}

impl Settings for Traffic {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let doc = "the service that clients ask for";
        see(item("service", doc, Service(&mut self.service)).needed());
        let requests = Number(&mut self.requests_per_day, caps::PER_DAY);
        see(item("requests_per_day", "requests a day, on average", requests).needed());
        see(item("arrivals", "when they arrive", Slot::Forms(&mut self.arrivals)));
        let doc = "the colo that they reach, or `any`, by the colos' shares";
        see(item("colo", doc, AnyColo(&mut self.colo)));
        let doc = "what a client does about a failed request";
        see(item("retry", doc, Below(&mut self.retry)));
    }

    fn check(&self, given: &Fields<'_>) {
        keeps_its_rate(given, "requests_per_day", (self.requests_per_day, &self.arrivals));
    }
}

impl Entry for Traffic {
    const CAP: usize = caps::TRAFFIC;

    fn fresh(_: usize) -> Self {
        Self {
            service: ServiceId(0),
            requests_per_day: 0.0,
            arrivals: Arrivals::Poisson,
            colo: None,
            retry: Retry::NONE,
        }
    }
}

impl Settings for Arrivals {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        match self {
            Self::Even | Self::Poisson => {}
            Self::Bursts { size, spacing } => {
                see(item("size", "requests in a burst", Count(size, caps::BURST)));
                see(item("spacing", "from one to the next", Duration(spacing, caps::SPACING)));
            }
            Self::Diurnal { peak_hour, ratio } => {
                let doc = "the hour of the peak, UTC";
                see(item("peak_hour", doc, Number(peak_hour, caps::HOUR)));
                let doc = "the peak rate over the least rate";
                see(item("ratio", doc, Number(ratio, caps::RATIO)));
            }
        }
    }
}

impl Shape for Arrivals {
    fn all() -> Vec<(Form, Self)> {
        let bursts = Self::Bursts { size: 10, spacing: Span::from_secs(1) };
        let diurnal = Self::Diurnal { peak_hour: 14.0, ratio: 4.0 };
        vec![
            (Form::Word("even"), Self::Even),
            (Form::Word("poisson"), Self::Poisson),
            (Form::Key("bursts", "several at once, at random times"), bursts),
            (Form::Key("diurnal", "at a rate that follows the day"), diurnal),
        ]
    }

    fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        match self {
            Self::Even | Self::Poisson => None,
            Self::Bursts { .. } | Self::Diurnal { .. } => Some(Below(self)),
        }
    }
}

/// Nobody opens the page.
pub(super) fn admin() -> AdminLoads {
    AdminLoads { loads_per_day: 0.0, arrivals: Arrivals::Even, refresh: None, colo: None }
}

impl Settings for AdminLoads {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let loads = Number(&mut self.loads_per_day, caps::PER_DAY);
        see(item("loads_per_day", "how often a day it is opened", loads));
        see(item("arrivals", "when it is opened", Slot::Forms(&mut self.arrivals)));
        let doc = "what an open page does by itself";
        see(item("refresh", doc, Slot::Forms(&mut self.refresh)));
        let doc = "the colo that it reaches, or `any`, by the colos' shares";
        see(item("colo", doc, AnyColo(&mut self.colo)));
    }

    fn check(&self, given: &Fields<'_>) {
        keeps_its_rate(given, "loads_per_day", (self.loads_per_day, &self.arrivals));
    }
}

impl Settings for AdminRefresh {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let every = Duration(&mut self.every, caps::PAGE_OPEN);
        see(item("every", "how often the open page loads itself again", every).needed());
        let during = Duration(&mut self.during, caps::PAGE_OPEN);
        see(item("during", "how long it stays open", during).needed());
    }
}

impl Example for AdminRefresh {
    const FORMS: &'static [Form] = &[Form::Nothing, Form::Map];

    fn example() -> Self {
        Self { every: Span::from_secs(30), during: Span::from_secs(600) }
    }
}
