//! The chapters of a book, one after the other.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::book::ChapterId;
use crate::chapter::{self, ChapterQuestions, Lessons, OnError, Reading};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::report::{Document, Finding, Report};

use super::preparation::{Preparation, in_document};
use super::unproved::shortened;

/// The expansion of one book: chapters are read one after the other, and each is written once
/// all is read that it depends on.
#[derive(Debug)]
pub struct Run<'p> {
    book: &'p Preparation,
    /// What reading a chapter depends on.
    reading: Reading,
    pub(super) questions: Vec<ChapterQuestions>,
    /// In the order in which they are to be read, each with whether it only counts where there are
    /// blocks.
    findings: Vec<(Finding, bool)>,
    /// The words of fences that the author has been told of.
    told: HashSet<String>,
    documents: Vec<Document>,
    has_blocks: bool,
    /// Whether a mistake was found that stops the build, so that nobody wants its text any more.
    pub(super) is_stopped: bool,
}

impl<'p> Run<'p> {
    /// Starts with the first chapter of a book.
    pub fn new(book: &'p Preparation) -> Self {
        let mut run = Run {
            book,
            reading: book.config.reading.clone(),
            questions: Vec::new(),
            findings: Vec::new(),
            told: HashSet::new(),
            documents: book.toml.iter().cloned().collect(),
            has_blocks: false,
            is_stopped: false,
        };
        run.note_errors(&book.findings);
        run.findings.extend(book.findings.iter().cloned().map(|found| (found, false)));
        run
    }

    /// What reading a chapter depends on.
    pub(crate) fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Takes note of the words that a chapter fences with backticks: no fence of tildes with one of
    /// them is suspicious.
    pub fn learn(&mut self, text: &str) {
        self.reading.vocabulary.fenced.extend(chapter::fenced_words(text));
    }

    /// The same for the JSON of all chapters.
    pub(super) fn learn_json(&mut self, json: &str) {
        let words = chapter::json_fenced_words(json, &self.reading.vocabulary);
        self.reading.vocabulary.fenced.extend(words);
    }

    fn note_errors(&mut self, findings: &[Finding]) {
        let stops = self.book.config.settings.on_error == OnError::Fail;
        self.is_stopped |= stops && findings.iter().any(|found| found.diagnostic.is_error());
    }

    /// Whether the text that is the JSON string `json` may have a block.
    pub(super) fn may_open_a_block(&self, json: &str) -> bool {
        chapter::json_may_open_a_block(json, &self.reading.vocabulary)
    }

    /// Whether `text` has blocks.
    pub(crate) fn has_blocks_in(&self, text: &str) -> bool {
        !chapter::read(text, &self.reading).blocks.is_empty()
    }

    /// Reads a chapter.
    pub fn read<'t>(&mut self, id: ChapterId<'_>, text: impl Into<Cow<'t, str>>) -> Lessons<'t> {
        let book = self.book;
        self.read_behind(id, text, &book.earlier, |text| book.document(id, text))
    }

    /// Reads a chapter whose text is what `document` makes of it, before anybody changes that.
    pub(crate) fn read_from<'t>(
        &mut self,
        id: ChapterId<'_>,
        text: impl Into<Cow<'t, str>>,
        document: impl FnOnce(&str) -> Document,
    ) -> Lessons<'t> {
        self.read_behind(id, text, &[], document)
    }

    /// Reads a chapter that `earlier` preprocessors may have changed.
    fn read_behind<'t>(
        &mut self,
        id: ChapterId<'_>,
        text: impl Into<Cow<'t, str>>,
        earlier: &[String],
        document: impl FnOnce(&str) -> Document,
    ) -> Lessons<'t> {
        let mut lessons = chapter::read(text, &self.reading);
        let labels = &self.book.config.settings.labels;
        let questions = chapter::questions(&lessons, id.path, labels);
        if !questions.is_empty() {
            let (name, path) = (id.name.to_owned(), id.path.to_owned());
            self.questions.push(ChapterQuestions { name, path, questions });
        }
        if !self.has_blocks && !lessons.blocks.is_empty() {
            self.has_blocks = true;
            self.note_errors(&self.book.if_blocks);
            if let Some((document, mistake)) = self.book.mistaken_lock() {
                self.find_in(document.clone(), [mistake.clone()]);
            }
        }
        let unproved = self.book.unproved_in(id, &lessons, earlier);
        self.take_findings(&mut lessons, unproved, document);
        lessons
    }

    /// Takes what was found in a chapter, in its order; what is `unproved` takes no block's place.
    fn take_findings(
        &mut self,
        lessons: &mut Lessons<'_>,
        unproved: Vec<Diagnostic>,
        document: impl FnOnce(&str) -> Document,
    ) {
        let strays = lessons.strays.iter().filter(|stray| self.told.insert(stray.word.clone()));
        let strays = strays.map(|stray| (&stray.diagnostic, stray.needs_blocks));
        let found = lessons.diagnostics.iter().chain(&unproved).map(|found| (found, false));
        let mut found: Vec<(&Diagnostic, bool)> = found.chain(strays).collect();
        if found.is_empty() {
            return;
        }
        found.sort_by_key(|(found, _)| found.span.as_ref().map(|span| span.start));
        let found = found.into_iter().map(|(found, needs_blocks)| (found.clone(), needs_blocks));
        let found: Vec<_> = found.collect();
        let document = document(&lessons.text);
        if self.book.config.settings.on_error == OnError::Show {
            lessons.locate(&|span| self.book.place(&document, span));
        }
        self.take_in(document, found);
    }

    /// Takes what was found in `document`.
    pub(crate) fn find_in(
        &mut self,
        document: Document,
        found: impl IntoIterator<Item = Diagnostic>,
    ) {
        self.take_in(document, found.into_iter().map(|found| (found, false)));
    }

    /// Takes what was found in `document`, each with whether it only counts where there are blocks.
    fn take_in(&mut self, document: Document, found: impl IntoIterator<Item = (Diagnostic, bool)>) {
        let in_document = in_document(Some(self.documents.len()));
        self.documents.push(document);
        for (found, needs_blocks) in found {
            let found = in_document(found);
            self.note_errors(std::slice::from_ref(&found));
            self.findings.push((found, needs_blocks));
        }
    }

    /// The text of a chapter with its lessons written out; nothing where it stays as it is.
    ///
    /// Where the chapter lists the questions of the book, all chapters are to be read first.
    pub fn write(&self, id: ChapterId<'_>, lessons: &Lessons<'_>) -> Option<String> {
        let proved = self.book.proved_in(id, lessons);
        chapter::write(lessons, &self.book.writing(id.path, &self.questions, &proved))
    }

    /// Whether the book wants to hear of what has this code.
    pub(crate) fn tells(&self, code: Code) -> bool {
        self.book.levels().of(code) != Level::Allow
    }

    /// Everything that is worth being told in a build.
    pub fn report_of_build(self) -> Report {
        let level = self.book.unproved();
        shortened(self.report(), level)
    }

    /// Everything that was found, in the order of the book, but for what it allows.
    pub fn report(self) -> Report {
        let findings = self.findings.into_iter();
        let findings = findings.filter(|(_, needs_blocks)| self.has_blocks || !needs_blocks);
        let early = self.book.if_blocks.iter().filter(|_| self.has_blocks).cloned();
        let findings = early.chain(findings.map(|(found, _)| found));
        let levels = self.book.levels();
        let is_told = |found: &Finding| levels.of(found.diagnostic.code) != Level::Allow;
        Report {
            findings: findings.filter(is_told).collect(),
            documents: self.documents,
            on_error: self.book.config.settings.on_error,
            unseen: Vec::new(),
            unnamed: 0,
            demands_proofs: self.book.unproved() == Level::Deny,
            is_not_run: self.has_blocks && !self.book.is_run,
        }
    }
}
