//! The JSON of a book in, the same with its blocks expanded out, chapter by chapter.

use std::borrow::Cow;
use std::ops::Range;

use anyhow::Result;

use crate::book::json_text::edits_in_json;
use crate::book::protocol;
use crate::chapter::{self, ChapterQuestions, Lessons};
use crate::report::Report;
use crate::splice::Edits;

use super::preparation::Preparation;
use super::run::Run;

/// The JSON of the book in `input` with its blocks expanded, given to `write` piece by piece, and
/// what was found in it.
///
/// Chapters are given away as they finish. Where mistakes stop the build, that ends at the first of
/// them, and what was given away by then is worth nothing.
///
/// # Errors
///
/// Where the input is not mdBook's, and where `write` fails.
pub fn expand_json(input: &str, mut write: impl FnMut(&str) -> Result<()>) -> Result<Report> {
    let input = protocol::parse(input)?;
    let book = Preparation::new(&input.context);
    let mut run = Run::new(&book);
    let mut out = Outgoing { edits: Edits::new(input.book), held: Vec::new() };
    let mut is_first = true;
    for chapter in &input.chapters {
        if !run.may_open_a_block(chapter.json()) {
            continue;
        }
        if std::mem::take(&mut is_first) {
            run.learn_json(input.book);
        }
        let lessons = run.read(chapter.id(), chapter.text()?);
        if !run.is_stopped {
            out.take(chapter, lessons, &book);
            out.edits.flush(&mut write)?;
        }
    }
    out.release(&book, &run.questions);
    if !run.is_stopped {
        out.edits.finish(&mut write)?;
    }
    Ok(run.report_of_build())
}

/// A book on its way out.
struct Outgoing<'i, 'b> {
    /// What is to be changed in its JSON, as far as that is known.
    edits: Edits<'i, 'b>,
    /// The chapters that cannot be given away yet: the first one that lists the questions of all
    /// others, and whatever comes behind it.
    held: Vec<Held<'i, 'b>>,
}

/// A chapter that is held back.
enum Held<'i, 'b> {
    /// It lists the questions of the whole book.
    Lessons(&'i protocol::Chapter<'i>, Lessons<'i>),
    /// It is written, but one before it is not.
    Edits(Vec<JsonEdit<'b>>),
}

/// A byte range of the book's JSON, and what comes there.
type JsonEdit<'b> = (Range<usize>, Cow<'b, str>);

impl<'i: 'b, 'b> Outgoing<'i, 'b> {
    /// Takes the next chapter, and writes it where it depends on no other.
    fn take(
        &mut self,
        chapter: &'i protocol::Chapter<'i>,
        lessons: Lessons<'i>,
        book: &'b Preparation,
    ) {
        if lessons.lists_questions() {
            return self.held.push(Held::Lessons(chapter, lessons));
        }
        let written = written(chapter, &lessons, &[], book);
        match self.held.is_empty() {
            true => self.give(written),
            false => self.held.push(Held::Edits(written)),
        }
    }

    /// Writes the chapters that waited for the `questions` of all others.
    fn release(&mut self, book: &'b Preparation, questions: &[ChapterQuestions]) {
        for held in std::mem::take(&mut self.held) {
            self.give(match held {
                Held::Edits(written) => written,
                Held::Lessons(chapter, lessons) => written(chapter, &lessons, questions, book),
            });
        }
    }

    fn give(&mut self, written: Vec<JsonEdit<'b>>) {
        written.into_iter().for_each(|(range, json)| self.edits.replace(range, json));
    }
}

/// The lessons of `chapter` as edits of the JSON of the book.
fn written<'b>(
    chapter: &protocol::Chapter<'_>,
    lessons: &Lessons<'_>,
    questions: &[ChapterQuestions],
    book: &'b Preparation,
) -> Vec<JsonEdit<'b>> {
    let proved = book.proved_in(chapter.id(), lessons);
    let writing = &book.writing(chapter.id().path, questions, &proved);
    let start = chapter.range.start;
    let edits = edits_in_json(chapter.json(), chapter::edits(lessons, writing)).into_iter();
    edits.map(|(range, json)| (start + range.start..start + range.end, json)).collect()
}
