//! A slip with a fence as edits of the text, and as a mistake of its author.

use std::ops::Range;

use crate::chapter::outline::{Source, line_ending};
use crate::diagnostic::fences::{self as mistakes, ToldFence};
use crate::diagnostic::{Diagnostic, Fix, Safety};

use super::lines::{FenceLine, is_blank, is_heading, lines, next_line};
use super::meant::{Meant, Slip};
use super::prose::prose_behind_code;
use super::shape::holds;

impl Slip {
    /// Whether its edits leave no doubt: where a fence ends that nothing closes is a guess, and so
    /// is what was meant by a line too many, by words behind a fence or by a part in no block.
    fn safety(self) -> Safety {
        match self {
            Slip::ShortCloser(_)
            | Slip::LongCloser(_)
            | Slip::LongInner { .. }
            | Slip::ShortOuter { .. }
            | Slip::TildeInner { .. }
            | Slip::TextCloses { .. }
            | Slip::Backtick(_) => Safety::Safe,
            Slip::Unclosed(..)
            | Slip::Stray(_)
            | Slip::Trailing(_)
            | Slip::Headless { .. }
            | Slip::ClosedEarly { .. } => Safety::Unsafe,
        }
    }
}

/// Edits of the text that was read, in ascending order.
pub(super) type TextEdits = Vec<(Range<usize>, String)>;

impl Meant<'_> {
    /// The edits of `text`, which was read, that take a slip away.
    pub(super) fn edits(&self, text: &str, slip: Slip) -> TextEdits {
        match slip {
            Slip::ShortCloser(fence) | Slip::LongCloser(fence) => self.closing(fence).collect(),
            Slip::Unclosed(fence, before) => self.closer_before(text, fence, before),
            Slip::LongInner { inner: fence, .. }
            | Slip::TildeInner { inner: fence, .. }
            | Slip::Backtick(fence) => self.rewritten(fence).collect(),
            Slip::ShortOuter { block, .. } | Slip::TextCloses { block, .. } => {
                let blocks = self.lengthened(block);
                let mut edits: TextEdits = blocks.flat_map(|it| self.rewritten(it)).collect();
                edits.sort_by_key(|(range, _)| range.start);
                edits
            }
            Slip::Stray(line) => vec![(self.lines[line].whole(), String::new())],
            Slip::Trailing(fence) => {
                let closer = self.closer(fence).into_iter();
                closer.map(|line| (line.marker.end..line.line.end, String::new())).collect()
            }
            Slip::Headless { part, closer } => {
                let (at, closer) = (self.start_of_block(text, part), &self.lines[closer]);
                let newline = line_ending(text);
                vec![(at..at, format!("{}predict{newline}", closer.marker()))]
            }
            Slip::ClosedEarly { block, closer, part } => {
                let removed = (self.lines[closer].whole(), String::new());
                let last = self.last_line_in(block).max(self.last_line_in(part));
                let at = self.lines[last].whole().end;
                vec![removed, (at..at, self.closing_line(text, block, at))]
            }
        }
    }

    /// The edits that make the fences of `fence` what they should be.
    fn rewritten(&self, fence: usize) -> impl Iterator<Item = (Range<usize>, String)> {
        let opener = (self.opener(fence).marker.clone(), self.fences[fence].wanted());
        std::iter::once(opener).chain(self.closing(fence))
    }

    /// The edit that makes the closing fence what it should be, if there is one.
    fn closing(&self, fence: usize) -> impl Iterator<Item = (Range<usize>, String)> {
        let closer = self.closer(fence).into_iter();
        closer.map(move |line| (line.marker.clone(), self.fences[fence].wanted()))
    }

    /// The line that closes a fence, as it is to stand at byte `at`.
    fn closing_line(&self, text: &str, fence: usize, at: usize) -> String {
        let newline = line_ending(text);
        let (prefix, wanted) = (self.opener(fence).prefix(), self.fences[fence].wanted());
        let line = format!("{prefix}{wanted}{newline}");
        if text[..at].ends_with('\n') { line } else { format!("{newline}{line}") }
    }

    /// The line that closes a fence where its text ends.
    fn closer_before(&self, text: &str, fence: usize, before: usize) -> TextEdits {
        let end = self.text_end(text, fence, before);
        let kept = text[..end].trim_end_matches(['>', ' ', '\t', '\r', '\n']).len();
        let at = next_line(text, kept);
        vec![(at..at, self.closing_line(text, fence, at))]
    }

    /// Where the block was to begin that the line number `part` opens a part of: above the code
    /// before it, if nothing but white space parts the two.
    fn start_of_block(&self, text: &str, part: usize) -> usize {
        let part = &self.lines[part];
        let before = self.fences.iter().rev().find(|fence| {
            let closer = fence.closer.map(|closer| &self.lines[closer]);
            closer.is_some_and(|closer| closer.line.end <= part.line.start)
        });
        let code = before.filter(|fence| fence.kind.is_none()).filter(|fence| {
            let end = fence.closer.map_or(0, |closer| self.lines[closer].line.end);
            text[end..part.line.start].trim().is_empty()
        });
        code.map_or(part.line.start, |code| self.lines[code.opener].line.start)
    }

    /// Where a line starts that is not in the fence any more: `before`, a heading, or what follows
    /// the containers around it.
    fn text_end(&self, text: &str, fence: usize, before: usize) -> usize {
        let limit = self.lines.get(before).map_or(text.len(), |line| line.line.start);
        let opener = self.opener(fence);
        let last = self.lines[self.last_part_in(fence, before)].line.start;
        let prefix = opener.prefix();
        let is_code = self.fences[fence].kind.is_none();
        let code = self.code_in_block(fence);
        let ends = |line: &Range<usize>| {
            let written = &text[line.clone()];
            let may_have_heading = !is_code && line.start > last && !holds(&code, line.start);
            (may_have_heading && is_heading(written))
                || (!is_blank(written) && !written.starts_with(&prefix))
        };
        let inside = || {
            let inside = lines(text).filter(|line| line.start > opener.line.start);
            inside.take_while(|line| line.start < limit)
        };
        let end = inside().find(ends).map_or(limit, |line| line.start);
        let prose = self.fences[fence].is_code().then(|| {
            prose_behind_code(text, inside().take_while(|line| line.start < end), &prefix)
        });
        prose.flatten().unwrap_or(end)
    }

    /// The range of `text` in which a fence was meant to have lines of code, if it was.
    pub(super) fn code_in(&self, text: &str, fence: usize) -> Option<Range<usize>> {
        let meant = &self.fences[fence];
        let before = self.slips.iter().find_map(|slip| match *slip {
            Slip::Unclosed(unclosed, before) if unclosed == fence => Some(before),
            _ => None,
        });
        let start = self.opener(fence).whole().end;
        let end = match (self.closer(fence), before) {
            (Some(closer), _) => closer.line.start,
            (None, Some(before)) => self.text_end(text, fence, before),
            (None, None) => start,
        };
        meant.is_code().then_some(start..end.max(start))
    }

    /// What is to be said of a slip, with the edits that take it away as its fix.
    pub(super) fn mistake(&self, source: &Source<'_>, slip: Slip) -> Diagnostic {
        let edits = self.edits(&source.text, slip).into_iter();
        let edits = edits.map(|(range, text)| (source.span(range), text)).collect();
        self.said(source, slip).with_fix(Fix { edits, safety: slip.safety() })
    }

    fn said(&self, source: &Source<'_>, slip: Slip) -> Diagnostic {
        let told = |fence: usize| self.told(source, fence);
        match slip {
            Slip::ShortCloser(fence) => mistakes::closing_too_short(told(fence)),
            Slip::LongCloser(fence) => {
                let around = self.fences[fence].parent.unwrap_or(fence);
                mistakes::closing_too_long(told(fence), told(around))
            }
            Slip::Unclosed(fence, before) => self.said_of_unclosed(source, fence, before),
            Slip::LongInner { block, inner } => {
                let own = &self.fences[block];
                let longer = char::from(own.sign).to_string();
                let longer = longer.repeat(self.opener(inner).length() + 1);
                mistakes::inner_too_long(told(inner), told(block), &longer)
            }
            Slip::TextCloses { block, line } => {
                let around: Vec<ToldFence<'_>> = self.lengthened(block).skip(1).map(told).collect();
                let line = source.span(self.lines[line].fence());
                mistakes::text_closes(line, told(block), &around)
            }
            Slip::TildeInner { block, inner } => {
                mistakes::inner_of_tildes(told(inner), told(block))
            }
            Slip::ShortOuter { block, inner } => {
                let around: Vec<ToldFence<'_>> = self.lengthened(block).skip(1).map(told).collect();
                mistakes::outer_too_short(told(inner), told(block), &around)
            }
            Slip::Stray(line) => mistakes::stray_fence(source.span(self.lines[line].fence())),
            Slip::Trailing(fence) => {
                let behind = self.closer(fence).map_or("", FenceLine::behind).trim();
                mistakes::closing_with_words(told(fence), behind)
            }
            Slip::Headless { part, closer } => {
                let (part, closer) = (&self.lines[part], &self.lines[closer]);
                let (place, marker) = (source.span(part.fence()), closer.marker());
                mistakes::headless(source.span(closer.fence()), marker, place, part.word())
            }
            Slip::ClosedEarly { block, closer, part } => {
                let closer = source.span(self.lines[closer].fence());
                mistakes::closed_early(closer, told(block), told(part))
            }
            Slip::Backtick(fence) if self.fences[fence].kind.is_some() => {
                mistakes::backtick_in_title(told(fence))
            }
            Slip::Backtick(fence) => mistakes::backtick_in_caption(told(fence)),
        }
    }

    fn said_of_unclosed(&self, source: &Source<'_>, fence: usize, before: usize) -> Diagnostic {
        let end = self.text_end(&source.text, fence, before);
        let before = (end < source.text.len()).then(|| source.line_span(end));
        let told = self.told(source, fence);
        match (&self.fences[fence].kind, self.fences[fence].parent) {
            (Some(_), _) => mistakes::unclosed_block(told.opener, told.word, before, &told.wanted),
            (None, Some(_)) => mistakes::unclosed_code(told.opener, before, &told.wanted),
            (None, None) => mistakes::swallowed_block(told.opener, before, &told.wanted),
        }
    }

    /// A fence as it is told of.
    fn told(&self, source: &Source<'_>, fence: usize) -> ToldFence<'_> {
        let span = |line: &FenceLine<'_>| source.span(line.fence());
        let opener = self.opener(fence);
        ToldFence {
            opener: span(opener),
            closer: self.closer(fence).map(span),
            word: opener.word(),
            marker: opener.marker(),
            wanted: self.fences[fence].wanted(),
        }
    }
}
