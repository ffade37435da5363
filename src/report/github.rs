//! A report as the commands that GitHub's runners look for in what a step prints: each becomes a
//! note at its line of a change.

use std::fmt::Write as _;
use std::path::Path;

use super::finding::Report;
use super::human::shown;

/// The whole report, a command a line; paths are relative to the directory `here`.
pub fn text(report: &Report, here: Option<&Path>) -> String {
    let mut text = String::new();
    for found in &report.findings {
        let diagnostic = &found.diagnostic;
        let command = diagnostic.severity.word();
        let _ = write!(text, "::{command} title={}", property(diagnostic.code.name()));
        if let Some(origin) = found.origin(&report.documents) {
            let _ = write!(text, ",file={}", property(&shown(origin, here)));
        }
        if let Some(located) = found.located(&report.documents) {
            let (line, column) = located.source.position(located.span.start);
            let _ = write!(text, ",line={line},col={column}");
        }
        let notes = diagnostic.notes.iter().map(|note| format!("\n{note}"));
        let helps = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
        let more: String = notes.chain(helps).collect();
        let _ = writeln!(text, "::{}{}", data(&diagnostic.message), data(&more));
    }
    for note in report.notes() {
        let _ = writeln!(text, "::notice::{}", data(&note));
    }
    text
}

/// `text` with the signs written otherwise that end what a command says.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for what stands before the second pair of colons.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
