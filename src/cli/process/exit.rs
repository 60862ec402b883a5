//! How can a command end?
//!
//! The one list of exit codes; the help and the tests read it.

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitCode {
    /// It did what was asked, whatever the figures say.
    Done,
    /// `gate`: a budget is broken.
    BudgetBroken,
    /// The command line or a scenario file must be changed. It wins over [`Self::CouldNotRun`]: a
    /// wrong file is still wrong when the unreadable one beside it can be read.
    Wrong,
    /// Something could not be read or written.
    CouldNotRun,
    /// `gate`: there was nothing to check.
    NothingToCheck,
    /// Ctrl-C, or a request to end.
    Interrupted,
    /// A bug. Rust ends a program that panics with this code.
    Bug,
}

impl ExitCode {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Done,
        Self::BudgetBroken,
        Self::Wrong,
        Self::CouldNotRun,
        Self::NothingToCheck,
        Self::Interrupted,
        Self::Bug,
    ];

    /// The number that the shell sees.
    pub const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::BudgetBroken => 1,
            Self::Wrong => 2,
            Self::CouldNotRun => 3,
            Self::NothingToCheck => 4,
            Self::Interrupted => 130,
            Self::Bug => 101,
        }
    }

    /// What it means, for the help.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::BudgetBroken => "a budget is broken (gate)",
            Self::Wrong => "the command line or a file is wrong (wins over 3)",
            Self::CouldNotRun => "could not run: cannot read, cannot write",
            Self::NothingToCheck => "there was nothing to check (gate)",
            Self::Interrupted => "interrupted",
            Self::Bug => "a bug in kvplan",
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.number())
    }
}
