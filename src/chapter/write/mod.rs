//! Lessons become text: for mdBook's own pages HTML around Markdown, else Markdown alone.
//!
//! `layout` decides what stands on the page, in which order and under which `words`; `html` and
//! `markdown` spell it, each on a `page`, the only writer of prefixes and line endings, and `tag`
//! is the only way for a text into a tag. `counter` makes one of two programs. `delivery` brings
//! style and script, and `questions` are what a book asks, for the block that lists them. `told` is
//! what is said of mistakes in the place of a block. `writing` is what all of that depends on.

mod counter;
mod delivery;
mod html;
mod layout;
mod markdown;
mod page;
mod questions;
mod tag;
mod told;
mod words;
mod writing;

pub use delivery::{Delivery, Needs, script, style};
pub use questions::{ChapterQuestions, Question, Subject, questions};
pub use writing::{ProvedOutputs, Writing};

use crate::splice::Edits;

use super::lesson::{Block, Content, Lessons, TopLevel};
use super::options::{OnError, Target, Translation};

/// What is to be changed in the text of the chapter; nothing where it stays as it is.
pub fn edits<'l, 'b>(lessons: &'l Lessons<'_>, writing: &Writing<'_, 'b>) -> Edits<'l, 'b> {
    let shows_broken = writing.settings.on_error == OnError::Show;
    let is_shown =
        |top: &&TopLevel| shows_broken || !matches!(top.block.content, Content::Broken(..));
    let shown: Vec<&TopLevel> = lessons.blocks.iter().filter(is_shown).collect();
    let newline = lessons.newline();
    let mut edits = Edits::new(&lessons.text);
    if let (Some(first), Target::Html) = (shown.first(), writing.target) {
        if is_behind_text(lessons.text[..first.line].trim_start_matches('\u{feff}')) {
            edits.replace(first.line..first.line, newline);
        }
        if writing.translation != Translation::Collected {
            let needs = Needs {
                progress: lessons.lists_questions(),
                choices: lessons.have_choices(),
                texts: lessons.compare_texts(),
                unknown: lessons.ask_for_unknown(),
                counter: lessons.have_counter_programs(),
                after: lessons.have_waiting_callouts(),
            };
            edits.replace(first.line..first.line, writing.delivery.shared(needs, newline));
        }
    }
    for TopLevel { block, .. } in shown {
        let written = write_block(block, writing, newline);
        let container = &block.place.container;
        let written = match writing.target {
            Target::Html => {
                page::fitted(&written, container, &lessons.text[block.place.span.end..])
            }
            Target::Markdown => &written,
        };
        edits.replace(block.place.span.clone(), page::prefixed(written, container));
    }
    edits
}

/// The lines that stand for `block` in the chapter of `writing`, each ended by `newline`.
pub fn write_block(block: &Block, writing: &Writing<'_, '_>, newline: &str) -> String {
    let elements = layout::layout(block, writing);
    match writing.target {
        Target::Html => html::write(&elements, writing, newline),
        Target::Markdown => markdown::write(&elements, writing, newline),
    }
}

/// Whether the last line of `before` is not blank.
fn is_behind_text(before: &str) -> bool {
    let last = before.lines().next_back();
    last.is_some_and(|line| !line.trim().is_empty())
}
