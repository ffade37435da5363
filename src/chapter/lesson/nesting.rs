//! Blocks with the blocks around them.

use super::block::{Block, Lessons};

/// A block, and where it stands among the others of its chapter.
#[derive(Clone, Copy, Debug)]
pub struct NestedBlock<'l> {
    /// The block.
    pub block: &'l Block,
    /// The number of the block around it, from 0, in the list of all; nothing for one in no other.
    pub parent: Option<usize>,
    /// In how many others it stands.
    pub depth: usize,
}

impl Lessons<'_> {
    /// All blocks in their order, each behind the one that it stands in.
    pub fn nested_blocks(&self) -> Vec<NestedBlock<'_>> {
        let mut around: Vec<(usize, &Block)> = Vec::new();
        let blocks = self.blocks().into_iter().enumerate().map(|(number, block)| {
            around.retain(|(_, outer)| block.place.span.start < outer.place.span.end);
            let (parent, depth) = (around.last().map(|(number, _)| *number), around.len());
            around.push((number, block));
            NestedBlock { block, parent, depth }
        });
        blocks.collect()
    }
}
