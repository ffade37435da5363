//! A whole book: read, run, judged.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::rc::Rc;

use anyhow::Result;

use crate::book::Directory;
use crate::book::directory::reason;
use crate::diagnostic::{Diagnostic, Level, files as mistakes};
use crate::preprocessor::{BookLessons, ChapterLessons, Preparation, lessons};
use crate::report::{Document, Origin};

use super::accept::Acceptance;
use super::found::FoundInBook;
use super::gathering::{ChosenProgram, Gathered, Selection, gather};
use super::outcome::{AcceptedIn, Event, ProgramName, Verified};
use super::outfits::{Circumstances, Outfits};
use super::process::{Stop, end_escaped};
use super::proving::{Manner, Proving};
use super::report::plan;
use super::shown::shown;
use super::workplace::Workplace;

/// Runs the programs of `book` that are in `selection`, and tells of each as it is done.
///
/// # Errors
///
/// The book has programs and none that was asked for, the configuration cannot be read, or no
/// directory can be made for programs.
pub fn verify(
    book: &Directory,
    selection: &Selection,
    circumstances: &Circumstances,
    manner: &Manner,
    stop: &Stop,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Verified> {
    let preparation = Preparation::new(&book.context()?);
    let config = preparation.config();
    let read = lessons(book, &preparation);
    let Gathered { mut chosen, programs, is_whole, unselected, questions, findings } =
        gather(&read.chapters, selection, &preparation)?;
    let mut found = FoundInBook::default();
    let mut is_runnable = true;
    if let (Some(toml), mistakes) = preparation.mistakes_in_settings()
        && !mistakes.is_empty()
    {
        // What runs programs, and what keeps things from them, is not what somebody meant.
        (chosen, is_runnable) = (Vec::new(), false);
        found.add(toml.clone(), mistakes);
    }
    if let Some((document, mistake)) = &preparation.proofs.mistake {
        // What is proved by it would be lost.
        (chosen, is_runnable) = (Vec::new(), false);
        found.add(document.clone(), [mistake.clone()]);
    }
    let has_all = is_whole && read.is_whole && is_runnable;
    let workplace = Workplace::new()?;
    let outfits = Outfits::find(config, &chosen, circumstances, &workplace, Some(stop))?;
    let filters = &config.verify.filters;
    let (chosen, outfits, workplace) = (&*chosen, &outfits, &workplace);
    let levels = preparation.levels();
    let proving = Proving { chosen, outfits, workplace, stop, manner, filters, levels };
    let results = proving.prove(tell);
    end_escaped();
    let accepted = accepted(&read, chosen, &results.accepted);
    let mut shown = shown(chosen, &results, config);
    shown.update.programs = programs;
    shown.update.prunes = manner.prunes && selection.is_all() && has_all && !stop.is_asked();
    found.add_in_chapters(&read.chapters, findings.into_iter().chain(results.findings));
    found.findings.retain(|found| preparation.levels().of(found.diagnostic.code) != Level::Allow);
    let summary = Origin::File(book.src.join("SUMMARY.md"));
    found.add(Document::new(summary, &book.summary, None), unread(book, &read));
    if manner.is_locked {
        found.add_outdated(&shown.update, preparation.proofs.known());
    }
    Ok(Verified {
        outcomes: results.outcomes,
        report: found.into_report(preparation.earlier.clone()),
        enforced: results.enforced,
        is_open: outfits.are_open(),
        questions,
        unselected,
        is_stopped: stop.is_asked(),
        accepted,
        shown,
        has_unreadable_lock: preparation.proofs.mistake.is_some(),
    })
}

/// The outputs of `chosen` programs that are to be written down, in the order of the book.
fn accepted(
    read: &BookLessons<'_>,
    chosen: &[ChosenProgram<'_>],
    acceptances: &BTreeMap<usize, Acceptance>,
) -> Vec<AcceptedIn> {
    let mut texts: BTreeMap<usize, Rc<str>> = BTreeMap::new();
    let mut accepted = Vec::new();
    for (number, acceptance) in acceptances {
        let ChosenProgram { chapter, subject, file, .. } = &chosen[*number];
        let ChapterLessons { lessons, document, .. } = &read.chapters[*chapter];
        let text = texts.entry(*chapter).or_insert_with(|| Rc::from(&*lessons.text));
        for output in &acceptance.outputs {
            let (origin, line, _) = document.place(&(output.fence..output.fence));
            accepted.push(AcceptedIn {
                subject: ProgramName { origin: origin.clone(), line, ..subject.clone() },
                chapter: file.clone(),
                program: *number,
                read: Rc::clone(text),
                output: output.clone(),
            });
        }
    }
    accepted
}

/// What `verify` would run, with every command, directory, environment and limit, and without
/// running anything: tools are looked for, and not asked.
///
/// # Errors
///
/// As for [`verify`].
pub fn plan(
    book: &Directory,
    selection: &Selection,
    circumstances: &Circumstances,
    here: Option<&Path>,
) -> Result<String> {
    let preparation = Preparation::new(&book.context()?);
    let config = preparation.config();
    let read = lessons(book, &preparation);
    let gathered = gather(&read.chapters, selection, &preparation)?;
    let (chosen, workplace) = (&gathered.chosen, Workplace::new()?);
    let outfits = Outfits::find(config, chosen, circumstances, &workplace, None)?;
    Ok(plan::text(chosen, &outfits, here))
}

/// The chapters that cannot be read, but for those that mdBook makes.
fn unread(book: &Directory, read: &BookLessons<'_>) -> Vec<Diagnostic> {
    let is_made = |error: &Error| error.kind() == ErrorKind::NotFound && book.creates_missing();
    let unread = read.unread.iter().filter(|unread| !is_made(&unread.error));
    let told = unread.map(|unread| {
        let (place, path) = (unread.chapter.link.clone(), &unread.chapter.source_path);
        mistakes::unreadable_chapter(place, &path.to_string_lossy(), &reason(&unread.error))
    });
    told.collect()
}
