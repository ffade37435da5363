//! What a runner is: the steps that a program goes through, and what they need.

use std::collections::BTreeMap;
use std::time::Duration;

/// How programs of a language are run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runner {
    /// The language, by its usual name in lower case.
    pub language: String,
    /// Other words behind a fence that mean it, in lower case.
    pub words: Vec<String>,
    /// The name of the file that the program is written to; it may have `{class}` in it.
    pub file: String,
    /// What compiles it, where something does.
    pub compile: Option<Step>,
    /// What runs it.
    pub run: Step,
    /// The command that prints the version; `{tool}` in it is the tool of the first step.
    pub version: Option<Vec<String>>,
    /// The version that is required, such as `3.12`: the numbers that the version begins with.
    pub required_version: Option<String>,
    /// What the program may read beside what its tools are found to need: absolute paths, or paths
    /// in the home directory that begin with `~/`.
    pub allow_read: Vec<String>,
    /// The environment variable that names a directory which only the compiler may write and which
    /// is kept for the next program.
    pub cache: Option<String>,
    /// What its environment has beside the usual.
    pub environment: BTreeMap<String, String>,
    /// Whether it may share memory with processes that it starts.
    pub shares_memory: bool,
    /// A file of ours that its commands name.
    pub support: Option<Support>,
}

/// One command on a program's way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What runs: names of a tool, of which the first one that this machine has is meant, or
    /// absolute paths. With none, it is what the compiler made.
    pub tools: Vec<String>,
    /// Its arguments, in which [placeholders](super::PLACEHOLDERS) stand for the program's files.
    pub arguments: Vec<String>,
    /// How the tool is asked where it really is.
    pub probe: Option<Probe>,
    /// After how long it is stopped, where that is not the usual.
    pub time: Option<Duration>,
}

/// A question to a tool: which directories does it need?
///
/// Of the lines of its answer those count that are absolute paths. The first one may be the tool's
/// own file, or a directory with the tool in its `bin`; the tool that was asked may be a stand-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The command; `{tool}` in it is the tool that is asked.
    pub command: Vec<String>,
    /// What stands before the path in a line that counts; lines without it do not.
    pub key: Option<String>,
    /// Whether it comes from the book, which wants an answer then; a preset's question may be put
    /// to another tool than it was made for.
    pub is_own: bool,
}

/// A file of ours that commands name as `{support}`. It stands outside the program's directory, and
/// the program never finds it by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub text: &'static str,
}

impl Runner {
    /// A runner of programs in `language`, also called `words`, that are written to `file`; nothing
    /// compiles them.
    pub(super) fn preset(language: &str, words: &[&str], file: &str, run: Step) -> Self {
        Runner { words: strings(words), ..Runner::new(language, file, run) }
    }

    /// The same, without other words.
    pub fn new(language: &str, file: &str, run: Step) -> Self {
        Runner {
            language: language.to_owned(),
            words: Vec::new(),
            file: file.to_owned(),
            compile: None,
            run,
            version: None,
            required_version: None,
            allow_read: Vec::new(),
            cache: None,
            environment: BTreeMap::new(),
            shares_memory: false,
            support: None,
        }
    }

    /// The same, with the command that prints the version.
    pub(super) fn version(self, command: &[&str]) -> Self {
        Runner { version: Some(strings(command)), ..self }
    }

    /// The same, with variables of the environment.
    pub(super) fn environment(self, variables: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Runner { environment: variables.iter().map(own).collect(), ..self }
    }

    /// The same, where nobody asks its tools anything.
    pub fn unasked(&self) -> Self {
        let mut runner = Runner { version: None, required_version: None, ..self.clone() };
        runner.compile.iter_mut().for_each(|step| step.probe = None);
        runner.run.probe = None;
        runner
    }

    /// The steps, in their order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.compile.iter().chain([&self.run])
    }

    /// Whether `word` behind a fence means this language.
    pub fn is_called(&self, word: &str) -> bool {
        let names = [&self.language].into_iter().chain(&self.words);
        names.into_iter().any(|name| name.eq_ignore_ascii_case(word))
    }
}

impl Step {
    /// A step in which the first of `tools` that there is gets `arguments`.
    pub(super) fn new(tools: &[&str], arguments: &[&str]) -> Self {
        let [tools, arguments] = [tools, arguments].map(strings);
        Step { tools, arguments, probe: None, time: None }
    }

    /// The step that runs what the compiler made.
    pub(super) fn made() -> Self {
        Step::default()
    }

    /// The same, with a question to the tool.
    pub(super) fn probe(self, command: &[&str]) -> Self {
        let probe = Probe { command: strings(command), key: None, is_own: false };
        Step { probe: Some(probe), ..self }
    }

    /// The same, where only lines of the answer count in which `key` stands before the path.
    pub(super) fn probe_for(self, key: &str, command: &[&str]) -> Self {
        let probe = Probe { command: strings(command), key: Some(key.to_owned()), is_own: false };
        Step { probe: Some(probe), ..self }
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
