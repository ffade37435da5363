//! The chapters of a book in its directory, each as a build has it when it comes to us.
//!
//! All files are read before the first chapter is given: a word that one of them fences with
//! backticks is no slip in any other.

use std::io;
use std::path::PathBuf;

use crate::book::includes::Resolved;
use crate::book::{ChapterFile, ChapterId, Directory};
use crate::chapter::{self, Lessons, Reading};
use crate::diagnostic::{Diagnostic, files as mistakes};
use crate::report::{Document, Origin};

use super::preparation::Preparation;
use super::run::Run;

/// A chapter in its file, with its links resolved.
#[derive(Debug)]
pub struct ChapterText<'b> {
    /// Which one it is.
    pub chapter: &'b ChapterFile,
    /// Where its file is.
    pub path: PathBuf,
    /// What is in its file.
    pub own: String,
    /// The same with what its links bring; nothing where it has none.
    pub resolved: Option<Resolved>,
}

/// A chapter whose file cannot be read.
#[derive(Debug)]
pub struct UnreadChapter<'b> {
    /// Which one it is.
    pub chapter: &'b ChapterFile,
    /// Where its file should be.
    pub path: PathBuf,
    /// Why it cannot be read.
    pub error: io::Error,
}

impl ChapterText<'_> {
    /// The text that is read.
    pub fn text(&self) -> &str {
        self.resolved.as_ref().map_or(&self.own, |resolved| &resolved.text)
    }

    /// Where each byte of that stands in the files of the book.
    pub fn document(&self) -> Document {
        match &self.resolved {
            Some(resolved) => Document::resolved(self.path.clone(), &self.own, resolved),
            None => Document::new(Origin::File(self.path.clone()), &self.own, None),
        }
    }

    /// The links of the chapter's file that bring nothing, and that file, where there are some.
    pub fn missing_includes(&self) -> Option<(Document, Vec<Diagnostic>)> {
        let missing = &self.resolved.as_ref()?.missing;
        let found = missing.iter().map(|link| {
            mistakes::missing_include(link.range.clone(), &link.path, link.why.as_deref())
        });
        let file = || Document::new(Origin::File(self.path.clone()), &self.own, None);
        (!missing.is_empty()).then(|| (file(), found.collect()))
    }

    /// The lessons of the chapter, and where they stand.
    fn into_lessons(self, reading: &Reading) -> ChapterLessons {
        let document = self.document();
        let missing = self.missing_includes();
        let text = self.resolved.map_or(self.own, |resolved| resolved.text);
        let id = self.chapter.id();
        ChapterLessons {
            name: id.name.to_owned(),
            path: id.path.to_owned(),
            file: self.chapter.source_path.to_string_lossy().replace('\\', "/"),
            lessons: chapter::read(text, reading),
            document,
            missing,
        }
    }
}

/// The chapters of `book` in their order, of which `run` learns what it has to know before it reads
/// the first. Links are resolved as each is asked for.
pub fn chapters<'b>(
    book: &'b Directory,
    run: &mut Run<'_>,
) -> impl Iterator<Item = Result<ChapterText<'b>, UnreadChapter<'b>>> + use<'b> {
    let texts: Vec<_> = book.chapters.iter().map(|chapter| book.read(chapter)).collect();
    texts.iter().flatten().for_each(|text| run.learn(text));
    book.chapters.iter().zip(texts).map(|(chapter, text)| {
        let path = book.file(chapter);
        match text {
            Ok(own) => {
                let resolved = book.resolved(chapter, &own);
                Ok(ChapterText { chapter, path, own, resolved })
            }
            Err(error) => Err(UnreadChapter { chapter, path, error }),
        }
    })
}

/// The lessons of a chapter, and where they stand in the files of its book.
#[derive(Debug)]
pub struct ChapterLessons {
    /// Its title.
    pub name: String,
    /// Its place in the book.
    pub path: String,
    /// Its file, relative to the directory of the chapters, with slashes.
    pub file: String,
    /// Its lessons.
    pub lessons: Lessons<'static>,
    /// Where their places are.
    pub document: Document,
    /// The links of its file that bring nothing, and that file, where there are some.
    pub missing: Option<(Document, Vec<Diagnostic>)>,
}

impl ChapterLessons {
    /// Which chapter it is.
    pub fn id(&self) -> ChapterId<'_> {
        ChapterId { name: &self.name, path: &self.path, source_path: Some(&self.file) }
    }
}

/// The lessons of a book.
#[derive(Debug, Default)]
pub struct BookLessons<'b> {
    /// Those of each chapter that has blocks.
    pub chapters: Vec<ChapterLessons>,
    /// The chapters that cannot be read.
    pub unread: Vec<UnreadChapter<'b>>,
    /// Whether all chapters are there, with all that their links bring.
    pub is_whole: bool,
}

/// The lessons of `book`, of which `preparation` is.
pub fn lessons<'b>(book: &'b Directory, preparation: &Preparation) -> BookLessons<'b> {
    let mut run = Run::new(preparation);
    let mut found = BookLessons { is_whole: true, ..BookLessons::default() };
    for chapter in chapters(book, &mut run) {
        match chapter {
            Ok(text) => {
                let read = text.into_lessons(run.reading());
                found.is_whole &= read.missing.is_none();
                found.chapters.extend(Some(read).filter(|read| !read.lessons.blocks.is_empty()));
            }
            Err(unread) => {
                found.unread.push(unread);
                found.is_whole = false;
            }
        }
    }
    found
}
