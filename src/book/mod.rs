//! Where chapters come from and go to: [`protocol`] finds them in what mdBook sends, and
//! `json_text` puts what was written into the JSON string that a chapter is. [`included()`] reads
//! the files that a chapter was made from.

mod chapter_id;
mod included;
pub(crate) mod json_text;
pub mod protocol;

pub use chapter_id::ChapterId;
pub use included::included;
pub use protocol::Context;
