//! What is known of the programs of a book, without running them.

use anyhow::{Result, bail};

use crate::book::Directory;
use crate::preprocessor::{Preparation, lessons};
use crate::proof::ProofState;

use super::gathering::{Selection, gather};
use super::outcome::ProgramName;

/// What is known of the programs of `book` that are in `selection`, in the order of the book.
///
/// # Errors
///
/// The book has programs and none that was asked for, or its configuration or its file of proofs
/// cannot be read.
pub fn status(book: &Directory, selection: &Selection) -> Result<Vec<(ProgramName, ProofState)>> {
    let preparation = Preparation::new(&book.context()?);
    if let Some((_, mistake)) = &preparation.proofs.mistake {
        bail!("{}", mistake.message);
    }
    let read = lessons(book, &preparation);
    let lock = preparation.proofs.lock.clone().unwrap_or_default();
    let config = preparation.config();
    let gathered = gather(&read.chapters, selection, config, (&book.root, &lock))?;
    let of_chapters: Vec<Vec<ProofState>> = read
        .chapters
        .iter()
        .map(|chapter| {
            let programs = preparation.programs(chapter.id(), &chapter.lessons);
            programs.into_iter().map(|(_, state)| state).collect()
        })
        .collect();
    let chosen = gathered.chosen.into_iter();
    let known = chosen.map(|program| {
        let state = of_chapters[program.chapter].get(program.number).cloned();
        (program.subject, state.unwrap_or(ProofState::Never))
    });
    Ok(known.collect())
}
