//! In which formats can a command answer?

use clap::Arg;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::report::{Format, Sheet};

/// What a command can write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Offer {
    /// The command's name.
    pub(crate) command: &'static str,
    /// Its formats, in the order of the help.
    pub(crate) formats: &'static [Format],
    /// The sheets of its CSV; the first is printed.
    pub(crate) sheets: &'static [Sheet],
}

impl Offer {
    /// The flag as this command has it, where it is one that depends on the offer.
    pub(crate) fn narrowed(&self, flag: Arg) -> Arg {
        match flag.get_id().as_str() {
            "format" => flag.value_parser(parser(self.formats)),
            "export" => {
                let endings = self.endings("or");
                flag.help(format!("Write a copy; its ending says the format: {endings}"))
            }
            _ => flag,
        }
    }

    /// The format of a file that ends so.
    pub(crate) fn format_of(&self, ending: &str) -> Option<Format> {
        self.formats.iter().copied().find(|format| format.ending() == Some(ending))
    }

    /// `.csv, .json and .md`.
    pub(crate) fn endings(&self, and: &str) -> String {
        let mut endings: Vec<_> = self.formats.iter().filter_map(|it| it.ending()).collect();
        endings.sort_unstable();
        let endings: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
        let (last, others) = endings.split_last().expect("a command writes some file");
        format!("{} {and} {last}", others.join(", "))
    }
}

/// Takes these formats alone, and lists them in the help.
pub(crate) fn parser(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let values = formats.iter().map(|it| PossibleValue::new(it.name()).help(it.about()));
    PossibleValuesParser::new(values).map(|name| {
        let named = formats.iter().copied().find(|format| format.name() == name);
        named.expect("one of the possible values")
    })
}
