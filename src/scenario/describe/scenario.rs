//! The top of a scenario file.

use super::Slot::{Below, Count, List, Policies, Text};
use super::{See, Settings, Slot, item, platform, workload};
use crate::coordinator::{Policy, Preset};
use crate::platform::{Plan, Rules};
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
            admin: workload::admin(),
            kv: platform::kv(),
            isolates: platform::isolates(),
            account: Default::default(),
            quota: Default::default(),
            budgets: Vec::new(),
        }
    }
}

impl Settings for Scenario {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let doc = "its name, for people; the file's name by default";
        see(item("name", doc, Text(&mut self.name)).listed_if(false));
        let doc = "limits and prices: a plan's name or a YAML file";
        see(item("plan", doc, Slot::Plan(&mut self.plan)));
        let policy = Slot::Policy(&mut self.policy_name, &mut self.policy);
        see(item("policy", "the coordinator's settings", policy));
        see(item("days", "simulated days of each run", Count(&mut self.days, caps::DAYS)));
        let doc = "replications with different random draws";
        see(item("runs", doc, Count(&mut self.runs, caps::RUNS)));
        see(item("seed", "the seed of all random draws", Count(&mut self.seed, 0..=u64::MAX)));
        let doc = "groups of workers that send heartbeats";
        see(item("workers", doc, List(&mut self.workers)).needed());
        see(item("traffic", "client requests, by service", List(&mut self.traffic)));
        see(item("admin", "loads of the admin page", Below(&mut self.admin)));
        see(item("kv", "the namespace", Below(&mut self.kv)));
        see(item("isolates", "where the coordinator runs", Below(&mut self.isolates)));
        let policies = Policies(&mut self.policies);
        see(item("policies", "more policies, by name", policies).listed_if(false));
        let doc = "what else spends of the same limits";
        see(item("account", doc, Below(&mut self.account)));
        see(item("quota", "how the daily limits are counted", Below(&mut self.quota)));
        let budgets = List(&mut self.budgets);
        see(item("budgets", "bounds that `gate` checks", budgets).listed_if(false));
    }
}
