//! Replacing byte ranges of a text without touching the bytes between them.
//!
//! It serves the chapter (blocks) and the book's JSON (chapter strings), so that
//! what nobody edited is copied, never written again.

use std::ops::Range;

/// Replacements of byte ranges in one text: sorted, disjoint and in bounds.
///
/// The invariant is kept by [`Edits::replace`], which accepts edits in ascending
/// order only; an insertion is a replacement of an empty range.
#[derive(Debug)]
pub struct Edits<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Edits<'a> {
    /// Starts with no edit of `text`.
    pub fn new(text: &'a str) -> Self {
        Edits { text, edits: Vec::new() }
    }

    /// Replaces the byte range `range` by `replacement`.
    ///
    /// # Panics
    ///
    /// Where the range is not after the one given before, is out of bounds or cuts a character:
    /// each of these would be a mistake of this crate, not of an author.
    pub fn replace(&mut self, range: Range<usize>, replacement: impl Into<String>) {
        let floor = self.edits.last().map_or(0, |(last, _)| last.end);
        assert!(
            floor <= range.start && range.start <= range.end && range.end <= self.text.len(),
            "edits must be sorted, disjoint and in bounds: {range:?} after byte {floor} of {}",
            self.text.len()
        );
        assert!(
            self.text.is_char_boundary(range.start) && self.text.is_char_boundary(range.end),
            "an edit must not cut a character: {range:?}"
        );
        self.edits.push((range, replacement.into()));
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Writes the text with all edits made, piece by piece, to `write`.
    ///
    /// # Errors
    ///
    /// The first error that `write` returns.
    pub fn write_to<E>(&self, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        let mut copied = 0;
        for (range, replacement) in &self.edits {
            write(&self.text[copied..range.start])?;
            write(replacement)?;
            copied = range.end;
        }
        write(&self.text[copied..])
    }

    /// The text with all edits made.
    pub fn apply(&self) -> String {
        let removed: usize = self.edits.iter().map(|(range, _)| range.len()).sum();
        let added: usize = self.edits.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(self.text.len() - removed + added);
        let Ok(()) = self.write_to(|piece| {
            out.push_str(piece);
            Ok::<(), std::convert::Infallible>(())
        });
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Edits;

    #[track_caller]
    fn check(text: &str, edits: &[(std::ops::Range<usize>, &str)], expected: &str) {
        let mut all = Edits::new(text);
        for (range, replacement) in edits {
            all.replace(range.clone(), *replacement);
        }
        assert_eq!(all.apply(), expected);
    }

    #[test]
    fn edits_change_their_ranges_only() {
        check("abc", &[], "abc");
        check("abc", &[(1..2, "XY")], "aXYc");
        check("abc", &[(0..0, "<"), (1..2, ""), (3..3, ">")], "<ac>");
        check("añb", &[(1..3, "n")], "anb");
    }

    #[test]
    #[should_panic(expected = "sorted, disjoint and in bounds")]
    fn overlapping_edits_are_our_mistake() {
        check("abc", &[(0..2, ""), (1..3, "")], "");
    }
}
