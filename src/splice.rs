//! Replacing byte ranges of a text without touching the bytes between them.
//!
//! It serves the chapter (blocks) and the book's JSON (chapter strings), so that
//! what nobody edited is copied, never written again.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// A text that many texts get: it is made once, and so is the JSON string that it is.
#[derive(Clone, Debug)]
pub struct Shared {
    text: String,
    json: OnceCell<String>,
}

impl Shared {
    /// Shares `text`.
    pub fn new(text: String) -> Self {
        Shared { text, json: OnceCell::new() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands between the quotes of the JSON string that the text is.
    pub fn json(&self) -> &str {
        self.json.get_or_init(|| escaped(&self.text))
    }
}

/// What stands between the quotes of the JSON string that `text` is.
pub fn escaped(text: &str) -> String {
    let mut json = serde_json::to_string(text).expect("every text is a JSON string");
    json.pop();
    json.remove(0);
    json
}

/// What comes into a text.
#[derive(Clone, Debug)]
pub enum Replacement<'a> {
    /// A text of its own.
    Own(Cow<'a, str>),
    /// A text that others get, too.
    Shared(&'a Shared),
}

impl Replacement<'_> {
    /// The text.
    pub fn text(&self) -> &str {
        match self {
            Replacement::Own(text) => text,
            Replacement::Shared(shared) => shared.text(),
        }
    }
}

impl From<String> for Replacement<'_> {
    fn from(text: String) -> Self {
        Replacement::Own(Cow::Owned(text))
    }
}

impl<'a> From<&'a str> for Replacement<'a> {
    fn from(text: &'a str) -> Self {
        Replacement::Own(Cow::Borrowed(text))
    }
}

impl<'a> From<Cow<'a, str>> for Replacement<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Replacement::Own(text)
    }
}

impl<'a> From<&'a Shared> for Replacement<'a> {
    fn from(shared: &'a Shared) -> Self {
        Replacement::Shared(shared)
    }
}

/// Replacements of byte ranges in one text: sorted, disjoint and in bounds.
///
/// The invariant is kept by [`Edits::replace`], which accepts edits in ascending
/// order only; an insertion is a replacement of an empty range.
#[derive(Debug)]
pub struct Edits<'t, 'r> {
    text: &'t str,
    edits: Vec<(Range<usize>, Replacement<'r>)>,
    /// Up to where the text has been written.
    written: usize,
}

impl<'t, 'r> Edits<'t, 'r> {
    /// Starts with no edit of `text`.
    pub fn new(text: &'t str) -> Self {
        Edits { text, edits: Vec::new(), written: 0 }
    }

    /// Replaces the byte range `range` by `replacement`.
    ///
    /// # Panics
    ///
    /// Where the range is not after the one given before, is out of bounds or cuts a character:
    /// each of these would be a mistake of this crate, not of an author.
    pub fn replace(&mut self, range: Range<usize>, replacement: impl Into<Replacement<'r>>) {
        let floor = self.edits.last().map_or(self.written, |(last, _)| last.end);
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

    /// The edits, in their order; what has been written is not among them.
    pub fn into_edits(self) -> impl Iterator<Item = (Range<usize>, Replacement<'r>)> {
        self.edits.into_iter()
    }

    /// Writes the text up to the end of the last edit, piece by piece, to `write`, and forgets the
    /// edits in it.
    ///
    /// # Errors
    ///
    /// The first error that `write` returns.
    pub fn flush<E>(&mut self, write: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        for (range, replacement) in self.edits.drain(..) {
            write(&self.text[self.written..range.start])?;
            write(replacement.text())?;
            self.written = range.end;
        }
        Ok(())
    }

    /// Writes what has not been written of the text with all edits made.
    ///
    /// # Errors
    ///
    /// The first error that `write` returns.
    pub fn finish<E>(mut self, write: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        self.flush(write)?;
        write(&self.text[self.written..])
    }

    /// The text with all edits made.
    pub fn apply(self) -> String {
        let removed: usize = self.edits.iter().map(|(range, _)| range.len()).sum();
        let added: usize = self.edits.iter().map(|(_, new)| new.text().len()).sum();
        let mut out = String::with_capacity(self.text.len() - removed + added);
        let Ok(()) = self.finish(&mut |piece| {
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
    fn what_is_written_is_written_once() {
        let mut edits = Edits::new("abcd");
        let mut out = String::new();
        let mut write = |piece: &str| {
            out.push_str(piece);
            Ok::<(), ()>(())
        };
        edits.replace(1..2, "X");
        edits.flush(&mut write).unwrap();
        edits.flush(&mut write).unwrap();
        edits.replace(2..3, "Y");
        edits.finish(&mut write).unwrap();
        assert_eq!(out, "aXYd");
    }

    #[test]
    #[should_panic(expected = "sorted, disjoint and in bounds")]
    fn overlapping_edits_are_our_mistake() {
        check("abc", &[(0..2, ""), (1..3, "")], "");
    }
}
