//! What is against good practice in a lesson, one constructor per lint.

use super::{Code, Diagnostic, Span, quoted};

/// An output that stands in the open before readers are asked for it.
pub(crate) fn answer_before_question(place: Span, output: Span, is_in_program: bool) -> Diagnostic {
    let (label, help) = match is_in_program {
        true => {
            ("in a comment of the program", "leave the comment out, or ask about another program")
        }
        false => ("the output, in the open", "say this after the output, where it is folded away"),
    };
    let message = "readers see the answer before they have predicted it";
    Diagnostic::new(Code::AnswerBeforeQuestion, place, message)
        .label(label)
        .related(output, "the output that they are to predict")
        .help(help)
}

/// A title or a caption that says by the word `word` that something is wrong.
pub(crate) fn telling_title(span: Span, what: &str, word: &str) -> Diagnostic {
    let message = format!("this {what} tells readers that something is wrong");
    let help = match what {
        "caption" => "write it as `caption-after`, which shows once the answer is open",
        _ => "ask a neutral question, such as \"What does this print?\"",
    };
    Diagnostic::new(Code::TellingTitle, span, message)
        .label(format!("{} takes the surprise away", quoted(word)))
        .help(help)
}

/// A callout behind a question that has its output, and is not folded.
pub(crate) fn answer_in_callout(
    place: Span,
    kind: &str,
    question: Span,
    id: Option<&str>,
) -> Diagnostic {
    let help = match id {
        Some(id) => {
            format!("write `{kind} {{after={id}}}`, and it is folded until they have answered")
        }
        None => format!(
            "give the question an id, `{{#ID}}`, and the callout `{{after=ID}}`: so `{kind}` \
             is folded until they have answered"
        ),
    };
    let message =
        format!("this `{kind}` shows the answer to readers who have not predicted it yet");
    Diagnostic::new(Code::AnswerInCallout, place, message)
        .label("the output, in the open")
        .related(question, "the question")
        .help(help)
}

/// Wrong choices, `others` beside the first, that neither words nor an explanation are about.
pub(crate) fn unexplained_choice(choice: Span, others: &[Span]) -> Diagnostic {
    let message = "nothing is said to readers who choose this";
    let label = "they learn that it is wrong, and not why";
    silent_choice(Code::UnexplainedChoice, message, label, choice, others)
        .help("or explain all of it after the output")
}

/// The same where there is an explanation of the whole.
pub(crate) fn choice_without_feedback(choice: Span, others: &[Span]) -> Diagnostic {
    let message = "readers who choose this are told what is right, and not what they had in mind";
    let label = "no words of its own";
    silent_choice(Code::ChoiceWithoutFeedback, message, label, choice, others)
        .help("or say it to all of them in a `predicted` block without an output")
}

fn silent_choice(
    code: Code,
    message: &str,
    label: &str,
    choice: Span,
    others: &[Span],
) -> Diagnostic {
    let found = Diagnostic::new(code, choice, message).label(label);
    let found = others.iter().fold(found, |found, other| found.related(other.clone(), "nor here"));
    found.help("say under the choice, indented, what a reader who chooses it has in mind")
}

/// A `predicted` without a word in it.
pub(crate) fn empty_predicted(opener: Span) -> Diagnostic {
    let message = "nothing is said to readers who predict this";
    Diagnostic::new(Code::EmptyPredicted, opener, message)
        .label("an empty block")
        .help("say what they have in mind, and why it is not so; or leave the block out")
}

/// A reply to an output that is not among the choices.
pub(crate) fn unreachable_reply(opener: Span, choices: Option<Span>) -> Diagnostic {
    let message = "no reader can predict this: they choose, and it is no choice";
    Diagnostic::new(Code::UnreachablePredicted, opener, message)
        .label("none of the choices")
        .relates(choices, "readers choose one of these")
        .help("write the words of a choice behind the kind, letter by letter")
        .help("or add it to the choices, or let readers type with `input=text`")
}

/// A reply to all other predictions where there is none.
pub(crate) fn unreachable_rest(opener: Span) -> Diagnostic {
    let message = "every wrong choice has a block of its own, so nobody gets this one";
    Diagnostic::new(Code::UnreachablePredicted, opener, message)
        .label("for those who predicted anything else")
        .help("leave it out, or name one of the choices behind the kind")
}

/// A `fix` that prints the same as the program that it mends.
pub(crate) fn fix_changes_nothing(output: Span, broken: Span) -> Diagnostic {
    let message = "the corrected program prints what the broken one prints";
    Diagnostic::new(Code::FixChangesNothing, output, message)
        .label("the same lines again")
        .related(broken, "what the broken program prints")
        .help("write down what the corrected program prints")
        .help("if what it mends is not seen in the output, leave this `output` out")
}

/// An `allow` that silences nothing.
pub(crate) fn unused_allow(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedAllow, span, format!("there is no `{name}` here to be allowed"))
        .label("silences nothing")
        .help("leave it out: it would hide the next one")
}

/// An answer without a word beside its output.
pub(crate) fn no_explanation(opener: Span) -> Diagnostic {
    let message = "the answer says what is printed, and not why";
    Diagnostic::new(Code::NoExplanation, opener, message)
        .label("no explanation in it")
        .help("say after the output why the program prints that")
}

/// A program of too many lines.
pub(crate) fn long_program(opener: Span, lines: usize, most: usize) -> Diagnostic {
    Diagnostic::new(Code::LongProgram, opener, format!("this program has {lines} lines"))
        .label(format!("more than {most}"))
        .help("leave out what the question is not about, or hide it")
}

/// A program with a line of too many columns.
pub(crate) fn wide_program(line: Span, columns: usize, most: usize) -> Diagnostic {
    Diagnostic::new(Code::LongProgram, line, format!("this line has {columns} columns"))
        .label(format!("more than {most}"))
        .help("break it: on a phone, readers would have to scroll sideways to read it")
}

/// An output of too many lines.
pub(crate) fn long_output(opener: Span, lines: usize, most: usize) -> Diagnostic {
    Diagnostic::new(Code::LongOutput, opener, format!("this output has {lines} lines"))
        .label(format!("more than {most}"))
        .help("let the program print only what the question is about")
}

/// A mental model without a rule.
pub(crate) fn model_without_rule(opener: Span) -> Diagnostic {
    Diagnostic::new(Code::ModelWithoutRule, opener, "this mental model has no rule")
        .label("an analogy, and nothing that follows from it")
        .help("end it with a `rule` block: the one sentence to predict by")
}

/// A rule of too many sentences.
pub(crate) fn long_rule(opener: Span, sentences: usize, most: usize) -> Diagnostic {
    Diagnostic::new(Code::LongRule, opener, format!("this rule has {sentences} sentences"))
        .label(format!("more than {most}"))
        .help("keep the one to remember, and say the rest around it")
}

/// A question without an id of its author's.
pub(crate) fn missing_id(opener: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingId, opener, "this question has no id of its own")
        .label("its id is made from the program")
        .help(
            "write one behind the title, `{#ID}`: then links and readers' records outlast changes",
        )
}

/// A `predicted` without the program that would print it.
pub(crate) fn predicted_without_program(opener: Span) -> Diagnostic {
    let message = "this says what readers took the program for, and does not show it";
    Diagnostic::new(Code::PredictedWithoutProgram, opener, message)
        .label("no program in it")
        .help("put the program in it that would print this")
}
