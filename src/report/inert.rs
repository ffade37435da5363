//! Text that CI systems do not read as commands to them, whatever the author or a program wrote.
//!
//! GitHub's runners obey lines that begin with `::`, behind blanks as well, and an older form,
//! `##[…]`, anywhere in a line. Others have that with a word: `##vso[…]`, `##teamcity[…]`.

use std::borrow::Cow;

/// What stands for a sign that would make a command.
const SIGN: &str = "\u{fffd}";

/// The same within a text of JSON, which means the sign itself.
const JSON_SIGN: &str = "\\u0023";

/// `text` for people: a sign of each command in it is shown as U+FFFD.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    // Three colons stand in our own reports, and begin no command.
    let begins = |line: &str| {
        let line = line.trim_start();
        line.starts_with("::") && !line.starts_with(":::")
    };
    if !text.lines().any(begins) {
        return without_words(text, SIGN);
    }
    let lines = text.split_inclusive('\n').map(|line| match begins(line) {
        true => line.replacen(':', SIGN, 1),
        false => line.to_owned(),
    });
    Cow::Owned(without_words(&lines.collect::<String>(), SIGN).into_owned())
}

/// `json` as other JSON that means the same.
pub(crate) fn inert_json(json: &str) -> Cow<'_, str> {
    // Its lines begin with brackets and quotes.
    without_words(json, JSON_SIGN)
}

/// `text` with `sign` for the second `#` of what is anywhere a command.
fn without_words<'t>(text: &'t str, sign: &str) -> Cow<'t, str> {
    let mut whole = String::new();
    let mut done = 0;
    for (bracket, _) in text.match_indices('[') {
        let before = text[done..bracket].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        if before.ends_with("##") {
            whole.push_str(&before[..before.len() - 1]);
            whole.push_str(sign);
            done += before.len();
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    whole.push_str(&text[done..]);
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::{inert, inert_json};

    #[test]
    fn nothing_is_a_command() {
        for (text, expected) in [
            ("a::b\n::c\n", "a::b\n\u{fffd}:c\n"),
            (" \t\u{a0}::c", " \t\u{a0}\u{fffd}:c"),
            ("##[a] b ##[c]", "#\u{fffd}[a] b #\u{fffd}[c]"),
            ("####vso[a]##b[", "###\u{fffd}vso[a]#\u{fffd}b["),
            ("::##[", "\u{fffd}:#\u{fffd}["),
        ] {
            assert_eq!(inert(text), expected);
        }
        let json = r####"["###[a]", "[##vso[b]"]"####;
        let inert = inert_json(json);
        assert!(!inert.contains("##[") && !inert.contains("##vso["), "{inert}");
        let meaning = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(meaning(json), meaning(&inert));
    }

    #[test]
    fn other_text_stays() {
        for text in ["", "## [a]", "#[a]\n##\n[b]", "##a-b[", "a\n: :\n", " ::: a\n"] {
            assert!(matches!(inert(text), std::borrow::Cow::Borrowed(it) if it == text), "{text}");
        }
    }
}
