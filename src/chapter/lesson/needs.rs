//! What a chapter has that not every chapter has, and for which its pages need more than others.

use super::answering::Input;
use super::block::{Block, Content, Lessons, Predict};

impl Lessons<'_> {
    /// Whether a text is compared with another one to judge an answer to a question of the chapter.
    pub fn compare_texts(&self) -> bool {
        self.have_question(Predict::compares_texts)
    }

    /// Whether something is typed at a question of the chapter that cannot be compared letter by
    /// letter.
    pub fn ask_for_unknown(&self) -> bool {
        self.have_question(|predict| predict.input() == Input::Text && predict.unknown().is_some())
    }

    /// Whether a question of the chapter has choices, whatever it asks for.
    pub fn have_choices(&self) -> bool {
        self.have_question(|predict| predict.choices().is_some())
    }

    /// Whether a program of the chapter stands beside the one that readers took it for.
    pub fn have_counter_programs(&self) -> bool {
        let has_one = |block: &&Block| match &block.content {
            Content::Predicted(reply) => reply.counter_program().is_some(),
            _ => false,
        };
        self.blocks().iter().any(has_one)
    }

    /// Whether a callout of the chapter waits for a question.
    pub fn have_waiting_callouts(&self) -> bool {
        let waits =
            |block: &&Block| matches!(block.content, Content::Callout { after: Some(_), .. });
        self.blocks().iter().any(waits)
    }

    fn have_question(&self, is_such: impl Fn(&Predict) -> bool) -> bool {
        let is_one = |block: &&Block| match &block.content {
            Content::Predict(predict) => is_such(predict),
            _ => false,
        };
        self.blocks().iter().any(is_one)
    }
}
