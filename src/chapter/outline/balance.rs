//! Whether the raw HTML of a text closes what it opens.
//!
//! mdBook 0.5 keeps one stack of elements for Markdown and raw HTML. What is still open when our
//! closing tag comes would take that tag away from us, and the rest of the page with it. So the
//! same stack is kept here, with the same tokenizer.

use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::{ByteTendril, SliceExt as _, StrTendril};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag as HtmlTag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use mdbook_markdown::pulldown_cmark::Tag;

/// A raw HTML tag without its partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unbalanced {
    /// The byte range of the HTML it stands in.
    pub(crate) range: Range<usize>,
    /// The element's name.
    pub(crate) name: String,
    /// Whether it is an end tag.
    pub(crate) closing: bool,
}

#[derive(Debug)]
enum OpenElement {
    /// Made by Markdown, with the name of its HTML element.
    Markdown(&'static str),
    /// Written by hand.
    Raw(String, Range<usize>),
}

/// The elements that are open.
#[derive(Debug, Default)]
pub(crate) struct Balance {
    stack: Vec<OpenElement>,
    found: Vec<Unbalanced>,
}

impl Balance {
    /// A Markdown element begins.
    pub(crate) fn open(&mut self, tag: &Tag<'_>) {
        self.stack.push(OpenElement::Markdown(element_name(tag)));
    }

    /// A Markdown element ends, and with it all raw HTML that was opened in it.
    pub(crate) fn close(&mut self) {
        while let Some(OpenElement::Raw(..)) = self.stack.pop() {}
    }

    /// Raw HTML, at the byte range `range`.
    pub(crate) fn html(&mut self, html: &str, range: &Range<usize>) {
        for tag in tags(html) {
            let name = tag.name.to_string();
            match tag.kind {
                TagKind::StartTag if tag.self_closing || is_void(&name) => {}
                TagKind::StartTag => self.stack.push(OpenElement::Raw(name, range.clone())),
                TagKind::EndTag => self.end_tag(name, range),
            }
        }
    }

    fn end_tag(&mut self, name: String, range: &Range<usize>) {
        let stray = match self.stack.last() {
            Some(OpenElement::Raw(open, _)) if *open == name => {
                self.stack.pop();
                return;
            }
            // mdBook passes over an end tag that fits nothing, except that it would close ours.
            None => true,
            Some(OpenElement::Markdown(open)) => *open == name,
            Some(OpenElement::Raw(..)) => false,
        };
        if stray {
            self.found.push(Unbalanced { range: range.clone(), name, closing: true });
        }
    }

    /// All tags without a partner.
    pub(crate) fn finish(self) -> Vec<Unbalanced> {
        let mut found = self.found;
        found.extend(self.stack.into_iter().filter_map(|element| match element {
            OpenElement::Raw(name, range) => Some(Unbalanced { range, name, closing: false }),
            OpenElement::Markdown(_) => None,
        }));
        found
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn element_name(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Paragraph => "p",
        Tag::BlockQuote(_) => "blockquote",
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item | Tag::FootnoteDefinition(_) => "li",
        Tag::DefinitionList => "dl",
        Tag::DefinitionListTitle => "dt",
        Tag::DefinitionListDefinition => "dd",
        Tag::TableCell => "td",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "del",
        Tag::Link { .. } => "a",
        _ => "",
    }
}

/// The tags in a piece of raw HTML.
fn tags(html: &str) -> Vec<HtmlTag> {
    let bytes: ByteTendril = html.as_bytes().to_tendril();
    let Ok(text): Result<StrTendril, _> = bytes.try_reinterpret() else { return Vec::new() };
    let queue = BufferQueue::default();
    queue.push_back(text);
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}

#[derive(Default)]
struct Tags(RefCell<Vec<HtmlTag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        let raw = match (&*tag.name, tag.kind) {
            ("script", TagKind::StartTag) => Some(RawKind::ScriptData),
            ("style", TagKind::StartTag) => Some(RawKind::Rawtext),
            _ => None,
        };
        self.0.borrow_mut().push(tag);
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}
