//! A lesson as its author means it: what [`super::build`] makes of a block, and what
//! [`super::html`] and [`super::markdown`] write.
//!
//! Texts in here are Markdown as the author wrote it, without the prefixes of its containers.

use std::ops::Range;

use super::kind::Kind;

/// A block of any kind.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    /// The author's id, or the one that we gave; parts have only the former.
    pub(crate) id: Option<String>,
    /// Whether the id is the author's.
    pub(crate) is_named: bool,
    pub(crate) classes: Vec<String>,
    /// Inline Markdown on one line; may be empty.
    pub(crate) title: String,
    pub(crate) content: Content,
    /// The opening fence, as a byte range of the chapter.
    pub(crate) span: Range<usize>,
}

/// What a block holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Predict(Box<Predict>),
    /// A refutation and the output it is about; without one, it is about any other.
    Predicted(Option<String>, Vec<Piece>),
    Pieces(Vec<Piece>),
    /// A block with mistakes: what they are, and the text that was between its fences.
    Broken(Broken),
}

/// A block that cannot be shown as one.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    /// Message and help of each mistake.
    pub(crate) mistakes: Vec<(String, Vec<String>)>,
    /// The fence's characters.
    pub(crate) fence: String,
    /// The info string.
    pub(crate) info: String,
    pub(crate) body: String,
}

/// A `predict` block.
#[derive(Clone, Debug)]
pub(crate) struct Predict {
    pub(crate) input: Input,
    pub(crate) gate: Gate,
    pub(crate) rows: Option<u32>,
    pub(crate) question: Vec<Piece>,
    pub(crate) answer: Vec<Piece>,
    /// A hash of the question, by which a reader's record knows it.
    pub(crate) hash: u64,
}

impl Predict {
    /// The answer in two: the outputs that it begins with, and the rest.
    pub(crate) fn outputs_and_rest(&self) -> (&[Piece], &[Piece]) {
        let is_output = |piece: &&Piece| matches!(piece, Piece::Output(_));
        self.answer.split_at(self.answer.iter().take_while(is_output).count())
    }

    /// The choices of the question; empty where there are none.
    pub(crate) fn choices(&self) -> &[Choice] {
        let choices = self.question.iter().find_map(|piece| match piece {
            Piece::Choices(choices) => Some(choices.as_slice()),
            _ => None,
        });
        choices.unwrap_or_default()
    }
}

/// How a reader commits to a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Text,
    Choice,
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

/// A stretch of a body.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Prose(Prose),
    Figure(Figure),
    Output(Output),
    Choices(Vec<Choice>),
    Part(Block),
}

/// Markdown that is passed on, with the blocks in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    pub(crate) text: String,
    pub(crate) nested: Vec<Nested>,
}

/// A block somewhere in a text.
#[derive(Clone, Debug)]
pub(crate) struct Nested {
    /// The byte range that it replaces, from its fence to the end of its closing fence.
    pub(crate) range: Range<usize>,
    /// What each further line needs in front.
    pub(crate) prefix: String,
    pub(crate) block: Block,
}

/// A code fence with a caption: a program, most of the time.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// The fence's characters.
    pub(crate) fence: String,
    /// The info string without our attributes.
    pub(crate) info: String,
    pub(crate) code: String,
    /// The language's proper name.
    pub(crate) language: Option<String>,
    pub(crate) caption: Option<String>,
    /// The caption that shows only when the answer is open.
    pub(crate) caption_after: Option<String>,
    /// Whether this is the program that the question is about.
    pub(crate) is_program: bool,
    /// How to run it.
    #[expect(dead_code, reason = "read and checked for `verify`; no build runs anything")]
    pub(crate) run: Run,
}

/// How `verify` is to run a program; kept for it, and never used in a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// The arguments, as the author wrote them.
    pub(crate) args: Option<String>,
    /// The file that is its standard input.
    pub(crate) stdin: Option<String>,
    /// Whether this fence is the standard input of the program beside it.
    pub(crate) is_stdin: bool,
    /// After how many seconds it is stopped.
    pub(crate) timeout: Option<u32>,
    /// Why it is not run.
    pub(crate) skip: Option<String>,
}

/// An output, verbatim.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) fence: String,
    /// The lines, without the last line ending.
    pub(crate) text: String,
    pub(crate) state: OutputState,
    pub(crate) stream: Stream,
    pub(crate) exit: Option<i32>,
    /// Whether it is the compiler's message about a program that must not compile.
    pub(crate) is_compile_error: bool,
    pub(crate) varies: bool,
    pub(crate) is_wildcard: bool,
    pub(crate) caption: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) classes: Vec<String>,
    /// The opening fence, as a byte range of the chapter.
    pub(crate) span: Range<usize>,
}

/// Whether an output is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputState {
    Recorded,
    /// Not written down yet.
    Pending,
    /// Really nothing is printed.
    Nothing,
}

/// Where a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
    Both,
}

/// The longest output that a reader is asked to type, in lines.
const LONGEST_TYPED_OUTPUT: usize = 10;

impl Output {
    /// Whether it says, letter by letter, what happens.
    pub(crate) fn is_known(&self) -> bool {
        self.state != OutputState::Pending && !self.varies && !self.is_wildcard
    }

    /// Whether a reader is asked to type it unless the author says otherwise.
    pub(crate) fn is_comparable(&self) -> bool {
        self.stream == Stream::Stdout
            && self.is_known()
            && !self.is_compile_error
            && matches!(self.exit, None | Some(0))
            && self.text.lines().count() <= LONGEST_TYPED_OUTPUT
    }
}

/// One of the answers on offer.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) is_right: bool,
    /// The sign in front of it, which tells its list from another one.
    pub(crate) bullet: char,
    /// Inline Markdown on one line; may be empty where there is an output.
    pub(crate) text: String,
    /// The output that the choice is, where that takes several lines.
    pub(crate) output: Option<Output>,
    /// What is said about it after the commitment.
    pub(crate) feedback: Vec<Piece>,
    /// The item's first line, as a byte range of the chapter.
    pub(crate) span: Range<usize>,
}
