//! How well a chapter can be read: what is wrong with it, and which blocks it has.

use std::collections::BTreeMap;

use crate::chapter::lesson::{Block, Content, Identity, NestedBlock};
use crate::chapter::{self, Kind, Reading};
use crate::diagnostic::{Code, Diagnostic, Severity};

use super::pieces::EditedText;

/// What reading a chapter gave.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What is wrong with it.
    pub(super) found: Vec<Diagnostic>,
    /// How many mistakes there are, fences among them that were perhaps to be blocks.
    mistakes: usize,
    errors: usize,
    /// How many there are of each kind.
    counts: BTreeMap<Code, usize>,
    /// Its blocks, by the byte at which their fences begin.
    blocks: BTreeMap<usize, JudgedBlock>,
}

/// What must not change in a block while something else is mended.
#[derive(Debug, PartialEq, Eq)]
struct JudgedBlock {
    kind: Kind,
    /// Nothing where the block has mistakes, and so is none yet.
    whole: Option<WholeBlock>,
}

/// The same of a block without mistakes.
#[derive(Debug, PartialEq, Eq)]
struct WholeBlock {
    /// Where the block around it begins.
    around: Option<usize>,
    id: Option<String>,
    /// What a question is known by that has no id.
    identity: Option<Identity>,
}

impl Judged {
    /// Reads the chapter `text`.
    pub(super) fn of(text: &str, reading: &Reading) -> Self {
        let lessons = chapter::read(text, reading);
        let all = lessons.nested_blocks();
        let start = |number: usize| all[number].block.place.span.start;
        let blocks = all.iter().map(|NestedBlock { block, parent, .. }| {
            let whole = whole(block, parent.map(start));
            (block.place.span.start, JudgedBlock { kind: block.kind(), whole })
        });
        let blocks = blocks.collect();
        let mut counts = BTreeMap::new();
        for found in &lessons.diagnostics {
            *counts.entry(found.code).or_default() += 1;
        }
        let errors = lessons.diagnostics.iter().filter(|found| found.is_error()).count();
        let mistakes = lessons.diagnostics.len() + lessons.strays.len();
        Judged { found: lessons.diagnostics, mistakes, errors, counts, blocks }
    }

    /// Whether more is wrong with it than there was `before`: more mistakes, or an error of another
    /// kind.
    pub(super) fn is_worse_than(&self, before: &Judged) -> bool {
        let is_new = |(code, count): (&Code, &usize)| {
            code.severity() == Severity::Error && *count > before.count(*code)
        };
        // What stands in a block that was none could not be seen.
        let has_new = self.unread() >= before.unread() && self.counts.iter().any(is_new);
        has_new || self.mistakes > before.mistakes || self.errors > before.errors
    }

    /// How many errors fewer there are than there were `before`, or else mistakes.
    pub(super) fn fewer_than(&self, before: &Judged) -> usize {
        let errors = before.errors.saturating_sub(self.errors);
        errors.max(before.mistakes.saturating_sub(self.mistakes))
    }

    fn count(&self, code: Code) -> usize {
        self.counts.get(&code).copied().unwrap_or_default()
    }

    /// How many blocks there are that nobody reads, because a mistake keeps them from being any.
    pub(super) fn unread(&self) -> usize {
        let unread = [Code::UnknownKind, Code::BlockInHtml, Code::IndentedBlock];
        unread.into_iter().map(|code| self.count(code)).sum()
    }

    /// Whether all blocks are in `after` what they were: none is gone, in another one or known by
    /// another id. `edited` is what happened to the text in between.
    pub(super) fn is_kept_in(&self, after: &Judged, edited: &EditedText) -> bool {
        self.blocks.iter().all(|(start, block)| {
            let Some(there) = after.blocks.get(&edited.moved(*start)) else { return false };
            let is_same = |whole: &WholeBlock| {
                let around = whole.around.map(|around| edited.moved(around));
                there.whole.as_ref().is_some_and(|there| {
                    (there.around, &there.id, &there.identity)
                        == (around, &whole.id, &whole.identity)
                })
            };
            there.kind == block.kind && block.whole.as_ref().is_none_or(is_same)
        })
    }
}

fn whole(block: &Block, around: Option<usize>) -> Option<WholeBlock> {
    let id = block.id.as_ref().map(|id| id.value.clone());
    let identity = match &block.content {
        Content::Broken(..) => return None,
        Content::Predict(predict) if id.is_none() => Some(predict.identity.clone()),
        _ => None,
    };
    Some(WholeBlock { around, id, identity })
}
