//! What is to happen when a program is run, as its author says.

use crate::chapter::lesson::{
    FailsWhen, Failure, Output, OutputState, Phase, Prediction, RustMarks, Stream,
};
use crate::chapter::{Claim, ProgramRole};
use crate::config::Filter;
use crate::diagnostic::Span;

use super::comparing::Exactness;

/// The exit code of a program in Rust that panics.
pub const PANICKED: i32 = 101;

/// What is to happen when a program is run.
#[derive(Clone, Debug)]
pub struct Expected {
    /// What is to be printed.
    pub texts: Vec<ExpectedText>,
    /// How it is to end.
    pub end: ExpectedEnd,
    /// The codes of errors that the compiler is to report.
    pub errors: Vec<String>,
    /// Whether it is compiled only.
    pub is_compiled_only: bool,
}

/// A text that is to be printed.
#[derive(Clone, Debug)]
pub struct ExpectedText {
    /// The text.
    pub text: String,
    /// Where it is to be printed.
    pub stream: Stream,
    /// How exactly.
    pub exactness: Exactness,
    /// Whether nobody has written it down yet.
    pub is_pending: bool,
    /// Whether the compiler is to print it.
    pub is_compilers: bool,
    /// Whether it is what a reader predicts, who may name the error that ends the program.
    pub is_prediction: bool,
    /// Where it is claimed, in bytes of the chapter.
    pub place: Span,
}

/// How a program is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedEnd {
    /// With this exit code.
    Code(i32),
    /// With any exit code but 0.
    Failure,
    /// It is not to compile.
    Uncompiled,
}

impl Expected {
    /// What `claim` says of its program.
    pub fn of(claim: &Claim<'_>) -> Self {
        let marks = claim.program.rust_marks().unwrap_or_default();
        let predicted = match claim.role {
            ProgramRole::Counter(predicted) => predicted,
            ProgramRole::Question | ProgramRole::Fix => None,
        };
        let outputs: Vec<&Output> = match predicted {
            Some(Prediction::Lines(output)) => vec![output],
            _ => claim.outputs.clone(),
        };
        let mut texts: Vec<ExpectedText> = outputs.iter().map(|output| text(output)).collect();
        texts.iter_mut().for_each(|text| text.is_prediction = predicted.is_some());
        if let Some(Prediction::Words(words)) = predicted {
            texts.push(ExpectedText {
                text: words.value.clone(),
                stream: Stream::Stdout,
                exactness: Exactness::Letters,
                is_pending: false,
                is_compilers: false,
                is_prediction: true,
                place: words.span.clone(),
            });
        }
        Expected {
            texts,
            end: end(&outputs, &marks),
            is_compiled_only: marks.no_run,
            errors: marks.errors,
        }
    }

    /// Replaces in it what `filters` find.
    pub fn filter(&mut self, filters: &[Filter]) {
        for text in &mut self.texts {
            text.text = Filter::apply_all(filters, std::mem::take(&mut text.text));
        }
    }

    /// Whether what it prints to both of its streams is to be one text.
    pub fn joins_streams(&self) -> bool {
        self.texts.iter().any(|text| text.stream == Stream::Both)
    }

    /// Whether all that it prints and how it ends is known by what is said of it: one output on the
    /// standard output, to the letter, and a good end.
    pub fn is_known_to_the_letter(&self) -> bool {
        let is_known = |text: &ExpectedText| {
            let ExpectedText { stream, exactness, is_pending, is_compilers, .. } = text;
            (*stream, *exactness) == (Stream::Stdout, Exactness::Letters)
                && !is_pending
                && !is_compilers
        };
        let ends_well = self.end == ExpectedEnd::Code(0) && !self.is_compiled_only;
        ends_well && matches!(self.texts.as_slice(), [text] if is_known(text))
    }

    /// What is to be printed to `stream`, or to both as one text.
    pub fn on(&self, stream: Stream) -> Option<&ExpectedText> {
        self.texts.iter().find(|text| text.stream == stream && !text.is_compilers)
    }
}

fn text(output: &Output) -> ExpectedText {
    ExpectedText {
        text: output.lines.text.replace("\r\n", "\n"),
        stream: output.stream(),
        exactness: Exactness::of(output),
        is_pending: output.state == OutputState::Pending,
        is_compilers: is_compilers(output),
        is_prediction: false,
        place: output.place.opener.clone(),
    }
}

fn is_compilers(output: &Output) -> bool {
    output.phase.as_ref().is_some_and(|phase| phase.value == Phase::Compile)
}

/// How a program is to end that has these outputs and marks: an error that an output shows is one.
fn end(outputs: &[&Output], marks: &RustMarks) -> ExpectedEnd {
    let claimed = outputs.iter().find_map(|output| output.exit.as_ref());
    let fails = Failure::of(outputs).is_some_and(|failure| failure.when != FailsWhen::Quiet);
    match claimed {
        _ if marks.compile_fail || outputs.iter().any(|output| is_compilers(output)) => {
            ExpectedEnd::Uncompiled
        }
        Some(exit) => ExpectedEnd::Code(exit.value),
        None if marks.should_panic => ExpectedEnd::Code(PANICKED),
        None if fails => ExpectedEnd::Failure,
        None => ExpectedEnd::Code(0),
    }
}
