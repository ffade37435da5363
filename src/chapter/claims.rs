//! What the lessons of a chapter claim about programs, for whoever runs them.

use super::inline::Spanned;
use super::kind::PartKind;
use super::lesson::{Block, Content, Figure, FigureRole, Invocation, Lessons, Output, Piece};

/// What a block says that a program prints.
#[derive(Clone, Debug)]
pub struct Claim<'l> {
    /// The block that says so: a `predict` or a `fix`.
    pub block: &'l Block,
    /// The program.
    pub program: &'l Figure,
    /// How to run it.
    pub invocation: &'l Invocation,
    /// Its standard input, if it has one.
    pub stdin: Option<Stdin<'l>>,
    /// The files that it finds beside itself.
    pub files: Vec<&'l Figure>,
    /// What it is said to print, one output at least.
    pub outputs: Vec<&'l Output>,
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
    /// What the lessons claim about programs, in their order.
    pub fn claims(&self) -> Vec<Claim<'_>> {
        self.blocks().into_iter().filter_map(claim).collect()
    }
}

fn claim(block: &Block) -> Option<Claim<'_>> {
    let (question, answer) = match &block.content {
        Content::Predict(predict) => (&predict.question, &predict.answer),
        Content::Part(PartKind::Fix, pieces) => (pieces, pieces),
        _ => return None,
    };
    let figures = || question.iter().filter_map(Piece::figure);
    let (program, invocation) =
        figures().find_map(|figure| Some((figure, figure.invocation()?)))?;
    let beside = figures().find(|figure| figure.role == FigureRole::Stdin).map(Stdin::Lines);
    let outputs: Vec<&Output> = answer.iter().filter_map(Piece::output).collect();
    let files = figures().filter(|figure| matches!(figure.role, FigureRole::File(_))).collect();
    let stdin = invocation.stdin.as_ref().map(Stdin::File).or(beside);
    (!outputs.is_empty()).then_some(Claim { block, program, invocation, stdin, files, outputs })
}
