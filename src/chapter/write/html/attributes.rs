//! The attributes of the tags that have more than a class.

use crate::chapter::kind::{CalloutKind, Kind, PartKind};
use crate::chapter::lesson::{
    After, Block, Choice, FailsWhen, Gate, Input, Output, Predict, Stream, Unknown,
};
use crate::chapter::options::Assets;
use crate::chapter::write::layout::{Fold, Labelled, QuestionElement};
use crate::chapter::write::tag::TagAttributes;
use crate::chapter::write::writing::Writing;

pub(super) fn question_attributes(
    element: &QuestionElement<'_>,
    writing: &Writing<'_, '_>,
) -> TagAttributes {
    let QuestionElement { block, predict, .. } = element;
    let (identity, path) = (&predict.identity, writing.path);
    let authors = id(block);
    // The first of equal questions is known by the hash alone.
    let name = (identity.equals_before > 0).then(|| identity.name(path));
    let input = match predict.input() {
        Input::Text => "text",
        Input::Choice => "choice",
        Input::None => "none",
    };
    let gate = match predict.gate.as_ref().map_or(writing.settings.gate, |gate| gate.value) {
        Gate::Soft => "soft",
        Gate::Attempt => "attempt",
    };
    TagAttributes::default()
        .class("predict", &block.classes)
        .with("id", authors.map_or_else(|| identity.id(path), str::to_owned))
        .with("data-predict-book", &writing.settings.book_id)
        .with("data-predict-chapter", writing.path)
        .maybe("data-predict-id", authors.map(str::to_owned).or(name))
        .with("data-predict-hash", identity.hash(path))
        .with("data-predict-input", input)
        .with("data-predict-gate", gate)
        .maybe("data-predict-rows", predict.rows.as_ref().map(|rows| rows.value.to_string()))
}

/// The `attributes` of a callout, and of what it waits for.
pub(super) fn after_attributes(
    attributes: TagAttributes,
    after: &After,
    writing: &Writing<'_, '_>,
) -> TagAttributes {
    attributes
        .with("data-predict-after", &after.id.value)
        .with("data-predict-chapter", writing.path)
}

/// What the script has to know of what happens, and of how the program ends.
pub(super) fn answer_attributes(predict: &Predict) -> TagAttributes {
    let unknown = predict.unknown().map(|unknown| match unknown {
        Unknown::Gaps => "wildcard",
        Unknown::Whole => "true",
    });
    let answer = TagAttributes::default()
        .with("class", "predict-answer")
        .maybe("data-predict-unknown", unknown);
    let Some(failure) = predict.failure() else { return answer };
    let when = match failure.when {
        FailsWhen::Run => "run",
        FailsWhen::Compile => "compile",
        FailsWhen::Quiet => "quiet",
    };
    let names = (!failure.names.is_empty()).then(|| failure.names.join("\n"));
    answer
        .with("data-predict-ends", when)
        .maybe("data-predict-exit", failure.exit.map(|code| code.to_string()))
        .maybe("data-predict-printed", failure.printed.map(|lines| lines.to_string()))
        .maybe("data-predict-errors", names)
        .maybe("data-predict-message", failure.message)
}

pub(super) fn callout_attributes(
    block: &Block,
    kind: &CalloutKind,
    heading: &Labelled<'_>,
    writing: &Writing<'_, '_>,
) -> TagAttributes {
    let color = match kind {
        CalloutKind::Custom(callout) => callout.color.as_deref(),
        _ => None,
    };
    let class = format!("predict-callout predict-{}", block.kind().word());
    // A strict policy forbids styles in attributes, so there the script sets it.
    let (attribute, before) = match writing.settings.assets {
        Assets::Inline => ("style", "--predict-color: "),
        Assets::Linked => ("data-predict-color", ""),
    };
    TagAttributes::default()
        .with("role", "note")
        .with("aria-label", &heading.label)
        .class(&class, &block.classes)
        .maybe("id", id(block))
        .maybe(attribute, color.map(|color| format!("{before}{color}")))
}

pub(super) fn index_attributes(
    block: &Block,
    heading: &Labelled<'_>,
    writing: &Writing<'_, '_>,
) -> TagAttributes {
    TagAttributes::default()
        .class("predict-progress", &block.classes)
        .maybe("id", id(block))
        .with("aria-label", &heading.label)
        .with("data-predict-book", &writing.settings.book_id)
}

pub(super) fn part_attributes(block: &Block, kind: PartKind) -> TagAttributes {
    let kind = Kind::Part(kind);
    TagAttributes::default()
        .class(&format!("predict-part predict-{}", kind.word()), &block.classes)
        .maybe("id", id(block))
}

pub(super) fn fold_attributes(fold: &Fold<'_>) -> TagAttributes {
    match fold {
        Fold::Part { block, kind } => part_attributes(block, *kind),
        Fold::Feedback { number } => TagAttributes::default()
            .with("class", "predict-feedback")
            .with("data-predict-choice", number.to_string()),
        Fold::Predicted { block, output } => TagAttributes::default()
            .class("predict-predicted", &block.classes)
            .maybe("data-predict-output", *output),
    }
}

pub(super) fn output_attributes(output: &Output) -> TagAttributes {
    let stream = match output.stream() {
        Stream::Stdout => "stdout",
        Stream::Stderr => "stderr",
        Stream::Both => "both",
    };
    TagAttributes::default()
        .class("predict-output", &output.classes)
        .maybe("id", output.id.as_ref().map(|id| &id.value))
        .with("data-predict-stream", stream)
}

pub(super) fn choices_attributes(choices: &[(String, &Choice)]) -> TagAttributes {
    let right = choices.iter().filter(|(_, choice)| choice.is_right()).count();
    TagAttributes::default()
        .with("class", "predict-choices")
        .with("type", "A")
        .maybe("data-predict-multiple", (right > 1).then_some("true"))
}

/// A title that is a heading is one for who does not see it, and in no list of headings.
pub(super) fn title_attributes(level: Option<u8>) -> TagAttributes {
    let attributes = TagAttributes::default().with("class", "predict-title");
    match level {
        None => attributes,
        Some(level) => attributes.with("role", "heading").with("aria-level", level.to_string()),
    }
}

fn id(block: &Block) -> Option<&str> {
    block.id.as_ref().map(|id| id.value.as_str())
}
