//! The walk over the parser's events.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::balance::{Balance, Unbalanced};
use super::container::{Container, ContainerKind, continuation, fence_indent};
use super::dialect::Dialect;
use super::events::{Events, panicking_line};
use super::headings::{Heading, HeadingId};
use super::items::{Item, Items};
use super::opaque::{Opaque, OpaqueKind};
use super::raw_html::never_ends;
use super::source::Source;

/// What is in a text. All ranges are byte offsets into that text.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The top-level blocks in order.
    pub(crate) children: Vec<Child>,
    /// The fenced code blocks that were asked for, at any depth, in order.
    pub(crate) fences: Vec<Fence>,
    /// The headings and the terms of definition lists, at any depth: what mdBook gives ids.
    pub(crate) headings: Vec<Heading>,
    /// What is no Markdown inside, in order.
    pub(crate) opaque: Vec<Opaque>,
    /// The HTML block at the end that swallows whatever comes after it.
    pub(crate) open_html: Option<Range<usize>>,
    /// The raw HTML tags that have no partner.
    pub(crate) unbalanced: Vec<Unbalanced>,
}

/// A top-level block.
#[derive(Debug)]
pub(crate) struct Child {
    pub(crate) range: Range<usize>,
    pub(crate) kind: ChildKind,
}

/// What a top-level block is, as far as lessons care.
#[derive(Debug)]
pub(crate) enum ChildKind {
    /// A fence, by its place in [`Outline::fences`].
    Fence(usize),
    /// A list with its items.
    List(Vec<Item>),
    /// Anything else.
    Other,
}

/// A fenced code block.
#[derive(Debug)]
pub(crate) struct Fence {
    /// From the first fence character to the end of the closing fence.
    pub(crate) range: Range<usize>,
    /// How many fence characters open it.
    pub(crate) length: usize,
    /// The info string as it stands in the source, not trimmed.
    pub(crate) info: Range<usize>,
    /// The characters of the closing fence; nothing where the end of a container ends it.
    pub(crate) closer: Option<Range<usize>>,
    /// The lines between the fences.
    pub(crate) body: Source<'static>,
    /// What a line needs in front to stay inside the fence's containers.
    pub(crate) prefix: String,
    /// How many columns the fence is indented in the innermost of them.
    pub(crate) indent: usize,
    /// How many containers that is.
    pub(crate) depth: usize,
    /// Where the top-level block starts that holds it.
    pub(crate) top: usize,
}

impl Fence {
    /// The fence characters, as many as open it.
    pub(crate) fn marker<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.start..self.range.start + self.length]
    }

    /// Whether a closing fence ends it.
    pub(crate) fn is_closed(&self) -> bool {
        self.closer.is_some()
    }
}

/// Reads `source`, keeping the fences whose info string `wanted` accepts.
///
/// # Errors
///
/// Where the parser panics: the place in the chapter of the line that makes it.
pub(crate) fn outline(
    source: &Source<'_>,
    dialect: Dialect,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Outline, Range<usize>> {
    let mut reader = Reader {
        source,
        wanted,
        outline: Outline::default(),
        balance: Balance::default(),
        containers: Vec::new(),
        depth: 0,
        items: Items::default(),
        html: None,
        heading: None,
    };
    let mut events = Events::new(&source.text, dialect);
    while let Some((event, range)) = events.next() {
        reader.event(event, range, &mut events);
    }
    if events.have_panicked() {
        return Err(source.line_span(panicking_line(&source.text, dialect)));
    }
    reader.outline.unbalanced = reader.balance.finish();
    Ok(reader.outline)
}

struct Reader<'a, 's> {
    source: &'a Source<'s>,
    wanted: &'a dyn Fn(&str) -> bool,
    outline: Outline,
    balance: Balance,
    containers: Vec<Container>,
    /// How many elements are open; 0 between top-level blocks.
    depth: usize,
    items: Items,
    /// The HTML block that is open.
    html: Option<(Range<usize>, String)>,
    /// The words of the heading that is open, if its author gave it no id.
    heading: Option<String>,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, events: &mut Events<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(end) => self.end(end, range),
            Event::Rule => self.rule(range),
            Event::Html(html) => {
                if let Some((_, text)) = &mut self.html {
                    text.push_str(&html);
                }
            }
            Event::InlineHtml(html) => {
                self.balance.html(&html, &range);
                self.items.text(self.depth, &range);
            }
            Event::Code(code) => {
                self.heading_text(&code);
                self.opaque(range.clone(), OpaqueKind::Code);
                self.items.text(self.depth, &range);
            }
            Event::Text(text) => {
                self.heading_text(&text);
                self.items.text(self.depth, &range);
            }
            Event::TaskListMarker(ticked) => self.items.task(self.depth, ticked, range),
            Event::SoftBreak | Event::HardBreak => self.items.line_break(self.depth, range),
            _ => self.items.text(self.depth, &range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, events: &mut Events<'_>) {
        if let Tag::CodeBlock(kind) = tag {
            self.items.block(self.depth, &range);
            return self.code_block(&kind, range, events);
        }
        match &tag {
            Tag::HtmlBlock => {
                self.items.block(self.depth, &range);
                self.html = Some((range.clone(), String::new()));
            }
            Tag::Item if self.depth == 1 => self.item(range.clone()),
            Tag::Paragraph => self.items.paragraph(self.depth, &range),
            Tag::Heading { level, id, .. } => {
                self.items.block(self.depth, &range);
                self.heading(range.clone(), Some(*level as u8), id.as_deref());
            }
            Tag::DefinitionListTitle => {
                self.items.block(self.depth, &range);
                self.heading(range.clone(), None, None);
            }
            other if is_inline(other) => self.items.text(self.depth, &range),
            _ => self.items.block(self.depth, &range),
        }
        if self.depth == 0 && !matches!(tag, Tag::List(_)) {
            self.child(range.clone(), ChildKind::Other);
        }
        self.containers.extend(container(&tag, range.start));
        if !matches!(tag, Tag::HtmlBlock) {
            self.balance.open(&tag);
        }
        self.depth += 1;
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        self.depth -= 1;
        if let TagEnd::HtmlBlock = end {
            return self.html_block();
        }
        self.balance.close();
        match end {
            TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListDefinition => {
                self.containers.pop();
            }
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle => {
                if let (Some(words), Some(heading)) =
                    (self.heading.take(), self.outline.headings.last_mut())
                {
                    heading.id = HeadingId::of_words(&words);
                }
            }
            TagEnd::List(_) if self.depth == 0 => {
                let items = self.items.take();
                self.child(range, ChildKind::List(items));
            }
            _ => {}
        }
    }

    fn heading(&mut self, range: Range<usize>, level: Option<u8>, id: Option<&str>) {
        self.heading = id.is_none().then(String::new);
        let id = HeadingId::Author(id.unwrap_or_default().to_owned());
        self.outline.headings.push(Heading { range, level, id });
    }

    fn heading_text(&mut self, text: &str) {
        if let Some(words) = &mut self.heading {
            words.push_str(text);
        }
    }

    fn rule(&mut self, range: Range<usize>) {
        self.items.block(self.depth, &range);
        if self.depth == 0 {
            self.child(range, ChildKind::Other);
        }
    }

    fn opaque(&mut self, range: Range<usize>, kind: OpaqueKind) {
        self.outline.opaque.push(Opaque { range, kind });
    }

    fn child(&mut self, range: Range<usize>, kind: ChildKind) {
        self.outline.children.push(Child { range, kind });
    }

    fn html_block(&mut self) {
        let Some((range, html)) = self.html.take() else { return };
        self.balance.html(&html, &range);
        if self.depth == 0 && never_ends(&html) {
            self.outline.open_html = Some(range.clone());
        }
        self.opaque(range, OpaqueKind::Html);
    }

    fn code_block(
        &mut self,
        kind: &CodeBlockKind<'_>,
        range: Range<usize>,
        events: &mut Events<'_>,
    ) {
        let mut pieces = Vec::new();
        for (event, range) in events.by_ref() {
            match event {
                Event::Text(text) => {
                    let padding = if range.is_empty() { text.len() } else { 0 };
                    pieces.push((padding, range));
                }
                _ => break,
            }
        }
        let opaque = match kind {
            CodeBlockKind::Indented => OpaqueKind::Indented,
            CodeBlockKind::Fenced(_) => OpaqueKind::Code,
        };
        self.opaque(range.clone(), opaque);
        let fence = match kind {
            CodeBlockKind::Indented => None,
            CodeBlockKind::Fenced(_) => self.fence(range.clone(), &pieces),
        };
        if self.depth == 0 {
            let number = self.outline.fences.len();
            let kind = fence.as_ref().map_or(ChildKind::Other, |_| ChildKind::Fence(number));
            self.child(range, kind);
        }
        self.outline.fences.extend(fence);
    }

    /// The fence at `range` with the text pieces that the parser found in it, if it is wanted.
    fn fence(&self, range: Range<usize>, pieces: &[(usize, Range<usize>)]) -> Option<Fence> {
        let text = &*self.source.text;
        let character = text.as_bytes()[range.start];
        let length =
            text.as_bytes()[range.start..].iter().take_while(|&&byte| byte == character).count();
        let opener_end = self.source.line_end(range.start);
        let info = range.start + length..opener_end;
        if !(self.wanted)(&text[info.clone()]) {
            return None;
        }
        let lines = lines(text, pieces);
        let body_end = lines.last().map_or(opener_end, |(_, line)| line.end);
        let end = text[..range.end.max(body_end)].trim_end().len();
        let closing = text[body_end.min(end)..end].bytes().rev().take_while(|&b| b == character);
        let closing = end - closing.count()..end;
        let prefix = continuation(text, &self.containers);
        let indent = fence_indent(text, &self.containers, range.start);
        Some(Fence {
            range: range.start..end,
            length,
            info,
            closer: (!closing.is_empty()).then_some(closing),
            body: Source::lines_of(self.source, &format!("{prefix}{:indent$}", ""), lines),
            prefix,
            indent,
            depth: self.containers.len(),
            top: self.top(range.start),
        })
    }

    /// Where the top-level block starts that is being read.
    fn top(&self, own_start: usize) -> usize {
        let last = self.outline.children.last().map(|child| child.range.start);
        match self.depth {
            0 => own_start,
            // A list is written down when it ends; its first item starts where it does.
            _ => self.items.start().or(last).unwrap_or(own_start),
        }
    }

    fn item(&mut self, range: Range<usize>) {
        let container = Container { kind: ContainerKind::Item, start: range.start };
        let indent = continuation(&self.source.text, &[container]).len();
        self.items.begin(range, self.depth + 1, indent);
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn container(tag: &Tag<'_>, start: usize) -> Option<Container> {
    let kind = match tag {
        Tag::BlockQuote(_) => ContainerKind::Quote,
        Tag::Item => ContainerKind::Item,
        Tag::FootnoteDefinition(_) => ContainerKind::Footnote,
        Tag::DefinitionListDefinition => ContainerKind::Definition,
        _ => return None,
    };
    Some(Container { kind, start })
}

/// The lines that the text pieces of a code block cover, each with its padding.
///
/// A piece may hold several lines, and where a line ends with `\r\n`, the `\r` is in no piece.
fn lines(text: &str, pieces: &[(usize, Range<usize>)]) -> Vec<(usize, Range<usize>)> {
    let mut lines: Vec<(usize, Range<usize>)> = Vec::new();
    let mut padding = 0;
    for (spaces, piece) in pieces {
        padding += spaces;
        let mut start = piece.start;
        for line in text[piece.clone()].split_inclusive('\n') {
            let end = start + line.len();
            let dropped_return = line == "\n" && text[..start].ends_with('\r');
            let ends = |last: &Range<usize>| dropped_return && !text[..last.end].ends_with('\n');
            match lines.last_mut() {
                Some((_, last)) if ends(last) && last.end + 1 == start => last.end = end,
                _ => lines
                    .push((std::mem::take(&mut padding), start - usize::from(dropped_return)..end)),
            }
            start = end;
        }
    }
    lines
}
