//! Who sends: workers, the clients of services, the admin page. All are sources, in that order.

mod clients;

pub(super) use clients::Client;

use self::clients::clients;
use super::due::SourceId;
use crate::scenario::Scenario;
use crate::words::{Instant, Interned, WorkerId};
use crate::workload::{AdminRefresh, Crowd};

/// All who send.
#[derive(Debug)]
pub(super) struct Senders {
    pub(super) crowd: Crowd,
    /// The clients in the order of the file; the admin page comes after them.
    clients: Vec<Client>,
    pub(super) refresh: Option<AdminRefresh>,
}

/// A source, as one of its kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sender {
    Worker(WorkerId),
    /// A client, by its place among them.
    Client(u32),
}

impl Senders {
    pub(super) fn new(scenario: &Scenario, run: u32, interned: &Interned) -> Self {
        Self {
            crowd: Crowd::new(&scenario.workers, (scenario.seed, run), interned),
            clients: clients(scenario, run),
            refresh: scenario.admin.refresh.clone(),
        }
    }

    /// When each source sends first, in their order.
    pub(super) fn first_arrivals(&mut self) -> Vec<Instant> {
        let mut first = self.crowd.first_arrivals();
        first.extend(self.clients.iter_mut().map(Client::next_arrival));
        first
    }

    /// Who a source is.
    #[inline(always)]
    pub(super) fn who(&self, source: SourceId) -> Sender {
        match source.index().checked_sub(self.crowd.len()) {
            None => Sender::Worker(WorkerId(source.0)),
            Some(client) => Sender::Client(client as u32),
        }
    }

    /// The source that a worker is.
    #[inline(always)]
    pub(super) const fn worker(&self, WorkerId(worker): WorkerId) -> SourceId {
        SourceId(worker)
    }

    /// The source that a client is.
    pub(super) fn source_of(&self, client: u32) -> SourceId {
        SourceId(self.crowd.len() as u32 + client)
    }

    /// The client that is the admin page.
    pub(super) fn page(&self) -> u32 {
        self.clients.len() as u32 - 1
    }

    pub(super) fn client(&mut self, client: u32) -> &mut Client {
        &mut self.clients[client as usize]
    }
}
