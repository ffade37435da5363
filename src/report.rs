//! Diagnostics as text for the author, in the manner of rustc.
//!
//! This is the only user of annotate-snippets, and the only place where byte offsets become lines
//! and columns.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, Span};

/// A text that diagnostics point into, and the file it belongs to.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file, as the author would name it.
    pub path: String,
    /// The text that the spans count in.
    text: String,
    /// The byte offsets at which its lines start.
    lines: Vec<usize>,
    /// The file on disk, where it holds another text than the one that was checked.
    file: Option<Lines>,
}

/// Another text of the same document, to find lines in.
#[derive(Clone, Debug)]
struct Lines {
    text: String,
    lines: Vec<usize>,
}

/// Where lines of a text begin.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
}

/// A stretch of whole lines that is shown around a span.
struct Window<'a> {
    text: &'a str,
    first_line: usize,
    span: Range<usize>,
}

impl Document {
    /// The document at `path` with the text `text` that was checked, and the text `on_disk` of the
    /// file, if that could be read.
    ///
    /// Other preprocessors may have changed a chapter before we see it; then a place is looked up
    /// in the file by its line.
    pub fn new(path: String, text: &str, on_disk: Option<&str>) -> Self {
        let on_disk = on_disk.map(|file| file.strip_prefix('\u{feff}').unwrap_or(file));
        let file = on_disk
            .filter(|file| *file != text)
            .map(|file| Lines { text: file.to_owned(), lines: line_starts(file) });
        Document { path, text: text.to_owned(), lines: line_starts(text), file }
    }

    /// The lines that `span` touches.
    fn window(&self, span: &Span) -> Window<'_> {
        let line = |offset: usize| self.lines.partition_point(|&start| start <= offset) - 1;
        let first = line(span.start);
        let last = line(span.end.max(span.start + 1) - 1).min(first + MOST_LINES);
        let start = self.lines[first];
        let end = self.lines.get(last + 1).copied().unwrap_or(self.text.len());
        let text = &self.text[start..end];
        let span = span.start - start..(span.end - start).min(text.len());
        match self.on_disk(text.lines().next().unwrap_or_default()) {
            Some(line) => Window { text, first_line: line + 1, span },
            None => Window { text, first_line: first + 1, span },
        }
    }

    /// The number, from 0, of the one line of the file that is `line`.
    fn on_disk(&self, line: &str) -> Option<usize> {
        let file = self.file.as_ref()?;
        let mut found = memchr::memmem::find_iter(file.text.as_bytes(), line.as_bytes())
            .map(|at| (at, file.lines.partition_point(|&start| start <= at) - 1))
            .filter(|&(at, number)| {
                let rest = &file.text[at + line.len()..];
                file.lines[number] == at && (rest.is_empty() || rest.starts_with(['\n', '\r']))
            });
        match (found.next(), found.next()) {
            (Some((_, number)), None) if !line.trim().is_empty() => Some(number),
            _ => None,
        }
    }

    /// What to say of a place that is not sure to be the file's.
    fn doubt(&self, span: &Span) -> Option<String> {
        self.file.as_ref()?;
        let line = self.lines.partition_point(|&start| start <= span.start) - 1;
        let end = self.lines.get(line + 1).copied().unwrap_or(self.text.len());
        let text = self.text[self.lines[line]..end].trim_end_matches(['\n', '\r']);
        self.on_disk(text).is_none().then(|| {
            "other preprocessors changed this chapter first: lines are counted in the text that \
             they passed on"
                .to_owned()
        })
    }
}

/// The most further lines of one span that are shown.
const MOST_LINES: usize = 20;

/// How reports look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With the colours of a terminal.
    Colored,
}

/// `diagnostic` as text, without a line ending at its end; `document` is what it points into.
pub fn render(diagnostic: &Diagnostic, document: Option<&Document>, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    let mut notes = Vec::new();
    match (document, &diagnostic.span) {
        (Some(document), Some(span)) => {
            group = snippets(group, diagnostic, document, span);
            notes.extend(document.doubt(span));
        }
        (Some(document), None) => group = group.element(Origin::path(&document.path)),
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
    renderer.render(&[group]).clone()
}

/// Adds the source lines of a diagnostic: those of the mistake, then those that have to do with it.
fn snippets<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    document: &'a Document,
    span: &Span,
) -> Group<'a> {
    let places = std::iter::once((span, &diagnostic.label, AnnotationKind::Primary)).chain(
        diagnostic.related.iter().map(|(span, label)| (span, label, AnnotationKind::Context)),
    );
    places.fold(group, |group, (span, label, kind)| {
        let window = document.window(span);
        let annotation = kind.span(window.span);
        let annotation =
            if label.is_empty() { annotation } else { annotation.label(label.as_str()) };
        let snippet = Snippet::source(window.text)
            .line_start(window.first_line)
            .path(document.path.as_str())
            .annotation(annotation);
        group.element(snippet)
    })
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn a_place_is_looked_up_in_the_file_by_its_line() {
        let checked = "included\n\n~~~predict\n~~~\n\n~~~predict\n";
        let file = "{{#include x}}\n~~~predict\n~~~\n";
        let document = Document::new("a.md".into(), checked, Some(file));
        let window = document.window(&(10..20));
        assert_eq!((window.first_line, window.text), (2, "~~~predict\n"));
        assert_eq!(document.doubt(&(10..20)), None);
        assert!(document.doubt(&(0..8)).is_some());
        assert_eq!(document.window(&(0..8)).first_line, 1);
    }
}
