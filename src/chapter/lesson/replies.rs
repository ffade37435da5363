//! What is said to predictions.

use crate::chapter::kind::PartKind;

use super::block::{Block, Content, Piece, Predict, Reply};

impl Predict {
    /// What is said to predictions, in the order of the answer, each with its block.
    pub fn replies(&self) -> Vec<(&Block, &Reply)> {
        replies(&self.answer)
    }
}

fn replies(answer: &[Piece]) -> Vec<(&Block, &Reply)> {
    let mut found = Vec::new();
    for piece in answer {
        let Piece::Part(block) = piece else { continue };
        match &block.content {
            Content::Predicted(reply) | Content::Accepted(reply) => found.push((block, reply)),
            Content::Part(PartKind::Answer, pieces) => found.extend(replies(pieces)),
            _ => {}
        }
    }
    found
}
