//! A book as a list of its blocks.

use crate::chapter::Lessons;
use crate::report::{Document, Origin};

/// The lessons of a book.
#[derive(Debug)]
pub struct Listing {
    pub(super) chapters: Vec<ListedChapter>,
    /// The files of chapters that cannot be read, and why.
    pub(super) unread: Vec<(Origin, String)>,
}

/// The lessons of a chapter, and where they stand in its files.
#[derive(Debug)]
pub(super) struct ListedChapter {
    pub(super) name: String,
    /// Its place in the book.
    pub(super) path: String,
    pub(super) lessons: Lessons<'static>,
    pub(super) document: Document,
}
