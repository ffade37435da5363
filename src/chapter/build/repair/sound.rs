//! What the parser reads as it was meant, whatever is wrong elsewhere: its lines are no fences to
//! be mended, even where an output or a program shows some.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::chapter::kind::{Kind, Vocabulary, Word, first_word};
use crate::chapter::opening::openings;
use crate::chapter::options::Reading;
use crate::chapter::outline::{Fence, Outline, Source};

/// The byte ranges between the fences of the blocks of `source` that are closed, have none of the
/// `wrong` places, which are in order, in them and keep no block from being one of its `blocks`,
/// and of the code that ends before the text does and keeps none.
pub(super) fn sound(
    source: &Source<'_>,
    outline: &Outline,
    reading: &Reading,
    blocks: &BTreeSet<usize>,
    wrong: &[usize],
) -> Vec<Range<usize>> {
    let text = &*source.text;
    let classify = |info: &str, around: &[Kind]| reading.vocabulary.classify(info, around);
    let is_other = |info: &str| matches!(classify(info, &[]), Word::Other);
    let keeps_none = |fence: &Fence| {
        let around = match classify(&text[fence.info.clone()], &[]) {
            Word::Kind(kind) | Word::Near(kind) => vec![kind],
            Word::Other => Vec::new(),
        };
        // White space at the end of a text is of the line, and not of the fence.
        let start = fence.info.end.min(fence.range.end);
        let mut inside = openings(&text[start..fence.range.end]);
        let is_read = |at: usize| blocks.contains(&source.origin(start + at));
        inside
            .all(|opening| classify(opening.info, &around) == Word::Other || is_read(opening.start))
    };
    let ends = |fence: &Fence| {
        let info = &text[fence.info.clone()];
        match is_other(info) {
            // The block around a part may have ended too early.
            true if Vocabulary::built_in(first_word(info)).is_some() => false,
            true => fence.is_closed() || fence.range.end < text.trim_end().len(),
            false => fence.is_closed(),
        }
    };
    let is_sound =
        |fence: &&Fence| !is_doubtful(source, fence, wrong) && keeps_none(fence) && ends(fence);
    let inside = |fence: &Fence| match &fence.closer {
        Some(closer) => fence.info.end..closer.start,
        None => fence.range.clone(),
    };
    outline.fences.iter().filter(is_sound).map(inside).collect()
}

/// Whether one of the `wrong` places is in a fence; or before one that has no word, which then may
/// well begin with the closing fence of something else.
fn is_doubtful(source: &Source<'_>, fence: &Fence, wrong: &[usize]) -> bool {
    let place = source.span(fence.range.clone());
    let before = wrong.partition_point(|wrong| *wrong < place.start);
    let has_wrong = wrong.get(before).is_some_and(|wrong| *wrong < place.end);
    has_wrong || (before > 0 && source.text[fence.info.clone()].trim().is_empty())
}
