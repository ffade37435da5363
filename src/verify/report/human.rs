//! A run, for people: a line for each program, what is wrong, and a last line that counts.

use std::collections::BTreeSet;
use std::path::Path;

use crate::proof::ProofState;
use crate::report::human::{self, Style};
use crate::report::{Report, shown};

use super::super::outcome::{Outcome, ProgramName, Standing, Verified};
use super::super::status::BookStatus;

/// The line of a program that is done; paths are relative to the directory `here`, where they lie
/// below it.
pub fn line(outcome: &Outcome, here: Option<&Path>) -> String {
    let (word, reason) = match &outcome.standing {
        Standing::Proved | Standing::Known => ("proved", String::new()),
        Standing::Accepted => ("accept", String::new()),
        Standing::Wrong => ("WRONG", String::new()),
        Standing::Again => {
            ("again", ": took too long, and gets another turn at the end".to_owned())
        }
        Standing::Skipped(reason) => ("skipped", format!(": {reason}")),
        Standing::NotRun => ("NOT RUN", String::new()),
        Standing::Stopped => ("stopped", String::new()),
    };
    let time = outcome.time.map(|time| format!(", {:.2} s", time.as_secs_f64()));
    let subject = name(&outcome.subject, here);
    let language = &outcome.subject.language;
    let said = outcome.said.as_ref().map(|said| format!("\n         to standard error: {said}"));
    let (time, said) = (time.unwrap_or_default(), said.unwrap_or_default());
    format!("{word:>7}  {subject} ({language}{time}){reason}{said}")
}

/// A program by its place, its question and what it is there for.
pub fn name(subject: &ProgramName, here: Option<&Path>) -> String {
    let ProgramName { origin, line, id, role, .. } = subject;
    format!("{}:{line}: {role} #{id}", shown(origin, here))
}

/// What is known of the programs of a book: a line for each, and one that counts.
pub fn status(status: &BookStatus, style: Style, here: Option<&Path>) -> String {
    let BookStatus { programs, report } = status;
    let found = human::text(report, style, here);
    let line = |(subject, state): &(ProgramName, ProofState)| {
        let (word, more) = match state {
            ProofState::Proved(proof) => {
                let with: Vec<&str> = proof.with.iter().map(String::as_str).collect();
                ("proved", format!(": {}", with.join(", ")))
            }
            ProofState::Skipped(reason) => ("skipped", format!(": {reason}")),
            ProofState::Changed => ("CHANGED", String::new()),
            ProofState::Never => ("NEVER", String::new()),
        };
        format!("{word:>7}  {} ({}){more}\n", name(subject, here), subject.language)
    };
    let lines: String = programs.iter().map(line).collect();
    let count = |word: &str| programs.iter().filter(|(_, state)| state.word() == word).count();
    let counted = [
        (count("proved"), "proved"),
        (count("changed"), "changed since"),
        (count("never"), "never proved"),
        (count("skipped"), "skipped"),
    ];
    let mistakes = mistakes(report);
    let count = total(programs.len(), counted);
    format!("{lines}{found}{count}{mistakes}\n{}", human::more(report))
}

/// How many programs there are, and what became of them; that none is proved is said as well.
fn total<'w>(programs: usize, counted: impl IntoIterator<Item = (usize, &'w str)>) -> String {
    let counted: Vec<(usize, &str)> = counted.into_iter().collect();
    let proves = |word: &str| ["proved", "proved before"].contains(&word);
    let is_any_proved = counted.iter().any(|(count, word)| *count > 0 && proves(word));
    let is_told =
        |(count, word): &&(usize, &str)| *count > 0 || (*word == "proved" && !is_any_proved);
    let told = counted.iter().filter(is_told);
    let words: Vec<String> = told.map(|(count, word)| format!("{count} {word}")).collect();
    let noun = if programs == 1 { "program" } else { "programs" };
    format!("{programs} {noun}: {}", words.join(", "))
}

/// What is wrong, and how much; a line at the end says what came of all.
pub fn text(verified: &Verified, style: Style, here: Option<&Path>) -> String {
    let mut text = human::text(&verified.report, style, here);
    let missing = verified.enforced.and_then(|enforced| enforced.missing());
    match missing {
        Some(_) if verified.is_open => {
            text.push_str("note: the sandbox is off, and programs ran with your rights\n");
        }
        Some(missing) => text.push_str(&format!("note: {missing}\n")),
        None => {}
    }
    text.push_str(&unseen(&verified.report));
    text.push_str(&tools(verified));
    text.push_str(&summary(verified));
    text.push_str(&human::more(&verified.report));
    text
}

/// What a build does to chapters first, which was not seen here.
fn unseen(report: &Report) -> String {
    match report.unseen.as_slice() {
        [] => String::new(),
        names => format!(
            "note: in a build {} change chapters first, and programs were run without that\n",
            names.join(", ")
        ),
    }
}

/// What ran programs, and of which version, in a line.
fn tools(verified: &Verified) -> String {
    let ran = verified.outcomes.iter().filter(|outcome| outcome.time.is_some());
    let tools: BTreeSet<&str> = ran.filter_map(|outcome| outcome.tool.as_deref()).collect();
    match tools.is_empty() {
        true => String::new(),
        false => format!("with {}\n", tools.into_iter().collect::<Vec<_>>().join(", ")),
    }
}

/// How many mistakes there are, if there are some.
fn mistakes(report: &Report) -> String {
    match report.errors() {
        0 => String::new(),
        1 => "; 1 mistake".to_owned(),
        many => format!("; {many} mistakes"),
    }
}

/// What came of all programs, in a line.
pub fn summary(verified: &Verified) -> String {
    let programs = verified.outcomes.len();
    let mistakes = mistakes(&verified.report);
    if programs == 0 && !mistakes.is_empty() {
        return format!("nothing was run{mistakes}\n");
    }
    if programs == 0 {
        return match verified.questions {
            0 => "there is no question in this book\n".to_owned(),
            1 => "nothing was proved: the question has no program with an output\n".to_owned(),
            many => format!(
                "nothing was proved: none of {many} questions has a program with an output\n"
            ),
        };
    }
    let counted = [
        (Standing::Proved, "proved"),
        (Standing::Known, "proved before"),
        (Standing::Accepted, "to accept"),
        (Standing::Wrong, "wrong"),
        (Standing::NotRun, "not run"),
        (Standing::Skipped(String::new()), "skipped"),
        (Standing::Stopped, "stopped"),
    ];
    let counted = counted.map(|(standing, word)| (verified.count(&standing), word));
    let left = match verified.unselected {
        0 => String::new(),
        left => format!(" ({left} not asked for)"),
    };
    format!("{}{left}{mistakes}\n", total(programs, counted))
}
