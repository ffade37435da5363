//! A listing for people: a line for each block, which begins with its place.

use std::path::Path;

use crate::chapter::Claim;
use crate::chapter::lesson::{Block, Content, NestedBlock};
use crate::preprocessor::ChapterLessons;
use crate::proof::ProofState;
use crate::report::{counted, shown};

use super::listing::{ListedProof, Listing, input, predicted};

/// The listing as text; paths are relative to the directory `here`, where they lie below it.
pub fn text(listing: &Listing, here: Option<&Path>) -> String {
    let mut text = String::new();
    let (mut blocks, mut questions, mut claims, mut broken) = (0, 0, 0, 0);
    for chapter in &listing.chapters {
        let lessons = &chapter.lessons.lessons;
        let mut all = lessons.claims().into_iter().peekable();
        for NestedBlock { block, depth, .. } in lessons.nested_blocks() {
            let claim = all.next_if(|claim| std::ptr::eq(claim.block, block));
            claims += usize::from(claim.is_some());
            let proof = chapter.proof(block).filter(|_| listing.has_proofs);
            let details = details(block, claim.as_ref(), proof);
            text.push_str(&line(&chapter.lessons, block, &details, depth, here));
            blocks += 1;
            questions += usize::from(matches!(block.content, Content::Predict(_)));
            broken += usize::from(matches!(block.content, Content::Broken(..)));
        }
    }
    for (file, reason) in &listing.unread {
        text.push_str(&format!("{}: {reason}\n", shown(file, here)));
    }
    text.push_str(&format!("{}, {}", counted(blocks, "block"), counted(questions, "question")));
    text.push_str(&format!(", {}\n", counted(claims, "claim")));
    if broken > 0 {
        let have = if broken == 1 { "has" } else { "have" };
        let blocks = counted(broken, "block");
        text.push_str(&format!("{blocks} {have} mistakes: `mdbook-predict check` says which\n"));
    }
    text
}

/// The line of a block in `depth` others.
fn line(
    chapter: &ChapterLessons,
    block: &Block,
    details: &[String],
    depth: usize,
    here: Option<&Path>,
) -> String {
    let (origin, number, _) = chapter.document.place(&block.place.span);
    let mut line = format!("{}:{number}: {:2$}", shown(origin, here), "", depth * 2);
    line.push_str(block.kind().word());
    if let Some(id) = block.id_on_page(&chapter.path) {
        line.push_str(&format!(" #{id}"));
    }
    let about = block.title.as_ref().map(|title| title.plain.as_str());
    if let Some(about) = about.or_else(|| prediction(block)) {
        line.push_str(&format!(" “{}”", about.lines().next().unwrap_or_default()));
    }
    if !details.is_empty() {
        line.push_str(&format!(" ({})", details.join(", ")));
    }
    line.push('\n');
    line
}

fn prediction(block: &Block) -> Option<&str> {
    match &block.content {
        Content::Predicted(reply) | Content::Accepted(reply) => predicted(reply),
        _ => None,
    }
}

/// What else is worth knowing of a block at a glance.
fn details(block: &Block, claim: Option<&Claim<'_>>, proof: Option<&ListedProof>) -> Vec<String> {
    let mut details = Vec::new();
    match &block.content {
        Content::Predict(predict) => details.push(format!("input {}", input(predict))),
        Content::Callout { after: Some(after), .. } => {
            details.push(format!("after #{}", after.id.value));
        }
        Content::Broken(..) => details.push("has mistakes".to_owned()),
        _ => {}
    }
    if let Some(Claim { program, outputs, .. }) = claim {
        let language = program.language.as_ref().map_or("a program", |name| &name.value);
        details.push(format!("{language} and {}", counted(outputs.len(), "output")));
    }
    details.extend(proof.map(|proof| match &proof.state {
        ProofState::Changed => "changed since it was proved".to_owned(),
        ProofState::Never => "never proved".to_owned(),
        state => state.word().to_owned(),
    }));
    details
}
