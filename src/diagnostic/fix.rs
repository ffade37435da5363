//! Fixes: the edits that take a mistake away.

use super::span::Span;

/// How sure it is that a fix is what the author wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Afterwards the page means what its author wrote; nobody needs to look.
    Safe,
    /// It is a likely guess at what its author meant; somebody should look at it.
    Unsafe,
}

/// Edits of the text that was checked which take a mistake away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace, and by what: in ascending order, and disjoint.
    pub edits: Vec<(Span, String)>,
    /// Whether it can be made without being looked at.
    pub safety: Safety,
}

impl Fix {
    /// The fix that puts `text` in the place of `span`.
    pub(crate) fn replace(span: Span, text: impl Into<String>, safety: Safety) -> Self {
        Fix { edits: vec![(span, text.into())], safety }
    }
}
