//! Callouts that wait for a question of their chapter, wherever it stands.

use std::collections::{BTreeMap, HashMap};

use crate::chapter::inline::Spanned;
use crate::chapter::kind::{Kind, nearest};
use crate::chapter::lesson::{After, Block, Broken, Content, TopLevel};
use crate::diagnostic::{Diagnostic, blocks as mistakes};

use super::broken::unbroken;
use super::fenced_block::FencedBlock;

/// With how many ids of a chapter one that there is not is compared.
const MOST_COMPARED: usize = 100;

/// The callouts that wait, by the first byte of their fences: each as it stands in the chapter, for
/// where there is no such question.
#[derive(Default)]
pub(crate) struct Waiting(HashMap<usize, Broken>);

/// The title of each question of a chapter, by the id that its author gave it.
type Questions = BTreeMap<String, Option<String>>;

impl Waiting {
    /// Takes the callout `fenced`, which waits for the question `id`.
    pub(crate) fn callout(&mut self, fenced: &FencedBlock<'_>, id: Spanned<String>) -> After {
        self.0.insert(fenced.opener().start, unbroken(fenced));
        After { id, title: None }
    }

    /// Tells the callouts in `blocks` of their questions; says which have none, and breaks them.
    pub(crate) fn settle(mut self, blocks: &mut [TopLevel]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        let questions = questions(blocks);
        blocks.iter_mut().for_each(|top| self.block(&mut top.block, &questions, &mut found));
        found
    }

    fn block(&mut self, block: &mut Block, questions: &Questions, found: &mut Vec<Diagnostic>) {
        let inner = block.pieces_mut().flat_map(|piece| piece.blocks_mut());
        inner.for_each(|block| self.block(block, questions, found));
        let Content::Callout { kind, after: Some(after), .. } = &mut block.content else { return };
        if let Some(question) = questions.get(&after.id.value) {
            after.title.clone_from(question);
            return;
        }
        let ids = questions.keys().map(String::as_str).take(MOST_COMPARED);
        let meant = nearest(&after.id.value, ids);
        let mistake = mistakes::unknown_id(after.id.span.clone(), &after.id.value, meant);
        found.push(mistake.clone());
        let kind = Kind::Callout(kind.clone());
        let mut broken = self.0.remove(&block.place.opener.start).expect("it was taken");
        broken.mistakes.push(mistake);
        block.content = Content::Broken(kind, broken);
    }
}

/// The questions in `blocks`, those with mistakes among them.
fn questions(blocks: &[TopLevel]) -> Questions {
    let mut all = Vec::new();
    blocks.iter().for_each(|top| top.block.collect(&mut all));
    let named = all.into_iter().filter_map(|block| match (&block.id, &block.content) {
        (Some(id), Content::Predict(_) | Content::Broken(Kind::Predict, _)) => Some((id, block)),
        _ => None,
    });
    let title = |block: &Block| block.title.as_ref().map(|title| title.plain.clone());
    named.map(|(id, block)| (id.value.clone(), title(block))).collect()
}
