//! When may several scenarios of one account be added?

use crate::scenario::Scenario;
use crate::words::Meter;

/// The days of a run of each scenario are added day by day, so all must have the same days, runs
/// and plan. What the rest of the account spends (`account.other`) is stated once, or alike in
/// each; it counts once.
///
/// # Errors
/// What differs, in words.
pub fn check_sum(scenarios: &[Scenario]) -> Result<(), String> {
    let Some((first, others)) = scenarios.split_first() else { return Ok(()) };
    for scenario in others {
        let differs = |what: &str, one: String, other: String| {
            let names = (&first.name, &scenario.name);
            Err(format!("{what}: {one} in {}, {other} in {}", names.0, names.1))
        };
        if first.plan != scenario.plan {
            return differs("plan", first.plan.name.clone(), scenario.plan.name.clone());
        }
        if first.days != scenario.days {
            return differs("days", first.days.to_string(), scenario.days.to_string());
        }
        if first.runs != scenario.runs {
            return differs("runs", first.runs.to_string(), scenario.runs.to_string());
        }
    }
    for meter in Meter::ALL {
        let given = scenarios.iter().map(|it| it.account.other[meter.index()]);
        let mut given: Vec<u64> = given.filter(|&other| other > 0).collect();
        given.dedup();
        if let [one, other, ..] = given[..] {
            return Err(format!(
                "account.other.{meter} is {one} in one scenario and {other} in another; state \
                 once what none of them simulates"
            ));
        }
    }
    Ok(())
}
