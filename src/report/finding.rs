//! What was found in a book, as a value: nothing in here is text for anybody yet.

use std::collections::HashSet;
use std::fmt;

use crate::chapter::OnError;
use crate::diagnostic::{Code, Diagnostic, Severity, listed};

use super::document::{Document, Located, Origin};

/// What is said of a book whose lessons stay what they are to mdBook alone.
const NOT_RUN: &str = "book.toml has no `[preprocessor.predict]`, so a build shows the lessons as \
                       code: `mdbook-predict install` adds it";

/// What was found in a book, in the order in which it is to be read.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was found.
    pub findings: Vec<Finding>,
    /// The texts that it points into.
    pub documents: Vec<Document>,
    /// What the book wants to become of mistakes.
    pub on_error: OnError,
    /// The preprocessors whose changes to the chapters were not seen, though a build makes them
    /// first.
    pub unseen: Vec<String>,
    /// How many programs are not proved, which is an error, and are not named.
    pub unnamed: usize,
    /// Whether the book is not to be built where something in it is not proved.
    pub demands_proofs: bool,
    /// Whether the book has blocks, and does not have mdBook run this preprocessor.
    pub is_not_run: bool,
}

/// So many of what `word` says.
pub(crate) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A diagnostic, and what it points into.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// The place in [`Report::documents`] of the text that its spans count in, where there is one.
    pub document: Option<usize>,
}

impl Finding {
    /// The text that it points into.
    pub(crate) fn document<'d>(&self, documents: &'d [Document]) -> Option<&'d Document> {
        Some(&documents[self.document?])
    }

    /// Where it stands.
    pub(crate) fn located<'d>(&self, documents: &'d [Document]) -> Option<Located<'d>> {
        Some(self.document(documents)?.locate(self.diagnostic.span.as_ref()?))
    }

    /// What it is found in: the text that it stands in, or where it has no place, the document.
    pub(crate) fn origin<'d>(&self, documents: &'d [Document]) -> Option<&'d Origin> {
        match self.located(documents) {
            Some(located) => Some(&located.source.origin),
            None => Some(self.document(documents)?.origin()),
        }
    }
}

impl Default for Report {
    /// That nothing was found.
    fn default() -> Self {
        Report {
            findings: Vec::new(),
            documents: Vec::new(),
            on_error: OnError::Fail,
            unseen: Vec::new(),
            unnamed: 0,
            demands_proofs: false,
            is_not_run: false,
        }
    }
}

impl Report {
    /// That one mistake was found, in `document`.
    pub fn of(document: Document, diagnostic: Diagnostic) -> Self {
        let findings = vec![Finding { diagnostic, document: Some(0) }];
        Report { findings, documents: vec![document], ..Report::default() }
    }

    /// Sorts what was found by file, and in a file by place; what has none comes first.
    pub fn sort(&mut self) {
        let documents = &self.documents;
        self.findings.sort_by_cached_key(|found| {
            let located = found.located(documents);
            located.map(|located| (located.source.origin.clone(), located.span.start))
        });
    }

    /// Leaves out what was found before in the same place of the same file: two links may bring it.
    pub fn merge(&mut self) {
        let documents = &self.documents;
        let mut told = HashSet::new();
        self.findings.retain(|found| {
            let Some(located) = found.located(documents).filter(|place| place.doubt.is_none())
            else {
                return true;
            };
            let Diagnostic { code, message, .. } = &found.diagnostic;
            let (origin, span) = (located.source.origin.clone(), located.span);
            told.insert((*code, origin, (span.start, span.end), message.clone()))
        });
    }

    /// Keeps what was found in the texts that `is_wanted`, and what is in none.
    pub fn keep(&mut self, is_wanted: impl Fn(&Origin) -> bool) {
        let documents = &self.documents;
        self.findings.retain(|found| found.origin(documents).is_none_or(&is_wanted));
    }

    /// Makes errors of the findings whose codes are denied.
    pub fn deny(&mut self, is_denied: impl Fn(Code) -> bool) {
        for found in &mut self.findings {
            if is_denied(found.diagnostic.code) {
                found.diagnostic.severity = Severity::Error;
            }
        }
    }

    /// What else is to be known of the book, each in a sentence.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.is_not_run {
            notes.push(NOT_RUN.to_owned());
        }
        if !self.unseen.is_empty() {
            let names = listed(self.unseen.iter().map(String::as_str));
            let (run, change) = match self.unseen.len() {
                1 => ("runs", "it changes"),
                _ => ("run", "they change"),
            };
            notes.push(format!(
                "in a build {names} {run} first, and what {change} is not seen here"
            ));
        }
        notes
    }

    /// How many of the findings are warnings.
    pub fn warnings(&self) -> usize {
        self.findings.len() - self.errors()
    }

    /// How many of the findings are errors.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|found| found.diagnostic.is_error()).count()
    }

    /// Why the build is to stop, if it is. Whatever becomes of mistakes on a page, a proof that is
    /// demanded and missing has no place there.
    pub fn stopped(&self) -> Option<Stopped> {
        let errors = self.findings.iter().filter(|found| found.diagnostic.is_error());
        let mut stopped = Stopped { missing_proofs: self.unnamed, ..Stopped::default() };
        for Finding { diagnostic, .. } in errors {
            let code = diagnostic.code;
            match (code.is_set_by_unproved(), code.is_about_settings()) {
                (true, _) => stopped.missing_proofs += usize::from(diagnostic.span.is_some()),
                (_, true) => stopped.in_settings += 1,
                _ => stopped.in_lessons += 1,
            }
        }
        let is_mistake = stopped.in_settings + stopped.in_lessons > 0;
        let fails = is_mistake && self.on_error == OnError::Fail;
        let is_unknown = |found: &Finding| found.diagnostic.code.is_about_lock();
        let demands = self.demands_proofs && self.findings.iter().any(is_unknown);
        (fails || demands || stopped.missing_proofs > 0).then_some(stopped)
    }
}

/// The error that ends a build because of the author's mistakes, which are in the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stopped {
    /// How many there are in lessons.
    pub in_lessons: usize,
    /// How many there are in `book.toml`.
    pub in_settings: usize,
    /// How many programs are not proved, which the book demands.
    pub missing_proofs: usize,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stopped { in_lessons, in_settings, missing_proofs } = *self;
        let mistakes = |count, place: &str| match count {
            0 => None,
            count => Some(format!("{} in the {place} of this book", counted(count, "mistake"))),
        };
        let proofs = (missing_proofs > 0).then(|| {
            let is = if missing_proofs == 1 { "is" } else { "are" };
            let proofs = counted(missing_proofs, "proof");
            format!("{proofs} that the book demands {is} not there")
        });
        let parts = [mistakes(in_settings, "settings"), mistakes(in_lessons, "lessons"), proofs];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        f.write_str(&parts.join(" and "))?;
        if in_settings == 0 && missing_proofs == 0 {
            // For the others there is no place on a page.
            let stand = if in_lessons == 1 { "it stands" } else { "they stand" };
            write!(
                f,
                "; to build it with a box where {stand}, set `on-error = \"show\"` in \
                 `[preprocessor.predict]`"
            )?;
        }
        if missing_proofs > 0 && in_lessons + in_settings == 0 {
            f.write_str(
                "; to build it all the same, set `unproved = \"warn\"` in \
                 `[preprocessor.predict]`",
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Stopped {}
