//! When may several scenarios of one account be added?

use crate::scenario::Scenario;
use crate::words::Meter;

/// Why scenarios cannot be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoSum {
    /// This setting differs: its name, and what it is in which scenario.
    Differs(&'static str, [(String, String); 2]),
    /// The rest of the account spends so much of this meter in one, and so much in another.
    Rest(Meter, [u64; 2]),
}

/// What must be alike, is it, and what it is in one of the scenarios.
type Alike = (&'static str, bool, fn(&Scenario) -> String);

/// The days of a run of each scenario are added day by day, so all must have the same days, runs
/// and plan. What the rest of the account spends (`account.other`) is stated once, or alike in
/// each; it counts once.
///
/// # Errors
/// The first thing that differs.
pub fn check_sum(scenarios: &[Scenario]) -> Result<(), NoSum> {
    let Some((first, others)) = scenarios.split_first() else { return Ok(()) };
    for other in others {
        let settings: [Alike; 3] = [
            ("plan", first.plan == other.plan, |it| it.plan.name.clone()),
            ("days", first.days == other.days, |it| it.days.to_string()),
            ("runs", first.runs == other.runs, |it| it.runs.to_string()),
        ];
        if let Some((name, _, value)) = settings.into_iter().find(|(_, is_same, _)| !is_same) {
            let both = [first, other].map(|it| (value(it), it.name.clone()));
            return Err(NoSum::Differs(name, both));
        }
    }
    for meter in Meter::ALL {
        let given = scenarios.iter().map(|it| it.account.other[meter.index()]);
        let mut given: Vec<u64> = given.filter(|&other| other > 0).collect();
        given.dedup();
        if let [one, other, ..] = given[..] {
            return Err(NoSum::Rest(meter, [one, other]));
        }
    }
    Ok(())
}
