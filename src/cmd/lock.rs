//! The file of proofs, where `verify` writes it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::preprocessor::BookProofs;
use crate::proof::{Lock, LockUpdate};

use super::changes::{Change, carry_out};

/// Writes what a run has shown into the file of proofs of the book at `root`, if that says anything
/// new; and says so, with paths from the directory `here`.
pub(super) fn write(root: &Path, update: &LockUpdate, here: Option<&Path>) -> Result<String> {
    // Somebody may have written it meanwhile: what they have proved stays.
    let proofs = BookProofs::read(root);
    if proofs.mistake.is_some() {
        bail!("cannot write {}: it changed meanwhile; run this again", proofs.path.display());
    }
    let before = proofs.lock.unwrap_or_default();
    let after = update.apply(&before);
    let text = after.text();
    let known = std::fs::read_to_string(&proofs.path).ok();
    let is_same = match &known {
        Some(known) => known.replace("\r\n", "\n") == text,
        None => after.proofs().next().is_none(),
    };
    if is_same {
        return Ok(String::new());
    }
    let path = here.and_then(|here| proofs.path.strip_prefix(here).ok()).unwrap_or(&proofs.path);
    let path = path.to_owned();
    let change = Change { path, before: known, after: Some(text), is_authors: true };
    let written = carry_out(&[change], false)?;
    Ok(format!("{}{}\n", written.trim_end(), counted(&before, &after)))
}

/// How many proofs came and went, where some did.
fn counted(before: &Lock, after: &Lock) -> String {
    let lacking = |one: &Lock, other: &Lock| {
        one.proofs().filter(|proof| other.find(proof.hash).is_none()).count()
    };
    let (new, gone) = (lacking(after, before), lacking(before, after));
    match (new, gone) {
        (0, 0) => String::new(),
        (new, 0) => format!(", with {new} new"),
        (0, gone) => format!(", without {gone} that no longer hold"),
        (new, gone) => format!(", with {new} new, without {gone} that no longer hold"),
    }
}
