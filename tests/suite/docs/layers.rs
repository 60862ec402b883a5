//! Who may know whom. The layers of the crate, as the map in `src/lib.rs` has them, and the few places that may use certain crates, the
//! clock or hash tables, are read off the sources; each violation is told with its file and line.

use std::collections::BTreeSet;

use super::source::Source;

/// The map of the crate.
const MAP: &str = include_str!("../../../src/lib.rs");

/// Crates that are known in few places: files, or folders with a slash at the end.
const HOMES: [(&str, &[&str]); 9] = [
    ("clap", &["src/cli.rs", "src/cli/"]),
    ("indicatif", &["src/cli.rs", "src/cli/"]),
    ("rand", &["src/workload.rs", "src/workload/", "src/platform.rs", "src/platform/"]),
    ("rand_distr", &["src/workload.rs", "src/workload/", "src/platform.rs", "src/platform/"]),
    ("flate2", &["src/trace.rs", "src/trace/"]),
    ("csv_core", &["src/trace/fields.rs"]),
    ("serde_yaml", &["src/scenario/text/yaml.rs"]),
    ("libyaml_safer", &["src/scenario/text/places.rs"]),
    ("comfy_table", &["src/report/format/terminal/table.rs"]),
];

/// Whose order differs from run to run.
const HASHED: [&str; 3] = ["HashMap", "HashSet", "RandomState"];

fn lives_in(file: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| file == *home || home.ends_with('/') && file.starts_with(home))
}

/// A part of the crate and the parts that it may know.
struct Layer {
    part: String,
    knows: Vec<String>,
}

/// The layers as the map has them: each part knows some of those above it.
fn layers() -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for row in MAP.lines().filter_map(|line| line.strip_prefix("//! | [`")) {
        let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let [part, _, knows] = cells[..] else { panic!("three cells: {row}") };
        let above = layers.iter().map(|layer| layer.part.clone()).collect::<Vec<_>>();
        let knows = match knows {
            "nothing" => Vec::new(),
            "all above" => above,
            some => some
                .split(", ")
                .map(str::to_owned)
                .inspect(|it| assert!(above.contains(it), "{row}"))
                .collect(),
        };
        layers.push(Layer { part: part.trim_end_matches("`]").to_owned(), knows });
    }
    layers
}

/// Parts that this source knows and may not know.
fn layer_violations(source: &Source) -> Vec<String> {
    let (part, layers) = (source.part(), layers());
    if ["lib", "main"].contains(&part.as_str()) {
        return Vec::new();
    }
    let Some(layer) = layers.iter().find(|layer| layer.part == part) else {
        return vec![format!("{}:1: `{part}` is in no layer", source.file)];
    };
    let is_part = |name: &String| layers.iter().any(|layer| layer.part == *name);
    let mut found: Vec<String> = source
        .paths_from_the_root()
        .filter_map(|(path, line)| Some((path.into_iter().next()?, line)))
        .filter(|(known, _)| *known != part && is_part(known) && !layer.knows.contains(known))
        .map(|(known, line)| format!("{}:{line}: `{part}` knows `{known}`", source.file))
        .collect();
    found.dedup();
    found
}

/// Crates and hash tables that this source uses and may not use.
fn home_violations(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (name, homes) in HOMES {
        if !lives_in(&source.file, homes) {
            let lines = source.lines_from(&[name]).into_iter();
            found.extend(lines.map(|line| format!("{}:{line}: uses `{name}`", source.file)));
        }
    }
    for name in HASHED {
        let lines = source.lines_with(name).into_iter();
        found.extend(lines.map(|line| format!("{}:{line}: `{name}` has no order", source.file)));
    }
    found
}

/// Places that read the clock: all of them outside `cli`, and those in a second file of it.
fn clock_violations(sources: &[Source]) -> Vec<String> {
    let reads = |source: &Source| {
        let clock = [source.lines_with("SystemTime"), source.lines_from(&["std", "time"])];
        BTreeSet::from_iter(clock.concat())
    };
    let mut home = None;
    let mut found = Vec::new();
    for source in sources {
        let lines = reads(source);
        if lines.is_empty() {
            continue;
        }
        let free = source.part() == "cli" && home.is_none();
        if free {
            home = Some(&source.file);
            continue;
        }
        found.extend(lines.iter().map(|line| format!("{}:{line}: reads the clock", source.file)));
    }
    found
}

fn violations(sources: &[Source]) -> Vec<String> {
    let mut found: Vec<_> = sources.iter().flat_map(layer_violations).collect();
    found.extend(sources.iter().flat_map(home_violations));
    found.extend(clock_violations(sources));
    found
}

#[test]
fn no_part_of_the_crate_knows_more_than_its_layer_allows() {
    let sources = Source::all();
    let knows_words = |source: &&Source| {
        source
            .paths_from_the_root()
            .any(|(path, _)| path.first().is_some_and(|part| part == "words"))
    };
    assert!(
        sources.iter().filter(knows_words).count() > 5,
        "the sources were read, their paths seen"
    );
    let found = violations(&sources);
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

fn told(files: &[(&str, &str)]) -> Vec<String> {
    violations(&files.iter().map(|(file, text)| Source::new(file, text)).collect::<Vec<_>>())
}

#[test]
fn a_part_that_knows_too_much_is_told_with_file_and_line() {
    let text =
        "use crate::words::Op;\n\nuse crate::{\n    platform::Plan,\n    words::{Key, Op},\n};";
    assert_eq!(
        told(&[("src/coordinator/core.rs", text)]),
        ["src/coordinator/core.rs:4: `coordinator` knows `platform`"]
    );
    assert_eq!(
        told(&[("src/words/time.rs", "fn f() { super::super::study::g(crate::cli::run()) }")]),
        ["src/words/time.rs:1: `words` knows `study`", "src/words/time.rs:1: `words` knows `cli`"]
    );
    assert_eq!(told(&[("src/extra.rs", "")]), ["src/extra.rs:1: `extra` is in no layer"]);
}

#[test]
fn what_stands_in_comments_and_texts_is_no_use() {
    let text = "//! See [`crate::cli`], clap::Parser.\nconst A: &str = \"// crate::cli, HashMap\";\n\
                /* SystemTime */ fn f() {} // rand::rng";
    assert_eq!(told(&[("src/words.rs", text)]), Vec::<String>::new());
}

#[test]
fn crates_hash_tables_and_the_clock_are_told_outside_their_homes() {
    let everywhere = |name: &str| format!("use {name}::x;\n#[derive({name}::X)]\nstruct S;");
    for (name, homes) in HOMES {
        let text = everywhere(name);
        let message = |line| format!("src/study/any.rs:{line}: uses `{name}`");
        assert_eq!(told(&[("src/study/any.rs", &text)]), [message(1), message(2)]);
        for home in homes {
            let file = if home.ends_with('/') { format!("{home}any.rs") } else { (*home).into() };
            assert_eq!(told(&[(&file, &text)]), Vec::<String>::new(), "{file}");
        }
    }
    assert_eq!(
        told(&[("src/cli/run.rs", "use std::collections::{BTreeMap, HashMap};")]),
        ["src/cli/run.rs:1: `HashMap` has no order"]
    );
    let clock = "use std::time::Instant;";
    let grouped = "use std::{\n    fs,\n    time::Instant,\n};";
    assert_eq!(
        told(&[("src/cli/a.rs", clock), ("src/cli/b.rs", grouped), ("src/study.rs", clock)]),
        ["src/cli/b.rs:3: reads the clock", "src/study.rs:1: reads the clock"]
    );
}
