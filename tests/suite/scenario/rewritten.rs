//! A scenario file with other values in it: what it asks for, and what stays of its text.

use crate::support::drawn::{self, BASE};
use crate::support::shipped::{names, text};
use kvplan::scenario::{Edit, File, Overrides, Path, Scenario, Setting, Source, load};

fn source(text: &str) -> Source {
    Source { path: "test.yaml".into(), bytes: text.into() }
}

fn unread(path: &str) -> std::io::Result<Vec<u8>> {
    panic!("reads {path}")
}

fn edit(change: &str) -> Edit {
    let (path, value) = change.split_once('=').expect("PATH=VALUE");
    Edit::typed(Path::parse(path).expect("a path"), value, format!("--set {change}"))
}

/// The text with these changes; `None`: it is written in a way that does not allow them.
fn rewritten(text: &str, changes: &[&str]) -> Option<String> {
    let source = source(text);
    let file = File::parse(&source).expect("YAML");
    let edits: Vec<Edit> = changes.iter().map(|it| edit(it)).collect();
    file.rewritten(&Overrides::default(), &edits, ("other.yaml", &unread))
}

fn settings(text: &str, set: &[String]) -> Vec<Setting> {
    let overrides = Overrides { set: set.to_vec(), ..Overrides::default() };
    let made: Scenario = load(&source(text), &overrides, &unread).expect("a sound scenario");
    // A policy that a file spells out has no name.
    made.settings().into_iter().filter(|it| it.path != "policy").collect()
}

#[test]
fn each_way_to_write_a_value_keeps_the_rest() {
    let text = "\
# Ours.
name: five # of them
policy: optimized # as published
kv: { latency: none } # exact
workers:
  - name: gpu # boxes
    heartbeat:
      every: 30s # half a minute
";
    let with = |change: &str| rewritten(text, &[change]).expect("it can be written");
    let is_now = |change: &str, from: &str, to: &str| {
        assert_eq!(with(change), text.replacen(from, to, 1), "{change}");
    };
    is_now("workers[0].heartbeat.every=45s", "30s", "45s");
    is_now("kv.cache_ttl=90s", "{ latency", "{ cache_ttl: 90s, latency");
    is_now(
        "policy.write.max_interval=9m",
        "optimized",
        "{ extends: optimized, write: { max_interval: 9m } }",
    );
    is_now("days=3", "# of them\n", "# of them\ndays: 3\n");
    is_now("workers[0].count=5", "# boxes\n", "# boxes\n    count: 5\n");
    is_now(
        "account.other.writes=7",
        "# of them\n",
        "# of them\naccount: { other: { writes: 7 } }\n",
    );
    let twice = ["policy.write.max_interval=9m", "policy.health_timeout=11m"];
    let both = "policy: { health_timeout: 11m, extends: optimized, write: { max_interval: 9m } }";
    let found = rewritten(text, &twice).expect("it can be written");
    assert!(found.contains(both), "{found}");
    // Without a policy of its own the default one is extended.
    let found = rewritten("workers: [{}]\nname: a\n", &["policy.health_timeout=11m"]);
    let found = found.expect("it can be written");
    assert!(found.ends_with("policy: { extends: optimized, health_timeout: 11m }\n"), "{found}");
}

#[test]
fn every_shipped_scenario_takes_what_is_advised_and_keeps_its_comments() {
    let changes = [
        "policy.write.max_interval=27m",
        "policy.health_timeout=1644s",
        "workers[0].heartbeat.every=777s",
    ];
    for name in names() {
        let text = text(&name);
        let set = changes.map(str::to_owned);
        let found = rewritten(&text, &changes).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(settings(&found, &[]), settings(&text, &set), "{name}");
        let comments = |text: &str| -> Vec<String> {
            text.lines().filter_map(|it| it.split_once('#')).map(|it| it.1.to_owned()).collect()
        };
        assert_eq!(comments(&found), comments(&text), "{name}");
    }
}

#[test]
fn what_is_drawn_is_written_as_it_is_meant_or_not_at_all() {
    let (mut written, mut refused) = (0, 0);
    drawn::each(|drawn| {
        let source = source(BASE);
        let file = File::parse(&source).expect("YAML");
        let set: Vec<String> =
            drawn.edits.iter().filter(|it| !it.starts_with("plan=")).cloned().collect();
        for change in &set {
            let overrides = Overrides { set: vec![change.clone()], ..Overrides::default() };
            if load(&source, &overrides, &unread).is_err() {
                continue;
            }
            match file.rewritten(&overrides, &[], ("other.yaml", &unread)) {
                Some(text) => {
                    assert_eq!(settings(&text, &[]), settings(BASE, &overrides.set), "{change}");
                    written += 1;
                }
                None => refused += 1,
            }
        }
    });
    assert!(written > refused && written > 100, "{written} written, {refused} refused");
}
