//! What the lessons of a chapter say of programs, for whoever runs them.

use super::inline::Spanned;
use super::kind::PartKind;
use super::lesson::{
    Block, Content, Figure, FigureRole, Invocation, Lessons, Output, Piece, Prediction,
};

/// What a block says that a program prints.
#[derive(Clone, Debug)]
pub struct Claim<'l> {
    /// The block that says so.
    pub block: &'l Block,
    /// The `predict` block that it belongs to, which may be the same one.
    pub question: &'l Block,
    /// What the program is there for.
    pub role: ProgramRole<'l>,
    /// The program.
    pub program: &'l Figure,
    /// How to run it, as its own fence says.
    pub invocation: &'l Invocation,
    /// Its arguments, as the author wrote them.
    pub args: Option<&'l Spanned<String>>,
    /// Its standard input, if it has one.
    pub stdin: Option<Stdin<'l>>,
    /// The files that it finds beside itself.
    pub files: Vec<&'l Figure>,
    /// What it is said to print.
    pub outputs: Vec<&'l Output>,
}

/// What a program is there for.
#[derive(Clone, Copy, Debug)]
pub enum ProgramRole<'l> {
    /// A question is about it.
    Question,
    /// It is the corrected program.
    Fix,
    /// It would print what a reader predicted; nothing where that may be anything.
    Counter(Option<&'l Prediction>),
}

/// The standard input of a program.
#[derive(Clone, Copy, Debug)]
pub enum Stdin<'l> {
    /// The lines of a fence beside it.
    Lines(&'l Figure),
    /// A file, by its name.
    File(&'l Spanned<String>),
}

impl Lessons<'_> {
    /// What the lessons say that programs print, in their order: those of questions and of fixes.
    pub fn claims(&self) -> Vec<Claim<'_>> {
        let mut claims = self.programs();
        let is_counter = |claim: &Claim<'_>| matches!(claim.role, ProgramRole::Counter(_));
        claims.retain(|claim| !claim.outputs.is_empty() && !is_counter(claim));
        claims
    }

    /// All programs of questions, fixes and counter-programs, in their order, with what is said of
    /// them. What one finds beside itself, the others of its question find, too, unless they have
    /// something else there.
    pub fn programs(&self) -> Vec<Claim<'_>> {
        let mut claims = Vec::new();
        let mut around: Vec<&Block> = Vec::new();
        for block in self.blocks() {
            around.retain(|outer| block.place.span.start < outer.place.span.end);
            around.push(block);
            let question = around.iter().rev().find_map(|outer| SharedPrograms::of(outer));
            claims.extend(question.and_then(|question| question.claim(block)));
        }
        claims
    }
}

/// A question with what its programs share.
struct SharedPrograms<'l> {
    block: &'l Block,
    pieces: &'l [Piece],
    answer: &'l [Piece],
}

impl<'l> SharedPrograms<'l> {
    fn of(block: &'l Block) -> Option<Self> {
        let Content::Predict(predict) = &block.content else { return None };
        Some(SharedPrograms { block, pieces: &predict.question, answer: &predict.answer })
    }

    /// What `block` says of a program, which is the question or a part of it.
    fn claim(&self, block: &'l Block) -> Option<Claim<'l>> {
        let (role, pieces, answer): (_, &[Piece], &[Piece]) = match &block.content {
            Content::Predict(_) => (ProgramRole::Question, self.pieces, self.answer),
            Content::Part(PartKind::Fix, pieces) => (ProgramRole::Fix, pieces, pieces),
            Content::Predicted(reply) => {
                (ProgramRole::Counter(reply.prediction.as_ref()), &reply.pieces, &[])
            }
            _ => return None,
        };
        let shared = program(self.pieces).filter(|_| block.place != self.block.place);
        let own = shared.map(|(_, invocation)| invocation);
        let (program, invocation) = program(pieces)?;
        let args = invocation.args.as_ref().or_else(|| own?.args.as_ref());
        let stdin = stdin(pieces, invocation).or_else(|| stdin(self.pieces, own?));
        let mut files: Vec<&Figure> = own_files(pieces).collect();
        let shared = own_files(self.pieces).filter(|_| own.is_some());
        let is_new = |file: &&Figure| files.iter().all(|own| own.file_name() != file.file_name());
        files.extend(shared.filter(is_new).collect::<Vec<_>>());
        let outputs = answer.iter().filter_map(Piece::output).collect();
        let question = self.block;
        Some(Claim { block, question, role, program, invocation, args, stdin, files, outputs })
    }
}

/// The program among `pieces`, and how to run it.
fn program(pieces: &[Piece]) -> Option<(&Figure, &Invocation)> {
    pieces.iter().filter_map(Piece::figure).find_map(|figure| match &figure.role {
        FigureRole::Program(invocation) | FigureRole::Counter(invocation) => {
            Some((figure, invocation))
        }
        _ => None,
    })
}

fn stdin<'l>(pieces: &'l [Piece], invocation: &'l Invocation) -> Option<Stdin<'l>> {
    let figures = || pieces.iter().filter_map(Piece::figure);
    let beside = figures().find(|figure| figure.role == FigureRole::Stdin).map(Stdin::Lines);
    invocation.stdin.as_ref().map(Stdin::File).or(beside)
}

fn own_files(pieces: &[Piece]) -> impl Iterator<Item = &Figure> {
    pieces.iter().filter_map(Piece::figure).filter(|figure| figure.file_name().is_some())
}
