//! Who looks on while a run is made. The default sees nothing and costs nothing.

use super::cloud::Reached;
use crate::program::Request;
use crate::words::Instant;

/// Is told of each request that reaches an isolate, in order. What is refused before is not told.
pub trait Observer {
    /// Does it hear nothing? Then what happens need not happen in order.
    const IS_DEAF: bool = false;

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
    const IS_DEAF: bool = true;

    #[inline(always)]
    fn request(&mut self, _: Reached, _: &Request, _: Instant) {}
}

impl<O: Observer> Observer for &mut O {
    const IS_DEAF: bool = O::IS_DEAF;

    fn request(&mut self, reached: Reached, request: &Request, now: Instant) {
        (**self).request(reached, request, now);
    }

    fn goes_on(&self) -> bool {
        (**self).goes_on()
    }
}
