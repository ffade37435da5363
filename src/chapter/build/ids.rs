//! The ids of a chapter: each belongs to one heading or block. What questions without one are known
//! by is settled here, too.

use std::collections::HashMap;

use crate::chapter::inline::Spanned;
use crate::chapter::lesson::{Block, Content, Identity, TopLevel};
use crate::chapter::outline::{HeadingId, Outline, Source};
use crate::diagnostic::{Diagnostic, Span, blocks as mistakes};

/// The ids of a chapter.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Where each stands, and whether a heading has it.
    taken: HashMap<String, (Span, bool)>,
    automatic: Automatic,
}

/// The level of the headings that have none below them.
const LOWEST_LEVEL: u8 = 6;

impl Ids {
    /// Takes `id` for a heading or a block; the diagnostic tells the later one in the text, whoever
    /// was read first.
    fn take(&mut self, id: &str, span: Span, is_heading: bool) -> Option<Diagnostic> {
        let (mut first, mut second) = match self.taken.remove(id) {
            Some(taken) => (taken, Some((span, is_heading))),
            None => ((span, is_heading), None),
        };
        if let Some(second) = second.as_mut().filter(|second| second.0.start < first.0.start) {
            std::mem::swap(&mut first, second);
        }
        let (place, owner_is_heading) = first.clone();
        self.taken.insert(id.to_owned(), first);
        // Of two equal headings, mdBook gives the second one another id.
        let (span, _) = second.filter(|second| !(second.1 && owner_is_heading))?;
        Some(mistakes::duplicate_id(span, place, id, owner_is_heading))
    }

    /// Takes the id that an author gave to a block.
    pub(crate) fn take_for_block(&mut self, id: &Spanned<String>) -> Option<Diagnostic> {
        self.take(&id.value, id.span.clone(), false)
    }

    /// Takes the id of a heading, as mdBook gives it: another one that has no id of its author's
    /// counts on.
    pub(crate) fn take_for_heading(&mut self, id: &HeadingId, span: Span) -> Option<Diagnostic> {
        match id {
            HeadingId::Author(id) => self.take(id, span, true),
            HeadingId::Automatic(id) => {
                let id = self.automatic.next(id);
                self.take(&id, span, true)
            }
        }
    }
}

/// The ids that mdBook made of headings, each with the number that it counts on with.
#[derive(Debug, Default)]
struct Automatic(HashMap<String, usize>);

impl Automatic {
    /// `id`, or else the first of `id-1`, `id-2`, … that no heading has.
    fn next(&mut self, id: &str) -> String {
        let mut next = id.to_owned();
        while self.0.contains_key(&next) {
            let number = self.0.entry(id.to_owned()).or_default();
            next = format!("{id}-{number}");
            // What was counted over once is taken for ever, so nothing is tried twice.
            *number += 1;
        }
        self.0.insert(next.clone(), 1);
        next
    }
}

/// Tells each question how many equal ones stand before it, and the level of its title.
///
/// A title is one level below the heading that it stands under, as is one in an answer below the
/// title of its question.
pub(crate) fn settle(blocks: &mut [TopLevel], source: &Source<'_>, outline: &Outline) {
    let mut equals = HashMap::new();
    let mut headings = outline.headings.iter().peekable();
    // The page has a heading of its own, and a chapter has one most of the time.
    let mut level = 1;
    for top in blocks {
        let is_before = |start: usize| source.origin(start) < top.block.place.span.start;
        while let Some(heading) = headings.next_if(|heading| is_before(heading.range.start)) {
            level = heading.level.unwrap_or(level);
        }
        settle_block(&mut top.block, level + 1, &mut equals);
    }
}

/// How many questions without an author's id there are so far, by what is asked.
type Equals = HashMap<Identity, usize>;

fn settle_block(block: &mut Block, level: u8, equals: &mut Equals) {
    let mut inner_level = level;
    if let Content::Predict(predict) = &mut block.content {
        predict.level = level.min(LOWEST_LEVEL);
        inner_level += 1;
        if block.id.is_none() {
            let before = equals.entry(predict.identity.clone()).or_insert(0);
            predict.identity.equals_before = *before;
            *before += 1;
        }
    }
    let inner = block.pieces_mut().flat_map(|piece| piece.blocks_mut());
    inner.for_each(|block| settle_block(block, inner_level, equals));
}
