//! A book in its directory, read and not built: what is wrong with it, in its own files.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Result;

use crate::book::directory::{ChapterFile, Directory, reason};
use crate::book::{Scope, plain};
use crate::chapter::Lessons;
use crate::diagnostic::{Diagnostic, Level, files as mistakes, proofs};
use crate::lint::lint;
use crate::preprocessor::{BookProofs, ChapterText, Preparation, Run, UnreadChapter, chapters};
use crate::proof::{ProgramPlace, ProofHash};
use crate::report::{Document, Origin, Report};

/// Checks `book`, file by file and line by line.
///
/// # Errors
///
/// Where the directory of the chapters cannot be listed.
pub fn check(book: &Directory, scope: &Scope) -> Result<Report> {
    let preparation = Preparation::new(&book.context()?);
    let mut run = Run::new(&preparation);
    let (mut brought, mut programs, mut is_whole) = (Vec::new(), Vec::new(), true);
    for chapter in chapters(book, &mut run) {
        match chapter {
            Ok(text) => {
                let read = read(&mut run, text, &preparation);
                brought.extend(read.brought);
                programs.extend(read.programs);
                is_whole &= read.is_right;
            }
            Err(unread) => {
                missing(book, &mut run, &unread);
                is_whole = false;
            }
        }
    }
    unlisted(book, &mut run, &brought)?;
    if is_whole {
        unneeded(&preparation, &mut run, &programs);
    }
    let mut report = run.report();
    report.deny(|code| preparation.levels().of(code) == Level::Deny);
    report.unseen = preparation.earlier.clone();
    report.sort();
    report.merge();
    report.keep(|origin| match origin {
        Origin::File(path) => scope.has(path),
        Origin::Chapter(_) => true,
    });
    Ok(report)
}

/// What is known of a chapter that was read.
struct ReadChapter {
    /// The files that it includes.
    brought: Vec<PathBuf>,
    /// What the proofs of its programs are looked up by.
    programs: Vec<ProgramPlace>,
    /// Whether there is no mistake in it that may hide a program.
    is_right: bool,
}

/// Reads a chapter, and takes what is found in it.
fn read(run: &mut Run<'_>, chapter: ChapterText<'_>, preparation: &Preparation) -> ReadChapter {
    let lessons = run.read_from(chapter.chapter.id(), chapter.text(), |_| chapter.document());
    find_lints(run, &lessons, || chapter.document());
    if let Some((file, found)) = chapter.missing_includes() {
        run.find_in(file, found);
    }
    // They are compared with nothing where there is no file of proofs.
    let programs = match preparation.proofs.lock {
        Some(_) => preparation.programs(chapter.chapter.id(), &lessons).0,
        None => Vec::new(),
    };
    let is_right = !lessons.diagnostics.iter().any(Diagnostic::is_error)
        && chapter.missing_includes().is_none()
        && programs.iter().all(|(program, _)| program.hash.is_some());
    let programs = programs.iter().filter_map(|(program, _)| program.place()).collect();
    let files = chapter.resolved.map(|resolved| resolved.files).unwrap_or_default();
    let brought = files.into_iter().map(|file| plain(&file.path)).collect();
    ReadChapter { brought, programs, is_right }
}

/// Finds proofs that none of `programs` needs, which are all of the book, and that are not those of
/// programs which have changed.
fn unneeded(preparation: &Preparation, run: &mut Run<'_>, programs: &[ProgramPlace]) {
    let BookProofs { lock: Some(lock), document: Some(document), .. } = &preparation.proofs else {
        return;
    };
    let needed: HashSet<ProofHash> = programs.iter().map(|program| program.hash).collect();
    let is_unproved = |program: &&ProgramPlace| lock.find(program.hash).is_none();
    let unproved = programs.iter().filter(is_unproved);
    let here: HashSet<(&str, &str)> = unproved.map(|program| (&*program.at, program.run)).collect();
    let unneeded = lock.proofs().filter(|proof| {
        !needed.contains(&proof.hash) && !here.contains(&(&*proof.at, &*proof.run))
    });
    let found = unneeded.map(|proof| proofs::unneeded_proof(proof.place.clone(), &proof.at));
    let found: Vec<_> = found.filter(|found| run.tells(found.code)).collect();
    if !found.is_empty() {
        run.find_in(document.clone(), found);
    }
}

/// Takes what is against good practice in `lessons`, whose text is that of `document`.
fn find_lints(run: &mut Run<'_>, lessons: &Lessons<'_>, document: impl FnOnce() -> Document) {
    let found: Vec<_> = lint(lessons).into_iter().filter(|found| run.tells(found.code)).collect();
    if !found.is_empty() {
        run.find_in(document(), found);
    }
}

/// Says that a chapter cannot be read.
fn missing(book: &Directory, run: &mut Run<'_>, unread: &UnreadChapter<'_>) {
    let UnreadChapter { chapter, error, .. } = unread;
    let path = chapter.source_path.to_string_lossy();
    let place = chapter.link.clone();
    let found = if error.kind() == ErrorKind::NotFound && book.creates_missing() {
        mistakes::missing_chapter(place, &path)
    } else {
        mistakes::unreadable_chapter(place, &path, &reason(error))
    };
    let summary = Origin::File(book.src.join("SUMMARY.md"));
    run.find_in(Document::new(summary, &book.summary, None), [found]);
}

/// Finds files with lessons that are neither chapters nor `brought` by one.
fn unlisted(book: &Directory, run: &mut Run<'_>, brought: &[PathBuf]) -> Result<()> {
    for file in book.unlisted()? {
        let chapter = ChapterFile::unlisted(file);
        let path = book.file(&chapter);
        if brought.contains(&path) {
            continue;
        }
        let Ok(text) = book.read(&chapter) else { continue };
        if run.has_blocks_in(&text) {
            let found = mistakes::unlisted_chapter(&chapter.source_path.to_string_lossy());
            run.find_in(Document::new(Origin::File(path), &text, None), [found]);
        }
    }
    Ok(())
}
