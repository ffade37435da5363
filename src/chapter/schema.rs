//! Which attributes there are, and reading their values.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, blocks as mistakes, joined};

use super::attributes::{EntryKind, Info};
use super::kind::{Kind, nearest};
use super::source::Source;

/// The attributes of a program.
const PROGRAM: [&str; 7] =
    ["caption", "caption-after", "program", "args", "stdin", "timeout", "skip"];

/// What an attribute list may stand on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner<'a> {
    /// A block, by its kind and the word for it.
    Block(Kind, &'a str),
    /// A code fence in a block.
    Program,
}

impl Owner<'_> {
    fn keys(self) -> &'static [&'static str] {
        match self {
            Owner::Block(Kind::Predict, _) => &["input", "gate", "rows", "allow"],
            Owner::Block(Kind::Output, _) => {
                &["stream", "exit", "phase", "varies", "match", "empty", "caption"]
            }
            Owner::Block(..) => &[],
            Owner::Program => &PROGRAM,
        }
    }

    fn name(self) -> String {
        match self {
            Owner::Block(_, word) => format!("`{word}`"),
            Owner::Program => "a program".to_owned(),
        }
    }
}

/// The attributes that stand on a block or a program, with the mistakes found in them.
#[derive(Debug)]
pub(crate) struct Attributes {
    pub(crate) id: Option<(String, Range<usize>)>,
    pub(crate) classes: Vec<String>,
    pairs: Vec<Pair>,
    pub(crate) mistakes: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Pair {
    key: String,
    value: Option<String>,
    span: Range<usize>,
}

impl Attributes {
    /// Checks what `info` says against what `owner` has.
    pub(crate) fn read(info: &Info, source: &Source<'_>, owner: Owner<'_>) -> Self {
        let mut read =
            Attributes { id: None, classes: Vec::new(), pairs: Vec::new(), mistakes: Vec::new() };
        if let Some(problem) = &info.problem {
            let span = source.span(problem.span.clone());
            read.mistakes.push(mistakes::malformed_attributes(span, problem.message));
        }
        for entry in &info.entries {
            let span = source.span(entry.span.clone());
            match &entry.kind {
                EntryKind::Id(id) => read.set_id(id, span, owner),
                EntryKind::Class(class) => read.add_class(class, span, owner),
                EntryKind::Key { key, value } => read.add_pair(key, value.clone(), span, owner),
            }
        }
        read
    }

    fn set_id(&mut self, id: &str, span: Range<usize>, owner: Owner<'_>) {
        match (&self.id, owner) {
            (_, Owner::Program) => self.unknown(&format!("#{id}"), span, owner),
            (Some((_, first)), _) => {
                let first = first.clone();
                self.mistakes.push(mistakes::duplicate_attribute(span, first, "#id"));
            }
            (None, _) => self.id = Some((id.to_owned(), span)),
        }
    }

    fn add_class(&mut self, class: &str, span: Range<usize>, owner: Owner<'_>) {
        match owner {
            Owner::Program => self.unknown(&format!(".{class}"), span, owner),
            Owner::Block(..) => self.classes.push(class.to_owned()),
        }
    }

    fn add_pair(&mut self, key: &str, value: Option<String>, span: Range<usize>, owner: Owner<'_>) {
        if !owner.keys().contains(&key) {
            return self.unknown(key, span, owner);
        }
        if let Some(first) = self.pairs.iter().find(|pair| pair.key == key) {
            let first = first.span.clone();
            return self.mistakes.push(mistakes::duplicate_attribute(span, first, key));
        }
        self.pairs.push(Pair { key: key.to_owned(), value, span });
    }

    fn unknown(&mut self, key: &str, span: Range<usize>, owner: Owner<'_>) {
        let meant = nearest(key, owner.keys().iter().copied());
        self.mistakes.push(mistakes::unknown_attribute(
            span,
            key,
            &owner.name(),
            owner.keys(),
            meant,
        ));
    }

    /// Takes back all that was said about `key` but keep its place: the value is not `wanted`.
    pub(crate) fn refuse(&mut self, key: &str, wanted: &str) {
        let Some(pair) = self.pairs.iter().find(|pair| pair.key == key) else { return };
        self.mistakes.push(mistakes::bad_attribute_value(pair.span.clone(), key, wanted));
    }

    /// The place of `key`, as a byte range of the chapter.
    pub(crate) fn span(&self, key: &str) -> Option<Range<usize>> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.span.clone())
    }

    fn pair(&self, key: &str) -> Option<Option<&str>> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_deref())
    }

    /// Whether the word `key` is there.
    pub(crate) fn flag(&mut self, key: &str) -> bool {
        match self.pair(key) {
            Some(Some(_)) => {
                self.refuse(key, "no value");
                true
            }
            found => found.is_some(),
        }
    }

    /// The value of `key`.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        match self.pair(key) {
            Some(Some(value)) if !value.trim().is_empty() => Some(value.to_owned()),
            Some(_) => {
                self.refuse(key, "a text");
                None
            }
            None => None,
        }
    }

    /// The value of `key`, read as a number.
    pub(crate) fn number<T: std::str::FromStr>(&mut self, key: &str, wanted: &str) -> Option<T> {
        let value = self.pair(key)?;
        let number = value.and_then(|value| value.parse().ok());
        if number.is_none() {
            self.refuse(key, wanted);
        }
        number
    }

    /// The value of `key`, which must be one of `choices`.
    pub(crate) fn one_of<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.pair(key)?;
        let found = choices.iter().find(|(word, _)| Some(*word) == value);
        if found.is_none() {
            self.refuse(key, &joined(choices.iter().map(|(word, _)| *word), "or"));
        }
        found.map(|(_, value)| *value)
    }
}

/// The codes that `allow=` names, each of which must be a warning's.
pub(crate) fn allowed_warnings(attributes: &mut Attributes) -> Vec<Code> {
    let Some(value) = attributes.text("allow") else { return Vec::new() };
    let named = |name: &str| Code::named(name.trim()).filter(|code| code.can_be_allowed());
    let codes: Vec<Option<Code>> = value.split(',').map(named).collect();
    if codes.contains(&None) {
        let can_be_allowed = Code::ALL.into_iter().filter(|code| code.can_be_allowed());
        let names = joined(can_be_allowed.map(Code::name), "or");
        attributes.refuse("allow", &format!("the code of a warning, {names}"));
    }
    codes.into_iter().flatten().collect()
}
