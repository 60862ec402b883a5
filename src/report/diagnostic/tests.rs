//! The layout, by example and by width.

use super::*;

const PLAIN: Look = Look { width: 80, color: false };

fn misspelt() -> Diagnostic {
    let mut one = Diagnostic::error("unknown-field", "unknown field `tll` in policy.cache")
        .help("a similar field exists: `worker_ttl`");
    one.place = Some(Place {
        file: "scenarios/2-workers.yaml".to_owned(),
        snippet: Some(Snippet {
            line: 7,
            column: 7,
            length: 3,
            skipped: 0,
            before: Some("    cache:".to_owned()),
            text: "      tll: 60s".to_owned(),
        }),
    });
    one
}

#[test]
fn the_layout_is_the_documented_one() {
    let expected = "\
error[unknown-field]: unknown field `tll` in policy.cache
 --> scenarios/2-workers.yaml:7:7
  |
6 |     cache:
7 |       tll: 60s
  |       ^^^
  = help: a similar field exists: `worker_ttl`

error: 1 error in scenarios/2-workers.yaml
";
    assert_eq!(render(&[misspelt()], PLAIN), expected);
}

#[test]
fn the_gutter_grows_with_the_line_number() {
    let mut one = misspelt();
    let snippet = one.place.as_mut().unwrap().snippet.as_mut().unwrap();
    (snippet.line, snippet.before) = (100, Some("a:".to_owned()));
    let text = render(&[one], PLAIN);
    assert!(text.contains("\n   --> scen"), "{text}");
    assert!(
        text.contains("\n    |\n 99 | a:\n100 |       tll: 60s\n    |       ^^^\n    = help"),
        "{text}"
    );
}

#[test]
fn a_place_without_lines_is_said_once() {
    let one = Diagnostic::error("bad-row", "load: the load is missing").at("day.csv:4");
    assert_eq!(
        render(std::slice::from_ref(&one), PLAIN),
        "error[bad-row]: load: the load is missing\n --> day.csv:4\n\nerror: 1 error\n"
    );
    let two = render(&[one.clone(), one], PLAIN);
    assert!(two.ends_with("error: 2 errors in day.csv:4\n"), "{two}");
}

#[test]
fn a_flag_has_no_lines() {
    let one = Diagnostic::error("out-of-range", "days must be from 1 to 3,660; found 0");
    let text = render(&[one.at("--set days=0"), Diagnostic::error("x", "y")], PLAIN);
    assert_eq!(
        text,
        "error[out-of-range]: days must be from 1 to 3,660; found 0\n --> --set days=0\n\n\
         error[x]: y\n\nerror: 2 errors\n"
    );
}

#[test]
fn a_warning_looks_the_same() {
    let remark = Remark {
        code: "ttl-equals-interval",
        message: "the worker cache (30s) expires just as the next heartbeat comes".to_owned(),
        note: Some("half of all heartbeats read KV again".to_owned()),
        help: Some("try --set policy.cache.worker_ttl=45s".to_owned()),
    };
    assert_eq!(
        render_remark(&remark, PLAIN),
        "warning[ttl-equals-interval]: the worker cache (30s) expires just as the next\n\
         heartbeat comes\n  = note: half of all heartbeats read KV again\n  \
         = help: try --set policy.cache.worker_ttl=45s\n"
    );
}

#[test]
fn colours_are_for_those_who_asked() {
    assert!(!render(&[misspelt()], PLAIN).contains('\x1b'));
    let text = render(&[misspelt()], Look { color: true, ..PLAIN });
    assert!(text.starts_with("\x1b[1;31merror[unknown-field]\x1b[0m: \x1b[1munknown"), "{text:?}");
}

#[test]
fn every_line_keeps_its_width_and_the_carets_stay_below() {
    let mut one = misspelt();
    one.message = format!("{} and {}", "wort ".repeat(30), "x".repeat(200));
    one.notes = vec!["中文".repeat(60)];
    let place = one.place.as_mut().unwrap();
    place.file = "folder/".repeat(30);
    let snippet = place.snippet.as_mut().unwrap();
    snippet.text = format!("{}: [ {}, BAD, {} ]", "中".repeat(40), "x".repeat(60), "y".repeat(90));
    let at = snippet.text.chars().collect::<Vec<_>>();
    snippet.column = at.iter().position(|c| *c == 'B').unwrap() + 1;
    for width in [0, 1, 20, 33, 60, 80, 120, 400] {
        let text = render(std::slice::from_ref(&one), Look { width, color: false });
        for line in text.lines() {
            assert!(line.width() <= width.max(LEAST_WIDTH), "{width}: {line}");
        }
        let lines: Vec<&str> = text.lines().collect();
        let carets = lines.iter().position(|line| line.contains('^')).unwrap();
        let column = lines[carets].find('^').unwrap();
        let source = lines[carets - 1];
        let mut used = 0;
        let above = source.chars().find(|c| {
            used += UnicodeWidthChar::width(*c).unwrap_or(0);
            used > column
        });
        assert_eq!(above, Some('B'), "{width}\n{text}");
    }
}

#[test]
fn fifty_are_shown_and_the_rest_counted() {
    let many = vec![misspelt(); caps::SHOWN + 3];
    let text = render(&many, PLAIN);
    assert_eq!(text.matches("error[").count(), caps::SHOWN);
    assert!(text.ends_with("... and 3 more\n\nerror: 53 errors in scenarios/2-workers.yaml\n"));
}
