//! How deep does a text nest?
//!
//! The parser takes time that grows with the square of the nesting, so the nesting is counted
//! before the parser sees it. The count errs on the side of too much, and
//! [`super::caps::BRACKETS`] bounds what it may still overlook.

use super::caps;
use super::problem::{Problem, Spot};

/// Just enough of YAML's layout to count nesting: quotes, comments, plain and block text, brackets.
#[derive(Default)]
pub(super) struct Scan {
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
    /// Reads a whole text.
    ///
    /// # Errors
    /// Nesting past a cap, or a tab in the indentation.
    pub(super) fn run(&mut self, text: &str) -> Result<(), Problem> {
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
        if self.depth == 0 && self.quote.is_none() && is_document_mark(chars) {
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
            let begins = at == start || chars[at - 1].is_whitespace();
            if let Some(quote) = self.quote {
                at += self.inside_quote(quote, chars[at], next);
            } else if chars[at] == '#' && begins {
                return Ok(());
            } else if self.fresh && self.depth == 0 && opens_block(&chars[at..]) {
                self.text = Some((Text::Block, token.column()));
                return Ok(());
            } else if self.fresh && matches!(chars[at], '&' | '!') {
                at += chars[at..].iter().take_while(|c| !c.is_whitespace()).count();
            } else {
                self.token(chars, at, &mut token);
                at += 1;
            }
            if self.depth > caps::FLOW_DEPTH {
                return Err(too_deep(number, at - 1, "brackets", caps::FLOW_DEPTH));
            }
            if token.markers > caps::MARKERS_PER_LINE {
                return Err(too_deep(number, at - 1, "markers", caps::MARKERS_PER_LINE));
            }
        }
        if token.plain && self.depth == 0 {
            self.text = Some((Text::Plain, token.column()));
        }
        Ok(())
    }

    /// One character outside quotes and comments.
    fn token(&mut self, chars: &[char], at: usize, token: &mut Token) {
        let ends_here = chars.get(at + 1).is_none_or(|c| c.is_whitespace());
        let after_quote = at > 0 && matches!(chars[at - 1], '"' | '\'');
        match chars[at] {
            c if c.is_whitespace() => {}
            '[' | '{' if self.depth > 0 || self.fresh => {
                (self.depth, self.fresh) = (self.depth + 1, true);
            }
            ']' | '}' if self.depth > 0 => (self.depth, self.fresh) = (self.depth - 1, false),
            ',' if self.depth > 0 => self.fresh = true,
            ':' if ends_here || after_quote => {
                (self.fresh, token.plain, token.parent) = (true, false, token.first);
            }
            '-' | '?' if ends_here && self.fresh && self.depth == 0 => {
                token.markers += 1;
                token.parent = Some(at);
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

/// Does a block text begin here: `|` or `>`, and nothing behind it that matters?
fn opens_block(rest: &[char]) -> bool {
    let head = |c: &&char| c.is_ascii_digit() || matches!(c, '+' | '-');
    matches!(rest[0], '|' | '>')
        && rest[1..].iter().find(|c| !head(c)).is_none_or(|c| c.is_whitespace())
}

/// Is it `---` or `...`, with or without something behind it?
fn is_document_mark(line: &[char]) -> bool {
    let (three, behind) = line.split_at(line.len().min(3));
    matches!(three, ['-', '-', '-'] | ['.', '.', '.'])
        && behind.first().is_none_or(|c| c.is_whitespace())
}

fn too_deep(line: usize, column: usize, what: &str, cap: usize) -> Problem {
    let message = format!("more than {cap} {what} inside one another");
    Problem::new("too-deep", Spot::Mark(line, column + 1), message)
}
