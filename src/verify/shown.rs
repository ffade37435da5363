//! What a run has shown that is worth being written down.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::proof::{Confinement, LockUpdate, ProgramPlace, Proof};

use super::gathering::{ChosenProgram, PlacedProgram};
use super::jail::Enforced;
use super::outcome::{Outcome, ProofInChapter, ShownProofs, Standing};

/// What the run of `chosen` programs has shown, which became these `outcomes`. Nothing is proved of
/// those that are `in_doubt`. If something `is_accepted`, hashes are yet to be made.
pub(super) fn shown(
    chosen: &[ChosenProgram<'_>],
    outcomes: &[Outcome],
    in_doubt: &HashSet<usize>,
    is_accepted: bool,
) -> ShownProofs {
    let mut shown = ShownProofs::default();
    for (number, (program, outcome)) in chosen.iter().zip(outcomes).enumerate() {
        let Some(place) = &program.place else { continue };
        match outcome.standing {
            Standing::Proved | Standing::Accepted if !in_doubt.contains(&number) => {
                let proof = proof(place, outcome);
                match is_accepted {
                    false => shown.update.proved.push(proof),
                    true => shown.accepted.push(ProofInChapter {
                        chapter: program.file.clone(),
                        number: program.number,
                        is_to_be_written: outcome.standing == Standing::Accepted,
                        proof,
                    }),
                }
            }
            Standing::Wrong => drop(shown.update.refuted.insert(place.hash)),
            _ => {}
        }
    }
    shown
}

fn proof(place: &ProgramPlace, outcome: &Outcome) -> Proof {
    let ProgramPlace { at, run, hash } = place;
    Proof {
        at: at.clone(),
        run: (*run).to_owned(),
        hash: *hash,
        with: [with(outcome)].into(),
        sandbox: match outcome.enforced {
            Some(Enforced::ALL) => Confinement::Full,
            Some(enforced) if enforced.files => Confinement::Partial,
            _ => Confinement::None,
        },
        place: 0..0,
    }
}

/// What ran a program: the tool, two numbers of its version, and the system.
fn with(outcome: &Outcome) -> String {
    let tool = outcome.tool.as_deref().unwrap_or(&outcome.subject.language);
    let (name, version) = tool.split_once(' ').unwrap_or((tool, ""));
    let numbers: Vec<&str> = version.split('.').take(2).collect();
    let words = [name, &numbers.join("."), std::env::consts::OS];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl ShownProofs {
    /// What changes in the file of proofs once what was accepted stands in the files, where these
    /// are the `programs` of the book; but for the proofs that `is_left` is true of.
    pub(super) fn once_written(
        mut self,
        programs: Vec<PlacedProgram>,
        is_left: impl Fn(&ProofInChapter) -> bool,
    ) -> LockUpdate {
        let places: HashMap<(&Path, usize), &ProgramPlace> =
            programs.iter().map(|it| ((&*it.file, it.number), &it.place)).collect();
        for shown in self.accepted.into_iter().filter(|shown| !is_left(shown)) {
            if let Some(place) = places.get(&(&shown.chapter, shown.number)) {
                let ProgramPlace { at, hash, .. } = (*place).clone();
                self.update.proved.push(Proof { at, hash, ..shown.proof });
            }
        }
        self.update.programs = programs.into_iter().map(|program| program.place).collect();
        self.update
    }
}
