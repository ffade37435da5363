//! What is known of the programs of a chapter without running them.

use std::collections::HashSet;

use super::hash::ProofHash;
use super::lock::{Lock, Proof};
use super::provable::Provable;

/// What is known of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'k> {
    /// Somebody ran it as it is, and it did what is said of it.
    Proved(&'k Proof),
    /// Its author does not want it to be run.
    Skipped,
    /// Somebody ran what stood there before.
    Changed(&'k Proof),
    /// Nobody has run it, as far as is known.
    Never,
}

/// What `lock` says of `programs`, which are all of a chapter.
pub fn answers<'k>(lock: &'k Lock, programs: &[Provable<'_>]) -> Vec<Answer<'k>> {
    let hashes: HashSet<ProofHash> = programs.iter().filter_map(|program| program.hash).collect();
    let answer = |program: &Provable<'_>| -> Answer<'k> {
        if program.trial.skip().is_some() {
            return Answer::Skipped;
        }
        if let Some(proof) = program.hash.and_then(|hash| lock.find(hash)) {
            return Answer::Proved(proof);
        }
        // What stands elsewhere in the chapter now has only moved.
        let before = lock.at(&program.at, program.trial.word());
        let gone = before.into_iter().find(|proof| !hashes.contains(&proof.hash));
        gone.map_or(Answer::Never, Answer::Changed)
    };
    programs.iter().map(answer).collect()
}
