//! What stands in the exports of a gate that could not judge: a file is wrong, or cannot be read.
//!
//! An export of an earlier run left in place would be taken for this one's.

use serde::Serialize;

use super::csv::COLUMNS;
use super::junit;
use super::markdown::GATE_TAG;
use crate::report::format::markdown::escape;
use crate::report::json::written;
use crate::report::text::clean;

/// One object, `passed` false and `outcome` `could-not-judge`, with what is said on stderr.
pub fn render_unjudged_json(said: &str) -> String {
    #[derive(Serialize)]
    struct Document {
        passed: bool,
        outcome: &'static str,
        errors: Vec<String>,
    }
    written(Document {
        passed: false,
        outcome: "could-not-judge",
        errors: said.lines().map(clean).collect(),
    })
}

/// The header alone: nothing was judged.
pub fn render_unjudged_csv() -> String {
    COLUMNS.join(",") + "\n"
}

/// A heading, and what is said on stderr.
pub fn render_unjudged_markdown(said: &str) -> String {
    let lines: String = said.lines().map(|line| format!("{}  \n", escape(line))).collect();
    format!("{GATE_TAG}\n\n### kvplan gate could not judge\n\n{lines}")
}

/// One case that ended in an error.
pub fn render_unjudged_junit(said: &str) -> String {
    let message = junit::escape(said.lines().next().unwrap_or_default());
    let whole = said.lines().map(junit::escape).collect::<Vec<_>>().join("\n");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"kvplan gate\" tests=\"1\" failures=\"0\" errors=\"1\" time=\"0\">\n  \
         <testsuite name=\"kvplan\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" \
         time=\"0\">\n    \
         <testcase name=\"files\" classname=\"kvplan\" time=\"0\">\n      \
         <error type=\"could-not-judge\" message=\"{message}\">{whole}</error>\n    \
         </testcase>\n  </testsuite>\n</testsuites>\n"
    )
}
