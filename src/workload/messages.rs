//! What a worker says in its next message, and what becomes of the one after it.

use super::crowd::Crowd;
use super::load::{load_at, walk};
use super::worker::{Mode, NextMessage, Worker, jitter};
use crate::words::{Instant, ModelsId, Status, WorkerId, WorkerState};

/// What a worker sends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Message {
    /// What it says of itself.
    pub state: WorkerState,
    /// Is it a registration? Otherwise it is a heartbeat.
    pub is_registration: bool,
}

impl Crowd {
    /// What a plain heartbeat of a worker says, and when its next message arrives: for a worker that
    /// neither goes nor comes, which is what most are. `None` where its message takes [`Self::send`]
    /// to write.
    #[inline(always)]
    pub fn beat(&mut self, id: WorkerId) -> Option<(WorkerState, NextMessage)> {
        let worker = &mut self.workers[id.0 as usize];
        let group = &self.groups[usize::from(worker.group)];
        if worker.mode != Mode::Beats {
            return None;
        }
        let sent = worker.due;
        let load = load_at(&group.load, worker.walked, sent);
        let next = worker.plan_beat(group);
        let mut state = WorkerState { load, models: ModelsId(0), status: Status::Online };
        if worker.has_clocks {
            state.models = self.models(id, sent);
            return Some((state, self.bow(id, sent, next)));
        }
        Some((state, next))
    }

    /// What becomes of the message that is planned next, where an outage comes before it.
    #[inline(never)]
    fn bow(&mut self, id: WorkerId, sent: Instant, next: NextMessage) -> NextMessage {
        if next == NextMessage::AfterReply {
            return next;
        }
        self.bow_to_outage(id, sent);
        NextMessage::At(self.arrival(id))
    }

    fn models(&mut self, id: WorkerId, sent: Instant) -> ModelsId {
        let clocks = self.clocks.get_mut(id.0 as usize);
        let models = clocks.and_then(|clocks| clocks.models.as_mut());
        ModelsId(models.map_or(0, |clock| clock.changes(sent)))
    }

    /// The message of a worker that arrives now, and when its next one will. Any worker's, and the
    /// same as [`Self::beat`] says of a plain heartbeat.
    pub fn send(&mut self, id: WorkerId) -> (Message, NextMessage) {
        let Worker { due: sent, mode, .. } = *self.worker(id);
        let mut state = self.state(id, sent);
        if mode == Mode::GoesOffline {
            state.status = Status::Offline;
            let up_at = self.outages(id).map_or(Instant::NEVER, |clock| clock.up_at);
            let worker = self.worker(id);
            (worker.mode, worker.due) = (Mode::Registers, up_at);
            let next = NextMessage::At(self.arrival(id));
            return (Message { state, is_registration: false }, next);
        }
        let message = Message { state, is_registration: mode == Mode::Registers };
        let clocks = self.clocks.get_mut(id.0 as usize);
        if let Some(clock) = clocks.and_then(|clocks| clocks.outages.as_mut())
            && mode == Mode::Registers
            && clock.up_at <= sent
        {
            clock.plan_next();
        }
        let worker = &mut self.workers[id.0 as usize];
        worker.mode = Mode::Beats;
        let next = worker.plan_beat(&self.groups[usize::from(worker.group)]);
        (message, self.bow(id, sent, next))
    }

    /// The reply to a worker's message came back: when its next one arrives.
    pub fn replied(&mut self, id: WorkerId, reply: Instant) -> Instant {
        let worker = &mut self.workers[id.0 as usize];
        let group = &self.groups[usize::from(worker.group)];
        let draw = worker.draw(group);
        worker.walked = walk(&group.load, worker.walked, draw);
        worker.due = reply.plus(group.heartbeat.every).plus(jitter(&group.heartbeat, draw));
        self.bow_to_outage(id, reply);
        self.arrival(id)
    }

    /// A worker waits before it sends a request once more, and goes down before it does: when its
    /// registration arrives after that.
    pub fn goes_down(&mut self, id: WorkerId, not_before: Instant) -> Instant {
        let up_at = self.outages(id).map_or(not_before, |clock| clock.up_at.max(not_before));
        let worker = self.worker(id);
        (worker.due, worker.mode) = (up_at, Mode::Registers);
        self.arrival(id)
    }

    /// What a worker says of itself in a message beside its planned ones: a registration because the
    /// coordinator does not know it, a request sent once more.
    pub fn state(&mut self, id: WorkerId, sent: Instant) -> WorkerState {
        let load = load_at(&self.group(id).load, self.workers[id.0 as usize].walked, sent);
        WorkerState { load, models: self.models(id, sent), status: Status::Online }
    }

    /// Where an outage begins before the next message is sent, that message is another one.
    pub(super) fn bow_to_outage(&mut self, id: WorkerId, not_before: Instant) {
        let Some(clock) = self.outages(id) else { return };
        let (down_from, up_at, is_graceful) = (clock.down_from, clock.up_at, clock.says_goodbye);
        let worker = self.worker(id);
        if worker.due < down_from {
            return;
        }
        // Who is not there yet, or waits for a reply while it goes down, says no goodbye.
        let says_so = is_graceful && worker.mode == Mode::Beats && not_before <= down_from;
        (worker.due, worker.mode) = if says_so {
            (down_from, Mode::GoesOffline)
        } else {
            (up_at.max(not_before), Mode::Registers)
        };
    }
}
