//! What is said of the answers on standard error.

use crate::cli::output::Output;
use crate::cli::stopwatch::Stopwatch;
use crate::report::{Answered, render_warning};
use crate::study::{self, Outcome, Warning};
use crate::words::many;

/// Answers that are none, then what was done, in which time.
pub(super) fn remark(
    answers: &[Answered],
    in_worlds: &[&study::Headroom],
    (stopwatch, output): (Stopwatch, &Output),
) {
    let (mut values, mut days) = (0, 0);
    for found in in_worlds {
        values += found.tried.len() as u64;
        days += found.tried.iter().map(|it| it.days_tried).sum::<u64>();
    }
    for answer in answers {
        let Answered::Searched(found) = answer else { continue };
        values += found.tried.len() as u64;
        days += found.tried.iter().map(|it| it.days_tried).sum::<u64>();
        if let Some(warning) = health_timeout(found) {
            output.remark(&render_warning(&warning, output.message_look()));
        }
        if found.outcome == Some(Outcome::NotMonotonic) {
            let warning = Warning {
                code: "not-monotonic",
                message: format!("{}: a harder value holds where an easier one breaks", found.path),
                note: Some("there is no one value up to which the limits hold".to_owned()),
                help: Some("try more --runs, or look at it with `kvplan sweep`".to_owned()),
            };
            output.remark(&render_warning(&warning, output.message_look()));
        }
    }
    let (values, days) = (many(values, "value"), many(days, "day"));
    output.remark(&format!("Tried {values}, {days} in {:.2} s.\n", stopwatch.seconds()));
}

/// That a live worker looks dead by design at the answer: `policy.write.max_interval at 701s: …`.
fn health_timeout(found: &study::Headroom) -> Option<Warning> {
    let answer = found.answer()?;
    let warning = answer.health_timeout.as_ref()?;
    let message = format!("{} at {}: {}", found.path, answer.value, warning.message);
    Some(Warning { message, ..warning.clone() })
}
