//! Where chapters come from: [`protocol`] finds them in what mdBook sends.

mod place;
mod json_text;
pub mod protocol;

pub use place::Place;
pub use protocol::Context;
