//! Why can a file not be read, and which was meant?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::cli::process::shown;
use crate::scenario::similar;

/// Entries of a folder that are looked at.
const ENTRIES: usize = 10_000;

/// The same error in words that say what to do.
pub(super) fn explained(path: &Path, error: io::Error) -> io::Error {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let text = match error.kind() {
        ErrorKind::NotFound if !folder.is_dir() => {
            format!("No such file: there is no folder {}", shown(folder))
        }
        ErrorKind::NotFound => {
            let wanted = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            let names = names(folder);
            let name = similar(&wanted, names.iter().map(String::as_str));
            let meant = name.map(|name| shown(&path.with_file_name(name)));
            format!(
                "No such file{}",
                meant.map_or(String::new(), |it| format!("; did you mean {it}?"))
            )
        }
        ErrorKind::IsADirectory => {
            let names = names(path);
            let first = names.iter().find(|name| name.ends_with(".yaml") || name.ends_with(".yml"));
            let such = first.map(|name| format!(", such as {}", shown(&path.join(name))));
            format!("it is a folder; name a file in it{}", such.unwrap_or_default())
        }
        _ => return error,
    };
    io::Error::new(error.kind(), text)
}

/// The names of the files of a folder, in their order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(ENTRIES).flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> =
        files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}
