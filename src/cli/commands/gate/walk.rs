//! Which files of a folder may be scenarios?

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::scenario::caps;

/// What stands in a folder and in those below it, in the order of the names.
#[derive(Default)]
pub(crate) struct Walked {
    /// `.yaml` and `.yml`; whether they can be read nobody has looked.
    pub(crate) files: Vec<PathBuf>,
    /// Files of that kind and folders whose names begin with a dot: they are passed over.
    pub(crate) hidden: Vec<PathBuf>,
    /// Folders that were walked, without links: each is walked once, however many lead there.
    folders: BTreeSet<PathBuf>,
    entries: usize,
}

/// Walks a folder.
///
/// # Errors
/// The path that cannot be read, or beyond which nothing is walked, with why.
pub(crate) fn walk(folder: &Path) -> Result<Walked, (PathBuf, io::Error)> {
    let mut walked = Walked::default();
    walked.folder(folder, 1)?;
    Ok(walked)
}

impl Walked {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), (PathBuf, io::Error)> {
        let at = |path: &Path, error| (path.to_owned(), error);
        let cannot = |error| at(folder, error);
        if !self.folders.insert(fs::canonicalize(folder).map_err(cannot)?) {
            return Ok(());
        }
        if depth > caps::FOLDER_DEPTH {
            let most = caps::FOLDER_DEPTH;
            return Err(cannot(refused(format!("folders are walked to a depth of {most}"))));
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(cannot)? {
            entries.push(entry.map_err(cannot)?.file_name());
            self.entries += 1;
            if self.entries > caps::FOLDER_ENTRIES {
                let most = caps::FOLDER_ENTRIES;
                let text = format!("more than {most} files and folders: name the scenarios");
                return Err(cannot(refused(text)));
            }
        }
        entries.sort();
        for name in entries {
            let path = folder.join(&name);
            let (is_yaml, is_folder) = (is_yaml(&path), path.is_dir());
            if name.as_encoded_bytes().starts_with(b".") {
                self.hidden.extend((is_yaml || is_folder).then_some(path));
            } else if is_yaml {
                self.files.push(path);
            } else if is_folder {
                self.folder(&path, depth + 1)?;
            }
        }
        Ok(())
    }
}

fn refused(why: String) -> io::Error {
    io::Error::other(why)
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("yaml" | "yml"))
}
