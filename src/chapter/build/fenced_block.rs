//! A fence that is a block, before it is read.

use crate::chapter::fenced::{Attribute, AttributeList, Fenced};
use crate::chapter::inline::Spanned;
use crate::chapter::kind::Kind;
use crate::chapter::opening::is_of_container;
use crate::chapter::outline::{Fence, Source};
use crate::diagnostic::Span;

use super::info::{Entry, EntryKind, InfoString};

/// A fence that is a block, and where it was found.
#[derive(Clone, Copy)]
pub(crate) struct FencedBlock<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) fence: &'a Fence,
    pub(crate) info: &'a InfoString,
    pub(crate) kind: &'a Kind,
    /// The kinds of the blocks around it, the outermost first.
    pub(crate) ancestors: &'a [Kind],
}

impl FencedBlock<'_> {
    /// The opening fence, as a byte range of the chapter.
    pub(crate) fn opener(&self) -> Span {
        opener(self.source, self.fence)
    }

    /// The fence's characters.
    pub(crate) fn marker(&self) -> &str {
        self.fence.marker(&self.source.text)
    }

    /// The word for its kind.
    pub(crate) fn word(&self) -> &str {
        self.kind.word()
    }

    /// What a line needs in front in the chapter to stay in its containers.
    pub(crate) fn container(&self) -> String {
        container(self.source, self.fence)
    }

    /// The range of what stands before it on its line, where that is all of the block that is in
    /// its containers: its other lines, with its closing fence, come below them.
    pub(crate) fn lone_first_line(&self) -> Option<Span> {
        let (text, start) = (&self.source.text, self.fence.range.start);
        let before = self.source.line_start(start)..start;
        let is_lone = before.start < start && self.fence.body.text.trim().is_empty();
        let first = text[start..].split_inclusive('\n').next().map_or(0, str::len);
        let marker = self.marker();
        let is_alike = |line: &&str| line.trim_start_matches(is_of_container).starts_with(marker);
        // What is alike and closes nothing begins something else.
        let mut below = is_lone.then(|| text[start + first..].lines())?;
        let closer = below.find(is_alike)?;
        let is_closer = closer.trim_end().trim_start_matches(&marker[..1]).is_empty();
        (!text[start + first..].starts_with(['\r', '\n']) && is_closer)
            .then(|| self.source.span(before))
    }

    /// Where it stands in the chapter.
    pub(crate) fn place(&self) -> Fenced {
        fenced(self.source, self.fence, self.info)
    }
}

/// The opening line of a fence, as a byte range of the chapter.
pub(crate) fn opener(source: &Source<'_>, fence: &Fence) -> Span {
    source.line_span(fence.range.start)
}

/// Where a fence of `source` stands in the chapter.
pub(crate) fn fenced(source: &Source<'_>, fence: &Fence, info: &InfoString) -> Fenced {
    let line_end = source.line_end(fence.range.start);
    let ending = source.text[line_end..].find('\n').map_or(0, |newline| newline + 1);
    let start = source.span(fence.range.start..line_end + ending).end;
    let length = fence.body.text.len();
    let end = if length == 0 { start } else { fence.body.span(length - 1..length).end };
    Fenced {
        span: source.span(fence.range.clone()),
        opener: opener(source, fence),
        marker: fence.marker(&source.text).to_owned(),
        info: source.span(info.all()),
        attributes: info.braces.clone().map(|braces| AttributeList {
            span: source.span(braces),
            entries: info.entries.iter().map(|entry| attribute(source, entry)).collect(),
        }),
        lines: start..end.max(start),
        container: container(source, fence),
        indent: fence.indent,
        closer: fence.closer.clone().map(|closer| source.span(closer)),
    }
}

/// What a line needs in front in the chapter to stay in the containers of a fence of `source`.
fn container(source: &Source<'_>, fence: &Fence) -> String {
    format!("{}{}", source.prefix(), fence.prefix)
}

fn attribute(source: &Source<'_>, entry: &Entry) -> Attribute {
    let (key, value) = match &entry.kind {
        EntryKind::Id(id) => (format!("#{id}"), None),
        EntryKind::Class(class) => (format!(".{class}"), None),
        EntryKind::Key { key, value } => (key.clone(), value.as_ref()),
    };
    let place = source.span(entry.span.start..entry.span.start + key.len());
    Attribute {
        key: Spanned::new(key, place),
        value: value.map(|(value, range)| Spanned::new(value.clone(), source.span(range.clone()))),
        span: source.span(entry.span.clone()),
    }
}
