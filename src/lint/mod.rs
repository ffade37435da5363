//! Lints: what the language allows, and what rarely helps those who read the lesson.
//!
//! They are found where a book is checked, and in no build. Each has a code and a level, which is
//! nobody's business here: all are found, but for those that the author of a block allows in it.
//! `spoilers` finds answers that stand before their questions, `replies` what is said to
//! predictions, and by whom it is never read, `sizes` what is too long, and `parts` what is missing
//! in a block. `sought` is an output, looked for elsewhere, and `about` tells whose author allows
//! what.

mod about;
mod parts;
mod replies;
mod sizes;
mod sought;
mod spoilers;

use std::collections::HashSet;

use crate::chapter::Lessons;
use crate::chapter::lesson::{Block, Content, NestedBlock};
use crate::diagnostic::{Code, Diagnostic, Span, lints};

use about::About;

/// What is against good practice in the lessons of a chapter, in the order of its text.
pub fn lint(lessons: &Lessons<'_>) -> Vec<Diagnostic> {
    let nested = lessons.nested_blocks();
    let blocks: Vec<&Block> = nested.iter().map(|nested| nested.block).collect();
    let mut about = Vec::new();
    for block in &blocks {
        about.extend(parts::lints(block));
        if let Content::Predict(predict) = &block.content {
            about.extend(replies::lints(predict).into_iter().map(About::from));
            about.extend(sizes::lints(predict).into_iter().map(About::from));
        }
    }
    about.extend(spoilers::lints(lessons, &blocks));
    about.sort_by_key(|about| about.owner);
    let (mut found, used) = without_allowed(&nested, about);
    // What stands in a broken block has not been read, so nobody knows what it needs.
    if !lessons.diagnostics.iter().any(Diagnostic::is_error) {
        found.extend(unused_allows(&blocks, &used));
    }
    found.sort_by_key(|found| found.span.as_ref().map(|span| span.start));
    found
}

/// An `allow` by its place, and one of its codes.
type UsedAllow = (Span, Code);

/// What no block around it allows, and which blocks allowed the rest.
fn without_allowed(
    blocks: &[NestedBlock<'_>],
    about: Vec<About>,
) -> (Vec<Diagnostic>, HashSet<UsedAllow>) {
    let (mut found, mut used) = (Vec::new(), HashSet::new());
    for About { owner, diagnostic } in about {
        let mut allowed = around(blocks, owner).flat_map(|block| &block.allowed);
        match allowed.find(|allowed| allowed.code.value == diagnostic.code) {
            Some(allowed) => drop(used.insert((allowed.code.span.clone(), diagnostic.code))),
            None => found.push(diagnostic),
        }
    }
    (found, used)
}

/// Those of `blocks` that the byte `at` stands in, the innermost first.
fn around<'b>(blocks: &[NestedBlock<'b>], at: usize) -> impl Iterator<Item = &'b Block> {
    let before = blocks.partition_point(|nested| nested.block.place.span.start <= at);
    let innermost = std::iter::successors(before.checked_sub(1), |number| blocks[*number].parent);
    let blocks = innermost.map(|number| blocks[number].block);
    blocks.filter(move |block| at < block.place.span.end)
}

/// What is said of codes that are allowed where there is nothing of that kind.
fn unused_allows(blocks: &[&Block], used: &HashSet<UsedAllow>) -> Vec<Diagnostic> {
    let allowed = blocks.iter().flat_map(|block| &block.allowed).filter(|allowed| {
        !allowed.is_used && !used.contains(&(allowed.code.span.clone(), allowed.code.value))
    });
    allowed
        .map(|allowed| lints::unused_allow(allowed.code.span.clone(), allowed.code.value.name()))
        .collect()
}
