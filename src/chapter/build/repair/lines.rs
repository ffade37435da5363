//! The lines of a chapter that look like fences.

use std::ops::Range;

use crate::chapter::kind::first_word;
use crate::chapter::opening::is_of_container;

use super::super::info::trim;

/// A line with three or more fence characters at its start, or behind what containers put there.
#[derive(Clone, Debug)]
pub(super) struct FenceLine<'t> {
    /// The text that it is in.
    text: &'t str,
    /// The line without its ending.
    pub(super) line: Range<usize>,
    /// The fence characters.
    pub(super) marker: Range<usize>,
    /// What stands behind them, without the white space around it.
    info: Range<usize>,
}

impl<'t> FenceLine<'t> {
    /// The fence characters, as their author wrote them.
    pub(super) fn marker(&self) -> &'t str {
        &self.text[self.marker.clone()]
    }

    /// The character that they are.
    pub(super) fn sign(&self) -> u8 {
        self.text.as_bytes()[self.marker.start]
    }

    /// How many there are.
    pub(super) fn length(&self) -> usize {
        self.marker.len()
    }

    /// What stands behind them.
    pub(super) fn info(&self) -> &'t str {
        &self.text[self.info.clone()]
    }

    /// The first word of that.
    pub(super) fn word(&self) -> &'t str {
        first_word(self.info())
    }

    /// Whether nothing stands behind them, so that it may close a fence.
    pub(super) fn is_bare(&self) -> bool {
        self.info.is_empty()
    }

    /// Whether white space stands behind it that is no space: then it closes nothing.
    pub(super) fn has_tab(&self) -> bool {
        self.is_bare() && self.behind().contains(|c| c != ' ')
    }

    /// Whether text stands right above it, and none right below it: so a closing fence looks.
    pub(super) fn is_below_text(&self) -> bool {
        !self.is_behind_blank() && self.is_before_blank()
    }

    /// Whether text stands right below it, and none right above it: so an opening fence looks.
    pub(super) fn is_above_text(&self) -> bool {
        self.is_behind_blank() && !self.is_before_blank()
    }

    fn is_behind_blank(&self) -> bool {
        let above = self.text[..self.line.start].lines().next_back();
        above.is_none_or(is_blank)
    }

    fn is_before_blank(&self) -> bool {
        self.text[self.whole().end..].lines().next().is_none_or(is_blank)
    }

    /// Everything behind the fence characters.
    pub(super) fn behind(&self) -> &'t str {
        &self.text[self.marker.end..self.line.end]
    }

    /// Whether it opens nothing, because a backtick stands behind backticks.
    pub(super) fn has_backtick(&self) -> bool {
        self.sign() == b'`' && self.info().contains('`')
    }

    /// Whether it has the character of `other`, and so may have to do with it.
    pub(super) fn is_like(&self, other: &FenceLine<'_>) -> bool {
        self.sign() == other.sign()
    }

    /// Whether it would close a fence that `opener` opens, if nothing stands behind it.
    pub(super) fn is_as_long_as(&self, opener: &FenceLine<'_>) -> bool {
        self.is_like(opener) && self.length() >= opener.length()
    }

    /// Whether it has the same characters as `other`.
    pub(super) fn is_equal_to(&self, other: &FenceLine<'_>) -> bool {
        self.marker() == other.marker()
    }

    /// The range from the fence characters to the end of what stands behind them.
    pub(super) fn fence(&self) -> Range<usize> {
        self.marker.start..self.info.end.max(self.marker.end)
    }

    /// The line with its ending.
    pub(super) fn whole(&self) -> Range<usize> {
        self.line.start..next_line(self.text, self.line.end)
    }

    /// What stands before the fence characters.
    fn before(&self) -> &'t str {
        &self.text[self.line.start..self.marker.start]
    }

    /// What further lines need in front to stay in the containers of this one.
    pub(super) fn prefix(&self) -> String {
        let before = self.before().chars();
        before.map(|c| if ['>', '\t'].contains(&c) { c } else { ' ' }).collect()
    }
}

impl FenceLine<'_> {
    /// Where the first line starts that is not in the containers of this one any more; nothing
    /// where it stands in none.
    fn container_end(&self) -> Option<usize> {
        let prefix = self.prefix();
        let is_inside = |line: &str| line.trim().is_empty() || line.starts_with(&prefix);
        let mut at = self.whole().end;
        let mut behind = self.text[at..].split_inclusive('\n').map(|line| {
            at += line.len();
            (at - line.len(), line)
        });
        (!prefix.is_empty())
            .then(|| behind.find(|(_, line)| !is_inside(line)).map(|(start, _)| start))
            .flatten()
    }

    /// Whether `line`, which is not in the containers of this one, may close it nevertheless: both
    /// are but indented, and alike.
    fn may_be_closed_by(&self, line: &FenceLine<'_>) -> bool {
        line.is_bare() && self.before().trim().is_empty() && self.before() == line.before()
    }
}

/// The lines of `text` that look like fences.
pub(super) fn fence_lines(text: &str) -> Vec<FenceLine<'_>> {
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

/// The boxes that an item of a task list begins with.
pub(super) const TICKS: [&str; 3] = ["[ ] ", "[x] ", "[X] "];

/// Where the line behind that of byte `at` starts, or the text ends.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

fn fence_line(text: &str, line: Range<usize>) -> Option<FenceLine<'_>> {
    let is_before = |c: char| is_of_container(c) || c == '\u{feff}';
    let rest = text[line.clone()].trim_start_matches(is_before);
    let rest = TICKS.iter().find_map(|tick| rest.strip_prefix(tick)).unwrap_or(rest);
    let character = rest.chars().next().filter(|c| ['~', '`'].contains(c))?;
    let start = line.end - rest.len();
    let length = rest.len() - rest.trim_start_matches(character).len();
    (length >= 3).then(|| FenceLine {
        info: trim(text, start + length..line.end),
        marker: start..start + length,
        line,
        text,
    })
}

/// How far a fence of code goes.
pub(super) struct Extent {
    /// The line at which it ends: that of its closing fence, of that of a block around it, or the
    /// first one behind the containers of the code.
    pub(super) end: usize,
    /// What ends it.
    pub(super) by: EndedBy,
    /// The first line before that which opens a fence as long.
    pub(super) rival: Option<usize>,
}

impl Extent {
    /// Whether a fence closes it, and no other could be meant.
    pub(super) fn is_sure(&self) -> bool {
        let is_closed = matches!(self.by, EndedBy::Closer | EndedBy::CloserBehind(_));
        is_closed && self.rival.is_none()
    }
}

/// What ends code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndedBy {
    /// Its closing fence.
    Closer,
    /// Its closing fence, but a line before it, of this number, closes a block around it first.
    CloserBehind(usize),
    /// The end of the quote or the item that it stands in.
    Container,
    /// The closing fence of a block around it, or the end of the text.
    Nothing,
}

/// How far the code goes that the line number `opener` opens, in blocks that the lines number
/// `around` open.
pub(super) fn extent(lines: &[FenceLine<'_>], opener: usize, around: &[usize]) -> Extent {
    let own = &lines[opener];
    let container_end = own.container_end();
    let mut rival = None;
    for (at, line) in lines.iter().enumerate().skip(opener + 1) {
        if container_end.is_some_and(|end| line.line.start >= end) && !own.may_be_closed_by(line) {
            return Extent { end: at, by: EndedBy::Container, rival };
        }
        let is_as_long = line.is_as_long_as(own);
        let closes = |block: &&usize| line.is_as_long_as(&lines[**block]);
        if line.is_bare() && is_as_long {
            return Extent { end: at, by: EndedBy::Closer, rival };
        }
        let closed = around.iter().rev().find(closes).filter(|_| line.is_bare());
        if let Some(&block) = closed {
            return match closer_behind(lines, at, own, &lines[block]) {
                Some((end, true)) => Extent { end, by: EndedBy::CloserBehind(at), rival },
                Some((end, false)) => Extent { end, by: EndedBy::Closer, rival },
                None => Extent { end: at, by: EndedBy::Nothing, rival },
            };
        }
        rival = rival.or((is_as_long && !line.is_bare()).then_some(at));
    }
    let is_over = container_end.is_some_and(|end| end < own.text.trim_end().len());
    let by = if is_over { EndedBy::Container } else { EndedBy::Nothing };
    Extent { end: lines.len(), by, rival }
}

/// The line that closes the code that `own` opens, behind the line number `at`, which closes
/// `block` around it, and whether another line closes the block behind that.
///
/// Nothing but text of the code may stand between the two; and where no other line closes the
/// block, the code has a longer fence than most, which is there to show such lines.
fn closer_behind(
    lines: &[FenceLine<'_>],
    at: usize,
    own: &FenceLine<'_>,
    block: &FenceLine<'_>,
) -> Option<(usize, bool)> {
    let closes = |line: &FenceLine<'_>, fence| line.is_bare() && line.is_as_long_as(fence);
    let mut text = lines[at + 1..].iter().take_while(|line| line.is_bare());
    let closer = at + 1 + text.position(|line| closes(line, own))?;
    let mut behind = lines[closer + 1..].iter();
    let next = behind.find(|line| line.is_as_long_as(block));
    let is_closed = next.is_some_and(|next| closes(next, block));
    (is_closed || own.length() > 3).then_some((closer, is_closed))
}

/// Whether `line` has nothing but what containers put there.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim_start_matches(['>', ' ', '\t']).is_empty()
}

/// Whether `line`, in whatever containers, is a heading that begins with `#`.
pub(super) fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches(['>', ' ', '\t']);
    let rest = words.trim_start_matches('#');
    (1..=6).contains(&(words.len() - rest.len())) && rest.starts_with([' ', '\t'])
}
