//! The programs of a book that are to be run, and the mistakes that keep others from it.

use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;

use crate::book::Scope;
use crate::chapter::lesson::{Block, Content};
use crate::diagnostic::Diagnostic;
use crate::preprocessor::{ChapterLessons, Preparation};
use crate::proof::{ProgramPlace, ProgramTrial, ProofState, Provable};
use crate::report::Origin;
use crate::runner::{Runner, for_language};

use super::outcome::ProgramName;

/// Which programs are to be run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Those in these files.
    pub scope: Scope,
    /// Those of the questions with these ids; of all where there is none.
    pub ids: Vec<String>,
    /// Those in these languages, whatever their authors call them; in all where there is none.
    pub languages: Vec<String>,
    /// Whether those are run again that have been proved.
    pub runs_proved: bool,
    /// Whether all programs of a question run where one of them does: their outputs may change.
    pub runs_whole_questions: bool,
}

/// The programs of a book.
#[derive(Debug, Default)]
pub(super) struct Gathered<'l> {
    /// Those that are to be run, in the order of the book.
    pub chosen: Vec<ChosenProgram<'l>>,
    /// How many others there are.
    pub unselected: usize,
    /// All that there are, whether they were asked for or not.
    pub programs: Vec<ProgramPlace>,
    /// Whether there may be others: a mistake hides them, or what they read is not there.
    pub is_whole: bool,
    /// How many questions there are.
    pub questions: usize,
    /// What is wrong, each with the number of its chapter.
    pub findings: Vec<(usize, Diagnostic)>,
}

/// A program that is to be run.
#[derive(Debug)]
pub struct ChosenProgram<'l> {
    /// The number of its chapter.
    pub chapter: usize,
    /// What is said of it.
    pub trial: ProgramTrial<'l>,
    /// How it is told of.
    pub subject: ProgramName,
    /// The file of its chapter.
    pub file: PathBuf,
    /// What its proof is looked up by; nothing where a file that it reads is not there.
    pub place: Option<ProgramPlace>,
    /// What it reads, if anything; or why that cannot be read.
    pub input: Result<Option<Vec<u8>>, String>,
    /// Whether it is proved only by what it and its question print.
    pub is_judged_together: bool,
    /// What is known of it.
    pub state: ProofState,
    /// Whether it has been proved, and so is not run.
    pub is_known: bool,
}

impl ChosenProgram<'_> {
    /// Whether its commands are wanted.
    pub(super) fn is_run(&self) -> bool {
        !self.is_known && self.trial.skip().is_none()
    }
}

/// That a book has programs, and none that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchProgram;

impl fmt::Display for NoSuchProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "no program is like what was asked for: `mdbook-predict list` shows the files and ids \
             of all questions",
        )
    }
}

impl std::error::Error for NoSuchProgram {}

/// Gathers the programs of `chapters` that are in `selection`; `preparation` is the book's.
///
/// # Errors
///
/// The book has programs, and none that was asked for.
pub(super) fn gather<'l>(
    chapters: &'l [ChapterLessons],
    selection: &Selection,
    preparation: &Preparation,
) -> Result<Gathered<'l>, NoSuchProgram> {
    let mut gathered = Gathered { is_whole: true, ..Gathered::default() };
    for (number, chapter) in chapters.iter().enumerate() {
        let blocks = chapter.lessons.blocks();
        let is_question = |content: &Content| matches!(content, Content::Predict(_));
        gathered.questions += blocks.iter().filter(|block| is_question(&block.content)).count();
        let (programs, refused) = preparation.programs(chapter.id(), &chapter.lessons);
        let mistakes = chapter.lessons.diagnostics.iter().filter(|found| found.is_error()).cloned();
        let found: Vec<Diagnostic> = mistakes.chain(refused).collect();
        gathered.is_whole &= chapter.missing.is_none()
            && !found.iter().any(Diagnostic::is_error)
            && programs.iter().all(|(program, _)| program.hash.is_some());
        for (program, state) in programs {
            // Where a link brings nothing, that is told, and no program.
            if chapter.missing.is_some() && program.trial.may_have_links() {
                gathered.programs.extend(program.place());
                continue;
            }
            let program = (program, state);
            gathered.take(chosen(number, chapter, program, preparation, selection));
        }
        let found = found.into_iter().map(|found| (number, found));
        gathered.findings.extend(found.filter(|(_, found)| selection.shows(found, chapter)));
    }
    if gathered.chosen.is_empty() && gathered.unselected > 0 {
        return Err(NoSuchProgram);
    }
    gathered.run_together(selection);
    Ok(gathered)
}

/// The program of a `chapter` as it is told of and run, where it is asked for.
fn chosen<'l>(
    number: usize,
    chapter: &ChapterLessons,
    (program, state): (Provable<'l>, ProofState),
    preparation: &Preparation,
    selection: &Selection,
) -> (Option<ProgramPlace>, Option<ChosenProgram<'l>>) {
    let config = preparation.config();
    let place = program.place();
    let Provable { mut trial, input, is_judged_together, .. } = program;
    let subject = subject(&trial, chapter);
    if !selection.has(&trial, &subject, &config.runners) {
        return (place, None);
    }
    trial.expected.filter(&config.verify.filters);
    let is_known = matches!(state, ProofState::Proved(_)) && !selection.runs_proved;
    let file = match chapter.document.origin() {
        Origin::File(path) => path.clone(),
        Origin::Chapter(name) => PathBuf::from(name),
    };
    let chosen = ChosenProgram {
        chapter: number,
        trial,
        subject,
        file,
        place: place.clone(),
        input,
        is_judged_together,
        state,
        is_known,
    };
    (place, Some(chosen))
}

impl<'l> Gathered<'l> {
    fn take(&mut self, (place, chosen): (Option<ProgramPlace>, Option<ChosenProgram<'l>>)) {
        self.programs.extend(place);
        self.unselected += usize::from(chosen.is_none());
        self.chosen.extend(chosen);
    }

    /// Has programs run whose question is judged by what they print, where that is not known to the
    /// letter, or may not stay so, and one of the others runs.
    fn run_together(&mut self, selection: &Selection) {
        let question =
            |program: &ChosenProgram<'_>| std::ptr::from_ref(program.trial.claim.question);
        let judged: HashSet<*const Block> =
            self.chosen.iter().filter(|program| program.is_run()).map(question).collect();
        for program in self.chosen.iter_mut().filter(|it| judged.contains(&question(it))) {
            let is_settled = program.trial.expected.is_known_to_the_letter();
            program.is_known &= is_settled && !selection.runs_whole_questions;
        }
    }
}

impl Selection {
    /// Whether it is all that there is.
    pub(super) fn is_all(&self) -> bool {
        self.scope.only.is_empty() && self.ids.is_empty() && self.languages.is_empty()
    }

    fn has(&self, trial: &ProgramTrial<'_>, subject: &ProgramName, runners: &[Runner]) -> bool {
        let has_file = match &subject.origin {
            Origin::File(path) => self.scope.has(path),
            Origin::Chapter(_) => true,
        };
        let is_called = |word: &String| {
            let runner = for_language(word, runners);
            let language = trial.language().unwrap_or_default();
            runner.is_some_and(|runner| runner.is_called(language)) || word == language
        };
        has_file
            && (self.ids.is_empty() || self.ids.contains(&subject.id))
            && (self.languages.is_empty() || self.languages.iter().any(is_called))
    }

    /// Whether a mistake in `chapter` is told: not where single questions were asked for.
    fn shows(&self, found: &Diagnostic, chapter: &ChapterLessons) -> bool {
        let origin = found.span.as_ref().map(|span| chapter.document.place(span).0);
        self.ids.is_empty()
            && self.languages.is_empty()
            && match origin.unwrap_or(chapter.document.origin()) {
                Origin::File(path) => self.scope.has(path),
                Origin::Chapter(_) => true,
            }
    }
}

fn subject(trial: &ProgramTrial<'_>, chapter: &ChapterLessons) -> ProgramName {
    let (origin, line, _) = chapter.document.place(trial.place());
    ProgramName {
        origin: origin.clone(),
        line,
        id: trial.id.clone(),
        role: trial.word(),
        language: trial.language().unwrap_or("no language").to_owned(),
    }
}
