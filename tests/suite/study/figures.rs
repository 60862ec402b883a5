//! The catalogue of figures: names, values, sums.

use serde_json::Value;

use crate::support::drawn;
use crate::support::simulated::{Unwatched, scenario};
use kvplan::scenario::Scenario;
use kvplan::simulation::{self, RunId};
use kvplan::study::{Consequences, Days, Options, Summary, catalogue, half_width, simulate, value};
use kvplan::words::{Cause, Figure, Measure, Meter, NoFigure, Op, RequestKind, Scope, Statistic};

fn study(scenario: &Scenario) -> Summary {
    let runner = |scenario: &Scenario, id: RunId, days: &Days<'_>| {
        simulation::run(scenario, id, &scenario.policy, days)
    };
    let options = Options { threads: 2, only_run: None, consequences: Consequences::Skipped };
    simulate(scenario, options, &runner, &Unwatched).expect("not stopped")
}

/// So many of the drawn scenarios, each with its number.
fn some(mut law: impl FnMut(u64, &Scenario)) {
    let mut left = 40;
    drawn::each(|it| {
        if left > 0 {
            left -= 1;
            law(it.number, it.scenario());
        }
    });
}

/// Every figure that there is of everything, of each request, of each cause, of one colo.
fn every_figure() -> Vec<Figure> {
    let scopes = [Scope::All, Scope::Colo("a.b c".into())].into_iter();
    let kinds = RequestKind::ALL.map(Scope::Request);
    let causes = Cause::ALL.map(|cause| Scope::Cause(RequestKind::Heartbeat, cause));
    let scopes: Vec<Scope> = scopes.chain(kinds).chain(causes).collect();
    let figures = scopes
        .iter()
        .flat_map(|scope| Measure::all().map(|measure| Figure::new(scope.clone(), measure)));
    figures.filter(|figure| Figure::parse(&figure.name()).is_ok()).collect()
}

#[test]
fn each_name_is_read_back_as_its_figure() {
    let figures = every_figure();
    // 29 of everything, 17 of a colo, 9 of each of six requests, 4 of each of twelve causes.
    assert_eq!(figures.len(), 29 + 17 + 9 * 6 + 4 * 12);
    for figure in figures {
        for it in [figure.clone(), figure.clone().mean()] {
            assert_eq!(Figure::parse(&it.to_string()), Ok(it.clone()), "{it}");
        }
    }
    assert_eq!(Figure::parse("writes").map(|it| it.statistic), Ok(Statistic::WorstDay));
    assert_eq!(Figure::parse("heartbeat.writes").map(|it| it.statistic), Ok(Statistic::Mean));
}

#[test]
fn what_is_no_figure_says_which_part_is_not_known() {
    let wrong = |text: &str| Figure::parse(text).expect_err(text);
    assert_eq!(wrong("wirtes"), NoFigure::Measure("wirtes".into()));
    assert_eq!(wrong(""), NoFigure::Measure(String::new()));
    assert_eq!(wrong("beat.writes"), NoFigure::Request("beat".into()));
    assert_eq!(wrong("heartbeat.warm.writes"), NoFigure::Cause("warm".into()));
    assert_eq!(wrong("heartbeat.staleness_p99"), NoFigure::Unfit(Measure::StalenessP99));
    assert_eq!(wrong("heartbeat.cold.requests"), NoFigure::Unfit(Measure::Meter(Meter::Requests)));
    assert_eq!(wrong("writes@median"), NoFigure::Statistic("median".into()));
    assert_eq!(wrong("hit_ratio@mean"), NoFigure::Statistic("mean".into()));
    assert_eq!(wrong("writes@all_days"), NoFigure::Statistic("all_days".into()));
}

/// Where a figure stands in a result of `simulate`.
const PLACES: [(&str, &str); 22] = [
    ("reads@mean", "/meters/0/mean_per_day"),
    ("reads", "/meters/0/max_per_day"),
    ("writes@mean", "/meters/1/mean_per_day"),
    ("writes", "/meters/1/max_per_day"),
    ("requests", "/meters/4/max_per_day"),
    ("heartbeat.requests", "/requests/0/count_per_day"),
    ("heartbeat.reads", "/requests/0/reads_per_day"),
    ("heartbeat.hit_ratio", "/requests/0/hit_ratio"),
    ("heartbeat.latency_p50", "/requests/0/latency_ms/p50"),
    ("heartbeat.latency_p95", "/requests/0/latency_ms/p95"),
    ("heartbeat.latency_p99", "/requests/0/latency_ms/p99"),
    ("routed", "/routing/ok_per_day"),
    ("misrouted", "/routing/misrouted_per_day"),
    ("unroutable", "/routing/unroutable_per_day"),
    ("false_dead", "/routing/false_dead_per_day"),
    ("failed", "/routing/failed_per_day"),
    ("cold_starts", "/isolates/cold_starts_per_day"),
    ("retries", "/retries_per_day"),
    ("refused", "/refused_per_day"),
    ("lost_updates", "/lost_updates_per_day"),
    ("memory", "/memory_bytes"),
    ("cost_per_month", "/cost/per_month"),
];

/// Places of what may have no value.
const MAYBE: [(&str, &str); 5] = [
    ("staleness_p50", "/staleness_ms/p50"),
    ("staleness_p95", "/staleness_ms/p95"),
    ("staleness_p99", "/staleness_ms/p99"),
    ("staleness_max", "/staleness_ms/max"),
    ("unlisted_workers", "/unlisted_workers/mean"),
];

fn found(summary: &Summary, name: &str) -> Option<f64> {
    value(summary, &Figure::parse(name).expect(name))
}

#[test]
fn a_figure_is_what_the_result_says() {
    some(|number, scenario| {
        let summary = study(scenario);
        let json: Value = serde_json::to_value(&summary).expect("names as keys");
        let stated = |place: &str| json.pointer(place).and_then(Value::as_f64);
        for (name, place) in PLACES {
            assert!(stated(place).is_some(), "{number}: {place} is missing");
            assert_eq!(found(&summary, name), stated(place), "{number}: {name}");
        }
        for (name, place) in MAYBE {
            assert_eq!(found(&summary, name), stated(place), "{number}: {name}");
        }
        for (place, colo) in scenario.isolates.colos.iter().enumerate() {
            for (name, field) in [
                ("reads", "reads_per_day"),
                ("requests", "requests_per_day"),
                ("cold_starts", "cold_starts_per_day"),
                ("misrouted", "routing/misrouted_per_day"),
                ("staleness_p99", "staleness_ms/p99"),
            ] {
                let name = format!("colo.{}.{name}", colo.name);
                let place = format!("/colos/{place}/{field}");
                assert_eq!(found(&summary, &name), stated(&place), "{number}: {name}");
            }
        }
    });
}

#[test]
fn causes_add_up_to_requests_and_requests_to_everything() {
    some(|number, scenario| {
        let summary = study(scenario);
        let of = |scope: Scope, meter| {
            value(&summary, &Figure::new(scope, Measure::Meter(meter)).mean()).expect("a count")
        };
        for meter in Op::ALL.map(Op::meter) {
            let mut all = 0.0;
            for kind in RequestKind::ALL {
                let causes = Cause::ALL.map(|cause| of(Scope::Cause(kind, cause), meter));
                let whole = of(Scope::Request(kind), meter);
                assert!(
                    (causes.iter().sum::<f64>() - whole).abs() < 1e-6,
                    "{number}: {kind} {meter}"
                );
                all += whole;
            }
            assert!((all - of(Scope::All, meter)).abs() < 1e-6, "{number}: {meter}");
        }
    });
}

#[test]
fn a_comparison_shows_each_figure_once() {
    let figures = catalogue();
    for (place, figure) in figures.iter().enumerate() {
        assert!(!figures[..place].contains(figure), "{figure} stands there twice");
    }
    // 5 meters, 2 figures of each of six requests, 24 others but for 9 that are left out, and 12
    // causes of 4 operations of each request.
    assert_eq!(figures.len(), 5 + 2 * 6 + (24 - 9) + 12 * 4 * 6);
}

#[test]
fn the_interval_of_a_mean_is_that_of_its_meter_and_a_part_has_one_of_its_own() {
    let yaml = "days: 2\nruns: 4\nworkers: [{ count: 2, services: [rag] }]\n\
                traffic: [{ service: rag, requests_per_day: 50, arrivals: poisson }]\n";
    let summary = study(&scenario(yaml, &[]));
    let half = |name: &str| half_width(&summary, &Figure::parse(name).expect(name));
    assert_eq!(half("reads@mean"), summary.meters[Meter::Reads.index()].ci95_half_width);
    // All that clients do is what routes do: their reads differ from run to run.
    assert!(half("route.reads").is_some_and(|it| it > 0.0), "{:?}", half("route.reads"));
    // A worst day, a share and a figure of one colo have none.
    let none = ["reads", "hit_ratio", "colo.LHR.reads", "heartbeat.requests"].map(half);
    assert_eq!(none, [None; 4]);
}

#[test]
fn the_readme_names_each_figure() {
    let readme = include_str!("../../../README.md");
    let (_, section) = readme.split_once("\n## Figures\n").expect("a section");
    let (section, _) = section.split_once("\n## ").expect("another one");
    for measure in Measure::all() {
        assert!(section.contains(&format!("`{}`", measure.name())), "{}", measure.name());
    }
}
