//! The ids of a chapter: each belongs to one heading or block.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Span, blocks as mistakes};

use super::build::Builder;
use super::kind::Kind;
use super::lesson::{Block, Content, Nested, Piece};

/// The ids of a chapter, with where they stand and whether a heading has them.
#[derive(Debug, Default)]
pub(crate) struct Ids(HashMap<String, (Span, bool)>);

impl Ids {
    /// Takes `id` for a heading or a block; the diagnostic says who had it before.
    pub(crate) fn take(&mut self, id: &str, span: Span, is_heading: bool) -> Option<Diagnostic> {
        match self.0.get(id) {
            // Of two equal headings, mdBook gives the second one another id.
            Some((_, true)) if is_heading => None,
            Some((first, first_is_heading)) => {
                Some(mistakes::duplicate_id(span, first.clone(), id, *first_is_heading))
            }
            None => {
                self.0.insert(id.to_owned(), (span, is_heading));
                None
            }
        }
    }

    /// Whether nobody has `id`.
    pub(crate) fn is_free(&self, id: &str) -> bool {
        !self.0.contains_key(id)
    }
}

/// Gives ids to the blocks whose authors gave none.
pub(crate) fn give_ids(blocks: &mut [Nested], builder: &Builder<'_>) {
    let mut numbers = Numbers::new();
    for nested in blocks {
        give_id(&mut nested.block, builder, &mut numbers);
    }
}

/// How many blocks of each kind have been numbered.
type Numbers = HashMap<String, usize>;

fn give_id(block: &mut Block, builder: &Builder<'_>, numbers: &mut Numbers) {
    if block.id.is_none() && block.kind.homes().is_empty() {
        let stem = match block.kind {
            Kind::Predict => "predict".to_owned(),
            kind => format!("predict-{}", builder.word(kind)),
        };
        let number = numbers.entry(stem.clone()).or_insert(0);
        block.id = loop {
            *number += 1;
            let id = format!("{stem}-{number}");
            if builder.ids.is_free(&id) {
                break Some(id);
            }
        };
    }
    match &mut block.content {
        Content::Predict(predict) => {
            for piece in predict.question.iter_mut().chain(&mut predict.answer) {
                give_piece_ids(piece, builder, numbers);
            }
        }
        Content::Predicted(_, pieces) | Content::Pieces(pieces) => {
            pieces.iter_mut().for_each(|piece| give_piece_ids(piece, builder, numbers));
        }
        Content::Broken(_) => {}
    }
}

fn give_piece_ids(piece: &mut Piece, builder: &Builder<'_>, numbers: &mut Numbers) {
    match piece {
        Piece::Part(block) => give_id(block, builder, numbers),
        Piece::Prose(prose) => {
            prose.nested.iter_mut().for_each(|nested| give_id(&mut nested.block, builder, numbers));
        }
        Piece::Choices(choices) => choices
            .iter_mut()
            .flat_map(|choice| &mut choice.feedback)
            .for_each(|piece| give_piece_ids(piece, builder, numbers)),
        Piece::Figure(_) | Piece::Output(_) => {}
    }
}

/// The id that mdBook makes from the words of a heading.
pub(crate) fn id_from_content(content: &str) -> String {
    content
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}
