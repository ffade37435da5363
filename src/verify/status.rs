//! What is known of the programs of a book, without running them.

use anyhow::Result;

use crate::book::Directory;
use crate::preprocessor::{Preparation, lessons};
use crate::proof::ProofState;
use crate::report::Report;

use super::found::FoundInBook;
use super::gathering::{Selection, gather};
use super::outcome::ProgramName;

/// What is known of the programs of a book.
#[derive(Debug)]
pub struct BookStatus {
    /// Each program, in the order of the book; none where nobody knows.
    pub programs: Vec<(ProgramName, ProofState)>,
    /// What keeps others from being proved.
    pub report: Report,
}

impl BookStatus {
    /// Whether nothing is left to be proved.
    pub fn is_proved(&self) -> bool {
        self.report.errors() == 0 && !self.programs.iter().any(|(_, state)| state.is_unproved())
    }
}

/// What is known of the programs of `book` that are in `selection`.
///
/// # Errors
///
/// The book has programs and none that was asked for, or its configuration cannot be read.
pub fn status(book: &Directory, selection: &Selection) -> Result<BookStatus> {
    let preparation = Preparation::new(&book.context()?);
    let mut found = FoundInBook::default();
    if let Some((document, mistake)) = &preparation.proofs.mistake {
        found.add(document.clone(), [mistake.clone()]);
        return Ok(BookStatus { programs: Vec::new(), report: found.into_report(Vec::new()) });
    }
    let read = lessons(book, &preparation);
    let gathered = gather(&read.chapters, selection, &preparation)?;
    found.add_in_chapters(&read.chapters, gathered.findings);
    let known = gathered.chosen.into_iter().map(|program| (program.subject, program.state));
    Ok(BookStatus { programs: known.collect(), report: found.into_report(Vec::new()) })
}
