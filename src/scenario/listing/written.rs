//! Settings as a scenario file writes them: one by one for a listing, so that two scenarios can be
//! held against each other, or whole as a tree.
//!
//! Defaults are listed too; known for people, budgets and the file's other policies are not, since
//! no figure depends on them.

use serde::Serialize;

use crate::platform::{Charged, Plan};
use crate::scenario::checked::Scenario;
use crate::scenario::describe::{Form, Forms, Known, Settings, Slot};
use crate::scenario::node::Node;
use crate::scenario::path::Path;
use crate::scenario::quantity::Quantity;
use crate::scenario::spelling::parse_duration;
use crate::words::{Meter, Span};

/// One setting.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Setting {
    /// Its path, spelled as in error messages and `--set`.
    pub path: String,
    /// Its value, as a scenario file writes it.
    pub value: String,
}

impl Scenario {
    /// All settings that figures depend on, in the order of the file's sections.
    pub fn settings(&self) -> Vec<Setting> {
        let mut all = Vec::new();
        self.leaves(&mut |slot, at, known| {
            if at.is_listed {
                all.push(Setting { path: at.path.to_string(), value: text(slot, known) });
            }
        });
        all
    }

    /// The number or duration at a path; `None`: there is none, or something else stands there.
    pub fn value_at(&self, path: &Path) -> Option<Quantity> {
        let mut found = None;
        self.leaves(&mut |slot, at, known| {
            if at.path == *path {
                found = found.or_else(|| quantity(slot, known));
            }
        });
        found
    }

    fn leaves(&self, see: See<'_>) {
        let colos = self.isolates.colos.iter().map(|colo| colo.name.clone()).collect();
        let rules = self.plan.rules.clone();
        let known = Known { rules, colos, services: self.services.clone().into() };
        let top = Place { path: Path::default(), is_listed: true };
        Walk { known: &known, see }.settings(&mut self.clone(), &top);
    }
}

/// Looks at a value without settings of its own.
type See<'s> = &'s mut dyn FnMut(&mut Slot<'_>, &Place, &Known);

struct Place {
    path: Path,
    is_listed: bool,
}

impl Place {
    fn key(&self, name: &str) -> Self {
        Self { path: self.path.key(name), ..*self }
    }
}

struct Walk<'w> {
    known: &'w Known,
    see: See<'w>,
}

impl Walk<'_> {
    fn settings(&mut self, settings: &mut dyn Settings, at: &Place) {
        settings.each(&self.known.rules, &mut |item| {
            let is_listed = at.is_listed && item.is_listed;
            self.value(item.slot, Place { is_listed, ..at.key(item.name) });
        });
    }

    fn value(&mut self, mut slot: Slot<'_>, at: Place) {
        match slot {
            Slot::Below(below) => self.settings(below, &at),
            Slot::Forms(forms) => self.form(forms, at),
            Slot::List(list) => {
                list.each_entry(&mut |place, entry| {
                    self.settings(entry, &Place { path: at.path.index(place), ..at });
                });
            }
            Slot::Plan(plan) => self.plan(plan, &at),
            Slot::Policy(policy, name) => {
                self.leaf(&mut Slot::Text(name), &at);
                self.settings(policy, &at);
            }
            Slot::Policies(policies) => {
                for named in policies {
                    self.settings(&mut named.policy, &at.key(&named.name));
                }
            }
            _ => self.leaf(&mut slot, &at),
        }
    }

    /// What may be a duration as well is listed as one value; other maps by their settings.
    fn form(&mut self, forms: &mut dyn Forms, mut at: Place) {
        let is_one = forms.forms().contains(&Form::Duration);
        match forms.form() {
            Form::Nothing => return,
            Form::Word(_) => return self.leaf(&mut Slot::Forms(forms), &at),
            Form::Map if is_one => {
                self.leaf(&mut Slot::Forms(forms), &at);
                at.is_listed = false;
            }
            Form::Key(key, _) => at = at.key(key),
            Form::Map | Form::Duration => {}
        }
        if let Some(inside) = forms.inside() {
            self.value(inside, at);
        }
    }

    /// The figures too: a plan of a file may keep its name and change them.
    fn plan(&mut self, plan: &mut Plan, at: &Place) {
        self.leaf(&mut Slot::Text(&mut plan.name), at);
        for (meter, limit) in Meter::ALL.into_iter().zip(&plan.limits) {
            let limit = limit.as_ref().map(|limit| limit.per_day.to_string());
            self.figure(limit, &at.key("limits").key(meter.name()));
        }
        self.figure(Some(plan.base_per_month.to_string()), &at.key("base_per_month"));
        for charged in Charged::all() {
            let price = plan.price(charged);
            let price = price
                .map(|it| format!("{} a million after {}", it.per_million, it.included_per_month));
            self.figure(price, &at.key("prices").key(charged.name()));
        }
        let rules = at.key("rules");
        plan.rules.each(&self.known.rules, &mut |rule| {
            let at = rules.key(rule.name);
            match rule.slot {
                Slot::Below(inside) => self.rule(inside, &at),
                Slot::Forms(forms) => match forms.inside() {
                    Some(Slot::Below(inside)) => self.rule(inside, &at),
                    _ => self.figure(None, &at),
                },
                _ => {}
            }
        });
    }

    /// Its value, which stands beside its source.
    fn rule(&mut self, rule: &mut dyn Settings, at: &Place) {
        rule.each(&self.known.rules, &mut |mut item| {
            if item.name == "value" {
                self.leaf(&mut item.slot, at);
            }
        });
    }

    fn figure(&mut self, figure: Option<String>, at: &Place) {
        let mut text = figure.unwrap_or_else(|| "none".to_owned());
        self.leaf(&mut Slot::Text(&mut text), at);
    }

    fn leaf(&mut self, slot: &mut Slot<'_>, at: &Place) {
        (self.see)(slot, at, self.known);
    }
}

/// The quantity that a value is; a name that looks like one is none.
fn quantity(slot: &mut Slot<'_>, known: &Known) -> Option<Quantity> {
    let is_name = matches!(
        slot,
        Slot::Name(_) | Slot::Text(_) | Slot::Service(_) | Slot::Colo(_) | Slot::AnyColo(_)
    );
    match node(slot, known).filter(|_| !is_name)? {
        Node::Int(whole) => u64::try_from(whole).ok().map(Quantity::Whole),
        Node::Float(number) => Some(Quantity::Real(number)),
        Node::Text(text) => parse_duration(&text).ok().map(Quantity::Lasting),
        _ => None,
    }
}

/// A value in one line.
fn text(slot: &mut Slot<'_>, known: &Known) -> String {
    match slot {
        Slot::Times(times) => {
            let times: Vec<String> = times.iter().copied().map(time_of_day).collect();
            format!("[{}]", times.join(", "))
        }
        Slot::Text(text) => text.clone(),
        other => node(other, known).map_or_else(String::new, |it| it.to_string()),
    }
}

/// A value as a tree; `None`: it is not given.
pub(in crate::scenario) fn node(slot: &mut Slot<'_>, known: &Known) -> Option<Node> {
    let text = |text: &str| Node::Text(text.to_owned());
    let times = |times: &[Span]| times.iter().map(|it| Node::Text(time_of_day(*it))).collect();
    Some(match slot {
        Slot::YesNo(value) => text(if **value { "yes" } else { "no" }),
        Slot::Count(count, _) => Node::Int(i128::from(**count)),
        Slot::Large(count, _) => Node::Int(i128::from(**count)),
        Slot::CountOr(count, _, word) => {
            count.map_or_else(|| text(word), |it| Node::Int(i128::from(it)))
        }
        Slot::NumberOr(number, _, word) => number.map_or_else(|| text(word), Node::Float),
        Slot::Number(number, _) | Slot::Load(number, _) => Node::Float(**number),
        Slot::Duration(span, _) => Node::Text(span.to_string()),
        Slot::DurationOr(span, _, word) => {
            span.map_or_else(|| text(word), |it| Node::Text(it.to_string()))
        }
        Slot::Time(time) => Node::Text(time_of_day(**time)),
        Slot::Times(all) => Node::List(times(all)),
        Slot::Word(word) => text(word.words()[word.place()]),
        Slot::Name(name) | Slot::Text(name) | Slot::Policy(_, name) => text(name),
        Slot::Service(service) => Node::Text(known.service(**service)),
        Slot::Services(all) => {
            Node::List(all.iter().map(|it| Node::Text(known.service(*it))).collect())
        }
        Slot::Colo(colo) => Node::Text(known.colo(**colo)),
        Slot::AnyColo(colo) => colo.map_or_else(|| text("any"), |it| Node::Text(known.colo(it))),
        Slot::Below(below) => map(*below, known),
        Slot::Forms(forms) => form(*forms, known),
        Slot::List(list) => {
            let mut entries = Vec::new();
            list.each_entry(&mut |_, entry| entries.push(map(entry, known)));
            Node::List(entries)
        }
        Slot::Plan(plan) => text(&plan.name),
        Slot::Policies(_) => return None,
        Slot::MaybeNumber(number, _) => return number.map(Node::Float),
        Slot::MaybeText(text) => return text.clone().map(Node::Text),
        Slot::Own(own) => return own.node(),
    })
}

fn map(settings: &mut dyn Settings, known: &Known) -> Node {
    let mut entries = Vec::new();
    settings.each(&known.rules, &mut |mut item| {
        entries.extend(node(&mut item.slot, known).map(|value| (item.name.to_owned(), value)));
    });
    Node::Map(entries)
}

fn form(forms: &mut dyn Forms, known: &Known) -> Node {
    let form = forms.form();
    let inside = forms.inside().and_then(|mut slot| node(&mut slot, known));
    match (form, inside) {
        (Form::Word(word), _) => Node::Text(word.to_owned()),
        (Form::Key(key, _), Some(inside)) => Node::Map(vec![(key.to_owned(), inside)]),
        (_, inside) => inside.unwrap_or(Node::Null),
    }
}

/// `14:05`, with seconds where there are any; else as a duration since midnight.
fn time_of_day(at: Span) -> String {
    let seconds = at.ms() / 1_000;
    if !at.ms().is_multiple_of(1_000) {
        return at.to_string();
    }
    let text = format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60);
    if seconds.is_multiple_of(60) { text } else { format!("{text}:{:02}", seconds % 60) }
}
