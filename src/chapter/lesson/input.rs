//! How a reader commits where the author does not say it: by typing, by choosing, or not at all.

use super::answering::Input;
use super::block::Predict;
use super::code::{Output, Stream, Unknown};
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
    pub(super) fn compares_texts(&self) -> bool {
        match self.input() {
            Input::Text => true,
            Input::Choice => self.choices().unwrap_or_default().iter().any(|c| c.output.is_some()),
            Input::None => false,
        }
    }

    /// What is not known of what is printed, letter by letter, where somebody predicts it.
    pub fn unknown(&self) -> Option<Unknown> {
        let fails = self.failure().is_some();
        let stands_for_it = |output: &&Output| !fails || output.stream() == Stream::Both;
        match self.real_output().or_else(|| self.outputs().find(stands_for_it)) {
            Some(output) => output.unknown(),
            None => (!fails && self.input() == Input::Text).then_some(Unknown::Whole),
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
