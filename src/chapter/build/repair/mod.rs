//! Fences that were put down wrongly: what was meant, tried on the text before it is advised.
//!
//! `lines` are the lines that look like fences, but for those in what is `sound`: what the parser
//! reads as it was meant. `meant` has the rules by which their author meant them, `pairing`,
//! `code_fences` and `lengths` follow these, and `slips` makes edits and mistakes of what does not
//! fit; code that is never closed ends above `prose`. In a `trial` the text is read again with the
//! edits, and its `shape` is compared with that before: only what leaves it with fewer fences open,
//! and with more blocks where its author wrote some, is told, and nothing that makes code of prose.
//! The rest of the chapter is then judged as if it had been mended, so that one wrong fence is one
//! mistake.

mod code_fences;
mod lengths;
mod lines;
mod meant;
mod pairing;
mod prose;
mod shape;
mod slips;
mod sound;
mod trial;

use crate::chapter::options::Reading;
use crate::chapter::outline::Source;
use crate::diagnostic::{Code, Diagnostic};

use lines::{FenceLine, fence_lines};
use meant::{Meant, Slip};
use pairing::Pairing;
use shape::{FenceShape, holds};
use sound::sound;
use trial::{Candidate, Trial};

/// The longest text, in bytes, in which mends are tried.
const LONGEST_TEXT: usize = 200_000;

/// The most lines that look like fences in a text in which mends are tried.
const MOST_LINES: usize = 400;

/// A text with its fences mended.
pub(crate) struct Mended {
    /// The text, whose places are those of the chapter.
    pub(crate) source: Source<'static>,
    /// What had been wrong with its fences.
    pub(crate) mistakes: Vec<Diagnostic>,
    /// Whether what is wrong with the rest of it can be told.
    pub(crate) is_whole: bool,
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
    let (before, outline) = FenceShape::of(source, reading)?;
    let wrong = found.iter().filter(|found| is_of_fences(found));
    let wrong: Vec<usize> = wrong.filter_map(|found| Some(found.span.as_ref()?.start)).collect();
    let sound = sound(source, &outline, reading, &before.blocks, &wrong);
    lines.retain(|line| {
        let start = line.marker.start;
        !holds(&sound, start) && !holds(&before.comments, source.origin(start))
    });
    if lines.len() > MOST_LINES {
        return None;
    }
    let meant = meant(text, lines, reading);
    let trial = Trial::new(source, &meant, reading, &before);
    let Candidate { mut slips, source: mended, badness } = trial.best()?;
    let is_headless = slips.iter().any(|slip| matches!(slip, Slip::Headless { .. }));
    let is_whole = badness == 0;
    if wrong.is_empty() && !is_headless && (!is_whole || trial.missing(&before) == 0) {
        // Nothing else says that anything is wrong: a block has to be lost, and found again.
        return None;
    }
    slips.sort_by_key(|slip| meant.edits(text, *slip).iter().map(|(range, _)| range.start).min());
    let mistakes = slips.iter().map(|slip| meant.mistake(source, *slip)).collect();
    Some(Mended { source: mended, mistakes, is_whole: is_whole || !wrong.is_empty() })
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
