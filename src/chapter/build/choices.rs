//! The choices of a question.

use std::ops::Range;

use crate::chapter::inline::{CodeSpans, Inline, Spanned};
use crate::chapter::kind::{Kind, Side, Vocabulary, Word};
use crate::chapter::lesson::{Choice, Output, Piece};
use crate::chapter::outline::{Child, ChildKind, Item, Outline, Source, outline};
use crate::diagnostic::{Code, Diagnostic, blocks as mistakes, replies};

use super::block::Builder;
use super::body::{Body, Marked};
use super::left_open::{in_inline, left_open_under_choice};
use super::remedies::{fence_on_its_line, ticked};
use super::strays::misplaced;

/// The number of the top-level block that is the list of choices: the first task list in front of
/// the answer.
pub(crate) fn find(
    source: &Source<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
) -> Option<usize> {
    let starts_answer = |child: &Child| match child.kind {
        ChildKind::Fence(at) => {
            let info = &source.text[outline.fences[at].info.clone()];
            matches!(
                vocabulary.classify(info, &[Kind::Predict]),
                Word::Kind(kind) if kind.side() == Side::Beginning
            )
        }
        _ => false,
    };
    outline.children.iter().take_while(|child| !starts_answer(child)).position(is_task_list)
}

/// Whether a top-level block is a list with a task in it.
pub(crate) fn is_task_list(child: &Child) -> bool {
    match &child.kind {
        ChildKind::List(items) => items.iter().any(|item| item.task.is_some()),
        _ => false,
    }
}

/// Reads the items of the list of choices.
pub(crate) fn read_choices(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    items: &[Item],
    found: &mut Vec<Diagnostic>,
) -> Vec<Choice> {
    let line = |item: &Item| body.source.line_span(item.range.start);
    if let Some(plain) = items.iter().find(|item| item.task.is_none()) {
        found.push(mistakes::mixed_choices(line(plain)).fix(ticked(body.source, plain)));
    }
    let right = items.iter().filter(|item| matches!(item.task, Some((true, _)))).count();
    if right == 0 {
        found.push(mistakes::no_right_choice(line(&items[0])));
    } else if right == items.len() {
        found.push(mistakes::only_right_choices(line(&items[0])));
    }
    items.iter().map(|item| read_choice(builder, body, item, found)).collect()
}

fn read_choice(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    item: &Item,
    found: &mut Vec<Diagnostic>,
) -> Choice {
    let source = body.source;
    let opener = source.line_span(item.range.start);
    let lines = lines(&source.text, item);
    let is_cut = lines.first().is_some_and(|line| opens_a_fence(&source.text[line.clone()]));
    let text = Inline::read(source, &lines);
    if is_cut {
        let container = format!("{}{:2$}", source.prefix(), "", item.indent);
        let fix = fence_on_its_line(source, item, &container);
        found.push(mistakes::fence_in_choice_line(opener.clone()).fix(fix));
    }
    found.extend(in_inline(&text, "choice", ""));
    let marker = source.text[item.range.clone()].trim_start().chars().next();
    let end = item.range.start + source.text[item.range.clone()].trim_end().len();
    let mut choice = Choice {
        tick: item.task.clone().map(|(is_right, range)| Spanned::new(is_right, source.span(range))),
        bullet: marker.filter(|marker| "-+*".contains(*marker)).unwrap_or('-'),
        text,
        output: None,
        feedback: Vec::new(),
        span: source.span(item.range.start..end),
        opener,
        container: format!("{}{:2$}", source.prefix(), "", item.indent),
    };
    // What follows a fence that is none is not what its author meant it to be.
    if let Some(nested) = item.nested.filter(|_| !is_cut) {
        let start = source.line_start(nested).max(item.text.end).min(nested);
        let under = source.dedented(start..item.range.end, item.indent);
        read_feedback(builder, &under, &body.ancestors, &mut choice, found);
    }
    if choice.output.is_none() && choice.text.source.is_empty() && !is_cut {
        found.push(replies::empty_choice(choice.opener.clone()));
    }
    choice
}

/// The lists of a question that look like choices, where it has none.
pub(crate) fn plain_choices(body: &Body<'_>, answer_start: usize) -> Option<Diagnostic> {
    let children = body.outline.children.iter();
    let mut lists = children.filter(|child| child.range.start < answer_start);
    let text = &body.source.text;
    let list = lists.find(|child| match &child.kind {
        ChildKind::List(items) => {
            items.len() > 1 && items.iter().all(|item| is_like_a_choice(&text[item.text.clone()]))
        }
        _ => false,
    })?;
    Some(mistakes::plain_choices(body.first_line(list)))
}

/// Whether a line begins as a fence, and not with a code span of three backticks or more.
fn opens_a_fence(line: &str) -> bool {
    let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
    let is_open = || CodeSpans::new(line, 0..line.len()).after(0) == ticks;
    line.starts_with("~~~") || (ticks >= 3 && is_open())
}

/// Whether the text of an item begins with brackets for a tick that are none.
fn is_like_a_choice(text: &str) -> bool {
    let text = text.trim_start();
    let rest = ["[", "("].iter().find_map(|open| text.strip_prefix(open));
    let close = if text.starts_with('[') { ']' } else { ')' };
    let inside = rest.and_then(|rest| rest.split_once(close));
    inside.is_some_and(|(tick, words)| {
        let is_tick = ["", "x", "X", "*", "✓", "✔", "✗"].contains(&tick.trim());
        is_tick && (words.is_empty() || words.starts_with(char::is_whitespace))
    })
}

/// Reads what stands under a choice: first its output, if it is one; the rest is its feedback.
fn read_feedback(
    builder: &mut Builder<'_>,
    source: &Source<'_>,
    ancestors: &[Kind],
    choice: &mut Choice,
    found: &mut Vec<Diagnostic>,
) {
    let outline = match outline(source, builder.reading.dialect, &|_| true) {
        Ok(outline) => outline,
        Err(line) => return found.push(mistakes::parser_panic(line)),
    };
    let left_open = left_open_under_choice(source, &outline);
    let is_cut = left_open.iter().any(|mistake| mistake.code != Code::UnbalancedHtml);
    found.extend(left_open);
    if is_cut {
        return;
    }
    let body = builder.body(source, outline, &Kind::Predict, ancestors.to_vec(), None, found);
    for (at, child) in body.outline.children.iter().enumerate() {
        let is_the_choice = |part: &&Kind| at == 0 && **part == Kind::Output;
        if let Some(part) = body.part(child).filter(|part| !is_the_choice(part)) {
            found.push(misplaced(body.first_line(child), part));
        }
    }
    let mut pieces = builder.pieces(&body, 0..source.text.len(), Marked::default(), found);
    choice.output = take_first_output(&mut pieces);
    choice.feedback = pieces;
}

/// Takes the output away that `pieces` begin with, if they do.
pub(crate) fn take_first_output(pieces: &mut Vec<Piece>) -> Option<Output> {
    if !matches!(pieces.first(), Some(Piece::Output(_))) {
        return None;
    }
    match pieces.remove(0) {
        Piece::Output(output) => Some(output),
        _ => None,
    }
}

/// The lines of the text of a choice, without the white space that Markdown passes over.
fn lines(text: &str, item: &Item) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = item.text.start;
    let breaks = item.breaks.iter().filter(|gap| item.text.contains(&gap.start));
    for (end, next) in breaks.map(|gap| (gap.start, gap.end)).chain([(item.text.end, 0)]) {
        // What line breaks are left stand in code spans and tags, where they mean a space as well.
        let segment = text[start.min(end)..end].trim_end_matches(BLANK);
        for line in segment.split_inclusive('\n') {
            let leading = line.len() - line.trim_start_matches(BLANK).len();
            let end = start + line.trim_end_matches(['\n', '\r']).len();
            lines.push((start + leading).min(end)..end);
            start += line.len();
        }
        start = next.max(start);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// The white space of Markdown.
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

#[cfg(test)]
mod tests {
    use super::opens_a_fence;

    #[test]
    fn a_code_span_of_three_backticks_is_no_fence() {
        assert!(opens_a_fence("```output"));
        assert!(opens_a_fence("~~~"));
        assert!(opens_a_fence("```` a ``` b"));
        assert!(!opens_a_fence("```1```"));
        assert!(!opens_a_fence("``1``"));
    }
}
