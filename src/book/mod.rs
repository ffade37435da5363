//! Where chapters come from: [`protocol`] finds them in what mdBook sends.

mod place;
pub mod protocol;

pub use place::Place;
pub use protocol::Context;
