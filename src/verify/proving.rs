//! Programs are run, several at a time, and judged in the order of the book.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::chapter::ProgramRole;
use crate::chapter::lesson::{Block, Stream};
use crate::config::Filter;
use crate::diagnostic::{Code, Diagnostic, Level, Levels, runs as mistakes};
use crate::proof::{Expected, ProgramTrial};

use super::accept::{Acceptance, accept};
use super::attempt::{Outfit, ProgramRun, Variant};
use super::difference::{difference, tail};
use super::gathering::ChosenProgram;
use super::happened::Happened;
use super::jail::Enforced;
use super::outcome::{Event, Outcome, ProgramName, Standing};
use super::outfits::{Outfits, Unfit};
use super::process::{End, Stop};
use super::question::{TriedProgram, judge_question};
use super::schedule::{Notice, in_order};
use super::verdict::judge;
use super::workplace::Workplace;

/// How programs are run and told of.
#[derive(Clone, Debug)]
pub struct Manner {
    /// How many at a time.
    pub workers: usize,
    /// Whether each runs twice, to see whether it prints the same.
    pub is_twice: bool,
    /// Whether what is printed is to be written down.
    pub accepts: bool,
    /// The command that runs some of them again, but for its options.
    pub command: String,
    /// Whether proofs go that no program needs, where all programs run.
    pub prunes: bool,
    /// Whether the file of proofs is to be as it would be written.
    pub is_locked: bool,
}

/// All that is needed to run programs and to judge them.
pub(super) struct Proving<'p> {
    /// The programs.
    pub chosen: &'p [ChosenProgram<'p>],
    /// How they are run.
    pub outfits: &'p Outfits<'p>,
    /// Where.
    pub workplace: &'p Workplace,
    /// Until when.
    pub stop: &'p Stop,
    /// How, and how they are told of.
    pub manner: &'p Manner,
    /// What is replaced in texts before they are compared.
    pub filters: &'p [Filter],
    /// What the book makes of lints.
    pub levels: &'p Levels,
}

/// What came of programs.
#[derive(Debug, Default)]
pub(super) struct Results {
    /// What became of each, in the order of the book.
    pub outcomes: Vec<Outcome>,
    /// What is wrong, each with the number of its chapter.
    pub findings: Vec<(usize, Diagnostic)>,
    /// What they were kept from, all of them; nothing where none ran.
    pub enforced: Option<Enforced>,
    /// What can be accepted, by the numbers of the programs; nothing where that is not wanted.
    pub accepted: BTreeMap<usize, Acceptance>,
    /// The numbers of the programs that did something else than what is said of them.
    pub refuted: HashSet<usize>,
    /// The numbers of the programs that were judged with the others of their questions.
    pub judged: HashSet<usize>,
    /// The numbers of the programs of which something is wrong in their questions.
    pub in_doubt: HashSet<usize>,
}

/// What came of a program's turn.
#[derive(Debug)]
enum Turn {
    /// It ran, and perhaps once more.
    Ran(Box<ProgramRun>, Option<Box<ProgramRun>>),
    /// It could not be run.
    Unfit(Unfit),
    /// Its author does not want it to be run.
    Skipped(String),
    /// It has been proved before, and did this if that is known to the letter.
    Known(Option<Box<Happened>>),
    /// Somebody stopped all of it before.
    Stopped,
}

impl Turn {
    /// What happened in it, as far as that is known.
    fn happened(&self) -> Option<&Happened> {
        match self {
            Turn::Ran(attempt, _) => Some(&attempt.happened),
            Turn::Known(happened) => happened.as_deref(),
            Turn::Unfit(_) | Turn::Skipped(_) | Turn::Stopped => None,
        }
    }
}

/// A question that does not hold together.
struct JudgedQuestion {
    /// The numbers of the programs whose proofs would be of that.
    in_doubt: Vec<usize>,
    /// What is wrong, each with the number of its chapter.
    found: Vec<(usize, Diagnostic)>,
}

impl Proving<'_> {
    /// Runs all of them, and tells of each as it is judged.
    pub(super) fn prove(&self, tell: &mut dyn FnMut(Event<'_>)) -> Results {
        tell(Event::Begun(self.chosen.iter().filter(|program| !program.is_known).count()));
        let rooms = AtomicUsize::new(0);
        let mut turns: Vec<Turn> = Vec::new();
        let mut results = Results::default();
        let task = |number| self.turn(number, &rooms);
        in_order(self.chosen.len(), self.manner.workers, task, |progress| match progress {
            Notice::Slow(number) => tell(Event::Slow(&self.chosen[number].subject)),
            Notice::Done(number, turn) => {
                self.conclude(number, &turn, false, &mut results);
                tell(Event::Done(&results.outcomes[number]));
                turns.push(turn);
            }
        });
        self.try_again(&mut turns, &rooms, &mut results, tell);
        let is_judged = |(number, turn): (usize, &Turn)| turn.happened().map(|_| number);
        results.judged = turns.iter().enumerate().filter_map(is_judged).collect();
        for question in self.questions(&turns, &results.accepted) {
            results.in_doubt.extend(question.in_doubt);
            results.findings.extend(question.found);
        }
        results
    }

    /// Gives those that took too long another turn, now that nothing else runs.
    fn try_again(
        &self,
        turns: &mut [Turn],
        rooms: &AtomicUsize,
        results: &mut Results,
        tell: &mut dyn FnMut(Event<'_>),
    ) {
        for (number, turn) in turns.iter_mut().enumerate() {
            if results.outcomes[number].standing == Standing::Again {
                *turn = self.turn(number, rooms);
                self.conclude(number, turn, true, results);
                tell(Event::Done(&results.outcomes[number]));
            }
        }
    }

    /// Runs program number `number`.
    fn turn(&self, number: usize, rooms: &AtomicUsize) -> Turn {
        let ChosenProgram { trial, input, is_known, .. } = &self.chosen[number];
        if *is_known {
            return Turn::Known(Happened::as_claimed(&trial.expected).map(Box::new));
        }
        if let Some(reason) = trial.skip() {
            return Turn::Skipped(reason.to_owned());
        }
        if self.stop.is_asked() {
            return Turn::Stopped;
        }
        let outfit = match self.outfits.of(trial) {
            Ok(outfit) => outfit,
            Err(unfit) => return Turn::Unfit(unfit.clone()),
        };
        let stdin = match input {
            Ok(stdin) => stdin,
            Err(why) => return Turn::Unfit(Unfit::from_input(why)),
        };
        let attempt = |variant| {
            let room = self.workplace.room(&rooms.fetch_add(1, Ordering::Relaxed).to_string())?;
            outfit.attempt(trial, stdin.as_deref(), &room, variant, self.stop).map(Box::new)
        };
        let first = match attempt(Variant::Usual) {
            Ok(first) => first,
            Err(error) => return Turn::Unfit(Unfit::from_error(&error)),
        };
        let is_worth_it = self.manner.is_twice && first.happened.is_complete();
        match is_worth_it.then(|| attempt(Variant::Elsewhere)).transpose() {
            Ok(second) => Turn::Ran(first, second),
            Err(error) => Turn::Unfit(Unfit::from_error(&error)),
        }
    }

    /// Judges program number `number` by itself; `is_last` where it gets no further turn.
    fn conclude(&self, number: usize, turn: &Turn, is_last: bool, results: &mut Results) {
        let ChosenProgram { chapter, trial, subject, .. } = &self.chosen[number];
        let (standing, found, time) = match turn {
            Turn::Skipped(reason) => (Standing::Skipped(reason.clone()), Vec::new(), None),
            Turn::Known(_) => (Standing::Known, Vec::new(), None),
            Turn::Stopped => (Standing::Stopped, Vec::new(), None),
            Turn::Unfit(unfit) => {
                let language = trial.claim.program.language.as_ref();
                let place = language.map_or(trial.place(), |language| &language.span).clone();
                let found = mistakes::no_runner(place, unfit.message.clone(), &unfit.help);
                (Standing::NotRun, vec![found], None)
            }
            Turn::Ran(first, second) => {
                let (standing, found) =
                    self.judged(number, (first, second.as_deref()), is_last, results);
                let enforced = results.enforced.unwrap_or(first.enforced);
                results.enforced = Some(enforced.and(first.enforced));
                (standing, found, Some(first.time))
            }
        };
        // What did not come to its end says nothing of what it would have printed.
        if standing == Standing::Wrong && turn.happened().is_some_and(Happened::is_complete) {
            results.refuted.insert(number);
        }
        let rerun = self.rerun(subject);
        let found = found.into_iter().map(|found| match turn {
            Turn::Ran(run, _) if is_kept_from_something(run) => {
                found.help("the sandbox may be why: see what it does with `--sandbox off`")
            }
            _ => found,
        });
        let found = found.map(|found| (*chapter, found.help(rerun.clone())));
        results.findings.extend(found);
        let outfit = self.outfits.of(trial).ok();
        let tool = outfit.and_then(|outfit| {
            Some(format!("{} {}", outfit.runner.language, outfit.tools.number()?))
        });
        let with = outfit.map(with);
        let said = match turn {
            Turn::Ran(first, _) if standing == Standing::Proved => {
                unclaimed(&trial.expected, first)
            }
            _ => None,
        };
        let enforced = match turn {
            Turn::Ran(first, _) => Some(first.enforced),
            _ => None,
        };
        let outcome =
            Outcome { subject: subject.clone(), standing, time, tool, with, enforced, said };
        match results.outcomes.get_mut(number) {
            Some(before) => *before = outcome,
            None => results.outcomes.push(outcome),
        }
    }

    fn judged(
        &self,
        number: usize,
        (first, second): (&ProgramRun, Option<&ProgramRun>),
        is_last: bool,
        results: &mut Results,
    ) -> (Standing, Vec<Diagnostic>) {
        let ChosenProgram { trial, .. } = &self.chosen[number];
        if first.happened.ended_by(End::Stopped) {
            return (Standing::Stopped, Vec::new());
        }
        if first.happened.ended_by(End::TimedOut) && !is_last {
            return (Standing::Again, Vec::new());
        }
        let Ok(outfit) = self.outfits.of(trial) else { return (Standing::NotRun, Vec::new()) };
        let limits = outfit.limits(trial);
        if self.manner.accepts {
            let happened = (&first.happened, second.map(|second| &second.happened));
            let acceptance = accept(trial, happened, &limits, self.filters);
            let standing = match (acceptance.found.is_empty(), acceptance.outputs.is_empty()) {
                (true, true) => Standing::Proved,
                (true, false) => Standing::Accepted,
                (false, _) => Standing::Wrong,
            };
            let found = acceptance.found.clone();
            results.accepted.insert(number, acceptance);
            return (standing, found);
        }
        let mut found = judge(&trial.expected, trial.place(), &first.happened, &limits);
        if let (true, Some(second)) = (found.is_empty(), second) {
            let holds = judge(&trial.expected, trial.place(), &second.happened, &limits).is_empty();
            found.extend((!holds).then(|| varies(trial, first, second)));
        }
        let standing = if found.is_empty() { Standing::Proved } else { Standing::Wrong };
        (standing, found)
    }

    /// Whether what was `found` in its question is about program number `number`.
    fn is_in_doubt(&self, number: usize, found: &[Diagnostic]) -> bool {
        let trial = &self.chosen[number].trial;
        let is_of_fix = |found: &Diagnostic| found.code == Code::FixChangesNothing;
        match trial.claim.role {
            ProgramRole::Question => {
                found.iter().any(|found| found.is_error() && !is_of_fix(found))
            }
            ProgramRole::Fix => found
                .iter()
                .any(|found| is_of_fix(found) && found.span.as_ref() == Some(trial.place())),
            ProgramRole::Counter(_) => false,
        }
    }

    /// How to run the programs of one question again.
    fn rerun(&self, subject: &ProgramName) -> String {
        format!("to run it again: {} --id {}", self.manner.command, subject.id)
    }

    /// What is wrong with questions as a whole.
    fn questions(
        &self,
        turns: &[Turn],
        accepted: &BTreeMap<usize, Acceptance>,
    ) -> Vec<JudgedQuestion> {
        let mut groups: Vec<(Vec<usize>, Vec<TriedProgram<'_>>)> = Vec::new();
        let mut known: HashMap<*const Block, usize> = HashMap::new();
        for (number, (program, turn)) in self.chosen.iter().zip(turns).enumerate() {
            let question: *const Block = program.trial.claim.question;
            let group = *known.entry(question).or_insert(groups.len());
            if group == groups.len() {
                groups.push((Vec::new(), Vec::new()));
            }
            groups[group].0.push(number);
            let expected = accepted.get(&number).map(|acceptance| &acceptance.expected);
            groups[group].1.extend(tried(program, turn, expected));
        }
        let judged = groups.into_iter().filter_map(|(programs, tried)| {
            let program = &self.chosen[*programs.first()?];
            let found = judge_question(program.trial.claim.question, &tried, self.filters);
            let rerun = self.rerun(&program.subject);
            let told = found.into_iter().filter(|found| self.levels.of(found.code) != Level::Allow);
            let told: Vec<Diagnostic> = told.collect();
            let in_doubt =
                programs.into_iter().filter(|number| self.is_in_doubt(*number, &told)).collect();
            let found = told.into_iter();
            let found = found.map(|found| (program.chapter, found.help(rerun.clone())));
            let found: Vec<_> = found.collect();
            (!found.is_empty()).then_some(JudgedQuestion { in_doubt, found })
        });
        judged.collect()
    }
}

/// A program after its turn, of which `accepted` is said instead, if something is.
fn tried<'t>(
    program: &'t ChosenProgram<'_>,
    turn: &'t Turn,
    accepted: Option<&'t Expected>,
) -> Option<TriedProgram<'t>> {
    let happened = turn.happened()?;
    let trial = &program.trial;
    Some(TriedProgram {
        role: trial.claim.role,
        place: trial.place(),
        expected: accepted.unwrap_or(&trial.expected),
        happened,
    })
}

/// What runs programs, for a proof: the language, two numbers of the version, and the system.
fn with(outfit: &Outfit<'_>) -> String {
    let number = outfit.tools.number().unwrap_or_default();
    let version = number.split('.').take(2).collect::<Vec<_>>().join(".");
    let words = [outfit.runner.language.as_str(), &version, std::env::consts::OS];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a program in the sandbox complains of rights that it does not have.
fn is_kept_from_something(run: &ProgramRun) -> bool {
    const COMPLAINTS: [&str; 5] = [
        "permission denied",
        "operation not permitted",
        "name resolution",
        "name or service not known",
        "resource temporarily unavailable",
    ];
    let steps = [&run.happened.compiled, &run.happened.ran];
    let said = steps.into_iter().flatten().map(|step| step.stderr.text.to_lowercase());
    let complains = |said: String| COMPLAINTS.iter().any(|words| said.contains(words));
    run.enforced.files && said.into_iter().any(complains)
}

/// The last line that a program printed to its standard error, where nothing is claimed of that.
fn unclaimed(expected: &Expected, run: &ProgramRun) -> Option<String> {
    let is_claimed = expected.on(Stream::Stderr).or(expected.on(Stream::Both)).is_some();
    let step = run.happened.ran.as_ref().filter(|step| !is_claimed && step.is_success())?;
    let line = step.stderr.shown.lines().rev().find(|line| !line.trim().is_empty())?;
    Some(tail(line, 1))
}

/// That a program printed something else when it ran again.
fn varies(trial: &ProgramTrial<'_>, first: &ProgramRun, second: &ProgramRun) -> Diagnostic {
    let printed = |attempt: &ProgramRun| {
        let Happened { compiled, ran } = &attempt.happened;
        ran.as_ref()
            .or(compiled.as_ref())
            .map(|ran| format!("{}{}", ran.stdout.text, ran.stderr.text))
            .unwrap_or_default()
    };
    let lines = difference(&printed(first), &printed(second));
    let output = trial.expected.texts.first().map_or(trial.place(), |text| &text.place);
    mistakes::output_varies(output.clone(), trial.place().clone(), &lines)
}
