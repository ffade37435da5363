//! The items of top-level task lists, collected while the parser's events go by.

use std::ops::Range;

/// An item of a top-level list.
#[derive(Debug, Default)]
pub(crate) struct Item {
    pub(crate) range: Range<usize>,
    /// The task marker: whether it is ticked, and its range.
    pub(crate) task: Option<(bool, Range<usize>)>,
    /// The range of the item's first text, empty where a block comes first.
    pub(crate) text: Range<usize>,
    /// The line breaks in that text, with the white space and backslash that belong to them.
    pub(crate) breaks: Vec<Range<usize>>,
    /// Where the blocks under the text begin, if there are any.
    pub(crate) nested: Option<usize>,
    /// The columns by which those are indented.
    pub(crate) indent: usize,
}

/// The items of the list that is being read.
#[derive(Debug, Default)]
pub(crate) struct Items {
    items: Vec<Item>,
    /// The depth at which the events of the last item stand.
    depth: usize,
}

impl Items {
    /// The offset at which the list starts, if one is being read.
    pub(crate) fn start(&self) -> Option<usize> {
        self.items.first().map(|item| item.range.start)
    }

    /// The items of the list, which is over.
    pub(crate) fn take(&mut self) -> Vec<Item> {
        std::mem::take(&mut self.items)
    }

    /// An item begins; its events stand at `depth` or deeper, and its blocks `indent` columns in.
    pub(crate) fn begin(&mut self, range: Range<usize>, depth: usize, indent: usize) {
        self.items.push(Item { range, indent, ..Item::default() });
        self.depth = depth;
    }

    /// The item that an event at `depth` stands in.
    fn open(&mut self, depth: usize) -> Option<&mut Item> {
        self.items.last_mut().filter(|_| depth >= self.depth)
    }

    /// The item whose first text an event at `depth` belongs to.
    fn open_text(&mut self, depth: usize) -> Option<&mut Item> {
        self.open(depth).filter(|item| item.nested.is_none())
    }

    /// A task marker: the first one is the item's own, and those of lists under it are theirs.
    pub(crate) fn task(&mut self, depth: usize, ticked: bool, range: Range<usize>) {
        if let Some(item) = self.open_text(depth).filter(|item| item.task.is_none()) {
            item.text = range.end..range.end;
            item.task = Some((ticked, range));
        }
    }

    /// Something inline.
    pub(crate) fn text(&mut self, depth: usize, range: &Range<usize>) {
        if let Some(item) = self.open_text(depth) {
            if item.text.is_empty() && item.task.is_none() {
                item.text.start = range.start;
            }
            item.text.end = range.end.max(item.text.end);
        }
    }

    /// A line break between inlines.
    pub(crate) fn line_break(&mut self, depth: usize, range: Range<usize>) {
        if let Some(item) = self.open_text(depth) {
            item.breaks.push(range);
        }
    }

    /// A paragraph begins: the first one is the text of the item, a second one comes under it.
    pub(crate) fn paragraph(&mut self, depth: usize, range: &Range<usize>) {
        if self.open(depth).is_some_and(|item| !item.text.is_empty()) {
            self.block(depth, range);
        }
    }

    /// A block begins: the text of the item is over.
    pub(crate) fn block(&mut self, depth: usize, range: &Range<usize>) {
        if let Some(item) = self.open(depth) {
            item.nested.get_or_insert(range.start);
        }
    }
}
