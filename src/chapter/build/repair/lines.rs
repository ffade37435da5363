//! The lines of a chapter that look like fences.

use std::ops::Range;

use super::super::info::trim;

/// A line with three or more fence characters at its start, or behind what containers put there.
#[derive(Clone, Debug)]
pub(super) struct FenceLine {
    /// The line without its ending.
    pub(super) line: Range<usize>,
    /// The fence characters.
    pub(super) marker: Range<usize>,
    /// What stands behind them, without the white space around it.
    pub(super) info: Range<usize>,
}

impl FenceLine {
    /// How many fence characters there are.
    pub(super) fn length(&self) -> usize {
        self.marker.len()
    }

    /// Whether nothing stands behind them, so that it may close a fence.
    pub(super) fn is_bare(&self) -> bool {
        self.info.is_empty()
    }

    /// What further lines need in front to stay in the containers of this one.
    pub(super) fn prefix(&self, text: &str) -> String {
        let before = text[self.line.start..self.marker.start].chars();
        before.map(|c| if ['>', '\t'].contains(&c) { c } else { ' ' }).collect()
    }
}

/// The lines of `text` that look like fences.
pub(super) fn fence_lines(text: &str) -> Vec<FenceLine> {
    lines(text).filter_map(|line| fence_line(text, line)).collect()
}

/// The lines of `text` without their endings.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

fn fence_line(text: &str, line: Range<usize>) -> Option<FenceLine> {
    let is_container = |c: char| " \t>-+*.):\u{feff}".contains(c) || c.is_ascii_digit();
    let rest = text[line.clone()].trim_start_matches(is_container);
    let ticks = ["[ ] ", "[x] ", "[X] "];
    let rest = ticks.iter().find_map(|tick| rest.strip_prefix(tick)).unwrap_or(rest);
    let character = rest.chars().next().filter(|c| ['~', '`'].contains(c))?;
    let start = line.end - rest.len();
    let length = rest.len() - rest.trim_start_matches(character).len();
    (length >= 3).then(|| FenceLine {
        info: trim(text, start + length..line.end),
        marker: start..start + length,
        line,
    })
}

/// Whether `line`, in whatever containers, is a heading that begins with `#`.
pub(super) fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches(['>', ' ', '\t']);
    let rest = words.trim_start_matches('#');
    (1..=6).contains(&(words.len() - rest.len())) && rest.starts_with([' ', '\t'])
}
