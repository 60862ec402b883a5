//! What a program asks of the world, and what the world says.

use std::rc::Rc;

use crate::words::{Key, Record, Refusal, Span, Value, WorkerId};

use super::label::Label;

/// Something that a program waits for. All but [`Call::Wait`] are operations on KV.
#[derive(Clone, PartialEq, Debug)]
pub enum Call {
    /// Looks a worker's record up. Heartbeats do little else, so that it has a call of its own.
    Read(WorkerId),
    /// Writes a worker's record, with an expiry where one is given.
    Write(WorkerId, Record, Option<Span>),
    /// Looks any other key up. The colo keeps what it fetches for the given time, or for as long as
    /// the namespace says.
    Get(Key, Option<Span>),
    /// Writes any other key, with an expiry where one is given.
    Put(Key, Value, Option<Span>),
    /// Deletes a key.
    Delete(Key),
    /// One page of names; in a box, so that the other calls stay small.
    List(Box<Page>),
    /// Nothing but time passes: a timer, or something that is not billed as an operation.
    Wait(Span),
}

/// Which names a list is to give: in the order of their bytes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// What the names begin with.
    pub prefix: Rc<str>,
    /// The most names; `None`, or more than the plan allows: as many as it allows.
    pub limit: Option<u32>,
    /// Where the page before ended, as its reply said; `None`: the first page.
    pub cursor: Option<Rc<str>>,
}

/// What the world says to a call.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    /// To a read: the record, or that there is none.
    Record(Option<Record>),
    /// To a get: the value, or that there is none.
    Value(Option<Value>),
    /// To a list.
    Page {
        /// The keys on this page.
        keys: Vec<Key>,
        /// Where the next page begins; `None`: this is the last one.
        cursor: Option<Rc<str>>,
    },
    /// To a write, a put, a delete or a wait.
    Done,
    /// The operation was refused.
    Refused(Refusal),
}

/// A request that waits for several replies, or for one that others wait for too. Numbers are used
/// again once a task has ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TaskId(pub u32);

/// One call of one task.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AskId {
    /// The task that waits for it.
    pub task: TaskId,
    /// Its place among the task's calls in flight.
    pub slot: u32,
}

/// One call of a task.
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    /// To be given back with the reply.
    pub id: AskId,
    /// What is to be done.
    pub call: Call,
    /// Why.
    pub cause: Label,
}
