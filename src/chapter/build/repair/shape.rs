//! How the parser reads the fences of a text, which tells a mended text from a worse one.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::chapter::kind::{Kind, Word};
use crate::chapter::options::Reading;
use crate::chapter::outline::{Fence, OpaqueKind, Outline, Source, outline};

use super::super::choices::is_task_list;

/// In how many blocks fences are looked for.
const DEEPEST: usize = 8;

/// How the parser reads fences. All places are bytes of the chapter.
#[derive(Debug, Default)]
pub(super) struct FenceShape {
    /// Where the blocks begin.
    pub(super) blocks: BTreeSet<usize>,
    /// How many fences nothing closes.
    pub(super) open: usize,
    /// Where the last bytes of the lines of code are that are not blank.
    pub(super) code: BTreeSet<usize>,
    /// The comments, in order.
    pub(super) comments: Vec<Range<usize>>,
}

impl FenceShape {
    /// How the parser reads `source`, with the outline of that; nothing where it panics.
    pub(super) fn of(source: &Source<'_>, reading: &Reading) -> Option<(FenceShape, Outline)> {
        let mut shape = FenceShape::default();
        let outline = shape.look(source, reading, &mut Vec::new())?;
        shape.comments.sort_by_key(|comment| comment.start);
        Some((shape, outline))
    }

    /// Adds the fences of `source`, which stands in blocks of the kinds `around`.
    fn look(
        &mut self,
        source: &Source<'_>,
        reading: &Reading,
        around: &mut Vec<Kind>,
    ) -> Option<Outline> {
        let outline = outline(source, reading.dialect, &|_| true).ok()?;
        let html = outline.opaque.iter().filter(|opaque| opaque.kind == OpaqueKind::Html);
        let comments = html.filter(|html| source.text[html.range.clone()].starts_with("<!--"));
        self.comments.extend(comments.map(|comment| source.span(comment.range.clone())));
        for fence in &outline.fences {
            let info = &source.text[fence.info.clone()];
            let word = reading.vocabulary.classify(info, around);
            let (Word::Kind(kind) | Word::Near(kind)) = word else {
                self.open += usize::from(!fence.is_closed() && !is_contained(&outline, fence));
                self.add_code(fence);
                continue;
            };
            self.open += usize::from(!fence.is_closed());
            self.blocks.insert(source.origin(fence.range.start));
            if kind == Kind::Output {
                self.add_code(fence);
            } else if around.len() < DEEPEST {
                around.push(kind);
                self.look(&fence.body, reading, around)?;
                around.pop();
            }
        }
        Some(outline)
    }

    fn add_code(&mut self, fence: &Fence) {
        let body = &fence.body;
        self.code.extend(last_bytes(&body.text, 0..body.text.len()).map(|at| body.origin(at)));
    }
}

/// Whether the end of a quote or an item ends a fence, and nothing is the worse for it: what stands
/// under a choice is taken out of its item.
fn is_contained(outline: &Outline, fence: &Fence) -> bool {
    let behind = outline.children.partition_point(|child| child.range.start <= fence.range.start);
    let holder = behind.checked_sub(1).map(|at| &outline.children[at]);
    fence.depth > 0 && !holder.is_some_and(is_task_list)
}

/// Where the last bytes are of the lines at `range` of `text`, but for white space.
pub(super) fn last_bytes(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let mut at = range.start;
    text[range].split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        line.trim_end().len().checked_sub(1).map(|last| start + last)
    })
}

/// Whether one of `ranges`, which are in order and disjoint, holds `place`.
pub(super) fn holds(ranges: &[Range<usize>], place: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= place);
    after.checked_sub(1).is_some_and(|last| ranges[last].contains(&place))
}
