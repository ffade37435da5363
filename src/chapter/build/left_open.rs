//! What a body, a title or a choice leaves open, so that it would swallow what follows.

use std::ops::Range;

use crate::chapter::inline::{Inline, Spanned, in_code_span};
use crate::chapter::outline::{Fence, Outline, Source, end_of, unbalanced};
use crate::diagnostic::{Diagnostic, Span, blocks as mistakes, fences, quoted};

use super::fenced_block::{FencedBlock, opener};

/// What a body leaves open, so that it would swallow what follows the block.
///
/// `body` is the block's, as it means alone or on the page. What is in the list at `apart`, its
/// choices, is left to whoever reads them, but for a fence that the block had no longer one around.
pub(crate) fn left_open(
    block: &FencedBlock<'_>,
    body: &Source<'_>,
    outline: &Outline,
    apart: Option<&Range<usize>>,
) -> Vec<Diagnostic> {
    let is_apart = |start: usize| apart.is_some_and(|apart| apart.contains(&start));
    let is_as_long = |fence: &Fence| fence.marker(&body.text).starts_with(block.marker());
    let stays_open = |fence: &&Fence| match is_apart(fence.range.start) {
        true => fence.depth == 1 && !fence.is_closed() && is_as_long(fence),
        false => fence.depth == 0 && !fence.is_closed(),
    };
    match outline.fences.iter().find(stays_open) {
        Some(inner) if is_as_long(inner) => {
            let (place, outer) = (opener(body, inner), block.opener());
            let (word, marker) = (block.word(), block.marker());
            vec![fences::fence_too_short(place, outer, word, marker)]
        }
        Some(inner) => vec![open_fence(body, inner, "block")],
        None => open_html(body, outline, "block", &is_apart),
    }
}

/// What stands under a choice and is left open: it is taken out of its list item, which would have
/// closed it.
pub(crate) fn left_open_under_choice(source: &Source<'_>, outline: &Outline) -> Vec<Diagnostic> {
    let stays_open = |fence: &&Fence| fence.depth == 0 && !fence.is_closed();
    match outline.fences.iter().find(stays_open) {
        Some(inner) => vec![open_fence(source, inner, "choice")],
        None => open_html(source, outline, "choice", &|_| false),
    }
}

fn open_fence(source: &Source<'_>, fence: &Fence, home: &str) -> Diagnostic {
    let marker = quoted(fence.marker(&source.text));
    fences::unclosed_in_body(opener(source, fence), home, "a fence", &marker)
}

/// The raw HTML that is left open, or closes what is not its own, but for what stands apart.
fn open_html(
    source: &Source<'_>,
    outline: &Outline,
    home: &str,
    is_apart: &dyn Fn(usize) -> bool,
) -> Vec<Diagnostic> {
    if let Some(html) = &outline.open_html {
        let place = source.line_span(html.start);
        let end = quoted(end_of(&source.text[html.clone()]).unwrap_or("</pre>"));
        return vec![fences::unclosed_in_body(place, home, "raw HTML", &end)];
    }
    let unbalanced = outline.unbalanced.iter().filter(|tag| !is_apart(tag.range.start));
    let unbalanced = unbalanced.map(|tag| {
        let end = tag.range.end.min(source.line_end(tag.range.start));
        let place = source.span(tag.range.start..end);
        mistakes::unbalanced_html(place, home, &tag.name, tag.closing)
    });
    unbalanced.collect()
}

/// The raw HTML in a title or in the text of a choice that has no partner there.
///
/// `marker` is the fence whose info string it stands in, if it does.
pub(crate) fn in_inline(inline: &Inline, home: &str, marker: &str) -> Vec<Diagnostic> {
    in_line(&inline.source, home, marker, &|range| inline.span_of(range))
}

/// The same in a caption, whose quotes and backslashes tell no place in it.
pub(crate) fn in_caption(caption: Option<&Spanned<String>>, marker: &str) -> Vec<Diagnostic> {
    let found = caption
        .map(|caption| in_line(&caption.value, "caption", marker, &|_| caption.span.clone()));
    found.unwrap_or_default()
}

fn in_line(
    markdown: &str,
    home: &str,
    marker: &str,
    place: &dyn Fn(&Range<usize>) -> Span,
) -> Vec<Diagnostic> {
    let unbalanced = unbalanced(markdown).into_iter().map(|tag| {
        let place = place(&tag.range);
        match tag.name.as_str() {
            "!" => mistakes::unclosed_inline(place, home),
            name => {
                // The tokenizer writes names small; the parameter of a type may have capitals.
                let sign = tag.range.start + if tag.closing { 2 } else { 1 };
                let written = markdown.get(sign..sign + name.len()).unwrap_or(name);
                let as_text = as_text(markdown, &tag.range, marker);
                mistakes::unbalanced_inline(place, home, written, tag.closing, &as_text)
            }
        }
    });
    unbalanced.collect()
}

/// The word that holds the HTML at `range` of a line, written so that it is no HTML: behind a fence
/// of backticks there can be no code span.
fn as_text(line: &str, range: &Range<usize>, marker: &str) -> String {
    let ends = |c: char| c.is_whitespace() || c == '`';
    let start = line[..range.start].rfind(ends).map_or(0, |at| at + 1);
    let end = line[range.end..].find(ends).map_or(line.len(), |at| range.end + at);
    let word = line[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    match marker.starts_with('`') {
        true => word.replace('<', "\\<"),
        false => in_code_span(word),
    }
}
