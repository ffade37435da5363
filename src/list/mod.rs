//! The blocks of a book, and what they claim of programs, for people and for other tools.

mod human;
pub mod json_v1;
mod listing;

use anyhow::Result;

use crate::book::{Directory, Scope};
use crate::preprocessor::{ChapterLessons, Preparation, lessons};
use crate::report::Origin;

pub use human::text;
pub use listing::Listing;

/// Lists the blocks of what `scope` has of `book`.
///
/// # Errors
///
/// Where the configuration cannot be said in JSON.
pub fn list(book: &Directory, scope: &Scope) -> Result<Listing> {
    let preparation = Preparation::new(&book.context()?);
    let mut listing = Listing::of(lessons(book, &preparation), &preparation);
    listing.unread.retain(|(file, _)| is_meant(scope, file));
    for chapter in &mut listing.chapters {
        let ChapterLessons { lessons, document, .. } = &mut chapter.lessons;
        lessons.blocks.retain(|top| is_meant(scope, document.place(&top.block.place.opener).0));
    }
    Ok(listing)
}

fn is_meant(scope: &Scope, origin: &Origin) -> bool {
    match origin {
        Origin::File(path) => scope.has(path),
        Origin::Chapter(_) => true,
    }
}
