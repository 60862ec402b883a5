//! Every console block of the README is run, from the top of the checkout and 80 columns wide, and
//! prints what stands there. A line `…` leaves lines out: what follows begins again with its own first
//! line. With UPDATE_README=1 the blocks are written anew instead.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What a command of a block prints: standard output, then standard error.
fn output_of(line: &str) -> String {
    let words: Vec<String> = split(line);
    assert_eq!(words[0], "kvplan", "only the tool itself is shown: {line}");
    let output = Command::new(env!("CARGO_BIN_EXE_kvplan"))
        .args(&words[1..])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("COLUMNS", "80")
        .output()
        .expect("the binary runs");
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).expect("UTF-8").trim_end().to_owned()
}

/// Words as a shell splits them, with single quotes.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("a word").push(other),
        }
    }
    words
}

/// Stands for lines that are left out.
const ELLIPSIS: &str = "…";

/// What stands below a command, as it prints it now: where lines are left out, parts as long as those
/// that are quoted.
fn quoted(command: &str, quoted: &[&str]) -> Vec<String> {
    let printed = output_of(command);
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let parts: Vec<&[&str]> = quoted.split(|line| *line == ELLIPSIS).collect();
    if parts.len() == 1 {
        return printed.into_iter().map(str::to_owned).collect();
    }
    let (mut lines, mut at) = (Vec::new(), 0);
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            lines.push(ELLIPSIS.to_owned());
            let first = part.first().copied().unwrap_or_default();
            let found = printed[at..].iter().position(|line| *line == first);
            at +=
                found.unwrap_or_else(|| panic!("{command}: nothing is {first:?}, leave out anew"));
        }
        lines.extend(printed[at..].iter().take(part.len()).map(|line| (*line).to_owned()));
        at += part.len();
    }
    assert!(at <= printed.len(), "{command} prints less than is quoted");
    lines
}

/// The README with what its commands print now.
fn rewritten(readme: &str) -> String {
    let mut lines = Vec::new();
    let mut in_block = false;
    let all: Vec<&str> = readme.lines().collect();
    for (place, line) in all.iter().enumerate() {
        let fence = line.starts_with("```");
        if fence {
            in_block = *line == "```console";
        }
        if !in_block || fence {
            lines.push((*line).to_owned());
        } else if let Some(command) = line.strip_prefix("$ ") {
            lines.push((*line).to_owned());
            let below = &all[place + 1..];
            let ends = |line: &&str| line.starts_with("```") || line.starts_with("$ ");
            let end = below.iter().position(ends).unwrap_or(below.len());
            lines.extend(quoted(command, &below[..end]));
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_console_blocks_print_what_they_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let blocks = readme.lines().filter(|line| *line == "```console").count();
    assert!(blocks >= 3, "{blocks} console blocks");
    let printed = rewritten(&readme);
    if env::var_os("UPDATE_README").is_some() {
        fs::write(&path, printed).expect("the README can be written");
        return;
    }
    for (number, (written, printed)) in (1..).zip(readme.lines().zip(printed.lines())) {
        assert_eq!(written, printed, "README.md, line {number}");
    }
    assert_eq!(readme.lines().count(), printed.lines().count(), "lines of README.md");
}

#[test]
fn words_are_split_as_a_shell_does() {
    assert_eq!(
        split("kvplan simulate --set 'a={ b: 1 }'"),
        ["kvplan", "simulate", "--set", "a={ b: 1 }"]
    );
}
