//! Which Markdown the running engine reads, and the parser for it.

use mdbook_markdown::pulldown_cmark::OffsetIter;
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// Which Markdown the running engine reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Whether the engine reads definition lists.
    pub definition_lists: bool,
    /// Whether the engine reads admonitions (`> [!NOTE]`).
    pub admonitions: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Dialect { definition_lists: true, admonitions: true }
    }
}

impl Dialect {
    /// The parser of mdBook with the engine's options, and without smart punctuation, which
    /// changes words and no block.
    pub(super) fn parser<'t>(self, text: &'t str) -> OffsetIter<'t> {
        let mut options = MarkdownOptions::default();
        options.smart_punctuation = false;
        options.definition_lists = self.definition_lists;
        options.admonitions = self.admonitions;
        new_cmark_parser(text, &options).into_offset_iter()
    }
}
