//! Answers that readers see before they are to predict them.

use std::collections::HashSet;
use std::ops::Range;

use crate::chapter::lesson::{Block, Content, Figure, Input, Piece, Predict};
use crate::chapter::{Lessons, PartKind};
use crate::diagnostic::{Diagnostic, Span, lints};

use super::about::About;
use super::sought::{PlacedLine, Sought, placed_lines};

/// Words that say that something is wrong.
const TELLING: [&str; 11] = [
    "broken",
    "buggy",
    "bug",
    "bugs",
    "gotcha",
    "gotchas",
    "pitfall",
    "surprising",
    "surprisingly",
    "wrong",
    "incorrect",
];

/// Words with which a title asks whether, or where, something is wrong.
const ASKING: [&str; 12] =
    ["is", "are", "does", "do", "can", "could", "would", "will", "where", "which", "who", "whose"];

/// What is told too early in the lessons of a chapter.
pub(super) fn lints(lessons: &Lessons<'_>, blocks: &[&Block]) -> Vec<About> {
    let mut found = Vec::new();
    for block in blocks {
        let Content::Predict(predict) = &block.content else { continue };
        found.extend(titles(block, predict).into_iter().map(About::from));
        let place = in_question(predict).map(|told| About::block(block, told));
        found.extend(place);
    }
    found.extend(in_the_open(lessons));
    found
}

/// The title and the captions of a question that say that something is wrong.
fn titles(block: &Block, predict: &Predict) -> Vec<Diagnostic> {
    let title = block.title.as_ref().and_then(|title| {
        let word = telling(&title.source).filter(|_| !asks(&title.plain))?;
        Some(lints::telling_title(title.spans.first()?.clone(), "title", word))
    });
    let figures = predict.question.iter().filter_map(Piece::figure);
    let captions = figures.filter_map(|figure| {
        let caption = figure.caption.as_ref()?;
        let word = telling(&caption.value)?;
        Some(lints::telling_title(caption.span.clone(), "caption", word))
    });
    title.into_iter().chain(captions).collect()
}

/// The word of `markdown`, outside of code, that says that something is wrong.
fn telling(markdown: &str) -> Option<&str> {
    let prose = markdown.split('`').step_by(2);
    let mut words = prose.flat_map(|prose| prose.split(|c: char| !c.is_alphanumeric()));
    words.find(|word| TELLING.contains(&&*word.to_lowercase()))
}

/// Whether a title asks for what is wrong, and tells nothing.
fn asks(title: &str) -> bool {
    let first = title.split_whitespace().next().unwrap_or_default().to_lowercase();
    title.trim_end().ends_with('?') && ASKING.contains(&first.as_str())
}

/// The output of a question in its own text, or in a comment of its program.
fn in_question(predict: &Predict) -> Option<Diagnostic> {
    let sought = Sought::of(predict)?;
    let output = sought.output.place.opener.clone();
    let figures = predict.question.iter().filter_map(Piece::figure);
    let mut programs = figures.filter(|figure| Figure::invocation(figure).is_some());
    if let Some(place) = programs.find_map(|program| sought.in_comments(&program.code)) {
        return Some(lints::answer_before_question(place, output, true));
    }
    let place = sought.in_prose(&prose_of(&predict.question))?;
    Some(lints::answer_before_question(place, output, false))
}

/// The lines of prose among `pieces`, and in their setups, but for those of blocks in it.
fn prose_of(pieces: &[Piece]) -> Vec<PlacedLine<'_>> {
    let mut lines = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Prose(prose) => {
                let mut nested = prose.nested.iter().map(|nested| &nested.range).peekable();
                let own = placed_lines(&prose.source.text).filter(|line| {
                    let start = line.span.start;
                    while nested.next_if(|range| range.end <= start).is_some() {}
                    nested.peek().is_none_or(|range| range.start > start)
                });
                lines.extend(own.map(|PlacedLine { text, span }| PlacedLine {
                    text,
                    span: prose.source.span(span),
                }));
            }
            Piece::Part(Block { content: Content::Part(PartKind::Setup, pieces), .. }) => {
                lines.extend(prose_of(pieces));
            }
            _ => {}
        }
    }
    lines
}

/// Outputs in the text around the questions that stand in no other block: before them, and in
/// callouts behind them.
fn in_the_open(lessons: &Lessons<'_>) -> Vec<About> {
    let mut found = Vec::new();
    // A text that answered one question is no secret at the next.
    let mut asked: HashSet<&str> = HashSet::new();
    let mut last: Option<(&Block, Sought<'_>)> = None;
    let mut open_from = 0;
    let mut folded: Vec<Span> = Vec::new();
    for top in &lessons.blocks {
        let block = &top.block;
        match &block.content {
            Content::Predict(predict) => {
                let sought = Sought::of(predict);
                if let Some(sought) = sought.as_ref().filter(|sought| asked.insert(sought.text())) {
                    let open = open_from..top.line.max(open_from);
                    let lines = open_lines(&lessons.text, open, &folded);
                    found.extend(above(block, sought, &lines));
                }
                let is_gated = predict.input() != Input::None;
                last = sought.filter(|_| is_gated).map(|sought| (block, sought));
                open_from = block.place.span.end;
                folded.clear();
            }
            Content::Callout { after: None, .. } => {
                let lines = open_lines(&lessons.text, block.place.lines.clone(), &[]);
                let shown = last.as_ref();
                found.extend(shown.and_then(|(asked, sought)| below(block, asked, sought, &lines)));
            }
            _ => folded.push(block.place.span.clone()),
        }
    }
    found
}

/// The output of the question `block` in the lines above it.
fn above(block: &Block, sought: &Sought<'_>, lines: &[PlacedLine<'_>]) -> Option<About> {
    let place = sought.in_prose(lines)?;
    let output = sought.output.place.opener.clone();
    Some(About::block(block, lints::answer_before_question(place, output, false)))
}

/// The output of the question `asked` in the lines of a callout below it.
fn below(
    callout: &Block,
    asked: &Block,
    sought: &Sought<'_>,
    lines: &[PlacedLine<'_>],
) -> Option<About> {
    let place = sought.in_prose(lines).or_else(|| sought.in_code_span(lines))?;
    let id = asked.id.as_ref().map(|id| id.value.as_str());
    let (kind, question) = (callout.kind(), asked.place.opener.clone());
    Some(About::block(callout, lints::answer_in_callout(place, kind.word(), question, id)))
}

/// The lines of `text` in `range` that readers see before they predict: neither those that are
/// `folded`, which are in order, nor those of a lesson that is shown as its Markdown.
fn open_lines<'t>(text: &'t str, range: Range<usize>, folded: &[Span]) -> Vec<PlacedLine<'t>> {
    let mut lines = Vec::new();
    let mut folded = folded.iter().peekable();
    let mut shown: Option<&str> = None;
    for PlacedLine { text, span } in placed_lines(&text[range.clone()]) {
        let span = range.start + span.start..range.start + span.end;
        let text = text.trim_start_matches(['>', ' ']);
        while folded.next_if(|fold| fold.end <= span.start).is_some() {}
        let is_folded = folded.peek().is_some_and(|fold| fold.start <= span.start);
        let run = fence_run(text);
        match shown {
            Some(fence) if run.starts_with(fence) && run.len() == text.len() => shown = None,
            Some(_) => {}
            None if !run.is_empty() && is_markdown(&text[run.len()..]) => shown = Some(run),
            None if is_folded => {}
            None => lines.push(PlacedLine { text, span }),
        }
    }
    lines
}

/// The characters that open or close a fence on this line; empty where none does.
fn fence_run(line: &str) -> &str {
    let first = line.chars().next().filter(|c| ['`', '~'].contains(c));
    let length = first.map_or(0, |first| line.len() - line.trim_start_matches(first).len());
    if length < 3 { "" } else { &line[..length] }
}

fn is_markdown(info: &str) -> bool {
    let word = info.trim().split([' ', ',', '{']).next().unwrap_or_default();
    matches!(word, "markdown" | "md")
}
