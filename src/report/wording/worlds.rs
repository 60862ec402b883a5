//! Which worlds are these, in words?

use serde::{Serialize, Serializer};

use crate::study::{Choices, Region};

/// As JSON writes it.
impl Serialize for Region {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.words())
    }
}

impl Region {
    /// `those with timing after_reply`, `all but those with timing grid`, or their names.
    pub fn words(&self) -> String {
        match self {
            Self::Nowhere => "the scenarios as written".to_owned(),
            Self::AsWritten => "the one as written".to_owned(),
            Self::Everywhere => "all".to_owned(),
            Self::With(all) => format!("those with {}", choices(all)),
            Self::Without(all) => format!("all but those with {}", choices(all)),
            Self::Scattered(names) => names.join("; "),
        }
    }
}

/// `timing accumulate or after_reply and affinity random`.
pub(in crate::report) fn choices(all: &[Choices]) -> String {
    let each = all.iter().map(|(unknown, names)| format!("{unknown} {}", names.join(" or ")));
    each.collect::<Vec<_>>().join(" and ")
}
