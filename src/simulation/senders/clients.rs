//! Who sends requests that are not a worker's: the clients of each service, and the admin page.

use crate::program::Request;
use crate::scenario::Scenario;
use crate::words::{Instant, ServiceId, mix, source_of};
use crate::workload::{ArrivalSource, ColoSource, Retry};

/// Who sends requests that are not a worker's.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Client {
    /// The service that it asks for; `None`: it loads the admin page.
    service: Option<ServiceId>,
    arrivals: ArrivalSource,
    colos: ColoSource,
    pub(in crate::simulation) retry: Retry,
    /// Names its next request where delays are drawn.
    drawn_for: u64,
}

impl Client {
    fn new(
        service: Option<ServiceId>,
        (arrivals, colos): (ArrivalSource, ColoSource),
        retry: Retry,
        source: u64,
    ) -> Self {
        // A worker may have the same name.
        let drawn_for = mix(!source);
        Self { service, arrivals, colos, retry, drawn_for }
    }

    pub(in crate::simulation) fn request(&self) -> Request {
        self.service.map_or(Request::Admin, |service| Request::Route { service })
    }

    /// When it sends next, after what it sends now.
    pub(in crate::simulation) fn next_arrival(&mut self) -> Instant {
        self.arrivals.next_arrival()
    }

    /// The colo that its next request reaches.
    pub(in crate::simulation) fn next_colo(&mut self) -> usize {
        self.colos.next_colo()
    }

    /// A name for its next request: several may come at once, and each has delays of its own.
    pub(in crate::simulation) fn next_name(&mut self) -> u64 {
        self.drawn_for = mix(self.drawn_for);
        self.drawn_for
    }
}

/// The clients of a run, and the admin page after them.
pub(super) fn clients(scenario: &Scenario, run: u32) -> Vec<Client> {
    let seed = scenario.seed;
    let shares: Vec<f64> = scenario.isolates.colos.iter().map(|colo| colo.share).collect();
    let mut clients = Vec::new();
    for (number, traffic) in scenario.traffic.iter().enumerate() {
        let before = &scenario.traffic[..number];
        let twins = before.iter().filter(|other| other.service == traffic.service).count();
        let name = scenario.service_name(traffic.service);
        let stream = (seed, run, source_of(name, twins as u32));
        let arrivals = ArrivalSource::new(&traffic.arrivals, traffic.requests_per_day, stream);
        let colos = ColoSource::new(traffic.colo, &shares, stream);
        let service = Some(traffic.service);
        clients.push(Client::new(service, (arrivals, colos), traffic.retry, stream.2));
    }
    let admin = &scenario.admin;
    let stream = (seed, run, source_of("the admin page", 0));
    let arrivals = ArrivalSource::new(&admin.arrivals, admin.loads_per_day, stream);
    let colos = ColoSource::new(admin.colo, &shares, stream);
    clients.push(Client::new(None, (arrivals, colos), Retry::NONE, stream.2));
    clients
}
