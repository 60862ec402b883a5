//! What does a command read?
//!
//! Every file is opened here or noted here, but for the baseline, which is written too: one place
//! knows them all, and nothing that a command writes may be one of them, by whatever name.

mod unreadable;

use std::cell::RefCell;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use self::unreadable::explained;
use super::process::{Failure, shown};
use crate::scenario::caps;

/// This path is standard input.
pub(crate) const STDIN: &str = "-";
/// One byte more of a scenario or a plan is read than it may have, so that the check can see it.
const READ_AT_MOST: u64 = caps::FILE_BYTES as u64 + 1;

/// True for the path that stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// A file that a command will write.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    /// Which flag or variable says so.
    pub(crate) by: &'static str,
    /// Its path as the user gave it.
    pub(crate) path: &'a Path,
}

/// The paths of all files that were read so far, each with the file that it was then; clones share
/// them.
#[derive(Clone, Default)]
pub(crate) struct Inputs(Rc<RefCell<Vec<Noted>>>);

/// A path, and the file that it was.
type Noted = (PathBuf, Option<Identity>);

impl Inputs {
    /// Notes a file that is read elsewhere.
    pub(crate) fn note(&self, path: &Path) {
        self.0.borrow_mut().push((path.to_owned(), identity(path)));
    }

    /// The bytes of a file that the user named: it may be a pipe or standard input. At most so many.
    pub(crate) fn named(&self, path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
        self.note(path);
        if is_stdin(path) {
            return read_some(io::stdin().lock(), at_most);
        }
        let bytes = File::open(path).and_then(|file| read_some(file, at_most));
        bytes.map_err(|error| explained(path, error))
    }

    /// The bytes of a scenario that the user named.
    pub(crate) fn scenario(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.named(path, READ_AT_MOST)
    }

    /// The bytes of a file that a scenario names or that was found in a folder. Whoever wrote the
    /// scenario may be a stranger: what waits for somebody or tells of this machine is refused, and
    /// nothing of it is said.
    pub(crate) fn found(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.note(path);
        let found = fs::metadata(path).map_err(|error| explained(path, error))?;
        if found.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        let irregular = || io::Error::other("it is not a regular file");
        if !found.is_file() {
            return Err(irregular());
        }
        let bytes = read_some(File::open(path)?, READ_AT_MOST)?;
        // What the system makes up, such as /proc/self/environ, does not know its length.
        let is_told = bytes.len() as u64 == found.len().min(READ_AT_MOST);
        is_told.then_some(bytes).ok_or_else(irregular)
    }

    /// Was this file read already, by whatever name?
    pub(crate) fn knows(&self, path: &Path) -> bool {
        identity(path).is_some_and(|file| self.of(&file).is_some())
    }

    /// By which path this file was read.
    fn of(&self, file: &Identity) -> Option<PathBuf> {
        let all = self.0.borrow();
        all.iter().find(|(_, it)| it.as_ref() == Some(file)).map(|(path, _)| path.clone())
    }

    /// Reads the plan's file where a scenario names one.
    pub(crate) fn plans(&self) -> impl Fn(&str) -> io::Result<Vec<u8>> {
        |path| self.found(Path::new(path))
    }

    /// Is none of the files that will be written one that was read? A link to it is that file.
    pub(crate) fn check_not_written(&self, written: &[Written<'_>]) -> Result<(), Failure> {
        for Written { by, path } in written {
            let Some(same) = identity(path).and_then(|file| self.of(&file)) else { continue };
            let (shown, same) = (shown(path), shown(&same));
            let is = if shown == same { String::new() } else { format!("it is {same}, and ") };
            return Err(Failure::wrong(format!(
                "{by} {shown}: {is}what this command reads it cannot write too"
            )));
        }
        Ok(())
    }
}

/// What tells a regular file from all others, whatever its path; `None`: it is none, and so nothing
/// is lost when it is written.
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    let path = if is_stdin(path) { Path::new("/dev/stdin") } else { path };
    let found = fs::metadata(path).ok().filter(Metadata::is_file)?;
    identity_of(path, &found)
}

#[cfg(unix)]
pub(crate) type Identity = (u64, u64);

#[cfg(unix)]
fn identity_of(_: &Path, found: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(crate) type Identity = PathBuf;

#[cfg(not(unix))]
fn identity_of(path: &Path, _: &Metadata) -> Option<Identity> {
    fs::canonicalize(path).ok()
}

fn read_some(from: impl Read, at_most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(at_most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
