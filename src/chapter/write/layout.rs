//! What stands on a page, in which order and under which words: decided once, for every target.
//!
//! A block becomes a tree of elements, and the two writers only spell them. So both targets have
//! the same words in the same order, whatever they make of them.

use std::borrow::Cow;

use crate::chapter::inline::{Inline, Spanned};
use crate::chapter::kind::{CalloutKind, PartKind};
use crate::chapter::language::proper_name;
use crate::chapter::lesson::{
    After, Block, Broken, Choice, Content, Figure, FigureRole, Output, Piece, Predict, Prediction,
    Prose, Reply,
};
use crate::chapter::options::Translation;
use crate::labels::Label;

use super::counter::{CounterLine, merged};
use super::questions::ChapterQuestions;
use super::words::{callout_label, letter, no_output, output_caption, output_note, part_label};
use super::writing::Writing;

/// An element of a page.
#[derive(Debug)]
pub(crate) enum Element<'l> {
    /// A question, and its answer in a fold.
    Question(Box<QuestionElement<'l>>),
    /// Something set apart.
    Callout {
        block: &'l Block,
        kind: &'l CalloutKind,
        heading: Labelled<'l>,
        after: Option<AfterElement<'l>>,
        content: Elements<'l>,
    },
    /// The list of a book's questions, behind the author's words.
    Index {
        block: &'l Block,
        heading: Labelled<'l>,
        content: Elements<'l>,
        chapters: Vec<&'l ChapterQuestions>,
    },
    /// A part with its label.
    Part { block: &'l Block, kind: PartKind, heading: Labelled<'l>, content: Elements<'l> },
    /// Something that is folded under its label.
    Fold { fold: Fold<'l>, heading: Labelled<'l>, content: Elements<'l> },
    /// What is said of a prediction that is right as well.
    Accepted { label: &'l str, prediction: Option<&'l Prediction>, content: Elements<'l> },
    /// Markdown of the author's, with an element for each block in it.
    Prose { prose: &'l Prose, nested: Elements<'l> },
    /// Code.
    Figure { figure: &'l Figure, captions: Vec<(Caption, Words<'l>)> },
    /// Two programs as one: the one of the question, and what a reader took it for.
    Counter(CounterElement<'l>),
    /// An output, or the words for one that has no lines.
    Output { output: &'l Output, caption: Words<'l>, note: Option<String>, words: Option<&'l str> },
    /// The answers on offer, each with its letter.
    Choices(Vec<(String, &'l Choice)>),
    /// Which of them are right: the label, and number and letter of each.
    Right { label: &'l str, right: Vec<(usize, String)> },
    /// A block with mistakes, in a box.
    Broken { label: &'l str, block: &'l Block, broken: &'l Broken },
}

/// Elements in the order of the page.
pub(crate) type Elements<'l> = Vec<Element<'l>>;

/// A question with its answer.
#[derive(Debug)]
pub(crate) struct QuestionElement<'l> {
    pub(crate) block: &'l Block,
    pub(crate) predict: &'l Predict,
    pub(crate) heading: Labelled<'l>,
    pub(crate) question: Elements<'l>,
    /// The words on the fold.
    pub(crate) answer_label: &'l str,
    pub(crate) answer: Elements<'l>,
}

/// What a callout waits for.
#[derive(Debug)]
pub(crate) struct AfterElement<'l> {
    pub(crate) after: &'l After,
    /// The words for it.
    pub(crate) words: String,
}

/// Two programs as one.
#[derive(Debug)]
pub(crate) struct CounterElement<'l> {
    /// What a reader took the program for.
    pub(crate) figure: &'l Figure,
    pub(crate) caption: Words<'l>,
    /// The words beside a line of the program.
    pub(crate) says: &'l str,
    /// The words beside a line that was read instead.
    pub(crate) reads: &'l str,
    /// Where lines are left out, `{n}` in them stands for how many.
    pub(crate) gap: &'l str,
    pub(crate) lines: Vec<CounterLine<'l>>,
}

/// A label of ours and the title under it.
#[derive(Debug)]
pub(crate) struct Labelled<'l> {
    pub(crate) label: Cow<'l, str>,
    /// A few characters in front of the label.
    pub(crate) icon: Option<&'l str>,
    pub(crate) title: Option<Words<'l>>,
    /// The level of the title among the headings of the page, if it is one.
    pub(crate) level: Option<u8>,
}

/// A title or a caption.
#[derive(Debug)]
pub(crate) enum Words<'l> {
    /// A text of ours.
    Ours(Cow<'l, str>),
    /// Inline Markdown of the author's.
    Authors(&'l str),
    /// Code of the author's behind a label of ours, if it takes one.
    Code { label: Option<&'l str>, code: &'l str },
}

impl<'l> Labelled<'l> {
    fn new(label: impl Into<Cow<'l, str>>, title: Option<&'l Inline>) -> Self {
        let title = title.map(|title| Words::Authors(&title.source));
        Labelled { label: label.into(), icon: None, title, level: None }
    }
}

/// What a fold is for.
#[derive(Debug)]
pub(crate) enum Fold<'l> {
    /// A part of a block.
    Part { block: &'l Block, kind: PartKind },
    /// What is said about the choice of this number, counted from 1.
    Feedback { number: usize },
    /// What is said about a prediction; nothing stands for all others.
    Predicted { block: &'l Block, output: Option<&'l str> },
}

/// What a caption of a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caption {
    /// The author's.
    Always,
    /// The author's for when the answer is open.
    After,
    /// The name of the language.
    Language,
    /// What goes into a program, without which nobody could tell what it does.
    Given,
}

/// The element that stands for a block which no other block is around.
pub(crate) fn layout<'l>(block: &'l Block, writing: &Writing<'l, 'l>) -> Elements<'l> {
    let mut elements = Vec::new();
    Layout { writing, program: None }.block(block, &mut elements);
    elements
}

#[derive(Clone, Copy)]
struct Layout<'w, 'l> {
    writing: &'w Writing<'l, 'l>,
    /// The program of the question around.
    program: Option<&'l Figure>,
}

impl<'l> Layout<'_, 'l> {
    fn label(&self, label: Label) -> &'l str {
        self.writing.settings.labels.get(label)
    }

    fn block(&self, block: &'l Block, out: &mut Elements<'l>) {
        let labels = &self.writing.settings.labels;
        let title = block.title.as_ref();
        out.push(match &block.content {
            Content::Predict(predict) => Element::Question(Box::new(self.question(block, predict))),
            Content::Predicted(reply) => self.predicted(block, reply),
            Content::Accepted(reply) => self.accepted(reply),
            Content::Callout { kind, after, pieces } => Element::Callout {
                block,
                kind,
                heading: Labelled {
                    icon: kind.icon(),
                    ..Labelled::new(callout_label(kind, labels), title)
                },
                after: after.as_ref().map(|after| self.after(after)),
                content: self.pieces(pieces),
            },
            Content::Progress(pieces) => self.index(block, pieces),
            // The fold of the question is the answer's own.
            Content::Part(PartKind::Answer, pieces) => return out.extend(self.pieces(pieces)),
            Content::Part(kind, pieces) => {
                self.part(block, *kind, part_label(*kind, labels), pieces)
            }
            Content::Broken(_, broken) => {
                Element::Broken { label: self.label(Label::Broken), block, broken }
            }
        });
    }

    fn part(
        &self,
        block: &'l Block,
        kind: PartKind,
        label: impl Into<Cow<'l, str>>,
        pieces: &'l [Piece],
    ) -> Element<'l> {
        let heading = Labelled::new(label, block.title.as_ref());
        let content = self.pieces(pieces);
        match kind {
            PartKind::Hint | PartKind::Limits => {
                Element::Fold { fold: Fold::Part { block, kind }, heading, content }
            }
            kind => Element::Part { block, kind, heading, content },
        }
    }

    fn index(&self, block: &'l Block, pieces: &'l [Piece]) -> Element<'l> {
        let chapters = self.writing.questions.iter();
        Element::Index {
            block,
            heading: Labelled::new(self.label(Label::Progress), block.title.as_ref()),
            content: self.pieces(pieces),
            chapters: chapters.filter(|chapter| !chapter.questions.is_empty()).collect(),
        }
    }

    fn after(&self, after: &'l After) -> AfterElement<'l> {
        let title = after.title.as_deref().unwrap_or(self.label(Label::Question));
        let words = match self.writing.translation {
            Translation::None => self.label(Label::After).replace("{title}", title),
            // In a summary, the title would stay in the language of its author.
            _ => self.label(Label::AfterTheQuestion).to_owned(),
        };
        AfterElement { after, words }
    }

    fn question(&self, block: &'l Block, predict: &'l Predict) -> QuestionElement<'l> {
        let mut heading = Labelled::new(self.label(Label::Predict), block.title.as_ref());
        heading.title.get_or_insert(Words::Ours(self.label(Label::Question).into()));
        heading.level = Some(predict.level);
        QuestionElement {
            block,
            predict,
            heading,
            question: self.pieces(&predict.question),
            answer_label: self.label(Label::Answer),
            answer: Layout { program: predict.program(), ..*self }.answer(predict),
        }
    }

    /// The folded side: the outputs first, then which choice is right and what each one means.
    fn answer(&self, predict: &'l Predict) -> Elements<'l> {
        let (outputs, rest) = predict.outputs_and_rest();
        let mut elements = self.pieces(outputs);
        elements.extend(predict.choices().into_iter().flat_map(|choices| self.key(choices)));
        elements.extend(self.pieces(rest));
        elements
    }

    fn key(&self, choices: &'l [Choice]) -> Elements<'l> {
        let numbered =
            || choices.iter().enumerate().map(|(at, choice)| (at + 1, letter(at), choice));
        let right = numbered().filter(|(.., choice)| choice.is_right());
        let right = right.map(|(number, letter, _)| (number, letter)).collect();
        let mut elements = vec![Element::Right { label: self.label(Label::Right), right }];
        let explained = numbered().filter(|(.., choice)| !choice.feedback.is_empty());
        elements.extend(explained.map(|(number, letter, choice)| Element::Fold {
            fold: Fold::Feedback { number },
            heading: Labelled::new(format!("{} {letter}", self.label(Label::Chosen)), None),
            content: self.pieces(&choice.feedback),
        }));
        elements
    }

    fn predicted(&self, block: &'l Block, reply: &'l Reply) -> Element<'l> {
        let output = reply.prediction.as_ref().map(|prediction| prediction.text());
        let label = if output.is_some() { Label::Predicted } else { Label::PredictedElse };
        Element::Fold {
            fold: Fold::Predicted { block, output },
            heading: Labelled::new(self.label(label), None),
            content: self.pieces(&reply.pieces),
        }
    }

    fn accepted(&self, reply: &'l Reply) -> Element<'l> {
        Element::Accepted {
            label: self.label(Label::Accepted),
            prediction: reply.prediction.as_ref(),
            content: self.pieces(&reply.pieces),
        }
    }

    fn pieces(&self, pieces: &'l [Piece]) -> Elements<'l> {
        let mut elements = Vec::new();
        let mut hints = 0;
        for piece in pieces {
            match piece {
                Piece::Prose(prose) => elements.push(self.prose(prose)),
                Piece::Figure(figure) => elements.push(self.figure(figure)),
                Piece::Output(output) => elements.push(self.output(output)),
                Piece::Choices(choices) => {
                    let letters = (0..choices.len()).map(letter);
                    elements.push(Element::Choices(letters.zip(choices).collect()));
                }
                Piece::Part(block) => match &block.content {
                    Content::Part(PartKind::Hint, pieces) => {
                        hints += 1;
                        let label = format!("{} {hints}", self.label(Label::Hint));
                        elements.push(self.part(block, PartKind::Hint, label, pieces));
                    }
                    _ => self.block(block, &mut elements),
                },
            }
        }
        elements
    }

    fn figure(&self, figure: &'l Figure) -> Element<'l> {
        let program = self.program.filter(|_| matches!(figure.role, FigureRole::Counter(_)));
        let lines = program.and_then(|program| merged(program, figure));
        let own_caption = || Words::Ours(self.label(Label::ReadThisProgram).into());
        match lines {
            None => self.plain_figure(figure),
            Some(lines) => Element::Counter(CounterElement {
                figure,
                caption: figure.caption.as_ref().map_or_else(own_caption, authors),
                says: self.label(Label::ItSays),
                reads: self.label(Label::YouRead),
                gap: self.label(Label::SameLines),
                lines,
            }),
        }
    }

    fn plain_figure(&self, figure: &'l Figure) -> Element<'l> {
        // The name of a file says enough.
        let is_file = matches!(figure.role, FigureRole::File(_));
        let language = figure.language.as_ref().filter(|_| !is_file);
        let language = language.map(|language| Words::Ours(proper_name(&language.value).into()));
        let captions = [
            (Caption::Always, figure.caption.as_ref().map(authors)),
            (Caption::After, figure.caption_after.as_ref().map(authors)),
            (Caption::Language, language),
        ];
        let captions = captions.into_iter().filter_map(|(caption, text)| Some((caption, text?)));
        let given = self.given(&figure.role).into_iter().map(|words| (Caption::Given, words));
        Element::Figure { figure, captions: captions.chain(given).collect() }
    }

    /// What goes into a program, or what a fence is to one.
    fn given(&self, role: &'l FigureRole) -> Vec<Words<'l>> {
        let named = |label, code: &'l Spanned<String>| Words::Code {
            label: Some(self.label(label)),
            code: &code.value,
        };
        match role {
            FigureRole::Program(invocation) | FigureRole::Counter(invocation) => {
                let args = invocation.args.iter().map(|args| named(Label::Arguments, args));
                let stdin = invocation.stdin.iter().map(|file| named(Label::Input, file));
                args.chain(stdin).collect()
            }
            FigureRole::Stdin => vec![Words::Ours(self.label(Label::Input).into())],
            FigureRole::File(name) => vec![Words::Code { label: None, code: &name.value }],
            FigureRole::Code => Vec::new(),
        }
    }

    fn prose(&self, prose: &'l Prose) -> Element<'l> {
        let mut nested = Vec::new();
        prose.nested.iter().for_each(|inner| self.block(&inner.block, &mut nested));
        assert_eq!(nested.len(), prose.nested.len(), "a block in prose is one element");
        Element::Prose { prose, nested }
    }

    fn output(&self, output: &'l Output) -> Element<'l> {
        let Writing { settings, proved, .. } = self.writing;
        let labels = &settings.labels;
        let tools = proved.tools(output).filter(|_| settings.shows_proof);
        Element::Output {
            output,
            caption: output
                .caption
                .as_ref()
                .map_or_else(|| Words::Ours(output_caption(output, labels).into()), authors),
            note: output_note(output, tools, labels),
            words: no_output(output, labels),
        }
    }
}

/// The author's caption `caption`.
fn authors(caption: &Spanned<String>) -> Words<'_> {
    Words::Authors(&caption.value)
}
