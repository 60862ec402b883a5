//! How far can a setting go in each world?
//!
//! The answer as written is searched for; in another world the two values beside it are tried. Where
//! both go the same way the answer is the same there, else it is searched for anew.

use crate::scenario::{Quantity, Scenario, Worlds, runs_alike};
use crate::study::headroom::{Headroom, Question, Trying, headroom_like};

/// The answer in a world.
#[derive(Clone, PartialEq, Debug)]
pub struct HeadroomInWorld {
    /// The first world whose answer was found with the same runs; itself where there is none before
    /// it.
    pub same_as: usize,
    /// The answer.
    pub found: Headroom,
}

/// The answer in each world, in their order; `written` is the one as written. `None`: it was
/// stopped.
pub fn headroom_in_worlds(
    (question, written): (&Question, &Headroom),
    worlds: &Worlds,
    trying: Trying<'_>,
) -> Option<Vec<HeadroomInWorld>> {
    let mut answers: Vec<Option<HeadroomInWorld>> = vec![None; worlds.worlds.len()];
    let own = HeadroomInWorld { same_as: worlds.own, found: written.clone() };
    answers[worlds.own] = Some(own);
    for place in 0..answers.len() {
        if answers[place].is_some() {
            continue;
        }
        let is_twin = |known: &&HeadroomInWorld| {
            let mut tried = known.found.tried.iter().map(|it| it.value);
            tried.all(|value| is_alike(worlds, (place, known.same_as), (trying.vary)(value)))
        };
        let twin = answers.iter().flatten().find(is_twin).cloned();
        answers[place] = Some(match twin {
            Some(twin) => twin,
            None => {
                let in_world = |value: Quantity| -> Result<Scenario, String> {
                    (trying.vary)(value).map(|scenario| worlds.apply(place, &scenario))
                };
                let trying = Trying { vary: &in_world, ..trying };
                let known: Vec<&Headroom> = answers.iter().flatten().map(|it| &it.found).collect();
                let found = headroom_like(question, written, &known, trying)?;
                HeadroomInWorld { same_as: place, found }
            }
        });
    }
    answers.into_iter().collect()
}

/// Are two worlds the same for a scenario? For one that cannot be, they are.
fn is_alike(
    worlds: &Worlds,
    (one, other): (usize, usize),
    scenario: Result<Scenario, String>,
) -> bool {
    scenario.map_or(true, |it| runs_alike(&worlds.apply(one, &it), &worlds.apply(other, &it)))
}
