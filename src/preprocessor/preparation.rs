//! What is known of a book before its first chapter.

use std::path::PathBuf;

use semver::{Version, VersionReq};

use crate::book::includes::included;
use crate::book::{ChapterId, Context};
use crate::book_toml::BookToml;
use crate::chapter::{
    Assets, ChapterQuestions, Delivery, Dialect, ProvedOutputs, Target, Translation, Writing,
};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Levels, Span, settings as mistakes};
use crate::file;
use crate::linked;
use crate::order;
use crate::report::{Document, Finding, Origin};

use super::proofs::BookProofs;

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
    pub(super) findings: Vec<Finding>,
    /// What is only worth saying where there are blocks; it comes first.
    pub(super) if_blocks: Vec<Finding>,
    pub(super) toml: Option<Document>,
    /// What has been proved of it.
    pub(crate) proofs: BookProofs,
    /// The preprocessors that run before this one in a build.
    pub(crate) earlier: Vec<String>,
    /// Whether the book has mdBook run this one.
    pub(super) is_run: bool,
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

    pub(super) fn document(&self, id: ChapterId<'_>, text: &str) -> Document {
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
    pub(super) fn place(&self, document: &Document, span: &Span) -> String {
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

/// Makes findings of diagnostics that point into the document of this number, if into any.
pub(super) fn in_document(document: Option<usize>) -> impl Fn(Diagnostic) -> Finding {
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
