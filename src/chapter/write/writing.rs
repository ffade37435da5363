//! What writing a chapter depends on beside its lessons.

use crate::chapter::options::{Settings, Target, Translation};
use crate::chapter::outline::Dialect;

use super::delivery::Delivery;
use super::questions::ChapterQuestions;

/// What writing a chapter depends on beside its lessons.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'b> {
    /// The chapter's place in the book.
    pub path: &'b str,
    /// What kind of text is made.
    pub target: Target,
    /// What becomes of it then, where the book is translated.
    pub translation: Translation,
    /// Which Markdown the renderer reads.
    pub dialect: Dialect,
    /// What the book is set to.
    pub settings: &'b Settings,
    /// What each chapter with blocks gets.
    pub delivery: &'b Delivery,
    /// The questions of the whole book; only those chapters need them that list them.
    pub questions: &'b [ChapterQuestions],
}
