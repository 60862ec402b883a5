//! The KV of the second model: what was written is there at once.

use std::collections::BTreeMap;

use super::Rec;

#[derive(Default)]
pub struct SimpleKv {
    pub records: BTreeMap<u32, Rec>,
    /// Ids in the order in which their records came.
    pub order: Vec<u32>,
    pub indexes: BTreeMap<u16, Vec<u32>>,
}

impl SimpleKv {
    pub fn put(&mut self, id: u32, record: Rec) {
        if self.records.insert(id, record).is_none() {
            self.order.push(id);
        }
    }

    pub fn remove(&mut self, id: u32) {
        self.records.remove(&id);
        self.order.retain(|other| *other != id);
    }

    /// A record that is there before anything happens, with its index entries.
    pub fn existing(&mut self, id: u32, record: Rec) {
        for &service in &record.services {
            let ids = self.indexes.entry(service).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self.put(id, record);
    }
}
