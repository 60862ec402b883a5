//! The settings of `kv`, `isolates`, `account`, `quota`.

use std::mem::discriminant;

use super::Slot::{Below, Duration, Large};
use super::{ANY_COLO, Entry, Form, See, Settings, Shape, Slot, item};
use crate::platform::{
    AccountSettings, Affinity, ColoSettings, Delay, IsolateSettings, KvSettings, Latency, Lifetime,
    QuotaSettings, Rules, Sizes,
};
use crate::scenario::caps;
use crate::scenario::given::{Cursor, Fields};
use crate::words::{Meter, Span};

/// The colo of a file that names none.
pub(in crate::scenario) const DEFAULT_COLO: &str = "LHR";

/// The namespace of a file that says nothing of it.
pub(super) fn kv() -> KvSettings {
    KvSettings {
        latency: Latency::TYPICAL,
        // Source: <https://developers.cloudflare.com/kv/api/read-key-value-pairs/>, 2026-10-01.
        cache_ttl: Span::from_secs(60),
        // Not documented. In half and in 95 of 100 cases a write has reached the storage backends
        // within a second, by <https://blog.cloudflare.com/workers-kv-instant/>, 2026-10-01.
        propagation: Span::from_secs(1),
        sizes: Sizes::TYPICAL,
    }
}

settings!(KvSettings, it, rules => {
    latency: Forms(), "how long operations take";
    cache_ttl: Duration(rules.cache_ttl_min.value..=*caps::TTL.end()),
        "how long a colo's edge cache keeps what it read";
    propagation: Duration(caps::PROPAGATION),
        "how long a write takes to be readable in other colos";
    sizes: Below(), "how large values are, about";
});

settings!(Sizes, it, _ => {
    record: Count(caps::BYTES), "bytes of a worker's record, in memory";
    load: Count(caps::BYTES), "bytes of a load that has a key of its own";
    list: Count(caps::BYTES), "bytes of a service's list or index, in memory";
    compression: Number(1.0..=1e3), "how many times smaller values are in KV";
});

settings!(Latency, it, _ => {
    hot: Forms(), "a read from the edge cache";
    cold: Forms(), "a read from the central store";
    write: Forms(), "a write or delete";
});

/// The words are short for maps: as it stands it always is one.
impl Shape for Latency {
    fn all() -> Vec<(Form, Self)> {
        let ms = |ms| Delay::Constant(Span::from_ms(ms));
        let map = Self { hot: ms(5), cold: Delay::log_normal(50, 287), write: ms(40) };
        vec![
            (Form::Word("typical"), Self::TYPICAL),
            (Form::Word("none"), Self::NONE),
            (Form::Map, map),
        ]
    }

    fn is_like(&self, other: &Self) -> bool {
        ![Self::TYPICAL, Self::NONE].contains(other)
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        Some(Below(self))
    }
}

impl Settings for Delay {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        if let Self::LogNormal { median, p99 } = self {
            let doc = "half of all operations are quicker";
            see(item("median", doc, Duration(median, caps::MEDIAN)).needed());
            see(item("p99", "one in a hundred is slower", Duration(p99, caps::MEDIAN)).needed());
        }
    }

    fn check(&self, given: &Fields<'_>) {
        if let Self::LogNormal { median, p99 } = self
            && let Some(at) =
                given.get("p99").filter(|_| p99 < median && given.are_sound(&["median", "p99"]))
        {
            let message = format!("{} is below the median, {median}; found {p99}", at.path());
            at.refuse("out-of-range", message);
        }
    }
}

impl Shape for Delay {
    fn all() -> Vec<(Form, Self)> {
        let constant = Self::Constant(Span::ZERO);
        vec![(Form::Duration, constant), (Form::Map, Self::log_normal(50, 287))]
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        Some(match self {
            Self::Constant(span) => Duration(span, caps::LATENCY),
            Self::LogNormal { .. } => Below(self),
        })
    }
}

/// One isolate that never dies.
pub(super) fn isolates() -> IsolateSettings {
    let only = ColoSettings { name: DEFAULT_COLO.to_owned(), ..ColoSettings::fresh(0) };
    IsolateSettings {
        colos: vec![only],
        affinity: Affinity::Sticky,
        idle_timeout: None,
        lifetime: None,
        deploys_per_day: 0.0,
        deploys_at: Vec::new(),
        runtime_updates_per_day: 0.0,
    }
}

settings!(IsolateSettings, it, _ => {
    colos: List(), "data centres";
    affinity: Word(), "which of a colo's isolates a worker or client reaches: its own, or any";
    idle_timeout: DurationOr(caps::WHILE, "none"), "gone after so long unused";
    lifetime: Forms(), "how long an isolate lives at most";
    deploys_per_day: Number(caps::HAPPENINGS_PER_DAY),
        "deploys at random times, beside those of deploys_at";
    deploys_at: Times(), "deploys at these times of each day, UTC";
    runtime_updates_per_day: Number(caps::HAPPENINGS_PER_DAY),
        "updates of the provider's runtime, in each colo by itself";
}
    fn check(&self, given: &Fields<'_>) {
        let is_reached = self.colos.iter().any(|colo| colo.share > 0.0);
        if let Some(at) = given.get("colos").filter(|_| !is_reached && !self.colos.is_empty()) {
            at.refuse("no-share", "one colo at least needs a share above 0");
        }
    }
);

settings!(ColoSettings, it, _ => {
    name: Name(), "its name", needed();
    share: Number(caps::SHARE), "its share of the clients' traffic";
    isolates: Count(caps::ISOLATES), "isolates that run there";
});

impl Entry for ColoSettings {
    const CAP: usize = caps::COLOS;
    const NONE: Option<&'static str> = Some("no-colo");
    const ALONE: Option<&'static str> = Some("name");

    fn fresh(_: usize) -> Self {
        Self { name: String::new(), share: 1.0, isolates: 1 }
    }

    fn check_among(&self, before: &[Self], given: &Fields<'_>, _: &Cursor<'_>) {
        let Some(at) = given.get("name") else { return };
        if self.name == ANY_COLO {
            at.refuse("bad-name", "`any` stands for all colos; no colo can have this name");
        }
        if !self.name.is_empty() && before.iter().any(|colo| colo.name == self.name) {
            at.refuse("repeated-name", format!("the colo `{}` is given twice", self.name));
        }
    }
}

impl Settings for Option<Lifetime> {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        if let Some(Lifetime::Exponential(mean)) = self {
            let mean = Duration(mean, caps::WHILE);
            see(item("mean", "drawn at random with this mean", mean).needed());
        }
    }
}

impl Shape for Option<Lifetime> {
    fn all() -> Vec<(Form, Self)> {
        let hours = Span::from_secs(6 * 3_600);
        vec![
            (Form::Word("none"), None),
            (Form::Duration, Some(Lifetime::Fixed(hours))),
            (Form::Map, Some(Lifetime::Exponential(hours))),
        ]
    }

    fn is_like(&self, other: &Self) -> bool {
        self.as_ref().map(discriminant) == other.as_ref().map(discriminant)
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        match self {
            None => None,
            Some(Lifetime::Fixed(span)) => Some(Duration(span, caps::WHILE)),
            Some(Lifetime::Exponential(_)) => Some(Below(self)),
        }
    }
}

settings!(AccountSettings, it, _ => { other: Below(), "a day's other use"; });

impl Settings for [u64; Meter::COUNT] {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        for (meter, number) in Meter::ALL.into_iter().zip(self) {
            let doc = match meter {
                Meter::Reads => "KV reads a day",
                Meter::Writes => "KV writes a day",
                Meter::Deletes => "KV deletes a day",
                Meter::Lists => "KV lists a day",
                Meter::Requests => "Worker requests a day",
            };
            see(item(meter.name(), doc, Large(number, caps::OTHER)));
        }
    }
}

settings!(QuotaSettings, it, _ => {
    refused_ops_count: YesNo(), "does a refused operation count as one?";
});
