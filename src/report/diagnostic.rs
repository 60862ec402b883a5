//! How is a mistake shown? In the layout that Rust's compiler made familiar.
//!
//! From [`Diagnostic`] and [`Remark`] to text; where it goes is not decided here. No line is wider
//! than the [`Look`] allows, and wide characters count for the columns they take.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::text::{Look, fit, wrap};
use super::wording::Remark;
use crate::scenario::{Diagnostic, Place, Severity, Snippet, caps, clean};

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[34m";
const RESET: &str = "\x1b[0m";

/// Narrower than this nothing could be read: lines are as wide as this at least.
const LEAST_WIDTH: usize = 40;

/// All messages, a blank line between them, and a last line that counts them. At most
/// [`caps::SHOWN`] are shown.
pub fn render(diagnostics: &[Diagnostic], look: Look) -> String {
    let page = Page::new(look);
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(caps::SHOWN) {
        text.push_str(&page.diagnostic(diagnostic));
        text.push('\n');
    }
    if diagnostics.len() > caps::SHOWN {
        text.push_str(&format!("... and {} more\n\n", diagnostics.len() - caps::SHOWN));
    }
    text.push_str(&page.count(diagnostics));
    text
}

/// A warning of a study, in the same layout.
pub fn render_remark(remark: &Remark, look: Look) -> String {
    let texts = |text: &Option<String>| text.iter().map(|text| clean(text)).collect();
    Page::new(look).diagnostic(&Diagnostic {
        code: remark.code,
        severity: Severity::Warning,
        message: clean(&remark.message),
        place: None,
        notes: texts(&remark.note),
        helps: texts(&remark.help),
    })
}

/// How wide lines are and what is coloured.
struct Page {
    width: usize,
    color: bool,
}

impl Page {
    fn new(look: Look) -> Self {
        Self { width: look.width.max(LEAST_WIDTH), color: look.color }
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{style}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    fn diagnostic(&self, one: &Diagnostic) -> String {
        let (word, style) = match one.severity {
            Severity::Error => ("error", RED),
            Severity::Warning => ("warning", YELLOW),
        };
        let mut text = self.paragraph(&format!("{word}[{}]", one.code), ": ", &one.message, style);
        let snippet = one.place.as_ref().and_then(|place| place.snippet.as_ref());
        let gutter = snippet.map_or(1, |snippet| snippet.line.to_string().len());
        if let Some(place) = &one.place {
            text.push_str(&self.arrow(place, gutter));
        }
        if let Some(snippet) = snippet {
            text.push_str(&self.snippet(snippet, gutter, style));
        }
        let hints = one.notes.iter().map(|text| ("note: ", text));
        for (word, hint) in hints.chain(one.helps.iter().map(|text| ("help: ", text))) {
            let head = format!("{:gutter$} = {word}", "");
            let room = self.width.saturating_sub(head.width());
            let indent = " ".repeat(head.width());
            for (place, line) in wrap(hint, "", room).iter().enumerate() {
                let head = if place == 0 { &head } else { &indent };
                text.push_str(&format!("{}{line}\n", self.paint(BLUE, head)));
            }
        }
        text
    }

    /// A head and its text, broken into lines.
    fn paragraph(&self, head: &str, between: &str, body: &str, style: &str) -> String {
        // The head is the first word, so that it takes its room on the first line.
        let stand_in = "x".repeat((head.width() + between.width() - 1).min(self.width - 1));
        let lines = wrap(&format!("{stand_in} {body}"), "", self.width);
        let mut text = String::new();
        for (place, line) in lines.iter().enumerate() {
            match line.strip_prefix(&stand_in).filter(|_| place == 0) {
                Some(rest) => {
                    let head = self.paint(style, head);
                    let rest = self.paint(BOLD, rest.trim_start());
                    text.push_str(format!("{head}{between}{rest}").trim_end());
                }
                None => text.push_str(&self.paint(BOLD, line)),
            }
            text.push('\n');
        }
        text
    }

    fn arrow(&self, place: &Place, gutter: usize) -> String {
        let head = format!("{:gutter$}--> ", "");
        let spot = place.snippet.as_ref().map(|at| format!(":{}:{}", at.line, at.column));
        let whole = format!("{}{}", place.file, spot.unwrap_or_default());
        let room = self.width.saturating_sub(head.width());
        format!("{}{}\n", self.paint(BLUE, &head), cut_front(&whole, room))
    }

    fn snippet(&self, snippet: &Snippet, gutter: usize, style: &str) -> String {
        let room = self.width.saturating_sub(gutter + 3);
        let view = View::of(snippet, room);
        let bar = |number: &str| self.paint(BLUE, &format!("{number:>gutter$} |"));
        let row = |number: &str, content: &str| {
            let space = if content.is_empty() { "" } else { " " };
            format!("{}{space}{content}\n", bar(number))
        };
        let mut text = row("", "");
        if let Some(before) = &snippet.before {
            text.push_str(&row(&(snippet.line - 1).to_string(), &view.cut(before)));
        }
        text.push_str(&row(&snippet.line.to_string(), &view.cut(&snippet.text)));
        let carets = self.paint(style, &"^".repeat(view.carets));
        text.push_str(&row("", &format!("{}{carets}", " ".repeat(view.indent))));
        text
    }

    fn count(&self, diagnostics: &[Diagnostic]) -> String {
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
        let kind = if errors == 1 { "error" } else { "errors" };
        let mut files = diagnostics.iter().map(|one| one.place.as_ref().map(|place| &place.file));
        let first = files.next().flatten();
        // One file for all, or none that could be named.
        let shared = first.filter(|first| files.all(|file| file == Some(*first)));
        // A single place that has no lines stands above just as it is.
        let is_said =
            matches!(diagnostics, [Diagnostic { place: Some(it), .. }] if it.snippet.is_none());
        let shared = shared.filter(|_| !is_said);
        let place = shared.map_or(String::new(), |file| format!(" in {file}"));
        self.paragraph("error", ": ", &format!("{errors} {kind}{place}"), RED)
    }
}

/// The part of a long line that is shown, and where its carets stand.
struct View {
    /// Characters of the excerpt that are left out at its front.
    start: usize,
    /// Does an ellipsis stand there?
    is_cut: bool,
    /// Columns that there are.
    room: usize,
    /// Columns before the carets.
    indent: usize,
    /// How many carets.
    carets: usize,
}

impl View {
    fn of(snippet: &Snippet, room: usize) -> Self {
        // Columns before each character, so that long lines stay cheap.
        let mut columns = vec![0];
        for c in snippet.text.chars() {
            columns.push(columns[columns.len() - 1] + UnicodeWidthChar::width(c).unwrap_or(0));
        }
        let last = columns.len() - 1;
        let from = (snippet.column - 1 - snippet.skipped).min(last);
        let to = (from + snippet.length).min(last);
        let wide = |start: usize, end: usize| columns[end] - columns[start];
        let mut start = 0;
        // Room for an ellipsis on either side.
        if columns[last] > room && wide(0, to) + 1 > room {
            while start < from && wide(start, to) + 2 > room && wide(start, from) > room / 3 {
                start += 1;
            }
        }
        let is_cut = start + snippet.skipped > 0;
        let lead = usize::from(is_cut);
        let indent = lead + wide(start, from);
        let carets = wide(from, to).max(1).min(room.saturating_sub(indent).max(1));
        Self { start, is_cut, room, indent, carets }
    }

    fn cut(&self, text: &str) -> String {
        let rest: String = text.chars().skip(self.start).collect();
        let lead = if self.is_cut { "…" } else { "" };
        fit(format!("{lead}{rest}").trim_end(), self.room)
    }
}

/// The back of a text: of a path, its end says more.
fn cut_front(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = Vec::new();
    let mut used = 1;
    for c in text.chars().rev() {
        used += UnicodeWidthChar::width(c).unwrap_or(0);
        if used > room {
            break;
        }
        kept.push(c);
    }
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests;
