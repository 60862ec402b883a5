//! What a passed limit is advised with: whoever follows it is below the limit.

use std::process::Command;

/// The warnings of a scenario's result, as (code, help).
fn warnings(scenario: &str, flags: &[&str]) -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_kvplan"))
        .args(["simulate", scenario, "-q", "-f", "json", "--runs", "2"])
        .args(flags)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary runs");
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let warnings = result["warnings"].as_array().expect("a list");
    warnings.iter().map(|warning| (text(&warning["code"]), text(&warning["help"]))).collect()
}

fn over_limit(warnings: &[(String, String)]) -> Option<&str> {
    let found = warnings.iter().find(|(code, _)| code == "over-limit");
    found.map(|(_, help)| help.as_str())
}

fn follow(scenario: &str, setting: &str) {
    let found = warnings(scenario, &[]);
    let help = over_limit(&found).unwrap_or_else(|| panic!("{scenario} passes no limit"));
    let (_, flags) = help.split_once("try ").unwrap_or_else(|| panic!("{scenario}: {help}"));
    let flags = flags.split(";").next().unwrap_or(flags);
    assert!(flags.contains(setting), "{scenario}: {help}");
    let flags: Vec<&str> = flags.split_whitespace().collect();
    let after = warnings(scenario, &flags);
    assert_eq!(over_limit(&after), None, "{scenario} with {flags:?}");
    let harm = ["health-timeout-too-short", "record-expires-first", "never-written"];
    let harmed = after.iter().find(|(code, _)| harm.contains(&code.as_str()));
    let before = found.iter().any(|(code, _)| harm.contains(&code.as_str()));
    assert!(before || harmed.is_none(), "{scenario} with {flags:?}: {harmed:?}");
}

#[test]
fn a_flapping_load_needs_a_larger_delta() {
    follow("scenarios/flapping.yaml", "policy.write.load_delta=");
}

#[test]
fn a_comparison_that_never_matches_needs_mending() {
    follow("scenarios/as-published.yaml", "policy.write.models_compare=structural");
}

#[test]
fn quiet_workers_need_a_longer_interval_and_what_depends_on_it() {
    follow("scenarios/15-workers.yaml", "policy.write.max_interval=");
    follow("scenarios/record-ttl-collapse.yaml", "policy.write.record_ttl=");
}

#[test]
fn a_write_for_each_heartbeat_needs_another_policy() {
    follow("scenarios/2-workers-naive.yaml", "--policy optimized");
}

#[test]
fn cold_isolates_need_a_baseline_in_kv() {
    follow("scenarios/idle-isolates.yaml", "policy.write.baseline=persisted");
}
