//! Where text is no Markdown.

use std::ops::Range;

/// A range in which text is no Markdown.
#[derive(Debug)]
pub(crate) struct Opaque {
    pub(crate) range: Range<usize>,
    pub(crate) kind: OpaqueKind,
}

/// What a range is in which text is no Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpaqueKind {
    /// Code in a fence or in a line.
    Code,
    /// Code that is indented.
    Indented,
    /// An HTML block.
    Html,
}

/// The one of `opaque`, which are in order, that holds the byte at `offset`.
pub(crate) fn opaque_at(opaque: &[Opaque], offset: usize) -> Option<&Opaque> {
    let after = opaque.partition_point(|opaque| opaque.range.start <= offset);
    let last = after.checked_sub(1).map(|at| &opaque[at]);
    last.filter(|opaque| opaque.range.contains(&offset))
}
