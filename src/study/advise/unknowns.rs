//! Which single thing that nobody can know changes the verdict?

use super::Advisor;
use super::judged::View;
use crate::platform::Affinity;
use crate::scenario::{OtherLoad, Scenario, Worlds, runs_alike};
use crate::study::headroom::Limit;

/// Isolates of a colo where many are looked at, reached at random.
const ISOLATES: u32 = 4;
/// Deploys a day where they are looked at.
const DEPLOYS: f64 = 10.0;

/// The scenario with one thing otherwise.
#[derive(Clone, PartialEq, Debug)]
pub struct Unknown {
    /// What: `timing after_reply`.
    pub name: String,
    /// What comes nearest to its bound then.
    pub nearest: Limit,
    /// Does everything hold then?
    pub holds: bool,
}

/// What nobody can know, one thing at a time.
#[derive(Clone, PartialEq, Debug)]
pub struct Unknowns {
    /// Does everything hold as written?
    pub held: bool,
    /// Each of them.
    pub all: Vec<Unknown>,
}

impl Unknowns {
    /// Those that change the verdict.
    pub fn flips(&self) -> impl Iterator<Item = &Unknown> {
        self.all.iter().filter(|it| it.holds != self.held)
    }
}

impl Advisor<'_> {
    /// Tries one thing after another. `None`: it was stopped.
    pub fn unknowns(&self) -> Option<Unknowns> {
        let held = !Limit::any_passed(&self.case.limits());
        self.unknowns_of(self.base(), held)
    }

    /// The same of a scenario that holds, or does not.
    pub(super) fn unknowns_of(&self, base: &Scenario, held: bool) -> Option<Unknowns> {
        let mut all = Vec::new();
        for (name, scenario) in unknowns(base) {
            self.tries(&name);
            let summary = self.study_few(&scenario)?;
            let limits = self.limits(&scenario, &summary);
            let Some(nearest) = Limit::nearest(&limits).cloned() else { continue };
            let holds = !Limit::any_passed(&limits);
            all.push(Unknown { name, nearest, holds });
        }
        Some(Unknowns { held, all })
    }
}

/// Each thing that may be otherwise, by its name.
fn unknowns(base: &Scenario) -> Vec<(String, Scenario)> {
    let mut all = Vec::new();
    let worlds = Worlds::of(base);
    for (unknown, what) in worlds.unknowns.iter().enumerate() {
        for place in worlds.alone(unknown).into_iter().filter(|place| *place != worlds.own) {
            let world = &worlds.worlds[place];
            if world.same_as == place {
                let choice = what.choices[world.choices[unknown]].name;
                all.push((format!("{} {choice}", what.name), world.scenario.clone()));
            }
        }
    }
    let loads = OtherLoad::of(base).into_iter();
    all.extend(loads.map(|it| (format!("every load {}", it.name), it.scenario)));
    let second = View::SecondColo.of(base);
    all.extend(second.map(|it| ("a second colo for half of the clients".to_owned(), it)));
    let mut several = base.clone();
    several.isolates.affinity = Affinity::Random;
    several.isolates.colos.iter_mut().for_each(|it| it.isolates = it.isolates.max(ISOLATES));
    all.push((format!("{ISOLATES} isolates a colo reached at random"), several));
    let mut deployed = base.clone();
    deployed.isolates.deploys_per_day = deployed.isolates.deploys_per_day.max(DEPLOYS);
    all.push((format!("{DEPLOYS} deploys a day"), deployed));
    all.retain(|(_, scenario)| !runs_alike(scenario, base));
    all
}
