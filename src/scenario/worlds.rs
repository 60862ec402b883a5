//! What can a user not know, and which worlds does that leave?
//!
//! How the workers' loop waits, which isolate a request reaches and how long KV takes are facts that
//! no file of the user's settles. Each is an [`Unknown`] with a few named alternatives; a [`World`]
//! takes one of each. All others are equal in all worlds: the seed too, so that run k draws the same
//! workload in each of them.
//!
//! What the scenario itself says takes the place of the alternative nearest to it, so that the
//! scenario as written is always one of the worlds. A jitter, a phase or a network delay that is
//! written is taken for known and stays where an alternative does not speak of it.

mod loads;
mod table;

use super::checked::Scenario;
use super::written::Setting;
use crate::platform::{Affinity, Latency};

pub use loads::OtherLoad;
use table::{Alternative, UNKNOWNS};

/// Something that a user cannot know.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Its name, one word: `timing`.
    pub name: &'static str,
    /// Why nobody knows it.
    pub why: &'static str,
    /// Why it makes no difference, where it makes none, and what to try.
    pub idle: String,
    /// What it may be, in the order of the table.
    pub choices: Vec<Choice>,
    /// The place among them of what the scenario says.
    pub own: usize,
}

/// What an unknown may be.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its name: that of the alternative, or what the scenario has in its place (`mixed`,
    /// `by hand`).
    pub name: &'static str,
    /// What it stands for.
    pub means: &'static str,
    alternative: &'static Alternative,
}

/// One choice of each unknown.
#[derive(Clone, Debug)]
pub struct World {
    /// The names of its choices: `after_reply, sticky, typical`.
    pub name: String,
    /// The place of its choice among those of each unknown.
    pub choices: Vec<usize>,
    /// The scenario in it. Its `overrides` lead to it from the file.
    pub scenario: Scenario,
    /// What is not as written.
    pub settings: Vec<Setting>,
    /// The first world that is the same as this one; itself where there is none before it.
    pub same_as: usize,
}

/// All worlds of a scenario, the last unknown's choices innermost.
#[derive(Clone, Debug)]
pub struct Worlds {
    /// What spans them.
    pub unknowns: Vec<Unknown>,
    /// They.
    pub worlds: Vec<World>,
    /// The place of the scenario as written.
    pub own: usize,
}

impl Worlds {
    /// The worlds of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let unknowns: Vec<Unknown> = UNKNOWNS.iter().map(|it| it.of(scenario)).collect();
        let mut places = vec![Vec::new()];
        for unknown in &unknowns {
            let longer = |place: &Vec<usize>| -> Vec<Vec<usize>> {
                let choices = 0..unknown.choices.len();
                choices.map(|choice| [place.as_slice(), &[choice]].concat()).collect()
            };
            places = places.iter().flat_map(longer).collect();
        }
        let own: Vec<usize> = unknowns.iter().map(|it| it.own).collect();
        let own = places.iter().position(|place| *place == own).expect("each is one of them");
        let mut all = Self { unknowns, worlds: Vec::new(), own };
        for choices in places {
            let world = all.world(choices, scenario);
            all.worlds.push(world);
        }
        all
    }

    /// Another scenario in the world at a place: the same one with a value varied, say. What is as
    /// written in the world stays as that scenario has it.
    pub fn apply(&self, place: usize, scenario: &Scenario) -> Scenario {
        self.changed(&self.worlds[place].choices, scenario)
    }

    /// The places of the worlds that differ from all before them.
    pub fn distinct(&self) -> Vec<usize> {
        (0..self.worlds.len()).filter(|&place| self.worlds[place].same_as == place).collect()
    }

    /// The worlds in which one unknown alone is not as written, by its choices.
    pub fn alone(&self, unknown: usize) -> Vec<usize> {
        let own = &self.worlds[self.own].choices;
        let is_alone = |place: &usize| {
            let choices = self.worlds[*place].choices.iter().zip(own).enumerate();
            choices.filter(|(at, _)| *at != unknown).all(|(_, (is, was))| is == was)
        };
        (0..self.worlds.len()).filter(is_alone).collect()
    }

    /// True where worlds that differ in this unknown alone are the same.
    pub fn is_without_effect(&self, unknown: usize) -> bool {
        let twin = |place: usize| {
            let mut choices = self.worlds[place].choices.clone();
            choices[unknown] = 0;
            let twin = self.worlds.iter().position(|world| world.choices == choices);
            twin.is_some_and(|twin| self.worlds[twin].same_as == self.worlds[place].same_as)
        };
        (0..self.worlds.len()).all(twin)
    }

    fn world(&self, choices: Vec<usize>, own: &Scenario) -> World {
        let names = self.unknowns.iter().zip(&choices);
        let names: Vec<&str> = names.map(|(it, &choice)| it.choices[choice].name).collect();
        let mut scenario = self.changed(&choices, own);
        let settings = difference(own, &scenario);
        let edits = settings.iter().map(|it| format!("{}={}", it.path, it.value));
        scenario.overrides.extend(edits);
        let before = self.worlds.iter().find(|it| runs_alike(&it.scenario, &scenario));
        let same_as = before.map_or(self.worlds.len(), |it| it.same_as);
        World { name: names.join(", "), choices, scenario, settings, same_as }
    }

    fn changed(&self, choices: &[usize], scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        for (unknown, &choice) in self.unknowns.iter().zip(choices) {
            if choice != unknown.own {
                (unknown.choices[choice].alternative.apply)(&mut changed);
            }
        }
        changed
    }
}

/// True where two scenarios can but give the same figures: they are equal, but for the command line
/// that led to them and for an affinity that has one isolate to choose from.
pub fn runs_alike(one: &Scenario, other: &Scenario) -> bool {
    let plain = |scenario: &Scenario| {
        let mut plain = scenario.clone();
        plain.overrides.clear();
        if plain.isolates.colos.iter().all(|colo| colo.isolates <= 1) {
            plain.isolates.affinity = Affinity::Sticky;
        }
        plain
    };
    plain(one) == plain(other)
}

/// The settings of `after` that differ from those of `before`.
fn difference(before: &Scenario, after: &Scenario) -> Vec<Setting> {
    let was = before.settings();
    let mut changed = after.settings();
    changed.retain(|setting| !was.contains(setting));
    let whole = [(Latency::NONE, "none"), (Latency::TYPICAL, "typical")];
    let named = whole.into_iter().find(|(latency, _)| *latency == after.kv.latency);
    if let Some((_, name)) = named.filter(|_| before.kv.latency != after.kv.latency) {
        changed.retain(|setting| !setting.path.starts_with("kv.latency."));
        changed.push(Setting { path: "kv.latency".to_owned(), value: name.to_owned() });
    }
    changed
}
