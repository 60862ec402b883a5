//! What is kept in KV, under small integers that stand for names, and the tables of those names.

mod fleet;
mod id_list;
mod ids;
mod interned;
mod key;
mod record;

pub use fleet::Fleet;
pub use id_list::IdList;
pub use ids::{ModelsId, NameId, ServiceId, ServiceList, ServicesId, WorkerId};
pub use interned::Interned;
pub use key::{Key, Layout, Value};
pub use record::{Record, Status, WorkerState};
