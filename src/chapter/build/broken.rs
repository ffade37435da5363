//! Blocks that cannot be shown, and words that are nearly a kind.

use crate::chapter::lesson::{Block, Broken, Content};
use crate::diagnostic::{Diagnostic, blocks as mistakes};

use super::fenced_block::FencedBlock;

/// A block that cannot be shown: why, and what its author wrote.
pub(crate) fn broken(block: &FencedBlock<'_>, mistakes: &[Diagnostic]) -> Content {
    let errors = mistakes.iter().filter(|mistake| mistake.is_error());
    let broken = Broken { mistakes: errors.cloned().collect(), ..unbroken(block) };
    Content::Broken(block.kind.clone(), broken)
}

/// What its author wrote, while nothing is known to be wrong with it.
pub(crate) fn unbroken(block: &FencedBlock<'_>) -> Broken {
    Broken {
        mistakes: Vec::new(),
        info: block.source.text[block.fence.info.clone()].trim().to_owned(),
        body: block.fence.body.clone(),
    }
}

/// The block that `block` is, whose word is nearly that of its kind, and what is wrong with it.
pub(crate) fn near_miss(block: &FencedBlock<'_>) -> (Block, Diagnostic) {
    let word = block.info.word.clone();
    let span = block.source.span(word.clone());
    let mistake = mistakes::unknown_kind(span, &block.source.text[word], block.word());
    let block = Block {
        content: broken(block, std::slice::from_ref(&mistake)),
        id: None,
        classes: Vec::new(),
        title: None,
        place: block.place(),
    };
    (block, mistake)
}
