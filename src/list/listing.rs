//! A book as a list of its blocks, and what every listing says of one.

use crate::book::directory::reason;
use crate::chapter::lesson::{Input, Predict, Prediction, Reply};
use crate::preprocessor::{BookLessons, ChapterLessons};
use crate::report::Origin;

/// The lessons of a book.
#[derive(Debug)]
pub struct Listing {
    pub(super) chapters: Vec<ChapterLessons>,
    /// The files of chapters that cannot be read, and why.
    pub(super) unread: Vec<(Origin, String)>,
}

impl Listing {
    /// All that there is.
    pub(super) fn of(lessons: BookLessons<'_>) -> Self {
        let unread = lessons.unread.into_iter();
        let unread = unread.map(|it| (Origin::File(it.path), reason(&it.error))).collect();
        Listing { chapters: lessons.chapters, unread }
    }
}

/// How a reader commits, as the attribute `input` says it.
pub(super) fn input(predict: &Predict) -> &'static str {
    match predict.input() {
        Input::Text => "text",
        Input::Choice => "choice",
        Input::None => "none",
    }
}

/// What a reader predicted to get `reply`.
pub(super) fn predicted(reply: &Reply) -> Option<&str> {
    reply.prediction.as_ref().map(Prediction::text)
}
