//! The edge: arguments, standard streams and exit codes.
//!
//! | exit code | meaning |
//! | --- | --- |
//! | 0 | done: the book was passed on, the renderer is supported, the files are as they should be |
//! | 1 | the book has mistakes, which have been reported |
//! | 2 | the command line cannot be read, or the command was started by hand |
//! | 3 | something in the world failed: the input is not mdBook's, a stream or a file broke |
//! | 4 | the book has questions, and no program of them was run |
//! | 130 | somebody stopped `verify` |

mod accept;
mod book_dir;
mod changes;
mod check;
mod completions;
mod consent;
mod exit;
mod explain;
mod fix;
mod git_attributes;
mod in_process;
mod install;
mod launch;
mod list;
mod lock;
mod misused;
mod new;
mod panics;
mod preprocess;
mod progress;
mod stderr;
mod stdout;
mod uninstall;
mod verify;

pub use in_process::PredictPreprocessor;

use consent::Consent;
use exit::{MISTAKES, USAGE, WORLD};
use install::Installation;
use misused::Misused;
use new::Draft;
use stdout::{tell, write};

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap::{CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::diagnostic::Code;
use crate::preprocessor::TESTED_ENGINES;
use crate::report::Stopped;
use crate::report::human::harmless;
use crate::template::{PROGRAMS, Shape, USUAL_LANGUAGE};
use crate::verify::NoSuchProgram;

/// What is said to somebody who starts the command by hand.
const BY_HAND: &str = "\
mdbook-predict is a preprocessor: mdBook starts it and talks to it through standard input.

To use it, run this in the directory of your book, and `mdbook build` as before:

    mdbook-predict install

Then write a lesson: `mdbook-predict new` prints one to start from, and `mdbook-predict --help`
says more.
";

/// Lessons that make readers predict before they look, for mdBook
///
/// mdbook-predict is a preprocessor: once it is in your book.toml, `mdbook build` calls it, and
/// nothing else is to be done. The commands below help to get there.
#[derive(Debug, Parser)]
#[command(
    name = "mdbook-predict",
    version,
    long_version = long_version(),
    max_term_width = 100,
    after_long_help = "\
To begin, in the directory of a book:

    mdbook-predict install                      adds it to book.toml
    mdbook-predict new src/first.md --summary   writes a lesson and lists it
    mdbook serve --open                         shows the book

Without a command, it reads `[context, book]` as JSON from standard input, as mdBook writes it, \
and writes the book with its blocks expanded to standard output.

Exit codes: 0 done; 1 the book has mistakes; 2 the command line is wrong; 3 the input, a stream or \
a file failed; 4 there was nothing to prove; 130 `verify` was stopped."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says what is wrong with the lessons of a book
    ///
    /// Reads the book as mdBook does, and builds nothing. Each mistake is shown in the file that
    /// has it, also where that file is included. The exit code is 1 where there are errors; with
    /// `--fix`, where there are some left.
    #[command(after_long_help = "\
Examples:

    mdbook-predict check                       the book in this directory
    mdbook-predict check . src/loops.md        one chapter
    mdbook-predict check --fix                 shows how mistakes can be mended, and asks
    mdbook-predict check --format json         for programs; --format github for its runners")]
    Check(check::CheckArguments),
    /// Lists the blocks of a book
    ///
    /// Each with its place, its kind, its id, its title, how readers answer, and which program it
    /// says prints what. As JSON that is all that another tool needs to know of the lessons.
    #[command(after_long_help = "\
Examples:

    mdbook-predict list                        the book in this directory
    mdbook-predict list . src/loops.md         one chapter
    mdbook-predict list --format json          for programs")]
    List(list::ListArguments),
    /// Runs the programs of a book, and says whether they print what its lessons say
    ///
    /// Each program of a question, each corrected one and each that a reader may have had in mind
    /// runs in a directory of its own, in a sandbox where the system has one, and what happens is
    /// compared with what stands in the book. Building a book never does that.
    ///
    /// What is proved is written into `predict.lock` beside book.toml, and does not run again until
    /// it changes. A build looks it up there.
    ///
    /// The exit code is 0 where everything is true, 1 where something is not, or is not proved and
    /// `--status` or `--locked` asks for that, and 4 where there are questions and nothing is
    /// proved.
    #[command(after_long_help = "\
Examples:

    mdbook-predict verify                      the book in this directory
    mdbook-predict verify . src/loops.md       one chapter
    mdbook-predict verify --id late-binding    one question
    mdbook-predict verify --plan               what would run, and how
    mdbook-predict verify --twice              whether it prints the same again
    mdbook-predict verify --status             what is proved; nothing runs
    mdbook-predict verify --all --locked       in CI: all is true, and predict.lock says so
    mdbook-predict verify --accept             writes down what is printed, and asks")]
    Verify(verify::VerifyArguments),
    /// Adds mdbook-predict to a book
    ///
    /// Adds `[preprocessor.predict]` to book.toml, unless it is there. Where the book has
    /// preprocessors that would run too early to see what is in a lesson, they are named in
    /// `before`. Everything else in the file stays as it is, comments and all; a second run changes
    /// nothing.
    ///
    /// In a book with `assets = "linked"` it also writes `predict.css` and `predict.js`, and names
    /// them in `[output.html]`. Run it again after each update of mdbook-predict there.
    ///
    /// In a git repository it also adds `predict.lock merge=union` to the .gitattributes beside
    /// book.toml, so that a merge keeps the proofs of both sides. It adds nothing where a line of
    /// yours says how predict.lock is merged.
    #[command(after_long_help = "\
Examples:

    mdbook-predict install                   the book in this directory
    mdbook-predict install guide --dry-run   shows what would change in guide/book.toml
    mdbook-predict install --linked          style and script as two files")]
    Install {
        /// The directory of the book, where its book.toml is
        #[arg(default_value = ".")]
        book: PathBuf,
        /// Makes style and script two files that the pages link
        ///
        /// Otherwise each chapter with a lesson brings them along. Linked files are for sites with
        /// a strict Content-Security-Policy, and for books with hundreds of lessons. They are
        /// written beside book.toml, or where its lists have them already.
        #[arg(long)]
        linked: bool,
        /// Writes over a `predict.css` or `predict.js` that is not ours
        #[arg(long)]
        force: bool,
        /// Writes nothing, and shows what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Takes mdbook-predict out of a book
    ///
    /// Takes out of book.toml and .gitattributes what `install` adds, and removes the two linked
    /// files, if they are ours. What you wrote yourself stays, and it says so. Lessons stay in the
    /// chapters, where mdBook shows them as blocks of code.
    Uninstall {
        /// The directory of the book, where its book.toml is
        #[arg(default_value = ".")]
        book: PathBuf,
        /// Writes nothing, and shows what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes a lesson to start from
    ///
    /// It is a question about a small program that really prints what the lesson says. Replace the
    /// program, what it prints, and the sentences, which say what belongs where they stand.
    #[command(after_long_help = "\
Examples:

    mdbook-predict new                                  prints ten lines
    mdbook-predict new --full --language rust           prints a whole page
    mdbook-predict new src/loops.md --full --summary    adds a chapter to the book")]
    New {
        /// The file to write; without one, the lesson is printed. A file that is there stays
        file: Option<PathBuf>,
        /// Writes a whole page, with the parts of a lesson in their order
        #[arg(long)]
        full: bool,
        /// The language of the program
        #[arg(
            long,
            value_name = "LANGUAGE",
            default_value = USUAL_LANGUAGE,
            value_parser = PossibleValuesParser::new(PROGRAMS.map(|programs| programs.language))
        )]
        language: String,
        /// Adds the file to the last list of the book's SUMMARY.md
        #[arg(long, requires = "file")]
        summary: bool,
    },
    /// Says what a code means, with an example
    ///
    /// Each mistake, warning and lint has a code, which stands in its message. This prints the
    /// page of the guide about it; without a code, a line about each.
    #[command(after_long_help = "\
Examples:

    mdbook-predict explain unclosed-block    the page of `error[unclosed-block]`
    mdbook-predict explain                   all codes")]
    Explain {
        /// The code, as it stands in the message
        #[arg(value_parser = explain::code)]
        code: Option<Code>,
    },
    /// Prints what a shell needs to complete these commands
    ///
    /// Save it where your shell looks for such scripts.
    #[command(after_long_help = "\
Examples:

    mdbook-predict completions bash > ~/.local/share/bash-completion/completions/mdbook-predict
    mdbook-predict completions fish > ~/.config/fish/completions/mdbook-predict.fish
    mdbook-predict completions zsh > \"${fpath[1]}/_mdbook-predict\"")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Says with exit code 0 that a renderer is supported; all are
    ///
    /// mdBook asks this before each build.
    Supports {
        /// The renderer's name, as in `[output.NAME]`
        renderer: String,
    },
}

/// The version, and what it was tested with.
fn long_version() -> String {
    format!("{}\ntested with mdBook {TESTED_ENGINES}", env!("CARGO_PKG_VERSION"))
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    if let Some(code) = launch::asked() {
        return code;
    }
    panics::told_at_last(run_command)
}

fn run_command() -> ExitCode {
    let Some(command) = Arguments::parse().command else {
        if std::io::stdin().is_terminal() {
            stderr::complain(BY_HAND);
            return ExitCode::from(USAGE);
        }
        return exit_code(preprocess::run());
    };
    let told = match command {
        Command::Check(arguments) => return check(&arguments).unwrap_or_else(failed),
        Command::Verify(arguments) => {
            return verify::run(&arguments, stdout::style(), ask).unwrap_or_else(failed);
        }
        Command::List(arguments) => list::run(&arguments),
        Command::Install { book, linked, force, dry_run } => install::run(&Installation {
            book,
            is_linked: linked,
            is_forced: force,
            is_dry: dry_run,
        }),
        Command::Uninstall { book, dry_run } => uninstall::run(&book, dry_run),
        Command::New { file, full, language, summary } => {
            let shape = if full { Shape::Full } else { Shape::Short };
            new::run(&Draft { file, shape, language, is_chapter: summary })
        }
        Command::Explain { code } => Ok(explain::run(code)),
        Command::Completions { shell } => completions::run(shell, Arguments::command()),
        Command::Supports { renderer: _ } => return ExitCode::SUCCESS,
    };
    exit_code(told.and_then(|text| tell(&text)))
}

/// Tells what is wrong with a book.
fn check(arguments: &check::CheckArguments) -> anyhow::Result<ExitCode> {
    tell(&check::fix(arguments, ask)?)?;
    let checked = check::run(arguments, stdout::style())?;
    write(&checked.text)?;
    Ok(if checked.is_clean { ExitCode::SUCCESS } else { ExitCode::from(MISTAKES) })
}

/// Shows what would change, and asks `question` of somebody at a terminal; where there is none,
/// they agreed before.
fn ask(changes: &str, question: Option<&str>) -> anyhow::Result<Consent> {
    tell(changes)?;
    let Some(question) = question else { return Ok(Consent::Given) };
    if !std::io::stdin().is_terminal() || !stderr::is_terminal() {
        return Ok(Consent::Unasked);
    }
    stderr::complain(&format!("\n{question}"));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).context("cannot read standard input")?;
    let is_yes = ["y", "yes"].contains(&&*answer.trim().to_lowercase());
    Ok(if is_yes { Consent::Given } else { Consent::Refused })
}

/// Reports what ended a command early.
fn exit_code(outcome: anyhow::Result<()>) -> ExitCode {
    outcome.map_or_else(failed, |()| ExitCode::SUCCESS)
}

/// Says why a command failed.
fn failed(error: anyhow::Error) -> ExitCode {
    stderr::complain(&harmless(&format!("error: {error:#}\n")));
    ExitCode::from(match error {
        error if error.is::<Stopped>() => MISTAKES,
        error if error.is::<Misused>() || error.is::<NoSuchProgram>() => USAGE,
        _ => WORLD,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_well_formed() {
        <super::Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
