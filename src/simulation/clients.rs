//! Who sends requests that are not a worker's: the clients of each service, and the admin page.

use crate::coordinator::Request;
use crate::scenario::Scenario;
use crate::words::{ServiceId, source_of};
use crate::workload::{ArrivalSource, ColoSource, Retry};

/// Who sends requests that are not a worker's.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// The service that it asks for; `None`: it loads the admin page.
    service: Option<ServiceId>,
    pub(super) arrivals: ArrivalSource,
    pub(super) colos: ColoSource,
    pub(super) retry: Retry,
}

impl Client {
    pub(super) fn request(&self) -> Request {
        self.service.map_or(Request::Admin, |service| Request::Route { service })
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
        clients.push(Client {
            service: Some(traffic.service),
            arrivals: ArrivalSource::new(&traffic.arrivals, traffic.requests_per_day, stream),
            colos: ColoSource::new(traffic.colo, &shares, stream),
            retry: traffic.retry,
        });
    }
    let admin = &scenario.admin;
    let stream = (seed, run, source_of("the admin page", 0));
    clients.push(Client {
        service: None,
        arrivals: ArrivalSource::new(&admin.arrivals, admin.loads_per_day, stream),
        colos: ColoSource::new(admin.colo, &shares, stream),
        retry: Retry::NONE,
    });
    clients
}
