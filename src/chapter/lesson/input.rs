//! How a reader commits where the author does not say it: by typing, by choosing, or not at all.

use super::answering::Input;
use super::block::{Block, Content, Lessons, Predict};
use super::code::{Output, Stream};
use super::ending::Failure;

/// The longest output that a reader is asked to type, in lines.
const LONGEST_TYPED_OUTPUT: usize = 10;

impl Predict {
    /// How a reader commits: as the author says, or as the question and the outputs suggest.
    pub fn input(&self) -> Input {
        match &self.input {
            Some(input) => input.value,
            None if self.choices().is_some() => Input::Choice,
            None if self.is_typed() => Input::Text,
            None => Input::None,
        }
    }

    /// Whether a text is compared with another one: what readers type, or an output that they
    /// choose.
    fn compares_texts(&self) -> bool {
        match self.input() {
            Input::Text => true,
            Input::Choice => self.choices().unwrap_or_default().iter().any(|c| c.output.is_some()),
            Input::None => false,
        }
    }

    /// How the program fails, if it does.
    pub fn failure(&self) -> Option<Failure> {
        Failure::of(&self.outputs().collect::<Vec<_>>())
    }

    /// Whether what happens is fit to be typed: few lines, an error, or both.
    fn is_typed(&self) -> bool {
        let is_short = |lines| lines <= LONGEST_TYPED_OUTPUT;
        if let Some(output) = self.real_output() {
            return output.is_known() && is_short(output.text().lines().count());
        }
        let both = self.outputs().find(|output| output.stream() == Stream::Both);
        both.is_none_or(Output::is_known)
            && self.failure().is_some_and(|failure| failure.printed.is_none_or(is_short))
    }
}

impl Lessons<'_> {
    /// Whether a text is compared with another one to judge an answer to a question of the chapter.
    pub fn compares_texts(&self) -> bool {
        let compares = |block: &&Block| match &block.content {
            Content::Predict(predict) => predict.compares_texts(),
            _ => false,
        };
        self.blocks().iter().any(compares)
    }

    /// Whether a question of the chapter has choices, whatever it asks for.
    pub fn have_choices(&self) -> bool {
        let has_some = |block: &&Block| match &block.content {
            Content::Predict(predict) => predict.choices().is_some(),
            _ => false,
        };
        self.blocks().iter().any(has_some)
    }
}
