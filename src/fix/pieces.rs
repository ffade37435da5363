//! The text of a chapter, and where each byte of it stands in the files of its book.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::book::includes::{From, Resolved};
use crate::chapter::Fenced;
use crate::diagnostic::Span;

use super::edits::SortedEdits;
use super::files::OpenFiles;

/// A chapter as it is read.
#[derive(Clone, Debug)]
pub(super) struct PiecedText {
    pub(super) text: String,
    /// The number of its own file.
    own: usize,
    /// The numbers of all files that may have something of it.
    files: Rc<BTreeSet<usize>>,
    pieces: Vec<FilePiece>,
}

/// A stretch of it.
#[derive(Clone, Debug)]
struct FilePiece {
    /// Where it ends, in bytes of the text.
    end: usize,
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
    /// Where each place that was edited ended, and by how many bytes the text had grown there.
    shifts: Vec<(usize, isize)>,
}

impl EditedText {
    /// Where what stood at byte `at` stands now.
    pub(super) fn moved(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(end, _)| *end <= at);
        let growth = before.checked_sub(1).map_or(0, |last| self.shifts[last].1);
        at.saturating_add_signed(growth)
    }
}

impl PiecedText {
    /// Nothing yet of a chapter in the file of this number, in which something of `files` may be.
    fn empty(own: usize, files: Rc<BTreeSet<usize>>) -> Self {
        PiecedText { text: String::new(), own, files, pieces: Vec::new() }
    }

    /// The text of the file of this number.
    pub(super) fn of_file(text: &str, file: usize) -> Self {
        let mut pieced = PiecedText::empty(file, Rc::new(BTreeSet::from([file])));
        pieced.push(text, Some((file, 0)));
        pieced
    }

    /// The chapter in the file of this number with its links resolved; nothing can be placed where
    /// nobody knows what they brought.
    pub(super) fn resolved(resolved: &Resolved, chapter: usize, files: &mut OpenFiles) -> Self {
        let brought = resolved.files.iter();
        let numbers: Vec<usize> =
            brought.map(|file| files.open(&file.path, &file.text, true)).collect();
        let all = numbers.iter().copied().chain([chapter]).collect();
        let mut pieced = PiecedText::empty(chapter, Rc::new(all));
        for piece in &resolved.pieces {
            let from = match &piece.from {
                From::Chapter(at) => Some((chapter, *at)),
                From::File(number, at) => Some((numbers[*number], *at)),
                From::Link(_) => None,
            };
            pieced.go_on(&resolved.text[piece.range.clone()], from);
        }
        if resolved.pieces.is_empty() {
            pieced.push(&resolved.text, None);
        }
        pieced
    }

    /// Adds what comes `from` there, to the last piece where that is of the chapter and goes on.
    fn go_on(&mut self, text: &str, from: Option<(usize, usize)>) {
        match self.pieces.last_mut() {
            Some(last) if last.goes_on_at(from) && from.is_some_and(|f| f.0 == self.own) => {
                self.text.push_str(text);
                last.end += text.len();
                last.length += text.len();
            }
            _ => self.push(text, from),
        }
    }

    fn push(&mut self, text: &str, from: Option<(usize, usize)>) {
        self.text.push_str(text);
        self.pieces.push(FilePiece { end: self.text.len(), length: text.len(), from });
    }

    /// Whether something of the file of this number may be in it.
    pub(super) fn has(&self, file: usize) -> bool {
        self.files.contains(&file)
    }

    /// The file and the place there of `span`, where one piece has all of it.
    pub(super) fn place(&self, span: &Span) -> Option<(usize, Span)> {
        let mut found: Option<(usize, Span)> = None;
        let first = self.pieces.partition_point(|piece| piece.end < span.start);
        for piece in &self.pieces[first..] {
            let start = piece.range().start;
            if start > span.start {
                break;
            }
            if span.end > piece.end {
                continue;
            }
            let (file, at) = piece.from?;
            let place = at + span.start - start..at + span.end - start;
            match &found {
                // Between two pieces, either may be meant.
                Some(other) if *other != (file, place.clone()) => return None,
                _ => found = Some((file, place)),
            }
        }
        found
    }

    /// The number of its own file.
    pub(super) fn own(&self) -> usize {
        self.own
    }

    /// How often byte `at` of a file stands in it, as far as that is certain.
    pub(super) fn count(&self, file: usize, at: usize) -> usize {
        let has_it = |piece: &&FilePiece| {
            piece.from.is_some_and(|(from, start)| {
                from == file && start <= at && at < start + piece.length
            })
        };
        self.pieces.iter().filter(has_it).count()
    }

    /// Whether `line` may stand in it where nobody knows the file.
    pub(super) fn may_have(&self, line: &str) -> bool {
        let mut unplaced = self.pieces.iter().filter(|piece| piece.from.is_none());
        !line.is_empty() && unplaced.any(|piece| self.text[piece.range()].contains(line))
    }

    /// The file and the place there of the lines between the fences of `fenced`, where they are one
    /// run of whole lines; and a byte of that file, or of that of the fence, that is in the block.
    pub(super) fn lines_place(
        &self,
        fenced: &Fenced,
        files: &OpenFiles,
    ) -> Option<((usize, Span), (usize, usize))> {
        let mut places = Vec::new();
        let mut at = fenced.lines.start;
        for line in self.text[fenced.lines.clone()].split_inclusive('\n') {
            let length = line.trim_end_matches(['\n', '\r']).len();
            places.push((at..at + length, length == 0));
            at += line.len();
        }
        let written = places.iter().position(|(_, is_blank)| !is_blank);
        let (file, start) = match written {
            Some(first) => {
                let (file, range) = self.place(&places[first].0)?;
                (file, lines_before(files.text(file), range.start, first)?)
            }
            None => {
                let (file, range) = self.place(&fenced.opener)?;
                (file, lines_behind(files.text(file), range.end, 1)?)
            }
        };
        let end = lines_behind(files.text(file), start, places.len())?;
        let mut lines = files.text(file)[start..end].split_inclusive('\n');
        let mut own = start;
        for (span, is_blank) in &places {
            let line = lines.next()?;
            let is_there =
                *is_blank || self.place(span).is_some_and(|p| p.0 == file && p.1.start == own);
            if line.trim_end_matches(['\n', '\r']) != &self.text[span.clone()] || !is_there {
                return None;
            }
            own += line.len();
        }
        let closer = fenced.closer.as_ref().filter(|_| written.is_none());
        let is_closed = closer.is_none_or(|closer| {
            self.place(closer).is_some_and(|(other, range)| {
                other == file && line_start(files.text(file), range.start) == end
            })
        });
        let anchor = match written {
            Some(first) => self.place(&places[first].0)?,
            None => self.place(&fenced.opener)?,
        };
        is_closed.then_some(((file, start..end), (anchor.0, anchor.1.start)))
    }

    /// The same with `edits` of files made; nothing where it is not certain what they do to it.
    pub(super) fn edited(&self, edits: &SortedEdits, files: &OpenFiles) -> Option<EditedText> {
        if self.may_have_lines_of(edits, files) {
            return None;
        }
        let mut editing = Editing {
            edits,
            is_made: vec![false; edits.all().len()],
            text: PiecedText::empty(self.own, Rc::clone(&self.files)),
            shifts: Vec::new(),
            growth: 0,
            end_before: None,
        };
        for piece in &self.pieces {
            editing.piece(piece, &self.text[piece.range()])?;
        }
        let all = edits.all().iter().zip(editing.is_made);
        let is_all = all.into_iter().all(|(edit, is_made)| is_made || edit.file != self.own);
        is_all.then_some(EditedText { text: editing.text, shifts: editing.shifts })
    }

    /// Whether one of the lines that `edits` are in may stand where nobody knows what stands there.
    fn may_have_lines_of(&self, edits: &SortedEdits, files: &OpenFiles) -> bool {
        let included = edits.all().iter().filter(|edit| files.is_included(edit));
        let lines: BTreeSet<&str> = included.map(|edit| files.line(edit).trim()).collect();
        if lines.is_empty() {
            return false;
        }
        let unplaced = self.pieces.iter().filter(|piece| piece.from.is_none());
        let unplaced = unplaced.map(|piece| &self.text[piece.range()]);
        let unplaced = unplaced.collect::<Vec<_>>().join("\n");
        let is_there = |line: &str| memchr::memmem::find(unplaced.as_bytes(), line.as_bytes());
        lines.into_iter().any(|line| !line.is_empty() && is_there(line).is_some())
    }
}

/// Where the line of `text` begins that byte `at` is in.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line begins that is `lines` lines before the one that begins at byte `at` of `text`.
fn lines_before(text: &str, at: usize, lines: usize) -> Option<usize> {
    let mut start = (line_start(text, at) == at).then_some(at)?;
    for _ in 0..lines {
        start = line_start(text, start.checked_sub(1)?);
    }
    Some(start)
}

/// Where the line begins that is `lines` lines behind that of byte `at` of `text`; its end where
/// that is the last one.
fn lines_behind(text: &str, at: usize, lines: usize) -> Option<usize> {
    let mut start = at;
    for _ in 0..lines {
        let rest = (start < text.len()).then(|| &text[start..])?;
        start += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }
    Some(start)
}

impl FilePiece {
    /// Where it stands in the text.
    fn range(&self) -> Span {
        self.end - self.length..self.end
    }

    /// Whether what comes from this place goes on with the piece.
    fn goes_on_at(&self, from: Option<(usize, usize)>) -> bool {
        let end = self.from.map(|(file, at)| (file, at + self.length));
        end.is_some() && end == from
    }
}

/// A text in which edits are being made, piece after piece.
struct Editing<'e> {
    edits: &'e SortedEdits,
    /// For each of them whether it was made.
    is_made: Vec<bool>,
    text: PiecedText,
    shifts: Vec<(usize, isize)>,
    /// By how many bytes it has grown.
    growth: isize,
    /// Where the piece before ends in its file.
    end_before: Option<(usize, usize)>,
}

impl Editing<'_> {
    /// Adds a piece, which is `text`; nothing where an edit is in it in part. Where the piece
    /// before ends where this one begins, an insertion between them is the other's.
    fn piece(&mut self, piece: &FilePiece, text: &str) -> Option<()> {
        let end_before = std::mem::take(&mut self.end_before);
        let Some((file, from)) = piece.from else {
            self.text.push(text, None);
            return Some(());
        };
        let end = from + piece.length;
        let (near, mut shift) = self.edits.from(file, from);
        let (mut new, mut at) = (String::new(), 0);
        for number in near {
            let edit = &self.edits.all()[number];
            let (first, last) = edit.range;
            if first > end {
                break;
            }
            let is_inside = from <= first && last <= end;
            if is_inside && !(last == from && end_before == piece.from) {
                new.push_str(&text[at..first - from]);
                new.push_str(&edit.text);
                at = last - from;
                self.is_made[number] = true;
                self.growth += edit.growth();
                self.shifts.push((piece.range().start + at, self.growth));
            } else if last <= from {
                shift += edit.growth();
            } else if first < end {
                return None;
            }
        }
        new.push_str(&text[at..]);
        self.text.push(&new, Some((file, from.saturating_add_signed(shift))));
        self.end_before = Some((file, end));
        Some(())
    }
}
