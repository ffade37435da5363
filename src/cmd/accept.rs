//! `verify --accept`: writes what programs print into the files of a book.

use std::path::Path;

use anyhow::{Result, bail};

use crate::book::{Directory, Scope};
use crate::fix::{LeftAlone, Relining, WantedLines, relined};
use crate::verify::outcome::AcceptedIn;
use crate::verify::report::human::name;

use super::consent::{Consent, write_agreed};
use super::misused::Misused;

/// What an author asked for.
pub(super) struct Accepting<'b> {
    pub(super) book: &'b Directory,
    /// The files that were asked for.
    pub(super) scope: &'b Scope,
    /// What is to be written.
    pub(super) outputs: &'b [AcceptedIn],
    /// Whether nobody is to be asked.
    pub(super) is_agreed: bool,
    /// The directory from which paths are shown.
    pub(super) here: Option<&'b Path>,
}

/// An error where nobody could agree to what is to be written, and nobody did.
pub(super) fn check_consent(is_agreed: bool, is_ci: bool) -> Result<()> {
    if is_ci && !is_agreed {
        bail!(Misused(
            "`CI` is set, and nobody is there to be asked: `--accept` writes there with `--yes` \
             only"
                .to_owned()
        ));
    }
    Ok(())
}

/// What became of outputs that were to be written.
pub(super) struct Written<'b> {
    /// What is said of that.
    pub(super) said: String,
    /// Those that are not written.
    pub(super) left: Vec<&'b AcceptedIn>,
}

/// Writes the outputs that `ask` agrees to, who is shown what changes with the question to ask, if
/// there is one; and says what became of them.
pub(super) fn run<'b>(
    wanted: &Accepting<'b>,
    ask: impl FnOnce(&str, Option<&str>) -> Result<Consent>,
) -> Result<Written<'b>> {
    if wanted.outputs.is_empty() {
        return Ok(Written { said: "nothing to accept\n".to_owned(), left: Vec::new() });
    }
    let lines = wanted.outputs.iter().map(|accepted| WantedLines {
        chapter: &accepted.chapter,
        read: &accepted.read,
        fence: accepted.output.fence,
        lines: &accepted.output.text,
    });
    let Relining { files, refused } =
        relined(wanted.book, wanted.scope, &lines.collect::<Vec<_>>())?;
    let notes =
        refused.iter().map(|(number, reason)| note(&wanted.outputs[*number], *reason, wanted));
    let notes: String = notes.collect();
    let all: Vec<&AcceptedIn> = wanted.outputs.iter().collect();
    if files.is_empty() {
        return Ok(Written { said: notes, left: all });
    }
    let ask = |changes: &str, question: Option<&str>| ask(&format!("{notes}{changes}"), question);
    let (consent, said) = write_agreed(files, wanted.is_agreed, wanted.here, ask)?;
    let left = match consent {
        Consent::Given => refused.iter().map(|(number, _)| all[*number]).collect(),
        Consent::Refused | Consent::Unasked => all,
    };
    Ok(Written { said, left })
}

/// Why an output is not written.
fn note(accepted: &AcceptedIn, reason: LeftAlone, wanted: &Accepting<'_>) -> String {
    let reason = match reason {
        LeftAlone::Scattered => "its lines are not one run of lines of one file",
        LeftAlone::Shared => "another output has the same lines of a file, and needs other ones",
        LeftAlone::Elsewhere => "its lines stand in another place of the book as well",
        LeftAlone::Counted => {
            "a link brings lines of its file by their numbers, which would change"
        }
        LeftAlone::Outside => {
            "its lines stand in a file outside of the book, which is only written by its name"
        }
        LeftAlone::Misread => "with these lines, the chapter would not be read as it is now",
    };
    let name = name(&accepted.subject, wanted.here);
    format!("{name}: the output is not written: {reason}\n")
}
