//! A book as it stands in its directory, read as mdBook reads it, with nothing written and nothing
//! built.
//!
//! mdBook's own loader makes chapters that are missing and ends at the first one that cannot be
//! read; here both are found, and what can be read is.

use std::collections::BTreeSet;
use std::io::{Error, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_markdown::pulldown_cmark::{Event, Parser, Tag};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use mdbook_preprocessor::{MDBOOK_VERSION, Preprocessor as _, PreprocessorContext};
use mdbook_summary::{Summary, SummaryItem, parse_summary};

use crate::file;

use super::chapter_id::ChapterId;
use super::includes::{self, Resolved, included};
use super::plain_path::plain;
use super::protocol::Context;
use super::unsaved::UnsavedFile;

/// A book in its directory.
pub struct Directory {
    /// The directory of `book.toml`.
    pub root: PathBuf,
    /// The directory of the chapters.
    pub src: PathBuf,
    /// The text of `SUMMARY.md`.
    pub summary: String,
    /// What its links lead to, in their order.
    pub chapters: Vec<ChapterFile>,
    config: Config,
    links: PreprocessorContext,
    unsaved: Option<UnsavedFile>,
}

/// A chapter that `SUMMARY.md` names.
#[derive(Debug)]
pub struct ChapterFile {
    /// Its title.
    pub name: String,
    /// Its file, as `SUMMARY.md` names it.
    pub source_path: PathBuf,
    /// Where the link to it stands in `SUMMARY.md`, in bytes.
    pub link: Option<Range<usize>>,
    /// Its place in the book.
    path: String,
}

impl Directory {
    /// Reads `book.toml`, what the environment changes in it, and `SUMMARY.md`.
    ///
    /// # Errors
    ///
    /// Where there is no such directory or no `SUMMARY.md` in it, and where mdBook could not read
    /// one of the two files.
    pub fn open(root: &Path) -> Result<Self> {
        let there = std::fs::metadata(root);
        let there = there.with_context(|| format!("there is no directory {}", root.display()))?;
        anyhow::ensure!(there.is_dir(), "{} is not a directory", root.display());
        let config = config(root)?;
        let src = root.join(&config.book.src);
        let path = src.join("SUMMARY.md");
        let summary = file::read(&path).with_context(|| {
            format!("cannot read {}: is this the directory of a book?", path.display())
        })?;
        let parsed = parse_summary(&summary)
            .with_context(|| format!("mdBook cannot read {}", path.display()))?;
        let links = PreprocessorContext::new(root.to_owned(), config.clone(), "html".to_owned());
        let mut chapters = chapters(&parsed, runs(&config, "index"));
        find_links(&summary, &mut chapters);
        let (root, unsaved) = (root.to_owned(), None);
        Ok(Directory { root, src, summary, chapters, config, links, unsaved })
    }

    /// The same where the file at `path` has this `text`, which is not saved yet: one of a chapter,
    /// or one that is included.
    pub fn with_unsaved(mut self, path: &Path, text: String) -> Self {
        self.unsaved = Some(UnsavedFile::new(path, text));
        self
    }

    /// The text of the file at `path`.
    fn read_file(&self, path: &Path) -> std::io::Result<String> {
        match self.unsaved.as_ref().and_then(|unsaved| unsaved.at(path)) {
            Some(text) => Ok(text.to_owned()),
            None => file::read(path),
        }
    }

    /// The path of the file at `path`, which has no links in it, as the book leads to it: that of a
    /// chapter, or of what one includes.
    pub fn leading_to(&self, path: &Path) -> Option<PathBuf> {
        let is_it = |own: &PathBuf| own.canonicalize().is_ok_and(|own| own == path);
        let files: Vec<PathBuf> = self.chapters.iter().map(|chapter| self.file(chapter)).collect();
        files.iter().find(|own| is_it(own)).cloned().or_else(|| {
            files.iter().find_map(|chapter| {
                let text = file::read(chapter).ok()?;
                let brought = included(chapter, &text).into_iter();
                brought.map(|file| file.path).find(is_it)
            })
        })
    }

    /// What mdBook would say of the book to a preprocessor for its own pages.
    ///
    /// # Errors
    ///
    /// Where the configuration cannot be said in JSON.
    pub fn context(&self) -> Result<Context> {
        let config = serde_json::to_value(&self.config)
            .context("the configuration of the book cannot be read")?;
        Ok(Context {
            root: self.root.clone(),
            config,
            renderer: "html".to_owned(),
            mdbook_version: MDBOOK_VERSION.to_owned(),
        })
    }

    /// Whether mdBook makes the files of chapters that are missing.
    pub fn creates_missing(&self) -> bool {
        self.config.build.create_missing
    }

    /// The file of `chapter`.
    pub fn file(&self, chapter: &ChapterFile) -> PathBuf {
        self.src.join(&chapter.source_path)
    }

    /// Whether the file at `path` is in the directory of the book, or in that of its chapters.
    pub fn contains(&self, path: &Path) -> bool {
        [&self.root, &self.src].into_iter().any(|own| path.starts_with(plain(own)))
    }

    /// The text of `chapter`'s file.
    ///
    /// # Errors
    ///
    /// Where it is missing, is no regular file, or is not UTF-8.
    pub fn read(&self, chapter: &ChapterFile) -> std::io::Result<String> {
        self.read_file(&self.file(chapter))
    }

    /// `text`, which is that of `chapter`, as mdBook gives it to a preprocessor.
    pub fn resolved(&self, chapter: &ChapterFile, text: &str) -> Option<Resolved> {
        if !runs(&self.config, LinkPreprocessor::NAME) || !includes::has_links(text) {
            return None;
        }
        let file = self.file(chapter);
        let base = file.parent().unwrap_or(&self.src);
        let resolve = |text: &str| match &self.unsaved {
            Some(file) => self.resolve(&chapter.source_path, &file.put_into(text, base)),
            None => self.resolve(&chapter.source_path, text),
        };
        Some(includes::resolved(text, base, resolve, |path| self.read_file(path).ok()))
    }

    /// What mdBook makes of the links of `text` in the file at `path`.
    fn resolve(&self, path: &Path, text: &str) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        let chapter = Chapter::new("", text.to_owned(), path, Vec::new());
        let book = Book::new_with_items(vec![BookItem::Chapter(chapter)]);
        let resolved = LinkPreprocessor::new().run(&self.links, book);
        let mut items = resolved.map(|book| book.items).unwrap_or_default();
        match items.pop() {
            Some(BookItem::Chapter(chapter)) => chapter.content,
            _ => text.to_owned(),
        }
    }

    /// The Markdown files below the directory of the chapters that `SUMMARY.md` does not name, in
    /// the order of their names.
    ///
    /// # Errors
    ///
    /// Where a directory cannot be listed.
    pub fn unlisted(&self) -> std::io::Result<Vec<PathBuf>> {
        let named: BTreeSet<PathBuf> =
            self.chapters.iter().map(|chapter| plain(&chapter.source_path)).collect();
        let built = plain(&self.root.join(&self.config.build.build_dir));
        let mut found = BTreeSet::new();
        let mut folders = vec![self.src.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                let (path, kind) = (entry.path(), entry.file_type()?);
                let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
                if kind.is_dir() && !is_hidden && plain(&path) != built {
                    folders.push(path);
                } else if kind.is_file() && path.extension().is_some_and(|end| end == "md") {
                    found.insert(path.strip_prefix(&self.src).unwrap_or(&path).to_owned());
                }
            }
        }
        let is_chapter = |path: &PathBuf| path != Path::new("SUMMARY.md") && !named.contains(path);
        Ok(found.into_iter().filter(is_chapter).collect())
    }
}

impl ChapterFile {
    /// A file of the book that is no chapter.
    pub fn unlisted(source_path: PathBuf) -> Self {
        let path = source_path.to_string_lossy().into_owned();
        ChapterFile { name: path.clone(), source_path, link: None, path }
    }

    /// What it is called in reports.
    pub fn id(&self) -> ChapterId<'_> {
        ChapterId { name: &self.name, path: &self.path, source_path: self.source_path.to_str() }
    }
}

/// The configuration of the book at `root`, as mdBook reads it.
fn config(root: &Path) -> Result<Config> {
    let path = root.join("book.toml");
    let mut config = match std::fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Config::default(),
        _ => {
            let text =
                file::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            text.parse().with_context(|| format!("mdBook cannot read {}", path.display()))?
        }
    };
    config.update_from_env().context("mdBook cannot read an `MDBOOK_` environment variable")?;
    config
        .preprocessors::<serde_json::Map<String, serde_json::Value>>()
        .context("a preprocessor is a table in `[preprocessor]`, and one of this book is not")
        .with_context(|| format!("mdBook cannot read {}", path.display()))?;
    Ok(config)
}

/// Whether mdBook runs the preprocessor of its own that has this name.
fn runs(config: &Config, name: &str) -> bool {
    config.build.use_default_preprocessors || config.contains_key(&format!("preprocessor.{name}"))
}

/// Whether mdBook finds the chapter at `path` in the text of a `SUMMARY.md`.
pub fn names(summary: &str, path: &str) -> bool {
    let parsed = parse_summary(summary);
    parsed.is_ok_and(|parsed| {
        chapters(&parsed, false).iter().any(|chapter| chapter.source_path == Path::new(path))
    })
}

/// The chapters of `summary` that have files, each before those below it.
fn chapters(summary: &Summary, has_index: bool) -> Vec<ChapterFile> {
    let mut chapters = Vec::new();
    for items in [&summary.prefix_chapters, &summary.numbered_chapters, &summary.suffix_chapters] {
        push_chapters(items, has_index, &mut chapters);
    }
    chapters
}

fn push_chapters(items: &[SummaryItem], has_index: bool, chapters: &mut Vec<ChapterFile>) {
    for item in items {
        let SummaryItem::Link(link) = item else { continue };
        if let Some(file) = &link.location {
            let path = place(file, has_index).to_string_lossy().replace('\\', "/");
            let source_path = file.clone();
            chapters.push(ChapterFile { name: link.name.clone(), source_path, link: None, path });
        }
        push_chapters(&link.nested_items, has_index, chapters);
    }
}

/// Finds where the links to `chapters` stand in `summary`.
fn find_links(summary: &str, chapters: &mut [ChapterFile]) {
    let links = Parser::new(summary).into_offset_iter().filter_map(|(event, range)| {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { return None };
        Some((PathBuf::from(dest_url.replace("%20", " ")), range))
    });
    let links: Vec<_> = links.collect();
    let mut rest = links.as_slice();
    for chapter in chapters {
        if let Some(at) = rest.iter().position(|(to, _)| *to == chapter.source_path) {
            chapter.link = Some(rest[at].1.clone());
            rest = &rest[at + 1..];
        }
    }
}

/// The place of a chapter in the book: mdBook makes an index of each README.
fn place(file: &Path, has_index: bool) -> PathBuf {
    let is_readme = file.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    if has_index && is_readme { file.with_file_name("index.md") } else { file.to_owned() }
}

/// Why a chapter cannot be read, for its author.
pub fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}
