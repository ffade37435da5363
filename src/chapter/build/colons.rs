//! Lines of colons, which open blocks in other tools and none here: `:::predict`.

use crate::chapter::kind::{Kind, Vocabulary, Word};
use crate::chapter::lesson::StrayFence;
use crate::chapter::opening::{Opening, colon_word, colons, is_of_container};
use crate::chapter::outline::{Outline, Source, opaque_at};
use crate::chapter::stray::Stray;
use crate::diagnostic::{Diagnostic, strays as mistakes};

/// What is wrong with the lines of colons in a text inside `ancestors`: an error where one of our
/// blocks was meant, and in blocks always; elsewhere a warning, since another tool may read them.
pub(crate) fn colon_fences(
    source: &Source<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
    ancestors: &[Kind],
) -> (Vec<Diagnostic>, Vec<StrayFence>) {
    let (mut found, mut strays) = (Vec::new(), Vec::new());
    for line in colons(&source.text).filter(|line| is_fence(line, outline)) {
        let Some(written) = colon_word(line.info) else { continue };
        let place = source.line_span(line.start);
        if let Word::Kind(kind) | Word::Near(kind) = vocabulary.classify(written, ancestors) {
            found.push(mistakes::colon_fence(place, Some(kind.word()), written));
            continue;
        }
        let Some(stray) = vocabulary.stray(written) else { continue };
        let synonym = || vocabulary.synonym(&written.to_lowercase(), ancestors.last()?);
        let meant = match stray {
            Stray::Elsewhere(kind) | Stray::Near(kind) => Some(kind),
            Stray::Callout | Stray::Unknown => synonym(),
        };
        let meant = meant.as_ref().map(Kind::word);
        match ancestors {
            [] => strays.push(StrayFence {
                needs_blocks: true,
                word: format!("{}{}", line.marker, written.to_lowercase()),
                diagnostic: mistakes::unknown_colon_fence(place, meant, written),
            }),
            _ => found.push(mistakes::colon_fence(place, meant, written)),
        }
    }
    (found, strays)
}

/// Whether a line of colons would be a fence, if colons made one.
fn is_fence(line: &Opening<'_>, outline: &Outline) -> bool {
    line.before().is_some_and(|before| before.chars().all(is_of_container))
        && opaque_at(&outline.opaque, line.start).is_none()
}
