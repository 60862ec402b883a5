//! The figures that a scenario's first comment quotes are those that it gives.
//!
//! A line says `# simulated: WHAT FIGURE UNIT`, and in brackets what is changed for it, there or on
//! the next lines: `# simulated: writes 1,445 a day (--set policy.write.max_interval=60s)`.
//! Figures are written as the command line writes them.

mod support;

use std::collections::BTreeMap;

use kvplan::words::{Meter, Op, amount};
use support::shipped::{AllRuns, names, text};

/// A quoted figure.
struct Quote {
    what: String,
    set: Vec<String>,
}

fn quotes(name: &str) -> Vec<Quote> {
    let text = text(name);
    let mut lines = text.lines().peekable();
    let mut quotes = Vec::new();
    while let Some(line) = lines.next() {
        let Some(line) = line.strip_prefix("# simulated: ") else { continue };
        let mut line = line.to_owned();
        // What is changed may stand on the next lines, up to the bracket that ends it.
        while let Some(more) = lines.peek().and_then(|next| next.strip_prefix("#   "))
            && !line.ends_with(')')
        {
            line = format!("{line} {more}");
            lines.next();
        }
        quotes.push(Quote::read(&line));
    }
    quotes
}

impl Quote {
    fn read(line: &str) -> Self {
        let Some((what, changes)) = line.split_once(" (") else {
            return Self { what: line.to_owned(), set: Vec::new() };
        };
        let changes = changes.strip_suffix(')').unwrap_or_else(|| panic!("no `)` ends {line}"));
        let set = changes.split("--").map(str::trim).filter(|change| !change.is_empty());
        Self { what: what.to_owned(), set: set.map(setting).collect() }
    }

    /// The same with the figure that the simulation gives.
    fn found(&self, name: &str, made: &mut BTreeMap<Vec<String>, AllRuns>) -> String {
        let set: Vec<&str> = self.set.iter().map(String::as_str).collect();
        let runs = made.entry(self.set.clone()).or_insert_with(|| AllRuns::measured(name, &set));
        let first = self.what.find(|it: char| it.is_ascii_digit()).expect("a figure");
        match self.what[..first].trim_end() {
            "limit of writes passed at" => passed(runs, Meter::Writes),
            "limit of lists passed at" => passed(runs, Meter::Lists),
            "oldest heartbeat" => format!("oldest heartbeat {} s", runs.stalest_ms() / 1_000),
            "client requests served from memory" => {
                let percent = runs.route_hits() * 100.0;
                format!("client requests served from memory {percent:.1} %")
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

/// A change as `--set` takes it; `--policy` changes the policy.
fn setting(change: &str) -> String {
    match change.split_once(' ') {
        Some(("set", setting)) => setting.to_owned(),
        Some(("policy", policy)) => format!("policy={policy}"),
        _ => panic!("neither --set nor --policy: {change}"),
    }
}

fn passed(runs: &AllRuns, meter: Meter) -> String {
    let minutes = runs.passed_at(meter).expect("passed") / 60_000;
    format!("limit of {meter} passed at {:02}:{:02}", minutes / 60, minutes % 60)
}

fn mean(runs: &AllRuns, what: &str) -> f64 {
    match what {
        "isolates born" => runs.per_day(|ledger| ledger.cold_starts()),
        "cold reads" => runs.cold(Op::Read),
        "cold writes" => runs.cold(Op::Write),
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
