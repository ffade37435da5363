//! `new`: a lesson to start from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::book::directory::names;
use crate::setup::summary;
use crate::template::{self, Shape};

use super::changes::{Change, carry_out};

/// The title of a lesson without a file.
const NO_TITLE: &str = "A new lesson";

/// What an author asked for.
pub(super) struct Draft {
    /// The file that it is to be written to; standard output where there is none.
    pub(super) file: Option<PathBuf>,
    /// How much of it is wanted.
    pub(super) shape: Shape,
    /// The language of its programs.
    pub(super) language: String,
    /// Whether it is to become a chapter of the book.
    pub(super) is_chapter: bool,
}

/// The lesson, or what was done with it.
pub(super) fn run(wanted: &Draft) -> Result<String> {
    let lesson = |title: &str| {
        let lesson = template::lesson(wanted.shape, &wanted.language, title);
        lesson.context("there is no program in this language")
    };
    let Some(path) = &wanted.file else { return lesson(NO_TITLE) };
    if path.to_string_lossy().contains(char::is_control) {
        bail!("cannot write {}: its name has a control character in it", path.display());
    }
    if fs::symlink_metadata(path).is_ok() {
        bail!("cannot write {}: something is there already", path.display());
    }
    let title = title(path);
    let file =
        Change { path: path.clone(), before: None, after: Some(lesson(&title)?), is_authors: true };
    let mut changes = vec![file];
    if wanted.is_chapter {
        changes.push(listing(path, &title)?);
    }
    carry_out(&changes, false)
}

/// The title of a lesson, made of the name of its file.
fn title(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    let mut letters = name.trim().chars();
    letters
        .next()
        .map_or(NO_TITLE.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// `SUMMARY.md` of the book that the lesson at `path` is to be in, with a link to it.
fn listing(path: &Path, title: &str) -> Result<Change> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let missing = || {
        format!(
            "there is no SUMMARY.md in {} or above it: write the lesson into `src` of a book",
            folder.display()
        )
    };
    let full =
        fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let full = full.with_context(|| format!("cannot write {}", path.display()))?;
    let root = full.ancestors().find(|folder| folder.join("SUMMARY.md").is_file());
    let root = root.with_context(missing)?;
    let name = path.file_name().unwrap_or_default();
    let inside = full.strip_prefix(root)?.join(name).to_string_lossy().replace('\\', "/");
    let mut summary = Change::of_authors(named_as(root, folder, &full).join("SUMMARY.md"))?;
    if let Some(text) = summary::with_chapter(summary.text(), title, &inside) {
        if !names(&text, &inside) {
            bail!(
                "cannot add {} to SUMMARY.md: mdBook could not read the link to it there; give it \
                 another name",
                path.display()
            );
        }
        summary.after = Some(text);
    }
    Ok(summary)
}

/// The directory `root` as a part of `folder`, which is `full`; else by its full name.
fn named_as(root: &Path, folder: &Path, full: &Path) -> PathBuf {
    let depth = full.strip_prefix(root).map_or(0, |inside| inside.components().count());
    let above = folder.ancestors().nth(depth).unwrap_or(root);
    let is_it = fs::canonicalize(Path::new(".").join(above)).is_ok_and(|above| above == root);
    if is_it { above.to_owned() } else { root.to_owned() }
}
