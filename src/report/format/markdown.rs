//! A document in a comment on a pull request: GitHub-flavoured tables.
//!
//! The first line is a hidden tag, by which a bot finds its own comment and updates it. Names are
//! escaped so that they neither open HTML nor links, nor mention anybody.

use super::{profile, whole};
use crate::report::document::{
    Block, Cell, Column, Conclusion, Document, Finding, Findings, Heading, Kind, Matrix, Section,
    Table, Value,
};
use crate::report::text::clean;
use crate::report::wording::Remark;

/// What it all comes to, then the sections, each under a heading, those with failures first.
pub(in crate::report) fn render(document: &Document) -> String {
    let conclusion = document.conclusion.as_ref().map_or_else(String::new, conclusion);
    let sections = document.sections_failures_first().into_iter().map(section);
    brief(document) + &sections.collect::<String>() + &conclusion
}

/// The tag, and what it all comes to under it.
pub(in crate::report) fn brief(document: &Document) -> String {
    let said = document.conclusion.iter().map(|it| format!("\n### kvplan {}\n", escape(&it.said)));
    format!("<!-- kvplan:{} -->\n{}", document.command, said.collect::<String>())
}

/// One table, and what is told of each.
fn findings(found: &Findings) -> String {
    let all = found.failures_first();
    let table = Table::of(&all)
        .column(Column::words("verdict", 0), |it| it.verdict.word())
        .column(Column::words("budget", 0), |it| it.label.clone())
        .column(Column::figures("figure", 0), |it| format!("{}{}", it.figures, it.was))
        .column(Column::figures("used", 0), |it| it.share.clone())
        .column(Column::figures("margin", 0), |it| it.margin.clone())
        .table;
    let told = |it: &&Finding| {
        let said: Vec<String> = it.told().map(|it| escape(&whole(it))).collect();
        let about = format!("**{} {}**", it.verdict.word(), escape(&it.label));
        (!said.is_empty()).then(|| format!("{about}: {}", said.join("; ")))
    };
    captioned(&table) + &list(all.iter().filter_map(told))
}

/// What belongs to no section. Each line of a message ends in a break.
fn conclusion(conclusion: &Conclusion) -> String {
    let lines = conclusion.unjudged.iter().flat_map(|it| &it.lines);
    let lines: String = lines.map(|line| format!("{}  \n", escape(line))).collect();
    let lines = if lines.is_empty() { lines } else { format!("\n{lines}") };
    lines + &conclusion.blocks.iter().map(block).collect::<String>()
}

fn section(section: &Section) -> String {
    let mut text = heading(&section.heading);
    let mut is_list = false;
    for it in &section.blocks {
        let shown = block(it);
        if !shown.is_empty() {
            // Lists that follow one another are one.
            let goes_on = matches!(it, Block::Notes(_) | Block::Warnings(_));
            text.push_str(if is_list && goes_on { shown.trim_start() } else { &shown });
            is_list = goes_on;
        }
    }
    text
}

fn heading(heading: &Heading) -> String {
    let below = std::iter::once(&heading.facts).chain(&heading.below);
    let below: String = below.map(|it| paragraph(it)).collect();
    format!("\n### {}\n{below}", escape(&heading.title))
}

fn block(block: &Block) -> String {
    match block {
        Block::Table(table) | Block::Matrix(Matrix { pairs: table, .. }) => captioned(table),
        Block::Answer(said, details) => {
            format!("\n**{}**\n", escape(said)) + &list(details.iter().map(|it| escape(it)))
        }
        Block::Paragraphs(said) => said.iter().map(|it| paragraph(it)).collect(),
        Block::Labelled(_, rows) => {
            rows.iter().map(|(word, said)| paragraph(&format!("{word}: {said}"))).collect()
        }
        Block::Profile(it) => match profile::lines(it, usize::MAX).join("\n") {
            drawn if drawn.is_empty() => drawn,
            drawn => format!("\n```text\n{drawn}\n```\n"),
        },
        Block::Notes(notes) => list(notes.iter().map(|it| escape(&whole(it)))),
        Block::Findings(found) => findings(found),
        Block::Changes(all) if all.is_empty() => String::new(),
        Block::Changes(all) => {
            // As code a sign does not begin a list within the list.
            let each = all.iter().map(|it| format!("`{}` {}", it.sign, escape(&it.said)));
            paragraph("Settings that differ:") + &list(each)
        }
        Block::Warnings(warnings) => list(warnings.iter().map(remark)),
        Block::Asides(all) => list(all.iter().map(|it| escape(it))),
        Block::Assumptions(_, all) if all.is_empty() => String::new(),
        Block::Assumptions(title, all) => {
            let title: String = title.iter().map(|it| paragraph(it)).collect();
            title + &list(all.iter().map(|it| escape(it)))
        }
    }
}

/// A table with all columns but what is drawn from others.
fn captioned(table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let kept = table.columns.iter().enumerate().filter(|(_, column)| column.kind != Kind::Bars);
    let (kept, columns): (Vec<usize>, Vec<_>) = kept.unzip();
    let titles: Vec<String> = columns.iter().map(|column| escape(&column.title)).collect();
    let rules = columns.iter().map(|column| match column.kind {
        Kind::Figures => "--:",
        Kind::Words | Kind::Bars => ":--",
    });
    let mut text: String = table.caption.iter().map(|it| paragraph(it)).collect();
    text.push_str(&format!("\n{}|{}|\n", row(&titles), rules.collect::<Vec<_>>().join("|")));
    for cells in &table.rows {
        text.push_str(&row(&kept.iter().map(|&at| cell(&cells[at])).collect::<Vec<_>>()));
    }
    text
}

fn cell(cell: &Cell) -> String {
    let depth = if let Value::Branch(_, lasts) = &cell.value { lasts.len() } else { 0 };
    format!("{}{}", "&emsp;".repeat(depth), escape(&cell.value.to_string()))
}

fn remark(remark: &Remark) -> String {
    let said: Vec<String> = remark.parts().map(escape).collect();
    format!("**{}**: {}", remark.code, said.join("; "))
}

/// Text between empty lines.
fn paragraph(text: &str) -> String {
    format!("\n{}\n", escape(text))
}

fn list(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

/// A row of a table.
fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text that Markdown shows as it stands: on one line, HTML as entities, a backslash before every
/// sign with a meaning, and an invisible break in what would mention somebody or become a link.
fn escape(text: &str) -> String {
    let text = clean(text);
    let mut escaped = String::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let behind = &text[at + character.len_utf8()..];
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '#' => escaped.push_str(&format!("#{BREAK}")),
            '@' if !before.is_alphanumeric() || is_address(behind) => {
                escaped.push_str(&format!("@{BREAK}"));
            }
            '/' if matches!(before, ':' | '/') => escaped.push_str(&format!("{BREAK}/")),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = character;
    }
    escaped.replace("www.", &format!("www{BREAK}.")).replace("GH-", &format!("GH{BREAK}-"))
}

/// Behind an `@`: the domain of an address, `example.org`, or a commit, `owner/name@0a1b2c3`. The
/// name of a plan, `cloudflare-free@2026-10`, is neither and stays as it can be copied.
fn is_address(behind: &str) -> bool {
    let is_part = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
    let word = behind.split(|it| !is_part(it)).next().unwrap_or_default();
    let is_commit = word.len() >= 7 && word.chars().all(|it| it.is_ascii_hexdigit());
    is_commit || word.contains('.')
}

/// A space without width.
const BREAK: &str = "&#8203;";
