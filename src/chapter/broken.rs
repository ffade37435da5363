//! Blocks that cannot be shown.

use crate::diagnostic::{Diagnostic, blocks as mistakes};

use super::attributes;
use super::build::Found;
use super::lesson::{Block, Broken, Content};

/// A block that cannot be shown: why, and what its author wrote.
pub(crate) fn broken(found: &Found<'_>, mistakes: &[Diagnostic]) -> Content {
    let Found { source, fence, .. } = *found;
    let errors = mistakes.iter().filter(|mistake| mistake.is_error());
    Content::Broken(Broken {
        mistakes: errors.map(|mistake| (mistake.message.clone(), mistake.help.clone())).collect(),
        fence: found.marker().to_owned(),
        info: source.text[fence.info.clone()].trim().to_owned(),
        body: fence.body.text.clone().into_owned(),
    })
}

/// The block that `found` is, whose word is nearly `meant`, and what is wrong with it.
pub(crate) fn near_miss(found: &Found<'_>, meant: &str) -> (Block, Diagnostic) {
    let Found { source, fence, kind, .. } = *found;
    let word = attributes::kind(&source.text, fence.info.clone());
    let span = source.span(word.clone());
    let mistake = mistakes::unknown_kind(span, &source.text[word], meant);
    let block = Block {
        kind,
        id: None,
        is_named: false,
        classes: Vec::new(),
        title: String::new(),
        content: broken(found, std::slice::from_ref(&mistake)),
        span: found.opener(),
    };
    (block, mistake)
}

/// A broken block as its author wrote it, but for the fence around it.
pub(crate) fn source(broken: &Broken) -> String {
    format!("{}\n{}", broken.info, broken.body)
}
