//! Which worlds a scenario has.

use std::fs;

use kvplan::platform::{Affinity, Latency};
use kvplan::scenario::{Setting, Worlds};
use kvplan::workload::Timing;

use super::{BY_HAND, EXACT, place};
use crate::support::simulated::scenario;

/// Scenarios whose own settings are of every kind.
fn kinds() -> Vec<(String, Vec<&'static str>)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/2-workers.yaml");
    let shipped = fs::read_to_string(file).expect("a shipped scenario");
    let exact = || EXACT.to_owned();
    let groups = exact().replace(
        "traffic:",
        "  - { name: cpu, count: 1, services: [rag], heartbeat: { every: 45s, timing: after_reply, \
         jitter: 2s, network: 7ms } }\ntraffic:",
    );
    vec![
        (exact(), vec![]),
        (exact(), vec![BY_HAND, "isolates.affinity=random"]),
        (exact(), vec!["workers[0].heartbeat.timing=accumulate"]),
        (groups.clone(), vec!["kv.latency=typical"]),
        (groups, vec!["workers[1].count=5", "kv.latency.write=7ms"]),
        (shipped, vec!["isolates.colos[0].isolates=3"]),
    ]
}

#[test]
fn the_settings_of_a_world_lead_to_it() {
    for (yaml, set) in kinds() {
        let base = scenario(&yaml, &set);
        let worlds = Worlds::of(&base);
        for world in &worlds.worlds {
            let edits: Vec<String> =
                world.settings.iter().map(|it| format!("{}={}", it.path, it.value)).collect();
            let all: Vec<&str> =
                set.iter().copied().chain(edits.iter().map(String::as_str)).collect();
            assert_eq!(world.scenario, scenario(&yaml, &all), "{set:?} {}", world.name);
        }
    }
}

#[test]
fn there_are_twelve_worlds_and_the_scenario_as_written_is_one_of_them() {
    for (yaml, set) in kinds() {
        let base = scenario(&yaml, &set);
        let worlds = Worlds::of(&base);
        assert_eq!(worlds.worlds.len(), 12, "{set:?}");
        let own = &worlds.worlds[worlds.own];
        assert_eq!((&own.scenario, own.settings.as_slice()), (&base, [].as_slice()), "{set:?}");
        let mut names: Vec<&str> = worlds.worlds.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 12, "{names:?}");
        // 3 × 2 × 2: on its own an unknown has as many worlds as choices.
        let alone: Vec<usize> = (0..3).map(|unknown| worlds.alone(unknown).len()).collect();
        assert_eq!(alone, [3, 2, 2]);
    }
}

#[test]
fn what_is_written_takes_the_place_of_the_nearest_alternative() {
    let own: Vec<String> = kinds()
        .into_iter()
        .map(|(yaml, set)| {
            let worlds = Worlds::of(&scenario(&yaml, &set));
            worlds.worlds[worlds.own].name.clone()
        })
        .collect();
    let expected = [
        "grid, sticky, none",
        "grid, random, by hand",
        "accumulate, sticky, none",
        "mixed, sticky, typical",
        "mixed, sticky, by hand",
        "grid, sticky, typical",
    ];
    assert_eq!(own, expected);
    // Two workers on a grid and one that waits for its reply: `mixed` stands for the grid. With
    // five of the latter it stands for them.
    let (yaml, _) = kinds().remove(3);
    let choices = |set: &[&str]| {
        let worlds = Worlds::of(&scenario(&yaml, set));
        worlds.unknowns[0].choices.iter().map(|it| it.name).collect::<Vec<_>>()
    };
    assert_eq!(choices(&[]), ["mixed", "accumulate", "after_reply"]);
    assert_eq!(choices(&["workers[1].count=5"]), ["grid", "accumulate", "mixed"]);
}

#[test]
fn an_alternative_brings_what_the_scenario_lacks_and_keeps_what_it_has() {
    let heartbeat = |yaml: &str, name: &str| {
        let worlds = Worlds::of(&scenario(yaml, &[]));
        let world = &worlds.worlds[place(&worlds, name)].scenario;
        let heartbeat = &world.workers[0].heartbeat;
        (heartbeat.timing, heartbeat.jitter.ms(), heartbeat.network.ms())
    };
    assert_eq!(heartbeat(EXACT, "accumulate, sticky, none"), (Timing::Accumulate, 500, 0));
    assert_eq!(heartbeat(EXACT, "after_reply, sticky, none"), (Timing::AfterReply, 0, 20));
    let written = "{ every: 30s, timing: accumulate, jitter: 2s, network: 7ms }";
    let yaml = EXACT.replace("{ every: 30s }", written);
    assert_eq!(heartbeat(&yaml, "grid, sticky, none"), (Timing::Grid, 0, 7));
    assert_eq!(heartbeat(&yaml, "accumulate, sticky, none"), (Timing::Accumulate, 2_000, 7));
    assert_eq!(heartbeat(&yaml, "after_reply, sticky, none"), (Timing::AfterReply, 2_000, 7));
}

#[test]
fn another_scenario_keeps_its_own_where_the_world_is_as_written() {
    let worlds = Worlds::of(&scenario(EXACT, &[BY_HAND]));
    let other = scenario(EXACT, &["workers[0].count=9", "kv.latency={ hot: 1ms }"]);
    let moved = worlds.apply(place(&worlds, "grid, random, by hand"), &other);
    assert_eq!(moved.kv.latency, other.kv.latency);
    assert_eq!((moved.worker_count(), moved.isolates.affinity), (9, Affinity::Random));
    let none = worlds.apply(place(&worlds, "grid, sticky, none"), &other);
    assert_eq!(none.kv.latency, Latency::NONE);
}

#[test]
fn settings_are_short_and_say_only_what_differs() {
    let worlds = Worlds::of(&scenario(EXACT, &[]));
    let settings = |name: &str| -> Vec<String> {
        let found = worlds.worlds[place(&worlds, name)].settings.iter();
        found.map(|Setting { path, value }| format!("{path}={value}")).collect()
    };
    assert_eq!(settings("grid, random, none"), ["isolates.affinity=random"]);
    assert_eq!(
        settings("after_reply, sticky, typical"),
        [
            "workers[0].heartbeat.timing=after_reply",
            "workers[0].heartbeat.network=20ms",
            "kv.latency=typical"
        ]
    );
}
