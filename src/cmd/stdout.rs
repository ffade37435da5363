//! Standard output: what a command was called for.

use std::io::{IsTerminal as _, Write as _};

use anyhow::{Context as _, Result};

use crate::report::human::{Style, harmless};

use super::stderr;

/// Writes what may have anything in it.
pub(super) fn tell(text: &str) -> Result<()> {
    write(&harmless(text))
}

/// Writes `text`, whatever it does to a terminal.
pub(super) fn write(text: &str) -> Result<()> {
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot write to standard output")
}

/// How to write there.
pub(super) fn style() -> Style {
    stderr::style(std::io::stdout().is_terminal())
}
