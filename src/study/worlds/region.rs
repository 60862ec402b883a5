//! Which worlds are these? By the assumptions that they share and no other world does.

use crate::scenario::Worlds;

/// A set of worlds, as simply as it can be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Region {
    /// None of them.
    Nowhere,
    /// All of them.
    Everywhere,
    /// Exactly those that have one of these choices of each of these unknowns.
    With(Vec<(usize, Vec<usize>)>),
    /// All but those.
    Without(Vec<(usize, Vec<usize>)>),
    /// These, which no choices tell from the others.
    Scattered(Vec<usize>),
}

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
        with.or_else(without).unwrap_or_else(|| Self::Scattered(places.to_vec()))
    }

    /// `those with timing after_reply`, `all but those with timing grid`, or their names.
    pub fn words(&self, worlds: &Worlds) -> String {
        match self {
            Self::Nowhere => "none".to_owned(),
            Self::Everywhere => "all".to_owned(),
            Self::With(choices) => format!("those with {}", named(worlds, choices)),
            Self::Without(choices) => format!("all but those with {}", named(worlds, choices)),
            Self::Scattered(places) => {
                let names = places.iter().map(|&place| worlds.worlds[place].name.as_str());
                names.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

/// `timing accumulate or after_reply and affinity random`.
fn named(worlds: &Worlds, choices: &[(usize, Vec<usize>)]) -> String {
    let each = choices.iter().map(|(at, choices)| {
        let unknown = &worlds.unknowns[*at];
        let names: Vec<&str> = choices.iter().map(|&it| unknown.choices[it].name).collect();
        format!("{} {}", unknown.name, names.join(" or "))
    });
    each.collect::<Vec<_>>().join(" and ")
}

/// The choices whose combinations are exactly these worlds; `None`: there are none such.
fn box_of(worlds: &Worlds, places: &[usize]) -> Option<Vec<(usize, Vec<usize>)>> {
    let mut combinations = 1;
    let mut restricted = Vec::new();
    for (at, unknown) in worlds.unknowns.iter().enumerate() {
        let has = |choice: &usize| {
            places.iter().any(|&place| worlds.worlds[place].choices[at] == *choice)
        };
        let choices: Vec<usize> = (0..unknown.choices.len()).filter(has).collect();
        combinations *= choices.len();
        if choices.len() < unknown.choices.len() {
            restricted.push((at, choices));
        }
    }
    // They all lie in the box; so many fill it.
    (combinations == places.len()).then_some(restricted)
}
