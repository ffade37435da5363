//! The programs of a chapter, each with all that its proof is looked up by.

use std::collections::HashMap;

use crate::chapter::lesson::{Block, Content};
use crate::chapter::{Lessons, ProgramRole};
use crate::config::Config;
use crate::diagnostic::Diagnostic;

use super::hash::{HashedProgram, ProofHash};
use super::lock::ProgramPlace;
use super::trial::{ProgramTrial, trials};

/// What has to be known of a chapter to look up its proofs.
#[derive(Clone, Copy)]
pub struct ChapterFacts<'c> {
    /// Its file, relative to the directory of the chapters, with slashes.
    pub file: &'c str,
    /// Its place in the book.
    pub path: &'c str,
    /// What its book is set to.
    pub config: &'c Config,
    /// What is in a file that a program reads, by its name as the author wrote it.
    pub read: &'c dyn Fn(&str) -> anyhow::Result<Vec<u8>>,
}

/// A program that is to be run, and that may have been.
#[derive(Clone, Debug)]
pub struct Provable<'l> {
    /// What is said of it.
    pub trial: ProgramTrial<'l>,
    /// Its question, for people: its file and its author's id, or its number there.
    pub at: String,
    /// What it reads, if anything; or why that cannot be read.
    pub input: Result<Option<Vec<u8>>, String>,
    /// What its proof is looked up by; nothing where its input cannot be read.
    pub hash: Option<ProofHash>,
    /// Whether it is judged by what it and its question print, and proved by that alone.
    pub is_judged_together: bool,
}

impl Provable<'_> {
    /// What its proof is looked up by, with where it stands.
    pub fn place(&self) -> Option<ProgramPlace> {
        let (at, run) = (self.at.clone(), self.trial.word());
        self.hash.map(|hash| ProgramPlace { at, run, hash })
    }

    /// Why it has no hash.
    pub fn why_unread(&self) -> &str {
        let why = self.input.as_ref().err();
        why.map_or("the input of its question cannot be read", String::as_str)
    }

    /// As it is hashed.
    fn hashed(&self) -> Option<HashedProgram<'_, '_>> {
        let Provable { trial, input, .. } = self;
        let input = input.as_ref().ok()?.as_deref();
        Some(HashedProgram { trial, expected: &trial.expected, input })
    }
}

/// The programs of a chapter that are to be run, in their order, and what keeps others from it.
pub fn provable<'l>(
    lessons: &'l Lessons<'_>,
    chapter: &ChapterFacts<'_>,
) -> (Vec<Provable<'l>>, Vec<Diagnostic>) {
    let (trials, refused) = trials(lessons, chapter.path);
    let numbers = numbers(lessons);
    let provable = trials.into_iter().map(|trial| {
        let question: *const Block = trial.claim.question;
        let at = at(&trial, chapter.file, numbers.get(&question).copied().unwrap_or_default());
        let input = input(&trial, chapter);
        Provable { trial, at, input, hash: None, is_judged_together: false }
    });
    let mut provable: Vec<Provable<'_>> = provable.collect();
    let questions: HashMap<*const Block, &Provable<'_>> = provable
        .iter()
        .filter(|program| matches!(program.trial.claim.role, ProgramRole::Question))
        .map(|program| (std::ptr::from_ref(program.trial.claim.question), program))
        .collect();
    let hash = |program: &Provable<'_>| {
        let question: *const Block = program.trial.claim.question;
        hash(program, questions.get(&question).copied(), chapter.config)
    };
    let hashes: Vec<_> = provable.iter().map(hash).collect();
    for (program, (hash, is_judged_together)) in provable.iter_mut().zip(hashes) {
        (program.hash, program.is_judged_together) = (hash, is_judged_together);
    }
    (provable, refused)
}

/// The hash of `program`, whose question has this program, and whether both are judged together.
fn hash(
    program: &Provable<'_>,
    question: Option<&Provable<'_>>,
    config: &Config,
) -> (Option<ProofHash>, bool) {
    let Some(hashed) = program.hashed() else { return (None, false) };
    let question = match question.map(Provable::hashed) {
        // What a fix is judged with is not known.
        Some(None) if matches!(program.trial.claim.role, ProgramRole::Fix) => return (None, true),
        question => question.flatten(),
    };
    let is_judged_together = hashed.judged_with(question, config).is_some();
    (Some(ProofHash::of(hashed, question, config)), is_judged_together)
}

/// What `trial` reads.
fn input(trial: &ProgramTrial<'_>, chapter: &ChapterFacts<'_>) -> Result<Option<Vec<u8>>, String> {
    match trial.stdin_file() {
        Some(name) => (chapter.read)(name).map(Some).map_err(|error| format!("{error:#}")),
        None => Ok(trial.stdin_lines().map(|lines| lines.replace("\r\n", "\n").into_bytes())),
    }
}

/// The number of each question in its chapter, from 1.
fn numbers(lessons: &Lessons<'_>) -> HashMap<*const Block, usize> {
    let blocks = lessons.blocks().into_iter();
    let questions = blocks.filter(|block| matches!(block.content, Content::Predict(_)));
    questions.map(std::ptr::from_ref).zip(1..).collect()
}

fn at(trial: &ProgramTrial<'_>, file: &str, number: usize) -> String {
    let at = match &trial.claim.question.id {
        Some(_) => format!("{file}#{}", trial.id),
        None => format!("{file}, question {number}"),
    };
    // It stands in one line of the file of proofs.
    at.replace(char::is_control, "\u{fffd}")
}
