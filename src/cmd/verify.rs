//! `verify`: whether the programs of the book in a directory print what its lessons say.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::book::Scope;
use crate::config::Sandbox;
use crate::proof::LOCK_FILE;
use crate::report::github;
use crate::report::human::{Style, harmless_json, printable};
use crate::verify::outcome::{Event, Standing, Verified};
use crate::verify::process::Stop;
use crate::verify::report::human;
use crate::verify::report::json_v1::JsonVerified;
use crate::verify::{Circumstances, Manner, Selection, plan, status, verify};

use super::accept::{self, Accepting, Written};
use super::book_dir::{book, in_book};
use super::consent::Consent;
use super::exit::{MISTAKES, NOTHING_PROVED, STOPPED};
use super::lock;
use super::progress::Progress;
use super::stdout::{tell, write};

/// What `verify` is told.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The directory of `book.toml`.
    #[arg(default_value = ".")]
    book: PathBuf,
    /// Files and directories whose programs are run; those of all where there is none.
    paths: Vec<PathBuf>,
    /// Runs the programs of the question with this id only; may be given several times.
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// Runs the programs in this language only; may be given several times.
    #[arg(long, value_name = "LANGUAGE")]
    language: Vec<String>,
    /// How many programs run at a time; as many as there are processors where this is left out.
    #[arg(long, value_name = "COUNT")]
    jobs: Option<NonZeroUsize>,
    /// Runs those as well that `predict.lock` says are proved, and takes out of it what no program
    /// needs any more.
    #[arg(long)]
    all: bool,
    /// Never writes `predict.lock`, and fails where proofs are missing in it or no longer hold; so
    /// it is where `CI` is set and the book has one.
    #[arg(long, conflicts_with = "accept")]
    locked: bool,
    /// Runs nothing, and says of each program whether it is proved.
    #[arg(long, conflicts_with_all = ["plan", "accept", "format", "twice", "jobs"])]
    #[arg(conflicts_with_all = ["all", "locked"])]
    status: bool,
    /// Runs each program, proved or not, and once more, elsewhere and at another time of day, and
    /// says what differs.
    #[arg(long)]
    twice: bool,
    /// What programs are kept from, whatever the book says.
    #[arg(long, value_enum)]
    sandbox: Option<SandboxArgument>,
    /// Writes what programs print into their `output` fences; shows what changes, and asks. Each
    /// program runs twice: what varies is not accepted.
    #[arg(long, conflicts_with_all = ["plan", "format"])]
    accept: bool,
    /// With `--accept`: writes without asking.
    #[arg(long, requires = "accept")]
    yes: bool,
    /// With `--accept`: runs each program once only.
    #[arg(long, requires = "accept", conflicts_with = "twice")]
    once: bool,
    /// Runs nothing, and shows every command, directory, environment and limit.
    #[arg(long, conflicts_with_all = ["format", "twice", "jobs"])]
    plan: bool,
    /// How to say what came of it.
    #[arg(long, value_enum, default_value_t = RunFormat::Human)]
    format: RunFormat,
}

/// What programs are kept from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SandboxArgument {
    /// All that this system can keep from them.
    Auto,
    /// The same; where that leaves out files, network or their group, nothing runs.
    Require,
    /// Nothing.
    Off,
}

/// How the results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RunFormat {
    /// For people: a line for each program, and what is wrong.
    Human,
    /// For programs, at the end.
    Json,
    /// As the commands that GitHub's runners read, at the end.
    Github,
}

/// Runs what is asked for and says what came of it; reports have this `style`. Whoever is to agree
/// to what is written is asked by `ask`, with what would change and the question.
pub(super) fn run(
    arguments: &VerifyArguments,
    style: Style,
    ask: impl FnOnce(&str, Option<&str>) -> Result<Consent>,
) -> Result<ExitCode> {
    let book = book(&arguments.book, "verify")?;
    let selection = selection(arguments)?;
    let circumstances = circumstances(arguments)?;
    let here = std::env::current_dir().ok();
    if arguments.plan {
        tell(&plan(&book, &selection, &circumstances, here.as_deref())?)?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.status {
        let status = status(&book, &selection)?;
        write(&human::status(&status, style, here.as_deref()))?;
        return Ok(ExitCode::from(if status.is_proved() { 0 } else { MISTAKES }));
    }
    if arguments.accept {
        accept::check_consent(arguments.yes, circumstances.is_ci)?;
    }
    let has_lock = book.root.join(LOCK_FILE).exists();
    let manner = manner(arguments, circumstances.is_ci && has_lock);
    let stop = Stop::on_signals().context("cannot wait for Ctrl-C")?;
    let mut told = Told::new(arguments.format == RunFormat::Human, here.as_deref());
    let verified =
        verify(&book, &selection, &circumstances, &manner, &stop, &mut |event| told.tell(&event))?;
    told.end()?;
    // From here on, whoever wants to stop this ends it.
    drop(stop);
    write(&text(&verified, arguments.format, style, here.as_deref())?)?;
    let code = exit_code(&verified);
    let here = here.as_deref();
    if !arguments.accept {
        if !manner.is_locked && !verified.has_unreadable_lock {
            told_of_lock(&lock::write(&book.root, &verified.shown.update, here)?, arguments)?;
        }
        return Ok(code);
    }
    if verified.is_stopped {
        return Ok(code);
    }
    let outputs = &verified.accepted;
    let is_agreed = arguments.yes;
    let wanted = Accepting { book: &book, scope: &selection.scope, outputs, is_agreed, here };
    let Written { said, left } = accept::run(&wanted, ask)?;
    tell(&said)?;
    if !verified.has_unreadable_lock {
        let left: Vec<usize> = left.iter().map(|left| left.program).collect();
        let update = verified.shown.once_written(&left);
        tell(&lock::write(&book.root, &update, here)?)?;
    }
    Ok(if left.is_empty() { code } else { ExitCode::from(MISTAKES) })
}

/// Says what was written to the file of proofs, where what is printed is for people.
fn told_of_lock(said: &str, arguments: &VerifyArguments) -> Result<()> {
    match arguments.format {
        RunFormat::Human => tell(said),
        RunFormat::Json | RunFormat::Github => Ok(()),
    }
}

/// Which programs are asked for.
fn selection(arguments: &VerifyArguments) -> Result<Selection> {
    let only = in_book(&arguments.book, &arguments.paths)?;
    let ids = arguments.id.iter().map(|id| id.trim_start_matches('#').to_owned()).collect();
    Ok(Selection {
        scope: Scope { only },
        ids,
        languages: arguments.language.clone(),
        runs_proved: arguments.all || arguments.twice,
        runs_whole_questions: arguments.accept,
    })
}

/// How they run; `is_usually_locked` where nobody says what becomes of the file of proofs.
fn manner(arguments: &VerifyArguments, is_usually_locked: bool) -> Manner {
    let usual = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    Manner {
        workers: arguments.jobs.map_or_else(usual, NonZeroUsize::get),
        is_twice: arguments.twice || (arguments.accept && !arguments.once),
        accepts: arguments.accept,
        prunes: arguments.all,
        is_locked: arguments.locked || (is_usually_locked && !arguments.accept),
        command: command(&arguments.book),
    }
}

fn circumstances(arguments: &VerifyArguments) -> Result<Circumstances> {
    let environment = std::env::vars_os();
    let environment =
        environment.filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    let ci = std::env::var_os("CI").filter(|ci| !ci.is_empty() && ci != "false" && ci != "0");
    Ok(Circumstances {
        launcher: std::env::current_exe().context("cannot find this command")?,
        sandbox: arguments.sandbox.map(|sandbox| match sandbox {
            SandboxArgument::Auto => Sandbox::Auto,
            SandboxArgument::Require => Sandbox::Require,
            SandboxArgument::Off => Sandbox::Off,
        }),
        is_ci: ci.is_some(),
        environment: environment.collect(),
    })
}

/// The command that verifies the book in this directory, as one types it.
fn command(book: &Path) -> String {
    let path = book.to_string_lossy();
    let path = if path == "." { String::new() } else { format!(" {}", shell_words::quote(&path)) };
    format!("mdbook-predict verify{path}")
}

/// What is told while programs run: nothing, where what is printed is for programs.
struct Told<'h> {
    progress: Option<Progress>,
    here: Option<&'h Path>,
    /// Why a line could not be written.
    failure: Option<anyhow::Error>,
}

impl<'h> Told<'h> {
    fn new(is_for_people: bool, here: Option<&'h Path>) -> Self {
        Told { progress: is_for_people.then(Progress::new), here, failure: None }
    }

    fn tell(&mut self, event: &Event<'_>) {
        let Some(progress) = &mut self.progress else { return };
        let line = match event {
            Event::Begun(count) => return progress.begin(*count),
            Event::Slow(subject) => {
                format!("   runs  {} takes long", human::name(subject, self.here))
            }
            Event::Done(outcome) => {
                if outcome.standing == Standing::Known {
                    return;
                }
                progress.step(outcome.standing != Standing::Again);
                // What was to run after somebody stopped all is no news.
                if outcome.standing == Standing::Stopped && outcome.time.is_none() {
                    return;
                }
                human::line(outcome, self.here)
            }
        };
        let written = progress.above(|| tell(&format!("{line}\n")));
        self.failure = self.failure.take().or(written.err());
    }

    fn end(self) -> Result<()> {
        if let Some(progress) = self.progress {
            progress.end();
        }
        self.failure.map_or(Ok(()), Err)
    }
}

fn text(
    verified: &Verified,
    format: RunFormat,
    style: Style,
    here: Option<&Path>,
) -> Result<String> {
    Ok(match format {
        // The report has its colours already, and nothing else that steers a terminal.
        RunFormat::Human => human::text(verified, style, here),
        RunFormat::Json => {
            let json = serde_json::to_string_pretty(&JsonVerified::new(verified, here))? + "\n";
            harmless_json(&json)
        }
        RunFormat::Github => {
            let found = github::text(&verified.report, here);
            printable(&(found + &human::summary(verified))).into_owned()
        }
    })
}

fn exit_code(verified: &Verified) -> ExitCode {
    let is_proved = |standing| verified.count(&standing) > 0;
    let is_any =
        [Standing::Proved, Standing::Known, Standing::Accepted].map(is_proved).contains(&true);
    if verified.is_stopped {
        ExitCode::from(STOPPED)
    } else if verified.report.errors() > 0 {
        ExitCode::from(MISTAKES)
    } else if verified.questions > 0 && !is_any {
        ExitCode::from(NOTHING_PROVED)
    } else {
        ExitCode::SUCCESS
    }
}
