//! The programs of a book that are to be run, and what is to come of it. Pure.

use std::collections::HashSet;

use crate::chapter::lesson::{Block, Content, Piece, RustMarks};
use crate::chapter::{Claim, Lessons, PartKind, ProgramRole, Stdin};
use crate::diagnostic::{Diagnostic, Span, runs as mistakes};

use super::expected::{Expected, ExpectedEnd, PANICKED};

/// A program that is to be run.
#[derive(Clone, Debug)]
pub struct ProgramTrial<'l> {
    /// What is said of it.
    pub claim: Claim<'l>,
    /// What is to happen.
    pub expected: Expected,
    /// Its arguments.
    pub args: Vec<String>,
    /// The id of its question on the page.
    pub id: String,
}

impl ProgramTrial<'_> {
    /// The line that opens its fence, in bytes of the chapter.
    pub fn place(&self) -> &Span {
        &self.claim.program.place.opener
    }

    /// Its language, as its author calls it.
    pub fn language(&self) -> Option<&str> {
        self.claim.program.language.as_ref().map(|language| language.value.as_str())
    }

    /// Why it is not run, where its author says that.
    pub fn skip(&self) -> Option<&str> {
        self.claim.invocation.skip.as_ref().map(|reason| reason.value.as_str())
    }

    /// The edition of Rust that its fence names.
    pub fn edition(&self) -> Option<String> {
        self.claim.program.rust_marks()?.edition
    }

    /// What it is there for, in a word.
    pub fn word(&self) -> &'static str {
        match self.claim.role {
            ProgramRole::Question => "predict",
            ProgramRole::Fix => "fix",
            ProgramRole::Counter(_) => "predicted",
        }
    }

    /// The same for sentences.
    pub fn noun(&self) -> &'static str {
        match self.claim.role {
            ProgramRole::Question => "program",
            ProgramRole::Fix => "fix",
            ProgramRole::Counter(_) => "counter-program",
        }
    }

    /// Whether there may be a link in it that mdBook has not resolved.
    pub fn may_have_links(&self) -> bool {
        self.claim.program.code.text.contains("{{#")
    }

    /// The file that is its standard input, where that is no fence of its question.
    pub fn stdin_file(&self) -> Option<&str> {
        match self.claim.stdin? {
            Stdin::File(name) if self.beside(&name.value).is_none() => Some(&name.value),
            _ => None,
        }
    }

    /// The lines of its standard input, where they are a fence of its question.
    pub fn stdin_lines(&self) -> Option<&str> {
        match self.claim.stdin? {
            Stdin::Lines(figure) => Some(&figure.code.text),
            Stdin::File(name) => self.beside(&name.value),
        }
    }

    /// The text of the file of this name that it finds beside itself.
    fn beside(&self, name: &str) -> Option<&str> {
        let mut files = self.claim.files.iter();
        files.find(|file| file.file_name() == Some(name)).map(|file| &*file.code.text)
    }
}

/// The programs of the chapter at `path` that are to be run, in their order, and what keeps others
/// from it.
pub fn trials<'l>(
    lessons: &'l Lessons<'_>,
    path: &str,
) -> (Vec<ProgramTrial<'l>>, Vec<Diagnostic>) {
    let programs = lessons.programs();
    let (mut trials, mut found) = (Vec::new(), outputs_without_program(lessons, &programs));
    for claim in programs.into_iter().filter(is_to_be_run) {
        match trial(claim, path) {
            Ok(trial) => trials.push(trial),
            Err(mistake) => found.push(*mistake),
        }
    }
    (trials, found)
}

/// The outputs of questions and fixes for which nothing can be run.
fn outputs_without_program(lessons: &Lessons<'_>, programs: &[Claim<'_>]) -> Vec<Diagnostic> {
    let with_program: HashSet<*const Block> =
        programs.iter().map(|claim| std::ptr::from_ref(claim.block)).collect();
    let blocks = lessons.blocks().into_iter();
    let without = blocks.filter(|block| !with_program.contains(&std::ptr::from_ref(*block)));
    let is_program = |block: &&Block| {
        matches!(block.content, Content::Predict(_) | Content::Part(PartKind::Fix, _))
    };
    let outputs = without.filter(is_program).filter_map(|block| {
        block.pieces().find_map(Piece::output).map(|output| output.place.opener.clone())
    });
    outputs.map(mistakes::output_without_program).collect()
}

/// Whether something can come out: a fix is at least to end well.
fn is_to_be_run(claim: &Claim<'_>) -> bool {
    let marks = claim.program.rust_marks().unwrap_or_default();
    match claim.role {
        ProgramRole::Question => {
            let is_marked = marks.should_panic || marks.compile_fail;
            !claim.outputs.is_empty() || is_marked || has_right_output(claim.question)
        }
        ProgramRole::Fix | ProgramRole::Counter(_) => true,
    }
}

/// Whether a choice of `question` is marked as right and is an output.
fn has_right_output(question: &Block) -> bool {
    let Content::Predict(predict) = &question.content else { return false };
    let choices = predict.choices().unwrap_or_default();
    choices.iter().any(|choice| choice.is_right() && choice.output.is_some())
}

/// The second of two outputs that claim different exit codes.
fn other_exit(claim: &Claim<'_>) -> Option<Diagnostic> {
    let mut exits = claim.outputs.iter().filter_map(|output| output.exit.as_ref());
    let first = exits.next()?;
    let other = exits.find(|exit| exit.value != first.value)?;
    Some(mistakes::contradicting_exit(other.span.clone(), first.span.clone()))
}

fn trial<'l>(claim: Claim<'l>, path: &str) -> Result<ProgramTrial<'l>, Box<Diagnostic>> {
    let expected = Expected::of(&claim);
    other_exit(&claim).map_or(Ok(()), |found| Err(Box::new(found)))?;
    if let Some(marks) = claim.program.rust_marks() {
        contradiction(&claim, &marks, &expected).map_or(Ok(()), Err)?;
    }
    let args = match claim.args {
        None => Vec::new(),
        Some(args) => shell_words::split(&args.value)
            .map_err(|_| Box::new(mistakes::unreadable_args(args.span.clone())))?,
    };
    let id = claim.question.id_on_page(path).unwrap_or_default();
    Ok(ProgramTrial { claim, expected, args, id })
}

/// What marks of a program in Rust and its outputs contradict each other in.
fn contradiction(
    claim: &Claim<'_>,
    marks: &RustMarks,
    expected: &Expected,
) -> Option<Box<Diagnostic>> {
    let is_run = expected.texts.iter().any(|text| !text.is_compilers);
    let (mark, because, help) = if marks.ignore && claim.invocation.skip.is_none() {
        (
            "ignore",
            "keeps a program from being tested, and does not say why",
            "write `{skip=\"…\"}`",
        )
    } else if marks.compile_fail && is_run {
        let help = "write `{phase=compile}` on the `output`, with lines of what the compiler says";
        ("compile_fail", "and an output that a running program prints contradict each other", help)
    } else if marks.no_run && is_run {
        let help = "take `no_run` away, or write `{skip=\"…\"}`";
        ("no_run", "and an output contradict each other", help)
    } else if marks.should_panic && expected.end != ExpectedEnd::Code(PANICKED) {
        let help = "a panic ends a program with exit code 101: write `{exit=101}`";
        ("should_panic", "and another end of the program contradict each other", help)
    } else {
        return None;
    };
    let place = claim.program.place.opener.clone();
    Some(Box::new(mistakes::contradicting_mark(place, mark, because, help)))
}
