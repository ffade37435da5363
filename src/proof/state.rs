//! What is known of the programs of a chapter without running them.

use std::collections::HashSet;

use super::hash::ProofHash;
use super::lock::{Lock, Proof};
use super::provable::Provable;

/// What is known of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofState {
    /// Somebody ran it as it is, and it did what is said of it.
    Proved(Proof),
    /// Its author does not want it to be run, for this reason.
    Skipped(String),
    /// Somebody ran what stood there before.
    Changed,
    /// Nobody has run it, as far as is known.
    Never,
}

impl ProofState {
    /// Whether it is yet to be proved.
    pub fn is_unproved(&self) -> bool {
        matches!(self, ProofState::Changed | ProofState::Never)
    }

    /// It in a word, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            ProofState::Proved(_) => "proved",
            ProofState::Skipped(_) => "skipped",
            ProofState::Changed => "changed",
            ProofState::Never => "never",
        }
    }
}

/// What `lock` says of `programs`, which are all of a chapter, in their order.
pub fn states(lock: &Lock, programs: &[Provable<'_>]) -> Vec<ProofState> {
    let hashes: HashSet<ProofHash> = programs.iter().filter_map(|program| program.hash).collect();
    let state = |program: &Provable<'_>| {
        if let Some(reason) = program.trial.skip() {
            return ProofState::Skipped(reason.to_owned());
        }
        if let Some(proof) = program.hash.and_then(|hash| lock.find(hash)) {
            return ProofState::Proved(proof.clone());
        }
        // What stands elsewhere in the chapter now has only moved.
        let before = lock.at(&program.at, program.trial.word());
        match before.iter().any(|proof| !hashes.contains(&proof.hash)) {
            true => ProofState::Changed,
            false => ProofState::Never,
        }
    };
    programs.iter().map(state).collect()
}
