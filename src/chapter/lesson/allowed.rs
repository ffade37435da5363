//! What the author of a block silences in it.

use crate::chapter::inline::Spanned;
use crate::diagnostic::Code;

/// A warning or a lint that is silenced in a block, and in the blocks in it.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// Which one, and the attribute that says so.
    pub code: Spanned<Code>,
    /// Whether there was one when the block was read; of lints nobody knows that then.
    pub is_used: bool,
}
