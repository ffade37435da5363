//! `.gitattributes` with the line that lets git merge files of proofs by itself.

use std::ops::Range;

use crate::proof::LOCK_FILE;

use super::lines;

/// The name of the file.
pub const GIT_ATTRIBUTES: &str = ".gitattributes";

/// What makes a merge keep the lines of both sides.
const UNION: &str = "merge=union";

/// `text`, or a new file, with the line. One without a line ending at its end gets none there.
pub fn with_union(text: Option<&str>) -> String {
    match text {
        None => format!("{}\n", line()),
        Some(text) => lines::appended(text, &line()),
    }
}

/// `text` without the line; nothing where it is the file that [`with_union`] makes anew.
pub fn without_union(text: &str) -> Option<String> {
    if text.ends_with('\n') && text.lines().eq([line()]) {
        return None;
    }
    let mut text = text.to_owned();
    while let Some(range) = line_in(&text) {
        text = lines::without(&text, range);
    }
    Some(text)
}

/// Whether a line of `text` says how the proofs of the book in `folder` are to be merged, whatever
/// it says; `folder` is relative to the directory that the text is for, with `/` between names.
pub fn says_how_to_merge(text: &str, folder: &str) -> bool {
    let path = [folder, LOCK_FILE].join(if folder.is_empty() { "" } else { "/" });
    let is_it = |pattern: &str| {
        let anywhere = pattern.strip_prefix("**/").unwrap_or(pattern);
        anywhere == LOCK_FILE || pattern.strip_prefix('/').unwrap_or(pattern) == path
    };
    let mut lines = text.trim_start_matches(super::BYTE_ORDER_MARK).lines();
    lines.any(|line| {
        let (pattern, attributes) = parts(line.trim());
        is_it(pattern) && attributes.split_whitespace().any(is_about_merging)
    })
}

fn line() -> String {
    format!("{LOCK_FILE} {UNION}")
}

/// Where the line stands in `text`, in bytes.
fn line_in(text: &str) -> Option<Range<usize>> {
    let line = line();
    let mut end = 0;
    text.split_inclusive('\n').find_map(|found| {
        let start = end;
        end += found.len();
        (lines::unended(found) == line).then_some(start..start + line.len())
    })
}

/// The pattern of a line, which may be quoted, and its attributes.
fn parts(line: &str) -> (&str, &str) {
    let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    quoted.or_else(|| line.split_once(char::is_whitespace)).unwrap_or((line, ""))
}

/// Whether `attribute` is the one for merging, with any value or none, or has it in it.
fn is_about_merging(attribute: &str) -> bool {
    let name = attribute.trim_start_matches(['-', '!']).split('=').next();
    name == Some("merge") || attribute == "binary"
}

#[cfg(test)]
mod tests {
    use super::{says_how_to_merge, with_union, without_union};

    /// What is added goes without a trace, and is added once.
    #[test]
    fn the_line_comes_and_goes() {
        for (text, expected) in [
            (None, "predict.lock merge=union\n"),
            (Some(""), "predict.lock merge=union"),
            (Some("\n"), "\npredict.lock merge=union\n"),
            (Some("* text\n"), "* text\npredict.lock merge=union\n"),
            (Some("* text\r\n"), "* text\r\npredict.lock merge=union\r\n"),
            (Some("# mine\n* text"), "# mine\n* text\npredict.lock merge=union"),
            (Some("a\r\n* text"), "a\r\n* text\r\npredict.lock merge=union"),
            (Some("\u{feff}a b\n"), "\u{feff}a b\npredict.lock merge=union\n"),
            (
                Some("# predict.lock merge=union\n"),
                "# predict.lock merge=union\npredict.lock merge=union\n",
            ),
        ] {
            let after = with_union(text);
            assert_eq!(after, expected);
            assert!(says_how_to_merge(&after, ""), "{after}");
            assert_eq!(without_union(&after).as_deref(), text, "{after}");
        }
    }

    #[test]
    fn only_that_line_goes() {
        for (text, expected) in [
            ("predict.lock merge=union\r\n", None),
            ("predict.lock merge=union\n* text\n", Some("* text\n")),
            ("predict.lock merge=union\n\n", Some("\n")),
            ("a b\npredict.lock merge=union\n# c", Some("a b\n# c")),
            ("predict.lock merge=union text\n", Some("predict.lock merge=union text\n")),
            ("predict.lock  merge=union\n", Some("predict.lock  merge=union\n")),
            ("my-predict.lock merge=union\n", Some("my-predict.lock merge=union\n")),
        ] {
            assert_eq!(without_union(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_an_author_says_of_merging_is_found() {
        for line in [
            "predict.lock merge=union",
            "  predict.lock\ttext -merge",
            "predict.lock !merge",
            "predict.lock merge",
            "/predict.lock eol=lf merge=ours",
            "**/predict.lock binary",
            "\"predict.lock\" merge=binary",
            "\u{feff}predict.lock merge=text",
        ] {
            assert!(says_how_to_merge(&format!("{line}\r\n* text\r\n"), ""), "{line}");
        }
        for line in [
            "",
            "# predict.lock merge=union",
            "predict.lock text eol=lf",
            "predict.lock -binary merged=union",
            "*.lock merge=binary",
            "Cargo.lock merge=union",
            "book/predict.lock merge=union",
            "\"predict.lock merge=union",
        ] {
            assert!(!says_how_to_merge(line, ""), "{line}");
        }
    }

    /// A file further up names the one of this book by its path, or every one.
    #[test]
    fn a_file_above_the_book_may_say_it() {
        for (line, expected) in [
            ("my books/predict.lock merge=union", false),
            ("\"my books/predict.lock\" merge=union", true),
            ("\"/my books/predict.lock\" merge=union", true),
            ("predict.lock merge=union", true),
            ("/predict.lock merge=union", false),
            ("books/predict.lock merge=union", false),
        ] {
            assert_eq!(says_how_to_merge(line, "my books"), expected, "{line}");
        }
    }
}
