//! How the programs of each language are run here: every language is looked for once, and only
//! where something runs in it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::{Config, Sandbox};
use crate::proof::ProgramTrial;
use crate::runner::{Runner, for_language};

use super::attempt::Outfit;
use super::gathering::ChosenProgram;
use super::jail::Jail;
use super::process::{self, Stop};
use super::toolchain::{NoToolchain, Surroundings, find};
use super::workplace::{Room, Workplace};

/// How programs are run, whatever the book says.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// Our own executable, which puts programs into a jail.
    pub launcher: PathBuf,
    /// What they are kept from, where that is not left to the book.
    pub sandbox: Option<Sandbox>,
    /// Whether nobody is there to read what is not enforced.
    pub is_ci: bool,
    /// Our own environment.
    pub environment: BTreeMap<String, OsString>,
}

/// Why a program cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// What is the matter.
    pub message: String,
    /// What to do about it.
    pub help: Vec<String>,
}

/// How the programs of each language are run here.
#[derive(Debug)]
pub struct Outfits<'b> {
    /// By the words behind fences.
    by_word: BTreeMap<String, Result<Outfit<'b>, Unfit>>,
    /// Those whose fences have no word.
    wordless: Unfit,
    /// The directories that tools were asked in and compilers keep things in.
    _rooms: Vec<Room>,
}

impl Unfit {
    fn new(message: impl Into<String>, help: &str) -> Self {
        Unfit { message: message.into(), help: vec![help.to_owned()] }
    }

    /// That its input cannot be read, for this reason.
    pub fn from_input(why: &str) -> Self {
        let message = format!("the program could not be run: {why}");
        Unfit { message, help: Vec::new() }
    }

    /// That something failed.
    pub fn from_error(error: &anyhow::Error) -> Self {
        let message = format!("the program could not be run: {error:#}");
        Unfit { message, help: Vec::new() }
    }

    /// That nothing runs a language here.
    fn from_tools(error: &NoToolchain) -> Self {
        Unfit { message: error.to_string(), help: Vec::new() }
    }
}

impl<'b> Outfits<'b> {
    /// Finds what runs the programs that are `chosen` from a book with this `config`. Where there
    /// is no `stop`, tools are not asked, and nothing runs.
    ///
    /// # Errors
    ///
    /// No directory can be made for tools, or the wrapper is not there.
    pub fn find(
        config: &'b Config,
        chosen: &[ChosenProgram<'_>],
        circumstances: &Circumstances,
        workplace: &Workplace,
        stop: Option<&Stop>,
    ) -> Result<Self> {
        let rooms =
            [workplace.room("asked")?, workplace.room("support")?, workplace.room("cache")?];
        let common = Common::new(config, circumstances, rooms[2].path(), stop.is_some())?;
        let surroundings = Surroundings {
            environment: &circumstances.environment,
            directory: rooms[0].path(),
            support: rooms[1].path(),
            jail: common.jail(rooms[0].path()),
            run: &|job| process::run(job, stop.context("no tool is to be asked")?),
        };
        let words = chosen
            .iter()
            .filter(|program| program.is_run())
            .filter_map(|program| program.trial.language());
        let mut by_word: BTreeMap<String, Result<Outfit<'b>, Unfit>> = BTreeMap::new();
        let mut by_runner: BTreeMap<&str, Result<Outfit<'b>, Unfit>> = BTreeMap::new();
        for word in words {
            if by_word.contains_key(word) {
                continue;
            }
            let outfit = match for_language(word, &config.runners) {
                Some(runner) => by_runner
                    .entry(&runner.language)
                    .or_insert_with(|| common.outfit(runner, &surroundings))
                    .clone(),
                None => Err(unknown(word)),
            };
            by_word.insert(word.to_owned(), outfit);
        }
        let message = "nobody knows which language this program is in";
        let wordless = Unfit::new(message, "write the language behind the fence");
        Ok(Outfits { by_word, wordless, _rooms: rooms.into() })
    }

    /// Whether somebody wants programs to be kept from nothing.
    pub(super) fn are_open(&self) -> bool {
        self.by_word.values().flatten().any(|outfit| outfit.launcher.is_none())
    }

    /// How `trial` is run.
    ///
    /// # Errors
    ///
    /// Nothing here runs programs in its language.
    pub fn of(&self, trial: &ProgramTrial<'_>) -> Result<&Outfit<'b>, &Unfit> {
        let known = trial.language().and_then(|word| self.by_word.get(word));
        known.map_or(Err(&self.wordless), Result::as_ref)
    }
}

/// That there is no runner for the language that `word` means.
fn unknown(word: &str) -> Unfit {
    let message = format!("nobody knows how to run programs in `{word}`");
    let table = format!("`[preprocessor.predict.run.{word}]`");
    Unfit::new(message, &format!("say it in {table}: `run = [\"TOOL\", \"{{file}}\"]`"))
}

/// What the programs of all languages have in common.
struct Common<'b, 'c> {
    config: &'b Config,
    wrapper: Vec<OsString>,
    passed: BTreeMap<String, OsString>,
    launcher: Option<PathBuf>,
    is_jail_required: bool,
    cache: &'c Path,
    asks: bool,
}

impl<'b, 'c> Common<'b, 'c> {
    fn new(
        config: &'b Config,
        circumstances: &Circumstances,
        cache: &'c Path,
        asks: bool,
    ) -> Result<Self> {
        let settings = &config.verify;
        let sandbox = circumstances.sandbox.unwrap_or(settings.sandbox);
        if sandbox == Sandbox::Off && circumstances.sandbox.is_none() && circumstances.is_ci {
            bail!(
                "`sandbox = \"off\"` in book.toml does not count where `CI` is set, since a \
                 stranger's change may say so; if you mean it, add `--sandbox off` to the command"
            );
        }
        let environment = &circumstances.environment;
        let passed = settings.pass_env.iter();
        let passed = passed.filter_map(|name| Some((name.clone(), environment.get(name)?.clone())));
        Ok(Common {
            config,
            wrapper: wrapper(&settings.wrapper, environment)?,
            passed: passed.collect(),
            launcher: (sandbox != Sandbox::Off).then(|| circumstances.launcher.clone()),
            is_jail_required: sandbox == Sandbox::Require || circumstances.is_ci,
            cache,
            asks,
        })
    }

    /// What tools are kept from that the book names, while they are asked in `directory`.
    fn jail(&self, directory: &Path) -> Option<Jail> {
        Some(Jail {
            launcher: self.launcher.clone()?,
            read: Vec::new(),
            write: vec![directory.to_owned()],
            shares_memory: false,
            changes_modes: false,
            is_required: self.is_jail_required,
        })
    }

    fn outfit(
        &self,
        runner: &'b Runner,
        surroundings: &Surroundings<'_>,
    ) -> Result<Outfit<'b>, Unfit> {
        let tools = match self.asks {
            true => find(runner, surroundings),
            false => find(&runner.unasked(), surroundings),
        };
        let tools = tools.map_err(|error| Unfit::from_tools(&error))?;
        let cache = self.cache.join(&runner.language);
        let cache = runner.cache.as_ref().map(|_| cache);
        if let Some(cache) = &cache {
            let made = std::fs::create_dir_all(cache).context("cannot make a cache");
            made.map_err(|error| Unfit::from_error(&error))?;
        }
        Ok(Outfit {
            runner,
            tools,
            settings: &self.config.verify,
            wrapper: self.wrapper.clone(),
            passed: self.passed.clone(),
            launcher: self.launcher.clone(),
            is_jail_required: self.is_jail_required,
            edition: &self.config.edition,
            cache,
        })
    }
}

/// The command in front of each command, as it is here.
fn wrapper(command: &[String], environment: &BTreeMap<String, OsString>) -> Result<Vec<OsString>> {
    let Some((tool, arguments)) = command.split_first() else { return Ok(Vec::new()) };
    let path = environment.get("PATH").cloned().unwrap_or_default();
    let found = super::toolchain::located(tool, &path);
    let found = found.with_context(|| format!("there is no {tool}, the `wrapper` of this book"))?;
    Ok([found.into_os_string()].into_iter().chain(arguments.iter().map(Into::into)).collect())
}
