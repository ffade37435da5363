//! How readers answer a question, what they may answer, and what waits for it.

use crate::chapter::inline::Spanned;

use super::code::Output;

/// How a reader commits to a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// By typing it.
    Text,
    /// By choosing.
    Choice,
    /// Not at all.
    None,
}

/// What keeps the answer folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anyone may open it; that counts as a skip.
    Soft,
    /// It opens once a reader has committed to a prediction, or skipped.
    Attempt,
}

/// What a reader may have predicted.
#[derive(Clone, Debug)]
pub enum Prediction {
    /// What stands behind the kind, without the code span that may delimit it.
    Words(Spanned<String>),
    /// What stands in an `output` fence.
    Lines(Box<Output>),
}

impl Prediction {
    /// The output that was predicted, without a line ending at its end.
    pub fn text(&self) -> &str {
        match self {
            Prediction::Words(words) => &words.value,
            Prediction::Lines(output) => output.text(),
        }
    }
}

/// The question of the same chapter that a callout waits for.
#[derive(Clone, Debug)]
pub struct After {
    /// The id that its author gave it.
    pub id: Spanned<String>,
    /// The words of its title, if it has one.
    pub title: Option<String>,
}
