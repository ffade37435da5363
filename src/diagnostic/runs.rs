//! What comes out when the programs of lessons are run.

use super::code::Code;
use super::severity::Severity;
use super::{Diagnostic, Span, quoted};

/// What is to be mended where a program and its output disagree.
const EITHER: &str = "write down what is printed, or mend the program";

/// A program that prints something else than what an output says; `printed` is the difference.
pub(crate) fn output_differs(
    output: Span,
    program: Span,
    stream: &str,
    printed: String,
) -> Diagnostic {
    Diagnostic::new(
        Code::OutputDiffers,
        output,
        format!("the program does not print this to {stream}"),
    )
    .label("this is claimed")
    .related(program, "this program was run")
    .note(format!("`-` is what the lesson says, `+` is what was printed\n{printed}"))
    .help(EITHER)
}

/// A program that prints to its standard output, of which no output says anything.
pub(crate) fn unclaimed_output(output: Span, program: Span, printed: String) -> Diagnostic {
    let message = "the program also prints to standard output, and no `output` says so";
    Diagnostic::new(Code::UnclaimedOutput, program, message)
        .label("this program was run")
        .related(output, "only this is claimed")
        .note(format!("it printed\n{printed}"))
        .help("add an `output` fence with these lines, or write `stream=both` on the one there is")
}

/// An output that nobody has written down yet; `printed` is what it is.
pub(crate) fn pending_output(output: Span, program: Span, printed: String) -> Diagnostic {
    let message = "this output is not written down yet";
    let mut found = Diagnostic::new(Code::OutputPending, output, message)
        .label("nothing stands here")
        .related(program, "this program was run")
        .note(format!("it printed\n{printed}"))
        .help("write these lines between the fences; where nothing is printed, add `{empty}`");
    found.severity = Severity::Error;
    found
}

/// A program that ends in another way than its outputs say: it `ended`, and was `expected` to.
pub(crate) fn exit_differs(
    place: Span,
    program: Option<Span>,
    ended: &str,
    expected: &str,
    remedy: String,
) -> Diagnostic {
    Diagnostic::new(Code::ExitDiffers, place, format!("the program {ended}, and was to {expected}"))
        .label(format!("it was to {expected}"))
        .relates(program, "this program was run")
        .help(remedy)
}

/// A program that did not end within `seconds`, or whose compiler did not.
pub(crate) fn timed_out(program: Span, what: &str, seconds: u64) -> Diagnostic {
    let message = format!("{what} took longer than {seconds} s, twice");
    Diagnostic::new(Code::TimedOut, program, message)
        .label("it was stopped")
        .help("give it more time with `timeout=SECONDS`, or let it do less")
        .help("does it wait for input? Its standard input is empty, but for a fence with `{stdin}`")
}

/// A program that prints more than `most` bytes.
pub(crate) fn printed_too_much(program: Span, most: usize) -> Diagnostic {
    let message = format!("the program printed more than {} KiB", most / 1024);
    Diagnostic::new(Code::PrintedTooMuch, program, message)
        .label("it was stopped")
        .help("let it print less; an output as long as that is none that anybody predicts")
}

/// A program that does not compile, though nothing says so.
pub(crate) fn does_not_compile(program: Span, said: String) -> Diagnostic {
    let message = "the program does not compile, and no `output` says so";
    Diagnostic::new(Code::DoesNotCompile, program, message)
        .label("this program")
        .note(format!("the compiler said\n{said}"))
        .help("mend it; where that is the point, write `{phase=compile}` on its `output`")
}

/// A program that compiles, though an output says that it does not.
pub(crate) fn compiles(claim: Span, program: Span) -> Diagnostic {
    Diagnostic::new(Code::Compiles, claim, "the program compiles, and was not to")
        .label("this is what the compiler was to say")
        .relates(Some(program), "this program was compiled")
        .help("take `phase=compile` away, and write down what the program prints")
}

/// A counter-program that does not print what its `predicted` is about.
pub(crate) fn counter_program_differs(
    predicted: Span,
    program: Span,
    printed: String,
) -> Diagnostic {
    let message = "the counter-program does not print what was predicted";
    Diagnostic::new(Code::CounterProgramDiffers, predicted, message)
        .label("this was predicted")
        .related(program, "this program was to print it")
        .note(format!("`-` is what was predicted, `+` is what was printed\n{printed}"))
        .help("it is to be the program that a reader who predicts this has in mind: mend either")
}

/// A `fix` that does what the program does.
pub(crate) fn fix_changes_nothing(fix: Span, program: Span) -> Diagnostic {
    let message = "the fix prints what the program prints";
    let mut found = Diagnostic::new(Code::FixChangesNothing, fix, message)
        .label("this one and")
        .related(program, "this one print the same, and end in the same way")
        .help("is it the corrected program? Where it is to print the same, it is no `fix`");
    found.severity = Severity::Error;
    found
}

/// An `accepted` that the program does not print.
pub(crate) fn accepted_differs(accepted: Span, printed: String) -> Diagnostic {
    let message = "no run of the program prints what is accepted here";
    Diagnostic::new(Code::AcceptedDiffers, accepted, message)
        .label("this is said to be right")
        .note(format!("it printed\n{printed}"))
        .help("make it a `predicted`, if it is wrong")
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
    Diagnostic::new(Code::ContradictingMark, program, message).label("here").help(help)
}

/// An output of which `lines` are others when the program runs again.
pub(crate) fn output_varies(output: Span, program: Span, lines: String) -> Diagnostic {
    let message = "the program prints something else when it runs again";
    Diagnostic::new(Code::OutputVaries, output, message)
        .label("this is claimed")
        .related(program, "this program was run twice")
        .note(format!("`-` is what it printed first, `+` is what it printed then\n{lines}"))
        .help("let it print the same each time: sort, or set a seed")
        .help("or show a sample with `{varies}`, or leave gaps with `{match=wildcard}`")
}

/// A program whose arguments cannot be told apart.
pub(crate) fn unreadable_args(place: Span) -> Diagnostic {
    super::attributes::bad_attribute_value(place, "args", "words, each quote of them closed")
}
