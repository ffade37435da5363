//! The edge: arguments, standard streams and exit codes.
//!
//! | exit code | meaning |
//! | --- | --- |
//! | 0 | done: the book was passed on, the renderer is supported, the files are there |
//! | 1 | the book has mistakes, which have been reported |
//! | 2 | the command line cannot be read, or the command was started by hand |
//! | 3 | something in the world failed: the input is not mdBook's, a stream or a file broke |

mod in_process;
mod install;
mod panics;
mod preprocess;
mod stderr;

pub use in_process::PredictPreprocessor;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::report::Stopped;
use crate::report::human::printable;

const MISTAKES: u8 = 1;
const USAGE: u8 = 2;
const WORLD: u8 = 3;

/// What is said to somebody who starts the command by hand.
const BY_HAND: &str = "\
mdbook-predict is a preprocessor: mdBook starts it and talks to it through standard input.

To use it, add these lines to your book.toml, and run `mdbook build` as before:

    [preprocessor.predict]

Then write a lesson; `mdbook-predict --help` says more.
";

/// Lessons that make readers predict before they look, for mdBook.
#[derive(Debug, Parser)]
#[command(
    name = "mdbook-predict",
    version,
    after_help = "\
Without a command, it reads `[context, book]` as JSON from standard input, as mdBook writes it, \
and writes the book with its blocks expanded to standard output. Add `[preprocessor.predict]` to \
your book.toml, and mdBook does the rest.

Exit codes: 0 done; 1 the book has mistakes; 2 the command line is wrong; 3 the input, a stream or \
a file failed."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says with exit code 0 that a renderer is supported; all are.
    Supports {
        /// The renderer's name, as in `[output.NAME]`.
        renderer: String,
    },
    /// Writes `predict.css` and `predict.js`, for books with `assets = "linked"`.
    Install {
        /// The directory to write them into: that of `book.toml`, most of the time.
        #[arg(default_value = ".")]
        directory: PathBuf,
        /// Writes over files and symbolic links that are not ours.
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    panics::told_at_last(run_command)
}

fn run_command() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(Command::Supports { renderer: _ }) => ExitCode::SUCCESS,
        Some(Command::Install { directory, force }) => {
            exit_code(install::run(&directory, force).and_then(tell))
        }
        None if std::io::stdin().is_terminal() => {
            stderr::complain(BY_HAND);
            ExitCode::from(USAGE)
        }
        None => exit_code(preprocess::run()),
    }
}

/// Writes to standard output.
fn tell(text: String) -> anyhow::Result<()> {
    let text = printable(&text);
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot write to standard output")
}

/// Reports what ended a command early.
fn exit_code(outcome: anyhow::Result<()>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    stderr::complain(&printable(&format!("error: {error:#}\n")));
    ExitCode::from(if error.is::<Stopped>() { MISTAKES } else { WORLD })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_well_formed() {
        <super::Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
