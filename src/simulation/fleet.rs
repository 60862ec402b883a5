//! The isolates: which one a request reaches, when they die, and what each has in flight.
//!
//! An isolate's end is noticed when the next request would have reached it: then another is born in
//! its place, with empty caches. What the old one has in flight it still ends.

use super::ledger::Ledger;
use super::program::Program;
use crate::platform::{IsolateFate, IsolateSettings};
use crate::words::{CacheName, Instant, RequestKind, Span, WorkerId};

/// Who sent a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// A worker; `awaited`: its next message comes after the reply.
    Worker { id: u32, awaited: bool },
    /// A client, by its place in the traffic, or the admin page after them.
    Client(u32),
    /// A row of a trace, about this worker where it is about one: nobody waits for the reply. Its
    /// source is the number of its isolate's place.
    Recorded(Option<WorkerId>),
}

/// The isolate that a request reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reached {
    /// Its place, counted through all colos in their order.
    pub place: usize,
    /// Was it born for this request, in the place of another one?
    pub replaces: bool,
    pub(super) isolate: usize,
}

/// One sending of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Visit {
    pub(super) origin: Origin,
    /// The colo that it reaches.
    pub(super) colo: u32,
    /// The how many-th attempt it is, from 1.
    pub(super) attempt: u32,
}

impl Visit {
    /// The first attempt.
    pub(super) fn first(origin: Origin, colo: usize) -> Self {
        Self { origin, colo: colo as u32, attempt: 1 }
    }
}

/// A request that waits for KV, as the world sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct InFlight {
    pub(super) visit: Visit,
    pub(super) kind: RequestKind,
    pub(super) arrived: Instant,
    /// Operations that it has made, refused ones among them.
    pub(super) operations: u32,
}

/// One isolate.
#[derive(Clone, Debug)]
pub(super) struct Isolate<P> {
    pub(super) program: P,
    /// By the number of the task; places are used again.
    pub(super) requests: Vec<InFlight>,
    /// Requests that have not ended, and operations that have not returned.
    pub(super) busy: u32,
    /// Another one was born in its place.
    retired: bool,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    isolate: usize,
    last_used: Instant,
    dies_at: Instant,
    /// Deploys and updates of its colo's runtime that there had been when it was born.
    ended: u32,
}

impl Place {
    /// Without an isolate.
    const EMPTY: Self =
        Self { isolate: usize::MAX, last_used: Instant::START, dies_at: Instant::NEVER, ended: 0 };
}

/// One data centre.
#[derive(Clone, Copy, Debug)]
struct Colo {
    /// Its places are the next so many from here on.
    first: usize,
    isolates: usize,
    next_update: Instant,
    updates: u32,
}

/// All isolates of a run.
#[derive(Clone, Debug)]
pub(super) struct Fleet<P> {
    isolates: Vec<Isolate<P>>,
    /// Retired isolates that have nothing in flight: their numbers are free.
    free: Vec<usize>,
    places: Vec<Place>,
    colos: Vec<Colo>,
    fate: IsolateFate,
    idle_timeout: Option<Span>,
    /// May an isolate die at all?
    mortal: bool,
    next_deploy: Instant,
    deploys: u32,
}

impl<P: Program> Fleet<P> {
    /// The isolates at the start; each is born with its first request.
    pub(super) fn new(settings: &IsolateSettings, mut fate: IsolateFate) -> Self {
        let mut count = 0;
        let mut colos = Vec::new();
        for (number, colo) in settings.colos.iter().enumerate() {
            let isolates = colo.isolates as usize;
            let next_update = fate.update_after(number, Instant::START);
            colos.push(Colo { first: count, isolates, next_update, updates: 0 });
            count += isolates;
        }
        let mut fleet = Self {
            isolates: Vec::new(),
            free: Vec::new(),
            places: vec![Place::EMPTY; count],
            colos,
            fate,
            idle_timeout: settings.idle_timeout,
            mortal: settings.may_die(),
            next_deploy: Instant::NEVER,
            deploys: 0,
        };
        fleet.next_deploy = fleet.fate.deploy_after(Instant::START);
        fleet
    }

    /// The isolate that a request of this source reaches in a colo, born now where there is none.
    #[inline(always)]
    pub(super) fn reach(
        &mut self,
        (source, colo): (usize, usize),
        now: Instant,
        (ledger, new): (&mut Ledger, &impl Fn() -> P),
    ) -> Reached {
        let at = if self.places.len() == 1 {
            0
        } else {
            let Colo { first, isolates, .. } = self.colos[colo];
            first + self.fate.isolate_of(source, isolates)
        };
        let isolate = self.places[at].isolate;
        if isolate != usize::MAX && !self.mortal {
            return Reached { place: at, replaces: false, isolate };
        }
        self.reach_mortal((at, colo), now, (ledger, new))
    }

    fn reach_mortal(
        &mut self,
        (at, colo): (usize, usize),
        now: Instant,
        (ledger, new): (&mut Ledger, &impl Fn() -> P),
    ) -> Reached {
        while self.next_deploy <= now {
            self.deploys += 1;
            self.next_deploy = self.fate.deploy_after(self.next_deploy);
        }
        let site = &mut self.colos[colo];
        while site.next_update <= now {
            site.updates += 1;
            site.next_update = self.fate.update_after(colo, site.next_update);
        }
        let ended = self.deploys + site.updates;
        let place = &mut self.places[at];
        let idle = now.since(place.last_used);
        place.last_used = now;
        let lives = place.isolate != usize::MAX
            && now < place.dies_at
            && place.ended == ended
            && self.idle_timeout.is_none_or(|timeout| idle <= timeout);
        let replaces = !lives && place.isolate != usize::MAX;
        if !lives {
            if replaces {
                self.retire(at, ledger);
            }
            let isolate = self.born(new());
            let dies_at = self.fate.end_of_life(now);
            self.places[at] = Place { isolate, last_used: now, dies_at, ended };
            ledger.start_cold(colo);
        }
        Reached { place: at, replaces, isolate: self.places[at].isolate }
    }

    /// The isolate at a place of a trace, born now where there is none; only the trace ends it.
    #[inline]
    pub(super) fn reach_place(
        &mut self,
        (at, colo): (usize, usize),
        (ledger, new): (&mut Ledger, &impl Fn() -> P),
    ) -> Reached {
        if at >= self.places.len() {
            self.places.resize(at + 1, Place::EMPTY);
        }
        if self.places[at].isolate == usize::MAX {
            self.places[at].isolate = self.born(new());
            ledger.start_cold(colo);
        }
        Reached { place: at, replaces: false, isolate: self.places[at].isolate }
    }

    /// Ends the isolate at a place, where there is one: the next request there is a new one's first.
    pub(super) fn empty(&mut self, at: usize, ledger: &mut Ledger) {
        if self.places.get(at).is_some_and(|place| place.isolate != usize::MAX) {
            self.retire(at, ledger);
            self.places[at].isolate = usize::MAX;
        }
    }

    fn born(&mut self, program: P) -> usize {
        let isolate = Isolate { program, requests: Vec::new(), busy: 0, retired: false };
        match self.free.pop() {
            Some(number) => {
                self.isolates[number] = isolate;
                number
            }
            None => {
                self.isolates.push(isolate);
                self.isolates.len() - 1
            }
        }
    }

    fn retire(&mut self, at: usize, ledger: &mut Ledger) {
        let number = self.places[at].isolate;
        let isolate = &mut self.isolates[number];
        add_lookups(ledger, &isolate.program);
        isolate.retired = true;
        self.release(number);
    }

    /// Frees the number of a retired isolate that has nothing in flight.
    pub(super) fn release(&mut self, number: usize) {
        if self.isolates[number].retired && self.isolates[number].busy == 0 {
            self.isolates[number].retired = false;
            self.free.push(number);
        }
    }

    #[inline]
    pub(super) fn isolate(&mut self, number: usize) -> &mut Isolate<P> {
        &mut self.isolates[number]
    }

    fn living(&self) -> impl Iterator<Item = &Isolate<P>> {
        let places = self.places.iter().filter(|place| place.isolate != usize::MAX);
        places.map(|place| &self.isolates[place.isolate])
    }

    /// Looks at the memory of all living isolates.
    pub(super) fn weigh(&self, ledger: &mut Ledger) {
        let mut held = [(0, 0); CacheName::COUNT];
        for isolate in self.living() {
            let stats = isolate.program.stats();
            for (held, cache) in held.iter_mut().zip(&stats.caches) {
                held.0 += cache.entries;
                held.1 += cache.bytes;
            }
        }
        for (cache, (entries, bytes)) in ledger.caches.iter_mut().zip(held) {
            cache.entries = cache.entries.max(entries);
            cache.bytes = cache.bytes.max(bytes);
        }
        ledger.memory_bytes = ledger.memory_bytes.max(held.iter().map(|(_, bytes)| bytes).sum());
    }

    /// The end of the run: what the living isolates have looked up.
    pub(super) fn finish(&self, ledger: &mut Ledger) {
        for isolate in self.living() {
            add_lookups(ledger, &isolate.program);
        }
    }
}

fn add_lookups(ledger: &mut Ledger, program: &impl Program) {
    for (sum, cache) in ledger.caches.iter_mut().zip(&program.stats().caches) {
        sum.hits += cache.hits;
        sum.lookups += cache.lookups();
    }
}
