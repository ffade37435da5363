//! What can be wrong with choices and with what is said to predictions, one constructor per code.

use super::{Code, Diagnostic, Fix, Safety, Span, quoted};

/// What a block about a prediction, a `predicted` or an `accepted`, does to it.
fn does(kind: &str) -> &'static str {
    if kind == "accepted" { "accepts" } else { "refutes" }
}

/// A reply to the very output that the program has.
pub(crate) fn predicted_equals_output(span: Span, kind: &str, output: Span) -> Diagnostic {
    let help = match kind {
        "accepted" => "name another output that is right as well, or leave this block out",
        _ => "name the wrong output that a reader would expect",
    };
    let message = format!("this {} the prediction of what the program really prints", does(kind));
    Diagnostic::new(Code::PredictedEqualsOutput, span, message)
        .label("a right prediction")
        .related(output, "the real output")
        .help(help)
}

/// A reply to a choice that has its own feedback.
pub(crate) fn predicted_equals_choice(span: Span, kind: &str, choice: Span) -> Diagnostic {
    Diagnostic::new(
        Code::PredictedEqualsChoice,
        span,
        format!("this {} a choice that has its own feedback", does(kind)),
    )
    .label("the same output again")
    .related(choice, "this choice says why it is wrong, or right")
    .help("keep one of the two: the text under the choice, or this block")
}

/// A second reply to the same output.
pub(crate) fn duplicate_predicted(second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicatePredicted, second, "this prediction is answered twice")
        .label("again")
        .related(first, "first here")
        .help("join the two texts in one block")
}

/// An `accepted` that does not say which prediction is right as well.
pub(crate) fn accepts_nothing(opener: Span) -> Diagnostic {
    Diagnostic::new(Code::AcceptsNothing, opener, "this `accepted` block names no prediction")
        .label("accepts nothing")
        .help(
            "write the output behind the word, as in `accepted 2.0`, or its lines in an `output` \
             fence at the start of the block",
        )
}

/// Attributes behind the output of a reply; `behind` is what stands there, and `whole` all of it as
/// code.
pub(crate) fn braces_behind_output(
    braces: Span,
    behind: Span,
    kind: &str,
    whole: &str,
) -> Diagnostic {
    let message = format!("`{kind}` has no attributes, so these are part of the prediction");
    Diagnostic::new(Code::UnknownAttribute, braces, message)
        .label("no reader will predict this")
        .help("leave the braces out: everything behind the word is the output")
        .help(format!(
            "if they are part of the output, put it in a code span: {}",
            quoted(&format!("{kind} {whole}"))
        ))
        .fix(Fix { edits: vec![(behind, String::new())], safety: Safety::Unsafe })
}

/// Lines that a `predicted` begins with and that are no output; `word` is the place of their
/// language.
pub(crate) fn unmarked_output(opener: Span, word: Span) -> Diagnostic {
    let message = "this `predicted` names no prediction, though it begins with lines of text";
    Diagnostic::new(Code::UnmarkedOutput, opener, message)
        .label("said to every wrong prediction, as an example")
        .help("if these lines are what a reader predicted, make an `output` fence of them")
        .help(
            "if they are an example, put a sentence before them, or allow them with \
             `allow=unmarked-output`",
        )
        .fix(Fix::replace(word, "output", Safety::Unsafe))
}

/// A program in a `predicted` whose question has none.
pub(crate) fn counter_without_program(span: Span) -> Diagnostic {
    let message = "readers are to compare this program with one that the question does not have";
    Diagnostic::new(Code::CounterWithoutProgram, span, message)
        .label("the program that would print what was predicted")
        .help(
            "put the program into the question; or, if this is but an example, leave out its \
             language (`text`), or allow it with `allow=counter-without-program`",
        )
}

/// A program in a `predicted` that readers cannot tell from that of the question.
pub(crate) fn counter_equals_program(span: Span, program: Span) -> Diagnostic {
    let message = "this is to print something else, and is the program of the question";
    Diagnostic::new(Code::CounterEqualsProgram, span, message)
        .label("the same lines again")
        .related(program, "the program")
        .help("write the program that a reader with this prediction took it for")
        .help("to show part of the program again, leave out the language (`text`)")
}

/// A choice that stands there already.
pub(crate) fn duplicate_choice(second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateChoice, second, "this choice is offered twice")
        .label("again")
        .related(first, "first here")
        .help("change one of the two, or leave it out")
}

/// A choice without words and without an output.
pub(crate) fn empty_choice(span: Span) -> Diagnostic {
    Diagnostic::new(Code::EmptyChoice, span, "this choice says nothing")
        .label("neither words nor an `output` fence")
        .help("write its words behind the brackets, or an `output` fence under them")
}

/// A right choice, given as an output, that is not the output.
pub(crate) fn right_choice_differs(choice: Span, output: Span) -> Diagnostic {
    let message = "the choice that is marked as right is not the output";
    Diagnostic::new(Code::RightChoiceDiffers, choice, message)
        .label("`[x]`, and other lines")
        .related(output, "the output, which is all that happens")
        .help("mark the choice that is the output, or write the same lines in both places")
}

/// A choice that is marked as wrong and is the output.
pub(crate) fn wrong_choice_is_output(choice: Span, output: Span) -> Diagnostic {
    let message = "a choice that is marked as wrong is the output";
    Diagnostic::new(Code::WrongChoiceIsOutput, choice, message)
        .label("not marked with `[x]`")
        .related(output, "the output, which is all that happens")
        .help("mark this choice with `[x]`, and the other one with `[ ]`; or mend the output")
}

/// A right choice that is one value, next to an output that is another.
pub(crate) fn right_choice_unlike_output(choice: Span, output: Span) -> Diagnostic {
    let message = "the choice that is marked as right is one value, and the output is another";
    Diagnostic::new(Code::RightChoiceUnlikeOutput, choice, message)
        .label("marked with `[x]`")
        .related(output, "the output")
        .help("mark the choice that is the output, or mend the one that is not right")
        .help("where the question asks for something else, `allow=right-choice-unlike-output`")
}
