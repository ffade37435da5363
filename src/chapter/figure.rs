//! Code fences in a lesson: programs and outputs.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, blocks as mistakes};

use super::attributes::{self, Info};
use super::build::{Body, Builder, Role};
use super::kind::Kind;
use super::language;
use super::lesson::{Figure, Output, OutputState, Piece, Run, Stream};
use super::outline::{Content, Fence};
use super::schema::{Attributes, Owner};
use super::source::Source;

/// Words after a fence that say there is no language.
const NO_LANGUAGE: [&str; 4] = ["text", "txt", "plain", "plaintext"];

/// The fence in `range` of a body that is the program: the one that says so, or else the first one
/// that has a language.
pub(crate) fn program(
    body: &Body<'_>,
    range: &Range<usize>,
    own: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let code = body.outline.children.iter().filter_map(|child| match child.content {
        Content::Fence(at) if range.contains(&child.range.start) => Some(at),
        _ => None,
    });
    let code: Vec<usize> = code.filter(|&at| body.roles[at] == Role::Code).collect();
    let info = |at: usize| info(body.source, &body.outline.fences[at]);
    let marked: Vec<usize> =
        code.iter().copied().filter(|&at| has_word(&info(at), "program")).collect();
    if let [first, second, ..] = marked[..] {
        let span = |at: usize| opener(body.source, &body.outline.fences[at]);
        own.push(mistakes::duplicate_program(span(second), span(first)));
    }
    let with_language = || {
        code.iter().copied().find(|&at| {
            let info = info(at);
            language(body.source, &info).is_some() && !has_bare_stdin(&info)
        })
    };
    marked.first().copied().or_else(with_language)
}

/// The figure that a code fence is: a program always, other code where it has attributes.
pub(crate) fn read(
    source: &Source<'_>,
    fence: &Fence,
    is_program: bool,
    own: &mut Vec<Diagnostic>,
) -> Option<Figure> {
    let info = info(source, fence);
    if !is_program && info.braces.is_none() {
        return None;
    }
    let mut attributes = Attributes::read(&info, source, Owner::Program);
    let caption = attributes.text("caption");
    let caption_after = attributes.text("caption-after");
    attributes.flag("program");
    let run = run(&info, &mut attributes);
    own.append(&mut attributes.mistakes);
    let end = info.braces.as_ref().map_or(info.rest.end, |braces| braces.start);
    Some(Figure {
        fence: fence.marker(&source.text).to_owned(),
        info: source.text[info.kind.start..end.max(info.kind.start)].trim().to_owned(),
        code: fence.body.text.clone().into_owned(),
        language: language(source, &info),
        caption,
        caption_after,
        is_program,
        run,
    })
}

fn run(info: &Info, attributes: &mut Attributes) -> Run {
    let is_stdin = has_bare_stdin(info);
    Run {
        args: attributes.text("args"),
        stdin: if is_stdin { None } else { attributes.text("stdin") },
        is_stdin,
        timeout: attributes.number("timeout", "a number of seconds"),
        skip: attributes.text("skip"),
    }
}

/// Reads an `output` fence.
pub(crate) fn output(
    builder: &mut Builder<'_>,
    source: &Source<'_>,
    fence: &Fence,
    word: &str,
    own: &mut Vec<Diagnostic>,
) -> Output {
    let info = info(source, fence);
    let mut attributes = Attributes::read(&info, source, Owner::Block(Kind::Output, word));
    if !info.title.is_empty() {
        own.push(mistakes::unexpected_title(source.span(info.title.clone()), word));
    }
    let streams = [("stdout", Stream::Stdout), ("stderr", Stream::Stderr), ("both", Stream::Both)];
    let stream = attributes.one_of("stream", &streams);
    let is_compile_error = attributes.one_of("phase", &[("compile", ())]).is_some();
    let text = strip_last_line_ending(&fence.body.text).to_owned();
    let span = opener(source, fence);
    let state = state(&text, &mut attributes);
    if state == OutputState::Pending {
        own.push(mistakes::output_pending(span.clone()));
    }
    let output = Output {
        fence: fence.marker(&source.text).to_owned(),
        text,
        state,
        stream: stream.unwrap_or(if is_compile_error { Stream::Stderr } else { Stream::Stdout }),
        exit: attributes.number("exit", "a number, the exit code"),
        is_compile_error,
        varies: attributes.flag("varies"),
        is_wildcard: attributes.one_of("match", &[("wildcard", ())]).is_some(),
        caption: attributes.text("caption"),
        id: attributes.id.as_ref().map(|(id, _)| id.clone()),
        classes: std::mem::take(&mut attributes.classes),
        span,
    };
    own.extend(attributes.id.take().and_then(|(id, span)| builder.ids.take(&id, span, false)));
    own.append(&mut attributes.mistakes);
    output
}

fn state(text: &str, attributes: &mut Attributes) -> OutputState {
    match (attributes.flag("empty"), text.is_empty()) {
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
    let outputs: Vec<&Output> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Output(output) => Some(output),
            _ => None,
        })
        .collect();
    outputs.iter().enumerate().find_map(|(at, second)| {
        let clashes = |first: &&&Output| {
            first.stream == second.stream
                || first.stream == Stream::Both
                || second.stream == Stream::Both
        };
        let first = outputs[..at].iter().find(clashes)?;
        let stream = match (first.stream, second.stream) {
            (Stream::Stderr, _) | (_, Stream::Stderr) => "standard error",
            _ => "standard output",
        };
        Some(mistakes::duplicate_output(second.span.clone(), first.span.clone(), stream))
    })
}

/// The opening line of a fence, as a byte range of the chapter.
pub(crate) fn opener(source: &Source<'_>, fence: &Fence) -> Range<usize> {
    source.line_span(fence.range.start)
}

fn info(source: &Source<'_>, fence: &Fence) -> Info {
    attributes::parse(&source.text, fence.info.clone())
}

fn language(source: &Source<'_>, info: &Info) -> Option<String> {
    let word = &source.text[info.kind.clone()];
    let is_language = !word.is_empty() && !NO_LANGUAGE.contains(&word);
    is_language.then(|| language::proper_name(word))
}

fn has_word(info: &Info, word: &str) -> bool {
    info.entries
        .iter()
        .any(|entry| matches!(&entry.kind, attributes::EntryKind::Key { key, .. } if key == word))
}

/// Whether the word `stdin` stands there without a value: the fence itself is the input.
fn has_bare_stdin(info: &Info) -> bool {
    info.entries.iter().any(|entry| {
        matches!(&entry.kind,
            attributes::EntryKind::Key { key, value: None } if key == "stdin")
    })
}

fn strip_last_line_ending(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}
