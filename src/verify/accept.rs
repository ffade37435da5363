//! Which outputs can be written down as they were printed, and why others cannot. Pure: what is
//! said and what happened in; lines, and mistakes that are left, out.

use std::borrow::Cow;

use crate::chapter::lesson::{Output, OutputState};
use crate::chapter::{Claim, ProgramRole, Source, fits};
use crate::config::Filter;
use crate::diagnostic::{Code, Diagnostic};
use crate::proof::{Exactness, Expected, ExpectedText, ProgramTrial, without_last_newline};

use super::happened::{Happened, PrintedText};
use super::verdict::{StepLimits, judge, stream};

/// The most pairs of lines that are compared to keep gaps where they are.
const MOST_PAIRS: usize = 1 << 20;

/// The line of an output that stands for any lines.
const ANY_LINES: &str = "...";

/// An output that is to be written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedOutput {
    /// Where its fence begins, in bytes of the chapter.
    pub fence: usize,
    /// Its lines, each with `\n`, the last one with or without; empty where nothing is printed.
    pub text: String,
}

/// What of a program can be accepted.
#[derive(Clone, Debug)]
pub(super) struct Acceptance {
    /// What is said of the program then, with what filters replace.
    pub expected: Expected,
    /// The same as it is written.
    pub claimed: Expected,
    /// The outputs that are other ones then, in their order.
    pub outputs: Vec<AcceptedOutput>,
    /// What is wrong all the same, or keeps others from being accepted.
    pub found: Vec<Diagnostic>,
}

/// The outputs of a program with what is to be written into some of them.
#[derive(Default)]
struct Rewritten {
    outputs: Vec<Output>,
    accepted: Vec<AcceptedOutput>,
    /// Those that cannot be written, by the numbers of their texts, and why.
    refused: Vec<(usize, String)>,
}

/// What can be accepted of `trial`, which `first` did this, and then perhaps `second`; `filters`
/// are made in all texts.
pub(super) fn accept(
    trial: &ProgramTrial<'_>,
    (first, second): (&Happened, Option<&Happened>),
    limits: &StepLimits,
    filters: &[Filter],
) -> Acceptance {
    let judged = |expected: &Expected, happened| judge(expected, trial.place(), happened, limits);
    let before = judged(&trial.expected, first);
    let rewritten = rewritten(trial, first);
    let claim =
        Claim { outputs: rewritten.outputs.iter().collect::<Vec<_>>(), ..trial.claim.clone() };
    let claimed = Expected::of(&claim);
    let mut expected = claimed.clone();
    expected.filter(filters);
    let after = judged(&expected, first);
    let unexpected = before.iter().chain(&after).find_map(|found| unexpected(found.code));
    if let Some(reason) = unexpected {
        let is_news = |found: &Diagnostic| before.iter().all(|known| known.code != found.code);
        let after: Vec<_> = after.into_iter().filter(is_news).collect();
        let kept = before.into_iter().chain(after).map(|found| refusal(found, reason));
        return as_it_is(trial, kept.collect());
    }
    let is_known = |found: &Diagnostic| {
        after.iter().any(|known| (known.code, &known.span) == (found.code, &found.span))
    };
    let is_stable = second.is_none_or(|second| judged(&expected, second).iter().all(is_known));
    if !is_stable && !rewritten.accepted.is_empty() {
        let reason = "the program prints something else when it runs again";
        let help = "`{varies}` says that; a filter takes out of it what differs";
        let kept = before.into_iter().map(|found| refusal(found, reason).help(help));
        return as_it_is(trial, kept.collect());
    }
    let mut found = after;
    for (at, reason) in &rewritten.refused {
        let place = &trial.expected.texts[*at].place;
        let of_it = |found: &&mut Diagnostic| found.span.as_ref() == Some(place);
        if let Some(of_it) = found.iter_mut().find(of_it) {
            *of_it = refusal(of_it.clone(), reason);
        }
    }
    Acceptance { expected, claimed, outputs: rewritten.accepted, found }
}

/// That nothing is accepted.
fn as_it_is(trial: &ProgramTrial<'_>, found: Vec<Diagnostic>) -> Acceptance {
    let (expected, claimed) = (trial.expected.clone(), Expected::of(&trial.claim));
    Acceptance { expected, claimed, outputs: Vec::new(), found }
}

/// `found` with the reason why that is not written down; nobody is to write it by hand either.
fn refusal(mut found: Diagnostic, reason: &str) -> Diagnostic {
    if matches!(found.code, Code::OutputPending | Code::OutputDiffers) {
        found.help = vec!["mend the program, so that what it prints can stand here".to_owned()];
    }
    found.note(format!("what was printed is not accepted: {reason}"))
}

/// Why nothing is accepted of a program of which this is told, if that is so.
fn unexpected(code: Code) -> Option<&'static str> {
    match code {
        Code::TimedOut => Some("the program did not come to its end"),
        Code::PrintedTooMuch => Some("it is not all that the program prints"),
        Code::DoesNotCompile => Some("nothing says that the program does not compile"),
        Code::Compiles => Some("nothing says what the program prints when it runs"),
        Code::ExitDiffers => Some("the program did not end as it is said to"),
        Code::ContradictingMark => Some("the compiler does not report what is said"),
        _ => None,
    }
}

/// The outputs of `trial` with what was printed, where they say something else.
fn rewritten(trial: &ProgramTrial<'_>, happened: &Happened) -> Rewritten {
    let mut all = Rewritten::default();
    // What a reader predicts is no output of ours.
    let is_claimed = !matches!(trial.claim.role, ProgramRole::Counter(_));
    for (at, output) in trial.claim.outputs.iter().enumerate() {
        let mut output = (*output).clone();
        let expected = trial.expected.texts.get(at).filter(|_| is_claimed);
        let printed = expected.and_then(|expected| printed(expected, happened));
        match expected.zip(printed).and_then(|(expected, printed)| news(expected, &printed)) {
            None => {}
            Some(Err(reason)) => all.refused.push((at, reason)),
            Some(Ok(real)) => {
                let text = kept_gaps(&output, &real).unwrap_or(real);
                all.accepted
                    .push(AcceptedOutput { fence: output.place.span.start, text: text.clone() });
                output.state = state(&text);
                output.lines = Source::default();
                output.lines.text = Cow::Owned(text);
            }
        }
        all.outputs.push(output);
    }
    all
}

fn state(text: &str) -> OutputState {
    if text.is_empty() { OutputState::Nothing } else { OutputState::Recorded }
}

/// What happened where `expected` was to be printed; nothing where nothing ran there.
fn printed(expected: &ExpectedText, happened: &Happened) -> Option<PrintedText> {
    if expected.is_compilers {
        // An interpreter refuses a program itself.
        let step = happened.compiled.as_ref().or(happened.ran.as_ref())?;
        return Some(step.message().clone());
    }
    let step = happened.ran.as_ref()?;
    Some(stream(step, expected.stream).clone())
}

/// What is to be written down instead of `expected`, if that is not what was printed, or the reason
/// why it cannot be.
fn news(expected: &ExpectedText, printed: &PrintedText) -> Option<Result<String, String>> {
    let holds = match expected.exactness {
        _ if expected.is_pending => false,
        Exactness::Sample => true,
        exactness if expected.is_compilers => exactness.occurs(&expected.text, &printed.text),
        exactness => printed.is_text && exactness.holds(&expected.text, &printed.text),
    };
    (!holds).then(|| {
        let real = match expected.is_compilers {
            true => printed.shown.trim_matches('\n'),
            false => printed.shown.as_str(),
        };
        match unfit(real, printed.is_text) {
            Some(reason) => Err(reason),
            None if without_last_newline(real).is_empty() => Ok(String::new()),
            None => Ok(real.to_owned()),
        }
    })
}

/// Why `text` cannot stand in a chapter as it is.
fn unfit(text: &str, is_text: bool) -> Option<String> {
    if !is_text {
        return Some("it is no text in UTF-8".to_owned());
    }
    let strange = text.chars().find_map(|c| match c {
        '\n' | '\t' | '\u{b}' | '\u{c}' => None,
        '\0' => Some("it has a NUL character".to_owned()),
        '\r' => Some("a carriage return stands alone in it".to_owned()),
        c if c.is_control() => Some(format!("it has the control character U+{:04X}", u32::from(c))),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(format!("U+{:04X} in it turns the order of what is read", u32::from(c)))
        }
        _ => None,
    });
    strange.or_else(|| {
        opens_a_link(text).then(|| "mdBook would take `{{#` in it for a link to a file".to_owned())
    })
}

/// Whether something begins in `text` that mdBook may put something else in the place of.
fn opens_a_link(text: &str) -> bool {
    text.match_indices("{{").any(|(at, _)| text[at + 2..].trim_start().starts_with('#'))
}

/// What was printed, with the gaps that the lines of `output` leave and that are still true.
fn kept_gaps(output: &Output, real: &str) -> Option<String> {
    if Exactness::of(output) != Exactness::Gaps || output.phase.is_some() {
        return None;
    }
    let claimed = output.text().replace("\r\n", "\n");
    let (claimed, lines): (Vec<&str>, Vec<&str>) =
        (claimed.lines().collect(), real.lines().collect());
    let pairs = alike(&claimed, &lines)?;
    let ends = pairs.iter().copied().map(Some).chain([None]);
    let (mut kept, mut at, mut line) = (Vec::new(), 0, 0);
    for pair in ends {
        let (next, next_line) = pair.unwrap_or((claimed.len(), lines.len()));
        let between = &claimed[at..next];
        match between.iter().all(|line| *line == ANY_LINES) {
            true if !between.is_empty() => kept.push(ANY_LINES),
            _ => kept.extend(&lines[line..next_line]),
        }
        kept.extend(pair.map(|(at, _)| claimed[at]));
        (at, line) = (next + 1, next_line + 1);
    }
    let kept: String = kept.iter().map(|line| format!("{line}\n")).collect();
    fits(&kept, real).then_some(kept)
}

/// The longest list of lines of `claimed` that are lines of `printed` but for their gaps, in the
/// order of both, by their numbers there.
fn alike(claimed: &[&str], printed: &[&str]) -> Option<Vec<(usize, usize)>> {
    let (rows, columns) = (claimed.len() + 1, printed.len() + 1);
    if rows * columns > MOST_PAIRS {
        return None;
    }
    let is_like =
        |at: usize, line: usize| claimed[at] != ANY_LINES && fits(claimed[at], printed[line]);
    let mut longest = vec![0_u32; rows * columns];
    for at in (0..claimed.len()).rev() {
        for line in (0..printed.len()).rev() {
            longest[at * columns + line] = match is_like(at, line) {
                true => longest[(at + 1) * columns + line + 1] + 1,
                false => longest[(at + 1) * columns + line].max(longest[at * columns + line + 1]),
            };
        }
    }
    let (mut pairs, mut at, mut line) = (Vec::new(), 0, 0);
    while at < claimed.len() && line < printed.len() {
        if is_like(at, line) {
            pairs.push((at, line));
            (at, line) = (at + 1, line + 1);
        } else if longest[(at + 1) * columns + line] >= longest[at * columns + line + 1] {
            at += 1;
        } else {
            line += 1;
        }
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::chapter::{Reading, read};
    use crate::proof::trials;
    use crate::verify::happened::StepResult;
    use crate::verify::process::{End, Limits};

    const LIMITS: StepLimits = {
        let limits = Limits { time: Duration::from_secs(1), output: 1024 };
        StepLimits { compile: limits, run: limits }
    };

    const OK: End = End::Exited(0);

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

    /// What is accepted of the last program of a question with this answer that did this, and then
    /// that, and what is told.
    fn twice(
        answer: &str,
        first: &Happened,
        second: Option<&Happened>,
    ) -> (Vec<String>, Vec<Diagnostic>) {
        let chapter = format!("~~~~predict\n```python\nx\n```\n{answer}~~~~\n");
        let lessons = read(chapter.as_str(), &Reading::default());
        let (trials, refused) = trials(&lessons, "chapter.md");
        assert_eq!(refused, []);
        let acceptance = accept(trials.last().unwrap(), (first, second), &LIMITS, &[]);
        let texts = acceptance.outputs.into_iter().map(|output| output.text);
        (texts.collect(), acceptance.found)
    }

    /// The same of one that ran once.
    fn once(answer: &str, happened: &Happened) -> (Vec<String>, Vec<&'static str>) {
        let (texts, found) = twice(answer, happened, None);
        (texts, found.iter().map(|found| found.code.name()).collect())
    }

    #[track_caller]
    fn is_accepted(answer: &str, happened: &Happened, texts: &[&str]) {
        let (accepted, found) = once(answer, happened);
        assert_eq!((accepted, found), (texts.iter().map(|t| (*t).to_owned()).collect(), vec![]));
    }

    /// The reason why nothing is accepted.
    #[track_caller]
    fn is_refused(answer: &str, happened: &Happened, second: Option<&Happened>, reason: &str) {
        let (texts, found) = twice(answer, happened, second);
        assert!(texts.is_empty() && !found.is_empty(), "{texts:?}");
        let note = format!("what was printed is not accepted: {reason}");
        assert!(found.iter().all(|found| found.notes.contains(&note)), "{found:#?}");
    }

    #[test]
    fn what_differs_is_accepted_and_what_holds_stays() {
        let plain = |text: &str| format!("```output\n{text}```\n");
        is_accepted(&plain("a\n"), &ran(OK, "a\n", ""), &[]);
        is_accepted(&plain("a\n"), &ran(OK, "a", ""), &[]);
        is_accepted(&plain(""), &ran(OK, "a\n\n  b\n\n", ""), &["a\n\n  b\n\n"]);
        is_accepted(&plain("a\n"), &ran(OK, "", ""), &[""]);
        is_accepted(&plain(""), &ran(OK, "\n", ""), &[""]);
        is_accepted("```output {empty}\n```\n", &ran(OK, "", ""), &[]);
        is_accepted("```output {empty}\n```\n", &ran(OK, "a\n", ""), &["a\n"]);
        is_accepted("```output {varies}\na\n```\n", &ran(OK, "b\n", ""), &[]);
        is_accepted("```output {varies}\n```\n", &ran(OK, "b\n", ""), &["b\n"]);
        is_accepted("```output {tolerance=0.1}\n1.0\n```\n", &ran(OK, "1.05\n", ""), &[]);
        is_accepted("```output {tolerance=0.1}\n1.0\n```\n", &ran(OK, "2.0\n", ""), &["2.0\n"]);
        is_accepted("```output {exit=1}\n```\n", &ran(End::Exited(1), "a\n", ""), &["a\n"]);
        let both = "```output {stream=stdout exit=1}\na\n```\n```output {stream=stderr}\n```\n";
        is_accepted(both, &ran(End::Exited(1), "b\n", "E\n"), &["b\n", "E\n"]);
        // What a reader has in mind is theirs.
        let counter = "```output\na\n```\n~~~predicted `b`\n```python\ny\n```\nNo.\n~~~\n";
        let (texts, found) = once(counter, &ran(OK, "c\n", ""));
        assert_eq!((texts, found), (vec![], vec!["counter-program-differs"]));
    }

    #[test]
    fn gaps_that_are_still_true_stay() {
        let gaps = |claimed: &str| format!("```output {{match=wildcard}}\n{claimed}\n```\n");
        let printed = ran(OK, "took 5 ms\na\nb\nc\ntotal 4\n", "");
        is_accepted(&gaps("took [..] ms\n...\ntotal 4"), &printed, &[]);
        let kept = "took [..] ms\n...\ntotal 4\n";
        is_accepted(
            &gaps("took [..] ms\n...\ntotal 3"),
            &printed,
            &["took [..] ms\na\nb\nc\ntotal 4\n"],
        );
        is_accepted(
            &gaps("took [..] ms\n...\nb\ntotal 4"),
            &printed,
            &["took [..] ms\n...\nb\nc\ntotal 4\n"],
        );
        is_accepted(
            &gaps("took [..] s\n...\ntotal 4"),
            &printed,
            &["took 5 ms\na\nb\nc\ntotal 4\n"],
        );
        is_accepted(&gaps("x\ntook [..] ms\n...\ntotal 4"), &printed, &[kept]);
        let second = ran(OK, "took 7 ms\na\nb\nc\ntotal 4\n", "");
        let (texts, found) = twice(&gaps("took [..] ms\ntotal 4"), &printed, Some(&second));
        assert_eq!(texts, ["took [..] ms\na\nb\nc\ntotal 4\n"]);
        assert_eq!(found, []);
    }

    #[test]
    fn programs_that_do_not_end_as_they_are_said_to_are_refused() {
        let pending = "```output\n```\n";
        let ended = |end| ran(end, "a\n", "");
        let reason = "the program did not come to its end";
        is_refused(pending, &ended(End::TimedOut), None, reason);
        let reason = "it is not all that the program prints";
        is_refused(pending, &ended(End::PrintedTooMuch), None, reason);
        let reason = "the program did not end as it is said to";
        is_refused(pending, &ended(End::Exited(1)), None, reason);
        is_refused(pending, &ended(End::Signalled(11)), None, reason);
        // An error that is shown is claimed, and one that is not shown is none.
        let error = "```output {stream=stderr}\n```\n";
        let failed = ran(End::Exited(1), "", "Traceback (most recent call last):\nE: no\n");
        is_refused(error, &failed, None, reason);
        let shown = "```output {stream=stderr}\nTraceback (most recent call last):\nE: yes\n```\n";
        let accepted = "Traceback (most recent call last):\nE: no\n";
        is_accepted(shown, &failed, &[accepted]);
        is_refused(shown, &ran(End::Exited(1), "", "oops\n"), None, reason);
        let compiled = step(End::Exited(1), "", "error: no\n");
        let refused = Happened { compiled: Some(compiled), ran: None };
        let reason = "nothing says that the program does not compile";
        is_refused(pending, &refused, None, reason);
        let compiles = "```output {phase=compile}\n```\n";
        is_accepted(compiles, &refused, &["error: no"]);
        let runs = Happened { compiled: Some(step(OK, "", "")), ran: Some(step(OK, "a\n", "")) };
        let reason = "nothing says what the program prints when it runs";
        is_refused(compiles, &runs, None, reason);
    }

    #[test]
    fn what_varies_is_refused() {
        let (first, second) = (ran(OK, "a\n", ""), ran(OK, "b\n", ""));
        let reason = "the program prints something else when it runs again";
        is_refused("```output\n```\n", &first, Some(&second), reason);
        let (texts, found) = twice("```output {varies}\n```\n", &first, Some(&second));
        assert_eq!((texts, found), (vec!["a\n".to_owned()], vec![]));
    }

    #[test]
    fn what_cannot_stand_in_a_chapter_is_refused() {
        for (text, reason) in [
            ("a\0b", "it has a NUL character"),
            ("a\rb", "a carriage return stands alone in it"),
            ("\u{1b}[1m", "it has the control character U+001B"),
            ("\u{7f}", "it has the control character U+007F"),
            ("\u{85}", "it has the control character U+0085"),
            ("\u{202e}x", "U+202E in it turns the order of what is read"),
            ("\u{2066}x", "U+2066 in it turns the order of what is read"),
            ("{{#include x}}", "mdBook would take `{{#` in it for a link to a file"),
            ("\\{{ \n#x", "mdBook would take `{{#` in it for a link to a file"),
        ] {
            is_refused("```output\n```\n", &ran(OK, text, ""), None, reason);
            is_refused("```output\nold\n```\n", &ran(OK, text, ""), None, reason);
        }
        let mut bytes = ran(OK, "\u{fffd}\n", "");
        bytes.ran.as_mut().unwrap().stdout.is_text = false;
        is_refused("```output\n```\n", &bytes, None, "it is no text in UTF-8");
        is_accepted(
            "```output\n```\n",
            &ran(OK, "\t\u{b}\u{c}{{x}}\n", ""),
            &["\t\u{b}\u{c}{{x}}\n"],
        );
        // The other output of the same program can be accepted.
        let both = "```output\n```\n```output {stream=stderr}\n```\n";
        let partly = ran(OK, "\0", "a\n");
        let (texts, found) = twice(both, &partly, Some(&partly));
        assert_eq!((texts, found.len()), (vec!["a\n".to_owned()], 1));
        assert!(found[0].notes.iter().any(|note| note.ends_with("it has a NUL character")));
    }

    /// Filters say what is compared, and not what is written.
    #[test]
    fn what_is_written_is_what_was_printed() {
        let mut filtered = ran(OK, "at [TIME]\n", "");
        filtered.ran.as_mut().unwrap().stdout.shown = "at 12:00\n".to_owned();
        is_accepted("```output\nat [TIME]\n```\n", &filtered, &[]);
        let (texts, _) = once("```output\n```\n", &filtered);
        assert_eq!(texts, ["at 12:00\n"]);
    }
}
