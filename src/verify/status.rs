//! What is known of the programs of a book, without running them.

use anyhow::Result;

use crate::book::Directory;
use crate::preprocessor::{Preparation, lessons};
use crate::proof::ProofState;
use crate::report::Report;

use super::gathering::{Selection, gather};
use super::outcome::ProgramName;

/// What is known of programs, or what is wrong with the file of proofs.
pub type BookStatus = Result<Vec<(ProgramName, ProofState)>, Report>;

/// What is known of the programs of `book` that are in `selection`, in the order of the book.
///
/// # Errors
///
/// The book has programs and none that was asked for, or its configuration cannot be read.
pub fn status(book: &Directory, selection: &Selection) -> Result<BookStatus> {
    let preparation = Preparation::new(&book.context()?);
    if let Some((document, mistake)) = &preparation.proofs.mistake {
        return Ok(Err(Report::of(document.clone(), mistake.clone())));
    }
    let read = lessons(book, &preparation);
    let gathered = gather(&read.chapters, selection, &preparation)?;
    let known = gathered.chosen.into_iter().map(|program| (program.subject, program.state));
    Ok(Ok(known.collect()))
}
