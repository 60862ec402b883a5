//! The names of workers' and indexes' keys, where a list is to find them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::coordinator::Enumerate;
use crate::platform::Naming;
use crate::scenario::Scenario;
use crate::words::{Key, ServiceId, WorkerId};

/// The names as a scenario has them, where its policy lists.
pub(super) fn scenario_names(scenario: &Scenario) -> Naming {
    if scenario.policy.enumerate != Enumerate::List {
        return Box::new(|_| None);
    }
    let services = scenario.services.clone();
    let mut groups = Vec::new();
    let mut first = 0;
    for group in &scenario.workers {
        groups.push((first, group.name.clone()));
        first += group.count;
    }
    Box::new(move |key| match key {
        Key::Worker(WorkerId(worker)) => {
            let at = groups.partition_point(|(first, _)| *first <= worker).checked_sub(1)?;
            let (first, name) = &groups[at];
            Some(format!("worker:{name}-{}", worker - first).into())
        }
        Key::Index(ServiceId(service)) => {
            Some(format!("service:{}", services.get(usize::from(service))?).into())
        }
        Key::Capabilities(_) | Key::Everyone | Key::Fleet | Key::Named(_) => None,
    })
}

/// The names that a trace has given to workers so far, where its policy lists.
#[derive(Clone, Debug)]
pub(super) struct TraceNames {
    workers: Option<Rc<RefCell<Vec<Rc<str>>>>>,
}

impl TraceNames {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let lists = scenario.policy.enumerate == Enumerate::List;
        Self { workers: lists.then(Rc::default) }
    }

    /// Asks for the names of workers that it does not know yet, up to this one.
    #[inline]
    pub(super) fn learn(&mut self, worker: WorkerId, name: impl Fn(u32) -> String) {
        if let Some(workers) = &self.workers {
            let mut workers = workers.borrow_mut();
            while workers.len() <= worker.0 as usize {
                let next = name(workers.len() as u32);
                workers.push(format!("worker:{next}").into());
            }
        }
    }

    /// The names of keys as they are known by then.
    pub(super) fn naming(&self) -> Naming {
        let workers = self.workers.clone();
        Box::new(move |key| match key {
            Key::Worker(WorkerId(worker)) => {
                workers.as_ref()?.borrow().get(worker as usize).cloned()
            }
            _ => None,
        })
    }
}
