//! The settings of `workers`, `traffic` and `admin`.

use super::Slot::{
    AnyColo, Below, Colo, Count, Duration, List, Load, Name, Number, Service, Services, Time,
    Times, Word, YesNo,
};
use super::{Entry, Form, Forms, See, Settings, Slot, item};
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

impl Forms for Phase {
    fn forms(&self) -> &'static [Form] {
        &[Form::Word("aligned"), Form::Word("random"), Form::Duration]
    }

    fn place(&self) -> usize {
        match self {
            Self::Aligned => 0,
            Self::Random => 1,
            Self::At(_) => 2,
        }
    }

    fn set(&mut self, place: usize) {
        *self = match place {
            0 => Self::Aligned,
            1 => Self::Random,
            _ => Self::At(Span::ZERO),
        };
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

impl Forms for LoadShape {
    fn forms(&self) -> &'static [Form] {
        &[
            Form::Key("constant", "always the same load"),
            Form::Key("steps", "a load from each time of day on"),
            Form::Key("walk", "a bounded random walk"),
            Form::Key("diurnal", "a cosine over the day"),
            Form::Key("flap", "low and high in turns"),
        ]
    }

    fn place(&self) -> usize {
        match self {
            Self::Constant(_) => 0,
            Self::Steps(_) => 1,
            Self::Walk { .. } => 2,
            Self::Diurnal { .. } => 3,
            Self::Flap { .. } => 4,
        }
    }

    fn set(&mut self, place: usize) {
        let hour = |hour: u64| Span::from_secs(hour * 3_600);
        *self = match place {
            0 => Self::Constant(0.5),
            1 => Self::Steps(vec![(hour(9), 0.9), (hour(18), 0.2)]),
            2 => Self::Walk { start: 0.5, step: 0.02 },
            3 => Self::Diurnal { low: 0.1, high: 0.9, peak_hour: 14.0 },
            _ => Self::Flap { low: 0.2, high: 0.6, every: Span::from_secs(60) },
        };
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

impl Forms for Arrivals {
    fn forms(&self) -> &'static [Form] {
        &[
            Form::Word("even"),
            Form::Word("poisson"),
            Form::Key("bursts", "several at once, at random times"),
            Form::Key("diurnal", "at a rate that follows the day"),
        ]
    }

    fn place(&self) -> usize {
        match self {
            Self::Even => 0,
            Self::Poisson => 1,
            Self::Bursts { .. } => 2,
            Self::Diurnal { .. } => 3,
        }
    }

    fn set(&mut self, place: usize) {
        *self = match place {
            0 => Self::Even,
            1 => Self::Poisson,
            2 => Self::Bursts { size: 10, spacing: Span::from_secs(1) },
            _ => Self::Diurnal { peak_hour: 14.0, ratio: 4.0 },
        };
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

impl Settings for Option<AdminRefresh> {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let Some(AdminRefresh { every, during }) = self else { return };
        let doc = "how often the open page loads itself again";
        see(item("every", doc, Duration(every, caps::PAGE_OPEN)).needed());
        see(item("during", "how long it stays open", Duration(during, caps::PAGE_OPEN)).needed());
    }
}

impl Forms for Option<AdminRefresh> {
    fn forms(&self) -> &'static [Form] {
        &[Form::Nothing, Form::Map]
    }

    fn place(&self) -> usize {
        usize::from(self.is_some())
    }

    fn set(&mut self, place: usize) {
        let example = AdminRefresh { every: Span::from_secs(30), during: Span::from_secs(600) };
        *self = (place == 1).then_some(example);
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        self.is_some().then(|| Below(self) as Slot<'_>)
    }
}
