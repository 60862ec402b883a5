//! The settings of a plan file: limits and prices, each with its date and source.

use super::Slot::{Count, Duration, Large, Name, Number, Text};
use super::{Entry, Example, Known, Own, See, Settings, Slot, item};
use crate::platform::{Basis, Charged, Fact, Limit, Note, Plan, Price, Rule, Rules};
use crate::scenario::caps;
use crate::scenario::fields::Holds;
use crate::scenario::given::{Cursor, Fields};
use crate::scenario::node::Node;
use crate::words::{Meter, Span};

impl Plan {
    /// What an empty file would hold.
    pub(in crate::scenario) fn fresh() -> Self {
        let count = || Rule { value: 1, basis: Basis::default() };
        let span = || Rule { value: Span::ZERO, basis: Basis::default() };
        Self {
            name: String::new(),
            title: String::new(),
            currency: String::new(),
            base_per_month: 0.0,
            limits: Default::default(),
            prices: Default::default(),
            rules: Rules {
                same_key_write_interval: span(),
                same_namespace_write_interval: None,
                ops_per_invocation: count(),
                cache_ttl_min: span(),
                expiration_ttl_min: span(),
                list_page: count(),
            },
            notes: Vec::new(),
            facts: Vec::new(),
        }
    }
}

settings!(Plan, it, _ => {
    name: Text(), "its dated name", needed();
    title: Text(), "a line for people", needed();
    currency: Text(), "three letters", needed();
    base_per_month: Number(0.0..=1e9), "its price a month before any use";
    limits: Below(), "the daily limits, by meter";
    prices: Below(), "the prices, by meter, and those of CPU time and storage";
    rules: Below(), "the rules beside the daily limits", needed();
    notes: List(), "what whoever pays should know";
    facts: List(), "every other published figure";
}
    fn check(&self, given: &Fields<'_>) {
        let capitals = self.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_one = self.currency.len() == 3 && capitals;
        if let Some(at) = given.get("currency").filter(|_| !is_one) {
            at.refuse("currency", "a currency has three capital letters, such as `USD`");
        }
    }
);

const fn doc(meter: Meter) -> &'static str {
    match meter {
        Meter::Reads => "KV keys read",
        Meter::Writes => "KV keys written",
        Meter::Deletes => "KV keys deleted",
        Meter::Lists => "KV list requests",
        Meter::Requests => "requests of the Worker",
    }
}

/// The limits.
impl Settings for [Option<Limit>; Meter::COUNT] {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        for (meter, one) in Meter::ALL.into_iter().zip(self) {
            see(item(meter.name(), doc(meter), Slot::Forms(one)));
        }
    }
}

/// The prices.
impl Settings for [Option<Price>; Charged::COUNT] {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        for (charged, one) in Charged::all().zip(self) {
            let doc = match charged {
                Charged::Meter(meter) => doc(meter),
                Charged::CpuMs => "milliseconds of CPU time",
                Charged::StoredBytes => "bytes that KV holds for a month",
            };
            see(item(charged.name(), doc, Slot::Forms(one)));
        }
    }
}

impl Settings for Limit {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let per_day = Large(&mut self.per_day, 1..=*caps::OTHER.end());
        see(item("per_day", "the most in a day", per_day).needed());
        basis(&mut self.basis, see);
    }
}

impl Example for Limit {
    fn example() -> Self {
        Self { per_day: 1, basis: Basis::default() }
    }
}

impl Settings for Price {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let included = Large(&mut self.included_per_month, caps::OTHER);
        see(item("included_per_month", "included in the base price", included).needed());
        let per_million = Number(&mut self.per_million, 0.0..=1e9);
        see(item("per_million", "price of each further million", per_million).needed());
        basis(&mut self.basis, see);
    }
}

impl Example for Price {
    fn example() -> Self {
        Self { included_per_month: 0, per_million: 0.0, basis: Basis::default() }
    }
}

settings!(Rules, it, _ => {
    same_key_write_interval: Below(), "between two writes of one key", needed();
    same_namespace_write_interval: Forms(), "between two writes of the namespace, whatever their keys";
    ops_per_invocation: Below(), "KV operations in one invocation", needed();
    cache_ttl_min: Below(), "the shortest `cacheTtl`", needed();
    expiration_ttl_min: Below(), "the shortest `expirationTtl`", needed();
    list_page: Below(), "keys in a page of a list", needed();
});

impl Settings for Rule<Span> {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("value", "the figure", Duration(&mut self.value, caps::TTL)).needed());
        basis(&mut self.basis, see);
    }
}

impl Example for Rule<Span> {
    fn example() -> Self {
        Self { value: Span::from_secs(1), basis: Basis::default() }
    }
}

impl Settings for Rule<u32> {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("value", "the figure", Count(&mut self.value, 1..=1_000_000)).needed());
        basis(&mut self.basis, see);
    }
}

impl Settings for Note {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("text", "a sentence for people", Text(&mut self.text)).needed());
        basis(&mut self.basis, see);
    }
}

impl Entry for Note {
    const CAP: usize = caps::PLAN_NOTES;

    fn fresh(_: usize) -> Self {
        Self { text: String::new(), basis: Basis::default() }
    }
}

impl Settings for Fact {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("name", "its name", Name(&mut self.name)).needed());
        see(item("value", "the figure", Number(&mut self.value, 0.0..=1e18)).needed());
        see(item("unit", "its unit", Text(&mut self.unit)).needed());
        basis(&mut self.basis, see);
    }
}

impl Entry for Fact {
    const CAP: usize = caps::FACTS;

    fn fresh(_: usize) -> Self {
        Self { name: String::new(), value: 0.0, unit: String::new(), basis: Basis::default() }
    }
}

/// Where a figure comes from stands beside it.
fn basis(basis: &mut Basis, see: See<'_>) {
    let as_of = Slot::Own(Box::new(Date(&mut basis.as_of)));
    see(item("as_of", "the date for which it was read, 2026-10-08", as_of).needed());
    see(item("source", "the page it was read on", Text(&mut basis.source)).needed());
}

struct Date<'v>(&'v mut String);

impl Own for Date<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Text(Vec::new())]
    }

    fn read(&mut self, at: &Cursor<'_>, _: &Known) {
        let Some(text) = at.text() else { return };
        if !is_date(&text) {
            at.refuse("date", format!("{} is a date such as 2026-10-08", at.path()));
        }
        *self.0 = text;
    }

    fn node(&self) -> Option<Node> {
        Some(Node::Text(self.0.clone()))
    }
}

/// `2026`, `2026-10` or `2026-10-08`: as exactly as the page says.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    parts.iter().all(digits) && matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2])
}
