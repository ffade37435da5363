//! The file of proofs, where `verify` writes it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::preprocessor::BookProofs;
use crate::proof::{Lock, LockUpdate};

use super::changes::{Change, carry_out};

/// How often it is tried again where somebody else writes at the same time.
const MOST_TRIES: usize = 5;

/// Writes what a run has shown into the file of proofs of the book at `root`, if that says anything
/// new; and says so, with paths from the directory `here`.
pub(super) fn write(root: &Path, update: &LockUpdate, here: Option<&Path>) -> Result<String> {
    let mut tries = 0;
    loop {
        // What somebody else has proved meanwhile stays.
        let proofs = BookProofs::read(root);
        if proofs.mistake.is_some() {
            bail!("cannot write {}: it changed meanwhile; run this again", proofs.path.display());
        }
        let before = proofs.lock.unwrap_or_default();
        let after = update.apply(&before);
        let text = after.text();
        let is_same = match &proofs.text {
            Some(known) => known.replace("\r\n", "\n") == text,
            None => after.proofs().next().is_none(),
        };
        if is_same {
            return Ok(String::new());
        }
        let path = here.and_then(|here| proofs.path.strip_prefix(here).ok());
        let path = path.unwrap_or(&proofs.path).to_owned();
        let change = Change { path, before: proofs.text, after: Some(text), is_authors: true };
        match carry_out(std::slice::from_ref(&change), false) {
            Ok(said) => return Ok(format!("{}{}\n", said.trim_end(), counted(&before, &after))),
            Err(_) if tries < MOST_TRIES && change.is_outdated() => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// How many proofs came and went, where some did.
fn counted(before: &Lock, after: &Lock) -> String {
    match (after.lacking_in(before).count(), before.lacking_in(after).count()) {
        (0, 0) => String::new(),
        (new, 0) => format!(", with {new} new"),
        (0, gone) => format!(", without {gone} old"),
        (new, gone) => format!(", with {new} new, without {gone} old"),
    }
}
