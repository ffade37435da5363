//! Mistakes as readers of a page see them, where a box stands in the place of a block.

use crate::chapter::inline::in_code_span;
use crate::chapter::lesson::Broken;

use super::page::literal;
use super::tag::escaped;

/// The paragraph of HTML about each mistake, on one line.
pub(crate) fn as_html(broken: &Broken) -> Vec<String> {
    let paragraphs = broken.located().map(|(mistake, place)| {
        let message = in_html(&mistake.message);
        let help: String =
            mistake.help.iter().map(|help| format!("<br>{}", in_html(help))).collect();
        let place = place.map(|place| format!("{} · ", escaped(place))).unwrap_or_default();
        let code = mistake.code.name();
        format!("<p><strong>{message}</strong>{help}<br><small>{place}{code}</small></p>")
    });
    paragraphs.collect()
}

/// The paragraph of Markdown about each mistake, on one line.
pub(crate) fn as_markdown(broken: &Broken) -> Vec<String> {
    let paragraphs = broken.located().map(|(mistake, place)| {
        let message = in_markdown(&mistake.message);
        let help: String =
            mistake.help.iter().map(|help| format!(" {}.", in_markdown(help))).collect();
        let place = place.map(|place| format!("{}, ", literal(place))).unwrap_or_default();
        format!("**{message}**:{help} ({place}{})", literal(mistake.code.name()))
    });
    paragraphs.collect()
}

fn in_html(sentence: &str) -> String {
    let parts = parts(sentence).into_iter().map(|part| match part {
        Part::Words(words) => escaped(words),
        Part::Code(code) => format!("<code>{}</code>", escaped(code)),
    });
    parts.collect()
}

fn in_markdown(sentence: &str) -> String {
    let parts = parts(sentence).into_iter().map(|part| match part {
        Part::Words(words) => literal(words),
        Part::Code(code) => in_code_span(code),
    });
    parts.collect()
}

/// A part of a sentence of ours.
#[derive(Debug, PartialEq, Eq)]
enum Part<'s> {
    Words(&'s str),
    Code(&'s str),
}

/// The parts of a sentence: code stands in backticks, or in quotes where it has backticks itself.
fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((start, code, end)) = next_code(rest) {
        parts.extend((start > 0).then(|| Part::Words(&rest[..start])));
        parts.push(Part::Code(code));
        rest = &rest[end..];
    }
    parts.extend((!rest.is_empty()).then_some(Part::Words(rest)));
    parts
}

/// Where the next code in `text` starts, what it is, and where it ends.
fn next_code(text: &str) -> Option<(usize, &str, usize)> {
    for (start, sign) in text.match_indices(['`', '"']) {
        let inside = &text[start + 1..];
        let Some(length) = inside.find(sign) else { continue };
        let code = &inside[..length];
        if sign == "`" || code.contains('`') {
            return Some((start, code, start + 1 + length + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn code_in_a_sentence_is_code() {
        let found = parts("open with \"```python\", not `x` or \"y\"");
        let expected = [
            Part::Words("open with "),
            Part::Code("```python"),
            Part::Words(", not "),
            Part::Code("x"),
            Part::Words(" or \"y\""),
        ];
        assert_eq!(found, expected);
    }
}
