//! How a program ends, as the outputs of its question tell: whether it fails, what it prints before
//! that, and by which names a reader may call the error.

use super::code::{Output, OutputState, Phase, Stream};
use super::error_message::{headline, lines_before_message, names, signal_names, spellings};

/// How a program ends that does not just run to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// When it fails.
    pub when: FailsWhen,
    /// Its exit code, if the author claims one.
    pub exit: Option<i32>,
    /// What the error is called, each name in all ways to write it.
    pub names: Vec<String>,
    /// What tells a reader which error it is: a line of its message, or else its first name.
    pub message: Option<String>,
    /// How many lines of an output of both streams were printed before the error.
    pub printed: Option<usize>,
}

/// When a program fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailsWhen {
    /// While it runs, with an error.
    Run,
    /// Before it runs.
    Compile,
    /// It runs to its end without a word, and only its exit code tells.
    Quiet,
}

/// The exit codes by which a shell tells that a signal ended a program.
const SIGNALLED: std::ops::Range<i32> = 129..160;

impl Failure {
    /// How a program fails that has these outputs, if it does.
    pub(crate) fn of(outputs: &[&Output]) -> Option<Failure> {
        let exit = outputs.iter().find_map(|output| output.exit.as_ref()).map(|exit| exit.value);
        let mut when = fails_when(outputs, exit)?;
        let errors = || outputs.iter().filter(|output| output.stream() != Stream::Stdout);
        let mut names: Vec<String> = errors().flat_map(|output| names(message(output))).collect();
        names.extend(exit.and_then(signal).into_iter().flat_map(signal_names));
        let headline = errors().find_map(|output| headline(message(output)));
        let on = |stream| outputs.iter().find(move |output| output.stream() == stream);
        let printed = on(Stream::Both).map(|both| printed_lines(both));
        let is_silent = printed.unwrap_or_default() == 0
            && on(Stream::Stdout).is_none_or(|output| output.text().is_empty());
        if is_silent && errors().any(|output| is_misspelled(output, &names)) {
            when = FailsWhen::Compile;
        }
        let message = headline.map(str::to_owned).or_else(|| names.first().cloned());
        let mut spelled: Vec<String> = Vec::new();
        for spelling in names.iter().flat_map(|name| spellings(name)) {
            if !spelled.contains(&spelling) {
                spelled.push(spelling);
            }
        }
        Some(Failure { when, exit, names: spelled, message, printed })
    }
}

fn fails_when(outputs: &[&Output], exit: Option<i32>) -> Option<FailsWhen> {
    let has_message = |output: &&Output| lines_before_message(output.text()).is_some();
    let mut errors = outputs.iter().filter(|output| output.stream() != Stream::Stdout);
    let is_loud = match exit {
        _ if outputs.iter().any(|output| is_compilers(output)) => return Some(FailsWhen::Compile),
        Some(0) => return None,
        Some(code) if signal(code).is_some() => true,
        Some(_) => errors.any(|output| match output.stream() {
            Stream::Stderr => output.state == OutputState::Pending || !output.text().is_empty(),
            _ => has_message(output),
        }),
        None if !errors.any(has_message) => return None,
        None => true,
    };
    Some(if is_loud { FailsWhen::Run } else { FailsWhen::Quiet })
}

fn is_compilers(output: &Output) -> bool {
    output.phase.as_ref().is_some_and(|phase| phase.value == Phase::Compile)
}

/// The number of the signal that an exit code stands for.
fn signal(code: i32) -> Option<i32> {
    match code {
        code if SIGNALLED.contains(&code) => Some(code - 128),
        code if code < 0 => code.checked_neg(),
        _ => None,
    }
}

/// How many lines of an output of both streams are what the program prints.
fn printed_lines(both: &Output) -> usize {
    let text = both.text();
    let before = lines_before_message(text).unwrap_or(usize::MAX);
    let lines: Vec<&str> = text.lines().take(before).collect();
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    last.map_or(0, |last| last + 1)
}

/// The part of an output that is about an error.
fn message(output: &Output) -> &str {
    let text = output.text();
    match (output.stream(), lines_before_message(text)) {
        (Stream::Both, None) => "",
        (Stream::Both, Some(before)) => {
            let start = text.split_inclusive('\n').take(before).map(str::len).sum();
            &text[start..]
        }
        _ => text,
    }
}

/// Whether an interpreter refused the program before it ran a line of it.
fn is_misspelled(output: &Output, names: &[String]) -> bool {
    let syntax = ["SyntaxError", "IndentationError", "TabError"];
    let met_while_running = ["Traceback (", "    at JSON.parse "];
    names.iter().any(|name| syntax.contains(&name.as_str()))
        && !met_while_running.iter().any(|words| output.text().contains(words))
}

#[cfg(test)]
mod tests {
    use super::{FailsWhen, Failure};
    use crate::chapter::lesson::{Content, Input, Predict};
    use crate::chapter::{Reading, read};

    /// The question whose answer is these outputs: information behind `output`, and lines.
    fn question(outputs: &[(&str, &str)]) -> Predict {
        let fences =
            outputs.iter().map(|(info, lines)| format!("```output {info}\n{lines}\n```\n"));
        let text = format!("~~~~predict\n{}~~~~\n", fences.collect::<String>());
        let lessons = read(text.as_str(), &Reading::default());
        match &lessons.blocks[0].block.content {
            Content::Predict(predict) => (**predict).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn failure(outputs: &[(&str, &str)]) -> Option<Failure> {
        question(outputs).failure()
    }

    #[test]
    fn a_program_fails_by_its_phase_its_exit_code_or_its_message() {
        use FailsWhen::{Compile, Quiet, Run};
        let traceback = "Traceback (most recent call last):\n  File \"x.py\"\nKeyError: 'b'";
        let misspelled = "  File \"b.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid";
        for (outputs, expected) in [
            (&[("", "a")][..], None),
            (&[("{exit=0}", "a")], None),
            (&[("{exit=2}", "a")], Some(Quiet)),
            (&[("{exit=139}", "a")], Some(Run)),
            (&[("{exit=-11}", "a")], Some(Run)),
            (&[("{exit=255}", "a")], Some(Quiet)),
            (&[("", "a"), ("{stream=stderr exit=1}", "bad seat")], Some(Run)),
            (&[("", "a"), ("{stream=stderr exit=0}", traceback)], None),
            (&[("", "a"), ("{stream=stderr}", traceback)], Some(Run)),
            (&[("", "a"), ("{stream=stderr}", "l.sh: line 2: cd: /nope: No such file")], None),
            (&[("{stream=stderr exit=1}", misspelled)], Some(Compile)),
            (&[("", "a"), ("{stream=stderr exit=1}", misspelled)], Some(Run)),
            (&[("{stream=both exit=1}", "a\nKeyError: 'b'")], Some(Run)),
            (&[("{stream=both exit=1}", "a\nb")], Some(Quiet)),
            (&[("{phase=compile}", "error[E0382]: borrow of moved value: `a`")], Some(Compile)),
        ] {
            let found = failure(outputs).map(|failure| failure.when);
            assert_eq!(found, expected, "{outputs:?}");
        }
    }

    #[test]
    fn a_signal_has_its_names_by_the_exit_code_alone() {
        for (exit, expected) in [
            ("{exit=139}", "SIGSEGV"),
            ("{exit=-11}", "segfault"),
            ("{exit=134}", "aborted"),
            ("{exit=136}", "floating point exception"),
            ("{exit=137}", "SIGKILL"),
        ] {
            let names = failure(&[(exit, "a")]).unwrap().names;
            assert!(names.iter().any(|name| name == expected), "{exit}: {names:?}");
        }
    }

    #[test]
    fn what_both_streams_print_before_the_error_is_counted() {
        let both = "a\nb\n\n/tmp/x.js:2\nnull.f\n     ^\n\nTypeError: no\n    at x.js:2:6";
        let failure = failure(&[("{stream=both exit=1}", both)]).unwrap();
        assert_eq!((failure.printed, failure.exit), (Some(2), Some(1)));
        assert_eq!(failure.names, ["TypeError", "type error"]);
    }

    #[test]
    fn an_error_is_typed_like_an_output_that_is_not_too_long() {
        let long = "a\n".repeat(11);
        for (outputs, expected) in [
            (&[("{stream=stderr exit=1}", "KeyError: 'b'")][..], Input::Text),
            (&[("{phase=compile}", "x.c:1:1: error: no")], Input::Text),
            (&[("{exit=3}", "a")], Input::Text),
            (&[("", &*long), ("{stream=stderr exit=1}", "KeyError: 'b'")], Input::None),
            (&[("{varies}", "a"), ("{stream=stderr exit=1}", "KeyError: 'b'")], Input::None),
            (&[("{stream=stderr exit=1 varies}", "KeyError: 'b'")], Input::Text),
            (&[("{stream=both}", "a")], Input::None),
            (&[("{stream=stderr}", "just a word")], Input::None),
        ] {
            assert_eq!(question(outputs).input(), expected, "{outputs:?}");
        }
    }
}
