//! A fenced code block as it stands in the chapter, and other lines for it.

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
    /// The edits, sorted, that put `text` in the place of the lines between the fences.
    ///
    /// The lines of `text` end with `\n`, the last one with or without, and those of the chapter
    /// with `newline`. The fences grow where a line would close them.
    pub fn with_lines(&self, text: &str, newline: &str) -> Vec<(Span, String)> {
        let character = self.marker.chars().next().unwrap_or('~');
        let marker = longer_than_any_in(text, character, self.marker.len());
        let prefix = format!("{}{:indent$}", self.container, "", indent = self.indent);
        let mut lines = String::new();
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            lines.push_str(if line.is_empty() { prefix.trim_end() } else { &prefix });
            lines.push_str(line);
            lines.push_str(newline);
        }
        if text.is_empty() {
            lines.clear();
        }
        let mut edits = vec![(self.lines.clone(), lines)];
        if marker != self.marker {
            let start = self.opener.start;
            edits.insert(0, (start..start + self.marker.len(), marker.clone()));
            edits.extend(self.closer.clone().map(|closer| (closer, marker)));
        }
        edits
    }
}

/// A fence of `least` characters, or of as many as keep every line of `text` from closing it.
pub(crate) fn longer_than_any_in(text: &str, character: char, least: usize) -> String {
    let run = |line: &str| line.trim_start().chars().take_while(|&c| c == character).count();
    let longest = text.lines().map(run).max().unwrap_or(0);
    character.to_string().repeat(least.max(longest + 1))
}
