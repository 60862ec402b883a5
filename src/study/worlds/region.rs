//! Which worlds are these? By the assumptions that they share and no other world does.

use crate::scenario::Worlds;

/// A set of worlds, as simply as it can be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Region {
    /// None of them: the scenarios as written are something else.
    Nowhere,
    /// The one as written alone.
    AsWritten,
    /// All of them.
    Everywhere,
    /// Exactly those that have one of these choices of each of these unknowns.
    With(Vec<Choices>),
    /// All but those.
    Without(Vec<Choices>),
    /// Those of these names, which no choices tell from the others.
    Scattered(Vec<String>),
}

/// An unknown and some of its choices, by name.
pub type Choices = (&'static str, Vec<&'static str>);

impl Region {
    /// The worlds at these places.
    pub fn of(worlds: &Worlds, places: &[usize]) -> Self {
        let all = 0..worlds.worlds.len();
        let others: Vec<usize> = all.filter(|place| !places.contains(place)).collect();
        if places.is_empty() {
            return Self::Nowhere;
        }
        if others.is_empty() {
            return Self::Everywhere;
        }
        let with = box_of(worlds, places).map(Self::With);
        let without = || box_of(worlds, &others).map(Self::Without);
        with.or_else(without).unwrap_or_else(|| {
            let name = |&place: &usize| worlds.worlds[place].name.clone();
            Self::Scattered(places.iter().map(name).collect())
        })
    }
}

/// The choices whose combinations are exactly these worlds; `None`: there are none such.
fn box_of(worlds: &Worlds, places: &[usize]) -> Option<Vec<Choices>> {
    let mut combinations = 1;
    let mut restricted = Vec::new();
    for (at, unknown) in worlds.unknowns.iter().enumerate() {
        let has = |choice: &usize| {
            places.iter().any(|&place| worlds.worlds[place].choices[at] == *choice)
        };
        let choices: Vec<usize> = (0..unknown.choices.len()).filter(has).collect();
        combinations *= choices.len();
        if choices.len() < unknown.choices.len() {
            let names = choices.into_iter().map(|it| unknown.choices[it].name);
            restricted.push((unknown.name, names.collect()));
        }
    }
    // They all lie in the box; so many fill it.
    (combinations == places.len()).then_some(restricted)
}
