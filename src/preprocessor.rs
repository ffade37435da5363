//! A whole book: where the two entrances meet, the command and mdBook's `Preprocessor` trait.
//!
//! What is found comes back as a value; nothing is printed here.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use semver::{Version, VersionReq};

use crate::book::{Context, Place, protocol};
use crate::book_toml::BookToml;
use crate::chapter::{self, Assets, Dialect, Expansion, Options, Target};
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
    options: Options,
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
        let file = context.root.join("book.toml");
        let text = std::fs::read_to_string(&file).ok();
        let toml = BookToml::new(context.config.clone(), text);
        let (config, found) = config::read(&toml);
        let (engine, warning) = engine(&context.mdbook_version, config.dialect);
        let order = order::check(&toml, &context.renderer);
        let missing = missing_labels(&config, &toml);
        let target = if context.renderer == HTML { Target::Html } else { Target::Markdown };
        let linked = if target == Target::Html && config.assets == Assets::Linked {
            linked::check(&context.root, &toml)
        } else {
            Vec::new()
        };
        let document = toml.text().map(|text| Document::new(Origin::File(file), text, None));
        let number = document.as_ref().map(|_| 0);
        let settings = order.into_iter().chain(missing).chain(linked).map(in_document(number));
        Run {
            options: options(&config, engine, target),
            root: context.root.clone(),
            src: config.src,
            findings: found.into_iter().map(in_document(number)).collect(),
            documents: document.into_iter().collect(),
            if_blocks: warning.into_iter().map(in_document(None)).chain(settings).collect(),
            has_blocks: false,
        }
    }

    /// Whether the text that is the JSON string `json` may have a block.
    fn may_open_a_block(&self, json: &str) -> bool {
        chapter::json_may_open_a_block(json, &self.options.vocabulary)
    }

    /// What becomes of a chapter with this text.
    pub fn chapter(&mut self, place: Place<'_>, text: &str) -> ChapterOutcome {
        let expansion = chapter::expand(text, place.path, &self.options);
        let Expansion { text: expanded, diagnostics, has_blocks, .. } = expansion;
        self.options.overview.push(chapter::Chapter {
            name: place.name.to_owned(),
            path: place.path.to_owned(),
            questions: expansion.questions,
        });
        self.has_blocks |= has_blocks;
        if !diagnostics.is_empty() {
            let number = self.documents.len();
            self.documents.push(self.document(place, text));
            self.findings.extend(diagnostics.into_iter().map(in_document(Some(number))));
        }
        match expanded {
            None => ChapterOutcome::Unchanged,
            Some(_) if expansion.has_overview => ChapterOutcome::Waits,
            Some(text) => ChapterOutcome::Changed(text),
        }
    }

    /// The text of a chapter that waited for the others.
    pub fn overview(&self, place: Place<'_>, text: &str) -> String {
        chapter::expand(text, place.path, &self.options).text.unwrap_or_else(|| text.to_owned())
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
        Report { findings, documents: self.documents, on_error: self.options.on_error }
    }
}

/// Makes findings of diagnostics that point into the document of this number, if into any.
fn in_document(document: Option<usize>) -> impl Fn(Diagnostic) -> Finding {
    move |diagnostic| Finding { diagnostic, document }
}

/// What the chapters of a book depend on.
fn options(config: &Config, dialect: Dialect, target: Target) -> Options {
    Options {
        vocabulary: config.vocabulary.clone(),
        dialect,
        target,
        labels: config.labels.clone(),
        book_id: config.book_id.clone(),
        on_error: config.on_error,
        gate: config.gate,
        asks_how_sure: config.asks_how_sure,
        assets: config.assets,
        overview: Vec::new(),
    }
}

/// The warning about labels that the book's language has no words for.
fn missing_labels(config: &Config, toml: &BookToml) -> Option<Diagnostic> {
    let missing = config.labels.missing();
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
        edits.write_to(&mut write)?;
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
