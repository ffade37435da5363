//! A fenced code block as it stands in the chapter.

use crate::diagnostic::Span;

use super::inline::Spanned;

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
    /// The attribute list in it.
    pub attributes: Option<AttributeList>,
    /// The lines between the fences, whole: with what stands in front of each, and line endings.
    pub lines: Span,
    /// What every further line has in front of it to stay in the containers around the block.
    pub container: String,
    /// How many columns the fence is indented in them, which its lines are as well.
    pub indent: usize,
    /// The fence characters that close it; nothing where the end of a container does.
    pub closer: Option<Span>,
}

/// An attribute list as it stands in the chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeList {
    /// The list with its braces.
    pub span: Span,
    /// What stands in it.
    pub entries: Vec<Attribute>,
}

/// An entry of an attribute list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The key, or an id or a class with its sign.
    pub key: Spanned<String>,
    /// The value, where the key is no bare word.
    pub value: Option<Spanned<String>>,
    /// All of it.
    pub span: Span,
}

impl Fenced {
    /// The entry `key` of the attribute list.
    pub fn attribute(&self, key: &str) -> Option<&Attribute> {
        self.attributes.as_ref()?.entries.iter().find(|entry| entry.key.value == key)
    }

    /// The edit of the chapter that sets the attribute `key`, to a value or as a bare word.
    pub fn with_attribute(&self, key: &str, value: Option<&str>) -> (Span, String) {
        let entry = match value {
            Some(value) => format!("{key}={}", quoted_value(value)),
            None => key.to_owned(),
        };
        match (self.attribute(key), &self.attributes) {
            (Some(old), _) => (old.span.clone(), entry),
            (None, Some(list)) => {
                let end = list.entries.last().map_or(list.span.start + 1, |last| last.span.end);
                let space = if list.entries.is_empty() { "" } else { " " };
                (end..end, format!("{space}{entry}"))
            }
            (None, None) => (self.info.end..self.info.end, format!(" {{{entry}}}")),
        }
    }

    /// The edit of the chapter that takes the attribute `key` away, and the list with the last one.
    pub fn without_attribute(&self, key: &str) -> Option<(Span, String)> {
        let list = self.attributes.as_ref()?;
        let at = list.entries.iter().position(|entry| entry.key.value == key)?;
        let span = match list.entries.len() {
            1 => list.span.clone(),
            _ if at == 0 => list.entries[0].span.start..list.entries[1].span.start,
            _ => list.entries[at - 1].span.end..list.entries[at].span.end,
        };
        Some((span, String::new()))
    }

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

    /// The fence characters that no line closes whose fences are no longer than `runs`: these, or
    /// more of them.
    pub(crate) fn marker_behind(&self, runs: &LongestRuns) -> String {
        let is_tilde = self.marker.starts_with('~');
        let (character, longest) =
            if is_tilde { ('~', runs.tildes) } else { ('`', runs.backticks) };
        character.to_string().repeat(self.marker.len().max(longest + 1))
    }

    /// The edits that make `marker` of the fence characters that open and close it.
    pub(crate) fn marker_edits(&self, marker: &str) -> impl Iterator<Item = (Span, String)> {
        let opening = self.opener.start..self.opener.start + self.marker.len();
        let spans = std::iter::once(opening).chain(self.closer.clone());
        spans.map(move |span| (span, marker.to_owned()))
    }
}

/// A value as it may stand in an attribute list.
fn quoted_value(value: &str) -> String {
    let is_plain =
        !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || "\"}\\".contains(c));
    if is_plain {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The longest runs of fence characters that begin lines of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LongestRuns {
    tildes: usize,
    backticks: usize,
}

impl LongestRuns {
    /// Those of `text`.
    pub(crate) fn of(text: &str) -> Self {
        LongestRuns { tildes: longest_run(text, '~'), backticks: longest_run(text, '`') }
    }

    /// Makes them those of a text that has `other` as well.
    pub(crate) fn join(&mut self, other: &LongestRuns) {
        self.tildes = self.tildes.max(other.tildes);
        self.backticks = self.backticks.max(other.backticks);
    }
}

/// A fence of `least` characters, or of as many as keep every line of `text` from closing it.
pub(crate) fn longer_than_any_in(text: &str, character: char, least: usize) -> String {
    character.to_string().repeat(least.max(longest_run(text, character) + 1))
}

/// How many of `character` begin the line of `text` that most of them begin.
fn longest_run(text: &str, character: char) -> usize {
    let run = |line: &str| line.trim_start().chars().take_while(|&c| c == character).count();
    text.lines().map(run).max().unwrap_or(0)
}
