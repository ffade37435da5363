//! `.gitattributes` beside `book.toml`: what `install` and `uninstall` change in it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::file;
use crate::setup::git_attributes::{GIT_ATTRIBUTES, says_how_to_merge, with_union, without_union};

use super::book_dir::absolute;
use super::changes::Change;

/// The file of the book in `directory`, with the line for its proofs. Nothing where the book is in
/// no git repository, or where a file above it says already how they are merged.
pub(super) fn installed(directory: &Path) -> Result<Option<Change>> {
    let full = absolute(directory)?;
    let root = full.ancestors().find(|folder| folder.join(".git").exists());
    if root.is_none_or(|root| is_said_above(&full, root)) {
        return Ok(None);
    }
    let path = directory.join(GIT_ATTRIBUTES);
    let before = there(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let is_said = before.as_ref().is_some_and(|text| says_how_to_merge(text, ""));
    let after = if is_said { before.clone() } else { Some(with_union(before.as_deref())) };
    Ok(Some(Change { path, before, after, is_authors: true }))
}

/// The file of the book in `directory` without that line, where it is there.
///
/// # Errors
///
/// Where the file cannot be read.
pub(super) fn uninstalled(directory: &Path) -> io::Result<Option<Change>> {
    let path = directory.join(GIT_ATTRIBUTES);
    if !fs::symlink_metadata(&path).is_ok_and(|there| there.is_file()) {
        return Ok(None);
    }
    let before = Some(file::read(&path)?);
    let after = before.as_deref().and_then(without_union);
    Ok((before != after).then_some(Change { path, before, after, is_authors: true }))
}

/// Whether a file in a directory above `book`, up to `root`, says how its proofs are merged.
fn is_said_above(book: &Path, root: &Path) -> bool {
    let mut above = book.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
    above.any(|folder| {
        let inside = book.strip_prefix(folder).expect("it was found above the book");
        let inside = inside.to_string_lossy().replace('\\', "/");
        let text = file::read(&folder.join(GIT_ATTRIBUTES));
        text.is_ok_and(|text| says_how_to_merge(&text, &inside))
    })
}

/// The text of the file at `path`, if there is one, and an error where something else is.
fn there(path: &Path) -> Result<Option<String>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
        Ok(there) if there.is_symlink() => {
            bail!("it is a symbolic link, which git does not follow there; put a file in its place")
        }
        Ok(there) if !there.is_file() => bail!("something that is not a regular file is there"),
        Ok(_) => Ok(Some(file::read(path)?)),
    }
}
