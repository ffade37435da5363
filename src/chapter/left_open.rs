//! What a body leaves open, so that it would swallow what follows its block.

use crate::diagnostic::{Diagnostic, blocks as mistakes, quoted};

use super::build::Found;
use super::figure;
use super::outline::{Fence, Outline};

/// What a body leaves open, so that it would swallow what follows the block.
pub(crate) fn left_open(found: &Found<'_>, word: &str, outline: &Outline) -> Vec<Diagnostic> {
    let body = &found.fence.body;
    let is_open = |fence: &&Fence| fence.depth == 0 && !fence.closed;
    if let Some(inner) = outline.fences.iter().find(is_open) {
        let place = figure::opener(body, inner);
        let marker = inner.marker(&body.text);
        return vec![if marker.starts_with(found.marker()) {
            mistakes::fence_too_short(place, found.opener(), word, found.marker(), marker)
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
