//! Markdown as byte ranges: where the blocks of a text are, and how they are nested.
//!
//! This folder is the only user of the parser. `reader` walks its `events` once and writes down
//! what the rest of the crate asks about, in the Markdown of a `dialect`: every fence with its
//! body, whose `source` knows where each line stands in the chapter, and with the prefix of its
//! `container`s; the `items` of task lists; the `headings`; what is `opaque`, being no Markdown;
//! and whether raw HTML is in `balance`. `raw_html` knows which of it has an end of its own. Titles
//! and the text of choices are `inlines`, which can open no block.

mod balance;
mod columns;
mod container;
mod dialect;
mod events;
mod headings;
mod inlines;
mod items;
mod opaque;
mod raw_html;
mod reader;
mod source;

pub(crate) use columns::columns;
pub use dialect::Dialect;
pub(crate) use headings::HeadingId;
pub(crate) use inlines::{is_one_paragraph, plain_text, text_with_code, unbalanced};
pub(crate) use items::Item;
pub(crate) use opaque::{OpaqueKind, opaque_at};
pub(crate) use raw_html::{ENDS, end_of, raw_html};
pub(crate) use reader::{Child, ChildKind, Fence, Outline, outline};
pub use source::Source;
pub(crate) use source::{is_blank, line_ending, without_blank_end};
