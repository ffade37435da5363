//! What the parser reads as it was meant, whatever is wrong elsewhere: its lines are no fences to
//! be mended, even where an output or a program shows some.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::chapter::kind::{Vocabulary, Word, first_word};
use crate::chapter::opening::openings;
use crate::chapter::options::Reading;
use crate::chapter::outline::{Fence, Source, outline};

/// The byte ranges between the fences of the blocks of `source` that are closed, have none of the
/// `wrong` places in them and keep no block from being one of its `blocks`, and of the code that
/// ends before the text does and keeps none.
pub(super) fn sound(
    source: &Source<'_>,
    reading: &Reading,
    blocks: &BTreeSet<usize>,
    wrong: &[usize],
) -> Vec<Range<usize>> {
    let Ok(outline) = outline(source, reading.dialect, &|_| true) else { return Vec::new() };
    let text = &*source.text;
    let is_sound = |fence: &Fence| {
        let range = &fence.range;
        let in_chapter = source.origin(range.start)..source.origin(range.end);
        if wrong.iter().any(|place| in_chapter.contains(place)) {
            return false;
        }
        let classify = |info: &str| reading.vocabulary.classify(info, &[]);
        let is_other = |info: &str| matches!(classify(info), Word::Other);
        // White space at the end of a text is of the line, and not of the fence.
        let start = fence.info.end.min(range.end);
        let info = &text[fence.info.clone()];
        let mut inside = openings(&text[start..range.end]);
        let is_read = |at: usize| blocks.contains(&source.origin(start + at));
        if !inside.all(|opening| is_other(opening.info) || is_read(opening.start)) {
            return false;
        }
        match is_other(info) {
            // The block around a part may have ended too early.
            true if Vocabulary::built_in(first_word(info)).is_some() => false,
            true => fence.is_closed() || range.end < text.trim_end().len(),
            false => fence.is_closed(),
        }
    };
    let inside = |fence: &Fence| match &fence.closer {
        Some(closer) => fence.info.end..closer.start,
        None => fence.range.clone(),
    };
    outline.fences.iter().filter(|fence| is_sound(fence)).map(inside).collect()
}
