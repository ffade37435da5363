//! A text that knows where each of its lines stands in the chapter.
//!
//! The body of a fence in a list or a quote is not one slice of the chapter: every line of it has
//! lost a prefix. Such a body is read like a chapter of its own, and whatever is found there is
//! still known by its true place. A chapter behind a byte-order mark begins at byte 3 of its file.

use std::borrow::Cow;
use std::ops::Range;

use super::columns::columns;

/// A chapter, or lines of one that lost what stands in front of them, with the origin of each.
#[derive(Clone, Debug, Default)]
pub struct Source<'a> {
    /// The text itself.
    pub text: Cow<'a, str>,
    /// Where the text begins in the chapter, in bytes; it only counts where there are no lines.
    base: usize,
    /// Where the lines come from, ascending; empty where the text is a slice of the chapter.
    lines: Vec<Line>,
    /// What each line has in front of it in the chapter, as far as containers and fences want it.
    prefix: String,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    /// The byte offset in `text` at which the line starts.
    start: usize,
    /// How many spaces at the start stand for a part of a tab, and so are not in the chapter.
    padding: usize,
    /// The byte offset in the chapter of what follows the padding.
    origin: usize,
}

impl<'a> Source<'a> {
    /// The chapter from its byte number `base` on.
    pub(crate) fn chapter(text: &'a str, base: usize) -> Self {
        Source { text: Cow::Borrowed(text), base, ..Source::default() }
    }

    /// Lines of `parent`, each with the spaces that stand before it for a part of a tab; `prefix`
    /// is what they lost beyond what the lines of `parent` had lost already.
    pub(crate) fn lines_of(
        parent: &Source<'_>,
        prefix: &str,
        lines: impl IntoIterator<Item = (usize, Range<usize>)>,
    ) -> Source<'static> {
        let mut text = String::new();
        let mut origins = Vec::new();
        for (padding, range) in lines {
            let origin = parent.origin(range.start);
            let inherited = parent.padding_at(range.start);
            origins.push(Line { start: text.len(), padding: padding + inherited, origin });
            text.extend(std::iter::repeat_n(' ', padding));
            // A line of an edited text has pieces.
            let start = text.len();
            let first = parent.lines.partition_point(|line| line.start <= range.start);
            let pieces = parent.lines[first..].iter().take_while(|line| line.start < range.end);
            origins.extend(
                pieces.map(|line| Line { start: line.start - range.start + start, ..*line }),
            );
            text.push_str(&parent.text[range]);
        }
        let prefix = format!("{}{prefix}", parent.prefix);
        Source { text: Cow::Owned(text), base: 0, lines: origins, prefix }
    }

    /// The lines of `range`, which starts a line, with up to `columns` columns of indentation gone.
    pub(crate) fn dedented(&self, range: Range<usize>, columns: usize) -> Source<'static> {
        let mut at = range.start;
        let lines = self.text[range].split_inclusive('\n').map(|line| {
            let (padding, taken) = dedent(line, columns);
            let range = at + taken..at + line.len();
            at += line.len();
            (padding, range)
        });
        Source::lines_of(self, &" ".repeat(columns), lines.collect::<Vec<_>>())
    }

    /// The text as it means where its lines begin at column `column`: with spaces for tabs that
    /// indent less there; nothing where none does.
    pub(crate) fn at_column(&self, column: usize) -> Option<Source<'static>> {
        let (mut at, mut is_other) = (0, false);
        let mut lines = Vec::new();
        for line in self.text.split_inclusive('\n') {
            let lead = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
            let width = columns(column, lead) - column;
            let is_same = width == columns(0, lead);
            is_other |= !is_same;
            lines.push(match is_same {
                true => (0, at..at + line.len()),
                false => (width, at + lead.len()..at + line.len()),
            });
            at += line.len();
        }
        is_other.then(|| Source::lines_of(self, "", lines))
    }

    /// The part of the text at `range`, which starts a line.
    pub(crate) fn slice(&self, range: Range<usize>) -> Source<'static> {
        let first = self.lines.partition_point(|line| line.start < range.start);
        let lines = self.lines[first..].iter().take_while(|line| line.start < range.end);
        let lines = lines.map(|line| Line { start: line.start - range.start, ..*line });
        Source {
            text: Cow::Owned(self.text[range.clone()].to_owned()),
            base: self.base + range.start,
            lines: lines.collect(),
            prefix: self.prefix.clone(),
        }
    }

    /// The text with `edits` made, which are sorted and disjoint. Everything in it still is known
    /// by its true place, and what is new by the place where it stands.
    pub(crate) fn edited(&self, edits: &[(Range<usize>, String)]) -> Source<'static> {
        let (mut text, mut lines, mut at) = (String::new(), Vec::new(), 0);
        let end = self.text.len();
        let edits = edits.iter().map(|(range, new)| (range.clone(), new.as_str()));
        for (range, new) in edits.chain([(end..end, "")]) {
            for kept in self.text[at..range.start].split_inclusive('\n') {
                lines.push(Line { start: text.len(), padding: 0, origin: self.origin(at) });
                text.push_str(kept);
                at += kept.len();
            }
            let origin = self.origin(range.start);
            for line in new.split_inclusive('\n') {
                lines.push(Line { start: text.len(), padding: line.len(), origin });
                text.push_str(line);
            }
            at = range.end;
        }
        Source { text: Cow::Owned(text), base: 0, lines, prefix: self.prefix.clone() }
    }

    /// What each line has in front of it in the chapter, as far as containers and fences want it.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// How many spaces from `offset` on stand for a part of a tab.
    fn padding_at(&self, offset: usize) -> usize {
        let after = self.lines.partition_point(|line| line.start <= offset);
        let line = after.checked_sub(1).map(|at| &self.lines[at]);
        line.map_or(0, |line| (line.start + line.padding).saturating_sub(offset))
    }

    /// The byte offset in the chapter of the byte at `offset` of this text.
    pub fn origin(&self, offset: usize) -> usize {
        let after = self.lines.partition_point(|line| line.start <= offset);
        match after.checked_sub(1).map(|at| &self.lines[at]) {
            None => self.base + offset,
            Some(line) => line.origin + (offset - line.start).saturating_sub(line.padding),
        }
    }

    /// The range in the chapter that `range` of this text comes from.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin(range.start);
        if range.is_empty() {
            return start..start;
        }
        // The end belongs to the last byte inside, not to the first one of the next line.
        start..(self.origin(range.end - 1) + 1).max(start)
    }

    /// The end of the line that `offset` is in, without its line ending.
    pub(crate) fn line_end(&self, offset: usize) -> usize {
        let rest = &self.text[offset..];
        let line = rest.split('\n').next().unwrap_or(rest);
        offset + line.trim_end_matches('\r').len()
    }

    /// The range in the chapter of what stands from `offset` to the end of its line.
    pub(crate) fn line_span(&self, offset: usize) -> Range<usize> {
        self.span(offset..self.line_end(offset))
    }

    /// The start of the line that `offset` is in.
    pub(crate) fn line_start(&self, offset: usize) -> usize {
        line_start(&self.text, offset)
    }
}

/// The start of the line of `text` that byte `offset` is in.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

/// What ends the lines of `text`: what ends the first one, so that nobody looks through all of it
/// for each mistake.
pub(crate) fn line_ending(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// The white space of Markdown; others are letters to it.
const BLANK: [char; 6] = [' ', '\t', '\u{b}', '\u{c}', '\r', '\n'];

/// Whether there is nothing in `text` but the white space of Markdown.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim_matches(BLANK).is_empty()
}

/// `text` without the blank lines at its end; the last line keeps its spaces, which code may want.
pub(crate) fn without_blank_end(text: &str) -> &str {
    let blank = text.len() - text.trim_end_matches(BLANK).len();
    let last_line = text[text.len() - blank..].find('\n').unwrap_or(blank);
    text[..text.len() - blank + last_line].trim_end_matches('\r')
}

/// How many spaces of `line` stand for the rest of a tab that `columns` cuts, and how many bytes
/// of its indentation go.
fn dedent(line: &str, columns: usize) -> (usize, usize) {
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        if column >= columns {
            return (column - columns, at);
        }
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (0, at),
        }
    }
    (0, line.trim_end_matches(['\n', '\r']).len())
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn a_body_knows_where_its_lines_come_from() {
        let chapter = Source::chapter("> one\n> two\n", 0);
        let body = Source::lines_of(&chapter, "> ", [(0, 2..6), (1, 8..12)]);
        assert_eq!(body.text, "one\n two\n");
        assert_eq!(body.span(0..3), 2..5);
        assert_eq!(body.span(5..8), 8..11);
        let inner = Source::lines_of(&body, "", [(0, 6..8)]);
        assert_eq!((&*inner.text, inner.span(0..2)), ("wo", 9..11));
    }

    #[test]
    fn a_text_may_begin_behind_a_mark() {
        let chapter = Source::chapter("a\nb\n", 3);
        assert_eq!((chapter.span(2..3), chapter.slice(2..4).span(0..1)), (5..6, 5..6));
    }

    #[test]
    fn a_slice_of_a_body_knows_its_lines_and_what_they_lost() {
        let chapter = Source::chapter("> one\n> two\n> six\n", 0);
        let body = Source::lines_of(&chapter, "> ", [(0, 2..6), (0, 8..12), (0, 14..18)]);
        let slice = body.slice(4..12);
        assert_eq!((&*slice.text, slice.prefix()), ("two\nsix\n", "> "));
        assert_eq!(slice.span(4..7), 14..17);
    }

    #[test]
    fn dedenting_may_cut_a_tab() {
        let chapter = Source::chapter("- a\n\tb\n  c\n\n", 0);
        let body = chapter.dedented(4..12, 2);
        assert_eq!(body.text, "  b\nc\n\n");
        assert_eq!(body.span(2..3), 5..6);
    }

    #[test]
    fn a_tab_indents_as_far_as_the_next_stop() {
        let chapter = Source::chapter("a\n\tb\n    c\n", 0);
        assert!(chapter.at_column(4).is_none());
        let body = chapter.at_column(2).unwrap();
        assert_eq!((&*body.text, body.span(4..5)), ("a\n  b\n    c\n", 3..4));
    }

    #[test]
    fn a_tab_may_be_cut_twice() {
        let chapter = Source::chapter("\té\n", 0);
        let outer = chapter.dedented(0..4, 1);
        let inner = outer.dedented(0..outer.text.len(), 1);
        assert_eq!((&*inner.text, inner.span(2..4)), ("  é\n", 1..3));
        let rest = Source::lines_of(&inner, "", [(0, 1..5)]);
        assert_eq!((&*rest.text, rest.span(1..3)), (" é\n", 1..3));
    }

    #[test]
    fn lines_end_before_their_line_ending() {
        let chapter = Source::chapter("ab\r\ncd", 0);
        assert_eq!((chapter.line_end(1), chapter.line_end(4)), (2, 6));
        assert_eq!((chapter.line_start(1), chapter.line_start(5)), (0, 4));
    }
}
