//! `advise` through the binary.

use std::fs;

use serde_json::Value;

use crate::support::command_line::{Ended, Folder};

/// Five quiet workers: 1,309 writes a day.
const FIVE: &str = "\
# ours
name: five # of them
policy: optimized
days: 2
runs: 1
kv: { latency: none }
workers:
  - { count: 5, services: [rag], heartbeat: { every: 30s } }
traffic:
  - { service: rag, requests_per_day: 100, arrivals: even }
admin: { loads_per_day: 20 }
";

fn folder() -> Folder {
    let folder = Folder::new();
    fs::write(folder.path("five.yaml"), FIVE).expect("a scenario");
    folder
}

fn ask(folder: &Folder, flags: &[&str]) -> Ended {
    folder.run(&[&["advise", "five.yaml"], flags].concat())
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_names_the_change_its_value_and_the_command_to_paste() {
    let folder = folder();
    let ended = ask(&folder, &["-q"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let said = words(&ended.stdout);
    // 800 writes of five workers are 160 each, one in 540 s: beats come each 30 s, and one that is later
    // than 510 s writes.
    assert!(said.contains("1. write interval: policy.write.max_interval=510s"), "{said}");
    assert!(
        said.contains("the next milder value, 509s, is not enough: writes, 845 of 800"),
        "{said}"
    );
    let command = "kvplan compare five.yaml --with policy.write.max_interval=510s";
    assert!(said.contains(command), "{said}");
    let pasted: Vec<&str> = command.split(' ').skip(1).chain(["-q"]).collect();
    let compared = folder.run(&pasted);
    assert!(words(&compared.stdout).contains("80.0 %"), "{compared:?}");
}

#[test]
fn where_all_holds_it_says_so_and_stops_unless_all_is_asked_for() {
    let folder = folder();
    let three = ["--set", "workers[0].count=3", "-q"];
    let ended = ask(&folder, &three);
    let said = words(&ended.stdout);
    assert!(said.contains("It holds: nothing needs to be changed."), "{said}");
    assert!(said.contains("no longer holds: timing accumulate: writes, 858 of 800"), "{said}");
    assert!(!said.contains("when to pay") && !said.contains("1. "), "{said}");
    let all = words(&ask(&folder, &[&three[..], &["--all"]].concat()).stdout);
    for part in
        ["when to pay", "don't bypass KV: in memory", "published: a hit rate above 90 %: not so"]
    {
        assert!(all.contains(part), "{part}: {all}");
    }
    // 100 requests a day are 864 s apart, and a list serves for 30 s.
    assert!(all.contains("as 14 m 24 s between two requests outlast a list that serves for 30 s"));
}

#[test]
fn json_holds_every_part_and_empty_ones_where_they_were_not_asked_for() {
    let folder = folder();
    let json = |flags: &[&str]| -> Value {
        let ended = ask(&folder, &[&["-q", "-f", "json"], flags].concat());
        serde_json::from_str(&ended.stdout).expect("JSON")
    };
    let advice = json(&["--all"]);
    assert_eq!(advice["holds"], false);
    assert_eq!(advice["fixes"][0]["set"][0]["value"], "510s");
    assert_eq!(advice["fixes"][0]["next_milder"], "509s");
    // A load that flaps each minute is written each minute: 5 × 1,440.
    let unknowns = advice["fixes"][0]["unknowns"].as_array().expect("of the first");
    let flapping = unknowns.iter().find(|it| it["name"] == "every load flapping").expect("it");
    assert_eq!(
        (&flapping["flips"], &flapping["nearest"]["value"]),
        (&true.into(), &7_200.0.into())
    );
    assert_eq!(advice["pay"].as_array().map(Vec::len), Some(5));
    assert_eq!(advice["practices"].as_array().map(Vec::len), Some(10));
    assert_eq!(advice["checks"].as_array().map(Vec::len), Some(4));
    assert!(advice["diagnosis"].is_null());
    let asked = json(&["--symptom", "writes"]);
    assert_eq!(asked["diagnosis"]["figure"], "writes_per_day");
    assert!(asked["fixes"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn a_symptom_is_followed_to_its_cause() {
    let folder = folder();
    // Each beat finds its worker's entry just expired: with a longer cache next to none reads.
    let ended = ask(&folder, &["-q", "--symptom", "reads"]);
    let said = words(&ended.stdout);
    let cause =
        "a cause: a worker cache that ends before the next beat (policy.cache.worker_ttl=45s)";
    assert!(said.contains(cause), "{said}");
    assert!(said.contains("most of it, a worker cache that ends before the next beat:"), "{said}");
    assert!(said.contains("not it: lists that writes drop"), "{said}");
    let wrong = ask(&folder, &["--symptom", "slow"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
}

#[test]
fn the_changed_scenario_is_written_with_its_comments_and_nothing_that_is_read_is() {
    let folder = folder();
    let ended = ask(&folder, &["-q", "--write", "new.yaml"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let written = fs::read_to_string(folder.path("new.yaml")).expect("it is written");
    // A record is up to 540 s old in KV, and 91 s older through another colo.
    let policy =
        "policy: { health_timeout: 631s, extends: optimized, write: { max_interval: 510s } }";
    assert_eq!(written, FIVE.replace("policy: optimized", policy));
    // The plan's path counts from the folder of the file that names it.
    fs::write(folder.path("plan.yaml"), kvplan::platform::EMBEDDED_PLANS[0].1).expect("a plan");
    fs::write(folder.path("planned.yaml"), FIVE.replace("days: 2", "days: 2\nplan: plan.yaml"))
        .expect("a scenario");
    fs::create_dir(folder.path("d")).expect("a folder");
    let elsewhere = folder.run(&["advise", "planned.yaml", "-q", "--write", "d/new.yaml"]);
    assert_eq!(elsewhere.code, Some(3), "{elsewhere:?}");
    assert!(!folder.path("d/new.yaml").exists());
    let beside = folder.run(&["advise", "planned.yaml", "-q", "--write", "beside.yaml"]);
    assert_eq!(beside.code, Some(0), "{beside:?}");
    let itself = ask(&folder, &["--write", "five.yaml"]);
    assert_eq!(itself.code, Some(2), "{itself:?}");
    assert_eq!(fs::read_to_string(folder.path("five.yaml")).expect("it is there"), FIVE);
    let holds = ["--set", "workers[0].count=3", "--write", "none.yaml"];
    let ended = ask(&folder, &holds);
    assert!(ended.stderr.contains("none.yaml is not written: no change is proposed"), "{ended:?}");
    assert!(!folder.path("none.yaml").exists());
}

#[test]
fn a_bound_that_is_kept_and_one_that_is_brought_about() {
    let folder = folder();
    // Choices that rest on what was written each 540 s are older than six minutes.
    let two = ["--set", "isolates.colos=[{ name: LHR }, { name: EWR }]", "-q"];
    let kept = ask(&folder, &[&two[..], &["--keep", "staleness_p99<=6m"]].concat());
    let said = words(&kept.stdout);
    assert!(said.contains("kept: staleness_p99 at most 6 m"), "{said}");
    assert!(
        said.contains("would be enough and is not proposed; not kept: staleness_p99"),
        "{said}"
    );
    // 1,309 × 30 = 39,273 writes a month at 0.10: 160 a day are 480 a month and the base price.
    let cheap = ["--plan", "cloudflare-kv-instant@2026-10", "--until", "cost_per_month<=500", "-q"];
    let ended = ask(&folder, &cheap);
    let said = words(&ended.stdout);
    assert!(said.contains("cost_per_month at most 500.00. Now: cost_per_month"), "{said}");
    assert!(said.contains("1. write interval"), "{said}");
}

#[test]
fn limits_that_hold_are_no_comfort_where_nobody_is_served() {
    let folder = folder();
    // 40 writes a day of five workers keep their records young for less than an hour; the colo that they
    // beat in knows better, the other one does not.
    let two = "isolates.colos=[{ name: LHR }, { name: EWR }]";
    let few = ["--set", "policy.write.max_per_day=40", "--set", two, "-q"];
    let said = words(&ask(&folder, &few).stdout);
    assert!(said.contains("find no worker"), "{said}");
    let asks = "but clients are not served all the same: try kvplan advise five.yaml --symptom unroutable.";
    assert!(said.contains(asks), "{said}");
    let symptom = ask(&folder, &[&few[..], &["--symptom", "unroutable"]].concat());
    assert!(words(&symptom.stdout).contains("a cause: a timeout that is too short"), "{symptom:?}");
}

#[test]
fn memory_that_grows_is_answered_with_what_one_isolate_says_of_itself() {
    let folder = folder();
    let two = "isolates.colos=[{ name: LHR }, { name: EWR }]";
    let said = words(&ask(&folder, &["--set", two, "--symptom", "memory", "-q"]).stdout);
    assert!(said.contains("not it: time;"), "{said}");
    assert!(said.contains("stats: a request for them reaches one of 2 isolates"), "{said}");
    // Nobody finds no worker here: there is no cause to look for.
    let none = words(&ask(&folder, &["--symptom", "unroutable", "-q"]).stdout);
    assert!(none.contains("unroutable: 0 a day") && !none.contains("not it:"), "{none}");
}
