//! A slip with a fence as edits of the text, and as a mistake of its author.

use std::ops::Range;

use crate::chapter::outline::Source;
use crate::diagnostic::{Diagnostic, Fix, Safety, fences as mistakes};

use super::lines::{is_heading, lines};
use super::meant::{Meant, Slip};

/// Edits of the text that was read, in ascending order.
pub(super) type TextEdits = Vec<(Range<usize>, String)>;

impl Meant<'_> {
    /// The fence characters that a fence should have.
    fn wanted(&self, fence: usize) -> String {
        char::from(self.fences[fence].sign).to_string().repeat(self.fences[fence].length)
    }

    /// The edits that take a slip away.
    pub(super) fn edits(&self, text: &str, slip: &Slip) -> TextEdits {
        match slip {
            Slip::ShortCloser(fence) | Slip::LongCloser(fence) => self.closing(*fence),
            Slip::Unclosed(fence, before) => self.closer_before(text, *fence, *before),
            Slip::LongInner(_, inner) => inner.iter().flat_map(|&inner| self.both(inner)).collect(),
            Slip::ShortOuter(fence, _) | Slip::Backtick(fence) => self.both(*fence),
            Slip::Stray(line) => vec![(self.whole_line(text, *line), String::new())],
            Slip::ClosedEarly { block, closer, part } => {
                let removed = (self.whole_line(text, *closer), String::new());
                let last = self.last_line_in(*block).max(self.last_line_in(*part));
                let at = self.whole_line(text, last).end;
                vec![removed, (at..at, self.closing_line(text, *block, at))]
            }
        }
    }

    fn closing(&self, fence: usize) -> TextEdits {
        let closer = self.fences[fence].closer.iter();
        closer.map(|&line| (self.lines[line].marker.clone(), self.wanted(fence))).collect()
    }

    fn both(&self, fence: usize) -> TextEdits {
        let opener = self.lines[self.fences[fence].opener].marker.clone();
        let edits = std::iter::once((opener, self.wanted(fence)));
        edits.chain(self.closing(fence)).collect()
    }

    /// A line with its ending.
    fn whole_line(&self, text: &str, line: usize) -> Range<usize> {
        let Range { start, end } = self.lines[line].line;
        start..text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1)
    }

    /// The last line of a fence or of one in it.
    fn last_line_in(&self, fence: usize) -> usize {
        let is_inside = |other: &usize| {
            let mut parent = self.fences[*other].parent;
            while let Some(above) = parent.filter(|&above| above > fence) {
                parent = self.fences[above].parent;
            }
            *other == fence || parent == Some(fence)
        };
        let inside = (fence..self.fences.len()).filter(is_inside);
        let ends = inside.map(|at| self.fences[at].closer.unwrap_or(self.fences[at].opener));
        ends.max().unwrap_or(self.fences[fence].opener)
    }

    /// The line that closes a fence, as it is to stand at byte `at`.
    fn closing_line(&self, text: &str, fence: usize, at: usize) -> String {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let prefix = self.lines[self.fences[fence].opener].prefix(text);
        let line = format!("{prefix}{}{newline}", self.wanted(fence));
        if text[..at].ends_with('\n') { line } else { format!("{newline}{line}") }
    }

    /// The line that closes a fence where its text ends.
    fn closer_before(&self, text: &str, fence: usize, before: Option<usize>) -> TextEdits {
        let end = self.text_end(text, fence, before);
        let kept = text[..end].trim_end_matches(['>', ' ', '\t', '\r', '\n']).len();
        let at = text[kept..].find('\n').map_or(text.len(), |newline| kept + newline + 1);
        vec![(at..at, self.closing_line(text, fence, at))]
    }

    /// Where a line starts that is not in the fence any more: `before`, a heading, or what follows
    /// the containers around it.
    fn text_end(&self, text: &str, fence: usize, before: Option<usize>) -> usize {
        let limit = before.map_or(text.len(), |line| self.lines[line].line.start);
        let opener = &self.lines[self.fences[fence].opener];
        let last = Some(self.last_line_in(fence)).filter(|last| before.is_none_or(|to| *last < to));
        let last = last.map_or(opener.line.start, |last| self.lines[last].line.start);
        let prefix = opener.prefix(text);
        let ends = |line: &Range<usize>| {
            let is_code = self.fences[fence].kind.is_none();
            let line_text = &text[line.clone()];
            let is_blank = line_text.trim_start_matches(['>', ' ', '\t']).is_empty();
            (!is_code && line.start > last && is_heading(line_text))
                || (!is_blank && !line_text.starts_with(&prefix))
        };
        let inside = lines(text).filter(|line| line.start > opener.line.start);
        let mut inside = inside.take_while(|line| line.start < limit);
        inside.find(ends).map_or(limit, |line| line.start)
    }

    /// What is to be said of a slip, with the edits that take it away as its fix.
    pub(super) fn mistake(&self, source: &Source<'_>, slip: &Slip) -> Diagnostic {
        let edits = self.edits(&source.text, slip).into_iter();
        let edits = edits.map(|(range, text)| (source.span(range), text)).collect();
        self.said(source, slip).with_fix(Fix { edits, safety: Safety::Unsafe })
    }

    fn said(&self, source: &Source<'_>, slip: &Slip) -> Diagnostic {
        let line = |line: usize| {
            let line = &self.lines[line];
            source.span(line.marker.start..line.info.end.max(line.marker.end))
        };
        let opener = |fence: usize| line(self.fences[fence].opener);
        let closer = |fence: usize| self.fences[fence].closer.map(line);
        let marker = |fence: usize| self.marker(self.fences[fence].opener);
        match *slip {
            Slip::ShortCloser(fence) => {
                let place = closer(fence).unwrap_or_else(|| opener(fence));
                mistakes::closing_too_short(
                    place,
                    opener(fence),
                    self.word(fence),
                    marker(fence),
                    &self.wanted(fence),
                )
            }
            Slip::LongCloser(fence) => {
                let place = closer(fence).unwrap_or_else(|| opener(fence));
                let around = self.fences[fence].parent.unwrap_or(fence);
                let (word, outer) = (self.word(fence), self.word(around));
                let outer = (opener(around), outer);
                mistakes::closing_too_long(place, opener(fence), word, outer, &self.wanted(fence))
            }
            Slip::Unclosed(fence, before) => {
                let end = self.text_end(&source.text, fence, before);
                let before = (end < source.text.len()).then(|| source.line_span(end));
                let wanted = self.wanted(fence);
                let word = self.word(fence);
                let fence = &self.fences[fence];
                match (&fence.kind, fence.parent) {
                    (Some(_), _) => {
                        mistakes::unclosed_block(line(fence.opener), word, before, &wanted)
                    }
                    (None, Some(_)) => mistakes::unclosed_code(line(fence.opener), before, &wanted),
                    (None, None) => mistakes::swallowed_block(line(fence.opener), before, &wanted),
                }
            }
            Slip::LongInner(block, ref inner) => {
                let inner = inner[0];
                let outer = (opener(block), self.word(block), marker(block));
                let longer = char::from(self.fences[block].sign).to_string();
                let longer = longer.repeat(self.lines[self.fences[inner].opener].length() + 1);
                let inner = (opener(inner), self.word(inner), self.wanted(inner), closer(inner));
                mistakes::inner_too_long(inner, outer, &longer)
            }
            Slip::ShortOuter(block, ref inner) => {
                let outer = (opener(block), self.word(block), self.wanted(block), closer(block));
                mistakes::outer_too_short(opener(inner[0]), outer, marker(block))
            }
            Slip::Stray(at) => mistakes::stray_fence(line(at)),
            Slip::ClosedEarly { block, closer, part } => mistakes::closed_early(
                line(closer),
                self.word(block),
                opener(part),
                self.word(part),
            ),
            Slip::Backtick(fence) => mistakes::backtick_in_info(
                opener(fence),
                self.word(fence),
                self.fences[fence].kind.is_some(),
                &self.wanted(fence),
                closer(fence),
            ),
        }
    }
}
