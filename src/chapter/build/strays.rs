//! Fences that are no blocks, and were perhaps to be some.

use crate::chapter::kind::{Kind, Vocabulary, Word};
use crate::chapter::lesson::StrayFence;
use crate::chapter::opening::openings;
use crate::chapter::outline::{Fence, Source};
use crate::chapter::stray::{Stray, bare_word};
use crate::diagnostic::{Code, Diagnostic, Span, blocks as mistakes, strays};

use super::fenced_block::opener;
use super::info::InfoString;

/// The word of the fences that mdbook-admonish reads.
const ADMONISH: &str = "admonish";

/// Whether a fence with this info string is a block, or may be one by mistake.
pub(crate) fn is_wanted(vocabulary: &Vocabulary, info: &str) -> bool {
    vocabulary.classify(info, &[]) != Word::Other
        || vocabulary.stray(info).is_some()
        || info.trim_start().starts_with(ADMONISH)
}

/// Whether a fence is of tildes.
fn is_of_tildes(source: &Source<'_>, fence: &Fence) -> bool {
    source.text[fence.range.start..].starts_with('~')
}

/// The warning about a fence outside of blocks.
pub(crate) fn outside(
    source: &Source<'_>,
    fence: &Fence,
    info: &InfoString,
    vocabulary: &Vocabulary,
) -> Option<StrayFence> {
    let stray = vocabulary.stray(&source.text[fence.info.clone()])?;
    let written = source.text[info.word.clone()].trim_end_matches(':');
    let place = source.span(info.word.clone());
    let word = written.to_lowercase();
    is_of_tildes(source, fence).then(|| StrayFence {
        needs_blocks: !stray.counts_anywhere(&word),
        word,
        diagnostic: with_meaning(&stray, None, |meant| {
            strays::unknown_fence(place, written, meant)
        }),
    })
}

/// The mistake of a fence in a block of kind `parent`.
pub(crate) fn inside(
    source: &Source<'_>,
    fence: &Fence,
    info: &InfoString,
    vocabulary: &Vocabulary,
    parent: &Kind,
) -> Option<Diagnostic> {
    let stray = vocabulary.stray(&source.text[fence.info.clone()])?;
    let stray = Some(stray).filter(|_| is_of_tildes(source, fence))?;
    let written = source.text[info.word.clone()].trim_end_matches(':');
    let place = source.span(info.word.clone());
    if let Stray::Elsewhere(kind) = &stray {
        return Some(misplaced(place, kind));
    }
    let synonym = vocabulary.synonym(bare_word(&written.to_lowercase()), parent);
    let stray = synonym.map_or(stray, Stray::Near);
    let say = |meant: strays::MeantBlock<'_>| strays::unknown_kind_in_block(place, written, meant);
    Some(with_meaning(&stray, Some(parent), say))
}

/// What is wrong with a part at `span` where it is not at home.
pub(crate) fn misplaced(span: Span, part: &Kind) -> Diagnostic {
    let homes: Vec<&str> = part.homes().iter().map(Kind::word).collect();
    mistakes::misplaced_part(span, part.word(), &homes)
}

/// What is wrong with a word that is nearly that of the kind `meant`.
pub(crate) fn misspelt(source: &Source<'_>, info: &InfoString, meant: &Kind) -> Diagnostic {
    let near = info.near(&source.text, meant.word());
    strays::unknown_kind(source.span(near.clone()), &source.text[near], meant.word())
}

/// What `say` says of what a stray in a block of kind `parent` may have been meant for.
fn with_meaning(
    stray: &Stray,
    parent: Option<&Kind>,
    say: impl FnOnce(strays::MeantBlock<'_>) -> Diagnostic,
) -> Diagnostic {
    match stray {
        Stray::Elsewhere(kind) | Stray::Near(kind) => {
            let is_at_home = parent.is_some_and(|parent| kind.may_stand_in(parent));
            let homes = kind.homes().iter().filter(|_| !is_at_home).map(Kind::word);
            say(strays::MeantBlock::Kind(kind.word(), &homes.collect::<Vec<_>>()))
        }
        Stray::Callout => say(strays::MeantBlock::Callout),
        Stray::Unknown => say(strays::MeantBlock::Unknown),
    }
}

/// The mistake of a block in a fence that is read later.
pub(crate) fn in_admonish(
    source: &Source<'_>,
    fence: &Fence,
    info: &InfoString,
    vocabulary: &Vocabulary,
) -> Option<Diagnostic> {
    if source.text[info.word.clone()] != *ADMONISH {
        return None;
    }
    let body = &fence.body;
    let mut lines = openings(&body.text);
    let (start, kind) = lines.find_map(|line| {
        let before = line.before()?;
        match vocabulary.classify(line.info, &[]) {
            Word::Kind(kind) if before.trim().is_empty() => Some((line.start, kind)),
            _ => None,
        }
    })?;
    let fence = opener(source, fence);
    Some(strays::block_in_admonish(body.line_span(start), fence, kind.word()))
}

/// Drops what stands behind a mistake that lets the rest of a chapter be read as something else.
pub(crate) fn drop_behind_mistakes(strays: &mut Vec<StrayFence>, found: &[Diagnostic]) {
    let first = found.iter().find(|mistake| shifts_fences(mistake.code));
    let Some(end) = first.and_then(|mistake| mistake.span.as_ref()).map(|span| span.start) else {
        return;
    };
    strays.retain(|stray| stray.diagnostic.span.as_ref().is_some_and(|span| span.start < end));
}

/// Whether fences open and close elsewhere once a mistake is mended.
fn shifts_fences(code: Code) -> bool {
    matches!(
        code,
        Code::UnclosedBlock
            | Code::FenceTooShort
            | Code::UnclosedInBody
            | Code::UnknownKind
            | Code::BacktickInTitle
            | Code::BlockInHtml
            | Code::IndentedBlock
            | Code::ColonFence
    )
}
