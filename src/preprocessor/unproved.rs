//! What of a book's programs is not proved, and how much of that a build tells.

use crate::book::{ChapterId, input};
use crate::chapter::{Lessons, ProvedOutputs};
use crate::diagnostic::{Code, Diagnostic, Level, proofs};
use crate::proof::{ChapterFacts, ProofState, Provable, provable, proved_outputs, states};
use crate::report::{Document, Finding, Report};

use super::preparation::Preparation;

/// How many programs a build names that nobody has proved; of others it says how many there are.
const MOST_UNPROVED: usize = 10;

impl Preparation {
    /// What becomes of programs that nobody has proved: once there is a file of proofs, its author
    /// wants to hear of them.
    pub(crate) fn unproved(&self) -> Level {
        let usual = if self.proofs.is_there() { Level::Warn } else { Level::Allow };
        self.config.unproved.unwrap_or(usual)
    }

    /// A file of proofs that cannot be read, where the book wants to hear of it.
    pub(super) fn mistaken_lock(&self) -> Option<&(Document, Diagnostic)> {
        self.proofs.mistake.as_ref().filter(|_| self.unproved() != Level::Allow)
    }

    /// What the programs of a chapter say, each with what has been proved of it; and what keeps
    /// others from being run.
    pub(crate) fn programs<'l>(
        &self,
        id: ChapterId<'_>,
        lessons: &'l Lessons<'_>,
    ) -> (Vec<(Provable<'l>, ProofState)>, Vec<Diagnostic>) {
        let file = id.source_path.unwrap_or(id.path).replace('\\', "/");
        let chapter = self.root.join(&self.config.src).join(&file);
        let read = |name: &str| input(&self.root, &chapter, name);
        let facts = ChapterFacts { file: &file, path: id.path, config: &self.config, read: &read };
        let (programs, refused) = provable(lessons, &facts);
        let states = states(self.proofs.known(), &programs);
        (programs.into_iter().zip(states).collect(), refused)
    }

    /// The outputs of a chapter that are proved, where its pages say so.
    pub(super) fn proved_in(&self, id: ChapterId<'_>, lessons: &Lessons<'_>) -> ProvedOutputs {
        let is_shown = self.config.settings.shows_proof;
        let programs = if is_shown { self.programs(id, lessons).0 } else { Vec::new() };
        proved_outputs(&programs, &self.config.runners)
    }

    /// What of the programs of a chapter is not proved, which `earlier` preprocessors may have
    /// changed.
    pub(super) fn unproved_in(
        &self,
        id: ChapterId<'_>,
        lessons: &Lessons<'_>,
        earlier: &[String],
    ) -> Vec<Diagnostic> {
        let level = self.unproved();
        if level == Level::Allow || self.proofs.mistake.is_some() {
            return Vec::new();
        }
        let (programs, refused) = self.programs(id, lessons);
        let refused = refused.iter().filter(|found| found.is_error());
        let refused = refused.map(|found| proofs::not_to_be_run(found, level));
        let told = programs.into_iter().filter_map(|(program, state)| {
            let (place, what) = (program.trial.place().clone(), program.trial.noun());
            match state {
                ProofState::Proved(_) | ProofState::Skipped(_) => None,
                _ if program.hash.is_none() => {
                    Some(proofs::input_unread(place, what, program.why_unread(), level))
                }
                _ if !earlier.is_empty() => {
                    Some(proofs::not_checkable(place, what, earlier, level))
                }
                _ if program.trial.may_have_links() => {
                    Some(proofs::unresolved_link(place, what, level))
                }
                ProofState::Changed => Some(proofs::changed_since_proved(place, what, level)),
                ProofState::Never => {
                    Some(proofs::never_proved(place, what, self.proofs.is_there(), level))
                }
            }
        });
        told.chain(refused).collect()
    }
}

/// `report` as a build tells it, which names only the first of many programs that nobody has
/// proved, where they are to be of this `level`.
pub(super) fn shortened(mut report: Report, level: Level) -> Report {
    for code in Code::ALL.into_iter().filter(|code| code.is_set_by_unproved()) {
        let mut count = 0;
        report.findings.retain(|found| {
            count += usize::from(found.diagnostic.code == code);
            found.diagnostic.code != code || count <= MOST_UNPROVED
        });
        if count > MOST_UNPROVED {
            let more = proofs::more_unproved(code, count - MOST_UNPROVED, level);
            report.unnamed += if more.is_error() { count - MOST_UNPROVED } else { 0 };
            report.findings.push(Finding { diagnostic: more, document: None });
        }
    }
    report
}
