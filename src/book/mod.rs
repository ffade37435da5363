//! Where chapters come from and go to: [`protocol`] finds them in what mdBook sends, and
//! `json_text` puts what was written into the JSON string that a chapter is. [`directory`] reads
//! them from the files of a book, with [`includes`] where files include others.

mod chapter_id;
pub mod directory;
pub mod includes;
mod input;
pub(crate) mod json_text;
mod links;
mod obstacles;
mod plain_path;
pub mod protocol;
mod scope;
mod unsaved;

pub use chapter_id::ChapterId;
pub use directory::{ChapterFile, Directory};
pub use input::input;
pub(crate) use plain_path::plain;
pub use protocol::Context;
pub use scope::Scope;
