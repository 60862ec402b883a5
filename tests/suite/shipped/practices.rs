//! The published best practices, as sweeps: the first comment of each scenario has the command and the
//! figures that it prints.
//!
//! `UPDATE_PRACTICES=1 cargo test practices` writes the figures anew.

use std::path::Path;
use std::{env, fs};

use crate::support::command_line::Folder;
use crate::support::shipped::{names, text};

/// The rows of the first table of an answer.
fn rows(answer: &str) -> Vec<String> {
    let lines = answer.lines().skip_while(|line| !line.is_empty()).skip(1);
    lines.take_while(|line| !line.is_empty()).map(|line| format!("#  {line}")).collect()
}

#[test]
fn each_practice_quotes_the_table_of_its_sweep() {
    let folder = Folder::new();
    let practices: Vec<String> =
        names().into_iter().filter(|name| name.starts_with("practice-")).collect();
    assert_eq!(practices.len(), 5, "{practices:?}");
    for name in practices {
        let text = text(&name);
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.starts_with("#  kvplan sweep "));
        let at = at.unwrap_or_else(|| panic!("{name}: no command"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(&name);
        let command = lines[at].trim_start_matches("#  kvplan ");
        let command = command.replace(&format!("scenarios/{name}"), &path.to_string_lossy());
        let words: Vec<&str> = command.split_whitespace().chain(["-q"]).collect();
        let ended = folder.run(&words);
        assert_eq!(ended.code, Some(0), "{name}: {ended:?}");
        let made = rows(&ended.stdout);
        assert!(made.len() >= 4, "{name}: {ended:?}");
        let below = lines[at + 1..].iter().take_while(|line| line.starts_with('#'));
        let quoted: Vec<&str> = below.copied().collect();
        if env::var_os("UPDATE_PRACTICES").is_some() {
            let made = made.iter().map(String::as_str);
            let rest = lines[at + 1 + quoted.len()..].iter().copied();
            let new: Vec<&str> = lines[..=at].iter().copied().chain(made).chain(rest).collect();
            fs::write(path, new.join("\n") + "\n").expect("written");
        } else {
            assert_eq!(quoted, made, "{name}: what it quotes against what it prints");
        }
    }
}
