//! The programs of a book that are to be run, and the mistakes that keep others from it.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::book::{Scope, input};
use crate::chapter::lesson::{Block, Content};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::preprocessor::ChapterLessons;
use crate::proof::{ChapterFacts, Lock, ProgramPlace, ProgramTrial, Provable, provable};
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
}

/// The programs of a book.
#[derive(Debug, Default)]
pub(super) struct Gathered<'l> {
    /// Those that are to be run, in the order of the book.
    pub chosen: Vec<ChosenProgram<'l>>,
    /// How many others there are.
    pub unselected: usize,
    /// All that there are, whether they were asked for or not.
    pub programs: Vec<PlacedProgram>,
    /// How many questions there are.
    pub questions: usize,
    /// What is wrong, each with the number of its chapter.
    pub findings: Vec<(usize, Diagnostic)>,
}

/// A program that may be run.
#[derive(Clone, Debug)]
pub(super) struct PlacedProgram {
    /// The file of its chapter.
    pub file: PathBuf,
    /// Its number among the programs of its chapter.
    pub number: usize,
    /// What its proof is looked up by.
    pub place: ProgramPlace,
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
    /// Its number among the programs of its chapter.
    pub number: usize,
    /// What its proof is looked up by; nothing where a file that it reads is not there.
    pub place: Option<ProgramPlace>,
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

/// Gathers the programs of `chapters` that are in `selection`; `config` is the book's, and `lock`
/// what has been proved of it.
///
/// # Errors
///
/// The book has programs, and none that was asked for.
pub(super) fn gather<'l>(
    chapters: &'l [ChapterLessons],
    selection: &Selection,
    config: &Config,
    (root, lock): (&Path, &Lock),
) -> Result<Gathered<'l>, NoSuchProgram> {
    let mut gathered = Gathered::default();
    for (number, chapter) in chapters.iter().enumerate() {
        let blocks = chapter.lessons.blocks();
        let is_question = |content: &Content| matches!(content, Content::Predict(_));
        gathered.questions += blocks.iter().filter(|block| is_question(&block.content)).count();
        let file = match chapter.document.origin() {
            Origin::File(path) => path.clone(),
            Origin::Chapter(name) => PathBuf::from(name),
        };
        let read = |name: &str| input(root, &file, name).ok();
        let ChapterLessons { file: name, path, .. } = chapter;
        let facts = ChapterFacts { file: name, path, config, read: &read };
        let (programs, refused) = provable(&chapter.lessons, &facts);
        for (at, program) in programs.into_iter().enumerate() {
            let place = program.place();
            let Provable { mut trial, hash, .. } = program;
            let placed = |place| PlacedProgram { file: file.clone(), number: at, place };
            gathered.programs.extend(place.clone().map(placed));
            trial.expected.filter(&config.verify.filters);
            let subject = subject(&trial, chapter);
            if !selection.has(&trial, &subject, &config.runners) {
                gathered.unselected += 1;
                continue;
            }
            let is_proved = hash.is_some_and(|hash| lock.find(hash).is_some());
            let is_known = is_proved && !selection.runs_proved && trial.skip().is_none();
            let (file, chapter) = (file.clone(), number);
            let program =
                ChosenProgram { chapter, trial, subject, file, number: at, place, is_known };
            gathered.chosen.push(program);
        }
        let mistakes = chapter.lessons.diagnostics.iter().filter(|found| found.is_error()).cloned();
        let found = mistakes.chain(refused).map(|found| (number, found));
        gathered.findings.extend(found.filter(|(_, found)| selection.shows(found, chapter)));
    }
    if gathered.chosen.is_empty() && gathered.unselected > 0 {
        return Err(NoSuchProgram);
    }
    run_together(&mut gathered.chosen);
    Ok(gathered)
}

/// Has programs run whose question is judged by what they print, where that is not known to the
/// letter and one of the others runs.
fn run_together(chosen: &mut [ChosenProgram<'_>]) {
    let question = |program: &ChosenProgram<'_>| std::ptr::from_ref(program.trial.claim.question);
    let judged: HashSet<*const Block> =
        chosen.iter().filter(|program| program.is_run()).map(question).collect();
    for program in chosen.iter_mut().filter(|program| judged.contains(&question(program))) {
        program.is_known &= program.trial.expected.is_known_to_the_letter();
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
