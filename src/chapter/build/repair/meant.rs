//! What an author meant with the fences of a chapter.
//!
//! CommonMark pairs fences by their lengths, so one wrong fence takes what follows for its own.
//! Here they are paired as people read them: a line of fence characters alone closes what was
//! opened last, a part ends where one begins that has no place in it, and where the lengths do not
//! say the same, that is a [`Slip`]. Whether it was one is for the parser to say.

use crate::chapter::kind::{Kind, PartKind, Side, Vocabulary, Word, first_word};
use crate::chapter::language::is_language;

use super::lines::{FenceLine, fence_lines, is_heading};

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
    /// The line that closed it before all of it was there.
    early: Option<usize>,
}

/// A slip with a fence; fences and lines are given by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// What closes the block has too few characters.
    ShortCloser(usize),
    /// What closes the block has so many that it closes the one around it.
    LongCloser(usize),
    /// The fence is not closed, and should be before this line, or at the end.
    Unclosed(usize, Option<usize>),
    /// The block is not longer than these fences in it, which could be shorter.
    LongInner(usize, Vec<usize>),
    /// The block is not longer than these fences in it, so it has to be.
    ShortOuter(usize, Vec<usize>),
    /// The line closes nothing.
    Stray(usize),
    /// The line closes the block before this part of it.
    ClosedEarly { block: usize, closer: usize, part: usize },
    /// A backtick stands behind the backticks that open the fence.
    Backtick(usize),
}

/// The last block that was closed.
struct Closed {
    block: usize,
    line: usize,
    /// What was open in it.
    popped: Vec<usize>,
}

/// How far a fence of code goes.
struct Extent {
    /// The line that closes it for the parser.
    closer: Option<usize>,
    /// The first line before that which opens a fence as long.
    rival: Option<usize>,
    /// The line at which it ends: that of its closing fence, or of that of a block around it.
    end: usize,
}

/// The fences of a text as they were meant.
pub(super) struct Meant<'t> {
    text: &'t str,
    vocabulary: &'t Vocabulary,
    pub(super) lines: Vec<FenceLine>,
    pub(super) fences: Vec<MeantFence>,
    pub(super) slips: Vec<Slip>,
    open: Vec<usize>,
    last: Option<Closed>,
}

impl<'t> Meant<'t> {
    /// Reads the fences of `text`.
    pub(super) fn read(text: &'t str, vocabulary: &'t Vocabulary) -> Self {
        let mut meant = Meant {
            text,
            vocabulary,
            lines: fence_lines(text),
            fences: Vec::new(),
            slips: Vec::new(),
            open: Vec::new(),
            last: None,
        };
        let mut at = 0;
        while at < meant.lines.len() {
            at = if meant.lines[at].is_bare() { meant.bare(at) } else { meant.opener(at) };
        }
        meant.finish();
        meant.measure();
        meant
    }

    /// The fence character of a line.
    pub(super) fn sign(&self, line: usize) -> u8 {
        self.text.as_bytes()[self.lines[line].marker.start]
    }

    /// The fence characters of a line, as its author wrote them.
    pub(super) fn marker(&self, line: usize) -> &'t str {
        &self.text[self.lines[line].marker.clone()]
    }

    fn info(&self, line: usize) -> &'t str {
        &self.text[self.lines[line].info.clone()]
    }

    /// The word that opens a fence.
    pub(super) fn word(&self, fence: usize) -> &'t str {
        first_word(self.info(self.fences[fence].opener))
    }

    fn kind_at(&self, line: usize) -> Option<Kind> {
        let open = self.open.iter();
        let ancestors: Vec<Kind> =
            open.filter_map(|&fence| self.fences[fence].kind.clone()).collect();
        match self.vocabulary.classify(self.info(line), &ancestors) {
            Word::Kind(kind) | Word::Near(kind) => Some(kind),
            Word::Other => None,
        }
    }

    fn push(&mut self, line: usize, kind: Option<Kind>) -> usize {
        self.fences.push(MeantFence {
            opener: line,
            closer: None,
            kind,
            parent: self.open.last().copied(),
            sign: self.sign(line),
            length: self.lines[line].length(),
            early: None,
        });
        self.fences.len() - 1
    }

    /// A line that opens a fence.
    fn opener(&mut self, line: usize) -> usize {
        let has_backtick = self.has_backtick(line);
        if has_backtick && self.info(line).contains(self.marker(line)) {
            // A code span at the start of a paragraph.
            return line + 1;
        }
        self.take_orphan(line);
        let Some(kind) = self.kind_at(line) else { return self.code(line) };
        let holds = |meant: &Self, fence: usize| {
            meant.fences[fence].kind.as_ref().is_some_and(|parent| kind.may_stand_in(parent))
        };
        if kind.homes().is_empty() {
            self.finish_early();
        } else if let Some(home) = self.open.iter().rposition(|&fence| holds(self, fence)) {
            self.pop_to(home + 1, Some(line));
        }
        let fence = self.push(line, Some(kind));
        self.slips.extend(has_backtick.then_some(Slip::Backtick(fence)));
        self.open.push(fence);
        self.last = None;
        line + 1
    }

    /// Takes the blocks from place `from` on off the open ones: they are never closed.
    fn pop_to(&mut self, from: usize, before: Option<usize>) -> Vec<usize> {
        let popped = self.open.split_off(from);
        self.slips.extend(popped.iter().rev().map(|&fence| Slip::Unclosed(fence, before)));
        popped
    }

    /// Opens the last block again, if the part at `line` belongs into it and else nowhere.
    fn take_orphan(&mut self, line: usize) {
        let part = Vocabulary::built_in(first_word(self.info(line)));
        let Some(part) = part.filter(|part| !part.homes().is_empty()) else { return };
        let Some(Closed { block, .. }) = self.last else { return };
        let holds = |&fence: &usize| {
            self.fences[fence].kind.as_ref().is_some_and(|kind| part.may_stand_in(kind))
        };
        let is_behind = self.open.last().copied() == self.fences[block].parent;
        if !is_behind || !holds(&block) || self.open.iter().any(holds) {
            return;
        }
        let is_lost = match self.fences[block].kind {
            _ if self.names_a_language(block) => false,
            Some(Kind::Predict) => part.side() == Side::Beginning && !self.has_answer(block),
            _ => part != Kind::Output,
        };
        if !self.take_back() {
            self.last = None;
            if is_lost {
                self.fences[block].early = self.fences[block].closer.take();
                self.open.push(block);
            }
        }
    }

    /// Whether all that follows the kind of a block is a language, so that its body is code.
    fn names_a_language(&self, block: usize) -> bool {
        let rest = &self.info(self.fences[block].opener)[self.word(block).len()..];
        is_language(rest.trim())
    }

    /// Whether the answer of a question has begun.
    fn has_answer(&self, block: usize) -> bool {
        let begins = |kind: &Kind| kind.side() == Side::Beginning;
        self.children(block).any(|child| child.kind.as_ref().is_some_and(begins))
    }

    /// Takes it back that the last block was closed, where its closing fence fits another better.
    fn take_back(&mut self) -> bool {
        let Some(Closed { block, line, ref popped }) = self.last else { return false };
        let short = self.slips.iter().position(|slip| *slip == Slip::ShortCloser(block));
        let slip = match (popped.as_slice(), short) {
            (&[inner], None) => {
                self.slips
                    .retain(|slip| !matches!(slip, Slip::Unclosed(fence, _) if *fence == inner));
                self.fences[inner].closer = Some(line);
                Slip::LongCloser(inner)
            }
            ([], Some(at)) => {
                self.slips.remove(at);
                Slip::Stray(line)
            }
            _ => return false,
        };
        self.slips.push(slip);
        self.fences[block].closer = None;
        self.open.push(block);
        self.last = None;
        true
    }

    /// A line of fence characters alone.
    fn bare(&mut self, line: usize) -> usize {
        let (sign, length) = (self.sign(line), self.lines[line].length());
        let is_exact = |meant: &Self, fence: usize| {
            meant.sign(meant.fences[fence].opener) == sign && meant.fences[fence].length == length
        };
        let exact = self.open.iter().rposition(|&fence| is_exact(self, fence));
        let is_like = |fence: &usize| self.sign(self.fences[*fence].opener) == sign;
        let place = exact.or_else(|| self.open.iter().rposition(is_like));
        let fits_last = self.last.as_ref().is_some_and(|last| is_exact(self, last.block));
        if exact.is_none() && fits_last && self.take_back() {
            return self.bare(line);
        }
        let Some(place) = place else { return self.code(line) };
        let popped = self.pop_to(place + 1, Some(line));
        let block = self.open.pop().expect("the place is in the open blocks");
        if let Some(early) = self.fences[block].early.take() {
            self.slips.push(Slip::Stray(early));
        }
        self.fences[block].closer = Some(line);
        if length < self.fences[block].length {
            self.slips.push(Slip::ShortCloser(block));
        }
        self.last = Some(Closed { block, line, popped });
        line + 1
    }

    /// A fence of code, which holds no blocks: the number of the line behind it.
    fn code(&mut self, line: usize) -> usize {
        let Extent { closer, rival, end } = self.extent(line);
        if let (Some(closer), None) = (closer, rival) {
            let fence = self.push(line, None);
            self.fences[fence].closer = Some(closer);
            self.slips.extend(self.has_backtick(line).then_some(Slip::Backtick(fence)));
            return closer + 1;
        }
        let swallowed = (line + 1..rival.unwrap_or(end)).find(|&at| self.kind_at(at).is_some());
        let first = swallowed.or(rival);
        if self.open.is_empty() && self.is_none_of_ours(line, first) {
            return closer.map_or(end, |closer| closer + 1);
        }
        if self.is_second_closer(line) {
            self.slips.push(Slip::Stray(line));
            return line + 1;
        }
        let fence = self.push(line, None);
        let end = first.unwrap_or(end);
        self.slips.push(Slip::Unclosed(fence, (end < self.lines.len()).then_some(end)));
        end
    }

    /// How far the code goes that `line` opens.
    fn extent(&self, line: usize) -> Extent {
        let (sign, length) = (self.sign(line), self.lines[line].length());
        let mut rival = None;
        for at in line + 1..self.lines.len() {
            let is_as_long = self.sign(at) == sign && self.lines[at].length() >= length;
            match self.lines[at].is_bare() {
                true if is_as_long => return Extent { closer: Some(at), rival, end: at },
                true if self.closes_a_block(at) => return Extent { closer: None, rival, end: at },
                false if is_as_long => rival = rival.or(Some(at)),
                _ => {}
            }
        }
        Extent { closer: None, rival, end: self.lines.len() }
    }

    /// Whether `line` closes one of the open blocks for the parser.
    fn closes_a_block(&self, line: usize) -> bool {
        let closes = |fence: &MeantFence| {
            self.sign(line) == self.sign(fence.opener) && self.lines[line].length() >= fence.length
        };
        self.open.iter().any(|&fence| closes(&self.fences[fence]))
    }

    fn has_backtick(&self, line: usize) -> bool {
        self.sign(line) == b'`' && self.info(line).contains('`')
    }

    /// Whether `line` looks like a closing fence, and what stands before it just closed something.
    fn is_second_closer(&self, line: usize) -> bool {
        let is_like =
            |before: usize| self.lines[before].is_bare() && self.sign(before) == self.sign(line);
        self.lines[line].is_bare() && line.checked_sub(1).is_some_and(is_like)
    }

    /// Whether an open fence outside of all blocks, which takes `swallowed` for code, has nothing
    /// to do with any block.
    fn is_none_of_ours(&self, line: usize, swallowed: Option<usize>) -> bool {
        let is_block = swallowed.is_some_and(|at| self.kind_at(at).is_some());
        let is_behind = self.last.is_some() && self.is_second_closer(line);
        !is_block && !is_behind
    }

    fn children(&self, block: usize) -> impl Iterator<Item = &MeantFence> {
        self.fences[block..].iter().filter(move |fence| fence.parent == Some(block))
    }

    /// Ends blocks that were closed before all of their parts were there.
    fn finish_early(&mut self) {
        while let Some(&block) = self.open.last() {
            let Some(closer) = self.fences[block].early else { break };
            let part = self
                .fences
                .iter()
                .position(|fence| fence.parent == Some(block) && fence.opener > closer);
            let Some(part) = part else { break };
            self.slips.push(Slip::ClosedEarly { block, closer, part });
            self.open.pop();
        }
    }

    /// At the end of the text: what is open still is never closed.
    fn finish(&mut self) {
        while !self.open.is_empty() {
            self.finish_early();
            let Some(block) = self.open.pop() else { break };
            let own = &self.fences[block];
            let is_as_long = |fence: &MeantFence| {
                self.sign(fence.opener) == self.sign(own.opener) && fence.length >= own.length
            };
            let is_sibling = |fence: &MeantFence| {
                fence.parent == Some(block)
                    && fence.kind.as_ref().is_some_and(|kind| kind.homes().is_empty())
                    && (is_as_long(fence) || self.is_behind_heading(fence.opener))
            };
            let sibling = self.fences.iter().position(is_sibling);
            let parent = own.parent;
            if let Some(first) = sibling {
                let behind = self.fences[first..].iter_mut();
                behind.filter(|fence| fence.parent == Some(block)).for_each(|f| f.parent = parent);
            }
            let before = sibling.map(|sibling| self.fences[sibling].opener);
            self.slips.push(Slip::Unclosed(block, before));
        }
        for slip in &mut self.slips {
            if let Slip::Unclosed(fence, before) = slip
                && self.fences[*fence].kind == Some(Kind::Part(PartKind::Setup))
            {
                // What follows the situation is the program, which is no part of it.
                let next = self.fences[*fence].opener + 1;
                *before = (next < self.lines.len()).then_some(next);
            }
        }
    }

    /// Whether a heading stands between the line and the one before it that looks like a fence.
    fn is_behind_heading(&self, line: usize) -> bool {
        let start = line.checked_sub(1).map_or(0, |before| self.lines[before].line.end);
        let between = &self.text[start..self.lines[line].line.start];
        between.lines().any(is_heading)
    }

    /// Compares the length of each block with those of the fences in it.
    fn measure(&mut self) {
        for slip in &self.slips {
            let Slip::Backtick(fence) = *slip else { continue };
            let fence = &mut self.fences[fence];
            let is_outer = fence.kind.is_some() && fence.parent.is_none();
            fence.sign = b'~';
            fence.length = if is_outer { fence.length.max(4) } else { 3 };
        }
        for block in (0..self.fences.len()).rev() {
            let own = &self.fences[block];
            let inner = self.as_long_in(block, own.length);
            if inner.is_empty() || own.kind.is_none() {
                continue;
            }
            match *inner {
                [only] if self.may_be_shorter(only, own.length) => {
                    self.fences[only].length = self.longest_in(only) + 1;
                    self.slips.push(Slip::LongInner(block, inner));
                }
                _ => {
                    self.fences[block].length = self.longest_in(block) + 1;
                    self.slips.push(Slip::ShortOuter(block, inner));
                }
            }
        }
    }

    /// The fences directly in `block` with its sign that have `length` characters or more.
    fn as_long_in(&self, block: usize, length: usize) -> Vec<usize> {
        let is_as_long = |fence: &usize| {
            let fence = &self.fences[*fence];
            let is_inside = fence.parent == Some(block) && fence.sign == self.fences[block].sign;
            is_inside && fence.length >= length
        };
        (block + 1..self.fences.len()).filter(is_as_long).collect()
    }

    /// The length of the longest fence directly in `block` with its sign; 2 where there is none.
    fn longest_in(&self, block: usize) -> usize {
        let inside = self.as_long_in(block, 0).into_iter();
        inside.map(|fence| self.fences[fence].length).max().unwrap_or(2)
    }

    /// Whether the block `inner` can be made shorter than `length`, with what is in it.
    fn may_be_shorter(&self, inner: usize, length: usize) -> bool {
        let fence = &self.fences[inner];
        let is_as_written = fence.length == self.lines[fence.opener].length();
        fence.kind.is_some() && is_as_written && self.longest_in(inner) + 1 < length
    }
}
