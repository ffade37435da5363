//! What is told of a run: what became of each program, while it goes on and at its end.

use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use crate::proof::{LockUpdate, Proof, ProofHash};
use crate::report::{Origin, Report};

use super::accept::AcceptedOutput;
use super::jail::Enforced;

/// What happens while programs are run.
#[derive(Debug)]
pub enum Event<'e> {
    /// So many are going to be run.
    Begun(usize),
    /// One takes long.
    Slow(&'e ProgramName),
    /// One is done; those before it in the book have been told, but for some that are run again.
    Done(&'e Outcome),
}

/// A program, as it is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramName {
    /// The file that has it.
    pub origin: Origin,
    /// The line that opens its fence, from 1.
    pub line: usize,
    /// The id of its question.
    pub id: String,
    /// What it is there for, as the block is called that it stands in.
    pub role: &'static str,
    /// Its language, as its author calls it.
    pub language: String,
}

/// What became of a program.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The program.
    pub subject: ProgramName,
    /// What became of it.
    pub standing: Standing,
    /// How long it ran, if it did.
    pub time: Option<Duration>,
    /// The language and the version of what ran it.
    pub tool: Option<String>,
    /// The same with the system, for a proof.
    pub with: Option<String>,
    /// What it was kept from, if it ran.
    pub enforced: Option<Enforced>,
    /// The last line that it printed to its standard error, where nobody claims anything of that.
    pub said: Option<String>,
}

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What is said of it is true.
    Proved,
    /// The same, as was shown before.
    Known,
    /// Something that is said of it is not true, and will be once what it printed is written down.
    Accepted,
    /// Something that is said of it is not true.
    Wrong,
    /// It took too long, and is tried again when nothing else runs.
    Again,
    /// Its author does not want it to be run, for this reason.
    Skipped(String),
    /// It could not be run.
    NotRun,
    /// Somebody stopped all of it.
    Stopped,
}

/// What came of a run.
#[derive(Debug)]
pub struct Verified {
    /// What became of each program, in the order of the book.
    pub outcomes: Vec<Outcome>,
    /// What is wrong.
    pub report: Report,
    /// What programs were kept from; nothing where none ran.
    pub enforced: Option<Enforced>,
    /// Whether somebody wanted them to be kept from nothing.
    pub is_open: bool,
    /// How many questions the book has.
    pub questions: usize,
    /// How many programs were left out, because others were asked for.
    pub unselected: usize,
    /// Whether somebody stopped it.
    pub is_stopped: bool,
    /// What is to be written down, where that was wanted.
    pub accepted: Vec<AcceptedIn>,
    /// What the run has shown, for the file of proofs.
    pub shown: ShownProofs,
    /// Whether there is such a file, and it cannot be read.
    pub has_unreadable_lock: bool,
}

/// What a run has shown that is worth being written down.
#[derive(Debug, Default)]
pub struct ShownProofs {
    /// What changes in the file of proofs.
    pub update: LockUpdate,
    /// What is proved once outputs are written down.
    pub accepted: Vec<AcceptedProof>,
}

/// What is proved once outputs are written down.
#[derive(Clone, Debug)]
pub struct AcceptedProof {
    /// The programs whose outputs these are, by their numbers among those that were chosen.
    pub needs: Vec<usize>,
    /// What the program is looked up by until then.
    pub before: ProofHash,
    /// The proof, with the hash that it has then.
    pub proof: Proof,
}

/// The output of a program that is to be written down in a chapter.
#[derive(Clone, Debug)]
pub struct AcceptedIn {
    /// The program, with the place of the output.
    pub subject: ProgramName,
    /// The file of the chapter.
    pub chapter: PathBuf,
    /// The number of the program among those that were chosen.
    pub program: usize,
    /// The text of the chapter as it was read.
    pub read: Rc<str>,
    /// The output.
    pub output: AcceptedOutput,
}

impl Verified {
    /// How many programs became this.
    pub fn count(&self, standing: &Standing) -> usize {
        let is_it = |outcome: &&Outcome| {
            std::mem::discriminant(&outcome.standing) == std::mem::discriminant(standing)
        };
        self.outcomes.iter().filter(is_it).count()
    }
}
