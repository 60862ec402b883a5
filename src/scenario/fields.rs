//! The table of every field that a file may hold.
//!
//! The decoder reads only fields that stand here, an unknown field is compared with these, and the
//! schema for editors is made from them. It says nothing of defaults that depend on other fields.

mod platform;
mod policy;
mod workload;

pub use platform::{COLO, DELAY, ISOLATES, KV, LATENCY, LIFETIME};
pub use policy::{CACHE, POLICY, READS, WRITE};
pub use workload::{
    ADMIN, ARRIVALS, BURSTS, DIURNAL_ARRIVALS, DIURNAL_LOAD, FLAP, HEARTBEAT, LOAD, MODELS,
    OUTAGES, REFRESH, RETRY, STEP, TRAFFIC, WALK, WORKERS,
};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A name: letters, digits, `._/-` and blanks.
    Name,
    /// Any text.
    Text,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// `true` or `false`, `yes` or `no`.
    YesNo,
    /// A share such as `5%`.
    Percent,
    /// A number, or a share such as `80%`.
    NumberOrPercent,
    /// A duration such as `30s`, or one of these words.
    Duration(&'static [&'static str]),
    /// A whole number, or one of these words.
    CountOr(&'static [&'static str]),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of names.
    Names,
    /// A list of times of day such as `09:00`.
    Times,
    /// A time of day such as `09:00`, or a duration since midnight.
    Time,
    /// A map.
    Map(&'static Section),
    /// One of these words, or a map.
    WordOrMap(&'static [&'static str], &'static Section),
    /// The name of a policy, or a map.
    PolicyOrMap(&'static Section),
    /// A duration, one of these words, or a map.
    DurationOrMap(&'static [&'static str], &'static Section),
    /// A list of maps.
    List(&'static Section),
    /// A map from names that the user chooses to maps.
    Named(&'static Section),
}

/// A field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it means, with its default, in a line.
    pub doc: &'static str,
    /// A value of it as a file writes it, where its form needs showing; else empty.
    pub example: &'static str,
}

/// A map with fields.
#[derive(Debug)]
pub struct Section {
    /// What it is called in messages where its path does not say it.
    pub name: &'static str,
    /// Its fields, in the order of the documentation.
    pub fields: &'static [Field],
    /// Exactly one field is given: it says which shape is meant.
    pub one_of: bool,
}

impl Section {
    /// A field by its key.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// How a map with one field looks, `{ walk: { start: 0.5, step: 0.02 } }`.
    pub fn form(&self, name: &str) -> Option<String> {
        let field = self.field(name).filter(|field| !field.example.is_empty())?;
        Some(format!("{{ {name}: {} }}", field.example))
    }

    /// The forms of all fields that show one.
    pub fn forms(&self) -> Vec<String> {
        self.fields.iter().filter_map(|field| self.form(field.name)).collect()
    }
}

impl Field {
    /// The section of the maps below it, where there are any.
    pub fn section(&self) -> Option<&'static Section> {
        self.holds.section()
    }
}

impl Holds {
    /// The section of the maps that it holds, where there are any.
    pub fn section(self) -> Option<&'static Section> {
        match self {
            Self::Map(section)
            | Self::WordOrMap(_, section)
            | Self::PolicyOrMap(section)
            | Self::DurationOrMap(_, section)
            | Self::List(section)
            | Self::Named(section) => Some(section),
            _ => None,
        }
    }

    /// May a map stand there?
    pub fn takes_map(self) -> bool {
        self.section().is_some() && !matches!(self, Self::List(_))
    }
}

pub(super) const fn field(name: &'static str, holds: Holds, doc: &'static str) -> Field {
    Field { name, holds, doc, example: "" }
}

/// A field whose form is shown by an example.
const fn shown(field: Field, example: &'static str) -> Field {
    Field { example, ..field }
}

pub(super) const fn section(name: &'static str, fields: &'static [Field]) -> Section {
    Section { name, fields, one_of: false }
}

const fn one_of(name: &'static str, fields: &'static [Field]) -> Section {
    Section { name, fields, one_of: true }
}

const DURATION: Holds = Holds::Duration(&[]);

/// A scenario file.
pub static SCENARIO: Section = section(
    "the scenario",
    &[
        field("name", Holds::Text, "its name, for people; the file's name by default"),
        field("plan", Holds::Text, "limits and prices: a plan's name or a YAML file"),
        shown(
            field("policy", Holds::PolicyOrMap(&POLICY), "the coordinator's settings; optimized"),
            "{ extends: optimized, cache: { worker_ttl: 60s } }",
        ),
        field("days", Holds::Count, "simulated days of each run; 7"),
        field("runs", Holds::Count, "replications with different random draws; 20"),
        field("seed", Holds::Count, "the seed of all random draws; 42"),
        field("workers", Holds::List(&WORKERS), "groups of workers that send heartbeats"),
        field("traffic", Holds::List(&TRAFFIC), "client requests, by service"),
        field("admin", Holds::Map(&ADMIN), "loads of the admin page; none"),
        field("kv", Holds::Map(&KV), "the namespace"),
        field("isolates", Holds::Map(&ISOLATES), "where the coordinator runs"),
        field("policies", Holds::Named(&POLICY), "more policies, by name"),
        field("account", Holds::Map(&ACCOUNT), "what else spends of the same limits"),
        field("quota", Holds::Map(&QUOTA), "how the daily limits are counted"),
        field("budgets", Holds::List(&BUDGET), "bounds that `gate` checks"),
    ],
);

/// `account`.
pub static ACCOUNT: Section =
    section("the account", &[field("other", Holds::Map(&OTHER), "a day's other use")]);

/// `account.other`.
pub static OTHER: Section = section(
    "other use",
    &[
        field("reads", Holds::Count, "KV reads a day; 0"),
        field("writes", Holds::Count, "KV writes a day; 0"),
        field("deletes", Holds::Count, "KV deletes a day; 0"),
        field("lists", Holds::Count, "KV lists a day; 0"),
        field("requests", Holds::Count, "Worker requests a day; 0"),
    ],
);

/// `quota`.
pub static QUOTA: Section = section(
    "the quota",
    &[field("refused_ops_count", Holds::YesNo, "does a refused operation count as one? no")],
);

/// An entry of `budgets`.
pub static BUDGET: Section = section(
    "a budget",
    &[
        field(
            "metric",
            Holds::Choice(&[
                "reads",
                "writes",
                "deletes",
                "lists",
                "requests",
                "hit_ratio",
                "latency_p99",
                "misrouted_ratio",
                "cost_per_month",
            ]),
            "what is bounded",
        ),
        field("max", Holds::NumberOrPercent, "the most that passes; a share is of the limit"),
        field("min", Holds::NumberOrPercent, "the least hit ratio that passes"),
        field("warn", Holds::NumberOrPercent, "from here on it warns"),
        field("growth", Holds::Percent, "the growth against the baseline that passes"),
        field("growth_floor", Holds::Number, "growth by so many a day passes in any case"),
        field("stat", Holds::Choice(&["worst_day", "mean"]), "which day is judged; worst_day"),
        field("reason", Holds::Text, "why it was set"),
    ],
);
