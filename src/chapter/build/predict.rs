//! The `predict` block: its two sides, and its refutations.

use crate::chapter::inline::{Spanned, code_span, in_code_span};
use crate::chapter::kind::{Kind, Side};
use crate::chapter::lesson::{
    Content, Figure, FigureRole, Gate, Identity, Input, Output, Piece, Predict, Prediction, Reply,
};
use crate::chapter::outline::Child;
use crate::diagnostic::{Code, Diagnostic, blocks as mistakes, replies};

use super::attributes::{Attributes, attribute_keys};
use super::block::Builder;
use super::body::{Body, Marked};
use super::choices::{is_task_list, plain_choices, take_first_output};
use super::code::{CodeFence, duplicate_outputs};
use super::fenced_block::FencedBlock;
use super::info::EntryKind;
use super::marks::disagreements;
use super::strays::misplaced;
use super::ticks::tick_the_output;

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
    let words = builder.reading.vocabulary.beginnings();
    let (start, end) = (answer_start(fenced, body, choices, &words, found), body.source.text.len());
    let other_list = other_task_list(body, choices, start);
    let is_split = other_list.as_ref().is_some_and(|list| list.code == Code::TwoTaskLists);
    found.extend(other_list);
    found.extend(choices.is_none().then(|| plain_choices(body, start)).flatten());
    let marked = Marked { program: body.program(&(0..start), found), choices };
    let question = builder.pieces(body, 0..start, marked, found);
    if is_split {
        // Half a list of choices may well have no right one.
        found.retain(|found| !is_of_marks(found.code));
    }
    let answer = builder.pieces(body, start..end, Marked::default(), found);
    // Two streams are told apart by attributes, once they are some.
    let are_unbraced = found.iter().any(|found| found.code == Code::AttributesWithoutBraces);
    found.extend(duplicate_outputs(&answer).filter(|_| !are_unbraced));
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
    found.extend(disagreements(&predict));
    tick_the_output(&predict, found);
    found.extend(late_program(body, &predict, start));
    found.extend(wrong_counter_programs(&predict));
    if predict.input() == Input::Choice && predict.choices().is_none() {
        found.extend(attributes.span("input").map(mistakes::no_choices));
    }
    Content::Predict(Box::new(predict))
}

/// Whether a mistake is one of the marks of choices.
fn is_of_marks(code: Code) -> bool {
    matches!(code, Code::NoRightChoice | Code::OnlyRightChoices)
}

const INPUTS: [(&str, Input); 3] =
    [("text", Input::Text), ("choice", Input::Choice), ("none", Input::None)];

const GATES: [(&str, Gate); 2] = [("soft", Gate::Soft), ("attempt", Gate::Attempt)];

/// Where the answer starts in a body, which one of the parts `begins` begins; says what is wrong
/// with that.
fn answer_start(
    fenced: &FencedBlock<'_>,
    body: &Body<'_>,
    choices: Option<usize>,
    begins: &[&str],
    found: &mut Vec<Diagnostic>,
) -> usize {
    let is_first = |child: &&Child| body.part(child).is_some_and(|p| p.side() == Side::Beginning);
    if let Some(first) = body.outline.children.iter().find(is_first) {
        let start = body.source.line_start(first.range.start);
        found.extend(wrong_sides(body, start, first, begins));
        return start;
    }
    // A fence with a wrong word may be the answer, and the right one of some choices is one.
    let may_have_one = found.iter().any(|found| found.code == Code::UnknownKind);
    if choices.is_none() && !may_have_one {
        found.push(mistakes::nothing_to_reveal(fenced.opener(), begins));
    }
    body.source.text.len()
}

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

/// A second list of choices, or choices in the answer of a question that has none.
fn other_task_list(
    body: &Body<'_>,
    choices: Option<usize>,
    answer_start: usize,
) -> Option<Diagnostic> {
    let children = &body.outline.children;
    let behind = choices.map_or(0, |first| first + 1);
    let second = behind + children[behind..].iter().position(is_task_list)?;
    let place = body.first_line(&children[second]);
    let is_late = children[second].range.start >= answer_start;
    match (choices, is_late) {
        (None, _) => {
            let mut answer = children.iter().filter(|child| child.range.start >= answer_start);
            answer.next().map(|first| mistakes::late_choices(place, body.first_line(first)))
        }
        (Some(first), false) => {
            let between = children[behind..second].first().map(|child| body.first_line(child));
            Some(mistakes::two_task_lists(place, body.first_line(&children[first]), between))
        }
        (Some(_), true) => None,
    }
}

fn rows(attributes: &mut Attributes) -> Option<Spanned<u32>> {
    let wanted = format!("a number from 1 to {MAX_ROWS}");
    let rows = attributes.number("rows", &wanted)?;
    if !(1..=MAX_ROWS).contains(&rows.value) {
        attributes.refuse("rows", &wanted);
    }
    Some(rows)
}

/// A program right behind the outputs of a question that has none: it is folded away with them.
fn late_program(body: &Body<'_>, predict: &Predict, start: usize) -> Option<Diagnostic> {
    let mut behind = body.outline.children.iter().filter(|child| child.range.start >= start);
    let is_output = |child: &&Child| body.part(child) == Some(&Kind::Output);
    let output = behind.next().filter(is_output).filter(|_| predict.program().is_none())?;
    let next = behind.find(|child| !is_output(child))?;
    let is_program = body.code(&next.range).1.first().is_some_and(CodeFence::has_language);
    is_program.then(|| mistakes::late_program(body.first_line(next), body.first_line(output)))
}

/// Counter-programs beside no program, or beside one that looks the same.
fn wrong_counter_programs(predict: &Predict) -> Vec<Diagnostic> {
    let counters = predict.replies().into_iter();
    let counters = counters.filter_map(|(_, reply)| reply.counter_program());
    let wrong = counters.filter_map(|counter| {
        let span = counter.place.opener.clone();
        let Some(program) = predict.program() else {
            return Some(replies::counter_without_program(span));
        };
        let first = program.place.opener.clone();
        let is_same = counter.visible_lines().eq(program.visible_lines());
        is_same.then(|| replies::counter_equals_program(span, first))
    });
    wrong.collect()
}

/// Reads a block about a prediction: a `predicted` or an `accepted`.
pub(crate) fn reply(
    builder: &mut Builder<'_>,
    fenced: &FencedBlock<'_>,
    body: &Body<'_>,
    found: &mut Vec<Diagnostic>,
) -> Reply {
    let rest = fenced.info.rest.clone();
    let words = &fenced.source.text[rest.clone()];
    let place = fenced.source.span(rest);
    let is_output = |child: &Child| body.part(child) == Some(&Kind::Output);
    for (at, child) in body.outline.children.iter().enumerate() {
        if !is_output(child) {
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
    let has_output = !words.is_empty() || body.outline.children.first().is_some_and(is_output);
    if *fenced.kind == Kind::Predicted {
        found.extend(braces_behind_output(fenced));
        found.extend((!has_output).then(|| unmarked_output(body)).flatten());
    }
    let mut pieces = match (fenced.kind, has_output) {
        // Only of an output there is a program that would print it.
        (Kind::Predicted, true) => with_counter_program(builder, body, found),
        (kind, _) => {
            let names_nothing = *kind == Kind::Accepted && !has_output;
            found.extend(names_nothing.then(|| replies::accepts_nothing(fenced.opener())));
            builder.pieces(body, all, Marked::default(), found)
        }
    };
    let lines = take_first_output(&mut pieces).map(|output| Prediction::Lines(Box::new(output)));
    let named = (!words.is_empty()).then(|| {
        Prediction::Words(Spanned::new(code_span(words).unwrap_or(words).to_owned(), place))
    });
    Reply { prediction: named.or(lines), pieces }
}

/// Attributes behind the output of a reply, which are part of it.
fn braces_behind_output(fenced: &FencedBlock<'_>) -> Option<Diagnostic> {
    let (source, info) = (fenced.source, fenced.info);
    let braces = info.braces.clone().filter(|_| info.problem.is_none())?;
    let is_attribute = |kind: &EntryKind| match kind {
        EntryKind::Id(name) | EntryKind::Class(name) => name.starts_with(char::is_alphabetic),
        EntryKind::Key { key, value } => {
            value.is_some() && attribute_keys().chain(["id", "class"]).any(|known| known == key)
        }
    };
    let are_attributes =
        !info.entries.is_empty() && info.entries.iter().all(|entry| is_attribute(&entry.kind));
    are_attributes.then(|| {
        let behind = source.span(info.title.end.max(info.word.end)..braces.end);
        let whole = in_code_span(&source.text[info.rest.clone()]);
        replies::braces_behind_output(source.span(braces), behind, fenced.word(), &whole)
    })
}

/// Lines without a language that a reply begins with, where it names no output.
fn unmarked_output(body: &Body<'_>) -> Option<Diagnostic> {
    let first = body.outline.children.first()?;
    let code = body.code(&first.range).1;
    let code = code.first().filter(|code| !code.has_language())?;
    Some(replies::unmarked_output(body.first_line(first), code.word()))
}

/// The pieces of a body whose program is what a reader took the real one for.
fn with_counter_program(
    builder: &mut Builder<'_>,
    body: &Body<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Piece> {
    let all = 0..body.source.text.len();
    let program = body.program(&all, found);
    let mut pieces = builder.pieces(body, all, Marked { program, choices: None }, found);
    for piece in &mut pieces {
        if let Piece::Figure(Figure { role, .. }) = piece
            && let FigureRole::Program(invocation) = role
        {
            *role = FigureRole::Counter(std::mem::take(invocation));
        }
    }
    pieces
}

/// What a question with this title and this text is known by.
///
/// That is its program with what goes into it, the files beside it and what there is to choose
/// from: so mending prose loses no record. Without a program, prose is all that there is.
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
    let files = figures().flat_map(|figure| match &figure.role {
        FigureRole::File(name) => vec![name.value.as_str(), code(figure)],
        _ => Vec::new(),
    });
    Identity::of(["program", code(program), input].into_iter().chain(files).chain(choices))
}

fn code(figure: &Figure) -> &str {
    &figure.code.text
}
