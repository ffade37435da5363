//! Running one program of a lesson: its files, its environment, its compiler, itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use crate::config::VerifySettings;
use crate::proof::ProgramTrial;
use crate::runner::{RunPlaces, Runner};

use super::happened::{Happened, StepResult};
use super::jail::{Enforced, Jail};
use super::process::{self, Finished, Job, Limits, Stop};
use super::toolchain::Toolchain;
use super::verdict::StepLimits;
use super::workplace::Room;

/// After how long a program is stopped, where nobody says otherwise.
const RUN_TIME: Duration = Duration::from_secs(10);

/// After how long a compiler is stopped, where nobody says otherwise.
const COMPILE_TIME: Duration = Duration::from_secs(60);

/// After how many bytes on a stream a program is stopped.
const MOST_OUTPUT: usize = 1 << 20;

/// The environment that each program gets, beside its directory and the way to its tools. Proofs
/// depend on it: with another one, `proof::hash` has another format.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("COLUMNS", "80"),
    ("LANG", "C.UTF-8"),
    ("LC_ALL", "C.UTF-8"),
    ("NO_COLOR", "1"),
    ("TERM", "dumb"),
    ("TZ", "UTC"),
];

/// What else is there when a program runs for the second time, to see whether it matters: another
/// time zone, and other seeds of hashes.
const ELSEWHERE: [(&str, &str); 3] =
    [("TZ", "XYZ-5:45"), ("PYTHONHASHSEED", "271828"), ("PERL_HASH_SEED", "271828")];

/// How the programs of one language are run in this book, on this machine.
#[derive(Clone, Debug)]
pub struct Outfit<'b> {
    /// The commands.
    pub runner: &'b Runner,
    /// What they stand for here.
    pub tools: Toolchain,
    /// What the book sets for all languages.
    pub settings: &'b VerifySettings,
    /// The command in front of each command; there may be none.
    pub wrapper: Vec<OsString>,
    /// Variables of our own environment that the book passes on.
    pub passed: BTreeMap<String, OsString>,
    /// Our own executable, where programs are put into a jail.
    pub launcher: Option<PathBuf>,
    /// Whether they are not run where that cannot be.
    pub is_jail_required: bool,
    /// The edition of the book's programs in Rust.
    pub edition: &'b str,
    /// The directory that the compiler keeps things in for the next program.
    pub cache: Option<PathBuf>,
}

/// What came of running a program.
#[derive(Clone, Debug)]
pub struct ProgramRun {
    /// What happened.
    pub happened: Happened,
    /// What the program was kept from.
    pub enforced: Enforced,
    /// How long all of it took.
    pub time: Duration,
}

/// One of the two steps of a program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StepKind {
    Compile,
    Run,
}

impl Outfit<'_> {
    /// When `trial` and its compiler are stopped.
    pub fn limits(&self, trial: &ProgramTrial<'_>) -> StepLimits {
        let own = trial.claim.invocation.timeout.as_ref();
        let own = own.map(|seconds| Duration::from_secs(seconds.value.into()));
        let run = own.or(self.runner.run.time).or(self.settings.time).unwrap_or(RUN_TIME);
        let compile = self.runner.compile.as_ref().and_then(|step| step.time);
        let limits = |time| Limits { time, output: MOST_OUTPUT };
        StepLimits { compile: limits(compile.unwrap_or(COMPILE_TIME)), run: limits(run) }
    }

    /// The commands of `trial` in `directory`: the compiler's, if it has one, and its own, unless
    /// it is compiled only.
    pub fn jobs(&self, trial: &ProgramTrial<'_>, directory: &Path, variant: Variant) -> Vec<Job> {
        let places = self.places(trial, directory);
        let compile = self.tools.compile(self.runner, &places).map(|command| {
            self.job(trial, directory, StepKind::Compile, command.executable, command.arguments)
        });
        let run = (!trial.expected.is_compiled_only).then(|| {
            let command = self.tools.run(self.runner, &places);
            let arguments = [command.arguments, trial.args.clone()].concat();
            self.job(trial, directory, StepKind::Run, command.executable, arguments)
        });
        let jobs = compile.into_iter().chain(run);
        jobs.map(|job| variant.applied(job)).collect()
    }

    /// The files that `trial` finds in `directory`, by name: those of its question, and itself.
    pub fn files(&self, trial: &ProgramTrial<'_>, directory: &Path) -> Vec<(String, String)> {
        let beside = trial.claim.files.iter().filter_map(|file| {
            Some((file.file_name()?.to_owned(), file.code.text.replace("\r\n", "\n")))
        });
        let own = self.places(trial, directory).file().to_owned();
        beside.chain([(own, trial.claim.program.runnable())]).collect()
    }

    fn places(&self, trial: &ProgramTrial<'_>, directory: &Path) -> RunPlaces {
        let edition = trial.edition().unwrap_or_else(|| self.edition.to_owned());
        let support = self.tools.support.as_deref().unwrap_or(directory);
        RunPlaces::new(self.runner, &trial.claim.program.runnable(), directory, support, &edition)
    }

    fn job(
        &self,
        trial: &ProgramTrial<'_>,
        directory: &Path,
        phase: StepKind,
        executable: PathBuf,
        arguments: Vec<String>,
    ) -> Job {
        let mut command = self.wrapper.clone();
        command.push(executable.into());
        command.extend(arguments.into_iter().map(OsString::from));
        let executable = PathBuf::from(command.remove(0));
        let limits = self.limits(trial);
        let is_run = phase == StepKind::Run;
        Job {
            executable,
            arguments: command,
            environment: self.environment(directory, phase),
            directory: directory.to_owned(),
            stdin: None,
            joins_streams: is_run && trial.expected.joins_streams(),
            limits: if is_run { limits.run } else { limits.compile },
            jail: self.jail(directory, phase),
        }
    }

    /// All of the environment of a step.
    fn environment(&self, directory: &Path, phase: StepKind) -> BTreeMap<String, OsString> {
        let mut all = self.passed.clone();
        let mut set = |name: &str, value: OsString| drop(all.insert(name.to_owned(), value));
        ENVIRONMENT.iter().for_each(|(name, value)| set(name, value.into()));
        ["HOME", "TMPDIR"].iter().for_each(|name| set(name, directory.into()));
        set("PATH", std::env::join_paths(&self.tools.path).unwrap_or_default());
        self.runner.environment.iter().for_each(|(name, value)| set(name, value.into()));
        if let (Some(name), Some(cache)) = (&self.runner.cache, &self.cache) {
            // What runs finds an empty one in its own directory, if it looks for it.
            let own = if phase == StepKind::Compile { cache } else { directory };
            set(name, own.into());
        }
        all
    }

    fn jail(&self, directory: &Path, phase: StepKind) -> Option<Jail> {
        let mut write = vec![directory.to_owned()];
        write.extend(self.cache.clone().filter(|_| phase == StepKind::Compile));
        Some(Jail {
            launcher: self.launcher.clone()?,
            read: self.tools.read.clone(),
            write,
            shares_memory: self.runner.shares_memory,
            changes_modes: phase == StepKind::Compile,
            is_required: self.is_jail_required,
        })
    }

    /// Runs `trial` in `room`.
    ///
    /// # Errors
    ///
    /// Its files cannot be written, or one of its commands cannot be started.
    pub fn attempt(
        &self,
        trial: &ProgramTrial<'_>,
        stdin: Option<&[u8]>,
        room: &Room,
        variant: Variant,
        stop: &Stop,
    ) -> Result<ProgramRun> {
        for (name, text) in self.files(trial, room.path()) {
            room.put(&name, &text)?;
        }
        let mut happened = Happened { compiled: None, ran: None };
        let (mut enforced, mut time) = (Enforced::default(), Duration::ZERO);
        let has_compiler = self.runner.compile.is_some();
        for (number, mut job) in self.jobs(trial, room.path(), variant).into_iter().enumerate() {
            let is_compiler = has_compiler && number == 0;
            job.stdin = stdin.filter(|_| !is_compiler).map(<[u8]>::to_vec);
            let finished = process::run(&job, stop)?;
            let result = self.result(&finished, room.path());
            (enforced, time) = (finished.enforced, time + finished.time);
            match is_compiler {
                true if result.is_success() => happened.compiled = Some(result),
                true => {
                    happened.compiled = Some(result);
                    break;
                }
                false => happened.ran = Some(result),
            }
        }
        Ok(ProgramRun { happened, enforced, time })
    }

    fn result(&self, finished: &Finished, directory: &Path) -> StepResult {
        StepResult::of(finished, directory, &self.settings.filters)
    }
}

/// Under which circumstances a program is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// The usual ones.
    Usual,
    /// Others, which are not to matter.
    Elsewhere,
}

impl Variant {
    /// `job` under these circumstances.
    fn applied(self, mut job: Job) -> Job {
        if self == Variant::Elsewhere {
            let elsewhere = ELSEWHERE.iter();
            job.environment
                .extend(elsewhere.map(|(name, value)| ((*name).to_owned(), value.into())));
        }
        job
    }
}
