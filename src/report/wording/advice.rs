//! What is said of an advice?

use crate::study::{Advice, Patience};

/// With the `--set` to try.
pub(in crate::report) fn advice(advice: &Advice) -> String {
    match advice {
        Advice::WriteOnChange => "write on change only: try --policy optimized".to_owned(),
        Advice::WriteLessOften(patience) => write_less_often(patience),
        Advice::NoRoom => "the rest of the account leaves no room".to_owned(),
        Advice::LargerDelta(delta) => {
            format!("bear larger swings of the load: try --set policy.write.load_delta={delta}")
        }
        Advice::CompareMembers => {
            "compare the models by their members: try --set policy.write.models_compare=structural"
                .to_owned()
        }
        Advice::ComparePersisted => {
            "compare with what KV holds: try --set policy.write.baseline=persisted".to_owned()
        }
        Advice::Cache => "cache what was read: try --policy optimized".to_owned(),
        Advice::CacheWorkers(ttl) => {
            format!("cache for longer: try --set policy.cache.worker_ttl={ttl}")
        }
        Advice::CacheServices(ttl) => {
            format!("cache for longer: try --set policy.cache.service_ttl={ttl}")
        }
        Advice::DropFewerLists => {
            "drop fewer lists: try --set policy.cache.invalidate=affected".to_owned()
        }
        Advice::KeepIds => "learn the ids from a key: try --set policy.enumerate=index".to_owned(),
        Advice::FewerBeats(every) => {
            format!("send fewer heartbeats: try --set 'workers[0].heartbeat.every={every}'")
        }
    }
}

fn write_less_often(Patience { max_interval, health_timeout, record_ttl }: &Patience) -> String {
    let mut said = format!("write less often: try --set policy.write.max_interval={max_interval}");
    if let Some(timeout) = health_timeout {
        said.push_str(&format!(" --set policy.health_timeout={timeout}"));
    }
    if let Some(ttl) = record_ttl {
        said.push_str(&format!(" --set policy.write.record_ttl={ttl}"));
    }
    if let Some(timeout) = health_timeout {
        said.push_str(&format!("; a worker that crashes then gets requests for up to {timeout}"));
    }
    said
}
