//! How do several files come into place all at once?
//!
//! Each is written as a temporary file beside its target and renamed when all are complete. What
//! ends the program before that, a mistake or Ctrl-C, leaves the old files as they were and nothing
//! beside them. A link is followed: the file it leads to is replaced, the link stays. What is not a
//! regular file (a pipe, a device) cannot be replaced and is written directly.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

use tempfile::NamedTempFile;

use super::target::Target;
use crate::cli::process::{Failure, MOMENT, interrupt, shown};

/// Files that are open, and not in place yet.
pub(crate) struct Exports(Vec<(Target, Stream)>);

impl Exports {
    /// Opens all of them; where one cannot be written none is.
    pub(crate) fn create(targets: Vec<Target>) -> Result<Self, Failure> {
        let opened = targets.into_iter().map(|target| {
            let stream = Stream::create(&target.path)?;
            Ok((target, stream))
        });
        opened.collect::<Result<_, _>>().map(Self)
    }

    /// Adds to those for which there is a text.
    pub(crate) fn append(
        &mut self,
        render: impl Fn(&Target) -> Option<String>,
    ) -> Result<(), Failure> {
        for (target, stream) in &mut self.0 {
            if let Some(text) = render(target) {
                stream.put(&text)?;
            }
        }
        Ok(())
    }

    /// Puts all of them into place, and says where that is.
    pub(crate) fn finish(&mut self) -> Result<Vec<PathBuf>, Failure> {
        let finish = |(target, stream): (Target, Stream)| stream.finish().map(|()| target.path);
        self.0.drain(..).map(finish).collect()
    }
}

/// One file that is written bit by bit.
pub(crate) struct Stream {
    path: PathBuf,
    place: Place,
}

enum Place {
    /// A temporary file, and the path that it will get.
    Beside(NamedTempFile, PathBuf),
    /// A pipe or a device.
    Directly(File),
}

impl Stream {
    /// Opens it.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let place = open(path).map_err(|error| match interrupt::is_stopped() {
            true => Failure::interrupted(),
            false => cannot_write(path, &error),
        })?;
        Ok(Self { path: path.to_owned(), place })
    }

    /// Adds a text.
    pub(crate) fn put(&mut self, text: &str) -> Result<(), Failure> {
        let written = self.write_all(text.as_bytes());
        written.map_err(|error| cannot_write(&self.path, &error))
    }

    /// Puts it into place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let Place::Beside(file, path) = self.place else { return Ok(()) };
        let placed = file.persist(path);
        placed.map(drop).map_err(|error| cannot_write(&self.path, &error.error))
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Beside(file, _) => file.write(bytes),
            Place::Directly(file) => match file.write(bytes) {
                // Whoever read has seen enough.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
                written => written,
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::could_not(format!("cannot write {}: {}", shown(path), cause(error)))
}

/// tempfile adds the random name of its file to a message; the cause alone is of use.
fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" at path \"").next().unwrap_or_default().to_owned()
}

fn open(path: &Path) -> io::Result<Place> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(io::Error::other("it is a folder")),
        Ok(found) if found.is_file() => replace(&fs::canonicalize(path)?, &found),
        Ok(_) => direct(path.to_owned()).map(Place::Directly),
        Err(_) if path.is_symlink() => Err(io::Error::other("it is a link that leads nowhere")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok(Place::Beside(beside(path)?, path.to_owned()))
        }
        Err(error) => Err(error),
    }
}

/// Opening a pipe waits for its reader. A thread waits, so that Ctrl-C is heard meanwhile.
fn direct(path: PathBuf) -> io::Result<File> {
    let (sender, opened) = sync_channel(1);
    // Where the command has ended meanwhile nobody misses the file.
    let open = move || drop(sender.send(OpenOptions::new().write(true).open(path)));
    thread::Builder::new().spawn(open)?;
    loop {
        match opened.recv_timeout(MOMENT) {
            Ok(file) => return file,
            Err(_) if interrupt::is_stopped() => return Err(interrupt::error()),
            Err(_) => {}
        }
    }
}

/// The new file keeps the permissions of the old one, which must allow writing.
fn replace(path: &Path, old: &Metadata) -> io::Result<Place> {
    if old.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    let file = beside(path)?;
    file.as_file().set_permissions(old.permissions())?;
    Ok(Place::Beside(file, path.to_owned()))
}

fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::other(format!("there is no folder {}", shown(folder))));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kvplan-").suffix(".tmp");
    if let Some(permissions) = normal() {
        builder.permissions(permissions);
    }
    interrupt::temporary(|| builder.tempfile_in(folder))
}

/// What any new file gets: everything that the umask leaves.
#[cfg(unix)]
fn normal() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn normal() -> Option<Permissions> {
    None
}
