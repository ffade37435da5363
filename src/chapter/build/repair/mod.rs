//! Fences that were put down wrongly: what was meant, tried on the text before it is advised.
//!
//! `lines` are the lines that look like fences, but for those in what is `sound`: what the parser
//! reads as it was meant. `meant` has the rules by which their author meant them, `pairing` and
//! `lengths` follow these, and `slips` makes edits and mistakes of what does not fit. Here the
//! edits are tried: the text is read again with them, and only what leaves it with fewer fences
//! open, and with more blocks where its author wrote some, is told. The rest of the chapter is
//! then judged as if it had been mended, so that one wrong fence is one mistake.

mod lengths;
mod lines;
mod meant;
mod pairing;
mod slips;
mod sound;

use std::collections::BTreeSet;

use crate::chapter::kind::{Kind, Word};
use crate::chapter::options::Reading;
use crate::chapter::outline::{Source, outline};
use crate::diagnostic::{Code, Diagnostic};

use lines::{FenceLine, fence_lines};
use meant::{Meant, Slip};
use pairing::Pairing;
use slips::TextEdits;
use sound::sound;

/// The longest text, in bytes, in which mends are tried.
const LONGEST_TEXT: usize = 200_000;

/// The most lines that look like fences in a text in which mends are tried.
const MOST_LINES: usize = 400;

/// How many mends are tried one by one.
const MOST_TRIALS: usize = 12;

/// In how many blocks fences are looked for.
const DEEPEST: usize = 8;

/// A text with its fences mended.
pub(crate) struct Mended {
    /// The text, whose places are those of the chapter.
    pub(crate) source: Source<'static>,
    /// What had been wrong with its fences.
    pub(crate) mistakes: Vec<Diagnostic>,
    /// What else is wrong, which only shows in the mended text.
    pub(crate) others: Vec<Diagnostic>,
}

/// The chapter `source`, in which `found` was found, with its fences as its author meant them;
/// nothing where nothing is known that makes it better.
pub(crate) fn mended(
    source: &Source<'_>,
    reading: &Reading,
    found: &[Diagnostic],
) -> Option<Mended> {
    let text = &*source.text;
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let mut lines = fence_lines(text);
    // Most chapters end here, and are not read again.
    if lines.len() <= MOST_LINES && meant(text, lines.clone(), reading).slips.is_empty() {
        return None;
    }
    let before = shape(source, reading)?;
    let wrong = found.iter().filter(|found| is_of_fences(found));
    let wrong: Vec<usize> = wrong.filter_map(|found| Some(found.span.as_ref()?.start)).collect();
    let sound = sound(source, reading, &before.blocks, &wrong);
    lines.retain(|line| !sound.iter().any(|range| range.contains(&line.marker.start)));
    if lines.len() > MOST_LINES {
        return None;
    }
    let meant = meant(text, lines, reading);
    if meant.slips.is_empty() {
        return None;
    }
    let blocks = (0..meant.fences.len()).filter(|&fence| meant.fences[fence].kind.is_some());
    let starts = blocks.map(|block| source.origin(meant.opener(block).marker.start));
    let intended: BTreeSet<usize> = starts.collect();
    let trial = Trial { source, meant: &meant, reading, intended };
    let mut slips = trial.best(&before)?;
    let is_sure = || Some(trial.badness(&trial.shape(&trial.with(&slips))?) == 0);
    if wrong.is_empty() && (trial.missing(&before) == 0 || !is_sure()?) {
        // Nothing else says that anything is wrong: a block has to be lost, and found again.
        return None;
    }
    slips.sort_by_key(|slip| meant.edits(text, *slip).iter().map(|(range, _)| range.start).min());
    let mistakes = slips.iter().map(|slip| meant.mistake(source, *slip)).collect();
    Some(Mended { source: trial.with(&slips), mistakes, others: Vec::new() })
}

/// The fences that `lines` of `text` were meant for.
fn meant<'t>(text: &'t str, lines: Vec<FenceLine<'t>>, reading: &'t Reading) -> Meant<'t> {
    let mut meant = Pairing::of(text, lines, &reading.vocabulary);
    meant.measure();
    meant
}

/// Whether a wrong fence may be what is behind `found`.
fn is_of_fences(found: &Diagnostic) -> bool {
    matches!(
        found.code,
        Code::UnclosedBlock
            | Code::FenceTooShort
            | Code::UnclosedInBody
            | Code::BacktickInTitle
            | Code::UnknownKind
            | Code::MisplacedPart
            | Code::NothingToReveal
            | Code::NestingTooDeep
    )
}

/// How the parser reads fences.
#[derive(Debug, Default, PartialEq, Eq)]
struct FenceShape {
    /// Where the blocks begin, in the chapter.
    blocks: BTreeSet<usize>,
    /// How many fences nothing closes.
    open: usize,
}

/// A text on which mends are tried.
struct Trial<'a, 's> {
    source: &'a Source<'s>,
    meant: &'a Meant<'a>,
    reading: &'a Reading,
    /// Where blocks are to begin, in the chapter.
    intended: BTreeSet<usize>,
}

impl Trial<'_, '_> {
    /// The slips that are worth telling: those that help one by one, or all of them if only that
    /// does.
    fn best(&self, before: &FenceShape) -> Option<Vec<Slip>> {
        let all = &self.meant.slips;
        let (mut kept, mut best) = (Vec::new(), self.badness(before));
        for &slip in all.iter().take(MOST_TRIALS) {
            kept.push(slip);
            let badness = self.shape(&self.with(&kept)).map(|shape| self.badness(&shape));
            match badness.filter(|badness| *badness < best) {
                Some(better) => best = better,
                None => drop(kept.pop()),
            }
        }
        if best > 0 {
            let together = self.shape(&self.with(all))?;
            if together.open == 0 && self.badness(&together) < best {
                return Some(all.clone());
            }
        }
        (!kept.is_empty()).then_some(kept)
    }

    /// How many fences are not what they were meant to be.
    fn badness(&self, shape: &FenceShape) -> usize {
        shape.open + self.missing(shape)
    }

    /// How many blocks are none.
    fn missing(&self, shape: &FenceShape) -> usize {
        self.intended.difference(&shape.blocks).count()
    }

    fn edits(&self, slips: &[Slip]) -> TextEdits {
        let edits = slips.iter().flat_map(|slip| self.meant.edits(&self.source.text, *slip));
        let mut edits: TextEdits = edits.collect();
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        edits.dedup();
        let mut end = 0;
        edits.retain(|(range, _)| {
            let is_behind = range.start >= end;
            end = end.max(range.end);
            is_behind
        });
        edits
    }

    fn with(&self, slips: &[Slip]) -> Source<'static> {
        self.source.edited(&self.edits(slips))
    }

    fn shape(&self, source: &Source<'_>) -> Option<FenceShape> {
        shape(source, self.reading)
    }
}

/// How the parser reads the fences of `source`; nothing where it panics.
fn shape(source: &Source<'_>, reading: &Reading) -> Option<FenceShape> {
    let mut shape = FenceShape::default();
    look(source, reading, &mut Vec::new(), &mut shape)?;
    Some(shape)
}

/// Adds the fences of `source`, which stands in blocks of these kinds.
fn look(
    source: &Source<'_>,
    reading: &Reading,
    around: &mut Vec<Kind>,
    shape: &mut FenceShape,
) -> Option<()> {
    let outline = outline(source, reading.dialect, &|_| true).ok()?;
    for fence in &outline.fences {
        shape.open += usize::from(!fence.is_closed());
        let info = &source.text[fence.info.clone()];
        let word = reading.vocabulary.classify(info, around);
        let (Word::Kind(kind) | Word::Near(kind)) = word else { continue };
        shape.blocks.insert(source.origin(fence.range.start));
        if around.len() < DEEPEST {
            around.push(kind);
            look(&fence.body, reading, around, shape)?;
            around.pop();
        }
    }
    Some(())
}
