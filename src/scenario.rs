//! What did the user ask for? From the bytes of a YAML file to checked values.
//!
//! `bytes → guard → tree of values → overrides → checked [`Scenario`]`, with every mistake reported
//! at once, each at its place. What comes out is plain data: past this door nothing is re-checked.

pub mod caps;
mod checked;
mod decode;
mod describe;
mod diagnostic;
mod edits;
pub mod fields;
mod given;
mod guard;
mod load;
mod node;
mod path;
mod place;
mod places;
pub mod plan_file;
mod problem;
mod put;
mod quantity;
mod reader;
mod schema;
mod spelling;
mod table;
mod vary;
mod worlds;
mod written;
mod yaml;

pub use checked::{Budget, BudgetMax, BudgetMetric, BudgetStat, NamedPolicy, Scenario};
pub use diagnostic::{Diagnostic, Place, Severity, Snippet, clean};
pub use edits::{Edit, Overrides};
pub use load::{File, Read, SCENARIO, Source, TEMPLATE, load};
pub use path::{Path, Step};
pub use quantity::Quantity;
pub use schema::{SCHEMA_FILE, schema};
pub use vary::{Axis, Scale, Spacing, check_axes, load_points, points};
pub use worlds::{Choice, Unknown, World, Worlds, runs_alike};
pub use written::Setting;
