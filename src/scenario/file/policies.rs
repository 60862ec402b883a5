//! The policies that a scenario may run under, by name.

use crate::coordinator::{Policy, Preset};
use crate::scenario::checked::Scenario;
use crate::scenario::decode::{preset, suggest_policy};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::shorten;

impl Scenario {
    /// The settings of a preset, or of a policy of the file.
    pub fn policy_named(&self, name: &str) -> Option<Policy> {
        if let Some(preset) = preset(name) {
            return Some(Policy::preset(preset));
        }
        let found = self.policies.iter().find(|policy| policy.name == name);
        found.map(|named| named.policy.clone())
    }

    /// The names that [`Self::policy_named`] knows: the presets, then those of the file.
    pub fn policy_names(&self) -> Vec<&str> {
        let presets = Preset::ALL.iter().map(|preset| preset.name());
        presets.chain(self.policies.iter().map(|policy| policy.name.as_str())).collect()
    }

    /// The same scenario under another policy.
    ///
    /// # Errors
    /// There is no preset and no policy of the file with that name.
    pub fn with_policy(&self, name: &str) -> Result<Self, Vec<Diagnostic>> {
        let Some(policy) = self.policy_named(name) else {
            let message = format!("there is no policy `{}`", shorten(name));
            let diagnostic = Diagnostic::error("unknown-policy", &message);
            let diagnostic = diagnostic.at(&format!("--policy {name}"));
            let help = suggest_policy(name, &self.policy_names()).unwrap_or_default();
            return Err(vec![diagnostic.help(&help)]);
        };
        Ok(Self { policy_name: name.to_owned(), policy, ..self.clone() })
    }
}
