//! The blocks of a book, and what they claim of programs, for people and for other tools.

mod human;
pub mod json_v1;
mod listing;

use anyhow::Result;

use crate::book::directory::reason;
use crate::book::{ChapterFile, Directory};
use crate::chapter::{Reading, read};
use crate::check::Scope;
use crate::preprocessor::{Preparation, Run};
use crate::report::{Document, Origin};

use listing::ListedChapter;

pub use human::text;
pub use listing::Listing;

/// Lists the blocks of what `scope` has of `book`.
///
/// # Errors
///
/// Where the configuration cannot be said in JSON.
pub fn list(book: &Directory, scope: &Scope) -> Result<Listing> {
    let preparation = Preparation::new(&book.context()?);
    let mut run = Run::new(&preparation);
    let texts: Vec<_> = book.chapters.iter().map(|chapter| book.read(chapter)).collect();
    texts.iter().flatten().for_each(|text| run.learn(text));
    let mut listing = Listing { chapters: Vec::new(), unread: Vec::new() };
    for (chapter, text) in book.chapters.iter().zip(texts) {
        let file = book.file(chapter);
        match text {
            Ok(text) => listing.chapters.extend(listed(book, run.reading(), chapter, &text)),
            Err(error) if scope.has(&file) => {
                listing.unread.push((Origin::File(file), reason(&error)));
            }
            Err(_) => {}
        }
    }
    for chapter in &mut listing.chapters {
        let ListedChapter { lessons, document, .. } = chapter;
        lessons.blocks.retain(|top| match document.place(&top.block.place.opener).0 {
            Origin::File(path) => scope.has(path),
            Origin::Chapter(_) => true,
        });
    }
    listing.chapters.retain(|chapter| !chapter.lessons.blocks.is_empty());
    Ok(listing)
}

/// The lessons of `chapter`, whose file holds `text`.
fn listed(
    book: &Directory,
    reading: &Reading,
    chapter: &ChapterFile,
    text: &str,
) -> Option<ListedChapter> {
    let file = book.file(chapter);
    let (read_text, document) = match book.resolved(chapter, text) {
        Some(resolved) => {
            let document = Document::resolved(file, text, &resolved);
            (resolved.text, document)
        }
        None => (text.to_owned(), Document::new(Origin::File(file), text, None)),
    };
    let lessons = read(read_text, reading);
    let id = chapter.id();
    let (name, path) = (id.name.to_owned(), id.path.to_owned());
    (!lessons.blocks.is_empty()).then_some(ListedChapter { name, path, lessons, document })
}
