//! What several test files share.

#![allow(dead_code, unreachable_pub)]

pub mod delayed_world;
pub mod instant_world;
pub mod random_traffic;
pub mod shipped;
pub mod simple_model;
pub mod simulated;
pub mod source;
pub mod trace_rows;
