//! What is kept in KV, under small integers that stand for names, and the tables of those names.

mod id_list;
mod ids;
mod interned;
mod record;

pub use id_list::IdList;
pub use ids::{ModelsId, NameId, ServiceId, ServiceList, ServicesId, WorkerId};
pub use interned::Interned;
pub use record::{Key, Record, Status, Value, WorkerState};
