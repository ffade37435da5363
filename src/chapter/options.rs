//! What a book is set to: what reading its chapters depends on, and what writing them does.

use std::collections::BTreeMap;

use crate::labels::Labels;

use super::kind::Vocabulary;
use super::lesson::Gate;
use super::outline::Dialect;

/// What reading a chapter depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The kinds of block.
    pub vocabulary: Vocabulary,
    /// Which Markdown the running engine reads.
    pub dialect: Dialect,
    /// What the lines of a language begin with that mdBook hides, as far as the book says so.
    pub hidden_lines: BTreeMap<String, String>,
}

/// What kind of text is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// HTML around Markdown, for mdBook's own pages.
    Html,
    /// Markdown without HTML, for every other renderer.
    Markdown,
}

/// What becomes of the text that is made, where a book is translated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Translation {
    /// Nothing: it is what readers get.
    #[default]
    None,
    /// Somebody looks up messages in it, and puts others in their place.
    LookedUp,
    /// Somebody collects the messages in it, and readers never get it.
    Collected,
}

/// What becomes of a block with a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// It stays as it is; the build fails.
    Fail,
    /// A box with the message stands in its place.
    Show,
}

/// How the style sheet and the script reach the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assets {
    /// Each chapter with blocks carries them.
    Inline,
    /// They are files that `book.toml` names.
    Linked,
}

/// What writing depends on, as far as a book decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The words that readers see.
    pub labels: Labels,
    /// What tells this book from others on the same site.
    pub book_id: String,
    /// What becomes of a block with a mistake.
    pub on_error: OnError,
    /// What keeps the answer folded where the block does not say.
    pub gate: Gate,
    /// Whether readers are asked how sure they are.
    pub asks_how_sure: bool,
    /// Whether a proved output says so, and what ran its program.
    pub shows_proof: bool,
    /// How the style sheet and the script reach the reader.
    pub assets: Assets,
}

impl Default for Settings {
    /// What a book that sets nothing gets.
    fn default() -> Self {
        Settings {
            labels: Labels::for_language("en"),
            book_id: "book".to_owned(),
            on_error: OnError::Fail,
            gate: Gate::Soft,
            asks_how_sure: false,
            shows_proof: false,
            assets: Assets::Inline,
        }
    }
}
