//! Edits of files, and what they do to places behind them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Span;

/// An edit of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileEdit {
    /// The number of the file.
    pub(super) file: usize,
    /// What is replaced, in bytes of the file as it is now.
    pub(super) range: (usize, usize),
    /// What comes there.
    pub(super) text: String,
}

/// Edits that can be made together, sorted and disjoint.
#[derive(Debug, Default)]
pub(super) struct SortedEdits {
    edits: Vec<FileEdit>,
    /// By how many bytes each and those before it in its file make it grow.
    growths: Vec<isize>,
}

impl FileEdit {
    pub(super) fn new(file: usize, range: Span, text: &str) -> Self {
        FileEdit { file, range: (range.start, range.end), text: text.to_owned() }
    }

    /// How many bytes the file grows by.
    pub(super) fn growth(&self) -> isize {
        self.text.len().cast_signed() - (self.range.1 - self.range.0).cast_signed()
    }
}

impl SortedEdits {
    /// Those of `edits`, which stand apart from each other.
    pub(super) fn new(mut edits: Vec<FileEdit>) -> Self {
        edits.sort();
        let mut growths: Vec<isize> = Vec::new();
        for (number, edit) in edits.iter().enumerate() {
            let before = number.checked_sub(1).filter(|before| edits[*before].file == edit.file);
            growths.push(before.map_or(0, |before| growths[before]) + edit.growth());
        }
        SortedEdits { edits, growths }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[FileEdit] {
        &self.edits
    }

    /// The numbers of those that end at byte `at` of `file` or behind it, and by how many bytes the
    /// others of that file make it grow.
    pub(super) fn from(&self, file: usize, at: usize) -> (Range<usize>, isize) {
        let first = self.edits.partition_point(|edit| edit.file < file);
        let end = self.edits.partition_point(|edit| edit.file <= file);
        let near = first + self.edits[first..end].partition_point(|edit| edit.range.1 < at);
        (near..end, if near > first { self.growths[near - 1] } else { 0 })
    }

    /// `edit` where it is to be once these are made; nothing where it has something in common with
    /// one of them.
    pub(super) fn moved(&self, edit: &FileEdit) -> Option<FileEdit> {
        let (near, mut growth) = self.from(edit.file, edit.range.0);
        for other in &self.edits[near] {
            if !is_apart(other.range, edit.range) {
                return None;
            }
            if other.range.1 > edit.range.0 {
                break;
            }
            growth += other.growth();
        }
        let (start, end) = edit.range;
        let range = (start.saturating_add_signed(growth), end.saturating_add_signed(growth));
        Some(FileEdit { range, ..edit.clone() })
    }
}

/// Edits that stand apart from each other, as they are chosen one after the other.
#[derive(Debug, Default)]
pub(super) struct ChosenEdits {
    /// Where each ends, by its file and where it begins.
    ends: BTreeMap<(usize, usize), usize>,
}

impl ChosenEdits {
    /// Chooses all of `edits`, if they stand apart from those that are chosen.
    pub(super) fn choose(&mut self, edits: &[FileEdit]) -> bool {
        let is_apart = edits.iter().all(|edit| self.is_apart_from(edit));
        if is_apart {
            self.ends.extend(edits.iter().map(|edit| ((edit.file, edit.range.0), edit.range.1)));
        }
        is_apart
    }

    fn is_apart_from(&self, edit: &FileEdit) -> bool {
        let at = (edit.file, edit.range.0);
        let before = self.ends.range(..=at).next_back();
        let near = before.into_iter().chain(self.ends.range(at..).next());
        near.filter(|((file, _), _)| *file == edit.file)
            .all(|((_, start), end)| is_apart((*start, *end), edit.range))
    }
}

/// Whether edits in these places can be made together: of two insertions at one place nobody knows
/// which comes first.
fn is_apart(one: (usize, usize), other: (usize, usize)) -> bool {
    one.0 != other.0 && (one.1 <= other.0 || other.1 <= one.0)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{ChosenEdits, FileEdit, SortedEdits};

    fn edit(file: usize, range: Range<usize>, text: &str) -> FileEdit {
        FileEdit::new(file, range, text)
    }

    #[test]
    fn edits_move_behind_those_that_are_made() {
        let made =
            SortedEdits::new(vec![edit(1, 4..6, ""), edit(0, 3..3, "abc"), edit(1, 9..9, "x")]);
        let moved = |edit: &FileEdit| made.moved(edit).map(|edit| edit.range);
        assert_eq!(moved(&edit(0, 0..3, "")), Some((0, 3)));
        assert_eq!(moved(&edit(0, 3..4, "")), None, "which comes first?");
        assert_eq!(moved(&edit(0, 5..6, "")), Some((8, 9)));
        assert_eq!(moved(&edit(1, 0..4, "")), Some((0, 4)));
        assert_eq!(moved(&edit(1, 5..5, "")), None);
        assert_eq!(moved(&edit(1, 6..9, "")), Some((4, 7)));
        assert_eq!(moved(&edit(1, 10..11, "")), Some((9, 10)));
        assert_eq!(moved(&edit(2, 1..2, "")), Some((1, 2)));
    }

    #[test]
    fn what_stands_apart_can_be_chosen_together() {
        let mut chosen = ChosenEdits::default();
        assert!(chosen.choose(&[edit(0, 4..8, ""), edit(1, 4..4, "")]));
        assert!(!chosen.choose(&[edit(0, 3..5, "")]) && !chosen.choose(&[edit(0, 7..7, "")]));
        assert!(!chosen.choose(&[edit(0, 0..2, ""), edit(1, 4..5, "")]), "all or none");
        assert!(chosen.choose(&[edit(0, 0..4, "")]) && chosen.choose(&[edit(0, 8..9, "")]));
        assert!(!chosen.choose(&[edit(0, 2..3, "")]) && chosen.choose(&[edit(2, 2..3, "")]));
    }
}
