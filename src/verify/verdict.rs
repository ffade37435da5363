//! Whether what happened is what the author says. Pure: texts in, mistakes out.

use crate::chapter::lesson::{Stream, error_names, signal_names};
use crate::diagnostic::{Code, Diagnostic, Span, runs as mistakes};
use crate::proof::{Exactness, Expected, ExpectedEnd, ExpectedText};

use super::difference::{beginning, difference, tail};
use super::happened::{Happened, PrintedText, StepResult};
use super::process::{End, Limits};

/// How many lines of what a program says of an error are shown.
const LINES_OF_A_MESSAGE: usize = 12;

/// How many lines of an output are shown that is to be written down.
const LINES_OF_AN_OUTPUT: usize = 40;

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
            vec![mistakes::compiles(claim.cloned(), program.clone())]
        });
    };
    if let Some(stopped) = stopped(step, program, "the program", &limits.run) {
        return vec![stopped];
    }
    match wants_refusal(expected) {
        // An interpreter refuses a program before it has printed anything.
        Some(_) if happened.compiled.is_none() && is_refusal(step) => {
            refused(expected, program, step)
        }
        Some(claim) => {
            vec![mistakes::compiles(claim.cloned(), program.clone())]
        }
        None => run_to_its_end(expected, program, step),
    }
}

/// What interpreters say of a program that they cannot read.
const UNREADABLE: [&str; 5] = ["syntax", "parse error", "indentationerror", "taberror", " near "];

/// Whether an interpreter refused to run a program.
fn is_refusal(step: &StepResult) -> bool {
    let message = step.stderr.text.to_lowercase();
    !step.is_success() && is_silent(step) && UNREADABLE.iter().any(|words| message.contains(words))
}

fn is_silent(step: &StepResult) -> bool {
    step.stdout.text.is_empty()
}

/// That a program or its compiler had to be stopped.
fn stopped(step: &StepResult, program: &Span, what: &str, limits: &Limits) -> Option<Diagnostic> {
    match step.end {
        End::TimedOut => {
            Some(mistakes::timed_out(program.clone(), what, limits.time.as_secs_f64()))
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
    let said = step.message();
    let (message, shown) = (said.text.trim(), said.shown.trim());
    if wants_refusal(expected).is_none() {
        return vec![mistakes::does_not_compile(program.clone(), &first_error(shown))];
    }
    let claimed = expected.texts.iter().filter(|text| text.is_compilers);
    let mut found = Vec::new();
    for text in claimed {
        if text.is_pending {
            found.push(pending(text, program, shown));
        } else if !text.exactness.occurs(&text.text, message) {
            let (place, program) = (text.place.clone(), program.clone());
            found.push(mistakes::compiler_differs(place, program, &first_error(shown)));
        }
    }
    let missing = expected.errors.iter().filter(|code| !message.contains(code.as_str()));
    found.extend(missing.map(|code| {
        let because = "is not what the compiler says";
        let help = "write the code that it reports, or leave it out";
        mistakes::contradicting_mark(program.clone(), code, because, help)
            .note(mistakes::told("the compiler said", &first_error(shown)))
    }));
    found
}

/// What a compiler says of the first error, which is worth most: warnings may stand before it, and
/// what it says of all of them behind it.
fn first_error(message: &str) -> String {
    let mut start = 0;
    for line in message.split_inclusive('\n') {
        if line.contains("error") {
            return beginning(&message[start..], LINES_OF_A_MESSAGE);
        }
        start += line.len();
    }
    beginning(message, LINES_OF_A_MESSAGE)
}

/// What is wrong where the program ran to its end.
fn run_to_its_end(expected: &Expected, program: &Span, step: &StepResult) -> Vec<Diagnostic> {
    let mut predictions = expected.texts.iter().filter(|text| text.is_prediction);
    if predictions.any(|text| names_its_error(&text.text, step)) {
        return Vec::new();
    }
    let end = end(expected, program, step);
    let is_crash = end.is_some() && is_silent(step);
    let mut texts: Vec<Diagnostic> =
        expected.texts.iter().filter_map(|text| printed(text, program, step)).collect();
    // Where it failed before it printed anything, that is all there is to say; and what was to be
    // a wrong output needs no exit code.
    texts.retain(|found| !is_crash || found.code != Code::OutputDiffers);
    let is_counter = texts.iter().any(|found| found.code == Code::CounterProgramDiffers);
    let end = end.filter(|_| !is_counter);
    let unclaimed = unclaimed(expected, program, step);
    let mut found: Vec<Diagnostic> = end.into_iter().chain(texts).chain(unclaimed).collect();
    let is_shown = expected.on(Stream::Stderr).or(expected.on(Stream::Both)).is_some();
    let said = step.stderr.shown.trim_end();
    if let (Some(first), true) = (found.first_mut(), is_crash || !is_shown)
        && !said.is_empty()
    {
        let said = tail(said, LINES_OF_A_MESSAGE);
        first.notes.push(mistakes::told("to standard error it said", &said));
    }
    found
}

/// Whether `prediction` names the error with which a program ended, behind what that printed
/// before.
pub(super) fn names_its_error(prediction: &str, step: &StepResult) -> bool {
    if step.is_success() {
        return false;
    }
    let Some(rest) = prediction.strip_prefix(step.stdout.text.as_str()) else { return false };
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
        return Some(pending(text, program, &printed.shown));
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

/// What was printed to `stream`.
pub(super) fn stream(step: &StepResult, stream: Stream) -> &PrintedText {
    match stream {
        Stream::Stdout | Stream::Both => &step.stdout,
        Stream::Stderr => &step.stderr,
    }
}

fn differs(text: &ExpectedText, program: &Span, printed: &str) -> Diagnostic {
    let difference = difference(&text.text, printed);
    let (place, program) = (text.place.clone(), program.clone());
    if text.is_prediction {
        return mistakes::counter_program_differs(place, program, &difference);
    }
    let stream = match text.stream {
        Stream::Stdout => "standard output",
        Stream::Stderr => "standard error",
        Stream::Both => "its two streams",
    };
    mistakes::output_differs(place, program, stream, &difference)
}

fn pending(text: &ExpectedText, program: &Span, printed: &str) -> Diagnostic {
    let printed = beginning(printed, LINES_OF_AN_OUTPUT);
    mistakes::pending_output(text.place.clone(), program.clone(), &printed)
}

/// That the program prints to its standard output, of which no output says anything.
fn unclaimed(expected: &Expected, program: &Span, step: &StepResult) -> Option<Diagnostic> {
    let other = expected.texts.first().filter(|text| !text.is_prediction)?;
    let is_claimed = expected.on(Stream::Stdout).or(expected.on(Stream::Both)).is_some();
    (!is_claimed && !is_silent(step)).then(|| {
        let printed = beginning(&step.stdout.shown, LINES_OF_AN_OUTPUT);
        mistakes::unclaimed_output(other.place.clone(), program.clone(), &printed)
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
    let mut remedies = vec![match (expected.end, code) {
        (_, 0) => {
            "mend the program, or say that it ends well: without `exit`, and without an error \
                   in its `output`"
                .to_owned()
        }
        _ => format!("mend the program, or write `{{exit={code}}}` on its `output`"),
    }];
    let is_silent = expected.on(Stream::Stderr).or(expected.on(Stream::Both)).is_none();
    if is_silent && code != 0 && !step.stderr.text.trim().is_empty() {
        let fence = format!("`output {{stream=stderr exit={code} match=wildcard}}`");
        remedies.push(format!("to show the error, write {fence} with lines of it"));
    }
    let text = expected.texts.first();
    let place = text.map_or(program, |text| &text.place).clone();
    let program = text.map(|_| program.clone());
    Some(mistakes::exit_differs(place, program, &ended(step.end), &wanted, remedies))
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::chapter::{Reading, read};
    use crate::verify::happened::PrintedText;

    const LIMITS: StepLimits = {
        let limits = Limits { time: Duration::from_secs(1), output: 1024 };
        StepLimits { compile: limits, run: limits }
    };

    /// What a program did that ended like this, and printed this.
    fn step(end: End, stdout: &str, stderr: &str) -> StepResult {
        let printed = |text: &str| PrintedText {
            text: text.to_owned(),
            shown: text.to_owned(),
            is_text: true,
        };
        StepResult { end, stdout: printed(stdout), stderr: printed(stderr) }
    }

    fn ran(end: End, stdout: &str, stderr: &str) -> Happened {
        Happened { compiled: None, ran: Some(step(end, stdout, stderr)) }
    }

    fn compiled(end: End, stderr: &str, ran: Option<StepResult>) -> Happened {
        Happened { compiled: Some(step(end, "", stderr)), ran }
    }

    /// The codes of what is wrong where the last program of a question with this answer does that.
    fn judged(answer: &str, happened: &Happened) -> Vec<&'static str> {
        judged_as("python", answer, happened)
    }

    fn judged_as(language: &str, answer: &str, happened: &Happened) -> Vec<&'static str> {
        let chapter = format!("~~~~predict\n```{language}\nx\n```\n{answer}~~~~\n");
        let lessons = read(chapter.as_str(), &Reading::default());
        let programs = lessons.programs();
        let last = programs.last().unwrap();
        let expected = Expected::of(last);
        let found = judge(&expected, &last.program.place.opener, happened, &LIMITS);
        found.iter().map(|found| found.code.name()).collect()
    }

    const OK: End = End::Exited(0);

    #[test]
    fn outputs_are_what_is_printed() {
        let prints = |claim: &str, stdout: &str| judged(claim, &ran(OK, stdout, "unclaimed\n"));
        let differs = ["output-differs"];
        assert_eq!(prints("```output\na\n```\n", "a\n"), [""; 0]);
        assert_eq!(prints("```output\na\n```\n", "a"), [""; 0]);
        assert_eq!(prints("```output\na\n```\n", "a \n"), differs);
        assert_eq!(prints("```output\na\n```\n", ""), differs);
        assert_eq!(prints("```output {empty}\n```\n", ""), [""; 0]);
        assert_eq!(prints("```output {empty}\n```\n", "a\n"), differs);
        assert_eq!(prints("```output\n```\n", "a\n"), ["output-pending"]);
        assert_eq!(prints("```output {varies}\na\n```\n", "b\n"), [""; 0]);
        assert_eq!(prints("```output {match=wildcard}\na[..]\n```\n", "ab\n"), [""; 0]);
        assert_eq!(prints("```output {match=wildcard}\na[..]\n```\n", "b\n"), differs);
        assert_eq!(prints("```output {tolerance=0.1}\n1.5 m\n```\n", "1.55 m\n"), [""; 0]);
        assert_eq!(prints("```output {tolerance=0.1}\n1.5 m\n```\n", "1.7 m\n"), differs);
        assert_eq!(prints("```output {stream=stderr}\nunclaimed\n```\n", ""), [""; 0]);
        let unclaimed = prints("```output {stream=stderr}\nunclaimed\n```\n", "a\n");
        assert_eq!(unclaimed, ["unclaimed-output"]);
        assert_eq!(prints("```output {stream=both}\na\nb\n```\n", "a\nb\n"), [""; 0]);
        assert_eq!(prints("```output {stream=both}\na\nb\n```\n", "b\na\n"), differs);
    }

    #[test]
    fn the_first_error_of_a_compiler_is_shown() {
        assert_eq!(first_error("warning: a\nmain.c:1: error: b\nc\n"), "main.c:1: error: b\nc");
        assert_eq!(first_error("no\n"), "no");
        assert_eq!(first_error(""), "");
        let long = first_error(&"error\n".repeat(13));
        assert!(long.ends_with("error\n… and 1 more line"), "{long}");
    }

    #[test]
    fn blank_lines_at_the_end_count() {
        assert_eq!(judged("```output\na\n\n```\n", &ran(OK, "a\n\n", "")), [""; 0]);
        assert_eq!(judged("```output\na\n\n```\n", &ran(OK, "a\n", "")), ["output-differs"]);
        assert_eq!(judged("```output\na\n```\n", &ran(OK, "a\n\n", "")), ["output-differs"]);
    }

    #[test]
    fn what_is_no_text_is_no_output() {
        let text = "\u{fffd}\n".to_owned();
        let printed = PrintedText { text: text.clone(), shown: text, is_text: false };
        let step = StepResult { stdout: printed, ..step(OK, "", "") };
        let happened = Happened { compiled: None, ran: Some(step) };
        assert_eq!(judged("```output\n\u{fffd}\n```\n", &happened), ["output-differs"]);
    }

    #[test]
    fn programs_end_as_they_are_to() {
        let ends =
            |claim: &str, end| judged(&format!("```output{claim}\na\n```\n"), &ran(end, "a\n", ""));
        assert_eq!(ends("", End::Exited(1)), ["exit-differs"]);
        assert_eq!(ends(" {exit=1}", End::Exited(1)), [""; 0]);
        assert_eq!(ends(" {exit=1}", OK), ["exit-differs"]);
        assert_eq!(ends(" {exit=139}", End::Signalled(11)), [""; 0]);
        assert_eq!(ends(" {exit=-11}", End::Signalled(11)), [""; 0]);
        assert_eq!(ends("", End::Signalled(11)), ["exit-differs"]);
        assert_eq!(ends(" {varies}", End::Exited(1)), ["exit-differs"]);
        assert_eq!(ends(" {varies}", End::TimedOut), ["timed-out"]);
        assert_eq!(ends(" {varies}", End::PrintedTooMuch), ["printed-too-much"]);
        // An error that is shown is one that is claimed.
        let error = "```output {stream=stderr}\nTraceback (most recent call last):\nE\n```\n";
        let message = "Traceback (most recent call last):\nE\n";
        assert_eq!(judged(error, &ran(End::Exited(1), "", message)), [""; 0]);
        assert_eq!(judged(error, &ran(OK, "", message)), ["exit-differs"]);
    }

    #[test]
    fn a_program_that_fails_at_once_is_told_once() {
        let crashed = ran(End::Exited(1), "", "E\n");
        assert_eq!(judged("```output\na\n```\n", &crashed), ["exit-differs"]);
        let late = ran(End::Exited(1), "b\n", "E\n");
        assert_eq!(judged("```output\na\n```\n", &late), ["exit-differs", "output-differs"]);
    }

    #[test]
    fn compilers_refuse_what_they_are_to_refuse() {
        let refused = compiled(End::Exited(1), "error[E0382]: moved\n --> main.rs:1\n", None);
        let runs = compiled(OK, "", Some(step(OK, "a\n", "")));
        let claim = |lines: &str| format!("```output {{phase=compile}}\n{lines}\n```\n");
        assert_eq!(judged(&claim("error[E0382]: moved"), &refused), [""; 0]);
        assert_eq!(judged(&claim("error[E0499]: moved"), &refused), ["output-differs"]);
        assert_eq!(judged(&claim("error[E0382]: moved"), &runs), ["compiles"]);
        assert_eq!(judged("```output\na\n```\n", &refused), ["does-not-compile"]);
        assert_eq!(judged("```output\na\n```\n", &runs), [""; 0]);
        let slow = compiled(End::TimedOut, "", None);
        assert_eq!(judged(&claim("error"), &slow), ["timed-out"]);
        // Without a compiler, nothing may have been printed.
        let interpreted = ran(End::Exited(1), "", "SyntaxError: no\n");
        assert_eq!(judged(&claim("SyntaxError: no"), &interpreted), [""; 0]);
        let runs = ran(End::Exited(1), "", "ZeroDivisionError: no\n");
        assert_eq!(judged(&claim("ZeroDivisionError: no"), &runs), ["compiles"]);
        let began = ran(End::Exited(1), "a\n", "SyntaxError: no\n");
        assert_eq!(judged(&claim("SyntaxError: no"), &began), ["compiles"]);
    }

    #[test]
    fn marks_for_rustdoc_are_claims() {
        let answer = "```output {stream=stderr match=wildcard}\n[..]\n```\n";
        let panics = compiled(OK, "", Some(step(End::Exited(101), "", "x\n")));
        let other = compiled(OK, "", Some(step(End::Exited(1), "", "x\n")));
        assert_eq!(judged_as("rust,should_panic", answer, &panics), [""; 0]);
        assert_eq!(judged_as("rust,should_panic", answer, &other), ["exit-differs"]);
        let claim = "```output {phase=compile}\nerror\n```\n";
        let refused = compiled(End::Exited(1), "error\n[E0382]\n", None);
        assert_eq!(judged_as("rust,compile_fail,E0382", claim, &refused), [""; 0]);
        assert_eq!(judged_as("rust,compile_fail,E0499", claim, &refused), ["contradicting-mark"]);
    }

    #[test]
    fn counter_programs_print_what_was_predicted() {
        let answer = |predicted: &str| {
            let predicted = format!("~~~predicted `{predicted}`\n```python\ny\n```\nNo.\n~~~\n");
            format!("```output\na\n```\n{predicted}")
        };
        let differs = ["counter-program-differs"];
        assert_eq!(judged(&answer("b"), &ran(OK, "b\n", "")), [""; 0]);
        assert_eq!(judged(&answer("b"), &ran(OK, "a\n", "")), differs);
        let message = "Traceback (most recent call last):\nTypeError: no\n";
        let fails = ran(End::Exited(1), "", message);
        assert_eq!(judged(&answer("TypeError"), &fails), [""; 0]);
        assert_eq!(judged(&answer("error"), &fails), [""; 0]);
        assert_eq!(judged(&answer("TypeError: no"), &fails), [""; 0]);
        assert_eq!(judged(&answer("NameError"), &fails), differs);
        assert_eq!(judged(&answer("b"), &ran(End::Exited(1), "b\n", "")), ["exit-differs"]);
    }
}
