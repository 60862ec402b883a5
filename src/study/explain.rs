//! Where do the operations come from? A tree whose leaves add up to the whole, exactly.
//!
//! By meter, kind of request and cause; the meter of requests has kinds alone. Whole numbers only:
//! what rounding does to them is the report's affair.

use super::summary::Totals;
use crate::words::{Cause, Meter, RequestKind};

/// A count with its parts, the largest first; they add up to it. A leaf has none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branch {
    /// What was counted.
    pub what: Counted,
    /// How many, in all days of all runs.
    pub count: u64,
    /// Its parts.
    pub parts: Vec<Branch>,
}

/// What a [`Branch`] counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// All of a meter.
    Meter(Meter),
    /// What one kind of request uses of it.
    Request(RequestKind),
    /// What one cause uses of that.
    Cause(Cause),
}

impl Counted {
    /// Its name, as in every report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meter(meter) => meter.name(),
            Self::Request(request) => request.name(),
            Self::Cause(cause) => cause.name(),
        }
    }
}

/// The tree of a meter.
pub fn explain(totals: &Totals, meter: Meter) -> Branch {
    let requests = RequestKind::ALL.into_iter().map(|request| match meter {
        Meter::Requests => requests(totals, request),
        Meter::Reads | Meter::Writes | Meter::Deletes | Meter::Lists => {
            operations(totals, meter, request)
        }
    });
    branch(Counted::Meter(meter), requests.collect())
}

fn requests(totals: &Totals, request: RequestKind) -> Branch {
    let counts = totals.requests.iter().filter(|row| row.request == request);
    let count = counts.map(|row| row.count).sum();
    Branch { what: Counted::Request(request), count, parts: Vec::new() }
}

fn operations(totals: &Totals, meter: Meter, request: RequestKind) -> Branch {
    let rows = totals.causes.iter().filter(|row| row.meter == meter && row.request == request);
    let leaf = |cause, count| Branch { what: Counted::Cause(cause), count, parts: Vec::new() };
    branch(Counted::Request(request), rows.map(|row| leaf(row.cause, row.count)).collect())
}

/// The whole of some parts; those that are nothing are left out, equal ones keep their order.
fn branch(what: Counted, mut parts: Vec<Branch>) -> Branch {
    parts.retain(|part| part.count > 0);
    parts.sort_by_key(|part| std::cmp::Reverse(part.count));
    Branch { what, count: parts.iter().map(|part| part.count).sum(), parts }
}
