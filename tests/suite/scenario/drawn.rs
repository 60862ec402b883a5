//! Laws of the settings, over scenarios that are drawn whole.

use std::collections::BTreeSet;
use std::slice;

use kvplan::scenario::{Scenario, Setting};

use crate::support::drawn::{Drawn, TIGHT, each, field_of, leaves, tight_plan, with, with_plan};
use crate::support::simulated::measure;

/// The listing without the names of what is listed piece by piece as well.
fn settings(scenario: &Scenario) -> Vec<Setting> {
    let mut listed = scenario.settings();
    listed.retain(|it| it.path != "policy" && it.path != "plan");
    listed
}

/// The scenario without what only people see.
fn essence(scenario: &Scenario) -> Scenario {
    let mut plain = scenario.clone();
    plain.overrides.clear();
    plain.policy_name.clear();
    plain
}

/// Each edit, with the scenario before and after it.
fn each_edit(mut see: impl FnMut(&str, &Scenario, &Scenario)) {
    each(|drawn| {
        for (edit, made) in drawn.edits[1..].iter().zip(drawn.made.windows(2)) {
            see(edit, &made[0], &made[1]);
        }
    });
}

#[test]
fn every_field_is_drawn_and_shows_in_the_listing() {
    let mut silent: BTreeSet<_> = leaves().iter().map(|it| field_of(&it.path)).collect();
    each_edit(|edit, before, after| {
        if before.settings() != after.settings() {
            silent.remove(&field_of(edit));
        }
    });
    assert_eq!(silent, BTreeSet::new());
}

#[test]
fn what_does_not_show_in_the_listing_changes_no_figure() {
    each_edit(|edit, before, after| {
        if essence(before) != essence(after) && before.settings() == after.settings() {
            assert!(measure(before) == measure(after), "{edit}");
        }
    });
}

/// What gives a listing back. A plan is given by its file, and a list is there before its entries.
fn given_back(drawn: &Drawn) -> Vec<String> {
    let is_whole = |edit: &&String| edit.starts_with("plan=") || edit.contains(".steps=");
    let whole = drawn.edits.iter().filter(is_whole).cloned();
    let listed = settings(drawn.scenario()).into_iter();
    let listed = listed.filter(|it| !it.path.starts_with("plan."));
    whole.chain(listed.map(|Setting { path, value }| format!("{path}={value}"))).collect()
}

#[test]
fn the_listing_given_back_makes_the_same_scenario() {
    each(|drawn| {
        let edits = given_back(drawn);
        let again = with(&edits).unwrap_or_else(|mistake| panic!("{mistake}: {edits:#?}"));
        assert_eq!(settings(&again), settings(drawn.scenario()));
        assert!(measure(&again) == measure(drawn.scenario()), "its figures differ");
    });
}

#[test]
fn every_limit_and_rule_of_a_plan_file_shows_in_the_listing() {
    let plan = format!("plan={TIGHT}");
    let listed = |text: &str| with_plan(slice::from_ref(&plan), text).expect("a plan").settings();
    let text = tight_plan();
    let (numbers, _) = text.split_once("facts:").expect("they come last");
    let values: Vec<&str> = numbers
        .lines()
        .filter(|line| line.contains(" per_day: ") || line.contains(" value: "))
        .collect();
    assert_eq!(values.len(), 5 + 5, "{values:?}");
    let before = listed(&text);
    let is_silent = |line: &&str| {
        let at =
            line.as_ptr() as usize - text.as_ptr() as usize + line.find(": ").expect("a value") + 2;
        let mut changed = text.clone();
        // One more digit in front: 1s becomes 11s.
        changed.insert(at, '1');
        listed(&changed) == before
    };
    assert_eq!(values.into_iter().filter(is_silent).collect::<Vec<_>>(), Vec::<&str>::new());
}
