//! The body of a block: what each fence in it is, and its pieces.

use std::ops::Range;

use crate::chapter::kind::{Kind, Word};
use crate::chapter::lesson::{Nested, Piece, Prose};
use crate::chapter::outline::{
    Child, ChildKind, Fence, Outline, Source, is_blank, without_blank_end,
};
use crate::diagnostic::{Diagnostic, Span};

use super::block::Builder;
use super::choices::read_choices;
use super::code::{CodeFence, figure, output, program};
use super::fenced_block::FencedBlock;
use super::info::InfoString;
use super::strays::{in_admonish, inside, misplaced, misspelt};

/// A body, read: its text, what is in it, and what each of its fences is.
pub(crate) struct Body<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) outline: Outline,
    /// One for each of the outline's fences.
    fences: Vec<BodyFence>,
    /// The kinds of the blocks around the body's content, the outermost first.
    pub(crate) ancestors: Vec<Kind>,
}

/// What a fence in a body is, with its info string.
struct BodyFence {
    role: Role,
    info: InfoString,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Role {
    /// A part of the block that the body belongs to.
    Part(Kind),
    /// A block of its own.
    Block(Kind),
    /// Code.
    Code,
}

/// What stands out of the prose of a body, by number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marked {
    /// The fence that is the program.
    pub(crate) program: Option<usize>,
    /// The top-level block that is the list of choices.
    pub(crate) choices: Option<usize>,
}

impl Body<'_> {
    /// The part that a top-level block is.
    pub(crate) fn part(&self, child: &Child) -> Option<&Kind> {
        match child.kind {
            ChildKind::Fence(at) => match &self.fences[at].role {
                Role::Part(kind) => Some(kind),
                _ => None,
            },
            _ => None,
        }
    }

    /// The top-level fences in `range` that are code, with their numbers.
    pub(crate) fn code(&self, range: &Range<usize>) -> (Vec<usize>, Vec<CodeFence<'_>>) {
        let fences = self.outline.children.iter().filter_map(|child| match child.kind {
            ChildKind::Fence(at) if range.contains(&child.range.start) => Some(at),
            _ => None,
        });
        let code = fences.filter(|&at| self.fences[at].role == Role::Code);
        code.map(|at| (at, self.code_fence(at))).unzip()
    }

    /// The number of the fence in the byte range `range` that is the program.
    pub(crate) fn program(
        &self,
        range: &Range<usize>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let (numbers, fences) = self.code(range);
        program(&fences, found).map(|at| numbers[at])
    }

    fn code_fence(&self, at: usize) -> CodeFence<'_> {
        let (fence, info) = (&self.outline.fences[at], &self.fences[at].info);
        CodeFence { source: self.source, fence, info }
    }

    /// The block of `kind` that fence number `at` is.
    fn block<'b>(&'b self, at: usize, kind: &'b Kind) -> FencedBlock<'b> {
        FencedBlock {
            source: self.source,
            fence: &self.outline.fences[at],
            info: &self.fences[at].info,
            kind,
            ancestors: &self.ancestors,
        }
    }

    /// The place in the chapter of a top-level block's first line.
    pub(crate) fn first_line(&self, child: &Child) -> Span {
        self.source.line_span(child.range.start)
    }
}

impl Builder<'_> {
    /// A body of a block of `kind`: what each fence in it is, and what is wrong with that.
    ///
    /// Fences in `apart`, the list of choices, are left to whoever reads that list.
    pub(crate) fn body<'a>(
        &mut self,
        source: &'a Source<'a>,
        outline: Outline,
        kind: &Kind,
        ancestors: Vec<Kind>,
        apart: Option<&Range<usize>>,
        found: &mut Vec<Diagnostic>,
    ) -> Body<'a> {
        let mut fences = Vec::new();
        for fence in &outline.fences {
            let info = InfoString::parse(&source.text, fence.info.clone());
            let is_apart = apart.is_some_and(|apart| apart.contains(&fence.range.start));
            let role = match is_apart {
                true => Role::Code,
                false => self.role(source, fence, &info, kind, &ancestors, found),
            };
            fences.push(BodyFence { role, info });
        }
        Body { source, outline, fences, ancestors }
    }

    fn role(
        &self,
        source: &Source<'_>,
        fence: &Fence,
        info: &InfoString,
        kind: &Kind,
        ancestors: &[Kind],
        found: &mut Vec<Diagnostic>,
    ) -> Role {
        let word = source.span(info.word.clone());
        match self.reading.vocabulary.classify(&source.text[fence.info.clone()], ancestors) {
            Word::Other => {
                let vocabulary = &self.reading.vocabulary;
                found.extend(in_admonish(source, fence, info, vocabulary));
                found.extend(inside(source, fence, info, vocabulary, kind));
                Role::Code
            }
            Word::Near(meant) => {
                found.push(misspelt(source, info, &meant));
                Role::Code
            }
            Word::Kind(part) if !part.is_part() => Role::Block(part),
            Word::Kind(part) if part.may_stand_in(kind) && fence.depth == 0 => Role::Part(part),
            Word::Kind(part) => {
                found.push(misplaced(word, &part));
                Role::Code
            }
        }
    }

    /// The pieces of the byte range `range` of a body.
    pub(crate) fn pieces(
        &mut self,
        body: &Body<'_>,
        range: Range<usize>,
        marked: Marked,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut read = range.start;
        for (number, child) in body.outline.children.iter().enumerate() {
            if !range.contains(&child.range.start) {
                continue;
            }
            let Some(piece) = self.piece(body, number, child, marked, found) else { continue };
            let start = body.source.line_start(child.range.start).max(read);
            pieces.extend(self.prose(body, read..start).map(Piece::Prose));
            pieces.push(piece);
            // A list may reach into the white space at the start of the line behind it.
            let text = &body.source.text[..child.range.end.max(start)];
            let end = start + without_blank_end(&text[start..]).len();
            read = next_line(&body.source.text, end).min(range.end).max(start);
        }
        pieces.extend(self.prose(body, read..range.end).map(Piece::Prose));
        pieces
    }

    /// The piece that a top-level block is by itself; nothing for prose.
    fn piece(
        &mut self,
        body: &Body<'_>,
        number: usize,
        child: &Child,
        marked: Marked,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Piece> {
        match &child.kind {
            ChildKind::Other => None,
            ChildKind::List(items) => (marked.choices == Some(number))
                .then(|| Piece::Choices(read_choices(self, body, items, found))),
            ChildKind::Fence(at) => match &body.fences[*at].role {
                Role::Part(Kind::Output) => {
                    Some(Piece::Output(output(body.code_fence(*at), &mut self.ids, found)))
                }
                Role::Part(kind) => Some(Piece::Part(self.block(&body.block(*at, kind)))),
                Role::Block(_) => None,
                Role::Code => {
                    let is_program = marked.program == Some(*at);
                    let prefixes = &self.reading.hidden_lines;
                    figure(body.code_fence(*at), is_program, prefixes, found).map(Piece::Figure)
                }
            },
        }
    }

    /// The Markdown at `range` of a body, with the blocks in it; nothing where it is blank.
    fn prose(&mut self, body: &Body<'_>, range: Range<usize>) -> Option<Prose> {
        let text = &body.source.text[range.clone()];
        if is_blank(text) {
            return None;
        }
        let blank_start: usize =
            text.split_inclusive('\n').take_while(|line| is_blank(line)).map(str::len).sum();
        let start = range.start + blank_start;
        let fences = &body.outline.fences;
        let first = fences.partition_point(|fence| fence.range.start < range.start);
        let inside = (first..fences.len()).take_while(|&at| fences[at].range.start < range.end);
        let mut nested = Vec::new();
        for at in inside {
            let Role::Block(kind) = &body.fences[at].role else { continue };
            let block = self.block(&body.block(at, kind));
            let range = fences[at].range.start - start..fences[at].range.end - start;
            nested.push(Nested { range, prefix: fences[at].prefix.clone(), block });
        }
        let end = start + without_blank_end(&body.source.text[start..range.end]).len();
        Some(Prose { source: body.source.slice(start..end), nested })
    }
}

/// The offset at which the line after the one of `offset` starts.
fn next_line(text: &str, offset: usize) -> usize {
    if text[..offset].ends_with('\n') {
        return offset;
    }
    text[offset..].find('\n').map_or(text.len(), |newline| offset + newline + 1)
}
