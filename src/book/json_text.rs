//! Edits of a text, made in the JSON string that it stands as.
//!
//! What nobody edited is copied as it stands in the input, escapes and all, so a chapter's text is
//! never written as a whole, and never held as one.

use std::borrow::Cow;
use std::ops::Range;

use crate::splice::{Edits, Replacement, escaped};

/// The edits of a text as edits of the JSON string `json` that it stands as, quotes included: byte
/// ranges of `json`, and what comes there.
pub(crate) fn edits_in_json<'e>(
    json: &str,
    edits: Edits<'_, 'e>,
) -> Vec<(Range<usize>, Cow<'e, str>)> {
    let mut at = Offset { json: 1, text: 0 };
    let edit = |(range, replacement): (Range<usize>, Replacement<'e>)| {
        at.advance(json, range.start);
        let start = at.json;
        at.advance(json, range.end);
        let replacement = match replacement {
            Replacement::Own(text) => Cow::Owned(escaped(&text)),
            Replacement::Shared(shared) => Cow::Borrowed(shared.json()),
        };
        (start..at.json, replacement)
    };
    edits.into_edits().map(edit).collect()
}

/// The same place in a JSON string and in the text that it is.
struct Offset {
    json: usize,
    text: usize,
}

impl Offset {
    /// Goes on to the byte number `target` of the text.
    fn advance(&mut self, json: &str, target: usize) {
        while self.text < target {
            let rest = &json.as_bytes()[self.json..];
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
            let missing = target - self.text;
            if plain >= missing {
                self.json += missing;
                self.text = target;
                return;
            }
            let (escape, character) = escape(&rest[plain..]);
            self.json += plain + escape;
            self.text += plain + character;
        }
    }
}

/// The length of the escape that `json` begins with, and of what it stands for.
fn escape(json: &[u8]) -> (usize, usize) {
    if json.get(1) != Some(&b'u') {
        return (2, 1);
    }
    match unit(json, 2) {
        0..0x80 => (6, 1),
        0x80..0x800 => (6, 2),
        // Two units make one character outside the basic plane.
        0xD800..0xDC00 => (12, 4),
        _ => (6, 3),
    }
}

/// The code unit that the four digits at `at` are.
fn unit(json: &[u8], at: usize) -> u32 {
    let digits = json.get(at..at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::edits_in_json;
    use crate::splice::{Edits, Shared};

    /// Replaces `range` of the text that `json` is, and returns the JSON after it.
    fn replaced(json: &str, range: std::ops::Range<usize>) -> String {
        let text: String = serde_json::from_str(json).unwrap();
        let shared = Shared::new("\n".to_owned());
        let mut edits = Edits::new(&text);
        edits.replace(range.clone(), "\"");
        edits.replace(range.end..range.end, &shared);
        let mut all = Edits::new(json);
        for (range, replacement) in edits_in_json(json, edits) {
            all.replace(range, replacement);
        }
        all.apply()
    }

    #[test]
    fn escapes_are_counted_as_what_they_stand_for() {
        assert_eq!(replaced(r#""abc""#, 1..2), r#""a\"\nc""#);
        assert_eq!(replaced(r#""\n\u00e9b\"""#, 3..4), r#""\n\u00e9\"\n\"""#);
        assert_eq!(replaced(r#""\uD83D\ude00x\u20ac""#, 4..5), r#""\uD83D\ude00\"\n\u20ac""#);
        assert_eq!(replaced(r#""é\u0041""#, 3..3), r#""é\u0041\"\n""#);
    }

    proptest::proptest! {
        #[test]
        fn the_text_is_the_one_that_was_edited(before: String, middle: String, after: String) {
            let text = format!("{before}{middle}{after}");
            let range = before.len()..before.len() + middle.len();
            let json = serde_json::to_string(&text).unwrap();
            let ascii: String = json.chars().map(|c| match c {
                ' '..='~' => c.to_string(),
                c => {
                    let mut units = [0; 2];
                    let units = c.encode_utf16(&mut units).iter();
                    units.map(|unit| format!("\\u{unit:04x}")).collect()
                }
            }).collect();
            for json in [json, ascii] {
                let edited: String = serde_json::from_str(&replaced(&json, range.clone())).unwrap();
                proptest::prop_assert_eq!(edited, format!("{before}\"\n{after}"));
            }
        }
    }
}
