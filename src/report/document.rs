//! The texts that diagnostics point into, and the only place where byte offsets become lines.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use crate::diagnostic::Span;

/// Where the text of a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This file, in full.
    File(PathBuf),
    /// The chapter of this title, which has no file.
    Chapter(String),
}

/// A text that diagnostics point into, and where it comes from.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it comes from.
    pub origin: Origin,
    /// The text that the spans count in.
    text: String,
    /// The byte offsets at which its lines start.
    lines: Vec<usize>,
    /// The file on disk, where it holds another text than the one that was checked.
    file: Option<LineNumbers>,
}

/// The number of each line of a text, from 0; none where the same line is there twice.
type LineNumbers = HashMap<String, Option<usize>>;

fn numbers(text: &str) -> LineNumbers {
    let mut numbers = LineNumbers::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let twice = numbers.entry(line.to_owned());
        twice.and_modify(|number| *number = None).or_insert(Some(number));
    }
    numbers
}

/// Where lines of a text begin.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
}

/// A stretch of whole lines that is shown around a span.
pub(crate) struct Window<'a> {
    pub(crate) text: &'a str,
    pub(crate) first_line: usize,
    /// Where it stands in the text that was checked.
    pub(crate) range: Range<usize>,
}

impl Document {
    /// The document from `origin` with the text `text` that was checked, and the text `on_disk` of
    /// the file, if that could be read.
    ///
    /// Other preprocessors may have changed a chapter before we see it; then a place is looked up
    /// in the file by its line.
    pub fn new(origin: Origin, text: &str, on_disk: Option<&str>) -> Self {
        let on_disk = on_disk.map(|file| file.strip_prefix('\u{feff}').unwrap_or(file));
        let file = on_disk.filter(|file| *file != text).map(numbers);
        Document { origin, text: text.to_owned(), lines: line_starts(text), file }
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
    pub(crate) fn windows(&self, spans: &[&Span]) -> Vec<Window<'_>> {
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
        self.file.as_ref()?.get(line).copied().flatten()
    }

    /// The column, from 1, of the byte at `offset`, in characters.
    pub(crate) fn column(&self, offset: usize) -> usize {
        self.text[self.lines[self.line(offset)]..offset].chars().count() + 1
    }

    /// The number, from 1, of the line of `window` that the byte at `offset` is in.
    pub(crate) fn line_in(&self, window: &Window<'_>, offset: usize) -> usize {
        window.first_line + self.line(offset) - self.line(window.range.start)
    }

    /// What to say of a place that is not sure to be the file's.
    pub(crate) fn doubt(&self, span: &Span) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::{Document, Origin};

    #[test]
    fn a_place_is_looked_up_in_the_file_by_its_line() {
        let checked = "included\n\n~~~predict\n~~~\n\n~~~predict\n";
        let file = "{{#include x}}\n~~~predict\n~~~\n";
        let document = Document::new(Origin::File("a.md".into()), checked, Some(file));
        let window = document.window(&(10..20));
        assert_eq!((window.first_line, window.text), (2, "~~~predict\n"));
        assert_eq!(document.doubt(&(10..20)), None);
        assert!(document.doubt(&(0..8)).is_some());
        assert_eq!(document.window(&(0..8)).first_line, 1);
    }
}
