//! What did the user ask for? From the bytes of a YAML file to checked values.
//!
//! `bytes → guard → tree of values → overrides → checked [`Scenario`]`, with every mistake reported
//! at once, each at its place. What comes out is plain data: past this door nothing is re-checked.

pub mod caps;
mod checked;

mod decode;
mod describe;
mod diagnostic;
pub mod fields;
mod guard;
mod load;
mod node;
mod overrides;
mod path;
mod place;
pub mod plan_file;
mod probe;
mod problem;
mod quantity;
mod reader;
mod scan;

mod vary;
mod worlds;
mod written;
mod yaml;

pub use checked::{Budget, BudgetMax, BudgetMetric, BudgetStat, NamedPolicy, Scenario};

pub use diagnostic::{Diagnostic, Place, Severity, Snippet, clean};
pub use load::{DEFAULT_PLAN, Read, Source, TEMPLATE, load};
pub use overrides::Overrides;
pub use path::{Path, Step};
pub use quantity::Quantity;
pub use vary::{Axis, Scale, Spacing, Varied, check_axes, load_points, load_varied, points};
pub use worlds::{Choice, Unknown, World, Worlds, runs_alike};
pub use written::Setting;
