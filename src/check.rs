//! A book in its directory, read and not built: what is wrong with it, in its own files.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::book::directory::{ChapterFile, Directory, reason};
use crate::book::plain;
use crate::chapter::Lessons;
use crate::diagnostic::{Level, files as mistakes};
use crate::lint::lint;
use crate::preprocessor::{Preparation, Run};
use crate::report::{Document, Origin, Report};

/// What of a book is to be checked.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The files and directories that are reported on, as absolute paths; all where there is none.
    pub only: Vec<PathBuf>,
    /// A file whose text is not read from disk, as an absolute path, and its text.
    pub unsaved: Option<(PathBuf, String)>,
}

impl Scope {
    /// Whether the file at `path` is reported on.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| path.starts_with(only))
    }
}

/// Checks `book`, file by file and line by line.
///
/// # Errors
///
/// Where the directory of the chapters cannot be listed.
pub fn check(book: &Directory, scope: &Scope) -> Result<Report> {
    let preparation = Preparation::new(&book.context()?);
    let mut run = Run::new(&preparation);
    let mut brought = Vec::new();
    let texts: Vec<_> = book.chapters.iter().map(|chapter| text(book, scope, chapter)).collect();
    texts.iter().flatten().for_each(|text| run.learn(text));
    for (chapter, text) in book.chapters.iter().zip(texts) {
        match text {
            Ok(text) => brought.extend(read(book, &mut run, chapter, &text)),
            Err(error) => missing(book, &mut run, chapter, &error),
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

/// The text of `chapter`, as it is in its file or in the editor.
fn text(book: &Directory, scope: &Scope, chapter: &ChapterFile) -> std::io::Result<String> {
    match &scope.unsaved {
        Some((path, text)) if *path == book.file(chapter) => Ok(text.clone()),
        _ => book.read(chapter),
    }
}

/// Reads `chapter`, whose file holds `text`, and gives the files that it includes.
fn read(book: &Directory, run: &mut Run<'_>, chapter: &ChapterFile, text: &str) -> Vec<PathBuf> {
    let path = book.file(chapter);
    let Some(resolved) = book.resolved(chapter, text) else {
        let document = || Document::new(Origin::File(path.clone()), text, None);
        let lessons = run.read_from(chapter.id(), text, |_| document());
        find_lints(run, &lessons, document);
        return Vec::new();
    };
    let document = || Document::resolved(path.clone(), text, &resolved);
    let lessons = run.read_from(chapter.id(), resolved.text.as_str(), |_| document());
    find_lints(run, &lessons, document);
    if !resolved.missing.is_empty() {
        let found = resolved.missing.iter().map(|link| {
            let (place, why) = (link.range.clone(), link.why.as_deref());
            mistakes::missing_include(place, &link.path, why)
        });
        run.find_in(Document::new(Origin::File(path), text, None), found);
    }
    resolved.files.into_iter().map(|file| plain(&file.path)).collect()
}

/// Takes what is against good practice in `lessons`, whose text is that of `document`.
fn find_lints(run: &mut Run<'_>, lessons: &Lessons<'_>, document: impl FnOnce() -> Document) {
    let found: Vec<_> = lint(lessons).into_iter().filter(|found| run.tells(found.code)).collect();
    if !found.is_empty() {
        run.find_in(document(), found);
    }
}

/// Says that `chapter` cannot be read.
fn missing(book: &Directory, run: &mut Run<'_>, chapter: &ChapterFile, error: &std::io::Error) {
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
