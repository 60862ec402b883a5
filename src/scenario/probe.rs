//! Finds a value by failing at it.
//!
//! A parser attaches the position of the current event to an error, and tells positions in no other
//! way: so this walks down a path, skips everything else, and fails on purpose at its end. It knows
//! serde's events, not who sends them.

use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::path::{Path, Step};
use super::problem::Part;

/// Walks to a path and fails there.
#[derive(Clone, Copy)]
pub(super) struct Probe<'p> {
    steps: &'p [Step],
    part: Part,
}

impl<'p> Probe<'p> {
    /// A probe for a value, or for its key.
    pub(super) fn new(path: &'p Path, part: Part) -> Self {
        Self { steps: path.steps(), part }
    }

    /// The probe for the value of a key, where the path goes on through it.
    fn at_key(self, name: &str) -> Option<Self> {
        match self.steps {
            [Step::Key(wanted), rest @ ..] if wanted == name => Some(Self { steps: rest, ..self }),
            _ => None,
        }
    }

    fn arrive<E: serde::de::Error>(self) -> Result<(), E> {
        if self.steps.is_empty() { Err(E::custom("here")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.arrive()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.arrive()
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.arrive()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<(), E> {
        self.arrive()
    }

    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<(), E> {
        self.arrive()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.arrive()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.arrive()?;
        let wanted = match self.steps {
            [Step::Index(index), ..] => Some(*index),
            _ => None,
        };
        for index in 0.. {
            let more = if Some(index) == wanted {
                list.next_element_seed(Self { steps: &self.steps[1..], ..self })?.is_some()
            } else {
                list.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.arrive()?;
        while let Some(below) = map.next_key_seed(KeyProbe(self))? {
            match below {
                Some(below) => map.next_value_seed(below)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Looks at a key: fails there where the key itself is wanted, else says how to go on below it.
struct KeyProbe<'p>(Probe<'p>);

impl<'de, 'p> DeserializeSeed<'de> for KeyProbe<'p> {
    type Value = Option<Probe<'p>>;

    fn deserialize<D: serde::Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_str(self)
    }
}

impl<'p> Visitor<'_> for KeyProbe<'p> {
    type Value = Option<Probe<'p>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        let below = self.0.at_key(name);
        match below {
            Some(probe) if probe.steps.is_empty() && probe.part == Part::Key => {
                Err(E::custom("here"))
            }
            _ => Ok(below),
        }
    }
}
