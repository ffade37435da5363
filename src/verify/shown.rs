//! What a run has shown that is worth being written down as proved.

use std::collections::{BTreeMap, HashMap};

use crate::chapter::ProgramRole;
use crate::chapter::lesson::Block;
use crate::config::Config;
use crate::proof::{
    Confinement, Expected, HashedProgram, LockUpdate, ProgramPlace, Proof, ProofHash,
};

use super::accept::Acceptance;
use super::gathering::ChosenProgram;
use super::jail::Enforced;
use super::outcome::{AcceptedProof, Outcome, ShownProofs, Standing};
use super::proving::Results;

/// What the run of `chosen` programs of a book with this `config` has shown.
pub(super) fn shown(
    chosen: &[ChosenProgram<'_>],
    results: &Results,
    config: &Config,
) -> ShownProofs {
    let mut shown = ShownProofs::default();
    let questions = questions(chosen);
    for (number, program) in chosen.iter().enumerate() {
        let Some(place) = &program.place else { continue };
        let is_in_doubt = results.in_doubt.contains(&number);
        if results.refuted.contains(&number) || (is_in_doubt && program.is_judged_together) {
            shown.update.refuted.insert(place.hash);
        }
        let outcome = &results.outcomes[number];
        let is_proved = matches!(outcome.standing, Standing::Proved | Standing::Accepted);
        let question: *const Block = program.trial.claim.question;
        let question = questions.get(&question).copied();
        // A proof of both together needs both.
        let is_judged = !program.is_judged_together
            || question.is_some_and(|question| results.judged.contains(&question));
        if !is_proved || is_in_doubt || !is_judged {
            continue;
        }
        let needs: Vec<usize> = [Some(number), question.filter(|_| is_fix(program))]
            .into_iter()
            .flatten()
            .filter(|number| is_rewritten(&results.accepted, *number))
            .collect();
        match needs.is_empty() {
            true => shown.update.proved.push(proof(program, outcome, place.hash)),
            false => {
                let hash = hash_then(chosen, number, question, &results.accepted, config);
                let proof = hash.map(|hash| proof(program, outcome, hash));
                let before = place.hash;
                let accepted = proof.map(|proof| AcceptedProof { needs, before, proof });
                shown.accepted.extend(accepted);
            }
        }
    }
    shown
}

fn is_fix(program: &ChosenProgram<'_>) -> bool {
    matches!(program.trial.claim.role, ProgramRole::Fix)
}

/// Whether outputs of this program are to be written.
fn is_rewritten(accepted: &BTreeMap<usize, Acceptance>, number: usize) -> bool {
    accepted.get(&number).is_some_and(|acceptance| !acceptance.outputs.is_empty())
}

/// The numbers of the programs of questions, by these.
fn questions(chosen: &[ChosenProgram<'_>]) -> HashMap<*const Block, usize> {
    let is_question =
        |program: &ChosenProgram<'_>| matches!(program.trial.claim.role, ProgramRole::Question);
    let all = chosen.iter().enumerate().filter(|(_, program)| is_question(program));
    all.map(|(number, program)| (std::ptr::from_ref(program.trial.claim.question), number))
        .collect()
}

/// The hash of a program once all that is accepted of it and of its `question` is written down.
fn hash_then(
    chosen: &[ChosenProgram<'_>],
    number: usize,
    question: Option<usize>,
    accepted: &BTreeMap<usize, Acceptance>,
    config: &Config,
) -> Option<ProofHash> {
    let expected = |number: usize| match accepted.get(&number) {
        Some(acceptance) => acceptance.claimed.clone(),
        None => Expected::of(&chosen[number].trial.claim),
    };
    let (own, others) = (expected(number), question.map(expected));
    let program = hashed(&chosen[number], &own)?;
    let question = question.zip(others.as_ref());
    let question = question.and_then(|(number, expected)| hashed(&chosen[number], expected));
    Some(ProofHash::of(program, question, config))
}

fn hashed<'h, 'l>(
    program: &'h ChosenProgram<'l>,
    expected: &'h Expected,
) -> Option<HashedProgram<'h, 'l>> {
    let input = program.input.as_ref().ok()?.as_deref();
    Some(HashedProgram { trial: &program.trial, expected, input })
}

fn proof(program: &ChosenProgram<'_>, outcome: &Outcome, hash: ProofHash) -> Proof {
    Proof {
        at: program.place.as_ref().map(|place| place.at.clone()).unwrap_or_default(),
        run: program.trial.word().to_owned(),
        hash,
        with: outcome.with.iter().cloned().collect(),
        sandbox: match outcome.enforced {
            Some(Enforced::ALL) => Confinement::Full,
            Some(enforced) if enforced.files => Confinement::Partial,
            _ => Confinement::None,
        },
        place: 0..0,
    }
}

impl ShownProofs {
    /// What changes in the file of proofs once outputs are written down, but for those of the
    /// programs that are `left`, by their numbers.
    #[must_use]
    pub fn once_written(mut self, left: &[usize]) -> LockUpdate {
        let is_written =
            |accepted: &AcceptedProof| !accepted.needs.iter().any(|number| left.contains(number));
        for AcceptedProof { before, proof, .. } in self.accepted.into_iter().filter(is_written) {
            let is_it = |place: &&mut ProgramPlace| {
                (place.hash, &*place.at, place.run) == (before, &*proof.at, &*proof.run)
            };
            if let Some(place) = self.update.programs.iter_mut().find(is_it) {
                place.hash = proof.hash;
            }
            self.update.proved.push(proof);
        }
        self.update
    }
}
