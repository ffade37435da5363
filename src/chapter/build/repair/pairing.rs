//! Fences paired as people read them: the rules 1 to 5 of `meant`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::chapter::kind::{Kind, PartKind, Side, Vocabulary, Word};
use crate::chapter::language::is_language;
use crate::chapter::outline::raw_html;

use super::lines::{FenceLine, is_heading};
use super::meant::{Meant, MeantFence, Slip};

/// Fences that are paired, line for line.
pub(super) struct Pairing<'t> {
    text: &'t str,
    vocabulary: &'t Vocabulary,
    pub(super) lines: Vec<FenceLine<'t>>,
    pub(super) fences: Vec<MeantFence>,
    pub(super) slips: Vec<Slip>,
    /// The numbers of the blocks that are open, the outermost first.
    pub(super) open: Vec<usize>,
    /// The block that was closed last, if no other was opened since.
    pub(super) last: Option<Closed>,
    /// The lines that closed blocks before all of their parts were there, by block.
    early: BTreeMap<usize, usize>,
    /// The first line since the last block that opens a part in no block.
    pub(super) orphan: Option<usize>,
    /// The lines of code that look like the closing fence of a block around it, with that block.
    pub(super) texts: Vec<(usize, usize)>,
    /// Comments and their like.
    html: Vec<Range<usize>>,
}

/// A block that was closed.
pub(super) struct Closed {
    block: usize,
    /// The number of the line that closed it.
    line: usize,
    /// What was open in it.
    popped: Vec<usize>,
}

impl<'t> Pairing<'t> {
    /// The fences of `text`, as long as they are written.
    pub(super) fn of(
        text: &'t str,
        lines: Vec<FenceLine<'t>>,
        vocabulary: &'t Vocabulary,
    ) -> Meant<'t> {
        let mut pairing = Pairing {
            text,
            vocabulary,
            lines,
            fences: Vec::new(),
            slips: Vec::new(),
            open: Vec::new(),
            last: None,
            early: BTreeMap::new(),
            orphan: None,
            texts: Vec::new(),
            html: raw_html(text),
        };
        let mut at = 0;
        while at < pairing.lines.len() {
            if let Some(behind) = pairing.behind_html(at) {
                at = behind;
                continue;
            }
            let closes = pairing.lines[at].is_bare() || pairing.closes_with_words(at);
            at = if closes { pairing.bare(at) } else { pairing.opening(at) };
        }
        pairing.finish();
        let Pairing { lines, fences, slips, texts, .. } = pairing;
        Meant { lines, fences, slips, texts }
    }

    /// The line that opens a fence.
    fn opener(&self, fence: usize) -> &FenceLine<'t> {
        &self.lines[self.fences[fence].opener]
    }

    /// The line behind the comment that a line stands in; nothing where that begins in code before.
    fn behind_html(&self, line: usize) -> Option<usize> {
        let place = self.lines[line].line.start;
        let last = self.html.partition_point(|html| html.start <= place).checked_sub(1)?;
        let html = self.html.get(last).filter(|html| html.contains(&place))?;
        let before = line.checked_sub(1).map_or(0, |before| self.lines[before].line.end);
        let is_inside = |line: &FenceLine<'_>| line.line.start < html.end;
        (html.start >= before).then(|| self.lines.partition_point(is_inside))
    }

    /// The kind of block that a line would open.
    pub(super) fn kind_at(&self, line: usize) -> Option<Kind> {
        let around = self.open.iter().filter_map(|&fence| self.fences[fence].kind.clone());
        match self.vocabulary.classify(self.lines[line].info(), &around.collect::<Vec<_>>()) {
            Word::Kind(kind) | Word::Near(kind) => Some(kind),
            Word::Other => None,
        }
    }

    /// Whether a fence is a block in which `part` may stand.
    fn may_hold(&self, fence: usize, part: &Kind) -> bool {
        self.fences[fence].kind.as_ref().is_some_and(|kind| part.may_stand_in(kind))
    }

    pub(super) fn push(&mut self, line: usize, kind: Option<Kind>) -> usize {
        self.fences.push(MeantFence {
            opener: line,
            closer: None,
            kind,
            parent: self.open.last().copied(),
            sign: self.lines[line].sign(),
            length: self.lines[line].length(),
            lengthens_parent: false,
        });
        self.fences.len() - 1
    }

    /// A line that opens a fence: the number of the line behind that.
    fn opening(&mut self, line: usize) -> usize {
        let fence_line = &self.lines[line];
        let has_backtick = fence_line.has_backtick();
        if has_backtick && fence_line.info().contains(fence_line.marker()) {
            // A code span at the start of a paragraph.
            return line + 1;
        }
        self.take_orphan(line);
        let Some(kind) = self.kind_at(line) else {
            self.note_orphan(line);
            return self.code(line);
        };
        self.orphan = None;
        if !kind.is_part() {
            self.finish_early();
        } else if let Some(home) = self.open.iter().rposition(|&open| self.may_hold(open, &kind)) {
            self.leave_all_open(home + 1, line);
        }
        self.last = None;
        if kind == Kind::Output && !has_backtick {
            let extent = self.extent(line);
            if extent.is_sure() {
                return self.closed_code(line, Some(kind), &extent);
            }
        }
        let fence = self.push(line, Some(kind));
        self.slips.extend(has_backtick.then_some(Slip::Backtick(fence)));
        self.open.push(fence);
        line + 1
    }

    /// A line of fence characters alone: the number of the line behind what it closes or opens.
    fn bare(&mut self, line: usize) -> usize {
        let own = &self.lines[line];
        let is_equal = |fence: usize| own.is_equal_to(self.opener(fence));
        let equal = self.open.iter().rposition(|&fence| is_equal(fence));
        let like = || self.open.iter().rposition(|&fence| own.is_like(self.opener(fence)));
        let place = equal.or_else(like);
        let fits_last = self.last.as_ref().is_some_and(|last| is_equal(last.block));
        if equal.is_none() && fits_last && self.take_back() {
            return self.bare(line);
        }
        let Some(place) = place.filter(|_| equal.is_some() || !self.is_code_pair(line)) else {
            return self.code(line);
        };
        let popped = self.leave_all_open(place + 1, line);
        let block = self.open.pop().expect("the place is in the open blocks");
        self.slips.extend(self.early.remove(&block).map(Slip::Stray));
        self.fences[block].closer = Some(line);
        if self.lines[line].length() < self.opener(block).length() {
            self.slips.push(Slip::ShortCloser(block));
        } else if self.has_trail(line) {
            self.slips.push(Slip::Trailing(block));
        }
        self.last = Some(Closed { block, line, popped });
        line + 1
    }

    /// Takes note of a line that opens a part in no block.
    fn note_orphan(&mut self, line: usize) {
        let part = Vocabulary::built_in(self.lines[line].word());
        if self.open.is_empty() && part.as_ref().is_some_and(Kind::is_part) {
            self.orphan.get_or_insert(line);
        }
    }

    /// Whether a line has something behind its fence characters that keeps it from closing a fence.
    pub(super) fn has_trail(&self, line: usize) -> bool {
        self.lines[line].has_tab() || !self.lines[line].is_bare()
    }

    /// Whether a line was to close an open block just as long, and says so in words: `~~~ end`,
    /// `~~~ hint` behind a `~~~hint`.
    fn closes_with_words(&self, line: usize) -> bool {
        let own = &self.lines[line];
        let Some(&block) =
            self.open.iter().rev().find(|&&fence| own.is_equal_to(self.opener(fence)))
        else {
            return false;
        };
        let opener = self.opener(block);
        let is_apart = own.behind().starts_with(char::is_whitespace)
            && !opener.behind().starts_with(char::is_whitespace);
        let names_it = own.info() == opener.word();
        let ends =
            ["end", "close"].contains(&own.word()) || own.info().starts_with(['/', '<', '#']);
        (is_apart && names_it) || ends
    }

    /// Says that a fence is never closed, and should be before a line.
    pub(super) fn leave_open(&mut self, fence: usize, before: usize) {
        let before = match self.fences[fence].kind {
            // What follows the situation is the program, which is no part of it.
            Some(Kind::Part(PartKind::Setup)) => self.fences[fence].opener + 1,
            _ => before,
        };
        self.slips.push(Slip::Unclosed(fence, before));
    }

    /// Takes the blocks from place `from` on off the open ones: they are never closed.
    fn leave_all_open(&mut self, from: usize, before: usize) -> Vec<usize> {
        let popped = self.open.split_off(from);
        popped.iter().rev().for_each(|&fence| self.leave_open(fence, before));
        popped
    }

    /// Opens the last block again, if the part at `line` belongs into it and else nowhere.
    fn take_orphan(&mut self, line: usize) {
        let part = Vocabulary::built_in(self.lines[line].word());
        let Some(part) = part.filter(Kind::is_part) else { return };
        let Some(&Closed { block, .. }) = self.last.as_ref() else { return };
        let is_behind = self.open.last().copied() == self.fences[block].parent;
        let has_home = self.open.iter().any(|&fence| self.may_hold(fence, &part));
        if !is_behind || has_home || !self.may_hold(block, &part) || self.take_back() {
            return;
        }
        self.last = None;
        if self.lacks(block, &part)
            && let Some(closer) = self.fences[block].closer.take()
        {
            self.early.insert(block, closer);
            self.open.push(block);
        }
    }

    /// Whether a block that is closed was to have `part` as well.
    fn lacks(&self, block: usize, part: &Kind) -> bool {
        match self.fences[block].kind {
            _ if self.names_a_language(block) => false,
            Some(Kind::Predict) => part.side() == Side::Beginning && !self.has_answer(block),
            _ => *part != Kind::Output,
        }
    }

    /// Whether all that follows the kind of a block is a language, so that its body is code.
    fn names_a_language(&self, block: usize) -> bool {
        let opener = self.opener(block);
        is_language(opener.info()[opener.word().len()..].trim())
    }

    /// Whether the answer of a question has begun.
    fn has_answer(&self, block: usize) -> bool {
        let mut children = self.fences[block..].iter().filter(|fence| fence.parent == Some(block));
        let begins = |kind: &Kind| kind.side() == Side::Beginning;
        children.any(|child| child.kind.as_ref().is_some_and(begins))
    }

    /// Takes it back that the last block was closed, where its closing fence fits another better:
    /// what was open in it, or nothing.
    fn take_back(&mut self) -> bool {
        let Some(Closed { block, line, popped }) = &self.last else { return false };
        let (block, line) = (*block, *line);
        let short = self.slips.iter().position(|slip| *slip == Slip::ShortCloser(block));
        let slip = match (popped.as_slice(), short) {
            (&[inner], None) => {
                let is_open = |slip: &Slip| matches!(slip, Slip::Unclosed(it, _) if *it == inner);
                self.slips.retain(|slip| !is_open(slip));
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

    /// Ends blocks that were closed before all of their parts were there.
    fn finish_early(&mut self) {
        while let Some(&block) = self.open.last() {
            let Some(&closer) = self.early.get(&block) else { break };
            let is_part = |fence: &MeantFence| fence.parent == Some(block) && fence.opener > closer;
            let Some(part) = self.fences.iter().position(is_part) else { break };
            self.slips.push(Slip::ClosedEarly { block, closer, part });
            self.open.pop();
        }
    }

    /// At the end of the text: what is open still is never closed.
    fn finish(&mut self) {
        loop {
            self.finish_early();
            let Some(block) = self.open.pop() else { break };
            let parent = self.fences[block].parent;
            let sibling = self.fences.iter().position(|fence| self.is_sibling(fence, block));
            let first = sibling.unwrap_or(self.fences.len());
            let before = self.fences.get(first).map_or(self.lines.len(), |fence| fence.opener);
            let behind = self.fences[first..].iter_mut();
            behind.filter(|fence| fence.parent == Some(block)).for_each(|f| f.parent = parent);
            self.leave_open(block, before);
        }
    }

    /// Whether `fence`, which was taken for one in `block`, rather comes behind it.
    fn is_sibling(&self, fence: &MeantFence, block: usize) -> bool {
        fence.parent == Some(block)
            && fence.kind.as_ref().is_some_and(|kind| !kind.is_part())
            && (self.lines[fence.opener].is_as_long_as(self.opener(block))
                || self.is_behind_heading(fence.opener))
    }

    /// Whether a heading stands between the line and the one before it that looks like a fence.
    fn is_behind_heading(&self, line: usize) -> bool {
        let start = line.checked_sub(1).map_or(0, |before| self.lines[before].line.end);
        let between = &self.text[start..self.lines[line].line.start];
        between.lines().any(is_heading)
    }
}
