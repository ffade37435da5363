//! A lesson as its author means it, with the place of everything that the author wrote.
//!
//! [`super::build`] makes it, [`super::write`] writes it, and what checks or runs lessons reads it.
//! All spans are bytes of the chapter, a byte-order mark among them, whatever containers a block
//! stands in. Texts are Markdown as the author wrote it, without what its containers put in front.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Span};

use super::fenced::Fenced;
use super::inline::{Inline, Spanned};
use super::kind::{CalloutKind, Kind, PartKind};
use super::outline::Source;

/// The lessons of a chapter.
#[derive(Debug, Default)]
pub struct Lessons<'t> {
    /// The chapter.
    pub text: Cow<'t, str>,
    /// Its blocks that stand in no other block, in their order.
    pub blocks: Vec<TopLevel>,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// A block that stands in no other block.
#[derive(Clone, Debug)]
pub struct TopLevel {
    /// The block.
    pub block: Block,
    /// Where the line starts with which the top-level Markdown block begins that holds it: a list,
    /// say, or the block itself.
    pub line: usize,
}

impl Lessons<'_> {
    /// All blocks, those in other blocks among them, in their order.
    pub fn blocks(&self) -> Vec<&Block> {
        let mut found = Vec::new();
        self.blocks.iter().for_each(|top| top.block.collect(&mut found));
        found
    }

    /// Whether the chapter lists the questions of the whole book.
    pub fn lists_questions(&self) -> bool {
        self.blocks().iter().any(|block| matches!(block.content, Content::Progress(_)))
    }
}

/// A block of any kind.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it holds.
    pub content: Content,
    /// The author's id, or the one that we gave; parts have only the former.
    pub id: Option<Id>,
    /// The author's classes.
    pub classes: Vec<Spanned<String>>,
    /// What stands behind the kind.
    pub title: Option<Inline>,
    /// Its fence.
    pub place: Fenced,
}

/// The id of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Id {
    /// Its author's.
    Author(Spanned<String>),
    /// One that was free.
    Given(String),
}

impl Id {
    /// The id itself.
    pub fn text(&self) -> &str {
        match self {
            Id::Author(id) => &id.value,
            Id::Given(id) => id,
        }
    }
}

/// What a block holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A question and its answer.
    Predict(Box<Predict>),
    /// A refutation of one prediction, or of any other.
    Predicted(Refutation),
    /// A callout.
    Callout(CalloutKind, Vec<Piece>),
    /// The list of a book's questions, behind the author's words.
    Progress(Vec<Piece>),
    /// A part of the block around it.
    Part(PartKind, Vec<Piece>),
    /// A block of this kind with mistakes.
    Broken(Kind, Broken),
}

impl Block {
    /// The kind that the block is, or was to be.
    pub fn kind(&self) -> Kind {
        match &self.content {
            Content::Predict(_) => Kind::Predict,
            Content::Predicted(_) => Kind::Predicted,
            Content::Callout(kind, _) => Kind::Callout(kind.clone()),
            Content::Progress(_) => Kind::Progress,
            Content::Part(kind, _) => Kind::Part(*kind),
            Content::Broken(kind, _) => kind.clone(),
        }
    }

    /// What it holds, one side after the other.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let (first, second): (&[Piece], &[Piece]) = match &self.content {
            Content::Predict(predict) => (&predict.question, &predict.answer),
            Content::Predicted(Refutation { pieces, .. })
            | Content::Callout(_, pieces)
            | Content::Progress(pieces)
            | Content::Part(_, pieces) => (pieces, &[]),
            Content::Broken(..) => (&[], &[]),
        };
        first.iter().chain(second)
    }

    /// The same, to be changed.
    pub(crate) fn pieces_mut(&mut self) -> impl Iterator<Item = &mut Piece> {
        let (first, second): (&mut [Piece], &mut [Piece]) = match &mut self.content {
            Content::Predict(predict) => (&mut predict.question, &mut predict.answer),
            Content::Predicted(Refutation { pieces, .. })
            | Content::Callout(_, pieces)
            | Content::Progress(pieces)
            | Content::Part(_, pieces) => (pieces, &mut []),
            Content::Broken(..) => (&mut [], &mut []),
        };
        first.iter_mut().chain(second)
    }

    /// Adds the block and all blocks in it to `found`, in their order.
    fn collect<'b>(&'b self, found: &mut Vec<&'b Block>) {
        found.push(self);
        self.pieces().for_each(|piece| piece.collect(found));
    }
}

/// A block that cannot be shown as one.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The errors in it.
    pub mistakes: Vec<Diagnostic>,
    /// The info string.
    pub info: String,
    /// What stands between its fences.
    pub body: Source<'static>,
}

impl Broken {
    /// The block as its author wrote it, but for the fence around it.
    pub fn source(&self) -> String {
        format!("{}\n{}", self.info, self.body.text)
    }
}

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Predict {
    /// How a reader is to commit, if the author says so.
    pub input: Option<Spanned<Input>>,
    /// What keeps the answer folded, if the author says so.
    pub gate: Option<Spanned<Gate>>,
    /// How many rows the reader's text field has.
    pub rows: Option<Spanned<u32>>,
    /// What readers see.
    pub question: Vec<Piece>,
    /// What is folded.
    pub answer: Vec<Piece>,
    /// A hash of the question, by which a reader's record knows it.
    pub hash: u64,
}

impl Predict {
    /// How a reader commits: as the author says, or as the question and the output suggest.
    pub fn input(&self) -> Input {
        let is_comparable = || self.real_output().is_some_and(Output::is_comparable);
        match &self.input {
            Some(input) => input.value,
            None if self.choices().is_some() => Input::Choice,
            None if is_comparable() => Input::Text,
            None => Input::None,
        }
    }

    /// What the program prints to its standard output.
    pub fn real_output(&self) -> Option<&Output> {
        self.answer.iter().find_map(|piece| match piece {
            Piece::Output(output) if output.stream() == Stream::Stdout => Some(output),
            _ => None,
        })
    }

    /// The answer in two: the outputs that it begins with, and the rest.
    pub fn outputs_and_rest(&self) -> (&[Piece], &[Piece]) {
        let is_output = |piece: &&Piece| matches!(piece, Piece::Output(_));
        self.answer.split_at(self.answer.iter().take_while(is_output).count())
    }

    /// The choices of the question, if it has some.
    pub fn choices(&self) -> Option<&[Choice]> {
        self.question.iter().find_map(|piece| match piece {
            Piece::Choices(choices) => Some(choices.as_slice()),
            _ => None,
        })
    }
}

/// How a reader commits to a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// By typing it.
    Text,
    /// By choosing.
    Choice,
    /// Not at all.
    None,
}

/// What keeps the answer folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anyone may open it; that counts as a skip.
    Soft,
    /// It opens once a reader has committed to a prediction, or skipped.
    Attempt,
}

/// A block for those who predicted something wrong.
#[derive(Clone, Debug)]
pub struct Refutation {
    /// What they predicted; nothing for whatever has no refutation of its own.
    pub prediction: Option<Prediction>,
    /// What is said to them.
    pub pieces: Vec<Piece>,
}

/// What a reader may have predicted.
#[derive(Clone, Debug)]
pub enum Prediction {
    /// What stands behind the kind, without the code span that may delimit it.
    Words(Spanned<String>),
    /// What stands in an `output` fence.
    Lines(Box<Output>),
}

impl Prediction {
    /// The output that was predicted, without a line ending at its end.
    pub fn text(&self) -> &str {
        match self {
            Prediction::Words(words) => &words.value,
            Prediction::Lines(output) => output.text(),
        }
    }
}

/// A stretch of a body.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Markdown.
    Prose(Prose),
    /// Code with something of ours about it.
    Figure(Figure),
    /// An output.
    Output(Output),
    /// The answers on offer.
    Choices(Vec<Choice>),
    /// A part of the block.
    Part(Block),
}

impl Piece {
    fn collect<'b>(&'b self, found: &mut Vec<&'b Block>) {
        match self {
            Piece::Part(block) => block.collect(found),
            Piece::Prose(prose) => {
                prose.nested.iter().for_each(|nested| nested.block.collect(found));
            }
            Piece::Choices(choices) => {
                let feedback = choices.iter().flat_map(|choice| &choice.feedback);
                feedback.for_each(|piece| piece.collect(found));
            }
            Piece::Figure(_) | Piece::Output(_) => {}
        }
    }

    /// The blocks that stand directly in it, to be changed.
    pub(crate) fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Piece::Part(block) => vec![block],
            Piece::Prose(prose) => {
                prose.nested.iter_mut().map(|nested| &mut nested.block).collect()
            }
            Piece::Choices(choices) => choices
                .iter_mut()
                .flat_map(|choice| &mut choice.feedback)
                .flat_map(Piece::blocks_mut)
                .collect(),
            Piece::Figure(_) | Piece::Output(_) => Vec::new(),
        }
    }
}

/// Markdown that is passed on, with the blocks in it.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// The Markdown, with the place of each line.
    pub source: Source<'static>,
    /// The blocks in it, in their order.
    pub nested: Vec<Nested>,
}

/// A block somewhere in prose.
#[derive(Clone, Debug)]
pub struct Nested {
    /// What it replaces, from its fence to the end of its closing fence, in bytes of the prose.
    pub range: Range<usize>,
    /// What each further line needs in front, in the prose.
    pub prefix: String,
    /// The block.
    pub block: Block,
}

/// A code fence with a caption: a program, most of the time.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its fence.
    pub place: Fenced,
    /// The info string without our attributes.
    pub info: String,
    /// The lines between the fences, with their line endings.
    pub code: Source<'static>,
    /// The language's proper name.
    pub language: Option<String>,
    /// What stands above it.
    pub caption: Option<Spanned<String>>,
    /// The caption that shows only when the answer is open.
    pub caption_after: Option<Spanned<String>>,
    /// What it is for.
    pub role: FigureRole,
}

/// What a code fence is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureRole {
    /// It is the program that the block is about.
    Program(Run),
    /// It is the standard input of that program.
    Stdin,
    /// It is neither.
    Code,
}

impl Figure {
    /// How to run it, if it is the program that the block is about.
    pub fn run(&self) -> Option<&Run> {
        match &self.role {
            FigureRole::Program(run) => Some(run),
            _ => None,
        }
    }
}

/// How a program is to be run; no build ever does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The arguments, as the author wrote them.
    pub args: Option<Spanned<String>>,
    /// The file that is its standard input.
    pub stdin: Option<Spanned<String>>,
    /// After how many seconds it is stopped.
    pub timeout: Option<Spanned<u32>>,
    /// Why it is not run.
    pub skip: Option<Spanned<String>>,
}

/// An output, verbatim.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its fence.
    pub place: Fenced,
    /// The lines between the fences, with their line endings.
    pub lines: Source<'static>,
    /// Whether it is known.
    pub state: OutputState,
    /// Where the program prints it, if the author says so.
    pub stream: Option<Spanned<Stream>>,
    /// The exit code that goes with it.
    pub exit: Option<Spanned<i32>>,
    /// When it is printed, if not while the program runs.
    pub phase: Option<Spanned<Phase>>,
    /// How exactly the program prints it.
    pub matching: Matching,
    /// What stands above it.
    pub caption: Option<Spanned<String>>,
    /// The author's id.
    pub id: Option<Spanned<String>>,
    /// The author's classes.
    pub classes: Vec<Spanned<String>>,
}

/// Whether an output is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputState {
    /// It has been written down.
    Recorded,
    /// Not written down yet.
    Pending,
    /// Really nothing is printed.
    Nothing,
}

/// Where a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// Both.
    Both,
}

/// When something is printed, if not while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// By the compiler, about a program that must not compile.
    Compile,
}

/// How exactly an output is what the program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// To the letter.
    Exact,
    /// But for the gaps that are marked in it.
    Wildcard,
    /// As a sample of what is another one each time.
    Varies,
}

/// The longest output that a reader is asked to type, in lines.
const LONGEST_TYPED_OUTPUT: usize = 10;

impl Output {
    /// What is printed, without a line ending at its end.
    pub fn text(&self) -> &str {
        let text = self.lines.text.strip_suffix('\n').unwrap_or(&self.lines.text);
        text.strip_suffix('\r').unwrap_or(text)
    }

    /// Where the program prints it.
    pub fn stream(&self) -> Stream {
        match &self.stream {
            Some(stream) => stream.value,
            None if self.phase.is_some() => Stream::Stderr,
            None => Stream::Stdout,
        }
    }

    /// Whether it says, letter by letter, what happens.
    pub fn is_known(&self) -> bool {
        self.state != OutputState::Pending && self.matching == Matching::Exact
    }

    /// Whether a reader is asked to type it unless the author says otherwise.
    pub fn is_comparable(&self) -> bool {
        self.stream() == Stream::Stdout
            && self.is_known()
            && self.phase.is_none()
            && self.exit.as_ref().is_none_or(|exit| exit.value == 0)
            && self.text().lines().count() <= LONGEST_TYPED_OUTPUT
    }
}

/// One of the answers on offer.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Whether it is right: `[x]` or `[ ]`.
    pub tick: Option<Spanned<bool>>,
    /// The sign in front of it, which tells its list from another one.
    pub bullet: char,
    /// Its words; may be empty where there is an output.
    pub text: Inline,
    /// The output that the choice is, where that takes several lines.
    pub output: Option<Output>,
    /// What is said about it after the commitment.
    pub feedback: Vec<Piece>,
    /// The first line of its item, from the sign on, without the line ending.
    pub opener: Span,
    /// All of its item, from the sign to the end of its last line.
    pub span: Span,
    /// What every further line of its item has in front of it.
    pub container: String,
}

impl Choice {
    /// Whether it is right.
    pub fn is_right(&self) -> bool {
        self.tick.as_ref().is_some_and(|tick| tick.value)
    }

    /// What a prediction must be to be this choice: its output, or else its words.
    pub fn key(&self) -> &str {
        match &self.output {
            Some(output) => output.text(),
            None => self.text.as_code().unwrap_or(&self.text.plain),
        }
    }
}
