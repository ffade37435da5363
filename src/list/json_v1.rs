//! Version 1 of a listing as JSON. Fields may be added; none changes its meaning or goes.

use std::path::Path;

use serde::Serialize;

use crate::chapter::lesson::{
    Block, Content, Figure, Gate, Matching, NestedBlock, Output, OutputState, Phase, Stream,
};
use crate::chapter::{Claim, Stdin};
use crate::diagnostic::Span;
use crate::preprocessor::ChapterLessons;
use crate::proof::ProofState;
use crate::report::json::v1::{JsonSpan, json_span};
use crate::report::shown;

use super::listing::{ListedChapter, ListedProof, Listing, input, predicted};

/// The listing.
#[derive(Debug, Serialize)]
pub struct JsonListing<'l> {
    version: u32,
    blocks: Vec<JsonBlock<'l>>,
    unread: Vec<JsonUnread<'l>>,
}

/// A chapter that cannot be read.
#[derive(Debug, Serialize)]
struct JsonUnread<'l> {
    file: String,
    reason: &'l str,
}

/// A block.
#[derive(Debug, Serialize)]
struct JsonBlock<'l> {
    chapter: JsonChapter<'l>,
    /// Its fence, from the first character of the line that opens it on.
    place: JsonSpan,
    /// Whether that is certain, which it is not where only the line is known that includes it.
    is_certain: bool,
    kind: String,
    id: Option<String>,
    /// Whether the author gave that id.
    is_id_given: bool,
    /// In Markdown, as the author wrote it.
    title: Option<&'l str>,
    /// The number of the block around it, from 0, in the list of blocks.
    parent: Option<usize>,
    has_mistakes: bool,
    question: Option<JsonQuestion<'l>>,
    /// What a `predicted` or an `accepted` is about.
    prediction: Option<&'l str>,
    /// The id of the question that a callout waits for.
    after: Option<&'l str>,
    claim: Option<JsonClaim<'l>>,
    /// What is known of its program, if that can be run.
    proof: Option<JsonProof<'l>>,
}

/// What is known of a program.
#[derive(Debug, Serialize)]
struct JsonProof<'l> {
    /// `proved`, `changed`, `never` or `skipped`.
    state: &'static str,
    /// What ran it, where it is proved.
    with: Vec<&'l str>,
    /// What its proof is looked up by; null where a file that it reads is not there.
    hash: Option<&'l str>,
}

/// The chapter of a block.
#[derive(Debug, Serialize)]
struct JsonChapter<'l> {
    name: &'l str,
    path: &'l str,
}

/// What a `predict` block asks.
#[derive(Debug, Serialize)]
struct JsonQuestion<'l> {
    input: &'static str,
    gate: Option<&'static str>,
    choices: Vec<JsonListedChoice<'l>>,
}

/// A choice.
#[derive(Debug, Serialize)]
struct JsonListedChoice<'l> {
    text: &'l str,
    output: Option<&'l str>,
    is_right: bool,
}

/// What a block says that a program prints.
#[derive(Debug, Serialize)]
struct JsonClaim<'l> {
    program: JsonProgram<'l>,
    outputs: Vec<JsonOutput<'l>>,
}

/// A program, and what it finds when it runs.
#[derive(Debug, Serialize)]
struct JsonProgram<'l> {
    place: JsonSpan,
    language: Option<&'l str>,
    code: &'l str,
    args: Option<&'l str>,
    stdin: Option<&'l str>,
    stdin_file: Option<&'l str>,
    timeout: Option<u32>,
    skip: Option<&'l str>,
    files: Vec<JsonProgramFile<'l>>,
}

/// A file beside a program.
#[derive(Debug, Serialize)]
struct JsonProgramFile<'l> {
    name: &'l str,
    text: &'l str,
}

/// An output.
#[derive(Debug, Serialize)]
struct JsonOutput<'l> {
    place: JsonSpan,
    stream: &'static str,
    text: &'l str,
    state: &'static str,
    matching: &'static str,
    exit: Option<i32>,
    phase: Option<&'static str>,
}

impl<'l> JsonListing<'l> {
    /// The whole listing; paths are relative to the directory `here`, where they lie below it.
    pub fn new(listing: &'l Listing, here: Option<&Path>) -> Self {
        let mut blocks = Vec::new();
        for chapter in &listing.chapters {
            ChapterPlaces { listed: chapter, chapter: &chapter.lessons, here }
                .push_blocks(&mut blocks);
        }
        let unread = listing.unread.iter();
        let unread =
            unread.map(|(file, reason)| JsonUnread { file: shown(file, here), reason }).collect();
        JsonListing { version: 1, blocks, unread }
    }
}

/// Where the blocks of a chapter stand.
struct ChapterPlaces<'l, 'h> {
    listed: &'l ListedChapter,
    chapter: &'l ChapterLessons,
    here: Option<&'h Path>,
}

impl<'l> ChapterPlaces<'l, '_> {
    fn place(&self, span: &Span) -> JsonSpan {
        json_span(&self.chapter.document.locate(span), self.here)
    }

    /// Adds the blocks of the chapter.
    fn push_blocks(&self, blocks: &mut Vec<JsonBlock<'l>>) {
        let first = blocks.len();
        let mut claims = self.chapter.lessons.claims().into_iter().peekable();
        for NestedBlock { block, parent, .. } in self.chapter.lessons.nested_blocks() {
            let claim = claims.next_if(|claim| std::ptr::eq(claim.block, block));
            let parent = parent.map(|number| first + number);
            blocks.push(self.block(block, parent, claim.map(|claim| self.claim(claim))));
        }
    }

    fn block(
        &self,
        block: &'l Block,
        parent: Option<usize>,
        claim: Option<JsonClaim<'l>>,
    ) -> JsonBlock<'l> {
        let ChapterLessons { name, path, document, .. } = self.chapter;
        let reply = match &block.content {
            Content::Predicted(reply) | Content::Accepted(reply) => Some(reply),
            _ => None,
        };
        let after = match &block.content {
            Content::Callout { after: Some(after), .. } => Some(after.id.value.as_str()),
            _ => None,
        };
        JsonBlock {
            chapter: JsonChapter { name, path },
            place: self.place(&block.place.span),
            is_certain: document.locate(&block.place.span).doubt.is_none(),
            kind: block.kind().word().to_owned(),
            id: block.id_on_page(path),
            is_id_given: block.id.is_some(),
            title: block.title.as_ref().map(|title| title.source.as_str()),
            parent,
            has_mistakes: matches!(block.content, Content::Broken(..)),
            question: question(&block.content),
            prediction: reply.and_then(predicted),
            after,
            claim,
            proof: self.listed.proof(block).map(json_proof),
        }
    }

    fn claim(&self, claim: Claim<'l>) -> JsonClaim<'l> {
        let Claim { program, invocation, args, stdin, files, outputs, .. } = claim;
        let text = |value: &'l Option<crate::chapter::Spanned<String>>| {
            value.as_ref().map(|value| value.value.as_str())
        };
        let (stdin, stdin_file) = match stdin {
            Some(Stdin::Lines(figure)) => (Some(&*figure.code.text), None),
            Some(Stdin::File(name)) => (None, Some(name.value.as_str())),
            None => (None, None),
        };
        let program = JsonProgram {
            place: self.place(&program.place.span),
            language: text(&program.language),
            code: &program.code.text,
            args: args.map(|args| args.value.as_str()),
            stdin,
            stdin_file,
            timeout: invocation.timeout.as_ref().map(|timeout| timeout.value),
            skip: text(&invocation.skip),
            files: files.into_iter().filter_map(file_beside).collect(),
        };
        let outputs = outputs.into_iter().map(|output| self.output(output)).collect();
        JsonClaim { program, outputs }
    }

    fn output(&self, output: &'l Output) -> JsonOutput<'l> {
        JsonOutput {
            place: self.place(&output.place.span),
            stream: match output.stream() {
                Stream::Stdout => "stdout",
                Stream::Stderr => "stderr",
                Stream::Both => "both",
            },
            text: &output.lines.text,
            state: match output.state {
                OutputState::Recorded => "recorded",
                OutputState::Pending => "pending",
                OutputState::Nothing => "empty",
            },
            matching: match output.matching {
                Matching::Exact => "exact",
                Matching::Wildcard => "wildcard",
                Matching::Varies => "varies",
            },
            exit: output.exit.as_ref().map(|exit| exit.value),
            phase: output.phase.as_ref().map(|phase| match phase.value {
                Phase::Compile => "compile",
            }),
        }
    }
}

fn json_proof(proof: &ListedProof) -> JsonProof<'_> {
    let with = match &proof.state {
        ProofState::Proved(proof) => proof.with.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    JsonProof { state: proof.state.word(), with, hash: proof.hash.as_deref() }
}

fn question(content: &Content) -> Option<JsonQuestion<'_>> {
    let Content::Predict(predict) = content else { return None };
    let choices = predict.choices().unwrap_or_default().iter();
    Some(JsonQuestion {
        input: input(predict),
        gate: predict.gate.as_ref().map(|gate| match gate.value {
            Gate::Soft => "soft",
            Gate::Attempt => "attempt",
        }),
        choices: choices
            .map(|choice| JsonListedChoice {
                text: &choice.text.source,
                output: choice.output.as_ref().map(|output| &*output.lines.text),
                is_right: choice.is_right(),
            })
            .collect(),
    })
}

fn file_beside(figure: &Figure) -> Option<JsonProgramFile<'_>> {
    Some(JsonProgramFile { name: figure.file_name()?, text: &figure.code.text })
}
