//! One chapter: Markdown in; Markdown with the blocks expanded, and diagnostics, out.
//!
//! Nothing under this folder knows a file, a clock, the environment or a stream. The steps:
//!
//! 1. `opening` decides whether the text has a block at all; most chapters end here, unparsed.
//! 2. `outline` asks mdBook's own parser where the fences are, with the prefix of their
//!    `container`s and the `items` of task lists; `source` remembers where each line of a body
//!    comes from, and `balance` whether raw HTML closes what it opens.
//! 3. `kind` says which fences are blocks; `attributes` takes their info strings apart, and
//!    `schema` checks them; `ids` keeps ids apart.
//! 4. `build` makes a `lesson` of each block, with `predict` and `figure` for what is particular
//!    to questions and to code, `language` for names of languages, and `left_open` for what would
//!    swallow the rest of the page; it collects what is wrong, and `broken` is what becomes of a
//!    block with mistakes.
//! 5. `html` (with `tag`) or `markdown` writes the lesson through a `page`, the only writer of
//!    prefixes and line endings; `overview` lists the questions of all chapters, and `delivery`
//!    brings the style sheet and the script.
//! 6. `splice` puts the results into the text; no other byte of it changes.

mod attributes;
mod balance;
mod broken;
mod build;
mod container;
mod delivery;
mod figure;
mod html;
mod ids;
mod items;
pub(crate) mod kind;
mod language;
mod left_open;
mod lesson;
mod markdown;
mod opening;
mod outline;
mod overview;
mod page;
mod predict;
mod schema;
mod source;
mod tag;

pub use delivery::{script, style};
pub(crate) use kind::nearest;
pub use kind::{Callout, Kind, Vocabulary};
pub(crate) use language::is_language;
pub use lesson::Gate;
pub use opening::json_may_open_a_block;
pub use outline::Dialect;
pub use overview::{Chapter, Question};

use crate::diagnostic::{Diagnostic, blocks as mistakes};
use crate::labels::{Label, Labels};
use crate::splice::Edits;

use build::{Builder, Found};
use kind::Word;
use lesson::{Block, Choice, Content, Nested, Output, Stream};
use opening::openings;
use outline::{Outline, outline};
use source::Source;

/// In how many blocks a block may stand.
pub const MAX_NESTING: usize = 6;

/// What kind of text is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// HTML around Markdown, for mdBook's own pages.
    Html,
    /// Markdown without HTML, for every other renderer.
    Markdown,
}

/// What becomes of a block with a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// It stays as it is; the build fails.
    Fail,
    /// A box with the message stands in its place.
    Show,
}

/// How the style sheet and the script reach the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assets {
    /// Each chapter with blocks carries them.
    Inline,
    /// They are files that `book.toml` names.
    Linked,
}

/// All that a chapter's expansion depends on beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The kinds of block.
    pub vocabulary: Vocabulary,
    /// Which Markdown the running engine reads.
    pub dialect: Dialect,
    /// What kind of text is made.
    pub target: Target,
    /// The words that readers see.
    pub labels: Labels,
    /// What tells this book from others on the same site.
    pub book_id: String,
    /// What becomes of a block with a mistake.
    pub on_error: OnError,
    /// What keeps the answer folded where the block does not say.
    pub gate: Gate,
    /// Whether readers are asked how sure they are.
    pub asks_how_sure: bool,
    /// How the style sheet and the script reach the reader.
    pub assets: Assets,
    /// The questions of the whole book, for those chapters that list them.
    pub overview: Vec<Chapter>,
}

impl Options {
    /// What a book that sets nothing gets.
    pub fn new(target: Target) -> Self {
        Options {
            vocabulary: Vocabulary::default(),
            dialect: Dialect::default(),
            target,
            labels: Labels::for_language("en"),
            book_id: "book".to_owned(),
            on_error: OnError::Fail,
            gate: Gate::Soft,
            asks_how_sure: false,
            assets: Assets::Inline,
            overview: Vec::new(),
        }
    }
}

/// What becomes of a chapter.
#[derive(Debug, Default)]
pub struct Expansion {
    /// The new text; `None` where nothing changes.
    pub text: Option<String>,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the chapter has blocks.
    pub has_blocks: bool,
    /// Whether the chapter lists the questions of the whole book.
    pub has_overview: bool,
    /// What readers are asked in the chapter.
    pub questions: Vec<Question>,
}

/// Expands the blocks of the chapter `text`, whose path in the book is `path`.
pub fn expand(text: &str, path: &str, options: &Options) -> Expansion {
    if !opening::may_open_a_block(text, &options.vocabulary) {
        return Expansion::default();
    }
    if let Some(rest) = text.strip_prefix(BYTE_ORDER_MARK) {
        return behind_mark(expand(rest, path, options));
    }
    let source = Source::chapter(text);
    let is_ours = |info: &str| options.vocabulary.classify(info, &[]) != Word::Other;
    let outline = outline(&source, options.dialect, &is_ours);
    let mut builder = Builder::new(options);
    builder.take_heading_ids(&source, &outline);
    let mut blocks = blocks(&mut builder, &source, &outline);
    builder.diagnostics.extend(near_misses(&source, &outline, options));
    ids::give_ids(&mut blocks, &builder);
    let mut diagnostics = builder.diagnostics;
    diagnostics.sort_by_key(|found| found.span.as_ref().map(|span| span.start));
    Expansion {
        text: splice(text, path, &outline, &blocks, options),
        diagnostics,
        has_blocks: !blocks.is_empty(),
        has_overview: overview::is_in(&blocks),
        questions: overview::questions(&blocks, &options.labels),
    }
}

/// What some editors put at the start of a file; it would keep a fence there from being one.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What became of the text behind a byte-order mark, as what becomes of all of it.
fn behind_mark(mut expansion: Expansion) -> Expansion {
    if let Some(text) = &mut expansion.text {
        text.insert(0, BYTE_ORDER_MARK);
    }
    let length = BYTE_ORDER_MARK.len_utf8();
    let found = expansion.diagnostics.into_iter();
    expansion.diagnostics = found.map(|found| found.behind(length)).collect();
    expansion
}

/// The blocks of a chapter, and what is nearly one.
fn blocks(builder: &mut Builder<'_>, source: &Source<'_>, outline: &Outline) -> Vec<Nested> {
    let mut blocks = Vec::new();
    for fence in &outline.fences {
        let info = &source.text[fence.info.clone()];
        let block = match builder.options.vocabulary.classify(info, &[]) {
            Word::Other => continue,
            Word::Kind(kind) => builder.block(&Found { source, fence, kind, ancestors: &[] }),
            Word::Near(kind) => {
                let found = Found { source, fence, kind, ancestors: &[] };
                let (block, mistake) = broken::near_miss(&found, builder.word(kind));
                builder.diagnostics.push(mistake);
                block
            }
        };
        blocks.push(Nested { range: fence.range.clone(), prefix: fence.prefix.clone(), block });
    }
    blocks
}

/// The lines of paragraphs that would open a block, were it not for a backtick in the title.
fn near_misses(source: &Source<'_>, outline: &Outline, options: &Options) -> Vec<Diagnostic> {
    let text = &*source.text;
    let is_opaque = |start: usize| {
        let at = outline.opaque.partition_point(|range| range.start <= start);
        at > 0 && outline.opaque[at - 1].contains(&start)
    };
    openings(text)
        .filter(|opening| text[opening.start..].starts_with('`') && opening.info().contains('`'))
        .filter(|opening| {
            let before = &text[source.line_start(opening.start)..opening.start];
            before.chars().all(|c| " \t>-+*.):".contains(c) || c.is_ascii_digit())
        })
        .filter_map(|opening| match options.vocabulary.classify(opening.info(), &[]) {
            Word::Kind(kind) if !is_opaque(opening.start) => {
                let span = opening.start..source.line_end(opening.start);
                let ticks = text[opening.start..].bytes().take_while(|&b| b == b'`').count();
                let word = options.vocabulary.word(kind);
                Some(mistakes::backtick_in_title(span, word, &"~".repeat(ticks.max(4))))
            }
            _ => None,
        })
        .collect()
}

/// The chapter with its blocks replaced; `None` where none is.
fn splice(
    text: &str,
    path: &str,
    outline: &Outline,
    blocks: &[Nested],
    options: &Options,
) -> Option<String> {
    let is_shown = |block: &Block| {
        options.on_error == OnError::Show || !matches!(block.content, Content::Broken(_))
    };
    let shown: Vec<&Nested> = blocks.iter().filter(|nested| is_shown(&nested.block)).collect();
    let first = shown.first()?;
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits = Edits::new(text);
    if options.target == Target::Html {
        let fence = outline.fences.iter().find(|fence| fence.range == first.range)?;
        let top = text[..fence.top].rfind('\n').map_or(0, |newline| newline + 1);
        edits.replace(
            top..top,
            delivery::delivery(options, overview::is_in(blocks), newline, &text[..top]),
        );
    }
    for nested in shown {
        let written = match options.target {
            Target::Html => html::write(&nested.block, path, options, newline),
            Target::Markdown => markdown::write(&nested.block, path, options, newline),
        };
        edits.replace(nested.range.clone(), page::prefixed(&written, &nested.prefix));
    }
    Some(edits.apply())
}

/// The label of a callout or a part.
fn label_of(kind: Kind) -> Label {
    match kind {
        Kind::Predict | Kind::Custom(_) => Label::Predict,
        Kind::MentalModel => Label::MentalModel,
        Kind::InPractice => Label::InPractice,
        Kind::Mistake => Label::Mistake,
        Kind::Takeaway => Label::Takeaway,
        Kind::Progress => Label::Progress,
        Kind::Rule => Label::Rule,
        Kind::Limits => Label::Limits,
        Kind::Setup => Label::Setup,
        Kind::Hint => Label::Hint,
        Kind::Output => Label::Output,
        Kind::Answer => Label::Answer,
        Kind::Predicted => Label::Predicted,
        Kind::Why => Label::Why,
        Kind::Fix => Label::Fix,
    }
}

/// The caption of an output: the author's, or what the output is.
fn output_caption(output: &Output, labels: &Labels) -> String {
    let ours = match output.stream {
        _ if output.is_compile_error => Label::CompilerMessage,
        Stream::Stdout => Label::Output,
        Stream::Stderr => Label::ErrorOutput,
        Stream::Both => Label::AllOutput,
    };
    output.caption.clone().unwrap_or_else(|| labels.get(ours).to_owned())
}

/// What else a reader should know about an output.
fn output_notes(output: &Output, labels: &Labels) -> Option<String> {
    let exit = output.exit.map(|code| format!("{} {code}", labels.get(Label::ExitCode)));
    let varies = output.varies.then(|| labels.get(Label::Varies).to_owned());
    let notes: Vec<String> = exit.into_iter().chain(varies).collect();
    (!notes.is_empty()).then(|| notes.join(", "))
}

/// The places of the right choices.
fn right_choices(choices: &[Choice]) -> Vec<usize> {
    choices.iter().enumerate().filter(|(_, choice)| choice.is_right).map(|(at, _)| at).collect()
}

/// The letter of the choice at place `at`: A to Z, then AA and so on.
fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    let first = if at >= 26 { letter(at / 26 - 1) } else { String::new() };
    format!("{first}{last}")
}
