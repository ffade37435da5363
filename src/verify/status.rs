//! What is known of the programs of a book, without running them.

use anyhow::{Context as _, Result, bail};

use crate::book::Directory;
use crate::preprocessor::{Preparation, lessons};
use crate::proof::{Answer, Proof};

use super::gathering::{Selection, gather};
use super::outcome::ProgramName;

/// What is known of the programs of a book.
#[derive(Debug)]
pub struct BookStatus {
    /// Each program, in the order of the book.
    pub programs: Vec<(ProgramName, ProgramStatus)>,
}

/// What is known of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramStatus {
    /// It is proved.
    Proved(Proof),
    /// Its author does not want it to be run, for this reason.
    Skipped(String),
    /// It was proved when it was another one.
    Changed,
    /// Nobody has run it, as far as is known.
    Never,
}

impl BookStatus {
    /// Whether nothing is left to be proved.
    pub fn is_proved(&self) -> bool {
        self.programs.iter().all(|(_, status)| !status.is_unproved())
    }
}

impl ProgramStatus {
    /// Whether it is to be proved yet.
    pub fn is_unproved(&self) -> bool {
        matches!(self, ProgramStatus::Changed | ProgramStatus::Never)
    }
}

/// What is known of the programs of `book` that are in `selection`.
///
/// # Errors
///
/// The book has programs and none that was asked for, or its configuration or its file of proofs
/// cannot be read.
pub fn status(book: &Directory, selection: &Selection) -> Result<BookStatus> {
    let preparation = Preparation::new(&book.context()?);
    if let Some((_, mistake)) = &preparation.proofs.mistake {
        bail!("{}", mistake.message);
    }
    let read = lessons(book, &preparation);
    let lock = preparation.proofs.lock.clone().unwrap_or_default();
    let gathered = gather(&read.chapters, selection, preparation.config(), (&book.root, &lock))?;
    let mut programs = Vec::new();
    let answers: Vec<Vec<Answer<'_>>> = read
        .chapters
        .iter()
        .map(|chapter| {
            let answers = preparation.answers(chapter.id(), &chapter.lessons);
            answers.into_iter().map(|(_, answer)| answer).collect()
        })
        .collect();
    for program in gathered.chosen {
        let answer = answers[program.chapter].get(program.number);
        let status = match answer.context("every program has an answer")? {
            Answer::Proved(proof) => ProgramStatus::Proved((*proof).clone()),
            Answer::Skipped => {
                ProgramStatus::Skipped(program.trial.skip().unwrap_or_default().to_owned())
            }
            Answer::Changed(_) => ProgramStatus::Changed,
            Answer::Never => ProgramStatus::Never,
        };
        programs.push((program.subject, status));
    }
    Ok(BookStatus { programs })
}
