//! How sets of worlds are said.

use kvplan::scenario::Worlds;
use kvplan::study::{Choices, Region};

use super::EXACT;
use crate::support::simulated::scenario;

#[test]
fn a_region_is_exactly_the_worlds_it_was_made_of() {
    let worlds = Worlds::of(&scenario(EXACT, &[]));
    let is_in = |choices: &[Choices], place: usize| {
        let mut chosen = worlds.unknowns.iter().zip(&worlds.worlds[place].choices);
        choices.iter().all(|(name, allowed)| {
            let (unknown, &choice) = chosen.find(|(it, _)| it.name == *name).expect("in order");
            allowed.contains(&unknown.choices[choice].name)
        })
    };
    let place = |name: &String| worlds.worlds.iter().position(|it| it.name == *name);
    let (mut boxes, mut others) = (0, 0);
    // Every set of twelve worlds.
    for set in 0..1_usize << 12 {
        let places: Vec<usize> = (0..12).filter(|place| set >> place & 1 == 1).collect();
        let said: Vec<usize> = match Region::of(&worlds, &places) {
            Region::Nowhere => Vec::new(),
            Region::AsWritten => panic!("no set of worlds"),
            Region::Everywhere => (0..12).collect(),
            Region::With(choices) => {
                boxes += 1;
                (0..12).filter(|&place| is_in(&choices, place)).collect()
            }
            Region::Without(choices) => {
                others += 1;
                (0..12).filter(|&place| !is_in(&choices, place)).collect()
            }
            Region::Scattered(names) => names.iter().filter_map(place).collect(),
        };
        assert_eq!(said, places);
    }
    // (2³ - 1) × (2² - 1) × (2² - 1) boxes are not empty, and one of them is all worlds. What is
    // left beside a box is a box itself where it leaves out choices of one unknown alone.
    assert_eq!(boxes, 7 * 3 * 3 - 1);
    let halves = (7 - 1) + (3 - 1) + (3 - 1);
    assert_eq!(others, 7 * 3 * 3 - 1 - halves);
}

#[test]
fn a_region_is_said_by_its_choices() {
    let worlds = Worlds::of(&scenario(EXACT, &[]));
    let words = |is_in: fn(&str) -> bool| {
        let all = 0..worlds.worlds.len();
        let places: Vec<usize> = all.filter(|&it| is_in(&worlds.worlds[it].name)).collect();
        Region::of(&worlds, &places).words()
    };
    assert_eq!(words(|it| it.starts_with("after_reply")), "those with timing after_reply");
    assert_eq!(
        words(|it| !it.starts_with("grid") && it.contains("random")),
        "those with timing accumulate or after_reply and affinity random"
    );
    assert_eq!(
        words(|it| it != "grid, sticky, none"),
        "all but those with timing grid and affinity sticky and latency none"
    );
    assert_eq!(
        words(|it| ["grid, sticky, none", "accumulate, random, typical"].contains(&it)),
        "grid, sticky, none; accumulate, random, typical"
    );
}
