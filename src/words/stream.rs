//! Names of random streams, and the seeds that follow from them.
//!
//! A stream belongs to one purpose of one source in one run, so that adding a worker, a policy or a
//! thread changes nobody else's draws. The seed is mixed from integers alone; the generator that it
//! starts is the caller's.

/// What a stream is drawn for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Where in the first interval a worker begins.
    Phase,
    /// Jitter and load of a worker's beats: one draw serves both.
    Beat,
    /// When a worker's models change.
    Models,
    /// When a worker is down.
    Outages,
    /// When requests arrive.
    Arrivals,
    /// How long KV operations take.
    Latency,
    /// When isolates end.
    Isolates,
    /// Which isolate a request reaches.
    Affinity,
    /// When a colo's runtime is updated.
    Updates,
    /// Which colo a client's request reaches.
    Colos,
}

/// The seed of a stream: (seed of the scenario, run, purpose, source).
///
/// `source` tells sources of one purpose apart; [`source_of`] makes it from a name, so that it does
/// not depend on the order of the scenario file.
pub fn stream_seed(seed: u64, run: u32, purpose: Purpose, source: u64) -> [u8; 32] {
    let mut state = mix(seed ^ 0x6b76_706c_616e_2d31);
    for word in [u64::from(run), purpose as u64, source] {
        state = mix(state ^ mix(word));
    }
    let mut bytes = [0; 32];
    for chunk in bytes.chunks_exact_mut(8) {
        state = state.wrapping_add(GOLDEN);
        chunk.copy_from_slice(&mix(state).to_le_bytes());
    }
    bytes
}

/// A number for the `index`-th source of this name.
pub fn source_of(name: &str, index: u32) -> u64 {
    let named = name.bytes().fold(GOLDEN, |state, byte| mix(state ^ u64::from(byte)));
    mix(named ^ mix(u64::from(index)))
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number whose bits all hang on all bits of another one: the output function of SplitMix64 (Steele,
/// Lea, Flood 2014), after one step of its counter.
#[inline]
pub const fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(GOLDEN);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mixer_is_splitmix64() {
        // The first outputs of SplitMix64 seeded with 1234567, from its reference implementation.
        assert_eq!(mix(1_234_567), 6_457_827_717_110_365_317);
        assert_eq!(mix(1_234_567_u64.wrapping_add(GOLDEN)), 3_203_168_211_198_807_973);
    }

    #[test]
    fn any_part_of_its_name_changes_a_stream() {
        let base = stream_seed(42, 0, Purpose::Beat, 7);
        assert_ne!(base, stream_seed(43, 0, Purpose::Beat, 7));
        assert_ne!(base, stream_seed(42, 1, Purpose::Beat, 7));
        assert_ne!(base, stream_seed(42, 0, Purpose::Phase, 7));
        assert_ne!(base, stream_seed(42, 0, Purpose::Beat, 8));
        assert_ne!(source_of("gpu", 1), source_of("gpu", 2));
    }
}
