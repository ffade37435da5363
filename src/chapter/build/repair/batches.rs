//! The batches in which the fences of a long chapter are mended: what is tried on a text costs more
//! than it is long, so each batch is a text of its own.
//!
//! A batch begins with a block that stands in nothing, as far as fences alike tell; or, where
//! something is never closed, with one that ends it.

use std::ops::Range;

use crate::chapter::kind::{Kind, Vocabulary, Word};
use crate::chapter::outline::raw_html;

use super::lines::FenceLine;
use super::shape::holds;

/// The longest text, in bytes, in which mends are tried.
const LONGEST_TEXT: usize = 200_000;

/// The most lines that look like fences in a text in which mends are tried.
const MOST_LINES: usize = 400;

/// In how many open fences a line looks for the one that it closes.
const DEEPEST: usize = 32;

/// Whether mends are tried in a text of `bytes` with so many lines that look like fences.
pub(super) fn is_short(bytes: usize, lines: usize) -> bool {
    bytes <= LONGEST_TEXT && lines <= MOST_LINES
}

/// The byte ranges of the batches of `text`, whose `lines` look like fences.
///
/// One in which no other begins may be too long for mends.
pub(super) fn batches(
    text: &str,
    lines: &[FenceLine<'_>],
    vocabulary: &Vocabulary,
) -> Vec<Range<usize>> {
    let html = raw_html(text);
    let mut cutting =
        Cutting { lines, vocabulary, open: Vec::new(), first: 0, sure: None, likely: None };
    let mut starts = vec![0];
    for (number, line) in lines.iter().enumerate() {
        if begins_block(line, vocabulary) && !holds(&html, line.line.start) {
            cutting.note(number);
        }
        let start = starts[starts.len() - 1];
        if !is_short(line.line.end - start, number + 1 - cutting.first) {
            starts.extend(cutting.cut().map(|first| lines[first].line.start));
        }
        cutting.pair(number);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a line opens a block that stands in no container and is no part of another.
fn begins_block(line: &FenceLine<'_>, vocabulary: &Vocabulary) -> bool {
    let is_whole = |kind: Kind| !kind.is_part();
    line.marker.start == line.line.start
        && match vocabulary.classify(line.info(), &[]) {
            Word::Kind(kind) | Word::Near(kind) => is_whole(kind),
            Word::Other => false,
        }
}

/// Where a batch may end. Lines are given by number.
struct Cutting<'a, 't> {
    lines: &'a [FenceLine<'t>],
    vocabulary: &'a Vocabulary,
    /// The lines of the batch that open fences which nothing closed yet.
    open: Vec<usize>,
    /// The first line of the batch.
    first: usize,
    /// The last line that begins a block while nothing is open.
    sure: Option<usize>,
    /// The last line that begins a block as long as what is open.
    likely: Option<usize>,
}

impl Cutting<'_, '_> {
    /// Takes note of a line that begins a block.
    fn note(&mut self, line: usize) {
        let is_as_long = |&open: &usize| self.lines[line].is_as_long_as(&self.lines[open]);
        if self.open.is_empty() {
            self.sure = Some(line).filter(|&line| line > self.first).or(self.sure);
        } else if self.open.first().is_some_and(is_as_long) && !self.is_in_code() {
            self.likely = Some(line);
        }
    }

    /// Whether code is open, which may show how a block is written.
    fn is_in_code(&self) -> bool {
        let innermost = self.open.iter().rev().take(DEEPEST).map(|&line| &self.lines[line]);
        let is_code = |line: &FenceLine<'_>| {
            !line.is_bare()
                && self.vocabulary.classify(line.info(), &[]) == Word::Other
                && Vocabulary::built_in(line.word()).is_none()
        };
        innermost.into_iter().any(is_code)
    }

    /// Ends the batch at the best line for that, if there is any, which is the first of the next.
    fn cut(&mut self) -> Option<usize> {
        let first = self.sure.take().or(self.likely)?;
        self.first = first;
        self.open.retain(|&line| line >= first);
        self.likely = self.likely.filter(|&line| line > first);
        Some(first)
    }

    /// Takes note of the fence that a line opens or closes.
    fn pair(&mut self, number: usize) {
        let line = &self.lines[number];
        let innermost = |closes: &dyn Fn(&FenceLine<'_>) -> bool| {
            let first = self.open.len().saturating_sub(DEEPEST);
            let place = self.open[first..].iter().rposition(|&open| closes(&self.lines[open]));
            place.map(|place| first + place).filter(|_| line.is_bare())
        };
        let equal = innermost(&|open| open.is_equal_to(line));
        let like = || innermost(&|open| open.is_like(line)).filter(|_| line.is_below_text());
        match equal.or_else(like) {
            Some(place) => self.open.truncate(place),
            // A code span is no fence.
            None if line.has_backtick() && line.info().contains(line.marker()) => {}
            None => self.open.push(number),
        }
    }
}
