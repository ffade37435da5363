//! What is said of a run: to people while it goes on and at its end, and to other tools.

pub mod human;
pub mod json_v1;
pub mod plan;
