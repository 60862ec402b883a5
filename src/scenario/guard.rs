//! What never reaches the YAML parser.
//!
//! Bytes become text here, and inputs that would cost the parser minutes, or give messages that
//! nobody understands, are refused first: size, encoding, control characters, tabs, nesting. It knows
//! nothing of scenarios.

use super::caps;
use super::problem::{Problem, Spot};

/// The text of a file, without its byte order mark.
///
/// # Errors
/// The first thing that is wrong with it, with line and column.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > caps::FILE_BYTES {
        let message = format!(
            "the file is too large: {} bytes, and at most {} are read",
            bytes.len(),
            caps::FILE_BYTES
        );
        return Err(Problem::new("file-too-large", Spot::Whole, message));
    }
    let text = decode(bytes)?;
    characters(text)?;
    brackets(text)?;
    Scan::default().run(text)?;
    Ok(text)
}

/// What can be shown of a file that was refused, for the lines beside the message.
pub(super) fn lossy(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    String::from_utf8_lossy(&bytes[..bytes.len().min(caps::FILE_BYTES)]).into_owned()
}

fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(
            Problem::new("encoding", Spot::Whole, "the file is in UTF-16").help("save it as UTF-8")
        );
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = good.matches('\n').count() + 1;
        let column = good.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let message = format!("the byte 0x{:02x} is not UTF-8", bytes[error.valid_up_to()]);
        Problem::new("encoding", Spot::Mark(line, column), message).help("save the file as UTF-8")
    })
}

fn characters(text: &str) -> Result<(), Problem> {
    for (line, content) in text.split('\n').enumerate() {
        let content = content.strip_suffix('\r').unwrap_or(content);
        let refused =
            |c: char| (c.is_control() && c != '\t') || "\u{2028}\u{2029}\u{feff}".contains(c);
        if let Some(column) = content.chars().position(refused) {
            let code = content.chars().nth(column).map_or(0, u32::from);
            let message = format!("a control character (U+{code:04X})");
            let spot = Spot::Mark(line + 1, column + 1);
            return Err(Problem::new("control-character", spot, message).help("remove it"));
        }
    }
    Ok(())
}

fn brackets(text: &str) -> Result<(), Problem> {
    let count = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if count > caps::BRACKETS {
        let message =
            format!("the file has {count} opening brackets; at most {} are read", caps::BRACKETS);
        return Err(Problem::new("too-deep", Spot::Whole, message));
    }
    Ok(())
}

/// Just enough of YAML's layout to count nesting: quotes, comments, plain and block text, brackets.
#[derive(Default)]
struct Scan {
    /// Flow collections that are open.
    depth: usize,
    /// The quote that is open.
    quote: Option<char>,
    /// Inside text that has no brackets (`|`, `>`, or a plain text that goes on): the column of its
    /// key or marker, -1 where it has none. Lines further right belong to the text.
    text: Option<(Text, isize)>,
    /// Between brackets: does the next character begin a token?
    fresh: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Plain,
    Block,
}

impl Scan {
    fn run(&mut self, text: &str) -> Result<(), Problem> {
        for (number, line) in text.split('\n').enumerate() {
            let chars: Vec<char> = line.trim_end_matches('\r').chars().collect();
            self.line(number + 1, &chars)?;
        }
        Ok(())
    }

    fn line(&mut self, number: usize, chars: &[char]) -> Result<(), Problem> {
        let indent = chars.iter().take_while(|c| **c == ' ').count();
        let content = chars.iter().position(|c| !c.is_whitespace());
        let Some(content) = content else { return Ok(()) };
        if let Some((Text::Block, parent)) = self.text
            && indent as isize > parent
        {
            return Ok(());
        }
        if self.quote.is_none() && chars[content] != '#' {
            if content > indent {
                let spot = Spot::Mark(number, indent + 1);
                return Err(Problem::new("tab", spot, "a tab in the indentation")
                    .help("YAML is indented with spaces"));
            }
            if indent > caps::INDENT {
                return Err(too_deep(number, indent, "columns of indentation", caps::INDENT));
            }
        }
        let document =
            ["---", "..."].iter().any(|mark| chars.starts_with(&mark.chars().collect::<Vec<_>>()));
        if document
            && self.depth == 0
            && self.quote.is_none()
            && chars.get(3).is_none_or(|c| c.is_whitespace())
        {
            self.text = None;
            return self.content(number, chars, 3);
        }
        if let Some((Text::Plain, parent)) = self.text
            && indent as isize > parent
            && chars[content] != '#'
        {
            return Ok(());
        }
        self.text = None;
        self.content(number, chars, content)
    }

    fn content(&mut self, number: usize, chars: &[char], start: usize) -> Result<(), Problem> {
        let mut token = Token::default();
        let mut at = start;
        // A plain text between brackets may go on over lines; outside them `self.text` says so.
        self.fresh |= self.depth == 0;
        while at < chars.len() {
            let next = chars.get(at + 1).copied();
            let before = if at == 0 { ' ' } else { chars[at - 1] };
            let ends_here = next.is_none_or(char::is_whitespace);
            if let Some(quote) = self.quote {
                at += self.inside_quote(quote, chars[at], next);
                continue;
            }
            match chars[at] {
                c if c.is_whitespace() => {}
                '#' if before.is_whitespace() || at == start => return Ok(()),
                '[' | '{' if self.depth > 0 || self.fresh => {
                    (self.depth, self.fresh) = (self.depth + 1, true);
                    if self.depth > caps::FLOW_DEPTH {
                        return Err(too_deep(number, at, "brackets", caps::FLOW_DEPTH));
                    }
                }
                ']' | '}' if self.depth > 0 => {
                    (self.depth, self.fresh) = (self.depth - 1, false);
                }
                ',' if self.depth > 0 => self.fresh = true,
                ':' if ends_here || matches!(before, '"' | '\'') => {
                    (self.fresh, token.plain, token.parent) = (true, false, token.first);
                }
                '-' | '?' if ends_here && self.fresh && self.depth == 0 => {
                    token.markers += 1;
                    token.parent = Some(at);
                    if token.markers > caps::MARKERS_PER_LINE {
                        return Err(too_deep(number, at, "markers", caps::MARKERS_PER_LINE));
                    }
                }
                '|' | '>' if self.fresh && self.depth == 0 && opens_block(&chars[at + 1..]) => {
                    self.text = Some((Text::Block, token.column()));
                    return Ok(());
                }
                '&' | '!' if self.fresh => {
                    at += chars[at..].iter().take_while(|c| !c.is_whitespace()).count();
                    continue;
                }
                c if self.fresh => {
                    let quoted = matches!(c, '"' | '\'');
                    self.quote = quoted.then_some(c);
                    self.fresh = false;
                    token.plain = !quoted;
                    token.first = token.first.or(Some(at));
                }
                _ => {}
            }
            at += 1;
        }
        if token.plain && self.depth == 0 {
            self.text = Some((Text::Plain, token.column()));
        }
        Ok(())
    }

    /// How many characters were taken.
    fn inside_quote(&mut self, quote: char, c: char, next: Option<char>) -> usize {
        let doubled = quote == '\'' && c == '\'' && next == Some('\'');
        if doubled || (quote == '"' && c == '\\') {
            return 2;
        }
        if c == quote {
            (self.quote, self.fresh) = (None, false);
        }
        1
    }
}

/// What the scan has seen of its line.
#[derive(Default)]
struct Token {
    /// List markers so far.
    markers: usize,
    /// The column of the line's first key or text.
    first: Option<usize>,
    /// The column of the key or marker that a text would belong to.
    parent: Option<usize>,
    /// The last token is a plain text.
    plain: bool,
}

impl Token {
    fn column(&self) -> isize {
        self.parent.map_or(-1, |parent| parent as isize)
    }
}

/// Is what follows `|` or `>` the head of a block text?
fn opens_block(rest: &[char]) -> bool {
    let mut rest = rest.iter().skip_while(|c| c.is_ascii_digit() || matches!(c, '+' | '-'));
    rest.next().is_none_or(|c| c.is_whitespace())
}

fn too_deep(line: usize, column: usize, what: &str, cap: usize) -> Problem {
    let message = format!("more than {cap} {what} inside one another");
    Problem::new("too-deep", Spot::Mark(line, column + 1), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> Option<(&'static str, Spot)> {
        text(bytes).err().map(|problem| (problem.code, problem.spot))
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(text(b"\xef\xbb\xbfa: 1\n").unwrap(), "a: 1\n");
        assert_eq!(code(b"\xff\xfea\0"), Some(("encoding", Spot::Whole)));
    }

    #[test]
    fn bad_characters_have_their_place() {
        assert_eq!(code(b"a: 1\nb: \xff"), Some(("encoding", Spot::Mark(2, 4))));
        assert_eq!(code(b"a: \x1b[0m"), Some(("control-character", Spot::Mark(1, 4))));
        assert_eq!(code(b"a:\r b: 1"), Some(("control-character", Spot::Mark(1, 3))));
        assert_eq!(code(b"a:\n  \tb: 1"), Some(("tab", Spot::Mark(2, 3))));
        assert_eq!(code(b"a: 1\t# fine\r\n\t\r\n\t# fine too\r\n"), None);
    }

    #[test]
    fn nesting_is_counted_where_it_nests() {
        assert_eq!(code("[".repeat(33).as_bytes()), Some(("too-deep", Spot::Mark(1, 33))));
        assert_eq!(
            code("a: - - [".replace("- ", &"- ".repeat(40)).as_bytes()).unwrap().0,
            "too-deep"
        );
        let deep = "[".repeat(40);
        for harmless in [
            format!("a: '{deep}'\nb: [1]"),
            format!("a: \"{deep}\\\"{deep}\"\nb: [1]"),
            format!("a: 1 # {deep}\n# {deep}\n"),
            format!("a: x{deep}"),
            format!("a: |\n  {deep}\n\n  {deep}\nb: 1"),
            format!("- a: >-\n    {deep}\n  b: 1"),
            format!("a: text\n  {deep}\nb: 1"),
            format!("---\na: - text\n  \"{deep}\nb: 1"),
            format!("a: [b,\n 'c {deep}',\n \"d {deep}\"]"),
            "a: it's [\n".repeat(40),
        ] {
            assert_eq!(code(harmless.as_bytes()), None, "{harmless}");
        }
        for hidden in ["a: b\n \"c\n", "- a\n \"c\n", "a: [b\n \"c\n,", "---\n", "a: |\n b\n"] {
            let text = format!("{hidden}{}", "[".repeat(40));
            assert_eq!(code(text.as_bytes()).unwrap().0, "too-deep", "{text}");
        }
        let after_block = format!("- a: |\n    text\n  b: {deep}");
        assert_eq!(code(after_block.as_bytes()).unwrap().0, "too-deep");
    }
}
