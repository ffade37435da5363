//! Lines that were to open a block and open none.

use std::collections::HashSet;

use crate::chapter::kind::{Kind, Vocabulary, Word};
use crate::chapter::opening::{Opening, is_of_container, openings};
use crate::chapter::outline::{ENDS, OpaqueKind, Outline, Source, columns, opaque_at};
use crate::diagnostic::fences::{self, ToldFence};
use crate::diagnostic::{Diagnostic, strays};

use super::remedies::blank_line_above;

/// The columns of indentation that make code of a block.
const CODE_INDENT: usize = 4;

/// The lines of a text, inside `ancestors`, that would open a block if they were Markdown, had less
/// indentation, or no backtick in the title.
pub(crate) fn unopened(
    source: &Source<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
    ancestors: &[Kind],
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut told: HashSet<usize> = HashSet::new();
    for opening in openings(&source.text) {
        let Some(before) = opening.before().filter(|before| before.chars().all(is_of_container))
        else {
            continue;
        };
        let kind = match vocabulary.classify(opening.info, ancestors) {
            Word::Kind(kind) => kind,
            Word::Near(kind) if opening.is_tilde() => kind,
            _ => continue,
        };
        let opaque = opaque_at(&outline.opaque, opening.start);
        // Of one piece of code or HTML one line is told.
        if opaque.is_some_and(|opaque| !told.insert(opaque.range.start)) {
            continue;
        }
        let line = source.line_span(opening.start);
        found.extend(match opaque.map(|opaque| opaque.kind) {
            Some(OpaqueKind::Code) => None,
            Some(OpaqueKind::Html) => {
                in_html(source, opaque.map_or(0, |html| html.range.start), &opening, &kind)
            }
            Some(OpaqueKind::Indented) => Some(strays::indented_block(line, kind.word(), true)),
            None if has_backtick(&opening) => Some(backtick(source, &opening, &kind)),
            None if is_indented(before) => Some(strays::indented_block(line, kind.word(), false)),
            None => None,
        });
    }
    found
}

fn is_indented(before: &str) -> bool {
    let space = before.len() - before.trim_end_matches([' ', '\t']).len();
    let outer = &before[..before.len() - space];
    columns(0, before) - columns(0, outer) >= CODE_INDENT
}

fn has_backtick(opening: &Opening<'_>) -> bool {
    !opening.is_tilde() && opening.info.contains('`')
}

fn backtick(source: &Source<'_>, opening: &Opening<'_>, kind: &Kind) -> Diagnostic {
    fences::backtick_in_title(ToldFence {
        opener: source.line_span(opening.start),
        closer: None,
        word: kind.word(),
        marker: opening.marker,
        wanted: "~".repeat(opening.marker.len().max(4)),
    })
}

/// A block that a tag above it keeps from being one, and no comment, script or quoted source.
fn in_html(
    source: &Source<'_>,
    html: usize,
    opening: &Opening<'_>,
    kind: &Kind,
) -> Option<Diagnostic> {
    let before = source.text[html..opening.start].to_ascii_lowercase();
    let is_open = |(open, close): (&str, &str)| before.rfind(open) > before.rfind(close);
    // A declaration is no place for a block.
    let is_meant = ENDS.into_iter().filter(|(open, _)| *open != "<!").any(is_open);
    let line = || source.line_span(opening.start);
    (!is_meant).then(|| {
        let mistake = strays::block_in_html(line(), source.line_span(html), kind.word());
        mistake.fix(blank_line_above(source, opening.start))
    })
}
