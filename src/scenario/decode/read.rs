//! Reads what a map gives over what stands there, setting by setting.

use crate::scenario::caps;
use crate::scenario::describe::{ANY_COLO, Form, Forms, Known, List, Settings, Slot};
use crate::scenario::fields::{Field, Section};
use crate::scenario::given::{Cursor, Fields, Or};
use crate::scenario::node::{Node, shorten};
use crate::scenario::problem::Problems;
use crate::scenario::suggestion::suggest;
use crate::words::{ServiceId, Span};

/// Reads settings; a name may refer to what is known.
#[derive(Clone, Copy)]
pub(super) struct Reading<'k>(pub(super) &'k Known);

impl Reading<'_> {
    /// What a map gives; the rest stays as it is.
    pub(super) fn settings(self, fields: &Fields<'_>, settings: &mut dyn Settings) {
        settings.each(&self.0.rules, &mut |item| {
            let at = if item.is_needed { fields.need(item.name) } else { fields.get(item.name) };
            if let (Some(at), Some(field)) = (at, fields.section().field(item.name)) {
                self.value(&at, field, item.slot);
            }
        });
        settings.check(fields);
    }

    /// One map of settings, where it is given; what is wrong with it is not noted.
    pub(super) fn quietly(self, fields: &Fields<'_>, name: &str, settings: &mut dyn Settings) {
        let quiet = Problems::default();
        if let (Some(at), Some(field)) = (fields.get(name), fields.section().field(name)) {
            self.value(&Cursor { problems: &quiet, ..at }, field, Slot::Below(settings));
        }
    }

    fn value(self, at: &Cursor<'_>, field: &'static Field, slot: Slot<'_>) {
        match slot {
            Slot::YesNo(value) => set(value, at.yes_no()),
            Slot::Count(value, range) => set(value, at.count(range).map(|it| it as u32)),
            Slot::Large(value, range) => set(value, at.count(range)),
            Slot::CountOr(value, range, word) => {
                set(value, at.count_or(range, word).map(|it| it.map(|count| count as u32)));
            }
            Slot::NumberOr(value, range, word) => set(value, at.number_or(range, word)),
            Slot::Number(value, range) => set(value, at.number(range)),
            Slot::Load(value, range) => set(value, at.load(range)),
            Slot::Duration(value, range) => set(value, at.duration(range)),
            Slot::DurationOr(value, range, word) => {
                set(value, at.duration_or(range, word));
            }
            Slot::Time(value) => set(value, at.time_of_day()),
            Slot::Times(value) => *value = times_of_day(at),
            Slot::Word(value) => {
                let words = value.words();
                if let Some(place) = at.choice_or(&places(&words), Or::default()) {
                    value.set(place);
                }
            }
            Slot::Name(value) => set(value, at.name().map(str::to_owned)),
            Slot::Text(value) => set(value, at.text()),
            Slot::Service(value) => set(value, self.service(at)),
            Slot::Services(value) => *value = self.services(at),
            Slot::Colo(value) => set(value, self.colo(at)),
            Slot::AnyColo(value) => *value = self.any_or_colo(at),
            Slot::Below(below) => self.map(at, section(field), below),
            Slot::Forms(forms) => self.form(at, field, forms),
            Slot::List(list) => self.list(at, section(field), list),
            Slot::MaybeNumber(value, range) => *value = at.number(range),
            Slot::MaybeText(value) => *value = at.text(),
            Slot::Own(mut own) => own.read(at, self.0),
            // Whoever reads the whole file reads these: they refer to one another.
            Slot::Plan(_) | Slot::Policy(..) | Slot::Policies(_) => {}
        }
    }

    fn map(self, at: &Cursor<'_>, section: &'static Section, settings: &mut dyn Settings) {
        if *at.node != Node::Null {
            settings.open();
        }
        self.settings(&Fields::open(at, section), settings);
    }

    fn list(self, at: &Cursor<'_>, section: &'static Section, list: &mut dyn List) {
        let (cap, none) = list.caps();
        let entries = at.list(cap);
        if let Some(code) = none
            && entries.is_empty()
            && matches!(at.node, Node::Null | Node::List(_))
        {
            at.refuse(code, format!("{} needs one entry at least", at.path()));
        }
        list.clear();
        for entry in &entries {
            let spelled_out = section.spelled_out(entry.node);
            let entry =
                Cursor { node: spelled_out.as_ref().unwrap_or(entry.node), ..entry.clone() };
            let fields = Fields::open(&entry, section);
            self.settings(&fields, list.grow());
            list.check_last(&fields, &entry);
        }
    }

    /// A value that has several forms: that which stands there.
    fn form(self, at: &Cursor<'_>, field: &'static Field, value: &mut dyn Forms) {
        let forms = value.forms();
        let words: Vec<&str> = forms.iter().filter_map(|it| it.word()).collect();
        let may_be = |form: Form| forms.contains(&form);
        let is_map = matches!(at.node, Node::Map(_));
        let keys = field.section().filter(|section| section.one_of);
        if let Some(keys) = keys.filter(|_| is_map) {
            self.shape(at, keys, value);
        } else if may_be(Form::Nothing) && *at.node == Node::Null {
            self.take(at, field, (Form::Nothing, value));
        } else if may_be(Form::Map) && (is_map || words.is_empty() && !may_be(Form::Duration)) {
            self.take(at, field, (Form::Map, value));
        } else if may_be(Form::Duration) && (words.is_empty() || at.looks_like_a_duration()) {
            if words.is_empty() && !at.looks_like_a_duration() {
                let help = format!("write `30ms` or `{}`", field.example);
                at.problems.push(at.wrong("a duration or a map").help(help));
                return;
            }
            self.take(at, field, (Form::Duration, value));
        } else if words.is_empty() {
            at.wrong_shape(keys);
        } else {
            let (form, word) = (&field.example, at.word());
            let or = match keys {
                Some(keys) => Or::shape(keys, word),
                None if !may_be(Form::Map) => Or::duration(),
                None if may_be(Form::Duration) => {
                    Or::of("a duration or a map", format!("write `30s` or `{form}`"))
                }
                None => Or::of("a map", format!("as a map: `{form}`")),
            };
            if let Some(place) = at.choice_or(&places(&words), or) {
                self.take(at, field, (Form::Word(words[place]), value));
            }
        }
    }

    /// A map with one key that says which form is meant.
    fn shape(self, at: &Cursor<'_>, section: &'static Section, value: &mut dyn Forms) {
        let shape = Fields::open(at, section);
        let Some((name, at)) = shape.only() else { return };
        let form = value.forms().into_iter().find(|it| it.key() == Some(name));
        if let (Some(form), Some(field)) = (form, section.field(name)) {
            self.take(&at, field, (form, value));
        }
    }

    /// Takes a form, and reads what is inside it.
    fn take(self, at: &Cursor<'_>, field: &'static Field, (form, value): (Form, &mut dyn Forms)) {
        if value.form() != form {
            value.show(form);
        }
        let is_plain = matches!(form, Form::Word(_) | Form::Nothing);
        if let Some(inside) = value.inside().filter(|_| !is_plain) {
            self.value(at, field, inside);
        }
    }

    fn services(self, at: &Cursor<'_>) -> Vec<ServiceId> {
        let mut offered = Vec::new();
        for entry in at.words(caps::SERVICES) {
            let Some(name) = entry.name() else { continue };
            let Some(id) = self.intern(name, &entry) else { continue };
            if offered.contains(&id) {
                entry.refuse("repeated-name", format!("the service `{name}` is given twice"));
            }
            offered.push(id);
        }
        offered
    }

    fn intern(self, name: &str, at: &Cursor<'_>) -> Option<ServiceId> {
        let mut known = self.0.services.borrow_mut();
        if let Some(place) = known.iter().position(|it| it == name) {
            return Some(ServiceId(place as u16));
        }
        if known.len() == caps::SERVICES {
            at.refuse("too-many", format!("at most {} services are allowed", caps::SERVICES));
            return None;
        }
        known.push(name.to_owned());
        Some(ServiceId((known.len() - 1) as u16))
    }

    fn service(self, at: &Cursor<'_>) -> Option<ServiceId> {
        let name = at.name()?;
        let known = self.0.services.borrow();
        let found = known.iter().position(|it| it == name);
        if found.is_none() {
            at.problems.note(|| {
                let message = format!("no group of workers offers the service `{}`", shorten(name));
                let none = || Some("add it to `services` of a group of workers".to_owned());
                let help = near("service", name, &known).or_else(none);
                at.problem("unknown-service", message).maybe_help(help)
            });
        }
        found.map(|place| ServiceId(place as u16))
    }

    fn colo(self, at: &Cursor<'_>) -> Option<usize> {
        let name = at.name()?;
        let known = &self.0.colos;
        let found = known.iter().position(|it| it == name);
        if found.is_none() {
            at.problems.note(|| {
                let problem = at.problem("unknown-colo", format!("there is no colo `{name}`"));
                problem.maybe_help(near("colo", name, known))
            });
        }
        found
    }

    /// `None`: any, by the colos' shares.
    fn any_or_colo(self, at: &Cursor<'_>) -> Option<usize> {
        let is_any = matches!(at.node, Node::Text(text) if text == ANY_COLO);
        if is_any { None } else { self.colo(at) }
    }
}

fn set<T>(value: &mut T, read: Option<T>) {
    if let Some(read) = read {
        *value = read;
    }
}

fn section(field: &'static Field) -> &'static Section {
    field.section().expect("the table knows that it is a map")
}

/// Words with their places.
fn places<'w>(words: &[&'w str]) -> Vec<(&'w str, usize)> {
    words.iter().copied().zip(0..).collect()
}

fn near(kind: &str, name: &str, known: &[String]) -> Option<String> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    suggest(kind, name, &known)
}

/// Times of day, ascending, each once.
fn times_of_day(at: &Cursor<'_>) -> Vec<Span> {
    let mut times: Vec<Span> = Vec::new();
    for entry in at.words(caps::TIMES_OF_DAY) {
        let Some(time) = entry.time_of_day() else { continue };
        if times.contains(&time) {
            entry.refuse("repeated-time", "the same time is given twice");
        }
        times.push(time);
    }
    times.sort_unstable();
    times
}
