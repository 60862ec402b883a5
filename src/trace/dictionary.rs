//! What the names of a trace are numbered as, and how many there may be.

use super::columns::Column;
use super::event::IsolateId;
use super::mistake::{Fault, quoted};
use super::names::{Known, Names};
use crate::words::{ModelsId, ServiceId, WorkerId, count};

/// What a trace may have at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caps {
    /// Days, from 00:00 UTC of the first: some counts of each are kept.
    pub days: u64,
    /// Bytes of one row, without the marks of quoting.
    pub row_bytes: usize,
    /// Bytes of one name.
    pub name_bytes: usize,
    /// Different workers.
    pub workers: usize,
    /// Different isolates.
    pub isolates: usize,
    /// Their product: each isolate may hold an entry for each worker.
    pub workers_times_isolates: u64,
    /// Different sets of models.
    pub model_sets: usize,
    /// Bytes of all names together.
    pub names_bytes: usize,
}

/// Services and other words for a status are numbered with 16 bits.
const SIXTEEN_BITS: usize = 1 << 16;

/// The names so far.
#[derive(Debug)]
pub(super) struct Dictionary {
    caps: Caps,
    known: Known,
    names_bytes: usize,
    /// By worker: the models that it had last, which are tried first.
    loaded: Vec<ModelsId>,
    /// Where the members of a set of models lie in their field.
    members: Vec<(usize, usize)>,
    set: Vec<u8>,
}

impl Dictionary {
    pub(super) fn new(caps: Caps) -> Self {
        Self {
            caps,
            known: Known::default(),
            names_bytes: 0,
            loaded: Vec::new(),
            members: Vec::new(),
            set: Vec::new(),
        }
    }

    pub(super) fn known(&self) -> &Known {
        &self.known
    }

    pub(super) fn kept_bytes(&self) -> usize {
        self.members.capacity() * size_of::<(usize, usize)>() + self.set.capacity()
    }

    #[inline]
    pub(super) fn isolate(&mut self, name: &[u8]) -> Result<IsolateId, Fault> {
        if let Some(id) = self.known.isolates.find(name) {
            return Ok(IsolateId(id));
        }
        let most = self.caps.isolates;
        self.check_product(self.known.isolates.len() + 1, self.known.workers.len())?;
        self.add(|known| &mut known.isolates, name, (Column::Isolate, "isolates", most))
            .map(IsolateId)
    }

    #[inline]
    pub(super) fn worker(&mut self, name: &[u8]) -> Result<WorkerId, Fault> {
        if let Some(id) = self.known.workers.find(name) {
            return Ok(WorkerId(id));
        }
        let most = self.caps.workers;
        self.check_product(self.known.isolates.len(), self.known.workers.len() + 1)?;
        let id = self.add(|known| &mut known.workers, name, (Column::Target, "workers", most))?;
        self.loaded.push(ModelsId(0));
        Ok(WorkerId(id))
    }

    fn check_product(&self, isolates: usize, workers: usize) -> Result<(), Fault> {
        let most = self.caps.workers_times_isolates;
        if isolates as u64 * workers as u64 <= most {
            return Ok(());
        }
        let (isolates, workers) = (count(isolates as u64), count(workers as u64));
        Err(Fault::row(format!(
            "{workers} workers times {isolates} isolates are too many to keep: at most {}",
            count(most)
        )))
    }

    pub(super) fn service(&mut self, name: &[u8], column: Column) -> Result<ServiceId, Fault> {
        if let Some(id) = self.known.services.find(name) {
            return Ok(ServiceId(id as u16));
        }
        let id = self.add(|known| &mut known.services, name, (column, "services", SIXTEEN_BITS))?;
        Ok(ServiceId(id as u16))
    }

    /// The number of a word for a status.
    pub(super) fn status(&mut self, word: &[u8]) -> Result<u16, Fault> {
        if let Some(id) = self.known.statuses.find(word) {
            return Ok(id as u16);
        }
        let what = (Column::Status, "words for a status", SIXTEEN_BITS);
        self.add(|known| &mut known.statuses, word, what).map(|id| id as u16)
    }

    /// The set of models. Most workers say what they said before, and say it in order.
    #[inline]
    pub(super) fn models(&mut self, field: &[u8], worker: WorkerId) -> Result<ModelsId, Fault> {
        let last = self.loaded[worker.0 as usize];
        if self.known.models.is(last.0, field) {
            return Ok(last);
        }
        let models = self.other_models(field)?;
        self.loaded[worker.0 as usize] = models;
        Ok(models)
    }

    #[inline(never)]
    fn other_models(&mut self, field: &[u8]) -> Result<ModelsId, Fault> {
        self.members.clear();
        let mut start = 0;
        for name in field.split(|byte| *byte == b';') {
            if name.len() > self.caps.name_bytes {
                return Err(self.long_name(Column::Models, name));
            }
            if !name.is_empty() {
                self.members.push((start, start + name.len()));
            }
            start += name.len() + 1;
        }
        self.members.sort_unstable_by(|a, b| field[a.0..a.1].cmp(&field[b.0..b.1]));
        self.members.dedup_by(|a, b| field[a.0..a.1] == field[b.0..b.1]);
        let mut set = std::mem::take(&mut self.set);
        set.clear();
        for &(start, end) in &self.members {
            if !set.is_empty() {
                set.push(b';');
            }
            set.extend_from_slice(&field[start..end]);
        }
        let id = match self.known.models.find(&set) {
            Some(id) => Ok(id),
            None => {
                let what = (Column::Models, "sets of models", self.caps.model_sets);
                self.keep(|known| &mut known.models, &set, what)
            }
        };
        self.set = set;
        id.map(ModelsId)
    }

    /// Adds a single name.
    #[cold]
    fn add(
        &mut self,
        names: impl FnOnce(&mut Known) -> &mut Names,
        name: &[u8],
        what: (Column, &str, usize),
    ) -> Result<u32, Fault> {
        if name.len() > self.caps.name_bytes {
            return Err(self.long_name(what.0, name));
        }
        self.keep(names, name, what)
    }

    /// Adds a name, or a set of them, where there is room for one more.
    #[cold]
    fn keep(
        &mut self,
        names: impl FnOnce(&mut Known) -> &mut Names,
        name: &[u8],
        (column, what, most): (Column, &str, usize),
    ) -> Result<u32, Fault> {
        let Ok(text) = std::str::from_utf8(name) else { return Err(not_text(column)) };
        let names = names(&mut self.known);
        if names.len() >= most {
            let message = format!("there are more than {} different {what}", count(most as u64));
            return Err(Fault::at(column, message));
        }
        if self.names_bytes + text.len() > self.caps.names_bytes {
            let most = count(self.caps.names_bytes as u64);
            return Err(Fault::at(column, format!("all names together exceed {most} bytes")));
        }
        self.names_bytes += text.len();
        Ok(names.add(text))
    }

    #[cold]
    fn long_name(&self, column: Column, name: &[u8]) -> Fault {
        let (bytes, most) = (name.len(), self.caps.name_bytes);
        let message = format!("the name {} has {bytes} bytes; at most {most}", quoted(name));
        Fault::at(column, message)
    }
}

#[cold]
pub(super) fn not_text(column: Column) -> Fault {
    Fault::at(column, "the text is not UTF-8")
}
