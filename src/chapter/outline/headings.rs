//! Headings, and the ids that mdBook gives them.

use std::ops::Range;

/// A heading, or the term of a definition list.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) range: Range<usize>,
    /// From 1 to 6; a term has none.
    pub(crate) level: Option<u8>,
    pub(crate) id: HeadingId,
}

/// The id of a heading.
#[derive(Debug)]
pub(crate) enum HeadingId {
    /// Its author's.
    Author(String),
    /// What mdBook makes one of, by counting on where another heading has it.
    Automatic(String),
}

impl HeadingId {
    /// What mdBook makes of the words of a heading.
    pub(crate) fn of_words(words: &str) -> Self {
        let id = words
            .trim()
            .to_lowercase()
            .chars()
            .filter_map(|c| match c {
                c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
                c if c.is_whitespace() => Some('-'),
                _ => None,
            })
            .collect();
        HeadingId::Automatic(id)
    }
}
