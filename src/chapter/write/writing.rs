//! What writing a chapter depends on beside its lessons.

use std::collections::BTreeMap;

use crate::chapter::lesson::Output;
use crate::chapter::options::{Settings, Target, Translation};
use crate::chapter::outline::Dialect;

use super::delivery::Delivery;
use super::questions::ChapterQuestions;

/// What writing a chapter depends on beside its lessons: some of it for as long as the chapter is
/// written, and what the written text may share with other chapters for as long as the book is.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'c, 'b> {
    /// The chapter's place in the book.
    pub path: &'c str,
    /// What kind of text is made.
    pub target: Target,
    /// What becomes of it then, where the book is translated.
    pub translation: Translation,
    /// Which Markdown the renderer reads.
    pub dialect: Dialect,
    /// What the book is set to.
    pub settings: &'c Settings,
    /// What each chapter with blocks gets.
    pub delivery: &'b Delivery,
    /// The questions of the whole book; only those chapters need them that list them.
    pub questions: &'c [ChapterQuestions],
    /// What is proved of the chapter's outputs; only books need it that show it.
    pub proved: &'c ProvedOutputs,
}

/// Which outputs of a chapter are proved, each with what ran its program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProvedOutputs {
    /// The tools as readers know them, by the byte of the chapter where the output's fence begins.
    tools: BTreeMap<usize, Vec<String>>,
}

impl ProvedOutputs {
    /// Takes note that `output` is proved. The `tools` that ran its program are what readers call
    /// them: `Python 3.12`.
    pub fn add(&mut self, output: &Output, tools: Vec<String>) {
        self.tools.insert(output.place.span.start, tools);
    }

    /// What ran the program of `output`; nothing where it is not proved.
    pub(crate) fn tools(&self, output: &Output) -> Option<&[String]> {
        self.tools.get(&output.place.span.start).map(Vec::as_slice)
    }
}
