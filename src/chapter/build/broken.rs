//! Blocks that cannot be shown, and words that are nearly a kind.

use crate::chapter::fenced::Fenced;
use crate::chapter::lesson::{Block, Broken, Content};
use crate::diagnostic::{Diagnostic, Span};

use super::fenced_block::FencedBlock;
use super::strays::misspelt;

/// All that is wrong in a chapter that had to be mended to be judged.
pub(crate) struct Judgement {
    /// What is wrong with its fences.
    pub(crate) slips: Vec<Diagnostic>,
    /// What else is wrong, which only shows in the mended text.
    pub(crate) others: Vec<Diagnostic>,
}

/// A block that cannot be shown: why, and what its author wrote.
pub(crate) fn broken(block: &FencedBlock<'_>, mistakes: &[Diagnostic]) -> Content {
    let errors = mistakes.iter().filter(|mistake| mistake.is_error());
    let mut mistakes: Vec<Diagnostic> = errors.cloned().collect();
    mistakes.sort_by_key(|found| found.span.as_ref().map(|span| span.start));
    Content::Broken(block.kind.clone(), Broken { mistakes, ..unbroken(block) })
}

/// What its author wrote, while nothing is known to be wrong with it.
pub(crate) fn unbroken(block: &FencedBlock<'_>) -> Broken {
    Broken {
        mistakes: Vec::new(),
        places: Vec::new(),
        info: block.source.text[block.fence.info.clone()].trim().to_owned(),
        body: block.fence.body.clone(),
    }
}

/// The block that `block` is, whose word is nearly that of its kind, and what is wrong with it.
pub(crate) fn near_miss(block: &FencedBlock<'_>) -> (Block, Diagnostic) {
    let mistake = misspelt(block.source, block.info, block.kind);
    let content = broken(block, std::slice::from_ref(&mistake));
    (without_title(content, block.place()), mistake)
}

/// The block that `block` is, if a fence is wrong in it.
pub(crate) fn ill_fenced(block: &FencedBlock<'_>, judgement: &Judgement) -> Option<Block> {
    let place = block.place();
    let is_inside = |span: &Span| place.span.start <= span.start && span.start <= place.span.end;
    let is_about = |slip: &&Diagnostic| slip.spans().any(is_inside);
    let slips = judgement.slips.iter().filter(is_about);
    let mut mistakes: Vec<Diagnostic> = slips.cloned().collect();
    if mistakes.is_empty() {
        return None;
    }
    let others = judgement.others.iter().filter(|found| found.span.as_ref().is_some_and(is_inside));
    mistakes.extend(others.cloned());
    Some(without_title(broken(block, &mistakes), place))
}

fn without_title(content: Content, place: Fenced) -> Block {
    Block { content, id: None, classes: Vec::new(), allowed: Vec::new(), title: None, place }
}
