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
    /// Where it stands in the text that was checked.
    range: Range<usize>,
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
        let first = self.line(span.start);
        let last = self.line(span.end.max(span.start + 1) - 1).min(first + MOST_LINES);
        let range = self.lines[first]..self.line_end(last);
        let text = &self.text[range.clone()];
        let on_disk = self.on_disk(text.lines().next().unwrap_or_default());
        Window { text, first_line: on_disk.unwrap_or(first) + 1, range }
    }

    /// The number, from 0, of the line that the byte at `offset` is in.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset) - 1
    }

    fn line_end(&self, line: usize) -> usize {
        self.lines.get(line + 1).copied().unwrap_or(self.text.len())
    }

    /// The windows of all `spans`, those that are near each other as one.
    fn windows(&self, spans: &[&Span]) -> Vec<Window<'_>> {
        let mut windows: Vec<Window<'_>> = Vec::new();
        for span in spans {
            let window = self.window(span);
            let near = |other: &&mut Window<'_>| {
                self.file.is_none() && other.first_line.abs_diff(window.first_line) <= NEAR_LINES
            };
            match windows.iter_mut().find(near) {
                Some(other) => {
                    let range = other.range.start.min(window.range.start)
                        ..other.range.end.max(window.range.end);
                    let first_line = other.first_line.min(window.first_line);
                    *other = Window { text: &self.text[range.clone()], first_line, range };
                }
                None => windows.push(window),
            }
        }
        windows
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
        let line = self.line(span.start);
        let text = self.text[self.lines[line]..self.line_end(line)].trim_end_matches(['\n', '\r']);
        self.on_disk(text).is_none().then(|| {
            "other preprocessors changed this chapter first: lines are counted in the text that \
             they passed on"
                .to_owned()
        })
    }
}

/// The most further lines of one span that are shown.
const MOST_LINES: usize = 20;

/// How many lines apart two places may be that are shown together.
const NEAR_LINES: usize = 30;

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
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.name()));
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
    renderer.render(&[group])
}

/// Adds the source lines of a diagnostic: those of the mistake, then those that have to do with it.
fn snippets<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    document: &'a Document,
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
            .path(document.path.as_str())
            .annotations(annotations);
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
