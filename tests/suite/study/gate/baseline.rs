//! What a baseline holds, and how it changes.

use kvplan::platform::Latency;
use kvplan::report::wording::Remark;
use kvplan::scenario::{Budget, Scenario};
use kvplan::study::gate::{Baseline, Bound, ChangeKind, Gate, GateVerdict, Key, judge};
use kvplan::words::{Figure, Measure};

use super::{READS, STRICT, WRITES, budget, one};
use crate::support::hand_made::{scenario, summary};

#[test]
fn a_baseline_tells_looser_from_tighter() {
    let key = |metric: Figure| Key { scenario: "a".into(), metric };
    let worst = |it: Measure| key(it.of_all());
    let with = |figures: &[(Key, f64)]| Baseline {
        model_version: 1,
        scenarios: Vec::new(),
        figures: figures.to_vec(),
    };
    let hits = worst(Measure::HitRatio);
    let before = with(&[(hits.clone(), 0.5), (worst(READS), 9.0), (worst(WRITES), 5.0)]);
    let mean = key(WRITES.of_all().mean());
    let after = with(&[(hits, 0.4), (mean, 4.0), (worst(WRITES), 4.0)]);
    let changes = after.changes(&before);
    let found: Vec<(ChangeKind, &str)> =
        changes.iter().map(|it| (it.kind, it.figure.metric.measure.name())).collect();
    let expected = [
        (ChangeKind::Looser, "hit_ratio"),
        (ChangeKind::Removed, "reads"),
        (ChangeKind::New, "writes"),
        (ChangeKind::Tighter, "writes"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_figure_without_a_sample_is_not_recorded_and_a_changed_file_is_noted() {
    let (mut scenario, summary) = (scenario(), summary());
    scenario.kv.latency = Latency::NONE;
    let growth = |metric| Budget { growth: Some(0.0), ..budget(metric) };
    scenario.budgets = vec![growth(Measure::LatencyP99), growth(WRITES)];
    let base = judge(one(&scenario, &summary), None, STRICT).record(1);
    assert_eq!(base.figures.len(), 1);
    let again: Gate<'_> = judge(one(&scenario, &summary), Some(&base), STRICT);
    assert_eq!(again.notes, []);
    let changed = Scenario { sha256: "cd".repeat(32), seed: 43, ..scenario.clone() };
    let gate = judge(one(&changed, &summary), Some(&base), STRICT);
    let note = Remark::from(&gate.notes[0]);
    assert_eq!(note.code, "baseline-outdated");
    assert_eq!(note.note.as_deref(), Some("the file has changed; seed: 42 then, 43 now"));
    let bounds = &gate.suites[0].1[1].bounds;
    assert_eq!(bounds.len(), 1);
    assert_eq!((bounds[0].bound, bounds[0].verdict()), (Bound::Growth, GateVerdict::Passed));
}
