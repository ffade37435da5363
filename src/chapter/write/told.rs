//! Mistakes as readers of a page see them, where a box stands in the place of a block.

use crate::chapter::inline::in_code_span;
use crate::chapter::lesson::Broken;
use crate::diagnostic::Diagnostic;

use super::page::literal;
use super::tag::escaped;

/// The paragraph of HTML about each mistake, on one line.
pub(crate) fn as_html(broken: &Broken) -> Vec<String> {
    let paragraphs = broken.located().map(|(mistake, places)| {
        let message = in_html(&capitalized(&mistake.message));
        let help = mistake.help.iter().map(|help| in_html(&capitalized(help)));
        let places = places_of(mistake, places).into_iter();
        let places = places
            .map(|(place, what)| format!("<small>{}{}</small>", escaped(&place), in_html(what)));
        let lines: Vec<String> = help.chain(places).collect();
        format!("<p><strong>{message}</strong><br>{}</p>", lines.join("<br>"))
    });
    paragraphs.collect()
}

/// The paragraph of Markdown about each mistake, on one line.
pub(crate) fn as_markdown(broken: &Broken) -> Vec<String> {
    let paragraphs = broken.located().map(|(mistake, places)| {
        let message = in_markdown(&capitalized(&mistake.message));
        let help = mistake.help.iter().map(|help| format!("{}.", in_markdown(&capitalized(help))));
        let help: Vec<String> = help.collect();
        let places = places_of(mistake, places).into_iter();
        let places: Vec<String> = places
            .map(|(place, what)| format!("{}{}", literal(&place), in_markdown(what)))
            .collect();
        format!("**{message}.** {} ({})", help.join(" "), places.join("; "))
    });
    paragraphs.collect()
}

/// Each place of a mistake that is known, and what is to be read there.
fn places_of<'m>(mistake: &'m Diagnostic, places: &[String]) -> Vec<(String, &'m str)> {
    if places.is_empty() {
        return vec![(String::new(), mistake.code.name())];
    }
    let what = mistake.related.iter().map(|(_, what)| what.as_str());
    let what = std::iter::once(mistake.code.name()).chain(what);
    places.iter().map(|place| format!("{place} · ")).zip(what).collect()
}

/// A phrase of ours as a sentence begins.
fn capitalized(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
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
