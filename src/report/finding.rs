//! What was found in a book, as a value: nothing in here is text for anybody yet.

use std::fmt;

use crate::chapter::OnError;
use crate::diagnostic::Diagnostic;

use super::document::Document;

/// What was found in a book, in the order in which it is to be read.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was found.
    pub findings: Vec<Finding>,
    /// The texts that it points into.
    pub documents: Vec<Document>,
    /// What the book wants to become of mistakes.
    pub on_error: OnError,
}

/// A diagnostic, and what it points into.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// The place in [`Report::documents`] of the text that its spans count in, where there is one.
    pub document: Option<usize>,
}

impl Report {
    /// How many of the findings are errors.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|found| found.diagnostic.is_error()).count()
    }

    /// Why the build is to stop, if it is.
    pub fn stopped(&self) -> Option<Stopped> {
        let errors = self.errors();
        (errors > 0 && self.on_error == OnError::Fail).then_some(Stopped { errors })
    }
}

/// The error that ends a build because of the author's mistakes, which are in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// How many there are.
    pub errors: usize,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mistakes, stand) =
            if self.errors == 1 { ("mistake", "it stands") } else { ("mistakes", "they stand") };
        write!(
            f,
            "{} {mistakes} in the lessons of this book; to build it with a box where {stand}, set \
             `on-error = \"show\"` in `[preprocessor.predict]`",
            self.errors,
        )
    }
}

impl std::error::Error for Stopped {}
