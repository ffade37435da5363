//! The files of a book as they are, and as fixes leave them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::splice::Edits;

use super::edits::{FileEdit, SortedEdits};

/// A file that fixes may change.
#[derive(Debug)]
struct OpenFile {
    /// Its path, as the book leads to it.
    path: PathBuf,
    /// What is in it.
    before: String,
    /// The same with the fixes that were made.
    now: String,
    /// Whether a chapter includes it, perhaps by the numbers of its lines.
    is_included: bool,
    /// Whether it is that of a chapter.
    is_chapter: bool,
}

/// The files of a book, each once, by whatever names the book calls it.
#[derive(Debug, Default)]
pub(super) struct OpenFiles {
    files: Vec<OpenFile>,
    numbers: HashMap<PathBuf, usize>,
}

/// A file that fixes change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Its path, as the book leads to it.
    pub path: PathBuf,
    /// What is in it.
    pub before: String,
    /// What is to be in it.
    pub after: String,
}

impl OpenFiles {
    /// The number of the file at `path`, with `text` in it.
    pub(super) fn open(&mut self, path: &Path, text: &str, is_included: bool) -> usize {
        let name = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let next = self.files.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.files.push(OpenFile {
                path: path.to_owned(),
                before: text.to_owned(),
                now: text.to_owned(),
                is_included: false,
                is_chapter: false,
            });
        }
        self.files[number].is_included |= is_included;
        self.files[number].is_chapter |= !is_included;
        number
    }

    /// The path of a file, as the book leads to it.
    pub(super) fn path(&self, file: usize) -> &Path {
        &self.files[file].path
    }

    /// Whether a file is that of a chapter.
    pub(super) fn is_chapter(&self, file: usize) -> bool {
        self.files[file].is_chapter
    }

    /// What is in a file now.
    pub(super) fn text(&self, file: usize) -> &str {
        &self.files[file].now
    }

    /// All files, with what is in them now.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files.iter().map(|file| (&*file.path, &*file.now))
    }

    /// What `edit` replaces.
    pub(super) fn replaced(&self, edit: &FileEdit) -> &str {
        &self.files[edit.file].now[edit.range.0..edit.range.1]
    }

    /// Whether a chapter includes the file of `edit`.
    pub(super) fn is_included(&self, edit: &FileEdit) -> bool {
        self.files[edit.file].is_included
    }

    /// The line that `edit` is in.
    pub(super) fn line(&self, edit: &FileEdit) -> &str {
        let text = &self.files[edit.file].now;
        let start = text[..edit.range.0].rfind('\n').map_or(0, |end| end + 1);
        text[start..].lines().next().unwrap_or_default()
    }

    /// Whether `edit` leaves every line of an included file its number, by which links go.
    pub(super) fn keeps_lines(&self, edit: &FileEdit) -> bool {
        let has_break = |text: &str| text.contains(['\n', '\r']);
        !self.is_included(edit) || !(has_break(self.replaced(edit)) || has_break(&edit.text))
    }

    /// Makes `edits`.
    pub(super) fn make(&mut self, edits: &SortedEdits) {
        for of_file in edits.all().chunk_by(|one, other| one.file == other.file) {
            let file = &mut self.files[of_file[0].file];
            let mut all = Edits::new(&file.now);
            for edit in of_file {
                all.replace(edit.range.0..edit.range.1, edit.text.as_str());
            }
            file.now = all.apply();
        }
    }

    /// The files that are not as they were.
    pub(super) fn changed(self) -> Vec<FixedFile> {
        let changed = self.files.into_iter().filter(|file| file.before != file.now);
        let changed = changed.map(|file| {
            let OpenFile { path, before, now, .. } = file;
            FixedFile { path, before, after: now }
        });
        changed.collect()
    }
}
