//! The table of fields of a struct, made by walking over the descriptions of its settings.

use std::ops::RangeInclusive;

use super::written::node;
use crate::coordinator::{Policy, Preset};
use crate::scenario::caps;
use crate::scenario::describe::{ANY_COLO, Form, Forms, Item, Known, Settings, Slot};
use crate::scenario::fields::{Field, Holds, Section};
use crate::scenario::node::Node;
use crate::scenario::plan_file::embedded_plan_names;

impl Section {
    /// The fields of a struct as it is without a file.
    pub(in crate::scenario) fn of(settings: &mut dyn Settings, known: &Known) -> Self {
        let mut fields = Vec::new();
        settings.each(&known.rules, &mut |item| fields.push(Field::of(item, known)));
        Self { fields, one_of: false, alone: None }
    }

    /// The settings that differ from another policy's.
    fn of_policy(policy: &mut Policy, known: &Known) -> Self {
        let mut section = Self::of(policy, known);
        let doc = "the policy whose settings hold where none are given";
        let holds = vec![Holds::Name(Preset::ALL.map(Preset::name).to_vec())];
        let extends = Field { name: "extends", doc, is_needed: true, holds, ..Field::default() };
        section.fields.insert(0, extends);
        section
    }
}

impl Field {
    fn of(item: Item<'_>, known: &Known) -> Self {
        let Item { name, doc, mut slot, is_needed, .. } = item;
        let default = node(&mut slot, known);
        let has_one = !is_needed
            && !matches!(slot, Slot::Below(_) | Slot::Name(_) | Slot::Text(_) | Slot::Colo(_));
        let default = default.filter(|_| has_one);
        Self { name, doc, is_needed, default, ..Self::default() }.with(slot, known)
    }

    /// With what a value holds, and an example where its form needs showing.
    fn with(mut self, slot: Slot<'_>, known: &Known) -> Self {
        self.holds = match slot {
            Slot::YesNo(_) => vec![Holds::YesNo],
            Slot::Count(_, range) | Slot::Large(_, range) => vec![Holds::Whole(range)],
            Slot::CountOr(_, range, word) => vec![Holds::Whole(range), Holds::Words(vec![word])],
            Slot::Number(_, range) | Slot::Load(_, range) | Slot::MaybeNumber(_, range) => {
                vec![Holds::Number(range)]
            }
            Slot::NumberOr(_, range, word) => {
                vec![Holds::Number(range), Holds::Words(vec![word])]
            }
            Slot::Duration(_, range) => vec![Holds::Duration(range)],
            Slot::DurationOr(_, range, word) => {
                vec![Holds::Duration(range), Holds::Words(vec![word])]
            }
            Slot::Time(_) => vec![Holds::Time],
            Slot::Times(_) => list(0..=caps::TIMES_OF_DAY, vec![Holds::Time]),
            Slot::Word(word) => vec![Holds::Words(word.words())],
            Slot::Name(_) | Slot::Service(_) | Slot::Colo(_) => vec![Holds::Name(Vec::new())],
            Slot::AnyColo(_) => vec![Holds::Name(vec![ANY_COLO])],
            Slot::Text(_) | Slot::MaybeText(_) => vec![Holds::Text(Vec::new())],
            Slot::Plan(_) => vec![Holds::Text(embedded_plan_names())],
            Slot::Services(_) => list(0..=caps::SERVICES, vec![Holds::Name(Vec::new())]),
            Slot::Below(below) => {
                below.open();
                map(Section::of(below, known))
            }
            Slot::List(entries) => {
                let (most, none) = entries.caps();
                let least = usize::from(none.is_some());
                let alone = entries.alone();
                let section = Section { alone, ..Section::of(entries.grow(), known) };
                let name = alone.map(|_| Holds::Name(Vec::new()));
                list(least..=most, name.into_iter().chain(map(section)).collect())
            }
            Slot::Policies(_) => {
                let mut policy = Policy::preset(Preset::Optimized);
                vec![Holds::Policies(Section::of_policy(&mut policy, known)), Holds::Nothing]
            }
            Slot::Own(own) => own.holds(),
            Slot::Policy(policy, _) => {
                self.example = "{ extends: optimized, cache: { worker_ttl: 60s } }".to_owned();
                let map = Section::of_policy(policy, known);
                [map.fields[0].holds.clone(), vec![Holds::Map(map)]].concat()
            }
            Slot::Forms(forms) => self.forms(forms, known),
        };
        self
    }

    /// The forms of a value, each tried in turn; that in which it stands keeps its defaults.
    fn forms(&mut self, value: &mut dyn Forms, known: &Known) -> Vec<Holds> {
        let (mut words, mut all, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        let mut own = match (value.form(), value.inside()) {
            (Form::Map, Some(Slot::Below(below))) => Some(Section::of(below, known)),
            _ => None,
        };
        for form in value.forms() {
            value.show(form);
            let inside = value.inside().and_then(|mut slot| node(&mut slot, known));
            match (form, value.inside()) {
                (Form::Nothing, _) => all.push(Holds::Nothing),
                (Form::Word(word), _) => {
                    words.push(word);
                    self.short_for.extend(inside.map(|map| (word, map)));
                }
                (Form::Duration, Some(Slot::Duration(_, within))) => {
                    all.push(Holds::Duration(within));
                }
                (Form::Map, Some(Slot::Below(below))) => {
                    self.example = inside.map_or_else(String::new, |it| it.to_string());
                    let section = own.take().unwrap_or_else(|| Section::of(below, known));
                    all.push(Holds::Map(section));
                }
                (Form::Key(name, doc), Some(slot)) => {
                    let example = inside.map_or_else(String::new, |it| it.to_string());
                    keys.push(Self {
                        example,
                        ..Self { name, doc, ..Self::default() }.with(slot, known)
                    });
                }
                (Form::Duration | Form::Map | Form::Key(..), _) => {}
            }
        }
        if !words.is_empty() {
            all.insert(0, Holds::Words(words));
        }
        if !keys.is_empty() {
            all.push(Holds::Map(Section { fields: keys, one_of: true, alone: None }));
        }
        let short = self.short_for.iter().find(|(_, map)| self.default.as_ref() == Some(map));
        if let Some((word, _)) = short {
            self.default = Some(Node::Text((*word).to_owned()));
        }
        all
    }
}

/// A map; one that needs nothing may be left empty.
fn map(section: Section) -> Vec<Holds> {
    let needs_nothing = section.fields.iter().all(|field| !field.is_needed);
    let empty = needs_nothing.then_some(Holds::Nothing);
    [Holds::Map(section)].into_iter().chain(empty).collect()
}

/// A list; one that needs no entry may be left empty.
fn list(count: RangeInclusive<usize>, entry: Vec<Holds>) -> Vec<Holds> {
    let empty = count.contains(&0).then_some(Holds::Nothing);
    [Holds::List(count, entry)].into_iter().chain(empty).collect()
}
