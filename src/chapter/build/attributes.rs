//! Which attributes there are, and reading their values.

use std::ops::Range;

use crate::chapter::inline::Spanned;
use crate::chapter::kind::{Kind, PartKind, nearest};
use crate::chapter::lesson::{Allowed, Phase, Stream};
use crate::chapter::outline::Source;
use crate::diagnostic::{Code, Diagnostic, Span, attributes as mistakes, joined};

use super::info::{Entry, EntryKind, InfoString};
use super::remedies::plain_quotes;

/// The attributes of a `predict` block.
const PREDICT: &[&str] = &["input", "gate", "rows", "allow"];

/// The attributes of a callout.
const CALLOUT: &[&str] = &["after", "allow"];

/// The attributes of other blocks that a lint may be about.
const LINTED: &[&str] = &["allow"];

/// The attributes of an output.
const OUTPUT: &[&str] =
    &["stream", "exit", "phase", "varies", "match", "tolerance", "empty", "caption"];

/// The attributes of a program.
const PROGRAM: &[&str] =
    &["caption", "caption-after", "program", "args", "stdin", "file", "timeout", "skip"];

/// The attributes whose value is a text of any words.
const TEXTS: [&str; 5] = ["caption", "caption-after", "args", "skip", "allow"];

/// The attributes that are but a word.
const FLAGS: [&str; 4] = ["program", "stdin", "varies", "empty"];

/// The phases that an output may name.
pub(crate) const PHASES: [(&str, Phase); 1] = [("compile", Phase::Compile)];

/// The streams that an output may name.
pub(crate) const STREAMS: [(&str, Stream); 3] =
    [("stdout", Stream::Stdout), ("stderr", Stream::Stderr), ("both", Stream::Both)];

/// The keys of all attributes; some stand on several things.
pub fn attribute_keys() -> impl Iterator<Item = &'static str> {
    [PREDICT, CALLOUT, LINTED, OUTPUT, PROGRAM].into_iter().flatten().copied()
}

/// What an attribute list may stand on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner<'a> {
    /// A block of this kind.
    Block(&'a Kind),
    /// A code fence in a block.
    Program,
}

impl Owner<'_> {
    /// The keys that it has.
    pub(crate) fn keys(self) -> &'static [&'static str] {
        match self {
            Owner::Block(Kind::Predict) => PREDICT,
            Owner::Block(Kind::Callout(_)) => CALLOUT,
            Owner::Block(Kind::Output) => OUTPUT,
            Owner::Block(Kind::Part(PartKind::Rule | PartKind::Fix)) => LINTED,
            Owner::Block(_) => &[],
            Owner::Program => PROGRAM,
        }
    }

    fn name(self) -> String {
        match self {
            Owner::Block(kind) => format!("`{}`", kind.word()),
            Owner::Program => "a program".to_owned(),
        }
    }
}

/// The attributes that stand on a block or a program, with the mistakes found in them.
#[derive(Debug)]
pub(crate) struct Attributes {
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) classes: Vec<Spanned<String>>,
    pairs: Vec<Pair>,
    pub(crate) mistakes: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Pair {
    key: String,
    value: Option<Spanned<String>>,
    /// The whole entry.
    span: Span,
}

impl Attributes {
    /// Checks what `info` says against what `owner` has.
    pub(crate) fn read(info: &InfoString, source: &Source<'_>, owner: Owner<'_>) -> Self {
        let mut read =
            Attributes { id: None, classes: Vec::new(), pairs: Vec::new(), mistakes: Vec::new() };
        if let Some(foreign) = foreign_braces(info, source, owner) {
            read.mistakes.push(foreign);
            return read;
        }
        let unquoted = unquoted_text(info, &source.text, owner);
        if let Some((key, range)) = &unquoted {
            let value = &source.text[range.start + key.len() + 1..range.end];
            read.mistakes.push(mistakes::unquoted_value(source.span(range.clone()), key, value));
        } else if let Some(problem) = &info.problem {
            let span = source.span(problem.span.clone());
            let mistake = mistakes::malformed_attributes(span, problem.message);
            let quotes = info.braces.clone().and_then(|braces| plain_quotes(source, braces));
            read.mistakes.push(mistake.fix(quotes));
        }
        let is_told = |entry: &&Entry| {
            unquoted.as_ref().is_some_and(|(_, range)| range.contains(&entry.span.start))
        };
        for entry in info.entries.iter().filter(|entry| !is_told(entry)) {
            let span = source.span(entry.span.clone());
            match &entry.kind {
                EntryKind::Id(id) => read.set_id(id, span, owner),
                EntryKind::Class(class) => read.add_class(class, span, owner),
                EntryKind::Key { key, value } => {
                    let value = value.as_ref().map(|(value, range)| {
                        Spanned::new(value.clone(), source.span(range.clone()))
                    });
                    read.add_pair(key, value, span, owner);
                }
            }
        }
        read
    }

    fn set_id(&mut self, id: &str, span: Span, owner: Owner<'_>) {
        match (&self.id, owner) {
            (_, Owner::Program) => self.unknown(&format!("#{id}"), span, owner),
            (Some(first), _) => {
                let first = first.span.clone();
                self.mistakes.push(mistakes::duplicate_attribute(span, first, "#id"));
            }
            (None, _) => self.id = Some(Spanned::new(id.to_owned(), span)),
        }
    }

    fn add_class(&mut self, class: &str, span: Span, owner: Owner<'_>) {
        match owner {
            Owner::Program => self.unknown(&format!(".{class}"), span, owner),
            Owner::Block(_) => self.classes.push(Spanned::new(class.to_owned(), span)),
        }
    }

    fn add_pair(
        &mut self,
        key: &str,
        value: Option<Spanned<String>>,
        span: Span,
        owner: Owner<'_>,
    ) {
        if !owner.keys().contains(&key) {
            return match (sign(key), &value, owner) {
                (Some(sign), Some(value), Owner::Block(_)) => {
                    let written = format!("{sign}{}", value.value);
                    self.mistakes.push(mistakes::named_attribute(span, key, &written));
                }
                _ => self.unknown(key, span, owner),
            };
        }
        if let Some(first) = self.pairs.iter().find(|pair| pair.key == key) {
            let first = first.span.clone();
            return self.mistakes.push(mistakes::duplicate_attribute(span, first, key));
        }
        self.pairs.push(Pair { key: key.to_owned(), value, span });
    }

    fn unknown(&mut self, key: &str, span: Span, owner: Owner<'_>) {
        let meant = nearest(key, owner.keys().iter().copied());
        self.mistakes.push(mistakes::unknown_attribute(
            span,
            key,
            &owner.name(),
            owner.keys(),
            meant,
        ));
    }

    /// Says that the value of `key` is not `wanted`.
    pub(crate) fn refuse(&mut self, key: &str, wanted: &str) {
        let Some(pair) = self.pair(key) else { return };
        self.mistakes.push(mistakes::bad_attribute_value(pair.span.clone(), key, wanted));
    }

    /// The place of `key` and its value.
    pub(crate) fn span(&self, key: &str) -> Option<Span> {
        self.pair(key).map(|pair| pair.span.clone())
    }

    fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.key == key)
    }

    /// Whether the word `key` is there.
    pub(crate) fn flag(&mut self, key: &str) -> bool {
        if self.pair(key).is_some_and(|pair| pair.value.is_some()) {
            self.refuse(key, "no value");
        }
        self.pair(key).is_some()
    }

    /// The value of `key`.
    pub(crate) fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let read = |value: &str| (!value.trim().is_empty()).then(|| value.to_owned());
        self.read_value(key, || "a text".to_owned(), read)
    }

    /// The value of `key`, read as a number.
    pub(crate) fn number<T: std::str::FromStr>(
        &mut self,
        key: &str,
        wanted: &str,
    ) -> Option<Spanned<T>> {
        self.read_value(key, || wanted.to_owned(), |value| value.parse().ok())
    }

    /// By how much the numbers of an output may differ.
    pub(crate) fn tolerance(&mut self) -> Option<Spanned<f64>> {
        let wanted = || "a number above 0, such as `0.001`".to_owned();
        let is_one = |number: &f64| number.is_finite() && *number > 0.0;
        let read = self.read_value("tolerance", wanted, |value| value.parse().ok().filter(is_one));
        let others = ["varies", "match"].into_iter().find(|key| self.pair(key).is_some());
        if let (Some(other), true) = (others, read.is_some()) {
            self.refuse("tolerance", &format!("no `{other}` beside it"));
        }
        read
    }

    /// The value of `key`, which must be one of `choices`.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<Spanned<T>> {
        let wanted = || joined(choices.iter().map(|(word, _)| *word), "or");
        let find = |value: &str| choices.iter().find(|(word, _)| *word == value);
        self.read_value(key, wanted, |value| find(value).map(|(_, meaning)| *meaning))
    }

    /// What `read` makes of the value of `key`; a mistake where it makes nothing of it.
    fn read_value<T>(
        &mut self,
        key: &str,
        wanted: impl Fn() -> String,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let value = self.pair(key)?.value.as_ref();
        let found = value.and_then(|v| Some(Spanned::new(read(&v.value)?, v.span.clone())));
        if found.is_none() {
            self.refuse(key, &wanted());
        }
        found
    }
}

/// The sign for what HTML and others write as `key`.
pub(crate) fn sign(key: &str) -> Option<char> {
    match key {
        "id" => Some('#'),
        "class" => Some('.'),
        _ => None,
    }
}

/// A text of several words that is the value of a key of `owner` and has no quotes: its key, and
/// the range of both.
fn unquoted_text(
    info: &InfoString,
    text: &str,
    owner: Owner<'_>,
) -> Option<(&'static str, Range<usize>)> {
    let braces = info.braces.clone()?;
    let list = text[braces.clone()].trim_end_matches('}');
    let texts = TEXTS.into_iter().filter(|key| owner.keys().contains(key));
    let mut found = texts.filter_map(|key| {
        let starts = list.match_indices(key).map(|(at, _)| at);
        let mut starts = starts.filter(|&at| {
            list[..at].ends_with(|c: char| c == '{' || c.is_whitespace())
                && list[at + key.len()..].starts_with('=')
        });
        let start = starts.next()?;
        let value = start + key.len() + 1;
        let length = words_of_text(&list[value..])?;
        Some((key, braces.start + start..braces.start + value + length))
    });
    found.next()
}

/// How long the text is that `list` begins with, up to the next entry; nothing where it has quotes,
/// or is but one word.
fn words_of_text(list: &str) -> Option<usize> {
    let (mut at, mut words) = (0, Vec::new());
    for piece in list.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if word.starts_with(['#', '.']) || word.contains('=') {
            break;
        }
        words.extend((!word.is_empty()).then(|| at..at + word.len()));
        at += piece.len();
    }
    while words.last().is_some_and(|word| FLAGS.contains(&&list[word.clone()])) {
        words.pop();
    }
    let end = words.last().filter(|_| words.len() > 1)?.end;
    let is_quoted = list[..end].contains(['"', '“', '”', '„', '«', '»']);
    (!list.starts_with(char::is_whitespace) && !is_quoted).then_some(end)
}

/// What is wrong with braces on a code fence that look like another tool's: no attribute of ours is
/// in them, nor nearly one.
fn foreign_braces(info: &InfoString, source: &Source<'_>, owner: Owner<'_>) -> Option<Diagnostic> {
    let (Owner::Program, Some(braces)) = (owner, &info.braces) else { return None };
    let is_ours = |entry: &Entry| match &entry.kind {
        EntryKind::Key { key, .. } => nearest(key, PROGRAM.iter().copied()).is_some(),
        EntryKind::Id(_) | EntryKind::Class(_) => false,
    };
    let begins_ours = || PROGRAM.iter().any(|key| begins_with(&source.text[braces.clone()], key));
    if info.entries.iter().any(is_ours)
        || (info.entries.is_empty() && (info.problem.is_none() || begins_ours()))
    {
        return None;
    }
    let problem = info.problem.as_ref();
    let problem = problem.map(|problem| (source.span(problem.span.clone()), problem.message));
    Some(mistakes::foreign_braces(source.span(braces.clone()), problem, PROGRAM))
}

/// Whether the entries in `braces` begin with `key` and its value.
fn begins_with(braces: &str, key: &str) -> bool {
    let rest = braces.trim_start_matches('{').trim_start().strip_prefix(key);
    rest.is_some_and(|rest| rest.starts_with('='))
}

/// What `allow=` silences: warnings and lints by their codes, with commas or spaces between them.
pub(crate) fn allowed(attributes: &mut Attributes) -> Vec<Allowed> {
    let Some(names) = attributes.text("allow") else { return Vec::new() };
    let span = attributes.span("allow").unwrap_or(names.span);
    let is_between = |c: char| c == ',' || c.is_whitespace();
    let mut allowed: Vec<Allowed> = Vec::new();
    for name in names.value.split(is_between).filter(|name| !name.is_empty()) {
        let code = Code::named(name);
        match code.filter(|code| code.can_be_allowed()) {
            Some(code) if allowed.iter().any(|known| known.code.value == code) => {}
            Some(code) => {
                allowed.push(Allowed { code: Spanned::new(code, span.clone()), is_used: false });
            }
            None => {
                let can_be_allowed = Code::ALL.into_iter().filter(|code| code.can_be_allowed());
                let meant = nearest(name, can_be_allowed.map(Code::name));
                attributes.mistakes.push(mistakes::not_allowed(span.clone(), name, code, meant));
            }
        }
    }
    allowed
}
