//! The cheap look at a chapter that decides whether it is parsed at all.

use memchr::memmem;

use super::kind::{Vocabulary, Word};

/// A run of three or more fence characters with the rest of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opening<'t> {
    /// The byte offset of the first fence character.
    pub(crate) start: usize,
    /// What stands after the run on its line.
    pub(crate) info: &'t str,
}

/// All runs of fence characters in `text`, in order of character and place.
pub(crate) fn openings(text: &str) -> impl Iterator<Item = Opening<'_>> {
    ["~~~", "```"].into_iter().flat_map(move |run| runs(text, run))
}

/// The runs of one fence character.
fn runs<'t>(text: &'t str, run: &'static str) -> impl Iterator<Item = Opening<'t>> {
    let finder = memmem::Finder::new(run);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + finder.find(&text.as_bytes()[at..])?;
        let rest = &text[start..];
        let after = rest.trim_start_matches(&run[..1]);
        at = text.len() - after.len();
        let line = after.split(['\n', '\r']).next().unwrap_or_default();
        Some(Opening { start, info: line })
    })
}

/// Whether some line of `text` may open a block, or nearly does.
pub(crate) fn may_open_a_block(text: &str, vocabulary: &Vocabulary) -> bool {
    openings(text).any(|opening| vocabulary.classify(opening.info, &[]) != Word::Other)
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, may_open_a_block};

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(may_open_a_block(text, &Vocabulary::default()), expected);
    }

    #[test]
    fn only_chapters_with_our_words_are_parsed() {
        check("~~~predict", true);
        check("text\n> 1. ````  predict{#x}\n", true);
        check("```pedict\n", true);
        check("~~~~ mental model", true);
        check("predict", false);
        check("```rust\n// predict\n```\n", false);
        check("``predict``\n~~predict~~", false);
        check("```", false);
    }
}
