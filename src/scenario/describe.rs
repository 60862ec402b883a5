//! What a setting is: its name, what it means, and the value itself with its bounds.
//!
//! A struct of settings shows each of them once, in [`Settings::each`]. The decoder, the listing,
//! the table of fields and what is made from it (messages, schema, template) are walks over that;
//! nothing else knows a name, a default or a bound. The default is the value that is walked over.

/// Describes a struct, a setting a line: `name: Slot(bounds), "what it means";`, with `, needed()` or
/// ` if …`, where a figure depends on it only then. What follows the list belongs to the trait too.
macro_rules! settings {
    ($type:ty, $it:ident, $rules:pat => {
        $($name:ident: $slot:ident($($bound:expr),*), $doc:literal
            $(, $mark:ident())? $(if $by:expr)?;)+
    } $($rest:tt)*) => {
        impl $crate::scenario::describe::Settings for $type {
            fn each(
                &mut self,
                $rules: &$crate::platform::Rules,
                see: $crate::scenario::describe::See<'_>,
            ) {
                use $crate::scenario::describe::{Slot, item};
                let $it = self;
                $(let is_listed = true $(&& $by)?;
                see(item(stringify!($name), $doc, Slot::$slot(&mut $it.$name, $($bound),*))
                    $(.$mark())?.listed_if(is_listed));)+
            }
            $($rest)*
        }
    };
}

mod budgets;
mod plan;
mod platform;
mod policy;
mod scenario;
mod shape;
mod traffic;
mod workload;

pub(super) use platform::DEFAULT_COLO;
pub(super) use shape::{Example, Form, Forms, Shape};

use std::cell::RefCell;
use std::ops::RangeInclusive;

use super::checked::NamedPolicy;
use super::fields::Holds;
use super::given::{Cursor, Fields};
use super::node::Node;
use crate::coordinator::Policy;
use crate::platform::{Plan, Rules};
use crate::words::{ServiceId, Span, Word};

/// No colo can have this name: it stands for any of them.
pub(super) const ANY_COLO: &str = "any";

/// What values refer to.
pub(super) struct Known {
    /// The plan's rules.
    pub(super) rules: Rules,
    /// The names of the colos, in the order of the file.
    pub(super) colos: Vec<String>,
    /// The names of the services, in the order in which workers offer them.
    pub(super) services: RefCell<Vec<String>>,
}

impl Known {
    /// No colo and no service so far.
    pub(super) fn of(rules: &Rules) -> Self {
        Self { rules: rules.clone(), colos: Vec::new(), services: RefCell::default() }
    }

    /// The name of a colo.
    pub(super) fn colo(&self, place: usize) -> String {
        self.colos.get(place).cloned().unwrap_or_default()
    }

    /// The name of a service.
    pub(super) fn service(&self, service: ServiceId) -> String {
        self.services.borrow().get(usize::from(service.0)).cloned().unwrap_or_default()
    }
}

/// A struct of settings.
pub(super) trait Settings {
    /// Shows each of them, in the order of the documentation. Some bounds are rules of the plan.
    fn each(&mut self, rules: &Rules, see: See<'_>);

    /// What stands there as soon as a file has the map at all.
    fn open(&mut self) {}

    /// Notes the mistakes that lie between settings.
    fn check(&self, _given: &Fields<'_>) {}
}

/// Whoever looks at settings.
pub(super) type See<'s> = &'s mut dyn FnMut(Item<'_>);

/// One setting.
pub(super) struct Item<'v> {
    /// Its name.
    pub(super) name: &'static str,
    /// What it means, in a line.
    pub(super) doc: &'static str,
    /// Its value, lent for a moment.
    pub(super) slot: Slot<'v>,
    /// Is its absence a mistake?
    pub(super) is_needed: bool,
    /// Does a figure depend on it as things stand? If not, it is left out of the listing.
    pub(super) is_listed: bool,
}

/// A setting that may be left out.
pub(super) fn item<'v>(name: &'static str, doc: &'static str, slot: Slot<'v>) -> Item<'v> {
    Item { name, doc, slot, is_needed: false, is_listed: true }
}

impl Item<'_> {
    /// The same, not to be left out.
    pub(super) fn needed(self) -> Self {
        Self { is_needed: true, ..self }
    }

    /// The same, listed where that is so.
    pub(super) fn listed_if(self, is_listed: bool) -> Self {
        Self { is_listed, ..self }
    }
}

/// A value with what it may be.
pub(super) enum Slot<'v> {
    YesNo(&'v mut bool),
    Count(&'v mut u32, RangeInclusive<u64>),
    /// One that may be larger.
    Large(&'v mut u64, RangeInclusive<u64>),
    /// A whole number, or the word for none.
    CountOr(&'v mut Option<u32>, RangeInclusive<u64>, &'static str),
    Number(&'v mut f64, RangeInclusive<f64>),
    /// A number, or the word for none.
    NumberOr(&'v mut Option<f64>, RangeInclusive<f64>, &'static str),
    /// A load, or a part of a whole: a number that people write in percent too.
    Load(&'v mut f64, RangeInclusive<f64>),
    Duration(&'v mut Span, RangeInclusive<Span>),
    /// A duration, or the word for none.
    DurationOr(&'v mut Option<Span>, RangeInclusive<Span>, &'static str),
    /// A time of day.
    Time(&'v mut Span),
    /// Times of day, ascending, each once.
    Times(&'v mut Vec<Span>),
    Word(&'v mut dyn Word),
    Name(&'v mut String),
    Text(&'v mut String),
    /// A service that workers offer.
    Service(&'v mut ServiceId),
    /// The services that workers offer.
    Services(&'v mut Vec<ServiceId>),
    Colo(&'v mut usize),
    /// A colo, or any of them.
    AnyColo(&'v mut Option<usize>),
    /// A map.
    Below(&'v mut dyn Settings),
    /// One of several forms.
    Forms(&'v mut dyn Forms),
    /// A list of maps.
    List(&'v mut dyn List),
    /// The name of a plan, or a file of one.
    Plan(&'v mut Plan),
    /// The name of a policy, or a map that extends one.
    Policy(&'v mut Policy, &'v mut String),
    /// Policies by name.
    Policies(&'v mut Vec<NamedPolicy>),
    /// A number that has no default.
    MaybeNumber(&'v mut Option<f64>, RangeInclusive<f64>),
    /// A text that has no default.
    MaybeText(&'v mut Option<String>),
    /// A value that reads itself.
    Own(Box<dyn Own + 'v>),
}

/// A list of maps.
pub(super) trait List {
    /// The most entries, and the code of the mistake that it has none; `None`: it may have none.
    fn caps(&self) -> (usize, Option<&'static str>);
    /// The field that a text alone stands for, where an entry may be one.
    fn alone(&self) -> Option<&'static str>;
    fn clear(&mut self);
    /// A new entry at its end.
    fn grow(&mut self) -> &mut dyn Settings;
    /// Shows each of its entries.
    fn each_entry(&mut self, see: &mut dyn FnMut(usize, &mut dyn Settings));
    /// Notes the mistakes that lie between the last entry and those before it.
    fn check_last(&self, given: &Fields<'_>, at: &Cursor<'_>);
}

/// An entry of a list.
pub(super) trait Entry: Settings + Sized {
    const CAP: usize;
    const NONE: Option<&'static str> = None;
    /// The field that a text alone stands for.
    const ALONE: Option<&'static str> = None;

    /// As it is where a file says nothing about it.
    fn fresh(place: usize) -> Self;

    /// Notes the mistakes that lie between it and the entries before it.
    fn check_among(&self, _before: &[Self], _given: &Fields<'_>, _at: &Cursor<'_>) {}
}

impl<T: Entry> List for Vec<T> {
    fn caps(&self) -> (usize, Option<&'static str>) {
        (T::CAP, T::NONE)
    }

    fn alone(&self) -> Option<&'static str> {
        T::ALONE
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn grow(&mut self) -> &mut dyn Settings {
        let place = self.len();
        self.push(T::fresh(place));
        &mut self[place]
    }

    fn each_entry(&mut self, see: &mut dyn FnMut(usize, &mut dyn Settings)) {
        self.iter_mut().enumerate().for_each(|(place, entry)| see(place, entry));
    }

    fn check_last(&self, given: &Fields<'_>, at: &Cursor<'_>) {
        if let Some((last, before)) = self.split_last() {
            last.check_among(before, given, at);
        }
    }
}

/// A value whose spelling is like no other's.
pub(super) trait Own {
    /// The forms in which a file may write it.
    fn holds(&self) -> Vec<Holds>;
    fn read(&mut self, at: &Cursor<'_>, known: &Known);
    /// As a file writes it; `None`: it is not given.
    fn node(&self) -> Option<Node>;
}
