//! What is known of a book before its first chapter, and its chapters one after the other.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::PathBuf;

use semver::{Version, VersionReq};

use crate::book::includes::included;
use crate::book::{ChapterId, Context};
use crate::book_toml::BookToml;
use crate::chapter::{
    self, Assets, ChapterQuestions, Delivery, Dialect, Lessons, OnError, ProvedOutputs, Reading,
    Target, Translation, Writing,
};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Level, Levels, Span, settings as mistakes};
use crate::file;
use crate::linked;
use crate::order;
use crate::report::{Document, Finding, Origin, Report};

use super::proofs::BookProofs;
use super::unproved::shortened;

/// The mdBook versions that this crate is tested with.
const TESTED: [&str; 2] = ["~0.4.40", "~0.5.0"];

/// The same in words.
pub const TESTED_ENGINES: &str = "0.4.40 to 0.4.52 and 0.5";

/// The renderer whose pages are HTML.
const HTML: &str = "html";

/// The renderer that collects the messages of a book, and the preprocessor that looks them up.
const XGETTEXT: &str = "xgettext";
const GETTEXT: &str = "gettext";

/// All that is known of a book before its first chapter.
#[derive(Debug)]
pub struct Preparation {
    pub(super) config: Config,
    target: Target,
    translation: Translation,
    delivery: Delivery,
    pub(super) root: PathBuf,
    findings: Vec<Finding>,
    /// What is only worth saying where there are blocks; it comes first.
    if_blocks: Vec<Finding>,
    toml: Option<Document>,
    /// What has been proved of it.
    pub(crate) proofs: BookProofs,
    /// The preprocessors that run before this one in a build.
    pub(crate) earlier: Vec<String>,
    /// Whether the book has mdBook run this one.
    is_run: bool,
}

impl Preparation {
    /// Prepares for what mdBook says about the book.
    pub fn new(context: &Context) -> Self {
        let path = context.root.join("book.toml");
        let text = file::read(&path).ok();
        let toml = BookToml::new(context.config.clone(), text);
        let (mut config, found) = config::read(&toml);
        let (target, translation) = target(&context.renderer, &toml);
        let mut early = Vec::from_iter(order::check(&toml, &context.renderer));
        early.extend(missing_labels(&config, &toml));
        if context.renderer == HTML && config.settings.assets == Assets::Linked {
            early.extend(linked::check(&context.root, &toml));
        }
        let (dialect, warning) = engine(&context.mdbook_version, config.reading.dialect);
        config.reading.dialect = dialect;
        let earlier = order::all_earlier(&toml, &context.renderer).into_iter().map(str::to_owned);
        let earlier = earlier.collect();
        let document = toml.text().map(|text| Document::new(Origin::File(path), text, None));
        let number = document.as_ref().map(|_| 0);
        let early = early.into_iter().map(in_document(number));
        Preparation {
            delivery: Delivery::new(&config.settings),
            config,
            target,
            translation,
            root: context.root.clone(),
            findings: found.into_iter().map(in_document(number)).collect(),
            if_blocks: warning.into_iter().map(in_document(None)).chain(early).collect(),
            is_run: toml.value(&["preprocessor", "predict"]).is_some(),
            toml: document,
            proofs: BookProofs::read(&context.root),
            earlier,
        }
    }

    /// What the book is set to.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// `book.toml`, and the mistakes in it.
    pub(crate) fn mistakes_in_settings(&self) -> (Option<&Document>, Vec<Diagnostic>) {
        let found = self.findings.iter().map(|found| &found.diagnostic);
        (self.toml.as_ref(), found.filter(|found| found.is_error()).cloned().collect())
    }

    /// What the book makes of warnings and lints.
    pub(crate) fn levels(&self) -> &Levels {
        &self.config.levels
    }

    fn document(&self, id: ChapterId<'_>, text: &str) -> Document {
        let Some(source_path) = id.source_path else {
            return Document::new(Origin::Chapter(id.name.to_owned()), text, None);
        };
        let path = self.root.join(&self.config.src).join(source_path);
        let on_disk = file::read(&path).ok();
        let files = on_disk.as_deref().map(|file| included(&path, file)).unwrap_or_default();
        Document::new(Origin::File(path), text, on_disk.as_deref()).with_included(&files)
    }

    /// The place of `span` as a page shows it: the file as seen from the book's directory, with
    /// line and column.
    fn place(&self, document: &Document, span: &Span) -> String {
        let (origin, line, column) = document.place(span);
        let file = match origin {
            Origin::File(path) => path.strip_prefix(&self.root).unwrap_or(path).display(),
            Origin::Chapter(name) => return format!("{name}:{line}:{column}"),
        };
        format!("{}:{line}:{column}", file.to_string().replace('\\', "/"))
    }

    pub(super) fn writing<'c, 'b: 'c>(
        &'b self,
        path: &'c str,
        questions: &'c [ChapterQuestions],
        proved: &'c ProvedOutputs,
    ) -> Writing<'c, 'b> {
        Writing {
            path,
            target: self.target,
            translation: self.translation,
            dialect: self.config.reading.dialect,
            settings: &self.config.settings,
            delivery: &self.delivery,
            questions,
            proved,
        }
    }
}

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
            is_not_run: self.has_blocks && !self.book.is_run,
        }
    }
}

/// Makes findings of diagnostics that point into the document of this number, if into any.
fn in_document(document: Option<usize>) -> impl Fn(Diagnostic) -> Finding {
    move |diagnostic| Finding { diagnostic, document }
}

/// What kind of text a renderer gets, and what becomes of that text if the book is translated.
///
/// Messages are looked up in what readers get as HTML, so they are collected from the same.
fn target(renderer: &str, toml: &BookToml) -> (Target, Translation) {
    match renderer {
        HTML if order::runs(toml, GETTEXT, HTML) => (Target::Html, Translation::LookedUp),
        HTML => (Target::Html, Translation::None),
        XGETTEXT => (Target::Html, Translation::Collected),
        _ => (Target::Markdown, Translation::None),
    }
}

/// The warning about labels that the book's language has no words for.
fn missing_labels(config: &Config, toml: &BookToml) -> Option<Diagnostic> {
    let missing = config.settings.labels.missing();
    let span = || toml.value_span(&["book", "language"]);
    (!missing.is_empty()).then(|| mistakes::missing_labels(span(), &config.language, &missing))
}

/// The Markdown that the engine of this version reads, and a warning if it was not tested.
fn engine(version: &str, dialect: Dialect) -> (Dialect, Option<Diagnostic>) {
    let parsed = Version::parse(version).ok();
    let is_tested = |version: &Version| {
        TESTED
            .iter()
            .any(|range| VersionReq::parse(range).is_ok_and(|range| range.matches(version)))
    };
    let warning = (!parsed.as_ref().is_some_and(is_tested)).then(|| {
        let version = if version.is_empty() { "of an unknown version" } else { version };
        mistakes::untested_engine(version, TESTED_ENGINES)
    });
    let is_old = parsed.is_some_and(|version| version < Version::new(0, 5, 0));
    let old = Dialect { definition_lists: false, admonitions: false };
    (if is_old { old } else { dialect }, warning)
}

#[cfg(test)]
mod tests {
    use super::{Dialect, engine};

    #[test]
    fn the_engine_decides_what_markdown_is() {
        let dialect = Dialect::default();
        let of = |version| {
            let (dialect, warning) = engine(version, dialect);
            (dialect.definition_lists, warning.is_some())
        };
        assert_eq!(of("0.4.52"), (false, false));
        assert_eq!(of("0.5.4"), (true, false));
        assert_eq!(of("0.6.0"), (true, true));
        assert_eq!(of("?"), (true, true));
    }
}
