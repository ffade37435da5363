//! The cheap look at a chapter that decides whether it is parsed at all.

use std::collections::HashSet;

use memchr::{memchr2, memmem, memrchr2 as memchr2_last};

use super::kind::{LONGEST_WORD, Vocabulary, Word, short_word};

/// A run of three or more fence characters, and the line that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opening<'t> {
    /// The byte offset of the first fence character.
    pub(crate) start: usize,
    /// The fence characters.
    pub(crate) marker: &'t str,
    /// The text up to there.
    text: &'t str,
    /// Whether no other run of the same character stands before it on its line.
    is_first: bool,
    /// What stands behind the run on its line.
    pub(crate) info: &'t str,
    /// The byte offset of the end of its line.
    end: usize,
}

impl<'t> Opening<'t> {
    /// What stands before the run on its line; nothing where another run of the same character
    /// does, since then it opens nothing.
    pub(crate) fn before(&self) -> Option<&'t str> {
        let [newline, other] = LINE_ENDINGS;
        let line_start =
            || memchr2_last(newline, other, self.text.as_bytes()).map_or(0, |at| at + 1);
        self.is_first.then(|| &self.text[line_start()..])
    }

    /// Whether it is of tildes.
    pub(crate) fn is_tilde(&self) -> bool {
        self.marker.starts_with('~')
    }

    /// Whether its word makes a block, nearly does, or was perhaps to make one.
    fn is_telling(&self, vocabulary: &Vocabulary) -> bool {
        vocabulary.classify(self.info, &[]) != Word::Other
            || (self.is_tilde() && vocabulary.stray(self.info).is_some())
    }
}

/// Whether `c` may stand before a fence for the sake of the containers around it.
pub(crate) fn is_of_container(c: char) -> bool {
    " \t>-+*.):".contains(c) || c.is_ascii_digit()
}

/// What opens and closes blocks in other tools.
const COLONS: &str = ":::";

/// The bytes that end a line.
const LINE_ENDINGS: [u8; 2] = *b"\n\r";

/// The bytes that end, in a JSON string, what can be read without decoding it.
const JSON_ENDINGS: [u8; 2] = *b"\\\"";

/// All runs of fence characters in `text`, in order of character and place.
pub(crate) fn openings(text: &str) -> impl Iterator<Item = Opening<'_>> {
    openings_until(text, LINE_ENDINGS)
}

/// All runs of three or more colons in `text`, which open blocks elsewhere.
pub(crate) fn colons(text: &str) -> impl Iterator<Item = Opening<'_>> {
    runs(text, COLONS, LINE_ENDINGS)
}

/// The word behind colons, which others put in braces, in brackets or behind a dot; of a longer one
/// than anybody means the beginning, and nothing where there is none.
pub(crate) fn colon_word(info: &str) -> Option<&str> {
    let is_sign = |c: char| c.is_ascii_whitespace() || "{.[(<\"'`!*@#".contains(c);
    let word = info.trim_start_matches(is_sign);
    let is_in_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let letters = word.char_indices().take_while(|(at, c)| *at < LONGEST_WORD && is_in_word(*c));
    let end = letters.last().map_or(0, |(at, c)| at + c.len_utf8());
    word.starts_with(char::is_alphanumeric).then(|| &word[..end])
}

fn openings_until(text: &str, endings: [u8; 2]) -> impl Iterator<Item = Opening<'_>> {
    ["~~~", "```"].into_iter().flat_map(move |run| runs(text, run, endings))
}

/// The runs of one fence character.
///
/// A line may have many of them, and its end is looked for once.
fn runs<'t>(
    text: &'t str,
    run: &'static str,
    [newline, other]: [u8; 2],
) -> impl Iterator<Item = Opening<'t>> {
    let (finder, bytes) = (memmem::Finder::new(run), text.as_bytes());
    let (mut at, mut line_end) = (0, None);
    std::iter::from_fn(move || {
        let start = at + finder.find(&bytes[at..])?;
        let is_fence = |byte: &&u8| **byte == run.as_bytes()[0];
        at = start + bytes[start..].iter().take_while(is_fence).count();
        let is_first = line_end.is_none_or(|end| start > end);
        let find_end = || memchr2(newline, other, &bytes[at..]).map_or(text.len(), |to| at + to);
        let end = line_end.filter(|_| !is_first).unwrap_or_else(find_end);
        line_end = Some(end);
        let (marker, info) = (&text[start..at], &text[at..end]);
        Some(Opening { start, marker, text: &text[..start], is_first, info, end })
    })
}

/// Whether some line of `text` may open a block, nearly does, or was perhaps to open one.
pub(crate) fn may_open_a_block(text: &str, vocabulary: &Vocabulary) -> bool {
    openings(text).any(|opening| opening.is_telling(vocabulary))
        || colons(text).any(|line| colon_word(line.info).is_some())
}

/// The same for a text that is still a JSON string, so that most texts need no decoding.
///
/// In doubt the answer is yes: where letters are escaped, or where something else is before the
/// words that could be a kind have ended.
pub fn json_may_open_a_block(raw: &str, vocabulary: &Vocabulary) -> bool {
    let is_escaped = |opening: &Opening<'_>| {
        let escape = raw.as_bytes().get(opening.end + 1);
        raw.as_bytes().get(opening.end) == Some(&b'\\')
            && !escape.is_some_and(|escape| b"nr".contains(escape))
    };
    let may_open = |opening: Opening<'_>| {
        (is_escaped(&opening) && may_end_in_words(opening.info)) || opening.is_telling(vocabulary)
    };
    let may_be_colons = |line: Opening<'_>| {
        (is_escaped(&line) && may_end_in_words(line.info)) || colon_word(line.info).is_some()
    };
    openings_until(raw, JSON_ENDINGS).any(may_open)
        || runs(raw, COLONS, JSON_ENDINGS).any(may_be_colons)
        || memmem::find(raw.as_bytes(), b"\\u00").is_some()
}

/// The words behind the fences of backticks in `text`, in lower case.
pub fn fenced_words(text: &str) -> HashSet<String> {
    words_behind_backticks(text, LINE_ENDINGS)
}

/// The same for the JSON of a text, or of a whole book; empty where no fence of tildes in it makes
/// them matter.
pub fn json_fenced_words(json: &str, vocabulary: &Vocabulary) -> HashSet<String> {
    let mut tildes = runs(json, "~~~", JSON_ENDINGS);
    match tildes.any(|opening| opening.is_telling(vocabulary)) {
        true => words_behind_backticks(json, JSON_ENDINGS),
        false => HashSet::new(),
    }
}

fn words_behind_backticks(text: &str, endings: [u8; 2]) -> HashSet<String> {
    let infos = runs(text, "```", endings).map(|opening| opening.info.trim_start());
    infos.filter_map(short_word).map(str::to_lowercase).collect()
}

/// Whether what comes behind `info` may belong to its first two words.
fn may_end_in_words(info: &str) -> bool {
    let bytes = &info.as_bytes()[..info.len().min(4 * LONGEST_WORD)];
    let words = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.take(3).count() < 3
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
        check("~~~mental\tmodel", true);
        check("~~~mental \tmodel", true);
        check("~~~mental\u{c}model", true);
        check("~~~rust\n\tpredict", false);
        check("```rust,ignore with words\tpredict", false);
        check("predict", false);
        check("```rust\n// predict\n```\n", false);
        check("``predict``\n~~predict~~", false);
        check("```", false);
        check(":::predict", true);
        check("::: {.note}", true);
        check(&format!(":::{}", "a".repeat(100)), true);
        check(":::\n\na:::b: :::", true);
        check(":::", false);
        for doubtful in [r"\u007e~~predict", r"~~~\u0070redict", r"~~~mental\u3000model"] {
            assert!(json_may_open_a_block(&format!("\"{doubtful}\""), &Vocabulary::default()));
        }
        for doubtful in [r#"~~~\"predict"#, r"~~~predict\\", r"~~~predict\b"] {
            assert!(json_may_open_a_block(&format!("\"{doubtful}\""), &Vocabulary::default()));
        }
    }
}
