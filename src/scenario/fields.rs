//! The table of every field that a file may hold, made from the descriptions of the settings.
//!
//! An unknown field is compared with these, an override finds its way by them, and the schema for
//! editors and the template are written from them.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::checked::Scenario;
use super::describe::{Form, Forms, Item, Known, List, Settings, Slot};
use super::load::DEFAULT_PLAN;
use super::node::Node;
use super::plan_file::embedded_plan;
use super::written::node;
use crate::coordinator::{Policy, Preset};
use crate::platform::Plan;
use crate::words::Span;

/// Words that may stand for a value.
pub type Words = Vec<&'static str>;

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Holds {
    /// A name: letters, digits, `._/-` and blanks.
    Name,
    /// Any text.
    Text,
    /// A whole number.
    Count(RangeInclusive<u64>),
    /// A number.
    Number(RangeInclusive<f64>),
    /// `true` or `false`, `yes` or `no`.
    YesNo,
    /// A share such as `5%`.
    Percent,
    /// A number, or a share such as `80%`.
    NumberOrPercent,
    /// A duration such as `30s`, or one of these words.
    Duration(RangeInclusive<Span>, Words),
    /// A whole number, or one of these words.
    CountOr(RangeInclusive<u64>, Words),
    /// One of these words.
    Choice(Words),
    /// A list of names.
    Names,
    /// A list of times of day such as `09:00`.
    Times,
    /// A time of day such as `09:00`, or a duration since midnight.
    Time,
    /// A map.
    Map(Section),
    /// One of these words, or a map.
    WordOrMap(Words, Section),
    /// The name of a policy, or a map.
    PolicyOrMap(Section),
    /// A duration, one of these words, or a map.
    DurationOrMap(RangeInclusive<Span>, Words, Section),
    /// A list of maps.
    List(Section),
    /// A map from names that the user chooses to maps.
    Named(Section),
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it means, in a line.
    pub doc: &'static str,
    /// A value of it as a file writes it, where its form needs showing; else empty.
    pub example: String,
    /// Is its absence a mistake?
    pub is_needed: bool,
    /// What holds where it is left out, and is no map with defaults of its own.
    pub(super) default: Option<Node>,
}

/// A map with fields.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its fields, in the order of the documentation.
    pub fields: Vec<Field>,
    /// Exactly one field is given: it says which shape is meant.
    pub one_of: bool,
}

/// A scenario file.
pub static SCENARIO: LazyLock<Section> = LazyLock::new(|| {
    let plan = embedded_plan(DEFAULT_PLAN).expect("it ships with the tool");
    let known = Known::of(&plan.rules);
    Section::of(&mut Scenario::fresh(plan), &known)
});

/// A plan file.
pub static PLAN: LazyLock<Section> = LazyLock::new(|| {
    let mut plan = Plan::fresh();
    let known = Known::of(&plan.rules);
    Section::of(&mut plan, &known)
});

impl Section {
    fn of(settings: &mut dyn Settings, known: &Known) -> Self {
        let mut fields = Vec::new();
        settings.each(&known.rules, &mut |item| fields.push(Field::of(item, known)));
        Self { fields, one_of: false }
    }

    /// A map, or a name of one, that another policy begins with.
    fn of_policy(policy: &mut Policy, known: &Known) -> Self {
        let mut section = Self::of(policy, known);
        let doc = "the policy whose settings hold where none are given";
        let mut extends = String::new();
        let slot = Slot::Name(&mut extends);
        let item = Item { name: "extends", doc, slot, is_needed: true, is_listed: false };
        section.fields.insert(0, Field::of(item, known));
        section
    }

    /// A field by its key.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The keys of its fields.
    pub fn names(&self) -> Words {
        self.fields.iter().map(|field| field.name).collect()
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
    fn of(item: Item<'_>, known: &Known) -> Self {
        let Item { name, doc, mut slot, is_needed, .. } = item;
        let default = node(&mut slot, known);
        let has_one = !is_needed
            && !matches!(slot, Slot::Below(_) | Slot::Name(_) | Slot::Text(_) | Slot::Colo(_));
        let default = default.filter(|_| has_one);
        let (holds, example) = holds(slot, known);
        Self { name, holds, doc, example, is_needed, default }
    }

    /// The section of the maps below it, where there are any.
    pub fn section(&self) -> Option<&Section> {
        self.holds.section()
    }
}

/// What a value holds, and an example where its form needs showing.
fn holds(slot: Slot<'_>, known: &Known) -> (Holds, String) {
    let plain = match slot {
        Slot::YesNo(_) => Holds::YesNo,
        Slot::Count(_, range) | Slot::Large(_, range) => Holds::Count(range),
        Slot::CountOr(_, range, word) => Holds::CountOr(range, vec![word]),
        Slot::Number(_, range) | Slot::Load(_, range) => Holds::Number(range),
        Slot::Duration(_, range) => Holds::Duration(range, Vec::new()),
        Slot::DurationOr(_, range, word) => Holds::Duration(range, vec![word]),
        Slot::Time(_) => Holds::Time,
        Slot::Times(_) => Holds::Times,
        Slot::Word(word) => Holds::Choice(word.words()),
        Slot::Name(_) | Slot::Service(_) | Slot::Colo(_) | Slot::AnyColo(_) => Holds::Name,
        Slot::Text(_) | Slot::Plan(_) => Holds::Text,
        Slot::Services(_) => Holds::Names,
        Slot::Below(below) => Holds::Map(Section::of(below, known)),
        Slot::List(list) => Holds::List(entries(list, known)),
        Slot::Policies(_) => {
            let mut policy = Policy::preset(Preset::Optimized);
            Holds::Named(Section::of_policy(&mut policy, known))
        }
        Slot::MaybeNumber(_, range) => Holds::Number(range),
        Slot::MaybeText(_) => Holds::Text,
        Slot::Own(own) => own.holds(),
        Slot::Policy(policy, _) => {
            let example = "{ extends: optimized, cache: { worker_ttl: 60s } }";
            return (Holds::PolicyOrMap(Section::of_policy(policy, known)), example.to_owned());
        }
        Slot::Forms(forms) => return shapes(forms, known),
    };
    (plain, String::new())
}

fn entries(list: &mut dyn List, known: &Known) -> Section {
    Section::of(list.grow(), known)
}

/// The forms of a value, each tried in turn.
fn shapes(value: &mut dyn Forms, known: &Known) -> (Holds, String) {
    let (mut words, mut range, mut map, mut keys) = (Vec::new(), None, None, Vec::new());
    let mut example = String::new();
    for form in value.forms() {
        value.show(form);
        match (form, value.inside()) {
            (Form::Word(word), _) => words.push(word),
            (Form::Duration, Some(Slot::Duration(_, within))) => range = Some(within),
            (Form::Map, Some(mut slot)) => {
                example = node(&mut slot, known).map_or_else(String::new, |it| it.to_string());
                if let Slot::Below(below) = slot {
                    map = Some(Section::of(below, known));
                }
            }
            (Form::Key(name, doc), Some(mut slot)) => {
                let shown = node(&mut slot, known);
                let example = shown.map_or_else(String::new, |it| it.to_string());
                let (holds, _) = holds(slot, known);
                keys.push(Field { name, holds, doc, example, is_needed: false, default: None });
            }
            (Form::Nothing | Form::Duration | Form::Map | Form::Key(..), _) => {}
        }
    }
    if !keys.is_empty() {
        map = Some(Section { fields: keys, one_of: true });
    }
    let holds = match (range, map) {
        (Some(range), Some(map)) => Holds::DurationOrMap(range, words, map),
        (Some(range), None) => Holds::Duration(range, words),
        (None, Some(map)) if words.is_empty() => Holds::Map(map),
        (None, Some(map)) => Holds::WordOrMap(words, map),
        (None, None) => Holds::Choice(words),
    };
    (holds, example)
}

impl Holds {
    /// The section of the maps that it holds, where there are any.
    pub fn section(&self) -> Option<&Section> {
        match self {
            Self::Map(section)
            | Self::WordOrMap(_, section)
            | Self::PolicyOrMap(section)
            | Self::DurationOrMap(_, _, section)
            | Self::List(section)
            | Self::Named(section) => Some(section),
            _ => None,
        }
    }

    /// May a map stand there?
    pub fn takes_map(&self) -> bool {
        self.section().is_some() && !matches!(self, Self::List(_))
    }
}
