//! A text as lines, each of which keeps the ending that it has.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The line ending of `text`: that of its first line.
pub(super) fn ending(text: &str) -> &'static str {
    let is_long = text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    if is_long { "\r\n" } else { "\n" }
}

/// `text` with `line` at its end, after an empty one.
pub(super) fn with_last(text: &str, line: &str) -> String {
    let ending = ending(text);
    match text {
        "" => format!("{line}\n"),
        _ if text.ends_with('\n') => format!("{text}{ending}{line}{ending}"),
        _ => format!("{text}{ending}{ending}{line}"),
    }
}

/// `text` with `line` at its end. Where its last line has no ending, the new one has none either.
pub(super) fn appended(text: &str, line: &str) -> String {
    let ending = ending(text);
    match text {
        "" => line.to_owned(),
        _ if text.ends_with('\n') => format!("{text}{line}{ending}"),
        _ => format!("{text}{ending}{line}"),
    }
}

/// `text` without the lines that `range` stands in.
pub(super) fn without(text: &str, range: Range<usize>) -> String {
    let range = whole_lines(text, range);
    let rest = [&text[..range.start], &text[range.end..]].concat();
    // A text without a line ending at its end is to have none there.
    let is_open = range.end == text.len() && !text.ends_with('\n');
    if is_open { unended(&rest).to_owned() } else { rest }
}

/// The same, and without one empty line before them.
pub(super) fn without_block(text: &str, range: Range<usize>) -> String {
    let start = whole_lines(text, range.clone()).start;
    let above = unended(&text[..start]);
    let is_apart = start > 0 && (above.is_empty() || above.ends_with('\n'));
    without(text, if is_apart { above.len()..range.end } else { range })
}

fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    start..end
}

/// `text` without the line ending at its end.
pub(super) fn unended(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// `edited`, with the lines that it shares with `text` as they are there, and with its endings.
pub(super) fn merged(text: &str, edited: &str) -> String {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let bare: Vec<&str> = old.iter().map(|line| unended(line)).collect();
    let new: Vec<&str> = edited.lines().collect();
    let ending = ending(text);
    let mut merged = String::new();
    for op in capture_diff_slices(Algorithm::Myers, &bare, &new) {
        if let DiffOp::Equal { old_index, len, .. } = op {
            for line in &old[old_index..old_index + len] {
                merged.push_str(line);
                merged.push_str(if line.ends_with('\n') { "" } else { ending });
            }
        } else {
            for line in &new[op.new_range()] {
                merged.push_str(line);
                merged.push_str(ending);
            }
        }
    }
    if text.ends_with('\n') { merged } else { unended(&merged).to_owned() }
}
