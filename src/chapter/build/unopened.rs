//! Lines that were to open a block and open none.

use crate::chapter::kind::{Vocabulary, Word};
use crate::chapter::opening::openings;
use crate::chapter::outline::{Outline, Source};
use crate::diagnostic::{Diagnostic, fences as mistakes};

/// The lines of paragraphs that would open a block, were it not for a backtick in the title.
pub(crate) fn unopened(
    source: &Source<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let text = &*source.text;
    let is_opaque = |start: usize| {
        let at = outline.opaque.partition_point(|range| range.start <= start);
        at > 0 && outline.opaque[at - 1].contains(&start)
    };
    openings(text)
        .filter(|opening| opening.before().is_some() && text[opening.start..].starts_with('`'))
        .filter(|opening| opening.info.contains('`'))
        .filter(|opening| {
            let is_container = |c: char| " \t>-+*.):".contains(c) || c.is_ascii_digit();
            opening.before().is_some_and(|before| before.chars().all(is_container))
        })
        .filter_map(|opening| match vocabulary.classify(opening.info, &[]) {
            Word::Kind(kind) if !is_opaque(opening.start) => {
                let span = source.line_span(opening.start);
                let ticks = text[opening.start..].bytes().take_while(|&b| b == b'`').count();
                let longer = "~".repeat(ticks.max(4));
                Some(mistakes::backtick_in_title(span, kind.word(), &longer))
            }
            _ => None,
        })
        .collect()
}
