//! Blocks and what is in them: a block has pieces, and among the pieces are blocks.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Span};

use crate::chapter::fenced::Fenced;
use crate::chapter::inline::{Inline, Spanned};
use crate::chapter::kind::{CalloutKind, Kind, PartKind};
use crate::chapter::outline::Source;

use super::allowed::Allowed;
use super::answering::{After, Gate, Input, Prediction};
use super::code::{Figure, FigureRole, Output, Stream};
use super::identity::Identity;

/// The lessons of a chapter.
#[derive(Debug, Default)]
pub struct Lessons<'t> {
    /// The chapter.
    pub text: Cow<'t, str>,
    /// Its blocks that stand in no other block, in their order.
    pub blocks: Vec<TopLevel>,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Fences of tildes outside of blocks that were perhaps to be blocks, in the order of the text.
    pub strays: Vec<StrayFence>,
}

/// A fence of tildes outside of blocks that was perhaps to be a block.
#[derive(Clone, Debug)]
pub struct StrayFence {
    /// Its word, in lower case: a book is warned of each once.
    pub word: String,
    /// Whether it only counts in a book that has blocks.
    pub needs_blocks: bool,
    /// The warning.
    pub diagnostic: Diagnostic,
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

    /// Notes where the mistakes are that are shown on the page; `place` knows the file.
    pub fn locate(&mut self, place: &dyn Fn(&Span) -> String) {
        self.blocks.iter_mut().for_each(|top| top.block.locate(place));
    }

    /// What ends the lines of the chapter.
    pub fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
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
    /// The author's id.
    pub id: Option<Spanned<String>>,
    /// The author's classes.
    pub classes: Vec<Spanned<String>>,
    /// The warnings and lints that the author silences in it.
    pub allowed: Vec<Allowed>,
    /// What stands behind the kind.
    pub title: Option<Inline>,
    /// Its fence.
    pub place: Fenced,
}

/// What a block holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A question and its answer.
    Predict(Box<Predict>),
    /// A refutation of one prediction, or of any other.
    Predicted(Reply),
    /// What is said of another prediction that is right.
    Accepted(Reply),
    /// A callout.
    Callout {
        /// Which one.
        kind: CalloutKind,
        /// The question that it waits for.
        after: Option<After>,
        /// What it says.
        pieces: Vec<Piece>,
    },
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
            Content::Accepted(_) => Kind::Accepted,
            Content::Callout { kind, .. } => Kind::Callout(kind.clone()),
            Content::Progress(_) => Kind::Progress,
            Content::Part(kind, _) => Kind::Part(*kind),
            Content::Broken(kind, _) => kind.clone(),
        }
    }

    /// Its id on the page of the chapter at `path`, if it has one there.
    pub fn id_on_page(&self, path: &str) -> Option<String> {
        match (&self.id, &self.content) {
            (Some(id), _) => Some(id.value.clone()),
            (None, Content::Predict(predict)) => Some(predict.identity.id(path)),
            (None, _) => None,
        }
    }

    /// What it holds, one side after the other.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let (first, second): (&[Piece], &[Piece]) = match &self.content {
            Content::Predict(predict) => (&predict.question, &predict.answer),
            Content::Predicted(Reply { pieces, .. })
            | Content::Accepted(Reply { pieces, .. })
            | Content::Callout { pieces, .. }
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
            Content::Predicted(Reply { pieces, .. })
            | Content::Accepted(Reply { pieces, .. })
            | Content::Callout { pieces, .. }
            | Content::Progress(pieces)
            | Content::Part(_, pieces) => (pieces, &mut []),
            Content::Broken(..) => (&mut [], &mut []),
        };
        first.iter_mut().chain(second)
    }

    fn locate(&mut self, place: &dyn Fn(&Span) -> String) {
        if let Content::Broken(_, broken) = &mut self.content {
            let places = broken.mistakes.iter().map(|mistake| mistake.spans().map(place).collect());
            broken.places = places.collect();
        }
        let inner = self.pieces_mut().flat_map(Piece::blocks_mut);
        inner.for_each(|block| block.locate(place));
    }

    /// Adds the block and all blocks in it to `found`, in their order.
    pub(crate) fn collect<'b>(&'b self, found: &mut Vec<&'b Block>) {
        found.push(self);
        self.pieces().for_each(|piece| piece.collect(found));
    }
}

/// A block that cannot be shown as one.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The errors in it.
    pub mistakes: Vec<Diagnostic>,
    /// For each of them where it stands, and where what has to do with it does, as its author would
    /// say that; empty where nobody knows the file.
    pub places: Vec<Vec<String>>,
    /// The info string.
    pub info: String,
    /// What stands between its fences.
    pub body: Source<'static>,
}

impl Broken {
    /// The errors in it with their places, where these are known.
    pub(crate) fn located(&self) -> impl Iterator<Item = (&Diagnostic, &[String])> {
        let places = self.places.iter().map(Vec::as_slice);
        self.mistakes.iter().zip(places.chain(std::iter::repeat(&[][..])))
    }

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
    /// What it is known by where its author gave no id.
    pub identity: Identity,
    /// Which level its title has among the headings of the page, from 1 to 6.
    pub level: u8,
}

impl Predict {
    /// What the program prints to its standard output.
    pub fn real_output(&self) -> Option<&Output> {
        self.outputs().find(|output| output.stream() == Stream::Stdout)
    }

    /// The outputs of the program.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Output> {
        self.answer.iter().filter_map(Piece::output)
    }

    /// The answer in two: the outputs that it begins with, and the rest.
    pub fn outputs_and_rest(&self) -> (&[Piece], &[Piece]) {
        let outputs = self.answer.iter().take_while(|piece| piece.output().is_some());
        self.answer.split_at(outputs.count())
    }

    /// The program that the question is about.
    pub fn program(&self) -> Option<&Figure> {
        self.question.iter().filter_map(Piece::figure).find(|figure| figure.invocation().is_some())
    }

    /// The choices of the question, if it has some.
    pub fn choices(&self) -> Option<&[Choice]> {
        self.question.iter().find_map(|piece| match piece {
            Piece::Choices(choices) => Some(choices.as_slice()),
            _ => None,
        })
    }
}

/// A block for those who predicted something.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What they predicted; nothing for whatever has no reply of its own.
    pub prediction: Option<Prediction>,
    /// What is said to them.
    pub pieces: Vec<Piece>,
}

impl Reply {
    /// The program that would print what was predicted.
    pub fn counter_program(&self) -> Option<&Figure> {
        let is_counter = |figure: &&Figure| matches!(figure.role, FigureRole::Counter(_));
        self.pieces.iter().filter_map(Piece::figure).find(is_counter)
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
    /// The output that it is.
    pub fn output(&self) -> Option<&Output> {
        match self {
            Piece::Output(output) => Some(output),
            _ => None,
        }
    }

    /// The code that it is.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Piece::Figure(figure) => Some(figure),
            _ => None,
        }
    }

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
