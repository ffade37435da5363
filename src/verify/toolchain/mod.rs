//! What this machine has to run programs of a language: the tools as they really are, what they
//! need to read, and their version.
//!
//! A tool that is found in `PATH` may be a stand-in that looks for the real one in the home
//! directory, and takes its time each time: `ask` asks it once where that is. `path` looks a tool
//! up, `readable` decides what of its answers programs may read, and `error` says what is missing.

mod ask;
mod error;
mod path;
mod readable;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::runner::{RunPlaces, Runner, Step};

pub use ask::Surroundings;
pub use error::NoToolchain;

use ask::Answer;
use readable::Readable;

/// The tools that programs in a language are run with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toolchain {
    /// The compiler, where there is one.
    pub compiler: Option<PathBuf>,
    /// What runs programs, where it is not what the compiler made.
    pub interpreter: Option<PathBuf>,
    /// All that both and the program may read: files, and directories with all in them.
    pub read: Vec<PathBuf>,
    /// Where programs find other tools, the directories of these first.
    pub path: Vec<PathBuf>,
    /// What the first of the tools says of its version, in one line.
    pub version: Option<String>,
    /// The file of ours that commands name.
    pub support: Option<PathBuf>,
}

/// A command with all that stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepCommand {
    /// What runs, as an absolute path.
    pub executable: PathBuf,
    /// Its arguments, without its own name.
    pub arguments: Vec<String>,
    /// After how long it is stopped, where that is not the usual.
    pub time: Option<Duration>,
}

/// A tool as it really is.
struct Found {
    executable: PathBuf,
    needs: Vec<PathBuf>,
    /// Whether it said itself where it is.
    has_said: bool,
}

/// Finds what `runner` needs. It asks each tool at most three questions, each of which starts a
/// process; whoever runs many programs calls this once for each language.
///
/// # Errors
///
/// A tool is missing, gives no answer that the book asks for, or has another version than the book
/// requires.
pub fn find(runner: &Runner, surroundings: &Surroundings<'_>) -> Result<Toolchain, NoToolchain> {
    let mut found: Vec<Option<Found>> = Vec::new();
    for step in runner.steps() {
        let first = found.first().and_then(Option::as_ref);
        let tool = (!step.tools.is_empty()).then(|| tool(runner, step, first, surroundings));
        found.push(tool.transpose()?);
    }
    let support = support(runner, surroundings)?;
    let home = surroundings.home();
    let mut readable = Readable::new(home.as_deref());
    found.iter().flatten().for_each(|found| readable.tool(&found.executable, &found.needs));
    runner.allow_read.iter().for_each(|path| readable.own(path));
    readable.own_file(support.as_deref());
    let executables: Vec<&Path> = found.iter().flatten().map(|found| &*found.executable).collect();
    let path = readable.path(&executables, &surroundings.path());
    let version = match executables.first() {
        Some(first) => version(runner, first, surroundings)?,
        None => None,
    };
    let mut executables = found.into_iter().map(|found| found.map(|found| found.executable));
    let compiler = runner.compile.as_ref().and_then(|_| executables.next().flatten());
    let interpreter = executables.next().flatten();
    let read = readable.into_paths();
    Ok(Toolchain { compiler, interpreter, read, path, version, support })
}

/// Where the tool is that `name` stands for, in the directories of `path` or where it says.
pub fn located(name: &str, path: &OsStr) -> Option<PathBuf> {
    path::first(&[name.to_owned()], &path::directories(path))
}

/// The tool of a step. What stands beside the tool of the `first` step belongs to the same
/// installation, and need not be asked.
fn tool(
    runner: &Runner,
    step: &Step,
    first: Option<&Found>,
    surroundings: &Surroundings<'_>,
) -> Result<Found, NoToolchain> {
    let beside = first.filter(|first| first.has_said).and_then(|first| {
        let directory = first.executable.parent()?;
        path::first(&step.tools, &[directory.to_owned()])
    });
    if let Some(executable) = beside {
        return Ok(Found { executable, needs: Vec::new(), has_said: true });
    }
    let executable = path::first(&step.tools, &surroundings.path()).ok_or_else(|| {
        let (language, tools) = (runner.language.clone(), step.tools.clone());
        NoToolchain::Missing { language, tools }
    })?;
    let Some(probe) = &step.probe else {
        return Ok(Found { executable, needs: Vec::new(), has_said: false });
    };
    let answer = surroundings.ask(runner, &probe.command, &executable)?;
    let paths = answer.as_ref().map(|answer| answer.paths(probe.key.as_deref()));
    let paths = paths.unwrap_or_default();
    if paths.is_empty() && probe.is_own {
        let said = answer.map(Answer::into_text).unwrap_or_default();
        let command = probe.command.clone();
        return Err(NoToolchain::NoAnswer { language: runner.language.clone(), command, said });
    }
    let real = paths.first().and_then(|path| real(path, &executable));
    let has_said = real.is_some();
    Ok(Found { executable: real.unwrap_or(executable), needs: paths, has_said })
}

/// The real executable of the `tool` that answered with `path`: that file, or the one of the same
/// name in its `bin`.
fn real(path: &Path, tool: &Path) -> Option<PathBuf> {
    let in_bin = path.join("bin").join(tool.file_name()?);
    [path.to_owned(), in_bin].into_iter().find(|path| path::is_executable(path))
}

/// Writes the file of ours that the commands of `runner` name.
fn support(
    runner: &Runner,
    surroundings: &Surroundings<'_>,
) -> Result<Option<PathBuf>, NoToolchain> {
    let Some(support) = &runner.support else { return Ok(None) };
    let path = surroundings.support.join(support.name);
    match std::fs::write(&path, support.text) {
        Ok(()) => Ok(Some(path)),
        Err(error) => Err(NoToolchain::Failed(
            anyhow::Error::new(error).context(format!("cannot write {}", path.display())),
        )),
    }
}

/// What `tool` says of its version, which has to be the one that is required.
fn version(
    runner: &Runner,
    tool: &Path,
    surroundings: &Surroundings<'_>,
) -> Result<Option<String>, NoToolchain> {
    let Some(command) = &runner.version else { return Ok(None) };
    let answer = surroundings.ask(runner, command, tool)?;
    let version = answer.as_ref().and_then(Answer::first_line);
    if let Some(required) = &runner.required_version
        && !version.as_deref().is_some_and(|version| is_version(version, required))
    {
        return Err(NoToolchain::OtherVersion {
            language: runner.language.clone(),
            required: required.clone(),
            found: version,
            tool: tool.to_owned(),
        });
    }
    Ok(version)
}

/// The first number with points in `line`.
fn number(line: &str) -> &str {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let rest = line.find(|c: char| c.is_ascii_digit()).map_or("", |start| &line[start..]);
    rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())].trim_end_matches('.')
}

/// Whether the first number with points in `line` begins with the numbers of `required`.
fn is_version(line: &str, required: &str) -> bool {
    let mut numbers = number(line).split('.');
    required.split('.').all(|number| numbers.next() == Some(number))
}

impl Toolchain {
    /// The version, as a number with points.
    pub fn number(&self) -> Option<&str> {
        self.version.as_deref().map(number).filter(|number| !number.is_empty())
    }

    /// The command that compiles the program at `places`, where one does.
    pub fn compile(&self, runner: &Runner, places: &RunPlaces) -> Option<StepCommand> {
        let step = runner.compile.as_ref()?;
        Some(invocation(step, self.compiler.as_deref()?, places))
    }

    /// The command that runs it.
    pub fn run(&self, runner: &Runner, places: &RunPlaces) -> StepCommand {
        let executable = self.interpreter.as_deref().unwrap_or(places.executable());
        invocation(&runner.run, executable, places)
    }
}

fn invocation(step: &Step, executable: &Path, places: &RunPlaces) -> StepCommand {
    let arguments = places.arguments(step, executable);
    StepCommand { executable: executable.to_owned(), arguments, time: step.time }
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn a_version_begins_with_whole_numbers() {
        for (line, required, is_right) in [
            ("Python 3.12.4", "3.12", true),
            ("Python 3.12.4", "3.1", false),
            ("Python 3.12.4", "3.12.4.1", false),
            ("go version go1.19.8 linux/amd64", "1", true),
            ("cc (Debian 12.2.0-14+deb12u1) 12.2.0", "12.2", true),
            ("v20.20.2", "20", true),
            ("openjdk version \"17.0.15\" 2025-04-15", "17.0.15", true),
            ("no version", "1", false),
        ] {
            assert_eq!(is_version(line, required), is_right, "{line}: {required}");
        }
    }
}
