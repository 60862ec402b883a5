//! A scenario and a summary whose figures are invented, but agree with one another.

use kvplan::platform::{Basis, Charged, DayCounts, Limit, Plan, Rule, Rules};
use kvplan::report::{Depth, Format, Look, Report, Sheet, render};
use kvplan::scenario::{Overrides, Scenario, Source, load};
use kvplan::study::{
    AllRequests, Assumption, Births, CacheSummary, CauseSummary, ColoSummary, CostSummary,
    Enforced, EnforcedMeter, HourSummary, IsolatesSummary, LatencySummary, MeterSummary, Moment,
    RequestSummary, RoutingSummary, RunDetail, SkippedSummary, StalenessSummary, Summary, Totals,
    Warning,
};
use kvplan::words::{CacheName, Cause, Meter, RequestKind, Span};

pub const QUIET: Depth = Depth { verbose: false, days_of_run: None };
pub const LIMITS: [u64; Meter::COUNT] = [100_000, 1_000, 1_000, 1_000, 100_000];

/// 2 runs of 2 days; nothing passes a limit. What is not said here is as the defaults are.
pub fn scenario() -> Scenario {
    let yaml = "name: two workers, optimized\ndays: 2\nruns: 2\nworkers: [ { services: [rag] } ]\n\
                admin: { loads_per_day: 20 }\n";
    let source = Source { path: "scenarios/2-workers.yaml".into(), bytes: yaml.into() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let loaded = load(&source, &Overrides::default(), &read).expect("a sound scenario");
    Scenario { sha256: "ab".repeat(32), plan: plan(), workers: Vec::new(), ..loaded }
}

pub fn plan() -> Plan {
    let basis = || Basis { as_of: "2026-10-08".into(), source: "https://example.com".into() };
    Plan {
        name: "cloudflare-free@2026-10".into(),
        title: "free".into(),
        currency: "USD".into(),
        base_per_month: 0.0,
        limits: LIMITS.map(|per_day| Some(Limit { per_day, basis: basis() })),
        prices: [const { None }; Charged::COUNT],
        rules: Rules {
            same_key_write_interval: Rule { value: Span::from_secs(1), basis: basis() },
            same_namespace_write_interval: None,
            ops_per_invocation: Rule { value: 1_000, basis: basis() },
            cache_ttl_min: Rule { value: Span::from_secs(30), basis: basis() },
            expiration_ttl_min: Rule { value: Span::from_secs(60), basis: basis() },
            list_page: Rule { value: 1_000, basis: basis() },
        },
        notes: Vec::new(),
        facts: Vec::new(),
    }
}

/// The counts of the four days, in order: two of run 0, two of run 1.
pub const DAYS: [[u64; Meter::COUNT]; 4] = [
    [3_000, 540, 0, 0, 5_880],
    [3_100, 548, 0, 0, 5_881],
    [2_948, 550, 0, 0, 5_879],
    [3_000, 554, 0, 0, 5_880],
];

pub fn summary() -> Summary {
    Summary {
        days: 2,
        runs: 2,
        meters: Meter::ALL.map(meter).to_vec(),
        only_run: None,
        auto: None,
        enforced: None,
        requests: requests(),
        all_requests: Some(AllRequests {
            count_per_day: 5_880.0,
            hit_ratio: 0.499,
            latency_ms: LatencySummary { p50: 5.0, p95: 80.0, p99: 161.0 },
        }),
        caches: vec![CacheSummary {
            cache: CacheName::Worker,
            hit_ratio: 0.5,
            entries: 2,
            bytes: 10_240,
        }],
        causes: vec![cause(Meter::Writes, Cause::Interval, 548.0)],
        routing: RoutingSummary { ok_per_day: 100.0, ..RoutingSummary::default() },
        hours: (0..24).map(hour).collect(),
        cost: CostSummary {
            currency: "USD".into(),
            per_month: 0.0,
            base_per_month: 0.0,
            lines: Vec::new(),
            leaves_out_cpu: false,
        },
        rate_refused_per_day: 0.0,
        refused_per_day: Some(0.0),
        living: None,
        memory_bytes: 20_480,
        stored_bytes: 30_720.0,
        moved_bytes_per_day: 1_024.0,
        colos: vec![colo("LHR")],
        isolates: isolates(),
        staleness_ms: None,
        lost_updates_per_day: 0.0,
        unlisted: None,
        retries_per_day: 0.0,
        skipped: SkippedSummary::default(),
        events: 23_520,
        totals: Totals::default(),
        runs_detail: vec![run(0), run(1)],
        warnings: vec![Warning::TtlEqualsInterval(Span::from_ms(30_000), 0.5, true)],
        assumptions: vec![Assumption::TypicalLatencies],
    }
}

fn meter(meter: Meter) -> MeterSummary {
    let counts = DAYS.map(|day| day[meter.index()]);
    let worst = counts.iter().copied().max().unwrap_or(0);
    let at = counts.iter().position(|&count| count == worst).unwrap_or(0) as u32;
    let limit = LIMITS[meter.index()];
    let mean = counts.iter().sum::<u64>() as f64 / 4.0;
    MeterSummary {
        meter,
        mean_per_day: mean,
        ci95_half_width: Some(if meter == Meter::Reads { 9.2 } else { 0.0 }),
        min_per_day: counts.iter().copied().min().unwrap_or(0),
        max_per_day: worst,
        max_run: at / 2,
        max_day: at % 2 + 1,
        limit_per_day: Some(limit),
        other_per_day: 0,
        used_ratio: Some(worst as f64 / limit as f64),
        mean_ratio: Some(mean / limit as f64),
        days_tried: 4,
        days_over: 0,
        days_over_upper95: Some(0.527),
        limit_passed_at: None,
        first_passed_at: None,
        first_day_mean: mean,
        later_days_mean: Some(mean),
    }
}

fn requests() -> Vec<RequestSummary> {
    let row = |request, count: f64, reads: f64, writes: f64| RequestSummary {
        request,
        count_per_day: count,
        reads_per_day: reads,
        writes_per_day: writes,
        deletes_per_day: 0.0,
        lists_per_day: 0.0,
        hit_ratio: 0.499,
        failed_per_day: 0.0,
        retried_per_day: 0.0,
        latency_ms: LatencySummary { p50: 5.0, p95: 80.0, p99: 160.0 },
    };
    vec![
        row(RequestKind::Heartbeat, 5_760.0, 2_884.0, 548.0),
        row(RequestKind::Route, 100.0, 127.0, 0.0),
        row(RequestKind::Admin, 20.0, 1.0, 0.0),
    ]
}

pub fn isolates() -> IsolatesSummary {
    IsolatesSummary {
        count: 1,
        births: Births { cold_starts_per_day: 0.5, operations_per_day: [1.5, 0.0, 0.0, 0.0] },
    }
}

/// A colo that does everything.
pub fn colo(name: &str) -> ColoSummary {
    ColoSummary {
        colo: name.into(),
        share: 1.0,
        isolates: 1,
        requests_per_day: 5_880.0,
        operations_per_day: [3_012.0, 548.0, 0.0, 0.0],
        hot_reads_per_day: 2_710.8,
        births: isolates().births,
        routing: RoutingSummary { ok_per_day: 100.0, ..RoutingSummary::default() },
        staleness_ms: Some(StalenessSummary {
            p50: 15_000.0,
            p95: 29e3,
            p99: 29_500.0,
            max: 372e3,
        }),
    }
}

fn cause(meter: Meter, cause: Cause, mean_per_day: f64) -> CauseSummary {
    CauseSummary { meter, request: RequestKind::Heartbeat, cause, mean_per_day }
}

/// Writes use most of their limit: 20 an hour, 40 at 09:00.
fn hour(hour: u8) -> HourSummary {
    let writes = if hour == 9 { 40.0 } else { 20.0 };
    HourSummary { hour, counts: [125.0, writes, 0.0, 0.0, 245.0] }
}

fn run(run: u32) -> RunDetail {
    let day = |at: usize| DayCounts::new(DAYS[run as usize * 2 + at], [None; Meter::COUNT]);
    let causes = vec![(RequestKind::Heartbeat, Cause::Interval, Meter::Writes, 1_088)];
    RunDetail { run, days: vec![day(0), day(1)], causes, routing: RoutingSummary::default() }
}

/// The summary, but 1,930 writes on the second day of run 1 and 1,214 on the first of run 0.
pub fn over() -> Summary {
    let mut summary = summary();
    let first = Moment { run: 0, day: 1, ms_of_day: 71_527_000 };
    let writes = &mut summary.meters[Meter::Writes.index()];
    writes.max_per_day = 2_930;
    writes.used_ratio = Some(2.93);
    writes.days_over = 4;
    writes.limit_passed_at = Some(first);
    writes.first_passed_at = Some(first);
    for detail in &mut summary.runs_detail {
        for day in &mut detail.days {
            let mut passed_at = [None; Meter::COUNT];
            passed_at[Meter::Writes.index()] = Some(71_527_000);
            *day = DayCounts::new(Meter::ALL.map(|meter| day.count(meter)), passed_at);
        }
    }
    let routing = RoutingSummary { ok_per_day: 97.0, misrouted_per_day: 3.0, ..Default::default() };
    summary.enforced = Some(Enforced {
        meters: vec![EnforcedMeter {
            meter: Meter::Writes,
            attempts_per_day: 2_072.0,
            refused_per_day: 1_072.0,
            refused_min: 214,
            refused_max: 1_930,
            days_refused: 4,
            first_refusal: Some(first),
            hours_refused_per_day: 4.134,
            hours_per_refused_day: 4.134,
        }],
        routing,
        next_day: None,
        retries_per_day: 0.0,
    });
    summary
}

/// A report without parameters.
pub fn report<'a>(scenario: &'a Scenario, summary: &'a Summary) -> Report<'a> {
    Report { scenario, summary, parameters: &[] }
}

/// What a terminal shows of the reports.
pub(crate) fn render_table(reports: &[Report<'_>], depth: Depth, look: Look) -> String {
    rendered(reports, (Format::Table, Sheet::Rows), (depth, look))
}

/// The reports in Markdown.
pub(crate) fn render_markdown(reports: &[Report<'_>], depth: Depth) -> String {
    rendered(reports, (Format::Markdown, Sheet::Rows), (depth, NARROW))
}

/// The reports as JSON.
pub(crate) fn render_json(reports: &[Report<'_>], depth: Depth) -> String {
    rendered(reports, (Format::Json, Sheet::Rows), (depth, NARROW))
}

/// A sheet of the reports.
pub(crate) fn render_csv(reports: &[Report<'_>], sheet: Sheet) -> String {
    rendered(reports, (Format::Csv, sheet), (QUIET, NARROW))
}

/// Only a terminal's text has a width.
const NARROW: Look = Look { width: 20, color: false };

fn rendered(reports: &[Report<'_>], format: (Format, Sheet), shown: (Depth, Look)) -> String {
    render(&reports, format, shown).expect("reports have every such format")
}
