//! Where do the files stand for a reader who knows the repository, not the folder of the command?

use std::collections::BTreeMap;

use super::GateReport;
use crate::report::document::Document;
use crate::report::format::Sheet;
use crate::report::{Answer, Depth};

/// A gate whose findings are placed from the root of the repository.
#[derive(Clone, Copy, Debug)]
pub struct InRepository<'a> {
    /// What was found.
    pub report: &'a GateReport<'a>,
    /// The paths from the root, by those that the user typed; others stay as they are.
    pub paths: &'a BTreeMap<String, String>,
}

impl Answer for InRepository<'_> {
    fn document(&self, depth: Depth) -> Document {
        let mut document = self.report.document(depth);
        for (path, _) in document.places_mut() {
            if let Some(within) = self.paths.get(path) {
                path.clone_from(within);
            }
        }
        document
    }

    fn json(&self, depth: Depth) -> String {
        self.report.json(depth)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        self.report.csv(sheet)
    }
}
