//! What happened when a program was run, as texts that can be compared.

use std::path::Path;

use crate::config::Filter;
use crate::proof::Expected;

use super::process::{End, Finished};

/// What happened when a program was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What its compiler did, if it has one.
    pub compiled: Option<StepResult>,
    /// What it did itself, if it came so far.
    pub ran: Option<StepResult>,
}

/// What one process did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepResult {
    /// How it ended.
    pub end: End,
    /// What it printed to its standard output, or to both streams as one text.
    pub stdout: PrintedText,
    /// What it printed to its standard error.
    pub stderr: PrintedText,
}

/// What a process printed to one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedText {
    /// The text, whose lines end with a line feed, without the directory that it ran in.
    pub text: String,
    /// The same as it was, before filters found something in it.
    pub shown: String,
    /// Whether it was text, in UTF-8.
    pub is_text: bool,
}

impl Happened {
    /// What happened when a program did all that is `expected` of it, where that is known to the
    /// letter.
    pub fn as_claimed(expected: &Expected) -> Option<Self> {
        let [text] = expected.texts.as_slice() else { return None };
        let text = PrintedText { text: text.text.clone(), shown: text.text.clone(), is_text: true };
        let step = StepResult { end: End::Exited(0), stdout: text, stderr: PrintedText::default() };
        expected.is_known_to_the_letter().then_some(Happened { compiled: None, ran: Some(step) })
    }

    /// Whether the compiler or the program ended in this way.
    pub fn ended_by(&self, end: End) -> bool {
        [&self.compiled, &self.ran].into_iter().flatten().any(|step| step.end == end)
    }

    /// Whether the program ended by itself, or its compiler did that came before it.
    pub fn is_complete(&self) -> bool {
        let last = self.ran.as_ref().or(self.compiled.as_ref());
        last.is_some_and(|step| matches!(step.end, End::Exited(_) | End::Signalled(_)))
    }
}

impl StepResult {
    /// What `finished` did in `directory`.
    pub fn of(finished: &Finished, directory: &Path, filters: &[Filter]) -> Self {
        StepResult {
            end: finished.end,
            stdout: PrintedText::of(&finished.stdout, directory, filters),
            stderr: PrintedText::of(&finished.stderr, directory, filters),
        }
    }

    /// Whether it ended as it should.
    pub fn is_success(&self) -> bool {
        self.end == End::Exited(0)
    }

    /// The stream that says what is wrong, if something is.
    pub fn message(&self) -> &PrintedText {
        if self.stderr.text.trim().is_empty() { &self.stdout } else { &self.stderr }
    }
}

impl PrintedText {
    fn of(bytes: &[u8], directory: &Path, filters: &[Filter]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let is_text = std::str::from_utf8(bytes).is_ok();
        let text = without_directory(&text.replace("\r\n", "\n"), directory);
        PrintedText { text: Filter::apply_all(filters, text.clone()), shown: text, is_text }
    }
}

/// `text` with files in `directory` named as they are from there.
fn without_directory(text: &str, directory: &Path) -> String {
    let directory = directory.to_string_lossy();
    let directory = directory.trim_end_matches('/');
    if directory.is_empty() {
        return text.to_owned();
    }
    text.replace(&format!("{directory}/"), "").replace(directory, ".")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::without_directory;

    #[test]
    fn files_are_named_as_from_their_directory() {
        let directory = Path::new("/tmp/run/1");
        let text = "File \"/tmp/run/1/main.py\", line 1\nin /tmp/run/1\n";
        assert_eq!(without_directory(text, directory), "File \"main.py\", line 1\nin .\n");
    }
}
