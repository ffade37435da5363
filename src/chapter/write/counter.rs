//! Two programs as one: each line that both have once, and each that differs as it stands and as it
//! was read.

use std::borrow::Cow;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::chapter::lesson::Figure;

/// The most lines, from the first that differs to the last, that are compared: nobody keeps more in
/// mind, and a chapter may read one program in many ways.
const MOST_LINES: usize = 200;

/// How many bytes longer than twice the other a program may be.
const MOST_LONGER: usize = 10_000;

/// The most words of two lines that are compared; of longer ones all is marked.
const MOST_WORDS: usize = 400;

/// How many lines that both have stand before and behind one that differs.
const CONTEXT: usize = 2;

/// How many lines it takes to leave them out.
const LEAST_GAP: usize = 3;

/// A line of two programs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CounterLine<'l> {
    /// Both have it.
    Same(Cow<'l, str>),
    /// So many lines that both have are left out.
    Gap(usize),
    /// A line as it stands in the program.
    Says(MarkedLine<'l>),
    /// A line as it was read.
    Reads(MarkedLine<'l>),
}

/// A line, and the bytes of it that differ.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MarkedLine<'l> {
    pub(crate) text: Cow<'l, str>,
    pub(crate) marks: Marks,
}

/// Ascending ranges of bytes.
type Marks = Vec<Range<usize>>;

/// What readers see of `program` and `counter` as one; nothing where too much differs for that.
pub(crate) fn merged<'l>(program: &'l Figure, counter: &'l Figure) -> Option<Vec<CounterLine<'l>>> {
    // So that a short one costs little beside however long a program.
    if program.code.text.len() > 2 * counter.code.text.len() + MOST_LONGER {
        return None;
    }
    let says: Vec<Cow<'l, str>> = program.visible_lines().collect();
    let reads: Vec<Cow<'l, str>> = counter.visible_lines().collect();
    let same = equal_at_start(says.iter(), reads.iter());
    let left = [&says[same..], &reads[same..]];
    let same = same + equal_at_start(left[0].iter().rev(), left[1].iter().rev());
    let is_short = says.len().max(reads.len()) - same <= MOST_LINES;
    is_short.then(|| merged_lines(&says, &reads))
}

/// How many lines are the same before the first that differ.
fn equal_at_start<'c>(
    says: impl Iterator<Item = &'c Cow<'c, str>>,
    reads: impl Iterator<Item = &'c Cow<'c, str>>,
) -> usize {
    says.zip(reads).take_while(|(says, reads)| says == reads).count()
}

fn merged_lines<'l>(says: &[Cow<'l, str>], reads: &[Cow<'l, str>]) -> Vec<CounterLine<'l>> {
    let ops = capture_diff_slices(Algorithm::Patience, says, reads);
    let last = ops.len().saturating_sub(1);
    let mut lines = Vec::new();
    for (at, op) in ops.into_iter().enumerate() {
        let (says, reads) = (&says[op.old_range()], &reads[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => same_lines(says, [at == 0, at == last], &mut lines),
            _ => differing_lines(says, reads, &mut lines),
        }
    }
    lines
}

/// Adds `same` lines, but for those that are far from every line that differs; `at_end` says
/// whether nothing stands before or behind them.
fn same_lines<'l>(same: &[Cow<'l, str>], at_end: [bool; 2], lines: &mut Vec<CounterLine<'l>>) {
    let [before, behind] = at_end.map(|is_end| if is_end { 0 } else { CONTEXT });
    let gap = same.len().saturating_sub(before + behind);
    let gap = if gap < LEAST_GAP { 0 } else { gap };
    let start = if gap == 0 { same.len() } else { before };
    let shown =
        |lines: &[Cow<'l, str>]| lines.iter().cloned().map(CounterLine::Same).collect::<Vec<_>>();
    lines.extend(shown(&same[..start]));
    if gap > 0 {
        lines.push(CounterLine::Gap(gap));
        lines.extend(shown(&same[start + gap..]));
    }
}

/// Adds lines that differ: in pairs where there are as many on both sides, else one side after the
/// other.
fn differing_lines<'l>(
    says: &[Cow<'l, str>],
    reads: &[Cow<'l, str>],
    lines: &mut Vec<CounterLine<'l>>,
) {
    let pairs = says.iter().zip(reads).map(|(says, reads)| marks(says, reads));
    let (left, right): (Vec<_>, Vec<_>) = pairs.map(|[left, right]| (left, right)).unzip();
    let says = marked(says, left).into_iter().map(CounterLine::Says);
    let reads = marked(reads, right).into_iter().map(CounterLine::Reads);
    match says.len() == reads.len() {
        true => lines.extend(says.zip(reads).flat_map(|(says, reads)| [says, reads])),
        false => lines.extend(says.chain(reads)),
    }
}

/// Lines with the marks in them; those without a partner differ from one end to the other.
fn marked<'l>(lines: &[Cow<'l, str>], marks: Vec<Marks>) -> Vec<MarkedLine<'l>> {
    let mut marks = marks.into_iter();
    let lines = lines.iter().map(|line| {
        let marks = marks.next().unwrap_or_else(|| whole(line));
        MarkedLine { text: line.clone(), marks }
    });
    lines.collect()
}

/// The bytes of a line but for the white space at its ends.
fn whole(line: &str) -> Marks {
    let (start, end) = (line.len() - line.trim_start().len(), line.trim_end().len());
    (start < end).then_some(start..end).into_iter().collect()
}

/// The bytes of two lines that differ.
fn marks(says: &str, reads: &str) -> [Marks; 2] {
    let words = [words(says), words(reads)];
    if words[0].len() + words[1].len() > MOST_WORDS {
        return [says, reads].map(whole);
    }
    let ops = capture_diff_slices(Algorithm::Myers, &words[0], &words[1]);
    let last = ops.len().saturating_sub(1);
    let differs = |at: usize| match &ops[at] {
        // Signs that two changes have in common between them are no thing in common.
        DiffOp::Equal { .. } if at > 0 && at < last => {
            !words[0][ops[at].old_range()].iter().any(|word| is_word(word))
        }
        DiffOp::Equal { .. } => false,
        _ => true,
    };
    let differing: Vec<&DiffOp> =
        (0..ops.len()).filter(|&at| differs(at)).map(|at| &ops[at]).collect();
    [
        ranges(&words[0], differing.iter().map(|op| op.old_range())),
        ranges(&words[1], differing.iter().map(|op| op.new_range())),
    ]
}

/// The bytes of `words` at ascending ranges of their numbers, those that touch as one.
fn ranges(words: &[&str], numbers: impl Iterator<Item = Range<usize>>) -> Marks {
    let mut ranges: Marks = Vec::new();
    for numbers in numbers {
        let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
        let start = length(&words[..numbers.start]);
        let range = start..start + length(&words[numbers]);
        match ranges.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => ranges.push(range),
        }
    }
    ranges.retain(|range| !range.is_empty());
    ranges
}

/// What a character of code belongs to: a word, a gap between words, an operator; or nothing else.
fn class(c: char) -> u8 {
    match c {
        '_' => 1,
        c if c.is_alphanumeric() => 1,
        c if c.is_whitespace() => 2,
        '+' | '-' | '*' | '/' | '%' | '=' | '<' | '>' | '!' | '&' | '|' | '^' | '~' | ':' => 3,
        _ => 0,
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c| class(c) == 1)
}

/// The words and signs of a line, without a gap between them.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let kind = class(first);
        let end = match kind {
            0 => first.len_utf8(),
            _ => rest.find(|c| class(c) != kind).unwrap_or(rest.len()),
        };
        let (word, behind) = rest.split_at(end);
        words.push(word);
        rest = behind;
    }
    words
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{CounterLine, MOST_WORDS, MarkedLine, marks, merged_lines};

    /// A line with what is marked in brackets.
    fn bracketed(line: &str, marks: &[std::ops::Range<usize>]) -> String {
        let mut out = line.to_owned();
        for mark in marks.iter().rev() {
            out.insert(mark.end, ']');
            out.insert(mark.start, '[');
        }
        out
    }

    #[track_caller]
    fn check(says: &str, reads: &str, expected: [&str; 2]) {
        let [left, right] = marks(says, reads);
        assert_eq!([bracketed(says, &left), bracketed(reads, &right)], expected);
    }

    #[test]
    fn what_differs_in_a_line_is_marked_by_words() {
        check(
            "for i in range(3):",
            "for i in range(1, 4):",
            ["for i in range([3]):", "for i in range([1, 4]):"],
        );
        check("total = a", "total += a", ["total [=] a", "total [+=] a"]);
        check("    print(n)", "print(n)", ["[    ]print(n)", "print(n)"]);
        check(
            "late = dict.fromkeys(stops, [])",
            "late = {stop: [] for stop in stops}",
            ["late = [dict.fromkeys(stops, [])]", "late = [{stop: [] for stop in stops}]"],
        );
        check("été = un(x, 1)", "été = deux(x, 2)", ["été = [un](x, [1])", "été = [deux](x, [2])"]);
        check("same", "same", ["same", "same"]);
        let long = " a".repeat(MOST_WORDS);
        check(&long, "b", [&format!(" [{}]", &long[1..]), "[b]"]);
    }

    /// One line for each: `=` for both, `-` as it stands, `+` as it was read, `…` for a gap.
    #[track_caller]
    fn check_lines(says: &str, reads: &str, expected: &[&str]) {
        let lines = |text: &'static str| text.split(' ').map(Cow::Borrowed).collect::<Vec<_>>();
        let (says, reads) = (lines(says.to_owned().leak()), lines(reads.to_owned().leak()));
        let shown = merged_lines(&says, &reads).into_iter().map(|line| match line {
            CounterLine::Same(text) => format!("={text}"),
            CounterLine::Gap(number) => format!("…{number}"),
            CounterLine::Says(MarkedLine { text, .. }) => format!("-{text}"),
            CounterLine::Reads(MarkedLine { text, .. }) => format!("+{text}"),
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_that_differ_stand_twice_and_others_once() {
        check_lines("a b c", "a x c", &["=a", "-b", "+x", "=c"]);
        check_lines("a b c d", "a x y d", &["=a", "-b", "+x", "-c", "+y", "=d"]);
        check_lines("a b d", "a x y d", &["=a", "-b", "+x", "+y", "=d"]);
        check_lines("a b", "a", &["=a", "-b"]);
        check_lines(
            "1 2 3 4 5 a 6 7 8 9 0",
            "1 2 3 4 5 b 6 7 8 9 0",
            &["…3", "=4", "=5", "-a", "+b", "=6", "=7", "…3"],
        );
        check_lines(
            "1 2 3 4 a 6 7 8 9",
            "1 2 3 4 b 6 7 8 9",
            &["=1", "=2", "=3", "=4", "-a", "+b", "=6", "=7", "=8", "=9"],
        );
    }
}
