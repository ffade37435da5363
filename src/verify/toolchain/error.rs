//! Why programs of a language cannot be run here, and what to do about it.

use std::fmt;
use std::path::PathBuf;

/// Why there is nothing to run programs in a language with.
#[derive(Debug)]
pub enum NoToolchain {
    /// The machine has none of the tools.
    Missing {
        /// The language.
        language: String,
        /// The names that were looked for.
        tools: Vec<String>,
    },
    /// The book asks a tool where it is, and it does not say.
    NoAnswer {
        /// The language.
        language: String,
        /// What was asked.
        command: Vec<String>,
        /// What was said.
        said: String,
    },
    /// The book requires a version that the tool does not have.
    OtherVersion {
        /// The language.
        language: String,
        /// What is required.
        required: String,
        /// What the tool says that it has, if it says so.
        found: Option<String>,
        /// The tool.
        tool: PathBuf,
    },
    /// A tool could not be asked.
    Failed(anyhow::Error),
}

impl fmt::Display for NoToolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoToolchain::Missing { language, tools } => {
                let tools: Vec<String> = tools.iter().map(|tool| format!("`{tool}`")).collect();
                write!(
                    f,
                    "nothing here runs programs in {language}: there is no {} in `PATH`; install \
                     it, or name another tool in `run` or `compile` of {}",
                    tools.join(" or "),
                    table(language),
                )
            }
            NoToolchain::NoAnswer { language, command, said } => write!(
                f,
                "`{}` printed no absolute path, but “{}”; mend or remove `probe` in {}",
                command.join(" "),
                said.trim(),
                table(language),
            ),
            NoToolchain::OtherVersion { language, required, found, tool } => write!(
                f,
                "version {required} of {language} is required, and {} {}; install that version, or \
                 change `require-version` in {}",
                tool.display(),
                found.as_ref().map_or("does not say which it is".to_owned(), |found| format!(
                    "says “{found}”"
                )),
                table(language),
            ),
            NoToolchain::Failed(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for NoToolchain {}

/// The table in which the book says how programs in `language` are run.
fn table(language: &str) -> String {
    let is_plain = language.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let key = if is_plain { language.to_owned() } else { format!("\"{language}\"") };
    format!("`[preprocessor.predict.run.{key}]`")
}
