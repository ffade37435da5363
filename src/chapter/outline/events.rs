//! The parser's events, for as long as the parser goes on.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{Event, OffsetIter};

use super::dialect::Dialect;

/// The events of a text; they end where the parser panics, which some texts make it do.
pub(super) struct Events<'t> {
    /// Nothing once it has panicked.
    parser: Option<OffsetIter<'t>>,
}

impl<'t> Events<'t> {
    /// Those of `text` in this dialect.
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Self {
        let parser = || new_cmark_parser(text, &dialect.options()).into_offset_iter();
        Events { parser: catch_unwind(parser).ok() }
    }

    /// Whether the parser has panicked.
    pub(super) fn have_panicked(&self) -> bool {
        self.parser.is_none()
    }
}

impl<'t> Iterator for Events<'t> {
    type Item = (Event<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let parser = self.parser.as_mut()?;
        // A parser that has panicked is asked nothing more.
        catch_unwind(AssertUnwindSafe(|| parser.next())).unwrap_or_else(|_| {
            self.parser = None;
            None
        })
    }
}

/// The start of the line with which `text` makes the parser panic, as it does.
pub(super) fn panicking_line(text: &str, dialect: Dialect) -> usize {
    let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
    let ends: Vec<usize> = newlines.chain([text.len()]).collect();
    let is_read = |end: &usize| {
        let mut events = Events::new(&text[..*end], dialect);
        events.by_ref().for_each(drop);
        !events.have_panicked()
    };
    let line = ends.partition_point(is_read);
    line.checked_sub(1).map_or(0, |above| ends[above])
}
