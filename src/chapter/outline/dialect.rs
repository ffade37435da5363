//! Which Markdown the running engine reads, and the parser for it.

use mdbook_markdown::pulldown_cmark::{Event, OffsetIter};
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

/// The words of a piece of inline Markdown.
pub(crate) fn plain_text(markdown: &str) -> String {
    let mut plain = String::new();
    for (event, _) in Dialect::default().parser(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain
}
