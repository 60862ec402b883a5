//! What did the user ask for? From the bytes of a YAML file to checked values.
//!
//! `bytes → guard → tree of values → overrides → checked [`Scenario`]`, with every mistake reported
//! at once, each at its place. What comes out is plain data: past this door nothing is re-checked.

pub mod caps;
mod checked;
mod decode;
mod describe;
mod figures;
mod file;
mod given;
mod listing;
mod mistake;
mod text;
mod until;
mod value;
mod worlds;

// Within these folders a thing goes by its own name.
use file::load;
use listing::written;
use mistake::{diagnostic, problem, suggestion};
use text::{guard, places, rewrite, yaml};
use value::{node, path, quantity, spelling};

pub use checked::{Budget, BudgetMax, NamedPolicy, Scenario};
pub use figures::named_figures;
pub use file::edits::{Edit, Overrides};
pub use file::load::{File, Read, SCENARIO, Source, TEMPLATE, load};
pub use file::plan_file;
pub use file::vary::{Axis, Scale, Spacing, check_axes, load_points, points};
pub use given::fields;
pub use listing::schema::{SCHEMA_FILE, schema};
pub use listing::written::Setting;
pub use mistake::diagnostic::{Diagnostic, Place, Severity, Snippet, clean};
pub use mistake::suggestion::nearest as similar;
pub use text::guard::is_saved_result;
pub use until::Until;
pub use value::path::{Path, Step};
pub use value::quantity::Quantity;
pub use worlds::{Choice, OtherLoad, Unknown, World, Worlds, runs_alike};
