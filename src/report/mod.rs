//! What was found in a book, and how it is told.
//!
//! [`Report`] is a value. Each other file makes text of it for one kind of reader, and prints
//! nothing: that is for [`crate::cmd`].

pub mod diff;
mod document;
mod excerpt;
mod finding;
pub mod github;
pub mod human;
mod inert;
pub mod json;

pub use document::{Document, Origin};
pub(crate) use finding::counted;
pub use finding::{Finding, Report, Stopped};
pub(crate) use human::shown;
