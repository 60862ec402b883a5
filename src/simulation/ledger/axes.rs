//! Operations by the labels that a program brings: kind of request, and cause.

use crate::program::{Axes, Label};
use crate::words::Op;

/// A dense table of counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operations {
    requests: Vec<String>,
    causes: Vec<String>,
    cold: Option<Label>,
    /// By kind of request, then by cause, in the order of the names.
    counts: Vec<[u64; Op::COUNT]>,
}

impl Operations {
    pub(super) fn new(axes: Axes<'_>) -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            requests: names(axes.requests),
            causes: names(axes.causes),
            cold: axes.cold,
            counts: vec![[0; Op::COUNT]; axes.requests.len() * axes.causes.len()],
        }
    }

    #[inline]
    pub(super) fn count(&mut self, op: Op, (request, cause): (Label, Label)) {
        let at = self.place(request, cause);
        self.counts[at][op.index()] += 1;
    }

    #[inline]
    fn place(&self, request: Label, cause: Label) -> usize {
        usize::from(request.0) * self.causes.len() + usize::from(cause.0)
    }

    /// Would its operations not be, had the isolate lived longer?
    #[inline]
    pub(super) fn is_cold(&self, cause: Label) -> bool {
        self.cold == Some(cause)
    }

    /// The operations that would not be, had all isolates lived longer, in the order of [`Op::ALL`].
    pub(super) fn cold(&self) -> [u64; Op::COUNT] {
        let mut sums = [0; Op::COUNT];
        for (_, counts) in self.all().filter(|((_, cause), _)| self.is_cold(*cause)) {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        sums
    }

    /// All counts, in the order of [`Op::ALL`], with the kind of request and the cause.
    pub fn all(&self) -> impl Iterator<Item = ((Label, Label), &[u64; Op::COUNT])> {
        let causes = self.causes.len().max(1);
        self.counts.iter().enumerate().map(move |(at, counts)| {
            ((Label((at / causes) as u8), Label((at % causes) as u8)), counts)
        })
    }

    /// The counts of a kind of request and a cause, in the order of [`Op::ALL`].
    pub fn of(&self, request: Label, cause: Label) -> [u64; Op::COUNT] {
        self.counts.get(self.place(request, cause)).copied().unwrap_or_default()
    }

    /// The names of a kind of request and a cause.
    pub fn names(&self, (request, cause): (Label, Label)) -> (&str, &str) {
        (&self.requests[usize::from(request.0)], &self.causes[usize::from(cause.0)])
    }
}
