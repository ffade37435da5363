//! One chapter: Markdown in; lessons, diagnostics and Markdown with the blocks expanded out.
//!
//! Nothing under this folder knows a file, a clock, the environment or a stream. Reading and
//! writing are two, with `lesson` between them, the model in which everything that an author wrote
//! has its place. The steps:
//!
//! 1. `opening` decides whether the text has a block at all, by the words of `kind`, or a fence of
//!    tildes that was perhaps to be one (`stray`); most chapters end here, unparsed.
//! 2. `outline` asks mdBook's own parser where the fences are, as byte ranges.
//! 3. `build` makes lessons of them. Here ends [`read`].
//! 4. `write` lays each block out once, for HTML and for Markdown, and says which bytes of the
//!    chapter are replaced by what. With `splice` that is [`write()`].
//!
//! `options` is what the two depend on. `claims` tells what lessons say that programs print,
//! `wildcard` whether a program prints what has gaps in it, and `rewriting` puts other lines into a
//! fence of the chapter. `fenced`, `inline` and `language` are what all of them know of fences, of
//! titles and code spans, and of names of languages.

mod build;
mod claims;
mod fenced;
mod inline;
pub(crate) mod kind;
mod language;
pub mod lesson;
mod opening;
mod options;
mod outline;
mod rewriting;
mod stray;
mod wildcard;
mod write;

use std::borrow::Cow;

pub use build::attribute_keys;
pub use claims::{Claim, ProgramRole, Stdin};
pub use fenced::{Attribute, AttributeList, Fenced};
pub use inline::{Inline, Spanned};
pub use kind::{Callout, CalloutKind, Kind, PartKind, Vocabulary};
pub(crate) use kind::{LONGEST_WORD, first_word, nearest};
pub(crate) use language::{is_language, proper_name};
pub use lesson::{Gate, Lessons, StrayFence};
pub use opening::{fenced_words, json_fenced_words, json_may_open_a_block};
pub use options::{Assets, OnError, Reading, Settings, Target, Translation};
pub use outline::{Dialect, Source};
pub use rewriting::Relined;
pub use wildcard::fits;
pub use write::{
    ChapterQuestions, Delivery, Needs, ProvedOutputs, Question, Subject, Writing, edits, questions,
    script, style, write_block,
};

/// What some editors put at the start of a file; it would keep a fence there from being one.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads the lessons of the chapter `text`.
pub fn read<'t>(text: impl Into<Cow<'t, str>>, reading: &Reading) -> Lessons<'t> {
    let text = text.into();
    if !opening::may_open_a_block(&text, &reading.vocabulary) {
        return Lessons { text, ..Lessons::default() };
    }
    let behind_mark = text.trim_start_matches(BYTE_ORDER_MARK);
    let source = Source::chapter(behind_mark, text.len() - behind_mark.len());
    let (blocks, diagnostics, strays) = build::build(&source, reading);
    Lessons { text, blocks, diagnostics, strays }
}

/// The chapter with its lessons written out; nothing where it stays as it is.
pub fn write(lessons: &Lessons<'_>, writing: &Writing<'_, '_>) -> Option<String> {
    let edits = edits(lessons, writing);
    (!edits.is_empty()).then(|| edits.apply())
}
