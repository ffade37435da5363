//! The ids of a chapter: each belongs to one heading or block.

use std::collections::HashMap;

use crate::chapter::inline::Spanned;
use crate::chapter::kind::Kind;
use crate::chapter::lesson::{Block, Id, TopLevel};
use crate::diagnostic::{Diagnostic, Span, blocks as mistakes};

/// The ids of a chapter, with where they stand and whether a heading has them.
#[derive(Debug, Default)]
pub(crate) struct Ids(HashMap<String, (Span, bool)>);

impl Ids {
    /// Takes `id` for a heading or a block; the diagnostic tells the later one in the text, whoever
    /// was read first.
    fn take(&mut self, id: &str, span: Span, is_heading: bool) -> Option<Diagnostic> {
        let (mut first, mut second) = match self.0.remove(id) {
            Some(taken) => (taken, Some((span, is_heading))),
            None => ((span, is_heading), None),
        };
        if let Some(second) = second.as_mut().filter(|second| second.0.start < first.0.start) {
            std::mem::swap(&mut first, second);
        }
        let (place, owner_is_heading) = first.clone();
        self.0.insert(id.to_owned(), first);
        // Of two equal headings, mdBook gives the second one another id.
        let (span, _) = second.filter(|second| !(second.1 && owner_is_heading))?;
        Some(mistakes::duplicate_id(span, place, id, owner_is_heading))
    }

    /// Takes the id that an author gave to a block.
    pub(crate) fn take_for_block(&mut self, id: &Spanned<String>) -> Option<Diagnostic> {
        self.take(&id.value, id.span.clone(), false)
    }

    /// Takes the id of a heading.
    pub(crate) fn take_for_heading(&mut self, id: &str, span: Span) -> Option<Diagnostic> {
        self.take(id, span, true)
    }

    /// Whether nobody has `id`.
    fn is_free(&self, id: &str) -> bool {
        !self.0.contains_key(id)
    }
}

/// Gives ids to the blocks whose authors gave none.
pub(crate) fn give_ids(blocks: &mut [TopLevel], taken: &Ids) {
    let mut numbers = Numbers::new();
    for top in blocks {
        give_id(&mut top.block, taken, &mut numbers);
    }
}

/// How many blocks of each kind have been numbered, by what their ids begin with.
type Numbers = HashMap<String, usize>;

fn give_id(block: &mut Block, taken: &Ids, numbers: &mut Numbers) {
    let kind = block.kind();
    if block.id.is_none() && kind.homes().is_empty() {
        block.id = Some(Id::Given(next_id(&kind, taken, numbers)));
    }
    let inner = block.pieces_mut().flat_map(|piece| piece.blocks_mut());
    inner.for_each(|block| give_id(block, taken, numbers));
}

/// The next id for a block of `kind` that nobody has.
fn next_id(kind: &Kind, taken: &Ids, numbers: &mut Numbers) -> String {
    let stem = match kind {
        Kind::Predict => "predict".to_owned(),
        kind => format!("predict-{}", kind.word()),
    };
    let number = numbers.entry(stem.clone()).or_insert(0);
    loop {
        *number += 1;
        let id = format!("{stem}-{number}");
        if taken.is_free(&id) {
            return id;
        }
    }
}
