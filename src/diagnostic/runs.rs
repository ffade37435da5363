//! What comes out when the programs of lessons are run.

use super::code::Code;
use super::severity::Severity;
use super::{Diagnostic, Span, quoted};

/// What is to be mended where a program and its output disagree.
const EITHER: &str = "write down what is printed, or mend the program";

/// How the two sides of a difference are told apart.
const SIGNS: &str = "`-` is what the lesson says, `+` is what was printed";

/// A program that prints something else than what an output says; `printed` is the difference.
pub(crate) fn output_differs(
    output: Span,
    program: Span,
    stream: &str,
    printed: &str,
) -> Diagnostic {
    let message = format!("the program does not print this to {stream}");
    Diagnostic::new(Code::OutputDiffers, output, message)
        .label("the lesson says this")
        .related(program, "this program was run")
        .note(format!("{SIGNS}\n{printed}"))
        .help(EITHER)
        .help("`mdbook-predict verify --accept` writes it down")
}

/// A compiler that `said` something else than what an output claims.
pub(crate) fn compiler_differs(output: Span, program: Span, said: &str) -> Diagnostic {
    let message = "the compiler does not say these lines, or not in this order";
    Diagnostic::new(Code::OutputDiffers, output, message)
        .label("the lesson says this")
        .related(program, "this program was compiled")
        .note(compiler_said(said))
        .help("write down lines of what it says; others may stand before, between and behind them")
}

/// A program that prints to its standard output, of which no output says anything.
pub(crate) fn unclaimed_output(output: Span, program: Span, printed: &str) -> Diagnostic {
    let message = "the program also prints to standard output, and no `output` says so";
    Diagnostic::new(Code::UnclaimedOutput, program, message)
        .label("this program was run")
        .related(output, "the lesson says this alone")
        .note(told("it printed", printed))
        .help("write these lines into an `output` fence of their own")
        .help("or write `stream=both` on the one that is there, and all lines as they come")
}

/// An output that nobody has written down yet; `printed` is what it is.
pub(crate) fn pending_output(output: Span, program: Span, printed: &str) -> Diagnostic {
    let message = "this output is not written down yet";
    let mut found = Diagnostic::new(Code::OutputPending, output, message)
        .label("empty")
        .related(program, "this program was run");
    found.severity = Severity::Error;
    match printed {
        "" => found.note("it printed nothing").help("write `output {empty}`"),
        _ => found
            .note(told("it printed", printed))
            .help("write these lines into the fence, as `mdbook-predict verify --accept` does"),
    }
}

/// A program that ends in another way than its outputs say: it `ended`, and was `expected` to.
pub(crate) fn exit_differs(
    place: Span,
    program: Option<Span>,
    ended: &str,
    expected: &str,
    remedies: Vec<String>,
) -> Diagnostic {
    Diagnostic::new(Code::ExitDiffers, place, format!("the program {ended}, and was to {expected}"))
        .label(format!("it was to {expected}"))
        .relates(program, "this program was run")
        .helps(remedies)
}

/// A program that did not end within `seconds`, or whose compiler did not.
pub(crate) fn timed_out(program: Span, what: &str, seconds: f64) -> Diagnostic {
    let message = format!("{what} took longer than {seconds} s, twice");
    Diagnostic::new(Code::TimedOut, program, message)
        .label("it was stopped")
        .help("let it do less, or give it more time with `timeout=SECONDS`")
        .help("if it waits for input: a fence of the question with `{stdin}` is its standard input")
}

/// A program that prints more than `most` bytes.
pub(crate) fn printed_too_much(program: Span, most: usize) -> Diagnostic {
    let message = format!("the program printed more than {} KiB", most / 1024);
    Diagnostic::new(Code::PrintedTooMuch, program, message)
        .label("it was stopped")
        .help("let it print less: nobody predicts that many lines")
}

/// A program that does not compile, though nothing says so.
pub(crate) fn does_not_compile(program: Span, said: &str) -> Diagnostic {
    let message = "the program does not compile, and no `output` says so";
    Diagnostic::new(Code::DoesNotCompile, program, message)
        .label("this program was compiled")
        .note(compiler_said(said))
        .help(
            "mend it; where that is the point, write `{phase=compile}` on its `output`, and in it \
               lines of what the compiler says",
        )
}

/// A program that compiles, though an output, which is the `claim`, or else a mark of its own says
/// that it does not.
pub(crate) fn compiles(claim: Option<Span>, program: Span) -> Diagnostic {
    let message = "the program compiles, and the lesson says that it does not";
    let Some(claim) = claim else {
        return Diagnostic::new(Code::Compiles, program, message)
            .label("this program was compiled")
            .help("take `compile_fail` away, and write down what the program prints");
    };
    Diagnostic::new(Code::Compiles, claim, message)
        .label("the compiler was to say this")
        .related(program, "this program was compiled")
        .help("take `phase=compile` away, and write down what the program prints")
}

/// A counter-program that does not print what its `predicted` is about.
pub(crate) fn counter_program_differs(predicted: Span, program: Span, printed: &str) -> Diagnostic {
    let message = "the counter-program does not print what was predicted";
    Diagnostic::new(Code::CounterProgramDiffers, predicted, message)
        .label("this was predicted")
        .related(program, "this program was to print it")
        .note(format!("`-` is what was predicted, `+` is what was printed\n{printed}"))
        .help(
            "write the program that a reader with this prediction took it for, or mend the \
             prediction",
        )
}

/// A `fix` that does what the program does.
pub(crate) fn fix_changes_nothing(fix: Span, program: Span) -> Diagnostic {
    let message = "the corrected program prints what the broken one prints";
    let mut found = Diagnostic::new(Code::FixChangesNothing, fix, message)
        .label("this program was run")
        .related(program, "and this one: both print the same, and end in the same way")
        .help("write the corrected program here, and what it prints")
        .help("if what it mends is not seen in the output, leave its `output` out");
    found.severity = Severity::Error;
    found
}

/// An `accepted` that the program does not print.
pub(crate) fn accepted_differs(accepted: Span, program: Span, printed: &str) -> Diagnostic {
    let message = "the program does not print what is accepted here";
    Diagnostic::new(Code::AcceptedDiffers, accepted, message)
        .label("the lesson says that this is right")
        .related(program, "this program was run")
        .note(told("it printed", printed))
        .help("write another form of what it prints, or make this a `predicted`, which is wrong")
}

/// A choice that is marked as wrong, and that the program prints.
pub(crate) fn wrong_choice_is_printed(choice: Span, program: Span) -> Diagnostic {
    let message = "a choice that is marked as wrong is what the program prints";
    Diagnostic::new(Code::WrongChoiceIsOutput, choice, message)
        .label("not marked with `[x]`")
        .related(program, "this program was run")
        .help("mark this choice with `[x]`, and the other one with `[ ]`; or mend the program")
}

/// Choices that are all code, of which the program prints none; it `printed` something else.
pub(crate) fn no_choice_is_printed(choice: Span, program: Span, printed: &str) -> Diagnostic {
    let message = "the program prints none of the choices, though all of them are code";
    Diagnostic::new(Code::RightChoiceUnlikeOutput, choice, message)
        .label("this is marked as right")
        .related(program, "this program was run")
        .note(told("it printed", printed))
        .help("write what it prints into the right choice")
}

/// A choice that is marked as right, and that the program does not print.
pub(crate) fn right_choice_is_not_printed(choice: Span, program: Span) -> Diagnostic {
    let message = "the choice that is marked as right is not what the program prints";
    Diagnostic::new(Code::RightChoiceDiffers, choice, message)
        .label("`[x]`, and other lines")
        .related(program, "this program was run")
        .help("mark the choice that the program prints, or write what it prints into this one")
}

/// A `predicted` about what the program prints.
pub(crate) fn predicted_is_printed(predicted: Span, program: Span) -> Diagnostic {
    let message = "this refutes the prediction of what the program really prints";
    Diagnostic::new(Code::PredictedEqualsOutput, predicted, message)
        .label("a right prediction")
        .related(program, "this program was run, and prints it")
        .help("name the wrong output that a reader would expect")
}

/// A program that nobody can run: its language has no runner, or none that is here.
pub(crate) fn no_runner(language: Span, message: String, help: &[String]) -> Diagnostic {
    Diagnostic::new(Code::NoRunner, language, message)
        .label("this program was not run")
        .helps(help.to_vec())
        .help("to leave it out with a reason, write `{skip=\"…\"}` on it")
}

/// A program with a mark for rustdoc that its outputs contradict.
pub(crate) fn contradicting_mark(
    program: Span,
    mark: &str,
    because: &str,
    help: &str,
) -> Diagnostic {
    let message = format!("{} {because}", quoted(mark));
    Diagnostic::new(Code::ContradictingMark, program, message).label("this mark").help(help)
}

/// An output of which `lines` are others when the program runs again.
pub(crate) fn output_varies(output: Span, program: Span, lines: &str) -> Diagnostic {
    let message = "the program prints something else when it runs again";
    Diagnostic::new(Code::OutputVaries, output, message)
        .label("the lesson says this")
        .related(program, "this program was run twice")
        .note(format!("`-` is what it printed first, `+` is what it printed then\n{lines}"))
        .help("let it print the same each time: sort, set a seed, name the time zone")
        .help("or show a sample with `{varies}`, or leave gaps with `{match=wildcard}`")
}

fn compiler_said(said: &str) -> String {
    match said {
        "" => "the compiler said nothing".to_owned(),
        _ => told("the compiler said", said),
    }
}

/// What is said of `text`, and its lines, each behind a sign: whoever reads what we print is not
/// to take one for ours.
pub(crate) fn told(said: &str, text: &str) -> String {
    let add = |told: String, line: &str| format!("{told}\n| {line}").trim_end().to_owned();
    text.lines().fold(said.to_owned(), add)
}

/// A program whose arguments cannot be told apart.
pub(crate) fn unreadable_args(place: Span) -> Diagnostic {
    super::attributes::bad_attribute_value(place, "args", "words, each quote of them closed")
}

/// Two outputs of a program that claim different exit codes.
pub(crate) fn contradicting_exit(second: Span, first: Span) -> Diagnostic {
    let message = "two outputs claim that the program ends with different exit codes";
    Diagnostic::new(Code::ExitDiffers, second, message)
        .label("this one")
        .related(first, "and this one")
        .help("it ends once: keep one of the two")
}

/// An output of a question that has no program.
pub(crate) fn output_without_program(output: Span) -> Diagnostic {
    let message = "nothing was run for this output: no program stands before it";
    Diagnostic::new(Code::OutputWithoutProgram, output, message)
        .label("nobody knows whether it is true")
        .help("write the language behind the fence of the program, directly in the block")
        .help("where there is none, this is all that can be said")
}
