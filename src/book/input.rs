//! Files of a book that its programs read.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::directory::reason;

/// The most bytes that such a file may have.
const MOST: u64 = 1 << 20;

/// What is in the file `name` beside the `chapter` of the book at `root`.
///
/// # Errors
///
/// It is not there, not in the book, no regular file, or too long; it is named as seen from `root`.
pub fn input(root: &Path, chapter: &Path, name: &str) -> Result<Vec<u8>> {
    let path = chapter.parent().unwrap_or(root).join(name);
    let shown = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
    let unread = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => anyhow!("there is no file {shown}"),
        _ => anyhow!("{shown} cannot be read: {}", reason(&error)),
    };
    let real = path.canonicalize().map_err(unread)?;
    if !real.starts_with(root.canonicalize()?) {
        bail!("its standard input, {shown}, is not in the directory of the book");
    }
    let data = real.metadata().map_err(unread)?;
    if !data.is_file() || data.len() > MOST {
        bail!("its standard input, {shown}, is no file of up to 1 MiB");
    }
    std::fs::read(&real).map_err(unread)
}
