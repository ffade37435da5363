//! Changes of an author's files that they are asked about first.

use std::path::Path;

use anyhow::Result;

use crate::fix::FixedFile;

use super::changes::{Change, carry_out};

/// What an author answers who has seen what would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    Given,
    Refused,
    /// There is no terminal, and so nobody to be asked.
    Unasked,
}

/// Writes `files` if `ask` agrees, who is shown what changes with the question to ask, unless that
/// `is_agreed`; and says what became of them. Paths are shown from the directory `here`.
pub(super) fn write_agreed(
    files: Vec<FixedFile>,
    is_agreed: bool,
    here: Option<&Path>,
    ask: impl FnOnce(&str, Option<&str>) -> Result<Consent>,
) -> Result<(Consent, String)> {
    let changes: Vec<Change> = files.into_iter().map(|file| change(file, here)).collect();
    let question = match changes.len() {
        1 => "Write this file? [y/N] ".to_owned(),
        files => format!("Write these {files} files? [y/N] "),
    };
    let question = (!is_agreed).then_some(question.as_str());
    let consent = ask(&carry_out(&changes, true)?, question)?;
    let said = match consent {
        Consent::Given => carry_out(&changes, false)?,
        Consent::Refused => "nothing is written\n".to_owned(),
        Consent::Unasked => "nothing is written: there is no terminal to ask on, and `--yes` \
                             writes without asking\n"
            .to_owned(),
    };
    Ok((consent, said))
}

/// What `file` is to become.
fn change(file: FixedFile, here: Option<&Path>) -> Change {
    let below = here.and_then(|here| file.path.strip_prefix(here).ok());
    Change {
        path: below.unwrap_or(&file.path).to_owned(),
        before: Some(file.before),
        after: Some(file.after),
        is_authors: true,
    }
}
