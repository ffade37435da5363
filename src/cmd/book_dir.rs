//! The directory of a book and the files in it, as an author names them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::book::Directory;

use super::changes::Change;

/// The `book.toml` in `directory`.
pub(super) fn book_toml(directory: &Path) -> Result<Change> {
    let path = directory.join("book.toml");
    let shown = directory.display();
    if directory.is_file() {
        bail!("{shown} is a file, and not the directory of a book");
    }
    if !directory.is_dir() {
        bail!("there is no directory {shown}");
    }
    if !path.exists() {
        bail!(
            "there is no book.toml in {shown}: name the directory of a book, or make one there \
               with `mdbook init`"
        );
    }
    Change::of_authors(path)
}

/// The book in the directory at `path`, for `command`, which takes files of the book behind it.
pub(super) fn book(path: &Path, command: &str) -> Result<Directory> {
    if path.is_file() {
        let file = path.display();
        bail!(
            "{file} is not a directory; to {command} one file of a book: mdbook-predict {command} \
             . {file}"
        );
    }
    Directory::open(&absolute(path)?)
}

/// The files and directories at `paths`, as one names them from here or from the directory `book`.
pub(super) fn in_book(book: &Path, paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let found = paths.iter().map(|path| match path.exists() {
        true => absolute(path),
        false => absolute(&book.join(path)).or_else(|_| absolute(path)),
    });
    found.collect()
}

/// `path` from the root, without `.` and `..`, as it is where it exists.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    let found = path.canonicalize();
    found.with_context(|| format!("there is no file or directory {}", path.display()))
}
