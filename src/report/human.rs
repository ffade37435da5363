//! A report as text for the author, in the manner of rustc.
//!
//! This is the only user of annotate-snippets, and the only place where spans become columns.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use annotate_snippets::{self as snippet, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Code, Diagnostic, Safety, Severity, Span};

use super::document::{Document, Located, Origin, Window, windows};
use super::excerpt::{self, Excerpt, steers};
use super::finding::{self, Finding, Report};
use super::inert::{inert, inert_json};

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
        let document = document.map(|at| &report.documents[at]);
        text.push_str(&render(diagnostic, document, style, here));
        text.push_str("\n\n");
        if *number == MOST_ALIKE && left[&alike] > MOST_ALIKE {
            let path = document.map(|document| shown(document.origin(), here));
            let file = path.map(|path| format!(" in {path}")).unwrap_or_default();
            let more = left[&alike] - MOST_ALIKE;
            text.push_str(&format!("and {more} more like this: `{}`{file}\n\n", alike.0));
        }
    }
    inert(&text).into_owned()
}

/// How much was found, in a line, and what else is to be known of the book, each in another.
pub fn summary(report: &Report) -> String {
    let counted = |count: usize, word: &str| match count {
        0 => format!("no {word}s"),
        _ => finding::counted(count, word),
    };
    let (errors, warnings) = (report.errors(), report.warnings());
    let notes: String = report.notes().iter().map(|note| format!("\nnote: {note}")).collect();
    format!("{}, {}{notes}", counted(errors, "error"), counted(warnings, "warning"))
}

/// Where there is more to read about what was found, in a line; nothing where nothing was.
pub fn more(report: &Report) -> String {
    let codes: BTreeSet<Code> = report.findings.iter().map(|found| found.diagnostic.code).collect();
    match (codes.first(), codes.len()) {
        (None, _) => String::new(),
        (Some(code), 1) => format!("for more about it: mdbook-predict explain {code}\n"),
        _ => "for more about a code: mdbook-predict explain CODE\n".to_owned(),
    }
}

/// How to have mended what leaves no doubt, in a line; nothing where nothing does that.
pub fn remedy(report: &Report) -> &'static str {
    let fixes = report.findings.iter().filter_map(|found| found.diagnostic.fix.as_ref());
    match fixes.map(|fix| fix.safety).any(|safety| safety == Safety::Safe) {
        true => "to mend what is certain: mdbook-predict check --fix\n",
        false => "",
    }
}

/// `text` as a terminal may have it: what would steer it is shown as U+FFFD.
pub fn printable(text: &str) -> Cow<'_, str> {
    excerpt::printable(text)
}

/// The same for a terminal of a CI system, which finds no command in it.
pub fn harmless(text: &str) -> String {
    inert(&printable(text)).into_owned()
}

/// JSON that means what `json` means, but for what would steer a terminal, and is no command of a
/// CI system.
pub fn harmless_json(json: &str) -> String {
    inert_json(&printable(json)).into_owned()
}

/// A sentence of ours as it is shown; words of the author's in it may be of any length.
fn sentence(text: &str) -> String {
    match text.char_indices().nth(MOST_OF_A_SENTENCE) {
        Some((end, _)) => format!("{}…", text[..end].replace(steers, "\u{fffd}")),
        None => text.replace(steers, "\u{fffd}"),
    }
}

/// The same for a text of several lines.
fn paragraph(text: &str) -> String {
    text.lines().map(sentence).collect::<Vec<_>>().join("\n")
}

/// How the author would name the text from `origin`.
pub(crate) fn shown(origin: &Origin, here: Option<&Path>) -> String {
    match origin {
        Origin::Chapter(name) => sentence(&format!("{name} (a chapter without a file)")),
        Origin::File(file) => {
            let below = here.and_then(|here| file.strip_prefix(here).ok());
            sentence(&below.unwrap_or(file).display().to_string().replace('\\', "/"))
        }
    }
}

/// `diagnostic` as text, without a line ending at its end; it points into `document`.
fn render(
    diagnostic: &Diagnostic,
    document: Option<&Document>,
    style: Style,
    here: Option<&Path>,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = sentence(&diagnostic.message);
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.name()));
    match (document, &diagnostic.span) {
        (Some(document), Some(span)) => group = snippets(group, diagnostic, document, span, here),
        (Some(document), None) => {
            group = group.element(snippet::Origin::path(shown(document.origin(), here)));
        }
        (None, _) => {}
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(paragraph(note)));
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
    span: &'a Span,
    here: Option<&Path>,
) -> Group<'a> {
    let related = diagnostic.related.iter();
    let related = related.map(|(span, label)| (span, label.as_str(), AnnotationKind::Context));
    let primary = (span, diagnostic.label.as_str(), AnnotationKind::Primary);
    let places = std::iter::once(primary).chain(related);
    let (located, said): (Vec<_>, Vec<_>) =
        places.map(|(span, label, kind)| (document.locate(span), (label, kind))).unzip();
    let doubt = located[0].doubt.map(|doubt| Level::NOTE.message(doubt));
    let windows = windows(&located).into_iter();
    let places: Vec<Place<'a>> = located.into_iter().zip(said).collect();
    windows.fold(group, |group, window| lines_of(group, &window, &places, here)).elements(doubt)
}

/// A place, what is said there, and what it has to do with the mistake.
type Place<'a> = (Located<'a>, (&'a str, AnnotationKind));

/// Adds the lines of one window.
fn lines_of<'a>(
    group: Group<'a>,
    window: &Window<'a>,
    places: &[Place<'a>],
    here: Option<&Path>,
) -> Group<'a> {
    let path = shown(&window.source.origin, here);
    let places: Vec<&Place<'_>> = places.iter().filter(|(place, _)| window.shows(place)).collect();
    let local = |span: &Span| {
        let start = span.start - window.range.start;
        start..(span.end - window.range.start).min(window.text().len()).max(start)
    };
    let spans: Vec<Span> = places.iter().map(|(place, _)| local(&place.span)).collect();
    let excerpt = Excerpt::new(window.text(), &spans);
    let annotations: Vec<_> = places
        .iter()
        .zip(&spans)
        .map(|((_, (label, kind)), span)| {
            let annotation = kind.span(excerpt.place(span));
            if label.is_empty() { annotation } else { annotation.label(sentence(label)) }
        })
        .collect();
    let cut = spans.first().is_some_and(|span| excerpt.is_cut_before(span.start));
    let lines = Snippet::source(excerpt.text).line_start(window.first_line());
    let lines = lines.annotations(annotations);
    match places.first() {
        // The library counts columns in what is shown.
        Some((place, _)) if cut => {
            let (line, column) = window.source.position(place.span.start);
            let origin = snippet::Origin::path(path).line(line).char_column(column);
            group.element(origin).element(lines)
        }
        _ => group.element(lines.path(path)),
    }
}
