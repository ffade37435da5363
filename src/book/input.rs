//! Files of a book that its programs read.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// The most bytes that such a file may have.
const MOST: u64 = 1 << 20;

/// What is in the file `name` beside the `chapter` of the book at `root`.
///
/// # Errors
///
/// It is not there, not in the book, no regular file, or too long.
pub fn input(root: &Path, chapter: &Path, name: &str) -> Result<Vec<u8>> {
    let path = chapter.parent().unwrap_or(root).join(name);
    let real = path.canonicalize();
    let real = real.with_context(|| format!("there is no file {}", path.display()))?;
    let data = real.metadata().with_context(|| format!("cannot read {}", path.display()))?;
    if !real.starts_with(root.canonicalize()?) {
        bail!("its standard input, {}, is not in the directory of the book", path.display());
    }
    if !data.is_file() || data.len() > MOST {
        bail!("its standard input, {}, is no file of up to 1 MiB", path.display());
    }
    std::fs::read(&real).with_context(|| format!("cannot read {}", path.display()))
}
