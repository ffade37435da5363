//! What an author did wrong, as a value: where, what, and what to write instead.
//!
//! A diagnostic is found in one place and printed in another ([`crate::report`]), so nothing in
//! here formats source lines. Wording follows rustc and cargo: a message is a phrase that starts
//! lower-case and says what is wrong; the label says it again at the place, in fewer words; every
//! help says what to write, and a [`Fix`] writes it. One small constructor per code keeps all the
//! wording in `blocks` (the block language), `fences` (what opens and closes blocks), `strays`
//! (what was to be a block), `attributes`, `replies` (choices, and what is said to predictions),
//! `settings` (`book.toml`), `files` (those of a book), `lints` (what is against good practice),
//! `runs` (what comes out when programs are run) and `proofs` (what is known of that).
//! `levels` says what a book makes of warnings and lints.

pub(crate) mod attributes;
pub(crate) mod blocks;
mod code;
pub(crate) mod fences;
pub(crate) mod files;
mod fix;
mod levels;
pub(crate) mod lints;
pub(crate) mod proofs;
pub(crate) mod replies;
pub(crate) mod runs;
pub(crate) mod settings;
mod severity;
mod span;
pub(crate) mod strays;

pub use code::Code;
pub use fix::{Fix, Safety};
pub use levels::{Level, Levels};
pub use severity::{Group, Severity};
pub use span::Span;

/// A mistake of an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of mistake.
    pub code: Code,
    /// How bad it is: what its code says, unless the book says otherwise.
    pub severity: Severity,
    /// What is wrong, in a phrase.
    pub message: String,
    /// The place, in byte offsets of the text that was checked; `None` where there is no such text.
    pub span: Option<Span>,
    /// What is to be said at the place itself; may be empty.
    pub label: String,
    /// Other places that have to do with it.
    pub related: Vec<(Span, String)>,
    /// What is to be known to understand it, of any number of lines each.
    pub notes: Vec<String>,
    /// What to write instead, at least one sentence.
    pub help: Vec<String>,
    /// The edits that take it away, where the place leaves one obvious choice.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            span: span.into(),
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// The same for a place that there may be.
    fn relates(self, span: Option<Span>, label: impl Into<String>) -> Self {
        match span {
            Some(span) => self.related(span, label),
            None => self,
        }
    }

    /// The same with something to be known.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same with something to write instead.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    fn helps(mut self, helps: Vec<String>) -> Self {
        self.help.extend(helps);
        self
    }

    /// The same with a fix.
    pub(crate) fn with_fix(self, fix: Fix) -> Self {
        self.fix(fix)
    }

    /// The same with a fix, where there is one.
    pub(crate) fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Its places: its own, then those that have to do with it.
    pub(crate) fn spans(&self) -> impl Iterator<Item = &Span> {
        self.span.iter().chain(self.related.iter().map(|(span, _)| span))
    }

    /// Whether it stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// `text` in backticks, or in quotes where it has backticks itself.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains('`') { format!("\"{text}\"") } else { format!("`{text}`") }
}

/// `a`, `b` and `c`, each in backticks.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "and")
}

/// The same with another word before the last one.
pub(crate) fn joined<'a>(words: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}
