//! A list of workers that is cheap to copy and cheap to make longer.
//!
//! An index is read, made longer by one and written back, over and over. Were each version a list of
//! its own, `n` registrations would copy `n²` ids. So versions share their memory: a longer one is the
//! older one and an id that is not in the shared part yet. Whoever stores it has it put there.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use super::ids::WorkerId;

/// Ids of workers in order, each once.
#[derive(Clone, Default)]
pub struct IdList {
    shared: Rc<RefCell<Shared>>,
    /// So many of the shared ids are in it.
    length: usize,
    /// And this one after them.
    last: Option<WorkerId>,
}

/// What all versions have in common, and what the longest one has more.
#[derive(Clone, Default)]
struct Shared {
    ids: Vec<WorkerId>,
    /// An id and its place.
    places: BTreeSet<(WorkerId, u32)>,
}

impl Shared {
    fn push(&mut self, id: WorkerId) {
        self.places.insert((id, self.ids.len() as u32));
        self.ids.push(id);
    }
}

impl IdList {
    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.length + usize::from(self.last.is_some())
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id at a place, counted from 0.
    pub fn get(&self, place: usize) -> Option<WorkerId> {
        if place < self.length { Some(self.shared.borrow().ids[place]) } else { self.last }
            .filter(|_| place < self.len())
    }

    /// Is an id in it?
    pub fn contains(&self, id: WorkerId) -> bool {
        let shared = self.shared.borrow();
        let found = shared.places.range((id, 0)..(id, self.length as u32)).next();
        found.is_some() || self.last == Some(id)
    }

    /// The same list with an id at its end, unless it is in there already.
    #[must_use]
    pub fn with(&self, id: WorkerId) -> Self {
        if self.contains(id) {
            return self.clone();
        }
        Self { last: Some(id), ..self.settled() }
    }

    /// The same list without an id.
    #[must_use]
    pub fn without(&self, id: WorkerId) -> Self {
        self.to_vec().into_iter().filter(|other| *other != id).collect()
    }

    /// The same list, which is to stay: all of it stands in shared memory, so that the next longer
    /// version needs no copy of it. A list that nobody keeps leaves nothing behind.
    #[must_use]
    pub fn settled(&self) -> Self {
        let Some(last) = self.last else { return self.clone() };
        let longest = self.shared.borrow().ids.len();
        if longest == self.length {
            self.shared.borrow_mut().push(last);
            return Self { shared: self.shared.clone(), length: longest + 1, last: None };
        }
        // Somebody else has made it longer in another way.
        self.to_vec().into_iter().collect()
    }

    /// The ids, in order.
    pub fn to_vec(&self) -> Vec<WorkerId> {
        let mut ids = self.shared.borrow().ids[..self.length].to_vec();
        ids.extend(self.last);
        ids
    }

    /// The ids that are in one of two lists and not in the other.
    pub fn differing(&self, other: &Self) -> BTreeSet<WorkerId> {
        let common =
            if Rc::ptr_eq(&self.shared, &other.shared) { self.length.min(other.length) } else { 0 };
        let after = |list: &Self| -> BTreeSet<WorkerId> {
            let shared = list.shared.borrow();
            shared.ids[common..list.length].iter().copied().chain(list.last).collect()
        };
        after(self).symmetric_difference(&after(other)).copied().collect()
    }
}

impl FromIterator<WorkerId> for IdList {
    fn from_iter<I: IntoIterator<Item = WorkerId>>(ids: I) -> Self {
        let mut shared = Shared::default();
        ids.into_iter().for_each(|id| shared.push(id));
        let length = shared.ids.len();
        Self { shared: Rc::new(RefCell::new(shared)), length, last: None }
    }
}

impl PartialEq for IdList {
    fn eq(&self, other: &Self) -> bool {
        self.to_vec() == other.to_vec()
    }
}

impl Eq for IdList {}

impl fmt::Debug for IdList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.to_vec()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &[u32]) -> IdList {
        ids.iter().map(|id| WorkerId(*id)).collect()
    }

    #[test]
    fn versions_of_one_list_keep_apart() {
        let base = list(&[3, 1]);
        let (one, two) = (base.with(WorkerId(7)), base.with(WorkerId(5)));
        let (one, two) = (one.settled(), two.settled());
        assert_eq!(base, list(&[3, 1]));
        assert_eq!(one.with(WorkerId(9)), list(&[3, 1, 7, 9]));
        assert_eq!(two.with(WorkerId(9)).settled(), list(&[3, 1, 5, 9]));
        assert_eq!(two.with(WorkerId(5)), two, "each once");
        assert!(base.get(2).is_none() && !base.contains(WorkerId(7)));
        assert_eq!(one.get(2), Some(WorkerId(7)));
        assert_eq!(one.without(WorkerId(1)), list(&[3, 7]));
    }

    #[test]
    fn a_list_that_nobody_keeps_costs_the_next_one_no_copy() {
        let base = list(&[1]);
        let refused = base.with(WorkerId(2));
        let kept = base.with(WorkerId(3)).settled();
        assert!(Rc::ptr_eq(&kept.shared, &base.shared));
        assert_eq!(refused, list(&[1, 2]));
        assert_eq!(refused.settled(), list(&[1, 2]), "late, and on its own");
    }

    #[test]
    fn two_lists_differ_by_what_stands_in_one_of_them() {
        let base = list(&[1, 2]);
        let (one, two) = (base.with(WorkerId(3)).settled(), base.with(WorkerId(4)));
        let ids = |ids: &[u32]| ids.iter().map(|id| WorkerId(*id)).collect::<BTreeSet<_>>();
        assert_eq!(one.differing(&two), ids(&[3, 4]));
        assert_eq!(one.differing(&base), ids(&[3]));
        assert_eq!(list(&[2, 1]).differing(&base), ids(&[]), "whatever their order");
        assert_eq!(list(&[5]).differing(&base), ids(&[1, 2, 5]));
    }
}
