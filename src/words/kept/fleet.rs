//! The records of all workers in one value.

use std::rc::Rc;

use super::ids::WorkerId;
use super::record::Record;

/// Records of workers in the order in which they came, each worker once. Copying it copies a pointer;
/// whoever changes a copy pays for the whole of it once.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fleet(Rc<Rows>);

#[derive(Clone, PartialEq, Debug, Default)]
struct Rows {
    records: Vec<(WorkerId, Record)>,
    /// By worker: one more than its place among the records; 0 for none.
    places: Vec<u32>,
}

impl Rows {
    fn place(&self, worker: WorkerId) -> Option<usize> {
        (*self.places.get(worker.0 as usize)? as usize).checked_sub(1)
    }

    fn number(&mut self) {
        self.places.clear();
        for (place, (worker, _)) in self.records.iter().enumerate() {
            let at = worker.0 as usize;
            self.places.resize(self.places.len().max(at + 1), 0);
            self.places[at] = place as u32 + 1;
        }
    }
}

impl Fleet {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.0.records.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.records.is_empty()
    }

    /// The record of a worker.
    pub fn get(&self, worker: WorkerId) -> Option<&Record> {
        self.0.place(worker).map(|place| &self.0.records[place].1)
    }

    /// Puts a record in: in place of the worker's old one, or at the end.
    pub fn set(&mut self, worker: WorkerId, record: Record) {
        let rows = Rc::make_mut(&mut self.0);
        if let Some(place) = rows.place(worker) {
            rows.records[place].1 = record;
            return;
        }
        rows.records.push((worker, record));
        let at = worker.0 as usize;
        rows.places.resize(rows.places.len().max(at + 1), 0);
        rows.places[at] = rows.records.len() as u32;
    }

    /// Takes a worker's record out, where there is one.
    pub fn remove(&mut self, worker: WorkerId) {
        if self.0.place(worker).is_some() {
            let rows = Rc::make_mut(&mut self.0);
            rows.records.retain(|(other, _)| *other != worker);
            rows.number();
        }
    }

    /// Each worker and its record, in order.
    pub fn iter(&self) -> impl Iterator<Item = (WorkerId, &Record)> {
        self.0.records.iter().map(|(worker, record)| (*worker, record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Instant, ModelsId, ServicesId, Status, WorkerState};

    fn record(beat: u64) -> Record {
        let state = WorkerState { load: 0.5, models: ModelsId(0), status: Status::Online };
        let last_heartbeat = Instant::from_ms(beat);
        Record { last_heartbeat, services: ServicesId::NONE, state }
    }

    #[test]
    fn a_worker_keeps_its_place_until_it_leaves_and_copies_keep_apart() {
        let mut fleet = Fleet::default();
        for (worker, beat) in [(7, 1), (2, 2), (5, 3)] {
            fleet.set(WorkerId(worker), record(beat));
        }
        let before = fleet.clone();
        fleet.set(WorkerId(2), record(4));
        fleet.remove(WorkerId(7));
        fleet.remove(WorkerId(9));
        fleet.set(WorkerId(7), record(5));
        let beats = |fleet: &Fleet| {
            let beats = fleet.iter().map(|(worker, it)| (worker.0, it.last_heartbeat.ms()));
            beats.collect::<Vec<_>>()
        };
        assert_eq!(beats(&before), [(7, 1), (2, 2), (5, 3)]);
        assert_eq!(beats(&fleet), [(2, 4), (5, 3), (7, 5)]);
        let by_worker = fleet.iter().map(|(worker, _)| fleet.get(worker).copied());
        assert!(by_worker.eq([4, 3, 5].map(|beat| Some(record(beat)))), "found where they stand");
        assert_eq!((fleet.len(), fleet.get(WorkerId(9))), (3, None));
    }
}
