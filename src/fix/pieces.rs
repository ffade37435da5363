//! The text of a chapter, and where each byte of it stands in the files of its book.

use crate::book::includes::{From, Resolved};
use crate::diagnostic::Span;

use super::files::{FileEdit, OpenFiles};

/// A chapter as it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct PiecedText {
    pub(super) text: String,
    /// The number of its own file.
    own: usize,
    pieces: Vec<FilePiece>,
}

/// A stretch of it.
#[derive(Clone, Debug)]
struct FilePiece {
    /// How long it is, in bytes.
    length: usize,
    /// The file that has the same bytes, and where they begin there; nothing where that is not
    /// certain.
    from: Option<(usize, usize)>,
}

/// A text with edits made, and what they did to it.
#[derive(Debug)]
pub(super) struct EditedText {
    pub(super) text: PiecedText,
    /// Where the text had been edited, and by how many bytes it grew there.
    shifts: Vec<(Span, isize)>,
}

impl EditedText {
    /// Where what stood at byte `at` stands now.
    pub(super) fn moved(&self, at: usize) -> usize {
        let before = self.shifts.iter().filter(|(range, _)| range.end <= at);
        at.saturating_add_signed(before.map(|(_, growth)| growth).sum())
    }
}

impl PiecedText {
    /// The text of the file of this number.
    pub(super) fn of_file(text: String, file: usize) -> Self {
        let piece = FilePiece { length: text.len(), from: Some((file, 0)) };
        PiecedText { text, own: file, pieces: vec![piece] }
    }

    /// The chapter in the file of this number with its links resolved; nothing can be placed where
    /// nobody knows what they brought.
    pub(super) fn resolved(resolved: &Resolved, chapter: usize, files: &mut OpenFiles) -> Self {
        let brought = resolved.files.iter();
        let numbers: Vec<usize> =
            brought.map(|file| files.open(&file.path, &file.text, true)).collect();
        let mut pieces: Vec<FilePiece> = Vec::new();
        for piece in &resolved.pieces {
            let from = match &piece.from {
                From::Chapter(at) => Some((chapter, *at)),
                From::File(number, at) => Some((numbers[*number], *at)),
                From::Link(_) => None,
            };
            let length = piece.range.len();
            match pieces.last_mut() {
                Some(last) if last.goes_on_at(from) && from.is_some_and(|f| f.0 == chapter) => {
                    last.length += length;
                }
                _ => pieces.push(FilePiece { length, from }),
            }
        }
        if pieces.is_empty() {
            pieces.push(FilePiece { length: resolved.text.len(), from: None });
        }
        PiecedText { text: resolved.text.clone(), own: chapter, pieces }
    }

    /// Whether something of the file of this number may be in it.
    pub(super) fn has(&self, file: usize) -> bool {
        self.pieces.iter().any(|piece| piece.from.is_none_or(|(from, _)| from == file))
    }

    /// The file and the place there of `span`, where one piece has all of it.
    pub(super) fn place(&self, span: &Span) -> Option<(usize, Span)> {
        let mut start = 0;
        let mut found: Option<(usize, Span)> = None;
        for piece in &self.pieces {
            let end = start + piece.length;
            if start <= span.start && span.end <= end {
                let (file, at) = piece.from?;
                let place = at + span.start - start..at + span.end - start;
                match &found {
                    // Between two pieces, either may be meant.
                    Some(other) if *other != (file, place.clone()) => return None,
                    _ => found = Some((file, place)),
                }
            }
            start = end;
        }
        found
    }

    /// The same with `edits` of files made, which are sorted and disjoint; nothing where it is not
    /// certain what they do to it.
    pub(super) fn edited(&self, edits: &[FileEdit], files: &OpenFiles) -> Option<EditedText> {
        let text = PiecedText { own: self.own, ..PiecedText::default() };
        let mut edited = EditedText { text, shifts: Vec::new() };
        let (mut start, mut end_before) = (0, None);
        let mut made = vec![false; edits.len()];
        for piece in &self.pieces {
            let text = &self.text[start..start + piece.length];
            let may_be_in_it = |edit: &FileEdit| {
                let line = files.line(edit).trim();
                files.is_included(edit) && !line.is_empty() && text.contains(line)
            };
            if piece.from.is_none() && edits.iter().any(may_be_in_it) {
                return None;
            }
            let follows = end_before.is_some() && end_before == piece.from;
            edited.push(piece, (start, text), follows, (edits, &mut made))?;
            start += piece.length;
            end_before = piece.from.map(|(file, at)| (file, at + piece.length));
        }
        let is_all = edits.iter().zip(made).all(|(edit, made)| made || edit.file != self.own);
        is_all.then_some(edited)
    }
}

impl FilePiece {
    /// Whether what comes from this place goes on with the piece.
    fn goes_on_at(&self, from: Option<(usize, usize)>) -> bool {
        let end = self.from.map(|(file, at)| (file, at + self.length));
        end.is_some() && end == from
    }
}

impl EditedText {
    /// Adds a piece, which begins at byte `start` and is `text`, with those of `edits` `made` that
    /// are in it; nothing where one is in it in part. Where a piece `follows` that before it in
    /// their file, an insertion between them is the other's.
    fn push(
        &mut self,
        piece: &FilePiece,
        (start, text): (usize, &str),
        follows: bool,
        (edits, made): (&[FileEdit], &mut [bool]),
    ) -> Option<()> {
        let Some((file, from)) = piece.from else {
            self.text.push(text, None);
            return Some(());
        };
        let end = from + piece.length;
        let (mut new, mut at, mut shift) = (String::new(), 0, 0);
        for (edit, made) in edits.iter().zip(made).filter(|(edit, _)| edit.file == file) {
            let (first, last) = edit.range;
            let is_inside = from <= first && last <= end;
            if is_inside && !(follows && last == from) {
                new.push_str(&text[at..first - from]);
                new.push_str(&edit.text);
                at = last - from;
                *made = true;
                self.shifts.push((start + first - from..start + at, edit.growth()));
            } else if last <= from {
                shift += edit.growth();
            } else if first < end {
                return None;
            }
        }
        new.push_str(&text[at..]);
        self.text.push(&new, Some((file, from.saturating_add_signed(shift))));
        Some(())
    }
}

impl PiecedText {
    fn push(&mut self, text: &str, from: Option<(usize, usize)>) {
        self.text.push_str(text);
        self.pieces.push(FilePiece { length: text.len(), from });
    }
}
