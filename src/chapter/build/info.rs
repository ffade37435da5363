//! The info string of a fence: `KIND [TITLE] [{ATTRIBUTES}]`.
//!
//! It is read from the source and not from the parser's event, whose info string has already lost
//! its backslashes and entities. All ranges are byte offsets into the text that was given.

use std::ops::Range;

use crate::chapter::inline::CodeSpans;
use crate::chapter::kind::first_word;

/// An info string, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct InfoString {
    /// The first word; empty where there is none.
    pub(crate) word: Range<usize>,
    /// Everything after the word, trimmed: title and attributes together.
    pub(crate) rest: Range<usize>,
    /// Inline Markdown between word and attributes, trimmed; may be empty.
    pub(crate) title: Range<usize>,
    /// The range of the attribute list with its braces.
    pub(crate) braces: Option<Range<usize>>,
    /// The entries of the attribute list.
    pub(crate) entries: Vec<Entry>,
    /// Why the braces are no attribute list.
    pub(crate) problem: Option<Problem>,
}

/// One entry of an attribute list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: EntryKind,
    /// The whole entry, for a caret under it.
    pub(crate) span: Range<usize>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// `#id`
    Id(String),
    /// `.class`
    Class(String),
    /// `key=value`, `key="quoted value"` or a bare `flag`
    Key { key: String, value: Option<(String, Range<usize>)> },
}

/// Why something in braces is not an attribute list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Range<usize>,
    pub(crate) message: &'static str,
}

impl Problem {
    fn new(span: Range<usize>, message: &'static str) -> Self {
        Problem { span, message }
    }
}

impl InfoString {
    /// Takes the info string at `range` of `text` apart.
    pub(crate) fn parse(text: &str, range: Range<usize>) -> Self {
        let start = trim(text, range.clone()).start;
        let word = start..start + first_word(&text[start..range.end]).len();
        let rest = trim(text, word.end..range.end);
        let mut info =
            InfoString { word: word.clone(), title: rest.clone(), rest, ..Self::default() };
        let Some((open, attempt)) = last_list(text, word.end, range.end) else {
            return info;
        };
        info.title = trim(text, word.end..open);
        match attempt {
            Err(problem) => {
                info.braces = Some(open..info.rest.end);
                info.problem = Some(problem);
            }
            Ok((entries, end)) => {
                info.braces = Some(open..end);
                info.entries = entries;
                let after = trim(text, end..range.end);
                if !after.is_empty() {
                    let message = "nothing may follow the attribute list";
                    info.problem = Some(Problem::new(after, message));
                }
            }
        }
        info
    }

    /// The entry `key`, if there is one.
    pub(crate) fn entry(&self, key: &str) -> Option<&EntryKind> {
        let is_it = |kind: &&EntryKind| matches!(kind, EntryKind::Key { key: k, .. } if k == key);
        self.entries.iter().map(|entry| &entry.kind).find(is_it)
    }

    /// The word or the two words that are nearly the kind `meant`.
    pub(crate) fn near(&self, text: &str, meant: &str) -> Range<usize> {
        let half = text[self.word.clone()].to_lowercase().replace('_', "-");
        let second = first_word(&text[self.rest.clone()]).len();
        match meant.starts_with(&format!("{half}-")) {
            true => self.word.start..self.rest.start + second,
            false => self.word.clone(),
        }
    }

    /// Everything from the word to the last character, without white space at its ends.
    pub(crate) fn all(&self) -> Range<usize> {
        self.word.start..if self.rest.is_empty() { self.word.end } else { self.rest.end }
    }
}

/// `range` without the white space at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    start..end
}

/// The entries of a list with the offset after it, or why it is none.
type Attempt = Result<(Vec<Entry>, usize), Problem>;

/// The last `{` that follows white space (or the kind), outside code spans and unescaped, with
/// what comes of reading an attribute list there.
fn last_list(text: &str, start: usize, end: usize) -> Option<(usize, Attempt)> {
    let (bytes, spans) = (text.as_bytes(), CodeSpans::new(text, start..end));
    let mut last = None;
    let mut at = start;
    while at < end {
        at = match bytes[at] {
            b'\\' => at + 2,
            b'`' => spans.after(at),
            b'{' if opens_list(bytes, at, start) => {
                let attempt = list(text, at, end);
                let next = attempt.as_ref().map_or(at + 1, |(_, end)| *end);
                last = Some((at, attempt));
                next
            }
            _ => at + 1,
        };
    }
    last
}

/// The entries of the list that opens at `open`, with the offset after it, if it is one.
pub(crate) fn list_at(text: &str, open: usize, end: usize) -> Option<(Vec<Entry>, usize)> {
    list(text, open, end).ok()
}

/// Whether the brace at `at` can open a list in an info string whose word ends at `start`.
fn opens_list(bytes: &[u8], at: usize, start: usize) -> bool {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match before {
        // The word itself ends with the backslash that keeps the brace from being ours.
        Some(b'\\') => false,
        Some(before) => at == start || before.is_ascii_whitespace(),
        None => true,
    }
}

/// Reads the attribute list that opens at `open`: its entries, and the offset after its `}`.
fn list(text: &str, open: usize, end: usize) -> Attempt {
    let mut entries = Vec::new();
    let mut at = open + 1;
    loop {
        at = end - text[at..end].trim_start().len();
        match text[at..end].chars().next() {
            None => {
                return Err(Problem::new(
                    open..end,
                    "this brace is never closed: write `}` at the end",
                ));
            }
            Some('}') => return Ok((entries, at + 1)),
            Some(_) => {
                let (entry, next) = entry(text, at, end)?;
                entries.push(entry);
                at = next;
            }
        }
    }
}

fn entry(text: &str, start: usize, end: usize) -> Result<(Entry, usize), Problem> {
    let rest = &text[start..end];
    let marker = rest.len() - rest.trim_start_matches(['#', '.']).len();
    let name_start = start + marker.min(1);
    let name_end = name_start + name_length(&text[name_start..end]);
    let name = text[name_start..name_end].to_owned();
    if name.is_empty() {
        let stop = start + rest.chars().next().map_or(0, char::len_utf8);
        return Err(Problem::new(start..stop, "expected `#id`, `.class`, `key=value` or a word"));
    }
    let (kind, next) = match rest.as_bytes()[0] {
        b'#' => (EntryKind::Id(name), name_end),
        b'.' => (EntryKind::Class(name), name_end),
        _ if text[name_end..end].starts_with('=') => {
            let (value, next) = value(text, name_end + 1, end)?;
            (EntryKind::Key { key: name, value: Some((value, name_end + 1..next)) }, next)
        }
        _ => (EntryKind::Key { key: name, value: None }, name_end),
    };
    let ends_well = text[next..end].chars().next().is_none_or(|c| c.is_whitespace() || c == '}');
    if !ends_well {
        let stop = next + text[next..end].chars().next().map_or(0, char::len_utf8);
        return Err(Problem::new(next..stop, "expected a space or `}` before this"));
    }
    Ok((Entry { kind, span: start..next }, next))
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || "-_:.".contains(c))).unwrap_or(text.len())
}

fn value(text: &str, start: usize, end: usize) -> Result<(String, usize), Problem> {
    if text[start..end].starts_with('"') {
        return quoted(text, start, end);
    }
    if let Some(quote) = text[start..end].chars().next().filter(|c| "“”„‟«»‘’‚".contains(*c))
    {
        let message = "a typographic quote is none here: write `\"`";
        return Err(Problem::new(start..start + quote.len_utf8(), message));
    }
    let length = text[start..end]
        .find(|c: char| c.is_whitespace() || "}\"".contains(c))
        .unwrap_or(end - start);
    if length == 0 {
        return Err(Problem::new(start - 1..start, "expected a value after this `=`"));
    }
    Ok((text[start..start + length].to_owned(), start + length))
}

fn quoted(text: &str, start: usize, end: usize) -> Result<(String, usize), Problem> {
    let mut value = String::new();
    let mut chars = text[start + 1..end].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((value, start + 1 + at + 1)),
            '\\' => match chars.next() {
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => break,
            },
            _ => value.push(c),
        }
    }
    Err(Problem::new(start..end, "this quote is never closed: write `\"` where its text ends"))
}

#[cfg(test)]
mod tests {
    use super::{EntryKind, InfoString};

    /// Renders what was read as `kind|title|entries|problem`.
    #[track_caller]
    fn check(info: &str, expected: &str) {
        let parsed = InfoString::parse(info, 0..info.len());
        let entries: Vec<String> = parsed
            .entries
            .iter()
            .map(|entry| match &entry.kind {
                EntryKind::Id(id) => format!("#{id}"),
                EntryKind::Class(class) => format!(".{class}"),
                EntryKind::Key { key, value: None } => key.clone(),
                EntryKind::Key { key, value: Some((value, _)) } => format!("{key}=<{value}>"),
            })
            .collect();
        let problem = parsed
            .problem
            .map(|problem| format!("|{:?}: {}", &info[problem.span], problem.message))
            .unwrap_or_default();
        let (kind, title) = (&info[parsed.word], &info[parsed.title]);
        assert_eq!(format!("{kind}|{title}|{}{problem}", entries.join(" ")), expected);
    }

    #[test]
    fn a_kind_a_title_and_attributes() {
        check("predict", "predict||");
        check("  predict  Who greets whom?  ", "predict|Who greets whom?|");
        check("predict{#a}", "predict||#a");
        check("rust,ignore", "rust|,ignore|");
        check(
            "predict A *b* `c` {#x .y rows=3 input=\"te xt\" flag}",
            "predict|A *b* `c`|#x .y rows=<3> input=<te xt> flag",
        );
    }

    #[test]
    fn braces_in_titles() {
        check("predict What is `{1, 2}`?", "predict|What is `{1, 2}`?|");
        check("predict What is \\{1}?", "predict|What is \\{1}?|");
        check("predict f{x}", "predict|f{x}|");
        check("\\{.js}", "\\|{.js}|");
        check("js \\{1,3-4}", "js|\\{1,3-4}|");
        check("predict `` a ` {b} `` {#c}", "predict|`` a ` {b} ``|#c");
        check("predict {a} b", "predict||a|\"b\": nothing may follow the attribute list");
    }

    #[test]
    fn quoted_values_may_hold_anything() {
        check(r#"python {caption="a {b} \"c\" \d"}"#, r#"python||caption=<a {b} "c" \d>"#);
    }

    #[test]
    fn what_is_no_list_says_where() {
        check("predict T {1, 2}", "predict|T||\",\": expected a space or `}` before this");
        check("predict T {#}", "predict|T||\"#\": expected `#id`, `.class`, `key=value` or a word");
        check("predict T {a=", "predict|T||\"=\": expected a value after this `=`");
        check(
            "predict T {a",
            "predict|T||\"{a\": this brace is never closed: write `}` at the end",
        );
        check(
            "predict T {a=“b c”}",
            "predict|T||\"“\": a typographic quote is none here: write `\"`",
        );
        check(
            "predict T {a=\"b}",
            "predict|T||\"\\\"b}\": this quote is never closed: write `\"` where its text ends",
        );
    }
}
