//! The hash of all that a proof depends on, by which it is looked up.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::chapter::ProgramRole;
use crate::chapter::lesson::{Block, Content, Stream};
use crate::config::Config;
use crate::runner::{Runner, Step, for_language};

use super::comparing::{Exactness, without_last_newline};
use super::expected::{Expected, ExpectedEnd, ExpectedText};
use super::trial::ProgramTrial;

/// What the hash begins with. Another list of fields gets another number.
const FORMAT: &str = "mdbook-predict proof 1";

/// How many bytes a hash has.
const BYTES: usize = 16;

/// What a program is known by that was run: the digest of its text, of how it is run, and of what
/// is said of it. Where it stands does not count, nor how long it may take, nor who runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProofHash([u8; BYTES]);

impl ProofHash {
    /// The one that comes before all others.
    pub(super) const FIRST: Self = ProofHash([0; BYTES]);

    /// The hash of `program`, which belongs to `question` if that is to be run as well, in a book
    /// with this `config`.
    pub fn of(
        program: HashedProgram<'_, '_>,
        question: Option<HashedProgram<'_, '_>>,
        config: &Config,
    ) -> Self {
        let mut fields = Fields::default();
        fields.text(FORMAT);
        fields.program(program, config);
        if let Some(question) = program.judged_with(question, config) {
            match program.trial.claim.role {
                ProgramRole::Question => fields.answers(program.trial.claim.question),
                _ => fields.program(question, config),
            }
        }
        fields.hash()
    }

    /// The hash that is written like this.
    pub fn named(text: &str) -> Option<Self> {
        let is_digit = |digit: &u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(digit);
        if text.len() != 2 * BYTES || !text.as_bytes().iter().all(is_digit) {
            return None;
        }
        let mut bytes = [0; BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
        }
        Some(ProofHash(bytes))
    }
}

impl fmt::Display for ProofHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A program with all that is said of it.
#[derive(Clone, Copy, Debug)]
pub struct HashedProgram<'h, 'l> {
    /// The program.
    pub trial: &'h ProgramTrial<'l>,
    /// What is expected of it, in which no filter has replaced anything.
    pub expected: &'h Expected,
    /// What it reads.
    pub input: Option<&'h [u8]>,
}

impl<'h, 'l> HashedProgram<'h, 'l> {
    /// The program of the question with which it is judged by what both print, if it is: itself,
    /// where its choices and replies are; the other one, where a fix is to do something else. What
    /// is known to the letter is judged without running it, by builds too where no filter replaces
    /// anything.
    pub(super) fn judged_with(self, question: Option<Self>, config: &Config) -> Option<Self> {
        let is_plain = config.verify.filters.is_empty();
        let is_known = |program: Self| is_plain && program.expected.is_known_to_the_letter();
        match self.trial.claim.role {
            ProgramRole::Question => Some(self).filter(|it| !is_known(*it)),
            ProgramRole::Fix => {
                question.filter(|question| !(is_known(self) && is_known(*question)))
            }
            ProgramRole::Counter(_) => None,
        }
    }
}

/// What is hashed. Each field is preceded by its length, and each list by how many it has, so that
/// no two lists of fields come to the same.
#[derive(Default)]
struct Fields(Sha256);

impl Fields {
    fn hash(self) -> ProofHash {
        let mut bytes = [0; BYTES];
        bytes.copy_from_slice(&self.0.finalize()[..BYTES]);
        ProofHash(bytes)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_be_bytes());
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        let texts: Vec<&str> = texts.into_iter().collect();
        self.count(texts.len());
        texts.into_iter().for_each(|text| self.text(text));
    }

    /// A text that there may be, whatever its line endings.
    fn lines(&mut self, text: Option<&str>) {
        let text = text.map(|text| text.replace("\r\n", "\n"));
        self.texts(text.as_deref());
    }

    /// A program, how it is run, and what is to happen.
    fn program(&mut self, program: HashedProgram<'_, '_>, config: &Config) {
        let HashedProgram { trial, expected, input } = program;
        self.expected(expected);
        let word = trial.language().unwrap_or_default();
        match for_language(word, &config.runners) {
            Some(runner) => self.runner(runner, trial, config),
            None => self.text(word),
        }
        self.text(trial.claim.program.runnable().trim_end_matches('\n'));
        let files = trial.claim.files.iter();
        let named = files.filter_map(|file| Some((file.file_name()?, &file.code.text)));
        let mut files: Vec<_> = named.collect();
        files.sort();
        self.count(files.len());
        for (name, text) in files {
            self.text(name);
            self.text(&text.replace("\r\n", "\n"));
        }
        self.texts(trial.args.iter().map(String::as_str));
        self.count(usize::from(input.is_some()));
        self.bytes(input.unwrap_or_default());
        let settings = &config.verify;
        self.texts(settings.wrapper.iter().map(String::as_str));
        self.texts(settings.pass_env.iter().map(String::as_str));
        self.texts(settings.filters.iter().flat_map(|filter| filter.parts()));
    }

    /// The commands and what is set for them, with their placeholders.
    fn runner(&mut self, runner: &Runner, trial: &ProgramTrial<'_>, config: &Config) {
        self.text(&runner.language);
        self.text(&runner.file);
        self.count(runner.steps().count());
        runner.steps().for_each(|step| self.step(step));
        let variables = runner.environment.iter();
        self.texts(variables.flat_map(|(name, value)| [name.as_str(), value.as_str()]));
        self.texts(runner.cache.as_deref());
        self.texts(runner.support.iter().flat_map(|support| [support.name, support.text]));
        let arguments = runner.steps().flat_map(|step| &step.arguments);
        if arguments.into_iter().any(|argument| argument.contains("{edition}")) {
            self.text(&trial.edition().unwrap_or_else(|| config.edition.clone()));
        }
    }

    fn step(&mut self, step: &Step) {
        self.texts(step.tools.iter().map(String::as_str));
        self.texts(step.arguments.iter().map(String::as_str));
    }

    /// What is to happen.
    fn expected(&mut self, expected: &Expected) {
        self.count(expected.texts.len());
        expected.texts.iter().for_each(|text| self.expected_text(text));
        match expected.end {
            ExpectedEnd::Code(code) => self.text(&code.to_string()),
            ExpectedEnd::Failure => self.text("failure"),
            ExpectedEnd::Uncompiled => self.text("uncompiled"),
        }
        self.texts(expected.errors.iter().map(String::as_str));
        self.count(usize::from(expected.is_compiled_only));
    }

    fn expected_text(&mut self, text: &ExpectedText) {
        self.text(match text.stream {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
            Stream::Both => "both",
        });
        for mark in [text.is_pending, text.is_compilers, text.is_prediction] {
            self.count(usize::from(mark));
        }
        let is_claimed = match text.exactness {
            Exactness::Letters => ("exact", true),
            Exactness::Gaps => ("wildcard", true),
            Exactness::Numbers(_) => ("numbers", true),
            Exactness::Sample => ("varies", false),
        };
        let (how, is_claimed) = is_claimed;
        self.text(how);
        if let Exactness::Numbers(tolerance) = text.exactness {
            self.0.update(tolerance.to_be_bytes());
        }
        self.texts(is_claimed.then(|| without_last_newline(&text.text)));
    }

    /// What `question` says of other outputs than its own: they are judged by what is printed.
    fn answers(&mut self, question: &Block) {
        let Content::Predict(predict) = &question.content else { return };
        let choices = predict.choices().unwrap_or_default();
        self.count(choices.len());
        for choice in choices {
            self.count(usize::from(choice.is_right()));
            let lines = choice.output.as_ref();
            self.count(lines.map_or(0, |output| 1 + usize::from(output.is_known())));
            let given = lines.map(|output| output.text()).or_else(|| choice.text.as_code());
            self.lines(given);
        }
        let replies = predict.replies();
        self.count(replies.len());
        for (block, reply) in replies {
            self.count(usize::from(matches!(block.content, Content::Accepted(_))));
            self.lines(reply.prediction.as_ref().map(|prediction| prediction.text()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProofHash;
    use crate::book_toml::BookToml;
    use crate::chapter::{Reading, read};
    use crate::config;
    use crate::proof::{ChapterFacts, provable};

    /// The hashes of the programs of `chapter` in a book with the settings `toml`.
    fn hashes_in(toml: &str, chapter: &str) -> Vec<String> {
        let (config, mistakes) = config::read(&BookToml::of_file(toml).unwrap());
        assert_eq!(mistakes, []);
        let lessons = read(chapter, &Reading::default());
        assert_eq!(lessons.diagnostics, []);
        let facts = ChapterFacts {
            file: "a.md",
            path: "a.md",
            config: &config,
            read: &|name| match name {
                "in.txt" => Ok(b"x".to_vec()),
                _ => anyhow::bail!("there is no such file"),
            },
        };
        let (all, _) = provable(&lessons, &facts);
        all.iter().map(|it| it.hash.map_or("none".to_owned(), |hash| hash.to_string())).collect()
    }

    fn hashes(chapter: &str) -> Vec<String> {
        hashes_in("", chapter)
    }

    /// A question with this program and this answer.
    fn question(program: &str, answer: &str) -> String {
        format!("~~~~predict\n```python\n{program}\n```\n{answer}~~~~\n")
    }

    const OUTPUT: &str = "```output\n1\n```\n";

    /// Another hash of any of these makes all books unproved that have one like it: then `FORMAT`
    /// is another one as well.
    #[test]
    fn the_hash_is_for_ever() {
        let python = |answer: &str| question("print(1)", answer);
        let chapters = [
            python(OUTPUT),
            python("```output {match=wildcard}\n[..]\n```\n~~~predicted q\nNo.\n~~~\n"),
            python("```output {tolerance=0.5}\n1\n```\n~~~accepted `1.5`\nYes.\n~~~\n"),
            python("```output {varies}\n1\n```\n~~~fix\n```python\nx\n```\n~~~\n"),
            python("```output {stream=stderr exit=1}\nValueError: x\n```\n"),
            python(OUTPUT).replace("```python", "```text {file=a}\nx\n```\n```python {args=2}"),
            python(OUTPUT).replace("```python", "```text {stdin}\nx\n```\n```python"),
            "~~~predict\n```rust,compile_fail,E0382\nx\n```\n```output {phase=compile}\nno\n```\n~~~\n"
                .to_owned(),
            "~~~predict\n```sh\nx\n```\n\n- [x]\n  ```output\n  1\n  ```\n- [ ] `2`\n~~~\n".to_owned(),
        ];
        let hashes: Vec<String> = chapters.iter().flat_map(|chapter| hashes(chapter)).collect();
        let known = [
            "b97f578bcd09b132e139890e4090eabb",
            "823011cd12eb8215f6dac8173a0f60cf",
            "4c5e1636a452d58fbf1a70e11b7958fd",
            "1b6897bb7faf981ac84b6b911e4b4645",
            "834a3fc91dcd673744b52254e8a5f4a2",
            "05d9125959e3b2f5ef2c77cb8588a5c8",
            "61a277729a47f5f3286d0cf4995ff4bf",
            "c9a3095390b1ce16ab9c923582abcfad",
            "42f812fa5d08e9aa8b8b50fc03ae84fb",
            "f5ea0013966d4a65b158b60de6b1a762",
        ];
        assert_eq!(hashes, known);
    }

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let [text] = &hashes(&question("print(1)", OUTPUT))[..] else { unreachable!() };
        assert_eq!(ProofHash::named(text).unwrap().to_string(), *text);
        for wrong in ["", "0", &text.to_uppercase(), &format!("{text}0"), &text.replace('a', "ä")]
        {
            assert_eq!(ProofHash::named(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_proof_depends_on_changes_the_hash() {
        let own = |answer| question("print(1)", answer);
        let base = own(OUTPUT);
        let same = [
            base.replace('\n', "\r\n"),
            base.replace("predict", "predict A title {#x}"),
            base.replace("python", "py {timeout=3}"),
            base.replace("print(1)", "print(1)\n\n"),
            own("```output\n1\n```\n~~~predicted 2\nNo.\n~~~\n"),
            format!("# Words\n\n{base}\nMore words.\n"),
        ];
        for same in same {
            assert_eq!(hashes(&same), hashes(&base), "{same}");
        }
        let mut others = vec![
            base.replace("print(1)", "print(2)"),
            base.replace("python", "ruby"),
            base.replace("python", "python {args=1}"),
            base.replace("python", "python {stdin=\"in.txt\"}"),
            own("```output\n2\n```\n"),
            own("```output {stream=stderr}\n1\n```\n"),
            own("```output {exit=1}\n1\n```\n"),
            own("```output {match=wildcard}\n1\n```\n"),
            own("```output {tolerance=0.5}\n1\n```\n"),
            own("```output {tolerance=0.25}\n1\n```\n"),
            own("```output {varies}\n1\n```\n"),
            own("```output {match=wildcard}\n1\n```\n~~~predicted 2\nNo.\n~~~\n"),
            base.replace("```python", "```text {file=a}\nx\n```\n```python"),
            base.replace("```python", "```text {stdin}\nx\n```\n```python"),
        ]
        .iter()
        .map(|chapter| hashes(chapter))
        .collect::<Vec<_>>();
        let table = |keys: &str| format!("[preprocessor.predict.{keys}\n");
        for toml in [
            table("run.python]\nrun = [\"python3\", \"-I\", \"{file}\"]"),
            table("run.python]\nenv = { A = \"1\" }"),
            table("verify]\npass-env = [\"DISPLAY\"]"),
            table("verify.filters.a]\npattern = \"x\"\nreplacement = \"y\""),
        ] {
            others.push(hashes_in(&toml, &base));
        }
        others.push(hashes(&base));
        let all: std::collections::BTreeSet<_> = others.iter().collect();
        assert_eq!(all.len(), others.len(), "{others:#?}");
        let varies =
            |sample: &str| question("print(1)", &format!("```output {{varies}}\n{sample}\n```\n"));
        assert_eq!(hashes(&varies("1")), hashes(&varies("2")));
    }

    #[test]
    fn the_edition_counts_for_rust_alone() {
        let rust = "~~~~predict\n```rust\nfn main() {}\n```\n```output {empty}\n```\n~~~~\n";
        let edition = "[rust]\nedition = \"2024\"\n";
        assert_ne!(hashes_in(edition, rust), hashes(rust));
        let fence = rust.replace("```rust", "```rust,edition2024");
        assert_eq!(hashes_in(edition, rust), hashes(&fence));
        let python = question("print(1)", OUTPUT);
        assert_eq!(hashes_in(edition, &python), hashes(&python));
    }

    #[test]
    fn a_fix_without_a_known_output_depends_on_the_program() {
        let with_fix = |program, fix| {
            let fix = format!("~~~fix\n```python\nprint(2)\n```\n{fix}~~~\n");
            hashes(&question(program, &format!("{OUTPUT}{fix}")))[1].clone()
        };
        assert_ne!(with_fix("print(1)", ""), with_fix("print(1.0)", ""));
        let claimed = "```output\n2\n```\n";
        assert_eq!(with_fix("print(1)", claimed), with_fix("print(1.0)", claimed));
    }
}
