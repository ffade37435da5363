//! A book in its directory, read and not built: what is wrong with it, in its own files.

use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Result;

use crate::book::directory::{ChapterFile, Directory, reason};
use crate::book::{Scope, plain};
use crate::chapter::Lessons;
use crate::diagnostic::{Level, files as mistakes};
use crate::lint::lint;
use crate::preprocessor::{ChapterText, Preparation, Run, UnreadChapter, chapters};
use crate::report::{Document, Origin, Report};

/// Checks `book`, file by file and line by line.
///
/// # Errors
///
/// Where the directory of the chapters cannot be listed.
pub fn check(book: &Directory, scope: &Scope) -> Result<Report> {
    let preparation = Preparation::new(&book.context()?);
    let mut run = Run::new(&preparation);
    let mut brought = Vec::new();
    for chapter in chapters(book, &mut run) {
        match chapter {
            Ok(text) => brought.extend(read(&mut run, text)),
            Err(unread) => missing(book, &mut run, &unread),
        }
    }
    unlisted(book, &mut run, &brought)?;
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

/// Reads a chapter, and gives the files that it includes.
fn read(run: &mut Run<'_>, chapter: ChapterText<'_>) -> Vec<PathBuf> {
    let lessons = run.read_from(chapter.chapter.id(), chapter.text(), |_| chapter.document());
    find_lints(run, &lessons, || chapter.document());
    if let Some((file, found)) = chapter.missing_includes() {
        run.find_in(file, found);
    }
    let Some(resolved) = chapter.resolved else { return Vec::new() };
    resolved.files.into_iter().map(|file| plain(&file.path)).collect()
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
