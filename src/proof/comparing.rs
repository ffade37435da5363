//! Whether what was printed is what an output says, and how a text is made ready for that.

use crate::chapter::fits;
use crate::chapter::lesson::{Matching, Output};

/// How exactly a text is to be what another one says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Exactness {
    /// To the letter.
    Letters,
    /// But for the gaps that are marked.
    Gaps,
    /// But for numbers, which may differ by this much.
    Numbers(f64),
    /// Not at all: it is another one each time.
    Sample,
}

impl Exactness {
    /// How exactly a program is to print what `output` says.
    pub fn of(output: &Output) -> Self {
        match (&output.matching, &output.tolerance) {
            (Matching::Varies, _) => Exactness::Sample,
            (Matching::Wildcard, _) => Exactness::Gaps,
            (Matching::Exact, Some(tolerance)) => Exactness::Numbers(tolerance.value),
            (Matching::Exact, None) => Exactness::Letters,
        }
    }

    /// Whether `printed` is what `claimed` says; one line ending at the end of either does not
    /// count.
    pub fn holds(self, claimed: &str, printed: &str) -> bool {
        let (claimed, printed) = (without_last_newline(claimed), without_last_newline(printed));
        match self {
            Exactness::Letters => claimed == printed,
            Exactness::Gaps => fits(claimed, printed),
            Exactness::Numbers(tolerance) => is_near(claimed, printed, tolerance),
            Exactness::Sample => true,
        }
    }

    /// Whether each line of `claimed` stands in `printed`, in this order, but for white space at
    /// its ends.
    pub fn occurs(self, claimed: &str, printed: &str) -> bool {
        let mut lines = printed.lines();
        claimed
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .all(|wanted| lines.any(|line| self.holds(wanted, line.trim())))
    }
}

/// `text` without a line ending at its end.
pub fn without_last_newline(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

/// Whether the texts are the same but for their numbers, of which none differs by more than
/// `tolerance`.
fn is_near(one: &str, other: &str, tolerance: f64) -> bool {
    let (one, other) = (tokens(one), tokens(other));
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| match (one.parse(), other.parse()) {
            (Ok(a), Ok(b)) => is_within(a, b, tolerance) || *one == other,
            _ => *one == other,
        })
}

fn is_within(a: f64, b: f64, tolerance: f64) -> bool {
    // The last bit of a difference between decimal fractions is not the author's.
    (a - b).abs() <= tolerance * (1.0 + 1e-9)
}

/// The numbers of `text`, and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let length = number_length(text, at);
        if length > 0 {
            tokens.push(&text[start..at]);
            tokens.push(&text[at..at + length]);
            start = at + length;
            at = start;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    tokens.push(&text[start..]);
    tokens
}

/// How long the number is that begins at byte `at` of `text`; 0 where none does.
fn number_length(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..];
    let is_in_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.';
    if at > 0 && is_in_word(text.as_bytes()[at - 1]) {
        return 0;
    }
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += if fraction > 0 { 1 + fraction } else { 0 };
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        let power = digits((end + 1 + sign).min(bytes.len()));
        end += if power > 0 { 1 + sign + power } else { 0 };
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Exactness, tokens};

    #[test]
    fn numbers_may_be_near() {
        let near = Exactness::Numbers(0.01);
        for (claimed, printed, holds) in [
            ("pi = 3.14", "pi = 3.1415", true),
            ("pi = 3.14", "pi = 3.16", false),
            ("1 2", "1 2\n", true),
            ("1 2", "1 2 3", false),
            ("[1.0, -2.5e3]", "[1.001, -2500]", true),
            ("x1 = 1", "x2 = 1", false),
            ("0.1", "0.11", true),
            ("nan", "nan", true),
            ("nan", "inf", false),
            ("a", "b", false),
        ] {
            assert_eq!(near.holds(claimed, printed), holds, "{claimed} {printed}");
        }
        assert_eq!(tokens("a=-1.5e-3;b2 .5 1e"), ["a=", "-1.5e-3", ";b2 ", ".5", " ", "1", "e"]);
    }

    #[test]
    fn one_line_ending_does_not_count() {
        let exact = Exactness::Letters;
        assert!(exact.holds("a", "a\n") && exact.holds("a\n", "a") && exact.holds("", "\n"));
        assert!(!exact.holds("a", "a\n\n") && !exact.holds("a", "a "));
        assert!(exact.holds("a\n", "a\n"));
    }

    #[test]
    fn lines_of_a_message_occur_in_their_order() {
        let message = "error[E1]: no\n  --> main.rs:1\n   |\n1 | x\n";
        assert!(Exactness::Letters.occurs("error[E1]: no\n1 | x", message));
        assert!(!Exactness::Letters.occurs("1 | x\nerror[E1]: no", message));
        assert!(!Exactness::Letters.occurs("error[E1]", message));
        assert!(Exactness::Gaps.occurs("error[E1]: [..]", message));
    }
}
