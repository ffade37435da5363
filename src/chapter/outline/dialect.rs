//! Which Markdown the running engine reads.

use mdbook_markdown::MarkdownOptions;

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
    /// The engine's options for mdBook's parser, and no smart punctuation, which changes words and
    /// no block.
    pub(super) fn options(self) -> MarkdownOptions {
        let mut options = MarkdownOptions::default();
        options.smart_punctuation = false;
        options.definition_lists = self.definition_lists;
        options.admonitions = self.admonitions;
        options
    }
}
