//! A report as text for the author, in the manner of rustc.
//!
//! This is the only user of annotate-snippets, and the only place where spans become columns.

use std::path::Path;

use annotate_snippets::{self as snippet, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, Span};

use super::document::{Document, Origin};
use super::finding::{Finding, Report};

/// How reports look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With the colours of a terminal.
    Colored,
}

/// The whole report as text; paths are relative to the directory `here`, where they lie below it.
pub fn text(report: &Report, style: Style, here: Option<&Path>) -> String {
    let paths: Vec<String> =
        report.documents.iter().map(|document| shown(&document.origin, here)).collect();
    let mut text = String::new();
    for Finding { diagnostic, document } in &report.findings {
        let document = document.map(|at| (&report.documents[at], paths[at].as_str()));
        text.push_str(&render(diagnostic, document, style));
        text.push_str("\n\n");
    }
    text
}

/// How the author would name the text from `origin`.
fn shown(origin: &Origin, here: Option<&Path>) -> String {
    match origin {
        Origin::Chapter(name) => format!("{name} (a chapter without a file)"),
        Origin::File(file) => {
            let relative = here.and_then(|here| file.strip_prefix(here).ok());
            relative.unwrap_or(file).display().to_string().replace('\\', "/")
        }
    }
}

/// `diagnostic` as text, without a line ending at its end; it points into `document`, which has
/// this path.
fn render(diagnostic: &Diagnostic, document: Option<(&Document, &str)>, style: Style) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.name()));
    let mut notes = Vec::new();
    match (document, &diagnostic.span) {
        (Some((document, path)), Some(span)) => {
            group = snippets(group, diagnostic, document, path, span);
            notes.extend(document.doubt(span));
        }
        (Some((_, path)), None) => group = group.element(snippet::Origin::path(path)),
        (None, _) => {}
    }
    for note in &notes {
        group = group.element(Level::NOTE.message(note));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// Adds the source lines of a diagnostic: those of the mistake, then those that have to do with it.
fn snippets<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    document: &'a Document,
    path: &'a str,
    span: &'a Span,
) -> Group<'a> {
    let places: Vec<(&Span, &str, AnnotationKind)> =
        std::iter::once((span, diagnostic.label.as_str(), AnnotationKind::Primary))
            .chain(
                diagnostic
                    .related
                    .iter()
                    .map(|(span, label)| (span, label.as_str(), AnnotationKind::Context)),
            )
            .collect();
    let spans: Vec<&Span> = places.iter().map(|(span, ..)| *span).collect();
    document.windows(&spans).into_iter().fold(group, |group, window| {
        let inside = places
            .iter()
            .filter(|(span, ..)| window.range.contains(&span.start) || window.range.is_empty());
        let annotations = inside.map(|(span, label, kind)| {
            let start = span.start - window.range.start;
            let end = (span.end - window.range.start).min(window.text.len());
            let annotation = kind.span(start..end.max(start));
            if label.is_empty() { annotation } else { annotation.label(*label) }
        });
        let snippet = Snippet::source(window.text)
            .line_start(window.first_line)
            .path(path)
            .annotations(annotations);
        group.element(snippet)
    })
}
