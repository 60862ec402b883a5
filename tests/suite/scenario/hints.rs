//! Where a value has the wrong form, the message names every form that fits and the help shows the
//! one that was meant.

use kvplan::scenario::{Diagnostic, Overrides, Source, load};

#[track_caller]
fn mistakes(text: &str) -> Vec<Diagnostic> {
    let source = Source { path: "x.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    load(&source, &Overrides::default(), &read).err().unwrap_or_default()
}

/// Message and help of the one mistake in a line beside a sound group of workers.
#[track_caller]
fn beside(line: &str) -> (String, String) {
    one(&format!("workers: [ {{ services: [rag] }} ]\n{line}\n"))
}

/// The same for a field of a group of workers.
#[track_caller]
fn inside(field: &str) -> (String, String) {
    one(&format!("workers:\n  - name: gpu\n    {field}\n"))
}

#[track_caller]
fn one(text: &str) -> (String, String) {
    let found = mistakes(text);
    assert_eq!(found.len(), 1, "{text}{found:#?}");
    assert!(found[0].helps.len() <= 1, "{found:#?}");
    (found[0].message.clone(), found[0].helps.concat())
}

const DIURNAL: &str = "{ diurnal: { peak_hour: 14, ratio: 4 } }";
const BURSTS: &str = "{ bursts: { size: 10, spacing: 1s } }";

#[test]
fn arrivals_name_their_maps() {
    let arrivals = |value: &str| beside(&format!("admin: {{ arrivals: {value} }}"));
    let expected =
        "admin.arrivals is one of `even`, `poisson`, or a map with `bursts` or `diurnal`";
    for (value, help) in [
        ("diurnal", format!("write `{DIURNAL}`")),
        ("dirunal", format!("write `{DIURNAL}`")),
        ("bursts", format!("write `{BURSTS}`")),
        ("burst", format!("write `{BURSTS}`")),
        ("poison", "a similar word exists: `poisson`".to_owned()),
        ("whenever", format!("write `{BURSTS}` or `{DIURNAL}`")),
    ] {
        let message = format!("{expected}; found `{value}`");
        assert_eq!(arrivals(value), (message, help), "{value}");
    }
    let (message, help) = arrivals("7");
    assert_eq!(message, format!("{expected}; found the number 7"));
    assert_eq!(help, format!("write `{BURSTS}` or `{DIURNAL}`"));
}

#[test]
fn loads_show_the_shape_that_is_meant() {
    let help = |value: &str| inside(&format!("load: {value}")).1;
    assert_eq!(help("walk"), "write `{ walk: { start: 0.5, step: 0.02 } }`");
    assert_eq!(help("flap"), "write `{ flap: { low: 0.2, high: 0.6, every: 1m } }`");
    assert_eq!(help("0.7"), "write `{ constant: 0.7 }`");
    let all = help("heavy");
    let shapes = ["{ constant: 0.5 }", "{ steps: [", "{ walk: {", "{ diurnal: {", "{ flap: {"];
    assert!(shapes.iter().all(|shape| all.contains(shape)), "{all}");
    assert_eq!(inside("load: { walk: 0.5 }").1, "its fields are `start`, `step`");
}

#[test]
fn durations_and_words_and_maps_name_one_another() {
    let (message, help) = inside("heartbeat: { phase: soon }");
    assert_eq!(
        message,
        "workers[0].heartbeat.phase is one of `aligned`, `random`, or a duration; found `soon`"
    );
    assert_eq!(help, "a duration is written `30s`");
    let (message, help) = beside("kv: { latency: fast }");
    assert_eq!(message, "kv.latency is one of `typical`, `none`, or a map; found `fast`");
    assert_eq!(help, "as a map: `{ hot: 5ms, cold: { median: 50ms, p99: 287ms }, write: 40ms }`");
    let (message, help) = beside("isolates: { lifetime: short }");
    assert_eq!(message, "isolates.lifetime is `none` or a duration or a map; found `short`");
    assert_eq!(help, "write `30s` or `{ mean: 6h }`");
    let (message, help) = beside("kv: { latency: { hot: fast } }");
    assert_eq!(message, "kv.latency.hot is a duration or a map; found the text `fast`");
    assert_eq!(help, "write `30ms` or `{ median: 50ms, p99: 287ms }`");
    let (message, _) = beside("policy: { extends: naive, cache: { max_entries: few } }");
    assert!(message.contains("is `unbounded` or a whole number; found `few`"), "{message}");
}

#[test]
fn a_word_for_a_list_and_a_percentage_for_a_number_show_the_spelling() {
    assert_eq!(inside("services: rag").1, "write `[rag]`");
    assert_eq!(inside("services: rag, search").1, "write `[rag, search]`");
    assert_eq!(beside("isolates: { deploys_at: '09:00' }").1, "write `[\"09:00\"]`");
    let delta =
        |value| beside(&format!("policy: {{ extends: naive, write: {{ load_delta: {value} }} }}"));
    assert_eq!(delta("20%").1, "write `0.2`");
    assert_eq!(delta("'0.2'").1, "write `0.2`");
    assert_eq!(beside("admin: { loads_per_day: 20% }").1, "", "a part of what?");
    assert_eq!(beside("admin: { loads_per_day: '1,000' }").1, "write `1000`");
}

#[test]
fn a_short_name_of_a_plan_is_enough_to_know_it() {
    for (short, plan) in [
        ("paid", "cloudflare-paid@2026-10"),
        ("free", "cloudflare-free@2026-10"),
        ("Workers-Paid", "cloudflare-paid@2026-10"),
    ] {
        let help = beside(&format!("plan: {short}")).1;
        assert_eq!(help, format!("a similar plan exists: `{plan}`"), "{short}");
    }
    assert!(beside("plan: enterprise").1.starts_with("the plans here are "));
}

#[test]
fn bursts_that_cannot_keep_their_rate_are_refused() {
    let rate = |per_day: &str, bursts: &str| {
        format!(
            "workers: [ {{ services: [rag] }} ]\ntraffic: [ {{ service: rag, requests_per_day: \
             {per_day}, arrivals: {{ bursts: {bursts} }} }} ]\n"
        )
    };
    // Nine seconds a burst: fewer than 9,600 bursts a day.
    let (message, help) = one(&rate("96000", "{ size: 10, spacing: 1s }"));
    assert_eq!(
        message,
        "traffic[0].requests_per_day: bursts of 10, 1s apart, last 9s each and never overlap: at \
         most 95,999 a day fit; found 96,000"
    );
    assert!(help.contains("`spacing`"), "{help}");
    assert!(mistakes(&rate("95999", "{ size: 10, spacing: 1s }")).is_empty());
    assert!(mistakes(&rate("1000000", "{ size: 10, spacing: 0s }")).is_empty());
    assert!(mistakes(&rate("1000000", "{ size: 1, spacing: 1d }")).is_empty());
    let admin = "admin: { loads_per_day: 2, arrivals: { bursts: { size: 3, spacing: 1d } } }";
    assert!(beside(admin).0.contains("at most 1 a day fit; found 2"));
}

#[test]
fn so_many_days_of_so_many_runs_are_too_many() {
    let (message, _) = beside("days: 3660\nruns: 547");
    assert_eq!(message, "547 runs of 3,660 days are 2,002,020 days; at most 2,000,000 may be");
    assert!(mistakes("workers: [{}]\ndays: 3660\nruns: 546\n").is_empty());
    let (message, _) =
        one("workers: [ { count: 1000000, heartbeat: { every: 1s } } ]\nruns: 10000");
    assert_eq!(
        message,
        "10,000 runs of 7 days have about 6,000,000,000,000,000 heartbeats and requests; at most \
         1,000,000,000,000 may be"
    );
}

#[test]
fn a_field_of_another_place_is_told_where_it_stands() {
    let help = |line: &str| beside(line).1;
    let is = |path: &str| format!("a field of this name is `{path}`");
    assert_eq!(help("deploys_per_day: 1"), is("isolates.deploys_per_day"));
    assert_eq!(help("max_interval: 5m"), is("policy.write.max_interval"));
    assert_eq!(help("heartbeat: { every: 5s }"), is("workers[0].heartbeat"));
    let second = "workers:\n  - name: gpu\n  - every: 5s\n";
    let paths = "workers[1].heartbeat.every` or `workers[1].load.flap.every";
    assert_eq!(one(second).1, is(paths));
    // Of fields that many maps have none is named.
    assert!(help("name_of: x").contains('`') && !help("name_of: x").contains("of this name"));
}

#[test]
fn a_share_without_its_sign_is_told_as_one() {
    let help = |budget: &str| beside(&format!("budgets: [ {{ metric: {budget} }} ]")).1;
    assert_eq!(help("reads, growth: 0.07"), "did you mean `7%`?");
    assert_eq!(help("reads, growth: 5"), "add the `%`");
    assert_eq!(help("writes, max: 0.8"), "write `80%`, or `1` for one operation");
    assert_eq!(help("writes, max: 800, warn: 0.5"), "write `50%`, or `1` for one operation");
}
