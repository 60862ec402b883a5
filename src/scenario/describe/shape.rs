//! Values that stand in one of several forms: a word, a duration, a map, a map with one key.

use std::mem::discriminant;

use super::{See, Settings, Slot};
use crate::platform::Rules;
use crate::scenario::given::Fields;

/// A form in which a value may stand in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::scenario) enum Form {
    /// Nothing: `key:` or `null`.
    Nothing,
    /// A word.
    Word(&'static str),
    /// A duration.
    Duration,
    /// A map of settings.
    Map,
    /// A map with this one key, and what it means.
    Key(&'static str, &'static str),
}

impl Form {
    /// The word, where it is one.
    pub(in crate::scenario) fn word(&self) -> Option<&'static str> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }

    /// The key, where it is one.
    pub(in crate::scenario) fn key(&self) -> Option<&'static str> {
        if let Self::Key(key, _) = self { Some(key) } else { None }
    }
}

/// A value that stands in one of several forms.
pub(in crate::scenario) trait Forms {
    /// All of them, in the order of the documentation.
    fn forms(&self) -> Vec<Form>;
    /// The one in which it stands.
    fn form(&self) -> Form;
    /// Becomes the example of a form.
    fn show(&mut self, form: Form);
    /// What the form holds as it stands; `None`: a word says it all.
    fn inside(&mut self) -> Option<Slot<'_>>;
}

/// A type whose values stand in one of several forms.
pub(in crate::scenario) trait Shape: Sized {
    /// Each form with an example of it, in the order of the documentation.
    fn all() -> Vec<(Form, Self)>;
    /// Are both of one form?
    fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }
    /// What the form holds as it stands; `None`: a word says it all.
    fn inside(&mut self) -> Option<Slot<'_>>;
}

impl<T: Shape> Forms for T {
    fn forms(&self) -> Vec<Form> {
        T::all().into_iter().map(|(form, _)| form).collect()
    }

    fn form(&self) -> Form {
        let own = T::all().into_iter().find(|(_, example)| self.is_like(example));
        own.map_or(Form::Nothing, |(form, _)| form)
    }

    fn show(&mut self, form: Form) {
        if let Some((_, example)) = T::all().into_iter().find(|(known, _)| *known == form) {
            *self = example;
        }
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        Shape::inside(self)
    }
}

/// What may be left out: a map, or nothing.
pub(in crate::scenario) trait Example: Settings + Sized {
    /// The forms of a file in which it may stand.
    const FORMS: &'static [Form] = &[Form::Map];

    fn example() -> Self;
}

impl<T: Example> Settings for Option<T> {
    fn each(&mut self, rules: &Rules, see: See<'_>) {
        if let Some(settings) = self {
            settings.each(rules, see);
        }
    }

    fn check(&self, given: &Fields<'_>) {
        if let Some(settings) = self {
            settings.check(given);
        }
    }
}

impl<T: Example> Shape for Option<T> {
    fn all() -> Vec<(Form, Self)> {
        let example = |form: &Form| (*form, (*form == Form::Map).then(T::example));
        T::FORMS.iter().map(example).collect()
    }

    fn inside(&mut self) -> Option<Slot<'_>> {
        self.as_mut().map(|settings| Slot::Below(settings) as Slot<'_>)
    }
}
