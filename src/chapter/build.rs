//! From fences to lessons: reads each block's body, and says what is wrong with it.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Span, blocks as mistakes};

use super::attributes::{self, Info};
use super::broken::broken;
use super::ids::Ids;
use super::kind::{Kind, Word};
use super::left_open::left_open;
use super::lesson::{Block, Content, Nested, Piece, Prose};
use super::outline::{self, Child, Fence, Outline, outline};
use super::page::without_blank_end;
use super::schema::{Attributes, Owner, allowed_warnings};
use super::source::Source;
use super::{MAX_NESTING, Options, figure, predict};

/// Builds the lessons of one chapter.
pub(crate) struct Builder<'o> {
    pub(crate) options: &'o Options,
    /// Everything that was found wrong, in no particular order.
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) ids: Ids,
}

/// A fence that is a block, and where it was found.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) fence: &'a Fence,
    pub(crate) kind: Kind,
    /// The kinds of the blocks around it, the outermost first.
    pub(crate) ancestors: &'a [Kind],
}

impl Found<'_> {
    /// The opening fence, as a byte range of the chapter.
    pub(crate) fn opener(&self) -> Span {
        figure::opener(self.source, self.fence)
    }

    /// The fence's characters.
    pub(crate) fn marker(&self) -> &str {
        self.fence.marker(&self.source.text)
    }
}

/// A body, read: its text, what is in it, and what each of its fences is.
pub(crate) struct Body<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) outline: Outline,
    /// One for each of the outline's fences.
    pub(crate) roles: Vec<Role>,
    /// The kinds of the blocks around the body's content, the outermost first.
    pub(crate) ancestors: Vec<Kind>,
}

/// What a fence in a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A part of the block that the body belongs to.
    Part(Kind),
    /// A block of its own.
    Block(Kind),
    /// Code.
    Code,
}

/// What stands out of the prose of a body, by number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Special {
    /// The fence that is the program.
    pub(crate) program: Option<usize>,
    /// The top-level block that is the list of choices.
    pub(crate) choices: Option<usize>,
}

impl Body<'_> {
    /// The part that a top-level block is.
    pub(crate) fn part(&self, child: &Child) -> Option<Kind> {
        match child.content {
            outline::Content::Fence(at) => match self.roles[at] {
                Role::Part(kind) => Some(kind),
                _ => None,
            },
            _ => None,
        }
    }

    /// The block of `kind` that `fence` is.
    fn found<'b>(&'b self, fence: &'b Fence, kind: Kind) -> Found<'b> {
        Found { source: self.source, fence, kind, ancestors: &self.ancestors }
    }

    /// The place in the chapter of a top-level block's first line.
    pub(crate) fn first_line(&self, child: &Child) -> Span {
        self.source.line_span(child.range.start)
    }
}

impl<'o> Builder<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        Builder { options, diagnostics: Vec::new(), ids: Ids::default() }
    }

    /// The word for `kind`.
    pub(crate) fn word(&self, kind: Kind) -> &'o str {
        self.options.vocabulary.word(kind)
    }

    /// Takes the ids of the headings of `source`.
    pub(crate) fn take_heading_ids(&mut self, source: &Source<'_>, outline: &Outline) {
        for heading in &outline.headings {
            let span = source.line_span(heading.range.start);
            let taken = self.ids.take(&heading.id, span, true);
            self.diagnostics.extend(taken);
        }
    }

    /// The block that `found` is.
    pub(crate) fn block(&mut self, found: &Found<'_>) -> Block {
        let Found { source, fence, kind, .. } = *found;
        let first = self.diagnostics.len();
        let mut own = Vec::new();
        let info = attributes::parse(&source.text, fence.info.clone());
        let mut attributes = self.attributes(&info, source, kind);
        let allowed = allowed_warnings(&mut attributes);
        let content = match self.refusal(found) {
            Some(refusal) => {
                own.extend(refusal);
                Content::Pieces(Vec::new())
            }
            None => self.content(found, &info, &mut attributes, &mut own),
        };
        let id = attributes.id.take();
        if let Some((id, span)) = &id {
            own.extend(self.ids.take(id, span.clone(), false));
        }
        own.append(&mut attributes.mistakes);
        let is_broken = own.iter().any(Diagnostic::is_error);
        let block = Block {
            kind,
            is_named: id.is_some(),
            id: id.map(|(id, _)| id),
            classes: attributes.classes,
            title: title(&info, source, kind),
            content: if is_broken { broken(found, &own) } else { content },
            span: found.opener(),
        };
        self.diagnostics.append(&mut own);
        self.silence(&allowed, first);
        block
    }

    /// The attributes of a block; `predicted` has none, and braces belong to its output.
    fn attributes(&self, info: &Info, source: &Source<'_>, kind: Kind) -> Attributes {
        let owner = Owner::Block(kind, self.word(kind));
        match kind {
            Kind::Predicted => Attributes::read(&Info::default(), source, owner),
            _ => Attributes::read(info, source, owner),
        }
    }

    /// Takes back the warnings of the given codes, from the diagnostic number `first` on.
    fn silence(&mut self, codes: &[Code], first: usize) {
        let recent = self.diagnostics.split_off(first);
        let stays = |found: &Diagnostic| !codes.contains(&found.code);
        self.diagnostics.extend(recent.into_iter().filter(stays));
    }

    /// Why a block's body is not even looked at, if it is not.
    ///
    /// A fence that the block around it closed too early has nothing to say of its own: that block
    /// is told what happened.
    fn refusal(&self, found: &Found<'_>) -> Option<Option<Diagnostic>> {
        if !found.fence.closed {
            let is_told = !found.ancestors.is_empty() && found.fence.depth == 0;
            let word = self.word(found.kind);
            let unclosed = || mistakes::unclosed_block(found.opener(), word, found.marker());
            return Some((!is_told).then(unclosed));
        }
        (found.ancestors.len() >= MAX_NESTING)
            .then(|| Some(mistakes::nesting_too_deep(found.opener(), MAX_NESTING)))
    }

    fn content(
        &mut self,
        found: &Found<'_>,
        info: &Info,
        attributes: &mut Attributes,
        own: &mut Vec<Diagnostic>,
    ) -> Content {
        let Found { source, fence, kind, ancestors } = *found;
        let ancestors = [ancestors, &[kind]].concat();
        let outline = outline(&fence.body, self.options.dialect, &|_| true);
        let left_open = left_open(found, self.word(kind), &outline);
        let is_cut = left_open.iter().any(|mistake| mistake.code != Code::UnbalancedHtml);
        own.extend(left_open);
        if is_cut {
            // The body is not what its author meant it to be, so nothing else in it can be judged.
            return Content::Pieces(Vec::new());
        }
        let choices = (kind == Kind::Predict)
            .then(|| predict::choices(&fence.body, &outline, &self.options.vocabulary))
            .flatten();
        let choice_list = choices.map(|at| outline.children[at].range.clone());
        let body = self.body(&fence.body, outline, kind, ancestors, choice_list.as_ref(), own);
        let all = 0..fence.body.text.len();
        match kind {
            Kind::Predict => {
                let title = &source.text[info.title.clone()];
                predict::read(self, &body, title, choices, found.opener(), attributes, own)
            }
            Kind::Predicted => predict::refutation(self, &body, source, info, own),
            Kind::Fix => {
                let program = figure::program(&body, &all, own);
                let special = Special { program, choices: None };
                let pieces = self.pieces(&body, all, special, own);
                own.extend(figure::duplicate_outputs(&pieces));
                Content::Pieces(pieces)
            }
            _ => Content::Pieces(self.pieces(&body, all, Special::default(), own)),
        }
    }

    /// A body of a block of `kind`: what each fence in it is, and what is wrong with that.
    ///
    /// Fences in `apart`, the list of choices, are left to whoever reads that list.
    pub(crate) fn body<'a>(
        &mut self,
        source: &'a Source<'a>,
        outline: Outline,
        kind: Kind,
        ancestors: Vec<Kind>,
        apart: Option<&Range<usize>>,
        own: &mut Vec<Diagnostic>,
    ) -> Body<'a> {
        self.take_heading_ids(source, &outline);
        for heading in &outline.headings {
            own.push(mistakes::heading_in_block(source.line_span(heading.range.start)));
        }
        let mut roles = Vec::new();
        for fence in &outline.fences {
            let is_apart = apart.is_some_and(|apart| apart.contains(&fence.range.start));
            roles.push(match is_apart {
                true => Role::Code,
                false => self.role(source, fence, kind, &ancestors, own),
            });
        }
        Body { source, outline, roles, ancestors }
    }

    fn role(
        &self,
        source: &Source<'_>,
        fence: &Fence,
        kind: Kind,
        ancestors: &[Kind],
        own: &mut Vec<Diagnostic>,
    ) -> Role {
        let info = &source.text[fence.info.clone()];
        let word = source.span(attributes::kind(&source.text, fence.info.clone()));
        match self.options.vocabulary.classify(info, ancestors) {
            Word::Other => Role::Code,
            Word::Near(meant) => {
                let written = &source.text[attributes::kind(&source.text, fence.info.clone())];
                own.push(mistakes::unknown_kind(word, written, self.word(meant)));
                Role::Code
            }
            Word::Kind(part) if part.homes().is_empty() => Role::Block(part),
            Word::Kind(part) if part.may_stand_in(kind) && fence.depth == 0 => Role::Part(part),
            Word::Kind(part) => {
                own.push(self.misplaced(word, part));
                Role::Code
            }
        }
    }

    pub(crate) fn misplaced(&self, span: Span, part: Kind) -> Diagnostic {
        let homes: Vec<&str> = part.homes().iter().map(|&home| self.word(home)).collect();
        mistakes::misplaced_part(span, self.word(part), &homes)
    }

    /// The pieces of the byte range `range` of a body.
    pub(crate) fn pieces(
        &mut self,
        body: &Body<'_>,
        range: Range<usize>,
        special: Special,
        own: &mut Vec<Diagnostic>,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut read = range.start;
        for (number, child) in body.outline.children.iter().enumerate() {
            if !range.contains(&child.range.start) {
                continue;
            }
            let Some(piece) = self.piece(body, number, child, special, own) else { continue };
            let start = body.source.line_start(child.range.start).max(read);
            pieces.extend(self.prose(body, read..start).map(Piece::Prose));
            pieces.push(piece);
            read = next_line(&body.source.text, child.range.end).min(range.end).max(start);
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
        special: Special,
        own: &mut Vec<Diagnostic>,
    ) -> Option<Piece> {
        match &child.content {
            outline::Content::Other => None,
            outline::Content::List(items) => (special.choices == Some(number))
                .then(|| Piece::Choices(predict::read_choices(self, body, items, own))),
            outline::Content::Fence(at) => {
                let fence = &body.outline.fences[*at];
                match body.roles[*at] {
                    Role::Part(Kind::Output) => {
                        let word = self.word(Kind::Output);
                        Some(Piece::Output(figure::output(self, body.source, fence, word, own)))
                    }
                    Role::Part(kind) => Some(Piece::Part(self.block(&body.found(fence, kind)))),
                    Role::Block(_) => None,
                    Role::Code => {
                        let is_program = special.program == Some(*at);
                        figure::read(body.source, fence, is_program, own).map(Piece::Figure)
                    }
                }
            }
        }
    }

    /// The Markdown at `range` of a body, with the blocks in it; nothing where it is blank.
    fn prose(&mut self, body: &Body<'_>, range: Range<usize>) -> Option<Prose> {
        let text = &body.source.text[range.clone()];
        if text.trim().is_empty() {
            return None;
        }
        let blank_start: usize =
            text.split_inclusive('\n').take_while(|l| l.trim().is_empty()).map(str::len).sum();
        let start = range.start + blank_start;
        let mut nested = Vec::new();
        let fences = &body.outline.fences;
        let first = fences.partition_point(|fence| fence.range.start < range.start);
        let inside = fences[first..].iter().take_while(|fence| fence.range.start < range.end);
        for (fence, role) in inside.zip(&body.roles[first..]) {
            let Role::Block(kind) = *role else { continue };
            let block = self.block(&body.found(fence, kind));
            let range = fence.range.start - start..fence.range.end - start;
            nested.push(Nested { range, prefix: fence.prefix.clone(), block });
        }
        let text = without_blank_end(&body.source.text[start..range.end]).to_owned();
        Some(Prose { text, nested })
    }
}

/// The offset at which the line after the one of `offset` starts.
fn next_line(text: &str, offset: usize) -> usize {
    if text[..offset].ends_with('\n') {
        return offset;
    }
    text[offset..].find('\n').map_or(text.len(), |newline| offset + newline + 1)
}

/// The title of a block; the words after `predicted` are no title but an output.
fn title(info: &Info, source: &Source<'_>, kind: Kind) -> String {
    match kind {
        Kind::Predicted => String::new(),
        _ => source.text[info.title.clone()].to_owned(),
    }
}
