//! How programs of a language are run.

use std::collections::BTreeMap;

/// How programs of a language are run. In the arguments `{file}` stands for the program's file,
/// `{dir}` for its directory and `{exe}` for what the compiler is to make of it, all three as
/// absolute paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runner {
    /// The language, by its usual name in lower case.
    pub language: String,
    /// The name of the file that the program is written to.
    pub file: String,
    /// The command that compiles it, where there is one.
    pub compile: Option<Vec<String>>,
    /// The command that runs it.
    pub run: Vec<String>,
    /// The command that prints the real executable of `run`, and then directories that it needs, a
    /// line each; without one, the executable is looked up in `PATH`.
    pub probe: Option<Vec<String>>,
    /// The command that prints the version.
    pub version: Option<Vec<String>>,
    /// The version that is wanted: the beginning of what stands in the first line of that.
    pub wanted: Option<String>,
    /// What the program may read beside that.
    pub allow_read: Vec<String>,
    /// The environment variable that names a directory which only the compiler may write and which
    /// is kept for the next program.
    pub cache: Option<String>,
    /// What its environment has beside the usual.
    pub environment: BTreeMap<String, String>,
    /// Whether it may share memory with processes that it starts.
    pub shares_memory: bool,
}
