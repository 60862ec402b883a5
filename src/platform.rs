//! What does Cloudflare count, allow, delay and charge?
//!
//! Plain settings ([`Plan`], [`KvSettings`], [`IsolateSettings`]) and the machines that act on them.
//! It knows the vocabulary alone: neither the coordinator nor the workload.

mod plan;
mod settings;

pub use plan::{Basis, EMBEDDED_PLANS, Fact, Limit, Plan, Price, Rule, Rules};
pub use settings::{
    AccountSettings, Affinity, ColoSettings, Delay, IsolateSettings, KvSettings, Latency, Lifetime,
    QuotaSettings,
};
