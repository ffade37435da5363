//! The cheap look at a chapter that decides whether it is parsed at all.

use memchr::memmem;

use super::kind::{Vocabulary, Word};

/// A run of three or more fence characters, and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opening<'t> {
    /// The byte offset of the first fence character.
    pub(crate) start: usize,
    /// The text behind the run, to its end.
    rest: &'t str,
}

impl<'t> Opening<'t> {
    /// What stands behind the run on its line.
    pub(crate) fn info(self) -> &'t str {
        self.rest.split(['\n', '\r']).next().unwrap_or_default()
    }
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
        let is_fence = |byte: &&u8| **byte == run.as_bytes()[0];
        at = start + text.as_bytes()[start..].iter().take_while(is_fence).count();
        Some(Opening { start, rest: &text[at..] })
    })
}

/// Whether some line of `text` may open a block, or nearly does.
pub(crate) fn may_open_a_block(text: &str, vocabulary: &Vocabulary) -> bool {
    openings(text).any(|opening| vocabulary.classify(opening.info(), &[]) != Word::Other)
}

/// The same for a text that is still a JSON string, so that most texts need no decoding.
///
/// In doubt the answer is yes: where letters are escaped, or a tab stands behind the fence.
pub fn json_may_open_a_block(raw: &str, vocabulary: &Vocabulary) -> bool {
    let may_open = |opening: Opening<'_>| {
        let info = opening.rest.trim_start_matches(' ');
        let word = info.split(['\\', '"']).next().unwrap_or_default();
        (word.is_empty() && info.starts_with("\\t"))
            || vocabulary.classify(word, &[]) != Word::Other
    };
    openings(raw).any(may_open) || memmem::find(raw.as_bytes(), b"\\u00").is_some()
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, json_may_open_a_block, may_open_a_block};

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let vocabulary = Vocabulary::default();
        assert_eq!(may_open_a_block(text, &vocabulary), expected);
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(json_may_open_a_block(&json, &vocabulary), expected, "{json}");
    }

    #[test]
    fn only_chapters_with_our_words_are_parsed() {
        check("~~~predict", true);
        check("text\n> 1. ````  predict{#x}\n", true);
        check("```pedict\n", true);
        check("~~~~ mental model", true);
        check("~~~\tpredict", true);
        check("predict", false);
        check("```rust\n// predict\n```\n", false);
        check("``predict``\n~~predict~~", false);
        check("```", false);
        assert!(json_may_open_a_block("\"\\u007e~~predict\"", &Vocabulary::default()));
    }
}
