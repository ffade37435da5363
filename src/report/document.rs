//! The texts that diagnostics point into, and the only place where byte offsets become lines.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

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
    /// The files that it was made from: its own first, where that holds another text than the one
    /// that was checked, then those that are included. Empty where its own is what was checked.
    files: Vec<DiskFile>,
}

/// A file that a chapter was made from.
#[derive(Clone, Debug)]
struct DiskFile {
    /// Its path; nothing for that of the document itself.
    path: Option<PathBuf>,
    lines: Vec<String>,
    /// The numbers, from 0, of each line that is not blank.
    numbers: HashMap<String, Vec<usize>>,
}

impl DiskFile {
    fn new(path: Option<PathBuf>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut numbers: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            numbers.entry(line.clone()).or_default().push(number);
        }
        DiskFile { path, lines, numbers }
    }

    /// The line number `by` lines behind `number`, where there is one.
    fn near(&self, number: usize, by: isize) -> Option<&str> {
        self.lines.get(number.checked_add_signed(by)?).map(String::as_str)
    }
}

/// How many lines around a line are compared to tell it from others like it.
const MOST_AROUND: isize = 30;

/// How many lines of the files of a chapter may be like one of it.
const MOST_LIKE: usize = 1_000;

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
    /// The file that its line numbers count in, where that is not the document's own.
    pub(crate) path: Option<&'a Path>,
}

impl Document {
    /// The document from `origin` with the text `text` that was checked, and the text `on_disk` of
    /// the file, if that could be read.
    ///
    /// Other preprocessors may have changed a chapter before we see it; then a place is looked up
    /// in the file by its line.
    pub fn new(origin: Origin, text: &str, on_disk: Option<&str>) -> Self {
        let is_other = |file: &&str| file.strip_prefix('\u{feff}').unwrap_or(file) != text;
        let files = on_disk.filter(is_other).map(|file| DiskFile::new(None, file));
        let files = files.into_iter().collect();
        Document { origin, text: text.to_owned(), lines: line_starts(text), files }
    }

    /// The same with the files that its file includes: their paths and texts.
    pub fn with_included(mut self, included: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        if !self.files.is_empty() {
            let included = included.into_iter();
            self.files.extend(included.map(|(path, text)| DiskFile::new(Some(path), &text)));
        }
        self
    }

    /// The paths of the files that it was made from, but for its own.
    pub(crate) fn included(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().filter_map(|file| file.path.as_deref())
    }

    /// The lines that `span` touches.
    fn window(&self, span: &Span) -> Window<'_> {
        let first = self.line(span.start);
        let last = self.line(span.end.max(span.start + 1) - 1).min(first + MOST_LINES);
        let range = self.lines[first]..self.line_end(last);
        let text = &self.text[range.clone()];
        let (path, first_line) = match self.on_disk(first) {
            Some((file, line)) => (file.path.as_deref(), line + 1),
            None => (None, first + 1),
        };
        Window { text, first_line, range, path }
    }

    /// The file, the line and the column, from 1, at which `span` starts; the file where it is not
    /// the document's own.
    pub fn place(&self, span: &Span) -> (Option<&Path>, usize, usize) {
        let window = self.window(&(span.start..span.start));
        (window.path, window.first_line, self.column(span.start))
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
                self.files.is_empty() && other.first_line.abs_diff(window.first_line) <= NEAR_LINES
            };
            match windows.iter_mut().find(near) {
                Some(other) => {
                    let range = other.range.start.min(window.range.start)
                        ..other.range.end.max(window.range.end);
                    let first_line = other.first_line.min(window.first_line);
                    *other =
                        Window { text: &self.text[range.clone()], first_line, range, path: None };
                }
                None => windows.push(window),
            }
        }
        windows
    }

    /// The file and the number, from 0, of the line in it that line `number` of the text is: the
    /// only one like it, or the one with the most lines around it that are the same.
    fn on_disk(&self, number: usize) -> Option<(&DiskFile, usize)> {
        let line = self.line_text(number)?;
        let of = |file| move |&number: &usize| (file, number);
        let like = self
            .files
            .iter()
            .flat_map(|file| file.numbers.get(line).into_iter().flatten().map(of(file)));
        let mut like: Vec<(&DiskFile, usize)> = like.take(MOST_LIKE).collect();
        if like.len() < 2 {
            return like.pop();
        }
        let alike = |(file, at): &(&DiskFile, usize)| self.lines_alike(number, file, *at);
        like.sort_by_cached_key(|place| std::cmp::Reverse(alike(place)));
        (alike(&like[0]) > alike(&like[1])).then(|| like[0])
    }

    /// How many lines around line `number` are those around line `at` of `file`.
    fn lines_alike(&self, number: usize, file: &DiskFile, at: usize) -> usize {
        let is_same = |by: &isize| {
            let own = number.checked_add_signed(*by).and_then(|number| self.line_text(number));
            own.is_some() && own == file.near(at, *by)
        };
        let above = (1..=MOST_AROUND).map(|by| -by).take_while(is_same).count();
        above + (1..=MOST_AROUND).take_while(is_same).count()
    }

    /// Line `number`, from 0, without its ending.
    fn line_text(&self, number: usize) -> Option<&str> {
        let start = *self.lines.get(number)?;
        Some(self.text[start..self.line_end(number)].trim_end_matches(['\n', '\r']))
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
        let is_known = self.files.is_empty() || self.on_disk(self.line(span.start)).is_some();
        (!is_known).then(|| {
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
    use std::path::Path;

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

    #[test]
    fn a_place_may_be_in_an_included_file() {
        let checked = "~~~predict\na\n~~~\n\n~~~predict\nb\n~~~\n";
        let file = "~~~predict\na\n~~~\n\n{{#include b.md}}\n";
        let included = ("b.md".into(), "About\n\n~~~predict\nb\n~~~\n".to_owned());
        let document = Document::new(Origin::File("a.md".into()), checked, Some(file));
        let document = document.with_included([included]);
        assert_eq!(document.place(&(3..4)), (None, 1, 4));
        assert_eq!(document.place(&(21..22)), (Some(Path::new("b.md")), 3, 3));
        assert_eq!(document.place(&(32..33)), (Some(Path::new("b.md")), 5, 1));
    }
}
