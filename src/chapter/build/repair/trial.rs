//! Mends tried on the text, before anybody is told of them.

use std::collections::BTreeSet;

use crate::chapter::options::Reading;
use crate::chapter::outline::Source;

use super::meant::{Meant, Slip};
use super::shape::{FenceShape, last_bytes};
use super::slips::TextEdits;

/// How many mends are tried one by one.
const MOST_TRIALS: usize = 12;

/// A text on which mends are tried.
pub(super) struct Trial<'a, 's> {
    source: &'a Source<'s>,
    meant: &'a Meant<'a>,
    reading: &'a Reading,
    /// How the text is read without any.
    before: &'a FenceShape,
    /// Where blocks are to begin, in the chapter.
    intended: BTreeSet<usize>,
    /// The last bytes of the lines that are code now or were meant to be, in the chapter.
    code: BTreeSet<usize>,
}

/// A text with mends.
pub(super) struct Candidate {
    /// What they take away.
    pub(super) slips: Vec<Slip>,
    /// How they do.
    pub(super) edits: TextEdits,
    /// How many of its fences are not what they were meant to be.
    pub(super) badness: usize,
}

impl<'a, 's> Trial<'a, 's> {
    /// The trial of what was `meant` in `source`, which is read as `before`.
    pub(super) fn new(
        source: &'a Source<'s>,
        meant: &'a Meant<'a>,
        reading: &'a Reading,
        before: &'a FenceShape,
    ) -> Self {
        let blocks = (0..meant.fences.len()).filter(|&fence| meant.fences[fence].kind.is_some());
        let starts = blocks.map(|block| source.origin(meant.opener(block).marker.start));
        let intended = starts.collect();
        let mut code = before.code.clone();
        for fence in 0..meant.fences.len() {
            let Some(range) = meant.code_in(&source.text, fence) else { continue };
            code.extend(last_bytes(&source.text, range).map(|at| source.origin(at)));
        }
        Trial { source, meant, reading, before, intended, code }
    }

    /// The mends that are worth telling: those that help one by one, or all of them if only that
    /// does.
    pub(super) fn best(&self) -> Option<Candidate> {
        let all = &self.meant.slips;
        let (mut kept, mut badness) = (None, self.badness(self.before));
        for &slip in all.iter().take(MOST_TRIALS) {
            let before = kept.as_ref().map_or(&[][..], |kept: &Candidate| &kept.slips);
            let candidate = self.candidate([before, &[slip]].concat());
            if let Some(better) = candidate.filter(|candidate| candidate.badness < badness) {
                badness = better.badness;
                kept = Some(better);
            }
        }
        let together = (badness > 0).then(|| self.candidate(all.clone())).flatten();
        together.filter(|candidate| candidate.badness < badness).or(kept)
    }

    /// The text without these slips; nothing where that makes code of prose or takes a block away.
    fn candidate(&self, slips: Vec<Slip>) -> Option<Candidate> {
        let edits = self.edits(&slips);
        let source = self.source.edited(&edits);
        let (shape, _) = FenceShape::of(&source, self.reading)?;
        let is_lost =
            |block: &usize| !shape.blocks.contains(block) && self.intended.contains(block);
        let is_harmless =
            shape.code.is_subset(&self.code) && !self.before.blocks.iter().any(is_lost);
        let badness = self.badness(&shape);
        is_harmless.then_some(Candidate { slips, edits, badness })
    }

    /// How many fences are not what they were meant to be.
    fn badness(&self, shape: &FenceShape) -> usize {
        shape.open + self.missing(shape)
    }

    /// How many blocks are none.
    pub(super) fn missing(&self, shape: &FenceShape) -> usize {
        self.intended.difference(&shape.blocks).count()
    }

    fn edits(&self, slips: &[Slip]) -> TextEdits {
        let edits = slips.iter().flat_map(|slip| self.meant.edits(&self.source.text, *slip));
        let mut edits: TextEdits = edits.collect();
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        edits.dedup();
        let mut end = 0;
        edits.retain(|(range, _)| {
            let is_behind = range.start >= end;
            end = end.max(range.end);
            is_behind
        });
        edits
    }
}
