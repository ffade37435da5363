//! What readers are asked in a book, for the block that lists it.

use crate::labels::{Label, Labels};

use super::kind::Kind;
use super::lesson::{Block, Content, Input, Nested, Piece, Predict};
use super::outline::plain_text;

/// The questions of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its title.
    pub name: String,
    /// Its place in the book.
    pub path: String,
    /// Its questions, in their order.
    pub questions: Vec<Question>,
}

/// A question that readers can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The id of its block in the page.
    pub id: String,
    /// What a reader's record calls it: the author's id, or else the hash.
    pub name: String,
    /// The hash of the question.
    pub hash: String,
    /// Its title as plain text.
    pub title: String,
}

/// Whether one of `blocks`, or of the blocks in them, lists the questions of the book.
pub(crate) fn is_in(blocks: &[Nested]) -> bool {
    let mut found = false;
    blocks.iter().for_each(|nested| {
        visit(&nested.block, &mut |block| found |= block.kind == Kind::Progress);
    });
    found
}

/// The questions in `blocks` that readers can answer.
pub(crate) fn questions(blocks: &[Nested], labels: &Labels) -> Vec<Question> {
    let mut found = Vec::new();
    blocks.iter().for_each(|nested| {
        visit(&nested.block, &mut |block| {
            if let Content::Predict(predict) = &block.content {
                found.extend(question(block, predict, labels));
            }
        });
    });
    found
}

fn question(block: &Block, predict: &Predict, labels: &Labels) -> Option<Question> {
    let id = block.id.clone()?;
    let hash = hash(predict);
    let title = match block.title.as_str() {
        "" => labels.get(Label::Question).to_owned(),
        title => plain_text(title),
    };
    let name = if block.is_named { id.clone() } else { hash.clone() };
    (predict.input != Input::None).then_some(Question { id, name, hash, title })
}

/// The hash of a question, as pages and records write it.
pub(crate) fn hash(predict: &Predict) -> String {
    format!("{:016x}", predict.hash)
}

/// Shows `block` and all blocks in it to `see`, in their order.
fn visit<'b>(block: &'b Block, see: &mut impl FnMut(&'b Block)) {
    see(block);
    match &block.content {
        Content::Predict(predict) => {
            visit_pieces(&predict.question, see);
            visit_pieces(&predict.answer, see);
        }
        Content::Predicted(_, pieces) | Content::Pieces(pieces) => visit_pieces(pieces, see),
        Content::Broken(_) => {}
    }
}

fn visit_pieces<'b>(pieces: &'b [Piece], see: &mut impl FnMut(&'b Block)) {
    for piece in pieces {
        match piece {
            Piece::Part(block) => visit(block, see),
            Piece::Prose(prose) => {
                prose.nested.iter().for_each(|nested| visit(&nested.block, see));
            }
            Piece::Choices(choices) => {
                choices.iter().for_each(|choice| visit_pieces(&choice.feedback, see));
            }
            Piece::Figure(_) | Piece::Output(_) => {}
        }
    }
}

/// The way from the chapter `from` to the chapter `to`, both being paths in the book.
pub(crate) fn way(from: &str, to: &str) -> String {
    let (from, to) = (from.replace('\\', "/"), to.replace('\\', "/"));
    let folders: Vec<&str> = from.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let target: Vec<&str> = to.split('/').collect();
    let common = folders.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let common = common.min(target.len() - 1);
    let up = std::iter::repeat_n("..", folders.len() - common);
    up.chain(target[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::way;

    #[test]
    fn the_way_between_chapters() {
        assert_eq!(way("a.md", "b.md"), "b.md");
        assert_eq!(way("x/a.md", "b.md"), "../b.md");
        assert_eq!(way("a.md", "x/b.md"), "x/b.md");
        assert_eq!(way("x/y/a.md", "x/z/b.md"), "../z/b.md");
        assert_eq!(way("x/a.md", "x/a.md"), "a.md");
        assert_eq!(way("x\\a.md", "y\\b.md"), "../y/b.md");
    }
}
