//! A whole book: where the two entrances meet, the command and mdBook's `Preprocessor` trait.
//!
//! What is found comes back as a value; nothing is printed here.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use semver::{Version, VersionReq};

use crate::book::{Context, Place, protocol};
use crate::chapter::{
    self, Assets, ChapterQuestions, Delivery, Dialect, Lessons, Reading, Settings, Target, Writing,
};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, settings as mistakes};
use crate::linked;
use crate::order;
use crate::report::{Document, Finding, Origin, Report};
use crate::splice::Edits;

/// The mdBook versions that this crate is tested with.
const TESTED: [&str; 2] = ["~0.4.40", "~0.5.0"];

/// The renderer whose pages are HTML.
const HTML: &str = "html";

/// What becomes of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChapterOutcome {
    /// It stays as it is.
    Unchanged,
    /// It has this text.
    Changed(String),
    /// It lists what the whole book asks: [`Run::overview`] has its text once all chapters went
    /// through [`Run::chapter`].
    Waits,
}

/// The expansion of one book: chapters go through it one after the other.
#[derive(Debug)]
pub struct Run {
    reading: Reading,
    settings: Settings,
    delivery: Delivery,
    questions: Vec<ChapterQuestions>,
    root: PathBuf,
    src: String,
    /// In the order in which they are to be read.
    findings: Vec<Finding>,
    documents: Vec<Document>,
    /// What is only worth saying where there are blocks; it comes first.
    if_blocks: Vec<Finding>,
    has_blocks: bool,
}

impl Run {
    /// Starts with what mdBook says about the book.
    pub fn new(context: &Context) -> Self {
        let toml_text = std::fs::read_to_string(context.root.join("book.toml")).ok();
        let (config, found) = config::read(&context.config, toml_text.as_deref());
        let (engine, warning) = engine(&context.mdbook_version, config.dialect);
        let order = order::check(&context.config, &context.renderer, toml_text.as_deref());
        let missing = missing_labels(&config, toml_text.as_deref());
        let target = if context.renderer == HTML { Target::Html } else { Target::Markdown };
        let linked = if target == Target::Html && config.assets == Assets::Linked {
            linked::check(&context.root, &context.config, toml_text.as_deref())
        } else {
            Vec::new()
        };
        let file = Origin::File(context.root.join("book.toml"));
        let toml = toml_text.map(|text| Document::new(file, &text, None));
        let number = toml.as_ref().map(|_| 0);
        let settings = order.into_iter().chain(missing).chain(linked).map(in_document(number));
        let options = options(&config, engine, target);
        Run {
            reading: Reading { vocabulary: config.vocabulary.clone(), dialect: engine },
            delivery: Delivery::new(&options),
            settings: options,
            questions: Vec::new(),
            root: context.root.clone(),
            src: config.src,
            findings: found.into_iter().map(in_document(number)).collect(),
            documents: toml.into_iter().collect(),
            if_blocks: warning.into_iter().map(in_document(None)).chain(settings).collect(),
            has_blocks: false,
        }
    }

    /// Whether the text that is the JSON string `json` may have a block.
    fn may_open_a_block(&self, json: &str) -> bool {
        chapter::json_may_open_a_block(json, &self.reading.vocabulary)
    }

    /// What becomes of a chapter with this text.
    pub fn chapter(&mut self, place: Place<'_>, text: &str) -> ChapterOutcome {
        let lessons = chapter::read(text, &self.reading);
        self.questions.push(ChapterQuestions {
            name: place.name.to_owned(),
            path: place.path.to_owned(),
            questions: chapter::questions(&lessons, &self.settings.labels),
        });
        self.has_blocks |= !lessons.blocks.is_empty();
        if !lessons.diagnostics.is_empty() {
            let number = self.documents.len();
            self.documents.push(self.document(place, text));
            let found = lessons.diagnostics.iter().cloned();
            self.findings.extend(found.map(in_document(Some(number))));
        }
        if lessons.lists_questions() {
            return ChapterOutcome::Waits;
        }
        self.write(place, &lessons).map_or(ChapterOutcome::Unchanged, ChapterOutcome::Changed)
    }

    fn write(&self, place: Place<'_>, lessons: &Lessons<'_>) -> Option<String> {
        let writing = Writing {
            path: place.path,
            settings: &self.settings,
            delivery: &self.delivery,
            questions: &self.questions,
        };
        chapter::write(lessons, &writing)
    }

    /// The text of a chapter that waited for the others.
    pub fn overview(&self, place: Place<'_>, text: &str) -> String {
        let lessons = chapter::read(text, &self.reading);
        self.write(place, &lessons).unwrap_or_else(|| text.to_owned())
    }

    fn document(&self, place: Place<'_>, text: &str) -> Document {
        let Some(source_path) = place.source_path else {
            return Document::new(Origin::Chapter(place.name.to_owned()), text, None);
        };
        let file = self.root.join(&self.src).join(source_path);
        let on_disk = std::fs::read_to_string(&file).ok();
        Document::new(Origin::File(file), text, on_disk.as_deref())
    }

    /// Everything that was found, in the order of the book.
    pub fn report(self) -> Report {
        let mut findings = if self.has_blocks { self.if_blocks } else { Vec::new() };
        findings.extend(self.findings);
        Report { findings, documents: self.documents, on_error: self.settings.on_error }
    }
}

/// Makes findings of diagnostics that point into the document of this number, if into any.
fn in_document(document: Option<usize>) -> impl Fn(Diagnostic) -> Finding {
    move |diagnostic| Finding { diagnostic, document }
}

/// What the chapters of a book have in common.
fn options(config: &Config, dialect: Dialect, target: Target) -> Settings {
    Settings {
        target,
        labels: config.labels.clone(),
        book_id: config.book_id.clone(),
        on_error: config.on_error,
        gate: config.gate,
        asks_how_sure: config.asks_how_sure,
        assets: config.assets,
        dialect,
    }
}

/// The warning about labels that the book's language has no words for.
fn missing_labels(config: &Config, toml: Option<&str>) -> Option<Diagnostic> {
    let missing = config.labels.missing();
    let span = || toml.and_then(|toml| config::place(toml, &["book", "language"], true));
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
        mistakes::untested_engine(version, "0.4.40 to 0.4.52 and 0.5")
    });
    let is_old = parsed.is_some_and(|version| version < Version::new(0, 5, 0));
    let old = Dialect { definition_lists: false, admonitions: false };
    (if is_old { old } else { dialect }, warning)
}

/// The JSON of the book in `input` with its blocks expanded, given to `write` piece by piece, and
/// what was found in it. Where that stops the build, nothing is written.
///
/// # Errors
///
/// Where the input is not mdBook's, and where `write` fails.
pub fn expand_json(input: &str, mut write: impl FnMut(&str) -> Result<()>) -> Result<Report> {
    let input = protocol::parse(input)?;
    let mut run = Run::new(&input.context);
    let mut texts = Vec::new();
    for chapter in &input.chapters {
        if !run.may_open_a_block(chapter.json()) {
            continue;
        }
        match run.chapter(chapter.place(), &chapter.text()?) {
            ChapterOutcome::Unchanged => {}
            ChapterOutcome::Changed(text) => texts.push((chapter, Some(json(&text)?))),
            ChapterOutcome::Waits => texts.push((chapter, None)),
        }
    }
    let mut edits = Edits::new(input.book);
    for (chapter, text) in texts {
        let text = match text {
            Some(text) => text,
            None => json(&run.overview(chapter.place(), &chapter.text()?))?,
        };
        edits.replace(chapter.range(input.book), text);
    }
    let report = run.report();
    if report.stopped().is_none() {
        edits.finish(&mut write)?;
    }
    Ok(report)
}

fn json(text: &str) -> Result<String> {
    serde_json::to_string(text).context("a chapter is no text")
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
