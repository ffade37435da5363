//! An output, looked for in text where it would tell readers what they are to predict.
//!
//! What is short may stand anywhere for other reasons, so only what is long, or has several lines,
//! is looked for, and nothing that stands in the program itself.

use crate::chapter::Source;
use crate::chapter::lesson::{Matching, Output, OutputState, Piece, Predict, Stream};
use crate::diagnostic::Span;

/// How many characters make a line long, white space not among them.
const LONG_LINE: usize = 30;

/// How many characters several lines have, white space not among them.
const LEAST_OF_SEVERAL: usize = 12;

/// How many characters a code span has that is told apart from others.
const LEAST_OF_CODE: usize = 6;

/// How many lines of an output are looked for.
const MOST_LINES: usize = 20;

/// What stands in front of an output in a comment.
const MARKERS: [&str; 8] = ["->", "=>", "→", "prints", "print", "outputs", "output", "Output"];

/// What opens a comment, in one language or another.
const COMMENTS: [&str; 4] = ["#", "//", "--", "/*"];

/// A line of text.
pub(super) struct PlacedLine<'t> {
    /// The line, without white space and signs of quotes around it.
    pub(super) text: &'t str,
    /// Its place in the chapter.
    pub(super) span: Span,
}

/// The output of a question.
pub(super) struct Sought<'p> {
    /// The fence that has it.
    pub(super) output: &'p Output,
    lines: Vec<&'p str>,
    /// Whether the program has it in its code.
    is_in_program: bool,
}

impl<'p> Sought<'p> {
    /// The output of `predict`, if it is known to the letter.
    pub(super) fn of(predict: &'p Predict) -> Option<Self> {
        let mut outputs = predict.outputs();
        let output = outputs.find(|output| {
            output.stream() != Stream::Stderr
                && output.state == OutputState::Recorded
                && output.matching == Matching::Exact
        })?;
        let lines = output.text().trim().lines().map(str::trim);
        let lines: Vec<&str> = lines.take(MOST_LINES).collect();
        let mut figures = predict.question.iter().filter_map(Piece::figure);
        let is_in_program = figures.any(|figure| {
            let text = figure.code.text.lines().map(|line| split_comment(line).0);
            has(text.map(str::trim), &lines)
        });
        Some(Sought { output, lines, is_in_program })
    }

    /// The output, as it is compared.
    pub(super) fn text(&self) -> &'p str {
        self.output.text().trim()
    }

    fn size(&self) -> usize {
        self.lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).count()
    }

    /// Where it stands in prose, if it is long or has several lines.
    pub(super) fn in_prose(&self, prose: &[PlacedLine<'_>]) -> Option<Span> {
        match self.lines.as_slice() {
            _ if self.is_in_program => None,
            [line] if self.size() >= LONG_LINE => {
                prose.iter().find(|place| place.text.contains(line)).map(|place| place.span.clone())
            }
            [_, _, ..] if self.size() >= LEAST_OF_SEVERAL => {
                let texts: Vec<&str> = prose.iter().map(|line| line.text).collect();
                sequence(&texts, &self.lines).map(|at| prose[at].span.clone())
            }
            _ => None,
        }
    }

    /// Where it stands in prose as a code span.
    pub(super) fn in_code_span(&self, prose: &[PlacedLine<'_>]) -> Option<Span> {
        let [line] = self.lines.as_slice() else { return None };
        let is_known = !self.is_in_program && self.size() >= LEAST_OF_CODE && !line.contains('`');
        let span = format!("`{line}`");
        let place = prose.iter().find(|place| is_known && place.text.contains(&span));
        place.map(|place| place.span.clone())
    }

    /// Where it stands in the comments of `code`.
    pub(super) fn in_comments(&self, code: &Source<'_>) -> Option<Span> {
        let comments = comments(code);
        if let [line] = self.lines.as_slice() {
            let is_long = self.size() >= LEAST_OF_CODE;
            let is_it = |comment: &&Comment<'_>| {
                let (text, is_marked) = unmarked(comment.line.text);
                let is_meant = comment.is_behind_code || is_long;
                text == *line && (is_marked || (is_meant && !self.is_in_program))
            };
            return comments.iter().find(is_it).map(|comment| comment.line.span.clone());
        }
        let texts: Vec<&str> =
            comments.iter().map(|comment| unmarked(comment.line.text).0).collect();
        sequence(&texts, &self.lines).map(|at| comments[at].line.span.clone())
    }
}

/// Where `wanted`, which is not empty, stands in `lines`.
fn sequence(lines: &[&str], wanted: &[&str]) -> Option<usize> {
    lines.windows(wanted.len().max(1)).position(|window| window == wanted)
}

/// Whether `lines` are where `wanted` stands: one line in one of them, or several in a row.
fn has<'t>(lines: impl Iterator<Item = &'t str>, wanted: &[&str]) -> bool {
    let lines: Vec<&str> = lines.collect();
    match wanted {
        [line] => lines.iter().any(|text| text.contains(line)),
        _ => sequence(&lines, wanted).is_some(),
    }
}

/// A comment of a program.
struct Comment<'c> {
    line: PlacedLine<'c>,
    /// Whether there is code before it on its line, which it is about.
    is_behind_code: bool,
}

/// The comments of a program.
fn comments<'c>(code: &'c Source<'_>) -> Vec<Comment<'c>> {
    let mut found = Vec::new();
    for line in placed_lines(&code.text) {
        let (_, comment) = split_comment(line.text);
        let Some(comment) = comment else { continue };
        let start = line.span.start + line.text.len() - comment.len();
        let text = comment.trim_start_matches(['#', '/', '*', '-', '!']).trim();
        let text = text.trim_end_matches("*/").trim_end();
        found.push(Comment {
            line: PlacedLine { text, span: code.span(start..start + comment.len()) },
            is_behind_code: start > line.span.start,
        });
    }
    found
}

/// The lines of `text`, each with its place there.
pub(super) fn placed_lines(text: &str) -> impl Iterator<Item = PlacedLine<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let begin = start + line.len() - line.trim_start().len();
        start += line.len();
        let text = line.trim();
        PlacedLine { text, span: begin..begin + text.len() }
    })
}

/// A line of a program, and the comment at its end, with the sign that opens it.
fn split_comment(line: &str) -> (&str, Option<&str>) {
    let is_open = |at: usize| line[..at].is_empty() || line[..at].ends_with([' ', '\t']);
    let starts = COMMENTS.iter().flat_map(|sign| line.match_indices(sign));
    let start = starts.map(|(at, _)| at).filter(|&at| is_open(at)).min();
    start.map_or((line, None), |at| (&line[..at], Some(&line[at..])))
}

/// A comment without what says that an output follows, and whether there was that.
fn unmarked(comment: &str) -> (&str, bool) {
    let rest = MARKERS.iter().find_map(|marker| comment.strip_prefix(marker));
    let rest = rest.filter(|rest| !rest.starts_with(char::is_alphanumeric));
    match rest {
        Some(rest) => (unquoted(rest.trim_start_matches([':', ' ']).trim()), true),
        None => (comment, false),
    }
}

/// A text without the quotes around it.
fn unquoted(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    ['"', '\'', '`'].into_iter().find_map(inside).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{split_comment, unmarked};

    #[test]
    fn comments_are_found_where_a_language_may_have_them() {
        for (line, comment) in [
            ("x = 1  # one", Some("# one")),
            ("// two", Some("// two")),
            ("let x = 1; /* three */", Some("/* three */")),
            ("i--;", None),
            ("\"a#b\"", None),
        ] {
            assert_eq!(split_comment(line).1, comment, "{line}");
        }
    }

    #[test]
    fn what_announces_an_output_is_taken_off() {
        for (comment, expected) in [
            ("-> 2", ("2", true)),
            ("prints: 2", ("2", true)),
            ("Output: a b", ("a b", true)),
            ("prints \"a b\"", ("a b", true)),
            ("printer", ("printer", false)),
            ("2", ("2", false)),
        ] {
            assert_eq!(unmarked(comment), expected, "{comment}");
        }
    }
}
