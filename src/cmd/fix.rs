//! `check --fix`: takes mistakes out of the files of a book.

use std::path::Path;

use anyhow::Result;

use crate::book::{Directory, Scope};
use crate::fix::{Fixed, fixes};

use super::consent::{Consent, write_agreed};

/// What an author asked for.
pub(super) struct Mending<'b> {
    pub(super) book: &'b Directory,
    /// The files that may be changed.
    pub(super) scope: &'b Scope,
    /// Whether fixes that are guesses are wanted as well.
    pub(super) with_guesses: bool,
    /// Whether nobody is to be asked.
    pub(super) is_agreed: bool,
    /// The directory from which paths are shown.
    pub(super) here: Option<&'b Path>,
}

/// Makes the fixes that `ask` agrees to, who is shown them with the question to ask, if there is
/// one; and says what became of them.
pub(super) fn run(
    wanted: &Mending<'_>,
    ask: impl FnOnce(&str, Option<&str>) -> Result<Consent>,
) -> Result<String> {
    let fixed = fixes(wanted.book, wanted.scope, wanted.with_guesses)?;
    let notes = notes(&fixed);
    if fixed.files.is_empty() {
        return Ok(format!("nothing to fix\n{notes}\n"));
    }
    let (_, said) = write_agreed(fixed.files, wanted.is_agreed, wanted.here, ask)?;
    Ok(format!("{said}{notes}\n"))
}

/// What is said of fixes that were not made.
fn notes(fixed: &Fixed) -> String {
    let mut notes = String::new();
    match fixed.guesses {
        0 => {}
        1 => notes += "1 more is a guess: `--fix --unsafe` shows it\n",
        guesses => notes += &format!("{guesses} more are guesses: `--fix --unsafe` shows them\n"),
    }
    match fixed.refused {
        0 => {}
        1 => {
            notes +=
                "1 is left to you: it would bring other mistakes, or its place is not certain\n"
        }
        refused => {
            notes += &format!(
                "{refused} are left to you: they would bring other mistakes, or their places are \
                 not certain\n"
            );
        }
    }
    match fixed.untried {
        0 => {}
        1 => notes += "1 was not tried: there are too many before it that do no good\n",
        untried => {
            notes += &format!(
                "{untried} were not tried: there are too many before them that do no good\n"
            );
        }
    }
    for file in &fixed.outside {
        let file = file.display();
        notes += &format!(
            "{file} is outside of the book, and is only mended by its name: `mdbook-predict check \
             --fix BOOK {file}`\n"
        );
    }
    notes
}
