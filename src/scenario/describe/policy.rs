//! The settings of a policy.

use super::Slot::{Below, CountOr, Duration, DurationOr, Load, Word, YesNo};
use super::{See, Settings, item};
use crate::coordinator::{CachePolicy, Policy, ReadPolicy, When, WritePolicy};
use crate::platform::Rules;
use crate::scenario::caps;

impl Settings for Policy {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("write", "when a heartbeat writes its record", Below(&mut self.write)));
        see(item("cache", "what is kept in the isolate's memory", Below(&mut self.cache)));
        see(item("reads", "how reads are issued", Below(&mut self.reads)));
        let doc = "how the admin page learns the ids: for nothing, by one read, by listing";
        see(item("enumerate", doc, Word(&mut self.enumerate)));
        let timeout = Duration(&mut self.health_timeout, caps::WHILE);
        see(item("health_timeout", "older records are not routed to", timeout));
    }
}

impl Settings for WritePolicy {
    fn each(&mut self, rules: &Rules, see: See<'_>) {
        // A policy that writes each heartbeat compares nothing.
        let compares = self.when == When::Changed;
        see(item("when", "each time, or on change only", Word(&mut self.when)));
        let doc =
            "what a heartbeat is compared with: the record in KV, the last one, module memory";
        see(item("baseline", doc, Word(&mut self.baseline)).listed_if(compares));
        let doc = "models are compared by their members, or never equal";
        see(item("models_compare", doc, Word(&mut self.models_compare)).listed_if(compares));
        let delta = Load(&mut self.load_delta, caps::LOAD);
        let doc = "loads that differ by more are a change";
        see(item("load_delta", doc, delta).listed_if(compares));
        let interval = Duration(&mut self.max_interval, caps::TTL);
        let doc = "an older record is written even unchanged";
        see(item("max_interval", doc, interval).listed_if(compares));
        let range = rules.expiration_ttl_min.value..=*caps::TTL.end();
        let ttl = DurationOr(&mut self.record_ttl, range, "none");
        see(item("record_ttl", "records expire after so long", ttl));
    }
}

impl Settings for CachePolicy {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let ttl = Duration(&mut self.worker_ttl, caps::TTL);
        see(item("worker_ttl", "how long a worker's record serves; 0 is off", ttl));
        let ttl = Duration(&mut self.service_ttl, caps::TTL);
        see(item("service_ttl", "how long a service's list serves; 0 is off", ttl));
        let ttl = Duration(&mut self.index_ttl, caps::TTL);
        see(item("index_ttl", "how long a service's ids serve; 0 is off", ttl));
        let most = CountOr(&mut self.max_entries, caps::MAX_ENTRIES, "unbounded");
        see(item("max_entries", "the most entries of a cache", most));
        let dropped = Word(&mut self.invalidate);
        see(item("invalidate", "which service lists a write drops", dropped));
        see(item("admin", "does the admin page use the cache?", YesNo(&mut self.admin)));
        see(item("prewarm", "is everything read at a cold start?", YesNo(&mut self.prewarm)));
    }
}

impl Settings for ReadPolicy {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let doc = "the reads of a route: one after another, or six at once";
        see(item("fanout", doc, Word(&mut self.fanout)));
        let doc = "do concurrent misses of one key share a read?";
        see(item("coalesce", doc, YesNo(&mut self.coalesce)));
        let doc = "a route knows a service's ids for nothing, or reads them";
        see(item("index", doc, Word(&mut self.index)));
    }
}
