//! How long each fence should be: longer than those in it.

use super::meant::{Meant, MeantFence, Slip};

impl Meant<'_> {
    /// Compares the length of each block with those of the fences in it, from the inside out, and
    /// says what each should be.
    pub(super) fn measure(&mut self) {
        self.make_of_tildes();
        for block in (0..self.fences.len()).rev() {
            let length = self.fences[block].length;
            let as_long: Vec<usize> =
                self.inside(block).filter(|&fence| self.fences[fence].length >= length).collect();
            let Some(&inner) = as_long.first() else { continue };
            if as_long.len() == 1 && self.may_be_shorter(inner, length) {
                self.fences[inner].length = self.longest_in(inner) + 1;
                self.slips.push(Slip::LongInner { block, inner });
            } else {
                self.fences[block].length = self.longest_in(block) + 1;
                self.slips.push(Slip::ShortOuter { block, inner });
            }
        }
    }

    /// Has the fences made of tildes that have a backtick behind their backticks.
    fn make_of_tildes(&mut self) {
        for slip in &self.slips {
            let Slip::Backtick(fence) = *slip else { continue };
            let fence = &mut self.fences[fence];
            let is_outer = fence.kind.is_some() && fence.parent.is_none();
            fence.sign = b'~';
            fence.length = if is_outer { fence.length.max(4) } else { 3 };
        }
    }

    /// The fences directly in `block` that have its sign.
    fn inside(&self, block: usize) -> impl Iterator<Item = usize> {
        let is_inside = move |fence: &MeantFence| {
            fence.parent == Some(block) && fence.sign == self.fences[block].sign
        };
        (block + 1..self.fences.len()).filter(move |&fence| is_inside(&self.fences[fence]))
    }

    /// The length of the longest fence directly in `block` with its sign; 2 where there is none.
    fn longest_in(&self, block: usize) -> usize {
        self.inside(block).map(|fence| self.fences[fence].length).max().unwrap_or(2)
    }

    /// Whether the block `inner` can be made shorter than `length`, with what is in it.
    fn may_be_shorter(&self, inner: usize, length: usize) -> bool {
        let fence = &self.fences[inner];
        let is_as_written = fence.length == self.opener(inner).length();
        fence.kind.is_some() && is_as_written && self.longest_in(inner) + 1 < length
    }
}
