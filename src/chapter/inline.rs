//! Inline Markdown on one line, and code spans, which are read and written nowhere else.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::Span;

use super::outline::{Source, plain_text};

/// A value, and where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the chapter; the quotes of a value and the sign of an id or a class are among
    /// them.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// The value `value`, written at `span`.
    pub(crate) fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

/// A title or the text of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// The Markdown, on one line.
    pub source: String,
    /// Its words, without Markdown.
    pub plain: String,
    /// Its bytes in the chapter, a range for each line; joined by spaces they are the Markdown.
    pub spans: Vec<Span>,
}

impl Inline {
    /// The inline Markdown of `source` that stands at `ranges`, one for each line.
    pub(crate) fn read(source: &Source<'_>, ranges: &[Range<usize>]) -> Self {
        let lines: Vec<&str> = ranges.iter().map(|range| &source.text[range.clone()]).collect();
        let text = lines.join(" ");
        let spans = ranges.iter().map(|range| source.span(range.clone())).collect();
        let plain = code_span(&text).map_or_else(|| plain_text(&text), str::to_owned);
        Inline { plain, source: text, spans }
    }

    /// The place in the chapter of the bytes `range` of the Markdown, as far as the line goes in
    /// which they begin.
    pub(crate) fn span_of(&self, range: &Range<usize>) -> Span {
        let mut start = 0;
        for span in &self.spans {
            let end = start + span.len();
            if range.start < end {
                return span.start + (range.start.max(start) - start)
                    ..span.start + (range.end.min(end) - start);
            }
            start = end + 1;
        }
        unreachable!("{range:?} is in no line of {self:?}")
    }

    /// What is in the code span that is all of it.
    pub(crate) fn as_code(&self) -> Option<&str> {
        code_span(&self.source)
    }
}

/// What is in a code span that is all of `text`.
pub(crate) fn code_span(text: &str) -> Option<&str> {
    let run = text.bytes().take_while(|&byte| byte == b'`').count();
    let (open, rest) = text.split_at(run);
    let inner = rest.strip_suffix(open).filter(|inner| run > 0 && !inner.is_empty())?;
    if inner.split(|c| c != '`').any(|ticks| ticks.len() == run) {
        return None;
    }
    // CommonMark takes one space away at both ends, so that a backtick can stand there.
    let padded = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
    Some(padded.filter(|inner| !inner.trim().is_empty()).unwrap_or(inner))
}

/// The code spans of a stretch of text.
#[derive(Debug)]
pub(crate) struct CodeSpans<'t> {
    /// The text up to the end of the stretch.
    bytes: &'t [u8],
    /// Where the last run of each number of backticks begins: behind it none needs to be looked
    /// for, and one look for each backtick would take forever.
    last: HashMap<usize, usize>,
}

impl<'t> CodeSpans<'t> {
    /// Those at `range` of `text`.
    pub(crate) fn new(text: &'t str, range: Range<usize>) -> Self {
        let mut spans = CodeSpans { bytes: &text.as_bytes()[..range.end], last: HashMap::new() };
        let mut at = range.start;
        while let Some(next) = memchr::memchr(b'`', &spans.bytes[at..]) {
            at += next;
            let length = spans.run(at);
            spans.last.insert(length, at);
            at += length;
        }
        spans
    }

    /// How many backticks begin at `at`.
    fn run(&self, at: usize) -> usize {
        self.bytes[at..].iter().take_while(|&&byte| byte == b'`').count()
    }

    /// The offset after the code span that begins at `at`, or after its backticks if it never ends.
    pub(crate) fn after(&self, at: usize) -> usize {
        let length = self.run(at);
        let behind = at + length;
        if self.last.get(&length).is_none_or(|&last| last < behind) {
            return behind;
        }
        let mut next = behind;
        while let Some(found) = memchr::memchr(b'`', &self.bytes[next..]) {
            next += found;
            let run = self.run(next);
            next += run;
            if run == length {
                return next;
            }
        }
        behind
    }
}

/// `text` in a code span.
pub(crate) fn in_code_span(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let touches = text.starts_with('`') || text.ends_with('`') || text.is_empty();
    let pad = if touches || (text.starts_with(' ') && text.ends_with(' ')) { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::{code_span, in_code_span};

    #[test]
    fn a_code_span_delimits_an_output() {
        assert_eq!(code_span("`a`"), Some("a"));
        assert_eq!(code_span("`` a`b ``"), Some("a`b"));
        assert_eq!(code_span("`  a `"), Some(" a"));
        assert_eq!(code_span("`a` or `b`"), None);
        assert_eq!(code_span("a"), None);
        assert_eq!(code_span("``"), None);
    }

    #[test]
    fn code_spans_hold_backticks() {
        assert_eq!(in_code_span("a`b"), "``a`b``");
        assert_eq!(in_code_span("`"), "`` ` ``");
        for text in ["a", "a`b", "`", " a ", "``a"] {
            assert_eq!(code_span(&in_code_span(text)), Some(text));
        }
    }
}
