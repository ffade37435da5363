//! Raw HTML that goes on to an end of its own, over blank lines: CommonMark's kinds 1 to 5.

use std::ops::Range;

/// What such HTML begins with, in lower case, and what ends it.
pub(crate) const ENDS: [(&str, &str); 8] = [
    ("<!--", "-->"),
    ("<![cdata[", "]]>"),
    ("<?", "?>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<pre", "</pre>"),
    ("<!", ">"),
];

/// What ends HTML that begins like this; nothing where a blank line does.
pub(crate) fn end_of(html: &str) -> Option<&'static str> {
    let html = html.trim_start();
    let begins =
        |start: &str| html.get(..start.len()).is_some_and(|h| h.eq_ignore_ascii_case(start));
    ENDS.iter().find(|(start, _)| begins(start)).map(|(_, end)| *end)
}

/// Whether HTML waits for an end that never comes.
pub(super) fn never_ends(html: &str) -> bool {
    let Some(end) = end_of(html) else { return false };
    let lower = html.to_ascii_lowercase();
    // Each of the four elements whose text is raw ends with the end tag of any of them.
    let ends = ENDS.map(|(_, end)| end);
    let raw = ends.iter().filter(|other| end.starts_with("</") && other.starts_with("</"));
    !lower.contains(end) && !raw.into_iter().any(|other| lower.contains(other))
}

/// The ranges of such HTML in `text` whose first line begins with it, whatever is around that.
pub(crate) fn raw_html(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let (mut found, mut endless) = (Vec::new(), Vec::new());
    let (mut at, mut behind) = (0, 0);
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
        at += line.len();
        let end = end_of(&text[start..at]).filter(|end| start >= behind && !endless.contains(end));
        let Some(end) = end else { continue };
        match lower[start..].find(end) {
            Some(length) => {
                behind = start + length + end.len();
                found.push(start..behind);
            }
            None => endless.push(end),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{never_ends, raw_html};

    #[test]
    fn comments_and_their_like_have_an_end() {
        let text = "a <!-- b\n<!-- c\n\nd --> e\n> <PRE>\n> f</pre>\n<!-- g\n<div>\n";
        let found = raw_html(text).into_iter().map(|range| &text[range]);
        assert_eq!(found.collect::<Vec<_>>(), ["<!-- c\n\nd -->", "<PRE>\n> f</pre>"]);
    }

    #[test]
    fn what_has_an_end_may_never_come_to_it() {
        assert!(never_ends("<!-- a") && never_ends("<script>") && never_ends("<pre>\n\n</p>"));
        assert!(!never_ends("<pre></style>") && !never_ends("<div>") && !never_ends("<!DOCTYPE>"));
    }
}
