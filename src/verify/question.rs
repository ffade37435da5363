//! Whether a question holds together once its programs have been run: the fix does something else,
//! what is marked as wrong is wrong, and what is marked as right is right.

use crate::chapter::ProgramRole;
use crate::chapter::lesson::{Block, Choice, Content, Predict, Prediction, Stream};
use crate::config::Filter;
use crate::diagnostic::{Diagnostic, Span, runs as mistakes};
use crate::proof::{Exactness, Expected, ExpectedEnd, without_last_newline};

use super::difference::tail;
use super::happened::{Happened, StepResult};
use super::verdict::names_its_error;

/// A program of a question after it was run.
#[derive(Clone, Copy, Debug)]
pub(super) struct TriedProgram<'t> {
    /// What it is there for.
    pub role: ProgramRole<'t>,
    /// Where its fence begins, in bytes of the chapter.
    pub place: &'t Span,
    /// What was to happen.
    pub expected: &'t Expected,
    /// What happened.
    pub happened: &'t Happened,
}

/// What is wrong with `question`, whose programs were `tried`; `filters` are made in all texts.
pub(super) fn judge_question(
    question: &Block,
    tried: &[TriedProgram<'_>],
    filters: &[Filter],
) -> Vec<Diagnostic> {
    let Content::Predict(predict) = &question.content else { return Vec::new() };
    let is_question = |tried: &&TriedProgram<'_>| matches!(tried.role, ProgramRole::Question);
    let Some(program) = tried.iter().find(is_question) else { return Vec::new() };
    // Where a fix claims no output, what it mends is not seen there.
    let is_fix = |tried: &&TriedProgram<'_>| {
        matches!(tried.role, ProgramRole::Fix) && !tried.expected.texts.is_empty()
    };
    let fixes = tried.iter().filter(is_fix);
    let mut found: Vec<Diagnostic> = fixes
        .filter(|fix| !does_something_else(program, fix))
        .map(|fix| mistakes::fix_changes_nothing(fix.place.clone(), program.place.clone()))
        .collect();
    found.extend(refuted_errors(predict, program));
    if let Some(truth) = Truth::of(predict, program, filters) {
        let choices = predict.choices().unwrap_or_default();
        found.extend(wrong_choices(choices, &truth));
        found.extend(unprinted_choices(choices, &truth));
        found.extend(wrong_replies(predict, &truth));
    }
    found
}

/// Predictions of the very error with which `program` ended, which are refuted.
fn refuted_errors(predict: &Predict, program: &TriedProgram<'_>) -> Vec<Diagnostic> {
    let Some(step) = &program.happened.ran else { return Vec::new() };
    let found = predict.replies().into_iter().filter_map(|(block, reply)| {
        let prediction = reply.prediction.as_ref()?;
        let is_refuted = matches!(block.content, Content::Predicted(_));
        let is_true = is_refuted && names_its_error(prediction.text(), step);
        is_true.then(|| mistakes::predicted_is_printed(place(prediction), program.place.clone()))
    });
    found.collect()
}

/// Where a prediction stands.
fn place(prediction: &Prediction) -> Span {
    match prediction {
        Prediction::Words(words) => words.span.clone(),
        Prediction::Lines(output) => output.place.opener.clone(),
    }
}

/// Whether `fix` prints something else than `program`, or ends in another way.
fn does_something_else(program: &TriedProgram<'_>, fix: &TriedProgram<'_>) -> bool {
    let is_sample = |tried: &TriedProgram<'_>| {
        tried.expected.texts.iter().any(|text| text.exactness == Exactness::Sample)
    };
    if is_sample(program) || is_sample(fix) {
        return true;
    }
    let says_of_stderr = program.expected.on(Stream::Stderr).is_some();
    let seen = |step: &StepResult| {
        let stderr = says_of_stderr.then(|| step.stderr.text.clone());
        (step.end, without_last_newline(&step.stdout.text).to_owned(), stderr)
    };
    let ran = |tried: &TriedProgram<'_>| tried.happened.ran.as_ref().map(seen);
    ran(program) != ran(fix)
}

/// What a program really printed, where that is all that happened.
struct Truth<'t> {
    text: &'t str,
    /// How exactly an output has to say so.
    exactness: Exactness,
    claimed: &'t str,
    /// The program that printed it.
    program: &'t Span,
    filters: &'t [Filter],
}

impl<'t> Truth<'t> {
    fn of(predict: &Predict, program: &TriedProgram<'t>, filters: &'t [Filter]) -> Option<Self> {
        let step = program.happened.ran.as_ref()?;
        // Without an output, a right choice says what is printed.
        let (stream, exactness, claimed) = match program.expected.texts.as_slice() {
            [] => (Stream::Stdout, Exactness::Letters, step.stdout.text.as_str()),
            [claim] => (claim.stream, claim.exactness, claim.text.as_str()),
            _ => return None,
        };
        let right = predict.choices().map_or(1, |all| all.iter().filter(|c| c.is_right()).count());
        let is_all = stream == Stream::Stdout
            && right == 1
            && program.expected.end == ExpectedEnd::Code(0)
            && step.is_success()
            && exactness != Exactness::Sample;
        is_all.then_some(Truth {
            text: &step.stdout.text,
            exactness,
            claimed,
            program: program.place,
            filters,
        })
    }

    /// Whether `given` is what was printed, to the letter.
    fn is(&self, given: &str) -> bool {
        Exactness::Letters.holds(&self.filtered(given), self.text)
    }

    /// Whether a reader who gives this is as right as the author.
    fn allows(&self, given: &str) -> bool {
        self.is(given) || self.exactness.holds(self.claimed, &self.filtered(given))
    }

    fn filtered(&self, given: &str) -> String {
        Filter::apply_all(self.filters, given.replace("\r\n", "\n"))
    }
}

/// Choices that are outputs and marked as what they are not.
fn wrong_choices(choices: &[Choice], truth: &Truth<'_>) -> Vec<Diagnostic> {
    let found = choices.iter().filter_map(|choice| {
        let lines = choice.output.as_ref().filter(|lines| lines.is_known());
        let given = lines.map(|lines| lines.text()).or_else(|| choice.text.as_code())?;
        let (place, program) = (choice.opener.clone(), truth.program.clone());
        match choice.is_right() {
            false if truth.allows(given) => Some(mistakes::wrong_choice_is_printed(place, program)),
            true if lines.is_some() && !truth.allows(given) => {
                Some(mistakes::right_choice_is_not_printed(place, program))
            }
            _ => None,
        }
    });
    found.collect()
}

/// That all `choices` are code, and none of them is what was printed: that the right one is an
/// output as well is likely then, and not certain.
fn unprinted_choices(choices: &[Choice], truth: &Truth<'_>) -> Option<Diagnostic> {
    let given: Option<Vec<&str>> = choices.iter().map(|choice| choice.text.as_code()).collect();
    let is_printed = given?.iter().any(|given| truth.allows(given));
    let right = choices.iter().find(|choice| choice.is_right()).filter(|_| !is_printed)?;
    Some(mistakes::no_choice_is_printed(
        right.opener.clone(),
        truth.program.clone(),
        &tail(truth.text, 10),
    ))
}

/// Replies to what is true as if it were wrong, and the other way round.
fn wrong_replies(predict: &Predict, truth: &Truth<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (block, reply) in predict.replies() {
        let Some(prediction) = &reply.prediction else { continue };
        let place = place(prediction);
        let is_accepted = matches!(block.content, Content::Accepted(_));
        let is_true = truth.allows(prediction.text());
        // What is accepted beside an exact output is right in another form than that of the run.
        let is_judged = matches!(truth.exactness, Exactness::Gaps | Exactness::Numbers(_));
        if !is_accepted && is_true {
            found.push(mistakes::predicted_is_printed(place, truth.program.clone()));
        } else if is_accepted && is_judged && !truth.allows(prediction.text()) {
            found.push(mistakes::accepted_differs(
                place,
                truth.program.clone(),
                &tail(truth.text, 10),
            ));
        }
    }
    found
}
