//! What ran a program, as readers of its lesson know it.

use std::collections::BTreeSet;

use crate::chapter::lesson::Matching;
use crate::chapter::{ProvedOutputs, proper_name};
use crate::runner::{Runner, for_language};

use super::provable::Provable;
use super::state::ProofState;

/// Tools with a name and versions of their own, as readers call them.
const ENGINES: [(&str, &str); 3] =
    [("node", "Node.js"), ("nodejs", "Node.js"), ("sqlite3", "SQLite")];

/// Languages whose own versions, if they have any, are not those of what runs or compiles them.
const UNNUMBERED: [&str; 4] = ["c", "cpp", "javascript", "sql"];

/// The names to show for the tools in the `with` of a [`Proof`](super::Proof), in a book that runs
/// some languages by its `own` runners: `python 3.12 linux` is `Python 3.12`. Each comes once, on
/// however many systems it ran, and older versions come first.
fn tool_names(with: &BTreeSet<String>, own: &[Runner]) -> Vec<String> {
    let tools: BTreeSet<(String, Vec<u64>)> = with.iter().map(|tool| tool_of(tool, own)).collect();
    tools.into_iter().map(|(name, version)| shown(name, &version)).collect()
}

/// The outputs that are proved of `programs`, each with the names of its tools. One that varies is
/// proved to be printed by nobody again.
pub fn proved_outputs(programs: &[(Provable<'_>, ProofState)], own: &[Runner]) -> ProvedOutputs {
    let mut proved = ProvedOutputs::default();
    for (program, state) in programs {
        let ProofState::Proved(proof) = state else { continue };
        let outputs = program.trial.claim.outputs.iter();
        outputs
            .filter(|output| output.matching != Matching::Varies)
            .for_each(|output| proved.add(output, tool_names(&proof.with, own)));
    }
    proved
}

/// The name of `tool`, a language with perhaps a version and a system, and the numbers of its
/// version, as far as that says something.
fn tool_of(tool: &str, own: &[Runner]) -> (String, Vec<u64>) {
    let mut words = tool.split_whitespace();
    let language = words.next().unwrap_or_default();
    let numbers = words.next().unwrap_or_default().split('.').map(str::parse);
    let mut version: Vec<u64> = numbers.collect::<Result<_, _>>().unwrap_or_default();
    if language == "java" && version.ends_with(&[0]) {
        // Nobody calls it Java 17.0.
        version.pop();
    }
    match engine(language, own) {
        Some(engine) => (engine.to_owned(), version),
        None if UNNUMBERED.contains(&language) => (proper_name(language), Vec::new()),
        None => (proper_name(language), version),
    }
}

/// The engine that the version of a program in `language` is asked of, if it is a known one.
fn engine(language: &str, own: &[Runner]) -> Option<&'static str> {
    let runner = for_language(language, own)?;
    let tool = runner.compile.as_ref().unwrap_or(&runner.run).tools.first()?;
    ENGINES.iter().find(|(name, _)| name == tool).map(|(_, engine)| *engine)
}

fn shown(name: String, version: &[u64]) -> String {
    let numbers: Vec<String> = version.iter().map(u64::to_string).collect();
    if numbers.is_empty() { name } else { format!("{name} {}", numbers.join(".")) }
}

#[cfg(test)]
mod tests {
    use super::tool_names;
    use crate::runner::{Runner, preset, presets};

    fn shown(with: &[&str], own: &[Runner]) -> Vec<String> {
        tool_names(&with.iter().map(|tool| (*tool).to_owned()).collect(), own)
    }

    #[test]
    fn tools_are_called_what_readers_call_them() {
        for (tool, name) in [
            ("bash 5.2 linux", "Bash 5.2"),
            ("c 12.2 linux", "C"),
            ("cpp 12.2 macos", "C++"),
            ("go 1.19 linux", "Go 1.19"),
            ("java 17.0 linux", "Java 17"),
            ("java 1.8 linux", "Java 1.8"),
            ("javascript 18.19 linux", "Node.js 18.19"),
            ("lua 5.4 linux", "Lua 5.4"),
            ("perl 5.36 linux", "Perl 5.36"),
            ("php 8.2 windows", "PHP 8.2"),
            ("python 3.12 linux", "Python 3.12"),
            ("ruby 3.1 linux", "Ruby 3.1"),
            ("rust 1.88 linux", "Rust 1.88"),
            ("sh linux", "Shell"),
            ("sql 3.40 linux", "SQLite 3.40"),
            ("typescript 5.9 linux", "TypeScript 5.9"),
            ("befunge 98 linux", "Befunge 98"),
            ("befunge linux", "Befunge"),
            ("befunge", "Befunge"),
            ("befunge 1.x linux", "Befunge"),
        ] {
            assert_eq!(shown(&[tool], &[]), [name]);
        }
    }

    /// A new preset is to have a name that readers know.
    #[test]
    fn every_preset_has_a_name() {
        for runner in presets() {
            let names = shown(&[&format!("{} 1.2 linux", runner.language)], &[]);
            let name = names[0].strip_suffix(" 1.2").unwrap_or(&names[0]);
            assert!(name.starts_with(char::is_uppercase), "{name}");
            let is_numbered = names[0] != name;
            assert_eq!(is_numbered, !["c", "cpp"].contains(&&*runner.language), "{name}");
        }
    }

    #[test]
    fn each_tool_comes_once_and_older_versions_first() {
        let with = ["python 3.12 linux", "python 3.12 macos", "python 3.9 linux", "c 9 linux"];
        assert_eq!(shown(&with, &[]), ["C", "Python 3.9", "Python 3.12"]);
        assert_eq!(shown(&[], &[]), [""; 0]);
    }

    /// What a book runs by something else is not called by the name of what we would take.
    #[test]
    fn an_engine_is_that_of_the_books_own_runner() {
        let other = |language, tool: &str| {
            let mut runner = preset(language).unwrap().clone();
            runner.run.tools = vec![tool.to_owned()];
            runner
        };
        let deno = [other("javascript", "deno")];
        assert_eq!(shown(&["javascript 1.40 linux"], &deno), ["JavaScript"]);
        assert_eq!(shown(&["sql 15.3 linux"], &[other("sql", "psql")]), ["SQL"]);
        let slower = preset("javascript").unwrap().clone();
        assert_eq!(shown(&["javascript 18.19 linux"], &[slower]), ["Node.js 18.19"]);
    }
}
