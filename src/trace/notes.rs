//! What is sound in a trace and yet probably not meant. Nothing of it changes what a row does.

use super::columns::{Column, RowKind, Use};
use super::fields::Fields;
use crate::words::{ServiceId, ServiceList};

/// Rows of which the same can be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noted {
    /// How many there are.
    pub rows: u64,
    /// The line on which the first of them begins, from 1.
    pub line: u64,
    /// What it is about in the first of them. It may hold any character of the file.
    pub what: String,
}

/// What to say of the rows that were read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notes {
    /// Rows with a value in a column that their request does not use; `what` names the request and
    /// those columns: `route with status, load`.
    pub unused: Option<Noted>,
    /// Requests for a service that no record or registration named before; `what` is the service.
    pub unnamed: Option<Noted>,
    /// By service: did a record or a registration name it?
    named: Vec<bool>,
}

impl Notes {
    /// A record or a registration names these.
    pub(super) fn name(&mut self, services: &ServiceList) {
        for &ServiceId(id) in services.as_slice() {
            let place = usize::from(id);
            if self.named.len() <= place {
                self.named.resize(place + 1, false);
            }
            self.named[place] = true;
        }
    }

    /// A client asks for this one.
    pub(super) fn ask(&mut self, ServiceId(id): ServiceId, line: u64, row: &Fields) {
        if !self.named.get(usize::from(id)).is_some_and(|is_named| *is_named) {
            let service = || String::from_utf8_lossy(row.get(Column::Target)).into_owned();
            note(&mut self.unnamed, line, service);
        }
    }

    /// A sound row. The isolate of a record says nothing, and every recorder may write one.
    #[inline]
    pub(super) fn look(&mut self, kind: RowKind, line: u64, row: &Fields) {
        let idle = |column: &Column| kind.uses(*column) == Use::Ignored;
        let is_filled = |column: &Column| !row.get(*column).is_empty();
        let columns = Column::ALL[Column::Target.index()..].iter();
        let mut filled = columns.filter(|column| idle(column) && is_filled(column)).peekable();
        if filled.peek().is_some() {
            note(&mut self.unused, line, || {
                let columns: Vec<&str> = filled.map(|column| column.name()).collect();
                format!("{} with {}", kind.name(), columns.join(", "))
            });
        }
    }
}

#[cold]
fn note(noted: &mut Option<Noted>, line: u64, what: impl FnOnce() -> String) {
    noted.get_or_insert_with(|| Noted { rows: 0, line, what: what() }).rows += 1;
}
