//! What is run beside the scenario as written?

use std::ffi::OsString;

use clap::ValueEnum;

use crate::study::Beside;

/// What `--worlds` adds.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum More {
    /// A walking and a flapping load too, shown as a range and never judged
    Load,
}

/// What is asked for by no flag, by `--worlds`, and by `--worlds load`.
pub(crate) fn beside(flag: Option<Option<More>>) -> Option<Beside> {
    flag.map(|more| match more {
        None => Beside::Worlds,
        Some(More::Load) => Beside::WorldsAndLoads,
    })
}

/// The arguments with `--worlds load` as one of them: the value may be left out, and what else
/// stands behind the flag is a file.
pub(crate) fn joined(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut all: Vec<OsString> = Vec::new();
    for argument in arguments {
        match all.last_mut() {
            Some(flag) if *flag == "--worlds" && argument == "load" => flag.push("=load"),
            _ => all.push(argument),
        }
    }
    all
}
