//! Code fences in a lesson: programs and outputs.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use crate::chapter::inline::Spanned;
use crate::chapter::kind::Kind;
use crate::chapter::lesson::{
    Figure, FigureRole, HiddenLines, Invocation, Matching, Output, OutputState, Piece, Stream,
};
use crate::chapter::outline::{Fence, Source};
use crate::diagnostic::{Diagnostic, Span, blocks as mistakes};

use super::attributes::{Attributes, Owner, PHASES, STREAMS};
use super::fenced_block::{fenced, opener};
use super::ids::Ids;
use super::info::{EntryKind, InfoString};
use super::left_open::in_caption;
use super::unbraced::{behind_output, beside_language};

/// Words after a fence that say there is no language.
const NO_LANGUAGE: [&str; 4] = ["text", "txt", "plain", "plaintext"];

/// A code fence with its info string.
#[derive(Clone, Copy)]
pub(crate) struct CodeFence<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) fence: &'a Fence,
    pub(crate) info: &'a InfoString,
}

impl CodeFence<'_> {
    fn marker(&self) -> &str {
        self.fence.marker(&self.source.text)
    }

    /// The place of its first word.
    pub(crate) fn word(&self) -> Span {
        self.source.span(self.info.word.clone())
    }

    /// The language, as its author calls it.
    fn language(&self) -> Option<Spanned<String>> {
        let word = &self.source.text[self.info.word.clone()];
        let is_language = !word.is_empty() && !NO_LANGUAGE.contains(&word);
        let place = || self.source.span(self.info.word.clone());
        is_language.then(|| Spanned::new(word.to_owned(), place()))
    }

    /// Whether it has a language.
    pub(crate) fn has_language(&self) -> bool {
        self.language().is_some()
    }

    /// Which of its lines mdBook hides: `prefixes` has what such lines of a language begin with.
    fn hidden(&self, prefixes: &BTreeMap<String, String>) -> Option<HiddenLines> {
        let language = &self.source.text[self.info.word.clone()];
        if language == "rust" {
            return Some(HiddenLines::Rustdoc);
        }
        let words = self.source.text[self.info.all()].split([',', ' ', '\t']);
        let own = words.filter_map(|word| word.strip_prefix("hidelines=")).next();
        let prefix = own.or_else(|| prefixes.get(language).map(String::as_str));
        prefix.map(|prefix| HiddenLines::Prefix(prefix.to_owned()))
    }

    /// Whether the fence is a file that the program finds beside itself.
    fn is_file(&self) -> bool {
        self.info.entry("file").is_some()
    }

    /// Whether the fence itself is the input of the program beside it: `stdin` without a value.
    fn is_input(&self) -> bool {
        matches!(self.info.entry("stdin"), Some(EntryKind::Key { value: None, .. }))
    }
}

/// The one of `fences` that is the program: the one that says so, or else the first one that has a
/// language.
pub(crate) fn program(fences: &[CodeFence<'_>], found: &mut Vec<Diagnostic>) -> Option<usize> {
    let is_marked = |fence: &CodeFence<'_>| fence.info.entry("program").is_some();
    let mut marked = (0..fences.len()).filter(|&at| is_marked(&fences[at]));
    let (first, second) = (marked.next(), marked.next());
    if let (Some(first), Some(second)) = (first, second) {
        let span = |at: usize| opener(fences[at].source, fences[at].fence);
        found.push(mistakes::duplicate_program(span(second), span(first)));
    }
    first.or_else(|| {
        fences
            .iter()
            .position(|code| code.language().is_some() && !code.is_input() && !code.is_file())
    })
}

/// The figure that a code fence is: a program always, other code where it has attributes.
pub(crate) fn figure(
    code: CodeFence<'_>,
    is_program: bool,
    prefixes: &BTreeMap<String, String>,
    found: &mut Vec<Diagnostic>,
) -> Option<Figure> {
    let CodeFence { source, fence, info } = code;
    found.extend(beside_language(source, info));
    if !is_program && info.braces.is_none() {
        return None;
    }
    let mut attributes = Attributes::read(info, source, Owner::Program);
    let caption = attributes.text("caption");
    let caption_after = attributes.text("caption-after");
    let captions = [&caption, &caption_after];
    found.extend(
        captions.into_iter().flat_map(|caption| in_caption(caption.as_ref(), code.marker())),
    );
    attributes.flag("program");
    let file = file_name(&mut attributes);
    if file.is_some() && code.is_input() {
        attributes.refuse("stdin", "a fence of its own, without `file`");
    }
    let invocation = invocation(code, &mut attributes);
    found.append(&mut attributes.mistakes);
    let end = info.braces.as_ref().map_or(info.rest.end, |braces| braces.start);
    Some(Figure {
        place: fenced(source, fence, info),
        info: source.text[info.word.start..end.max(info.word.start)].trim().to_owned(),
        code: fence.body.clone(),
        language: code.language(),
        caption,
        caption_after,
        role: match (is_program, file) {
            (true, _) => FigureRole::Program(invocation),
            (false, Some(name)) => FigureRole::File(name),
            (false, None) if code.is_input() => FigureRole::Stdin,
            (false, None) => FigureRole::Code,
        },
        hidden: code.hidden(prefixes),
    })
}

/// The name of the file that a fence is: one below the directory of the program.
fn file_name(attributes: &mut Attributes) -> Option<Spanned<String>> {
    let name = attributes.text("file")?;
    let is_plain = |part: &str| !matches!(part, "" | "." | "..") && part.trim() == part;
    if !name.value.split('/').all(is_plain) || name.value.contains(['\\', ':', '\0']) {
        attributes.refuse("file", "the name of a file, such as `guests.csv`");
    }
    Some(name)
}

fn invocation(code: CodeFence<'_>, attributes: &mut Attributes) -> Invocation {
    Invocation {
        args: attributes.text("args"),
        stdin: if code.is_input() { None } else { attributes.text("stdin") },
        timeout: attributes
            .number("timeout", "a number of seconds, 1 or more")
            .map(|Spanned { value, span }| Spanned::new(NonZeroU32::get(value), span)),
        skip: attributes.text("skip"),
    }
}

/// Reads an `output` fence.
pub(crate) fn output(code: CodeFence<'_>, ids: &mut Ids, found: &mut Vec<Diagnostic>) -> Output {
    let CodeFence { source, fence, info } = code;
    let mut attributes = Attributes::read(info, source, Owner::Block(&Kind::Output));
    let unbraced = behind_output(source, info);
    let is_unbraced = unbraced.is_some();
    if !info.title.is_empty() {
        let title = || source.span(info.title.clone());
        let unexpected = || mistakes::unexpected_title(title(), Kind::Output.word());
        found.push(unbraced.unwrap_or_else(unexpected));
    }
    let place = fenced(source, fence, info);
    let stream = attributes.one_of("stream", &STREAMS);
    let phase = attributes.one_of("phase", &PHASES);
    let state = state(&fence.body, &mut attributes);
    if state == OutputState::Pending && !is_unbraced {
        found.push(mistakes::output_pending(place.opener.clone()));
    }
    let output = Output {
        place,
        lines: fence.body.clone(),
        state,
        stream,
        exit: attributes.number("exit", "a number, the exit code"),
        phase,
        matching: matching(&mut attributes),
        tolerance: attributes.tolerance(),
        caption: attributes.text("caption"),
        id: attributes.id.take(),
        classes: std::mem::take(&mut attributes.classes),
    };
    found.extend(in_caption(output.caption.as_ref(), code.marker()));
    found.extend(output.id.as_ref().and_then(|id| ids.take_for_block(id)));
    found.append(&mut attributes.mistakes);
    output
}

fn matching(attributes: &mut Attributes) -> Matching {
    let varies = attributes.flag("varies");
    match attributes.one_of("match", &[("wildcard", Matching::Wildcard)]) {
        _ if varies => Matching::Varies,
        Some(Spanned { value, .. }) => value,
        None => Matching::Exact,
    }
}

fn state(body: &Source<'_>, attributes: &mut Attributes) -> OutputState {
    let is_blank = matches!(&*body.text, "" | "\n" | "\r" | "\r\n");
    match (attributes.flag("empty"), is_blank) {
        (false, false) => OutputState::Recorded,
        (false, true) => OutputState::Pending,
        (true, true) => OutputState::Nothing,
        (true, false) => {
            attributes.refuse("empty", "no lines between the fences");
            OutputState::Nothing
        }
    }
}

/// The mistake of two outputs that claim the same stream.
pub(crate) fn duplicate_outputs(pieces: &[Piece]) -> Option<Diagnostic> {
    let outputs: Vec<&Output> = pieces.iter().filter_map(Piece::output).collect();
    outputs.iter().enumerate().find_map(|(at, second)| {
        let clashes = |first: &&&Output| {
            let streams = [first.stream(), second.stream()];
            streams[0] == streams[1] || streams.contains(&Stream::Both)
        };
        let first = outputs[..at].iter().find(clashes)?;
        let stream = match (first.stream(), second.stream()) {
            (Stream::Stderr, _) | (_, Stream::Stderr) => "standard error",
            _ => "standard output",
        };
        Some(mistakes::duplicate_output(
            second.place.opener.clone(),
            first.place.opener.clone(),
            stream,
        ))
    })
}
