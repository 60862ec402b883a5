//! The tree of values between a YAML file and the checked scenario.
//!
//! Plain data without positions: where a value stands is found again only when there is something
//! to say about it. Knows nothing of scenarios.

use std::fmt;

use crate::scenario::caps;

/// A value of a file.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::scenario) enum Node {
    /// Nothing: `key:` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number; may be `.nan` or `.inf`.
    Float(f64),
    /// Text, quoted or not.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map; its keys are unique and keep their order.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// What it is, for a message: ``the text `x` ``, `a list`.
    pub(in crate::scenario) fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(value) => format!("`{value}`"),
            Self::Int(value) => format!("the number {value}"),
            Self::Float(value) => format!("the number {value}"),
            Self::Text(text) => format!("the text `{}`", shorten(text)),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "a map".to_owned(),
        }
    }
}

/// At most [`caps::NAME_CHARS`] characters of a text, for a message.
pub(in crate::scenario) fn shorten(text: &str) -> String {
    if text.chars().nth(caps::NAME_CHARS).is_none() {
        return text.to_owned();
    }
    text.chars().take(caps::NAME_CHARS - 1).chain(['…']).collect()
}

/// In one line, as a file writes it.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::Text(text) if is_read_as_text(text) => f.write_str(text),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(items) => list(f, ["[", "]"], items.iter().map(Self::inner)),
            Self::Map(entries) => {
                let entries = entries.iter();
                list(f, ["{", "}"], entries.map(|(key, value)| format!("{key}: {}", value.inner())))
            }
        }
    }
}

/// `[a, b]`; maps are set off by blanks.
fn list(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [&str; 2],
    items: impl Iterator<Item = String>,
) -> fmt::Result {
    let items = items.collect::<Vec<_>>().join(", ");
    let blank = if open == "{" || items.starts_with('{') { " " } else { "" };
    let blank = if items.is_empty() { "" } else { blank };
    write!(f, "{open}{blank}{items}{blank}{close}")
}

impl Node {
    /// Within brackets a time of day stands in quotes.
    fn inner(&self) -> String {
        match self {
            Self::Text(text) if text.contains(':') => format!("\"{text}\""),
            other => other.to_string(),
        }
    }
}

/// Would a parser take it for a number or the like?
fn is_read_as_text(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_word = ["true", "false", "null", "~"].contains(&lower.as_str());
    let is_radix = ["0x", "0o", "0b"].iter().any(|it| lower.starts_with(it));
    !is_word && !is_radix && text.parse::<f64>().is_err()
}
