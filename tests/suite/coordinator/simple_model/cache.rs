//! The cache of the second model: a list in order of use, searched from end to end.
//!
//! It never forgets why an entry left, so that a miss can say what it was for want of.

use std::collections::HashMap;

use kvplan::program::Miss;

/// What is held under one key.
struct Slot<V> {
    key: u32,
    value: V,
    cached_at: u64,
}

/// A bounded cache; times in milliseconds.
pub struct SimpleCache<V> {
    ttl: u64,
    most: Option<u32>,
    /// The least recently used first.
    slots: Vec<Slot<V>>,
    /// What was held once and left, why, and when it had been cached.
    gone: HashMap<u32, (Miss, u64)>,
    pub hits: u64,
    /// In the order of `Miss::ALL`.
    pub misses: [u64; Miss::COUNT],
}

impl<V: Clone> SimpleCache<V> {
    pub fn new(ttl: u64, most: Option<u32>) -> Self {
        Self {
            ttl,
            // The rules do not say what a bound of zero means; the coordinator takes it for one.
            most: most.map(|most| most.max(1)),
            slots: Vec::new(),
            gone: HashMap::new(),
            hits: 0,
            misses: [0; Miss::COUNT],
        }
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// The value of any age, and its age; no lookup.
    pub fn peek(&self, key: u32, now: u64) -> Option<(V, u64)> {
        let slot = self.slots.iter().find(|slot| slot.key == key)?;
        Some((slot.value.clone(), now - slot.cached_at))
    }

    /// The value where it is fresh, which counts as use; else why it is not.
    pub fn look(
        &mut self,
        key: u32,
        now: u64,
        rule: &mut impl FnMut(&'static str),
    ) -> Result<V, Miss> {
        if let Some(place) = self.slots.iter().position(|slot| slot.key == key) {
            let age = now - self.slots[place].cached_at;
            if age < self.ttl {
                if place == 0 && self.len() > 1 && self.most == Some(self.len() as u32) {
                    rule("a hit saves the entry that was to go next");
                }
                let slot = self.slots.remove(place);
                let value = slot.value.clone();
                self.slots.push(slot);
                self.hits += 1;
                return Ok(value);
            }
            if age == self.ttl {
                rule("an entry exactly as old as its TTL is stale");
            }
            return Err(self.missed(Miss::Expired));
        }
        let why = match self.gone.get(&key) {
            None => Miss::Cold,
            Some((why, cached_at)) if now - cached_at >= self.ttl => {
                rule(match why {
                    Miss::Evicted => "evicted, and too old anyway",
                    _ => "invalidated, and too old anyway",
                });
                Miss::Expired
            }
            Some((why, _)) => *why,
        };
        Err(self.missed(why))
    }

    fn missed(&mut self, why: Miss) -> Miss {
        let place = Miss::ALL.iter().position(|miss| *miss == why).expect("one of all");
        self.misses[place] += 1;
        why
    }

    /// Holds the value from now on, the most recently used; says whether another had to go.
    pub fn put(&mut self, key: u32, value: V, now: u64) -> bool {
        self.slots.retain(|slot| slot.key != key);
        self.gone.remove(&key);
        self.slots.push(Slot { key, value, cached_at: now });
        let full = self.most.is_some_and(|most| self.slots.len() > most as usize);
        if full {
            let out = self.slots.remove(0);
            self.gone.insert(out.key, (Miss::Evicted, out.cached_at));
        }
        full
    }

    /// Changes the value under a key, nothing else.
    pub fn amend(&mut self, key: u32, change: impl FnOnce(&mut V)) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.key == key) {
            change(&mut slot.value);
        }
    }

    /// Drops what has changed.
    pub fn invalidate(&mut self, key: u32) {
        if let Some(place) = self.slots.iter().position(|slot| slot.key == key) {
            let out = self.slots.remove(place);
            self.gone.insert(key, (Miss::Invalidated, out.cached_at));
        }
    }

    pub fn invalidate_all(&mut self) {
        for slot in self.slots.drain(..) {
            self.gone.insert(slot.key, (Miss::Invalidated, slot.cached_at));
        }
    }
}
