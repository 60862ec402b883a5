//! The scenario that `kvplan init` writes.

use kvplan::coordinator::{Policy, Preset};
use kvplan::scenario::{Overrides, Scenario, Source, load};

#[track_caller]
fn loaded(text: &str) -> Scenario {
    let source = Source { path: "x.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let found = load(&source, &Overrides::default(), &read);
    found.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

#[test]
fn the_template_loads_and_its_comments_are_the_defaults() {
    use kvplan::scenario::TEMPLATE;
    let plain = loaded(TEMPLATE);
    let mut lines = Vec::new();
    for line in TEMPLATE.lines() {
        let option = line.split_once("# ").filter(|(before, _)| before.trim().is_empty());
        let is_option = |text: &str| {
            let word: String = text
                .trim_start()
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            text.trim_start().starts_with("- {")
                || (!word.is_empty() && text.trim_start()[word.len()..].starts_with(':'))
        };
        match option {
            Some((before, text)) if is_option(text) => lines.push(format!("{before}{text}")),
            _ => lines.push(line.to_owned()),
        }
    }
    let text = lines.join("\n");
    let full = loaded(&text.replace("refresh: {", "refresh: # {"));
    assert_eq!(full.policies[0].policy, Policy::preset(Preset::Optimized));
    assert_eq!((plain.budgets.len(), full.budgets.len()), (1, 3));
    let mut same = full;
    (same.sha256, same.policies, same.budgets) =
        (plain.sha256.clone(), vec![], plain.budgets.clone());
    assert_eq!(same, plain);
    assert!(loaded(&text).admin.refresh.is_some());
}

#[test]
fn the_template_tells_what_a_name_does_not() {
    use kvplan::scenario::TEMPLATE;
    let text = TEMPLATE.replace(['#', '\n'], " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "`ratio` is the rate at the peak over the least rate",
        "`peak_hour` is UTC",
        "`share` is a colo's part of the clients' traffic",
        "where both are given both happen",
        "k × day / requests_per_day, so that the first comes after one gap",
        "`kvplan gate` judges them",
        "keeps to one isolate of its colo (sticky)",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!TEMPLATE.contains("schema"), "it names a file that nobody has");
    assert!(TEMPLATE.lines().all(|line| line.chars().count() <= 100), "it fits");
}

#[test]
fn the_template_names_every_field() {
    use kvplan::scenario::{TEMPLATE, fields};
    fn check(section: &fields::Section) {
        for field in &section.fields {
            assert!(TEMPLATE.contains(&format!("{}:", field.name)), "{}", field.name);
            assert!(!field.doc.is_empty());
            field.section().into_iter().for_each(check);
        }
    }
    check(&kvplan::scenario::SCENARIO);
}
