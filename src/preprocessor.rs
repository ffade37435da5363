//! A whole book: where the two entrances meet, the command and mdBook's `Preprocessor` trait.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use semver::{Version, VersionReq};

use crate::book::{self, Context};
use crate::chapter::{self, Assets, Dialect, Expansion, OnError, Options, Target};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, settings as mistakes};
use crate::linked;
use crate::order;
use crate::report::{self, Document, Style};
use crate::splice::Edits;

/// The mdBook versions that this crate is tested with.
const TESTED: [&str; 2] = ["~0.4.40", "~0.5.0"];

/// The renderer whose pages are HTML.
const HTML: &str = "html";

/// What a chapter is called in reports, and the file it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Its title.
    pub name: &'a str,
    /// Its place in the book.
    pub path: &'a str,
    /// Its file, relative to the directory of the sources; nothing for text without a file.
    pub source_path: Option<&'a str>,
}

/// What becomes of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
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
    /// Reports, in the order in which they are to be read.
    reports: Vec<(Diagnostic, Option<usize>)>,
    documents: Vec<Document>,
    /// What is only worth saying where there are blocks.
    if_blocks: Vec<Diagnostic>,
    toml: Option<Document>,
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
        let toml = toml_text
            .map(|text| Document::new(shown(&context.root.join("book.toml")), &text, None));
        Run {
            options: options(&config, engine, target),
            root: context.root.clone(),
            src: config.src,
            reports: found.into_iter().map(|found| (found, None)).collect(),
            documents: Vec::new(),
            if_blocks: warning.into_iter().chain(order).chain(missing).chain(linked).collect(),
            toml,
            has_blocks: false,
        }
    }

    /// Whether the text that is the JSON string `json` may have a block.
    fn may_open_a_block(&self, json: &str) -> bool {
        chapter::json_may_open_a_block(json, &self.options.vocabulary)
    }

    /// What becomes of a chapter with this text.
    pub fn chapter(&mut self, place: Place<'_>, text: &str) -> Outcome {
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
            self.reports.extend(diagnostics.into_iter().map(|found| (found, Some(number))));
        }
        match expanded {
            None => Outcome::Unchanged,
            Some(_) if expansion.has_overview => Outcome::Waits,
            Some(text) => Outcome::Changed(text),
        }
    }

    /// The text of a chapter that waited for the others.
    pub fn overview(&self, place: Place<'_>, text: &str) -> String {
        chapter::expand(text, place.path, &self.options).text.unwrap_or_else(|| text.to_owned())
    }

    fn document(&self, place: Place<'_>, text: &str) -> Document {
        let Some(source_path) = place.source_path else {
            return Document::new(format!("{} (a chapter without a file)", place.name), text, None);
        };
        let file = self.root.join(&self.src).join(source_path);
        let on_disk = std::fs::read_to_string(&file).ok();
        Document::new(shown(&file), text, on_disk.as_deref())
    }

    /// Everything that was found, as text in the order of the book.
    pub fn report(&self, style: Style) -> String {
        let early = self.if_blocks.iter().filter(|_| self.has_blocks).map(|found| (found, None));
        let late = self.reports.iter().map(|(found, document)| (found, *document));
        let mut text = String::new();
        for (found, document) in early.chain(late) {
            let document = document.map_or(self.toml.as_ref(), |at| Some(&self.documents[at]));
            let document = document.filter(|_| found.code != Code::UntestedEngine);
            text.push_str(&report::render(found, document, style));
            text.push_str("\n\n");
        }
        text
    }

    /// Ends the run: prints what was found to standard error.
    ///
    /// # Errors
    ///
    /// Where an author's mistake stops the build.
    pub fn finish(&self) -> Result<()> {
        let found = self.reports.iter().map(|(found, _)| found);
        let found = found.chain(self.if_blocks.iter().filter(|_| self.has_blocks));
        let errors = found.filter(|found| found.is_error()).count();
        let is_plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stderr().is_terminal();
        let report = self.report(if is_plain { Style::Plain } else { Style::Colored });
        // Where standard error is closed, there is nobody to tell.
        let _ = std::io::stderr().lock().write_all(report.as_bytes());
        if errors == 0 || self.options.on_error == OnError::Show {
            return Ok(());
        }
        bail!(Stopped { errors });
    }
}

/// The error that ends a build because of the author's mistakes, which have been reported.
#[derive(Debug)]
pub struct Stopped {
    /// How many there are.
    pub errors: usize,
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mistakes, stand) =
            if self.errors == 1 { ("mistake", "it stands") } else { ("mistakes", "they stand") };
        write!(
            f,
            "{} {mistakes} in the lessons of this book; to build it with a box where {stand}, set \
             `on-error = \"show\"` in `[preprocessor.predict]`",
            self.errors,
        )
    }
}

impl std::error::Error for Stopped {}

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
fn missing_labels(config: &Config, toml: Option<&str>) -> Option<Diagnostic> {
    let missing = config.labels.missing();
    let span = || toml.and_then(|toml| config::place(toml, &["book", "language"], true));
    (!missing.is_empty()).then(|| mistakes::missing_labels(span(), &config.language, &missing))
}

/// How the author would name `file`: from the directory that the command runs in, if it is there.
fn shown(file: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| file.strip_prefix(here).ok());
    relative.unwrap_or(file).display().to_string().replace('\\', "/")
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

/// The JSON of the book in `input` with its blocks expanded, given to `write` piece by piece.
///
/// # Errors
///
/// Where the input is not mdBook's, where mistakes stop the build, and where `write` fails.
pub fn expand_json(input: &str, mut write: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let input = book::parse(input)?;
    let mut run = Run::new(&input.context);
    let mut texts = Vec::new();
    for chapter in &input.chapters {
        if !run.may_open_a_block(chapter.json()) {
            continue;
        }
        match run.chapter(place(chapter), &chapter.text()?) {
            Outcome::Unchanged => {}
            Outcome::Changed(text) => texts.push((chapter, Some(json(&text)?))),
            Outcome::Waits => texts.push((chapter, None)),
        }
    }
    let mut edits = Edits::new(input.book);
    for (chapter, text) in texts {
        let text = match text {
            Some(text) => text,
            None => json(&run.overview(place(chapter), &chapter.text()?))?,
        };
        edits.replace(chapter.range(input.book), text);
    }
    run.finish()?;
    edits.write_to(&mut write)
}

fn json(text: &str) -> Result<String> {
    serde_json::to_string(text).context("a chapter is no text")
}

fn place<'a>(chapter: &'a book::Chapter<'_>) -> Place<'a> {
    Place {
        name: &chapter.name,
        path: chapter.path.as_deref().unwrap_or_default(),
        source_path: chapter.source_path.as_deref(),
    }
}

/// The preprocessor, for programs that drive mdBook in their own process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Predict;

impl Preprocessor for Predict {
    fn name(&self) -> &str {
        "predict"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let context = Context {
            root: context.root.clone(),
            config: serde_json::to_value(&context.config)
                .context("the configuration of the book cannot be read")?,
            renderer: context.renderer.clone(),
            mdbook_version: context.mdbook_version.clone(),
        };
        let mut run = Run::new(&context);
        let mut waiting = Vec::new();
        each_chapter(&mut book, |number, place, content| match run.chapter(place, content) {
            Outcome::Unchanged => {}
            Outcome::Changed(text) => *content = text,
            Outcome::Waits => waiting.push(number),
        });
        each_chapter(&mut book, |number, place, content| {
            if waiting.contains(&number) {
                *content = run.overview(place, content);
            }
        });
        run.finish()?;
        Ok(book)
    }
}

/// Shows each chapter of `book` to `see`: its number, its place and its text.
fn each_chapter(book: &mut Book, mut see: impl FnMut(usize, Place<'_>, &mut String)) {
    let mut number = 0;
    book.for_each_mut(|item| {
        let BookItem::Chapter(chapter) = item else { return };
        let shown =
            |path: &Option<PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
        let (path, source_path) = (shown(&chapter.path), shown(&chapter.source_path));
        let place = Place {
            name: &chapter.name,
            path: path.as_deref().unwrap_or_default(),
            source_path: source_path.as_deref(),
        };
        see(number, place, &mut chapter.content);
        number += 1;
    });
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
