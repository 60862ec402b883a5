//! Who looks on while a run is made. The default sees nothing and costs nothing.

use super::fleet::Reached;
use crate::coordinator::Request;
use crate::words::Instant;

/// Is told of each request that reaches an isolate, in order. What is refused before is not told.
pub trait Observer {
    /// A request has reached an isolate. Where that isolate was born for it in the place of another
    /// one, [`Reached::replaces`] says so.
    fn request(&mut self, reached: Reached, request: &Request, now: Instant);
    /// Does the run go on? Asked as seldom as a [`super::Watch`] is.
    fn goes_on(&self) -> bool {
        true
    }
}

/// Nobody looks.
impl Observer for () {
    #[inline(always)]
    fn request(&mut self, _: Reached, _: &Request, _: Instant) {}
}

impl<O: Observer> Observer for &mut O {
    fn request(&mut self, reached: Reached, request: &Request, now: Instant) {
        (**self).request(reached, request, now);
    }

    fn goes_on(&self) -> bool {
        (**self).goes_on()
    }
}
