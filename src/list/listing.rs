//! A book as a list of its blocks, and what every listing says of one.

use std::collections::BTreeMap;

use crate::book::directory::reason;
use crate::chapter::lesson::{Block, Input, Predict, Prediction, Reply};
use crate::preprocessor::{BookLessons, ChapterLessons, Preparation};
use crate::proof::ProofState;
use crate::report::Origin;

/// The lessons of a book.
#[derive(Debug)]
pub struct Listing {
    pub(super) chapters: Vec<ListedChapter>,
    /// Whether the book has a file of proofs.
    pub(super) has_proofs: bool,
    /// The files of chapters that cannot be read, and why.
    pub(super) unread: Vec<(Origin, String)>,
}

impl Listing {
    /// All that there is.
    pub(super) fn of(lessons: BookLessons<'_>, preparation: &Preparation) -> Self {
        let unread = lessons.unread.into_iter();
        let unread = unread.map(|it| (Origin::File(it.path), reason(&it.error))).collect();
        let chapters = lessons.chapters.into_iter();
        let chapters = chapters.map(|chapter| ListedChapter::new(chapter, preparation)).collect();
        Listing { chapters, has_proofs: preparation.proofs.is_there(), unread }
    }
}

/// The lessons of a chapter, and what is proved of their programs.
#[derive(Debug)]
pub(super) struct ListedChapter {
    pub(super) lessons: ChapterLessons,
    /// By where their blocks begin.
    proofs: BTreeMap<usize, ListedProof>,
}

/// What is known of a program.
#[derive(Debug)]
pub(super) struct ListedProof {
    pub(super) state: ProofState,
    /// What its proof is looked up by.
    pub(super) hash: Option<String>,
}

impl ListedChapter {
    fn new(lessons: ChapterLessons, preparation: &Preparation) -> Self {
        let programs = preparation.programs(lessons.id(), &lessons.lessons).0.into_iter();
        let listed = programs.map(|(program, state)| {
            let hash = program.hash.map(|hash| hash.to_string());
            (program.trial.claim.block.place.span.start, ListedProof { state, hash })
        });
        let proofs = listed.collect();
        ListedChapter { lessons, proofs }
    }

    /// What is known of the program of `block`, if it has one that can be run.
    pub(super) fn proof(&self, block: &Block) -> Option<&ListedProof> {
        self.proofs.get(&block.place.span.start)
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
