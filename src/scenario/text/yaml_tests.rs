//! Positions are exact, for keys and values of every kind and style.

use super::*;
use crate::scenario::path::Path;
use crate::scenario::problem::Part;

#[track_caller]
fn at(text: &str, path: &str, part: Part) -> Option<(usize, usize)> {
    let (_, places) = parse(text).unwrap();
    assert!(places.find(&Path::default(), Part::Value).is_some(), "the parsers agree");
    places.find(&Path::parse(path).unwrap(), part)
}

const BLOCK: &str = "\
# a comment
name: é, ü
policy:
  cache:
    tll: 60s
    \"quoted key\": 'x'
workers:
  - name: gpu
    count: 2
  -   - deep
      - 1.5
flow: { a: [1, {b: true}], c: ~, d: }
text: |
  lines
last: end
";

#[test]
fn keys_and_values_of_block_maps() {
    assert_eq!(at(BLOCK, "name", Part::Key), Some((2, 1)));
    assert_eq!(at(BLOCK, "name", Part::Value), Some((2, 7)));
    assert_eq!(at(BLOCK, "policy.cache.tll", Part::Key), Some((5, 5)));
    assert_eq!(at(BLOCK, "policy.cache.tll", Part::Value), Some((5, 10)));
    assert_eq!(at(BLOCK, "policy.cache.\"quoted key\"", Part::Key), Some((6, 5)));
    assert_eq!(at(BLOCK, "policy.cache.\"quoted key\"", Part::Value), Some((6, 19)));
    assert_eq!(at(BLOCK, "policy.cache", Part::Value), Some((5, 5)));
    assert_eq!(at(BLOCK, "text", Part::Value), Some((13, 7)));
    assert_eq!(at(BLOCK, "last", Part::Value), Some((15, 7)));
}

#[test]
fn lists_and_their_entries() {
    assert_eq!(at(BLOCK, "workers", Part::Value), Some((8, 3)));
    assert_eq!(at(BLOCK, "workers[0]", Part::Value), Some((8, 5)));
    assert_eq!(at(BLOCK, "workers[0].count", Part::Value), Some((9, 12)));
    assert_eq!(at(BLOCK, "workers[1]", Part::Value), Some((10, 7)));
    assert_eq!(at(BLOCK, "workers[1][1]", Part::Value), Some((11, 9)));
}

#[test]
fn flow_style() {
    assert_eq!(at(BLOCK, "flow", Part::Value), Some((12, 7)));
    assert_eq!(at(BLOCK, "flow.a", Part::Value), Some((12, 12)));
    assert_eq!(at(BLOCK, "flow.a[0]", Part::Value), Some((12, 13)));
    assert_eq!(at(BLOCK, "flow.a[1]", Part::Value), Some((12, 16)));
    assert_eq!(at(BLOCK, "flow.a[1].b", Part::Key), Some((12, 17)));
    assert_eq!(at(BLOCK, "flow.a[1].b", Part::Value), Some((12, 20)));
    assert_eq!(at(BLOCK, "flow.c", Part::Value), Some((12, 31)));
    assert_eq!(at(BLOCK, "flow.d", Part::Key), Some((12, 34)));
}

#[test]
fn odd_spellings_keep_what_follows_in_place() {
    assert_eq!(at("a:\t1\nb:\t2\n", "b", Part::Value), Some((2, 4)));
    assert_eq!(at("a: [\n{ b: 1 }\n]\nc: 2\n", "a[0].b", Part::Value), Some((2, 6)));
    assert_eq!(at("a: [\n{ b: 1 }\n]\nc: 2\n", "c", Part::Value), Some((4, 4)));
    assert_eq!(at("a: \"x\ny\"\nb: 1\n", "b", Part::Value), Some((3, 4)));
    assert_eq!(at("a:\nb: 1\n", "a", Part::Value), Some((1, 3)));
    assert_eq!(at("a: 1\nb: |\n  x", "b", Part::Value), Some((2, 4)));
    assert_eq!(at("a!: [ hey!, x ]\n", "\"a!\"[1]", Part::Value), Some((1, 13)));
}

#[test]
fn columns_are_characters_and_line_ends_do_not_matter() {
    assert_eq!(at("{é: ü, 中: x}", "中", Part::Value), Some((1, 11)));
    assert_eq!(at("a: 1\r\nb:\r\n  c: 2\r\n", "b.c", Part::Value), Some((3, 6)));
}

#[test]
fn what_is_not_there_has_no_place() {
    for path in ["nowhere", "name.x", "workers[2]", "workers.x", "policy[0]", "flow.a[1].c"] {
        assert_eq!(at(BLOCK, path, Part::Value), None, "{path}");
        assert_eq!(at(BLOCK, path, Part::Key), None, "{path}");
    }
}

#[test]
fn an_alias_is_found_at_its_anchor() {
    assert_eq!(at("a: &x { b: 1 }\nc: *x\n", "c.b", Part::Value), Some((1, 12)));
}

#[test]
fn the_tree_keeps_types_and_order() {
    let text = "b: 1\na: [yes, '1', 2.5, ~, true]\n";
    let Node::Map(entries) = value(text).unwrap() else { panic!() };
    assert_eq!(entries[0], ("b".to_owned(), Node::Int(1)));
    let text = |text: &str| Node::Text(text.to_owned());
    let list = vec![text("yes"), text("1"), Node::Float(2.5), Node::Null, Node::Bool(true)];
    assert_eq!(entries[1], ("a".to_owned(), Node::List(list)));
}

#[test]
fn refusals_have_their_place() {
    let refused =
        |text: &str| value(text).map_err(|problem| (problem.code, problem.spot)).unwrap_err();
    assert_eq!(refused("a: 1\nb: { c: 1, c: 2 }"), ("repeated-field", Spot::Mark(2, 12)));
    assert_eq!(refused("a: 1\n---\nb: 2"), ("two-documents", Spot::Mark(2, 1)));
    assert_eq!(refused("a: !thing 2"), ("tag", Spot::Mark(1, 4)));
    assert_eq!(refused("a: [1, 2"), ("yaml-syntax", Spot::Mark(1, 9)));
    assert_eq!(refused("a: *nobody").0, "yaml-syntax");
    assert_eq!(refused("a: &a [*a]").0, "too-deep");
    let twice = "a: &x 1\nb:\n  - &x 2\nc: &y 3\nd: *x";
    assert_eq!(refused(twice), ("repeated-anchor", Spot::Mark(3, 5)));
    assert_eq!(refused(" a: 1\nb: 2"), ("yaml-syntax", Spot::Mark(2, 1)));
    assert_eq!(refused("{ a: 1 }}"), ("yaml-syntax", Spot::Mark(1, 9)));
    assert_eq!(refused("a:\n  \tb: 1"), ("tab", Spot::Mark(2, 3)));
    assert_eq!(refused("a:\n\t- b"), ("tab", Spot::Mark(2, 1)));
    assert_eq!(refused("a: [!b, 1]").0, "tag");
    assert!(value("a: 1\t# fine\r\nb: [\n\t1 ]").is_ok());
}

#[test]
fn of_a_field_that_is_given_again_the_first_value_stays() {
    let (tree, places) = parse("a: 1\nb: { c: 1, d: [], c: { e: x } }\na: 2\nf: 3").unwrap();
    assert_eq!(tree.to_string(), "{ a: 1, b: { c: 1, d: [] }, f: 3 }");
    let again: Vec<_> = places.repeated.iter().map(|it| it.spot.clone()).collect();
    assert_eq!(again, [Spot::Mark(2, 19), Spot::Mark(3, 1)]);
    let f = places.find(&Path::parse("f").unwrap(), Part::Value);
    assert_eq!(f, Some((4, 4)));
}

#[test]
fn nesting_is_counted_where_it_nests() {
    let refused = |text: &str| value(text).err().map(|problem| (problem.code, problem.spot));
    for open in ["[", "{", "- ", "? ", "{a: ", "{\"a\":", "- - "] {
        let far = open.repeat(100_000);
        assert_eq!(refused(&far).map(|it| it.0), Some("too-deep"), "{open}");
    }
    assert_eq!(refused(&"[".repeat(33)), Some(("too-deep", Spot::Mark(1, 33))));
    assert_eq!(refused(&format!("{}x{}", "[".repeat(32), "]".repeat(32))), None);
    let deep = "[".repeat(40);
    for harmless in [
        format!("a: '{deep}'\nb: [1]"),
        format!("a: \"{deep}\\\"{deep}\"\nb: [1]"),
        format!("a: 1 # {deep}\n# {deep}\n"),
        format!("a: x{deep}"),
        format!("a: |\n  {deep}\n\n  {deep}\nb: 1"),
        format!("- a: >-\n    {deep}\n  b: 1"),
        format!("a: text\n  {deep}\nb: 1"),
        format!("a: [b,\n 'c {deep}',\n \"d {deep}\"]"),
        "a0: it's [\n".to_owned(),
    ] {
        assert_eq!(refused(&harmless), None, "{harmless}");
    }
    for hidden in ["---\n", "a: |\n b\nc: ", "- a: |\n    text\n  b: "] {
        let text = format!("{hidden}{deep}");
        assert_eq!(refused(&text).map(|it| it.0), Some("too-deep"), "{text}");
    }
}

/// How many scalars stand at their place, or `None` where the parsers disagree on the way.
fn held(text: &str, (tree, places): &(Node, Places)) -> Option<usize> {
    let lines: Vec<Vec<char>> = text.split('\n').map(|line| line.chars().collect()).collect();
    let (mut held, mut open) = (0, vec![(Path::default(), tree)]);
    while let Some((path, node)) = open.pop() {
        let (line, column) = places.find(&path, Part::Value)?;
        match node {
            Node::List(items) => {
                open.extend(items.iter().enumerate().map(|(at, it)| (path.index(at), it)));
            }
            Node::Map(entries) => open.extend(entries.iter().map(|(key, it)| (path.key(key), it))),
            Node::Text(value) => {
                let rest: String = lines[line - 1].iter().skip(column - 1).collect();
                let word = value.split(['"', '\\', '\'', '\n']).next().unwrap_or_default();
                let word = word.split_whitespace().next().unwrap_or_default();
                let opens = |c| "\"'|>*&!".contains(c);
                assert!(rest.starts_with(word) || rest.starts_with(opens), "{path}: {rest}");
                held += 1;
            }
            _ => held += 1,
        }
    }
    Some(held)
}

#[test]
fn both_parsers_read_the_same_of_shipped_and_of_mutated_files() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut texts: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    texts.extend([BLOCK.to_owned(), include_str!("../file/template.yaml").to_owned()]);
    for text in &texts {
        assert!(held(text, &parse(text).unwrap()).is_some(), "{text}");
    }
    let strange: Vec<char> = "[]{}:,-?&*|>'\"%@#\t\n 0~\\é".chars().collect();
    let (mut seed, mut parsed, mut agreed) = (1_u64, 0, 0);
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..10_000 {
        let mut text: Vec<char> = texts[draw(texts.len())].chars().collect();
        for _ in 0..=draw(3) {
            let at = draw(text.len());
            text[at] = strange[draw(strange.len())];
        }
        let text: String = text.into_iter().collect();
        if let Ok(tree) = crate::scenario::guard::text(text.as_bytes()).and_then(parse) {
            parsed += 1;
            agreed += usize::from(held(&text, &tree).is_some());
        }
    }
    assert!(parsed > 2_000 && agreed == parsed, "{agreed} of {parsed}");
}

#[test]
fn no_random_text_makes_a_parser_panic_or_the_two_disagree() {
    let pieces: Vec<&str> =
        "[|]|{|}|:|,|- |? |&a|*a|!|!!|>|\"|'|%|%TAG |@|#|\t|\n| |0|~|\\|é|a|---|...|\
                             \\x4|\\uD800|\\U00110000|\r\n|\u{85}|<<|-|+1|2-\n|\n  |中\u{10ffff}|\
                             %YAML 1.1\n"
            .split('|')
            .chain(["|"])
            .collect();
    let (mut seed, mut read) = (7_u64, 0);
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..50_000 {
        let text: String = (0..=draw(14)).map(|_| pieces[draw(pieces.len())]).collect();
        let parsed = crate::scenario::guard::text(text.as_bytes()).and_then(parse);
        // Where tags are, only one of the parsers reads them.
        if let (Ok((tree, places)), false) = (parsed, text.contains('!')) {
            let top = places.find(&Path::default(), Part::Value);
            assert!(top.is_some() || tree == Node::Null, "{text:?}");
            read += 1;
        }
    }
    assert!(read > 10_000, "{read}");
}
