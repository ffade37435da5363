//! A whole book: where the two entrances meet, the command and mdBook's `Preprocessor` trait.
//!
//! What is found comes back as a value; nothing is printed here.

mod chapters;
mod expansion;
mod preparation;
mod proofs;
mod run;
mod unproved;

pub use chapters::{BookLessons, ChapterLessons, ChapterText, UnreadChapter, chapters, lessons};
pub use expansion::expand_json;
pub use preparation::{Preparation, TESTED_ENGINES};
pub use proofs::BookProofs;
pub use run::Run;
