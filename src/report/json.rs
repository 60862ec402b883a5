//! How does another program read all of it?
//!
//! The shapes in `json/` are the format: field names carry their units, the order is fixed,
//! no time stamp enters, and what is not a finite number is `null`. Equal input gives equal bytes.

pub(super) mod head;
mod read;
pub(super) mod runs;

use serde::Serialize;

use self::head::Versioned;
use crate::words::is_invisible;

pub use read::read_results;
pub(super) use read::{most, number, plain};

/// The version of the format; it grows when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;
/// The version of the model; it grows when the same scenario may give other figures.
pub const MODEL_VERSION: u32 = 3;

/// What a command found, as text behind the versions.
pub(super) fn written<T: Serialize>(found: T) -> String {
    text(&Versioned::from(found))
}

/// One object, or an array of several.
pub(super) fn one_or_all<T: Serialize>(documents: &[T]) -> String {
    match documents {
        [only] => text(only),
        several => text(&several),
    }
}

/// A line feed ends it.
fn text<T: Serialize>(document: &T) -> String {
    let text = serde_json::to_string_pretty(document).expect("names as keys, written to memory");
    escape(&text) + "\n"
}

/// Writes as `\u….` what JSON allows as it stands but a terminal, a CI log or an HTML page that
/// embeds it might obey. Such characters occur within strings alone.
pub(super) fn escape(text: &str) -> String {
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
