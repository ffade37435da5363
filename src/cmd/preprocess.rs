//! The preprocessor itself: a book from standard input to standard output.

use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
#[cfg(unix)]
use std::os::fd::AsFd as _;
#[cfg(windows)]
use std::os::windows::io::AsHandle as _;

use anyhow::{Context as _, Result, bail};

use crate::preprocessor::expand_json;

use super::stderr;

/// As much as a pipe holds, in bytes.
const PIPE: usize = 65_536;

/// Reads all input, then writes the book, and says what was found in it.
///
/// Nothing is written before everything is read: mdBook writes its whole input before it reads,
/// so both would wait for ever.
pub(super) fn run() -> Result<()> {
    let mut input = Vec::new();
    std::io::stdin().lock().read_to_end(&mut input).context("cannot read standard input")?;
    let input = String::from_utf8(input).context("standard input is not UTF-8")?;
    let mut output = stdout().context("cannot open standard output")?;
    let mut written = Ok(());
    let report = expand_json(&input, |piece| {
        // Where nobody listens any more, the author still is to hear of every mistake.
        if written.is_ok() {
            written = output.write_all(piece.as_bytes());
        }
        Ok(())
    })?;
    stderr::tell(&report);
    if let Some(stopped) = report.stopped() {
        bail!(stopped);
    }
    written.and_then(|()| output.flush()).context("cannot write to standard output")
}

/// Standard output with a buffer of its own: the standard library's looks for the last line ending
/// in all that is written, and a book is one line of many megabytes.
fn stdout() -> std::io::Result<BufWriter<File>> {
    #[cfg(unix)]
    let owned = std::io::stdout().as_fd().try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::io::stdout().as_handle().try_clone_to_owned()?;
    Ok(BufWriter::with_capacity(PIPE, File::from(owned)))
}
