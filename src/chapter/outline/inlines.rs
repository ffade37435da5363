//! Inline Markdown on one line, read as it is emitted: in a `<span>`.
//!
//! Read as a text of its own, a title `# of items` would be a heading, and `1. What` a list. Behind
//! a tag nothing at its start can open a block.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::balance::{Balance, Unbalanced};
use super::dialect::Dialect;
use super::events::Events;

const OPENING: &str = "<span>";

/// The space keeps a backslash in front of it from escaping the tag.
const CLOSING: &str = " </span>";

/// The words of a piece of inline Markdown.
pub(crate) fn plain_text(markdown: &str) -> String {
    text_with_code(markdown, str::to_owned, str::to_owned)
}

/// The words of a piece of inline Markdown: what `text` makes of text, and `code` of code spans.
pub(crate) fn text_with_code(
    markdown: &str,
    text: impl Fn(&str) -> String,
    code: impl Fn(&str) -> String,
) -> String {
    let mut words = String::new();
    for (event, _) in Events::new(&in_span(markdown), Dialect::default()) {
        match event {
            Event::Text(found) => words.push_str(&text(&found)),
            Event::Code(found) => words.push_str(&code(&found)),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.trim_end_matches(' ').to_owned()
}

/// The raw HTML in a piece of inline Markdown that has no partner in it.
///
/// mdBook 0.4 writes HTML as it stands, so what Markdown opens and closes does not count here.
pub(crate) fn unbalanced(markdown: &str) -> Vec<Unbalanced> {
    if !markdown.contains('<') {
        return Vec::new();
    }
    let mut balance = Balance::default();
    let mut left_open = None;
    for (event, range) in Events::new(&in_span(markdown), Dialect::default()) {
        let Some(start) = range.start.checked_sub(OPENING.len()) else { continue };
        let range = start..range.end - OPENING.len();
        match event {
            Event::InlineHtml(_) if start >= markdown.len() => {}
            // A declaration has taken our own tag for its end.
            Event::InlineHtml(_) if range.end > markdown.len() => {
                left_open = left_open.or(Some(start));
            }
            Event::InlineHtml(html) => balance.html(&html, &range),
            Event::Text(_) => left_open = left_open.or_else(|| comment(markdown, &range)),
            _ => {}
        }
    }
    let mut found = balance.finish();
    found.extend(left_open.map(|start| Unbalanced {
        range: start..markdown.len(),
        name: "!".to_owned(),
        closing: false,
    }));
    found
}

/// Whether a line of this is one paragraph, with just what stands in it behind a tag.
pub(crate) fn is_one_paragraph(markdown: &str, dialect: Dialect) -> bool {
    let line = events(markdown, dialect);
    let spanned = in_span(markdown);
    let spanned = events(&spanned, dialect);
    let (
        [Event::Start(Tag::Paragraph), line @ .., Event::End(TagEnd::Paragraph)],
        [
            Event::Start(Tag::Paragraph),
            Event::InlineHtml(_),
            inner @ ..,
            Event::Text(end),
            Event::InlineHtml(_),
            Event::End(TagEnd::Paragraph),
        ],
    ) = (line.as_slice(), spanned.as_slice())
    else {
        return false;
    };
    match (line, end.trim_end()) {
        (line, "") => line == inner,
        ([line @ .., Event::Text(last)], end) => line == inner && **last == *end,
        _ => false,
    }
}

/// The events of a text, with the texts that stand side by side as one.
fn events(text: &str, dialect: Dialect) -> Vec<Event<'_>> {
    let mut events: Vec<Event<'_>> = Vec::new();
    for (event, _) in Events::new(text, dialect) {
        match (events.last_mut(), event) {
            (Some(Event::Text(last)), Event::Text(text)) => *last = format!("{last}{text}").into(),
            (_, event) => events.push(event),
        }
    }
    events
}

fn in_span(markdown: &str) -> String {
    format!("{OPENING}{markdown}{CLOSING}")
}

/// The offset at which a comment opens in the text at `range`, which is none because it never ends.
fn comment(markdown: &str, range: &Range<usize>) -> Option<usize> {
    let is_escaped = |at: usize| at == range.start && markdown[..at].ends_with('\\');
    let end = range.end.min(markdown.len());
    let mut signs = markdown[range.start.min(end)..end].match_indices('<');
    let opens = |at: &usize| {
        ["<!--", "<![CDATA["].iter().any(|opening| markdown[*at..].starts_with(opening))
    };
    signs.find_map(|(at, _)| Some(range.start + at).filter(opens).filter(|at| !is_escaped(*at)))
}

#[cfg(test)]
mod tests {
    use super::{Dialect, is_one_paragraph, plain_text, unbalanced};

    #[test]
    fn nothing_at_the_start_of_a_line_opens_a_block() {
        let plain = "> or < here|# of items|1. What|+ 1|- a|---|~~~|: a|[^a]: b|    code|| a |";
        for text in plain.split('|').filter(|text| !text.is_empty()) {
            assert_eq!(plain_text(text), text.trim_end());
        }
        assert_eq!(plain_text("`a` *b* [c](d) &amp; \\* e\\"), "a b c & * e\\");
        assert_eq!(plain_text("<div>"), "");
    }

    #[test]
    fn a_line_is_one_paragraph_or_something_else() {
        let dialect = Dialect::default();
        for line in
            ["a", "a *b* `c`", "`c`", "*a*", "a\\", "a <b>c</b>", "[x][y]", "1 < 2", "a | b", "*a"]
        {
            assert!(is_one_paragraph(line, dialect), "{line}");
        }
        for line in [
            "# of",
            "1. a",
            "- a",
            "> a",
            "---",
            "~~~",
            "<b>",
            "<!-- a -->",
            "[a]: b",
            "",
            "a  #{x}",
            "[^a]: b",
            "+",
            "| a |\\",
        ] {
            let is_one = matches!(line, "a  #{x}" | "| a |\\");
            assert_eq!(is_one_paragraph(line, dialect), is_one, "{line}");
        }
    }

    #[test]
    fn html_without_a_partner_has_its_place() {
        let names = |text: &str| {
            let found = unbalanced(text).into_iter();
            let found = found.map(|tag| format!("{} {}", tag.name, &text[tag.range.clone()]));
            found.collect::<Vec<_>>()
        };
        assert_eq!(names("a</span></p>"), ["span </span>", "p </p>"]);
        assert_eq!(names("`a` Vec<String>"), ["string <String>"]);
        assert_eq!(names("*<b>*"), ["b <b>"]);
        assert_eq!(names("a <!-- b"), ["! <!-- b"]);
        assert_eq!(names("a <!b c"), ["! <!b c"]);
        for text in ["<b>a</b>", "a<br>", "`<b>`", "1 < 2", "a <!-- b --> c", "\\<!-- b", "a <!= b"]
        {
            assert_eq!(names(text), [] as [String; 0], "{text}");
        }
    }
}
