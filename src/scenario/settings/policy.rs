//! The settings of a policy, under the names of the policy's table.

use super::{Listing, or_none, yes_no};
use crate::coordinator::{
    Baseline, CachePolicy, Enumerate, Fanout, Invalidate, ModelsCompare, Policy, ReadPolicy,
    RouteIndex, When, WritePolicy,
};
use crate::scenario::path::Path;

pub(super) fn policy(listing: &mut Listing, policy: &Policy) {
    let section = Path::default().key("policy");
    write(listing, &section.key("write"), &policy.write);
    cache(listing, &section.key("cache"), &policy.cache);
    reads(listing, &section.key("reads"), &policy.reads);
    let enumerate = match policy.enumerate {
        Enumerate::Known => "known",
        Enumerate::Index => "index",
        Enumerate::List => "list",
    };
    listing.put(&section, "enumerate", enumerate);
    listing.put(&section, "health_timeout", policy.health_timeout);
}

/// A policy that writes each heartbeat compares nothing: its other settings are not listed.
fn write(listing: &mut Listing, section: &Path, write: &WritePolicy) {
    match write.when {
        When::Always => listing.put(section, "when", "always"),
        When::Changed => {
            listing.put(section, "when", "changed");
            let baseline = match write.baseline {
                Baseline::Persisted => "persisted",
                Baseline::Cached => "cached",
                Baseline::Memory => "memory",
            };
            listing.put(section, "baseline", baseline);
            let models_compare = match write.models_compare {
                ModelsCompare::Structural => "structural",
                ModelsCompare::Identity => "identity",
            };
            listing.put(section, "models_compare", models_compare);
            listing.put(section, "load_delta", write.load_delta);
            listing.put(section, "max_interval", write.max_interval);
        }
    }
    listing.put(section, "record_ttl", or_none(write.record_ttl));
}

fn cache(listing: &mut Listing, section: &Path, cache: &CachePolicy) {
    listing.put(section, "worker_ttl", cache.worker_ttl);
    listing.put(section, "service_ttl", cache.service_ttl);
    listing.put(section, "index_ttl", cache.index_ttl);
    let max_entries = cache.max_entries.map_or("unbounded".to_owned(), |most| most.to_string());
    listing.put(section, "max_entries", max_entries);
    let invalidate = match cache.invalidate {
        Invalidate::All => "all",
        Invalidate::Affected => "affected",
        Invalidate::None => "none",
    };
    listing.put(section, "invalidate", invalidate);
    listing.put(section, "admin", yes_no(cache.admin));
    listing.put(section, "prewarm", yes_no(cache.prewarm));
}

fn reads(listing: &mut Listing, section: &Path, reads: &ReadPolicy) {
    let fanout = match reads.fanout {
        Fanout::Sequential => "sequential",
        Fanout::Parallel => "parallel",
    };
    listing.put(section, "fanout", fanout);
    listing.put(section, "coalesce", yes_no(reads.coalesce));
    let index = match reads.index {
        RouteIndex::Known => "known",
        RouteIndex::Read => "read",
    };
    listing.put(section, "index", index);
}
