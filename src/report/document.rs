//! The texts that diagnostics point into, and the only place where byte offsets become lines.
//!
//! A text that was checked may be made of several files, or changed on its way to us. Where a span
//! of it stands in what the author has is a [`Located`].

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use crate::book::includes::{From, IncludedFile, Resolved};
use crate::diagnostic::Span;

/// Where the text of a document comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// This file, in full.
    File(PathBuf),
    /// The chapter of this title, which has no file.
    Chapter(String),
}

/// A text that diagnostics point into, and what the author has of it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text that was checked, or the file it comes from; then the others that it comes from.
    texts: Vec<SourceText>,
    provenance: Provenance,
}

/// Where the text that was checked comes from.
#[derive(Clone, Debug)]
enum Provenance {
    /// It is the first text.
    Itself,
    /// It is the first text, whose lines may stand in those behind it: the file on disk, and what
    /// that includes. For each of these, the numbers of its lines.
    Changed(Vec<LineNumbers>),
    /// It was put together from pieces of the texts.
    Pieces(Vec<PlacedPiece>),
}

/// A piece of the text that was checked.
#[derive(Clone, Debug)]
struct PlacedPiece {
    /// Where it ends, in bytes.
    end: usize,
    /// Which text it comes from.
    text: usize,
    /// Where it stands there; of other length where only the line is known that brought it.
    place: Span,
    is_certain: bool,
}

/// The numbers, from 0, of each line of a text that is not blank.
type LineNumbers = HashMap<String, Vec<usize>>;

fn numbers(text: &str) -> LineNumbers {
    let mut numbers = LineNumbers::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        numbers.entry(line.to_owned()).or_default().push(number);
    }
    numbers
}

/// How many lines around a line are compared to tell it from others like it.
const MOST_AROUND: isize = 30;

/// How many lines of the files of a chapter may be like one of it.
const MOST_LIKE: usize = 1_000;

/// A text that an author has before them.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    /// Where it is.
    pub(crate) origin: Origin,
    text: String,
    /// The byte offsets at which its lines start.
    lines: Vec<usize>,
}

impl SourceText {
    fn new(origin: Origin, text: &str) -> Self {
        let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        SourceText { origin, text: text.to_owned(), lines }
    }

    /// The number, from 0, of the line that the byte at `offset` is in.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset) - 1
    }

    fn line_end(&self, line: usize) -> usize {
        self.lines.get(line + 1).copied().unwrap_or(self.text.len())
    }

    /// The line of this number, from 0, without its ending.
    fn line_text(&self, line: usize) -> Option<&str> {
        let start = *self.lines.get(line)?;
        Some(self.text[start..self.line_end(line)].trim_end_matches(['\n', '\r']))
    }

    /// How many lines around line `number` are those around line `at` of `other`.
    fn lines_alike(&self, number: usize, other: &SourceText, at: usize) -> usize {
        let is_same = |by: &isize| {
            let text_at = |text: &'_ SourceText, at: usize| {
                at.checked_add_signed(*by).and_then(|at| text.line_text(at).map(str::to_owned))
            };
            let own = text_at(self, number);
            own.is_some() && own == text_at(other, at)
        };
        let above = (1..=MOST_AROUND).map(|by| -by).take_while(is_same).count();
        above + (1..=MOST_AROUND).take_while(is_same).count()
    }

    /// The line and the column, from 1, of the byte at `offset`, the column in characters.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        (line + 1, self.text[self.lines[line]..offset].chars().count() + 1)
    }
}

/// Where a span of the text that was checked stands in what the author has.
pub(crate) struct Located<'d> {
    /// The text that it is in.
    pub(crate) source: &'d SourceText,
    /// Where it is there, in bytes.
    pub(crate) span: Span,
    /// What to say of it where that is not certain.
    pub(crate) doubt: Option<&'d str>,
}

/// A stretch of whole lines that is shown around spans.
pub(crate) struct Window<'d> {
    pub(crate) source: &'d SourceText,
    /// Where it stands in the source, in bytes.
    pub(crate) range: Range<usize>,
}

impl<'d> Window<'d> {
    pub(crate) fn text(&self) -> &'d str {
        &self.source.text[self.range.clone()]
    }

    /// The number of its first line, from 1.
    pub(crate) fn first_line(&self) -> usize {
        self.source.line(self.range.start) + 1
    }

    /// Whether it shows where `place` begins.
    pub(crate) fn shows(&self, place: &Located<'_>) -> bool {
        let is_inside = self.range.contains(&place.span.start) || self.range.is_empty();
        std::ptr::eq(self.source, place.source) && is_inside
    }
}

/// What is said of a place in a text that other preprocessors changed.
const CHANGED: &str = "other preprocessors changed this chapter first: lines are counted in the \
                       text that they passed on";

/// What is said of a place whose line cannot be told.
const BROUGHT: &str =
    "the mistake is in the text that this line brings, where the same lines stand twice";

impl Document {
    /// The document from `origin` with the text `text` that was checked, and the text `on_disk` of
    /// the file, if that could be read.
    ///
    /// Other preprocessors may have changed a chapter before we see it; then a place is looked up
    /// in the file by its line.
    pub fn new(origin: Origin, text: &str, on_disk: Option<&str>) -> Self {
        let on_disk = on_disk.map(|file| file.strip_prefix('\u{feff}').unwrap_or(file));
        let mut texts = vec![SourceText::new(origin.clone(), text)];
        let Some(file) = on_disk.filter(|file| *file != text) else {
            return Document { texts, provenance: Provenance::Itself };
        };
        texts.push(SourceText::new(origin, file));
        Document { texts, provenance: Provenance::Changed(vec![numbers(file)]) }
    }

    /// The same with the files that its file includes.
    pub fn with_included(mut self, included: &[IncludedFile]) -> Self {
        if let Provenance::Changed(lines) = &mut self.provenance {
            for file in included {
                self.texts.push(SourceText::new(Origin::File(file.path.clone()), &file.text));
                lines.push(numbers(&file.text));
            }
        }
        self
    }

    /// The document of the chapter in the file `file` at `path`, with its links `resolved`.
    pub fn resolved(path: PathBuf, file: &str, resolved: &Resolved) -> Self {
        let origin = Origin::File(path);
        if resolved.pieces.is_empty() {
            return Document::new(origin, &resolved.text, Some(file));
        }
        let mut texts = vec![SourceText::new(origin, file)];
        let brought = resolved.files.iter();
        texts.extend(
            brought.map(|file| SourceText::new(Origin::File(file.path.clone()), &file.text)),
        );
        let pieces = resolved.pieces.iter().map(|piece| {
            let (end, length) = (piece.range.end, piece.range.len());
            let (text, place, is_certain) = match &piece.from {
                From::Chapter(at) => (0, *at..at + length, true),
                From::File(file, at) => (file + 1, *at..at + length, true),
                From::Link(link) => (0, link.clone(), false),
            };
            PlacedPiece { end, text, place, is_certain }
        });
        Document { texts, provenance: Provenance::Pieces(pieces.collect()) }
    }

    /// Where the text that was checked comes from, in the first place.
    pub fn origin(&self) -> &Origin {
        &self.texts[0].origin
    }

    /// Where `span` of the text that was checked stands.
    pub(crate) fn locate(&self, span: &Span) -> Located<'_> {
        let checked = &self.texts[0];
        let as_it_is = |doubt| Located { source: checked, span: span.clone(), doubt };
        match &self.provenance {
            Provenance::Itself => as_it_is(None),
            Provenance::Changed(numbers) => {
                let line = checked.line(span.start);
                self.on_disk(numbers, line).map_or(as_it_is(Some(CHANGED)), |(file, number)| {
                    let start = span.start - checked.lines[line];
                    in_line(file, number, start, &checked.text[span.clone()])
                })
            }
            Provenance::Pieces(pieces) => self.in_pieces(pieces, span),
        }
    }

    /// The text and the number, from 0, of the line in it that line `number` of the first text is:
    /// the only one like it, or the one with the most lines around it that are the same.
    fn on_disk(&self, numbers: &[LineNumbers], number: usize) -> Option<(&SourceText, usize)> {
        let checked = &self.texts[0];
        let line = checked.line_text(number)?;
        let like = self.texts[1..].iter().zip(numbers).flat_map(|(file, numbers)| {
            numbers.get(line).into_iter().flatten().map(move |number| (file, *number))
        });
        let mut like: Vec<(&SourceText, usize)> = like.take(MOST_LIKE).collect();
        if like.len() < 2 {
            return like.pop();
        }
        let alike = |(file, at): &(&SourceText, usize)| checked.lines_alike(number, file, *at);
        like.sort_by_cached_key(|place| std::cmp::Reverse(alike(place)));
        (alike(&like[0]) > alike(&like[1])).then(|| like[0])
    }

    /// Where `span` starts: the text, the line and the column there, both from 1.
    pub fn place(&self, span: &Span) -> (&Origin, usize, usize) {
        let Located { source, span, .. } = self.locate(span);
        let (line, column) = source.position(span.start);
        (&source.origin, line, column)
    }

    fn in_pieces(&self, pieces: &[PlacedPiece], span: &Span) -> Located<'_> {
        let at = |offset: usize| {
            let number = pieces.partition_point(|piece| piece.end <= offset);
            let piece = &pieces[number.min(pieces.len() - 1)];
            let left = piece.end.saturating_sub(offset);
            (piece, piece.place.end.saturating_sub(left).max(piece.place.start))
        };
        let (first, start) = at(span.start);
        let source = &self.texts[first.text];
        if !first.is_certain {
            return Located { source, span: first.place.clone(), doubt: Some(BROUGHT) };
        }
        let (last, end) = at(span.end.max(span.start + 1) - 1);
        let is_whole = last.text == first.text && last.is_certain && start <= end;
        let end = if is_whole { end + span.len().min(1) } else { first.place.end };
        Located { source, span: start..end.min(source.text.len()), doubt: None }
    }
}

/// The place of `text` in the line of this number of the file, `start` bytes behind its beginning.
fn in_line<'d>(file: &'d SourceText, number: usize, start: usize, text: &str) -> Located<'d> {
    let line_end = file.lines[number] + file.line_text(number).map_or(0, str::len);
    let start = file.lines[number] + start;
    let is_whole = file.text.get(start..start + text.len()) == Some(text);
    let end = if is_whole { start + text.len() } else { line_end.max(start) };
    Located { source: file, span: start..end, doubt: None }
}

/// The lines around all `places`, those that are near each other as one.
pub(crate) fn windows<'d>(places: &[Located<'d>]) -> Vec<Window<'d>> {
    let mut windows: Vec<Window<'d>> = Vec::new();
    for place in places {
        let source = place.source;
        let first = source.line(place.span.start);
        let last = source.line(place.span.end.max(place.span.start + 1) - 1);
        let range = source.lines[first]..source.line_end(last.min(first + MOST_LINES));
        let near = |other: &&mut Window<'d>| {
            let line = source.line(other.range.start);
            std::ptr::eq(source, other.source) && line.abs_diff(first) <= NEAR_LINES
        };
        match windows.iter_mut().find(near) {
            Some(other) => {
                other.range = other.range.start.min(range.start)..other.range.end.max(range.end);
            }
            None => windows.push(Window { source, range }),
        }
    }
    windows
}

/// The most further lines of one span that are shown.
const MOST_LINES: usize = 20;

/// How many lines apart two places may be that are shown together.
const NEAR_LINES: usize = 30;

#[cfg(test)]
mod tests {
    use super::{Document, Origin, windows};
    use crate::book::includes::IncludedFile;

    #[test]
    fn a_place_is_looked_up_in_the_file_by_its_line() {
        let checked = "included\n\n~~~predict\n~~~\n\n~~~predict\n";
        let file = "{{#include x}}\n~~~predict\n~~~\n";
        let document = Document::new(Origin::File("a.md".into()), checked, Some(file));
        let located = document.locate(&(10..20));
        assert_eq!((located.span.clone(), located.doubt), (15..25, None));
        let windows = windows(&[located]);
        assert_eq!((windows[0].first_line(), windows[0].text()), (2, "~~~predict\n"));
        let lost = document.locate(&(0..8));
        assert!(lost.doubt.is_some());
        assert_eq!(lost.source.position(lost.span.start), (1, 1));
    }

    #[test]
    fn a_place_may_be_in_an_included_file() {
        let checked = "~~~predict\na\n~~~\n\n~~~predict\nb\n~~~\n";
        let file = "~~~predict\na\n~~~\n\n{{#include b.md}}\n";
        let included = IncludedFile::new("b.md".into(), "About\n\n~~~predict\nb\n~~~\n".to_owned());
        let document = Document::new(Origin::File("a.md".into()), checked, Some(file));
        let document = document.with_included(&[included]);
        let place = |span| {
            let located = document.locate(&span);
            (located.source.origin.clone(), located.source.position(located.span.start))
        };
        assert_eq!(place(3..4), (Origin::File("a.md".into()), (1, 4)));
        assert_eq!(place(21..22), (Origin::File("b.md".into()), (3, 4)));
        assert_eq!(place(32..33), (Origin::File("b.md".into()), (5, 2)));
    }
}
