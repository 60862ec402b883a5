//! Things in numbered places; the number of a place that was given back is used again.

/// The things.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    places: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    /// A place of one's own, with nothing in it.
    pub(super) fn reserve(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.places.push(None);
            self.places.len() as u32 - 1
        })
    }

    /// Puts a thing into a reserved place.
    pub(super) fn fill(&mut self, number: u32, thing: T) {
        self.places[number as usize] = Some(thing);
    }

    /// Takes a thing out of its place, which stays reserved.
    ///
    /// # Panics
    /// Where there is none: a bug of the caller.
    pub(super) fn lift(&mut self, number: u32) -> T {
        let thing = self.places.get_mut(number as usize).and_then(Option::take);
        thing.unwrap_or_else(|| panic!("nothing waits at {number}"))
    }

    /// Gives a place back in which there is nothing.
    pub(super) fn release(&mut self, number: u32) {
        self.free.push(number);
    }

    /// Puts a thing into a place of its own.
    pub(super) fn put(&mut self, thing: T) -> u32 {
        let number = self.reserve();
        self.fill(number, thing);
        number
    }

    /// Takes a thing out for good; see [`Self::lift`].
    pub(super) fn take(&mut self, number: u32) -> T {
        let thing = self.lift(number);
        self.release(number);
        thing
    }

    /// What stands at a number.
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.places.get(number as usize)?.as_ref()
    }

    /// Is no place in use?
    pub(super) fn is_empty(&self) -> bool {
        self.free.len() == self.places.len()
    }

    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// Where a place is reserved and nothing is in it, or the other way round: a bug.
    pub(super) fn validate(&self) {
        let held = self.places.iter().flatten().count();
        assert_eq!(held + self.free.len(), self.places.len(), "things held and places free");
    }
}
