//! `check`: what is wrong with the lessons of the book in a directory.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::book::Directory;
use crate::check::{Scope, check};
use crate::report::human::{self, Style};
use crate::report::json::v1::JsonReport;
use crate::report::{Report, github};

use super::{MISTAKES, tell};

/// What `check` is told.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The directory of `book.toml`.
    #[arg(default_value = ".")]
    book: PathBuf,
    /// Files and directories to report on; everything is read in any case.
    paths: Vec<PathBuf>,
    /// How to say what was found.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Ends with exit code 1 where there are warnings, too.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Denied>,
    /// Takes the text of this chapter from standard input: for editors, whose files are not saved.
    #[arg(long, value_name = "FILE")]
    stdin_path: Option<PathBuf>,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the lines of the source.
    Human,
    /// For programs.
    Json,
    /// As the commands that GitHub's runners read.
    Github,
}

/// What is as bad as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Every warning.
    Warnings,
}

/// Checks the book, prints what was found, and gives the exit code.
pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode> {
    let root = absolute(&arguments.book)?;
    let book = Directory::open(&root)?;
    let report = check(&book, &scope(arguments)?)?;
    let here = std::env::current_dir().ok();
    tell(match arguments.format {
        Format::Human => human(&report, here.as_deref()),
        Format::Json => json(&report, here.as_deref())?,
        Format::Github => github::text(&report, here.as_deref()),
    })?;
    let is_denied = arguments.deny.is_some() && report.warnings() > 0;
    let is_clean = report.errors() == 0 && !is_denied;
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::from(MISTAKES) })
}

/// What is to be read and reported.
fn scope(arguments: &CheckArguments) -> Result<Scope> {
    let only = arguments.paths.iter().map(|path| absolute(path)).collect::<Result<_>>()?;
    let Some(path) = &arguments.stdin_path else { return Ok(Scope { only, unsaved: None }) };
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).context("cannot read standard input")?;
    Ok(Scope { only, unsaved: Some((absolute(path)?, text)) })
}

/// `path` from the root, without `.` and `..`, as it is where it exists.
fn absolute(path: &Path) -> Result<PathBuf> {
    let found = path.canonicalize();
    found.with_context(|| format!("there is no file or directory {}", path.display()))
}

fn human(report: &Report, here: Option<&Path>) -> String {
    let is_plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stdout().is_terminal();
    let style = if is_plain { Style::Plain } else { Style::Colored };
    format!("{}{}\n", human::text(report, style, here), human::summary(report))
}

fn json(report: &Report, here: Option<&Path>) -> Result<String> {
    let mut text = serde_json::to_string_pretty(&JsonReport::new(report, here))?;
    text.push('\n');
    Ok(text)
}
