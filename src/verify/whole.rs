//! A whole book: read, run, judged.

use std::path::Path;

use anyhow::Result;

use crate::book::Directory;
use crate::book::directory::reason;
use crate::chapter::OnError;
use crate::diagnostic::{Diagnostic, files as mistakes};
use crate::preprocessor::{BookLessons, Preparation, lessons};
use crate::report::{Document, Finding, Origin, Report};

use super::gathering::{Gathered, Selection, gather};
use super::outcome::{Event, Verified};
use super::outfits::{Circumstances, Outfits};
use super::process::{Stop, end_escaped};
use super::proving::{Manner, Proving};
use super::report::plan;
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
    let Gathered { chosen, unselected, questions, mut findings } =
        gather(&read.chapters, selection, config)?;
    let workplace = Workplace::new()?;
    let outfits =
        Outfits::find((config, &book.root), &chosen, circumstances, &workplace, Some(stop))?;
    let proving = Proving {
        chosen: &chosen,
        outfits: &outfits,
        workplace: &workplace,
        stop,
        manner,
        filters: &config.verify.filters,
    };
    let results = proving.prove(tell);
    end_escaped();
    findings.extend(results.findings);
    let findings = findings.into_iter().map(|(chapter, found)| (Some(chapter), found));
    let findings = findings.chain(unread(&read).map(|found| (None, found)));
    Ok(Verified {
        outcomes: results.outcomes,
        report: report(book, &read, findings.collect(), preparation.earlier.clone()),
        enforced: results.enforced,
        questions,
        unselected,
        is_stopped: stop.is_asked(),
    })
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
    let gathered = gather(&read.chapters, selection, config)?;
    let (chosen, workplace) = (&gathered.chosen, Workplace::new()?);
    let outfits = Outfits::find((config, &book.root), chosen, circumstances, &workplace, None)?;
    Ok(plan::text(chosen, &outfits, here))
}

/// The chapters that cannot be read.
fn unread(read: &BookLessons<'_>) -> impl Iterator<Item = Diagnostic> {
    read.unread.iter().map(|unread| {
        let (place, path) = (unread.chapter.link.clone(), &unread.chapter.source_path);
        mistakes::unreadable_chapter(place, &path.to_string_lossy(), &reason(&unread.error))
    })
}

/// What was found, each in the chapter of its number, or else in `SUMMARY.md`.
fn report(
    book: &Directory,
    read: &BookLessons<'_>,
    findings: Vec<(Option<usize>, Diagnostic)>,
    unseen: Vec<String>,
) -> Report {
    let summary = Origin::File(book.src.join("SUMMARY.md"));
    let mut documents: Vec<Document> =
        read.chapters.iter().map(|chapter| chapter.document.clone()).collect();
    documents.push(Document::new(summary, &book.summary, None));
    let last = documents.len() - 1;
    let findings = findings.into_iter().map(|(chapter, diagnostic)| Finding {
        diagnostic,
        document: Some(chapter.unwrap_or(last)),
    });
    let findings = findings.collect();
    let mut report =
        Report { findings, documents, on_error: OnError::Fail, unseen, is_not_run: false };
    report.sort();
    report.merge();
    report
}
