//! The programs of a chapter, each with all that its proof is looked up by.

use std::collections::HashMap;

use crate::chapter::lesson::{Block, Content};
use crate::chapter::{Lessons, ProgramRole};
use crate::config::Config;
use crate::diagnostic::Diagnostic;

use super::hash::ProofHash;
use super::trial::{ProgramTrial, trials};
use super::update::ProgramPlace;

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
    pub read: &'c dyn Fn(&str) -> Option<Vec<u8>>,
}

/// A program that is to be run, and that may have been.
#[derive(Clone, Debug)]
pub struct Provable<'l> {
    /// What is said of it.
    pub trial: ProgramTrial<'l>,
    /// Its question, for people: its file and its author's id, or its number there.
    pub at: String,
    /// What its proof is looked up by; nothing where a file that it reads is not there.
    pub hash: Option<ProofHash>,
}

impl Provable<'_> {
    /// What its proof is looked up by, with where it stands; nothing where a file that it reads is
    /// not there.
    pub fn place(&self) -> Option<ProgramPlace> {
        let (at, run) = (self.at.clone(), self.trial.word());
        self.hash.map(|hash| ProgramPlace { at, run, hash })
    }
}

/// The programs of a chapter that are to be run, in their order, and what keeps others from it.
pub fn provable<'l>(
    lessons: &'l Lessons<'_>,
    chapter: &ChapterFacts<'_>,
) -> (Vec<Provable<'l>>, Vec<Diagnostic>) {
    let (trials, refused) = trials(lessons, chapter.path);
    let questions: HashMap<*const Block, ProgramTrial<'_>> = trials
        .iter()
        .filter(|trial| matches!(trial.claim.role, ProgramRole::Question))
        .map(|trial| (std::ptr::from_ref(trial.claim.question), trial.clone()))
        .collect();
    let numbers = numbers(lessons);
    let provable = trials.into_iter().map(|trial| {
        let question: *const Block = trial.claim.question;
        let hash = hash(&trial, questions.get(&question), chapter);
        let at = at(&trial, chapter.file, numbers.get(&question).copied().unwrap_or_default());
        Provable { trial, at, hash }
    });
    (provable.collect(), refused)
}

/// The number of each question in its chapter, from 1.
fn numbers(lessons: &Lessons<'_>) -> HashMap<*const Block, usize> {
    let blocks = lessons.blocks().into_iter();
    let questions = blocks.filter(|block| matches!(block.content, Content::Predict(_)));
    questions.map(std::ptr::from_ref).zip(1..).collect()
}

fn at(trial: &ProgramTrial<'_>, file: &str, number: usize) -> String {
    match &trial.claim.question.id {
        Some(_) => format!("{file}#{}", trial.id),
        None => format!("{file}, question {number}"),
    }
}

fn hash(
    trial: &ProgramTrial<'_>,
    question: Option<&ProgramTrial<'_>>,
    chapter: &ChapterFacts<'_>,
) -> Option<ProofHash> {
    let input = match trial.stdin_file() {
        Some(name) => Some((chapter.read)(name)?),
        None => trial.stdin_lines().map(|lines| lines.replace("\r\n", "\n").into_bytes()),
    };
    Some(ProofHash::of(trial, question, chapter.config, input.as_deref()))
}
