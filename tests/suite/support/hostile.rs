//! Names that mean something to a terminal, to a spreadsheet, to a browser or to CI, and what a text
//! may not do with them.

/// Alone, or with a harmless beginning.
pub const HOSTILE: [&str; 18] = [
    "\x1b[31mred\x07\u{9b}2J",
    "::error file=x::y",
    "a\n::error::x",
    "a%0A::error::x",
    "##[error]x",
    "<script>alert(1)</script>",
    "]]><x a=\"'&amp;",
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "a|b",
    "a\r\n| c |",
    "`x` [l](http://e) @all #1",
    "\u{202e}\u{200b}\t\u{0}",
    "\u{fffe}\u{ffff}",
    "\u{3164}a\u{ffa0}\u{e0041}",
    "＝1+1",
    "http://e.org www.e.org a@e.org own/name#1 own/name@0a1b2c3 GH-1",
];

fn is_hidden(character: char) -> bool {
    ['\u{202e}', '\u{200b}', '\u{3164}', '\u{ffa0}', '\u{e0041}'].contains(&character)
}

/// The name does no harm in a text for a terminal.
#[track_caller]
pub fn does_no_harm(name: &str, text: &str) {
    assert!(!text.chars().any(|it| it.is_control() && it != '\n'), "{name:?}: {text}");
    assert!(!text.contains(is_hidden), "{name:?}: {text}");
    assert!(!text.contains("##["), "{name:?}: {text}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{name:?}: {text}");
}

/// The name does no harm in a file that ends so, and the file is what its ending says.
#[track_caller]
pub fn does_no_harm_in(end: &str, name: &str, text: &str) {
    does_no_harm(name, text);
    match end {
        "json" => assert!(!text.contains('<'), "{name:?}: {text}"),
        "md" => {
            let opened = ["<script", "<x", "://", "www.", "@e", "e#1", "@0a", "GH-1"];
            assert_eq!(opened.iter().find(|it| text.contains(**it)), None, "{name:?}: {text}");
        }
        "csv" => holds_no_formula(name, text),
        "xml" => is_well_formed(text),
        other => panic!("no file ends with {other}"),
    }
}

#[track_caller]
fn holds_no_formula(name: &str, text: &str) {
    let is_formula =
        |cell: &&str| cell.starts_with(['=', '+', '-', '@', '＝']) && cell.parse::<f64>().is_err();
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.expect("cells of one length");
        assert_eq!(row.iter().find(is_formula), None, "{name:?}: {row:?}");
    }
}

/// Tags match, attributes are quoted, and no sign stands where it may not.
#[track_caller]
fn is_well_formed(xml: &str) {
    let mut open: Vec<String> = Vec::new();
    for part in xml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        assert!(!text.contains('>') && !text.contains("]]>"), "{part}");
        assert!(tag.starts_with('?') || tag.matches('"').count() % 2 == 0, "{tag}");
        let name = tag.trim_matches('/').split_whitespace().next().expect("a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else if !tag.ends_with(['/', '?']) {
            open.push(name.to_owned());
        }
        for entity in part.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "apos;"];
            assert!(known.iter().any(|it| entity.starts_with(it)), "{part}");
        }
        assert!(!part.contains(['\u{fffe}', '\u{ffff}']), "{part}");
    }
    assert_eq!(open, Vec::<String>::new());
}
