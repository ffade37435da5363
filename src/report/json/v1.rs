//! Version 1 of a report as JSON. Fields may be added; none changes its meaning or goes.

use std::path::Path;

use serde::Serialize;

use crate::diagnostic::{Safety, Span};

use super::super::document::{Document, Located};
use super::super::finding::{Finding, Report};
use super::super::human::shown;

/// The report.
#[derive(Debug, Serialize)]
pub struct JsonReport<'r> {
    version: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<JsonDiagnostic<'r>>,
    /// The preprocessors that change chapters first in a build, which is not seen here.
    unseen: &'r [String],
    /// Whether there are lessons, and `book.toml` does not have mdBook run this preprocessor.
    is_not_run: bool,
}

/// What was found.
#[derive(Debug, Serialize)]
struct JsonDiagnostic<'r> {
    code: &'static str,
    severity: &'static str,
    message: &'r str,
    file: Option<String>,
    place: Option<JsonPlace<'r>>,
    related: Vec<JsonPlace<'r>>,
    notes: &'r [String],
    help: &'r [String],
    fix: Option<JsonFix>,
}

/// A place in a file.
#[derive(Debug, Serialize)]
struct JsonPlace<'r> {
    #[serde(flatten)]
    span: JsonSpan,
    label: &'r str,
    is_certain: bool,
}

/// A stretch of a file.
#[derive(Debug, Serialize)]
pub(crate) struct JsonSpan {
    file: String,
    start: JsonPosition,
    end: JsonPosition,
}

/// A place between two characters. Lines and columns count from 1, columns in characters; bytes
/// count from 0.
#[derive(Debug, Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
    byte: usize,
}

/// Edits that take a mistake away.
#[derive(Debug, Serialize)]
struct JsonFix {
    is_safe: bool,
    edits: Vec<JsonReplacement>,
}

/// What to put in the place of a stretch of a file.
#[derive(Debug, Serialize)]
struct JsonReplacement {
    #[serde(flatten)]
    span: JsonSpan,
    text: String,
}

impl<'r> JsonReport<'r> {
    /// The whole report; paths are relative to the directory `here`, where they lie below it.
    pub fn new(report: &'r Report, here: Option<&Path>) -> Self {
        let diagnostics = report.findings.iter();
        let diagnostics = diagnostics.map(|found| diagnostic(found, &report.documents, here));
        JsonReport {
            version: 1,
            errors: report.errors(),
            warnings: report.warnings(),
            diagnostics: diagnostics.collect(),
            unseen: &report.unseen,
            is_not_run: report.is_not_run,
        }
    }
}

fn diagnostic<'r>(
    found: &'r Finding,
    documents: &'r [Document],
    here: Option<&Path>,
) -> JsonDiagnostic<'r> {
    let Finding { diagnostic, .. } = found;
    let document = found.document(documents);
    let place = |span: &Span, label: &'r str| {
        let located = document?.locate(span);
        let is_certain = located.doubt.is_none();
        Some(JsonPlace { span: json_span(&located, here), label, is_certain })
    };
    let related = diagnostic.related.iter().filter_map(|(span, label)| place(span, label));
    JsonDiagnostic {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        file: found.origin(documents).map(|origin| shown(origin, here)),
        place: diagnostic.span.as_ref().and_then(|span| place(span, &diagnostic.label)),
        related: related.collect(),
        notes: &diagnostic.notes,
        help: &diagnostic.help,
        fix: document.and_then(|document| fix(diagnostic.fix.as_ref()?, document, here)),
    }
}

/// The fix, where all that it changes stands in files as it was read.
fn fix(fix: &crate::diagnostic::Fix, document: &Document, here: Option<&Path>) -> Option<JsonFix> {
    let edits = fix.edits.iter().map(|(place, text)| {
        let located = document.locate(place);
        let is_exact = located.doubt.is_none() && located.span.len() == place.len();
        is_exact.then(|| JsonReplacement { span: json_span(&located, here), text: text.clone() })
    });
    Some(JsonFix { is_safe: fix.safety == Safety::Safe, edits: edits.collect::<Option<_>>()? })
}

/// A stretch of a file, as this version has it.
pub(crate) fn json_span(located: &Located<'_>, here: Option<&Path>) -> JsonSpan {
    let position = |byte| {
        let (line, column) = located.source.position(byte);
        JsonPosition { line, column, byte }
    };
    let file = shown(&located.source.origin, here);
    JsonSpan { file, start: position(located.span.start), end: position(located.span.end) }
}
