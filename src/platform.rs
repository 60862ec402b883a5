//! What does Cloudflare count, allow, delay and charge?
//!
//! Plain settings ([`Plan`], [`KvSettings`], [`IsolateSettings`]) and the machines that act on them.
//! It knows the vocabulary alone: neither the coordinator nor the workload.

mod isolates;
mod latency;
mod namespace;
mod plan;
mod quota;
mod settings;

pub use isolates::IsolateFate;
pub use latency::{Drawn, LatencySampler};
pub use namespace::{Namespace, NamespaceRules, Naming, Warmth};
pub use plan::{Basis, Charged, EMBEDDED_PLANS, Fact, Limit, Note, Plan, Price, Rule, Rules};
pub use quota::{ClosedDay, DayCounts, Mode, Quota};
pub use settings::{
    AccountSettings, Affinity, ColoSettings, Delay, IsolateSettings, KvSettings, Latency, Lifetime,
    QuotaSettings, Sizes, VALUE_BYTES_MAX,
};
