//! Where chapters come from and go to: [`protocol`] finds them in what mdBook sends, and
//! `json_text` puts what was written into the JSON string that a chapter is.

mod chapter_id;
pub(crate) mod json_text;
pub mod protocol;

pub use chapter_id::ChapterId;
pub use protocol::Context;
