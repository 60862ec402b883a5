//! What a run writes down once and speaks of by number: names of keys, lists of services.
//!
//! A run is on one thread, and all its isolates and its namespace share these tables.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::ids::{NameId, ServiceId, ServiceList, ServicesId};

/// The tables of a run; copying it copies a pointer.
#[derive(Clone, Debug, Default)]
pub struct Interned {
    names: Rc<RefCell<Table<str>>>,
    services: Rc<RefCell<Table<[ServiceId]>>>,
}

impl Interned {
    /// The number of a name: the same for the same name, the next one for a new name.
    ///
    /// # Panics
    /// With more than 2³² names.
    pub fn name(&self, name: &str) -> NameId {
        NameId(self.names.borrow_mut().number(name))
    }

    /// The name of a number that [`Self::name`] gave.
    pub fn text(&self, NameId(number): NameId) -> Rc<str> {
        self.names.borrow().written[number as usize].clone()
    }

    /// The number of a list of services. The empty list is number 0, whoever asks first.
    pub fn services(&self, list: &ServiceList) -> ServicesId {
        if list.as_slice().is_empty() {
            return ServicesId::NONE;
        }
        ServicesId(self.services.borrow_mut().number(list.as_slice()) + 1)
    }

    /// The list of a number that [`Self::services`] gave: in order, each service once.
    pub fn list(&self, services: ServicesId) -> Rc<[ServiceId]> {
        match services.0.checked_sub(1) {
            Some(number) => self.services.borrow().written[number as usize].clone(),
            None => Rc::from([]),
        }
    }
}

/// Things by number, and their numbers.
#[derive(Debug)]
struct Table<T: ?Sized> {
    written: Vec<Rc<T>>,
    numbers: BTreeMap<Rc<T>, u32>,
}

impl<T: ?Sized> Default for Table<T> {
    fn default() -> Self {
        Self { written: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<T: ?Sized + Ord> Table<T>
where
    Rc<T>: for<'t> From<&'t T>,
{
    fn number(&mut self, thing: &T) -> u32 {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        let number = self.written.len();
        assert!(number < u32::MAX as usize, "{number} things are written down");
        let thing: Rc<T> = Rc::from(thing);
        self.numbers.insert(thing.clone(), number as u32);
        self.written.push(thing);
        number as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_has_one_number() {
        let tables = Interned::default();
        let other = tables.clone();
        let (one, two) = (tables.name("count"), other.name("total"));
        assert_ne!(one, two);
        assert_eq!(other.name("count"), one);
        assert_eq!(&*tables.text(two), "total", "the tables are shared");
        let list = ServiceList::new([ServiceId(4), ServiceId(1)]);
        let services = tables.services(&list);
        assert_eq!(&*other.list(services), list.as_slice());
        assert_ne!(tables.services(&ServiceList::new([ServiceId(1), ServiceId(4)])), services);
        assert_eq!(tables.services(&ServiceList::default()), ServicesId::NONE);
        assert_eq!(*tables.list(ServicesId::NONE), []);
    }
}
