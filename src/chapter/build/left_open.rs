//! What a body leaves open, so that it would swallow what follows its block.

use crate::chapter::outline::{Fence, Outline};
use crate::diagnostic::{Diagnostic, blocks as mistakes, quoted};

use super::fenced_block::{FencedBlock, opener};

/// What a body leaves open, so that it would swallow what follows the block.
pub(crate) fn left_open(block: &FencedBlock<'_>, outline: &Outline) -> Vec<Diagnostic> {
    let body = &block.fence.body;
    let is_open = |fence: &&Fence| fence.depth == 0 && !fence.is_closed();
    if let Some(inner) = outline.fences.iter().find(is_open) {
        let place = opener(body, inner);
        let marker = inner.marker(&body.text);
        return vec![if marker.starts_with(block.marker()) {
            let outer = block.opener();
            mistakes::fence_too_short(place, outer, block.word(), block.marker(), marker)
        } else {
            mistakes::unclosed_in_body(place, "a fence", &quoted(marker))
        }];
    }
    if let Some(html) = &outline.open_html {
        let place = body.line_span(html.start);
        return vec![mistakes::unclosed_in_body(place, "raw HTML", "its end tag")];
    }
    let unbalanced = outline.unbalanced.iter().map(|tag| {
        let end = tag.range.end.min(body.line_end(tag.range.start));
        let place = body.span(tag.range.start..end);
        mistakes::unbalanced_html(place, &tag.name, tag.closing)
    });
    unbalanced.collect()
}
