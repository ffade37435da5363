//! Which of our words stand where.

use crate::chapter::kind::{CalloutKind, PartKind};
use crate::chapter::lesson::{Matching, Output, OutputState, Stream};
use crate::labels::{Label, Labels};

/// The label of a callout: the book's own, or ours.
pub(crate) fn callout_label<'l>(kind: &'l CalloutKind, labels: &'l Labels) -> &'l str {
    labels.get(match kind {
        CalloutKind::Custom(callout) => return &callout.title,
        CalloutKind::MentalModel => Label::MentalModel,
        CalloutKind::InPractice => Label::InPractice,
        CalloutKind::Mistake => Label::Mistake,
        CalloutKind::Takeaway => Label::Takeaway,
    })
}

/// The label of a part.
pub(crate) fn part_label(kind: PartKind, labels: &Labels) -> &str {
    labels.get(match kind {
        PartKind::Rule => Label::Rule,
        PartKind::Limits => Label::Limits,
        PartKind::Setup => Label::Setup,
        PartKind::Hint => Label::Hint,
        PartKind::Answer => Label::Answer,
        PartKind::Why => Label::Why,
        PartKind::Fix => Label::Fix,
    })
}

/// The caption of an output whose author gave it none: what it is.
pub(crate) fn output_caption<'l>(output: &Output, labels: &'l Labels) -> &'l str {
    labels.get(match output.stream() {
        _ if output.phase.is_some() => Label::CompilerMessage,
        Stream::Stdout => Label::Output,
        Stream::Stderr => Label::ErrorOutput,
        Stream::Both => Label::AllOutput,
    })
}

/// What else a reader should know about an output, of which `tools` may have proved that it is so.
pub(crate) fn output_note(
    output: &Output,
    tools: Option<&[String]>,
    labels: &Labels,
) -> Option<String> {
    let exit = output.exit.as_ref();
    let exit = exit.map(|code| format!("{} {}", labels.get(Label::ExitCode), code.value));
    let varies = output.matching == Matching::Varies;
    let varies = varies.then(|| labels.get(Label::Varies).to_owned());
    let gaps = output.matching == Matching::Wildcard;
    let gaps = gaps.then(|| labels.get(Label::Gaps).to_owned());
    let notes: Vec<String> = exit.into_iter().chain(varies).chain(gaps).collect();
    let note = (!notes.is_empty()).then(|| notes.join(", "));
    let proof = tools.map(|tools| verified(tools, labels));
    let parts: Vec<String> = note.into_iter().chain(proof).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The words for what `tools` have proved.
fn verified(tools: &[String], labels: &Labels) -> String {
    labels.get(Label::Verified).replace("{tool}", &tools.join(", "))
}

/// What stands for the lines of an output that has none.
pub(crate) fn no_output<'l>(output: &Output, labels: &'l Labels) -> Option<&'l str> {
    let label = match output.state {
        OutputState::Recorded => return None,
        OutputState::Nothing => Label::Nothing,
        OutputState::Pending => Label::Pending,
    };
    Some(labels.get(label))
}

/// The letter of the choice at place `at`: A to Z, then AA and so on.
pub(crate) fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    let first = if at >= 26 { letter(at / 26 - 1) } else { String::new() };
    format!("{first}{last}")
}
