//! The isolates: which one a request reaches, when they die, and what each has in flight.
//!
//! An isolate's end is noticed when the next request would have reached it: then another is born in
//! its place, with empty caches. What the old one has in flight it still ends.

mod held;

use crate::platform::{IsolateFate, IsolateSettings};
use crate::program::{Birth, Deployed, Program};
use crate::simulation::due::SourceId;
use crate::simulation::ledger::Ledger;
use crate::words::{Instant, Interned, Span};

use super::isolate::{Isolate, Place};

/// The isolate that a request reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reached {
    /// Its place, counted through all colos in their order.
    pub place: usize,
    /// Was it born for this request, in the place of another one?
    pub replaces: bool,
    pub(in crate::simulation) isolate: usize,
}

/// In place of the number of ends that an isolate was born after: it has ended, whatever comes.
const OVER: u32 = u32::MAX;

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
#[derive(Debug)]
pub(in crate::simulation) struct Fleet<'d, D: Deployed> {
    deployed: &'d D,
    interned: Interned,
    births: u32,
    isolates: Vec<Isolate<D::Program>>,
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

impl<'d, D: Deployed> Fleet<'d, D> {
    /// The isolates at the start; each is born with its first request.
    pub(in crate::simulation) fn new(
        (deployed, interned): (&'d D, Interned),
        settings: &IsolateSettings,
        mut fate: IsolateFate,
    ) -> Self {
        let mut count = 0;
        let mut colos = Vec::new();
        for (number, colo) in settings.colos.iter().enumerate() {
            let isolates = colo.isolates as usize;
            let next_update = fate.update_after(number, Instant::START);
            colos.push(Colo { first: count, isolates, next_update, updates: 0 });
            count += isolates;
        }
        let mut fleet = Self {
            deployed,
            interned,
            births: 0,
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
    /// `is_kept`: by [`Self::next_idle`] no idle one ends by now, though not all who use it may have got
    /// as far yet.
    #[inline(always)]
    pub(in crate::simulation) fn reach(
        &mut self,
        (source, colo): (SourceId, usize),
        (now, is_kept): (Instant, bool),
        ledger: &mut Ledger,
    ) -> Reached {
        let at = self.place_of(source, colo);
        match self.places[at].isolate {
            Some(isolate) if !self.mortal => Reached { place: at, replaces: false, isolate },
            _ => self.reach_mortal((at, colo), (now, is_kept), ledger),
        }
    }

    /// The place whose isolate a request of this source reaches.
    #[inline(always)]
    fn place_of(&mut self, source: SourceId, colo: usize) -> usize {
        if self.places.len() == 1 {
            return 0;
        }
        let Colo { first, isolates, .. } = self.colos[colo];
        first + self.fate.isolate_of(source.index(), isolates)
    }

    /// Counts the deploys, and the updates of a colo's runtime, that have come by now.
    fn count_ends(&mut self, colo: usize, now: Instant) {
        while self.next_deploy <= now {
            self.deploys += 1;
            self.next_deploy = self.fate.deploy_after(self.next_deploy);
        }
        let site = &mut self.colos[colo];
        while site.next_update <= now {
            site.updates += 1;
            site.next_update = self.fate.update_after(colo, site.next_update);
        }
    }

    /// When several isolates end at once next, after now.
    pub(in crate::simulation) fn next_end(&mut self, now: Instant) -> Instant {
        for colo in 0..self.colos.len() {
            self.count_ends(colo, now);
        }
        self.colos.iter().map(|colo| colo.next_update).fold(self.next_deploy, Instant::min)
    }

    /// The first time at which an isolate that nobody keeps may be over, after now, when all that was
    /// before has happened. One that is by now ends with the next request.
    pub(in crate::simulation) fn next_idle(&mut self, now: Instant) -> Instant {
        let Some(timeout) = self.idle_timeout else { return Instant::NEVER };
        let over = |used: Instant| used.plus(timeout).plus(Span::from_ms(1));
        // Another that is born from now on.
        let mut next = over(now);
        for place in &mut self.places {
            let Some(isolate) = place.isolate else { continue };
            match over(self.isolates[isolate].last_used) {
                by_now if by_now <= now => place.ended = OVER,
                later => next = next.min(later),
            }
        }
        next
    }

    /// The isolate that a source reaches, where that ends and begins nothing: asked after
    /// [`Self::next_end`] and [`Self::next_idle`], and before the times that they gave.
    #[inline]
    pub(in crate::simulation) fn stands(&mut self, source: SourceId, colo: usize) -> Option<usize> {
        let at = self.place_of(source, colo);
        let place = self.places[at];
        place.isolate.filter(|_| place.ended == self.deploys + self.colos[colo].updates)
    }

    fn reach_mortal(
        &mut self,
        (at, colo): (usize, usize),
        (now, is_kept): (Instant, bool),
        ledger: &mut Ledger,
    ) -> Reached {
        self.count_ends(colo, now);
        let ended = self.deploys + self.colos[colo].updates;
        let place = self.places[at];
        if let Some(isolate) = place.isolate
            && now < place.dies_at
            && place.ended == ended
        {
            let living = &mut self.isolates[isolate];
            let idle = now.since(living.last_used);
            if is_kept || self.idle_timeout.is_none_or(|timeout| idle <= timeout) {
                // A worker that has gone on alone may have used it later already.
                living.last_used = living.last_used.max(now);
                return Reached { place: at, replaces: false, isolate };
            }
        }
        let replaces = place.isolate.is_some();
        self.empty(at, ledger);
        let isolate = self.born(colo, now);
        let dies_at = self.fate.end_of_life(now);
        self.places[at] = Place { isolate: Some(isolate), dies_at, ended };
        ledger.start_cold(colo);
        Reached { place: at, replaces, isolate }
    }

    /// The isolate at a place of a trace, born now where there is none; only the trace ends it.
    #[inline]
    pub(in crate::simulation) fn reach_place(
        &mut self,
        (at, colo): (usize, usize),
        ledger: &mut Ledger,
    ) -> Reached {
        if at >= self.places.len() {
            self.places.resize(at + 1, Place::EMPTY);
        }
        let isolate = self.places[at].isolate.unwrap_or_else(|| {
            ledger.start_cold(colo);
            self.born(colo, Instant::START)
        });
        self.places[at].isolate = Some(isolate);
        Reached { place: at, replaces: false, isolate }
    }

    /// Ends the isolate at a place, where there is one: the next request there is a new one's first.
    pub(in crate::simulation) fn empty(&mut self, at: usize, ledger: &mut Ledger) {
        let isolate = self.places.get_mut(at).and_then(|place| place.isolate.take());
        if let Some(number) = isolate {
            let isolate = &mut self.isolates[number];
            add_lookups(ledger, &isolate.program);
            isolate.retired = true;
            self.release(number);
        }
    }

    fn born(&mut self, colo: usize, now: Instant) -> usize {
        let (number, interned) = (self.births, self.interned.clone());
        self.births += 1;
        let program = self.deployed.born(Birth { number, colo: colo as u32, interned });
        let isolate = Isolate::new(program, now);
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

    /// Frees the number of a retired isolate that has nothing in flight.
    pub(in crate::simulation) fn release(&mut self, number: usize) {
        if self.isolates[number].retired && self.isolates[number].busy == 0 {
            self.isolates[number].retired = false;
            self.free.push(number);
        }
    }

    #[inline]
    pub(in crate::simulation) fn isolate(&mut self, number: usize) -> &mut Isolate<D::Program> {
        &mut self.isolates[number]
    }

    /// An isolate's program has died: the next request at its place is a new one's first.
    #[cold]
    pub(in crate::simulation) fn bury(&mut self, number: usize, ledger: &mut Ledger) {
        if let Some(at) = self.places.iter().position(|place| place.isolate == Some(number)) {
            self.empty(at, ledger);
        }
    }

    fn living(&self) -> impl Iterator<Item = &Isolate<D::Program>> {
        self.places.iter().filter_map(|place| Some(&self.isolates[place.isolate?]))
    }
}

fn add_lookups(ledger: &mut Ledger, program: &impl Program) {
    for (sum, cache) in ledger.caches.iter_mut().zip(&program.stats().caches) {
        sum.hits += cache.hits;
        sum.lookups += cache.lookups();
    }
}
