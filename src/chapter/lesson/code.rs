//! Code fences: programs, what goes into them, and outputs.

use std::borrow::Cow;

use crate::chapter::fenced::Fenced;
use crate::chapter::inline::Spanned;
use crate::chapter::outline::Source;

/// A code fence with a caption: a program, most of the time.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its fence.
    pub place: Fenced,
    /// The info string without our attributes.
    pub info: String,
    /// The lines between the fences, with their line endings.
    pub code: Source<'static>,
    /// The language, as its author calls it.
    pub language: Option<Spanned<String>>,
    /// What stands above it.
    pub caption: Option<Spanned<String>>,
    /// The caption that shows only when the answer is open.
    pub caption_after: Option<Spanned<String>>,
    /// What it is for.
    pub role: FigureRole,
    /// Which of its lines readers do not see.
    pub hidden: Option<HiddenLines>,
}

/// Which lines of a program mdBook hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HiddenLines {
    /// Those that rustdoc hides.
    Rustdoc,
    /// Those that begin with this.
    Prefix(String),
}

impl HiddenLines {
    /// `line` as readers see it, if they do.
    fn shown<'t>(&self, line: &'t str) -> Option<Cow<'t, str>> {
        let start = line.trim_start();
        match self {
            HiddenLines::Prefix(prefix) if start.starts_with(prefix) => return None,
            HiddenLines::Rustdoc if start == "#" || start.starts_with("# ") => return None,
            HiddenLines::Rustdoc if start.starts_with("##") => {
                let indent = &line[..line.len() - start.len()];
                return Some(Cow::Owned(format!("{indent}{}", &start[1..])));
            }
            _ => {}
        }
        Some(Cow::Borrowed(line))
    }
}

/// What a code fence is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureRole {
    /// It is the program that the block is about.
    Program(Invocation),
    /// It is the program that would print what a reader predicted.
    Counter(Invocation),
    /// It is the standard input of that program.
    Stdin,
    /// It is a file of this name, which that program finds beside itself.
    File(Spanned<String>),
    /// It is neither.
    Code,
}

impl Figure {
    /// How to run it, if it is the program that the block is about.
    pub fn invocation(&self) -> Option<&Invocation> {
        match &self.role {
            FigureRole::Program(invocation) => Some(invocation),
            _ => None,
        }
    }

    /// The name of the file that it is.
    pub fn file_name(&self) -> Option<&str> {
        match &self.role {
            FigureRole::File(name) => Some(&name.value),
            _ => None,
        }
    }

    /// The lines that readers see, without line endings.
    pub fn visible_lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        // To Markdown a carriage return alone ends a line, too.
        let lines = self.code.text.lines().flat_map(|line| line.split('\r'));
        lines.filter_map(|line| match &self.hidden {
            None => Some(Cow::Borrowed(line)),
            Some(hidden) => hidden.shown(line),
        })
    }
}

/// How a program is to be run; no build ever does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invocation {
    /// The arguments, as the author wrote them.
    pub args: Option<Spanned<String>>,
    /// The file that is its standard input.
    pub stdin: Option<Spanned<String>>,
    /// After how many seconds it is stopped.
    pub timeout: Option<Spanned<u32>>,
    /// Why it is not run.
    pub skip: Option<Spanned<String>>,
}

/// An output, verbatim.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its fence.
    pub place: Fenced,
    /// The lines between the fences, with their line endings.
    pub lines: Source<'static>,
    /// Whether it is known.
    pub state: OutputState,
    /// Where the program prints it, if the author says so.
    pub stream: Option<Spanned<Stream>>,
    /// The exit code that goes with it.
    pub exit: Option<Spanned<i32>>,
    /// When it is printed, if not while the program runs.
    pub phase: Option<Spanned<Phase>>,
    /// How exactly the program prints it.
    pub matching: Matching,
    /// By how much its numbers may differ from those that the program prints.
    pub tolerance: Option<Spanned<f64>>,
    /// What stands above it.
    pub caption: Option<Spanned<String>>,
    /// The author's id.
    pub id: Option<Spanned<String>>,
    /// The author's classes.
    pub classes: Vec<Spanned<String>>,
}

/// Whether an output is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputState {
    /// It has been written down.
    Recorded,
    /// Not written down yet.
    Pending,
    /// Really nothing is printed.
    Nothing,
}

/// What an output does not say of what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// What its wildcards stand for.
    Gaps,
    /// Anything: it is no more than a sample, or there is none.
    Whole,
}

/// Where a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// Both.
    Both,
}

/// When something is printed, if not while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// By the compiler, about a program that must not compile.
    Compile,
}

/// How exactly an output is what the program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// To the letter.
    Exact,
    /// But for the gaps that are marked in it.
    Wildcard,
    /// As a sample of what is another one each time.
    Varies,
}

impl Output {
    /// What is printed, without a line ending at its end.
    pub fn text(&self) -> &str {
        let text = self.lines.text.strip_suffix('\n').unwrap_or(&self.lines.text);
        text.strip_suffix('\r').unwrap_or(text)
    }

    /// Where the program prints it.
    pub fn stream(&self) -> Stream {
        match &self.stream {
            Some(stream) => stream.value,
            None if self.phase.is_some() => Stream::Stderr,
            None => Stream::Stdout,
        }
    }

    /// Whether it says, letter by letter, what happens.
    pub fn is_known(&self) -> bool {
        self.unknown().is_none()
    }

    /// What it does not say of what happens.
    pub fn unknown(&self) -> Option<Unknown> {
        match (&self.matching, self.state) {
            (Matching::Exact, state) if state != OutputState::Pending => None,
            (Matching::Wildcard, OutputState::Recorded) => Some(Unknown::Gaps),
            _ => Some(Unknown::Whole),
        }
    }
}
