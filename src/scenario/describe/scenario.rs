//! The top of a scenario file.

use super::{platform, traffic};
use crate::coordinator::{Policy, Preset};
use crate::platform::Plan;
use crate::scenario::caps;
use crate::scenario::checked::Scenario;

impl Scenario {
    /// What holds where a file says nothing.
    pub(in crate::scenario) fn fresh(plan: Plan) -> Self {
        Self {
            name: String::new(),
            path: String::new(),
            sha256: String::new(),
            overrides: Vec::new(),
            plan,
            policy_name: Preset::Optimized.name().to_owned(),
            policy: Policy::preset(Preset::Optimized),
            policies: Vec::new(),
            days: 7,
            runs: 20,
            seed: 42,
            services: Vec::new(),
            workers: Vec::new(),
            traffic: Vec::new(),
            admin: traffic::admin(),
            kv: platform::kv(),
            isolates: platform::isolates(),
            cpu_ms_per_request: None,
            account: Default::default(),
            quota: Default::default(),
            budgets: Vec::new(),
        }
    }
}

settings!(Scenario, it, _ => {
    name: Text(), "its name, for people; the file's name by default" if false;
    plan: Plan(), "limits and prices: a plan's name or a YAML file";
    policy: Policy(&mut it.policy_name), "the coordinator's settings";
    days: Count(caps::DAYS), "simulated days of each run";
    runs: Count(caps::RUNS), "replications with different random draws";
    seed: Large(0..=u64::MAX), "the seed of all random draws";
    workers: List(), "groups of workers that send heartbeats", needed();
    traffic: List(), "client requests, by service";
    admin: Below(), "loads of the admin page";
    kv: Below(), "the namespace";
    isolates: Below(), "where the coordinator runs";
    policies: Policies(), "more policies, by name" if false;
    cpu_ms_per_request: NumberOr(caps::CPU_MS, "none"),
        "milliseconds of CPU time that a request takes; a published mean is 2.2";
    account: Below(), "what else spends of the same limits";
    quota: Below(), "how the daily limits are counted";
    budgets: List(), "bounds that `gate` checks" if false;
});
