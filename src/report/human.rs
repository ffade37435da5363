//! A report as text for the author, in the manner of rustc.
//!
//! This is the only user of annotate-snippets, and the only place where spans become columns.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use annotate_snippets::{self as snippet, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, Span};

use super::document::{Document, Origin, Window};
use super::excerpt::{self, Excerpt, steers};
use super::finding::{Finding, Report};

/// The most mistakes with one code that are shown for one document.
const MOST_ALIKE: usize = 20;

/// The most characters of a sentence that are shown.
const MOST_OF_A_SENTENCE: usize = 1_000;

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
    let paths: Vec<Paths> =
        report.documents.iter().map(|document| Paths::of(document, here)).collect();
    let mut left = HashMap::new();
    for Finding { diagnostic, document } in &report.findings {
        *left.entry((diagnostic.code, *document)).or_insert(0_usize) += 1;
    }
    let mut told = HashMap::new();
    let mut text = String::new();
    for Finding { diagnostic, document } in &report.findings {
        let alike = (diagnostic.code, *document);
        let number = told.entry(alike).or_insert(0_usize);
        *number += 1;
        if *number > MOST_ALIKE {
            continue;
        }
        let place = document.map(|at| (&report.documents[at], &paths[at]));
        text.push_str(&render(diagnostic, place, style));
        text.push_str("\n\n");
        if *number == MOST_ALIKE && left[&alike] > MOST_ALIKE {
            let file = place.map(|(_, paths)| format!(" in {}", paths.own)).unwrap_or_default();
            let more = left[&alike] - MOST_ALIKE;
            text.push_str(&format!("and {more} more like this: `{}`{file}\n\n", alike.0));
        }
    }
    text
}

/// `text` as a terminal may have it: what would steer it is shown as U+FFFD.
pub fn printable(text: &str) -> Cow<'_, str> {
    excerpt::printable(text)
}

/// A sentence of ours as it is shown; words of the author's in it may be of any length.
fn sentence(text: &str) -> String {
    match text.char_indices().nth(MOST_OF_A_SENTENCE) {
        Some((end, _)) => format!("{}…", text[..end].replace(steers, "\u{fffd}")),
        None => text.replace(steers, "\u{fffd}"),
    }
}

/// How the author would name the files of a document.
struct Paths {
    /// Its own, or the chapter that it is.
    own: String,
    included: HashMap<PathBuf, String>,
}

impl Paths {
    fn of(document: &Document, here: Option<&Path>) -> Self {
        let name = |path: &Path| (path.to_owned(), relative(path, here));
        let included = document.included().map(name).collect();
        Paths { own: shown(&document.origin, here), included }
    }

    /// That of the file at `path`; of the document's own where there is none.
    fn at(&self, path: Option<&Path>) -> &str {
        path.and_then(|path| self.included.get(path)).unwrap_or(&self.own)
    }
}

/// How the author would name the text from `origin`.
fn shown(origin: &Origin, here: Option<&Path>) -> String {
    match origin {
        Origin::Chapter(name) => sentence(&format!("{name} (a chapter without a file)")),
        Origin::File(file) => relative(file, here),
    }
}

/// `path` from the directory `here`, where it lies below it.
fn relative(path: &Path, here: Option<&Path>) -> String {
    let below = here.and_then(|here| path.strip_prefix(here).ok());
    sentence(&below.unwrap_or(path).display().to_string().replace('\\', "/"))
}

/// `diagnostic` as text, without a line ending at its end; it points into `document`, which has
/// this path.
fn render(diagnostic: &Diagnostic, document: Option<(&Document, &Paths)>, style: Style) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = sentence(&diagnostic.message);
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.name()));
    let mut notes = Vec::new();
    match (document, &diagnostic.span) {
        (Some((document, paths)), Some(span)) => {
            group = snippets(group, diagnostic, document, paths, span);
            notes.extend(document.doubt(span));
        }
        (Some((_, paths)), None) => group = group.element(snippet::Origin::path(&paths.own)),
        (None, _) => {}
    }
    for note in &notes {
        group = group.element(Level::NOTE.message(note));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(sentence(help)));
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
    paths: &'a Paths,
    span: &'a Span,
) -> Group<'a> {
    let related = diagnostic.related.iter();
    let related = related.map(|(span, label)| (span, label.as_str(), AnnotationKind::Context));
    let primary = (span, diagnostic.label.as_str(), AnnotationKind::Primary);
    let places: Vec<Place<'a>> = std::iter::once(primary).chain(related).collect();
    let spans: Vec<&Span> = places.iter().map(|(span, ..)| *span).collect();
    let windows = document.windows(&spans).into_iter();
    windows.fold(group, |group, window| {
        lines_of(group, document, paths.at(window.path), &window, &places)
    })
}

/// A place, what is said there, and what it has to do with the mistake.
type Place<'a> = (&'a Span, &'a str, AnnotationKind);

/// Adds the lines of one window.
fn lines_of<'a>(
    group: Group<'a>,
    document: &Document,
    path: &'a str,
    window: &Window<'_>,
    places: &[Place<'_>],
) -> Group<'a> {
    let inside =
        |(span, ..): &&Place<'_>| window.range.contains(&span.start) || window.range.is_empty();
    let places: Vec<&Place<'_>> = places.iter().filter(inside).collect();
    let local = |span: &Span| {
        let start = span.start - window.range.start;
        start..(span.end - window.range.start).min(window.text.len()).max(start)
    };
    let spans: Vec<Span> = places.iter().map(|(span, ..)| local(span)).collect();
    let excerpt = Excerpt::new(window.text, &spans);
    let annotations: Vec<_> = places
        .iter()
        .zip(&spans)
        .map(|((_, label, kind), span)| {
            let annotation = kind.span(excerpt.place(span));
            if label.is_empty() { annotation } else { annotation.label(sentence(label)) }
        })
        .collect();
    let cut = spans.first().is_some_and(|span| excerpt.is_cut_before(span.start));
    let lines = Snippet::source(excerpt.text).line_start(window.first_line);
    let lines = lines.annotations(annotations);
    match places.first() {
        // The library counts columns in what is shown.
        Some((span, ..)) if cut => {
            let line = document.line_in(window, span.start);
            let origin = snippet::Origin::path(path).line(line);
            group.element(origin.char_column(document.column(span.start))).element(lines)
        }
        _ => group.element(lines.path(path)),
    }
}
