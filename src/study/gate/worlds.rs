//! Does a budget hold in every world?
//!
//! Each bound is judged in each world, and what is kept of it is the world in which it does worst.
//! Growth is judged as written alone: a baseline holds the figures of one world. A latency is not
//! judged in worlds without any.

use super::budget::checks;
use super::check::{Bound, BoundCheck, Check, Finding, InWorlds};
use super::verdict::GateVerdict;
use super::{Gate, Member, Suite};
use crate::scenario::{Setting, Worlds};
use crate::study::suite::Missing;
use crate::study::worlds::{Explored, Region};

/// A suite in all its worlds.
#[derive(Clone, Debug)]
pub struct SuiteWorlds<'a> {
    spanned: &'a Worlds,
    worlds: Vec<SuiteInWorld<'a>>,
}

#[derive(Clone, Debug)]
struct SuiteInWorld<'a> {
    name: String,
    suite: Suite<'a>,
    settings: Option<Vec<Setting>>,
    /// Its place among the worlds; `None`: the members as written, which is none of them.
    place: Option<usize>,
}

impl<'a> SuiteWorlds<'a> {
    /// The worlds of the members of a suite, one at least. All members are in the same world at a
    /// time; where what is written differs, the suite as written is one more. It comes first.
    pub fn of(members: &[&'a Explored<'a>]) -> Self {
        let spanned = members[0].worlds;
        let own: Vec<usize> = members.iter().map(|it| it.worlds.own).collect();
        let is_one = own.iter().all(|place| *place == own[0]);
        let mut worlds = vec![SuiteInWorld::of(members, &own, is_one.then_some(own[0]))];
        for place in 0..spanned.worlds.len() {
            if !is_one || place != own[0] {
                let places = vec![place; members.len()];
                worlds.push(SuiteInWorld::of(members, &places, Some(place)));
            }
        }
        Self { spanned, worlds }
    }

    fn region(&self, places: &[usize]) -> Region {
        let named = places.iter().filter_map(|&place| self.worlds[place].place);
        Region::of(self.spanned, &named.collect::<Vec<_>>())
    }
}

impl<'a> SuiteInWorld<'a> {
    fn of(members: &[&'a Explored<'a>], places: &[usize], place: Option<usize>) -> Self {
        let pairs = || members.iter().zip(places);
        let suite = pairs().map(|(member, &place)| Member {
            scenario: &member.worlds.worlds[place].scenario,
            summary: member.summaries[place],
        });
        let settings: Vec<&Vec<Setting>> =
            pairs().map(|(member, &place)| &member.worlds.worlds[place].settings).collect();
        let is_one = settings.iter().all(|it| *it == settings[0]);
        let mut names: Vec<&str> = Vec::new();
        for (member, &place) in pairs() {
            let name = member.worlds.worlds[place].name.as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let name = if place.is_none() { "as written".to_owned() } else { names.join(" + ") };
        let settings = is_one.then(|| settings[0].clone());
        Self { name, suite: Suite { members: suite.collect() }, settings, place }
    }
}

impl Gate<'_> {
    /// Keeps of each bound how it goes in the world in which it does worst; a world for each suite,
    /// in their order.
    pub fn hold_in(&mut self, all: &[SuiteWorlds<'_>]) {
        assert_eq!(self.suites.len(), all.len(), "the worlds of each suite");
        self.worlds = all.iter().map(|it| it.worlds.len()).max();
        for ((_, checks), worlds) in self.suites.iter_mut().zip(all) {
            hold(checks, worlds, self.strictness.tolerate);
        }
    }
}

fn hold(written: &mut [Check], all: &SuiteWorlds<'_>, tolerate: f64) {
    let worlds = all.worlds.iter();
    let by_world: Vec<Vec<Check>> =
        worlds.map(|world| checks(&world.suite, None, tolerate)).collect();
    for (at, check) in written.iter_mut().enumerate() {
        let in_worlds: Vec<&Check> = by_world.iter().map(|checks| &checks[at]).collect();
        for bound in 0..check.bounds.len() {
            if check.bounds[bound].bound == Bound::Growth {
                check.bounds[bound].in_worlds = Some(as_written(&check.bounds[bound], all));
                continue;
            }
            let findings: Vec<Finding> =
                in_worlds.iter().map(|it| it.bounds[bound].finding).collect();
            let (worst, told) = worst(&findings, all);
            check.bounds[bound].finding = findings[worst];
            check.bounds[bound].in_worlds = Some(told);
            if bound == 0 {
                check.loose = in_worlds[worst].loose;
            }
        }
    }
}

/// What is judged in one world alone.
fn as_written(check: &BoundCheck, all: &SuiteWorlds<'_>) -> InWorlds {
    let judged = usize::from(check.verdict() != GateVerdict::NoSample);
    InWorlds {
        world: all.worlds[0].name.clone(),
        settings: Some(Vec::new()),
        all: all.worlds.len(),
        judged,
        alike: judged,
        which: Region::AsWritten,
    }
}

/// The world in which a bound does worst, of equal ones the one as written, else the first.
fn worst(findings: &[Finding], all: &SuiteWorlds<'_>) -> (usize, InWorlds) {
    let is_left_out = |finding: &Finding| *finding == Finding::Missing(Missing::Latency);
    let mut judged: Vec<usize> =
        (0..findings.len()).filter(|&place| !is_left_out(&findings[place])).collect();
    if judged.is_empty() {
        judged = (0..findings.len()).collect();
    }
    let spare = |place: usize| match findings[place] {
        Finding::Judged(judged) => judged.spare(),
        Finding::Missing(_) => f64::NEG_INFINITY,
    };
    let verdict = |place: usize| findings[place].verdict();
    let worse = |a: &&usize, b: &&usize| {
        verdict(**a).cmp(&verdict(**b)).then(spare(**a).total_cmp(&spare(**b)))
    };
    let place = *judged.iter().min_by(worse).expect("one world at least");
    let alike: Vec<usize> =
        judged.iter().copied().filter(|&it| verdict(it) == verdict(place)).collect();
    let world = &all.worlds[place];
    let told = InWorlds {
        world: world.name.clone(),
        settings: world.settings.clone(),
        all: findings.len(),
        judged: judged.len(),
        alike: alike.len(),
        which: all.region(&alike),
    };
    (place, told)
}
