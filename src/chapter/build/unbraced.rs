//! Attributes that an author wrote without the braces that make them some.

use std::ops::Range;

use crate::chapter::inline::CodeSpans;
use crate::chapter::kind::Kind;
use crate::chapter::outline::Source;
use crate::diagnostic::{Diagnostic, Fix, Safety, Span, attributes as mistakes};

use super::attributes::{Owner, PHASES, STREAMS, sign};
use super::info::{EntryKind, InfoString, list_at};
use super::remedies::rewritten;

/// What is wrong with a title that ends with attributes of `owner`: they have no braces, or their
/// braces touch the words before.
pub(crate) fn in_title(
    source: &Source<'_>,
    info: &InfoString,
    owner: Owner<'_>,
) -> Option<Diagnostic> {
    let (text, title) = (&*source.text, info.title.clone());
    if let Some(braces) = touching_list(text, &title, owner) {
        let list = &text[braces.clone()];
        let place = source.span(braces.start..braces.start);
        let mistake = mistakes::list_touches_title(source.span(braces.clone()), list);
        return Some(mistake.with_fix(Fix::replace(place, " ", Safety::Unsafe)));
    }
    let words = words(text, title.clone());
    let trailing = words.iter().rev().take_while(|word| is_entry(&text[(*word).clone()]));
    let trailing = &words[words.len() - trailing.count()..];
    let entries = || trailing.iter().map(|word| &text[word.clone()]);
    let start = trailing.first()?.start;
    let is_title = |entry: &str| entry.split_once('=').is_some_and(|(key, _)| key == "title");
    let before = text[title.start..start].trim_end();
    let is_apart = before.is_empty() || before.ends_with(['?', '!', '.', '…']);
    let tells = |entry: &str| {
        // A title may be a name that begins with a dot.
        let is_name = before.is_empty() && entry.starts_with('.');
        is_title(entry) || is_telling(entry, owner, is_apart && !is_name)
    };
    if !entries().any(tells) {
        return None;
    }
    let title_of = |entry: &str| Some(entry.split_once('=')?.1.trim_matches('"').to_owned());
    let named = entries().find(|entry| is_title(entry)).and_then(title_of);
    let rest: Vec<_> = entries().filter(|entry| !is_title(entry)).map(with_sign).collect();
    let list = (!rest.is_empty()).then(|| format!("{{{}}}", rest.join(" ")));
    let parts = [Some(text[info.word.clone()].to_owned()), Some(before.to_owned()), named, list];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let written = parts.join(" ");
    let mistake = mistakes::attributes_in_title(source.span(start..title.end), &written);
    Some(rewritten(mistake, source, info, (&written, Safety::Unsafe)))
}

/// What is wrong with a program whose info string has our attributes beside the language.
pub(crate) fn beside_language(source: &Source<'_>, info: &InfoString) -> Option<Diagnostic> {
    let text = &*source.text;
    let is_ours = |entry: &Range<usize>| {
        let key = text[entry.clone()].split_once('=').map(|(key, _)| key);
        key.is_some_and(|key| Owner::Program.keys().contains(&key))
    };
    let entries = pieces(text, info.title.clone(), |byte| is_space(byte) || byte == b',');
    let ours: Vec<Range<usize>> = entries.into_iter().filter(is_ours).collect();
    let (first, last) = (ours.first()?, ours.last()?);
    let (mut kept, mut at) = (String::new(), info.word.start);
    for entry in &ours {
        kept.push_str(text[at..entry.start].trim_end_matches([',', ' ', '\t']));
        at = entry.end;
    }
    kept.push_str(text[at..info.title.end].trim_end());
    let list: Vec<&str> = ours.iter().map(|entry| &text[entry.clone()]).collect();
    let written = format!("{kept} {{{}}}", list.join(" "));
    let place = source.span(first.start..last.end);
    let mistake = mistakes::attributes_without_braces(place, &written);
    Some(rewritten(mistake, source, info, (&written, Safety::Safe)))
}

/// What is wrong with words behind `output` that say what its attributes would.
pub(crate) fn behind_output(source: &Source<'_>, info: &InfoString) -> Option<Diagnostic> {
    let text = &*source.text;
    let words = words(text, info.title.clone());
    let entries: Option<Vec<String>> =
        words.iter().map(|word| output_entry(&text[word.clone()])).collect();
    let entries = entries.filter(|entries| !entries.is_empty())?;
    let written = format!("{} {{{}}}", Kind::Output.word(), entries.join(" "));
    let place: Span = source.span(info.title.clone());
    let mistake = mistakes::attributes_without_braces(place, &written);
    Some(rewritten(mistake, source, info, (&written, Safety::Safe)))
}

/// The attribute of an output that `word` stands for.
fn output_entry(word: &str) -> Option<String> {
    let word = word.trim_matches([',', ':', '(', ')']);
    let keys = Owner::Block(&Kind::Output).keys();
    let (key, value) = word.split_once('=').map_or((word, None), |(k, v)| (k, Some(v)));
    if STREAMS.iter().any(|(stream, _)| *stream == word) {
        return Some(format!("stream={word}"));
    }
    if PHASES.iter().any(|(phase, _)| *phase == word) {
        return Some(format!("phase={word}"));
    }
    let is_flag = ["varies", "empty"].contains(&word);
    (is_flag || (keys.contains(&key) && value.is_some_and(|value| !value.is_empty())))
        .then(|| word.to_owned())
}

/// Whether a word looks like an entry of an attribute list.
fn is_entry(word: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let name = word.strip_prefix('#').or_else(|| word.strip_prefix('.'));
    let key = word.split_once('=').filter(|(_, value)| !value.is_empty()).map(|(key, _)| key);
    name.or(key).is_some_and(is_name)
}

/// Whether an entry says that attributes were meant: by a key of `owner`, or as an id that is no
/// word of a language (`#include`); or as any id or class that `is_apart` from a title, because
/// there is none or a sentence ends before it.
fn is_telling(entry: &str, owner: Owner<'_>, is_apart: bool) -> bool {
    if let Some(id) = entry.strip_prefix('#') {
        return is_apart || id.contains(|c: char| c == '-' || c.is_ascii_digit());
    }
    match entry.split_once('=') {
        Some((key, _)) => owner.keys().contains(&key) || (is_apart && sign(key).is_some()),
        // A title may be `.NET`.
        None => is_apart && !entry.contains(char::is_uppercase),
    }
}

/// An entry as it is written in braces.
fn with_sign(entry: &str) -> String {
    let named = entry.split_once('=').and_then(|(key, value)| Some((sign(key)?, value)));
    named.map_or_else(
        || entry.to_owned(),
        |(sign, value)| format!("{sign}{}", value.trim_matches('"')),
    )
}

/// The braces at the end of a title that touch it, and hold attributes.
fn touching_list(text: &str, title: &Range<usize>, owner: Owner<'_>) -> Option<Range<usize>> {
    let spans = CodeSpans::new(text, title.clone());
    let (mut at, mut last) = (title.start, None);
    while at < title.end {
        at = match text.as_bytes()[at] {
            b'\\' => at + 2,
            b'`' => spans.after(at),
            b'{' => {
                last = Some(at);
                at + 1
            }
            _ => at + 1,
        };
    }
    let open = last?;
    let (entries, end) = list_at(text, open, title.end)?;
    let is_ours = |kind: &EntryKind| match kind {
        EntryKind::Id(name) | EntryKind::Class(name) => name.starts_with(char::is_alphabetic),
        EntryKind::Key { key, .. } => owner.keys().contains(&key.as_str()),
    };
    let is_list = end == title.end && entries.iter().any(|entry| is_ours(&entry.kind));
    is_list.then_some(open..end)
}

/// The words at `range` of `text`.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    pieces(text, range, is_space)
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// What stands between the bytes at `range` of `text` that part pieces, which none does in a code
/// span or in the quotes of a value.
fn pieces(text: &str, range: Range<usize>, parts: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let (bytes, spans) = (text.as_bytes(), CodeSpans::new(text, range.clone()));
    let (mut pieces, mut start, mut at) = (Vec::new(), None, range.start);
    while at < range.end {
        if parts(bytes[at]) {
            pieces.extend(start.take().map(|start| start..at));
            at += 1;
            continue;
        }
        start.get_or_insert(at);
        let is_value = at > range.start && bytes[at - 1] == b'=';
        at = match bytes[at] {
            b'`' => spans.after(at),
            b'"' if is_value => {
                text[at + 1..range.end].find('"').map_or(at + 1, |length| at + length + 2)
            }
            _ => at + 1,
        };
    }
    pieces.extend(start.map(|start| start..range.end));
    pieces
}
