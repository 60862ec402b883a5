//! The scenario that `kvplan init` writes.

use kvplan::coordinator::{Policy, Preset};
use kvplan::scenario::{Overrides, Scenario, Source, TEMPLATE, load, schema};
use serde_json::Value;

#[track_caller]
fn loaded(text: &str) -> Scenario {
    let source = Source { path: "x.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let found = load(&source, &Overrides::default(), &read);
    found.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

#[test]
fn the_template_loads_and_its_comments_are_the_defaults() {
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

/// How far the word of a line stands from its left edge; `None`: it says nothing.
fn depth(line: &str) -> Option<usize> {
    line.find(|it: char| !" #".contains(it))
}

/// Puts in what is described and not named yet, as comments behind the field before it. All other
/// words of the template are written by hand, but for those of a policy: there are more of them, and
/// each is but what it means.
fn put_in(lines: &mut Vec<String>, map: &Value) {
    let below = ["items", "additionalProperties"].iter().filter_map(|key| map.get(key));
    let forms = map.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    below.chain(forms).for_each(|map| put_in(lines, map));
    let mut before = String::new();
    for (name, field) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let place = |name: &str| lines.iter().position(|it| it.contains(&format!("{name}:")));
        if place(name).is_none() {
            let place = place(&before).expect("the first field is named");
            let column = depth(&lines[place]);
            let inner = lines[place + 1..].iter().take_while(|line| depth(line) > column).count();
            let lead = &lines[place][..column.unwrap_or(0)];
            let mark = if lead.contains('#') { "" } else { "# " };
            let new = shown(&format!("{lead}{mark}"), name, field);
            lines.splice(place + 1 + inner..place + 1 + inner, new);
        }
        before = name.clone();
        put_in(lines, field);
    }
}

/// A field with its default and what it means; a map with all that is in it.
fn shown(lead: &str, name: &str, field: &Value) -> Vec<String> {
    let default = field.get("default").map(|it| format!(" {it}").replace('"', ""));
    let doc = field["description"].as_str().expect("a text");
    let own = format!("{lead}{name}:{} # {doc}", default.unwrap_or_default());
    let fields = field.get("properties").and_then(Value::as_object).into_iter().flatten();
    let inner = fields.flat_map(|(name, field)| shown(&format!("{lead}  "), name, field));
    std::iter::once(own).chain(inner).collect()
}

/// The settings of a policy, each below what it means and the words that it takes.
fn documented(lead: &str, map: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let fields = map["properties"].as_object().into_iter().flatten();
    for (name, field) in fields.filter(|(name, _)| *name != "extends") {
        let doc = field["description"].as_str().expect("a text");
        let doc = doc.split("; `optimized` has").next().unwrap_or(doc);
        let words: Vec<&str> =
            field["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let list =
            if words.is_empty() { String::new() } else { format!("; one of {}", words.join(", ")) };
        let mut comment = format!("{lead}#");
        for word in format!("{doc}{list}").split(' ') {
            if comment.chars().count() + 1 + word.chars().count() > 100 {
                lines.push(std::mem::replace(&mut comment, format!("{lead}#")));
            }
            comment = format!("{comment} {word}");
        }
        let value = field["examples"].get(0).map(|it| format!(" {it}").replace('"', ""));
        lines.extend([comment, format!("{lead}{name}:{}", value.unwrap_or_default())]);
        lines.extend(documented(&format!("{lead}  "), field));
    }
    lines
}

#[test]
fn the_template_names_every_field() {
    let described: Value = serde_json::from_str(&schema()).expect("JSON");
    let mut lines: Vec<String> = TEMPLATE.lines().map(str::to_owned).collect();
    let policy = &described["properties"]["policies"]["additionalProperties"]["anyOf"][1];
    let from = lines.iter().position(|it| it == "#     extends: optimized").expect("a policy") + 1;
    let count = lines[from..].iter().take_while(|it| !it.is_empty()).count();
    lines.splice(from..from + count, documented("#     ", policy));
    put_in(&mut lines, &described);
    let full = lines.join("\n") + "\n";
    if std::env::var_os("UPDATE_TEMPLATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/scenario/file/template.yaml");
        return std::fs::write(path, full).expect("the template is written");
    }
    assert!(full == TEMPLATE, "run this test again with UPDATE_TEMPLATE=1");
}
