//! How a key is looked up, and what the reply brings.

use crate::program::{Call, Reply};
use crate::words::{Fleet, IdList, Key, Record, Value};

/// Looks a key up.
pub(super) fn read(key: Key) -> Call {
    match key {
        Key::Worker(worker) => Call::Read(worker),
        key => Call::Get(key, None),
    }
}

/// The record that a worker's key holds.
pub(super) fn record_of(reply: Reply) -> Option<Record> {
    match reply {
        Reply::Record(record) => record,
        Reply::Value(value) => value.and_then(Value::record),
        _ => None,
    }
}

/// The records of all workers; none where there is no such key.
pub(super) fn fleet_of(reply: Reply) -> Fleet {
    match reply {
        Reply::Value(value) => value.and_then(Value::fleet).unwrap_or_default(),
        _ => Fleet::default(),
    }
}

/// The ids that an index key holds; none where there is no such key.
pub(super) fn ids_of(reply: Reply) -> IdList {
    match reply {
        Reply::Value(Some(Value::Ids(ids))) => ids,
        _ => IdList::default(),
    }
}
