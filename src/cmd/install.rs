//! `install`: makes mdBook call this preprocessor, and git merge its proofs, and writes the files
//! that pages link.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::book_toml::BookToml;
use crate::file;
use crate::linked::{FILES, File};
use crate::setup;

use super::book_dir::book_toml;
use super::changes::{Change, carry_out};
use super::git_attributes;

/// What is said once the book is set up.
const NEXT: &str = "\nNow write a lesson: `mdbook-predict new` prints one to start from.\n";

/// What an author asked for.
pub(super) struct Installation {
    /// The directory of the book.
    pub(super) book: PathBuf,
    /// Whether style and script are to be files that the pages link.
    pub(super) is_linked: bool,
    /// Whether files of others may be written over.
    pub(super) is_forced: bool,
    /// Whether nothing is to be written.
    pub(super) is_dry: bool,
}

/// Does it, and says what it did.
pub(super) fn run(wanted: &Installation) -> Result<String> {
    let mut book = book_toml(&wanted.book)?;
    let installed = setup::installed(book.text(), wanted.is_linked)
        .with_context(|| format!("cannot change {}", book.path.display()))?;
    let toml = BookToml::of_file(&installed)?;
    let mut changes = Vec::new();
    for file in FILES.iter().filter(|_| setup::links(&toml)) {
        let path = wanted.book.join(file.listed(&toml).unwrap_or(file.name));
        let before = there(&path, wanted.is_forced)
            .with_context(|| format!("cannot write {}", path.display()))?;
        changes.push(Change { path, before, after: Some(file.text()), is_authors: false });
    }
    let is_new = !setup::is_installed(&BookToml::of_file(book.text())?) && !wanted.is_dry;
    changes.extend(git_attributes::installed(&wanted.book)?);
    book.after = Some(installed);
    // Last, so that it never names a file that is not there.
    changes.push(book);
    Ok(carry_out(&changes, wanted.is_dry)? + if is_new { NEXT } else { "" })
}

/// What is in our file at `path`; nothing where a file is to be put there, and an error where
/// something stands in the way that is not ours.
fn there(path: &Path, is_forced: bool) -> Result<Option<String>> {
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if there.is_symlink() && !is_forced {
        bail!("it is a symbolic link; `--force` puts a file in its place");
    }
    if there.is_symlink() {
        return Ok(None);
    }
    if !there.is_file() {
        bail!("something that is not a regular file is there");
    }
    let text = file::read(path).ok();
    if !is_forced && !text.as_ref().is_some_and(|text| File::is_ours(text)) {
        bail!("the file that is there is not ours; `--force` writes over it");
    }
    Ok(text)
}
