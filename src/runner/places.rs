//! A program's own files in the commands that run it.

use std::path::{Path, PathBuf};

use super::java;
use super::steps::{Runner, Step};

/// What stands for something in a command, in braces.
pub const PLACEHOLDERS: [&str; 8] =
    ["{file}", "{name}", "{dir}", "{exe}", "{edition}", "{class}", "{support}", "{tool}"];

/// Where the files of a program are, and how it is named.
///
/// A program runs in its own directory, and its file is named there without the directory, as
/// readers would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunPlaces {
    file: String,
    directory: PathBuf,
    executable: PathBuf,
    edition: String,
    class: String,
    support: PathBuf,
}

impl RunPlaces {
    /// The places of the program with this text, which `runner` runs in `directory`.
    ///
    /// `support` is where the runner's file of ours stands, if it has one; `edition` is Rust's.
    pub fn new(
        runner: &Runner,
        program: &str,
        directory: &Path,
        support: &Path,
        edition: &str,
    ) -> Self {
        let classes = java::classes(program);
        RunPlaces {
            file: runner.file.replace("{class}", &classes.file),
            directory: directory.to_owned(),
            executable: directory.join(format!("main{}", std::env::consts::EXE_SUFFIX)),
            edition: edition.to_owned(),
            class: classes.main,
            support: support.to_owned(),
        }
    }

    /// The name of the file that the program is written to.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What a compiler makes of it.
    pub fn executable(&self) -> &Path {
        &self.executable
    }

    /// The arguments of `step`, whose tool is `tool`.
    pub fn arguments(&self, step: &Step, tool: &Path) -> Vec<String> {
        step.arguments.iter().map(|argument| self.filled(argument, tool)).collect()
    }

    /// `argument` with what its placeholders stand for. What was put in is not read again.
    fn filled(&self, argument: &str, tool: &Path) -> String {
        let mut filled = String::new();
        let mut rest = argument;
        while let Some(at) = rest.find('{') {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let placeholder = PLACEHOLDERS.into_iter().find(|name| rest.starts_with(name));
            let length = match placeholder {
                Some(name) => {
                    filled.push_str(&self.value(name, tool));
                    name.len()
                }
                None => {
                    filled.push('{');
                    1
                }
            };
            rest = &rest[length..];
        }
        filled + rest
    }

    fn value(&self, placeholder: &str, tool: &Path) -> String {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        match placeholder {
            "{file}" => self.file.clone(),
            "{name}" => path(&Path::new(&self.file).with_extension("")),
            "{dir}" => path(&self.directory),
            "{exe}" => path(&self.executable),
            "{edition}" => self.edition.clone(),
            "{class}" => self.class.clone(),
            "{support}" => path(&self.support),
            _ => path(tool),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::RunPlaces;
    use crate::runner::{Runner, Step};

    #[test]
    fn placeholders_are_filled_once() {
        let step = Step::new(&["x"], &["-o{exe}", "{file}", "{print $1}", "{", "{edition}{dir}"]);
        let runner = Runner::new("x", "main.x", step);
        let places = RunPlaces::new(&runner, "", Path::new("/a{file}"), Path::new("/s"), "2021");
        let arguments = places.arguments(&runner.run, Path::new("/x"));
        let exe = Path::new("/a{file}").join(format!("main{}", std::env::consts::EXE_SUFFIX));
        let expected =
            [&format!("-o{}", exe.display()), "main.x", "{print $1}", "{", "2021/a{file}"];
        assert_eq!(arguments, expected);
    }
}
