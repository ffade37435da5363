//! `check`: what is wrong with the lessons of the book in a directory.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};

use crate::book::{Directory, Scope};
use crate::check::check;
use crate::report::github;
use crate::report::human::{self, Style, harmless, harmless_json, printable};
use crate::report::json::v1::JsonReport;

use super::book_dir::{absolute, book, in_book};
use super::consent::Consent;
use super::fix::{self, Mending};
use super::misused::Misused;

/// What `check` is told.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The directory of `book.toml`.
    #[arg(default_value = ".")]
    book: PathBuf,
    /// Files and directories to report on; everything is read in any case.
    paths: Vec<PathBuf>,
    /// How to say what was found.
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with = "fix")]
    format: Format,
    /// Ends with exit code 1 where there are warnings, too.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Denied>,
    /// Takes the text of this file from standard input: for editors, whose files are not saved.
    /// It is one of a chapter, or one that a chapter includes.
    #[arg(long, value_name = "FILE", conflicts_with = "fix")]
    stdin_path: Option<PathBuf>,
    /// Takes mistakes out of the files, where it is certain how; shows what changes, and asks.
    #[arg(long)]
    fix: bool,
    /// With `--fix`: makes likely guesses, too. Look at what they change.
    #[arg(long, requires = "fix")]
    r#unsafe: bool,
    /// With `--fix`: writes without asking.
    #[arg(long, requires = "fix")]
    yes: bool,
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

/// What came of it.
pub(super) struct Checked {
    /// What to print, as it is: what would steer a terminal is of ours, and only colours.
    pub(super) text: String,
    /// Whether the book is as it is to be.
    pub(super) is_clean: bool,
}

/// Fixes what is to be fixed, if anything is, and says what became of it. Whoever is to agree is
/// asked by `ask`, with what would change and the question.
pub(super) fn fix(
    arguments: &CheckArguments,
    ask: impl FnOnce(&str, Option<&str>) -> Result<Consent>,
) -> Result<String> {
    if !arguments.fix {
        return Ok(String::new());
    }
    let here = std::env::current_dir().ok();
    let book = book(&arguments.book, "check")?;
    let mending = Mending {
        book: &book,
        scope: &scope(arguments)?,
        with_guesses: arguments.r#unsafe,
        is_agreed: arguments.yes,
        here: here.as_deref(),
    };
    fix::run(&mending, ask)
}

/// Checks the book; what was found is told in this style, if it is for people.
pub(super) fn run(arguments: &CheckArguments, style: Style) -> Result<Checked> {
    let book = with_unsaved(book(&arguments.book, "check")?, arguments.stdin_path.as_deref())?;
    let report = check(&book, &scope(arguments)?)?;
    let here = std::env::current_dir().ok();
    let here = here.as_deref();
    let text = match arguments.format {
        Format::Human => {
            let (found, counts) = (human::text(&report, style, here), human::summary(&report));
            let remedy = if arguments.fix { "" } else { human::remedy(&report) };
            // The report has its colours already, and nothing else that steers a terminal.
            found + &harmless(&format!("{counts}\n{}{remedy}", human::more(&report)))
        }
        Format::Json => {
            let json = serde_json::to_string_pretty(&JsonReport::new(&report, here))? + "\n";
            harmless_json(&json)
        }
        Format::Github => printable(&github::text(&report, here)).into_owned(),
    };
    let is_denied = arguments.deny.is_some() && report.warnings() > 0;
    Ok(Checked { text, is_clean: report.errors() == 0 && !is_denied })
}

/// What of the book is to be reported on.
fn scope(arguments: &CheckArguments) -> Result<Scope> {
    let only = in_book(&arguments.book, &arguments.paths)?;
    Ok(Scope { only })
}

/// `book` where the text of the file at `path` comes from standard input, if such a path is given.
fn with_unsaved(book: Directory, path: Option<&Path>) -> Result<Directory> {
    let Some(path) = path else { return Ok(book) };
    let file = absolute(path)?;
    let Some(file) = book.leading_to(&file) else { bail!(Misused(not_of_the_book(path))) };
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).context("cannot read standard input")?;
    Ok(book.with_unsaved(&file, text))
}

/// That the text of the file at `path` cannot come from standard input.
fn not_of_the_book(path: &Path) -> String {
    format!(
        "{} is not a chapter that SUMMARY.md names, and no chapter includes it; only the text of \
         such files is taken from standard input",
        path.display()
    )
}
