//! Fixes for what was written in another way than the block language has it, where the place says
//! what was meant.

use std::ops::Range;

use crate::chapter::outline::{Item, Source, line_ending};
use crate::diagnostic::{Diagnostic, Fix, Safety};

use super::info::InfoString;

/// `mistake` with the fix that writes `written` in the place of all that stands before the
/// attribute list of `info`.
pub(crate) fn rewritten(
    mistake: Diagnostic,
    source: &Source<'_>,
    info: &InfoString,
    (written, safety): (&str, Safety),
) -> Diagnostic {
    let place = source.span(info.word.start..info.title.end);
    mistake.with_fix(Fix::replace(place, written, safety))
}

/// The quotes that word processors open a text with, and those that close it.
const QUOTES: [(char, [char; 2]); 7] = [
    ('“', ['”', '“']),
    ('”', ['”', '“']),
    ('„', ['“', '”']),
    ('‟', ['”', '“']),
    ('«', ['»', '«']),
    ('»', ['«', '»']),
    ('‘', ['’', '‘']),
];

/// The fix that makes plain quotes of the typographic ones of the attributes at `range`, where each
/// value begins and ends with one.
pub(crate) fn plain_quotes(source: &Source<'_>, range: Range<usize>) -> Option<Fix> {
    let text = &source.text[range.clone()];
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(equals) = text[at..].find('=') {
        at += equals + 1;
        let Some(quote) = text[at..].chars().next() else { break };
        let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == quote) else { continue };
        let start = at + quote.len_utf8();
        let (length, end) = text[start..].char_indices().find(|(_, c)| closing.contains(c))?;
        if text[start..start + length].contains(['"', '\\']) {
            return None;
        }
        edits.push(at..start);
        at = start + length + end.len_utf8();
        edits.push(start + length..at);
    }
    let place =
        |quote: Range<usize>| source.span(range.start + quote.start..range.start + quote.end);
    let edits: Vec<_> = edits.into_iter().map(|quote| (place(quote), "\"".to_owned())).collect();
    (!edits.is_empty()).then_some(Fix { edits, safety: Safety::Safe })
}

/// The fix that puts a blank line above the line that byte `at` is in, outside of containers.
pub(crate) fn blank_line_above(source: &Source<'_>, at: usize) -> Option<Fix> {
    let start = source.line_start(at);
    let is_in_none = source.prefix().is_empty() && source.text[start..at].trim().is_empty();
    let place = source.origin(start);
    is_in_none.then(|| Fix::replace(place..place, line_ending(&source.text), Safety::Safe))
}

/// The fix that moves the fence behind the tick of `item` to a line of its own, which `container`
/// begins.
pub(crate) fn fence_on_its_line(source: &Source<'_>, item: &Item, container: &str) -> Option<Fix> {
    let (_, tick) = item.task.as_ref()?;
    let behind = &source.text[tick.end..];
    let fence = tick.end + behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let line = format!("{}{container}", line_ending(&source.text));
    Some(Fix::replace(source.span(tick.end..fence), line, Safety::Safe))
}

/// The fix that makes a choice of `item`, whose text begins with empty brackets, in a list of
/// choices.
pub(crate) fn ticked(source: &Source<'_>, item: &Item) -> Option<Fix> {
    let text = &source.text[item.text.clone()];
    let is_box = text.starts_with("[] ") || text.trim_end() == "[]";
    let brackets = item.text.start..item.text.start + 2;
    is_box.then(|| Fix::replace(source.span(brackets), "[ ]", Safety::Safe))
}
