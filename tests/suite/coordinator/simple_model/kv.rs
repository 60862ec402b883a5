//! The KV of the second model: what was written is there at once.

use std::collections::BTreeMap;

use kvplan::words::Layout;

use super::one_key::set;
use super::{Rec, Rows};

#[derive(Default)]
pub struct SimpleKv {
    pub records: BTreeMap<u32, Rec>,
    /// Ids in the order in which their records came.
    pub order: Vec<u32>,
    pub indexes: BTreeMap<u16, Vec<u32>>,
    /// What workers can do, where that has a key of its own.
    pub capabilities: BTreeMap<u32, Rec>,
    /// All workers, where one key holds them.
    pub fleet: Option<Rows>,
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
    pub fn existing(&mut self, id: u32, record: Rec, layout: Layout) {
        match layout {
            Layout::PerWorker => {}
            Layout::Tiered => drop(self.capabilities.insert(id, record.clone())),
            Layout::OneKey => return set(self.fleet.get_or_insert_default(), id, record),
        }
        for &service in &record.services {
            let ids = self.indexes.entry(service).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self.put(id, record);
    }
}
