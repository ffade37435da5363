//! Questions to tools: each is a process that prints something.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use crate::config::is_secret;
use crate::runner::Runner;
use crate::verify::jail::Jail;
use crate::verify::process::{End, Finished, Job, Limits};

use super::error::NoToolchain;
use super::path;
use super::readable::Readable;

/// How long a tool may think: stand-ins look through many directories.
const TIME: Duration = Duration::from_secs(30);

/// How much it may say, in bytes.
const OUTPUT: usize = 1 << 20;

/// Where tools are looked for and asked.
pub struct Surroundings<'a> {
    /// Our own environment. Tools get of it what stand-ins look at.
    pub environment: &'a BTreeMap<String, OsString>,
    /// An empty directory in which they are asked. It is not the book's: what stands there may be a
    /// stranger's, and tell a stand-in to run something else.
    pub directory: &'a Path,
    /// The directory for files of ours that commands name.
    pub support: &'a Path,
    /// What tools are kept from that the book names, or asks in its own way: a stranger may have
    /// written that. Others are kept from nothing, for stand-ins look through the home directory.
    pub jail: Option<Jail>,
    /// What runs a process.
    pub run: &'a dyn Fn(&Job) -> Result<Finished>,
}

/// What a tool says.
pub(super) struct Answer(String);

impl Surroundings<'_> {
    /// The directories in which tools are.
    pub(super) fn path(&self) -> Vec<PathBuf> {
        self.environment.get("PATH").map(|path| path::directories(path)).unwrap_or_default()
    }

    /// The home directory.
    pub(super) fn home(&self) -> Option<PathBuf> {
        ["HOME", "USERPROFILE"].iter().find_map(|name| self.environment.get(*name)).map(Into::into)
    }

    /// What `command` prints, where it ends well; `{tool}` in it is `tool`.
    pub(super) fn ask(
        &self,
        runner: &Runner,
        command: &[String],
        tool: &Path,
    ) -> Result<Option<Answer>, NoToolchain> {
        let Some((first, arguments)) = command.split_first() else { return Ok(None) };
        let executable = if first == "{tool}" {
            tool.to_owned()
        } else {
            let tools = vec![first.clone()];
            let language = runner.language.clone();
            let missing = || NoToolchain::Missing { language, tools: tools.clone() };
            path::first(&tools, &self.path()).ok_or_else(missing)?
        };
        let name = tool.to_string_lossy();
        let job = Job {
            executable,
            arguments: arguments.iter().map(|word| word.replace("{tool}", &name).into()).collect(),
            environment: self.environment(),
            directory: self.directory.to_owned(),
            stdin: None,
            joins_streams: false,
            limits: Limits { time: TIME, output: OUTPUT },
            jail: self.jail_for(runner, tool),
        };
        let finished = (self.run)(&job).map_err(NoToolchain::Failed)?;
        let text = [finished.stdout, finished.stderr].concat();
        let answer = Answer(String::from_utf8_lossy(&text).into_owned());
        Ok(Some(answer).filter(|_| finished.end == End::Exited(0)))
    }

    /// What `tool` is kept from while `runner` asks it: it reads the system and itself.
    fn jail_for(&self, runner: &Runner, tool: &Path) -> Option<Jail> {
        let jail = self.jail.as_ref().filter(|_| !runner.asks_as_preset())?;
        let mut readable = Readable::new(self.home().as_deref());
        readable.tool(tool, &[]);
        Some(Jail { read: readable.into_paths(), ..jail.clone() })
    }

    /// What of our environment tools look at to find themselves.
    fn environment(&self) -> BTreeMap<String, OsString> {
        let counts = |name: &str| {
            let is_asked_for = NAMES.contains(&name)
                || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
            is_asked_for && !is_secret(name)
        };
        let variables = self.environment.iter().filter(|(name, _)| counts(name));
        variables.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

/// Variables that every tool gets.
const NAMES: [&str; 17] = [
    "APPDATA",
    "CARGO_HOME",
    "COMSPEC",
    "HOME",
    "JAVA_HOME",
    "LOCALAPPDATA",
    "PATH",
    "PATHEXT",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "SYSTEMROOT",
    "SystemRoot",
    "TEMP",
    "TMP",
    "TMPDIR",
    "USERPROFILE",
    "VIRTUAL_ENV",
];

/// What the variables of version managers begin with.
const BEGINNINGS: [&str; 18] = [
    "ASDF_", "CONDA_", "FNM_", "GOENV_", "JENV_", "MISE_", "NODENV_", "NVM_", "PHPENV_", "PLENV_",
    "PYENV_", "RBENV_", "RUSTUP_", "RVM_", "SDKMAN_", "UV_", "VOLTA_", "XDG_",
];

impl Answer {
    /// All of it.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// The first line that is not empty.
    pub(super) fn first_line(&self) -> Option<String> {
        self.0.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
    }

    /// The absolute paths in lines of their own, behind `key` where there is one, that are there.
    pub(super) fn paths(&self, key: Option<&str>) -> Vec<PathBuf> {
        let value = |line| match key {
            None => Some(line),
            Some(key) => line_of(line, key),
        };
        let paths = self.0.lines().map(str::trim).filter_map(value).map(PathBuf::from);
        paths.filter(|path| path.is_absolute() && path.exists()).collect()
    }
}

/// What stands behind `key` and an equals sign in `line`.
fn line_of<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    Some(line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim_start())
}
