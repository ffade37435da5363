//! Two texts as the lines in which they differ, with a sign for each character that cannot be seen.

use similar::{ChangeTag, TextDiff};

use crate::proof::without_last_newline;

/// The most lines of a difference that are shown.
const MOST_LINES: usize = 40;

/// How many equal lines are shown around those that differ.
const AROUND: usize = 2;

/// The most characters of a line that are shown.
const MOST_OF_A_LINE: usize = 200;

/// The lines in which `printed` differs from `claimed`: those that are only claimed behind `-`,
/// those that are printed instead behind `+`.
pub(super) fn difference(claimed: &str, printed: &str) -> String {
    let (claimed, printed) = (ended(claimed), ended(printed));
    let diff = TextDiff::from_lines(&claimed, &printed);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(AROUND) {
        if !lines.is_empty() {
            lines.push("  …".to_owned());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value().strip_suffix('\n').unwrap_or(change.value());
            lines.push(match change.tag() {
                ChangeTag::Equal => format!("  {}", cut(&controls_seen(line))),
                ChangeTag::Delete => format!("- {}", cut(&seen_alone(line))),
                ChangeTag::Insert => format!("+ {}", cut(&seen_alone(line))),
            });
        }
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.truncate(MOST_LINES);
        let word = if more == 1 { "line" } else { "lines" };
        lines.push(format!("  … and {more} more {word}"));
    }
    lines.join("\n")
}

/// `text` with a line ending at its end, unless it is empty: one there does not count.
fn ended(text: &str) -> String {
    let text = without_last_newline(text);
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// The last lines of `text`, and how many there are before them.
pub(super) fn tail(text: &str, most: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    let before = all.len().saturating_sub(most);
    let shown = all[before..].iter().map(|line| cut(&controls_seen(line)));
    let lines = if before == 1 { "line" } else { "lines" };
    let first = (before > 0).then(|| format!("… {before} {lines} before"));
    first.into_iter().chain(shown).collect::<Vec<_>>().join("\n")
}

/// The first lines of `text`, and how many there are behind them.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let all: Vec<&str> = without_last_newline(text).lines().collect();
    let more = all.len().saturating_sub(most);
    let shown = all.iter().take(most).map(|line| cut(&seen(line)));
    let lines = if more == 1 { "line" } else { "lines" };
    let last = (more > 0).then(|| format!("… and {more} more {lines}"));
    shown.chain(last).collect::<Vec<_>>().join("\n")
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(MOST_OF_A_LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// `line` like this, with a sign for nothing at all.
fn seen_alone(line: &str) -> String {
    if line.is_empty() { "␊".to_owned() } else { seen(line) }
}

/// `line` with a sign for each character that cannot be seen: blanks at its end, and what steers.
fn seen(line: &str) -> String {
    let text = line.trim_end_matches(' ');
    controls_seen(text) + &"·".repeat(line.len() - text.len())
}

fn controls_seen(line: &str) -> String {
    line.chars().fold(String::new(), |mut text, c| {
        match c {
            '\t' => text.push('→'),
            '\0'..='\x1f' => text.extend(char::from_u32(0x2400 + u32::from(c))),
            '\x7f' => text.push('\u{2421}'),
            '\u{a0}' => text.push('⍽'),
            _ if is_unseen(c) => text.push_str(&format!("<U+{:04X}>", u32::from(c))),
            _ => text.push(c),
        }
        text
    })
}

/// Whether `c` takes no room, or turns what stands around it.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{beginning, difference, tail};

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(difference("a\nb\n", "a\nb \n"), "  a\n- b\n+ b·");
        assert_eq!(difference("a\nb", "c\nb\n"), "- a\n+ c\n  b");
        assert_eq!(difference("a\n", "a\n\n"), "  a\n+ ␊");
        assert_eq!(difference("a\tb", "a b"), "- a→b\n+ a b");
        assert_eq!(difference("", "\u{1b}[1m\u{a0}\u{200b}"), "+ ␛[1m⍽<U+200B>");
        assert_eq!(difference("1\n2\n3\n4\n5", "1\n2\n3\n4\n6"), "  3\n  4\n- 5\n+ 6");
    }

    #[test]
    fn much_is_cut() {
        let long = "x\n".repeat(100);
        let shown = difference("", &long);
        assert!(shown.ends_with("+ x\n  … and 60 more lines"), "{shown}");
        assert_eq!(tail("1\n2\n3", 2), "… 1 line before\n2\n3");
        assert_eq!(tail("1\n2", 2), "1\n2");
        assert_eq!(beginning("1 \n2\n3\n", 2), "1·\n2\n… and 1 more line");
        assert_eq!(beginning("", 2), "");
    }
}
