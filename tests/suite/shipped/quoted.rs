//! The figures that a scenario's first comment quotes are those that it gives.
//!
//! A line `#  kvplan simulate scenarios/NAME` with its flags, quoted for a shell, can be pasted as it
//! stands; the lines `# simulated: WHAT FIGURE UNIT` below it say what it prints, up to the next
//! command. Figures are written as the command line writes them.

use std::collections::BTreeMap;

use crate::support::shipped::{AllRuns, names, text};
use kvplan::words::{Meter, Op, amount};

/// A quoted figure.
struct Quote {
    what: String,
    set: Vec<String>,
}

fn quotes(name: &str) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut set = None;
    for line in text(name).lines() {
        if let Some(command) = line.strip_prefix("#  kvplan simulate ") {
            set = Some(changes(name, command));
        } else if let Some(what) = line.strip_prefix("# simulated: ") {
            let set = set.clone().unwrap_or_else(|| panic!("{name}: no command above {what}"));
            quotes.push(Quote { what: what.to_owned(), set });
        }
    }
    quotes
}

/// What a command changes, as `--set` takes it; `--policy` changes the policy.
fn changes(name: &str, command: &str) -> Vec<String> {
    let words = words(command);
    assert_eq!(words[0], format!("scenarios/{name}"), "{command}");
    let change = |flag: &[String]| match flag {
        [set, change] if set == "--set" => change.clone(),
        [policy, name] if policy == "--policy" => format!("policy={name}"),
        _ => panic!("neither --set nor --policy: {command}"),
    };
    words[1..].chunks(2).map(change).collect()
}

/// Words as every usual shell splits them, so that nothing it obeys stands outside of quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for character in command.chars() {
        assert!(is_quoted || !"[]{}()*?$&|;<>#!~\"\\`".contains(character), "quote it: {command}");
        match character {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            other => words.last_mut().expect("a word").push(other),
        }
    }
    assert!(!is_quoted, "a quote is open: {command}");
    words
}

impl Quote {
    /// The same with the figure that the simulation gives.
    fn found(&self, name: &str, made: &mut BTreeMap<Vec<String>, AllRuns>) -> String {
        let set: Vec<&str> = self.set.iter().map(String::as_str).collect();
        let runs = made.entry(self.set.clone()).or_insert_with(|| AllRuns::measured(name, &set));
        let first = self.what.find(|it: char| it.is_ascii_digit()).expect("a figure");
        match self.what[..first].trim_end() {
            "limit of writes passed at" => passed(runs, Meter::Writes),
            "limit of lists passed at" => passed(runs, Meter::Lists),
            "staleness" => format!("staleness {} at most", length(runs.stalest_ms())),
            "hit rate of route" => format!("hit rate of route {:.1} %", runs.route_hits() * 100.0),
            "cold starts alone cost" => {
                let op = if self.what.contains("reads") { Op::Read } else { Op::Write };
                let unit = if op == Op::Read { "reads" } else { "writes" };
                format!("cold starts alone cost {} {unit} a day", amount(runs.cold(op)))
            }
            "unroutable under enforcement" => {
                let runs = AllRuns::enforced(name, &set);
                let unroutable = runs.per_day(|ledger| ledger.routing.unroutable);
                format!("unroutable under enforcement {} a day", amount(unroutable))
            }
            what => format!("{what} {} a day", amount(mean(runs, what))),
        }
    }
}

/// As the line `staleness` says it.
fn length(ms: u64) -> String {
    format!("{} m {} s", ms / 60_000, ms % 60_000 / 1_000)
}

fn passed(runs: &AllRuns, meter: Meter) -> String {
    let minutes = runs.passed_at(meter).expect("passed") / 60_000;
    format!("limit of {meter} passed at {:02}:{:02}", minutes / 60, minutes % 60)
}

fn mean(runs: &AllRuns, what: &str) -> f64 {
    match what {
        "isolates born" => runs.per_day(|ledger| ledger.cold_starts()),
        "refused writes" => runs.refused_writes(),
        "lost updates" => runs.per_day(|ledger| ledger.lost_updates),
        _ => {
            let named = Meter::ALL.into_iter().find(|meter| meter.to_string() == what);
            runs.meter(named.unwrap_or_else(|| panic!("nothing is called {what:?}")))
        }
    }
}

#[test]
fn what_the_comments_quote_is_what_is_simulated() {
    let mut wrong = Vec::new();
    for name in names() {
        let mut made = BTreeMap::new();
        for quote in quotes(&name) {
            let found = quote.found(&name, &mut made);
            if found != quote.what {
                wrong.push(format!("{name}: {} is {found} {:?}", quote.what, quote.set));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn each_incident_and_each_intuition_quotes_figures_and_what_they_rest_on() {
    let of = |kind: &str| names().into_iter().filter(|name| name.starts_with(kind)).count();
    assert!(of("incident-") >= 5 && of("intuition-") >= 2);
    for name in names() {
        let text = text(&name);
        let says = |what: &str| text.lines().any(|line| line.starts_with(what));
        let incident = name.starts_with("incident-");
        if incident || name.starts_with("intuition-") {
            assert!(!quotes(&name).is_empty(), "{name} quotes no figure");
        }
        if incident {
            assert!(says("# measured: ") != says("# published: "), "{name}: against what?");
            assert!(says("# assumption: ") && says("# missing: "), "{name}: what is between them?");
        }
    }
}
