//! The settings of `workers`.

use super::Slot::{Below, Duration, List, Load, Number, Time};
use super::{Entry, Form, See, Settings, Shape, Slot, item};
use crate::platform::Rules;
use crate::scenario::caps;
use crate::scenario::given::{Cursor, Fields};
use crate::words::Span;
use crate::workload::{Heartbeat, LoadShape, Models, Outages, Phase, Retry, Timing, WorkerGroup};

settings!(WorkerGroup, it, _ => {
    name: Name(), "the group's name; group-1, group-2, … by default";
    count: Count(caps::COUNT), "how many workers";
    services: Services(), "the services that each of them offers";
    colo: Colo(), "the colo that their heartbeats reach; the first by default";
    registered: YesNo(), "are their records in KV at the start?";
    reregisters: YesNo(), "does an unknown one register anew?";
    heartbeat: Below(), "when they send heartbeats";
    load: Forms(), "the load that they report";
    models: Below(), "the models that they report";
    outages: Below(), "when they are down";
    retry: Below(), "what they do about a request that fails";
});

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

settings!(Retry, it, _ => {
    attempts: Count(caps::ATTEMPTS), "how often it is sent in all; 5 where this map is given";
    backoff: Duration(caps::BACKOFF), "before the second attempt, then twice as long each time";
}
    fn open(&mut self) {
        self.attempts = 5;
    }
);

settings!(Heartbeat, it, _ => {
    every: Duration(caps::EVERY), "the interval";
    timing: Word(), "what the interval is counted from: a steady grid, the last beat, its reply";
    jitter: Duration(caps::PHASE), "at most so much is added to each beat, at random";
    phase: Forms(), "the first beat: after one interval, at random in it, or after so long";
    network: Duration(caps::LATENCY), "one-way delay to the coordinator";
}
    fn check(&self, given: &Fields<'_>) {
        let (jitter, every) = (self.jitter, self.every);
        if let Some(at) = given.get("jitter").filter(|_| jitter >= every && given.are_sound(&["jitter", "every"])) {
            let path = at.path();
            let message = format!("{path} must be shorter than every, {every}; found {jitter}");
            at.refuse("out-of-range", message);
        }
    }
);

impl Shape for Phase {
    fn all() -> Vec<(Form, Self)> {
        vec![
            (Form::Word("aligned"), Self::Aligned),
            (Form::Word("random"), Self::Random),
            (Form::Duration, Self::At(Span::ZERO)),
        ]
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
        if let Some(at) = at.filter(|_| low > high && given.are_sound(&["low", "high"])) {
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
        // No time of day: one that cannot be read stays so.
        (Span::DAY, 0.0)
    }

    fn check_among(&self, before: &[Self], given: &Fields<'_>, _: &Cursor<'_>) {
        let last = before.iter().map(|(time, _)| *time).rfind(|time| *time < Span::DAY);
        if let Some(at) = given.get("at").filter(|_| last.is_some_and(|last| last >= self.0)) {
            let message = format!("{} is not after the step before it", at.path());
            at.problems.push(at.problem("order", message).help("put the steps in order"));
        }
    }
}

settings!(Models, it, _ => {
    loaded: Count(caps::MODELS), "how many are loaded at once";
    changes_per_day: Number(caps::HAPPENINGS_PER_DAY), "how often a day one is exchanged";
});

settings!(Outages, it, _ => {
    crashes_per_day: Number(caps::HAPPENINGS_PER_DAY), "silent ends, a day";
    graceful_per_day: Number(caps::HAPPENINGS_PER_DAY), "announced ends, a day";
    duration: Duration(caps::OUTAGE), "how long the worker is down";
    restarts_at: Times(), "all go down at these times of each day, UTC";
});
