//! Where chapters come from: [`protocol`] finds them in what mdBook sends.

pub(crate) mod json_text;
mod place;
pub mod protocol;

pub use place::Place;
pub use protocol::Context;
