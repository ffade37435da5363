//! Whether what happened is what the author says. Pure: texts in, mistakes out.

use crate::chapter::lesson::{Stream, error_names, signal_names};
use crate::diagnostic::{Diagnostic, Span, runs as mistakes};

use super::comparing::Exactness;
use super::difference::{difference, tail};
use super::expected::{Expected, ExpectedEnd, ExpectedText};
use super::happened::{Happened, Printed, StepResult};
use super::process::{End, Limits};

/// How many lines of what a program says of an error are shown.
const LINES_OF_A_MESSAGE: usize = 12;

/// What the exit code of a shell adds to the number of the signal that ended a program.
const SIGNALLED: i32 = 128;

/// When a program and its compiler are stopped.
#[derive(Clone, Copy, Debug)]
pub struct StepLimits {
    /// The compiler.
    pub compile: Limits,
    /// The program.
    pub run: Limits,
}

/// What is wrong with what is said of the program at `program`, after it was run.
pub(super) fn judge(
    expected: &Expected,
    program: &Span,
    happened: &Happened,
    limits: &StepLimits,
) -> Vec<Diagnostic> {
    if let Some(step) = &happened.compiled {
        let stopped = stopped(step, program, "compiling the program", &limits.compile);
        if stopped.is_some() || !step.is_success() {
            return stopped.map_or_else(|| refused(expected, program, step), |found| vec![found]);
        }
    }
    let Some(step) = &happened.ran else {
        return wants_refusal(expected).map_or_else(Vec::new, |claim| {
            vec![mistakes::compiles(claim.unwrap_or(program).clone(), program.clone())]
        });
    };
    if let Some(stopped) = stopped(step, program, "the program", &limits.run) {
        return vec![stopped];
    }
    match wants_refusal(expected) {
        // An interpreter refuses a program before it has printed anything.
        Some(_) if happened.compiled.is_none() && !step.is_success() && is_silent(step) => {
            refused(expected, program, step)
        }
        Some(claim) => {
            vec![mistakes::compiles(claim.unwrap_or(program).clone(), program.clone())]
        }
        None => run_to_its_end(expected, program, step),
    }
}

fn is_silent(step: &StepResult) -> bool {
    step.stdout.text.is_empty()
}

/// That a program or its compiler had to be stopped.
fn stopped(step: &StepResult, program: &Span, what: &str, limits: &Limits) -> Option<Diagnostic> {
    match step.end {
        End::TimedOut => {
            Some(mistakes::timed_out(program.clone(), what, limits.time.as_secs()))
        }
        End::PrintedTooMuch => Some(mistakes::printed_too_much(program.clone(), limits.output)),
        End::Exited(_) | End::Signalled(_) | End::Stopped => None,
    }
}

/// Whether the program is not to compile, and where that is claimed, if by an output.
fn wants_refusal(expected: &Expected) -> Option<Option<&Span>> {
    let claim = expected.texts.iter().find(|text| text.is_compilers).map(|text| &text.place);
    (expected.end == ExpectedEnd::Uncompiled).then_some(claim)
}

/// What is wrong where the compiler refused the program.
fn refused(expected: &Expected, program: &Span, step: &StepResult) -> Vec<Diagnostic> {
    let message = step.message();
    if wants_refusal(expected).is_none() {
        let said = tail(message, LINES_OF_A_MESSAGE);
        return vec![mistakes::does_not_compile(program.clone(), said)];
    }
    let claimed = expected.texts.iter().filter(|text| text.is_compilers);
    let mut found = Vec::new();
    for text in claimed {
        if text.is_pending {
            found.push(pending(text, program, message));
        } else if !text.exactness.occurs(&text.text, message) {
            found.push(differs(text, program, message));
        }
    }
    let missing = expected.errors.iter().filter(|code| !message.contains(code.as_str()));
    found.extend(missing.map(|code| {
        let because = "is not what the compiler says";
        let help = "write the code that it reports, or leave it out";
        mistakes::contradicting_mark(program.clone(), code, because, help)
            .note(format!("the compiler said\n{}", tail(message, LINES_OF_A_MESSAGE)))
    }));
    found
}

/// What is wrong where the program ran to its end.
fn run_to_its_end(expected: &Expected, program: &Span, step: &StepResult) -> Vec<Diagnostic> {
    if let Some(text) = expected.texts.iter().find(|text| names_its_error(text, step)) {
        debug_assert!(text.is_prediction, "only predictions name errors");
        return Vec::new();
    }
    let mut found: Vec<Diagnostic> =
        expected.texts.iter().filter_map(|text| printed(text, program, step)).collect();
    found.extend(unclaimed(expected, program, step));
    found.extend(end(expected, program, step));
    let says_of_stderr = expected.on(Stream::Stderr).or(expected.on(Stream::Both)).is_some();
    if let (Some(first), false, false) =
        (found.first_mut(), says_of_stderr, step.stderr.text.trim().is_empty())
    {
        let said = tail(step.stderr.text.trim_end(), LINES_OF_A_MESSAGE);
        first.notes.push(format!("to standard error it said\n{said}"));
    }
    found
}

/// Whether `text` is a prediction that names the error with which the program ended, behind what
/// that printed before.
fn names_its_error(text: &ExpectedText, step: &StepResult) -> bool {
    if !text.is_prediction || step.is_success() {
        return false;
    }
    let Some(rest) = text.text.strip_prefix(step.stdout.text.as_str()) else { return false };
    let rest = rest.trim();
    let mut lines = step.stderr.text.lines().map(str::trim);
    let is_line = !rest.is_empty() && lines.any(|line| line == rest);
    let names = error_names(&step.stderr.text).into_iter().chain(["error".to_owned()]);
    let signal = signal(step.end).map(signal_names).unwrap_or_default();
    is_line || names.chain(signal).any(|name| name.to_lowercase() == rest.to_lowercase())
}

/// What is wrong with `text`, if anything is.
fn printed(text: &ExpectedText, program: &Span, step: &StepResult) -> Option<Diagnostic> {
    let printed = stream(step, text.stream);
    if text.is_pending {
        return Some(pending(text, program, &printed.text));
    }
    let is_exempt = text.exactness == Exactness::Sample;
    let holds = (printed.is_text || is_exempt) && text.exactness.holds(&text.text, &printed.text);
    (!holds).then(|| {
        let found = differs(text, program, &printed.text);
        match printed.is_text {
            true => found,
            false => found.note("what it printed is no text in UTF-8"),
        }
    })
}

fn stream(step: &StepResult, stream: Stream) -> &Printed {
    match stream {
        Stream::Stdout | Stream::Both => &step.stdout,
        Stream::Stderr => &step.stderr,
    }
}

fn differs(text: &ExpectedText, program: &Span, printed: &str) -> Diagnostic {
    let difference = difference(&text.text, printed);
    let (place, program) = (text.place.clone(), program.clone());
    if text.is_prediction {
        return mistakes::counter_program_differs(place, program, difference);
    }
    let stream = match text.stream {
        _ if text.is_compilers => "what the compiler says",
        Stream::Stdout => "standard output",
        Stream::Stderr => "standard error",
        Stream::Both => "its two streams",
    };
    mistakes::output_differs(place, program, stream, difference)
}

fn pending(text: &ExpectedText, program: &Span, printed: &str) -> Diagnostic {
    let printed = difference("", printed);
    mistakes::pending_output(text.place.clone(), program.clone(), printed)
}

/// That the program prints to its standard output, of which no output says anything.
fn unclaimed(expected: &Expected, program: &Span, step: &StepResult) -> Option<Diagnostic> {
    let other = expected.texts.first().filter(|text| !text.is_prediction)?;
    let is_claimed = expected.on(Stream::Stdout).or(expected.on(Stream::Both)).is_some();
    (!is_claimed && !is_silent(step)).then(|| {
        let printed = difference("", &step.stdout.text);
        mistakes::unclaimed_output(other.place.clone(), program.clone(), printed)
    })
}

/// That the program ended in another way than it was to.
fn end(expected: &Expected, program: &Span, step: &StepResult) -> Option<Diagnostic> {
    let code = signal(step.end).map_or_else(|| exit_code(step.end), |signal| SIGNALLED + signal);
    let is_expected = match expected.end {
        ExpectedEnd::Code(expected) => {
            expected == code || Some(expected) == signal(step.end).map(|signal| -signal)
        }
        ExpectedEnd::Failure => code != 0,
        ExpectedEnd::Uncompiled => unreachable!("a program that is not to compile does not end"),
    };
    if is_expected {
        return None;
    }
    let wanted = match expected.end {
        ExpectedEnd::Code(0) => "end well".to_owned(),
        ExpectedEnd::Code(code) => format!("end with exit code {code}"),
        ExpectedEnd::Failure | ExpectedEnd::Uncompiled => "end with an error".to_owned(),
    };
    let remedy = match (expected.end, code) {
        (_, 0) => "mend the program, or say that it ends well: without `exit`, and without an error \
                   in its `output`"
            .to_owned(),
        _ => format!("mend the program, or write `{{exit={code}}}` on its `output`"),
    };
    let text = expected.texts.first();
    let place = text.map_or(program, |text| &text.place).clone();
    let program = text.map(|_| program.clone());
    Some(mistakes::exit_differs(place, program, &ended(step.end), &wanted, remedy))
}

fn exit_code(end: End) -> i32 {
    match end {
        End::Exited(code) => code,
        End::Signalled(signal) => SIGNALLED + signal,
        End::TimedOut | End::PrintedTooMuch | End::Stopped => {
            unreachable!("what was stopped has no exit code")
        }
    }
}

fn signal(end: End) -> Option<i32> {
    match end {
        End::Signalled(signal) => Some(signal),
        _ => None,
    }
}

/// How a program ended, in words.
fn ended(end: End) -> String {
    match end {
        End::Exited(0) => "ended well".to_owned(),
        End::Exited(code) => format!("ended with exit code {code}"),
        End::Signalled(signal) => match signal_names(signal).first() {
            Some(name) => format!("was ended by signal {signal} ({name})"),
            None => format!("was ended by signal {signal}"),
        },
        End::TimedOut | End::PrintedTooMuch | End::Stopped => "was stopped".to_owned(),
    }
}
