//! Byte ranges become lessons, and what is wrong with them is said.
//!
//! `block` makes a block of a fence, with a `body` whose fences are blocks and parts again: these
//! two, with `predict` and `choices` for what is particular to questions, call each other, and
//! nothing else in the crate does. They build on `info`, which takes info strings apart, and
//! `attributes`, which checks them, with `unbraced` for those without braces; on `after` for
//! callouts that wait for a question; on `fenced_block`, a fence before it is read, and `code` for
//! programs and outputs; on `ids`, which keeps ids apart; on `left_open` for what would swallow the
//! rest of the page; on `marks` for choices and replies that contradict the output; and on `broken`
//! for what becomes of a block with mistakes. `unopened` finds lines that were to open a block and
//! open none, `colons` lines that other tools read as blocks, and `strays` fences that were perhaps
//! to be blocks. `remedies` are edits that mend what is none of fences, and `ticks` those of
//! choices. Where fences are wrong, `repair` finds out first what was meant by them.

mod after;
mod attributes;
mod block;
mod body;
mod broken;
mod choices;
mod code;
mod colons;
mod fenced_block;
mod ids;
mod info;
mod left_open;
mod marks;
mod predict;
mod remedies;
mod repair;
mod strays;
mod ticks;
mod unbraced;
mod unopened;

use crate::diagnostic::{Diagnostic, blocks as mistakes};

pub use attributes::attribute_keys;

use super::kind::Word;
use super::lesson::{StrayFence, TopLevel};
use super::options::Reading;
use super::outline::{Source, outline};

use block::Builder;
use broken::{Judgement, ill_fenced, near_miss};
use colons::colon_fences;
use fenced_block::FencedBlock;
use info::InfoString;

/// What is read in a chapter, each in the order of the text: its blocks, what is wrong with them,
/// and the fences that were perhaps to be blocks.
type Findings = (Vec<TopLevel>, Vec<Diagnostic>, Vec<StrayFence>);

/// Reads the blocks of a chapter.
///
/// Where fences are wrong, the chapter is judged as if they had been mended: one wrong fence is one
/// mistake, and what it takes for its own is read for what it is.
pub(crate) fn build(source: &Source<'_>, reading: &Reading) -> Findings {
    let (blocks, diagnostics, strays) = as_it_stands(source, reading, None);
    let find = |part: &Source<'_>| as_it_stands(part, reading, None).1;
    let Some(mended) = repair::mended(source, reading, &diagnostics, &find) else {
        return (blocks, diagnostics, strays);
    };
    let (_, others, strays) = match mended.is_whole {
        true => as_it_stands(&mended.source, reading, None),
        false => (Vec::new(), diagnostics, Vec::new()),
    };
    let judgement = Judgement { slips: mended.mistakes, others };
    let (blocks, ..) = as_it_stands(source, reading, Some(&judgement));
    let mut diagnostics = [judgement.slips, judgement.others].concat();
    sort(&mut diagnostics);
    (blocks, diagnostics, strays)
}

/// The same for the fences that there are; in a chapter that had to be mended to be judged, blocks
/// in which a fence is wrong say so.
fn as_it_stands(source: &Source<'_>, reading: &Reading, judged: Option<&Judgement>) -> Findings {
    let vocabulary = &reading.vocabulary;
    let is_wanted = |info: &str| strays::is_wanted(vocabulary, info);
    let outline = match outline(source, reading.dialect, &is_wanted) {
        Ok(outline) => outline,
        Err(line) => return (Vec::new(), vec![mistakes::parser_panic(line)], Vec::new()),
    };
    let mut builder = Builder::new(reading);
    builder.take_heading_ids(source, &outline);
    let (mut blocks, mut strays) = (Vec::new(), Vec::new());
    for fence in &outline.fences {
        let info = InfoString::parse(&source.text, fence.info.clone());
        let word = vocabulary.classify(&source.text[fence.info.clone()], &[]);
        let (Word::Kind(kind) | Word::Near(kind)) = &word else {
            builder.diagnostics.extend(strays::in_admonish(source, fence, &info, vocabulary));
            strays.extend(strays::outside(source, fence, &info, vocabulary));
            continue;
        };
        let fenced = FencedBlock { source, fence, info: &info, kind, ancestors: &[] };
        let ill_fenced = judged.and_then(|judgement| ill_fenced(&fenced, judgement));
        let block = match (ill_fenced, &word) {
            (Some(block), _) => block,
            (None, Word::Near(_)) => {
                let (block, mistake) = near_miss(&fenced);
                builder.diagnostics.push(mistake);
                block
            }
            (None, _) => builder.block(&fenced),
        };
        blocks.push(TopLevel { block, line: source.origin(source.line_start(fence.top)) });
    }
    ids::settle(&mut blocks, source, &outline);
    let mut diagnostics = builder.diagnostics;
    diagnostics.extend(builder.waiting.settle(&mut blocks));
    diagnostics.extend(unopened::unopened(source, &outline, vocabulary, &[]));
    let in_colons = colon_fences(source, &outline, vocabulary, &[]);
    diagnostics.extend(in_colons.0);
    strays.extend(in_colons.1);
    sort(&mut diagnostics);
    strays::drop_behind_mistakes(&mut strays, &diagnostics);
    (blocks, diagnostics, strays)
}

fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|found| found.span.as_ref().map(|span| span.start));
}
