//! How does another program read all of it?
//!
//! The shapes in `json/` are the format: field names carry their units, the order is fixed,
//! no time stamp enters, and what is not a finite number is `null`. Equal input gives equal bytes.

mod headroom;
mod runs;
mod shape;
mod sweep;

use serde::Serialize;

use self::shape::Document;
use super::text::is_invisible;
use super::{Depth, Report};

pub use headroom::render_headroom_json;
pub use sweep::render_sweep_json;

/// The version of the format; it grows when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;
/// The version of the model; it grows when the same scenario may give other figures.
pub const MODEL_VERSION: u32 = 1;

/// One object for one report, an array of them for several; a line feed ends the text.
pub fn render_json(reports: &[Report<'_>], depth: Depth) -> String {
    let documents: Vec<Document<'_>> =
        reports.iter().map(|report| Document::new(report, depth)).collect();
    let text = match documents.as_slice() {
        [only] => pretty(only),
        several => pretty(&several),
    };
    escape(&text) + "\n"
}

fn pretty<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("names as keys, written to memory")
}

/// Writes as `\u….` what JSON allows as it stands but a terminal, a CI log or an HTML page that
/// embeds it might obey. Such characters occur within strings alone.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        let is_mark = character == '<' || (character == '#' && before == '#');
        if is_mark || (is_invisible(character) && character != '\n') {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(character);
        }
        before = character;
    }
    escaped
}
