//! The tree of values between a YAML file and the checked scenario.
//!
//! Plain data without positions: where a value stands is found again only when there is something
//! to say about it. Knows nothing of scenarios.

use super::caps;

/// A value of a file.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Node {
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
    pub(super) fn describe(&self) -> String {
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
pub(super) fn shorten(text: &str) -> String {
    if text.chars().nth(caps::NAME_CHARS).is_none() {
        return text.to_owned();
    }
    text.chars().take(caps::NAME_CHARS - 1).chain(['…']).collect()
}
