//! How long each fence should be: longer than those in it.

use super::lines::FenceLine;
use super::meant::{Meant, MeantFence, Slip};

impl Meant<'_> {
    /// Compares the length of each block with those of the fences in it, from the inside out, and
    /// says what each should be.
    pub(super) fn measure(&mut self) {
        self.make_of_tildes();
        for block in (0..self.fences.len()).rev() {
            let length = self.fences[block].length;
            if let Some(line) = self.text_closing(block) {
                self.fences[block].length = self.longest_in(block) + 1;
                self.slips.push(Slip::TextCloses { block, line });
                continue;
            }
            let as_long: Vec<usize> =
                self.inside(block).filter(|&fence| self.fences[fence].length >= length).collect();
            let Some(&inner) = as_long.first() else { continue };
            let is_alone = as_long.len() == 1;
            if as_long.iter().all(|&fence| self.is_lengthened(fence)) {
                self.fences[block].length = self.longest_in(block) + 1;
                self.fences[inner].lengthens_parent = true;
            } else if is_alone && self.may_be_shorter(inner, length) {
                self.fences[inner].length = self.longest_in(inner) + 1;
                self.slips.push(Slip::LongInner { block, inner });
            } else if is_alone && self.may_have_backticks(inner, block) {
                let inner_fence = &mut self.fences[inner];
                (inner_fence.sign, inner_fence.length) = (b'`', 3);
                self.slips.push(Slip::TildeInner { block, inner });
            } else {
                self.fences[block].length = self.longest_in(block) + 1;
                self.slips.push(Slip::ShortOuter { block, inner });
            }
        }
    }

    /// Whether a fence has to be longer than it is for the sake of what stands in it.
    fn is_lengthened(&self, fence: usize) -> bool {
        let (fence, opener) = (&self.fences[fence], self.opener(fence));
        fence.sign == opener.sign() && fence.length > opener.length()
    }

    /// Whether backticks do for the code `inner`, in a `block` that cannot be longer without the
    /// one around it.
    fn may_have_backticks(&self, inner: usize, block: usize) -> bool {
        let fence = &self.fences[inner];
        let last = fence.closer.unwrap_or(self.lines.len());
        let holds_backticks =
            || (fence.opener + 1..last).any(|line| self.lines[line].sign() == b'`');
        fence.sign == b'~'
            && fence.is_code()
            && self.fences[block].parent.is_some()
            && !holds_backticks()
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

    /// The first line of code in `block` that looks like its closing fence.
    fn text_closing(&self, block: usize) -> Option<usize> {
        let fence = &self.fences[block];
        let closes =
            |line: &&FenceLine<'_>| line.sign() == fence.sign && line.length() >= fence.length;
        self.texts_in(block).find(|(_, line)| closes(line)).map(|(number, _)| number)
    }

    /// The lines of code directly in `block` that look like the closing fence of a block.
    fn texts_in(&self, block: usize) -> impl Iterator<Item = (usize, &FenceLine<'_>)> {
        let texts = self.texts.iter().filter(move |(around, _)| *around == block);
        texts.map(|&(_, line)| (line, &self.lines[line]))
    }

    /// The length of the longest fence directly in `block` with its sign, or of what looks like
    /// one; 2 where there is none.
    fn longest_in(&self, block: usize) -> usize {
        let fences = self.inside(block).map(|fence| self.fences[fence].length);
        let sign = self.fences[block].sign;
        let texts = self.texts_in(block).filter(|(_, line)| line.sign() == sign);
        fences.chain(texts.map(|(_, line)| line.length())).max().unwrap_or(2)
    }

    /// Whether the block `inner` can be made shorter than `length`, with what is in it.
    fn may_be_shorter(&self, inner: usize, length: usize) -> bool {
        let fence = &self.fences[inner];
        let is_as_written = fence.length == self.opener(inner).length();
        fence.kind.is_some() && is_as_written && self.longest_in(inner) + 1 < length
    }
}
