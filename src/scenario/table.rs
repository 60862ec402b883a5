//! The table of fields of a struct, made by walking over the descriptions of its settings.

use super::describe::{Form, Forms, Item, Known, List, Settings, Slot};
use super::fields::{Field, Holds, Section};
use super::written::node;
use crate::coordinator::{Policy, Preset};

impl Section {
    /// The fields of a struct as it is without a file.
    pub(super) fn of(settings: &mut dyn Settings, known: &Known) -> Self {
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
