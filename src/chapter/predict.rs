//! The `predict` block: its two sides, its choices and its refutations.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Span, blocks as mistakes};

use super::attributes::Info;
use super::build::{Body, Builder, Special};
use super::figure;
use super::items::Item;
use super::kind::{Kind, Vocabulary, Word};
use super::lesson::{
    Block, Choice, Content, Gate, Input, Output, OutputState, Piece, Predict, Stream,
};
use super::outline::{self, Outline, outline, plain_text};
use super::schema::Attributes;
use super::source::Source;

/// The most rows that a reader's text field may have.
const MAX_ROWS: u32 = 50;

/// The number of the top-level block that is the list of choices: the first task list in front of
/// the answer.
pub(crate) fn choices(
    source: &Source<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
) -> Option<usize> {
    let starts_answer = |child: &outline::Child| match child.content {
        outline::Content::Fence(at) => {
            let info = &source.text[outline.fences[at].info.clone()];
            matches!(
                vocabulary.classify(info, &[Kind::Predict]),
                Word::Kind(Kind::Output | Kind::Answer)
            )
        }
        _ => false,
    };
    outline.children.iter().take_while(|child| !starts_answer(child)).position(is_task_list)
}

fn is_task_list(child: &outline::Child) -> bool {
    match &child.content {
        outline::Content::List(items) => items.iter().any(|item| item.task.is_some()),
        _ => false,
    }
}

/// Reads the body of a `predict` block whose choices are the top-level block number `choices`.
pub(crate) fn read(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    title: &str,
    choices: Option<usize>,
    opener: Span,
    attributes: &mut Attributes,
    own: &mut Vec<Diagnostic>,
) -> Content {
    let answer_child = body
        .outline
        .children
        .iter()
        .find(|child| matches!(body.part(child), Some(Kind::Output | Kind::Answer)));
    let end = body.source.text.len();
    let answer_start = answer_child.map_or(end, |child| body.source.line_start(child.range.start));
    if answer_child.is_none() {
        own.push(mistakes::nothing_to_reveal(opener));
    }
    own.extend(wrong_sides(builder, body, answer_start, answer_child));
    own.extend(second_task_list(body, choices, answer_start));
    let program = figure::program(body, &(0..answer_start), own);
    let special = Special { program, choices };
    let question = builder.pieces(body, 0..answer_start, special, own);
    let answer = builder.pieces(body, answer_start..end, Special::default(), own);
    own.extend(figure::duplicate_outputs(&answer));
    own.extend(wrong_refutations(&question, &answer));
    Content::Predict(Box::new(Predict {
        input: input(attributes, &question, &answer, own),
        gate: attributes
            .one_of("gate", &[("soft", Gate::Soft), ("attempt", Gate::Attempt)])
            .unwrap_or(builder.options.gate),
        rows: rows(attributes),
        hash: hash(title, &body.source.text[..answer_start]),
        question,
        answer,
    }))
}

/// The parts that stand on the wrong side of the answer's start.
fn wrong_sides(
    builder: &Builder<'_>,
    body: &Body<'_>,
    answer_start: usize,
    answer: Option<&outline::Child>,
) -> Vec<Diagnostic> {
    let parts = body.outline.children.iter().filter_map(|child| {
        let part = body.part(child)?;
        let span = body.first_line(child);
        let is_question = child.range.start < answer_start;
        match answer {
            Some(answer) if !is_question && part.is_for_the_question() => {
                Some(mistakes::part_after_answer(span, builder.word(part), body.first_line(answer)))
            }
            Some(_) if is_question && part.is_for_the_answer() => {
                Some(mistakes::part_before_answer(span, builder.word(part)))
            }
            _ => None,
        }
    });
    parts.collect()
}

fn second_task_list(
    body: &Body<'_>,
    choices: Option<usize>,
    answer_start: usize,
) -> Option<Diagnostic> {
    let children = &body.outline.children;
    let first = choices?;
    let second = children[first + 1..]
        .iter()
        .find(|child| child.range.start < answer_start && is_task_list(child))?;
    Some(mistakes::two_task_lists(body.first_line(second), body.first_line(&children[first])))
}

fn rows(attributes: &mut Attributes) -> Option<u32> {
    let wanted = format!("a number from 1 to {MAX_ROWS}");
    let rows = attributes.number("rows", &wanted)?;
    if !(1..=MAX_ROWS).contains(&rows) {
        attributes.refuse("rows", &wanted);
    }
    Some(rows)
}

/// How the reader commits: as the author says, or as the question and the output suggest.
fn input(
    attributes: &mut Attributes,
    question: &[Piece],
    answer: &[Piece],
    own: &mut Vec<Diagnostic>,
) -> Input {
    let has_choices = question.iter().any(|piece| matches!(piece, Piece::Choices(_)));
    let inputs = [("text", Input::Text), ("choice", Input::Choice), ("none", Input::None)];
    match attributes.one_of("input", &inputs) {
        Some(Input::Choice) if !has_choices => {
            own.extend(attributes.span("input").map(mistakes::no_choices));
            Input::Choice
        }
        Some(input) => input,
        None if has_choices => Input::Choice,
        None if real_output(answer).is_some_and(Output::is_comparable) => Input::Text,
        None => Input::None,
    }
}

/// What the program prints to its standard output.
fn real_output(answer: &[Piece]) -> Option<&Output> {
    answer.iter().find_map(|piece| match piece {
        Piece::Output(output) if output.stream == Stream::Stdout => Some(output),
        _ => None,
    })
}

/// The refutations of an answer, with the output that each is about.
fn refutations(answer: &[Piece]) -> Vec<(&Block, Option<&str>)> {
    let mut found = Vec::new();
    for piece in answer {
        let Piece::Part(block) = piece else { continue };
        match &block.content {
            Content::Predicted(output, _) => found.push((block, output.as_deref())),
            Content::Pieces(pieces) if block.kind == Kind::Answer => {
                found.extend(refutations(pieces));
            }
            _ => {}
        }
    }
    found
}

/// Refutations of the real output, of a choice that speaks for itself, or of the same output twice.
fn wrong_refutations(question: &[Piece], answer: &[Piece]) -> Vec<Diagnostic> {
    let real = real_output(answer).filter(|output| {
        output.state == OutputState::Recorded && !output.is_wildcard && !output.varies
    });
    let mut choices = HashMap::new();
    for choice in question_choices(question).filter(|choice| !choice.feedback.is_empty()) {
        choices.entry(choice.key().trim().to_owned()).or_insert(choice);
    }
    let mut refuted: HashMap<Option<&str>, &Block> = HashMap::new();
    let mut found = Vec::new();
    for (block, output) in refutations(answer) {
        let span = block.span.clone();
        if let Some(first) = refuted.get(&output.map(str::trim_end)) {
            found.push(mistakes::duplicate_predicted(span, first.span.clone()));
            continue;
        }
        refuted.insert(output.map(str::trim_end), block);
        let Some(output) = output else { continue };
        if let Some(real) = real.filter(|real| real.text.trim_end() == output.trim_end()) {
            found.push(mistakes::predicted_equals_output(span, real.span.clone()));
        } else if let Some(choice) = choices.get(output.trim()) {
            found.push(mistakes::predicted_equals_choice(span, choice.span.clone()));
        }
    }
    found
}

/// The choices of a question.
fn question_choices(question: &[Piece]) -> impl Iterator<Item = &Choice> {
    let lists = question.iter().filter_map(|piece| match piece {
        Piece::Choices(choices) => Some(choices),
        _ => None,
    });
    lists.flatten()
}

impl Choice {
    /// What a prediction must be to be this choice: its output, or else its words.
    pub(crate) fn key(&self) -> String {
        match &self.output {
            Some(output) => output.text.clone(),
            None => code_span(&self.text).map_or_else(|| plain_text(&self.text), str::to_owned),
        }
    }
}

/// What is in a code span that is all of `text`.
pub(crate) fn code_span(text: &str) -> Option<&str> {
    let run = text.bytes().take_while(|&byte| byte == b'`').count();
    let (open, rest) = text.split_at(run);
    let inner = rest.strip_suffix(open).filter(|inner| run > 0 && !inner.is_empty())?;
    if inner.split(|c| c != '`').any(|ticks| ticks.len() == run) {
        return None;
    }
    // CommonMark takes one space away at both ends, so that a backtick can stand there.
    let padded = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
    Some(padded.filter(|inner| !inner.trim().is_empty()).unwrap_or(inner))
}

/// Reads the items of the list of choices.
pub(crate) fn read_choices(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    items: &[Item],
    own: &mut Vec<Diagnostic>,
) -> Vec<Choice> {
    let line =
        |item: &Item| body.source.span(item.range.start..body.source.line_end(item.range.start));
    if let Some(plain) = items.iter().find(|item| item.task.is_none()) {
        own.push(mistakes::mixed_choices(line(plain)));
    }
    let right = items.iter().filter(|item| matches!(item.task, Some((true, _)))).count();
    if right == 0 {
        own.push(mistakes::no_right_choice(line(&items[0])));
    } else if right == items.len() {
        own.push(mistakes::only_right_choices(line(&items[0])));
    }
    items.iter().map(|item| read_choice(builder, body, item, line(item), own)).collect()
}

fn read_choice(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    item: &Item,
    span: Span,
    own: &mut Vec<Diagnostic>,
) -> Choice {
    let text = one_line(&body.source.text, item);
    if text.starts_with("```") || text.starts_with("~~~") {
        own.push(mistakes::fence_in_choice_line(span.clone()));
    }
    let marker = body.source.text[item.range.clone()].trim_start().chars().next();
    let mut choice = Choice {
        bullet: marker.filter(|marker| "-+*".contains(*marker)).unwrap_or('-'),
        is_right: matches!(item.task, Some((true, _))),
        text,
        output: None,
        feedback: Vec::new(),
        span,
    };
    if let Some(nested) = item.nested {
        let start = body.source.line_start(nested).max(item.text.end).min(nested);
        let under = body.source.dedented(start..item.range.end, item.indent);
        read_feedback(builder, &under, &body.ancestors, &mut choice, own);
    }
    choice
}

/// Reads what stands under a choice: first its output, if it is one; the rest is its feedback.
fn read_feedback(
    builder: &mut Builder<'_>,
    source: &Source<'_>,
    ancestors: &[Kind],
    choice: &mut Choice,
    own: &mut Vec<Diagnostic>,
) {
    let outline = outline(source, builder.options.dialect, &|_| true);
    let body = builder.body(source, outline, Kind::Predict, ancestors.to_vec(), None, own);
    for (at, child) in body.outline.children.iter().enumerate() {
        let is_the_choice = at == 0 && is_output(&body, child);
        if let Some(part) = body.part(child).filter(|_| !is_the_choice) {
            own.push(builder.misplaced(body.first_line(child), part));
        }
    }
    let mut pieces = builder.pieces(&body, 0..source.text.len(), Special::default(), own);
    choice.output = take_first_output(&mut pieces);
    choice.feedback = pieces;
}

/// Takes the output away that `pieces` begin with, if they do.
fn take_first_output(pieces: &mut Vec<Piece>) -> Option<Output> {
    match pieces.first() {
        Some(Piece::Output(output)) => {
            let output = output.clone();
            pieces.remove(0);
            Some(output)
        }
        _ => None,
    }
}

fn is_output(body: &Body<'_>, child: &outline::Child) -> bool {
    body.part(child) == Some(Kind::Output)
}

/// The text of a choice with its line breaks made spaces.
fn one_line(text: &str, item: &Item) -> String {
    let mut line = String::new();
    let mut at = item.text.start;
    for gap in item.breaks.iter().filter(|gap| item.text.contains(&gap.start)) {
        line.push_str(text[at..gap.start].trim_end());
        line.push(' ');
        let rest = &text[gap.end..item.text.end.max(gap.end)];
        at = gap.end + (rest.len() - rest.trim_start().len());
    }
    line.push_str(&text[at.min(item.text.end)..item.text.end]);
    // What line breaks are left stand in code spans and tags, where they mean a space as well.
    line.trim().lines().map(str::trim_start).collect::<Vec<_>>().join(" ")
}

/// Reads a `predicted` block.
pub(crate) fn refutation(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    source: &Source<'_>,
    info: &Info,
    own: &mut Vec<Diagnostic>,
) -> Content {
    let rest = &source.text[info.rest.clone()];
    let named = (!rest.is_empty()).then(|| code_span(rest).unwrap_or(rest).to_owned());
    let outputs =
        body.outline.children.iter().enumerate().filter(|(_, child)| is_output(body, child));
    for (at, child) in outputs {
        if at > 0 {
            own.push(builder.misplaced(body.first_line(child), Kind::Output));
        } else if named.is_some() {
            let info = source.span(info.rest.clone());
            own.push(mistakes::duplicate_output(body.first_line(child), info, "one prediction"));
        }
    }
    let mut pieces = builder.pieces(body, 0..body.source.text.len(), Special::default(), own);
    let fenced = take_first_output(&mut pieces).map(|output| output.text);
    Content::Predicted(named.or(fenced), pieces)
}

/// A hash of the question (FNV-1a, 64 bit), which no line ending and no indentation changes.
///
/// Readers' records are kept under it, so it must be the same in every version of this program.
fn hash(title: &str, question: &str) -> u64 {
    let lines = std::iter::once(title).chain(question.lines());
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    let bytes = lines.flat_map(|line| line.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{code_span, hash};

    #[test]
    fn a_code_span_delimits_an_output() {
        assert_eq!(code_span("`a`"), Some("a"));
        assert_eq!(code_span("`` a`b ``"), Some("a`b"));
        assert_eq!(code_span("`  a `"), Some(" a"));
        assert_eq!(code_span("`a` or `b`"), None);
        assert_eq!(code_span("a"), None);
        assert_eq!(code_span("``"), None);
    }

    #[test]
    fn the_hash_is_for_ever() {
        assert_eq!(hash("", ""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a", "b\r\n\r\n  c\r\n"), hash("a", "b\nc\n"));
        assert_eq!(hash("What?", "x = 1\n"), 16_606_433_065_398_066_532);
    }
}
