//! What did the user ask for? From the bytes of a YAML file to checked values.
//!
//! `bytes → guard → tree of values → overrides → checked [`Scenario`]`, with every mistake reported
//! at once, each at its place. What comes out is plain data: past this door nothing is re-checked.

mod checked;

pub use checked::{Budget, BudgetMax, BudgetMetric, BudgetStat, NamedPolicy, Scenario};
