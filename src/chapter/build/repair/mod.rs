//! Fences that were put down wrongly: what was meant, tried on the text before it is advised.
//!
//! `lines` are the lines that look like fences, but for those in what is `sound`: what the parser
//! reads as it was meant. `meant` has the rules by which their author meant them, `pairing`,
//! `code_fences` and `lengths` follow these, and `slips` makes edits and mistakes of what does not
//! fit; code that is never closed ends above `prose`. In a `trial` the text is read again with the
//! edits, and its `shape` is compared with that before: only what leaves it with fewer fences open,
//! and with more blocks where its author wrote some, is told, and nothing that makes code of prose.
//! The rest of the chapter is then judged as if it had been mended, so that one wrong fence is one
//! mistake. A long chapter is mended in `batches`.

mod batches;
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

use std::ops::Range;

use crate::chapter::options::Reading;
use crate::chapter::outline::Source;
use crate::diagnostic::{Code, Diagnostic};

use batches::{batches, is_short};
use lines::{FenceLine, fence_lines};
use meant::{Meant, Slip};
use pairing::Pairing;
use shape::{FenceShape, holds};
use slips::TextEdits;
use sound::sound;
use trial::{Candidate, Trial};

/// A text with its fences mended.
pub(crate) struct Mended {
    /// The text, whose places are those of the chapter.
    pub(crate) source: Source<'static>,
    /// What had been wrong with its fences.
    pub(crate) mistakes: Vec<Diagnostic>,
    /// Whether what is wrong with the rest of it can be told.
    pub(crate) is_whole: bool,
}

/// What mends a text.
struct Mend {
    edits: TextEdits,
    mistakes: Vec<Diagnostic>,
    is_whole: bool,
}

/// The chapter `source`, in which `found` was found, with its fences as its author meant them;
/// nothing where nothing is known that makes it better.
///
/// A long one is mended in batches, in which `find` finds what is wrong.
pub(crate) fn mended(
    source: &Source<'_>,
    reading: &Reading,
    found: &[Diagnostic],
    find: &dyn Fn(&Source<'_>) -> Vec<Diagnostic>,
) -> Option<Mended> {
    let text = &*source.text;
    let lines = fence_lines(text);
    let Mend { edits, mistakes, is_whole } = match is_short(text.len(), lines.len()) {
        true => mend(source, lines, reading, || found.to_vec())?,
        false => {
            let mut all = Mend { edits: Vec::new(), mistakes: Vec::new(), is_whole: true };
            for batch in batches(text, &lines, &reading.vocabulary) {
                all.add(batch.start, mend_batch(&source.slice(batch), reading, find));
            }
            all.is_whole |= found.iter().any(is_of_fences);
            Some(all).filter(|all| !all.mistakes.is_empty())?
        }
    };
    Some(Mended { source: source.edited(&edits), mistakes, is_whole })
}

impl Mend {
    /// Adds what mends a batch of the text, which begins at byte `start` of it.
    fn add(&mut self, start: usize, batch: Option<Mend>) {
        let Some(Mend { edits, mistakes, is_whole }) = batch else { return };
        let placed =
            |(range, new): (Range<usize>, String)| (start + range.start..start + range.end, new);
        self.edits.extend(edits.into_iter().map(placed));
        self.mistakes.extend(mistakes);
        self.is_whole &= is_whole;
    }
}

fn mend_batch(
    batch: &Source<'_>,
    reading: &Reading,
    find: &dyn Fn(&Source<'_>) -> Vec<Diagnostic>,
) -> Option<Mend> {
    let lines = fence_lines(&batch.text);
    is_short(batch.text.len(), lines.len())
        .then(|| mend(batch, lines, reading, || find(batch)))
        .flatten()
}

/// What mends `source`, whose `lines` look like fences, and in which `find` finds what is wrong.
fn mend(
    source: &Source<'_>,
    mut lines: Vec<FenceLine<'_>>,
    reading: &Reading,
    find: impl Fn() -> Vec<Diagnostic>,
) -> Option<Mend> {
    let text = &*source.text;
    // Most chapters end here, and are not read again.
    if meant(text, lines.clone(), reading).slips.is_empty() {
        return None;
    }
    let (before, outline) = FenceShape::of(source, reading)?;
    let found = find();
    let wrong = found.iter().filter(|found| is_of_fences(found));
    let wrong: Vec<usize> = wrong.filter_map(|found| Some(found.span.as_ref()?.start)).collect();
    let sound = sound(source, &outline, reading, &before.blocks, &wrong);
    lines.retain(|line| {
        let start = line.marker.start;
        !holds(&sound, start) && !holds(&before.comments, source.origin(start))
    });
    let meant = meant(text, lines, reading);
    let trial = Trial::new(source, &meant, reading, &before);
    let Candidate { mut slips, edits, badness } = trial.best()?;
    let is_headless = slips.iter().any(|slip| matches!(slip, Slip::Headless { .. }));
    let is_whole = badness == 0;
    if wrong.is_empty() && !is_headless && (!is_whole || trial.missing(&before) == 0) {
        // Nothing else says that anything is wrong: a block has to be lost, and found again.
        return None;
    }
    slips.sort_by_key(|slip| meant.edits(text, *slip).iter().map(|(range, _)| range.start).min());
    let mistakes = slips.iter().map(|slip| meant.mistake(source, *slip)).collect();
    Some(Mend { edits, mistakes, is_whole: is_whole || !wrong.is_empty() })
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
