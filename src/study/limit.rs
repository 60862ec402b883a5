//! Where does green end? The one place that knows.

/// From this share of a limit on, its use is near.
pub const NEAR_RATIO: f64 = 0.8;

/// How near a figure is to its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nearness {
    /// There is no limit.
    Unlimited,
    /// Under [`NEAR_RATIO`].
    Fine,
    /// From there to the limit itself.
    Near,
    /// Above the limit.
    Over,
}

impl Nearness {
    /// Of a share of a limit.
    pub fn of(used_ratio: Option<f64>) -> Self {
        match used_ratio {
            None => Self::Unlimited,
            Some(ratio) if ratio > 1.0 => Self::Over,
            Some(ratio) if ratio >= NEAR_RATIO => Self::Near,
            Some(_) => Self::Fine,
        }
    }
}
