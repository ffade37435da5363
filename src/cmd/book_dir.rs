//! The directory of a book, as an author names it.

use std::path::Path;

use anyhow::{Result, bail};

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
