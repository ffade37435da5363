//! The preprocessor itself: a book from standard input to standard output.

use std::fs::File;
use std::io::{Read as _, Write as _};
#[cfg(unix)]
use std::os::fd::AsFd as _;
#[cfg(windows)]
use std::os::windows::io::AsHandle as _;

use anyhow::{Context as _, Result, bail};

use crate::preprocessor::expand_json;

use super::stderr;

/// Reads all input, then writes the book, and says what was found in it.
///
/// Nothing is written before everything is read: mdBook writes its whole input before it reads,
/// so both would wait for ever.
pub(super) fn run() -> Result<()> {
    let mut input = Vec::new();
    std::io::stdin().lock().read_to_end(&mut input).context("cannot read standard input")?;
    let input = String::from_utf8(input).context("standard input is not UTF-8")?;
    let mut output = unbuffered_stdout().context("cannot open standard output")?;
    let report = expand_json(&input, |piece| {
        output.write_all(piece.as_bytes()).context("cannot write to standard output")
    })?;
    stderr::tell(&report);
    if let Some(stopped) = report.stopped() {
        bail!(stopped);
    }
    output.flush().context("cannot write to standard output")
}

/// Standard output without the standard library's buffer, which looks for the last line ending in
/// all that is written: a book is one line of many megabytes.
fn unbuffered_stdout() -> std::io::Result<File> {
    #[cfg(unix)]
    let owned = std::io::stdout().as_fd().try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::io::stdout().as_handle().try_clone_to_owned()?;
    Ok(File::from(owned))
}
