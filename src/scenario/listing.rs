//! What is made of the descriptions of settings: the table of fields, the listing of their values,
//! the schema.

pub(super) mod schema;
pub(super) mod table;
pub(super) mod written;
