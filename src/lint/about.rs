//! What a lint found, and whose author may allow it.

use crate::chapter::lesson::Block;
use crate::diagnostic::Diagnostic;

/// A diagnostic, and the block whose author may allow it.
pub(super) struct About {
    /// A byte of the block, and of none in it.
    pub(super) owner: usize,
    pub(super) diagnostic: Diagnostic,
}

impl About {
    /// The diagnostic about `block`, wherever it stands.
    pub(super) fn block(block: &Block, diagnostic: Diagnostic) -> Self {
        About { owner: block.place.span.start, diagnostic }
    }
}

impl From<Diagnostic> for About {
    /// The diagnostic about the block in which it stands.
    fn from(diagnostic: Diagnostic) -> Self {
        let owner = diagnostic.span.as_ref().map_or(0, |span| span.start);
        About { owner, diagnostic }
    }
}
