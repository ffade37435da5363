//! What of a long line is shown, and what is shown for a character that is no text.

use std::borrow::Cow;
use std::ops::Range;

/// The most characters of a line of the source that are shown.
const MOST_OF_A_LINE: usize = 160;

/// How many of them stand before the place that the line is shown for.
const LEAD: usize = 40;

/// What stands where a line was cut.
const CUT: char = '…';

/// Lines as they are shown, and where the places in them went.
pub(crate) struct Excerpt<'a> {
    /// The lines as they are.
    source: &'a str,
    /// The lines as they are shown.
    pub(crate) text: String,
    lines: Vec<ShownLine>,
}

/// A line, in bytes.
struct ShownLine {
    /// Where it starts in the source.
    start: usize,
    /// The part of the source that is shown.
    kept: Range<usize>,
    /// Where what is shown of it starts in the excerpt, marks included, and where it ends.
    shown: Range<usize>,
    is_cut: [bool; 2],
}

impl<'a> Excerpt<'a> {
    /// The lines of `source`, the long ones cut around the first of `places` that begins in them.
    pub(crate) fn new(source: &'a str, places: &[Range<usize>]) -> Self {
        let mut excerpt = Excerpt { source, text: String::new(), lines: Vec::new() };
        let mut start = 0;
        for line in source.split_inclusive('\n') {
            let end = start + line.len();
            let place = places.iter().map(|place| place.start).find(|at| (start..end).contains(at));
            let body = start..start + line.trim_end_matches(['\n', '\r']).len();
            excerpt.push(body, place);
            if line.ends_with('\n') {
                excerpt.text.push('\n');
            }
            start = end;
        }
        excerpt
    }

    /// Shows the line at `body`, which is wanted for the place `focus`.
    fn push(&mut self, body: Range<usize>, focus: Option<usize>) {
        let kept = kept(self.source, body.clone(), focus.unwrap_or(body.start));
        let is_cut = [body.start < kept.start, kept.end < body.end];
        let at = self.text.len();
        self.text.extend(is_cut[0].then_some(CUT));
        self.text.push_str(&printable(&self.source[kept.clone()]));
        self.text.extend(is_cut[1].then_some(CUT));
        self.lines.push(ShownLine { start: body.start, kept, shown: at..self.text.len(), is_cut });
    }

    /// Where `place` went; what was cut away is where its mark is.
    pub(crate) fn place(&self, place: &Range<usize>) -> Range<usize> {
        let start = self.shown(place.start, false);
        start..self.shown(place.end, true).max(start)
    }

    fn shown(&self, at: usize, is_end: bool) -> usize {
        let number = self.lines.partition_point(|line| line.start <= at).saturating_sub(1);
        let Some(ShownLine { kept, shown, is_cut, .. }) = self.lines.get(number) else { return 0 };
        let marks = is_cut.map(|is_cut| if is_cut { CUT.len_utf8() } else { 0 });
        let (first, last) = (shown.start + marks[0], shown.end - marks[1]);
        match at {
            at if at < kept.start => {
                if is_end {
                    first
                } else {
                    shown.start
                }
            }
            at if at >= kept.end && is_cut[1] => {
                if is_end {
                    shown.end
                } else {
                    last
                }
            }
            at if at >= kept.end => last,
            at => first + printable(&self.source[kept.start..at]).len(),
        }
    }

    /// Whether the beginning of the line of the byte at `at` is not shown.
    pub(crate) fn is_cut_before(&self, at: usize) -> bool {
        let number = self.lines.partition_point(|line| line.start <= at).saturating_sub(1);
        self.lines.get(number).is_some_and(|line| line.is_cut[0])
    }
}

/// What of the line at `body` is kept around `focus`.
fn kept(source: &str, body: Range<usize>, focus: usize) -> Range<usize> {
    let is_short = |text: &str| text.chars().nth(MOST_OF_A_LINE).is_none();
    if is_short(&source[body.clone()]) {
        return body;
    }
    let focus = focus.min(body.end);
    let back = |from: usize, by: usize| {
        let before = source[body.start..from].char_indices().rev();
        before.take(by).last().map_or(from, |(at, _)| body.start + at)
    };
    let start = back(focus, LEAD);
    if is_short(&source[start..body.end]) {
        return back(body.end, MOST_OF_A_LINE)..body.end;
    }
    let end = source[start..body.end].char_indices().nth(MOST_OF_A_LINE);
    start..end.map_or(body.end, |(at, _)| start + at)
}

/// `text` without characters that would steer a terminal.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let steers = |c: char| steers(c) && !['\n', '\t'].contains(&c);
    if text.contains(steers) {
        return Cow::Owned(text.replace(steers, "\u{fffd}"));
    }
    Cow::Borrowed(text)
}

/// Whether a terminal obeys this character instead of showing it: control characters, those that
/// end lines or turn the direction of what follows.
pub(crate) fn steers(c: char) -> bool {
    let turns = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}'];
    let overrides =
        ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    c.is_control() || overrides || turns.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, MOST_OF_A_LINE, printable};

    #[test]
    fn short_lines_are_shown_whole() {
        let source = "a\u{1b}b\r\nsecond\n";
        let excerpt = Excerpt::new(source, std::slice::from_ref(&(1..2)));
        assert_eq!(excerpt.text, "a\u{fffd}b\nsecond\n");
        assert_eq!((excerpt.place(&(2..3)), excerpt.place(&(5..11))), (4..5, 6..12));
        assert!(!excerpt.is_cut_before(2));
    }

    #[test]
    fn nothing_steers_a_terminal() {
        for steering in
            ["\u{1b}[2J", "\u{9b}2J", "\u{7}", "\u{202e}", "\u{2066}", "\u{200f}", "\u{2028}"]
        {
            assert!(printable(steering).starts_with('\u{fffd}'), "{steering:?}");
        }
        assert_eq!(printable("a\tשלום 한\n"), "a\tשלום 한\n");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let source = format!("{}é{}", "x".repeat(1_000), "y".repeat(1_000));
        let excerpt = Excerpt::new(&source, std::slice::from_ref(&(1_000..1_002)));
        assert_eq!(excerpt.text.chars().count(), MOST_OF_A_LINE + 2);
        assert_eq!(&excerpt.text[excerpt.place(&(1_000..1_002))], "é");
        assert_eq!(&excerpt.text[excerpt.place(&(0..2))], "…");
        assert_eq!(&excerpt.text[excerpt.place(&(1_900..2_002))], "…");
        assert!(excerpt.is_cut_before(1_000));
        let end = Excerpt::new(&source, std::slice::from_ref(&(2_001..2_002)));
        assert!(end.text.ends_with('y') && end.text.chars().count() == MOST_OF_A_LINE + 1);
        assert_eq!(&end.text[end.place(&(2_001..2_002))], "y");
    }
}
