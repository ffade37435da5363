//! A fenced code block as it stands in the chapter.

use crate::diagnostic::Span;

/// A fenced code block. All spans are bytes of the chapter, whatever containers it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fenced {
    /// From its first fence character to the end of its closing fence.
    pub span: Span,
    /// Its first line from there on, without the line ending.
    pub opener: Span,
    /// The fence characters that open it.
    pub marker: String,
    /// The info string, without the white space around it.
    pub info: Span,
    /// The attribute list in it, with its braces.
    pub attributes: Option<Span>,
    /// The lines between the fences, whole: with what stands in front of each, and line endings.
    pub lines: Span,
    /// What every further line has in front of it to stay in the containers around the block.
    pub container: String,
    /// How many columns the fence is indented in them, which its lines are as well.
    pub indent: usize,
    /// The fence characters that close it; nothing where the end of a container does.
    pub closer: Option<Span>,
}

impl Fenced {
    /// The lines of `text` as they are to stand between the fences.
    pub(crate) fn lines_of(&self, text: &str, newline: &str) -> String {
        let prefix = format!("{}{:indent$}", self.container, "", indent = self.indent);
        let mut lines = String::new();
        for line in text.lines() {
            lines.push_str(if line.is_empty() { prefix.trim_end() } else { &prefix });
            lines.push_str(line);
            lines.push_str(newline);
        }
        lines
    }

    /// Whether `inner` is this fence, or stands in it.
    pub(crate) fn is_around(&self, inner: &Fenced) -> bool {
        self.span.start <= inner.span.start && inner.span.end <= self.span.end
    }

    /// The fence characters that no line of `text` closes: these, or more of them.
    pub(crate) fn marker_around(&self, text: &str) -> String {
        longer_than_any_in(text, self.marker.chars().next().unwrap_or('~'), self.marker.len())
    }

    /// The edits that make `marker` of the fence characters that open and close it.
    pub(crate) fn marker_edits(&self, marker: &str) -> impl Iterator<Item = (Span, String)> {
        let opening = self.opener.start..self.opener.start + self.marker.len();
        let spans = std::iter::once(opening).chain(self.closer.clone());
        spans.map(move |span| (span, marker.to_owned()))
    }
}

/// A fence of `least` characters, or of as many as keep every line of `text` from closing it.
pub(crate) fn longer_than_any_in(text: &str, character: char, least: usize) -> String {
    let run = |line: &str| line.trim_start().chars().take_while(|&c| c == character).count();
    let longest = text.lines().map(run).max().unwrap_or(0);
    character.to_string().repeat(least.max(longest + 1))
}
