//! Standard error: what is said to whoever started the build.

use std::io::{IsTerminal as _, Write as _};

use crate::report::Report;
use crate::report::human::{self, Style};

/// Writes `text`; where standard error is closed, there is nobody to tell.
pub(super) fn complain(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether somebody sees it.
pub(super) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Writes `report` as this terminal can show it, with paths from where the command runs.
pub(super) fn tell(report: &Report) {
    let style = style(is_terminal());
    let here = std::env::current_dir().ok();
    complain(&human::text(report, style, here.as_deref()));
}

/// How to write to a stream, which may be a terminal.
pub(super) fn style(is_terminal: bool) -> Style {
    let is_plain = std::env::var_os("NO_COLOR").is_some() || !is_terminal;
    if is_plain { Style::Plain } else { Style::Colored }
}
