//! The fences of a chapter as their author meant them, and where they slipped.
//!
//! CommonMark pairs fences by their lengths, so one wrong fence takes what follows for its own.
//! People read them by these rules instead, and where the lengths do not say the same, that is a
//! [`Slip`]; whether it was one is for the parser to say.
//!
//! 1. A line of fence characters alone closes the block of just that length that was opened last,
//!    or else the last one with its character; what was opened in it since is never closed.
//! 2. What can close no block opens code, as does a line whose word is no kind. Code goes to the
//!    next line that is as long, unless another opens a fence as long before that.
//! 3. A part belongs into the last open block that may hold it; what was opened in that since is
//!    never closed.
//! 4. A part that no open block may hold, right behind a closed one that may, opens that again: its
//!    closing fence was meant for another, or came too early.
//! 5. What stays open ends where a block begins that is no part, behind a heading or with a fence
//!    as long; or else with the text.
//! 6. What stands behind the characters that close a fence is no part of that.
//! 7. Parts that stand in no block, and a line behind them that closes none, are a block whose
//!    first line is missing.
//! 8. A block has more characters than each fence in it.
//!
//! `pairing` has all but the last, which is in `lengths`.

use std::ops::Range;

use crate::chapter::kind::Kind;

use super::lines::FenceLine;

/// A fence as it was meant.
#[derive(Debug)]
pub(super) struct MeantFence {
    /// The number of the line that opens it.
    pub(super) opener: usize,
    /// The number of the line that closes it.
    pub(super) closer: Option<usize>,
    /// The kind of block that it is; nothing for code.
    pub(super) kind: Option<Kind>,
    /// The number of the block around it.
    pub(super) parent: Option<usize>,
    /// The character that it should be made of.
    pub(super) sign: u8,
    /// How many of them it should have.
    pub(super) length: usize,
    /// Whether the block around it has to be longer as well for the sake of this one alone.
    pub(super) lengthens_parent: bool,
}

impl MeantFence {
    /// Whether its lines are code.
    pub(super) fn is_code(&self) -> bool {
        matches!(self.kind, None | Some(Kind::Output))
    }

    /// The fence characters that it should have.
    pub(super) fn wanted(&self) -> String {
        char::from(self.sign).to_string().repeat(self.length)
    }
}

/// A slip with a fence; fences and lines are given by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// What closes the block has too few characters.
    ShortCloser(usize),
    /// What closes the block has so many that it closes the one around it.
    LongCloser(usize),
    /// The fence is not closed, and should be before this line, or at the end if there is none.
    Unclosed(usize, usize),
    /// The block is not longer than the only fence in it that is as long, which could be shorter.
    LongInner { block: usize, inner: usize },
    /// The block is not longer than this code in it, which backticks do for as well.
    TildeInner { block: usize, inner: usize },
    /// The block is not longer than this line of the code in it.
    TextCloses { block: usize, line: usize },
    /// The block is not longer than fences in it, of which this is the first, so it has to be.
    ShortOuter { block: usize, inner: usize },
    /// The line closes nothing.
    Stray(usize),
    /// What closes the fence has something behind it.
    Trailing(usize),
    /// The line would close a block that nothing opens, in which the line `part` opens a part.
    Headless { part: usize, closer: usize },
    /// The line closes the block before this part of it.
    ClosedEarly { block: usize, closer: usize, part: usize },
    /// A backtick stands behind the backticks that open the fence.
    Backtick(usize),
}

/// The fences of a text as they were meant.
pub(super) struct Meant<'t> {
    pub(super) lines: Vec<FenceLine<'t>>,
    pub(super) fences: Vec<MeantFence>,
    pub(super) slips: Vec<Slip>,
    /// The lines of code that look like the closing fence of a block around it, with that block.
    pub(super) texts: Vec<(usize, usize)>,
}

impl<'t> Meant<'t> {
    /// The line that opens a fence.
    pub(super) fn opener(&self, fence: usize) -> &FenceLine<'t> {
        &self.lines[self.fences[fence].opener]
    }

    /// The line that closes a fence.
    pub(super) fn closer(&self, fence: usize) -> Option<&FenceLine<'t>> {
        self.fences[fence].closer.map(|line| &self.lines[line])
    }

    /// `block`, and the blocks around it that have to be longer for its sake.
    pub(super) fn lengthened(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(block), |&fence| {
            self.fences[fence].parent.filter(|_| self.fences[fence].lengthens_parent)
        })
    }

    /// Whether `fence` is `block`, or stands in it, however deep.
    fn is_in(&self, fence: usize, block: usize) -> bool {
        let parent = self.fences[fence].parent;
        fence == block || parent.is_some_and(|parent| self.is_in(parent, block))
    }

    /// The ranges of the code in `block` that is closed, in order.
    pub(super) fn code_in_block(&self, block: usize) -> Vec<Range<usize>> {
        let inside = (block + 1..self.fences.len()).filter(|&fence| self.is_in(fence, block));
        let code = inside.filter(|&fence| self.fences[fence].is_code());
        let range = |fence| {
            let end = self.closer(fence)?.line.end;
            Some(self.opener(fence).line.start..end)
        };
        code.filter_map(range).collect()
    }

    /// The last line before that number of a part in `block`, or of its own opening fence.
    pub(super) fn last_part_in(&self, block: usize, before: usize) -> usize {
        let inside = (block + 1..self.fences.len()).filter(|&fence| self.is_in(fence, block));
        let parts = inside.map(|fence| &self.fences[fence]).filter(|fence| {
            fence.kind.as_ref().is_some_and(Kind::is_part) && fence.opener < before
        });
        let ends = parts.map(|part| part.closer.unwrap_or(part.opener));
        ends.max().unwrap_or(self.fences[block].opener)
    }

    /// The last line of a fence or of one in it.
    pub(super) fn last_line_in(&self, block: usize) -> usize {
        let inside = (block..self.fences.len()).filter(|&fence| self.is_in(fence, block));
        let ends = inside.map(|at| self.fences[at].closer.unwrap_or(self.fences[at].opener));
        ends.max().unwrap_or(self.fences[block].opener)
    }
}
