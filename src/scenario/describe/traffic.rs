//! The settings of `traffic` and `admin`.

use super::Slot::{Below, Count, Duration, Number};
use super::{Entry, Example, Form, See, Settings, Shape, Slot, item};
use crate::platform::Rules;
use crate::scenario::caps;
use crate::scenario::given::Fields;
use crate::scenario::spelling::grouped_number;
use crate::words::{ServiceId, Span, count};
use crate::workload::{AdminLoads, AdminRefresh, Arrivals, Retry, Traffic};

settings!(Traffic, it, _ => {
    service: Service(), "the service that clients ask for", needed();
    requests_per_day: Number(caps::PER_DAY), "requests a day, on average", needed();
    arrivals: Forms(), "when they arrive";
    colo: AnyColo(), "the colo that they reach, or `any`, by the colos' shares";
    retry: Below(), "what a client does about a failed request";
}
    fn check(&self, given: &Fields<'_>) {
        keeps_its_rate(given, "requests_per_day", (self.requests_per_day, &self.arrivals));
    }
);

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

settings!(AdminLoads, it, _ => {
    loads_per_day: Number(caps::PER_DAY), "how often a day it is opened";
    arrivals: Forms(), "when it is opened";
    refresh: Forms(), "what an open page does by itself";
    colo: AnyColo(), "the colo that it reaches, or `any`, by the colos' shares";
}
    fn check(&self, given: &Fields<'_>) {
        keeps_its_rate(given, "loads_per_day", (self.loads_per_day, &self.arrivals));
    }
);

settings!(AdminRefresh, it, _ => {
    every: Duration(caps::OUTAGE), "how often the open page loads itself again", needed();
    during: Duration(caps::OUTAGE), "how long it stays open", needed();
});

impl Example for AdminRefresh {
    const FORMS: &'static [Form] = &[Form::Nothing, Form::Map];

    fn example() -> Self {
        Self { every: Span::from_secs(30), during: Span::from_secs(600) }
    }
}

/// Notes that bursts, which never overlap, are too long for so many a day.
fn keeps_its_rate(fields: &Fields<'_>, name: &str, (per_day, arrivals): (f64, &Arrivals)) {
    let Some(at) = fields.get(name).filter(|_| fields.are_sound(&[name, "arrivals"])) else {
        return;
    };
    let Arrivals::Bursts { size, spacing } = *arrivals else { return };
    let lasts = spacing.times(u64::from(size.max(1)) - 1);
    let fits = Span::DAY.ms() as f64 * f64::from(size) / lasts.ms() as f64;
    if per_day < fits {
        return;
    }
    let most = count((fits.ceil() - 1.0).max(0.0) as u64);
    let (path, found) = (at.path(), grouped_number(per_day));
    let message = format!(
        "{path}: bursts of {size}, {spacing} apart, last {lasts} each and never overlap: at most \
         {most} a day fit; found {found}"
    );
    at.problems.push(at.problem("burst-rate", message).help("make `spacing` shorter, or ask less"));
}
