//! Code among the fences of a chapter: how far it goes, and what else its first line may have been.

use crate::chapter::kind::Kind;

use super::lines::{EndedBy, Extent, FenceLine, extent};
use super::meant::Slip;
use super::pairing::Pairing;

impl Pairing<'_> {
    /// How far the code goes that a line opens.
    pub(super) fn extent(&self, line: usize) -> Extent {
        let around: Vec<usize> = self.open.iter().map(|&fence| self.fences[fence].opener).collect();
        extent(&self.lines, line, &around)
    }

    /// Code with a closing fence: the number of the line behind it.
    pub(super) fn closed_code(
        &mut self,
        line: usize,
        kind: Option<Kind>,
        extent: &Extent,
    ) -> usize {
        let end = extent.end;
        let fence = self.push(line, kind);
        self.fences[fence].closer = Some(end);
        if let EndedBy::CloserBehind(text) = extent.by {
            self.texts.extend(self.open.last().map(|&block| (block, text)));
        }
        let has_backtick = self.lines[line].has_backtick();
        self.slips.extend(has_backtick.then_some(Slip::Backtick(fence)));
        self.slips.extend(self.has_trail(end).then_some(Slip::Trailing(fence)));
        end + 1
    }

    /// A fence of code, in which no blocks are: the number of the line behind it.
    pub(super) fn code(&mut self, line: usize) -> usize {
        let extent = self.extent(line);
        if extent.is_sure() {
            return self.closed_code(line, None, &extent);
        }
        let Extent { end, by, rival } = extent;
        if by == EndedBy::Container && rival.is_none() {
            return self.contained_code(line, end);
        }
        let behind = end + usize::from(by == EndedBy::Closer);
        if let Some(slip) = self.headless(line) {
            self.slips.push(slip);
            return line + 1;
        }
        let is_block = |at: &usize| self.kind_at(*at).is_some();
        let first = (line + 1..rival.unwrap_or(end)).find(is_block).or(rival);
        let is_stray = self.is_second_closer(line);
        let is_ours = !self.open.is_empty()
            || first.as_ref().is_some_and(is_block)
            || (is_stray && self.last.is_some());
        if !is_ours {
            return behind;
        }
        if is_stray {
            self.slips.push(Slip::Stray(line));
            return line + 1;
        }
        let fence = self.push(line, None);
        self.leave_open(fence, first.unwrap_or(end));
        first.unwrap_or(end)
    }

    /// Code that ends with the quote or the item that it stands in: the number of the line behind.
    ///
    /// Where it is read as a part of something else, as what stands under a choice is, that is a
    /// slip.
    fn contained_code(&mut self, line: usize, end: usize) -> usize {
        if !self.open.is_empty() {
            let fence = self.push(line, None);
            self.leave_open(fence, end);
        }
        end
    }

    /// The slip of a line of tildes alone behind parts that stand in no block, where none is open.
    fn headless(&mut self, line: usize) -> Option<Slip> {
        let own = &self.lines[line];
        let is_closer = own.is_bare() && own.sign() == b'~' && self.open.is_empty();
        let part = self.orphan.take_if(|_| is_closer)?;
        Some(Slip::Headless { part, closer: line })
    }

    /// Whether `line` looks like a closing fence: what stands before it just closed something, or
    /// there is text above it and none below.
    fn is_second_closer(&self, line: usize) -> bool {
        let own = &self.lines[line];
        let before = line.checked_sub(1).map(|before| &self.lines[before]);
        let is_second = before.is_some_and(|before| before.is_bare() && before.is_like(own));
        own.is_bare() && (is_second || own.is_below_text())
    }

    /// Whether `line` and the next one look like the fences around some code.
    pub(super) fn is_code_pair(&self, line: usize) -> bool {
        let (own, next) = (&self.lines[line], self.lines.get(line + 1));
        let is_closer =
            |next: &FenceLine<'_>| next.is_bare() && next.is_equal_to(own) && !next.is_above_text();
        own.is_bare() && own.is_above_text() && next.is_some_and(is_closer)
    }
}
