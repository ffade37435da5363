//! Fixes of the ticks of choices, where the output says which choice is right.

use crate::chapter::lesson::{Choice, Output, Predict};
use crate::diagnostic::{Code, Diagnostic, Fix, Safety};

/// Gives what is `found` of a question without a right choice its fix, where just one of the
/// choices is the output, and that is all that happens.
pub(crate) fn tick_the_output(predict: &Predict, found: &mut [Diagnostic]) {
    let is_it = |found: &&mut Diagnostic| found.code == Code::NoRightChoice;
    let Some(mistake) = found.iter_mut().find(is_it) else { return };
    let outputs: Vec<&Output> = predict.outputs().collect();
    let &[output] = &outputs[..] else { return };
    if predict.failure().is_some() || !output.is_known() {
        return;
    }
    let choices = predict.choices().unwrap_or_default().iter();
    let same: Vec<&Choice> = choices.filter(|choice| is_output(choice, output)).collect();
    if let [Choice { tick: Some(tick), .. }] = &same[..] {
        mistake.fix = Some(Fix::replace(tick.span.clone(), "[x]", Safety::Safe));
    }
}

/// Whether `choice` is given as `output`.
fn is_output(choice: &Choice, output: &Output) -> bool {
    match &choice.output {
        Some(lines) => lines.is_known() && is_same(lines.text(), output.text()),
        None => choice.text.as_code().is_some_and(|code| is_same(code, output.text())),
    }
}

/// The fix that ticks `choice`, one of `choices`, instead of the one that is ticked.
pub(crate) fn ticked_instead(choices: &[Choice], choice: &Choice) -> Option<Fix> {
    let ticked = choices.iter().find(|choice| choice.is_right())?.tick.as_ref()?;
    let tick = choice.tick.as_ref()?;
    let mut edits =
        vec![(tick.span.clone(), "[x]".to_owned()), (ticked.span.clone(), "[ ]".to_owned())];
    edits.sort_by_key(|(span, _)| span.start);
    Some(Fix { edits, safety: Safety::Unsafe })
}

/// Whether two outputs are the same but for white space at the ends of lines.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    lines(one).eq(lines(other))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end().lines().map(str::trim_end)
}
