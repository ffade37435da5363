//! The `predict` block: its two sides, and its refutations.

use std::collections::HashMap;

use crate::chapter::inline::{Spanned, code_span};
use crate::chapter::kind::{Kind, PartKind, Side};
use crate::chapter::lesson::{
    Block, Choice, Content, Figure, FigureRole, Gate, Identity, Input, Matching, Output,
    OutputState, Piece, Predict, Prediction, Refutation,
};
use crate::chapter::outline::Child;
use crate::diagnostic::{Diagnostic, blocks as mistakes};

use super::attributes::Attributes;
use super::block::Builder;
use super::body::{Body, Marked, misplaced};
use super::choices::{is_task_list, take_first_output};
use super::code::{duplicate_outputs, program};
use super::fenced_block::FencedBlock;

/// The most rows that a reader's text field may have.
const MAX_ROWS: u32 = 50;

/// Reads the body of a `predict` block whose choices are the top-level block number `choices`.
pub(crate) fn predict(
    builder: &mut Builder<'_>,
    fenced: &FencedBlock<'_>,
    body: &Body<'_>,
    choices: Option<usize>,
    attributes: &mut Attributes,
    found: &mut Vec<Diagnostic>,
) -> Content {
    let begins = |child: &&Child| body.part(child).is_some_and(|p| p.side() == Side::Beginning);
    let first = body.outline.children.iter().find(begins);
    let end = body.source.text.len();
    let start = first.map_or(end, |child| body.source.line_start(child.range.start));
    let words = builder.reading.vocabulary.beginnings();
    match first {
        Some(first) => found.extend(wrong_sides(body, start, first, &words)),
        None => found.push(mistakes::nothing_to_reveal(fenced.opener(), &words)),
    }
    found.extend(second_task_list(body, choices, start));
    let (numbers, fences) = body.code(&(0..start));
    let marked = Marked { program: program(&fences, found).map(|at| numbers[at]), choices };
    let question = builder.pieces(body, 0..start, marked, found);
    let answer = builder.pieces(body, start..end, Marked::default(), found);
    found.extend(duplicate_outputs(&answer));
    let title = &fenced.source.text[fenced.info.title.clone()];
    let predict = Predict {
        input: attributes.one_of("input", &INPUTS),
        gate: attributes.one_of("gate", &GATES),
        rows: rows(attributes),
        identity: identity(title, &body.source.text[..start], &question),
        level: 1,
        question,
        answer,
    };
    found.extend(wrong_refutations(&predict));
    if predict.input() == Input::Choice && predict.choices().is_none() {
        found.extend(attributes.span("input").map(mistakes::no_choices));
    }
    Content::Predict(Box::new(predict))
}

const INPUTS: [(&str, Input); 3] =
    [("text", Input::Text), ("choice", Input::Choice), ("none", Input::None)];

const GATES: [(&str, Gate); 2] = [("soft", Gate::Soft), ("attempt", Gate::Attempt)];

/// The parts that stand on the wrong side of the answer's start, which `first` begins.
fn wrong_sides(body: &Body<'_>, start: usize, first: &Child, begins: &[&str]) -> Vec<Diagnostic> {
    let parts = body.outline.children.iter().filter_map(|child| {
        let part = body.part(child)?;
        let span = body.first_line(child);
        match (part.side(), child.range.start < start) {
            (Side::Question, false) => {
                let first = body.first_line(first);
                Some(mistakes::part_after_answer(span, part.word(), first, begins))
            }
            (Side::Answer, true) => Some(mistakes::part_before_answer(span, part.word(), begins)),
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

fn rows(attributes: &mut Attributes) -> Option<Spanned<u32>> {
    let wanted = format!("a number from 1 to {MAX_ROWS}");
    let rows = attributes.number("rows", &wanted)?;
    if !(1..=MAX_ROWS).contains(&rows.value) {
        attributes.refuse("rows", &wanted);
    }
    Some(rows)
}

/// The refutations of an answer, with the output that each is about.
fn refutations(answer: &[Piece]) -> Vec<(&Block, Option<&str>)> {
    let mut found = Vec::new();
    for piece in answer {
        let Piece::Part(block) = piece else { continue };
        match &block.content {
            Content::Predicted(refutation) => {
                found.push((block, refutation.prediction.as_ref().map(Prediction::text)));
            }
            Content::Part(PartKind::Answer, pieces) => found.extend(refutations(pieces)),
            _ => {}
        }
    }
    found
}

/// Refutations of the real output, of a choice that speaks for itself, or of the same output twice.
fn wrong_refutations(predict: &Predict) -> Vec<Diagnostic> {
    let real = predict.real_output().filter(|output| {
        output.state == OutputState::Recorded && output.matching == Matching::Exact
    });
    let mut choices: HashMap<&str, &Choice> = HashMap::new();
    let on_offer = predict.choices().unwrap_or_default().iter();
    for choice in on_offer.filter(|choice| !choice.feedback.is_empty()) {
        choices.entry(choice.key().trim()).or_insert(choice);
    }
    let mut refuted: HashMap<Option<&str>, &Block> = HashMap::new();
    let mut found = Vec::new();
    for (block, output) in refutations(&predict.answer) {
        let span = block.place.opener.clone();
        if let Some(first) = refuted.get(&output.map(str::trim_end)) {
            found.push(mistakes::duplicate_predicted(span, first.place.opener.clone()));
            continue;
        }
        refuted.insert(output.map(str::trim_end), block);
        let Some(output) = output else { continue };
        if let Some(real) = real.filter(|real| real.text().trim_end() == output.trim_end()) {
            found.push(mistakes::predicted_equals_output(span, real.place.opener.clone()));
        } else if let Some(choice) = choices.get(output.trim()) {
            found.push(mistakes::predicted_equals_choice(span, choice.opener.clone()));
        }
    }
    found
}

/// Reads a `predicted` block.
pub(crate) fn refutation(
    builder: &mut Builder<'_>,
    fenced: &FencedBlock<'_>,
    body: &Body<'_>,
    found: &mut Vec<Diagnostic>,
) -> Refutation {
    let rest = fenced.info.rest.clone();
    let words = &fenced.source.text[rest.clone()];
    let place = fenced.source.span(rest);
    for (at, child) in body.outline.children.iter().enumerate() {
        if body.part(child) != Some(&Kind::Output) {
            continue;
        }
        if at > 0 {
            found.push(misplaced(body.first_line(child), &Kind::Output));
        } else if !words.is_empty() {
            let second = body.first_line(child);
            found.push(mistakes::duplicate_output(second, place.clone(), "one prediction"));
        }
    }
    let all = 0..body.source.text.len();
    let mut pieces = builder.pieces(body, all, Marked::default(), found);
    let lines = take_first_output(&mut pieces).map(|output| Prediction::Lines(Box::new(output)));
    let named = (!words.is_empty()).then(|| {
        Prediction::Words(Spanned::new(code_span(words).unwrap_or(words).to_owned(), place))
    });
    Refutation { prediction: named.or(lines), pieces }
}

/// What a question with this title and this text is known by.
///
/// That is its program with what goes into it and comes to choose from: so mending prose loses no
/// record. Without a program, prose is all that there is.
fn identity(title: &str, text: &str, question: &[Piece]) -> Identity {
    let figures = || question.iter().filter_map(Piece::figure);
    let Some(program) = figures().find(|figure| figure.invocation().is_some()) else {
        let lines = std::iter::once(title).chain(text.lines()).map(str::trim);
        return Identity::of(std::iter::once("text").chain(lines.filter(|line| !line.is_empty())));
    };
    let input = figures().find(|figure| figure.role == FigureRole::Stdin);
    let named = program.invocation().and_then(|invocation| invocation.stdin.as_ref());
    let input = named.map_or(input.map_or("", code), |file| &file.value);
    let choices = question.iter().flat_map(|piece| match piece {
        Piece::Choices(choices) => choices.as_slice(),
        _ => &[],
    });
    let choices = choices.flat_map(|choice| {
        [choice.text.source.as_str(), choice.output.as_ref().map_or("", Output::text)]
    });
    Identity::of(["program", code(program), input].into_iter().chain(choices))
}

fn code(figure: &Figure) -> &str {
    &figure.code.text
}
