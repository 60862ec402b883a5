//! Hostile and broken files: each is refused, quickly and with a message.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use kvplan::report::{Look, render_diagnostics};
use kvplan::scenario::{Diagnostic, Overrides, Source, load};

/// What a build without optimization may take on a busy machine.
const AT_MOST: Duration = Duration::from_millis(1_000);

#[track_caller]
fn refused(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let source = Source { path: "bad.yaml".to_owned(), bytes: bytes.to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let start = Instant::now();
    let result = load(&source, &Overrides::default(), &read);
    let Err(mistakes) = result else { panic!("{name} was accepted") };
    let shown = render_diagnostics(&mistakes, Look { width: 80, color: false });
    let took = start.elapsed();
    assert!(took < AT_MOST, "{name} took {took:?}");
    assert!(!mistakes.is_empty(), "{name}");
    let harmless = |c: char| c == '\n' || !c.is_control();
    assert!(shown.chars().all(harmless), "{name}: {shown:?}");
    assert!(shown.len() < 100_000, "{name} shows {} bytes", shown.len());
    mistakes
}

fn codes(mistakes: &[Diagnostic]) -> Vec<&'static str> {
    mistakes.iter().map(|one| one.code).collect()
}

const GROUP: &str = "workers: [ { name: a } ]\n";

#[test]
fn small_broken_files() {
    let table: &[(&str, &str, &str)] = &[
        ("nothing", "", "empty-file"),
        ("blanks", "  \n\n", "empty-file"),
        ("only comments", "# a\n# b\n", "empty-file"),
        ("a null", "~", "empty-file"),
        ("an empty document", "---\n...\n", "empty-file"),
        ("a list at the top", "- a\n- b\n", "wrong-type"),
        ("a text at the top", "workers", "wrong-type"),
        ("a number at the top", "42", "wrong-type"),
        ("an empty map", "{}", "missing-field"),
        ("two documents", "workers: [{}]\n---\nworkers: [{}]\n", "two-documents"),
        ("an open list", "workers: [", "yaml-syntax"),
        ("an open map", "workers: {", "yaml-syntax"),
        ("an open quote", "name: \"abc", "yaml-syntax"),
        ("a lone bracket", "workers: ]", "yaml-syntax"),
        ("no colon", "name\nworkers: [{}]", "yaml-syntax"),
        ("bad indentation", "workers:\n  - name: a\n count: 2\n", "yaml-syntax"),
        ("two colons", "name: a: b\n", "yaml-syntax"),
        ("a forbidden first letter", "name: @x\n", "yaml-syntax"),
        ("a bad escape", "name: \"\\q\"\n", "yaml-syntax"),
        ("an unknown alias", "name: *nobody\n", "yaml-syntax"),
        ("an alias of itself", "workers: &a [ *a ]\n", "too-deep"),
        ("a directive", "%YAML 9.9\n---\nname: x\n", "yaml-syntax"),
        ("a tab", "workers:\n\t- name: a\n", "tab"),
        ("a tag", "workers: !thing [{}]\n", "tag"),
        ("a tagged map", "!scenario\nworkers: [{}]\n", "tag"),
        ("a number that is none", "workers: [{}]\ndays: !!int x\n", "yaml-syntax"),
        ("a key that is a list", "[a]: 1\n", "yaml-syntax"),
        ("a key that is a map", "{a: 1}: 1\n", "yaml-syntax"),
        ("a merge key", "workers: [ &a { name: x }, { <<: *a } ]\n", "unknown-field"),
        ("a key without text", "workers: [{}]\n~: 1\n", "unknown-field"),
        ("a field twice", "workers: [{}]\nworkers: [{}]\n", "repeated-field"),
        (
            "a field twice below",
            "workers: [ { heartbeat: { every: 1s, every: 2s } } ]",
            "repeated-field",
        ),
        ("a policy twice", "policies: { a: {}, a: {} }", "repeated-field"),
        ("a form feed", "workers: [{}]\x0c\n", "control-character"),
        ("a null byte", "workers: [{}]\0\n", "control-character"),
        ("a lone carriage return", "workers: [{}]\rdays: 7\n", "control-character"),
        ("a line separator", "name: a\u{2028}b\n", "control-character"),
        ("a second mark", "\u{feff}\u{feff}workers: [{}]\n", "control-character"),
    ];
    for (name, text, code) in table {
        let found = refused(name, text.as_bytes());
        assert!(codes(&found).contains(code), "{name}: {found:#?}");
    }
}

#[test]
fn broken_bytes() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(*b"n\0a\0").collect();
    assert_eq!(codes(&refused("UTF-16", &utf16)), ["encoding"]);
    assert_eq!(codes(&refused("UTF-16, the other way", b"\xfe\xff\0n\0a")), ["encoding"]);
    assert_eq!(codes(&refused("Latin-1", b"name: caf\xe9\n")), ["encoding"]);
    assert_eq!(codes(&refused("cut within a letter", b"name: \xe4\xb8")), ["encoding"]);
    assert_eq!(codes(&refused("noise", &[0x80; 4_096])), ["encoding"]);
}

#[test]
fn a_file_is_at_most_a_mebibyte() {
    let mut bytes = GROUP.as_bytes().to_vec();
    bytes.resize(1024 * 1024 + 1, b'#');
    assert_eq!(codes(&refused("too large", &bytes)), ["file-too-large"]);
    assert_eq!(codes(&refused("far too large", &vec![b'['; 64 << 20])), ["file-too-large"]);
}

#[test]
fn deep_nesting() {
    let deep = |open: &str, count: usize| open.repeat(count);
    for (name, text) in [
        ("lists", deep("[", 100_000)),
        ("maps", deep("{a: ", 100_000)),
        ("lists in a field", format!("workers: {}", deep("[", 100_000))),
        ("both", deep("[{a: ", 50_000)),
        ("quoted keys", deep("{\"a\":", 50_000)),
        ("markers", format!("workers:\n  {}", deep("- ", 100_000))),
        ("markers at the top", deep("- ", 100_000)),
        ("question marks", deep("? ", 100_000)),
    ] {
        let found = refused(name, text.as_bytes());
        assert_eq!(codes(&found), ["too-deep"], "{name}");
    }
    let mut ladder = String::new();
    for step in 0..1_000 {
        let _ = writeln!(ladder, "{}a:", " ".repeat(step));
    }
    assert_eq!(codes(&refused("a ladder", ladder.as_bytes())), ["too-deep"]);
    let mut short = String::new();
    for step in 0..100 {
        let _ = writeln!(short, "{}a:", " ".repeat(step));
    }
    assert_eq!(codes(&refused("a short ladder", short.as_bytes())), ["too-deep"]);
    let hidden = format!("name: a\n \"b\nworkers: {}", deep("[", 19_000));
    refused("brackets behind an odd quote", hidden.as_bytes());
}

#[test]
fn aliases_cannot_multiply() {
    let row = format!("a: &a [{}]\n", "x, ".repeat(2_000));
    let product = format!("{row}b: [{}]\n", "*a, ".repeat(2_000));
    assert_eq!(codes(&refused("2000 times 2000", product.as_bytes())), ["too-many-values"]);
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..30 {
        let _ = writeln!(bomb, "a{level}: &a{level} [{}]", format!("*a{}, ", level - 1).repeat(10));
    }
    let found = refused("thirty levels of ten", bomb.as_bytes());
    assert!(["too-many-values", "too-deep"].contains(&found[0].code), "{found:?}");
}

#[test]
fn lists_have_caps() {
    let long = |field: &str, entry: &str, count: usize| {
        format!("{GROUP}{field}:\n{}", format!("  - {entry}\n").repeat(count))
    };
    for (name, text) in [
        ("groups", format!("workers:\n{}", "  - count: 1\n".repeat(1_001))),
        ("traffic", long("traffic", "service: a", 1_001)),
        ("budgets", long("budgets", "metric: reads", 201)),
    ] {
        let found = refused(name, text.as_bytes());
        assert!(codes(&found).contains(&"too-many"), "{name}: {:?}", found[0]);
    }
    let mut policies = format!("{GROUP}policies:\n");
    for number in 0..101 {
        let _ = writeln!(policies, "  p{number}: {{ extends: naive }}");
    }
    assert_eq!(codes(&refused("policies", policies.as_bytes())), ["too-many"]);
    let tags: String = (0..50_000).map(|tag| format!("%TAG !a{tag}! tag:x\n")).collect();
    assert_eq!(codes(&refused("tags", format!("{tags}---\n{GROUP}").as_bytes())), ["too-many"]);
    let values = format!("workers: [{}]", "1,".repeat(200_001));
    assert_eq!(codes(&refused("values", values.as_bytes())), ["too-many-values"]);
}

#[test]
fn many_mistakes_stay_cheap() {
    let mut unknown = String::from(GROUP);
    for number in 0..20_000 {
        let _ = writeln!(unknown, "wrokers{number}: 1");
    }
    let found = refused("20,000 unknown fields", unknown.as_bytes());
    assert_eq!(found.len(), 201);
    assert_eq!(found[200].code, "too-many-errors");
    assert_eq!(found[0].place.as_ref().unwrap().snippet.as_ref().unwrap().line, 2);
    let groups = "  - { heartbeat: [], load: [], models: [], count: [], name: [] }\n".repeat(1_000);
    refused("5,000 lists for maps", format!("workers:\n{groups}").as_bytes());
    let letters = |end: &str| format!("{}{end}", "abcdefgh".repeat(7));
    let mut alike = "workers:\n".to_owned();
    for number in 0..999 {
        let _ = writeln!(alike, "  - {{ services: [{}] }}", letters(&format!("h{number}")));
    }
    alike.push_str("traffic:\n");
    for number in 0..999 {
        let service = letters(&format!("i{number}"));
        let _ = writeln!(alike, "  - {{ service: {service}, requests_per_day: 1 }}");
    }
    let found = refused("999 services that look alike", alike.as_bytes());
    assert_eq!(found[0].helps, [format!("a similar service exists: `{}`", letters("h0"))]);
    let long = format!("{}: 1\n", "x".repeat(1_000_000));
    refused("a field of a million letters", long.as_bytes());
    let text = format!("{GROUP}policy: {}\n", "optimized".repeat(100_000));
    refused("a policy of a million letters", text.as_bytes());
}

#[test]
fn names_cannot_harm_a_terminal() {
    let text = "workers:\n  - \"\\e[31mred\\a\\u202e\": 1\n    name: \"\\e]0;x\\a\"\n";
    let found = refused("escapes", text.as_bytes());
    assert_eq!(codes(&found), ["unknown-field", "bad-name"]);
}

#[test]
fn a_mark_and_foreign_line_ends_are_fine() {
    let text = "\u{feff}# first\r\nworkers:\r\n  - name: a\r\n    services: [x]\r\n";
    let source = Source { path: "good.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let scenario = load(&source, &Overrides::default(), &read).unwrap();
    assert_eq!((scenario.workers[0].name.as_str(), scenario.name.as_str()), ("a", "good"));
}

#[test]
fn no_cut_and_no_changed_byte_makes_it_panic() {
    let text = kvplan::scenario::TEMPLATE.replace("    # load: { constant", "    load: { constant");
    let text = &text.as_bytes()[text.find("name: two").unwrap()..];
    let attempt = |bytes: Vec<u8>| {
        let source = Source { path: "cut.yaml".to_owned(), bytes };
        let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
        if let Err(mistakes) = load(&source, &Overrides::default(), &read) {
            render_diagnostics(&mistakes, Look { width: 40, color: true });
        }
    };
    let strange = b"[]{}:,-?&*!|>'\"%@#\t\n 0~\\\xff";
    for place in 0..text.len() {
        if place % 3 == 0 {
            attempt(text[..place].to_vec());
        }
        let mut changed = text.to_vec();
        changed[place] = strange[place % strange.len()];
        attempt(changed);
    }
}
