//! From a fence to a block: reads its body, and says what is wrong with it.

use crate::chapter::inline::Inline;
use crate::chapter::kind::{Kind, PartKind, short_word};
use crate::chapter::language::is_language;
use crate::chapter::lesson::{Allowed, Block, Content};
use crate::chapter::opening::{Opening, openings};
use crate::chapter::options::Reading;
use crate::chapter::outline::{Outline, Source, columns, outline};
use crate::diagnostic::{Code, Diagnostic, blocks as mistakes, fences};

use super::after::Waiting;
use super::attributes::{Attributes, Owner, allowed};
use super::body::{Body, Marked};
use super::broken::broken;
use super::choices;
use super::code::duplicate_outputs;
use super::colons::colon_fences;
use super::fenced_block::FencedBlock;
use super::ids::Ids;
use super::info::InfoString;
use super::left_open::{in_inline, left_open};
use super::predict::{predict, reply};
use super::unbraced::in_title;
use super::unopened::unopened;

/// In how many blocks a block may stand.
const MAX_NESTING: usize = 6;

/// Builds the lessons of one chapter.
pub(crate) struct Builder<'o> {
    pub(crate) reading: &'o Reading,
    /// Everything that was found wrong, in no particular order.
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) ids: Ids,
    /// The callouts that wait for a question, which may come behind them.
    pub(crate) waiting: Waiting,
}

impl<'o> Builder<'o> {
    pub(crate) fn new(reading: &'o Reading) -> Self {
        Builder {
            reading,
            diagnostics: Vec::new(),
            ids: Ids::default(),
            waiting: Waiting::default(),
        }
    }

    /// Takes the ids of the headings of `source`.
    pub(crate) fn take_heading_ids(&mut self, source: &Source<'_>, outline: &Outline) {
        for heading in &outline.headings {
            let span = source.line_span(heading.range.start);
            self.diagnostics.extend(self.ids.take_for_heading(&heading.id, span));
        }
    }

    /// Warns of the headings of a body, those under its choices among them, and takes their ids.
    fn take_headings(&mut self, body: &Source<'_>, outline: &Outline, found: &mut Vec<Diagnostic>) {
        self.take_heading_ids(body, outline);
        let headings = outline.headings.iter().filter(|heading| heading.level.is_some());
        let lines = headings.map(|heading| body.line_span(heading.range.start));
        found.extend(lines.map(mistakes::heading_in_block));
    }

    /// The block that `fenced` is.
    pub(crate) fn block(&mut self, fenced: &FencedBlock<'_>) -> Block {
        let first = self.diagnostics.len();
        let mut found = Vec::new();
        let mut attributes = attributes(fenced);
        let mut allowed = allowed(&mut attributes);
        // Before the blocks inside, which come later in the text.
        let id = attributes.id.take();
        found.extend(id.as_ref().and_then(|id| self.ids.take_for_block(id)));
        let content = self.content(fenced, &mut attributes, &mut found);
        found.append(&mut attributes.mistakes);
        let title = title_of(fenced);
        found.extend(title.iter().flat_map(|title| in_inline(title, "title", fenced.marker())));
        let owner = Owner::Block(fenced.kind);
        found.extend(title.as_ref().and_then(|_| in_title(fenced.source, fenced.info, owner)));
        let content = content.filter(|_| !found.iter().any(Diagnostic::is_error));
        let content = content.unwrap_or_else(|| broken(fenced, &found));
        self.diagnostics.append(&mut found);
        self.silence(&mut allowed, first);
        Block { content, id, classes: attributes.classes, allowed, title, place: fenced.place() }
    }

    /// Takes back the warnings that are `allowed`, from the diagnostic number `first` on.
    fn silence(&mut self, allowed: &mut [Allowed], first: usize) {
        let recent = self.diagnostics.split_off(first);
        for found in recent {
            match allowed.iter_mut().find(|allowed| allowed.code.value == found.code) {
                Some(allowed) => allowed.is_used = true,
                None => self.diagnostics.push(found),
            }
        }
    }

    /// What a block holds; nothing where its body cannot be read.
    fn content(
        &mut self,
        fenced: &FencedBlock<'_>,
        attributes: &mut Attributes,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Content> {
        let FencedBlock { fence, kind, ancestors, .. } = *fenced;
        if let Some(refusal) = refusal(fenced).or_else(|| taken_for_the_program(fenced)) {
            found.extend(refusal);
            return None;
        }
        let outline = outline(&fence.body, self.reading.dialect, &|_| true)
            .map_err(|line| found.push(mistakes::parser_panic(line)))
            .ok()?;
        let choices = self.choices(fenced, &fence.body, &outline);
        let choice_list = choices.map(|at| outline.children[at].range.clone());
        let mut left_open = left_open(fenced, &fence.body, &outline, choice_list.as_ref());
        if left_open.is_empty() {
            left_open = self.left_open_on_the_page(fenced);
        }
        let is_cut = left_open.iter().any(|mistake| mistake.code != Code::UnbalancedHtml);
        found.extend(left_open);
        if is_cut {
            // The body is not what its author meant it to be, so nothing else in it can be judged.
            return None;
        }
        let ancestors = [ancestors, std::slice::from_ref(kind)].concat();
        let unopened = unopened(&fence.body, &outline, &self.reading.vocabulary, &ancestors);
        let is_cut = unopened.iter().any(Diagnostic::is_error);
        found.extend(unopened);
        let vocabulary = &self.reading.vocabulary;
        let (in_colons, _) = colon_fences(&fence.body, &outline, vocabulary, &ancestors);
        let is_cut = is_cut || !in_colons.is_empty();
        found.extend(in_colons);
        if is_cut {
            return None;
        }
        self.take_headings(&fence.body, &outline, found);
        let body = self.body(&fence.body, outline, kind, ancestors, choice_list.as_ref(), found);
        Some(self.content_of(fenced, &body, choices, attributes, found))
    }

    /// The choices of a body, by the number of their list.
    fn choices(
        &self,
        fenced: &FencedBlock<'_>,
        body: &Source<'_>,
        outline: &Outline,
    ) -> Option<usize> {
        let vocabulary = &self.reading.vocabulary;
        (*fenced.kind == Kind::Predict).then(|| choices::find(body, outline, vocabulary)).flatten()
    }

    /// What is left open on the page alone, where a tab indents less than in the body.
    fn left_open_on_the_page(&self, fenced: &FencedBlock<'_>) -> Vec<Diagnostic> {
        let container = columns(0, &fenced.container());
        let Some(body) = fenced.fence.body.at_column(container) else { return Vec::new() };
        let outline = match outline(&body, self.reading.dialect, &|_| true) {
            Ok(outline) => outline,
            Err(line) => return vec![mistakes::parser_panic(line)],
        };
        let choices = self.choices(fenced, &body, &outline);
        let choice_list = choices.map(|at| outline.children[at].range.clone());
        left_open(fenced, &body, &outline, choice_list.as_ref())
    }

    fn content_of(
        &mut self,
        fenced: &FencedBlock<'_>,
        body: &Body<'_>,
        choices: Option<usize>,
        attributes: &mut Attributes,
        found: &mut Vec<Diagnostic>,
    ) -> Content {
        let all = 0..body.source.text.len();
        match fenced.kind {
            Kind::Predict => predict(self, fenced, body, choices, attributes, found),
            Kind::Predicted => Content::Predicted(reply(self, fenced, body, found)),
            Kind::Accepted => Content::Accepted(reply(self, fenced, body, found)),
            Kind::Part(PartKind::Fix) => {
                let program = body.program(&all, found);
                let pieces = self.pieces(body, all, Marked { program, choices: None }, found);
                found.extend(duplicate_outputs(&pieces));
                Content::Part(PartKind::Fix, pieces)
            }
            kind => {
                let pieces = self.pieces(body, all, Marked::default(), found);
                match kind {
                    Kind::Callout(kind) => {
                        let after = attributes.text("after");
                        let after = after.map(|id| self.waiting.callout(fenced, id));
                        Content::Callout { kind: kind.clone(), after, pieces }
                    }
                    Kind::Part(kind) => Content::Part(*kind, pieces),
                    Kind::Progress => Content::Progress(pieces),
                    kind => unreachable!("`{}` is read elsewhere", kind.word()),
                }
            }
        }
    }
}

/// Whether the words behind the kind are an output, with whatever braces it has.
fn names_an_output(kind: &Kind) -> bool {
    matches!(kind, Kind::Predicted | Kind::Accepted)
}

/// The attributes of a block; where the rest of the line is an output it has none.
fn attributes(fenced: &FencedBlock<'_>) -> Attributes {
    let owner = Owner::Block(fenced.kind);
    match fenced.kind {
        kind if names_an_output(kind) => {
            Attributes::read(&InfoString::default(), fenced.source, owner)
        }
        _ => Attributes::read(fenced.info, fenced.source, owner),
    }
}

/// The title of a block; an output is none.
fn title_of(fenced: &FencedBlock<'_>) -> Option<Inline> {
    match fenced.kind {
        kind if names_an_output(kind) || fenced.info.title.is_empty() => None,
        _ => Some(Inline::read(fenced.source, std::slice::from_ref(&fenced.info.title))),
    }
}

/// What there is to say of a block whose body is not even looked at, if it is not.
///
/// A fence that the block around it closed too early has nothing to say of its own: that block
/// is told what happened.
fn refusal(fenced: &FencedBlock<'_>) -> Option<Vec<Diagnostic>> {
    let opener = fenced.opener();
    if !fenced.fence.is_closed() {
        let is_told = !fenced.ancestors.is_empty() && fenced.fence.depth == 0;
        let unclosed = || match fenced.lone_first_line() {
            Some(before) => fences::lone_first_line(before, opener, fenced.word()),
            None => fences::unclosed_block(opener, fenced.word(), None, fenced.marker()),
        };
        return Some((!is_told).then(unclosed).into_iter().collect());
    }
    (fenced.ancestors.len() >= MAX_NESTING)
        .then(|| vec![mistakes::nesting_too_deep(opener, MAX_NESTING)])
}

/// The same of a block that was taken for the program, so that its language stands as its title.
/// One with a program in it may ask about a language, in a word.
fn taken_for_the_program(fenced: &FencedBlock<'_>) -> Option<Vec<Diagnostic>> {
    let title = fenced.info.title.clone();
    let language = &fenced.source.text[title.clone()];
    let has_program = matches!(fenced.kind, Kind::Predict | Kind::Part(PartKind::Fix));
    let is_program = |opening: Opening<'_>| short_word(opening.info).is_some_and(is_language);
    let is_meant = has_program && is_language(language);
    (is_meant && !openings(&fenced.fence.body.text).any(is_program)).then(|| {
        vec![mistakes::language_as_title(fenced.source.span(title), fenced.word(), language)]
    })
}
